"""Figures of the topics themselves: their terms, and the choice of their number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from topics.names import STANDINGS
from topics.plots.pieces import (
    check_columns,
    empty_figure,
    fitting,
    joined,
    more,
    named,
    note,
    standings,
)
from topics.plots.style import (
    BLUE,
    GREY,
    INK,
    NARROW,
    PAGE,
    PALE,
    SKY,
    SMALL,
    VERMILION,
    clean,
    drawn,
    ems,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    words,
)

ROW = 0.85  # cm
MEASURES = {
    "coherence": ("一致性（NPMI）", "Coherence (NPMI)"),
    "exclusivity": ("排他性", "Exclusivity"),
    "heldout": ("留出词平均对数概率", "Held-out log probability"),
    "stability": ("稳定性", "Stability"),
}


@drawn
def plot_topic_terms(
    topics: pd.DataFrame, *, n: int = 12, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw the prevalence of each topic, with its terms beside it.

    Parameters
    ----------
    topics : DataFrame
        Columns of topics.csv; with `stability`, `null` and `stable`, unstable topics stand last,
        grey and called so.
    n : int
        Terms per topic and list at most; fewer where they do not fit on a line.
    lang, width
        As in `plot_topic_shares`.

    Returns
    -------
    Figure
        One row per topic, as many as fit on a page: its number and prevalence, its most probable
        terms and, in grey, those that are both frequent and exclusive (FREX).

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(topics, ("topic", "prevalence", "top_terms", "frex_terms"), "topics")
    if topics.empty:
        return empty_figure(width, lang)
    rows = (
        topics.assign(standing=standings(topics))
        .assign(unstable=lambda table: table["standing"] == "unstable")
        .sort_values(["unstable", "topic"], kind="stable")
        .head(fitting(ROW))
    )
    figure = new_figure(width, title=words(lang, "主题词", "Terms of the topics"))
    axes, beside = figure.subplots(
        1, 2, sharey=True, width_ratios=[1, 3.5 if width >= NARROW else 2.2]
    )
    y = np.arange(len(rows))
    axes.barh(y, rows["prevalence"] * 100, height=0.55, color=np.where(rows["unstable"], PALE, SKY))
    for row, (share, code) in enumerate(zip(rows["prevalence"], rows["standing"], strict=True)):
        text = f"{share:.0%}" + (f" {named(code, STANDINGS, lang)}" if code != "stable" else "")
        axes.annotate(
            text,
            (share * 100, row),
            (3, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
        )
    axes.set_yticks(y, [str(topic) for topic in rows["topic"]])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    marked = (rows["standing"] != "stable").any()
    axes.set_xlim(0, rows["prevalence"].max() * (200 if marked else 140))
    axes.set_xlabel(words(lang, "占比（%）", "Prevalence (%)"))
    axes.tick_params(axis="y", length=0)
    _term_lists(beside, rows, n, ems_in(width * (0.7 if width >= NARROW else 0.62), SMALL))
    text = words(
        lang,
        "黑色：高概率词；灰色：高频且专属的词（FREX）",
        "Black: most probable; grey: frequent and exclusive (FREX)",
    )
    note(
        figure,
        joined(
            lang,
            text,
            _unstable_note(rows, lang),
            more(lang, len(topics) - len(rows), "个主题", "topics"),
        ),
        width,
    )
    fit_height(figure, [axes], [ROW * len(rows)])
    return figure


def _unstable_note(rows: pd.DataFrame, lang: str) -> str:
    """Say what makes a topic unstable, where one is shown."""
    if not rows["unstable"].any():
        return ""
    null = rows["null"].max()
    return words(
        lang,
        f"浅灰：不稳定（稳定性不高于打乱文本的{null:.2f}）",
        f"Pale: unstable (stability not above the {null:.2f} of shuffled text)",
    )


def _term_lists(axes: Axes, rows: pd.DataFrame, n: int, room: float) -> None:
    """Write the two lists of terms of each topic, one line each."""
    axes.set_axis_off()
    for row, (top, frex, fails) in enumerate(
        zip(rows["top_terms"], rows["frex_terms"], rows["unstable"], strict=True)
    ):
        for shift, terms, colour in ((-0.2, top, GREY if fails else INK), (0.22, frex, GREY)):
            axes.text(
                0,
                row + shift,
                _fitting(str(terms).split()[:n], room),
                va="center",
                fontsize=SMALL,
                color=colour,
                transform=axes.get_yaxis_transform(),
            )


def _fitting(terms: Sequence[str], room: float) -> str:
    """Join the first terms that fit on a line; a single one is cut if it must be."""
    line = shorten(terms[0], room) if terms else ""
    for term in terms[1:]:
        longer = f"{line} {clean(term)}"
        if ems(longer) > room:
            break
        line = longer
    return line


@drawn
def plot_topic_choice(choice: pd.DataFrame, *, lang: str = "zh", width: float = PAGE) -> Figure:
    """Draw the measures that the number of topics was chosen by; the number chosen is marked.

    Parameters
    ----------
    choice : DataFrame
        Columns of topic_choice.csv.
    lang, width
        As in `plot_topic_shares`.

    Returns
    -------
    Figure
        One panel per measure that has values.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(choice, ("n_topics", *MEASURES, "chosen"), "topic_choice")
    shown = [name for name in MEASURES if choice[name].notna().any()]
    if not shown:
        return empty_figure(width, lang)
    columns = len(shown) if width >= NARROW else min(2, len(shown))
    lines = -(-len(shown) // columns)
    figure = new_figure(width, title=words(lang, "主题数的选择", "Choice of the number of topics"))
    grid = figure.subplots(lines, columns, sharex=True, squeeze=False)
    rows = choice.sort_values("n_topics", kind="stable")
    picked = rows["chosen"].astype(bool)
    for axes, name in zip(grid.flat, shown, strict=False):
        axes.plot(rows["n_topics"], rows[name], color=BLUE, marker="o", markerfacecolor="white")
        axes.plot(
            rows.loc[picked, "n_topics"],
            rows.loc[picked, name],
            linestyle="",
            marker="o",
            color=VERMILION,
            markersize=6,
        )
        axes.set_title(words(lang, *MEASURES[name]), fontsize=SMALL)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.locator_params(axis="y", nbins=4)
        axes.grid(axis="y")
    for axes in grid.flat[len(shown) :]:
        axes.set_visible(False)
    text = words(
        lang,
        "横轴为主题数 K；实心点为选用的 K",
        "Horizontal: number of topics K; filled: the one chosen",
    )
    note(figure, text, width)
    fit_height(figure, grid[:, 0], [3.2] * lines)
    return figure
