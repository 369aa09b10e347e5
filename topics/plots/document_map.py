"""Figure of a map: documents that are alike stand near each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from topics.plots.boxes import Floats, covered, push_apart
from topics.plots.pieces import (
    LINE,
    NOTE_ROOM,
    TITLE_ROOM,
    check_columns,
    empty_figure,
    group_legend,
    joined,
    ordered,
    sheet,
    sheet_note,
)
from topics.plots.style import (
    CM,
    GREY,
    PAGE,
    SMALL,
    drawn,
    ems,
    new_figure,
    palette,
    shorten,
    words,
    wrap,
)


@drawn
def plot_document_map(
    document_map: pd.DataFrame, *, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw documents as points: the nearer, the more alike their words.

    Parameters
    ----------
    document_map : DataFrame
        Columns doc_id, group, x, y and, optional, explained (from `topics.stats.document_map`). The
        legend has the groups in the order of the rows.
    lang, width
        As in `plot_cooccurrence`.

    Returns
    -------
    Figure
        Both axes have the same scale. A label that found no room near its point is left out, and
        the note says so.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(document_map, ("doc_id", "group", "x", "y"), "document_map")
    rows = document_map.dropna(subset=["x", "y"])
    if rows.empty:
        return empty_figure(width, lang)
    styles = palette(ordered(rows["group"]))
    room = (width - 0.4, 0.62 * width)
    head = TITLE_ROOM + 0.45 * ceil(len(styles) / max(1, int(width / 4)))
    figure = new_figure(
        width, head + NOTE_ROOM + room[1], words(lang, "文件分布图", "Map of the documents")
    )
    figure.set_layout_engine("none")
    axes = sheet(figure, (0.2, NOTE_ROOM), room)
    group_legend(axes, styles, [shorten(group, 18) for group in styles], width=width, above=2)
    points = _on_sheet(rows[["x", "y"]].to_numpy(dtype=float), room)
    for point, group in zip(points, rows["group"].astype(str), strict=True):
        colour, marker = styles[group]
        axes.plot(
            *point,
            marker=marker,
            color=colour,
            markersize=6,
            markeredgecolor="white",
            markeredgewidth=0.5,
            zorder=3,
        )
    bare = _label_points(axes, points, [wrap(name, 10) for name in rows["doc_id"]], room)
    text = words(lang, "两点越近，用词越相似", "The nearer two points, the more alike their words")
    shown = f"{rows['explained'].iloc[0]:.0%}" if "explained" in rows else ""
    kept = (
        words(lang, f"平面保留{shown}的差异", f"the plane shows {shown} of the differences")
        if shown
        else ""
    )
    unnamed = (
        words(lang, f"{bare}个名称因无处可放未写", f"{bare} names had no room") if bare else ""
    )
    sheet_note(figure, joined(lang, text, kept, unnamed), width)
    return figure


def _on_sheet(points: Floats, room: tuple[float, float]) -> Floats:
    """Move and scale points to the middle of a sheet, both axes alike."""
    margin = np.array([1.5, 0.6])
    span = np.ptp(points, axis=0)
    scale = np.min((np.asarray(room) - 2 * margin) / np.where(span > 0, span, 1e-9))
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    return np.asarray(np.asarray(room) / 2 + (points - middle) * scale)


def _label_points(
    axes: Axes, points: Floats, labels: Sequence[str], room: tuple[float, float]
) -> int:
    """Write labels beside their points, with a line to those that had to move away; return how many
    had no room.
    """
    sizes = np.array(
        [
            (
                max(map(ems, label.split("\n"))) * SMALL / 72 / CM + 0.1,
                (label.count("\n") + 1) * LINE,
            )
            for label in labels
        ]
    )
    start = points + np.column_stack([np.zeros(len(points)), sizes[:, 1] / 2 + 0.15])
    dots = np.full_like(points, 0.28)
    every = push_apart(
        np.vstack([points, start]), np.vstack([dots, sizes]), room, fixed=len(points)
    )
    left_out = {number - len(points) for number in covered(every, np.vstack([dots, sizes]))}
    for number, (label, centre) in enumerate(zip(labels, every[len(points) :], strict=True)):
        if number in left_out:
            continue
        axes.text(
            centre[0],
            centre[1],
            label,
            ha="center",
            va="center",
            fontsize=SMALL,
            zorder=4,
            linespacing=1.1,
        )
        edge = np.clip(points[number], centre - sizes[number] / 2, centre + sizes[number] / 2)
        if np.hypot(*(edge - points[number])) > 0.3:
            axes.plot(*np.array([edge, points[number]]).T, color=GREY, linewidth=0.5, zorder=2)
    return len([number for number in left_out if number >= 0])
