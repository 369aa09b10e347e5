"""Lines that are not the document's: page numbers, running headers, watermarks, web furniture."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from topics.corpus.language.line_openings import columns, starts_item
from topics.corpus.language.number_forms import starts_number
from topics.corpus.language.numerals import ONE_TO_TEN

DASH = r"[—–\-－―─_~～·•\s]"
_PAGE = re.compile(
    rf"^(?:{DASH}+\d{{1,4}}{DASH}+|第\s*[\d{ONE_TO_TEN}百]+\s*页(?:\s*[,，/、"
    rf"]?\s*[（(]?共\s*[\d{ONE_TO_TEN}百]+\s*页[)）]?)?"
    rf"|[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d{{1,4}}\s*/\s*\d{{1,4}}\s*页?|共\s*\d+\s*页\s*[,，/、"
    rf"]?\s*第\s*\d+\s*页|页\s*码\s*[:：]\s*\d+(?:\s*/\s*\d+)?)$"
)
_BARE = re.compile(r"^\d{1,4}$")
_COUNTED = re.compile(
    r"^[^\w\s]{0,3}\s*(?:[Pp]\.?|[Nn][Oo]\.?|页\s*码\s*[:：]?|第)?\s*(?P<number>\d{1,4})\s*页?\s*[^\w\s]{0,3}$"
)
_ITEM = re.compile(r"^[（(]?#[）).．、]")  # may number items instead of pages
_SHORT_PAGE = 10  # lines, on average; rows of tables have fewer cells

# Notices that a web site or a library stamps on its copies; each needs the whole shape, not a word.
_NOTICE = re.compile(
    r"^[（(【\[*※]*(?:本(?:文|文档|资料|文件|站)(?:内容|资料|资源)?(?:均)?(?:来自|来源于?|转自|转载自|摘自|由.{1,30}(?:整理|提供|收集|搜集|上传))"
    r"|(?:更多|获取更多|下载更多|欢迎).{0,30}(?:请?(?:关注|访问|登录|登陆|添加)|尽在|下载).{0,40}$"
    r"|(?:版权|著作权)(?:归|所有).{0,40}$"
    r"|(?:未经|禁止).{0,20}(?:转载|不得复制).{0,20}$"
    r"|(?:资料|文件|信息|内容)?来源(?:于)?(?:网络|互联网).{0,80}$"
    r"|仅供(?:学习|参考|内部).{0,30}$"
    r"|(?:.{0,20}扫(?:描|码|一扫).{0,20}(?:二维码|关注|手机|当前页).{0,20})$"
    r"|.{0,60}(?:侵权|异议|侵犯).{0,20}(?:联系|告知).{0,40}(?:删除|处理).{0,10}$)"
)
_FURNITURE = re.compile(
    r"^(?:[【\[（(]?\s*(?:字\s*[号体]|字体大小)\s*[:：】]?.{0,30}$"
    r"|[【\[]?\s*法宝引证码\s*[】\]]?.*|.{0,30}(?:北大法宝|法宝快讯|法宝联想|法宝V\d|pkulaw\.).{0,110}|(?:本篇引用的法规|引用本篇的法规|本法变迁).{0,40}|原文链接\s*[:：].*|(?:来源|信息来源|文章来源|稿件来源)\s*[:：].{0,60}$"
    r"|(?:发布|更新|发表|添加|访问)(?:时间|日期|量)\s*[:：]?\s*\d{4}[-年/.].{0,60}$"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]?\s*\[?\d*\]?\s*次?.{0,20}$"
    r"|分享(?:到|至|给)?\s*[:：]?.{0,40}$|[【\[]?\s*(?:我要)?(?:打印|收藏|关闭|纠错|复制链接|返回顶部|返回首页)"
    r"(?:\s*(?:本页|本文|窗口|此页|页面))?\s*[】\]]?(?:\s*[|｜【\[]?\s*(?:打印|收藏|关闭|纠错|分享|返回)(?:本页|本文|窗口)?\s*[】\]]?)*$"
    r"|(?:当前|您的?(?:当前|现在)?的?|现在)?位置\s*(?:是)?\s*[:：].*|(?:首页|网站首页)\s*[>＞»/|｜].*"
    r"|(?:上|下)一(?:篇|条|页)\s*[:：]?.{0,80}$|[（(【\[]?责任编辑\s*[:：].{0,30}$|编辑\s*[:：].{0,20}$"
    r"|相关(?:链接|阅读|文章|新闻|报道|稿件|解读|文件)\s*[:：]?.{0,60}$|(?:附件)?下载\s*[:：]?$|查看原文.{0,20}$"
    r"|(?:网站地图|联系我们|关于我们|网站声明|网站标识码).{0,80}$|版权所有.{0,60}$|Copyright.{0,80}$"
    r"|.{0,30}ICP备.{0,30}$|.{0,20}公网安备.{0,30}$|https?://\S+$|www\.\S+$|微信|微博|QQ空间"
    r"|[\u4e00-\u9fff]{2,16}(?:门户网站|政府网站?|政务网|信息网|信息公开平台)$|微信扫一扫.{0,20}$|微信里点.{0,20}$|.{0,6}二维码便可.{0,20}$"
    r"|A\s*[+＋]\s*A.{0,8}$|T\s*[|｜]\s*T$|[|｜]{1,3}$|默认\s*大\s*超大$|长者(?:助手|版).{0,6}$|您访问的链接即将离开.{0,60}$|继续访问\s*放弃$"
    r"|(?:附\s*件\s*\d*\s*[:：.．、]?|\d{1,2}\s*[.．、])?\s*[^。"
    r"]{1,80}\.(?:docx?|pdf|xlsx?|zip|rar|wps|ofd|ceb|jpe?g|png)(?:\s*[（(].{0,20}[)）])?$"
    r"|扫一扫.{0,30}$|Public"
    r" domain|false|true|默认\s*大\s*中\s*小|大\s*中\s*小|语音播报.{0,10}|无障碍.{0,10}|长者模式)$"
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)[!-~]+$")
_MARKUP = re.compile(r"^(?:<!--.*-->|[-*=_━─═＿＝~～]{3,})$")
_TAIL = re.compile(
    r"^(?:本作品(?:是|在|来自|原文)|注：中文维基|相关(?:链接|阅读|文章|新闻|报道|稿件|解读)|[【\[]?(?:打印|关闭)(?:本页|窗口)|扫一扫|上一篇|网站地图|版权所有)"
)
_FOOT = re.compile(  # at the foot of a page, beside its registration or copyright
    r"^(?:主办|承办|协办|主管|技术支持|运行维护|建设单位|维护单位|地址|电话|传真|邮编|邮箱|Copyright|建议使用|您是第|·).{0,80}$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_PAGE_PART = re.compile(
    rf"{DASH}#{DASH}|第#页|#页$|^#(?:{DASH}|/)"
)  # of a header that holds the page number
# An annex or a table that begins a page is no header, though its number rises with the pages.
_PIECE = re.compile(
    r"^(?:附\s*[件表录图注]|[图表]|续?表|专栏|专题|清单|案例|任务|项目|行动|工程)\s*[\d一二三四五六七八九十]"
)
_SITE = re.compile(
    r"网$|网站|文[档库]|题库|资料|下载|共享|版权|水印|公众号|微信|微博|内部|草稿|传阅|机密|样本|"
    r"[A-Za-z0-9]\.(?:com|cn|net|org)|www|@",
    re.IGNORECASE,
)
_PAUSE = re.compile("[，。；、,]")
_CLAUSE = re.compile(r"[，。；！？,;]|[（(][^）)]*$|^[^（(]*[）)]")
_WORD = re.compile(r"[^\W\d]{2}")
_OPENERS, _CLOSERS = frozenset("（《“‘【〔「(["), frozenset("，。、；：？！”’）》】〕」,.;:?!)]")
_FINAL = frozenset("。！？；：!?;:）)】》")


@dataclass(frozen=True, slots=True)
class Limits:
    """When a line is not the document's. Chosen, not fitted."""

    line: int = 140
    """Characters of the longest line that may be noise."""
    count: int = 12
    """Characters of a page number with what stands around it."""
    head: int = 40
    """Lines at the top among which a web page says what is about the document …"""
    tail: int = 60
    """… and at the end."""
    repeated: int = 60
    """Characters of the longest running header."""
    usual: float = 0.8
    """Quantile of the widths of lines that is an ordinary one, and share of it that fills a line.
    """
    at_page: float = 0.5
    """Share of a header's places that are at the edge of a page or cut a sentence …"""
    cutting: float = 0.3
    """… and where no page is known, as a watermark may stand anywhere."""
    step: int = 4
    """Pages from one header with a number to the next, at most."""
    sentence: int = 12
    """Characters of the shortest line that may break off inside a sentence."""
    apart: int = 4
    """Lines of text between two page numbers, more than: items of a list stand closer."""


