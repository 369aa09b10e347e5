"""The rows of a page of a PDF: runs of characters with their place, each row once and from the
left.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from topics.corpus.look import Look

TOUCHING = 0.15  # characters between two that have no space between them


@dataclass(slots=True)
class Run:
    """Characters that stand together."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Row:
    """A visual line; places in points from the lower left of the page as it is read."""

    runs: list[Run]
    bottom: float
    top: float
    look: Look
    turned: bool = False
    """Whether it runs across the direction of the page's text, or from top to bottom."""
    weighed: bool = True
    """Whether its weight is known: in a font without a name that shares no character with running
    text, it is not.
    """

    @property
    def left(self) -> float:
        """Where the first run begins."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where the last run ends."""
        return self.runs[-1].right

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.bottom + self.top) / 2

    @property
    def text(self) -> str:
        """Its runs, divided by spaces."""
        return " ".join(run.text for run in self.runs)


@dataclass(slots=True)
class Page:
    """The rows of a page in the order in which they are drawn; what stands on another row of the
    same words; what is askew.
    """

    rows: list[Row]
    overprint: list[Row]
    height: float
    askew: str
    unmapped: int = 0  # characters that their font maps to none


def once(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Divide the rows into those that are drawn first, and those that stand on another one of the
    same words.
    """
    first: list[Row] = []
    again: list[Row] = []
    taken: set[tuple[str, int, int]] = set()
    for row in rows:
        across, up = (round(2 * place / max(row.look.size, 1)) for place in (row.left, row.bottom))
        near = {(row.text, across + x, up + y) for x in (-1, 0, 1) for y in (-1, 0, 1)}
        (again if taken & near else first).append(row)
        taken.add((row.text, across, up))
    return first, again


def from_left(runs: list[Run], size: float) -> list[Run]:
    """Put the runs of one line in their order from the left, where a program draws those of one
    font after the others.
    """
    if all(before.right - size / 2 <= run.left for before, run in pairwise(runs)):
        return runs
    ordered: list[Run] = []
    for run in sorted(runs, key=lambda run: run.left):
        if ordered and run.left - ordered[-1].right < TOUCHING * size:
            ordered[-1] = Run(ordered[-1].text + run.text, ordered[-1].left, run.right)
        else:
            ordered.append(run)
    return ordered
