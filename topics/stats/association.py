"""Measures of how strongly a word marks one of two corpora: formulas over counts, nothing else.

All functions take `a`, `b` (occurrences in target and reference) and `n1`, `n2` (their sizes in
tokens) as numbers or arrays of one shape, and return an array of that shape.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, xlogy

Numbers = npt.ArrayLike
Floats = npt.NDArray[np.float64]


def g2(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return the signed log-likelihood ratio G² over the four cells of the table (Dunning 1993).

    Positive where the target has the higher rate. It ranks words; its χ² tail is no p, because
    tokens are not independent (docs/emphasis.md).

    Examples
    --------
    >>> round(float(g2(24, 5, 12000, 18000)), 5)
    22.44939
    """
    cells, expected = _cells(a, b, n1, n2)
    value = 2 * sum(
        xlogy(o, o) - xlogy(o, np.where(o > 0, e, 1.0))
        for o, e in zip(cells, expected, strict=True)
    )
    value = np.maximum(np.asarray(value, dtype=np.float64), 0.0)
    return np.asarray(_sign(a, b, n1, n2) * value, dtype=np.float64)


def log_ratio(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return log₂ of the ratio of rates (Hardie 2014); a count of zero is taken as ½, so that it
    stays finite.

    Examples
    --------
    >>> float(log_ratio(20, 10, 1000, 1000))
    1.0
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    one, two = np.where(a > 0, a, 0.5), np.where(b > 0, b, 0.5)
    return np.where((a == 0) & (b == 0), 0.0, np.log2((one / n1) / (two / n2)))


def lrc(
    a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, *, alpha: float = 0.05, n_tests: int = 1
) -> Floats:
    """Return the conservative log ratio (Evert 2022): the end of its interval that is nearer to
    zero, or zero.

    Parameters
    ----------
    alpha : float
        Two-sided; the Clopper-Pearson bounds are those of a out of a + b.
    n_tests : int
        Tests that alpha is shared by (Bonferroni).

    Examples
    --------
    >>> [round(float(value), 7) for value in lrc([24, 10], [5, 15], 12000, 18000)]
    [1.4291611, 0.0]
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    tail = alpha / n_tests / 2
    low = np.where(a > 0, betaincinv(np.where(a > 0, a, 1.0), b + 1, tail), 0.0)
    high = np.where(b > 0, betaincinv(a + 1, np.where(b > 0, b, 1.0), 1 - tail), 1.0)
    with np.errstate(divide="ignore"):
        up = np.log2(n2 / n1 * _divide(low, 1 - low))
        down = np.log2(
            n2 / n1 * np.where(high < 1, high / np.where(high < 1, 1 - high, 1.0), np.inf)
        )
    return np.where(a / n1 >= b / n2, np.maximum(up, 0.0), np.minimum(down, 0.0))


def log_odds(
    a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, prior: Numbers
) -> tuple[Floats, Floats]:
    """Return the weighted log-odds δ and z with an informative Dirichlet prior (Monroe, Colaresi
    and Quinn 2008).

    Parameters
    ----------
    prior : array
        Pseudo-count α_w of each word, their sum being α₀: usually counts in a background corpus,
        scaled to a total.

    Returns
    -------
    delta, z : tuple of array
        Both are 0 for a word that is the only one of both groups and of the prior.

    Examples
    --------
    >>> delta, z = log_odds([12, 38], [5, 35], 50, 40, [17, 73])
    >>> [round(float(value), 7) for value in z]
    [0.8801781, -1.8411817]
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    alpha = np.asarray(prior, dtype=np.float64)
    total = alpha.sum()
    in_target, in_reference = a + alpha, b + alpha
    rest_target, rest_reference = n1 + total - in_target, n2 + total - in_reference
    one_word = (
        np.maximum(rest_target, rest_reference) <= 0
    )  # there is nothing else that it could have lost to
    rest_target, rest_reference = (
        np.where(one_word, in_target, rest_target),
        np.where(one_word, in_reference, rest_reference),
    )
    delta = np.log(in_target / rest_target) - np.log(in_reference / rest_reference)  # eqn 15–16
    variance = 1 / in_target + 1 / in_reference  # eqn 20
    return delta, delta / np.sqrt(variance)


def _floats(*values: Numbers) -> tuple[Floats, ...]:
    return tuple(np.asarray(value, dtype=np.float64) for value in values)


def _divide(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1.0), 0.0))


def _cells(
    a: Numbers, b: Numbers, n1: Numbers, n2: Numbers
) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    a, b, n1, n2 = _floats(a, b, n1, n2)
    total = n1 + n2
    share = (a + b) / total
    return (a, b, n1 - a, n2 - b), (n1 * share, n2 * share, n1 * (1 - share), n2 * (1 - share))


def _sign(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    a, b, n1, n2 = _floats(a, b, n1, n2)
    return np.sign(a * n2 - b * n1)
