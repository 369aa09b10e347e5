"""Figure of words over the years: which came, which were there for a time, which went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from topics.plots.figures_of_rates import label, period
from topics.plots.grouped_rows import Cell, Column, Frame, Place, Row, Sheet, grouped_sheet
from topics.plots.pieces import SEQUENTIAL, check_columns
from topics.plots.series_words import (
    Record,
    SeriesWords,
    chosen_rows,
    framed,
    grouped,
    of_kinds,
)
from topics.plots.style import GREY, INK, PAGE, PALE, SMALL, drawn
from topics.plots.timeline import Timeline, draw_years, groups_of, values_of

ROW = 0.4  # cm
DARK = 0.55  # share of the shade from which figures are white


@drawn
def plot_word_years(
    series: pd.DataFrame, counts: pd.DataFrame, *, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw words against years: the shade is the rate over the word's highest year.

    Parameters
    ----------
    series : DataFrame
        Columns of the series of words: feature, and those of series.csv.
    counts : DataFrame
        Columns feature, group, mentions, rate; groups are years or stand in the order of time. A
        missing year is a dotted line.
    lang, width
        As in `plot_change`.

    Returns
    -------
    Figure
        Words that came, that were there for a time and that went, in the order of their start, then
        of the middle of their mentions. At 17 cm each cell holds the number of mentions. Where not
        all fit on a page, those with the best evidence and the largest ratio stay.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(counts, ("feature", "group", "mentions", "rate"), "counts")
    ranked, _ = chosen_rows(series, "feature")
    texts = SeriesWords(lang, width, themes=False)
    line = Timeline(groups_of(counts), 0, 1, spaced=False)
    title = texts.say("词语的兴起与淡出", "Words that came and went")
    frame = Frame(width, title, ROW, above=0.35, below=0.1, heads=False)
    shade = texts.say(
        "深浅为每万字次数与该词最高一年之比", "shade: rate over the word's highest year"
    )
    figures = texts.say("格内为次数", "figures: mentions")
    parts = (shade,) if texts.narrow else (figures, shade)
    frame, kept = framed(frame, texts, ranked, [], texts.guide(line.missing, *parts))
    rates, mentions = (values_of(counts, "feature", name) for name in ("rate", "mentions"))
    kinds = [_by_time(rows, line, rates) for rows in of_kinds(kept)]
    groups = grouped(
        texts.headings(), kinds, lambda row: Row(row["name"], (Cell(_when(row, texts)),))
    )
    sheet = grouped_sheet(frame, groups, (Column("", right=False),))
    if not sheet.places or not line.groups:
        return sheet.figure
    line = replace(line, left=sheet.left, right=sheet.right)
    draw_years(sheet.axes, line, sheet.top - 0.2)
    for place in sheet.places:
        shares = _shares(rates.get(place.name, {}))
        figures_of = {} if texts.narrow else mentions.get(place.name, {})
        _draw_cells(sheet.axes, place, line, shares, figures_of)
    _draw_gaps(sheet, line)
    return sheet.figure


def _when(row: Record, texts: SeriesWords) -> str:
    """Write when a word came or went, or its period."""
    start, end = label(row["from"]), label(row["to"])
    steadily = texts.say("逐年", "steady ")
    signs = {
        "rises": f"{steadily}↑",
        "falls": f"{steadily}↓",
        "step_up": f"{start}↑",
        "step_down": f"{start}↓",
    }
    return signs.get(row["shape"], period(start, end))


def _by_time(
    rows: list[Record], line: Timeline, rates: Mapping[str, Mapping[str, float]]
) -> list[Record]:
    """Order words by their start, then by the middle of their rates over the years, then name."""

    def middle(row: Record) -> float:
        found = rates.get(row["name"], {})
        total = sum(found.values())
        places = (number * found.get(group, 0) for number, group in enumerate(line.groups))
        return sum(places) / total if total else 0.0

    def start(row: Record) -> int:
        number = None if row["shape"] in {"rises", "falls"} else line.number(row["from"])
        return -1 if number is None else number

    return sorted(rows, key=lambda row: (start(row), middle(row), row["name"]))


def _shares(rates: Mapping[str, float]) -> dict[str, float]:
    top = max(rates.values(), default=0.0)
    return {group: rate / top if top > 0 else 0.0 for group, rate in rates.items()}


def _draw_cells(
    axes: Axes,
    place: Place,
    line: Timeline,
    shares: Mapping[str, float],
    mentions: Mapping[str, float],
) -> None:
    """Draw a word's years as cells, white where it does not occur."""
    for number, group in enumerate(line.groups):
        share = shares.get(group, 0.0)
        left, right = line.edges(number, number)
        tall = min(place.height, ROW) - 0.05
        # Never quite white, so that one mention differs from none.
        shade = SEQUENTIAL(0.1 + 0.9 * share) if share > 0 else "white"
        axes.add_patch(
            Rectangle(
                (left + 0.02, place.y - tall / 2),
                right - left - 0.04,
                tall,
                facecolor=shade,
                edgecolor="none" if share > 0 else PALE,
                linewidth=0.5,
                label=f"{place.name} {group}",
            )
        )
        if mentions.get(group, 0) > 0:
            axes.text(
                line.at(number),
                place.y,
                f"{mentions[group]:.0f}",
                ha="center",
                va="center",
                fontsize=SMALL,
                color="white" if share > DARK else INK,
            )


def _draw_gaps(sheet: Sheet, line: Timeline) -> None:
    """Draw a dotted line where years are missing."""
    for number in range(len(line.groups) - 1):
        if line.apart(number):
            x = line.edges(number, number)[1]
            ends = [sheet.top - 0.05, sheet.bottom]
            sheet.axes.plot([x, x], ends, color=GREY, linewidth=0.9, linestyle=":", label="missing")
