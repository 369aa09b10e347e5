"""Where a paragraph really ends: decided from the shape of the lines, not from blank lines alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles

from topics.corpus.numerals import numeral
from topics.corpus.titles import is_complete_title

_CLOSERS = "，。、；：？！”’）》】〕」』,.;:?!)]%…"
_OPENERS = "（《“‘【〔「『(["
_STOPS = frozenset("。！？!?；;：:…")
_AFTER_STOPS = "”’）)】》」"
_PAUSE = re.compile("[，；：、]")
_FIRST = re.compile(r"[（(]?(?:一|1|①)[）)、.．﹒]?")
_OPEN_BRACKET = re.compile(r"[（(][^（）()]{0,40}$")
_CLOSED_BRACKET = re.compile(r"[^（）()。]{0,40}[）)]")
_CLOSING_LIST = re.compile(r"(?:[。；][（(][^（）()]*|(?:负责|牵头|配合|落实|单位[：:])[^（）()]*|^[^（(]*)[）)]$")
_LABEL = re.compile(
    r"^(?:索\s*引\s*号|主\s*题\s*(?:分\s*类|词)|发\s*文\s*(?:机\s*关|字\s*号|单\s*位|日\s*期)|成\s*文\s*日\s*期|发\s*布\s*(?:日\s*期|机\s*构|单\s*位)"
    r"|标\s*题|名\s*称|文\s*号|有\s*效\s*性|公\s*文\s*种\s*类|体\s*裁\s*分\s*类|组\s*配\s*分\s*类|生\s*成\s*日\s*期|公\s*开\s*(?:日\s*期|方\s*式)|(?:施\s*行|实\s*施|生\s*效|废\s*止)\s*日\s*期|附\s*件\s*\d*)\s*[:：]"
)
_NUMBER_LINE = re.compile(r"^[（(]?[\u4e00-\u9fff]{1,14}[〔（(\[［【〈﹝]\s*(?:19|20)\d{2}\s*[〕）)\]］】〉﹞]\s*第?\s*\d+\s*号[）)]?$")
_DATE_LINE = re.compile(r"(?:\d{4}|[一二三四五六七八九〇○零]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日\s*$")
_CN = "[一二三四五六七八九十百零〇]"
_START = re.compile(
    rf"^(?:第\s*(?P<article>{_CN}{{1,7}}|\d{{1,4}})\s*(?P<unit>[编編篇章节節条條]|部分)(?:之{_CN}{{1,3}})?"
    rf"|(?P<cn>{_CN}{{1,5}})\s*[、．.﹒](?!{_CN}+、)|[（(]\s*(?P<paren>{_CN}{{1,5}})\s*[）)]"
    rf"|(?P<num>\d{{1,3}})\s*[.．、﹒](?!\d)|[（(]\s*(?P<pnum>\d{{1,3}})\s*[）)]|(?P<half>\d{{1,2}})[)）]"
    r"|(?P<circle>[①-⑳])|(?P<dash>(?:——|--|—\s)(?=\S))|(?P<annex>附\s*件(?=[\s\d一二三四五六七八九十:：]|$)|附[:：]|专栏\s*\d)|(?P<mark>#{1,6}\s))"
)
_LEAD_IN = re.compile(r"^(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,]?|其[一二三四五]，?)$")
_TABLE = re.compile(r"^\||\t|\S[ \u3000]{2,}\S.*\S[ \u3000]{2,}\S")
_INDENT = re.compile(r"(?:\u3000|[ \xa0]{2,}|\t)")
_ASCII_RUN = re.compile(r"[!-~]+")


_RAGGED = 0.2  # room at the end of a line, as a share of its width, that a break inside a sentence may leave


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its span without outer white space, its indent, and what stood before it."""

    start: int
    end: int
    text: str
    indent: str
    blank: bool
    gap: bool
    """Whether noise was taken out between the line before and this one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a document's lines are filled.

    Attributes
    ----------
    width : float
        The full width, 0 where lines are not wrapped.
    tolerance, loose : float
        Room left in nearly all lines, and in all lines, that were broken because the next character did not fit.
    by_columns : bool
        Whether width counts columns (two for Han) or characters.
    blank_divides, indent_divides : bool
        Whether blank lines or indents stand between paragraphs only.
    """

    width: float = 0
    tolerance: float = 0
    loose: float = 0
    by_columns: bool = True
    blank_divides: bool = False
    indent_divides: bool = False


