"""Toy tokenizer and documents of the statistics' tests."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from topics.corpus.document import Document, Section


class Span(NamedTuple):
    token: str
    start: int
    end: int


class PlainFinder:
    """Finds every place of the terms, without asking whether a word crosses it."""

    def occurrences(self, text: str, terms: Sequence[str]) -> list[Span]:
        found = [
            Span(term, m.start(), m.start() + len(term))
            for term in terms
            for m in re.finditer(f"(?={re.escape(term)})", text)
        ]
        return sorted(found, key=lambda span: (span.start, span.end))


def document(
    doc_id: str,
    texts: Sequence[str],
    *,
    date: str = "2020-01-01",
    genre: str = "",
    headings=(),
    **fields,
) -> Document:
    """Make a document with one chapter whose leaf sections have these texts."""
    chapter = fields.pop("chapter", "总则")
    text = "".join(texts)
    sections = [Section(doc_id, "一", 1, chapter, 0, len(text), leaf=False)]
    start = 0
    for number, part in enumerate(texts, start=1):
        heading = headings[number - 1] if headings else ""
        sections.append(
            Section(doc_id, f"一/{number}", 2, heading, start, start + len(part), leaf=True)
        )
        start += len(part)
    return Document(doc_id, text, tuple(sections), date=date, genre=genre, **fields)
