"""A corpus.csv to correct: the files of a folder, and what was recognised of each."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from topics.corpus.document import Document
from topics.corpus.formats.decode import decode
from topics.corpus.intake.declared import ALIASES, FIELDS, KEYS
from topics.corpus.messages import CorpusError, show

COLUMNS = ("file", *FIELDS, "region")
DELIMITERS = (",", "\t", ";")
# Where the text itself says the year, a declared one would hide a date that is corrected later.
GUESSED = {"title", "file"}


class Written(NamedTuple):
    """A corpus.csv as text, the files that it is new to, and how many rows it had before."""

    text: str
    added: tuple[str, ...]
    kept: int


def corpus_table(documents: Sequence[Document], old: bytes = b"", *, name: str) -> Written:
    """Return a corpus.csv with a row for each document, ready to correct.

    Rows and columns that an older one has stay as they are, in their order; files that it does not
    name are added below.

    Parameters
    ----------
    documents : sequence of Document
    old : bytes
        The corpus.csv that is there, in any encoding; empty where there is none.
    name : str
        Of the file, for errors.

    Raises
    ------
    CorpusError
        If the older one has no column `file`, or cannot be read.

    Examples
    --------
    >>> print(corpus_table([Document("甲", source="甲.txt", title="某县规划")], name="").text)
    file,title,number,issuer,date,published,effective,genre,period,year,region
    甲.txt,某县规划,,,,,,,,,
    <BLANKLINE>
    """
    delimiter, rows = _rows(old, name) if old.strip() else (",", [list(COLUMNS)])
    head = [ALIASES.get(cell.strip(), cell.strip()).lower() for cell in rows[0]]
    keys = [place for place, cell in enumerate(head) if cell in KEYS]
    if not keys:
        raise CorpusError(
            f"{name}:1: no column 'file' among {', '.join(map(show, filter(None, rows[0])))};"
            " add one"
        )
    known = {_normal(row[place]) for row in rows[1:] for place in keys if place < len(row)}
    names = Counter(Path(document.source).name for document in documents)
    new = [
        document
        for document in sorted(documents, key=lambda one: one.source)
        if not known.intersection(_called(document, names))
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows(rows)
    writer.writerows([[_value(document, column) for column in head] for document in new])
    kept = sum(any(row) for row in rows[1:])
    return Written(text.getvalue(), tuple(document.source for document in new), kept)


def _rows(data: bytes, name: str) -> tuple[str, list[list[str]]]:
    text = decode(data, check=False).text
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        return delimiter, list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise CorpusError(
            f"{name}: not a table ({show(str(error))}); save it again as CSV UTF-8"
        ) from None


def _called(document: Document, names: Counter[str]) -> set[str]:
    """Return what a row may call a file: its path and, where no other has it, its name."""
    path = Path(document.source)
    short = {path.name, path.stem} if names[path.name] == 1 else set()
    return {_normal(name) for name in (document.source, document.doc_id, *short)}


def _normal(name: str) -> str:
    return name.strip().replace("\\", "/").casefold()


def _value(document: Document, column: str) -> str:
    if column == "file":
        return document.source
    if column == "year":
        return str(document.year or "") if document.year_from in GUESSED else ""
    return str(getattr(document, column)) if column in {*FIELDS, "doc_id"} else ""
