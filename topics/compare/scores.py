"""How much speaks for a link between two sections, and how much must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from topics.compare.similarity import Floats, products
from topics.compare.units import Unit, is_lead

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a similarity must reach to be a link.

    Similarities of two documents are held against those inside each of them: a document seldom
    says the same twice.

    Attributes
    ----------
    likely, sure : float
        Quantiles of the best similarity of each section to another of its own document
        (definition; `likely` is then multiplied by `ease`).
    ease : float
        Factor on the median: above it precision falls, below it recall does (found on 2020 → 2022
        and 2022 → 十四五 of the national plans).
    weak : float
        Share of `likely` from which a link is listed, though never counted (chosen).
    lowest, highest : float
        Bounds of `likely`, in similarity: of documents with few sections, or that repeat
        themselves (chosen; unrelated regulations and plans reach 0.075 in 5 % of sections).
    lead : float
        Part of its similarity that the introduction of a chapter keeps to an item: it speaks of all
        its items (chosen; one link of the pairs named above hangs on it). The same part is kept
        between a penalty and a duty: the penalty names the duty again and is no version of it.
    held, shortest : float, int
        Share of a section's bigrams that must stand in another for it to be part of that one, and
        how many it must have (chosen; of planted mergers of unchanged sections 99 % are found with
        15, 95 % with 30).
    most : int
        Sections of a document whose similarity to others of it is looked at (chosen: quantiles of
        1,000 are exact to two places, and 10,000 take a minute less).
    few : int
        Sections in both documents below which the bounds' lower one is taken (chosen).
    """

    likely: float = 0.5
    sure: float = 0.9
    ease: float = 0.9
    weak: float = 0.5
    lowest: float = 0.05
    highest: float = 0.3
    lead: float = 0.6
    held: float = 0.8
    shortest: int = 15
    most: int = 1000
    few: int = 6


THRESHOLDS = Thresholds()


def levels(own: Sequence[Floats], thresholds: Thresholds) -> tuple[float, float]:
    """Return the scores from which a link is likely and sure."""
    every = np.concatenate(own)
    if len(every) < thresholds.few:
        return thresholds.lowest, 2 * thresholds.lowest
    likely = thresholds.ease * float(np.quantile(every, thresholds.likely))
    likely = min(max(likely, thresholds.lowest), thresholds.highest)
    sure = float(np.quantile(every, thresholds.sure))
    return likely, min(max(sure, likely), 2 * thresholds.highest)


def is_held(one: AbstractSet[str], other: AbstractSet[str], thresholds: Thresholds) -> bool:
    """Tell whether one of two sections, given as bigrams, stands nearly whole in the other."""
    size = min(len(one), len(other))
    return size >= thresholds.shortest and len(one & other) >= thresholds.held * size


def own_scores(side: Sequence[csr_array], most: int) -> Floats:
    """Return the score of each section with the one of its own document that is most like it.

    Of more than `most` sections, as many are taken, evenly spread.
    """
    size = side[0].shape[0]
    rows = np.unique(np.linspace(0, size - 1, min(size, most)).astype(np.int64))
    top, partner = _best_other(side, rows)
    return top**2 / np.maximum(_best_other(side, partner)[0], 1e-12)


def _best_other(side: Sequence[csr_array], rows: Places) -> tuple[Floats, Places]:
    """Return how alike the section most like each of some sections is, and which it is."""
    tops, partners = [np.zeros(0)], [np.zeros(0, dtype=np.int64)]
    for start, value in _values([matrix[rows] for matrix in side], side):
        places = np.arange(len(value))
        value[places, rows[start : start + len(value)]] = 0
        partners.append(value.argmax(axis=1))
        tops.append(value[places, partners[-1]])
    return np.concatenate(tops), np.concatenate(partners)


def factors(
    old: Sequence[Unit], new: Sequence[Unit], taken: Sequence[tuple[int, int]], lead: float
) -> tuple[Floats, Floats, float]:
    """Return for each section of both sides 0 if it is taken, else its kind: 1 for an item, 2 for
    an introduction, 2 more among penalties; and what is left of a similarity between two kinds.
    """
    sides = [
        np.array([1.0 + is_lead(unit.section) + 2 * unit.penal for unit in side])
        for side in (old, new)
    ]
    for row, column in taken:
        sides[0][row] = sides[1][column] = 0
    return sides[0], sides[1], lead


def scored(
    left: Sequence[csr_array],
    right: Sequence[csr_array],
    factors: tuple[Floats, Floats, float],
    least: float,
) -> list[tuple[int, int, float, float]]:
    """Return pairs of sections that are not taken as (row, column, similarity, score): those whose
    score reaches `least`, and the best of each section whose own value does.
    """
    of_row, of_column, lead = factors
    tops = np.zeros(len(of_row)), np.zeros(len(of_column))
    kept: list[tuple[Any, ...]] = []
    for start, plain in _values(left, right):
        kinds = of_row[start : start + len(plain), None]
        free = (kinds > 0) & (of_column > 0)
        factor = np.where(kinds == of_column, 1.0, lead) * free
        value = plain * factor
        tops[0][start : start + len(value)] = value.max(axis=1, initial=0)
        np.maximum(tops[1], value.max(axis=0, initial=0), out=tops[1])
        row, column = np.nonzero(value >= least)
        kept.append((row + start, column, factor[row, column], value[row, column]))
    if not kept:
        return []
    row, column, factor, value = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    best = tops[0][row], tops[1][column]
    score = (value**3 / np.maximum(best[0] * best[1], 1e-12)).round(9)
    listed = (score >= least) | (value == best[0]) | (value == best[1])
    row, column, score = row[listed], column[listed], score[listed]
    cosine = (_inner(left[0], right[0], row, column) * factor[listed]).round(9)
    columns = (part.tolist() for part in (row, column, cosine, score))
    return list(zip(*columns, strict=True))


def _values(left: Sequence[csr_array], right: Sequence[csr_array]) -> Iterator[tuple[int, Floats]]:
    """Yield similarities times one plus the cosine of the headings, some rows at a time, each with
    its first row; rounded for equal bytes.
    """
    for (start, texts), (_, headings) in zip(
        products(left[0], right[0]), products(left[1], right[1]), strict=True
    ):
        value = texts.toarray()
        value *= 1 + headings.toarray()
        yield start, np.round(value, 9, out=value)


def _inner(left: csr_array, right: csr_array, rows: Places, columns: Places) -> Floats:
    """Return the inner products of pairs of rows."""
    return np.asarray((left[rows] * right[columns]).sum(axis=1), dtype=np.float64)
