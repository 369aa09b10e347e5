"""Lines of a source text: how wide they are, whether they begin an item, end a sentence or stand
alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from topics.corpus.language.labels import opens_with_label
from topics.corpus.language.number_forms import (
    DEEP_DECIMAL,
    TRADITIONAL_UNITS,
    number_pattern,
    number_value,
    same_form,
)
from topics.corpus.language.numerals import ONE_TO_NINE, ONE_TO_TEN, TYPED_ZEROS

CLOSERS = "，。、；：？！”’）》】〕」』,.;:?!)]%…"
OPENERS = "（《“‘【〔「『(["
_STOPS = frozenset("。！？!?；;：:…")
_AFTER_STOPS = "”’）)】》」"
_ANNEX_LABEL = re.compile(r"附\s*件\s*\d*\s*[:：]")
_NUMBER_LINE = re.compile(
    r"^[（(]?[\u4e00-\u9fff]{1,14}[〔（(\[［【〈﹝]\s*(?:19|20)\d{2}\s*[〕）)\]］】〉﹞]\s*第?\s*\d+\s*号[）)]?$"
)
_YEAR = rf"(?:\d{{4}}|[{ONE_TO_NINE}{TYPED_ZEROS}]{{4}})\s*年"
_SMALL = rf"[\d{ONE_TO_TEN}]{{1,3}}"
_DATE_LINE = re.compile(rf"{_YEAR}\s*{_SMALL}\s*月\s*{_SMALL}\s*日\s*$")
_DATED_CLAUSE = re.compile(
    rf"[自从到至于在]\s*{_YEAR}[^年]*$|[，；。]"
)  # 本条例自2024年1月1日 … 起施行
_BYLINE = re.compile(r"(?:19|20)\d{2}[-./年]\s*\d{1,2}.{0,20}(?:来源|作者|浏览|字号)\s*[:：]")
_START = re.compile(
    rf"{number_pattern()}|{DEEP_DECIMAL}"
    rf"|(?P<annex>附\s*件(?=[\s\d{ONE_TO_TEN}:：]|$)|附[:：]|专栏\s*\d)|(?P<mark>#{{1,6}}\s)"
)
# A line of a table of contents: dots that lead to the number of a page.
_LEADERS = re.compile(
    r"(?P<dots>(?:[.．…·・‥。_]\s*){3,}|\s*[…⋯]+\s*)[（(]?\s*[-—–]?\s*\d{1,4}\s*[-—–]?\s*[）)]?$"
)
_LED = 40  # characters at the end of a line among which the dots stand
_TABLE = re.compile(r"^\||\t|\S[ \u3000]{2,}\S.*\S[ \u3000]{2,}\S")
_INDENT = re.compile(r"(?:\u3000|[ \xa0]{2,}|\t)")
_ANNEXES = re.compile(r"附\s*件\s*[：:]\s*(?:(?P<first>1)\s*[.．、][^。]*|)$")
_ANNEX_ITEM = re.compile(r"(?P<number>\d{1,2})\s*[.．、][^。]*$")
_LONGEST_ANNEX = 60  # characters of the name of an annex in a list
_ASCII_RUN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its span without outer white space, its indent, and what stood
    before it.
    """

    start: int
    end: int
    text: str
    indent: str
    blank: bool
    gap: bool
    """Whether noise was taken out between the line before and this one."""
    heading: bool = False
    """Whether the source marks the line as a heading, so that nothing is joined to it."""
    parted: bool = False
    """Whether furniture of a web page was taken out between the line before and this one."""
    markers: str = ""
    """Marker strings that were taken out of the line, which had their width when it was wrapped."""


def starts_item(line: str) -> bool:
    """Tell whether a line opens with a heading's or an item's number, a label of a metadata table,
    or the like.
    """
    return bool(_START.match(line)) or opens_with_label(line)


def is_finished(line: str) -> bool:
    """Tell whether a line ends where a sentence can end.

    Examples
    --------
    >>> (is_finished("推进城市更新。"), is_finished("（住房城乡建设部负责。）"),
    ...  is_finished("推进城市"))
    (True, True, False)
    """
    if line[-1] in _STOPS:
        return True
    return line[-1] in _AFTER_STOPS and line.rstrip(_AFTER_STOPS)[-1:] in _STOPS


def columns(text: str) -> int:
    """Return the width of a text in columns: two for Han and full-width characters."""
    return len(text.encode("gb18030", "replace"))


def unit_width(line: str, by_columns: bool) -> int:
    """Return the width of what must move to the next line together: a character or a run of letters
    and digits.
    """
    run = _ASCII_RUN.match(line)
    end = run.end() if run else 1 + (line[0] in OPENERS)
    while end < len(line) and end < 24 and line[end] in CLOSERS:
        end += 1
    return columns(line[:end]) if by_columns else end


def line_width(line: Line, by_columns: bool) -> int:
    """Return the width of a line with its indent, in columns or characters."""
    whole = line.indent + line.text + line.markers
    return columns(whole) if by_columns else len(whole)


def stands_alone(line: str) -> bool:
    """Tell whether a line stands alone whatever its neighbours: labels, document numbers, dates,
    table rows.
    """
    return bool(
        opens_with_label(line)
        or _ANNEX_LABEL.match(line)
        or _NUMBER_LINE.match(line)
        or _TABLE.search(line)
        or is_led(line)
        or (len(line) < 40 and _DATE_LINE.search(line) and not _DATED_CLAUSE.search(line))
        or (len(line) < 60 and _BYLINE.match(line))
    )


def is_led(line: str) -> bool:
    """Tell whether a line is an entry of a table of contents, with dots that lead to its page.

    Examples
    --------
    >>> is_led("一、总体要求………（3）"), is_led("增长到2025")
    (True, False)
    """
    return (line[-1:].isdecimal() or line[-1:] in ")）-—–") and bool(_LEADERS.search(line[-_LED:]))


def is_indented(line: Line) -> bool:
    """Tell whether a line begins with the indent of a paragraph."""
    return bool(_INDENT.match(line.indent))


def due_annex(line: str, due: int) -> int:
    """Return the number of the annex that a notice's list of annexes names next; 0 where a line is
    not in such a list.

    Parameters
    ----------
    line : str
    due : int
        What this function returned for the line before, 0 for the first.

    Examples
    --------
    >>> (due_annex("附件：1.更新方案", 0), due_annex("2.分工表", 2), due_annex("云川市水务局", 3),
    ...  due_annex("2.分工表", 0))
    (2, 3, 0, 0)
    """
    match = _ANNEXES.match(line)
    if match:
        return 2 if match["first"] else 1
    item = _ANNEX_ITEM.match(line)
    return (
        due + 1
        if due and item and int(item["number"]) == due and len(line) <= _LONGEST_ANNEX
        else 0
    )


class Numbering:
    """Follows the numbers of each kind, to tell the next heading from a number that a wrap put at a
    line's start.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def expected(self, line: str) -> bool:
        """Tell whether the line's number continues or begins its kind, and remember it."""
        match = _START.match(line)
        if not match:
            return opens_with_label(line)
        form = match.lastgroup or ""
        if form in {"dash", "annex", "mark", "decimal"}:
            return form != "dash"
        if form in {"unit", "sub"}:
            form, written = "ordinal", match["ordinal"]
            kind = TRADITIONAL_UNITS.get(match["unit"], match["unit"])
        else:
            kind, written = same_form(form), match[form]
        value = number_value(form, written)
        if value is None:
            return False
        good = value in (1, self._last.get(kind, 0) + 1)
        if good:
            self._last[kind] = value
        return good
