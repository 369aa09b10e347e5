"""Word shifts: how much each word adds to the difference of two texts (Gallagher et al.

2021, EPJ Data Science 10:4).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


def proportion_shift(reference: Mapping[str, int], target: Mapping[str, int]) -> pd.Series:
    """Return the difference of each word's share, target minus reference; it sums to zero.

    Examples
    --------
    >>> proportion_shift({"产业": 3, "韧性": 1}, {"产业": 1, "韧性": 3}).to_dict()
    {'产业': -0.5, '韧性': 0.5}
    """
    words, p, q = _shares(reference, target)
    return pd.Series(q - p, index=words, name="proportion")


def entropy_shift(
    reference: Mapping[str, int], target: Mapping[str, int], *, order: float = 1.0
) -> pd.Series:
    """Return what each word adds to the difference of entropy: Shannon's in bits, or Tsallis' of
    another order.

    Rare words weigh more with an order below 1, frequent ones with an order above 1.
    """
    words, p, q = _shares(reference, target)
    if order == 1.0:
        return pd.Series(_bits(q) - _bits(p), index=words, name="entropy")
    return pd.Series(
        (_power(q, order) - _power(p, order)) / (1 - order), index=words, name=f"tsallis {order:g}"
    )


def divergence_shift(
    reference: Mapping[str, int], target: Mapping[str, int], *, weight: float = 0.5
) -> pd.Series:
    """Return what each word adds to the Jensen-Shannon divergence in bits, signed by the text that
    uses it more.

    The absolute values add up to the divergence. Between short texts it is large without any
    change: compare it with that of randomly split sections.

    Parameters
    ----------
    reference, target : mapping of str to int
        Counts.
    weight : float
        Weight of the reference, between 0 and 1.

    Returns
    -------
    Series
        By word, positive where the target uses it more, sorted by word.

    Examples
    --------
    As the table that `topics.viz.plot_word_shift` draws:

    >>> shift = divergence_shift({"产业": 3, "韧性": 1}, {"产业": 1, "韧性": 3})
    >>> table = shift.rename("contribution").rename_axis("feature").reset_index()
    >>> table.assign(reference="2020", target="2024").round(3).to_dict("records")[1]
    {'feature': '韧性', 'contribution': 0.094, 'reference': '2020', 'target': '2024'}
    """
    words, p, q = _shares(reference, target)
    middle = weight * p + (1 - weight) * q
    safe = np.where(middle > 0, middle, 1.0)
    parts = weight * p * np.log2(np.where(p > 0, p / safe, 1.0)) + (1 - weight) * q * np.log2(
        np.where(q > 0, q / safe, 1.0)
    )
    return pd.Series(np.where(q >= p, parts, -parts), index=words, name="divergence")


def _shares(
    reference: Mapping[str, int], target: Mapping[str, int]
) -> tuple[list[str], Floats, Floats]:
    words = sorted(set(reference) | set(target))
    sides = [
        np.array([side.get(word, 0) for word in words], dtype=np.float64)
        for side in (reference, target)
    ]
    for name, side in zip(("reference", "target"), sides, strict=True):
        if side.sum() <= 0:
            raise ValueError(f"the {name} has no words; give counts of at least one")
    return words, sides[0] / sides[0].sum(), sides[1] / sides[1].sum()


def _bits(p: Floats) -> Floats:
    return np.asarray(-p * np.log2(np.where(p > 0, p, 1.0)))


def _power(p: Floats, order: float) -> Floats:
    return np.where(p > 0, np.power(np.where(p > 0, p, 1.0), order), 0.0)
