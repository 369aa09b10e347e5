"""What a reader of a format returns: the text of a file and what the file says about its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from topics.corpus.document import Change
from topics.corpus.look import Look


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says before cleaning.

    Attributes
    ----------
    text : str
        One line per source line: a paragraph of a DOCX with its number written out, a visual line
        of a PDF, a block of a web page. Pages are separated by form feeds. A line that the reader
        itself removed is empty.
    kind : str
        `txt`, `md`, `html`, `docx`, `pdf` or `rtf`.
    reasons : tuple of str
        What had to be repaired or is missing, in words.
    changes : tuple of Change
        What the reader removed, such as running headers of a PDF.
    headings : mapping of int to int
        Level of each line, from 1, that the source marks as a heading (`##`, `<h2>`, a style); 0
        marks the title.
    looks : mapping of int to Look
        How each paragraph is printed, by the number of its line from 1; none for what is no
        paragraph, such as a row of a table, and none where the format does not show it.
    """

    text: str
    kind: str
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict)
    looks: Mapping[int, Look] = field(default_factory=dict)
