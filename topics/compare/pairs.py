"""Which documents of a corpus are compared with which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from topics.corpus import Document

_DIGITS = re.compile("[0-9]+")
_LONGEST = 12  # digits to which a number is filled up; longer ones are no numbers to count by


def neighbours(documents: Sequence[Document]) -> list[tuple[Document, Document]]:
    """Pair the documents of each genre with the next one in time, and the first with the last.

    Neighbours stand in the order of time (`order_of`), behind them the widest pairs. Documents that
    do not enter the counts are left out. The order of the files changes nothing.

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
    for genre in sorted({document.genre for document in counted}):
        row = sorted((one for one in counted if one.genre == genre), key=order_of)
        near += list(pairwise(row))
        if len(row) > 2:
            wide.append((row[0], row[-1]))
    return [*sorted(near, key=_by_target), *sorted(wide, key=_by_target)]


def order_of(document: Document) -> tuple[str, ...]:
    """Return what puts documents in the order of time: the date (that of the text, else that of
    publication, else the year; unknown ones last), then the document number, then the title, then
    the id. Digits count as numbers: 〔2022〕9号 stands before 〔2022〕10号.

    Examples
    --------
    >>> from topics.corpus import Document
    >>> notices = [Document("甲", date="2022", number=f"云政发〔2022〕{n}号") for n in (10, 9)]
    >>> [document.number for document in sorted(notices, key=order_of)]
    ['云政发〔2022〕9号', '云政发〔2022〕10号']
    """
    date = document.date or document.published or str(document.year or "9999")
    return (date, *map(_counting, (document.number, document.title, document.doc_id)))


def _counting(text: str) -> str:
    """Write numbers with leading zeros, so that they sort by their value."""
    return _DIGITS.sub(lambda found: found[0].zfill(_LONGEST), text)


def _by_target(pair: tuple[Document, Document]) -> tuple[tuple[str, ...], ...]:
    return order_of(pair[1]), order_of(pair[0])
