"""Many themes at once: p within families of themes, q over the families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from topics.answer.evidence_options import (
    MODERATE,
    STRONG,
    UNCLEAR,
    UNTESTABLE,
    WEAK,
    EvidenceOptions,
)
from topics.stats.multiplicity import benjamini_hochberg
from topics.stats.ranks import ranks
from topics.stats.resampling import Floats

Ints = npt.NDArray[np.int64]


class FamilyTests(NamedTuple):
    """Tests of themes in families, each of shape (n_themes,).

    `p` is of the theme alone, `p_adjusted` of the theme among its family, `p_family` of the family;
    `q` is the least level at which the theme is called.
    """

    p: Floats
    p_adjusted: Floats
    p_family: Floats
    q: Floats


def family_codes(themes: Sequence[str], parents: Mapping[str, str]) -> Ints:
    """Return the number of the family of each theme: one at the top with all below it.

    Parameters
    ----------
    themes : sequence of str
    parents : mapping of str to str
        Theme that stands above a theme; empty or missing at the top.

    Examples
    --------
    >>> family_codes(["城市群", "产业", "都市圈"], {"都市圈": "城市群"}).tolist()
    [0, 1, 0]
    """
    tops = [_top(theme, parents) for theme in themes]
    number = {top: code for code, top in enumerate(dict.fromkeys(tops))}
    return np.array([number[top] for top in tops], dtype=np.int64)


def _top(theme: str, parents: Mapping[str, str]) -> str:
    seen = {theme}
    while (above := parents.get(theme, "")) and above not in seen:
        theme = above
        seen.add(theme)
    return theme


def resampled_p(statistic: Floats) -> Floats:
    """Return the permutation p of every row of a statistic, not of the observed row alone.

    Parameters
    ----------
    statistic : ndarray of shape (1 + n_resamples, n_themes)
        Observed first, then one row per relabelling; large is improbable.

    Returns
    -------
    ndarray of the same shape
        Share of all rows that reach the row, itself included (Phipson and Smyth 2010).
    """
    ties = np.round(statistic, 9)  # equal divisions tie whatever order they were added in
    reached = ranks(-ties.T)[1].T
    return np.asarray(reached / len(statistic), dtype=np.float64)


def family_tests(statistic: Floats, families: Ints, floor: Floats | None = None) -> FamilyTests:
    """Test themes within their families and the families against each other.

    p of a family is the least p of its members, referred to the distribution of that minimum over
    the same relabellings (min-P: Westfall and Young 1993, section 2.6). The families are adjusted
    by Benjamini and Hochberg (1995). A member is called at level α if its family is and if its
    adjusted p is at most α R/m, where R of m families are called (Benjamini and Bogomolov 2014,
    section 2); its q is the least such α.

    Parameters
    ----------
    statistic : ndarray of shape (1 + n_resamples, n_themes)
        Observed first, then one row per relabelling. All themes share the relabellings.
    families : ndarray of int, of shape (n_themes,)
    floor : ndarray of shape (n_themes,), optional
        No p of a theme is below this.

    Returns
    -------
    FamilyTests
    """
    every = resampled_p(statistic)
    every = every if floor is None else np.maximum(every, floor)
    p = every[0]
    adjusted, of_family = np.ones_like(p), np.ones_like(p)
    for family in np.unique(families):
        members = np.flatnonzero(families == family)
        if len(members) == 1:
            adjusted[members] = of_family[members] = p[members]
            continue
        least = np.sort(every[:, members].min(axis=1))
        reached = np.searchsorted(least, p[members], side="right") / len(least)
        adjusted[members] = np.maximum(reached, p[members])
        of_family[members] = adjusted[members].min()
    return FamilyTests(p, adjusted, of_family, member_q(adjusted, of_family, families))


def member_q(adjusted: Floats, of_family: Floats, families: Ints) -> Floats:
    """Return the least level at which each member is called (Benjamini and Bogomolov 2014).

    With R families called at level α or below, a member needs p ≤ α R/m, so α ≥ max(α_R, p m/R):
    the least of that over R.

    Examples
    --------
    >>> p = np.array([0.01, 0.04, 0.20])
    >>> member_q(p, np.array([0.01, 0.01, 0.20]), np.array([0, 0, 1]))
    array([0.02, 0.08, 0.2 ])
    """
    if len(families) == 0:
        return np.zeros(0)
    first = np.unique(families, return_index=True)[1]
    levels = np.sort(benjamini_hochberg(of_family[first]))
    count = np.arange(1, len(levels) + 1)
    reach = np.maximum(levels, adjusted[:, None] * len(levels) / count)
    return np.asarray(np.minimum(reach.min(axis=1), 1.0))


def spread_out(found: FamilyTests, tested: npt.NDArray[np.bool_]) -> FamilyTests:
    """Put the tests back to the themes they came from; the others are missing."""
    columns = []
    for values in found:
        full = np.full(len(tested), np.nan)
        full[tested] = values
        columns.append(full)
    return FamilyTests(*columns)


def evidence_grade(p: float, q: float, options: EvidenceOptions, p_ar: float = 0.0) -> str:
    """Return how strong the evidence is: by p, q and, in a series, the p of persistence.

    Examples
    --------
    >>> evidence_grade(0.004, 0.03, EvidenceOptions())
    'strong'
    >>> evidence_grade(0.004, 0.03, EvidenceOptions(), p_ar=0.2)
    'moderate'
    """
    if np.isnan(p):
        return UNTESTABLE
    grades = (STRONG, MODERATE, WEAK, UNCLEAR)
    if q <= options.strong_q and p <= options.strong_p:
        place = 0
    elif q <= options.moderate_q and p <= options.moderate_p:
        place = 1
    else:
        place = 2 if p <= options.weak_p else 3
    return grades[min(place + (p_ar > options.persistence_p), 3)]
