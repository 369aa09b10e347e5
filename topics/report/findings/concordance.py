"""The sentences of the analysed documents, and where in them each mention stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from topics.corpus.document import Document
from topics.corpus.language.sentences import SENTENCE


class Place(NamedTuple):
    """A span inside a sentence: number of the sentence, offset in it, length, source line; of a
    graded word whether it is strong.
    """

    sentence: int
    offset: int
    length: int
    line: int
    strong: int | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence with its address.

    Attributes
    ----------
    doc_id, path : str
        `path` is that of the leaf section.
    start : int
        Offset in `Document.text`.
    text : str
    """

    doc_id: str
    path: str
    start: int
    text: str


@dataclass(frozen=True)
class Concordance:
    """All sentences of a set of documents.

    Examples
    --------
    >>> from topics.corpus.document import Section
    >>> text = "实施城市更新。提升安全韧性。"
    >>> document = Document("甲", text, (Section("甲", "一", 1, "", 0, 14, leaf=True),))
    >>> found = Concordance.of([document])
    >>> found.place("甲", 9, 13)
    Place(sentence=1, offset=2, length=4, line=1, strong=None)
    >>> found.sentences[1].text
    '提升安全韧性。'
    """

    documents: dict[str, Document]
    sentences: tuple[Sentence, ...]
    _starts: dict[str, tuple[list[int], list[int]]] = field(repr=False)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Concordance:
        """Split the leaf sections of the analysed documents into sentences."""
        known = {document.doc_id: document for document in documents if document.analysed}
        sentences: list[Sentence] = []
        starts: dict[str, tuple[list[int], list[int]]] = {}
        for doc_id, document in known.items():
            first = len(sentences)
            sentences.extend(_sentences(document))
            numbers = list(range(first, len(sentences)))
            starts[doc_id] = ([sentences[number].start for number in numbers], numbers)
        return cls(known, tuple(sentences), starts)

    def place(self, doc_id: str, start: int, end: int) -> Place | None:
        """Find the sentence that holds a span; None where the document is not analysed or the span
        is outside.
        """
        starts, numbers = self._starts.get(doc_id, ([], []))
        index = bisect_right(starts, start) - 1
        if index < 0:
            return None
        sentence = self.sentences[numbers[index]]
        offset = start - sentence.start
        if offset >= len(sentence.text):
            return None
        length = min(end - start, len(sentence.text) - offset)
        return Place(numbers[index], offset, length, self.documents[doc_id].line(start))

    def kwic(self, mentions: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
        """Show mentions in their sentences.

        Parameters
        ----------
        mentions : DataFrame
            With doc_id, start, end and the columns `names`.

        Returns
        -------
        DataFrame
            The columns `names`, then doc_id, path, line, left, match, right; in the order given.
        """
        rows = []
        for row in mentions.to_dict("records"):
            place = self.place(row["doc_id"], int(row["start"]), int(row["end"]))
            if place is None:
                continue
            sentence = self.sentences[place.sentence]
            cut = place.offset + place.length
            left, match, right = (
                sentence.text[: place.offset],
                sentence.text[place.offset : cut],
                sentence.text[cut:],
            )
            context = (
                sentence.doc_id,
                sentence.path,
                place.line,
                left.lstrip(),
                match,
                right.rstrip(),
            )
            rows.append((*(row[name] for name in names), *context))
        return pd.DataFrame(
            rows, columns=[*names, "doc_id", "path", "line", "left", "match", "right"]
        )


def _sentences(document: Document) -> list[Sentence]:
    return [
        Sentence(document.doc_id, leaf.path, leaf.start + match.start(), match[0])
        for leaf in document.leaves
        for match in SENTENCE.finditer(document.section_text(leaf))
        if match[0].strip()
    ]
