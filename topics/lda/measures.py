"""How good a topic is: coherence, exclusivity, FREX, held-out likelihood, agreement between fits.

Coherence counts a word once per row (the leaf section is the window), and no small constant hides a
pair that never occurs together: its NPMI is −1. Values of other programs rest on other windows and
are not comparable.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from topics.lda.fits import Floats, Ints
from topics.stats.ranks import ranks

N_TOP = 10  # words that stand for a topic in every measure
EXCLUSIVITY_WEIGHT = 0.7  # of exclusivity against frequency, stm's default
LABEL_WEIGHT = 0.5


def top_columns(scores: npt.ArrayLike, n: int = N_TOP) -> Ints:
    """Return the columns of the n largest scores of each row; ties go to the first column.

    Features are sorted, so the first column is the first word.

    >>> top_columns([[0.1, 0.4, 0.4, 0.1]], n=3).tolist()
    [[1, 2, 0]]
    """
    return np.argsort(-np.asarray(scores), axis=1, kind="stable")[:, :n]


def npmi(tops: Ints, counts: csr_array) -> Floats:
    """Return how much the top words of each topic keep each other's company.

    The mean over pairs of NPMI(i, j) = ln(p_ij / (p_i p_j)) / −ln p_ij, p being the share of rows
    that hold the words (Bouma 2009, section 3.3): −1 for a pair that no row holds, 1 for a pair
    that every row holds.

    Parameters
    ----------
    tops : ndarray of shape (n_topics, n_top)
        Columns of the top words, none of them absent from all rows.
    counts : csr_array of shape (n_rows, n_features)

    Returns
    -------
    ndarray of shape (n_topics,)
        Between −1 and 1; 0 where a topic has a single word.
    """
    return np.array([_npmi(*_presence(words, counts)) for words in tops])


def _npmi(joint: Floats, single: Floats) -> float:
    later, earlier = np.tril_indices(len(single), k=-1)
    if not len(later):
        return 0.0
    p_ij = joint[later, earlier]
    score = np.where(p_ij == 0, -1.0, 1.0)
    inside = (p_ij > 0) & (p_ij < 1)
    p_ij, p_i, p_j = p_ij[inside], single[later[inside]], single[earlier[inside]]
    score[inside] = np.log(p_ij / (p_i * p_j)) / -np.log(p_ij)
    return float(score.mean())


def umass(tops: Ints, counts: csr_array, *, smoothing: float = 1.0, below: float = 0.0) -> Floats:
    """Return Mimno's coherence of each topic, a sum over pairs of top words.

    Σ_{m>l} ln((D(w_m, w_l) + smoothing) / (D(w_l) + below)), the words in order of probability and
    D the number of rows that hold them (Mimno et al. 2011, eq. 1, with 1 and 0; stm takes 0.01 for
    both).

    Parameters
    ----------
    tops, counts
        As for `npmi`.
    smoothing, below : float
        The first must be positive.

    Returns
    -------
    ndarray of shape (n_topics,)
    """
    n_rows = counts.shape[0]
    scores = []
    for words in tops:
        joint, single = _presence(words, counts)
        later, earlier = np.tril_indices(len(words), k=-1)
        ratio = (joint[later, earlier] * n_rows + smoothing) / (single[earlier] * n_rows + below)
        scores.append(float(np.log(ratio).sum()))
    return np.array(scores)


def _presence(words: Ints, counts: csr_array) -> tuple[Floats, Floats]:
    """Return the share of rows that hold each pair, and each word."""
    present = (counts[:, words].toarray() > 0).astype(np.int64)
    joint = present.T @ present / counts.shape[0]
    return joint, np.diag(joint)


def frex(phi: Floats, *, weight: float = LABEL_WEIGHT) -> Floats:
    """Score words that are both frequent in a topic and exclusive to it.

    The harmonic mean of two rank shares within the topic: of phi, and of phi over its sum across
    topics (Bischof & Airoldi 2012; Roberts et al. 2019, section 3.4).

    Parameters
    ----------
    phi : ndarray of shape (n_topics, n_features)
    weight : float
        Of exclusivity. (stm's `exclusivity` means the same, its `calcfrex` gives the weight to
        frequency.)

    Returns
    -------
    ndarray of shape (n_topics, n_features)
        In (0, 1].
    """
    exclusive = ranks(phi / phi.sum(axis=0))[0] / phi.shape[1]
    frequent = ranks(phi)[0] / phi.shape[1]
    harmonic: Floats = 1 / (weight / exclusive + (1 - weight) / frequent)
    return harmonic


def exclusivity(phi: Floats, *, n: int = N_TOP) -> Floats:
    """Sum the FREX of each topic's n most probable words (stm's definition, weight 0.7), of shape
    (n_topics,).
    """
    scores = frex(phi, weight=EXCLUSIVITY_WEIGHT)
    best: Floats = np.take_along_axis(scores, top_columns(phi, n), axis=1)
    return np.asarray(best.sum(axis=1))


def hellinger(left: Floats, right: Floats) -> Floats:
    """Return the Hellinger distances between the rows of two matrices of shares, in [0, 1].

    >>> hellinger(np.array([[1.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])).tolist()
    [[0.0, 1.0]]
    """
    affinity = np.einsum(
        "iw,jw->ij", np.sqrt(left), np.sqrt(right)
    )  # einsum: no BLAS, same bits everywhere
    return np.asarray(np.sqrt(np.clip(1 - affinity, 0, 1)), dtype=np.float64)


def match(reference: Floats, phi: Floats) -> Ints:
    """Pair topics one to one so that the Hellinger distances add up to least.

    Returns
    -------
    ndarray of shape (n_topics,)
        `phi[match(reference, phi)]` has the order of `reference`.
    """
    return np.asarray(linear_sum_assignment(hellinger(reference, phi))[1], dtype=np.int64)


def overlap(left: Floats, right: Floats, *, n: int = N_TOP) -> Floats:
    """Return the share of the n top words that each topic of `left` has in common with the same
    topic of `right`.
    """
    pairs = zip(top_columns(left, n).tolist(), top_columns(right, n).tolist(), strict=True)
    return np.array([len(set(a) & set(b)) / max(1, len(a)) for a, b in pairs])


def log_likelihood(counts: csr_array, theta: Floats, phi: Floats) -> Floats:
    """Return the mean ln p of the tokens of each row under a model, 0 for empty rows, of shape
    (n_rows,).
    """
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    p = np.einsum("nk,nk->n", theta[row], phi.T[counts.indices])
    total = np.bincount(row, weights=counts.data * np.log(p), minlength=counts.shape[0])
    tokens = np.bincount(row, weights=counts.data, minlength=counts.shape[0])
    return np.asarray(total / np.maximum(1, tokens), dtype=np.float64)