LIMITS = Limits()


@dataclass(frozen=True)
class StampThresholds:
    """When a line that comes back was stamped on a text; all chosen.

    Attributes
    ----------
    looked : int
        Lines in which a pair of characters is looked for.
    filled : float
        Width that the line before must have, as a share of an ordinary line's.
    wide : int
        Columns that are enough, whatever the ordinary line: no heading or cell is as wide.
    most : float
        Share of the places at which sentences seem cut that must pass both.
    same : float
        Share of the lines before that end alike from which the line belongs to them.
    running : float
        Share of the places at which the sentence runs on for certain: after a comma, or in a pair
        of characters that the text has elsewhere. Of 100 breaks of wrapped lines, 30 are so.
    """

    looked: int = 2_000
    filled: float = 0.8
    wide: int = 60
    most: float = 0.5
    same: float = 0.5
    running: float = 0.2


STAMP = StampThresholds()


def find_noise(
    lines: Sequence[str], page_breaks: frozenset[int] = frozenset(), *, stamps: bool = True
) -> dict[int, str]:
    """Return the index of every line that is not the document's, with the kind of noise.

    Parameters
    ----------
    lines : sequence of str
        The lines that are not blank, stripped.
    page_breaks : frozenset of int
        Indices of lines that begin a page, where the source says so.
    stamps : bool
        Whether lines may have been stamped on the text without a page number beside them; False
        where each line is known to be a paragraph, which nothing cuts.

    Examples
    --------
    >>> find_noise(["一、总体要求", "— 1 —", "第3页 共9页", "分享到："])
    {1: 'page_number', 2: 'page_number', 3: 'furniture'}
    """
    noise: dict[int, str] = {}
    for index, line in enumerate(lines):
        if len(line) > LIMITS.line:
            continue
        if _PAGE.match(line):
            noise[index] = "page_number"
        elif _NOTICE.match(line):
            noise[index] = "watermark"
        elif _MARKUP.match(line):
            noise[index] = "markup"
        elif _ADDRESS.match(line):
            noise[index] = "watermark"
        elif (index < LIMITS.head or index >= len(lines) - LIMITS.tail) and _FURNITURE.match(line):
            noise[index] = "furniture"
    _mark_foot(lines, noise)
    _mark_tail(lines, noise)
    _mark_counted(lines, noise)
    _mark_repeated(lines, noise, page_breaks, stamps=stamps)
    _mark_cutting_numbers(lines, noise)
    return dict(sorted(noise.items()))


