"""Where a paragraph really ends: decided by the shape of the lines, not by blank lines alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from topics.corpus.cleaning.line_shape import LIMITS, Shape, room
from topics.corpus.cleaning.wrapped_parts import shapes
from topics.corpus.language.line_openings import (
    CLOSERS,
    OPENERS,
    Line,
    Numbering,
    is_finished,
    is_indented,
    line_width,
    stands_alone,
    starts_item,
)
from topics.corpus.language.number_forms import is_first, number_at_start, numbers_inside
from topics.corpus.language.numerals import ONE_TO_TEN, TYPED_ZEROS
from topics.corpus.language.titles import is_complete_title, is_title

_LEAD_IN = re.compile(
    rf"^(?:[{ONE_TO_TEN}]{{1,2}}是|第[{ONE_TO_TEN}]{{1,2}}[，,]?|其[{ONE_TO_TEN[:5]}]，?)$"
)
_OPEN_BRACKET = re.compile(r"[（(][^（）()]{0,40}$")
_CLOSED_BRACKET = re.compile(r"[^（）()。]{0,40}[）)]")
_CLOSING_LIST = re.compile(
    r"(?:[。；][（(][^（）()]*|(?:负责|牵头|配合|落实|单位[：:])[^（）()]*|^[^（(]*)[）)]$"
)
_GOES_ON = frozenset("、，（《“")  # at the end of a heading that was broken into two lines
# One character before a mark ends a word of the line above; conjunctions begin a sentence.
_WORD_END = re.compile("(?![另但故且即若如惟再又])[\\u4e00-\\u9fff][，；。]")
_PAUSE = re.compile("[，；：、]")
_PROSE = re.compile("[，；、。]")
# A date that goes on below: 2024年 above 3月1日, 2024年3月 above 1日.
_BROKEN_DATE = (
    re.compile(
        rf"(?:\d{{4}}|[一二][{ONE_TO_TEN}{TYPED_ZEROS}]{{3}})\s*年(?P<month>\s*[\d{ONE_TO_TEN}]{{1,2}}\s*月)?$"
    ),
    re.compile(rf"(?P<month>[\d{ONE_TO_TEN}]{{1,2}}\s*月)?\s*[\d{ONE_TO_TEN}]{{1,3}}\s*日"),
)
_TOP = 4  # lines among which a title stands
_SHORT_TEXT, _SENTENCE = 12, 24  # lines of a short text; characters of a line that is no heading
_ENDS_NUMERAL = re.compile(rf"[{ONE_TO_TEN}]、$")


def joins(lines: Sequence[Line]) -> list[bool]:
    """Return, for each line but the first, whether it continues the line before it.

    Examples
    --------
    >>> texts = ["一、提升社区服务", "坚持一张蓝图绘到底，推动社区服务网格化",
    ...     "便捷化水平，完善街道议事协商和应急联动", "常态化，让邻里更和睦。"]
    >>> joins([Line(0, 0, text, "", False, False) for text in texts])
    [False, True, True]
    """
    counts, inline = Numbering(), _Inline()
    for line in lines[:1]:
        counts.expected(line.text)
    sparse = sum(line.blank and not line.gap for line in lines) < 0.2 * len(lines)
    found = []
    for index, ((first, second), shape) in enumerate(
        zip(pairwise(lines), shapes(lines), strict=False)
    ):
        expected = counts.expected(second.text)
        listed = inline.goes_on(first, second, shape)
        title = index < _TOP and _ends_title(
            first, second, shape, sure=not index or (sparse and second.blank)
        )
        rest = len(lines) <= _SHORT_TEXT and _is_rest(first, second, shape)
        found.append(not title and (listed or rest or _continues(first, second, shape, expected)))
    return found


def _ends_title(first: Line, second: Line, shape: Shape, *, sure: bool) -> bool:
    """Tell whether a line at the top is a title with its end; one that fills its line may go on,
    unless `sure`.

    The first line of all and one above a blank line, where these are rare, are sure: a title in
    pieces is put together later.
    """
    if not is_title(first.text) or second.text[0] in "的和与及、（(":
        return False
    return (sure and not _PAUSE.search(first.text)) or bool(
        shape.width and room(first, second, shape) > shape.tolerance
    )


class _Inline:
    """Follows the numbers inside a paragraph, so that one of them at the start of a line is no
    item.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []

    def goes_on(self, first: Line, second: Line, shape: Shape) -> bool:
        """Tell whether a line begins with the number that is due in the list inside a paragraph."""
        self._lines.append(first.text)
        if not shape.width:
            return False
        form, value = number_at_start(second.text)
        filled = line_width(first, shape.by_columns) >= (1 - LIMITS.ragged) * shape.width
        if (
            value > 1
            and filled
            and any((form, value - 1) in numbers_inside(line) for line in self._lines)
        ):
            return True
        if form or is_finished(first.text):
            self._lines = []
        return False


