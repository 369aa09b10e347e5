"""The shape of wrapped text: how wide its lines are filled, and what divides its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from statistics import quantiles

from topics.corpus.language.line_openings import (
    Line,
    is_finished,
    is_indented,
    line_width,
    stands_alone,
    starts_item,
    unit_width,
)

# room at the end of a line, as a share of its width, that a break inside a sentence may leave
RAGGED = 0.2
LONGER = 1.15  # times the full width: a line that was not wrapped
_PAUSE = re.compile("[，。；、：]")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a document's lines are filled.

    Attributes
    ----------
    width : float
        The full width, 0 where lines are not wrapped.
    tolerance, loose : float
        Room left in nearly all lines, and in all lines, that were broken because the next character
        did not fit.
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


Pairs = list[tuple[Line, Line]]


def fits(shape: Shape, lines: Sequence[Line], pairs: Pairs) -> bool:
    """Tell whether nearly all lines that break off are full, or none are many where lines are not
    wrapped.
    """
    if not shape.width:
        return len(pairs) < 0.15 * len(lines)
    full = sum(
        line_width(first, shape.by_columns) >= (1 - RAGGED) * shape.width for first, _ in pairs
    )
    return full > 0.85 * len(pairs)


def breaking_off(lines: Sequence[Line]) -> Pairs:
    """Return the pairs of lines between which a sentence seems to run on."""
    return [
        (first, second)
        for first, second in pairwise(lines)
        if not (first.heading or second.heading)
        and len(first.text) > 12
        and not is_finished(first.text)
        and not starts_item(second.text)
        and not stands_alone(first.text)
        and not stands_alone(second.text)
    ]


def measure(lines: Sequence[Line], pairs: Pairs, few: int) -> Shape:
    """Find out whether lines are wrapped, and at what width; `few` pairs or less do not tell."""
    if len(pairs) < few or sum(bool(_PAUSE.search(first.text)) for first, _ in pairs) < 0.4 * len(
        pairs
    ):
        return Shape()
    full, by_columns = _full_width(pairs)
    widths = [line_width(first, by_columns) for first, _ in pairs]
    near = sum((1 - RAGGED) * full <= width <= 1.1 * full for width in widths)
    longer = sum(line_width(line, by_columns) > LONGER * full for line in lines)
    ragged = len(pairs) < 6 and sum(width >= 0.9 * full for width in widths) < 0.7 * len(pairs)
    if ragged or near < 0.6 * len(pairs) or longer > min(0.5 * len(pairs), 0.1 * len(lines) + 1):
        return Shape()
    tolerance, loose = _tolerances(pairs, full, by_columns)
    return _with_dividers(lines, Shape(full, tolerance, loose, by_columns=by_columns))


def _full_width(pairs: Pairs) -> tuple[float, bool]:
    """Return the full width by the measure, columns or characters, in which most lines are equally
    wide.
    """
    measures = []
    for by_columns in (True, False):
        widths = [line_width(first, by_columns) for first, _ in pairs]
        full = quantiles(widths, n=20)[-1] if len(widths) > 4 else max(widths)
        counts = Counter(widths)
        measures.append((-counts.most_common(1)[0][1], len(counts), not by_columns, full))
    *_, by_characters, full = min(measures)
    return full, not by_characters


def _tolerances(pairs: Pairs, full: float, by_columns: bool) -> tuple[float, float]:
    """Return the room left in nearly all full lines, and in all; items are left out, since they may
    be headings.
    """
    sure = [pair for pair in pairs if not starts_item(pair[0].text)] or pairs
    rooms = sorted(
        full - line_width(first, by_columns) - unit_width(second.text, by_columns)
        for first, second in sure
        if line_width(first, by_columns) >= (1 - RAGGED) * full
    ) or [0.0]
    tolerance = max(
        -1.0, min(rooms[ceil(0.95 * (len(rooms) - 1))], 0.1 * full)
    )  # −1: a line of full width is full
    return tolerance, max(tolerance, min(rooms[ceil(0.99 * (len(rooms) - 1))], RAGGED * full))


def _with_dividers(lines: Sequence[Line], shape: Shape) -> Shape:
    """Find out whether blank lines or indents divide paragraphs: absent within them, present
    between them.
    """
    inside: list[Line] = []
    between: list[Line] = []
    for first, second in pairwise(lines):
        if second.gap:
            continue
        full = is_full(first, second, shape)
        if not is_finished(first.text) and full and not starts_item(second.text):
            inside.append(second)
        elif is_finished(first.text) and (not full or starts_item(second.text)):
            between.append(second)
    if not inside:
        return shape
    if not between:  # every paragraph fills its last line: what stands in none of them divides them
        ends = [second for first, second in pairwise(lines) if is_finished(first.text)]
        return replace(
            shape,
            blank_divides=any(e.blank for e in ends) and not any(i.blank for i in inside),
            indent_divides=any(map(is_indented, ends)) and not any(map(is_indented, inside)),
        )

    def divides(inner: int, outer: int) -> bool:
        return inner <= 0.1 * len(inside) and outer >= 0.6 * len(between)

    blank = divides(sum(line.blank for line in inside), sum(line.blank for line in between))
    indent = divides(
        sum(is_indented(line) for line in inside), sum(is_indented(line) for line in between)
    )
    return replace(shape, blank_divides=blank, indent_divides=indent)


def is_full(first: Line, second: Line, shape: Shape) -> bool:
    """Tell whether the next line's first unit would not have fitted: the line was broken for want
    of room.
    """
    return room(first, second, shape) <= shape.tolerance


def room(first: Line, second: Line, shape: Shape) -> float:
    """Return the room that the next line's first unit would have left at the end of a line;
    negative if none.
    """
    return (
        shape.width
        - line_width(first, shape.by_columns)
        - unit_width(second.text, shape.by_columns)
    )
