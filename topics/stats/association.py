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


def g2(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, *, williams: bool = False) -> Floats:
    """Return the signed log-likelihood ratio G² over the four cells of the table (Dunning 1993).

    Positive where the target has the higher rate. It ranks words; its χ² tail is no p, because
    tokens are not independent (docs/emphasis.md). `williams` divides by Williams' correction q.

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
    if williams:
        value = value / williams_q(a, b, n1, n2)
    return np.asarray(_sign(a, b, n1, n2) * value, dtype=np.float64)


def chi2(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, *, yates: bool = False) -> Floats:
    """Return the signed χ² of the four cells; `yates` subtracts N/2 from |ad − bc|, but not below
    zero.
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    total = n1 + n2
    cross = np.abs(a * (n2 - b) - b * (n1 - a))
    if yates:
        cross = np.maximum(cross - total / 2, 0.0)
    margins = n1 * n2 * (a + b) * (total - a - b)
    return np.asarray(_sign(a, b, n1, n2) * _divide(total * cross**2, margins), dtype=np.float64)


def williams_q(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return Williams' correction (1976) by which G² or χ² is divided; 1 where a margin is empty."""
    a, b, n1, n2 = _floats(a, b, n1, n2)
    total = n1 + n2
    rows = _divide(total, a + b) + _divide(total, total - a - b) - 1
    return np.where(
        (a + b > 0) & (total > a + b), 1 + rows * (total / n1 + total / n2 - 1) / (6 * total), 1.0
    )


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
    a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, prior: Numbers, *, exact: bool = False
) -> tuple[Floats, Floats]:
    """Return the weighted log-odds δ and z with an informative Dirichlet prior (Monroe, Colaresi
    and Quinn 2008).

    Parameters
    ----------
    prior : array
        Pseudo-count α_w of each word, their sum being α₀: usually counts in a background corpus,
        scaled to a total.
    exact : bool
        Use all four terms of the variance instead of the two of equation 20.

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
    if exact:
        variance = variance + 1 / rest_target + 1 / rest_reference
    return delta, delta / np.sqrt(variance)


def percent_difference(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return %DIFF, by how many percent the target's rate exceeds the reference's (Gabrielatos and
    Marchi 2011).

    Missing where the reference has none.
    """
    a, b, n1, n2 = _floats(a, b, n1, n2)
    return np.asarray(np.where(b > 0, _divide(a * n2, b * n1) * 100 - 100, np.nan))


def odds_ratio(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return the ratio of the odds; missing where the reference has none."""
    a, b, n1, n2 = _floats(a, b, n1, n2)
    return np.asarray(np.where(b > 0, _divide(a * (n2 - b), b * (n1 - a)), np.nan))


def difference_coefficient(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return (r₁ − r₂)/(r₁ + r₂) of the rates, between −1 and 1 (Hofland and Johansson 1982)."""
    a, b, n1, n2 = _floats(a, b, n1, n2)
    return _divide(a / n1 - b / n2, a / n1 + b / n2)


def simple_maths(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers, *, k: float = 1.0) -> Floats:
    """Return the ratio of the rates per million, k added to each (Kilgarriff 2009)."""
    a, b, n1, n2 = _floats(a, b, n1, n2)
    return np.asarray((a / n1 * 1e6 + k) / (b / n2 * 1e6 + k))


def pmi(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return ln(O/E) of the word in the target; missing where the target has none.

    It favours rare words: no test of it is offered.
    """
    cells, expected = _cells(a, b, n1, n2)
    held = cells[0] > 0
    return np.asarray(
        np.where(
            held, np.log(np.where(held, cells[0], 1.0) / np.where(held, expected[0], 1.0)), np.nan
        )
    )


def g2_two_cells(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return the log-likelihood of Rayson and Garside (2000), over the cells of the word only,
    without sign.
    """
    cells, expected = _cells(a, b, n1, n2)
    parts = [
        xlogy(o, o) - xlogy(o, np.where(o > 0, e, 1.0))
        for o, e in zip(cells[:2], expected[:2], strict=True)
    ]
    return np.asarray(2 * sum(parts), dtype=np.float64)


def bic(a: Numbers, b: Numbers, n1: Numbers, n2: Numbers) -> Floats:
    """Return the two-cell log-likelihood minus ln N (Wilson 2013)."""
    return g2_two_cells(a, b, n1, n2) - np.log(sum(_floats(n1, n2)))


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
