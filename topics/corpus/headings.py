"""Which lines of a text are headings: the number at their start, and whether it continues the count of its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from topics.corpus.numerals import numeral
from topics.corpus.titles import is_title

_CN = "[一二三四五六七八九十百千零〇]"
_NUMBER = re.compile(
    rf"(?:(?P<mark>#{{1,6}})[ \u3000]*)?"
    rf"(?:第[ \u3000]*(?P<ordinal>{_CN}{{1,7}}|\d{{1,4}})[ \u3000]*(?P<unit>[编編篇章节節条條]|部分)(?P<sub>之{_CN}{{1,3}})?"
    rf"|(?P<cn>{_CN}{{1,5}})[ \u3000]*[、．.﹒,，]|[（(][ \u3000]*(?P<paren>{_CN}{{1,5}})[ \u3000]*[）)]|(?P<square>[㈠-㈩])"
    r"|(?P<num>\d{1,3})[ \u3000]*(?:[.．﹒](?!\d)|、)|[（(][ \u3000]*(?P<pnum>\d{1,3})[ \u3000]*[）)]|(?P<small>[⑴-⒇])"
    r"|(?P<half>\d{1,2})[)）]|(?P<circle>[①-⑳])|(?P<dash>——|--|—(?=[\u4e00-\u9fff])))[ \u3000]*"
)
_ANNEX = re.compile(
    r"^(?P<annex>附[ \u3000]*(?:件|录|錄|表|图|圖)?[ \u3000]*(?P<number>\d{0,2}|[一二三四五六七八九十]{0,2}|[A-Z]))[ \u3000]*(?:[：:．.、]|$|(?=[\u3000 ]))"
)
_BOX = re.compile(r"^(?P<box>[专專][栏欄][ \u3000]*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2}))")
_ANNEXES = {"录": "附录", "錄": "附录", "表": "附表", "图": "附图", "圖": "附图"}
_SIMPLIFIED = {"編": "编", "節": "节", "條": "条"}
RANK = {"编": 1, "篇": 1, "部分": 2, "章": 3, "节": 4, "条": 5, "cn": 6, "paren": 7, "num": 8, "pnum": 9, "half": 10, "circle": 11, "dash": 12, "box": 11}
_RANK_OF_PARTS = 0
UNCOUNTED = frozenset({"dash", "annex", "box", "part"})
_ORDINALS = frozenset({"编", "篇", "章", "节", "条", "部分"})
_LOST = 3  # numbers that may be missing from a count

# What follows a number in a sentence, not in a heading: 第三条规定…, 第二章至第四章, 一、二、三产业.
_REFERENCE = re.compile(
    rf"^(?:规定|所列|所称|第{_CN}+[款项]|款|项|的|、|至|到|和|与|及|或|中(?!央|国|小|共|期|部|医|等|心)|以[上下内]|（?第|之一?规定|修改|改为|删去|，|；|。)"
)
_ENUMERATION = re.compile(rf"^(?:{_CN}{{1,3}}、|[二三四五六七八九十](?:产业|线|级|次|等|类|期|环|轮|档|手|季度|月|年级))")
TABLE = re.compile(r"\t|\S[ \u3000]{2,}\S.*\S[ \u3000]{2,}\S|^\|")
_MAX_HEADING, _MAX_RUN_IN, _MAX_ALONE = 80, 60, 25  # characters; alone: a line that is one sentence
_MAX_ANNEX = 12  # characters of 附件1 with its line end
_SENTENCE = re.compile("[，。；：？！]")
_MAX_NAME = 21  # characters of a path that come from a heading's words
_BRACKETED = re.compile(r"^[【（(\[]([^】）)\]]{2,30})[】）)\]]")


@dataclass(slots=True)
class Heading:
    """A numbered line: what kind of number, which, and where the heading's words stand."""

    start: int
    kind: str
    value: int
    label: str
    heading: str
    rank: float
    alone: bool = True
    """Whether the heading has the line to itself."""
    level: int | None = None
    """The level at which the source marks the line as a heading, if it does."""
    end: int = -1
    """Where the heading ends, if that is on a later line than it begins."""


def find_headings(text: str, levels: Mapping[int, int] = MappingProxyType({})) -> list[Heading]:
    r"""Return the headings of a clean text: numbered lines whose number continues its kind, annexes, further titles.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.
    levels : mapping of int to int
        Level of each line that the source marks as a heading, by the offset at which the line begins: its number is
        taken whatever the count.

    Examples
    --------
    >>> [heading.label for heading in find_headings("一、目标\n（5G）网络\n二、三产业\n1.5万户\n二、任务")]
    ['一', '二']
    """
    read = _read_lines(text, levels)
    for kind in ("cn", "paren", "num"):
        _split_items(read, kind)
    counter = _Counter()
    following = _following(read)
    for heading, value in zip(read, following, strict=True):
        counter.take(heading, value)
    _raise_outer(counter.found)
    return counter.found


