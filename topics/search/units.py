"""What is searched: the leaf sections of documents and their sentences, in order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from topics.compare.units import comparable
from topics.corpus.document import Document, Section, count_han
from topics.corpus.language.sentences import SENTENCE
from topics.search.query import Query, plain, years_of


class Leaf(NamedTuple):
    """A leaf section: its text as it is compared, its Han characters and its sentences.

    `sentences` are places in `Units.sentences`.
    """

    document: Document
    section: Section
    plain: str
    n_chars: int
    sentences: range


class Sentence(NamedTuple):
    """A sentence: its leaf section by place, its offset in the document, and how it is compared."""

    leaf: int
    start: int
    plain: str


@dataclass(frozen=True)
class Units:
    """All leaf sections and sentences of a corpus."""

    leaves: tuple[Leaf, ...]
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Units:
        """Take the analysed documents that have text, the earliest first.

        Raises
        ------
        ValueError
            If none has text.
        """
        every = list(documents)
        leaves: list[Leaf] = []
        sentences: list[Sentence] = []
        for document in sorted((one for one in every if one.analysed), key=when):
            for section in document.leaves:
                text = plain(document.section_text(section))
                first = len(sentences)
                sentences += _sentences(text, len(leaves), section.start)
                if len(sentences) > first:
                    held = range(first, len(sentences))
                    leaves.append(Leaf(document, section, text, count_han(text), held))
        if not leaves:
            raise ValueError(
                f"no text to search: {len(every)} documents were read, and none holds a word; name"
                " a folder with txt, md, html, docx or pdf files"
            )
        return cls(tuple(leaves), tuple(sentences))

    @cached_property
    def features(self) -> list[str]:
        """The text of each leaf section as it is ranked: without the headings above it."""
        return [
            comparable(leaf.document.text[leaf.section.heading_start : leaf.section.end])
            for leaf in self.leaves
        ]

    @cached_property
    def sentence_features(self) -> list[str]:
        """Each sentence as it is ranked."""
        return [comparable(sentence.plain) for sentence in self.sentences]

    def is_heading(self, number: int) -> bool:
        """Tell whether a sentence is the heading of its section, or one above."""
        section = self.leaves[self.sentences[number].leaf].section
        return self.sentences[number].start < section.heading_start or (
            self.sentence_features[number] == comparable(section.heading)
        )

    def admitted(self, query: Query) -> list[int]:
        """Return the places of the leaf sections that the fields of a query name."""
        fields: dict[str, list[str]] = {}
        for name, value in query.fields:
            fields.setdefault(name, []).append(value)
        return [number for number, leaf in enumerate(self.leaves) if _fits(leaf, fields)]

    def text(self, sentence: Sentence) -> str:
        """Return a sentence as it is written, on one line."""
        document = self.leaves[sentence.leaf].document
        end = sentence.start + len(sentence.plain)
        return " ".join(document.text[sentence.start : end].split())

    def line(self, sentence: Sentence) -> int:
        """Return the 1-based source line on which a sentence begins."""
        blank = len(sentence.plain) - len(sentence.plain.lstrip())
        return self.leaves[sentence.leaf].document.line(sentence.start + blank)


def when(document: Document) -> tuple[str, str]:
    """Return what orders documents by time, those of unknown time last; then by name."""
    known = document.date or document.published or str(document.year or "")
    return known or "~", document.doc_id


def _sentences(text: str, leaf: int, start: int) -> Iterator[Sentence]:
    for match in SENTENCE.finditer(text):
        if match[0].strip():
            yield Sentence(leaf, start + match.start(), match[0])


def _fits(leaf: Leaf, fields: dict[str, list[str]]) -> bool:
    return all(any(_FIELDS[name](leaf, value) for value in fields[name]) for name in fields)


def _in_years(leaf: Leaf, value: str) -> bool:
    first, last = years_of(value)
    return leaf.document.year is not None and first <= leaf.document.year <= last


def under(path: str, value: str) -> bool:
    """Tell whether a path is an address or stands below it; half-width brackets do, too.

    >>> under("五/（二）/4", "五/(二)"), under("十五/1", "五")
    (True, False)
    """
    wanted = as_path(value)
    return path == wanted or path.startswith(f"{wanted}/")


def as_path(value: str) -> str:
    """Return a path as documents have it, however it was typed."""
    return value.replace("(", "（").replace(")", "）").strip("/")


_FIELDS: dict[str, Callable[[Leaf, str], bool]] = {
    "year": _in_years,
    "path": lambda leaf, value: under(leaf.section.path, value),
    "issuer": lambda leaf, value: plain(value) in plain(leaf.document.issuer),
    "genre": lambda leaf, value: plain(value) in plain(leaf.document.genre),
    "doc": lambda leaf, value: (
        plain(value) in plain(f"{leaf.document.doc_id}\n{leaf.document.title}")
    ),
}
