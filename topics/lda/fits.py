"""What one fit of a topic model takes and gives: counts and a task, and the chain found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """A sparse matrix in parts: no row is empty.

    Attributes
    ----------
    indptr, indices, data : ndarray of int64
        As in `scipy.sparse.csr_array`.
    n_features : int
    """

    indptr: Ints
    indices: Ints
    data: Ints
    n_features: int

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.indptr) - 1

    @property
    def row_of(self) -> Ints:
        """Row of each stored cell."""
        return np.repeat(np.arange(self.n_rows), np.diff(self.indptr))


@dataclass(frozen=True)
class Task:
    """What one fit is to do.

    Attributes
    ----------
    corpus : str
        Name of the matrix to fit.
    engine : str
        One of `topics.lda.engines.ENGINES`, or `START`.
    n_topics, seed, iterations : int
    alpha, eta : float
        Dirichlet parameters: per topic in a section, per word in a topic.
    prior : ndarray of shape (n_topics, n_features), optional
        Takes the place of `eta` where words have topics before the data speak.
    """

    corpus: str
    engine: str
    n_topics: int
    seed: int
    iterations: int
    alpha: float
    eta: float
    prior: Floats | None = None


@dataclass(frozen=True)
class Chain:
    """What a fit found: phi (n_topics, n_features), theta (n_rows, n_topics), alpha (n_topics,)."""

    phi: Floats
    theta: Floats
    alpha: Floats
