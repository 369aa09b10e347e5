"""How large an input is, and whether it is more than an analysis in memory takes; reads no file and
needs no extra.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from topics.corpus import messages
from topics.corpus.intake.find import READABLE_SUFFIXES, InputFile, find_files
from topics.corpus.messages import CorpusError

MOST_DOCUMENTS = 1_000  # files, and
MOST_BYTES = 10_000_000  # bytes of plain text that `report` analyses in memory (docs/scale.md)
LIMIT = f"{MOST_DOCUMENTS:,} files or {MOST_BYTES / 1e6:.0f} MB of plain text"
PLAIN = {
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".shtml",
    ".xhtml",
}  # their bytes are about those of their text


class Size(NamedTuple):
    """Documents, as far as they can be counted without reading, bytes of plain text, and whether
    the input is Parquet.
    """

    documents: int
    text_bytes: int
    parquet: bool

    @property
    def beyond_memory(self) -> bool:
        """Whether an analysis would take more memory and time than one machine has to spare."""
        return self.parquet or self.documents > MOST_DOCUMENTS or self.text_bytes > MOST_BYTES

    def __str__(self) -> str:
        """Say it in words."""
        if self.parquet:
            return f"Parquet files of {self.text_bytes / 1e6:,.0f} MB"
        return f"{self.documents:,} files with {self.text_bytes / 1e6:,.0f} MB of plain text"


def size_of(paths: Sequence[str | Path]) -> Size:
    """Return the size of an input.

    >>> from topics.resources import resource
    >>> size_of([resource("samples/jichuan")]).beyond_memory
    False
    """
    tables = [table for path in paths for table in parquet_files(Path(path))]
    if tables:
        return Size(0, sum(table.stat().st_size for table in tables), parquet=True)
    files = [file for file in find_files(list(paths)).files if not file.refused]
    plain = [Path(file.path) for file in files if Path(file.path).suffix.lower() in PLAIN]
    return Size(len(files), sum(file.stat().st_size for file in plain), parquet=False)


def parquet_files(path: Path) -> list[Path]:
    """Return the Parquet files that a path means: itself, or those below the folder, as documents
    are found; none for other input. A link or pipe in the folder is left out and has its row.
    """
    if path.is_dir():
        return [Path(file.path) for file in _tables_below(path) if not file.refused]
    return [path] if path.suffix == ".parquet" and path.is_file() else []


def refused_tables(path: Path) -> list[InputFile]:
    """Return what is called a Parquet file below a folder and is not to be read, with the reason.

    Only beside Parquet files that are read: elsewhere it has its row among the documents.
    """
    return [file for file in _tables_below(path) if file.refused] if path.is_dir() else []


def _tables_below(folder: Path) -> list[InputFile]:
    try:
        found = find_files([folder]).files
    except CorpusError:  # an empty folder, which the reading tells
        return []
    documents = any(
        Path(file.path).suffix.lower() in READABLE_SUFFIXES
        and Path(file.path).stem.lower() != "readme"
        for file in found
    )
    tables = [
        file
        for file in found
        if file.path.endswith(".parquet")
        and not (documents and Path(file.path).parent != folder.resolve())
    ]  # deep among documents, a table is a file that is not read, and has its row
    return [
        file
        if file.refused or stat.S_ISREG(os.lstat(file.path).st_mode)
        else replace(file, refused=messages.NOT_REGULAR)
        for file in tables
    ]
