"""Permutation tests and bootstrap intervals for differences of ratios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.special import stdtrit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# cells of a block of resampled weights: bounds the memory, stays in the cache, does not touch the
# result
CHUNK = 400_000
# Whole numbers below this are exact as floats, so that sums are the same in any order.
EXACT = 2**53
# part of the cells that are not 0 up to which sums skip the others (measured: from a quarter on
# that takes longer)
FILLED = 0.1
# A resample that misses the few sections with the theme has a standard error of almost nothing and
# a t without bound. No resample is taken for more precise than this part of the sample's own error;
# 0.8 gave coverage nearest to nominal.
FLOOR = 0.8


@dataclass(frozen=True)
class Units:
    """Numerators and denominators of ratios, one row per resampling unit (leaf section, heading or
    document).

    Attributes
    ----------
    y : ndarray of shape (n_units, n_ratios)
        What is counted in each unit.
    n : ndarray of shape (n_units, n_denominators)
        What it is counted per.
    den : ndarray of int, of shape (n_ratios,)
        Which column of `n` each column of `y` is divided by.
    scale : ndarray of shape (n_ratios,) or None
        What a ratio is multiplied by, such as 10,000; by default 1. While `y` and `n` are whole
        numbers all their sums are exact, so that results have the same bits with any number of
        threads.
    """

    y: Floats
    n: Floats
    den: npt.NDArray[np.int64]
    scale: Floats | None = None

    def __len__(self) -> int:
        return len(self.y)

    def take(self, index: npt.NDArray[np.int64] | Bools) -> Units:
        """Keep the units of an index or a mask."""
        return replace(self, y=self.y[index], n=self.n[index])

    def columns(self, index: npt.NDArray[np.int64] | Bools | slice) -> Units:
        """Keep some of the ratios; the denominators stay."""
        scale = None if self.scale is None else self.scale[index]
        return replace(self, y=self.y[:, index], den=self.den[index], scale=scale)

    def canonical(self) -> Units:
        """Sort the units by what they hold, so that no result depends on the order of files."""
        return self.take(np.lexsort(np.hstack([self.y, self.n]).T))

    def sums(self, codes: npt.NDArray[np.int64], n_groups: int) -> Units:
        """Add up the units of each group, for example the sections of each document."""
        indicator = csr_array(
            (np.ones(len(self)), (codes, np.arange(len(self)))), shape=(n_groups, len(self))
        )
        return replace(self, y=indicator @ self.y, n=indicator @ self.n)


class Estimate(NamedTuple):
    """Ratios and the variances of these ratios, of shape (…, n_ratios)."""

    value: Floats
    variance: Floats


class Moments:
    """The sums from which a ratio and its variance follow, for any weights of the units."""

    def __init__(self, units: Units) -> None:
        n = units.n[:, units.den]
        self.den = units.den
        self.scale = units.scale
        self.shape = units.y.shape[1], units.n.shape[1]
        self.columns = np.hstack([units.y, units.y**2, units.y * n, units.n, units.n**2])

    @cached_property
    def _filled(self) -> csr_array | None:
        """The columns as rows without their zeros, where there are few and no sum is rounded."""
        exact = not (self.columns % 1).any() and np.abs(self.columns).sum() < EXACT
        few = np.count_nonzero(self.columns) < FILLED * self.columns.size
        return csr_array(self.columns.T) if exact and few else None

    def sums(self, weights: Floats) -> Floats:
        """Return the sums for several weights, of shape (n_weights, n_columns).

        Parameters
        ----------
        weights : ndarray of shape (n_units, n_weights)
        """
        if self._filled is None:
            return np.asarray(weights.T @ self.columns)
        return np.asarray(self._filled @ weights).T

    def total(self) -> Floats:
        """Return the sums over all units."""
        return np.asarray(self.columns.sum(axis=0))

    def estimate(self, sums: Floats, n_units: int) -> Estimate:
        """Return Σy/Σn and its linearised variance (Cochran 1977, Sampling Techniques, eq.

        6.13, without fpc).
        """
        k, d = self.shape
        y, yy, yn = sums[..., :k], sums[..., k : 2 * k], sums[..., 2 * k : 3 * k]
        n, nn = sums[..., 3 * k : 3 * k + d], sums[..., 3 * k + d :]
        if d > 1:  # one denominator is divided by as it stands, without a copy for each ratio
            n, nn = n[..., self.den], nn[..., self.den]
        safe = np.where(n > 0, n, 1.0)
        value = np.where(n > 0, y / safe, 0.0)
        residual = np.maximum(yy - 2 * value * yn + value**2 * nn, 0.0)
        residual[residual < 1e-9 * yy] = (
            0.0  # what rounding leaves where all units have the same rate
        )
        variance = residual / safe**2 * n_units / max(n_units - 1, 1)
        return (
            Estimate(value, variance)
            if self.scale is None
            else Estimate(value * self.scale, variance * self.scale**2)
        )


class Permutation(NamedTuple):
    """A studentised difference and its permutation p, each of shape (n_ratios,).

    `p` is for one ratio at a time; `p_max` is family-wise over all the ratios that were tested
    together (single-step max-T, Westfall and Young 1993).
    """

    t: Floats
    p: Floats
    p_max: Floats


class Interval(NamedTuple):
    """Ends of an interval, each of shape (n_ratios,)."""

    low: Floats
    high: Floats


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return the random numbers of a comparison: the seed and the names of the groups decide,
    nothing else does.
    """
    key = [seed, *(crc32(name.encode("utf-8", "surrogatepass")) for name in names)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


def ratios(units: Units) -> Estimate:
    """Return Σy/Σn of all units and its variance.

    Examples
    --------
    >>> units = Units(np.array([[2.0], [0.0]]), np.array([[100.0], [300.0]]), np.array([0]))
    >>> ratios(units).value
    array([0.005])
    """
    moments = Moments(units)
    return moments.estimate(moments.total(), len(units))


def studentised(target: Estimate, reference: Estimate) -> Floats:
    """Return the difference divided by its standard error: 0 where there is no difference, even
    without variance.
    """
    difference = target.value - reference.value
    difference = np.where(
        np.abs(difference) < 1e-12 * (target.value + reference.value), 0.0, difference
    )
    error = np.sqrt(target.variance + reference.variance)
    t = np.zeros_like(difference)
    np.divide(difference, error, out=t, where=error > 0)
    return np.where((error == 0) & (difference != 0), np.where(difference > 0, np.inf, -np.inf), t)


def permutation_test(
    units: Units,
    target: Bools,
    rng: np.random.Generator,
    *,
    n_resamples: int = 9999,
    strata: npt.ArrayLike | None = None,
) -> Permutation:
    """Test whether the ratios of two groups differ, by exchanging the labels of their units.

    The statistic is D = Σy/Σn in the target minus the same in the reference, divided by its
    standard error, so that groups of unequal size and variance keep the level (Janssen 1997; Chung
    and Romano 2013). p counts the labellings whose |t| reaches that observed, the observed one
    included (Phipson and Smyth 2010), so it is never 0.

    Parameters
    ----------
    units : Units
    target : ndarray of bool, of shape (n_units,)
        Units of the target; the others are the reference.
    rng : numpy.random.Generator
    n_resamples : int
        Labellings drawn.
    strata : array of shape (n_units,), optional
        Labels are exchanged within these classes only.

    Returns
    -------
    Permutation
    """
    strata = (
        np.zeros(len(units))
        if strata is None
        else np.unique(np.asarray(strata), return_inverse=True)[1]
    )
    order = np.lexsort(np.hstack([units.y, units.n, target[:, None], strata[:, None]]).T)
    units, target, strata = units.take(order), target[order], strata[order]
    moments, total = Moments(units), Moments(units).total()
    size = int(target.sum())

    def t_of(sums: Floats) -> Floats:
        return studentised(
            moments.estimate(sums, size), moments.estimate(total - sums, len(units) - size)
        )

    observed = t_of(target.astype(np.float64) @ moments.columns)
    needed = np.abs(observed) * (
        1 - 1e-9
    )  # equal splits must tie whatever order they were added in
    reached = np.zeros_like(observed)
    reached_max = np.zeros_like(observed)
    for rows in chunks(n_resamples, max(len(units), moments.columns.shape[1])):
        keys = strata + rng.random((rows, len(units)))
        t = np.abs(t_of(moments.sums(_largest_keys(keys, target, strata))))
        reached += (t >= needed).sum(axis=0)
        reached_max += (t.max(axis=1, initial=0.0)[:, None] >= needed).sum(axis=0)
    return Permutation(
        observed, (1 + reached) / (1 + n_resamples), (1 + reached_max) / (1 + n_resamples)
    )


def bootstrap_interval(
    target: Units,
    reference: Units | None,
    rng: np.random.Generator,
    *,
    n_resamples: int = 9999,
    level: float = 0.95,
) -> Interval:
    """Return the symmetric studentised bootstrap interval of a difference of ratios, or of one
    group's ratios.

    Units are drawn with replacement within each group; D ± q·SE, where q is the `level` quantile of
    |D* − D|/SE* (Hall 1988, "On symmetric bootstrap confidence intervals"). The equal-tailed form
    and BCa were too short for themes that cluster in a few sections (benchmarks/calibration.py).
    SE* is not let below 0.8 SE.

    Returns
    -------
    Interval
        Where the standard error is zero both ends equal the estimate: no interval can be had, and
        the caller says so.
    """
    sides = [target.canonical()] + ([reference.canonical()] if reference is not None else [])
    moments = [Moments(side) for side in sides]
    point = _difference(
        [m.estimate(m.total(), len(s)) for m, s in zip(moments, sides, strict=True)]
    )
    error = np.sqrt(point.variance)
    divisor = np.where(error > 0, error, 1.0)
    streams = rng.spawn(len(sides))
    deviations = []
    for rows in chunks(n_resamples, max(sum(map(len, sides)), moments[0].columns.shape[1])):
        drawn = [
            m.estimate(_resample(len(s), rows, stream) @ m.columns, len(s))
            for m, s, stream in zip(moments, sides, streams, strict=True)
        ]
        value, variance = _difference(drawn)
        deviations.append(
            np.abs(value - point.value) / np.maximum(np.sqrt(variance), FLOOR * divisor)
        )
    q = np.quantile(np.vstack(deviations), level, axis=0)
    return Interval(point.value - q * error, point.value + q * error)


def welch_interval(target: Units, reference: Units | None, *, level: float = 0.95) -> Interval:
    """Return Welch's t interval of a difference of ratios over documents, or of one group's
    ratios, with their jackknife variances.

    The linearised variance is too small where one document holds much of the text: with five
    documents a side whose lengths differ tenfold the interval covered 90 % instead of 95.
    """
    a = jackknife(target)
    b = (
        jackknife(reference)
        if reference is not None
        else Estimate(np.zeros_like(a.value), np.zeros_like(a.value))
    )
    sizes = len(target), len(reference) if reference is not None else 2
    return _welch(a, b, sizes, level)


def jackknife(units: Units) -> Estimate:
    """Return Σy/Σn and its jackknife variance (m − 1)/m Σ(R₍ᵢ₎ − R)², R₍ᵢ₎ without unit i (Efron
    and Tibshirani 1993, An Introduction to the Bootstrap, eq. 11.5, about R).

    Examples
    --------
    >>> units = Units(np.array([[2.0], [0.0]]), np.array([[100.0], [300.0]]), np.array([0]))
    >>> estimate = jackknife(units)
    >>> bool(np.isclose(estimate.variance[0], ((0.02 - 0.005) ** 2 + 0.005**2) / 2))
    True
    """
    value = ratios(units).value
    scale = 1.0 if units.scale is None else units.scale
    n = units.n[:, units.den]
    rest = n.sum(axis=0) - n
    without = np.where(rest > 0, (units.y.sum(axis=0) - units.y) / np.where(rest > 0, rest, 1), 0)
    squares = np.where(rest > 0, (without * scale - value) ** 2, 0.0)
    squares[squares < 1e-18 * value**2] = 0.0  # what rounding leaves where all have the same rate
    m = len(units)
    # sorted, so that the order of the documents changes no bit
    return Estimate(value, np.sort(squares, axis=0).sum(axis=0) * (m - 1) / max(m, 1))


def welch_ratio_interval(target: Units, reference: Units, *, level: float = 0.95) -> Interval:
    """Return Welch's t interval of a ratio of rates: of the means of log((y + ½)/n) over documents,
    exponentiated.

    It keeps its coverage with few documents, where the bootstrap does not (Lijffijt et al. 2016 for
    the test). Documents of no length are left out.
    """
    sides = [side.take(np.asarray((side.n > 0).all(axis=1))) for side in (target, reference)]
    if min(map(len, sides)) < 2:
        missing = np.full(target.y.shape[1], np.nan)
        return Interval(missing, missing)
    logs = [np.log((side.y + 0.5) / side.n[:, side.den]) for side in sides]
    a, b = (Estimate(log.mean(axis=0), log.var(axis=0, ddof=1) / len(log)) for log in logs)
    interval = _welch(a, b, (len(logs[0]), len(logs[1])), level)
    return Interval(np.exp(interval.low), np.exp(interval.high))


def _largest_keys(keys: Floats, target: Bools, strata: npt.NDArray[Any]) -> Floats:
    """Return 1 for the units with the largest keys of their stratum, as many as it has in the
    target, of shape (n_units, n_labellings); units stand by stratum, those of the target last.
    """
    labels = np.zeros(keys.shape[::-1])
    for stratum in np.unique(strata[target]):
        own = np.flatnonzero(strata == stratum)
        first = int((~target[own]).sum())
        within = keys[:, own[0] : own[-1] + 1]
        least = np.partition(within, first, axis=1)[:, first, None]
        labels[own] = (within >= least).T
    return labels


def _resample(n_units: int, rows: int, rng: np.random.Generator) -> Floats:
    return rng.multinomial(n_units, np.full(n_units, 1 / n_units), size=rows).astype(np.float64)


def _difference(sides: list[Estimate]) -> Estimate:
    if len(sides) == 1:
        return sides[0]
    return Estimate(sides[0].value - sides[1].value, sides[0].variance + sides[1].variance)


def _welch(a: Estimate, b: Estimate, sizes: tuple[int, int], level: float) -> Interval:
    variance = a.variance + b.variance
    spread = a.variance**2 / max(sizes[0] - 1, 1) + b.variance**2 / max(sizes[1] - 1, 1)
    freedom = np.where(
        spread > 0, variance**2 / np.where(spread > 0, spread, 1.0), 1.0
    )  # Welch–Satterthwaite
    reach = stdtrit(freedom, (1 + level) / 2) * np.sqrt(variance)
    return Interval(a.value - b.value - reach, a.value - b.value + reach)


def chunks(total: int, width: int) -> Iterator[int]:
    """Yield the numbers of resamples to draw at a time, so that a block of them keeps within
    `CHUNK` cells.
    """
    rows = max(1, CHUNK // max(width, 1))
    for start in range(0, total, rows):
        yield min(rows, total - start)
