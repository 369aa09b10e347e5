"""The documents as one folded text, in which any phrase is found at once, with places and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from topics.compare.units import without_lists
from topics.corpus.copies.folding import fold
from topics.corpus.language.number_forms import ITEM_OPENING

if TYPE_CHECKING:
    from topics.corpus import Document
    from topics.tokenize import PolicyTokenizer

Ints = npt.NDArray[np.int64]
SLOT, SLOT_NAME = "\ue000", "{届次}"  # stands for 十九届五中全会, which changes every few years
BREAK, ITEM = "\n", "、"  # between clauses; between the items of a list
_FILLED = "\u200b"
_QUOTES = "“”‘’「」『』\"'"
_ORDINAL = "[一二三四五六七八九十百]+"
_CONGRESS = (
    r"(?:第?[二三]?十[一二三四五六七八九]?大(?=精神|报告|以来|和|、|召开|确定|提出|作出|的|历次|[。，；\n])"
    rf"|第?{_ORDINAL}届(?:{_ORDINAL}|历)[中次](?:[、和及]{_ORDINAL}[中次])*(?:全会|全体会议|会议)?"
    rf"|第?{_ORDINAL}届(?=全国|中央|人大)|第{_ORDINAL}次(?=全国代表大会|会议|全会))"
)
_SLOT = re.compile(rf"{_CONGRESS}(?:[、和及]{_CONGRESS})*")
_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_OPENING = re.compile(ITEM_OPENING)
_QUOTED = re.compile(r"[“「『]([^“”「」『』\n，。；：！？]{2,40})[”」』]")
KEY = 4  # characters by which places are looked up


@dataclass(frozen=True)
class Place:
    """Where a phrase stands: document, leaf section, and span in the document's text."""

    document: Document
    path: str
    start: int
    end: int

    @property
    def line(self) -> int:
        """1-based source line."""
        return self.document.line(self.start)

    @property
    def quotation(self) -> str:
        """The sentence around it, in one line."""
        text = self.document.text
        left = max(text.rfind(mark, 0, self.start) for mark in "。！？；\n") + 1
        ends = [text.find(mark, self.end) for mark in "。！？；\n"]
        right = min((end for end in ends if end >= 0), default=len(text))
        return re.sub(r"\s+", " ", text[left : right + 1]).strip()


class Reading:
    r"""Documents read as clauses.

    Quotation marks, spaces, numbers of items, 《titles》 and lists of agencies are left out, the
    numbers of congresses are a slot.

    Parameters
    ----------
    documents : sequence of Document
        In the order of time.
    tokenizer : PolicyTokenizer

    Attributes
    ----------
    text : str
        All folded clauses, each with a break behind it.
    starts : array of int, of length n_documents + 1
        Where each document begins in `text`.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> from topics.tokenize import PolicyTokenizer
    >>> document = parse_text("一、任务\n推进“城市 更新”，落实《规划》。\n", doc_id="甲")
    >>> Reading([document], PolicyTokenizer()).text
    '任务\n推进城市更新\n落实\n'
    """

    def __init__(self, documents: Sequence[Document], tokenizer: PolicyTokenizer) -> None:
        self.documents = tuple(documents)
        self.tokenizer = tokenizer
        read = [_clauses(_masked(document)) for document in documents]
        self.text = "".join(text for text, _ in read)
        self.starts: Ints = np.cumsum([0, *(len(text) for text, _ in read)], dtype=np.int64)
        none = np.zeros(0, dtype=np.int64)
        self._offsets: Ints = np.concatenate([none, *(places for _, places in read)])

    @cached_property
    def words(self) -> list[str]:
        """The words of the text; joined they are the text."""
        bounds = zip(self.starts, self.starts[1:], strict=False)
        parts = (self.text[start:end] for start, end in bounds)
        return [word for part in parts for word in self.tokenizer.segmenter.cut(part)]

    @cached_property
    def ends(self) -> Ints:
        """Where each word ends in the text."""
        return np.cumsum([len(word) for word in self.words], dtype=np.int64)

    def words_between(self, start: int, end: int) -> list[str]:
        """Return the words that lie in a span of the text whole."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        if first and start > self.ends[first - 1]:
            first += 1  # the span begins inside a word
        last = int(np.searchsorted(self.ends, end, side="right"))
        return self.words[first:last]

    @cached_property
    def _index(self) -> tuple[npt.NDArray[np.uint64], Ints]:
        """The first characters of every place as one number, sorted, and the places."""
        keys = _keys(self.text)
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def find(self, phrase: str) -> Ints:
        """Return every place of a folded phrase in the text, in order."""
        if not phrase or BREAK in phrase:
            return np.zeros(0, dtype=np.int64)
        if len(phrase) < KEY:
            found = [match.start() for match in re.finditer(f"(?={re.escape(phrase)})", self.text)]
            return np.array(found, dtype=np.int64)
        keys, order = self._index
        key = np.uint64(sum((ord(phrase[i]) & 0xFFFF) << 48 - 16 * i for i in range(KEY)))
        first, last = np.searchsorted(keys, key), np.searchsorted(keys, key, side="right")
        text = self.text
        places = [at for at in order[first:last].tolist() if text.startswith(phrase, at)]
        return np.array(places, dtype=np.int64)

    def document_of(self, places: Ints) -> Ints:
        """Return the number of the document of each place."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def number_of(self, at: int) -> int:
        """Return the number of the document of one place."""
        return int(np.searchsorted(self.starts, at, side="right")) - 1

    def clause(self, at: int) -> tuple[int, int]:
        """Return where the clause around a place begins and ends in the text."""
        return self.text.rfind(BREAK, 0, at) + 1, self.text.index(BREAK, at)

    def place(self, at: int, length: int) -> Place:
        """Return where a stretch of the text stands in its document."""
        document = self.documents[self.number_of(at)]
        start, end = int(self._offsets[at]), int(self._offsets[at + length - 1]) + 1
        return Place(document, self._path(document, start), start, end)

    def span(self, at: int, text: str) -> tuple[str, int, int]:
        """Return document, beginning and end of a place in the document's text."""
        document = self.documents[self.number_of(at)]
        return document.doc_id, int(self._offsets[at]), int(self._offsets[at + len(text) - 1]) + 1

    def written(self, at: int, length: int) -> str:
        """Return a stretch as it is written, marks inside aside."""
        document = self.documents[self.number_of(at)]
        return "".join(
            SLOT if char == SLOT else document.text[self._offsets[at + number]]
            for number, char in enumerate(self.text[at : at + length])
        )

    def paths(self, places: Ints) -> list[tuple[int, str]]:
        """Return document and leaf section of each place."""
        numbers = self.document_of(places).tolist()
        offsets = self._offsets[places].tolist()
        return [
            (number, self._path(self.documents[number], offset))
            for number, offset in zip(numbers, offsets, strict=True)
        ]

    def paths_of(self, places: Iterable[int]) -> set[str]:
        """Return the leaf sections of some places of one document."""
        return {path for _, path in self.paths(np.array(list(places), dtype=np.int64))}

    def _path(self, document: Document, offset: int) -> str:
        starts, paths = self._leaves[document.doc_id]
        return paths[int(np.searchsorted(starts, offset, side="right")) - 1]

    @cached_property
    def _leaves(self) -> dict[str, tuple[Ints, list[str]]]:
        return {
            document.doc_id: (
                np.array([leaf.start for leaf in document.leaves], dtype=np.int64),
                [leaf.path for leaf in document.leaves],
            )
            for document in self.documents
        }

    def in_heading(self, places: Ints) -> list[bool]:
        """Tell which places stand in the heading of a section."""
        return [
            any(first <= offset < last for first, last in self._headings[number])
            for number, offset in zip(
                self.document_of(places).tolist(), self._offsets[places].tolist(), strict=True
            )
        ]

    @cached_property
    def _headings(self) -> list[list[tuple[int, int]]]:
        found = []
        for document in self.documents:
            spans = []
            for section in document.sections:
                if section.heading:
                    at = document.text.find(section.heading, section.heading_start)
                    spans.append((at, at + len(section.heading)))
            found.append(spans)
        return found

    @cached_property
    def quoted(self) -> list[str]:
        """The folded texts in quotation marks, each once, in the order of the text."""
        found = (
            folded(match[1])
            for document in self.documents
            for match in _QUOTED.finditer(_masked(document))
        )
        return list(dict.fromkeys(text for text in found if text))


