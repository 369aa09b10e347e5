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

_PAUSE = re.compile("[，。；、：]")


@dataclass(frozen=True, slots=True)
class Limits:
    """When lines count as wrapped. Chosen, not fitted; widths are shares of the full width."""

    ragged: float = 0.2
    """Room at the end of a line that a break inside a sentence may leave."""
    longer: float = 1.15
    """Width from which a line was not wrapped."""
    begun: int = 12
    """Characters up to which a line is none after which a sentence may run on …"""
    narrow: int = 8
    """… or so many where there are `many` lines: a column so narrow shows itself by their number.
    Fitted on the sample and 14 regulations wrapped at 8 to 30 characters."""
    many: int = 24
    """Lines from which narrow ones tell."""
    unwrapped: float = 0.15
    """Share of the lines of a text without wrapping that may seem to run on."""
    alike: float = 0.85
    """Share of the lines that run on that are full, where all are wrapped alike."""
    paused: float = 0.4
    """Share of the lines that run on that hold punctuation, as prose does."""
    near: float = 0.6
    """Share of the lines that run on that are about as wide as the full width …"""
    over: float = 1.1
    """… which is up to this."""
    few: int = 6
    """Lines that run on; fewer must be fuller to tell: …"""
    filled: float = 0.9
    """… this wide …"""
    most: float = 0.7
    """… in this share of them."""
    long_of_pairs: float = 0.5
    """Lines beyond `longer`, as a share of those that run on, at most …"""
    long_of_lines: float = 0.1
    """… and as a share of all lines, plus one."""
    nearly_all: float = 0.95
    """Quantile of the room left that is the tolerance …"""
    tolerance: float = 0.1
    """… at most."""
    all: float = 0.99
    """Quantile of the room left that is the loose tolerance."""
    within: float = 0.1
    """Share of the lines inside paragraphs that may look like the first of one …"""
    between: float = 0.6
    """… and share of those between paragraphs that must, where that divides paragraphs."""


LIMITS = Limits()


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
        return len(pairs) < LIMITS.unwrapped * len(lines)
    full = sum(
        line_width(first, shape.by_columns) >= (1 - LIMITS.ragged) * shape.width
        for first, _ in pairs
    )
    return full > LIMITS.alike * len(pairs)


def breaking_off(lines: Sequence[Line]) -> Pairs:
    """Return the pairs of lines between which a sentence seems to run on."""
    begun = LIMITS.begun if len(lines) < LIMITS.many else LIMITS.narrow
    return [
        (first, second)
        for first, second in pairwise(lines)
        if not (first.heading or second.heading)
        and len(first.text) > begun
        and not is_finished(first.text)
        and not starts_item(second.text)
        and not stands_alone(first.text)
        and not stands_alone(second.text)
    ]


def measure(lines: Sequence[Line], pairs: Pairs, few: int) -> Shape:
    """Find out whether lines are wrapped, and at what width; `few` pairs or less do not tell."""
    if len(pairs) < few or sum(
        bool(_PAUSE.search(first.text)) for first, _ in pairs
    ) < LIMITS.paused * len(pairs):
        return Shape()
    full, by_columns = _full_width(pairs)
    widths = [line_width(first, by_columns) for first, _ in pairs]
    near = sum((1 - LIMITS.ragged) * full <= width <= LIMITS.over * full for width in widths)
    longer = sum(line_width(line, by_columns) > LIMITS.longer * full for line in lines)
    ragged = len(pairs) < LIMITS.few and sum(
        width >= LIMITS.filled * full for width in widths
    ) < LIMITS.most * len(pairs)
    if (
        ragged
        or near < LIMITS.near * len(pairs)
        or longer > min(LIMITS.long_of_pairs * len(pairs), LIMITS.long_of_lines * len(lines) + 1)
    ):
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
        if line_width(first, by_columns) >= (1 - LIMITS.ragged) * full
    ) or [0.0]
    tolerance = max(
        -1.0, min(rooms[ceil(LIMITS.nearly_all * (len(rooms) - 1))], LIMITS.tolerance * full)
    )  # −1: a line of full width is full
    return tolerance, max(
        tolerance, min(rooms[ceil(LIMITS.all * (len(rooms) - 1))], LIMITS.ragged * full)
    )


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
        return inner <= LIMITS.within * len(inside) and outer >= LIMITS.between * len(between)

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