def heading_name(words: str) -> str:
    """Return the address in a path of a heading without a number: its words, without the marks that paths use.

    Examples
    --------
    >>> heading_name("投入/产出"), heading_name("推进以街坊为单元的旧城改造和城乡公共服务的主要任务")
    ('投入／产出', '推进以街坊为单元的旧城改造和城乡公共服务…')
    """
    words = without_marks(words)
    return words if len(words) <= _MAX_NAME else f"{words[: _MAX_NAME - 1]}…"


def without_marks(words: str) -> str:
    """Return words for a path, without the marks that divide a path and count those of equal name."""
    return words.replace("/", "／").replace("#", "＃")


def _read_lines(text: str, levels: Mapping[int, int]) -> list[Heading]:
    """Read the numbered lines, and the titles before which the chapters begin anew (a second plan in one notice)."""
    read: list[Heading] = []
    title: Heading | None = None
    chapters = 0
    position = 0
    for line in text.split("\n"):
        heading = _read(line, position)
        if heading:
            heading.level = levels.get(position)
            if title and heading.kind == "cn" and heading.value == 1 and chapters > 1:
                read.append(title)
            chapters = heading.value if heading.kind == "cn" else chapters
            title = None
            read.append(heading)
        elif read and read[-1].kind == "annex" and _names_annex(read[-1], line, position) and position not in levels:
            read[-1].heading, read[-1].end = line, position + len(line)
        elif 6 < len(line) <= _MAX_HEADING and is_title(line):
            title = Heading(position, "part", 1, without_marks(line), line, _RANK_OF_PARTS, level=levels.get(position))
        position += len(line) + 1
    return read


def _names_annex(annex: Heading, line: str, position: int) -> bool:
    """Tell whether a line right below 附件1 is its title."""
    return not annex.heading and position <= annex.start + _MAX_ANNEX and 2 <= len(line) <= 40 and not (
        _SENTENCE.search(line) or TABLE.search(line) or line[0].isdecimal() or line[0] + line[-1] == "（）"
    )


def _following(headings: list[Heading]) -> list[int]:
    """Return for each heading the number of the next one of its kind; 0 where there is none."""
    latest: dict[str, int] = {}
    result = []
    for heading in reversed(headings):
        result.append(latest.get(heading.kind, 0))
        latest[heading.kind] = heading.value
    return result[::-1]


def _split_items(headings: list[Heading], kind: str) -> None:
    """Give paragraphs that are numbered like the headings around them a kind of their own, below those.

    The headings stand alone on their lines and count on; the paragraphs run on and begin again within them.
    """
    last, inside, outer_alone = 0, False, False
    for heading in headings:
        if heading.rank < RANK[kind]:
            last, inside = 0, False
        if heading.kind != kind:
            continue
        continues = heading.value == last + 1
        if (continues and (heading.alone or not inside)) or (heading.alone and heading.value == 1):
            last, inside, outer_alone = heading.value, False, heading.alone
            continue
        inside = inside or (heading.value == 1 and not heading.alone and last > 1 and outer_alone)
        if inside:
            heading.kind, heading.rank = f"{kind}·", heading.rank + 0.5


def _raise_outer(headings: list[Heading]) -> None:
    """Put a kind above another that usually holds it, where this document turns them round: （一） above 一、."""
    for outer, inner in (("cn", "paren"), ("cn", "num"), ("paren", "num")):
        upper = [index for index, heading in enumerate(headings) if heading.kind == outer]
        lower = [index for index, heading in enumerate(headings) if heading.kind == inner]
        if not upper or not lower or lower[0] > upper[0]:
            continue
        later = [headings[index] for index in lower if index > upper[0]]
        if any(heading.value == 1 for heading in later):
            continue
        restarts = sum(headings[index].value == 1 for index in upper) > 1
        by_style = all(headings[i].alone for i in lower) and not any(headings[i].alone for i in upper)
        if later or restarts or by_style:
            for index in upper:
                headings[index].rank = RANK[inner] + 0.4


def _read(line: str, position: int) -> Heading | None:
    """Read a line's number and heading; None if it has none or only looks so."""
    if not line or not (line[0] in "第（(#附专—-" or line[0].isnumeric()):
        return None
    special = _ANNEX.match(line) or _BOX.match(line)
    if special:
        return _read_annex(line, position, special)
    match = _NUMBER.match(line)
    return _read_number(line, position, match) if match and match.end() < len(line) else None


def _read_number(line: str, position: int, match: re.Match[str]) -> Heading | None:
    kind = _SIMPLIFIED.get(match["unit"], match["unit"]) or match.lastgroup or ""
    rest = line[match.end() :]
    in_table = kind in {"num", "half"} and TABLE.search(line)
    value, label = _value(kind, match)
    if value is None or (value == 0 and kind != "dash") or in_table or _looks_only(kind, line[: match.end()], rest):
        return None
    kind = {"square": "paren", "small": "pnum"}.get(kind, kind)
    alone = "。" not in rest and len(rest) <= _MAX_HEADING and rest[-1] not in "；;：:，"
    return Heading(position, kind, value, label, words_after(kind, rest), RANK[kind], alone)


