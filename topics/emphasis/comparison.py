"""Shifts: how each theme differs between two groups through each lens, with interval, p, q and
verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Block, Measures
from topics.emphasis.sampling import Sample, draw_sample, infer, notes_of, within_range
from topics.emphasis.verdicts import lens_verdict, read_together
from topics.stats.multiplicity import benjamini_hochberg
from topics.stats.resampling import Estimate, generator, ratios

SHIFT_COLUMNS = [
    "theme",
    "reference",
    "target",
    "lens",
    "difference",
    "ratio",
    "low",
    "high",
    "p",
    "q",
    "unit",
    "n_target",
    "n_reference",
    "verdict",
    "value_target",
    "value_reference",
    "ratio_low",
    "ratio_high",
    "t",
    "p_max",
    "mentions_target",
    "mentions_reference",
    "with_target",
    "with_reference",
    "documents_target",
    "documents_reference",
    "note",
    "theme_verdict",
]


def shifts(
    measures: Measures,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    n_resamples: int = 9999,
    seed: int = 1,
) -> pd.DataFrame:
    """Return how each theme differs between two groups through each lens, with interval, p, q and
    verdict.

    With five documents or more on each side documents are exchanged, otherwise leaf sections within
    these documents, and then only if there are twenty on each side. q is by Benjamini-Hochberg over
    all themes and tested lenses of one pair.

    Parameters
    ----------
    measures : Measures
        As `measure` gives it.
    pairs : sequence of (reference, target), optional
        By default those of `default_pairs`.
    n_resamples : int
        Permutations behind each p and resamples behind each interval.
    seed : int

    Returns
    -------
    DataFrame
        One row per theme, pair and lens. `difference` is target minus reference, `low` and `high`
        its 95 % interval, `ratio` target by reference; `n_target` and `n_reference` count units. A
        number that cannot be had is missing and `note` says why.

    Raises
    ------
    ValueError
        If a pair names a group that does not exist; the message lists those that do.
    """
    frames = []
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        tested = pd.concat(
            [_compare(measures, b, reference, target, n_resamples, seed) for b in measures.blocks]
        )
        tested["q"] = benjamini_hochberg(tested["p"])
        frame = pd.concat([tested, _strength_shift(measures, reference, target)], ignore_index=True)
        frame["verdict"] = [
            lens_verdict(*row)
            for row in zip(frame["difference"], frame["q"], frame["note"], strict=True)
        ]
        frame["theme_verdict"] = frame["theme"].map(
            {theme: read_together(rows) for theme, rows in frame.groupby("theme", sort=False)}
        )
        frames.append(frame)
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=SHIFT_COLUMNS)
    return table[SHIFT_COLUMNS]


def _compare(
    measures: Measures, block: Block, reference: str, target: str, n_resamples: int, seed: int
) -> pd.DataFrame:
    sample = draw_sample(block, target, reference)
    if min(sample.sizes) == 0:
        a, b = (Estimate(*np.zeros((2, len(block.units.den)))) for _ in range(2))
    else:
        a, b = map(ratios, sample.sides)
    frame = _with_sizes(_frame(measures, block.lenses, reference, target), sample)
    notes = notes_of(sample)
    testable = np.array([note in {"", "no_variance"} for note in notes])
    test, interval, ratio = infer(
        sample, testable, n_resamples, generator(seed, block.unit, reference, target)
    )
    varies = (a.variance + b.variance) > 0
    low, high = within_range(block.lenses, measures.themes, interval)
    frame = frame.assign(
        value_target=a.value,
        value_reference=b.value,
        unit=sample.unit,
        p=test.p,
        t=test.t,
        p_max=test.p_max,
        low=np.where(varies, low, np.nan),
        high=np.where(varies, high, np.nan),
        ratio_low=ratio.low,
        ratio_high=ratio.high,
        note=notes,
    )
    return _with_difference(frame)


def _frame(measures: Measures, lenses: Sequence[str], reference: str, target: str) -> pd.DataFrame:
    themes, lens = zip(
        *[(theme, lens) for lens in lenses for theme in measures.themes], strict=True
    )
    counts = {
        f"mentions_{side}": np.tile(measures.totals(name), len(lenses))
        for side, name in (("target", target), ("reference", reference))
    }
    return pd.DataFrame(
        {"theme": themes, "lens": lens, "reference": reference, "target": target, **counts}
    )


def _with_sizes(frame: pd.DataFrame, sample: Sample) -> pd.DataFrame:
    for number, side in enumerate(("target", "reference")):
        frame[f"n_{side}"] = sample.sizes[number]
        frame[f"with_{side}"] = (sample.sides[number].y > 0).sum(axis=0)
        frame[f"documents_{side}"] = sample.documents[number]
    return frame


def _with_difference(frame: pd.DataFrame) -> pd.DataFrame:
    """Add difference and ratio, and to the notes why a ratio is missing."""
    comparable = frame["note"] != "no_units"
    difference = (frame["value_target"] - frame["value_reference"]).where(comparable)
    divisible = frame["value_reference"] > 0
    ratio = frame["value_target"] / frame["value_reference"].where(divisible)
    missing = comparable & ~divisible & (frame["note"] != "no_mentions")
    note = [
        ";".join(filter(None, [n, "no_reference" if m else ""]))
        for n, m in zip(frame["note"], missing, strict=True)
    ]
    return frame.assign(difference=difference, ratio=ratio, note=note)


def _strength_shift(measures: Measures, reference: str, target: str) -> pd.DataFrame:
    frame = _frame(measures, ["strength"], reference, target)
    for side, group in (("target", target), ("reference", reference)):
        value, units = measures.graded(group)
        frame[f"value_{side}"] = value
        frame[f"n_{side}"] = units.n.sum(axis=0).astype(int)
        frame[f"with_{side}"] = units.y.sum(axis=0).astype(int)
        frame[f"documents_{side}"] = measures.rows.loc[measures.of_group(group), "doc_id"].nunique()
    frame["unit"] = "graded_word"
    either = frame["value_target"].isna() | frame["value_reference"].isna()
    return _with_difference(frame.assign(note=np.where(either, "no_units", "descriptive"))).assign(
        **dict.fromkeys(["low", "high", "p", "q", "t", "p_max", "ratio_low", "ratio_high"], np.nan)
    )