def _mark_foot(lines: Sequence[str], noise: dict[int, str]) -> None:
    """Take the foot of a web page: the last lines, if one of them can be nothing else."""
    start = len(lines)
    while start and (noise.get(start - 1) == "furniture" or _FOOT.match(lines[start - 1])):
        start -= 1
    if any(index in noise for index in range(start, len(lines))):
        noise.update(dict.fromkeys(range(start, len(lines)), "furniture"))


def _mark_tail(lines: Sequence[str], noise: dict[int, str]) -> None:
    """Take everything after the opening of a page's tail, if nothing numbered follows."""
    for index in range(max(1, len(lines) - LIMITS.tail), len(lines)):
        if _TAIL.match(lines[index]) and not any(starts_number(line) for line in lines[index:]):
            for later in range(index, len(lines)):
                noise.setdefault(later, "furniture")
            return


def _mark_repeated(
    lines: Sequence[str], noise: dict[int, str], page_breaks: frozenset[int], *, stamps: bool
) -> None:
    """Mark running headers and watermarks: lines that come back, a page number apart, in the middle
    of sentences.
    """
    widths = sorted(map(columns, lines))
    usual = widths[int(LIMITS.usual * len(lines))] if lines else 0  # columns of an ordinary line
    for shape, places in _repeated(lines, noise).items():
        own = len(places) if _PAGE_PART.search(shape) else 0
        at_page = own or sum(_at_page(index, noise, page_breaks) for index in places)
        if len(places) == 2 and not (
            at_page == 2 and any(_cuts(index, lines, noise) for index in places)
        ):
            continue
        if _CLAUSE.search(shape) and (
            at_page < len(places) or columns(shape) >= LIMITS.usual * usual
        ):
            continue  # headers are names, not pieces of sentences
        cutting = [
            i for i in places if columns(lines[i]) < LIMITS.usual * usual and _cuts(i, lines, noise)
        ]
        if at_page:
            if at_page + len(cutting) >= max(2, LIMITS.at_page * len(places)):
                noise.update(dict.fromkeys(places, "running_header"))
        elif (
            stamps
            and len(cutting) >= max(2, LIMITS.cutting * len(places))
            and _is_stamp(cutting, lines, noise, usual)
        ):
            noise.update(dict.fromkeys(places, "watermark"))


