"""Arrows from one rate to another: the open dot is the first, the head the last document.

The fill of the head says how strong the evidence is, the line how many sections bear the
difference. Nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from topics.plots.grouped_rows import EDGE, Key
from topics.plots.lines_of_text import span
from topics.plots.style import BLUE, GREY, INK, PALE, SMALL, VERMILION

MAX_BARS = 3  # documents between that are named one by one and drawn in full
LENGTH, HALF = 0.25, 0.115  # cm: length and half the breadth of a head
SHORTEST = 0.16  # cm: a head longer than its arrow ends here, so that the dot does not hide it
SOLID, PALER = 2.4, 1.0  # points: a line that holds across sections, and one too small to say
# Outline of a head in points, by evidence; below weak it is thin and grey.
OUTLINES = {"strong": 0.9, "moderate": 0.9, "weak": 1.5}


@dataclass(frozen=True)
class Arrow:
    """Rates of a row from the first to the last document, with its evidence and spread."""

    first: float
    last: float
    middle: tuple[float, ...] = ()
    evidence: str = ""
    spread: str = ""


@dataclass(frozen=True)
class RootScale:
    """Places of rates between two edges in cm, on a square-root scale from zero to `top`."""

    left: float
    right: float
    top: float

    def at(self, rate: float) -> float:
        """Return the place of a rate in cm.

        >>> RootScale(2.0, 6.0, 100).at(25)
        4.0
        """
        return self.left + (self.right - self.left) * sqrt(max(rate, 0) / self.top)

    def ticks(self) -> list[float]:
        """Return round rates from zero on, far enough apart for their labels.

        >>> RootScale(0.0, 5.5, 112).ticks()
        [0, 5.0, 20.0, 50.0, 100.0]
        """
        apart = max(0.65, 0.13 * (self.right - self.left), span(f"{self.top:,.0f}") + 0.15)
        kept: list[float] = []
        for rate in _round_rates(self.top):
            edge = self.at(kept[-1]) if kept else self.right + apart
            if edge - self.at(rate) >= apart and self.at(rate) - self.left >= apart:
                kept.append(rate)
        return [0, *reversed(kept)]


def _round_rates(top: float) -> list[float]:
    """Return 1, 2 and 5 times the powers of ten up to `top`, the largest first."""
    rates = [digit * 10.0**power for power in range(6, -4, -1) for digit in (5, 2, 1)]
    return [round(rate, 3) for rate in rates if rate <= top * 1.0001]


def draw_arrow(axes: Axes, arrow: Arrow, y: float, scale: RootScale, *, pointed: bool) -> None:
    """Draw an arrow; with `pointed` false a square stands for the head, as nothing moves."""
    first, last = scale.at(arrow.first), scale.at(arrow.last)
    way = 1 if arrow.last >= arrow.first else -1
    colour = colour_of(way)
    length = min(LENGTH, max(SHORTEST, abs(last - first)))
    base = last - way * length if abs(last - first) >= length else first
    end = base if pointed else last
    if end != first:
        draw_line(axes, (first, end), y, arrow.spread, colour)
    if pointed:
        draw_head(axes, (base, base + way * length), y, arrow.evidence, colour)
    else:
        draw_square(axes, last, y, arrow.evidence, colour)
    for rate in arrow.middle:
        draw_bar(axes, scale.at(rate), y, crowded=len(arrow.middle) > MAX_BARS)
    draw_dot(axes, first, y)


def colour_of(way: int) -> str:
    """Return the colour of rows that gain or lose."""
    return VERMILION if way > 0 else BLUE


def draw_line(axes: Axes, ends: tuple[float, float], y: float, spread: str, colour: str) -> None:
    """Draw the line of an arrow: thick where it holds across sections, thin and dashed where it
    rests on one.
    """
    thin = {"linewidth": PALER, "alpha": 0.7}
    looks = {"spread": {"linewidth": SOLID}, "": thin}
    dashed = {"linewidth": 1.1, "dashes": (2.2, 1.6)}
    axes.plot(
        ends,
        [y, y],
        color=colour,
        solid_capstyle="butt",
        label=f"line {spread or 'small'}",
        **looks.get(spread, dashed),
    )


def draw_head(axes: Axes, ends: tuple[float, float], y: float, evidence: str, colour: str) -> None:
    """Draw the head of an arrow from its base to its tip; its fill is the grade of evidence."""
    base, tip = ends
    corners = [(base, y - HALF), (tip, y), (base, y + HALF)]
    _shape(axes, corners, evidence, colour, closed=_tested(evidence))  # else without a base
    if evidence == "moderate":
        half = [(base, y), (tip, y), (base, y + HALF)]
        axes.add_patch(Polygon(half, facecolor=colour, linewidth=0, zorder=2.6, label="half"))


def draw_square(axes: Axes, x: float, y: float, evidence: str, colour: str) -> None:
    """Draw a square in the place of a head, filled in the same way."""
    side = 0.09
    corners = [
        (x - side, y + side),
        (x - side, y - side),
        (x + side, y - side),
        (x + side, y + side),
    ]
    _shape(axes, corners, evidence, colour, closed=_tested(evidence))
    if evidence == "moderate":
        half = [(x - side, y), (x + side, y), (x + side, y + side), (x - side, y + side)]
        axes.add_patch(Polygon(half, facecolor=colour, linewidth=0, zorder=2.6, label="half"))


def _tested(evidence: str) -> bool:
    return evidence in {*OUTLINES, "unclear"}


def _shape(
    axes: Axes,
    corners: Sequence[tuple[float, float]],
    evidence: str,
    colour: str,
    *,
    closed: bool,
) -> None:
    axes.add_patch(
        Polygon(
            corners,
            closed=closed,
            facecolor=(colour if evidence == "strong" else "white") if closed else "none",
            edgecolor=colour if evidence in OUTLINES else GREY,
            linewidth=OUTLINES.get(evidence, 0.8),
            joinstyle="round",
            zorder=2.5,
            label=f"head {evidence or 'untestable'}",
        )
    )


def draw_bar(axes: Axes, x: float, y: float, *, crowded: bool = False) -> None:
    """Draw a document between the first and the last; smaller and behind the head where crowded."""
    half, broad, order = (0.075, 0.7, 2.2) if crowded else (0.12, 1.1, 2.7)
    axes.plot(
        [x, x], [y - half, y + half], color=INK, linewidth=broad, zorder=order, label="middle"
    )


def draw_dot(axes: Axes, x: float, y: float) -> None:
    """Draw the first document."""
    axes.plot(
        [x],
        [y],
        marker="o",
        markersize=4.2,
        markerfacecolor="white",
        markeredgecolor=INK,
        markeredgewidth=1,
        zorder=3,
        label="first",
    )


def draw_root_axis(axes: Axes, scale: RootScale, ends: tuple[float, float], label: str) -> None:
    """Draw the axis below the rows, with pale lines through them; `ends` are their top and
    bottom.
    """
    top, bottom = ends
    for rate in scale.ticks():
        x = scale.at(rate)
        axes.plot([x, x], [top, bottom], color=PALE, linewidth=0.7, zorder=0.5, label="grid")
        axes.plot([x, x], [bottom, bottom + 0.08], color=GREY, linewidth=0.6, label="tick")
        text = f"{rate:,g}"
        axes.text(x, bottom + 0.16, text, ha="center", va="top", fontsize=SMALL)
    axes.plot([scale.left - 0.15, scale.right + 0.15], [bottom] * 2, color=GREY, linewidth=0.7)
    half, width = span(label) / 2, axes.get_xlim()[1]
    middle = max(EDGE + half, min((scale.left + scale.right) / 2, width - EDGE - half))
    axes.text(middle, bottom + 0.55, label, ha="center", va="top", fontsize=SMALL)


def document_keys(first: str, middle: str, last: str, *, pointed: bool) -> tuple[Key, ...]:
    """Return the keys of the documents; none for those between where there are none."""
    head = _head_key(last, "strong", INK, pointed=pointed)
    dot = Key(first, lambda axes, x, y: draw_dot(axes, x + 0.1, y), 0.2)
    bar = Key(middle, lambda axes, x, y: draw_bar(axes, x + 0.05, y), 0.1)
    return (dot, bar, head) if middle else (dot, head)


def evidence_keys(
    names: Sequence[tuple[str, str]], title: str, *, pointed: bool
) -> tuple[Key, ...]:
    """Return a key for each grade of evidence, given as (grade, its name)."""
    heads = [_head_key(name, grade, INK, pointed=pointed) for grade, name in names]
    return (Key(title), *heads)


def line_key(label: str, spread: str) -> Key:
    """Return the key of a kind of line."""
    return Key(label, lambda axes, x, y: draw_line(axes, (x, x + 0.6), y, spread, INK), 0.6)


def _head_key(label: str, evidence: str, colour: str, *, pointed: bool) -> Key:
    def draw(axes: Axes, x: float, y: float) -> None:
        if pointed:
            draw_head(axes, (x, x + LENGTH), y, evidence, colour)
        else:
            draw_square(axes, x + 0.12, y, evidence, colour)

    return Key(label, draw, LENGTH)