def starts_item(line: str) -> bool:
    """Tell whether a line opens with a heading's or an item's number, a label of a metadata table, or the like."""
    return bool(_START.match(line) or _LABEL.match(line))


def is_finished(line: str) -> bool:
    """Tell whether a line ends where a sentence can end.

    Examples
    --------
    >>> is_finished("推进城市更新。"), is_finished("（住房城乡建设部负责。）"), is_finished("推进城市")
    (True, True, False)
    """
    if line[-1] in _STOPS:
        return True
    return line[-1] in _AFTER_STOPS and line.rstrip(_AFTER_STOPS)[-1:] in _STOPS


def columns(text: str) -> int:
    """Return the width of a text in columns: two for Han and full-width characters."""
    return len(text.encode("gb18030", "replace"))


def _unit(line: str, by_columns: bool) -> int:
    """Return the width of what must move to the next line together: a character or a run of letters and digits."""
    run = _ASCII_RUN.match(line)
    end = run.end() if run else 1 + (line[0] in _OPENERS)
    while end < len(line) and end < 24 and line[end] in _CLOSERS:
        end += 1
    return columns(line[:end]) if by_columns else end


def _width(line: Line, by_columns: bool) -> int:
    return columns(line.indent + line.text) if by_columns else len(line.indent) + len(line.text)


def _separate(line: str) -> bool:
    """Tell whether a line stands alone whatever its neighbours: labels, document numbers, dates, table rows."""
    return bool(
        _LABEL.match(line) or _NUMBER_LINE.match(line) or _TABLE.search(line)
        or (len(line) < 40 and _DATE_LINE.search(line))
    )


def measure(lines: Sequence[Line]) -> Shape:
    """Find out whether a document's lines are wrapped, and at what width."""
    pairs = [
        (first, second)
        for first, second in pairwise(lines)
        if not is_finished(first.text) and not starts_item(second.text)
        and not _separate(first.text) and not _separate(second.text) and len(first.text) > 12
    ]
    best = Shape()
    if len(pairs) < 2:
        return best
    measures = []
    for by_columns in (True, False):
        widths = [_width(first, by_columns) for first, _ in pairs]
        full = quantiles(widths, n=20)[-1] if len(widths) > 4 else max(widths)
        near = sum((1 - _RAGGED) * full <= width <= full * 1.1 for width in widths)
        commonest = Counter(widths).most_common(1)[0][1]
        measures.append((-commonest, 1 - near / len(widths), by_columns, full))
    _, missing, by_columns, full = min(measures)  # the measure in which most lines are equally wide
    longer = sum(_width(line, by_columns) > 1.15 * full for line in lines)
    few = len(pairs) < 6 and sum(_width(first, by_columns) >= 0.9 * full for first, _ in pairs) < 0.7 * len(pairs)
    if few or missing > 0.4 or len(pairs) * 0.5 < longer or longer > 0.1 * len(lines) + 1:
        return best
    sure = [pair for pair in pairs if not starts_item(pair[0].text)] or pairs  # an item's line may be a heading
    slacks = sorted(
        full - _width(first, by_columns) - _unit(second.text, by_columns)
        for first, second in sure
        if _width(first, by_columns) >= (1 - _RAGGED) * full
    )
    if not slacks:
        return best
    tolerance = min(slacks[int(0.95 * (len(slacks) - 1))], 0.1 * full)
    loose = max(tolerance, min(slacks[int(0.99 * (len(slacks) - 1))], _RAGGED * full))
    return _with_dividers(lines, Shape(full, tolerance, loose, by_columns=by_columns))


def _with_dividers(lines: Sequence[Line], shape: Shape) -> Shape:
    """Find out whether blank lines or indents divide paragraphs: absent within them, present between them."""
    inside: list[Line] = []
    between: list[Line] = []
    for first, second in pairwise(lines):
        if second.gap:
            continue
        full = _is_full(first, second, shape)
        if not is_finished(first.text) and full and not starts_item(second.text):
            inside.append(second)
        elif is_finished(first.text) and (not full or starts_item(second.text)):
            between.append(second)
    if not inside or not between:
        return shape

    def divides(inner: int, outer: int) -> bool:
        return inner <= 0.1 * len(inside) and outer >= 0.6 * len(between)

    blank = divides(sum(line.blank for line in inside), sum(line.blank for line in between))
    indent = divides(sum(_indented(line) for line in inside), sum(_indented(line) for line in between))
    return replace(shape, blank_divides=blank, indent_divides=indent)


