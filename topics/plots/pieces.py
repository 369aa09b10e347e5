"""Pieces that several figures share: checks, legends, notes, heat maps, words of the tables in two
languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from topics.names import VERDICT_SIGNS, VERDICTS, Words, code_of
from topics.plots.style import (
    CM,
    GREY,
    INK,
    SHADES,
    SMALL,
    TALLEST,
    clean,
    ems,
    ems_in,
    new_figure,
    words,
    wrap,
)

SEQUENTIAL = LinearSegmentedColormap.from_list("topics", SHADES)

# Of figures that place their labels themselves, in cm: above and below the drawing, and a line of
# labels.
TITLE_ROOM, NOTE_ROOM, LINE = 0.9, 1.0, SMALL * 1.25 / 72 / CM


def named(value: object, names: Mapping[str, Words], lang: str) -> str:
    """Put a value of a table into the figure's language; a value we do not know stays as it is.

    >>> named("no clear change", VERDICTS, "zh")
    '无明确变化'
    """
    found = names.get(code_of(value))
    return clean(value) if found is None else found.in_(lang)


def verdict_with_sign(value: object, lang: str) -> str:
    """Name a verdict, a rise and a fall with their arrows.

    >>> verdict_with_sign("rises", "zh"), verdict_with_sign("described", "zh")
    ('↑ 上升', '仅描述')
    """
    name = named(value, VERDICTS, lang)
    sign = VERDICT_SIGNS.get(code_of(value), "")
    return f"{sign} {name}" if sign in {"↑", "↓"} else name


def check_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Say which columns a table lacks.

    Raises
    ------
    ValueError
        If one is missing.
    """
    if missing := [column for column in columns if column not in table]:
        raise ValueError(
            f"{name}: no column {', '.join(missing)}; there are:"
            f" {', '.join(map(str, table.columns))}"
        )


def empty_figure(width: float, lang: str, what: str = "") -> Figure:
    """Return a small figure that says that there is nothing to draw."""
    figure = new_figure(width, 2.5)
    text = words(lang, "没有可画的数据", "Nothing to draw")
    figure.text(
        0.5, 0.5, f"{text}（{clean(what)}）" if what else text, ha="center", va="center", color=GREY
    )
    return figure


def more(lang: str, n: int, chinese: str, english: str) -> str:
    """Say how many rows of the table a figure leaves out; nothing if none.

    >>> more("zh", 3, "个议题", "themes")
    '另有3个议题见数据表'
    """
    return (
        words(lang, f"另有{n}{chinese}见数据表", f"{n} more {english} in the table")
        if n > 0
        else ""
    )


def joined(lang: str, *parts: str) -> str:
    """Join the parts of a note that say something."""
    return words(lang, "；", "; ").join(filter(None, parts))


def note(figure: Figure, text: str, width: float) -> None:
    """Write what the reader needs to know under the figure, in small type."""
    if text:
        figure.supxlabel(
            wrap(text, ems_in(width - 0.4, SMALL), lines=3),
            x=0.01,
            ha="left",
            fontsize=SMALL,
            color=GREY,
        )


def fitting(size: float, besides: float = 4.0) -> int:
    """Return how many rows or panels of a size in cm fit on a page, beside what else the figure
    holds.

    >>> fitting(0.62)
    32
    """
    return max(1, int((TALLEST - besides) / size))


def group_legend(
    axes: Axes,
    styles: Mapping[str, tuple[str, str]],
    labels: Sequence[str],
    *,
    width: float,
    above: float,
) -> None:
    """Put one entry per group over the axes: its mark and its label."""
    handles = [
        Line2D([], [], color=colour, marker=marker, linestyle="")
        for colour, marker in styles.values()
    ]
    legend_above(axes, handles, labels, width=width, above=above)


