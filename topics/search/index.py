"""The index of a corpus: asked for words, it gives sections and sentences that stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from topics.compare.units import comparable
from topics.corpus.document import Document, Section
from topics.search.addresses import find_section
from topics.search.counts import counts
from topics.search.quantities import has_quantity
from topics.search.query import Query, parse_query
from topics.search.ranking import Bigrams, Bm25, Ranking
from topics.search.units import Leaf, Units, under, when

ROW_COLUMNS = ["doc_id", "path", "line", "score", "sentence", "year", "heading", "words"]
LEAST = 0.3  # cosine from which a section without the words is listed as similar (chosen)


Held = dict[int, tuple[str, ...]]  # the words in each sentence that fits and holds one


class _Hit(NamedTuple):
    """What a leaf section or a sentence has of a query: how many of its words, and how many of
    them in one sentence; `place` is that of the unit.
    """

    place: int
    held: int
    together: int
    first: tuple[str, str]
    number: bool
    score: float


@dataclass(frozen=True, eq=False)
class Index:
    r"""A corpus that can be searched; what is ranked is computed when it is first asked for.

    Parameters
    ----------
    documents : iterable of Document
        Duplicates and skipped ones are left out.

    Raises
    ------
    ValueError
        At the first question, if no document has text.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> text = "一、安全\n提升城市韧性。\n二、资金\n安排资金三百万元。\n"
    >>> found = Index([parse_text(text, doc_id="甲")]).search("韧性")
    >>> found[["doc_id", "path", "line", "sentence"]].values.tolist()
    [['甲', '一', 2, '提升城市韧性。']]
    """

    documents: Iterable[Document]

    @cached_property
    def units(self) -> Units:
        """The leaf sections and sentences."""
        return Units.of(self.documents)

    def search(self, query: str | Query, n: int = 10, *, sentences: bool = False) -> pd.DataFrame:
        """Find the sections, or the sentences, that fit a query best.

        Those that hold more of its words come first, before others those that hold them in one
        sentence, then those that are most like it; of sections also such as only are like it. For
        何时 and 首次 the earliest comes first, for 多少 and 目标 what holds a number.

        Parameters
        ----------
        query : str or Query
            See `parse_query`.
        n : int
            Rows at most.
        sentences : bool
            Whether a row is a sentence that holds a word of the query, and not a section with its
            best sentence.

        Returns
        -------
        DataFrame
            doc_id, path, line (1-based, of the source), score (of sections as `Ranking` has it, of
            sentences BM25), sentence (as written), year, heading, words (of the query that stand
            there, joined by 、; empty where the section is only like it).

        Raises
        ------
        ValueError
            If the query cannot be read or no document has text.
        """
        asked = parse_query(query) if isinstance(query, str) else query
        held = self._held(asked)
        if sentences:
            hits = self._sentence_hits(asked, held)
            chosen = [(hit.place, hit.score) for hit in _ordered(hits, asked)[:n]]
        else:
            hits = self._section_hits(asked, held)
            best = self._best_of(_features(asked), asked, held)
            chosen = [(best(hit.place), hit.score) for hit in _ordered(hits, asked)[:n]]
        return self._rows(chosen, held)

    def like(self, address: str, query: str | Query = "", n: int = 10) -> pd.DataFrame:
        """Find the sections that are most like a given one, itself left out.

        Parameters
        ----------
        address : str
            Document or year, and path: `2024:五/（二）/3`.
        query : str or Query
            Fields, and words to leave out: `year:2022 -试点`.
        n : int

        Returns
        -------
        DataFrame
            As of `search`, with the sentence that is most like the section.

        Raises
        ------
        ValueError
            If there is no such section, or several.
        """
        asked = parse_query(query, words=False) if isinstance(query, str) else query
        if asked.words or asked.asks:
            raise ValueError(
                f"query '{query}': a section stands in the place of the words; leave them out, or"
                " search without it"
            )
        document, section = find_section(self.units, address)
        text = comparable(document.text[section.heading_start : section.end])
        scores, _ = self._ranking.scores(text)
        known = self._known(asked)
        hits = [
            _Hit(number, 0, 0, ("", ""), False, float(scores[number]))
            for number in self.units.admitted(asked)
            if known(number) and not _inside(self.units.leaves[number], document, section)
        ]
        best = self._best_of(text, asked, {})
        chosen = [(best(hit.place), hit.score) for hit in _ordered(hits, asked)[:n]]
        return self._rows([one for one in chosen if one[1] > 0], {})

    def counts(self, query: str | Query) -> pd.DataFrame:
        """Count each word of a query in each document; see `topics.search.counts`."""
        asked = parse_query(query) if isinstance(query, str) else query
        return counts(self.units, asked)

    # --- what a unit has of a query ---

    def _held(self, asked: Query) -> Held:
        """Return the words in each sentence that fits and holds one."""
        units = self.units
        found = {}
        for leaf in units.admitted(asked):
            for number in units.leaves[leaf].sentences:
                text = units.sentences[number].plain
                words = tuple(word for word in asked.words if word in text)
                if words and asked.admits(text):
                    found[number] = words
        return found

    def _sentence_hits(self, asked: Query, held: Held) -> list[_Hit]:
        scores = self._sentence_bm25.scores(_features(asked))
        units = self.units
        return [
            _Hit(
                number,
                len(words),
                len(words),
                when(units.leaves[units.sentences[number].leaf].document),
                asked.asks == "quantity" and has_quantity(units.sentences[number].plain),
                float(scores[number]),
            )
            for number, words in held.items()
        ]

    def _section_hits(self, asked: Query, held: Held) -> list[_Hit]:
        units = self.units
        scores, cosine = self._ranking.scores(_features(asked))
        words: dict[int, set[str]] = {}
        together: dict[int, int] = {}
        numbers: set[int] = set()
        for number, some in held.items():
            sentence = units.sentences[number]
            words.setdefault(sentence.leaf, set()).update(some)
            together[sentence.leaf] = max(together.get(sentence.leaf, 0), len(some))
            if asked.asks == "quantity" and has_quantity(sentence.plain):
                numbers.add(sentence.leaf)
        known = self._known(asked)
        similar = not (asked.exact or asked.near or asked.asks == "first")
        return [
            _Hit(
                leaf,
                len(words.get(leaf, ())),
                together.get(leaf, 0),
                when(units.leaves[leaf].document),
                leaf in numbers,
                float(scores[leaf]),
            )
            for leaf in units.admitted(asked)
            if leaf in words or (similar and cosine[leaf] >= LEAST and known(leaf))
        ]

    def _known(self, asked: Query) -> Callable[[int], bool]:
        """Return what tells whether a section is free of the words to leave out."""
        leaves = self.units.leaves
        return lambda leaf: not any(word in leaves[leaf].plain for word in asked.without)

    def _best_of(self, text: str, asked: Query, held: Held) -> Callable[[int], int]:
        """Return what finds the sentence of a section that shows best why it is found."""
        scores, units = self._sentence_bm25.scores(text), self.units

        def worth(number: int) -> tuple[bool, int, bool, float]:
            some = held.get(number, ())
            counted = asked.asks == "quantity" and has_quantity(units.sentences[number].plain)
            is_text = not units.is_heading(number)
            return bool(some) and counted, len(some), is_text, float(scores[number])

        return lambda leaf: max(units.leaves[leaf].sentences, key=worth)

    def _rows(self, chosen: list[tuple[int, float]], held: Held) -> pd.DataFrame:
        units = self.units
        rows = []
        for number, score in chosen:
            sentence = units.sentences[number]
            leaf = units.leaves[sentence.leaf]
            words = dict.fromkeys(word for one in leaf.sentences for word in held.get(one, ()))
            rows.append(
                (
                    *(leaf.document.doc_id, leaf.section.path, units.line(sentence)),
                    *(score, units.text(sentence), leaf.document.year, leaf.section.heading),
                    "、".join(words),
                )
            )
        return pd.DataFrame(rows, columns=ROW_COLUMNS).astype(
            {"line": "int64", "score": "float64", "year": "Int64"}
        )

    # --- what is ranked ---

    @cached_property
    def _ranking(self) -> Ranking:
        return Ranking(self.units.features)

    @cached_property
    def _sentence_bm25(self) -> Bm25:
        return Bm25(Bigrams(self.units.sentence_features))


def _features(asked: Query) -> str:
    return "，".join(comparable(word) for word in asked.words)


def _ordered(hits: list[_Hit], asked: Query) -> list[_Hit]:
    """Order what was found; equal ones by their place, which is that of time and text."""
    if asked.asks == "first":
        return sorted(hits, key=lambda hit: (-hit.held, hit.first, hit.place))
    return sorted(
        hits, key=lambda hit: (not hit.number, -hit.held, -hit.together, -hit.score, hit.place)
    )


def _inside(leaf: Leaf, document: Document, section: Section) -> bool:
    return leaf.document is document and (
        under(leaf.section.path, section.path) or leaf.section.path == section.path
    )
