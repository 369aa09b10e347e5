"""Years along a sheet: where each stands, which are missing, and their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from topics.plots.figures_of_rates import are_years, label
from topics.plots.lines_of_text import span
from topics.plots.pieces import ordered
from topics.plots.style import GREY, SMALL, clean, shorten

SPARSE = 3  # more years than this for each document: documents stand evenly spaced instead


@dataclass(frozen=True)
class Timeline:
    """Groups in the order of time between two edges in cm.

    With `spaced` a missing year keeps its place, else groups stand side by side.
    """

    groups: tuple[str, ...]
    left: float
    right: float
    spaced: bool = True

    @property
    def spots(self) -> tuple[int, ...]:
        """Return the number of each group's place, counted from zero."""
        years = [int(group) for group in self.groups] if are_years(self.groups) else []
        if not self.spaced or not years or years[-1] - years[0] >= SPARSE * len(years):
            return tuple(range(len(self.groups)))
        return tuple(year - years[0] for year in years)

    @property
    def slot(self) -> float:
        """Return the width of a place in cm."""
        return (self.right - self.left) / (self.spots[-1] + 1)

    def at(self, number: int) -> float:
        """Return the middle of a group's place in cm.

        >>> [Timeline(("2019", "2021"), 0.0, 6.0).at(number) for number in (0, 1)]
        [1.0, 5.0]
        """
        return self.left + (self.spots[number] + 0.5) * self.slot

    def number(self, group: object) -> int | None:
        """Return the number of a group; None where the series does not hold it."""
        name = label(group)
        return self.groups.index(name) if name in self.groups else None

    def edges(self, first: int, last: int) -> tuple[float, float]:
        """Return where the places from one group to another begin and end in cm."""
        return self.at(first) - self.slot / 2, self.at(last) + self.slot / 2

    def apart(self, number: int) -> bool:
        """Return whether years are missing between a group and the next one.

        >>> Timeline(("2018", "2019", "2021"), 0.0, 8.0).apart(1)
        True
        """
        pair = self.groups[number : number + 2]
        return are_years(pair) and int(pair[1]) - int(pair[0]) > 1

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the years that are missing."""
        if not self.groups or not are_years(self.groups):
            return ()
        every = range(int(self.groups[0]), int(self.groups[-1]) + 1)
        return tuple(str(year) for year in every if str(year) not in self.groups)


def groups_of(rates: pd.DataFrame) -> tuple[str, ...]:
    """Return the groups of a table in the order of time: years by number, others as they come."""
    groups = [label(group) for group in ordered(rates["group"])]
    return tuple(sorted(groups, key=int) if groups and are_years(groups) else groups)


def values_of(table: pd.DataFrame, name: str, column: str) -> Mapping[str, Mapping[str, float]]:
    """Return the values of a column by theme or word and group; those that are missing are left
    out.
    """
    found: dict[str, dict[str, float]] = {}
    for key, group, value in zip(table[name], table["group"], table[column], strict=True):
        if pd.notna(value):
            found.setdefault(clean(key), {})[label(group)] = float(value)
    return found


def draw_years(axes: Axes, line: Timeline, y: float) -> None:
    """Write the years centred on a height in cm, as many as have room."""
    texts = _year_texts(line.groups)
    last = float("-inf")
    for number, text in enumerate(texts):
        x, half = line.at(number), span(text) / 2
        if x - half > last + 0.1:
            axes.text(x, y, text, ha="center", va="center", fontsize=SMALL, color=GREY)
            last = x + half


def _year_texts(groups: Sequence[str]) -> list[str]:
    """Return the labels of groups: of years the first one of a century in full."""
    if not are_years(groups):
        return [shorten(group, 6) for group in groups]
    return [
        group if number == 0 or groups[number - 1][:2] != group[:2] else f"'{group[2:]}"
        for number, group in enumerate(groups)
    ]