def shown(text: str) -> str:
    """Return a text with its slots by name.

    >>> shown(f"贯彻{SLOT}精神")
    '贯彻{届次}精神'
    """
    return text.replace(SLOT, SLOT_NAME)


def folded(phrase: str) -> str:
    """Fold a phrase as the documents are read; empty if it is no stretch of one clause.

    >>> folded("“一网 通办”"), folded("贯彻党的十九大精神") == f"贯彻党的{SLOT}精神"
    ('一网通办', True)
    """
    slotted = phrase.replace(SLOT_NAME, SLOT)
    text, _ = _clauses(_fill(_SLOT, SLOT, f"{slotted}\n"))
    return text[:-1] if text.count(BREAK) == 1 else ""


def _masked(document: Document) -> str:
    """Return a document's text at its full length without what is no prose of its own."""
    text = without_lists(document.text)
    text = _fill(_TITLE, BREAK, _fill(_OPENING, BREAK, text))
    return _fill(_SLOT, SLOT, text)


def _fill(pattern: re.Pattern[str], mark: str, text: str) -> str:
    return pattern.sub(lambda match: mark + _FILLED * (len(match[0]) - 1), text)


def _clauses(text: str) -> tuple[str, Ints]:
    """Fold a text into clauses; return them with the offset of each character, −1 for a break."""
    if not text:
        return "", np.zeros(0, dtype=np.int64)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letters, at = fold(text)
    kept = np.zeros(len(codes), dtype=np.uint32)
    kept[at] = letters
    for mark in (SLOT, ITEM):
        kept[codes == ord(mark)] = ord(mark)
    skipped = np.isin(codes, [ord(char) for char in _QUOTES + _FILLED + " \t\u3000\xa0\r"])
    breaks = np.cumsum((kept == 0) & ~skipped)
    places = np.flatnonzero(kept)
    if not len(places):
        return "", np.zeros(0, dtype=np.int64)
    behind = np.flatnonzero(np.diff(breaks[places]) > 0) + 1
    chars = np.insert(kept[places], behind, ord(BREAK))
    offsets = np.insert(places, behind, -1)
    folded_text = chars.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    return f"{folded_text}{BREAK}", np.append(offsets, -1)


def _keys(text: str) -> npt.NDArray[np.uint64]:
    """Return the first `KEY` characters from each place on as one number (of rare characters, two
    may have the same).
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    padded = np.append(codes, np.zeros(KEY - 1, dtype=codes.dtype)).astype(np.uint64)
    padded &= np.uint64(0xFFFF)
    keys: npt.NDArray[np.uint64] = np.zeros(len(codes), dtype=np.uint64)
    for number in range(KEY):
        keys <<= np.uint64(16)
        keys |= padded[number : number + len(codes)]
    return keys
