"""What can be tested at all: the level, the least sizes, and the least p that a theme can reach."""

from __future__ import annotations

from collections.abc import Iterable
from math import lgamma

import numpy as np

from topics.stats.resampling import Floats

ALPHA = 0.05
MIN_UNITS = 20  # sections a side below which nothing is tested (docs/emphasis.md)
MIN_DOCUMENTS = 5  # documents a side from which documents are the unit (docs/emphasis.md)


def least_p(holds: int, sizes: tuple[int, int]) -> float:
    """Return the chance that all units which hold the theme fall on the smaller side.

    It is that of this one side: the chance that they all fall on either side is the sum of two such
    chances, twice as much where both sides are as large.

    Examples
    --------
    >>> round(least_p(3, (4, 6)), 4), round(least_p(3, (5, 5)), 4)
    (0.0333, 0.0833)
    """
    if holds > max(sizes):
        return 0.0

    def log_comb(n: int, k: int) -> float:
        return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) if k <= n else -np.inf

    return float(np.exp(min(log_comb(size, holds) for size in sizes) - log_comb(sum(sizes), holds)))


def least_ps(holds: Iterable[int], sizes: tuple[int, int]) -> Floats:
    """Return `least_p` for each number of units that hold something: the floor of every p.

    Where all of them are on one side, the lengths of the sections alone would decide a smaller p.
    """
    known = {int(count): least_p(int(count), sizes) for count in set(holds)}
    return np.array([known[int(count)] for count in holds])
