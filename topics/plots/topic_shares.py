"""Figures of the shares of topics in documents, groups and sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from topics.names import STANDINGS
from topics.plots.pieces import (
    SEQUENTIAL,
    check_columns,
    empty_figure,
    fitting,
    heat_map,
    joined,
    legend_above,
    matrix,
    more,
    named,
    note,
    ordered,
    standings,
)
from topics.plots.style import (
    GREY,
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
CLASSES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0 + 1e-9)  # of shares in a strip; less is left white
UNSTABLE = tuple(f"({name})" for name in STANDINGS["unstable"])
TITLES = {
    "document": ("各文件的主题构成（%）", "Topics of each document (%)"),
    "year": ("各组的主题构成（%）", "Topics of each group (%)"),
}


@drawn
def plot_topic_shares(
    shares: pd.DataFrame,
    topics: pd.DataFrame | None = None,
    *,
    level: str = "document",
    sections: pd.DataFrame | None = None,
    lang: str = "zh",
    width: float = PAGE,
) -> Figure:
    """Draw how much of each document, section or group each topic holds.

    Documents and groups are the columns of one heat map with the shares written in. For `section`
    each document is a strip that runs from its first to its last section, one row per topic.

    Parameters
    ----------
    shares : DataFrame
        Columns of topic_shares.csv.
    topics : DataFrame, optional
        Columns `topic` and `label` of topics.csv; without it topics have numbers alone. With
        `stability`, `null` and `stable`, the label of an unstable topic says so and is grey.
    level : str
        `document`, `section` or `year`.
    sections : DataFrame, optional
        Columns `doc_id` and `path` of sections.csv, which tell where the label of a section is
        divided; without it that is at the last `#`.
    lang, width
        As in `plot_keywords`.

    Returns
    -------
    Figure
        At most 40 documents or groups, or the strips of 6 documents; the note says how many are not
        drawn.

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
        return _strips(table, labels, _addresses(table, sections), lang=lang, width=width)
    return _share_map(table, labels, lang, width)


def _topic_labels(table: pd.DataFrame, topics: pd.DataFrame | None, lang: str) -> dict[str, str]:
    """Name the topics `1.产业 创新`, in the order of their numbers."""
    names = {}
    if topics is not None:
        check_columns(topics, ("topic", "label"), "topics")
        marks = (
            "" if code == "stable" else f"({named(code, STANDINGS, lang)})" + words(lang, "", " ")
            for code in standings(topics)
        )
        names = {
            str(topic): f"{mark}{label}"
            for topic, mark, label in zip(topics["topic"], marks, topics["label"], strict=True)
        }
    prefix = words(lang, "主题", "Topic ")
    numbers = sorted(set(table["topic"]))
    return {
        str(number): (
            f"{number}.{names[str(number)]}" if str(number) in names else f"{prefix}{number}"
        )
        for number in numbers
    }


def _name_topics(axes: Axes, labels: Mapping[str, str], texts: Sequence[str]) -> None:
    """Write the labels at the left, those of unstable topics in grey."""
    axes.set_yticks(range(len(labels)), texts)
    for tick, label in zip(axes.get_yticklabels(), labels.values(), strict=True):
        if any(mark in label for mark in UNSTABLE):
            tick.set_color(GREY)


def _share_map(table: pd.DataFrame, labels: Mapping[str, str], lang: str, width: float) -> Figure:
    """Draw topics × documents with the shares in percent, where the cells are wide enough."""
    groups = ordered(table["group"])
    shown = groups[:MAX_GROUPS]
    room = ems_in(width * 0.24, SMALL)
    cell = width * 0.74 / len(shown)
    upright = cell < 2.0
    figure = new_figure(
        width, title=words(lang, *TITLES.get(str(table["level"].iloc[0]), TITLES["year"]))
    )
    axes = figure.add_subplot()
    values = matrix(table, list(labels), shown, ("topic", "group", "share")) * 100
    heat_map(axes, values, Normalize(0, np.nanmax(values)), ".0f" if cell > 0.7 else "")
    row = max(0.34, min(0.6, 18 / len(labels)))
    _name_topics(
        axes, labels, [wrap(label, room, lines=2 if row >= 0.6 else 1) for label in labels.values()]
    )
    names = [
        wrap(
            group,
            14 if upright else ems_in(cell, SMALL) - 1,
            lines=1 if cell < 0.6 else 2 if upright else 3,
        )
        for group in shown
    ]
    axes.set_xticks(range(len(shown)), names, rotation=90 if upright else 0)
    note(figure, more(lang, len(groups) - len(shown), "份", ""), width)
    fit_height(figure, [axes], [row * len(labels)])
    return figure


