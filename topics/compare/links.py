"""Which section of an older document stands in a newer one, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from topics.compare.chapters import moved
from topics.compare.pairing import Pairing, pair_sentences, shares
from topics.compare.scores import (
    THRESHOLDS,
    Thresholds,
    factors,
    is_held,
    levels,
    own_scores,
    scored,
)
from topics.compare.shapes import shapes
from topics.compare.similarity import bigrams, ratio, weighted
from topics.compare.units import Unit, sentences, units

if TYPE_CHECKING:
    from topics.corpus import Document

LINK_COLUMNS = [
    "reference",
    "target",
    "doc_id_reference",
    "path_reference",
    "heading_reference",
    "doc_id_target",
    "path_target",
    "heading_target",
    "similarity",
    "certainty",
    "ratio",
    "shape",
    "moved",
    "n_chars_reference",
    "n_chars_target",
    "share_same",
    "share_reworded",
    "share_new",
]
CERTAINTIES = ("sure", "likely", "weak")


@dataclass(frozen=True, slots=True)
class Links:
    """Links between the units of two documents, before they become a table.

    Attributes
    ----------
    rows, columns : list of int, of equal length
        Places of the linked units; sorted.
    similarity : list of float
        Cosine of bigrams, in [0, 1].
    certainty : list of str
        `sure`, `likely` or `weak`.
    """

    rows: list[int]
    columns: list[int]
    similarity: list[float]
    certainty: list[str]

    @property
    def each(self) -> Iterator[tuple[int, int, float, str]]:
        """Each link as row, column, similarity, certainty."""
        return zip(self.rows, self.columns, self.similarity, self.certainty, strict=True)

    @property
    def counted(self) -> list[tuple[int, int]]:
        """The links that are sure or likely."""
        return [(row, column) for row, column, _, certainty in self.each if certainty != "weak"]


def link_sections(
    old: Document, new: Document, *, background: Sequence[Document] | None = None
) -> pd.DataFrame:
    r"""Link each section of an older document to what stands for it in a newer one.

    The similarity of two sections is the cosine of their Han bigrams inside clauses, weighted
    (1 + ln tf)·ln((N + 1)/df). A link's score is that similarity times (1 + the cosine of the
    headings), times its share of the best score of either section: what is best for both sides
    keeps it whole. It is `likely` from 0.9 times the median of the same score inside each document
    for itself (`Thresholds`), `sure` from its 0.9 quantile, `weak` from half of likely. A
    section four fifths of whose bigrams stand in the other is linked likely, too, however long that
    one is. Sections with the same words are linked first, one to one.

    Parameters
    ----------
    old, new : Document
        The reference and the target.
    background : sequence of Document, optional
        Further documents that tell which wording is common.

    Returns
    -------
    DataFrame
        Columns `LINK_COLUMNS`: one row per link, then one per section without a sure or likely
        link: `dropped` on the side of the reference, `new` on that of the target. Rows follow the
        reference, each section's first link first; new sections stand at the end.
        similarity and ratio are in [0, 1]; ratio is 2·LCS/(n + m) over characters; the shares are
        parts of the target section's Han characters, formulas aside, whose sentences are the same,
        reworded (or partly so), or new. A weak link has no shape.

    Raises
    ------
    ValueError
        If a document is empty or not in Chinese.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> old = parse_text("一、任务\n（一）更新老旧管网。\n（二）培训外卖骑手。\n", doc_id="甲")
    >>> new = parse_text("一、任务\n（一）新建口袋公园。\n（二）更新老旧管网。\n", doc_id="乙")
    >>> link_sections(old, new)[["path_reference", "path_target", "shape"]].values.tolist()
    [['一/（一）', '一/（二）', 'same'], ['一/（二）', '', 'dropped'], ['', '一/（一）', 'new']]
    """
    sides = units(old), units(new)
    links = find_links(*sides, background=background)
    lines = sentences(old, sides[0]), sentences(new, sides[1])
    return link_table((old, new), sides, links, pair_sentences(*lines, links.counted))


def find_links(
    old: Sequence[Unit],
    new: Sequence[Unit],
    *,
    background: Sequence[Document] | None = None,
    thresholds: Thresholds = THRESHOLDS,
) -> Links:
    """Link the units of two documents; see `link_sections`."""
    common = [bigrams(unit.clauses) for document in background or () for unit in units(document)]
    every = [*old, *new]
    vectors = (
        weighted([bigrams(unit.clauses) for unit in every], common),
        weighted([[*unit.heading, *bigrams(unit.heading)] for unit in every]),
    )
    left = tuple(matrix[: len(old)] for matrix in vectors)
    right = tuple(matrix[len(old) :] for matrix in vectors)
    likely, sure = levels([own_scores(side, thresholds.most) for side in (left, right)], thresholds)
    taken = _identical(old, new)
    weak = likely * thresholds.weak
    found_pairs = scored(left, right, factors(old, new, taken, thresholds.lead), weak)
    found = sorted(
        [(row, -2.0, column, 1.0) for row, column in taken]
        + [(row, -value, column, alike) for row, column, alike, value in found_pairs]
    )
    held = [set(bigrams(unit.clauses)) for unit in every]
    certainty = [
        "sure"
        if -value >= sure
        else "likely"
        if -value >= likely or is_held(held[row], held[len(old) + column], thresholds)
        else "weak"
        for row, value, column, _ in found
    ]
    return Links(
        [row for row, *_ in found],
        [column for _, _, column, _ in found],
        [alike for *_, alike in found],
        certainty,
    )


def _identical(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pair sections with the same words one to one: the first with the first."""
    places: dict[str, list[int]] = {}
    for column, unit in enumerate(new):
        places.setdefault(unit.clauses, []).append(column)
    for columns in places.values():
        columns.reverse()
    return [
        (row, places[unit.clauses].pop())
        for row, unit in enumerate(old)
        if places.get(unit.clauses)
    ]