def seems_cut(first: Line, second: Line) -> bool:
    """Tell whether a sentence seems to be cut between two lines that were not joined."""
    return (
        not (first.heading or second.heading or second.parted)
        and len(first.text) >= _SENTENCE
        and bool(_PROSE.search(first.text))
        and not is_finished(first.text)
        and not (starts_item(second.text) or starts_item(first.text))
        and not (stands_alone(first.text) or stands_alone(second.text))
    )


def _is_rest(first: Line, second: Line, shape: Shape) -> bool:
    """Tell whether a line of a text too short to show a width is the rest of the sentence above."""
    return (
        not shape.width
        and seems_cut(first, second)
        and is_finished(second.text)
        and len(second.text) <= len(first.text) + 2
        and not is_indented(second)
    )


def _continues(first: Line, second: Line, shape: Shape, expected: bool) -> bool:
    """Tell whether a line continues the one before it; `expected` says that its number is the next
    of its kind.
    """
    if second.heading or (first.heading and first.text[-1] not in _GOES_ON):
        return False
    if _breaks_date(first.text, second.text):
        return True
    if second.parted and not _PROSE.search(first.text):
        return False
    return _reads_on(first, second, shape, expected)


def _reads_on(first: Line, second: Line, shape: Shape, expected: bool) -> bool:
    """Tell whether a line reads on in the next, by its words and by its width."""
    if (
        second.text[0] in CLOSERS
        or first.text[-1] in OPENERS
        or _ENDS_NUMERAL.search(first.text)
        or _leaves_open(first.text, second.text)
    ):
        return True
    if stands_alone(first.text) or stands_alone(second.text) or is_complete_title(first.text):
        return False
    finished = is_finished(first.text) and not _OPEN_BRACKET.search(first.text)
    if first.text[-1] == "、" and shape.width and starts_item(second.text):
        return True
    if starts_item(second.text):
        filled = (
            bool(shape.width)
            and line_width(first, shape.by_columns) >= (1 - LIMITS.ragged) * shape.width
        )
        closed = finished or bool(_CLOSING_LIST.search(first.text[-80:]))
        return filled and not closed and not (expected and _allows_item(first.text, second.text))
    if not shape.width or line_width(first, shape.by_columns) > LIMITS.longer * shape.width:
        return not finished and _breaks_off(first.text, gap=second.gap)
    divided = (shape.indent_divides and is_indented(second)) or (
        shape.blank_divides and second.blank and not second.gap
    )
    gap = (second.gap and not second.parted) or bool(_WORD_END.match(second.text))
    return not divided and room(first, second, shape) <= _allowance(
        first.text, finished, shape, gap=gap
    )


def _breaks_date(first: str, second: str) -> bool:
    """Tell whether a date that begins at the end of a line ends at the start of the next."""
    if first[-1] not in "年月":
        return False
    begun, rest = (
        form.search(line) for form, line in zip(_BROKEN_DATE, (first, second), strict=True)
    )
    return bool(begun and rest and not rest.start() and bool(begun["month"]) != bool(rest["month"]))


def _breaks_off(line: str, *, gap: bool) -> bool:
    """Tell whether a line of a text that is not wrapped breaks off: at a page, after a comma, after
    一是.
    """
    return (len(line) >= 10 and (gap or line[-1] in "，、,")) or bool(_LEAD_IN.search(line))


def _allowance(line: str, finished: bool, shape: Shape, *, gap: bool) -> float:
    """Return the room that may be left at the end of a line that runs on; the last of a page, above
    a `gap`, may be short and hold no comma, and so may one whose last word ends in the next line.
    """
    if finished or _CLOSING_LIST.search(line[-80:]):
        return shape.tolerance
    if line[-1] in "，、,":
        return shape.width
    # A heading or a title may stand alone, so its line must be full.
    heading = "。" not in line and (starts_item(line) or not (_PAUSE.search(line) or gap))
    return shape.loose if heading else LIMITS.ragged * shape.width


def _leaves_open(first: str, second: str) -> bool:
    """Tell whether a title mark or a bracket opened in the first line is closed early in the
    second.
    """
    if _OPEN_BRACKET.search(first[-42:]) and _CLOSED_BRACKET.match(second):
        return True
    opened = first.rfind("《")
    if opened < 0 or "》" in first[opened:]:
        return False
    closed = second.find("》")
    return 0 <= closed < 60 and "《" not in second[:closed]


def _allows_item(first: str, second: str) -> bool:
    """Tell whether an item may begin after a line that breaks off: 一、 needs a heading there, 二、
    does not.
    """
    return starts_item(first) or not is_first(second)
