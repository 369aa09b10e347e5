"""How many large shifts a pair has, and how many it would have with its sections exchanged."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from topics.answer.evidence_options import EvidenceOptions
from topics.answer.exchange import Ints, Pair, PairCounts, exchange_units, pair_counts
from topics.answer.relabel import relabellings
from topics.answer.sizes import large_and_spread
from topics.emphasis.lenses import Measures
from topics.stats.resampling import Bools, generator

OPTIONS = EvidenceOptions()


class Yardstick(NamedTuple):
    """Large shifts spread over sections in a pair, and how many chance exchanges have.

    `observed` themes shift; `mean` in `n` random exchanges of the sections; `p` is the share of
    exchanges with as many, the observed included. Missing p: too few sections.
    """

    observed: int
    mean: float
    p: float
    n: int


def pair_yardstick(
    counts: PairCounts, rng: np.random.Generator, options: EvidenceOptions = OPTIONS
) -> Yardstick:
    """Count the large shifts spread over sections, and how many exchanged sections have.

    Parameters
    ----------
    counts : PairCounts
    rng : numpy.random.Generator
    options : EvidenceOptions

    Returns
    -------
    Yardstick
    """

    def number(target: Bools) -> Ints:
        large = large_and_spread(counts.mentions, counts.chars, target, options.sizes)
        return np.asarray(large.sum(axis=1), dtype=np.int64)

    observed = int(number(counts.target[None, :])[0])
    units = exchange_units(counts, options)
    if units.scope == "sections" and min(units.sizes) < options.min_sections:
        return Yardstick(observed, np.nan, np.nan, 0)
    blocks = relabellings(units.target, rng, options.n_yardstick, strata=units.strata)
    drawn = np.concatenate([number(block[:, units.of_section]) for block in blocks])
    reached = int((drawn >= observed).sum())
    return Yardstick(observed, float(drawn.mean()), (1 + reached) / (1 + len(drawn)), len(drawn))


def yardstick(
    measures: Measures,
    pair: Pair,
    *,
    options: EvidenceOptions = OPTIONS,
    strata: Ints | None = None,
    seed: int = 1,
) -> Yardstick:
    """Count the large shifts of a pair, and how many there are with the sections exchanged.

    Parameters
    ----------
    measures : Measures
    pair : (reference, target)
    options : EvidenceOptions
    strata : ndarray of int, of shape (n_leaf_sections,), optional
    seed : int

    Returns
    -------
    Yardstick
    """
    counts = pair_counts(measures, pair, strata)
    return pair_yardstick(counts, generator(seed, "yardstick", *pair), options)