def _looks_only(kind: str, number: str, rest: str) -> bool:
    """Tell a number at a line's start from a heading's: references, enumerations, decimals."""
    if kind in _ORDINALS:
        spaced = number[-1] in " \u3000"
        return not spaced and bool(_REFERENCE.match(rest))
    if kind == "cn":
        return bool(_ENUMERATION.match(rest)) or (number[-1] in ",，" and len(rest) > 30)
    if kind == "num" and number.rstrip()[-1] == "、":
        return bool(re.match(r"\d", rest))
    if kind == "dash":
        return len(rest) < 4 or rest[0] in "—-0123456789"
    return False


def _value(kind: str, match: re.Match[str]) -> tuple[int | None, str]:
    """Return the number and its form in a path."""
    if kind in _ORDINALS:
        sub = match["sub"] or ""
        return numeral(match["ordinal"]), f"第{match['ordinal']}{kind}{sub}"
    written = match[kind]
    if kind == "square":
        value = ord(written) - ord("㈠") + 1
        return value, f"（{'一二三四五六七八九十'[value - 1]}）"
    if kind == "small":
        value = ord(written) - ord("⑴") + 1
        return value, f"（{value}）"
    if kind == "circle":
        return ord(written) - ord("①") + 1, written
    if kind == "dash":
        return 0, "——"
    forms = {"cn": "{}", "paren": "（{}）", "num": "{}", "pnum": "（{}）", "half": "{}）"}
    return numeral(written), forms[kind].format(written)


def words_after(kind: str, rest: str) -> str:
    """Return the heading's words: the whole line, or up to the first 。 where text runs on."""
    if kind == "条":
        named = _BRACKETED.match(rest)
        return named[1] if named else ""
    stop = rest.find("。")
    if stop < 0:
        return rest if len(rest) <= _MAX_HEADING and rest[-1] not in "；;：:，" else ""
    most = _MAX_RUN_IN if stop < len(rest) - 1 else _MAX_ALONE
    return rest[:stop] if stop <= most else ""


def _read_annex(line: str, position: int, match: re.Match[str]) -> Heading | None:
    """Read 附件1 or 专栏2; a list of annexes (附件：1.…) is not one."""
    rest = line[match.end() :].strip(" \u3000：:")
    value = numeral(match["number"]) if match["number"] else 1
    if match.re is _BOX:
        if len(line) > _MAX_HEADING or "。" in line:
            return None
        return Heading(position, "box", value or 1, f"专栏{match['number']}", rest, RANK["box"])
    if len(line) > _MAX_HEADING or "。" in rest or (rest and not match["number"]):
        return None
    word = next((word for sign, word in _ANNEXES.items() if sign in match["annex"]), "附件")
    return Heading(position, "annex", value or 1, f"{word}{match['number'].strip()}", rest, _RANK_OF_PARTS)


class _Counter:
    """Holds the last number of each kind: a heading continues it, begins anew, resumes it, or is a look-alike.

    A kind that begins anew inside itself (一、二、 holding another 一、二、三、) is nested when the outer count resumes.
    """

    def __init__(self) -> None:
        self.found: list[Heading] = []
        self._counts: dict[str, list[_Count]] = {}

    def take(self, heading: Heading, following: int) -> None:
        """Keep the heading unless it only looks like one; `following` is the next number of its kind."""
        kind = heading.kind
        if kind in UNCOUNTED:
            if kind in {"annex", "part"}:
                self._counts.clear()
            self.found.append(heading)
            return
        counts = self._counts.setdefault(kind, [])
        if not (self._continues(heading, counts) or self._begins(heading, counts, following)):
            return
        self._forget_below(heading.rank)
        self.found.append(heading)
        counts[-1].members.append(heading)
        counts[-1].last = heading.value

    def _continues(self, heading: Heading, counts: list[_Count]) -> bool:
        """Tell whether the number comes next in the running count or in one that this interrupted."""
        for depth in range(len(counts) - 1, max(-1, len(counts) - 5), -1):
            if heading.value == counts[depth].last + 1:
                for nested in counts[depth + 1 :]:
                    for member in nested.members:
                        member.rank += 0.3
                del counts[depth + 1 :]
                return True
        return False

    def _begins(self, heading: Heading, counts: list[_Count], following: int) -> bool:
        """Tell whether a count begins here, or goes on after a number was lost or written twice."""
        value = heading.value
        certain = heading.kind in _ORDINALS or following == value + 1 or heading.level is not None
        if value == 1 or (certain and not counts):
            counts.append(_Count())
            return True
        if not counts or certain:
            return bool(counts)
        early = following == counts[-1].last + 1 < value  # the number that is due comes later
        return counts[-1].last <= value <= counts[-1].last + _LOST and not early

    def _forget_below(self, rank: float) -> None:
        """Let the kinds below a heading count anew, but keep a count that runs through the chapters."""
        for kind, counts in self._counts.items():
            if RANK.get(kind.rstrip("·"), 0) > rank and len(counts) > 1:
                del counts[:-1]


@dataclass(slots=True)
class _Count:
    """A running count of one kind and the headings it has numbered."""

    last: int = 0
    members: list[Heading] = field(default_factory=list)
