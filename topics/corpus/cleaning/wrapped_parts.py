"""Parts of a text that are wrapped alike, and the lines at which one part gives way to the next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from topics.corpus.cleaning.line_shape import LIMITS, Shape, breaking_off, fits, measure
from topics.corpus.language.line_openings import Line, line_width

_DEPTH = 6  # times that a text may be halved in search of parts that are wrapped alike
_SMALLEST = 32  # lines


@dataclass(slots=True)
class _Part:
    start: int
    end: int
    shape: Shape
    fits: bool


def shapes(lines: Sequence[Line]) -> list[Shape]:
    """Return the shape of each line's surroundings: one for the whole text where that fits, else
    one for each part.

    Examples
    --------
    >>> text = ["推进城市更新，完善配套设施和公共服务", "体系，提高城市安全韧性和住房保障水平"] * 4
    >>> {shape.width for shape in shapes([Line(0, 0, line, "", False, False) for line in text])}
    {36.0}
    """
    parts = _united(_halved(lines, 0, _DEPTH))
    for first, second in pairwise(parts):
        _move_border(lines, first, second)
    return [part.shape for part in parts for _ in range(part.start, part.end)]


def _halved(lines: Sequence[Line], start: int, depth: int) -> list[_Part]:
    """Halve a text until its parts are each wrapped alike."""
    pairs = breaking_off(lines)
    shape = measure(lines, pairs, few=6 if depth < _DEPTH else 2)
    alike = fits(shape, lines, pairs)
    if not alike and depth and len(lines) > _SMALLEST:
        middle = len(lines) // 2
        return [
            *_halved(lines[:middle], start, depth - 1),
            *_halved(lines[middle:], start + middle, depth - 1),
        ]
    return [_Part(start, start + len(lines), shape, alike)]


def _united(parts: Sequence[_Part]) -> list[_Part]:
    """Give a small part that shows no width, between two that have different ones, to the first of
    them.
    """
    united = list(parts[:1])
    for index, part in enumerate(parts[1:], 1):
        before, after = united[-1], parts[min(index + 1, len(parts) - 1)]
        unclear = not (part.fits and part.shape.width) and part.end - part.start <= _SMALLEST
        if unclear and after is not part and _differ(before, after):
            before.end = part.end
        else:
            united.append(part)
    return united


def _differ(first: _Part, second: _Part) -> bool:
    """Tell whether two parts are wrapped at different widths."""
    wrapped = bool(first.shape.width and second.shape.width)
    return wrapped and (first.shape.width, first.shape.by_columns) != (
        second.shape.width,
        second.shape.by_columns,
    )


def _move_border(lines: Sequence[Line], first: _Part, second: _Part) -> None:
    """Move the border between two parts to where the lines that break off tell them apart best."""
    if not _differ(first, second):
        return
    places = range(first.start, second.end)
    off = [place for place in places[:-1] if breaking_off(lines[place : place + 2])]
    if not off:
        return
    left = [0, *accumulate(not _filled(lines[place], first.shape) for place in off)]
    right = [0, *accumulate(not _filled(lines[place], second.shape) for place in off)]
    misfits = [wrong + right[-1] - right[count] for count, wrong in enumerate(left)]
    now = bisect_left(off, first.end)
    count = min(range(len(misfits)), key=lambda count: (misfits[count], abs(count - now)))
    if misfits[count] == misfits[now]:
        return
    first.end = second.start = off[count] if count < len(off) else second.end


def _filled(line: Line, shape: Shape) -> bool:
    """Tell whether a line that breaks off is about as wide as its part."""
    return (1 - LIMITS.ragged) <= line_width(line, shape.by_columns) / shape.width <= LIMITS.longer
