"""Which texts are most like a query: latent semantic analysis of bigrams of characters, and BM25.

Bigrams and not words, because stop lists and compounds take words of a query away; `docs/search.md`
says what either finds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from topics.compare.similarity import bigrams

RANK = 1e-9  # of the largest singular value, below which one is zero
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RankOptions:
    """How texts are ranked.

    Attributes
    ----------
    k1, b : float
        BM25: how soon a repeated feature adds no more, and how much length counts (Robertson and
        Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.4: usual values).
    dimensions : int
        Of the latent space, at most (Landauer and others 1998 find no gain beyond some hundreds).
    texts : int
        Texts per dimension of a small corpus: a space of nearly as many dimensions as texts brings
        nothing together (fitted on two pairs of national plans: 2 to 4 are alike, 1 and 6 worse).
    fewest : int
        Texts from which a latent space is made at all; fewer are ranked by plain cosines (chosen:
        four dimensions).
    literal : float
        What the best BM25 score of a query adds to the cosine, the others in proportion (fitted on
        the judged plans, where 0 to 0.5 are alike and more is worse, and on planted changes of
        laws, where more is better).
    seed : int
        Start of the random numbers of the decomposition.
    """

    k1: float = 1.2
    b: float = 0.75
    dimensions: int = 100
    texts: int = 3
    fewest: int = 12
    literal: float = 0.5
    seed: int = 1


OPTIONS = RankOptions()


class Bigrams:
    """Counts of the bigrams of folded texts.

    Attributes
    ----------
    columns : dict of str to int
    counts : csr_array of shape (n_texts, n_bigrams)
    docfreq : ndarray of shape (n_bigrams,)
        Texts that hold each.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        bags = [Counter(bigrams(text)) for text in texts]
        self.columns = {name: i for i, name in enumerate(sorted(set().union(*bags)))}
        self.counts = self._matrix(bags)
        self.docfreq = np.bincount(self.counts.indices, minlength=len(self.columns))

    def of(self, text: str) -> csr_array:
        """Return the counts of one more text, whose unknown bigrams are left out; one row."""
        return self._matrix([Counter(bigrams(text))])

    def _matrix(self, bags: Sequence[Counter[str]]) -> csr_array:
        rows = [
            sorted((self.columns[name], n) for name, n in bag.items() if name in self.columns)
            for bag in bags
        ]
        pairs = np.array([pair for row in rows for pair in row], dtype=np.int64).reshape(-1, 2)
        ends = np.cumsum([0, *map(len, rows)])
        shape = (len(rows), max(len(self.columns), 1))
        return csr_array((pairs[:, 1].astype(np.float64), pairs[:, 0], ends), shape=shape)


class Bm25:
    """Okapi BM25 over folded texts; a bigram of the query counts once."""

    def __init__(self, features: Bigrams, options: RankOptions = OPTIONS) -> None:
        self._features = features
        counts, n_texts = features.counts, features.counts.shape[0]
        lengths = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
        mean = max(float(lengths.mean()), 1e-12)
        held = 1 - options.b + options.b * lengths / mean
        tf = counts.data
        norm = options.k1 * np.repeat(held, np.diff(counts.indptr))
        idf = np.log1p((n_texts - features.docfreq + 0.5) / (features.docfreq + 0.5))
        weights = idf[counts.indices] * tf * (options.k1 + 1) / (tf + norm)
        self._weights = csr_array((weights, counts.indices, counts.indptr), shape=counts.shape)

    def scores(self, text: str) -> Floats:
        """Return the score of each text for a folded query."""
        asked = self._features.of(text)
        vector = np.zeros(self._weights.shape[1])
        vector[asked.indices] = 1
        return np.asarray(self._weights @ vector, dtype=np.float64).round(9)


class Lsa:
    """Latent semantic analysis: cosines in the space of the largest singular values of the texts'
    weighted bigrams (Deerwester and others 1990), weights (1 + ln tf)·ln((N + 1)/df), rows of unit
    length.
    """

    def __init__(self, features: Bigrams, options: RankOptions = OPTIONS) -> None:
        self._features, self._options = features, options

    def scores(self, text: str) -> Floats:
        """Return the cosine of each text with a folded query, in [−1, 1]; zeros for a query that
        shares no bigram with the texts.
        """
        asked = self._projected(self._weighted(self._features.of(text)))[0]
        return np.asarray(self._places @ asked, dtype=np.float64).round(9)

    def _projected(self, rows: csr_array) -> Floats:
        dense = np.asarray(rows.toarray() if self._axes is None else rows @ self._axes)
        length = np.linalg.norm(dense, axis=1, keepdims=True)
        return np.asarray(dense / np.where(length > 1e-9, length, 1.0), dtype=np.float64)

    @cached_property
    def _axes(self) -> Floats | None:
        """Right singular vectors, (n_bigrams, n_dimensions); the largest entry of each is positive,
        so that the same texts give the same numbers. None where there are few texts.
        """
        matrix, chosen = self._matrix, self._options
        n_texts, n_bigrams = matrix.shape
        n = min(chosen.dimensions, n_texts // chosen.texts, n_texts - 1, n_bigrams - 1)
        if n < 1 or n_texts < chosen.fewest:
            return None
        # Of a sparse matrix of this size ARPACK is exact and faster than random projections.
        start = np.random.default_rng(chosen.seed).uniform(-1, 1, min(matrix.shape))
        _, size, axes = svds(matrix, k=n, v0=start)
        axes = axes[size > RANK * size.max()]
        largest = axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]
        return np.asarray((axes * np.where(largest < 0, -1.0, 1.0)[:, None]).T, dtype=np.float64)

    @cached_property
    def _matrix(self) -> csr_array:
        return self._weighted(self._features.counts)

    @cached_property
    def _places(self) -> Floats:
        return self._projected(self._matrix)

    def _weighted(self, counts: csr_array) -> csr_array:
        n_texts = self._features.counts.shape[0]
        idf = np.log((n_texts + 1) / np.maximum(self._features.docfreq, 1))
        matrix = counts.copy()
        matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
        length = np.sqrt(np.asarray((matrix**2).sum(axis=1), dtype=np.float64).ravel())
        matrix.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(matrix.indptr))
        return matrix


class Ranking:
    """Both together: the cosine of the latent space, and the share of the best BM25 score."""

    def __init__(self, texts: Sequence[str], options: RankOptions = OPTIONS) -> None:
        features = Bigrams(texts)
        self._lsa, self._bm25 = Lsa(features, options), Bm25(features, options)
        self._literal = options.literal

    def scores(self, text: str) -> tuple[Floats, Floats]:
        """Return the score of each text for a folded query, and the cosine in it."""
        cosine, bm25 = self._lsa.scores(text), self._bm25.scores(text)
        best = max(float(bm25.max(initial=0)), 1e-9)
        return (cosine + self._literal * bm25 / best).round(9), cosine
