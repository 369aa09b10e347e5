"""Figures of words: keywords of each group, keyness between two groups, the words behind a word shift."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from topics.plots.parts import check_columns, empty_figure, note, ordered
from topics.style import (
    BLUE,
    CM,
    GREY,
    PAGE,
    PALE,
    SMALL,
    drawn,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    weight,
    words,
    wrap,
)

MAX_PANELS, PANEL_WIDTH, ROW = 12, 5.4, 0.34  # panels per figure; cm


@drawn
def plot_keywords(
    keywords: pd.DataFrame, *, level: str = "document", n: int = 20, groups: Sequence[str] | None = None,
    lang: str = "zh", width: float = PAGE,
) -> Figure:  # fmt: skip
    """Draw the keywords of each group, ranked by tf-idf, one panel per group.

    Parameters
    ----------
    keywords : DataFrame
        Columns of keywords.csv.
    level : str
        `document`, `section` or `year`.
    n : int
        Keywords per group at most.
    groups : sequence of str, optional
        Which groups; by default the first 12 of the table. The note says how many are not drawn.
    lang : str
        `zh` or `en`.
    width : float
        In cm.

    Returns
    -------
    Figure
        A figure that says so where the level has no row.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(keywords, ("level", "group", "rank", "feature", "count", "tf_idf"), "keywords")
    table = keywords[(keywords["level"] == level) & (keywords["rank"] <= n)]
    everything = ordered(table["group"])
    shown = everything[:MAX_PANELS] if groups is None else [group for group in groups if group in everything]
    if not shown:
        return empty_figure(width, lang)
    n_rows = int(table.groupby("group").size().max())
    figure = new_figure(width, title=words(lang, "关键词（TF-IDF）", "Keywords (tf-idf)"))
    highest = float(table["tf_idf"].max())
    for panel, group in zip(_panels(figure, len(shown)), shown, strict=True):
        rows = table[table["group"].astype(str) == group].sort_values("rank", kind="stable")
        axes = panel.add_subplot()
        _ranked(axes, rows["feature"].tolist(), rows["tf_idf"].to_numpy(dtype=float), [f"{count:g}" for count in rows["count"]])
        axes.set_ylim(n_rows - 0.4, -0.6)
        axes.set_xlim(0, max(highest, 1e-9) * 1.2)
        title = wrap(group, ems_in(PANEL_WIDTH, SMALL) - 2)
        panel.suptitle(title, x=0.02, ha="left", fontsize=SMALL, fontweight=weight(title))
    hidden = len(everything) - len(shown)
    text = words(lang, "横轴为 TF-IDF 权重，右侧数字为出现次数", "Axis: tf-idf weight; numbers: occurrences")
    if hidden:
        text += words(lang, f"；另有{hidden}组见数据表", f"; {hidden} more groups are in the table")
    note(figure, text, width)
    first_column = figure.axes[:: _n_columns(figure, len(shown))]
    fit_height(figure, first_column, [ROW * n_rows] * len(first_column))
    return figure


def _n_columns(figure: Figure, n: int) -> int:
    """Return how many of n panels fit side by side."""
    return min(n, max(1, int(figure.get_figwidth() / CM / PANEL_WIDTH)))


def _panels(figure: Figure, n: int) -> list[SubFigure]:
    """Lay out n panels in equal columns."""
    columns = _n_columns(figure, n)
    return list(figure.subfigures(ceil(n / columns), columns, squeeze=False).ravel()[:n])


def _ranked(axes: Axes, labels: Sequence[str], values: npt.NDArray[np.float64], numbers: Sequence[str]) -> None:
    """Draw ranked values as dots on lines from zero, first on top; equal labels keep their own rows."""
    y = np.arange(len(labels))
    axes.hlines(y, 0, values, color=PALE, linewidth=2.5)
    axes.plot(values, y, linestyle="", marker="o", color=BLUE, markersize=4)
    for row, (value, number) in enumerate(zip(values, numbers, strict=True)):
        axes.annotate(number, (value, row), (5, 0), textcoords="offset points", va="center", fontsize=SMALL, color=GREY)
    axes.set_yticks(y, [shorten(label, 9) for label in labels])
    axes.locator_params(axis="x", nbins=4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
