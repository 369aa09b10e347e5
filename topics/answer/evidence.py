"""How far the difference of two groups could come from the way their sections differ anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.answer.evidence_options import EvidenceOptions
from topics.answer.families import (
    FamilyTests,
    evidence_grade,
    family_codes,
    family_tests,
    spread_out,
)
from topics.answer.power import called_level, planted_power
from topics.answer.relabel import damped, exchanged, relabellings
from topics.answer.sizes import large_and_spread
from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Measures
from topics.emphasis.sampling import least_p, least_ps
from topics.stats.resampling import Bools, Floats, Units, generator

Ints = npt.NDArray[np.int64]
Pair = tuple[str, str]
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


@dataclass(frozen=True)
class PairCounts:
    """The sections of two groups, in an order that does not depend on the order of files.

    Attributes
    ----------
    mentions : ndarray of shape (n_sections, n_themes)
    chars : ndarray of shape (n_sections,)
        Han characters.
    target : ndarray of bool, of shape (n_sections,)
    documents : ndarray of int, of shape (n_sections,)
        Number of the document of each section.
    strata : ndarray of int, of shape (n_sections,), or None
        Sections are exchanged within these classes only; by default all with all.
    """

    mentions: Floats
    chars: Floats
    target: Bools
    documents: Ints
    strata: Ints | None = None


class UnitCounts(NamedTuple):
    """What is exchanged between two groups: sections or documents."""

    scope: str
    mentions: Floats
    chars: Floats
    target: Bools
    strata: Ints | None
    of_section: Ints

    @property
    def sizes(self) -> tuple[int, int]:
        """Units of the target and of the reference."""
        return int(self.target.sum()), int((~self.target).sum())


class Yardstick(NamedTuple):
    """Large shifts spread over sections in a pair, and how many chance exchanges have.

    `observed` themes shift; `mean` in `n` random exchanges of the sections; `p` is the share of
    exchanges with as many, the observed included. Missing p: too few sections.
    """

    observed: int
    mean: float
    p: float
    n: int


def exchange_units(counts: PairCounts, options: EvidenceOptions = OPTIONS) -> UnitCounts:
    """Return documents as units where both sides have five, otherwise leaf sections."""
    names, first, codes = np.unique(counts.documents, return_index=True, return_inverse=True)
    of_target = counts.target[first]
    if min(of_target.sum(), (~of_target).sum()) >= options.min_documents:
        member = (codes[None, :] == np.arange(len(names))[:, None]).astype(np.float64)
        return UnitCounts(
            "documents", member @ counts.mentions, member @ counts.chars, of_target, None, codes
        )
    every = np.arange(len(counts.chars))
    return UnitCounts("sections", counts.mentions, counts.chars, counts.target, counts.strata, every)


def untested(units: UnitCounts, options: EvidenceOptions = OPTIONS) -> list[str]:
    """Return for each theme why it is not tested, or an empty string.

    `no_units` (a side is empty), `no_mentions`, `too_few_units` (fewer than 20 sections on a side),
    `one_unit`, `few_mentions` (the best split could not reach .05), `no_variance`.
    """
    holds = (units.mentions > 0).sum(axis=0)
    if min(units.sizes) == 0:
        return ["no_units"] * len(holds)
    few = units.scope == "sections" and min(units.sizes) < options.min_sections
    notes = []
    for count, spread in zip(holds, np.ptp(units.mentions, axis=0), strict=True):
        if count == 0:
            notes.append("no_mentions")
        elif few:
            notes.append("too_few_units")
        elif least_p(int(count), units.sizes) > options.reachable:
            notes.append("one_unit" if count == 1 else "few_mentions")
        else:
            notes.append("" if spread > 0 else "no_variance")
    return notes


def pair_tests(
    counts: PairCounts,
    families: Ints,
    rng: np.random.Generator,
    options: EvidenceOptions = OPTIONS,
) -> pd.DataFrame:
    """Test every theme of two groups; columns as `evidence` from `scope` on, one row per theme.

    Parameters
    ----------
    counts : PairCounts
    families : ndarray of int, of shape (n_themes,)
        From `family_codes`.
    rng : numpy.random.Generator
    options : EvidenceOptions

    Returns
    -------
    DataFrame
    """
    units = exchange_units(counts, options)
    notes = untested(units, options)
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
            "grade": [
                evidence_grade(p, q, options) for p, q in zip(found.p, found.q, strict=True)
            ],
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
    y = units.mentions[:, tested]
    y = damped(y) if units.scope == "sections" else y
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
    return np.array(
        [
            planted_power(
                units.mentions[:, tested],
                units.chars,
                units.sizes,
                critical,
                stream,
                ratio=ratio,
                n=options.n_power,
                damp=units.scope == "sections",
            )
            for ratio, stream in zip((2, 3), rng.spawn(2), strict=True)
        ]
    )


def pair_yardstick(
    counts: PairCounts, rng: np.random.Generator, options: EvidenceOptions = OPTIONS
) -> Yardstick:
    """Count the large shifts spread over sections, and how many exchanged sections have.

    Parameters
    ----------
    counts : PairCounts
    rng : numpy.random.Generator
    options : EvidenceOptions

    Returns
    -------
    Yardstick
    """

    def number(target: Bools) -> Ints:
        large = large_and_spread(counts.mentions, counts.chars, target, options.sizes)
        return np.asarray(large.sum(axis=1), dtype=np.int64)

    observed = int(number(counts.target[None, :])[0])
    units = exchange_units(counts, options)
    if units.scope == "sections" and min(units.sizes) < options.min_sections:
        return Yardstick(observed, np.nan, np.nan, 0)
    blocks = relabellings(units.target, rng, options.n_yardstick, strata=units.strata)
    drawn = np.concatenate([number(block[:, units.of_section]) for block in blocks])
    reached = int((drawn >= observed).sum())
    return Yardstick(observed, float(drawn.mean()), (1 + reached) / (1 + len(drawn)), len(drawn))


def pair_counts(measures: Measures, pair: Pair, strata: Ints | None = None) -> PairCounts:
    """Return the sections of two groups, by document and within it as they stand.

    Parameters
    ----------
    measures : Measures
    pair : (reference, target)
    strata : ndarray of int, of shape (n_leaf_sections,), optional
        One entry per row of `measures.rows`, whatever its group.

    Returns
    -------
    PairCounts
    """
    rows = measures.rows
    index = np.flatnonzero(rows["group"].isin(list(pair)).to_numpy(dtype=bool))
    names = rows["doc_id"].to_numpy(dtype=object)[index].astype(str)
    index = index[np.argsort(names, kind="stable")]
    groups = rows["group"].to_numpy(dtype=object)[index]
    keys = [
        f"{group}\n{name}"
        for group, name in zip(groups, rows["doc_id"].to_numpy(dtype=object)[index], strict=True)
    ]
    return PairCounts(
        mentions=measures.mentions[index],
        chars=rows["n_chars"].to_numpy(dtype=np.float64)[index],
        target=np.asarray(groups == pair[1], dtype=bool),
        documents=pd.factorize(np.array(keys, dtype=object))[0].astype(np.int64),
        strata=None if strata is None else strata[index],
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
    exchanged 9,999 times; no p is below the chance that all units with the theme fall on one side.

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
    frames = []
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        pair = reference, target
        counts = pair_counts(measures, pair, None if strata is None else strata.get(pair))
        rng = generator(seed, "evidence", *pair)
        table = pair_tests(counts, families, rng, options)
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


def yardstick(
    measures: Measures,
    pair: Pair,
    *,
    options: EvidenceOptions = OPTIONS,
    strata: Ints | None = None,
    seed: int = 1,
) -> Yardstick:
    """Count the large shifts of a pair, and how many there are with the sections exchanged.

    Parameters
    ----------
    measures : Measures
    pair : (reference, target)
    options : EvidenceOptions
    strata : ndarray of int, of shape (n_leaf_sections,), optional
    seed : int

    Returns
    -------
    Yardstick
    """
    counts = pair_counts(measures, pair, strata)
    return pair_yardstick(counts, generator(seed, "yardstick", *pair), options)
