"""The number at the start of a line, if it may be that of a heading, and the words after it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from topics.corpus.language.number_forms import (
    CN,
    SINGLE,
    TRADITIONAL_UNITS,
    UNITS,
    cn_number,
    number_pattern,
    number_value,
)
from topics.corpus.language.numerals import ONE_TO_TEN, numeral

# A comma may stand for 、 after a number, in a short heading: 一，总体要求.
_COMMA = rf"(?P<comma>{CN}{{1,5}})[ \u3000]*[,，]"
_NUMBER = re.compile(rf"(?:(?P<mark>#{{1,6}})[ \u3000]*)?(?:{number_pattern()}|{_COMMA})[ \u3000]*")
_ANNEX = re.compile(
    r"^(?P<annex>附[ \u3000]*(?:件|录|錄|表|图|圖)?["
    rf" \u3000]*(?P<number>\d{{0,2}}|[{ONE_TO_TEN}]{{0,2}}|[A-Z]))[ \u3000]*(?:[：:．.、"
    r"]|$|(?=[\u3000 ]))"
)
_BOX = re.compile(rf"^(?P<box>[专專][栏欄][ \u3000]*(?P<number>\d{{1,2}}|[{ONE_TO_TEN}]{{1,2}}))")
_ANNEXES = {"录": "附录", "錄": "附录", "表": "附表", "图": "附图", "圖": "附图"}
RANK = {
    "编": 1,
    "篇": 1,
    "部分": 2,
    "章": 3,
    "节": 4,
    "条": 5,
    "cn": 6,
    "paren": 7,
    "num": 8,
    "pnum": 9,
    "half": 10,
    "circle": 11,
    "dash": 12,
    "box": 11,
}
RANK_OF_PARTS = 0  # of annexes and of further titles
UNCOUNTED = frozenset(
    {"dash", "annex", "box", "part"}
)  # kinds whose numbers need not follow each other
ORDINALS = frozenset(UNITS)
# What follows a number in a sentence, not in a heading: 第三条规定…, 第二章至第四章,
# 一、二、三产业.
_REFERENCE = re.compile(
    rf"^(?:规定|所列|所称|第{CN}+[款项]|款|项|的|、"
    r"|至|到|和|与|及|或|中(?!央|国|小|共|期|部|医|等|心)|以[上下内]|（?第|之一?规定|修改|改为|删去|，"
    r"|；|。)"
)
_ENUMERATION = re.compile(
    rf"^(?:{CN}{{1,3}}、|[{ONE_TO_TEN[1:]}](?:产业|线|级|次|等|类|期|环|轮|档|手|季度|月|年级))"
)
# What each form counts as, and how a number of that kind is written in a path.
_KINDS = {"comma": "cn", "square": "paren", "small": "pnum", "point": "num"}
_LABELS = {"paren": "（{}）", "pnum": "（{}）", "half": "{}）"}
TABLE = re.compile(r"\t|\S[ \u3000]{2,}\S.*\S[ \u3000]{2,}\S|^\|")
MAX_HEADING, _MAX_RUN_IN, _MAX_ALONE = 80, 60, 25  # characters; alone: a line that is one sentence
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


def read_numbered(line: str, position: int) -> Heading | None:
    """Read a line's number and heading; None if it has none or only looks so."""
    if not line or not (line[0] in "第（(#附专專—-" or line[0].isnumeric()):
        return None
    special = _ANNEX.match(line) or _BOX.match(line)
    if special:
        return _read_annex(line, position, special)
    match = _NUMBER.match(line)
    return _read_number(line, position, match) if match and match.end() < len(line) else None


def _read_number(line: str, position: int, match: re.Match[str]) -> Heading | None:
    form = match.lastgroup or ""
    kind = TRADITIONAL_UNITS.get(match["unit"], match["unit"]) or _KINDS.get(form, form)
    rest = line[match.end() :]
    in_table = kind in {"num", "half"} and TABLE.search(line)
    value, label = _value(kind, form, match)
    if (
        value is None
        or (value == 0 and kind != "dash")
        or in_table
        or _looks_only(kind, line[: match.end()], rest)
    ):
        return None
    alone = "。" not in rest and len(rest) <= MAX_HEADING and rest[-1] not in "；;：:，"
    return Heading(position, kind, value, label, words_after(kind, rest), RANK[kind], alone)


def _looks_only(kind: str, number: str, rest: str) -> bool:
    """Tell a number at a line's start from a heading's: references, enumerations, decimals."""
    if kind in ORDINALS:
        spaced = number[-1] in " \u3000"
        return not spaced and bool(_REFERENCE.match(rest))
    if kind == "cn":
        return bool(_ENUMERATION.match(rest)) or (number[-1] in ",，" and len(rest) > 30)
    if kind == "num" and number.rstrip()[-1] == "、":
        return bool(re.match(r"\d", rest))
    if kind == "dash":
        return len(rest) < 4 or rest[0] in "—-0123456789"
    return False


def _value(kind: str, form: str, match: re.Match[str]) -> tuple[int | None, str]:
    """Return the number and its form in a path."""
    if kind in ORDINALS:
        sub = match["sub"] or ""
        return numeral(match["ordinal"]), f"第{match['ordinal']}{kind}{sub}"
    if kind == "dash":
        return 0, "——"
    written = match[form]
    value = number_value(form, written)
    if form in SINGLE and kind != "circle":
        written = cn_number(value or 1) if kind == "paren" else str(value)
    return value, _LABELS.get(kind, "{}").format(written)


def words_after(kind: str, rest: str) -> str:
    """Return the heading's words: the whole line, or up to the first 。 where text runs on."""
    if kind == "条":
        named = _BRACKETED.match(rest)
        return named[1] if named else ""
    stop = rest.find("。")
    if stop < 0:
        return rest if len(rest) <= MAX_HEADING and rest[-1] not in "；;：:，" else ""
    most = _MAX_RUN_IN if stop < len(rest) - 1 else _MAX_ALONE
    return rest[:stop] if stop <= most else ""


def _read_annex(line: str, position: int, match: re.Match[str]) -> Heading | None:
    """Read 附件1 or 专栏2; a list of annexes (附件：1.…) is not one."""
    rest = line[match.end() :].strip(" \u3000：:")
    value = numeral(match["number"]) if match["number"] else 1
    if match.re is _BOX:
        if len(line) > MAX_HEADING or "。" in line:
            return None
        return Heading(position, "box", value or 1, f"专栏{match['number']}", rest, RANK["box"])
    if len(line) > MAX_HEADING or "。" in rest or (rest and not match["number"]):
        return None
    word = next((word for sign, word in _ANNEXES.items() if sign in match["annex"]), "附件")
    return Heading(
        position, "annex", value or 1, f"{word}{match['number'].strip()}", rest, RANK_OF_PARTS
    )
