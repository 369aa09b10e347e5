"""Figure of chains: formulations written out under each other, with their dates."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from topics.names import CHAINS, name_of
from topics.plots.lines_of_text import in_parts, whole
from topics.plots.pieces import LINE, check_columns, empty_figure, more, sheet
from topics.plots.style import (
    BLUE,
    CM,
    GREY,
    PAGE,
    SMALL,
    TALLEST,
    clean,
    drawn,
    ems_in,
    new_figure,
    weight,
    words,
)

DATES = 0.24  # part of the width that the dates take
GAP, STEP = 0.3, 0.12  # cm between chains; between steps
TITLE, FOOT = 0.95, 0.75  # cm above and below
COLUMNS = ("chain", "kind", "head", "step", "group", "phrase")


@dataclass(frozen=True, slots=True)
class _Step:
    """A formulation with its dates, both broken into lines."""

    dates: str
    text: str

    @property
    def height(self) -> float:
        lines = max(self.dates.count("\n"), self.text.count("\n")) + 1
        return LINE * lines + STEP


@dataclass(frozen=True, slots=True)
class _Block:
    """A chain: what stays, and its steps."""

    head: str
    steps: tuple[_Step, ...]

    @property
    def height(self) -> float:
        lines = self.head.count("\n") + 1
        return LINE * lines + STEP + sum(step.height for step in self.steps) + GAP


@drawn
def plot_chain(chains: pd.DataFrame, *, lang: str = "zh", width: float = PAGE) -> Figure:
    """Write chains of formulations out: what stays, and below it each wording with its dates.

    Parameters
    ----------
    chains : DataFrame
        Columns of chains.csv (chain, kind, head, step, group, phrase), in the order of time.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        As many chains as one page holds, in their order; a line leads from wording to wording.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(chains, COLUMNS, "chains")
    if chains.empty:
        return empty_figure(width, lang)
    blocks = [_block(rows, lang, width) for _, rows in chains.groupby("chain", sort=True)]
    room, shown, height = TALLEST - TITLE - FOOT, 0, 0.0
    while shown < len(blocks) and (not shown or height + blocks[shown].height <= room):
        height, shown = height + blocks[shown].height, shown + 1
    title = words(lang, "提法的演变", "How formulations changed")
    figure = new_figure(width, TITLE + height + FOOT, title)
    figure.set_layout_engine("none")
    axes = sheet(figure, (0.0, FOOT), (width, height))
    top = height
    for block in blocks[:shown]:
        _draw(axes, block, top, width)
        top -= block.height
    parts = (
        words(lang, "首见仅指本批文件", "First means first among these documents"),
        more(lang, len(blocks) - shown, "条演变链", "chains"),
    )
    note = in_parts(parts, lang, width)
    figure.text(0.01, 0.12 * CM / figure.get_figheight(), note, fontsize=SMALL, color=GREY)
    return figure


def _block(rows: pd.DataFrame, lang: str, width: float) -> _Block:
    dates = ems_in(width * DATES - 0.4, SMALL)
    room = ems_in(width * (1 - DATES) - 0.5, SMALL)
    first = rows.iloc[0]
    kind = name_of(str(first["kind"]), CHAINS, lang)
    between = words(lang, "、", ", ")
    steps = tuple(
        _Step(
            whole(between.join(dict.fromkeys(map(str, step["group"]))), dates),
            whole(str(step["phrase"].iloc[0]), room),
        )
        for _, step in rows.groupby("step", sort=True)
    )
    head = words(lang, f"{first['head']}（{kind}）", f"{first['head']} ({kind})")
    return _Block(whole(head, ems_in(width - 0.5, SMALL)), steps)


def _draw(axes: Axes, block: _Block, top: float, width: float) -> None:
    bold = weight(clean(block.head))
    axes.text(0.15, top, block.head, va="top", fontsize=SMALL, fontweight=bold)
    y = top - LINE * (block.head.count("\n") + 1) - STEP
    x, middles = width * DATES, []
    for step in block.steps:
        axes.text(x - 0.3, y, step.dates, ha="right", va="top", fontsize=SMALL, color=GREY)
        axes.text(x + 0.2, y, step.text, va="top", fontsize=SMALL)
        middles.append(y - LINE / 2)
        y -= step.height
    axes.plot([x] * len(middles), middles, color=BLUE, linewidth=1.0, marker="o", markersize=3.5)