def _addresses(table: pd.DataFrame, sections: pd.DataFrame | None) -> dict[str, tuple[str, str]]:
    """Return document and path of each section by its label: a repeated heading has a path such as
    `一#2`.
    """
    if sections is None:
        parts = {group: group.rpartition("#") for group in ordered(table["group"])}
        return {group: (document or group, path) for group, (document, _, path) in parts.items()}
    check_columns(sections, ("doc_id", "path"), "sections")
    known = {
        f"{doc_id}#{path}": (str(doc_id), str(path))
        for doc_id, path in zip(sections["doc_id"], sections["path"], strict=True)
    }
    return {group: known.get(group, (group, "")) for group in ordered(table["group"])}


def _strips(
    table: pd.DataFrame,
    labels: Mapping[str, str],
    addresses: Mapping[str, tuple[str, str]],
    *,
    lang: str,
    width: float,
) -> Figure:
    """Draw topics × sections, one strip per document, sections in reading order."""
    names = ordered(document for document, _ in addresses.values())
    row = 0.275 * len(labels)
    shown = names[: min(MAX_STRIPS, fitting(row + 1.0, 3))]
    figure = new_figure(width, title=words(lang, "各条目的主题构成", "Topics of each section"))
    panels = np.atleast_1d(figure.subplots(len(shown), 1))
    room = ems_in(1.2 + 0.14 * width, SMALL)
    for axes, name in zip(panels, shown, strict=True):
        sections = [group for group, (document, _) in addresses.items() if document == name]
        _strip(axes, matrix(table, list(labels), sections, ("topic", "group", "share")))
        _name_topics(axes, labels, [shorten(label, room) for label in labels.values()])
        axes.set_title(shorten(name, ems_in(width - 5, SMALL)), fontsize=SMALL)
        marks = _chapter_marks(
            [addresses[group][1] for group in sections], step=-(-len(sections) // 20)
        )
        axes.set_xticks(list(marks), list(marks.values()))
    _class_legend(panels[0], width)
    text = words(
        lang,
        "自左至右为条目的顺序，颜色深浅为主题占比，不足5%留白",
        "Sections from left to right; darker: larger share; white: below 5 %",
    )
    note(
        figure,
        joined(lang, text, more(lang, len(names) - len(shown), "份文件", "documents")),
        width,
    )
    fit_height(figure, panels, [row] * len(shown))
    return figure


def _strip(axes: Axes, values: npt.NDArray[np.float64]) -> None:
    """Draw one document: a cell per topic and section, all cells of one class as one shape, so that
    files stay small.
    """
    classes = np.digitize(np.nan_to_num(values) + 1e-9, CLASSES)  # 1 - 0.9 is a tenth
    for number in range(1, len(CLASSES)):
        cells = [
            Path.unit_rectangle().transformed(Affine2D().translate(x - 0.5, y - 0.5))
            for y, x in np.argwhere(classes == number)
        ]
        if cells:
            shape = Path.make_compound_path(*cells)
            axes.add_patch(
                PathPatch(shape, facecolor=_class_colour(number), edgecolor="white", linewidth=0.4)
            )
    axes.set_xlim(-0.5, values.shape[1] - 0.5)
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_yticks(np.arange(len(values) + 1) - 0.5, minor=True)
    axes.tick_params(axis="y", which="both", length=0)
    axes.grid(which="minor", axis="y", color=PALE, linewidth=0.5)
    axes.spines[:].set_visible(False)


def _class_colour(number: int) -> tuple[float, float, float, float]:
    """Return the colour of a class of shares, 1 the lowest."""
    red, green, blue, alpha = SEQUENTIAL(number / (len(CLASSES) - 1))
    return red, green, blue, alpha


def _class_legend(axes: Axes, width: float) -> None:
    """Put the colours of the classes above the first strip, with their limits."""
    limits = [f"{value:.0%}" for value in CLASSES]
    handles = [
        Rectangle((0, 0), 1, 1, color=_class_colour(number)) for number in range(1, len(CLASSES))
    ]
    legend_above(
        axes, handles, [f"{low}–{high}" for low, high in pairwise(limits)], width=width, above=14
    )


def _chapter_marks(paths: Sequence[str], step: int) -> dict[int, str]:
    """Return where a new chapter begins, at least `step` sections after the last named one."""
    marks: dict[int, str] = {}
    chapters = [path.split("/")[0] for path in paths]
    for number, chapter in enumerate(chapters):
        new = number == 0 or chapter != chapters[number - 1]
        if new and (not marks or number - max(marks) >= step):
            marks[number] = shorten(chapter, 4)
    return marks
