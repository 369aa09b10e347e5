"""Figures of the shares of topics in documents, groups and sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from topics.plots.parts import (
    SEQUENTIAL,
    check_columns,
    empty_figure,
    heat_map,
    matrix,
    note,
    ordered,
)
from topics.style import (
    PAGE,
    PALE,
    SMALL,
    drawn,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    words,
    wrap,
)

MAX_GROUPS, MAX_STRIPS = 40, 6
FAINTEST = 0.02  # share below which a cell of a strip is not drawn
TITLES = {"document": ("各文件的主题构成（%）", "Topics of each document (%)"), "year": ("各组的主题构成（%）", "Topics of each group (%)")}


@drawn
def plot_topic_shares(
    shares: pd.DataFrame, topics: pd.DataFrame | None = None, *, level: str = "document", lang: str = "zh",
    width: float = PAGE,
) -> Figure:  # fmt: skip
    """Draw how much of each document, section or group each topic holds.

    Documents and groups are the columns of one heat map with the shares written in. For `section` each document is a strip
    that runs from its first to its last section, one row per topic.

    Parameters
    ----------
    shares : DataFrame
        Columns of topic_shares.csv.
    topics : DataFrame, optional
        Columns `topic` and `label` of topics.csv; without it topics have numbers alone.
    level : str
        `document`, `section` or `year`.
    lang, width
        As in `plot_keywords`.

    Returns
    -------
    Figure
        At most 40 documents or groups, or the strips of 6 documents; the note says how many are not drawn.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(shares, ("level", "group", "topic", "share"), "topic_shares")
    table = shares[shares["level"] == level]
    if table.empty:
        return empty_figure(width, lang)
    labels = _topic_labels(table, topics, lang)
    if level == "section":
        return _strips(table, labels, lang, width)
    return _share_map(table, labels, lang, width)


def _topic_labels(table: pd.DataFrame, topics: pd.DataFrame | None, lang: str) -> dict[str, str]:
    """Name the topics `1.产业 创新`, in the order of their numbers."""
    names = {}
    if topics is not None:
        check_columns(topics, ("topic", "label"), "topics")
        names = dict(zip(topics["topic"].astype(str), topics["label"].astype(str), strict=True))
    prefix = words(lang, "主题", "Topic ")
    numbers = sorted(set(table["topic"]))
    return {str(number): f"{number}.{names[str(number)]}" if str(number) in names else f"{prefix}{number}" for number in numbers}


def _share_map(table: pd.DataFrame, labels: Mapping[str, str], lang: str, width: float) -> Figure:
    """Draw topics × documents with the shares in percent, where the cells are wide enough."""
    groups = ordered(table["group"])
    shown = groups[:MAX_GROUPS]
    room = ems_in(width * 0.24, SMALL)
    cell = width * 0.74 / len(shown)
    upright = cell < 2.0
    figure = new_figure(width, title=words(lang, *TITLES.get(str(table["level"].iloc[0]), TITLES["year"])))
    axes = figure.add_subplot()
    values = matrix(table, list(labels), shown, ("topic", "group", "share")) * 100
    heat_map(axes, values, Normalize(0, np.nanmax(values)), ".0f" if cell > 0.7 else "")
    axes.set_yticks(range(len(labels)), [wrap(label, room) for label in labels.values()])
    names = [wrap(group, 14 if upright else ems_in(cell, SMALL) - 1, lines=1 if cell < 0.6 else 2 if upright else 3) for group in shown]
    axes.set_xticks(range(len(shown)), names, rotation=90 if upright else 0)
    hidden = len(groups) - len(shown)
    note(figure, words(lang, f"另有{hidden}份见数据表", f"{hidden} more are in the table") if hidden else "", width)
    fit_height(figure, [axes], [0.6 * len(labels)])
    return figure


def _strips(table: pd.DataFrame, labels: Mapping[str, str], lang: str, width: float) -> Figure:
    """Draw topics × sections, one strip per document, sections in reading order."""
    documents = {group: group.rpartition("#")[0] or group for group in ordered(table["group"])}
    names = ordered(documents.values())
    shown = names[:MAX_STRIPS]
    figure = new_figure(width, title=words(lang, "各条目的主题构成", "Topics of each section"))
    panels = np.atleast_1d(figure.subplots(len(shown), 1))
    norm = Normalize(0, max(float(table["share"].max()), 1e-9))
    for axes, name in zip(panels, shown, strict=True):
        sections = [group for group, document in documents.items() if document == name]
        _strip(axes, matrix(table, list(labels), sections, ("topic", "group", "share")), norm)
        axes.set_yticks(range(len(labels)), [shorten(label, ems_in(width * 0.2, SMALL)) for label in labels.values()])
        axes.set_title(shorten(name, ems_in(width - 5, SMALL)), fontsize=SMALL)
        marks = _chapter_marks(sections, step=-(-len(sections) // 20))
        axes.set_xticks(list(marks), list(marks.values()))
    bar = figure.colorbar(panels[0].collections[0], ax=list(panels), fraction=0.025, pad=0.01, format=PercentFormatter(1, 0))
    bar.outline.set_visible(False)
    hidden = len(names) - len(shown)
    text = words(lang, "自左至右为条目的顺序，颜色深浅为主题占比", "Sections from left to right; darker: larger share")
    if hidden:
        text += words(lang, f"；另有{hidden}份文件见数据表", f"; {hidden} more documents are in the table")
    note(figure, text, width)
    fit_height(figure, panels, [0.34 * len(labels)] * len(shown))
    return figure


def _strip(axes: Axes, values: npt.NDArray[np.float64], norm: Normalize) -> None:
    """Draw one document: a cell per topic and section, without numbers; cells too pale to see are left out."""
    edges = np.arange(values.shape[1] + 1) - 0.5, np.arange(len(values) + 1) - 0.5
    seen = np.ma.masked_where(~(values >= FAINTEST), values)
    axes.pcolormesh(*edges, seen, cmap=SEQUENTIAL, norm=norm, edgecolors="white", linewidth=0.4)
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_yticks(edges[1], minor=True)
    axes.tick_params(axis="y", which="both", length=0)
    axes.grid(which="minor", axis="y", color=PALE, linewidth=0.5)
    axes.spines[:].set_visible(False)


def _chapter_marks(sections: Sequence[str], step: int) -> dict[int, str]:
    """Return where a new chapter begins, at least `step` sections after the last one that is named."""
    marks: dict[int, str] = {}
    chapters = [group.rpartition("#")[2].split("/")[0] for group in sections]
    for number, chapter in enumerate(chapters):
        new = number == 0 or chapter != chapters[number - 1]
        if new and (not marks or number - max(marks) >= step):
            marks[number] = shorten(chapter, 4)
    return marks
