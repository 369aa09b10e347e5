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