def _repeated(lines: Sequence[str], noise: dict[int, str]) -> dict[str, list[int]]:
    """Return the places of each short line that comes back and opens nothing, by its shape."""
    shapes: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if (
            len(line) <= 60
            and index not in noise
            and line[-1] not in _FINAL
            and not starts_number(line)
        ):
            shapes[_shape(line)].append(index)
    return {
        shape: places
        for shape, places in shapes.items()
        if len(places) > 1
        and _WORD.search(shape)
        and not (starts_item(lines[places[0]]) or _PIECE.match(lines[places[0]]))
        and _numbers_rise(shape, [lines[i] for i in places])
    }


def _is_stamp(
    cutting: Sequence[int], lines: Sequence[str], noise: dict[int, str], usual: int
) -> bool:
    """Tell whether a repeated line was stamped on the text: sentences run on behind it, and what
    stands around it differs from place to place.

    The second half of a heading, a subheading and the cell of a table come back, too; the line
    before them is a heading, has the same end each time, or is short, as nothing runs on there.
    """
    around = [_around(index, lines, noise) for index in cutting]
    filled = [
        (before, after)
        for before, after in around
        if columns(before) >= min(STAMP.filled * usual, STAMP.wide)
        and (_PAUSE.search(after) or columns(after) >= STAMP.filled * usual)
        and not starts_number(before)
    ]
    if len(filled) < max(2, STAMP.most * len(cutting)):
        return False
    same = max(Counter(before[-2:] for before, _ in filled).values())
    if same > 1 and same >= STAMP.same * len(filled):
        return False
    seams = {before[-1] + after[0] for before, after in filled}
    known = {seam for seam in seams if any(seam in line for line in lines[: STAMP.looked])}
    running = sum(
        before[-1] in "，、" or before[-1] + after[0] in known for before, after in filled
    )
    return bool(_SITE.search(lines[cutting[0]])) or running >= STAMP.running * len(filled)


def _around(index: int, lines: Sequence[str], noise: dict[int, str]) -> tuple[str, str]:
    """Return the lines before and after a line, without those that are noise."""
    before, after = index - 1, index + 1
    while before in noise:
        before -= 1
    while after in noise:
        after += 1
    return lines[before] if before >= 0 else "", lines[after] if after < len(lines) else ""


def _shape(line: str) -> str:
    """Return a line without spaces; a single number, which may count pages, becomes #."""
    line = re.sub(r"\s+", "", line)
    return _DIGITS.sub("#", line) if len(_DIGITS.findall(line)) == 1 else line


