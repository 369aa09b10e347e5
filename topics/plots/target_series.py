"""Figure of series of targets: the value of each indicator by the year it is due."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from topics.plots.pieces import check_columns, empty_figure, joined, more, note
from topics.plots.style import (
    BLUE,
    GREY,
    INK,
    NARROW,
    PAGE,
    SMALL,
    TALLEST,
    clean,
    drawn,
    ems_in,
    fit_height,
    new_figure,
    words,
    wrap,
)

PANEL, HEAD = 1.9, 1.35  # cm: a panel, and its title with the years below it
ROOM = 3.2  # cm for the title of the figure and the note
MARKERS = {"at_least": "^", "more_than": "^", "at_most": "v", "less_than": "v"}
_COLUMNS = ("series", "indicator", "unit", "value", "year", "kind", "relation", "hardness")
_MAGNITUDES = {"zh": ((1e8, "亿"), (1e4, "万")), "en": ((1e9, "bn"), (1e6, "m"))}


@drawn
def plot_target_series(series: pd.DataFrame, *, lang: str = "zh", width: float = PAGE) -> Figure:
    """Draw the value of each indicator by the year of which it speaks, a small panel each.

    Parameters
    ----------
    series : DataFrame
        Columns of target_series.csv.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        A mark points up where at least the value is meant and down where at most; it is open where
        the words are soft, and grey where the value was reached. Only series with two values or
        more; those with the most on top. Each panel has its own scale.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(series, _COLUMNS, "series")
    told = series[series["value"].notna() & series["year"].notna()]
    sizes = told.groupby("series", sort=False).size()
    ranked = sizes[sizes > 1].sort_values(ascending=False, kind="stable")
    if ranked.empty:
        return empty_figure(width, lang)
    across = 3 if width >= NARROW else 2
    fit = across * max(1, int((TALLEST - ROOM) / (PANEL + HEAD)))
    shown = list(ranked.index[:fit])
    n_rows = -(-len(shown) // across)
    figure = new_figure(
        width, title=words(lang, "指标的前后数值", "Targets from document to document")
    )
    panels = figure.subplots(n_rows, across, squeeze=False)
    for axes, name in zip(panels.flat, shown, strict=False):
        _panel(axes, told[told["series"] == name], lang, width / across)
    for axes in panels.flat[len(shown) :]:
        axes.set_axis_off()
    text = words(
        lang,
        "▲不低于，▼不超过，●其他；空心：柔性措辞；灰：已达到。横轴为数值所指年份，刻度各自定；区间与仅定性者未画",
        "▲ at least, ▼ at most; open: soft words, grey: reached. By the year meant, each on its own"
        " scale; ranges and mere words are not drawn",
    )
    hidden = more(lang, len(ranked) - len(shown), "个指标", "indicators")
    note(figure, joined(lang, text, hidden), width)
    fit_height(figure, list(panels[:, 0]), [PANEL] * n_rows)
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, lang: str, width: float) -> None:
    last = rows.iloc[-1]
    unit = f"（{last['unit']}）" if last["unit"] else ""
    title = wrap(f"{clean(last['indicator'])}{unit}", ems_in(width - 0.5, SMALL), lines=2)
    axes.set_title(title, fontsize=SMALL)
    years = [int(year) for year in rows["year"]]
    values = [float(value) for value in rows["value"]]
    bound = [
        (year, value)
        for year, value, kind in zip(years, values, rows["kind"], strict=True)
        if kind != "baseline"
    ]
    if len(bound) > 1:
        axes.plot(*zip(*sorted(bound), strict=True), color=GREY, linewidth=0.6, zorder=1)
    for year, value, row in zip(years, values, rows.to_dict("records"), strict=True):
        _mark(axes, year, value, row, lang)
    ticks = sorted({min(years), max(years)})
    axes.set_xticks(ticks, [str(year) for year in ticks])
    margin = max(max(years) - min(years), 1) * 0.18
    axes.set_xlim(min(years) - margin, max(years) + margin)
    spread = max(values) - min(values) or max(abs(max(values)), 1.0)
    axes.set_ylim(min(values) - 0.25 * spread, max(values) + 0.45 * spread)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _mark(axes: Axes, year: int, value: float, row: dict[Any, Any], lang: str) -> None:
    done = row["kind"] == "baseline"
    soft = not pd.isna(row["hardness"]) and int(row["hardness"]) == 1 and not done
    colour = GREY if done else BLUE
    axes.plot(
        [year],
        [value],
        linestyle="",
        marker="o" if done else MARKERS.get(row["relation"], "o"),
        color=colour,
        markerfacecolor="white" if soft else colour,
        zorder=2,
    )
    axes.annotate(
        short_number(value, lang),
        (year, value),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        color=GREY if done else INK,
        path_effects=[withStroke(linewidth=2, foreground="white")],
    )


def short_number(value: float, lang: str) -> str:
    """Write a number short, with the magnitude of the language.

    Examples
    --------
    >>> short_number(215000.0, "zh"), short_number(2.5e8, "en"), short_number(87.5, "zh")
    ('21.5万', '250m', '87.5')
    """
    for size, name in _MAGNITUDES[lang]:
        if abs(value) >= size:
            return f"{value / size:.4g}{name}"
    return f"{value:.6g}"