def legend_above(
    axes: Axes, handles: Sequence[Artist], labels: Sequence[str], *, width: float, above: float
) -> None:
    """Put a legend `above` points over the axes, from the left edge of the figure, in as many
    columns as fit.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    fit = max(1, min(len(labels), int(ems_in(width - 0.5, SMALL) / (max(map(ems, labels)) + 2.2))))
    columns = -(-len(labels) // -(-len(labels) // fit))  # as even rows as possible
    legend = axes.legend(
        handles,
        ["x"] * len(labels),
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=blended_transform_factory(figure.transFigure, axes.transAxes)
        + ScaledTranslation(0, above / 72, figure.dpi_scale_trans),
        ncols=columns,
        handlelength=1.2,
        handletextpad=0.3,
        columnspacing=1.2,
        borderaxespad=0.2,
    )
    for text, label in zip(
        legend.get_texts(), labels, strict=True
    ):  # set afterwards: a label may begin with `_`
        text.set_text(label)


def heat_map(
    axes: Axes, values: npt.NDArray[np.float64], norm: Normalize, numbers: str = ""
) -> None:
    """Draw a matrix as cells, light to dark, the first row on top; with `numbers`, a format, each
    cell holds its value.

    A missing value is an empty cell with a dash.
    """
    n_rows, n_columns = values.shape
    edges = np.arange(n_columns + 1) - 0.5, np.arange(n_rows + 1) - 0.5
    axes.pcolormesh(
        *edges,
        np.ma.masked_invalid(values),
        cmap=SEQUENTIAL,
        norm=norm,
        edgecolors="white",
        linewidth=0.8,
    )
    axes.set_ylim(n_rows - 0.5, -0.5)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for row, column in np.ndindex(n_rows, n_columns):
        value = values[row, column]
        text = "–" if np.isnan(value) else format(value, numbers) if numbers else ""
        colour = GREY if np.isnan(value) else "white" if norm(value) > 0.55 else INK
        if text:
            label = axes.text(
                column, row, text, ha="center", va="center", color=colour, fontsize=SMALL
            )
            label.set_in_layout(
                False
            )  # inside the axes anyway; measuring hundreds of them takes a second


def ordered(values: Iterable[Any]) -> list[str]:
    """Return distinct values as text in the order of first appearance."""
    return list(dict.fromkeys(str(value) for value in values))


def matrix(
    table: pd.DataFrame, rows: Sequence[str], columns: Sequence[str], names: tuple[str, str, str]
) -> npt.NDArray[np.float64]:
    """Spread a long table into a matrix of shape (n_rows, n_columns); NaN where the table has no
    row.

    `names` are the columns of the table that hold the row's label, the column's label and the
    value.
    """
    row_name, column_name, value_name = names
    place = {label: number for number, label in enumerate(rows)}
    across = {label: number for number, label in enumerate(columns)}
    values = np.full((len(rows), len(columns)), np.nan)
    for row, column, value in zip(
        table[row_name].astype(str), table[column_name].astype(str), table[value_name], strict=True
    ):
        if row in place and column in across:
            values[place[row], across[column]] = value
    return values


def standings(topics: pd.DataFrame) -> list[str]:
    """Return how surely each topic returns: a code of `STANDINGS`, `stable` where the table does
    not say.
    """
    if "standing" in topics:
        return [str(code) for code in topics["standing"]]
    if not {"stable", "stability", "null"} <= set(topics.columns):
        return ["stable"] * len(topics)
    fails = topics["stability"].notna() & ~topics["stable"].astype(bool)
    return ["unstable" if fail else "stable" for fail in fails]


def sheet_note(figure: Figure, text: str, width: float) -> None:
    """Write the note of a figure that has no layout engine."""
    label = wrap(text, ems_in(width - 0.4, SMALL))
    figure.text(0.01, 0.12 * CM / figure.get_figheight(), label, fontsize=SMALL, color=GREY)


def sheet(figure: Figure, corner: tuple[float, float], room: tuple[float, float]) -> Axes:
    """Return axes whose units are cm, with their lower left corner at a place in cm."""
    width, height = figure.get_figwidth() / CM, figure.get_figheight() / CM
    axes = figure.add_axes(
        (corner[0] / width, corner[1] / height, room[0] / width, room[1] / height)
    )
    axes.set(xlim=(0, room[0]), ylim=(0, room[1]))
    axes.set_axis_off()
    return axes
