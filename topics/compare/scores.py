"""How much speaks for a link between two sections, and how much must."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from topics.compare.similarity import Floats, products
from topics.compare.units import Unit, is_lead


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
        its items (chosen; one link of the pairs named above hangs on it).
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


def own_scores(side: Sequence[csr_array]) -> Floats:
    """Return the best score of each section to another of its own document."""
    best: list[Floats] = []
    size = side[0].shape[0]
    kept: list[tuple[Any, ...]] = []
    for (start, texts), (_, headings) in zip(
        products(side[0], side[0]), products(side[1], side[1]), strict=True
    ):
        part = _combined(texts, headings).tocoo()
        apart = part.row + start != part.col
        row, column, value = part.row[apart] + start, part.col[apart], part.data[apart]
        top = np.zeros(size)
        np.maximum.at(top, row, value)
        best.append(top[start : start + texts.shape[0]])
        high = value >= 0.5 * top[row]  # a best score is seldom lower than half of that
        kept.append((row[high], column[high], value[high]))
    tops = np.concatenate(best)
    score = np.zeros(size)
    for row, column, value in kept:
        np.maximum.at(
            score, row, value * value * value / np.maximum(tops[row] * tops[column], 1e-12)
        )
    return score


def factors(
    old: Sequence[Unit], new: Sequence[Unit], taken: Sequence[tuple[int, int]], lead: float
) -> tuple[Floats, Floats, float]:
    """Return for each section of both sides 0 if it is taken, 1 if it is an item, −1 if it is an
    introduction; and what is left of a similarity between the two kinds.
    """
    sides = [
        np.array([-1.0 if is_lead(unit.section) else 1.0 for unit in side]) for side in (old, new)
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
    tops = np.zeros(len(factors[0])), np.zeros(len(factors[1]))
    kept: list[tuple[Any, ...]] = []
    for (start, texts), (_, headings) in zip(
        products(left[0], right[0]), products(left[1], right[1]), strict=True
    ):
        part = _combined(texts, headings).tocoo()
        row, column = part.row + start, part.col
        kinds = factors[0][row] * factors[1][column]
        factor = np.where(kinds < 0, factors[2], kinds)
        value = (part.data * factor).round(9)
        np.maximum.at(tops[0], row, value)
        np.maximum.at(tops[1], column, value)
        high = value >= least
        plain = np.asarray(texts[part.row[high], part.col[high]]).ravel() * factor[high]
        kept.append((row[high], column[high], plain.round(9), value[high]))
    if not kept:
        return []
    row, column, plain, value = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    of_row, of_column = tops[0][row], tops[1][column]
    score = (value**3 / np.maximum(of_row * of_column, 1e-12)).round(9)
    listed = (score >= least) | (value == of_row) | (value == of_column)
    columns = (part[listed].tolist() for part in (row, column, plain, score))
    return list(zip(*columns, strict=True))


def _combined(texts: csr_array, headings: csr_array) -> csr_array:
    """Return similarities times one plus the cosine of the headings, rounded for equal bytes."""
    result = csr_array(texts + texts * headings)
    result.data = result.data.round(9)
    return result
