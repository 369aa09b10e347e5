"""Small conversions of the document-feature matrix that topic models need."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array, vstack

from topics.dfm import Dfm
from topics.lda.fits import Counts, Ints


def onto_features(dfm: Dfm, features: Sequence[str]) -> csr_array:
    """Return the counts of a dfm with other columns: words it lacks are zeros, words not asked for
    are dropped.
    """
    position = {feature: column for column, feature in enumerate(features)}
    known = [(i, position[f]) for i, f in enumerate(dfm.features) if f in position]
    source, target = np.array(known, dtype=np.int64).reshape(-1, 2).T
    shape = (len(dfm.features), len(features))
    selector = csr_array((np.ones(len(known), dtype=np.int64), (source, target)), shape=shape)
    return csr_array(dfm.counts @ selector)


def join_background(dfm: Dfm, background: Dfm) -> Dfm:
    """Put a background corpus under a corpus, so that topics are fitted on both and reported of the
    first.

    The features are those of the corpus; words of the background alone are left out. `rows` gains a
    boolean column `background`.
    """
    counts = vstack([dfm.counts, onto_features(background, dfm.features)])
    parts = [dfm.rows.assign(background=False), background.rows.assign(background=True)]
    return Dfm(csr_array(counts), dfm.features, pd.concat(parts, ignore_index=True))


def content_order(counts: csr_array) -> Ints:
    """Return the rows that hold words, in an order that their content alone decides."""
    keys = []
    for row in range(counts.shape[0]):
        cells = slice(counts.indptr[row], counts.indptr[row + 1])
        if counts.data[cells].any():
            content = np.stack([counts.indices[cells], counts.data[cells]]).astype("<i8")
            keys.append((hashlib.blake2b(content.tobytes(), digest_size=16).digest(), row))
    return np.array([row for _, row in sorted(keys)], dtype=np.int64)


def as_parts(counts: csr_array) -> Counts:
    """Return a matrix in the form that the workers read."""
    indptr, indices, data = (
        part.astype(np.int64) for part in (counts.indptr, counts.indices, counts.data)
    )
    return Counts(indptr, indices, data, n_features=counts.shape[1])


def damped(counts: csr_array) -> csr_array:
    """Let the repeats of a word in a row count less: n tokens become ⌊m (1 + log₂ n/m)⌋, n where
    that is more.

    A word that is said once is soon said again, whatever the topic (burstiness: Church & Gale
    1995), so repeats tell less about topics than the first mention does. Of a rare word, m = 1:
    sublinear tf scaling (Manning, Raghavan & Schütze 2008, section 6.4.1), rounded down, since
    Gibbs sampling takes whole tokens. A word so frequent that a row of this length would hold more
    than one token of it anyway has that expected number as its m.

    Parameters
    ----------
    counts : csr_array of shape (n_rows, n_features)

    >>> rare = csr_array([[1, 2, 3, 4, 9] + [1] * 95] + [[0] * 5 + [1] * 95] * 100)
    >>> damped(rare).toarray()[0, :5].tolist()
    [1, 2, 2, 3, 4]
    """
    words, lengths = (
        np.asarray(counts.sum(axis=axis), dtype=np.float64).ravel() for axis in (0, 1)
    )
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    expected = np.maximum(1.0, lengths[row] * words[counts.indices] / max(1.0, words.sum()))
    tokens = np.floor(expected * (1 + np.log2(np.maximum(counts.data / expected, 1e-9))))
    data = np.where(counts.data > expected, np.minimum(counts.data, tokens), counts.data).astype(
        np.int64
    )
    return csr_array((data, counts.indices, counts.indptr), shape=counts.shape)


def shuffle(counts: csr_array, seed: int) -> csr_array:
    """Deal the tokens of a corpus out again at random; rows keep their lengths and features their
    totals.
    """
    tokens = np.random.default_rng(seed).permutation(np.repeat(counts.indices, counts.data))
    row = np.repeat(np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr)), counts.data)
    dealt = csr_array((np.ones(len(row), dtype=np.int64), (row, tokens)), shape=counts.shape)
    dealt.sum_duplicates()
    return dealt


def withhold_words(counts: csr_array, share: float, seed: int) -> tuple[csr_array, csr_array]:
    """Split the distinct words of each row at random into those to fit and those to predict, each
    with all its tokens.

    Returns
    -------
    kept, withheld : csr_array
        They add up to `counts` and have no cell in common; a row keeps at least one word.
    """
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    order = np.lexsort((np.random.default_rng(seed).random(len(row)), row))
    taken = np.empty(len(row), dtype=bool)
    taken[order] = _first_of_each(row, share)
    kept, withheld = (
        csr_array((counts.data[mask], (row[mask], counts.indices[mask])), shape=counts.shape)
        for mask in (~taken, taken)
    )
    return kept, withheld


def _first_of_each(row: Ints, share: float) -> npt.NDArray[np.bool_]:
    """Mark the first items of each row, as many as the share says, rounded down; `row` sorted."""
    length = np.bincount(row)
    rank = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    return np.asarray(rank < np.floor(length * share)[row])
