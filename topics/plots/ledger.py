"""Figure of formulations: a row for each, a column for each point in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from topics.plots.lines_of_text import in_parts, whole
from topics.plots.pieces import (
    LINE,
    check_columns,
    empty_figure,
    legend_above,
    more,
    ordered,
    sheet,
)
from topics.plots.style import (
    BLUE,
    CM,
    GREY,
    NARROW,
    PAGE,
    PALE,
    SMALL,
    TALLEST,
    VERMILION,
    clean,
    drawn,
    ems,
    ems_in,
    new_figure,
    words,
    wrap,
)

NAME_PART, NARROW_PART = 0.46, 0.52  # part of the width that the formulations take at most
MARK = 5.0  # points
ROOM = 0.14  # cm between two rows
NAME_LINES = 4  # lines of the name of a column at most
COLUMNS = ("phrase", "group", "n", "exposed", "status")
FRESH = frozenset({"new", "back"})
HOLLOW_LOOK: Mapping[str, Any] = {"markerfacecolor": "white", "color": GREY}
FILLED, HOLLOW = "stands", "absent"


@dataclass(frozen=True, slots=True)
class _Line:
    """A formulation on the sheet: its lines of text, and the height of its middle in cm."""

    phrase: str
    text: str
    y: float


@drawn
def plot_ledger(
    formulations: pd.DataFrame, counts: pd.DataFrame, *, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw which formulation stands in which document, and where its place is there without it.

    Parameters
    ----------
    formulations : DataFrame
        Columns of formulations.csv (phrase, chain); the rows are drawn in this order, those of a
        chain together.
    counts : DataFrame
        Columns of formulation_counts.csv (phrase, group, n, exposed, status), in the order of time.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        A filled mark where it stands (of another colour where it is new or back), a hollow one
        where its place is there and it is not, nothing where they do not compare. Formulations of a
        chain are joined by a line.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(formulations, ("phrase", "chain"), "formulations")
    check_columns(counts, COLUMNS, "formulation_counts")
    if formulations.empty or counts.empty:
        return empty_figure(width, lang)
    groups = ordered(counts["group"])
    limit = ems_in(width * (NARROW_PART if width < NARROW else NAME_PART) - 0.3, SMALL)
    texts = {phrase: whole(phrase, limit) for phrase in _together(formulations)}
    longest = max(ems(part) for text in texts.values() for part in text.split("\n"))
    left = longest * SMALL / 72 / CM + 0.45
    slot = (width - left - 0.2) / len(groups)
    names = _names(groups, slot)
    n_lines = max(name.count("\n") + 1 for name in names)
    head = 1.75 + LINE * n_lines + (0.45 if width < NARROW else 0.0)
    foot = 0.3 + LINE * _note(lang, 1, width).count("\n") + LINE
    lines, height = _rows(texts, TALLEST - head - foot)
    title = words(lang, "提法台账", "Ledger of formulations")
    figure = new_figure(width, head + height + foot, title)
    figure.set_layout_engine("none")
    axes = sheet(figure, (0.0, foot), (width, height))
    middles = {group: left + (number + 0.5) * slot for number, group in enumerate(groups)}
    for line in lines:
        axes.text(left - 0.3, line.y, line.text, ha="right", va="center", fontsize=SMALL)
        axes.plot([left - 0.15, width - 0.15], [line.y, line.y], color=PALE, linewidth=0.5)
    for group, name in zip(groups, names, strict=True):
        axes.text(middles[group], height, name, ha="center", va="bottom", fontsize=SMALL)
    _joints(axes, formulations, _marks(axes, lines, counts, middles))
    _legend(axes, lang, width, above=(LINE * n_lines + 0.1) * CM * 72)
    note = _note(lang, len(texts) - len(lines), width)
    figure.text(0.01, 0.12 * CM / figure.get_figheight(), note, fontsize=SMALL, color=GREY)
    return figure


def _together(formulations: pd.DataFrame) -> list[str]:
    """Return the formulations in their order, those of a chain behind its first one, in time."""
    chains: dict[object, list[str]] = {}
    for number, (phrase, chain) in enumerate(
        zip(formulations["phrase"], formulations["chain"], strict=True)
    ):
        chains.setdefault(f"alone {number}" if pd.isna(chain) else chain, []).append(str(phrase))
    if "first_year" in formulations:
        year = dict(zip(formulations["phrase"], formulations["first_year"].fillna(0), strict=True))
        chains = {key: sorted(phrases, key=year.__getitem__) for key, phrases in chains.items()}
    return list(dict.fromkeys(phrase for phrases in chains.values() for phrase in phrases))


def _rows(texts: Mapping[str, str], room: float) -> tuple[list[_Line], float]:
    """Place as many formulations as fit below each other; return them and the height they take."""
    sizes = [LINE * (text.count("\n") + 1) + ROOM for text in texts.values()]
    total, n = 0.0, 0
    while n < len(sizes) and total + sizes[n] <= room:
        total, n = total + sizes[n], n + 1
    lines, top = [], total
    for (phrase, text), size in zip(list(texts.items())[:n], sizes[:n], strict=True):
        lines.append(_Line(phrase, text, top - size / 2))
        top -= size
    return lines, total


def _names(groups: Sequence[str], slot: float) -> list[str]:
    """Return the names of the columns, as many as have room: of narrow ones each second, third …"""
    limit = ems_in(slot - 0.08, SMALL)
    shortest = max(min(ems(clean(group)), 2.4) for group in groups)
    step = max(1, -(-int(10 * shortest) // max(int(10 * limit), 1)))
    return [
        wrap(group, max(limit * step, 2.4), lines=NAME_LINES) if number % step == 0 else ""
        for number, group in enumerate(groups)
    ]


def _marks(
    axes: Axes, lines: Sequence[_Line], counts: pd.DataFrame, middles: Mapping[str, float]
) -> dict[str, list[tuple[float, float]]]:
    """Draw the marks; return where each formulation stands, in the order of time."""
    heights = {line.phrase: line.y for line in lines}
    found: dict[str, list[tuple[float, float]]] = {}
    for phrase, group, n, exposed, status in counts[list(COLUMNS)].itertuples(index=False):
        if phrase not in heights or not (n or exposed):
            continue
        x, y = middles[str(group)], heights[phrase]
        colour = VERMILION if status in FRESH else BLUE
        look: Any = {"color": colour} if n else HOLLOW_LOOK
        label = FILLED if n else HOLLOW
        axes.plot(
            [x], [y], marker="o", markersize=MARK, linestyle="", label=label, zorder=3, **look
        )
        if n:
            found.setdefault(phrase, []).append((x, y))
    return found


def _joints(
    axes: Axes, formulations: pd.DataFrame, found: Mapping[str, list[tuple[float, float]]]
) -> None:
    """Join each formulation of a chain with the next one: its last mark with the other's first."""
    chained = formulations[formulations["chain"].notna()]
    for _, phrases in chained.groupby("chain", sort=False)["phrase"]:
        row = sorted((found[name] for name in phrases if name in found), key=lambda at: at[0][0])
        for one, other in pairwise(row):
            ends = [one[-1], other[0]]
            axes.plot(*zip(*ends, strict=True), color=VERMILION, linewidth=0.9, label="chain")


def _legend(axes: Axes, lang: str, width: float, above: float) -> None:
    kinds: tuple[tuple[str, Mapping[str, Any], str], ...] = (
        ("o", {"color": BLUE}, words(lang, "有", "stands there")),
        ("o", {"color": VERMILION}, words(lang, "首见或重现", "new or back")),
        (
            "o",
            HOLLOW_LOOK,
            words(lang, "有对应条目而无此提法", "its place, without it"),
        ),
    )
    handles = [
        Line2D([], [], marker=marker, linestyle="", markersize=MARK, **look)
        for marker, look, _ in kinds
    ]
    legend_above(axes, handles, [label for *_, label in kinds], width=width, above=above)


def _note(lang: str, hidden: int, width: float) -> str:
    parts = (
        words(lang, "空白：尚无或无对应条目，不可比", "Blank: not yet, or no place for it"),
        words(lang, "连线：同一中心语或分句的演变", "lines: what followed what"),
        words(lang, "“首见”仅指本批文件", "new: among these documents"),
        more(lang, hidden, "个提法", "formulations"),
    )
    return in_parts(parts, lang, width)
