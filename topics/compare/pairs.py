"""Which documents of a corpus are compared with which."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from topics.corpus import Document


def neighbours(documents: Sequence[Document]) -> list[tuple[Document, Document]]:
    """Pair the documents of each genre with the next one in time, and the first with the last.

    Neighbours stand in the order of time, behind them the widest pairs. Documents that do not enter
    the counts are left out. Those of unknown year come last, in their order.

    Examples
    --------
    >>> from topics.corpus import Document
    >>> plans = [Document(f"方案{year}", date=f"{year}-03-01", genre="方案")
    ...     for year in (2024, 2020, 2022)]
    >>> [(old.doc_id, new.doc_id) for old, new in neighbours(plans)]
    [('方案2020', '方案2022'), ('方案2022', '方案2024'), ('方案2020', '方案2024')]
    """
    near, wide = [], []
    counted = [document for document in documents if document.analysed]
    for genre in dict.fromkeys(document.genre for document in counted):
        row = sorted((one for one in counted if one.genre == genre), key=time_of)
        near += list(pairwise(row))
        if len(row) > 2:
            wide.append((row[0], row[-1]))
    return sorted(near, key=lambda pair: time_of(pair[1])) + wide


def time_of(document: Document) -> str:
    """Return what orders documents in time: the date, else the day of publication, else the year;
    9999 where none is known.
    """
    return document.date or document.published or str(document.year or "9999")
