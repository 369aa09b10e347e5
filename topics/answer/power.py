"""How often a theme planted twice or three times as much would be called."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from topics.answer.relabel import damped
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
    mentions: Floats,
    chars: Floats,
    sizes: tuple[int, int],
    critical: Floats,
    rng: np.random.Generator,
    *,
    ratio: int,
    n: int,
    damp: bool = True,
) -> Floats:
    """Return how often each theme would be called if the target had `ratio` times its mentions.

    Both sides are drawn from all sections together, as if nothing had changed; each section of the
    target gets the mentions of further sections drawn at random.

    Parameters
    ----------
    mentions : ndarray of shape (n_units, n_themes)
    chars : ndarray of shape (n_units,)
    sizes : tuple of int
        Units of target and reference.
    critical : ndarray of shape (n_themes,)
        |t| above which a theme is called.
    rng : numpy.random.Generator
        All themes share its draws.
    ratio, n : int
        Times as many mentions; number of simulated pairs.
    damp : bool
        Whether mentions are damped, as between sections.

    Returns
    -------
    ndarray of shape (n_themes,)
    """
    draws = [rng.integers(0, len(chars), (n, sizes[0])) for _ in range(ratio)]
    other = rng.integers(0, len(chars), (n, sizes[1]))
    found = np.zeros(mentions.shape[1])
    for theme, column in enumerate(mentions.T):
        planted = np.sum([column[draw] for draw in draws], axis=0)
        sides = (planted, column[other])
        values = [damped(side) if damp else side for side in sides]
        t = studentised(_estimate(values[0], chars[draws[0]]), _estimate(values[1], chars[other]))
        found[theme] = (np.abs(t) > critical[theme]).mean()
    return found


def _estimate(y: Floats, n: Floats) -> Estimate:
    """Return Σy/Σn of each row and its linearised variance (Cochran 1977, eq. 6.13)."""
    total = np.maximum(n.sum(axis=1), 1.0)
    value = y.sum(axis=1) / total
    residual = ((y - value[:, None] * n) ** 2).sum(axis=1)
    return Estimate(value, residual / total**2 * y.shape[1] / max(y.shape[1] - 1, 1))
