"""The four tables of formulations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from topics.corpus.document import count_han
from topics.emphasis.sheet import wilson
from topics.phrases.clauses import Exchange
from topics.phrases.life import Links, exposed, statuses, verdict
from topics.phrases.options import OPTIONS, PhraseOptions
from topics.phrases.reading import Reading, shown
from topics.phrases.sets import Phrase
from topics.phrases.successors import Chain, Node

if TYPE_CHECKING:
    from topics.corpus import Document

FORMULATION_COLUMNS = [
    *("phrase", "kind", "head", "documents", "n", "status", "scope", "first_year", "first_doc"),
    *("first_path", "last_year", "last_doc", "chain", "background_first", "score"),
]
COUNT_COLUMNS = [
    *("phrase", "group", "n", "headings", "per_10000", "documents", "exposed", "status"),
    *("share", "low", "high"),
]
SWAP_COLUMNS = [
    *("reference", "target", "doc_id_reference", "doc_id_target", "old", "new", "anchor", "n"),
    *("paths_reference", "paths_target", "force"),
]
CHAIN_COLUMNS = [
    *("chain", "kind", "head", "step", "group", "phrase", "n", "doc_id", "path", "line"),
    "quotation",
]
PLACE_COLUMNS = ["phrase", "doc_id", "start", "end"]
FEWEST = 5  # documents of a group from which the share that hold a phrase is stated (CHANGES)


@dataclass(frozen=True)
class Points:
    """Points in time, each a group of documents, and behind them the documents without a year.

    Attributes
    ----------
    documents : tuple of Document
        Those with a year in time, then the others.
    labels : tuple of str
        The group of each document.
    order : tuple of str
        The groups, those in time first.
    n_dated : int
        Documents with a year.
    """

    documents: tuple[Document, ...]
    labels: tuple[str, ...]
    order: tuple[str, ...]
    n_dated: int

    @classmethod
    def of(
        cls,
        dated: Sequence[Document],
        undated: Sequence[Document],
        groups: Mapping[str, str] | None = None,
    ) -> Points:
        """Group documents; without groups each is its own, called by its year if that is its
        alone.
        """
        years = [str(document.year) for document in dated]
        alone = {
            document.doc_id: year if years.count(year) == 1 else document.doc_id
            for document, year in zip(dated, years, strict=True)
        }
        named = alone if groups is None else {**alone, **groups}
        labels = [named[document.doc_id] for document in dated]
        labels += [document.doc_id for document in undated]
        return cls((*dated, *undated), tuple(labels), tuple(dict.fromkeys(labels)), len(dated))

    @property
    def in_time(self) -> tuple[str, ...]:
        """The groups in time."""
        return tuple(dict.fromkeys(self.labels[: self.n_dated]))

    def members(self, label: str) -> list[int]:
        """Return the numbers of a group's documents."""
        return [number for number, name in enumerate(self.labels) if name == label]


def count_table(
    reading: Reading,
    phrases: Sequence[Phrase],
    points: Points,
    links: Links,
    options: PhraseOptions = OPTIONS,
) -> pd.DataFrame:
    """Count each phrase at each point in time and say what became of it there.

    Returns
    -------
    DataFrame
        Columns `COUNT_COLUMNS` and `key`, the folded phrase; one row per phrase and group.
    """
    chars = [max(count_han(document.text), 1) for document in points.documents]
    members = {label: points.members(label) for label in points.order}
    n_in_time = len(points.in_time)
    records = []
    for phrase in phrases:
        held: dict[int, list[str]] = {}
        for number, path in reading.paths(phrase.places):
            held.setdefault(number, []).append(path)
        dated = {number: set(paths) for number, paths in held.items() if number < points.n_dated}
        place = exposed(dated, points.n_dated, links, options)
        present = [any(number in held for number in members[label]) for label in points.in_time]
        places = [any(place[number] for number in members[label]) for label in points.in_time]
        status = statuses(present, places) + [""] * (len(points.order) - n_in_time)
        headed = _headings(reading, phrase)
        name = name_in(reading, phrase)
        for at, label in enumerate(points.order):
            there = [number for number in members[label] if number in held]
            n = sum(len(held[number]) for number in there)
            rate = 1e4 * n / sum(chars[number] for number in members[label])
            records.append(
                (
                    phrase.text,
                    name,
                    label,
                    n,
                    sum(headed.get(number, 0) for number in there),
                    rate,
                    len(there),
                    at < n_in_time and places[at],
                    status[at],
                    *_share(len(there), len(members[label])),
                )
            )
    return pd.DataFrame(records, columns=["key", *COUNT_COLUMNS])


def name_in(reading: Reading, phrase: Phrase) -> str:
    """Return a phrase as it is first written, the slot by its name."""
    if not len(phrase.places):
        return shown(phrase.text)
    return shown(reading.written(int(phrase.places[0]), len(phrase.text)))


