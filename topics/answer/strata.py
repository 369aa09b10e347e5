"""Which sections of two documents say the same, so that only they are exchanged."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.emphasis.counterparts import of_pair, one_to_one
from topics.emphasis.lenses import Measures

Ints = npt.NDArray[np.int64]


def counterpart_strata(measures: Measures, found: pd.DataFrame, pair: tuple[str, str]) -> Ints:
    """Return which sections are exchanged with each other: counterparts in pairs, the rest freely.

    Parameters
    ----------
    measures : Measures
    found : DataFrame
        What `topics.emphasis.counterparts.counterparts` returned.
    pair : (reference, target)

    Returns
    -------
    ndarray of int, of shape (n_leaf_sections,)
        A number for each pair of counterparts; 0 for sections without a counterpart and for those
        of other groups.
    """
    classes = np.zeros(len(measures.rows), dtype=np.int64)
    links = one_to_one(of_pair(found, *pair))
    for name in ("row_reference", "row_target"):
        classes[links[name].to_numpy(dtype=np.int64)] = np.arange(1, len(links) + 1)
    return classes
