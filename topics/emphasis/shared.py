"""The comparison restricted to what both sides have: sections with a counterpart, exchanged within
their pair.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics.emphasis.counterparts import of_pair, one_to_one
from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Measures
from topics.emphasis.verdicts import lens_verdict
from topics.stats.multiplicity import benjamini_hochberg
from topics.stats.resampling import generator, permutation_test, ratios
from topics.stats.testable import MIN_UNITS

MIN_HOLDING = 6  # pairs with the theme: with five, swapping labels gives 2/2⁵ = 0.06 at the least
COLUMNS = [
    "theme",
    "reference",
    "target",
    "lens",
    "difference",
    "value_target",
    "value_reference",
    "p",
    "q",
    "counterparts",
    "verdict",
    "note",
]


def shared_shifts(
    measures: Measures,
    found: pd.DataFrame,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    n_resamples: int = 9999,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the shifts within the sections that both groups have, whatever else one of them adds.

    Where documents differ in genre or horizon, one treats matters that the other does not. Here
    only sections with a counterpart on the other side are compared, each with the one most like it,
    and labels are exchanged within each pair of counterparts.

    Parameters
    ----------
    measures : Measures
    found : DataFrame
        What `topics.emphasis.counterparts.counterparts` returned.
    pairs : sequence of (reference, target), optional
    n_resamples, seed : int

    Returns
    -------
    DataFrame
        One row per theme, pair and section lens; counterparts is the number of pairs. Fewer than 20
        are not tested.
    """
    frames = []
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        links = one_to_one(of_pair(found, reference, target))
        index = np.concatenate([links["row_target"], links["row_reference"]]).astype(np.int64)
        rng = generator(seed, "shared", reference, target)
        frame = _compare(measures, index, n_resamples, rng).assign(
            reference=reference, target=target
        )
        frame["q"] = benjamini_hochberg(frame["p"])
        frame["verdict"] = [
            lens_verdict(*row)
            for row in zip(frame["difference"], frame["q"], frame["note"], strict=True)
        ]
        frames.append(frame)
    return (
        pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)
    )


def _compare(
    measures: Measures, index: np.ndarray, n_resamples: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Compare counterparts: the first half of `index` is the target, the second the reference."""
    block = next(block for block in measures.blocks if block.unit == "section")
    n = len(index) // 2
    themes, lenses = zip(
        *[(theme, lens) for lens in block.lenses for theme in measures.themes], strict=True
    )
    frame = pd.DataFrame({"theme": themes, "lens": lenses, "counterparts": n})
    if n == 0:
        nothing = dict.fromkeys(["value_target", "value_reference", "difference", "p"], np.nan)
        return frame.assign(**nothing, note="no_units")
    units = block.units.take(index)
    target = np.arange(2 * n) < n
    values = [ratios(units.take(side)).value for side in (target, ~target)]
    holding = ((units.y[:n] > 0) | (units.y[n:] > 0)).sum(axis=0)
    notes = ["no_mentions", "too_few_units" if n < MIN_UNITS else "few_mentions"]
    enough = (n >= MIN_UNITS) & (holding >= MIN_HOLDING)
    note = np.select([holding == 0, ~enough], notes, "").astype(object)
    p = np.full(len(note), np.nan)
    testable = note == ""
    if testable.any():
        strata = np.tile(np.arange(n), 2)
        p[testable] = permutation_test(
            units.columns(testable), target, rng, n_resamples=n_resamples, strata=strata
        ).p
    return frame.assign(
        value_target=values[0],
        value_reference=values[1],
        difference=values[0] - values[1],
        p=p,
        note=note,
    )
