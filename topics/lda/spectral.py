"""Where a consensus starts: topics found without any random number, so that independent runs agree.

The singular vectors of the degree-normalised counts, turned by varimax until each is large in few
rows, estimate which rows belong to which topic (Rohe & Zeng 2023, "Vintage factor analysis with
varimax performs statistical inference"). As there, the mean total is added to each row's and each
word's before normalising, or a few rows of rare words make a topic.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from topics.lda.fits import Counts, Floats

TURNS = 200
TOLERANCE = 1e-7
LEAST = 0.01  # added to every expected count, so that no word is impossible


def spectral_topics(counts: Counts, n_topics: int) -> Floats:
    """Return a first guess at the topics, of shape (n_topics, n_features); each row adds up to 1.

    The same counts give the same bytes, given one BLAS thread (the worker processes have one).

    Topics beyond what the rows or the words can tell apart start as the corpus as a whole.
    """
    shape = (counts.n_rows, counts.n_features)
    matrix = csr_array((counts.data.astype(np.float64), counts.indices, counts.indptr), shape=shape)
    used = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel())
    row_scale = _scale(np.asarray(matrix.sum(axis=1)).ravel())
    column_scale = _scale(np.asarray(matrix.sum(axis=0)).ravel()[used])
    scaled = csr_array(matrix[:, used].multiply(row_scale[:, None]).multiply(column_scale))
    n_found = min(n_topics, min(scaled.shape) - 1)
    left, _, _ = svds(scaled, k=n_found, v0=np.ones(min(scaled.shape)))
    turned = left @ varimax(left)
    turned *= np.where((turned**3).sum(axis=0) < 0, -1.0, 1.0)  # the long tail of a topic points up
    weight = np.maximum(turned, 0)
    weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
    weight = np.hstack([weight, np.ones((counts.n_rows, n_topics - n_found))])
    phi = np.asarray((matrix.T @ weight).T, dtype=np.float64) + LEAST
    return np.asarray(phi / phi.sum(axis=1, keepdims=True))


def _scale(totals: Floats) -> Floats:
    return np.asarray(1 / np.sqrt(totals + totals.mean()), dtype=np.float64)


def varimax(loadings: Floats) -> Floats:
    """Return the rotation that makes the columns of `loadings` as uneven as possible (Kaiser 1958).

    Returns
    -------
    ndarray of shape (n_columns, n_columns)
    """
    rotation, reached = np.eye(loadings.shape[1]), 0.0
    for _ in range(TURNS):
        turned = loadings @ rotation
        uneven = turned**3 - turned * (turned**2).mean(axis=0)
        left, sizes, right = np.linalg.svd(loadings.T @ uneven)
        rotation = left @ right
        if sizes.sum() < reached * (1 + TOLERANCE):
            break
        reached = sizes.sum()
    return np.asarray(rotation)