def _headings(reading: Reading, phrase: Phrase) -> dict[int, int]:
    numbers = reading.document_of(phrase.places).tolist()
    found: dict[int, int] = {}
    for number, headed in zip(numbers, reading.in_heading(phrase.places), strict=True):
        found[number] = found.get(number, 0) + headed
    return found


def _share(n: int, total: int) -> tuple[float, float, float]:
    """Return the share of a group's documents with Wilson's interval; NaN for a few documents."""
    if total < FEWEST:
        return (float("nan"),) * 3
    low, high = wilson(np.array(float(n)), np.array(float(total)))
    return n / total, float(low), float(high)


def formulation_table(
    reading: Reading,
    phrases: Sequence[Phrase],
    points: Points,
    counts: pd.DataFrame,
    chains: Sequence[Chain],
    background: Mapping[str, int],
) -> pd.DataFrame:
    """Describe each phrase: first and last place, what became of it, its chain.

    Returns
    -------
    DataFrame
        Columns `FORMULATION_COLUMNS`. scope is the number of earlier documents of the corpus: that
        a phrase is first in one of them says nothing of other documents.
    """
    genres = [
        frozenset(points.documents[number].genre for number in points.members(label))
        for label in points.in_time
    ]
    status = {
        str(key): verdict(rows.tolist()[: len(genres)], genres)
        for key, rows in counts.groupby("key", sort=False)["status"]
    }
    chain_of = {
        node.text: number
        for number, chain in reversed(list(enumerate(chains, 1)))
        for node in chain.nodes
    }
    records = []
    for phrase in phrases:
        where = reading.paths(phrase.places)
        numbers = {number for number, _ in where}
        dated = sorted(number for number in numbers if number < points.n_dated)
        first = points.documents[dated[0]] if dated else None
        last = points.documents[dated[-1]] if dated else None
        records.append(
            {
                "phrase": name_in(reading, phrase),
                "kind": phrase.kind,
                "head": shown(phrase.head),
                "documents": len(numbers),
                "n": len(where),
                "status": status.get(phrase.text, ""),
                "scope": dated[0] if dated else 0,
                "first_year": first.year if first else None,
                "first_doc": first.doc_id if first else "",
                "first_path": next((path for number, path in where if number in dated[:1]), ""),
                "last_year": last.year if last else None,
                "last_doc": last.doc_id if last else "",
                "chain": chain_of.get(phrase.text),
                "background_first": background.get(phrase.text),
                "score": phrase.score,
            }
        )
    table = pd.DataFrame.from_records(records, columns=FORMULATION_COLUMNS)
    whole = ("first_year", "last_year", "chain", "background_first")
    return table.astype(dict.fromkeys(whole, "Int64"))


def swap_table(
    swapped: Mapping[tuple[int, int], Sequence[Exchange]], points: Points
) -> pd.DataFrame:
    """List what was exchanged in the clauses of each pair of documents; the same exchange of one
    word for another is one row, whatever stands around it.

    Returns
    -------
    DataFrame
        Columns `SWAP_COLUMNS`; the anchor is that of the first clause.
    """
    records = []
    for (i, j), found in sorted(swapped.items(), key=lambda item: (item[0][1], -item[0][0])):
        rows: dict[tuple[str, str, str], list[Exchange]] = {}
        for one in found:
            around = "" if one.old and one.new else one.anchor
            rows.setdefault((one.old, one.new, around), []).append(one)
        for (old, new, _), ones in rows.items():
            forces = {one.force for one in ones}
            records.append(
                {
                    "reference": points.labels[i],
                    "target": points.labels[j],
                    "doc_id_reference": points.documents[i].doc_id,
                    "doc_id_target": points.documents[j].doc_id,
                    "old": shown(old),
                    "new": shown(new),
                    "anchor": shown(ones[0].anchor),
                    "n": len(ones),
                    "paths_reference": "；".join(dict.fromkeys(one.paths[0] for one in ones)),
                    "paths_target": "；".join(dict.fromkeys(one.paths[1] for one in ones)),
                    "force": forces.pop() if len(forces) == 1 else "",
                }
            )
    return pd.DataFrame.from_records(records, columns=SWAP_COLUMNS)


def chain_table(reading: Reading, chains: Sequence[Chain], points: Points) -> pd.DataFrame:
    """Write chains out: one row per step and document, with the sentence.

    Returns
    -------
    DataFrame
        Columns `CHAIN_COLUMNS`.
    """
    records = [
        (number, chain.kind, shown(chain.head), step, *row)
        for number, chain in enumerate(chains, 1)
        for step, node in enumerate(chain.nodes, 1)
        for row in _steps(reading, node, points)
    ]
    return pd.DataFrame(records, columns=CHAIN_COLUMNS)


def _steps(reading: Reading, node: Node, points: Points) -> Iterator[tuple[object, ...]]:
    for number in sorted(node.places):
        spans = node.places[number]
        place = reading.place(*spans[0])
        written = node.text
        if "＿" not in node.text:
            written = reading.written(*spans[0])
        yield (
            points.labels[number],
            shown(written),
            len(spans),
            place.document.doc_id,
            place.path,
            place.line,
            place.quotation,
        )
