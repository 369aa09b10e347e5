"""How often a theme planted twice or three times as much would be called."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from topics.answer.exchange import UnitCounts
from topics.stats.resampling import Estimate, Floats, studentised

Ints = npt.NDArray[np.int64]


def called_level(q: Floats, families: Ints, *, level: float, single: float) -> float:
    """Return the p below which one more theme would be called: min(single, level (R + 1)/m).

    Parameters
    ----------
    q : ndarray of shape (n_themes,)
        Of the themes that were tested.
    families : ndarray of int, of shape (n_themes,)
    level, single : float
        Bounds of q and of p for the grade.

    Examples
    --------
    >>> called_level(np.array([0.1, 0.6]), np.array([0, 1]), level=0.2, single=0.05)
    0.05
    """
    m = len(np.unique(families))
    called = len(np.unique(families[q <= level]))
    return min(single, level * min(called + 1, m) / max(m, 1))


def planted_power(
    units: UnitCounts,
    critical: Floats,
    rng: np.random.Generator,
    *,
    ratio: int,
    n: int,
) -> Floats:
    """Return how often each theme would be called if the target had `ratio` times its mentions.

    Both sides are drawn from all units together, as if nothing had changed; each unit of the target
    gets the mentions of further units drawn at random.

    Parameters
    ----------
    units : UnitCounts
    critical : ndarray of shape (n_themes,)
        |t| above which a theme is called.
    rng : numpy.random.Generator
        All themes share its draws.
    ratio, n : int
        Times as many mentions; number of simulated pairs.

    Returns
    -------
    ndarray of shape (n_themes,)
    """
    total, (n_target, n_reference) = len(units.chars), units.sizes
    draws = [rng.integers(0, total, (n, n_target)) for _ in range(ratio)]
    other = rng.integers(0, total, (n, n_reference))
    found = np.zeros(units.mentions.shape[1])
    for theme, column in enumerate(units.mentions.T):
        planted = units.weigh(np.sum([column[draw] for draw in draws], axis=0))
        t = studentised(
            _estimate(planted, units.chars[draws[0]]),
            _estimate(units.weigh(column[other]), units.chars[other]),
        )
        found[theme] = (np.abs(t) > critical[theme]).mean()
    return found


def _estimate(y: Floats, n: Floats) -> Estimate:
    """Return Σy/Σn of each row and its linearised variance (Cochran 1977, eq. 6.13)."""
    total = np.maximum(n.sum(axis=1), 1.0)
    value = y.sum(axis=1) / total
    residual = ((y - value[:, None] * n) ** 2).sum(axis=1)
    return Estimate(value, residual / total**2 * y.shape[1] / max(y.shape[1] - 1, 1))
