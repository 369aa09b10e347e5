"""Which links lead into another chapter."""

from __future__ import annotations

from collections.abc import Sequence

from topics.compare.similarity import bigrams, weighted
from topics.compare.units import Unit


def moved(
    old: Sequence[Unit], new: Sequence[Unit], links: Sequence[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Return the links between chapters neither of which is the other's best counterpart.

    Chapters are compared as sections are, by the cosine of the bigrams of their whole text. A
    document without chapters has nothing to move from.
    """
    names = [list(dict.fromkeys(unit.chapter for unit in side)) for side in (old, new)]
    if min(map(len, names)) < 2:
        return set()
    vectors = weighted([*_features(old, names[0]), *_features(new, names[1])])
    close = (vectors[: len(names[0])] @ vectors[len(names[0]) :].T).toarray().round(9)
    best = (close >= close.max(axis=1)[:, None]) | (close >= close.max(axis=0)[None, :])
    at = [{name: i for i, name in enumerate(side)} for side in names]
    return {
        (row, column)
        for row, column in links
        if not best[at[0][old[row].chapter], at[1][new[column].chapter]]
    }


def _features(side: Sequence[Unit], names: Sequence[str]) -> list[list[str]]:
    held: dict[str, list[str]] = {name: [] for name in names}
    for unit in side:
        held[unit.chapter] += bigrams(unit.clauses)
    return list(held.values())
