"""A sheet of named rows under headings: title, legend, columns of words, room for a drawing, notes.

Figures of change share it. All places are in cm, from the upper left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from topics.plots.lines_of_text import span, whole
from topics.plots.pieces import sheet
from topics.plots.style import (
    CM,
    GREY,
    INK,
    NARROW,
    NORMAL,
    SMALL,
    TALLEST,
    TITLE,
    clean,
    ems_in,
    new_figure,
    weight,
    wrap,
)

EDGE = 0.12  # cm kept free at the left and at the right
GAP = 0.25  # cm between columns
LINE = 0.34  # cm: a line of small text
KEY_LINE = 0.42  # cm: a line of the legend
TITLE_LINE = 0.45  # cm: a line of the title
HEADS = 0.42  # cm: the line of the heads of columns
HEADING = 0.6  # cm: the heading of a group, with its rule
NAME_ROOM, NARROW_NAME_ROOM = 4.4, 2.75  # cm: the widest column of names


@dataclass(frozen=True)
class Cell:
    """What stands in one column of a row."""

    text: str = ""
    colour: str = INK
    bold: bool = False


@dataclass(frozen=True)
class Row:
    """A name and its cells, one per column."""

    name: str
    cells: tuple[Cell, ...]
    bold: bool = False


@dataclass(frozen=True)
class Group:
    """Rows under a heading."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Column:
    """The head of a column and the side to which its cells keep."""

    head: str
    right: bool = True


@dataclass(frozen=True)
class Key:
    """An entry of the legend: a sign that `draw` puts at a place, `room` cm wide, and its label."""

    label: str
    draw: Callable[[Axes, float, float], None] | None = None
    room: float = 0.0


