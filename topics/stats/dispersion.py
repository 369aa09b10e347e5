"""Dispersion: whether a word is spread over a text or stands in a few parts of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Numbers = npt.ArrayLike
Floats = npt.NDArray[np.float64]


def dispersion(counts: csr_array, sizes: Numbers) -> Floats:
    """Return Gries' DP normalised to [0, 1] of each word: 0 spread as the text is, 1 all in the
    smallest part.

    DP = ½ Σ|vᵢ − sᵢ| (Gries 2008), divided by 1 − min sᵢ (Lijffijt and Gries 2012). Empty parts are
    left out.

    Parameters
    ----------
    counts : csr_array of shape (n_parts, n_words)
    sizes : array of shape (n_parts,)

    Returns
    -------
    ndarray of shape (n_words,)
        Missing for words that do not occur.

    Examples
    --------
    >>> dispersion(csr_array([[2], [1], [0]]), [1, 1, 1])
    array([0.5])
    """
    sizes = np.asarray(sizes, dtype=np.float64)
    cells = csr_array(counts).tocoo()
    total = np.bincount(cells.col, cells.data, minlength=counts.shape[1])
    share = sizes / max(sizes.sum(), 1e-12)
    observed = cells.data / np.where(total > 0, total, 1.0)[cells.col]
    # Σ|v − s| is 1 where v is zero in every part; the parts that hold the word change it
    excess = np.bincount(
        cells.col, np.abs(observed - share[cells.row]) - share[cells.row], minlength=counts.shape[1]
    )
    room = 1 - share[share > 0].min() if (share > 0).sum() > 1 else 1.0
    return np.where(
        total > 0, np.round(0.5 * (1 + excess) / room, 12), np.nan
    )  # the order of parts leaves no trace


def juilland_d(counts: Numbers) -> float:
    """Return Juilland's D = 1 − V/√(n − 1) over parts of equal size, V the coefficient of
    variation.

    >>> round(juilland_d([0, 4, 3, 2, 1]), 4)
    0.6464
    """
    counts = np.asarray(counts, dtype=np.float64)
    return float(1 - counts.std() / counts.mean() / np.sqrt(len(counts) - 1))


def carroll_d2(counts: Numbers) -> float:
    """Return Carroll's D₂, the entropy of the shares of equal parts relative to its maximum.

    >>> round(carroll_d2([2, 1, 1, 1, 0]), 4)
    0.8277
    """
    counts = np.asarray(counts, dtype=np.float64)
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log2(share)).sum() / np.log2(len(counts)))


def rosengren_s(counts: Numbers) -> float:
    """Return Rosengren's S = (Σ√v)²/n divided by Σv, over equal parts.

    >>> round(rosengren_s([1, 2, 3, 4, 5]), 3)
    0.937
    """
    counts = np.asarray(counts, dtype=np.float64)
    return float(np.sqrt(counts).sum() ** 2 / len(counts) / counts.sum())


def lyne_d3(counts: Numbers) -> float:
    """Return Lyne's D₃ = 1 − χ²/(4f) over equal parts.

    >>> round(lyne_d3([1, 2, 3, 4, 5]), 3)
    0.944
    """
    counts = np.asarray(counts, dtype=np.float64)
    expected = counts.mean()
    return float(1 - ((counts - expected) ** 2 / expected).sum() / (4 * counts.sum()))


def distances(positions: Numbers, n_tokens: int) -> Floats:
    """Return the distances between the places of a word, the text taken as a circle."""
    places = np.sort(np.asarray(positions, dtype=np.float64))
    return np.diff(places, append=places[0] + n_tokens)


def reduced_frequencies(positions: Numbers, n_tokens: int) -> dict[str, float]:
    """Return what is left of a frequency when clusters count less (Savický and Hlaváčová 2002).

    Returns
    -------
    dict
        `arf` (average reduced frequency), `awt` (average waiting time), `ald` (average logarithmic
        distance).

    Examples
    --------
    >>> reduced_frequencies([0, 25], 50)["arf"]
    2.0
    """
    gaps = distances(positions, n_tokens)
    mean = n_tokens / len(gaps)
    return {
        "arf": float(np.minimum(gaps, mean).sum() / mean),
        "awt": float((1 + (gaps**2).sum() / n_tokens) / 2),
        "ald": float((gaps * np.log10(gaps)).sum() / n_tokens),
    }
