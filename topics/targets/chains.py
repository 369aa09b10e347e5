"""Open series of targets, and which numbers of a document go on with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from topics.targets.indicators import pairs
from topics.targets.options import SeriesOptions
from topics.targets.units import measure_of

Linked = Callable[[Any, Any], bool]


@dataclass
class Chain:
    """One indicator with its rows, the latest last."""

    number: int
    rows: list[Any] = field(default_factory=list)
    said: list[dict[str, object]] = field(default_factory=list)

    @property
    def last(self) -> Any:
        """The last number that binds; where there is none, the last one."""
        return next((row for row in reversed(self.rows) if row.kind != "baseline"), self.rows[-1])

    @property
    def binds(self) -> bool:
        """Whether it has a number that binds."""
        return bool(self.last.kind != "baseline")


class Index:
    """Finds the series of which a key shares pairs of characters, without comparing it to all."""

    def __init__(self) -> None:
        self.chains: list[Chain] = []
        self._keys: list[frozenset[str]] = []
        self._holding: dict[str, set[int]] = {}

    def add(self) -> Chain:
        """Open a series."""
        self.chains.append(Chain(len(self.chains)))
        self._keys.append(frozenset())
        return self.chains[-1]

    def note(self, chain: Chain) -> None:
        """Make a series findable by the key of its last number."""
        for pair in self._keys[chain.number]:
            self._holding[pair].discard(chain.number)
        self._keys[chain.number] = pairs(chain.last.key)
        for pair in self._keys[chain.number]:
            self._holding.setdefault(pair, set()).add(chain.number)

    def near(self, key: str) -> Iterator[tuple[Chain, float]]:
        """Yield series with the Dice coefficient of their key and another."""
        own = pairs(key)
        shared = Counter(n for pair in sorted(own) for n in self._holding.get(pair, ()))
        for number, n in sorted(shared.items()):
            yield self.chains[number], 2 * n / (len(own) + len(self._keys[number]))


def linked_by(links: pd.DataFrame | None) -> Linked:
    """Return what tells whether the sections of two numbers are linked."""
    if links is None or links.empty:
        return lambda _one, _other: False
    certain = links[links["certainty"].isin(["sure", "likely"])]
    places = set(
        zip(
            certain["doc_id_reference"],
            certain["path_reference"],
            certain["doc_id_target"],
            certain["path_target"],
            strict=True,
        )
    )
    return lambda one, other: (one.doc_id, one.path, other.doc_id, other.path) in places


def match(
    index: Index,
    rows: Sequence[Any],
    linked: Linked,
    options: SeriesOptions,
) -> dict[int, Chain]:
    """Pair the numbers of a document with open series one to one: those that bind before those
    that only report, the most alike first.
    """
    found = []
    for number, row in enumerate(rows):
        for chain, score in index.near(row.key):
            if not _comparable(chain.last, row):
                continue
            likeness = _likeness(chain.last, row, score, linked, options)
            if likeness >= options.alike:
                found.append((not chain.binds, -likeness, chain.number, number))
    matched: dict[int, Chain] = {}
    taken: set[int] = set()
    for _, _, name, number in sorted(found):
        if number not in matched and name not in taken:
            matched[number] = index.chains[name]
            taken.add(name)
    return matched


def _likeness(last: Any, row: Any, score: float, linked: Linked, options: SeriesOptions) -> float:
    """Return how alike two numbers are: at least as is asked for where the sections are linked, or
    the very number was reached.
    """
    near = linked(last, row) and score >= options.alike_linked
    equal = _same_number(last, row) and score >= options.alike_equal
    return max(score, options.alike) if near or equal else score


def _comparable(last: Any, row: Any) -> bool:
    if last.doc_id == row.doc_id and last.kind != "baseline":
        return False
    if row.kind == "baseline" and last.kind not in {"baseline", "target", "limit"}:
        return False
    same_unit = measure_of(last.unit).family == measure_of(row.unit).family
    same_way = (last.direction == "level") == (row.direction == "level")
    return bool(same_unit and last.per == row.per and same_way)


def _same_number(last: Any, row: Any) -> bool:
    """Return whether what was done is the very number that was aimed at, of the same thing."""
    return bool(
        row.kind == "baseline"
        and last.kind == "target"
        and last.value == row.value
        and last.key[-2:] == row.key[-2:]
    )