def _indented(line: Line) -> bool:
    return bool(_INDENT.match(line.indent))


def _is_full(first: Line, second: Line, shape: Shape) -> bool:
    """Tell whether the next line's first unit would not have fitted: the line was broken for want of room."""
    return _room(first, second, shape) <= shape.tolerance


def _room(first: Line, second: Line, shape: Shape) -> float:
    """Return the room that the next line's first unit would have left at the end of a line; negative if none."""
    return shape.width - _width(first, shape.by_columns) - _unit(second.text, shape.by_columns)


def joins(lines: Sequence[Line]) -> list[bool]:
    """Return, for each line but the first, whether it continues the line before it.

    Examples
    --------
    >>> texts = ["一、提升城市治理", "树立全周期管理理念，提高城市治理科学化", "精细化水平，推进城市治理体系和治理能力", "现代化，让城市更宜居。"]
    >>> joins([Line(0, 0, text, "", False, False) for text in texts])
    [False, True, True]
    """
    shape = measure(lines)
    counts = _Numbering()
    result = []
    if lines:
        counts.expected(lines[0].text)
    for first, second in pairwise(lines):
        expected = counts.expected(second.text)
        result.append(_continues(first, second, shape, expected))
    return result


def _continues(first: Line, second: Line, shape: Shape, expected: bool) -> bool:
    """Tell whether a line continues the one before it; `expected` says that its number is the next of its kind."""
    if second.text[0] in _CLOSERS or first.text[-1] in _OPENERS or _leaves_open(first.text, second.text):
        return True
    if _separate(first.text) or _separate(second.text) or is_complete_title(first.text):
        return False
    finished = is_finished(first.text) and not _OPEN_BRACKET.search(first.text)
    if starts_item(second.text):
        filled = bool(shape.width) and _width(first, shape.by_columns) >= (1 - _RAGGED) * shape.width
        return filled and not finished and not (expected and _allows_item(first.text, second.text))
    if not shape.width:
        return not finished and _breaks_off(first.text, gap=second.gap)
    divided = (shape.indent_divides and _indented(second)) or (shape.blank_divides and second.blank and not second.gap)
    return not divided and _room(first, second, shape) <= _allowance(first.text, finished, shape)


def _breaks_off(line: str, *, gap: bool) -> bool:
    """Tell whether a line of a text that is not wrapped breaks off: at a page, after a comma, after 一是."""
    return (len(line) >= 10 and (gap or line[-1] in "，、,")) or bool(_LEAD_IN.search(line))


def _allowance(line: str, finished: bool, shape: Shape) -> float:
    """Return the room that may be left at the end of a line that runs on."""
    if finished or _CLOSING_LIST.search(line[-80:]):
        return shape.tolerance
    if line[-1] in "，、,":
        return shape.width
    # A heading or a title may stand alone, so its line must be full.
    heading = "。" not in line and (starts_item(line) or not _PAUSE.search(line))
    return shape.loose if heading else _RAGGED * shape.width


def _leaves_open(first: str, second: str) -> bool:
    """Tell whether a title mark or a bracket opened in the first line is closed early in the second."""
    if _OPEN_BRACKET.search(first[-42:]) and _CLOSED_BRACKET.match(second):
        return True
    opened = first.rfind("《")
    if opened < 0 or "》" in first[opened:]:
        return False
    closed = second.find("》")
    return 0 <= closed < 60 and "《" not in second[:closed]


def _allows_item(first: str, second: str) -> bool:
    """Tell whether an item may begin after a line that breaks off: 一、 needs a heading there, 二、 does not."""
    return starts_item(first) or not _FIRST.match(second)


class _Numbering:
    """Follows the numbers of each kind, to tell the next heading from a number that a wrap put at a line's start."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def expected(self, line: str) -> bool:
        """Tell whether the line's number continues or begins its kind, and remember it."""
        match = _START.match(line)
        if not match:
            return bool(_LABEL.match(line))
        kind = match.lastgroup or ""
        if kind in {"dash", "annex", "mark"}:
            return kind != "dash"
        if kind == "unit":
            kind, written = match["unit"], match["article"]
        else:
            written = match[kind]
        value = ord(written) - ord("①") + 1 if kind == "circle" else numeral(written)
        if value is None:
            return False
        good = value in (1, self._last.get(kind, 0) + 1)
        if good:
            self._last[kind] = value
        return good
