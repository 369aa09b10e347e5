"""What is resampled: leaf sections, headings or documents of two groups, and when that supports a
claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topics.emphasis.lenses import Block
from topics.stats.resampling import (
    Bools,
    Floats,
    Interval,
    Permutation,
    Units,
    bootstrap_interval,
    permutation_test,
    ratios,
    welch_interval,
    welch_ratio_interval,
)
from topics.stats.testable import ALPHA, MIN_DOCUMENTS, MIN_UNITS, least_p, least_ps

BOOTSTRAP_DOCUMENTS = 20  # documents a side from which they can be resampled


@dataclass(frozen=True)
class Sample:
    """The units of one or two groups within a block, as they are resampled."""

    units: Units
    target: Bools
    unit: str
    documents: tuple[int, int]

    @property
    def sides(self) -> tuple[Units, Units]:
        """The units of the target and of the reference."""
        return self.units.take(self.target), self.units.take(~self.target)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many units the target has, and the reference."""
        return int(self.target.sum()), int((~self.target).sum())

    @property
    def enough(self) -> bool:
        """Whether there are enough units on each side for a test."""
        return self.unit == "document" or min(self.sizes) >= MIN_UNITS


def draw_sample(block: Block, target: str, reference: str | None = None) -> Sample:
    """Return the units of a group, or of two: documents where each group has five, else those of
    the block.
    """
    wanted = [target] if reference is None else [reference, target]
    index = np.flatnonzero(np.isin(block.groups, wanted))
    is_target = block.groups[index] == target
    keys = [
        f"{group}\n{doc_id}"
        for group, doc_id in zip(block.groups[index], block.doc_ids[index], strict=True)
    ]
    names, first, codes = np.unique(
        np.array(keys, dtype=object), return_index=True, return_inverse=True
    )
    of_target = is_target[first]
    documents = int(of_target.sum()), int((~of_target).sum())
    units = block.units.take(index)
    if min(documents[: len(wanted)]) >= MIN_DOCUMENTS:
        return Sample(units.sums(codes, len(names)), of_target, "document", documents)
    return Sample(units, is_target, block.unit, documents)


def infer(
    sample: Sample, testable: Bools, n_resamples: int, rng: np.random.Generator
) -> tuple[Permutation, Interval, Interval]:
    """Return test, interval of the difference and interval of the ratio, missing where nothing can
    be claimed.
    """
    missing = np.full(len(testable), np.nan)
    test, interval, ratio = (
        Permutation(missing, missing, missing),
        Interval(missing, missing),
        Interval(missing, missing),
    )
    if not testable.any():
        return test, interval, ratio
    chosen = Sample(sample.units.columns(testable), sample.target, sample.unit, sample.documents)
    streams = rng.spawn(2)
    found = permutation_test(chosen.units, chosen.target, streams[0], n_resamples=n_resamples)
    floor = least_ps((chosen.units.y > 0).sum(axis=0), chosen.sizes)
    found = found._replace(p=np.maximum(found.p, floor), p_max=np.maximum(found.p_max, floor))
    test = Permutation(*(_spread(values, testable) for values in found))
    if chosen.unit == "document" and min(chosen.sizes) < BOOTSTRAP_DOCUMENTS:
        difference = welch_interval(*chosen.sides)
        ratio = Interval(
            *(_spread(values, testable) for values in welch_ratio_interval(*chosen.sides))
        )
    else:
        difference = bootstrap_interval(*chosen.sides, streams[1], n_resamples=n_resamples)
    return test, Interval(*(_spread(values, testable) for values in difference)), ratio


def _spread(values: Floats, where: Bools) -> Floats:
    """Put values back to the columns they came from; infinite t, from groups without variance,
    become missing.
    """
    full = np.full(len(where), np.nan)
    full[where] = np.where(np.isfinite(values), values, np.nan)
    return full


def notes_of(sample: Sample) -> list[str]:
    """Return for each ratio why it is not tested, or an empty string."""
    if min(sample.sizes) == 0:
        return ["no_units"] * sample.units.y.shape[1]
    holds = (sample.units.y > 0).sum(axis=0)
    notes = []
    for count, spread in zip(holds, np.ptp(sample.units.y, axis=0), strict=True):
        if count == 0:
            notes.append("no_mentions")
        elif not sample.enough:
            notes.append("too_few_units")
        elif least_p(int(count), sample.sizes) > ALPHA:
            notes.append("few_mentions")
        else:
            notes.append("" if spread > 0 else "no_variance")
    return notes


def group_interval(
    sample: Sample, rng: np.random.Generator, *, n_resamples: int
) -> tuple[Interval, list[str]]:
    """Return the interval of one group's ratios and, for each, why there is none."""
    units = sample.sides[0]
    k = units.y.shape[1]
    missing = np.full(k, np.nan)
    if len(units) == 0:
        return Interval(missing, missing), ["no_units"] * k
    error = np.sqrt(ratios(units).variance)
    held = np.asarray(units.y.sum(axis=0) > 0)
    notes = [
        "no_mentions" if not some else "" if varies else "no_variance"
        for some, varies in zip(held, error > 0, strict=True)
    ]
    if sample.unit != "document" and len(units) < MIN_UNITS:
        return Interval(missing, missing), [note or "too_few_units" for note in notes]
    if sample.unit == "document" and len(units) < BOOTSTRAP_DOCUMENTS:
        interval = welch_interval(units, None)
    else:
        interval = bootstrap_interval(units, None, rng, n_resamples=n_resamples)
    shown = error > 0
    return Interval(*(np.where(shown, end, np.nan) for end in interval)), notes


def within_range(
    lenses: Sequence[str], themes: Sequence[str], interval: Interval, *, signed: bool = True
) -> Interval:
    """Cut an interval to what its lens can be: shares to [0, 1], their differences to [-1, 1]."""
    top = np.repeat([np.inf if lens == "rate" else 1.0 for lens in lenses], len(themes))
    bottom = -top if signed else np.zeros(len(top))
    return Interval(np.clip(interval.low, bottom, top), np.clip(interval.high, bottom, top))
