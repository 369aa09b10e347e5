"""What became of a target in later documents: raised, lowered, kept, dropped, achieved, and so
on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from topics.corpus.document import Document
from topics.targets.absence import absent
from topics.targets.chains import Chain, Index, linked_by, match
from topics.targets.changes import change_of, year_of
from topics.targets.context import now_of
from topics.targets.options import SeriesOptions

SERIES_COLUMNS = [
    *("series", "indicator", "unit", "group", "doc_id", "kind", "relation", "value"),
    *("year", "deadline", "hardness", "change", "note", "path", "line", "value_text"),
]
SERIAL = ("target", "limit", "scope", "budget", "term", "baseline")  # kinds that have a series


def series(
    targets: pd.DataFrame,
    documents: Sequence[Document],
    *,
    links: pd.DataFrame | None = None,
    options: SeriesOptions | None = None,
) -> pd.DataFrame:
    """Return the targets of several documents as series, with what changed from one to the next.

    Parameters
    ----------
    targets : DataFrame
        Rows of `classify` of all documents.
    documents : sequence of Document
        In any order; they are taken in the order of their dates, those without a date by their
        year or the first year of their period, and those without either not at all.
    links : DataFrame, optional
        As `link_sections` returns it: numbers of linked sections match with less likeness.
    options : SeriesOptions, optional

    Returns
    -------
    DataFrame
        One row per series and document that says something of it, `SERIES_COLUMNS`; only series
        with a number other than a baseline, in two documents or more. `change` is one of `CHANGES`.
        A target is `dropped` only by the next document of the same genre, and `explicitly_absent`
        where a yearly genre had a value in three documents before. `raised` and `lowered` compare
        the numbers as such: of 降低4%, then 5%, the second is raised.
    """
    options = options or SeriesOptions()
    ordered = in_time(documents)
    linked = linked_by(links)
    index = Index()
    for place, document in enumerate(ordered):
        rows = _serial(targets, document)
        for done in (True, False):  # first what was reached, then what is aimed at now
            own = [row for row in rows if (row.kind == "baseline") == done]
            matched = match(index, own, linked, options)
            for number, row in enumerate(own):
                chain = matched.get(number) or index.add()
                change, note = change_of(chain, row)
                chain.rows.append(row)
                chain.said.append(_said(chain, row, change, note))
                index.note(chain)
        for chain, change, note in absent(index.chains, ordered[: place + 1], options):
            chain.said.append(_silent(chain, document, change, note))
    return _table(index.chains)


def in_time(documents: Sequence[Document]) -> list[Document]:
    """Return the documents that have a time, in its order; ties in the order of their names."""
    dated = [document for document in documents if document.analysed and now_of(document)]
    return sorted(dated, key=lambda one: (_time(one), one.doc_id))


def _time(document: Document) -> str:
    """Return when a document was made. A plan without a date counts as of the end of the second
    year of its period, by when plans of several years are out.
    """
    known = document.date or document.published or str(document.year or "")
    return known or f"{(now_of(document) or 0) + 1}-12"


def _serial(targets: pd.DataFrame, document: Document) -> list[Any]:
    """Return the numbers of a document that can stand in a series, each said once."""
    own = targets[(targets["doc_id"] == document.doc_id) & targets["kind"].isin(SERIAL)]
    own = own.assign(year=now_of(document))
    seen: set[tuple[object, ...]] = set()
    rows = []
    for row in own.itertuples():
        said = (
            row.key,
            row.unit,
            row.per,
            row.value,
            row.low,
            row.deadline,
            row.kind == "baseline",
        )
        if row.key and said not in seen and not _over_years(row):
            seen.add(said)
            rows.append(row)
    return rows


def _over_years(row: Any) -> bool:
    """Return whether a report compares with a year long past: no yearly target says that."""
    return (
        row.kind == "baseline" and bool(row.baseline_year) and row.year - int(row.baseline_year) > 2
    )


def _said(chain: Chain, row: Any, change: str, note: str) -> dict[str, object]:
    taken = {name: getattr(row, name) for name in SERIES_COLUMNS if hasattr(row, name)}
    value = None if pd.isna(row.value) else row.value
    said = {"series": chain.number, "value": value, "year": year_of(row)}
    return {**taken, **said, "change": change, "note": note}


def _silent(chain: Chain, document: Document, change: str, note: str) -> dict[str, object]:
    """Return the row of a document that gives a series no number."""
    kept = {name: chain.said[-1][name] for name in ("series", "indicator", "unit")}
    empty = dict.fromkeys(("group", "kind", "relation", "deadline", "path", "value_text"), "")
    gaps = dict.fromkeys(("value", "hardness", "line"))
    said = {"doc_id": document.doc_id, "year": now_of(document), "change": change, "note": note}
    return {**kept, **empty, **gaps, **said}


def _table(chains: Sequence[Chain]) -> pd.DataFrame:
    kept = [
        chain for chain in chains if len({row["doc_id"] for row in chain.said}) > 1 and chain.binds
    ]
    rows = [{**row, "series": number} for number, chain in enumerate(kept, 1) for row in chain.said]
    table = pd.DataFrame(rows, columns=SERIES_COLUMNS)
    return table.astype(dict.fromkeys(("series", "year", "hardness", "line"), "Int64"))
