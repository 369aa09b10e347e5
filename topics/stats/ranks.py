"""Ranks of the numbers of each row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ranks(rows: Floats) -> tuple[Floats, Floats]:
    """Return, for each row, the ranks of its numbers from 1, ties by their mean and by their last.

    A module of its own, because importing scipy's statistics takes longer than most commands.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_numbers)

    Returns
    -------
    mean, last : ndarray of shape (n_rows, n_numbers)
        As methods `average` and `max` of `scipy.stats.rankdata`.

    Examples
    --------
    >>> mean, last = ranks(np.array([[3.0, 1.0, 3.0]]))
    >>> mean, last
    (array([[2.5, 1. , 2.5]]), array([[3., 1., 3.]]))
    """
    mean, last = np.empty(rows.shape), np.empty(rows.shape)
    for number, row in enumerate(rows):
        ordered = np.sort(row)
        above = np.searchsorted(ordered, row, side="right")
        last[number] = above
        mean[number] = (np.searchsorted(ordered, row, side="left") + above + 1) / 2
    return mean, last
