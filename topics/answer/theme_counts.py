"""What the facts of themes start from: every mention by section, term and group, counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.answer.headings import heading_spans
from topics.answer.sides import Bools
from topics.corpus.document import Document
from topics.dfm import section_rows
from topics.emphasis.groups import REST, group_genres, ordered_groups, sides
from topics.themes import Theme


@dataclass(frozen=True)
class ThemeCounts:
    """Mentions of themes in leaf sections, with their groups and headings.

    Attributes
    ----------
    themes, parents : tuple of str
        Names of the themes, and of the theme above each; empty at the top.
    groups : tuple of str
        In order of time.
    genres : dict of str to str
        Genre of each group, empty where its documents differ.
    rows : DataFrame
        The leaf sections, with the column `group`.
    doc_ids : tuple of str
        The documents of the groups by date; those without a date last.
    mentions, body : csr_array of shape (n_rows, n_themes)
        All mentions, and those outside of heading lines.
    terms : tuple of (int, str)
        Theme (its number) and term of each column of `by_term`.
    by_term : csr_array of shape (n_rows, n_terms)
        Mentions of each term of each theme.
    chapters, items : dict of str to ndarray of bool, of shape (n_themes,)
        Whether a group has the heading of a chapter, or a heading below, that names the theme.
    """

    themes: tuple[str, ...]
    parents: tuple[str, ...]
    groups: tuple[str, ...]
    genres: dict[str, str]
    rows: pd.DataFrame
    doc_ids: tuple[str, ...]
    mentions: csr_array
    body: csr_array
    terms: tuple[tuple[int, str], ...]
    by_term: csr_array
    chapters: dict[str, Bools]
    items: dict[str, Bools]

    def between(self, pair: tuple[str, str] = ("", "")) -> ThemeCounts:
        """Return the counts with the groups that one comparison needs; see `groups.sides`."""
        if pair[0] != REST:
            return self
        others = [group for group in self.groups if group != pair[1]]
        chapters, items = (
            {REST: np.any([named[group] for group in others], axis=0), pair[1]: named[pair[1]]}
            for named in (self.chapters, self.items)
        )
        rows = self.rows.assign(group=sides(self.rows["group"], pair))
        return replace(self, groups=pair, genres={}, rows=rows, chapters=chapters, items=items)


def theme_counts(
    documents: Sequence[Document],
    themes: Sequence[Theme],
    labels: pd.Series,
    *,
    places: pd.DataFrame,
    headings: pd.DataFrame,
) -> ThemeCounts:
    """Arrange the mentions of themes by section, term and group.

    Parameters
    ----------
    documents : sequence of Document
        Those that are skipped or duplicates are left out.
    themes : sequence of Theme
    labels : Series of str
        The group of each leaf section, as `group_labels` gives it; empty for none.
    places : DataFrame
        As `topics.emphasis.coverage.places` gives it for the same documents and themes.
    headings : DataFrame
        As `topics.emphasis.lens_places.heading_places` gives it.

    Raises
    ------
    ValueError
        If `labels` has another number of rows than there are leaf sections.
    """
    rows = grouped_rows(documents, labels)
    groups = ordered_groups(documents, rows["group"])
    names = tuple(theme.name for theme in themes)
    number = {name: column for column, name in enumerate(names)}
    row = places["row"].to_numpy(dtype=np.int64)
    column = places["theme"].map(number).to_numpy(dtype=np.int64)
    pairs = list(zip(column.tolist(), places["term"], strict=True))
    terms = tuple(sorted(set(pairs)))
    term_number = {pair: at for at, pair in enumerate(terms)}
    term_column = np.array([term_number[pair] for pair in pairs], dtype=np.int64)
    body = ~_on_headings(documents, places)
    shape = (len(rows), len(names))
    return ThemeCounts(
        themes=names,
        parents=tuple(theme.parent for theme in themes),
        groups=groups,
        genres=group_genres(rows),
        rows=rows,
        doc_ids=tuple(document.doc_id for document in by_date(documents, rows)),
        mentions=_counted(row, column, shape),
        body=_counted(row[body], column[body], shape),
        terms=terms,
        by_term=_counted(row, term_column, (len(rows), len(terms))),
        chapters=_named(headings[headings["unit"] == "chapter"], rows, groups, number),
        items=_named(headings[headings["unit"] == "item"], rows, groups, number),
    )


def grouped_rows(documents: Sequence[Document], labels: pd.Series) -> pd.DataFrame:
    """Return the leaf sections with the column `group`, or say that the labels do not fit."""
    rows = section_rows(documents)
    if len(labels) != len(rows):
        raise ValueError(
            f"labels has {len(labels)} rows for {len(rows)} leaf sections; give one row per section"
        )
    return rows.assign(group=[str(label) for label in labels])


def by_date(documents: Sequence[Document], rows: pd.DataFrame) -> list[Document]:
    """Return the documents of the groups by date, those without one last; ties by name."""
    known = set(rows.loc[rows["group"] != "", "doc_id"])
    return sorted(
        (document for document in documents if document.analysed and document.doc_id in known),
        key=lambda document: (document.date or f"{document.year or 9999}", document.doc_id),
    )


def first_and_last(
    counts: csr_array, rows: pd.DataFrame, doc_ids: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Return the first and the last document that has each feature; empty where none has."""
    order = {doc_id: at for at, doc_id in enumerate(doc_ids)}
    at = rows["doc_id"].map(order).fillna(-1).to_numpy(dtype=np.int64)
    cells = counts.tocoo()
    held = (cells.data > 0) & (at[cells.row] >= 0) & (rows["group"] != "").to_numpy()[cells.row]
    first = np.full(counts.shape[1], len(doc_ids), dtype=np.int64)
    last = np.full(counts.shape[1], -1, dtype=np.int64)
    np.minimum.at(first, cells.col[held], at[cells.row[held]])
    np.maximum.at(last, cells.col[held], at[cells.row[held]])
    named = (*doc_ids, "")  # -1 and one beyond the last are both the empty name
    return [named[place] for place in first], [named[place] for place in last]


def _counted(row: npt.ArrayLike, column: npt.ArrayLike, shape: tuple[int, int]) -> csr_array:
    at = np.asarray(row, dtype=np.int64), np.asarray(column, dtype=np.int64)
    return csr_array((np.ones(len(at[0]), dtype=np.int64), at), shape=shape)


def _on_headings(documents: Sequence[Document], places: pd.DataFrame) -> Bools:
    """Say of each mention whether it begins on a heading line."""
    on = np.zeros(len(places), dtype=bool)
    starts = places["start"].to_numpy(dtype=np.int64)
    of_document = places.groupby("doc_id").indices
    for document in documents:
        spans = heading_spans(document) if document.doc_id in of_document else ()
        if spans:
            begins, ends = np.array(spans, dtype=np.int64).T
            index = of_document[document.doc_id]
            at = np.searchsorted(begins, starts[index], side="right") - 1
            on[index] = (at >= 0) & (starts[index] < ends[at])
    return on


def _named(
    headings: pd.DataFrame, rows: pd.DataFrame, groups: Sequence[str], number: dict[str, int]
) -> dict[str, Bools]:
    """Say of each group which themes its headings name."""
    of_document = rows.groupby("doc_id")["group"].first().to_dict()
    found = {group: np.zeros(len(number), dtype=bool) for group in groups}
    for theme, doc_id in zip(headings["theme"], headings["doc_id"], strict=True):
        if (group := of_document.get(doc_id, "")) in found:
            found[group][number[theme]] = True
    return found