@dataclass(frozen=True)
class Frame:
    """What stands around the rows.

    `legend` holds blocks of keys that stay on a line where they can, `notes` texts with their
    colours, `above` and `below` the room in cm for labels of the drawing's axis.
    """

    width: float
    title: str
    step: float
    legend: tuple[tuple[Key, ...], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    above: float = 0.0
    below: float = 0.0
    heads: bool = True

    @property
    def narrow(self) -> bool:
        """Whether the figure is as wide as a column of a page."""
        return self.width < NARROW

    @property
    def head(self) -> str:
        """The title on as many lines as it takes."""
        return wrap(self.title, ems_in(self.width - 0.4, TITLE), lines=3)


@dataclass(frozen=True)
class Place:
    """The middle and the height of a row in cm."""

    name: str
    y: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """A sheet with its names and words set, and the room that is left to draw in."""

    figure: Figure
    axes: Axes
    left: float
    right: float
    top: float
    bottom: float
    places: tuple[Place, ...]


def name_size(names: Sequence[str], *, narrow: bool) -> float:
    """Return the size in points of all names of a sheet: smaller where one would be too wide."""
    room = NARROW_NAME_ROOM if narrow else NAME_ROOM
    widest = max((span(clean(name), NORMAL) for name in names), default=0)
    return NORMAL if widest <= room else SMALL


def name_lines(name: str, size: float, *, narrow: bool) -> str:
    """Return a name on as many lines as it takes."""
    return whole(name, ems_in(NARROW_NAME_ROOM if narrow else NAME_ROOM, size))


def row_height(label: str, step: float) -> float:
    """Return the height of a row in cm: `step`, or more where its name takes several lines."""
    return max(step, 0.15 + (label.count("\n") + 1) * 1.2 * SMALL / 72 / CM)


def rows_that_fit(names: Sequence[str], frame: Frame, n_groups: int) -> int:
    """Return how many rows, the first ones of `names`, fit on a page."""
    _, lines = _flow(frame)
    size = name_size(names, narrow=frame.narrow)
    room = (
        TALLEST
        - _top(frame, lines, heads=frame.heads)
        - n_groups * HEADING
        - frame.below
        - _notes_height(frame)
    )
    for number, name in enumerate(names):
        room -= row_height(name_lines(name, size, narrow=frame.narrow), frame.step)
        if room < LINE:  # kept for a line that says how many are missing
            return number
    return len(names)


def grouped_sheet(frame: Frame, groups: Sequence[Group], columns: Sequence[Column]) -> Sheet:
    """Set names, headings, columns, legend and notes, and leave the room between free.

    Parameters
    ----------
    frame : Frame
        What stands around the rows.
    groups : sequence of Group
        Those without rows are left out.
    columns : sequence of Column
        From left to right, at the right of the drawing.

    Returns
    -------
    Sheet
        Its axes are in cm, y downwards.
    """
    shown = [group for group in groups if group.rows]
    keys, key_lines = _flow(frame)
    widths = _column_widths(shown, columns)
    rows = [row for group in shown for row in group.rows]
    size = name_size([row.name for row in rows], narrow=frame.narrow)
    labels = [(name_lines(row.name, size, narrow=frame.narrow), size) for row in rows]
    left = EDGE + max((span(*label) for label in labels), default=0) + GAP
    right = frame.width - EDGE - sum(width + GAP for width in widths)
    first_head = _edges(columns, widths, right)[0][0] if columns else frame.width
    heads = any(column.head for column in columns) and bool(shown)
    own_line = heads and _legend_end(keys, key_lines) > first_head
    top = _top(frame, key_lines, heads=own_line)
    heights = [row_height(label, frame.step) for label, _ in labels]
    bottom = top + sum(heights) + HEADING * len(shown)
    height = bottom + (frame.below if shown else 0) + _notes_height(frame)
    figure = new_figure(frame.width, height)
    figure.set_layout_engine("none")
    axes = sheet(figure, (0, 0), (frame.width, height))
    axes.set_ylim(height, 0)
    figure.suptitle(
        frame.head,
        x=EDGE / frame.width,
        y=1 - 0.15 / height,
        ha="left",
        va="top",
        fontweight=weight(frame.title),
    )
    _draw_keys(axes, keys, frame)
    if heads:
        _heads(axes, columns, widths, right, top - frame.above - 0.1 - HEADS / 2)
    places = _set_rows(axes, shown, labels, heights, top)
    for place, row in zip(places, rows, strict=True):
        _set_cells(axes, row, columns, widths, (right, place.y))
    _set_notes(axes, frame, bottom + (frame.below if shown else 0))
    return Sheet(figure, axes, left, right, top, bottom, tuple(places))


def _top(frame: Frame, key_lines: int, *, heads: bool) -> float:
    """Return where the rows begin: below title, legend, heads of columns, and labels of an axis."""
    title = 0.25 + TITLE_LINE * (frame.head.count("\n") + 1)
    return title + KEY_LINE * key_lines + (HEADS if heads else 0) + frame.above + 0.1


def _notes_height(frame: Frame) -> float:
    return 0.25 + LINE * sum(text.count("\n") + 1 for text, _ in frame.notes)


def _flow(frame: Frame) -> tuple[list[tuple[Key, float, int]], int]:
    """Place the keys of the legend: each with its left edge in cm and its line."""
    placed: list[tuple[Key, float, int]] = []
    x, line, end = EDGE, 0, frame.width - EDGE
    for block in frame.legend:
        widths = [key.room + 0.12 + span(key.label) + 0.3 for key in block]
        if x > EDGE and x + sum(widths) - 0.3 > end:
            x, line = EDGE, line + 1
        for key, width in zip(block, widths, strict=True):
            if x > EDGE and x + width - 0.3 > end:
                x, line = EDGE, line + 1
            placed.append((key, x, line))
            x += width
        x += 0.4
    return placed, line + 1 if placed else 0


def _legend_end(keys: Sequence[tuple[Key, float, int]], lines: int) -> float:
    """Return in cm where the last line of the legend ends; beyond the sheet where there is none."""
    ends = [x + key.room + 0.4 + span(key.label) for key, x, line in keys if line == lines - 1]
    return max(ends, default=TALLEST)


def _draw_keys(axes: Axes, keys: Sequence[tuple[Key, float, int]], frame: Frame) -> None:
    first = 0.25 + TITLE_LINE * (frame.head.count("\n") + 1) + KEY_LINE / 2
    for key, x, line in keys:
        y = first + line * KEY_LINE
        if key.draw:
            key.draw(axes, x, y)
        axes.text(
            x + (key.room + 0.12 if key.draw else 0),
            y,
            key.label,
            va="center",
            fontsize=SMALL,
            color=INK if key.draw else GREY,
        )


def _column_widths(groups: Sequence[Group], columns: Sequence[Column]) -> list[float]:
    """Return the width in cm that the words of each column take."""
    rows = [row for group in groups for row in group.rows]
    return [
        max([span(column.head), *(span(row.cells[number].text) * 1.05 for row in rows)])
        for number, column in enumerate(columns)
    ]


def _edges(
    columns: Sequence[Column], widths: Sequence[float], right: float
) -> list[tuple[float, str]]:
    """Return where the words of each column begin or end, and which of both."""
    edges, x = [], right
    for column, width in zip(columns, widths, strict=True):
        edges.append(
            (x + GAP + (width if column.right else 0), "right" if column.right else "left")
        )
        x += GAP + width
    return edges


def _heads(
    axes: Axes, columns: Sequence[Column], widths: Sequence[float], right: float, y: float
) -> None:
    for column, (x, side) in zip(columns, _edges(columns, widths, right), strict=True):
        if column.head:
            axes.text(x, y, column.head, ha=side, va="center", fontsize=SMALL, color=GREY)


def _set_rows(
    axes: Axes,
    groups: Sequence[Group],
    labels: Sequence[tuple[str, float]],
    heights: Sequence[float],
    top: float,
) -> list[Place]:
    """Write headings with their rules and the names of the rows; return where the rows are."""
    places: list[Place] = []
    y, end = top, axes.get_xlim()[1] - EDGE
    edge = EDGE + max((span(*label) for label in labels), default=0)
    for group in groups:
        axes.text(
            EDGE,
            y + HEADING - 0.14,
            clean(group.heading),
            va="bottom",
            fontsize=NORMAL,
            fontweight=weight(group.heading),
        )
        axes.plot([EDGE, end], [y + HEADING - 0.08] * 2, color=GREY, linewidth=0.7)
        y += HEADING
        for row in group.rows:
            (label, size), height = labels[len(places)], heights[len(places)]
            axes.text(
                edge,
                y + height / 2,
                label,
                ha="right",
                va="center",
                multialignment="right",
                linespacing=1.1,
                fontsize=size,
                fontweight=weight(row.name) if row.bold else "normal",
            )
            places.append(Place(row.name, y + height / 2, height))
            y += height
    return places


def _set_cells(
    axes: Axes,
    row: Row,
    columns: Sequence[Column],
    widths: Sequence[float],
    corner: tuple[float, float],
) -> None:
    for cell, (x, side) in zip(row.cells, _edges(columns, widths, corner[0]), strict=True):
        if cell.text:
            axes.text(
                x,
                corner[1],
                cell.text,
                ha=side,
                va="center",
                fontsize=SMALL,
                color=cell.colour,
                fontweight=weight(cell.text) if cell.bold else "normal",
            )


def _set_notes(axes: Axes, frame: Frame, y: float) -> None:
    y += 0.12
    for text, colour in frame.notes:
        for line in text.split("\n"):
            axes.text(EDGE, y, line, va="top", fontsize=SMALL, color=colour)
            y += LINE