def link_table(
    documents: tuple[Document, Document],
    sides: tuple[list[Unit], list[Unit]],
    links: Links,
    pairing: Pairing,
) -> pd.DataFrame:
    """Write links as the table that `link_sections` returns."""
    old, new = sides
    counted = links.counted
    ratios = {(row, column): ratio(old[row].folded, new[column].folded) for row, column in counted}
    shape = shapes(counted, ratios, pairing.only_order)
    elsewhere = moved(old, new, counted)
    parts = shares(pairing, new)
    records: list[dict[str, object]] = []
    for row, column, similarity, certainty in links.each:
        pair = (row, column)
        records.append(
            _sides(old[row], new[column])
            | {
                "place": row,
                "similarity": similarity,
                "certainty": certainty,
                "ratio": ratios.get(pair, ratio(old[row].folded, new[column].folded)),
                "shape": shape.get(pair, ""),
                "moved": pair in elsewhere,
            }
            | parts[column]
        )
    linked = {row for row, _ in counted}, {column for _, column in counted}
    for row, unit in enumerate(old):
        if row not in linked[0]:
            records.append(_sides(unit, None) | {"place": row, "shape": "dropped"})
    records.sort(key=lambda record: record["place"])  # type: ignore[arg-type, return-value]
    for column, unit in enumerate(new):
        if column not in linked[1]:
            records.append(_sides(None, unit) | {"shape": "new"} | parts[column])
    table = pd.DataFrame.from_records(records, columns=["place", *LINK_COLUMNS])
    reference, target = labels(*documents)
    return table.assign(
        reference=reference,
        target=target,
        doc_id_reference=documents[0].doc_id,
        doc_id_target=documents[1].doc_id,
        **{name: table[name].astype(float) for name in ("similarity", "ratio", *SHARES)},
    )[LINK_COLUMNS]


SHARES = ("share_same", "share_reworded", "share_new")


def labels(old: Document, new: Document) -> tuple[str, str]:
    """Name two documents by their years where these tell them apart, else by their names."""
    if old.year and new.year and old.year != new.year:
        return str(old.year), str(new.year)
    return old.doc_id, new.doc_id


def _sides(old: Unit | None, new: Unit | None) -> dict[str, object]:
    record: dict[str, object] = {"certainty": "", "moved": False}
    for name, unit in (("reference", old), ("target", new)):
        record |= {
            f"path_{name}": unit.section.path if unit else "",
            f"heading_{name}": unit.section.heading if unit else "",
            f"n_chars_{name}": unit.n_chars if unit else 0,
        }
    return record
