"""The sections or documents of two groups that are exchanged with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.answer.evidence_options import EvidenceOptions
from topics.answer.relabel import damped
from topics.emphasis.lenses import Measures
from topics.stats.resampling import Bools, Floats
from topics.stats.testable import least_p

Ints = npt.NDArray[np.int64]
Pair = tuple[str, str]
OPTIONS = EvidenceOptions()


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


@dataclass(frozen=True)
class UnitCounts:
    """What is exchanged between two groups.

    Attributes
    ----------
    scope : {"sections", "documents"}
    mentions : ndarray of shape (n_units, n_themes)
    chars : ndarray of shape (n_units,)
    target : ndarray of bool, of shape (n_units,)
    strata : ndarray of int, of shape (n_units,), or None
    of_section : ndarray of int, of shape (n_sections,)
        Unit of each section.
    """

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

    def weigh(self, mentions: Floats) -> Floats:
        """Return mentions as they are added up: damped in sections, plain in documents."""
        return damped(mentions) if self.scope == "sections" else mentions


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
    return UnitCounts(
        "sections", counts.mentions, counts.chars, counts.target, counts.strata, every
    )


def thin_groups(rows: pd.DataFrame, options: EvidenceOptions = OPTIONS) -> frozenset[str]:
    """Return the groups with too few documents where most groups have enough.

    Documents are then the units throughout: a thin group is not tested by its sections, which
    would take what differs between documents for what differs between groups.

    Parameters
    ----------
    rows : DataFrame
        The leaf sections, with doc_id and group.
    options : EvidenceOptions

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": list("abcdefghijkl"),
    ...     "group": ["1"] * 5 + ["2"] * 6 + ["3"]})
    >>> sorted(thin_groups(rows))
    ['3']
    """
    sizes = rows[rows["group"] != ""].groupby("group")["doc_id"].nunique()
    if not len(sizes) or sizes.median() < options.min_documents:
        return frozenset()
    return frozenset(sizes.index[sizes < options.min_documents])


def untested(
    units: UnitCounts, options: EvidenceOptions = OPTIONS, *, thin: bool = False
) -> list[str]:
    """Return for each theme why it is not tested, or an empty string.

    `no_units` (a side is empty), `thin_group` (see `thin_groups`), `no_mentions`, `too_few_units`
    (fewer than 20 sections on a side), `one_unit`, `few_mentions` (the best split could not reach
    .05), `no_variance`.
    """
    holds = (units.mentions > 0).sum(axis=0)
    if min(units.sizes) == 0:
        return ["no_units"] * len(holds)
    if thin:
        return ["thin_group"] * len(holds)
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
