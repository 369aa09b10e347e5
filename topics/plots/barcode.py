"""Figure of positions: where in each document a theme stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from topics.plots.pieces import check_columns, empty_figure, fitting, joined, more, note, ordered
from topics.plots.style import (
    BLUE,
    GREY,
    PAGE,
    SMALL,
    drawn,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    words,
)

MAX_PANELS, ROW = 6, 0.3  # panels; cm


@drawn
def plot_barcode(
    mentions: pd.DataFrame,
    sections: pd.DataFrame,
    *,
    themes: Sequence[str] | None = None,
    lang: str = "zh",
    width: float = PAGE,
) -> Figure:
    """Draw where in each document each theme is mentioned, one stroke per mention, with the
    chapters marked.

    Parameters
    ----------
    mentions : DataFrame
        Columns of theme_mentions.csv.
    sections : DataFrame
        Columns of sections.csv.
    themes : sequence of str, optional
        Which themes, top to bottom; by default the 12 with most mentions.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        One panel per document, at most 6; the horizontal axis is the share of the document's Han
        characters.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(mentions, ("theme", "doc_id", "path", "line"), "theme_mentions")
    check_columns(
        sections,
        ("doc_id", "path", "level", "leaf", "n_chars", "line_first", "line_last"),
        "sections",
    )
    if mentions.empty or sections.empty:
        return empty_figure(width, lang)
    rows = list(themes) if themes is not None else _most_frequent(mentions["theme"].astype(str), 12)
    documents = ordered(sections["doc_id"])
    shown = documents[: min(MAX_PANELS, fitting(ROW * len(rows) + 0.9))]
    figure = new_figure(
        width, title=words(lang, "议题在文中的位置", "Where themes stand in the text")
    )
    panels = np.atleast_1d(figure.subplots(len(shown), 1, sharex=True))
    for axes, document in zip(panels, shown, strict=True):
        inside = sections[sections["doc_id"].astype(str) == document]
        _barcode(axes, mentions[mentions["doc_id"].astype(str) == document], inside, rows)
        axes.set_title(shorten(document, ems_in(width - 4, SMALL)), fontsize=SMALL)
    panels[-1].xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g}%"))
    panels[-1].set_xlabel(
        words(lang, "在全文中的位置（按汉字数）", "Position in the text (by Han characters)")
    )
    text = words(lang, "竖虚线：章的起点", "Dashed: a chapter begins")
    hidden = (
        more(lang, len(set(mentions["theme"].astype(str)) - set(rows)), "个议题", "themes"),
        more(lang, len(documents) - len(shown), "份文件", "documents"),
    )
    note(figure, joined(lang, text, *hidden), width)
    fit_height(figure, panels, [ROW * len(rows)] * len(shown))
    return figure


def _most_frequent(names: pd.Series, limit: int) -> list[str]:
    """Return the most frequent names, ties in the order of the names."""
    counts = names.value_counts()
    return sorted(counts.index, key=lambda name: (-counts[name], name))[:limit]


def _barcode(
    axes: Axes, mentions: pd.DataFrame, sections: pd.DataFrame, rows: Sequence[str]
) -> None:
    """Draw the strokes of one document."""
    starts = _starts(sections)
    leaves = sections[sections["leaf"].astype(bool)]
    columns = (leaves[name].tolist() for name in ("path", "n_chars", "line_first", "line_last"))
    spans = {path: (starts[path], *span) for path, *span in zip(*columns, strict=True)}
    total = max(leaves["n_chars"].sum(), 1)
    for path in sections.loc[sections["level"] == 1, "path"]:
        axes.axvline(starts[path] / total, color=GREY, linewidth=0.6, linestyle=(0, (2, 2)))
    for number, theme in enumerate(rows):
        found = mentions[mentions["theme"].astype(str) == theme]
        x = [
            _position(spans[path], line) / total
            for path, line in zip(found["path"], found["line"], strict=True)
            if path in spans
        ]
        strokes = (
            np.array([(place, place, np.nan) for place in x]).ravel(),
            [number - 0.38, number + 0.38, np.nan] * len(x),
        )
        axes.plot(
            *strokes, color=BLUE, linewidth=0.9, solid_capstyle="butt"
        )  # one path, not one for each stroke
    axes.set_yticks(range(len(rows)), [shorten(row, 8) for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y")


def _starts(sections: pd.DataFrame) -> dict[str, int]:
    """Return how many Han characters of leaf sections come before each section; the table has them
    in reading order.
    """
    starts: dict[str, int] = {}
    passed = 0
    for path, leaf, n_chars in zip(
        sections["path"], sections["leaf"], sections["n_chars"], strict=True
    ):
        starts[path] = passed
        passed += int(n_chars) if leaf else 0
    return starts


def _position(span: Sequence[float], line: float) -> float:
    """Return how many Han characters come before a line, taking the lines of a section as equally
    long.

    A mention in a heading above the section's own stands at its beginning.
    """
    start, length, first, last = span
    return start + length * (max(line, first) - first + 0.5) / (last - first + 1)
