"""Where numbers stand in a text: their exact value and unit; years, names and codes are none."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from topics.corpus.language.numerals import ONE_TO_NINE, TYPED_ZEROS, exact_number
from topics.targets.units import NOUNS, OF_FAMILY, UNIT, WORDS
from topics.targets.wordlists import one_of
from topics.words.special import normalise

_HAN = f"{ONE_TO_NINE}两十百千万亿{TYPED_ZEROS}"
_YEAR = r"(?:19|20)\d{2}"
_HAN_YEAR = f"[一二][{ONE_TO_NINE}{TYPED_ZEROS}]{{3}}"
_TO = "(?:—{1,2}|-{1,2}|–|~|～|至|到)"
# What holds a number and is none, tried before a number: titles, dates, codes, ordinals.
_NO_NUMBER = (
    r"《[^《》\n]{0,80}》",
    r"〔\d{4}〕\s?\d*",
    r"(?m:^[ \t\u3000]*(?:\d{1,3}(?:\.\d{1,2})*[.、)）](?!\d)|\d{1,2}(?:\.\d{1,2}){2,4}))",
    rf"[（(][{_HAN}\d]{{1,3}}[）)]",
    r"(?<=[。；：])\d{1,2}[.、](?!\d)",
    rf"(?<!\d){_YEAR}\s?年?{_TO}(?:{_YEAR}|\d{{2}}(?=年))(?:\s?年)?",
    rf"(?<!\d){_YEAR}\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?)?",
    r"[12] [09] \d \d ?年?",
    rf"(?:{_HAN_YEAR}|[{ONE_TO_NINE}]十)(?:年代|年{_TO}{_HAN_YEAR}年|年)",
    r"(?<![\d.])\d{1,2}\s?月(?:份|\s?\d{1,2}\s?日)?",
    r"(?<![\d.])\d{1,2}\s?(?:日(?=[，、，。至上下召前起止])|世纪|号|时(?=\d|[至前起]))|\d0\s?年代",
    rf"[第前](?:[{_HAN}]+|\d+)(?:[{ONE_TO_NINE}\d年届次期批个位名条款章项轮强]*)",
    r"[A-Za-zⅠ-Ⅻ][-A-Za-z.]*\d[\dA-Za-z.\-]*",
    r"\d+(?:[+×xX*][\dA-Za-z]+)+",
    r"\d{2,3}[·.]\d{1,2}(?=[”’\"])|[“‘\"]\d{1,2}[·.]\d{1,2}(?=[”’\"国地])",
    r"[一二两三四五六七八九]是(?=[^否])",
)
# A damaged source parts digits by blanks: 1 0 %.
_ARABIC = (
    rf"(?:[1-9]\d{{0,2}}(?:,\d{{3}})+(?!\d)|[1-9]\d{{0,2}}(?:，\d{{3}})+(?=[万亿]|{WORDS})"
    r"|\d(?: \d(?!\d))+|\d+)(?:\.\d+|·\d+(?=[%倍]|个百分))?(?:/\d+(?![\d年]))?"
)
_LARGE = r"(?:\s?[余多]?\s?(?:[万亿]|千(?![瓦克米伏家方])|百(?![分姓货花])|十(?=[万亿]))){0,3}"
_NUMERAL = rf"[{_HAN}]+(?:点[{ONE_TO_NINE}{TYPED_ZEROS}]+[十百千万亿]*)?"
_SHARE = (
    rf"(?:[百千]分之(?:{_NUMERAL}|{_ARABIC})(?:[至到](?:{_NUMERAL})(?!分之))?"
    rf"|[{ONE_TO_NINE}十]+分之[{ONE_TO_NINE}十]+)"
)
_TENTHS = (
    rf"[{ONE_TO_NINE}]成(?:[{ONE_TO_NINE}](?![{_HAN}])|半)?"
    r"(?![立功为果员效长熟品就都绩型片渝套本批])"
)
_DOUBLING = rf"翻(?:[{ONE_TO_NINE}两\d])?番"
_NUMBER = re.compile(
    f"(?P<none>{'|'.join(_NO_NUMBER)})"
    rf"|(?P<doubling>{_DOUBLING})|(?P<half>一半(?!是))"
    rf"|(?P<share>{_SHARE})|(?P<tenths>{_TENTHS})"
    rf"|(?P<arabic>(?<![\d.])(?:{_ARABIC})(?![\d]){_LARGE})(?P<more>[余多]?)"
    rf"|(?P<numeral>(?<![数几]){_NUMERAL}(?:[余多](?:[万亿]+))?)(?P<more_than>[余多]?)"
)
_TWO_DIGITS = re.compile(f"[{ONE_TO_NINE}]{{2}}")
# A word that only begins as a number does.
_WORD = re.compile(one_of("not_amounts"))
_NAMED_AFTER = re.compile("[级类型届期届轮届流]")
# What must stand before a small numeral for it to be an amount: the words of a bound or a change.
_BOUND = re.compile(f"{one_of('before_small')}[了约近]?$")
_BOUND_AFTER = re.compile("以上|以下|以内|之内|左右|内(?![容部外地陆])|至[^，。]{0,6}[个项类种家]")
_DURATION = re.compile(r"\s?(?:年|个月)(?![代度级均龄限轻产初底末前后报来一规计制]|内乱|一遇)")
_OFTEN_WORDS = {"ratio", "people", "years", "time", "volume", "power"}
_SURE_UNITS = frozenset(
    unit
    for unit, (family, _) in OF_FAMILY.items()
    if unit and family not in _OFTEN_WORDS and unit not in NOUNS | {"度", "克", "斤"}
)
BARE = "?"  # of a numeral that takes its unit from the next one, or is no quantity
_LIST_GOES_ON = re.compile(f"[、至到][{_HAN}]")


_ABOUT_TWO = re.compile(f"[{ONE_TO_NINE}]、[{ONE_TO_NINE}](?:[十百千万亿]|[个项家])")  # 四、五十亿


class Found(NamedTuple):
    """A number with its unit: value (for a percentage the number before %), unit as written."""

    start: int
    end: int
    value: Fraction
    unit: str
    more: bool = False
    written: bool = False  # in numerals


def numbers(text: str) -> list[Found]:
    """Return the numbers of a text that measure or count something, in their order.

    Examples
    --------
    >>> text = "到2027年建成5G基站1.2万个，第三批园区用水效率提高百分之八点五"
    >>> [(text[one.start:one.end], str(one.value), one.unit) for one in numbers(text)]
    [('1.2万个', '12000', '个'), ('百分之八点五', '17/2', '%')]
    """
    plain = normalise(text)
    found = []
    for match in _NUMBER.finditer(plain):
        found += _read(plain, match)
    return _share_units(plain, found)


def _read(text: str, match: re.Match[str]) -> list[Found]:
    start, end = match.span()
    if match["share"]:
        return _shares(start, match["share"])
    number = None
    if match["doubling"]:
        times = exact_number(match["doubling"][1:-1] or "一")
        number = times and Found(start, end, times, "番", written=True)
    elif match["half"]:
        number = Found(start, end, Fraction(1, 2), "", written=True)
    elif match["tenths"]:
        share = exact_number(match["tenths"])
        number = share and Found(start, end, share * 100, "%", written=True)
    elif match["arabic"]:
        number = _arabic(text, match)
    elif match["numeral"]:
        number = _numeral(text, match)
    return [number] if number else []


_OF = {"百分之": ("%", 100), "千分之": ("‰", 1000)}


def _shares(start: int, written: str) -> list[Found]:
    """Return a share, or the two of 百分之八至九."""
    unit, parts = _OF.get(written[:3], ("", 1))
    pieces = re.split("[至到]", written)
    found = []
    for number, piece in enumerate(pieces):
        share = exact_number(piece if number == 0 else written[:3] + piece)
        if share is not None:
            found.append(Found(start, start + len(piece), share * parts, unit, written=True))
        start += len(piece) + 1
    return found


WORDS_OF_PEOPLE = frozenset("民员才工均类气大生物力")  # that go on behind 人


def _unit(text: str, end: int) -> tuple[str, int]:
    """Return the unit behind a number and where it ends; a noun only where no word goes on."""
    match = UNIT.match(text, end + (text[end : end + 1] == " "))
    if not match:
        return "", end
    unit, after = match["unit"], text[match.end() : match.end() + 1]
    if (
        unit in NOUNS
        and not match["by"]
        and re.match("[\u4e00-\u9fff]", after)
        and after not in "（和、"
    ):
        return "", end
    if unit == "人" and after == "口":
        return "人", match.end() + 1
    if unit == "人" and after in WORDS_OF_PEOPLE:
        return "人", end
    if unit == "年" and re.match("[代度级龄]", after):
        return "", end
    by = (match["by"] or "").lstrip("·/每／")
    return unit + (f"/{by}" if by else ""), match.end()


def _arabic(text: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    if re.search("[每第前A-Za-z]$", text[max(start - 1, 0) : start]):
        return None
    value = exact_number(re.sub("[余多 ]", "", match["arabic"]))
    if value is None:
        return None
    unit, after = _unit(text, end)
    more = bool(match["more"]) or bool(re.search("[余多]", match["arabic"]))
    if not unit and re.match("[A-Za-z]", text[end : end + 1]):
        return None
    return Found(start, after if unit else end, value, unit, more)


def _numeral(text: str, match: re.Match[str]) -> Found | None:
    """Read an amount in numerals; a small one only where a bound, a measure or a magnitude is."""
    start, end = match.span()
    written, before = match["numeral"], text[max(start - 8, 0) : start]
    value = exact_number(re.sub("[余多]", "", written))
    if value is None or _is_word(text, start, written, before):
        return None
    unit, after = _unit(text, end)
    if not unit and _LIST_GOES_ON.match(text, end) and not _ABOUT_TWO.match(text, start):
        return Found(start, end, value, BARE, written=True)
    if not unit or _NAMED_AFTER.match(text, after) or unit in NOUNS:
        return None
    more = bool(match["more_than"]) or bool(re.search("[余多]", written))
    number = Found(start, after, value, unit, more, written=True)
    return number if _counts(text, number, written, before) else None


def _is_word(text: str, start: int, written: str, before: str) -> bool:
    """Return whether a numeral belongs to a word, an ordinal or a row of numerals."""
    if _WORD.match(text, start) or re.search("(?:[每第前数几届]|千家)$", before):
        return True
    if re.search("[上成]$", before) and written[0] in "百千万":
        return True  # 上千, 成百上千
    row = _TWO_DIGITS.search(written.partition("点")[0])
    return bool(row) and not re.search("[百千万亿]", written)


def _counts(text: str, number: Found, written: str, before: str) -> bool:
    """Return whether a numeral with a unit is an amount and not a way of speaking."""
    unit, after = number.unit, number.end
    bound = bool(_BOUND.search(before)) or bool(_BOUND_AFTER.match(text, after))
    if unit in {"年", "个月"}:
        lasting = bound and bool(_DURATION.match(text, after - len(unit)))
        return lasting or (unit == "年" and text.startswith("一遇", after))
    if unit == "类" and re.search("水质[^，。]{0,8}$", before):
        return False
    if written == "一" and unit != "倍":
        return bound and bool(re.search("至少|不少于|达到|不低于|由|从$", before))
    long = len(written) > 1 and number.value > 10
    measured = unit == "倍" or unit in _SURE_UNITS or "点" in written
    return measured or long or number.value >= 100 or (bound and number.value >= 1)


def _share_units(text: str, found: list[Found]) -> list[Found]:
    """Give a number without a unit that of the next in its list, and drop the bare ones."""
    kept: list[Found] = []
    following: Found | None = None
    for number in reversed(found):
        one = number
        joined = following is not None and re.fullmatch(
            r"\s?(?:以上)?(?:[、,，]|和|与|或|至|到|-|—|~|～)\s?",
            text[number.end : following.start],
        )
        if joined and following is not None and following.unit != one.unit:
            bare = one.unit in {"", BARE}
            points = following.unit == "个百分点" and one.unit == "个"
            if bare or points:
                one = one._replace(unit=following.unit)
        if one.unit != BARE and (one.unit or one.written or _bare(text, one)):
            kept.append(one)
        following = one
    return kept[::-1]


_NAKED = re.compile(
    r"(?:比|系数|指数|强度|弹性|密度|容积率|评分|得分|数|率)[^，。；、]{0,10}(?:[到至为达在于]|达到|控制在|超过|由|从)$"
)


def _bare(text: str, number: Found) -> bool:
    """Return whether a number without unit is a quantity: a magnitude, or what a ratio reaches."""
    before = text[max(number.start - 24, 0) : number.start]
    if re.search("[万亿百千]", text[number.start : number.end]):
        return True
    following = text[number.end : number.end + 1]
    changes = (
        re.search("[\u4e00-\u9fff]", following) and following not in "以左的提降下缩扩增上到至"
    )
    return bool(_NAKED.search(before)) and not changes
