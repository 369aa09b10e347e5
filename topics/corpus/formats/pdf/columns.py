"""What stands side by side on a page of a PDF: columns of running text, read one after the other,
and cells of tables.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from topics.corpus.formats.pdf.rows import Row, Run
from topics.corpus.language.number_forms import number_pattern
from topics.corpus.language.numerals import ONE_TO_TEN


@dataclass(frozen=True, slots=True)
class ColumnThresholds:
    """When what stands beside each other on a page are columns of text, and when cells; all chosen.

    Attributes
    ----------
    cell_gap : float
        Characters between two cells of a table in a row alone.
    narrow_gap : float
        The same in rows below each other.
    column_gap : float
        Characters between two columns of text.
    cell : int
        Characters of a cell, at most.
    columns : int
        Columns of a page, at most.
    rows : int
        Rows of each column, at least.
    cells : int
        Cells of a row of a table, at most.
    table : int
        Rows of a table whose cells stand close together.
    width : int
        Characters of the narrowest column of text.
    some : float
        Share of the rows of one column of text that fill its width.
    most : float
        The same of two columns together.
    across : float
        Share of the rows of a column that are followed by the next row of the one before, where
        they are drawn across.
    beside : float
        Share of the rows of one column that stand beside rows of the other; cells of a table have
        more lines or fewer.
    indent : float
        Characters by which the first line of a paragraph, or a heading, may stand in.
    """

    cell_gap: float = 1.5
    narrow_gap: float = 0.6
    column_gap: float = 0.8
    cell: int = 30
    columns: int = 6
    rows: int = 5
    cells: int = 40
    table: int = 3
    width: int = 8
    some: float = 0.3
    most: float = 0.55
    across: float = 0.75
    beside: float = 0.8
    indent: float = 2.6


THRESHOLDS = ColumnThresholds()
NUMBER = re.compile(
    rf"{number_pattern()}|[{ONE_TO_TEN}]{{1,3}}|\d{{1,3}}|附件\d*[:：]?"
)  # with or without its point
_PUNCTUATION = re.compile("[，。；：、]")


def in_reading_order(
    rows: Sequence[Row], aside: Callable[[Row], bool] = lambda _: False
) -> list[Row]:
    """Return the rows with each column of text as a whole, its places counted from its own left
    edge.

    Columns are what a gutter divides that runs through many rows, where the text on both sides
    fills its width; in a table cells end anywhere. What crosses the gutter, such as a title,
    divides what is above from what is below, and so does what stands aside, such as a page number.
    """
    return [row for column in _arranged(rows, aside, THRESHOLDS.columns) for row in column]


def _arranged(rows: Sequence[Row], aside: Callable[[Row], bool], most: int) -> list[list[Row]]:
    """Return the columns of the first gutter, from the left, that divides columns of text; all rows
    as one where none does.
    """
    for gutter in _gutters(rows)[:most]:
        blocks = [_columns(block, gutter, most - 1) for block in _blocks(rows, gutter, aside)]
        if any(len(columns) > 1 for columns in blocks):
            return [column for columns in blocks for column in columns]
    return [list(rows)]


def _blocks(rows: Sequence[Row], gutter: float, aside: Callable[[Row], bool]) -> list[list[Row]]:
    """Divide the rows at what crosses the gutter or stands aside, those between at the gutter."""
    blocks: list[list[Row]] = [[]]
    for row in rows:
        parts = [row] if aside(row) else _divided(row, gutter)
        if aside(row) or (len(parts) == 1 and row.left < gutter < row.right):
            blocks += [[row], []]
        else:
            blocks[-1] += parts
    return blocks


def _gutters(rows: Sequence[Row]) -> list[float]:
    """Return the places of gutters: between runs of one row, or between rows of one height, again
    and again.
    """
    upright = sorted((row for row in rows if not row.turned), key=lambda row: -row.bottom)
    gaps = [gap for row in upright for gap in _gaps(row, THRESHOLDS.column_gap)]
    for place, row in enumerate(upright):
        for other in upright[place + 1 : place + 4]:
            first, second = sorted((row, other), key=lambda row: row.left)
            if (
                row.bottom - other.bottom < row.look.size / 2
                and second.left - first.right > THRESHOLDS.column_gap * row.look.size
            ):
                gaps.append((first.right, second.left))
    if len(gaps) < THRESHOLDS.rows:
        return []
    indent = THRESHOLDS.indent * median(row.look.size for row in upright)
    found: list[float] = []
    gaps.sort(key=lambda gap: gap[1])
    starts = [start for _, start in gaps]
    for start in starts:  # text begins at one place, and ends at many
        if not found or start > found[-1] + indent:
            beside = gaps[bisect_left(starts, start - 1) : bisect_right(starts, start + indent)]
            ends = [end for end, _ in beside if end < start]
            found += [(max(ends) + start) / 2] if len(ends) >= THRESHOLDS.rows else []
    return found


def _gaps(row: Row, least: float) -> list[tuple[float, float]]:
    """Return the gaps between the runs of a row that are wider than so many characters."""
    return [
        (a.right, b.left) for a, b in pairwise(row.runs) if b.left - a.right > least * row.look.size
    ]


def _divided(row: Row, gutter: float) -> list[Row]:
    """Divide a row at the gutter, where two of its runs stand on either side."""
    left = [run for run in row.runs if run.right <= gutter]
    right = [run for run in row.runs if run.left >= gutter]
    if (
        not left
        or not right
        or len(left) + len(right) < len(row.runs)
        or right[0].left - left[-1].right <= THRESHOLDS.column_gap * row.look.size
    ):
        return [row]
    return [replace(row, runs=left), replace(row, runs=right)]


def _columns(block: list[Row], gutter: float, most: int) -> list[list[Row]]:
    """Return the columns of text from left to right, or the rows unchanged where there are none."""
    left = [row for row in block if row.right <= gutter]
    right = [row for row in block if row.left >= gutter]
    if min(len(left), len(right)) < THRESHOLDS.rows or not _is_drawn_in_columns(
        block, gutter, min(len(left), len(right))
    ):
        return [_joined(block)]
    others = _arranged(right, lambda _: False, most)
    if not _are_text(left, others[0]):
        return [_joined(block)]
    offset = min(row.left for row in others[0]) - min(row.left for row in left)
    return [left, *([_shifted(row, offset) for row in column] for column in others)]


def _is_drawn_in_columns(block: Sequence[Row], gutter: float, n_rows: int) -> bool:
    """Tell whether the rows go from right to left after each of them, or once; after each row of a
    table, in between.
    """
    returns = sum(before.left >= gutter > row.left for before, row in pairwise(block))
    return returns <= 1 or returns >= THRESHOLDS.across * n_rows


def _shifted(row: Row, offset: float) -> Row:
    return replace(
        row,
        runs=[replace(run, left=run.left - offset, right=run.right - offset) for run in row.runs],
    )


def _are_text(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Tell whether rows on both sides of a gutter are running text: line beside line, most of them
    full, with punctuation.
    """
    if min(len(left), len(right)) < THRESHOLDS.rows:
        return False
    foot = max(min(row.bottom for row in rows) for rows in (left, right))
    head = min(max(row.bottom for row in rows) for rows in (left, right))
    beside = [sum(foot - 1 <= row.bottom <= head + 1 for row in rows) for rows in (left, right)]
    full = [_fullness(rows) for rows in (left, right)]
    return (
        min(beside) >= THRESHOLDS.beside * max(beside)
        and min(full) >= THRESHOLDS.some
        and sum(full) >= 2 * THRESHOLDS.most
    )


