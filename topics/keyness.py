"""Keyness: which words mark one group of sections against another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm
from topics.keywords import section_idf, tf_idf
from topics.stats.association import g2, log_odds, log_ratio, lrc
from topics.stats.dispersion import dispersion
from topics.stats.multiplicity import benjamini_hochberg
from topics.stats.resampling import Units, generator, permutation_test
from topics.stats.testable import ALPHA, MIN_DOCUMENTS, MIN_UNITS, least_p, least_ps
from topics.words.subjects import heads_a_list

REST = "*"
BLOCK = 256  # features tested at a time: bounds the memory

COLUMNS = [
    "target",
    "reference",
    "feature",
    "n_target",
    "n_reference",
    "size_target",
    "size_reference",
    "rate_target",
    "rate_reference",
    "g2",
    "log_ratio",
    "lrc",
    "log_odds",
    "z",
    "p",
    "q",
    "unit",
    "sections_target",
    "sections_reference",
    "dp",
    "tf_idf_difference",
    "note",
]


@dataclass(frozen=True)
class Prior:
    """The informative prior of the log-odds.

    Attributes
    ----------
    counts : Series or None
        Counts of features in a background corpus; by default those of all rows of the dfm.
    size : float or None
        Total of the pseudo-counts α₀; by default that of the counts. The smaller it is, the more
        rare words show.
    """

    counts: pd.Series | None = None
    size: float | None = None


def background_prior(background: Dfm, *, size: float) -> Prior:
    """Return the prior that a background corpus gives: its word shares, as strong as `size`
    occurrences.

    The strength is chosen apart from the length of the background: α₀ of a million words would
    flatten every difference between two plans.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"doc_id": ["甲"], "path": ["一"], "n_chars": [6]})
    >>> background_prior(dfm_from_tokens([["城市", "城市", "更新"]], rows),
    ...     size=30.0).counts.to_dict()
    {'城市': 2, '更新': 1}
    """
    return Prior(pd.Series(background.termfreq, index=list(background.features)), size)


def keyness(
    dfm: Dfm,
    labels: pd.Series,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    n_resamples: int = 9999,
    seed: int = 1,
    prior: Prior | None = None,
) -> pd.DataFrame:
    """Return how strongly each feature marks the target against the reference.

    p comes from exchanging the labels of leaf sections (of documents, with five on each side),
    never from token counts; q is by Benjamini-Hochberg over the features of one pair. A feature
    that stands in too few sections for any split of them to reach 5 % is not tested and does not
    count for q.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections, with `doc_id`, `n_chars` and `n_tokens`.
    labels : Series of str
        The group of each row; empty for none.
    pairs : sequence of (reference, target), optional
        `"*"` as the reference is every other group. By default neighbours in the order of labels.
    n_resamples, seed : int
    prior : Prior, optional
        Of the log-odds.

    Returns
    -------
    DataFrame
        One row per pair and feature that occurs in either, by falling signed G². Numbers, measure
        words, ordinals and enumerators (万套, 第四条, 一是) have no row. `size_*` are
        tokens, `rate_*` per 10,000 Han characters, `dp` the dispersion over the leaf sections of
        both groups (0 even, 1 in one section), `tf_idf_difference` between the two groups'
        unit-length scores, `note` why p is missing.

    Raises
    ------
    ValueError
        If a pair names a group that does not exist; the message lists those that do.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"doc_id": ["甲", "乙"], "path": ["一", "一"], "n_chars": [4, 6]})
    >>> dfm = dfm_from_tokens([["城市", "更新"], ["城市", "韧性", "韧性"]], rows)
    >>> table = keyness(dfm, pd.Series(["2020", "2022"]), pairs=[("2020", "2022")])
    >>> table[["feature", "n_target", "n_reference", "note"]].to_numpy().tolist()
    [['韧性', 2, 0, 'too_few_units'], ['城市', 1, 1, 'too_few_units'], ['更新', 0, 1,
    'too_few_units']]
    """
    groups = np.array(list(map(str, labels.tolist())), dtype=object)
    known = sorted(set(groups) - {""})
    chosen = list(pairwise(known)) if pairs is None else list(dict.fromkeys(pairs))
    alpha = _pseudo_counts(dfm, prior or Prior())
    listed = np.array([heads_a_list(feature) for feature in dfm.features], dtype=bool)
    frames = []
    for reference, target in chosen:
        for group in (reference, target):
            if group not in known and group != REST:
                raise ValueError(f"no group '{group}' to compare; there are: {', '.join(known)}")
        member = groups == target
        other = (groups != target) & (groups != "") if reference == REST else groups == reference
        part = dfm.filter_rows(member | other)
        frame = _describe(part, member[member | other], alpha)
        tests = _test(
            part, member[member | other], n_resamples, generator(seed, "keyness", reference, target)
        )
        frame = pd.concat([frame, tests], axis=1).assign(target=target, reference=reference)
        frame = frame[listed]
        frame = frame.assign(q=benjamini_hochberg(frame["p"]))
        frame = frame[frame["n_target"] + frame["n_reference"] > 0]
        frames.append(frame.iloc[np.lexsort((frame["feature"], -frame["g2"].round(9)))])
    return (
        pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)
    )


def _pseudo_counts(dfm: Dfm, prior: Prior) -> pd.Series:
    """Return α_w of each feature; a feature that the background lacks gets half an occurrence."""
    counts = (
        pd.Series(dfm.termfreq, index=list(dfm.features)) if prior.counts is None else prior.counts
    )
    alpha = counts.reindex(list(dfm.features)).fillna(0.0).clip(lower=0.5).astype(np.float64)
    return alpha if prior.size is None else alpha * (prior.size / alpha.sum())


def _describe(dfm: Dfm, target: npt.NDArray[np.bool_], alpha: pd.Series) -> pd.DataFrame:
    sides = dfm.counts[np.flatnonzero(target)], dfm.counts[np.flatnonzero(~target)]
    tokens, chars = (dfm.rows[name].to_numpy(dtype=np.float64) for name in ("n_tokens", "n_chars"))
    a, b = (np.asarray(side.sum(axis=0), dtype=np.float64).ravel() for side in sides)
    n1, n2 = max(tokens[target].sum(), 1.0), max(tokens[~target].sum(), 1.0)
    delta, z = log_odds(a, b, n1, n2, alpha.to_numpy())
    idf = section_idf(dfm).to_numpy(dtype=np.float64)
    return pd.DataFrame(
        {
            "feature": dfm.features,
            "n_target": a.astype(np.int64),
            "n_reference": b.astype(np.int64),
            "size_target": int(tokens[target].sum()),
            "size_reference": int(tokens[~target].sum()),
            "rate_target": a / max(chars[target].sum(), 1.0) * 10_000,
            "rate_reference": b / max(chars[~target].sum(), 1.0) * 10_000,
            "g2": g2(a, b, n1, n2),
            "log_ratio": log_ratio(a, b, n1, n2),
            "lrc": lrc(a, b, n1, n2),
            "log_odds": delta,
            "z": z,
            "sections_target": _holding(sides[0]),
            "sections_reference": _holding(sides[1]),
            "dp": dispersion(dfm.counts, tokens),
            "tf_idf_difference": tf_idf(a, idf) - tf_idf(b, idf),
        }
    )


def _holding(counts: csr_array) -> npt.NDArray[np.int64]:
    """Return in how many rows each feature stands."""
    return np.bincount(counts.indices[counts.data > 0], minlength=counts.shape[1]).astype(np.int64)


def _test(
    dfm: Dfm, target: npt.NDArray[np.bool_], n_resamples: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return p, unit and note of each feature."""
    counts, tokens, target, unit = _units(dfm, target)
    sizes = int(target.sum()), int((~target).sum())
    held = _holding(counts)
    if unit == "section" and min(sizes) < MIN_UNITS:
        note = np.full(len(held), "too_few_units", dtype=object)
    else:
        few = {count: least_p(count, sizes) > ALPHA for count in set(held.tolist())}
        note = np.array(
            ["few_mentions" if few[count] else "" for count in held.tolist()], dtype=object
        )
    p = np.full(len(held), np.nan)
    testable = np.flatnonzero(note == "")
    stream = int(rng.integers(2**32))
    for start in range(0, len(testable), BLOCK):
        block = testable[start : start + BLOCK]
        dense = np.asarray(counts[:, block].toarray(), dtype=np.float64)
        units = Units(dense, tokens[:, None], np.zeros(len(block), dtype=np.int64))
        tested = permutation_test(units, target, generator(stream), n_resamples=n_resamples).p
        p[block] = np.maximum(tested, least_ps(held[block], sizes))
    return pd.DataFrame({"p": p, "unit": unit, "note": note})


def _units(
    dfm: Dfm, target: npt.NDArray[np.bool_]
) -> tuple[csr_array, npt.NDArray[np.float64], npt.NDArray[np.bool_], str]:
    """Return counts and tokens of documents where each side has five, else of leaf sections."""
    tokens = dfm.rows["n_tokens"].to_numpy(dtype=np.float64)
    codes, documents = pd.factorize(pd.MultiIndex.from_arrays([target, dfm.rows["doc_id"]]))
    sides = np.array([side for side, _ in documents], dtype=bool)
    if min(int(sides.sum()), int((~sides).sum())) < MIN_DOCUMENTS:
        return dfm.counts, tokens, target, "section"
    indicator = csr_array(
        (np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(len(documents), len(codes))
    )
    return csr_array(indicator @ dfm.counts), np.asarray(indicator @ tokens), sides, "document"
