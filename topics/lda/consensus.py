"""One model out of many fits: align their topics, average them, and say how well they agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array
from scipy.special import stdtrit

from topics.lda.fits import Chain, Floats, Ints
from topics.lda.measures import hellinger, match, overlap

Seeds = Sequence[Sequence[int]]  # columns that seeded the first topics

FOLD_SWEEPS = 50
BLOCK = 4_000_000  # numbers held at once while folding in; the result does not depend on it
ALIGN_ROUNDS = 20
NULL_LEVEL = 0.05


@dataclass(frozen=True)
class Consensus:
    """Topics that many fits agree on.

    Attributes
    ----------
    phi : ndarray of shape (n_topics, n_features)
    alpha : ndarray of shape (n_topics,)
    thetas : ndarray of shape (n_fits, n_rows, n_topics)
        Topic shares in single fits, their topics in the order of phi.
    stability : ndarray of shape (n_topics,)
        Mean share of top words that return from one random start to another.
    """

    phi: Floats
    alpha: Floats
    thetas: Floats
    stability: Floats


def align(phis: Sequence[Floats], n_fixed: int = 0) -> tuple[Floats, Ints]:
    """Give the topics of all fits one order and average them.

    The fit that is closest to all others lends its order; then each fit is matched to the average
    and the average taken again, until nothing moves. The first `n_fixed` topics keep their places,
    since seeds have named them.

    Parameters
    ----------
    phis : sequence of ndarray of shape (n_topics, n_features)
    n_fixed : int

    Returns
    -------
    phi : ndarray of shape (n_topics, n_features)
    order : ndarray of shape (n_fits, n_topics)
        `phis[fit][order[fit]]` has the order of `phi`.
    """
    phi = phis[_medoid(phis, n_fixed)]
    order = align_to(phi, phis, n_fixed)
    for _ in range(ALIGN_ROUNDS):
        phi = np.mean([fit[columns] for fit, columns in zip(phis, order, strict=True)], axis=0)
        again = align_to(phi, phis, n_fixed)
        if np.array_equal(again, order):
            break
        order = again
    return phi, order


def align_to(reference: Floats, phis: Sequence[Floats], n_fixed: int = 0) -> Ints:
    """Return the order that each fit's topics have in a reference, of shape (n_fits, n_topics)."""
    return np.array([_match(reference, phi, n_fixed) for phi in phis])


def _match(reference: Floats, phi: Floats, n_fixed: int) -> Ints:
    free = match(reference[n_fixed:], phi[n_fixed:]) + n_fixed
    return np.concatenate([np.arange(n_fixed), free])


def _medoid(phis: Sequence[Floats], n_fixed: int) -> int:
    distance = np.zeros((len(phis), len(phis)))
    for a, b in combinations(range(len(phis)), 2):
        order = _match(phis[a], phis[b], n_fixed)
        distance[a, b] = distance[b, a] = np.trace(hellinger(phis[a], phis[b][order]))
    return int(distance.sum(axis=0).argmin())


def pooled_alpha(chains: Sequence[Chain], order: Ints) -> Floats:
    """Average the priors of aligned fits, of shape (n_topics,)."""
    alphas = [chain.alpha[topics] for chain, topics in zip(chains, order, strict=True)]
    return np.asarray(np.mean(alphas, axis=0), dtype=np.float64)


def fold_in(counts: csr_array, phi: Floats, alpha: Floats, *, sweeps: int = FOLD_SWEEPS) -> Floats:
    """Estimate the topic shares of rows under fixed topics.

    Each sweep gives every token to the topics in proportion to phi and to the row's expected counts
    plus alpha (the zero-order collapsed variational update of Asuncion et al. 2009, phi held
    fixed).

    Returns
    -------
    ndarray of shape (n_rows, n_topics)
        An empty row has the shares of the prior.
    """
    theta = np.empty((counts.shape[0], len(phi)))
    for first, last in _blocks(counts.indptr, BLOCK // len(phi)):
        theta[first:last] = _fold_block(counts[first:last], phi, alpha, sweeps)
    return theta


def _blocks(indptr: Ints, size: int) -> Iterator[tuple[int, int]]:
    """Cut rows into runs of about `size` stored cells; a row is never cut."""
    first = 0
    while first < len(indptr) - 1:
        last = max(first + 1, int(np.searchsorted(indptr, indptr[first] + size, side="right")) - 1)
        yield first, last
        first = last


def _fold_block(counts: csr_array, phi: Floats, alpha: Floats, sweeps: int) -> Floats:
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    cells = (counts.data.astype(np.float64), (row, np.arange(len(row))))
    gather = csr_array(cells, shape=(counts.shape[0], len(row)))
    total = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel() + alpha.sum()
    words = phi.T[counts.indices]
    theta = np.tile(alpha / alpha.sum(), (counts.shape[0], 1))
    for _ in range(sweeps):
        given = theta[row] * words
        given /= given.sum(axis=1, keepdims=True)
        theta = (gather @ given + alpha) / total[:, None]
    return theta


def stability(phis: Sequence[Floats], order: Ints, seeds: Seeds = ()) -> Floats:
    """Return how surely each topic comes back with another seed.

    The mean over pairs of fits of the share of top words that the aligned topics have in common.
    Words that seeded a topic are left out of its top words: they return because a person asked for
    them, whatever the text.

    Returns
    -------
    ndarray of shape (n_topics,)
        In [0, 1]; zeros where there is a single fit.
    """
    aligned = [_without(seeds, phi[columns]) for phi, columns in zip(phis, order, strict=True)]
    pairs = [overlap(a, b) for a, b in combinations(aligned, 2)]
    return np.mean(pairs, axis=0) if pairs else np.zeros(order.shape[1])


def _without(seeds: Seeds, phi: Floats) -> Floats:
    """Return the aligned topics with no share for the words that seeded them."""
    for topic, columns in enumerate(seeds):
        phi[topic, list(columns)] = 0.0
    return phi


def own_stability(chains: Sequence[Chain], seeds: Seeds = ()) -> Floats:
    """Return the stability of fits that are aligned to their own mean, of shape (n_topics,)."""
    phis = [chain.phi for chain in chains]
    return stability(phis, align(phis, len(seeds))[1], seeds)


def null_bound(scores: Floats) -> float:
    """Return the stability that no topic of shuffled text exceeds in 19 of 20 corpora.

    An upper prediction bound for the largest score of a new corpus (normal theory, a Bonferroni
    share for each topic).

    Parameters
    ----------
    scores : ndarray of shape (n_corpora, n_topics)
        Stability of topics of shuffled text.
    """
    n, n_topics = scores.size, scores.shape[1]
    quantile = stdtrit(n - 1, 1 - NULL_LEVEL / n_topics)
    width = quantile * scores.std(ddof=1) * np.sqrt(1 + 1 / n)
    return float(min(1.0, scores.mean() + width))
