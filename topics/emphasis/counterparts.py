"""Counterparts: which sections of one group stand in which of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.compare.links import find_links
from topics.compare.units import comparable_units
from topics.corpus.document import Document
from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Measures

COUNTERPART_COLUMNS = ["reference", "target", "row_reference", "row_target", "similarity"]
Ints = npt.NDArray[np.int64]


def counterparts(
    documents: Sequence[Document],
    measures: Measures,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Link the sections of each two groups, many to many (`topics.compare.links`).

    Parameters
    ----------
    documents : sequence of Document
        Those that were measured.
    measures : Measures
    pairs : sequence of (reference, target), optional

    Returns
    -------
    DataFrame
        One row per sure or likely link: reference, target, row_reference, row_target (places in
        `measures.rows`), similarity (cosine, in [0, 1]). Documents that are not in Chinese have
        none.
    """
    names = zip(measures.rows["doc_id"], measures.rows["path"], strict=True)
    place = {key: row for row, key in enumerate(names)}
    units = {document.doc_id: comparable_units(document) for document in documents}
    frames = []
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        of_group = [_names(measures, group) for group in (reference, target)]
        sides = [[unit for name in names for unit in units[name]] for names in of_group]
        rows = [
            [place[name, unit.section.path] for name in names for unit in units[name]]
            for names in of_group
        ]
        found = [
            (reference, target, rows[0][row], rows[1][column], similarity)
            for row, column, similarity, certainty in (
                find_links(*sides).each if all(sides) else ()
            )
            if certainty != "weak"
        ]
        frames.append(pd.DataFrame(found, columns=COUNTERPART_COLUMNS))
    return (
        pd.concat(frames, ignore_index=True)
        if frames
        else pd.DataFrame(columns=COUNTERPART_COLUMNS)
    )


def _names(measures: Measures, group: str) -> list[str]:
    """Return the documents of a group, in the order of its rows."""
    return list(dict.fromkeys(measures.rows.loc[measures.of_group(group), "doc_id"]))


def of_pair(found: pd.DataFrame, reference: str, target: str) -> pd.DataFrame:
    """Return the counterparts of one pair."""
    return found[(found["reference"] == reference) & (found["target"] == target)]


def one_to_one(found: pd.DataFrame) -> pd.DataFrame:
    """Keep one link of each section, the most alike first, in the order of the reference.

    Examples
    --------
    >>> rows = [(0, 5, 0.4), (0, 6, 0.7), (1, 6, 0.5), (2, 7, 0.3)]
    >>> found = pd.DataFrame(rows, columns=["row_reference", "row_target", "similarity"])
    >>> one_to_one(found)[["row_reference", "row_target"]].values.tolist()
    [[0, 6], [2, 7]]
    """
    order = ["similarity", "row_reference", "row_target"]
    ranked = found.sort_values(order, ascending=[False, True, True])
    taken: tuple[set[int], set[int]] = set(), set()
    kept = []
    for index, left, right in zip(
        ranked.index, ranked["row_reference"], ranked["row_target"], strict=True
    ):
        if left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            kept.append(index)
    return found.loc[sorted(kept)]