def _fullness(rows: Sequence[Row]) -> float:
    """Return the share of rows that fill the width of their column; 0 where it is too narrow for
    text or has no punctuation.
    """
    size = median(row.look.size for row in rows)
    left = sorted(row.left for row in rows)[len(rows) // 10]
    right = sorted(row.right for row in rows)[-1 - len(rows) // 10]
    marks = sum(bool(_PUNCTUATION.search(run.text)) for row in rows for run in row.runs)
    if right - left < THRESHOLDS.width * size or marks < THRESHOLDS.some * len(rows):
        return 0.0
    return sum(
        row.right > right - 2 * size and row.left < left + THRESHOLDS.indent * size for row in rows
    ) / len(rows)


def _joined(block: Sequence[Row]) -> list[Row]:
    """Put the halves of a row that was divided together again."""
    rows: list[Row] = []
    for row in block:
        if (
            rows
            and row.bottom == rows[-1].bottom
            and row.top == rows[-1].top
            and row.left >= rows[-1].right
        ):
            rows[-1] = replace(rows[-1], runs=[*rows[-1].runs, *row.runs])
        else:
            rows.append(row)
    return rows


def texts_of(rows: Sequence[Row]) -> list[str]:
    """Write each row: cells of a table divided by tabs, spaced letters and numbers of headings by
    spaces.
    """
    borders = _borders(rows)
    return [_text(row, borders[place]) for place, row in enumerate(rows)]


class _Border(NamedTuple):
    """A gap that rows share, and the last run to its right."""

    start: float
    end: float
    run: Run


def _borders(rows: Sequence[Row]) -> list[list[_Border]]:
    """Return for each row the gaps that it shares with the rows around it, at least three in all,
    whose cells stand in line.
    """
    shared: list[list[_Border]] = [[] for _ in rows]
    start = 0
    common: list[_Border] = []
    for place, row in enumerate(rows):
        least = THRESHOLDS.narrow_gap * row.look.size
        gaps = [
            _Border(a.right, b.left, b) for a, b in pairwise(row.runs) if b.left - a.right > least
        ][: THRESHOLDS.cells]
        both = [
            _Border(max(old.start, gap.start), min(old.end, gap.end), gap.run)
            for old in common
            for gap in gaps
            if min(old.end, gap.end) - max(old.start, gap.start) > least / 2
            and _in_line(old.run, gap.run, row.look.size)
        ]
        start, common = (start, both) if both else (place, gaps)
        if common and place - start + 1 >= THRESHOLDS.table:
            shared[start : place + 1] = [common] * (place + 1 - start)
    return shared


def _in_line(first: Run, second: Run, size: float) -> bool:
    """Tell whether two cells begin, end or have their middle at one place."""
    left, right = abs(first.left - second.left), abs(first.right - second.right)
    return (
        min(left, right, abs(first.left + first.right - second.left - second.right) / 2) < size / 2
    )


def _text(row: Row, borders: Sequence[_Border]) -> str:
    pieces = [row.runs[0].text]
    close = True
    for before, run in pairwise(row.runs):
        bordered = any(
            before.right <= border.start and border.end <= run.left for border in borders
        )
        if bordered or run.left - before.right > THRESHOLDS.cell_gap * row.look.size:
            close = close and not bordered
            pieces.append(run.text)
        else:
            pieces[-1] += f" {run.text}"
    shortest = 2 if close else 1
    table = all(
        shortest <= len(piece) <= THRESHOLDS.cell for piece in pieces
    ) and not NUMBER.fullmatch(pieces[0])
    return ("\t" if table else " ").join(pieces)
