"""Figures of series: how themes rise and fall over the years."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from topics.names import SHAPES, SHORT_SHAPES
from topics.plots.change_words import evidence_cell
from topics.plots.figures_of_rates import ratio_text, shape_text
from topics.plots.grouped_rows import Cell, Column, Frame, Row, grouped_sheet
from topics.plots.pieces import check_columns
from topics.plots.series_words import (
    Record,
    SeriesWords,
    chosen_rows,
    framed,
    grouped,
    of_kinds,
)
from topics.plots.small_lines import draw_small_line
from topics.plots.style import PAGE, drawn
from topics.plots.timeline import Timeline, draw_years, groups_of, values_of

ROW = 0.8  # cm


@drawn
def plot_series(
    series: pd.DataFrame, rates: pd.DataFrame, *, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw the rate of each theme over the years, with the period in which it was higher or lower.

    Parameters
    ----------
    series : DataFrame
        Columns of series.csv: theme, shape, from, to, rate_inside, rate_outside, ratio, grade,
        spread, evidence.
    rates : DataFrame
        Columns theme, group, rate; groups are years or stand in the order of time. A missing year
        is a dotted gap.
    lang, width
        As in `plot_change`.

    Returns
    -------
    Figure
        One row per theme whose shape is large, has evidence and does not rest on one document;
        those with the best evidence and the largest ratio on top. Each row has its own scale, from
        zero to the number printed at its highest year; means are dashed, the period found is grey.
        Themes with evidence that are too small stand in a line below.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(rates, ("theme", "group", "rate"), "rates")
    ranked, rest = chosen_rows(series, "theme")
    texts = SeriesWords(lang, width)
    line = Timeline(groups_of(rates), 0, 1)
    frame = Frame(width, texts.say("议题的起落", "How themes rise and fall"), ROW, below=0.5)
    how = texts.say(
        "各行刻度自定，从零起，数字为最高一年的次/万汉字；灰底为所判时段，虚线为均值或走向",
        "each row has its own scale from zero; number: its highest year, per 10,000 characters;"
        " grey: the period found; dashed: means or the trend",
    )
    bold = texts.say("粗体：证据强", "bold: strong evidence")
    frame, kept = framed(frame, texts, ranked, rest, texts.guide(line.missing, how, bold))
    columns = (
        Column(texts.say("形状", "shape"), right=False),
        Column(texts.say("倍数", "ratio")),
        Column(texts.say("证据", "evidence"), right=False),
    )
    kinds = of_kinds(kept)
    groups = grouped(texts.headings(), kinds, lambda row: _line_row(row, texts))
    sheet = grouped_sheet(frame, groups, columns[:2] if texts.narrow else columns)
    rows = [row for rows in kinds for row in rows]
    line = replace(line, left=sheet.left, right=sheet.right)
    values = values_of(rates, "theme", "rate")
    for place, row in zip(sheet.places, rows, strict=True):
        draw_small_line(sheet.axes, place, line, row, values.get(row["name"], {}))
    if rows and line.groups:
        draw_years(sheet.axes, line, sheet.bottom + 0.25)
    return sheet.figure


def _line_row(row: Record, texts: SeriesWords) -> Row:
    """Return a row of small lines: name in bold where the evidence is strong."""
    names = SHORT_SHAPES if texts.narrow else SHAPES
    cells = (
        Cell(shape_text(row, names, texts.lang)),
        Cell(ratio_text(row["rate_outside"], row["rate_inside"], texts.lang)),
        evidence_cell(row["evidence"], texts.lang),
    )
    bold = row["evidence"] == "strong"
    return Row(row["name"], cells[:2] if texts.narrow else cells, bold=bold)
