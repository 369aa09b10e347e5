"""The difference of two sides under many exchanges of their sections."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from topics.stats.resampling import (
    Bools,
    Floats,
    Moments,
    Units,
    chunks,
    studentised,
)

Ints = npt.NDArray[np.int64]

# Roots are rounded to 1/4096, so that sums of them and of their squares are exact: equal divisions
# tie, and results have the same bits with any number of threads.
GRAIN = 4096.0


def damped(mentions: Floats) -> Floats:
    """Return √mentions: a further mention in one section counts less than a first in another.

    Examples
    --------
    >>> damped(np.array([0.0, 1.0, 9.0]))
    array([0., 1., 3.])
    """
    return np.asarray(np.round(np.sqrt(mentions) * GRAIN) / GRAIN)


def relabellings(
    target: Bools, rng: np.random.Generator, n: int, *, strata: Ints | None = None
) -> Iterator[Bools]:
    """Yield n exchanges of the labels of sections, in blocks.

    What is drawn depends on the sides and the strata alone, and not on what is counted: all themes
    share the same exchanges, and no theme changes those of another.

    Parameters
    ----------
    target : ndarray of bool, of shape (n_units,)
    rng : numpy.random.Generator
    n : int
    strata : ndarray of int, of shape (n_units,), optional
        Labels are exchanged within these classes only.

    Yields
    ------
    ndarray of bool, of shape (n_rows, n_units)
        Each row has as many units on the target's side, in each stratum, as there were.
    """
    classes = np.zeros(len(target)) if strata is None else np.unique(strata, return_inverse=True)[1]
    dealt = target[np.argsort(classes, kind="stable")]
    for rows in chunks(n, len(target)):
        places = np.argsort(classes + rng.random((rows, len(target))), axis=1)
        shuffled = np.zeros(places.shape, dtype=bool)
        np.put_along_axis(shuffled, places, np.broadcast_to(dealt, places.shape), axis=1)
        yield shuffled


def exchanged(
    units: Units,
    target: Bools,
    rng: np.random.Generator,
    n_resamples: int,
    *,
    strata: Ints | None = None,
) -> Floats:
    """Return the studentised difference of every ratio, as observed and under exchanges.

    The statistic is D = A_target − A_reference divided by its standard error (Janssen 1997; Chung
    and Romano 2013), as in `topics.stats.resampling.permutation_test`.

    Returns
    -------
    ndarray of shape (1 + n_resamples, n_ratios)
        The observed t first.
    """
    moments, total = Moments(units), Moments(units).total()
    size = int(target.sum())

    def t_of(member: Bools) -> Floats:
        sums = member.astype(np.float64) @ moments.columns
        return studentised(
            moments.estimate(sums, size), moments.estimate(total - sums, len(units) - size)
        )

    blocks = relabellings(target, rng, n_resamples, strata=strata)
    return np.vstack([t_of(target[None, :]), *(t_of(block) for block in blocks)])
