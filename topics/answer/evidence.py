"""How far the difference of two groups could come from the way their sections differ anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from topics.answer.evidence_options import EvidenceOptions
from topics.answer.exchange import (
    Ints,
    Pair,
    PairCounts,
    UnitCounts,
    exchange_units,
    pair_counts,
    thin_groups,
    untested,
)
from topics.answer.families import (
    FamilyTests,
    evidence_grade,
    family_codes,
    family_tests,
    spread_out,
)
from topics.answer.power import called_level, planted_power
from topics.answer.relabel import exchanged
from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Measures
from topics.stats.resampling import Bools, Floats, Units, generator
from topics.stats.testable import least_ps

OPTIONS = EvidenceOptions()
COLUMNS = [
    "theme",
    "parent",
    "reference",
    "target",
    "scope",
    "statistic",
    "t",
    "p",
    "p_family",
    "q",
    "grade",
    "note",
    "n_reference",
    "n_target",
    "power_2",
    "power_3",
]


def pair_tests(
    counts: PairCounts,
    families: Ints,
    rng: np.random.Generator,
    options: EvidenceOptions = OPTIONS,
    *,
    thin: bool = False,
) -> pd.DataFrame:
    """Test every theme of two groups; columns as `evidence` from `scope` on, one row per theme.

    Parameters
    ----------
    counts : PairCounts
    families : ndarray of int, of shape (n_themes,)
        From `family_codes`.
    rng : numpy.random.Generator
    options : EvidenceOptions
    thin : bool
        Whether one of the groups is thin among others that are not, and nothing is tested.

    Returns
    -------
    DataFrame
    """
    units = exchange_units(counts, options)
    notes = untested(units, options, thin=thin)
    tested = np.array([not note for note in notes], dtype=bool)
    streams = rng.spawn(2)
    t = np.full(len(notes), np.nan)
    powers = np.full((2, len(notes)), np.nan)
    found = spread_out(FamilyTests(*[np.zeros(0)] * 4), np.zeros(len(notes), dtype=bool))
    if tested.any():
        drawn = _exchanged(units, tested, streams[0], options)
        floor = least_ps((units.mentions[:, tested] > 0).sum(axis=0), units.sizes)
        tests = family_tests(np.abs(drawn), families[tested], floor)
        t[tested] = drawn[0]
        powers[:, tested] = _powers(
            units, tested, (drawn, tests.q, families[tested]), streams[1], options
        )
        found = spread_out(tests, tested)
    return pd.DataFrame(
        {
            "scope": units.scope,
            "statistic": "damped_rate" if units.scope == "sections" else "rate",
            "t": np.where(np.isfinite(t), t, np.nan),
            "p": found.p,
            "p_family": found.p_family,
            "q": found.q,
            "grade": [evidence_grade(p, q, options) for p, q in zip(found.p, found.q, strict=True)],
            "note": notes,
            "n_reference": units.sizes[1],
            "n_target": units.sizes[0],
            "power_2": powers[0],
            "power_3": powers[1],
        }
    )


def _exchanged(
    units: UnitCounts, tested: Bools, rng: np.random.Generator, options: EvidenceOptions
) -> Floats:
    y = units.weigh(units.mentions[:, tested])
    ratios = Units(y, units.chars[:, None], np.zeros(y.shape[1], dtype=np.int64))
    return exchanged(ratios, units.target, rng, options.n_resamples, strata=units.strata)


def _powers(
    units: UnitCounts,
    tested: Bools,
    results: tuple[Floats, Floats, Ints],
    rng: np.random.Generator,
    options: EvidenceOptions,
) -> Floats:
    drawn, q, families = results
    if options.n_power == 0:
        return np.full((2, int(tested.sum())), np.nan)
    level = called_level(q, families, level=options.moderate_q, single=options.moderate_p)
    critical = np.quantile(np.abs(drawn), 1 - level, axis=0, method="higher")
    kept = replace(units, mentions=units.mentions[:, tested])
    return np.array(
        [
            planted_power(kept, critical, stream, ratio=ratio, n=options.n_power)
            for ratio, stream in zip((2, 3), rng.spawn(2), strict=True)
        ]
    )


def evidence(
    measures: Measures,
    parents: Mapping[str, str],
    *,
    pairs: Sequence[Pair] | None = None,
    options: EvidenceOptions = OPTIONS,
    strata: Mapping[Pair, Ints] | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Say of each theme how far its difference could come from how sections differ anyway.

    Tested is the damped rate A = Σ√m / Σc (m mentions, c Han characters of a leaf section), or the
    plain rate of documents where both groups have five or more. The labels of the units are
    exchanged 9,999 times; no p is below the chance that all units with the theme fall on the
    smaller side.

    Parameters
    ----------
    measures : Measures
    parents : mapping of str to str
        Theme above each theme; empty or missing at the top.
    pairs : sequence of (reference, target), optional
        By default those of `default_pairs`.
    options : EvidenceOptions
    strata : mapping of pair to ndarray of int, of shape (n_leaf_sections,), optional
        Which sections are exchanged with each other (see `counterpart_strata`).
    seed : int
        Random numbers depend on it and on the names of the two groups, and on no theme: all themes
        share the same exchanges.

    Returns
    -------
    DataFrame
        Columns `COLUMNS`, one row per pair and theme: scope (`sections`, `documents`), statistic
        (`damped_rate`, `rate`), t, p (of the theme), p_family (min-P), q (within the pair), grade
        (`strong`, `moderate`, `weak`, `unclear`, `untestable`), note (why it is not tested),
        n_reference and n_target (units), power_2 and power_3 (chance that the theme planted two
        and three times as much would be called at least moderate).
    """
    families = family_codes(measures.themes, parents)
    few = thin_groups(measures.rows, options)
    frames = []
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        pair = reference, target
        counts = pair_counts(measures, pair, None if strata is None else strata.get(pair))
        rng = generator(seed, "evidence", *pair)
        table = pair_tests(counts, families, rng, options, thin=not few.isdisjoint(pair))
        frames.append(
            table.assign(
                theme=measures.themes,
                parent=[parents.get(theme, "") for theme in measures.themes],
                reference=reference,
                target=target,
            )
        )
    joined = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    return joined[COLUMNS]
