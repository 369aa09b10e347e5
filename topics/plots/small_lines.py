"""Small lines: the rates of one theme over the years in a row of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from topics.plots.arrows import colour_of
from topics.plots.figures_of_rates import rate_text
from topics.plots.grouped_rows import Place
from topics.plots.lines_of_text import span
from topics.plots.series_words import Record, way_of
from topics.plots.style import INK, PALE, SMALL
from topics.plots.timeline import Timeline

LINE_ROOM = 0.42  # cm: height of a small line; above it stands the number of its highest year
PERIOD = "#ECECEC"  # the period found, behind its line


def _colour(row: Record) -> str:
    return INK if row["shape"] in {"wave", "dip"} else colour_of(way_of(row))


def draw_small_line(
    axes: Axes, place: Place, line: Timeline, row: Record, values: Mapping[str, float]
) -> None:
    """Draw a theme's line with its period, its means, and the number of its highest year."""
    points = [
        (number, values[group]) for number, group in enumerate(line.groups) if group in values
    ]
    if not points:
        return
    base = place.y + place.height / 2 - 0.06
    rates = [rate for _, rate in points]
    top = max(*rates, float(row["rate_inside"]), float(row["rate_outside"]), 1e-9)

    def height(rate: float) -> float:
        return base - LINE_ROOM * min(max(rate, 0), top) / top

    axes.plot([line.left, line.right], [base, base], color=PALE, linewidth=0.7)
    _draw_period(axes, place, line, row)
    for xs, ends in _means(line, row, points):
        ys = [height(rate) for rate in ends]
        axes.plot(xs, ys, color=_colour(row), linewidth=0.9, dashes=(3, 1.8), label="mean")
    for first, second in pairwise(points):
        gap = second[0] - first[0] > 1 or line.apart(first[0])
        axes.plot(
            [line.at(first[0]), line.at(second[0])],
            [height(first[1]), height(second[1])],
            color=_colour(row),
            linewidth=0.8 if gap else 1.2,
            linestyle=":" if gap else "-",
            label="gap" if gap else "line",
        )
    axes.plot(
        [line.at(number) for number, _ in points],
        [height(rate) for _, rate in points],
        linestyle="",
        marker="o",
        markersize=2.2,
        color=_colour(row),
        label="years",
    )
    number, rate = max(points, key=lambda point: point[1])
    half = span(rate_text(rate)) / 2
    x = min(max(line.at(number), line.left + half), line.right - half)
    axes.text(x, height(rate) - 0.05, rate_text(rate), ha="center", va="bottom", fontsize=SMALL)


def _inside(line: Timeline, row: Record) -> tuple[int, int] | None:
    """Return the first and the last group of the period found; None for lines over all years."""
    if row["shape"] in {"rises", "falls"}:
        return None
    start, end = line.number(row["from"]), line.number(row["to"])
    if row["shape"] in {"step_up", "step_down"}:
        end = len(line.groups) - 1
    return None if start is None or end is None else (start, end)


def _draw_period(axes: Axes, place: Place, line: Timeline, row: Record) -> None:
    inside = _inside(line, row)
    if inside is None:
        return
    left, right = line.edges(*inside)
    corner = (left, place.y - place.height / 2 + 0.06)
    axes.add_patch(
        Rectangle(
            corner,
            right - left,
            place.height - 0.12,
            facecolor=PERIOD,
            linewidth=0,
            zorder=0.4,
            label="period",
        )
    )


def _means(
    line: Timeline, row: Record, points: Sequence[tuple[int, float]]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the dashed lines: the mean of each stretch of years, or the straight line through
    all.
    """
    inside = _inside(line, row)
    if inside is None:
        if row["shape"] not in {"rises", "falls"} or len(points) < 2:
            return []
        xs = np.array([line.at(number) for number, _ in points])
        slope, start = np.polyfit(xs, [rate for _, rate in points], 1)
        ends = float(xs[0]), float(xs[-1])
        return [(ends, (float(start + slope * ends[0]), float(start + slope * ends[1])))]
    first, last = inside
    stretches = [(0, first - 1, "rate_outside"), (first, last, "rate_inside")]
    stretches.append((last + 1, len(line.groups) - 1, "rate_outside"))
    return [
        (line.edges(start, end), (float(row[name]), float(row[name])))
        for start, end, name in stretches
        if start <= end
    ]