def _numbers_rise(shape: str, lines: Sequence[str]) -> bool:
    """Tell whether the number in a repeated line stays or grows as page numbers do."""
    if "#" not in shape:
        return True
    numbers = [
        int(match[0]) for line in lines if (match := _DIGITS.search(line)) and len(match[0]) < 6
    ]
    if len(numbers) < len(lines):
        return False
    return len(set(numbers)) == 1 or all(
        0 < second - first <= LIMITS.step for first, second in pairwise(numbers)
    )


def _at_page(index: int, noise: dict[int, str], page_breaks: frozenset[int]) -> bool:
    neighbours = (noise.get(index - 1), noise.get(index + 1))
    return "page_number" in neighbours or index in page_breaks or index + 1 in page_breaks


def _cuts(index: int, lines: Sequence[str], noise: dict[int, str]) -> bool:
    """Tell whether a line stands between two halves of a sentence."""
    before, after = _around(index, lines, noise)
    if not after or len(before) < LIMITS.sentence:
        return False
    if before[-1] in _OPENERS or after[0] in _CLOSERS:
        return False  # part of a title that stands on lines of its own
    prose = _PAUSE.search(before) or _PAUSE.search(after)
    return bool(prose) and before[-1] not in _FINAL and not starts_number(after)


def _mark_counted(lines: Sequence[str], noise: dict[int, str]) -> None:
    """Mark numbers that count pages, 12 or 【12】: alike, each one more than the last, with text
    between them.
    """
    alike: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line) <= LIMITS.count and index not in noise and (match := _COUNTED.match(line)):
            alike[_DIGITS.sub("#", line)].append((index, int(match["number"])))
    for shape, numbers in alike.items():
        if _ITEM.match(shape) and not any(_cuts(index, lines, noise) for index, _ in numbers):
            continue
        if shape == "#" and _is_column(numbers, lines, noise):
            continue
        sides = len(numbers) > 2 and all(
            other == one + 2 for (_, one), (_, other) in pairwise(numbers)
        )  # even pages
        for (first, one), (second, other) in pairwise(numbers):
            last = first in noise and second == len(lines) - 1  # the last page may be short
            if other == one + 1 + sides and (second - first > LIMITS.apart or last):
                noise.update({first: "page_number", second: "page_number"})
    _mark_between(alike, lines, noise)


def _is_column(
    numbers: Sequence[tuple[int, int]], lines: Sequence[str], noise: dict[int, str]
) -> bool:
    """Tell whether plain numbers number the rows of a pasted table: close together, among lines
    that are not filled, and seldom inside a sentence.
    """
    n_lines = numbers[-1][0] - numbers[0][0]
    if len(numbers) < 3 or n_lines >= _SHORT_PAGE * (len(numbers) - 1):
        return False
    widths = sorted(map(columns, lines[numbers[0][0] : numbers[-1][0]]))
    usual = widths[int(0.8 * n_lines)]
    filled = sum(width >= STAMP.filled * usual for width in widths)
    cutting = sum(_cuts(index, lines, noise) for index, _ in numbers)
    return filled < 0.5 * n_lines and cutting < 0.5 * len(numbers)


def _mark_between(
    alike: dict[str, list[tuple[int, int]]], lines: Sequence[str], noise: dict[int, str]
) -> None:
    """Mark the numbers that are due between two page numbers, where odd and even pages are numbered
    in two ways.
    """
    known = [
        (index, int(digits[0]))
        for index, kind in sorted(noise.items())
        if kind == "page_number" and (digits := _DIGITS.search(lines[index]))
    ]
    waiting = sorted(
        entry for numbers in alike.values() for entry in numbers if entry[0] not in noise
    )
    end = (len(lines), known[-1][1] + 2) if len(known) > 1 else None
    for (first, one), (second, other) in pairwise([*known, end] if end else known):
        if other == one + 2:
            noise.update(
                {
                    index: "page_number"
                    for index, number in waiting
                    if first < index < second and number == one + 1
                }
            )


def _mark_cutting_numbers(lines: Sequence[str], noise: dict[int, str]) -> None:
    """Mark plain numbers that stand between two halves of a sentence."""
    for index in range(1, len(lines) - 1):
        if index not in noise and _BARE.match(lines[index]) and _cuts(index, lines, noise):
            noise[index] = "page_number"
