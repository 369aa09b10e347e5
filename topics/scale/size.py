"""How large an input is, and whether it is more than an analysis in memory takes; reads no file and
needs no extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from topics.corpus.intake.find import find_files

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
    """Return the Parquet files that a path means: itself, or those in the folder; none for other
    input. A link inside a folder is not followed, as with documents; one that is named is.
    """
    if path.is_dir():
        return sorted(file for file in path.glob("*.parquet") if not file.is_symlink())
    return [path] if path.suffix == ".parquet" and path.is_file() else []
