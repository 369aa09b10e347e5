"""Which sections of two documents say the same, so that only they are exchanged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from topics.emphasis.decomposition import counterparts
from topics.emphasis.lenses import Measures

Ints = npt.NDArray[np.int64]


def counterpart_strata(measures: Measures, texts: Sequence[str], pair: tuple[str, str]) -> Ints:
    """Return which sections are exchanged with each other: counterparts in pairs, the rest freely.

    Parameters
    ----------
    measures : Measures
    texts : sequence of str
        Texts of the leaf sections, in the order of `measures.rows`.
    pair : (reference, target)

    Returns
    -------
    ndarray of int, of shape (n_leaf_sections,)
        A number for each pair of counterparts; 0 for sections without a counterpart and for those of other groups.
    """
    sides = [np.flatnonzero(measures.of_group(group)) for group in pair]
    matched = counterparts(*([texts[int(row)] for row in side] for side in sides))
    classes = np.zeros(len(measures.rows), dtype=np.int64)
    for number, (left, right) in enumerate(matched, start=1):
        classes[sides[0][left]] = classes[sides[1][right]] = number
    return classes
