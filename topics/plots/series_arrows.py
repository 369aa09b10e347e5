"""Figure of series as arrows: from before to since, from other years to a period."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from topics.names import SHORT_EVIDENCE, SHORT_SHAPES
from topics.plots.arrows import Arrow, colour_of, document_keys, evidence_keys
from topics.plots.change import draw_arrows, rate_axis
from topics.plots.change_words import STEP, evidence_cell
from topics.plots.figures_of_rates import rates_text, ratio_text, shape_text
from topics.plots.grouped_rows import Cell, Column, Frame, Key, Row
from topics.plots.pieces import check_columns, named
from topics.plots.series_words import (
    Record,
    SeriesWords,
    by_ratio,
    chosen_rows,
    framed,
    grouped,
    of_kinds,
    way_of,
)
from topics.plots.style import PAGE, drawn
from topics.plots.timeline import Timeline, groups_of


@drawn
def plot_series_change(
    series: pd.DataFrame, rates: pd.DataFrame, *, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw the themes of a series as arrows: from before to since, or from other years to a period.

    Parameters
    ----------
    series, rates, lang, width
        As in `plot_series`; of `rates` only the groups are used, to name missing years.

    Returns
    -------
    Figure
        The same themes, sorted by the ratio, on one square-root axis as in `plot_change`; the year
        or period stands in the place of the mark.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(rates, ("theme", "group", "rate"), "rates")
    ranked, rest = chosen_rows(series, "theme")
    texts = SeriesWords(lang, width)
    frame = Frame(
        width,
        texts.say("什么重了、什么轻了", "What gained, what lost weight over the years"),
        STEP,
        legend=_arrow_legend(texts) if ranked else (),
        below=1.05,
    )
    when = texts.say(
        "年份为变化起点或所判时段", "Years: where a change begins, or the period found"
    )
    guide = texts.guide(Timeline(groups_of(rates), 0, 1).missing, when, dotted=False)
    frame, kept = framed(frame, texts, ranked, rest, guide)
    kept.sort(key=by_ratio)
    sides = texts.say("（此前 → 此后）", " (before → since)")
    periods = texts.say("（其余年份 → 该时段）", " (other years → the period)")
    headings = [
        heading + (periods if number in {1, 2} else sides)
        for number, heading in enumerate(texts.headings())
    ]
    kinds = of_kinds(kept)
    groups = grouped(headings, kinds, lambda row: _arrow_row(row, texts))
    arrows = [
        Arrow(row["rate_outside"], row["rate_inside"], (), row["evidence"], row["spread"])
        for rows in kinds
        for row in rows
    ]
    columns = _arrow_columns(texts)
    return draw_arrows(frame, groups, columns, arrows, axis=rate_axis(lang), pointed=True)


def _arrow_legend(texts: SeriesWords) -> tuple[tuple[Key, ...], ...]:
    before = texts.say("此前/其余", "before / other years")
    since = texts.say("此后/该时段", "since / the period")
    grades = [
        (grade, named(grade, SHORT_EVIDENCE, texts.lang)) for grade in list(SHORT_EVIDENCE)[:3]
    ]
    return (
        document_keys(before, "", since, pointed=True),
        evidence_keys(grades, texts.say("证据", "evidence"), pointed=True),
    )


def _arrow_columns(texts: SeriesWords) -> tuple[Column, ...]:
    if texts.narrow:
        return Column("", right=False), Column("")
    return (
        Column(texts.say("起点/时段", "when"), right=False),
        Column(texts.say("次/万字", "per 10k")),
        Column(texts.say("倍数", "ratio")),
        Column(texts.say("证据", "evidence"), right=False),
    )


def _arrow_row(row: Record, texts: SeriesWords) -> Row:
    first, last = row["rate_outside"], row["rate_inside"]
    when = Cell(shape_text(row, SHORT_SHAPES, texts.lang), colour_of(way_of(row)), bold=True)
    ratio = Cell(ratio_text(first, last, texts.lang))
    if texts.narrow:
        return Row(row["name"], (ratio, when), bold=True)
    evidence = evidence_cell(row["evidence"], texts.lang)
    return Row(row["name"], (when, Cell(rates_text(first, last)), ratio, evidence), bold=True)
