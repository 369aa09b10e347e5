"""What a user may choose about reading, and the limits on a single file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from topics.extras import install_command

IDLE = 5  # times the processor time that a file may take by the clock
MEMORY_OF_BYTE = 48  # bytes; plain text takes 40, measured on 3 and 6 MB
SCRIPTS = ("t2s", "tw2s", "hk2s")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; whatever exceeds one becomes a skipped row that names it.

    Attributes
    ----------
    file_bytes, expanded_bytes : int
        Size on disk; size of the parts of a DOCX once unpacked.
    ratio : int
        Largest compression ratio of a part of more than 1 MB.
    parts, depth, pages : int
        Parts of a DOCX, nested elements of XML or HTML, pages of a PDF.
    characters : int
        Length of the text.
    seconds : float
        Processor time for one file; four seconds are added for each MB, of which plain text takes
        two. By the clock it may take
        `IDLE` times as long: a busy machine is no fault of a file.
    memory : int
        Address space of the process that reads, in bytes; `MEMORY_OF_BYTE` are added for each byte
        of the file (Linux; see docs/reliability.md for other
        systems).
    """

    file_bytes: int = 50_000_000
    expanded_bytes: int = 64_000_000
    ratio: int = 200
    parts: int = 2_000
    depth: int = 256
    pages: int = 5_000
    characters: int = 20_000_000
    seconds: float = 30.0
    memory: int = 1_500_000_000

    def time(self, size: int) -> float:
        """Return the seconds of a processor that a file of `size` bytes may take."""
        return self.seconds + 4 * size / 1_000_000

    def room(self, size: int) -> int:
        """Return the bytes of memory that a file of `size` bytes may take."""
        return self.memory + MEMORY_OF_BYTE * size


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Options of `read_corpus`.

    Attributes
    ----------
    encoding : str, optional
        Encoding of all text and HTML files; without it, it is recognised file by file.
    metadata : str or Path, optional
        A `corpus.csv` or `corpus.xlsx`; without it, those that lie in the input folders are used.
    keep_agencies : bool
        Keep responsibility lists in the analysed text.
    traditional : str, optional
        Convert traditional script by OpenCC: `t2s`, `tw2s` or `hk2s` (needs the extra `opencc`).
    workers : int, optional
        Processes that read side by side; without it, one per processor. The result does not depend
        on it.
    exclude : tuple of str
        Patterns of file names that are not to be read, such as `*附件*`.
    duplicates : bool
        Whether to look for copies of the same document.
    limits : Limits

    Raises
    ------
    ValueError
        If an option has no meaning; the message lists those that have.
    """

    encoding: str | None = None
    metadata: str | Path | None = None
    keep_agencies: bool = False
    traditional: str | None = None
    workers: int | None = None
    exclude: tuple[str, ...] = ()
    duplicates: bool = True
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse what has no meaning, before any file is opened."""
        if self.encoding is not None:
            try:
                known = codecs.lookup(self.encoding)._is_text_encoding
            except LookupError:
                known = False
            if not known:
                raise ValueError(
                    f"encoding '{self.encoding}' is unknown; use utf-8, gb18030, big5 or utf-16"
                )
        if self.traditional is not None and self.traditional not in SCRIPTS:
            raise ValueError(
                f"traditional '{self.traditional}' is unknown; use {', '.join(SCRIPTS)}"
            )
        if self.traditional is not None and find_spec("opencc") is None:
            raise ValueError(
                f"traditional script needs OpenCC; install it: {install_command('opencc')}"
            )
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"workers is {self.workers}; use at least 1")
