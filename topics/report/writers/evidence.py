"""The sentences behind the numbers, as data for the page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from topics.report.chapters.content import COLON
from topics.report.chapters.source import Source, records
from topics.report.findings.concordance import Concordance, Place
from topics.report.findings.shown import by_pair
from topics.report.inert import visible
from topics.report.writers.searchable import entry, rest
from topics.report.writers.side_by_side import side_by_side

WHOLE_TEXT = 400_000  # characters of a corpus that the page can carry whole
MOST_PLACES = (
    40_000  # places that the page carries before it takes the first ones of each name and document
)
FEW_PLACES = 40
FEW_EXAMPLES = 3  # of each name and document, where only chosen documents are quoted
TOPIC_SECTIONS = 8  # sections shown for a topic, per document
CHANGES = 200  # cleaning changes shown per document and kind


def evidence(source: Source) -> dict[str, Any]:
    """Return what the page needs to show the sentences behind each number.

    Returns
    -------
    dict
        docs: [doc_id, title, source, group, year or null, issuer, genre]; leaves: [document, path,
        heading, line]; sentences: [leaf, text, line]; rest: as `rest` returns it; places: kind →
        name → [sentence, offset, length, line]; topics: topic → [leaf, share]; agencies: name →
        [document, path, written]; cleaning: doc_id → kind → [line, text]; totals: kind → name → n;
        unpaired: `reference~target` → part → leaves without a counterpart; compared: as
        `side_by_side` returns it; headings: unit → theme → [document, path, heading, offset,
        length, line]; n_headings: unit → one number per document; cleaned: doc_id → kind → n where
        `cleaning` is cut short; kinds: kind → its word; first: places shown per document where
        there are many. chosen: whether only chosen documents are quoted. A place of kind `graded`
        ends with 1 where the word is strong. Documents, leaves and sentences are named by their
        position.
    """
    concordance = Concordance.of(source.quoted)
    matches = source.analysis.matches
    terms = [
        f"{theme}{COLON}{term}"
        for theme, term in zip(matches["theme"], matches["term"], strict=True)
    ]
    found = {
        "theme": _places(concordance, matches, "theme"),
        "term": _places(
            concordance, matches.assign(name=pd.Series(terms, matches.index, dtype=object)), "name"
        ),
        "feature": _places(concordance, source.analysis.token_places, "feature"),
        "phrase": _places(concordance, source.analysis.phrase_places, "phrase"),
        "graded": _places(concordance, source.analysis.graded_places, "theme"),
        "quantity": _places(concordance, source.analysis.target_places, "name"),
    }
    n = _places_each(
        source, sum(len(places) for by_name in found.values() for places in by_name.values())
    )
    kept = {
        kind: {name: _first(places, concordance, n) for name, places in found[kind].items()}
        for kind in found
    }
    topics = _topic_sections(source)
    number = _sentence_numbers(
        concordance, kept, {address for rows in topics.values() for address, _ in rows}
    )
    leaves = {address: index for index, address in enumerate(_addresses(source))}
    documents = {document.doc_id: index for index, document in enumerate(source.quoted)}
    sentences = [
        entry(concordance, sentence, leaves)
        for i, sentence in enumerate(concordance.sentences)
        if i in number
    ]
    return {
        "docs": [
            [
                visible(d.doc_id),
                visible(d.title or d.doc_id),
                visible(d.source),
                visible(source.analysis.groups.get(d.doc_id, "")),
                d.year,
                visible(d.issuer),
                visible(d.genre),
            ]
            for d in source.quoted
        ],
        "leaves": [
            [documents[d.doc_id], leaf.path, visible(leaf.heading), d.line(leaf.heading_start)]
            for d in source.quoted
            for leaf in d.leaves
        ],
        "sentences": sentences,
        "rest": "" if source.analysis.quoted else rest(concordance, number, leaves),
        "places": {
            kind: {
                name: [_shifted(place, number, concordance) for place in places]
                for name, places in by_name.items()
            }
            for kind, by_name in kept.items()
        },
        "topics": {
            topic: [(leaves[address], share) for address, share in rows]
            for topic, rows in topics.items()
        },
        "agencies": _agencies(source, documents),
        "cleaning": _cleaning(source.table("cleaning")),
        "cleaned": _cleaned(source.table("cleaning")),
        "kinds": {
            kind: source.say.code(kind)
            for kind in dict.fromkeys(source.table("cleaning").get("kind", ()))
        },
        "unpaired": _unpaired(source, leaves),
        "compared": side_by_side(source, leaves),
        "headings": _headings(source, documents),
        "n_headings": _n_headings(source),
        "min_mentions": source.analysis.settings.min_mentions,
        "first": FEW_PLACES,
        "chosen": bool(source.analysis.quoted),
        "whole": len(number) == len(concordance.sentences),
        "totals": {
            kind: {
                name: len(p) for name, p in found[kind].items() if len(p) > len(kept[kind][name])
            }
            for kind in found
        },
    }


def script_json(data: object) -> str:
    r"""Return JSON that cannot end the element that holds it.

    >>> script_json(["</script>"])
    '["\\u003c/script>"]'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _addresses(source: Source) -> Iterable[tuple[str, str]]:
    return ((document.doc_id, leaf.path) for document in source.quoted for leaf in document.leaves)


def _places(concordance: Concordance, mentions: pd.DataFrame, name: str) -> dict[str, list[Place]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    strong = mentions["strong"] if "strong" in mentions else [None] * len(mentions)
    for key, doc_id, start, end, grade in zip(
        mentions[name], mentions["doc_id"], mentions["start"], mentions["end"], strong, strict=True
    ):
        place = concordance.place(doc_id, int(start), int(end))
        if place is not None:
            found[visible(str(key))].append(
                place if grade is None else place._replace(strong=int(grade))
            )
    return {key: sorted(found[key]) for key in sorted(found)}


def _places_each(source: Source, total: int) -> int | None:
    """Return how many places of a name in a document the page carries; None for all."""
    if source.analysis.quoted:
        return FEW_EXAMPLES
    return FEW_PLACES if total > MOST_PLACES else None


def _first(places: list[Place], concordance: Concordance, n: int | None) -> list[Place]:
    if n is None:
        return places
    seen: defaultdict[str, int] = defaultdict(int)
    kept = []
    for place in places:
        doc_id = concordance.sentences[place.sentence].doc_id
        seen[doc_id] += 1
        if seen[doc_id] <= n:
            kept.append(place)
    return kept


def _sentence_numbers(
    concordance: Concordance,
    kept: dict[str, dict[str, list[Place]]],
    addresses: set[tuple[str, str]],
) -> dict[int, int]:
    """Return the numbers of the sentences that the page carries: all of a small corpus, those that
    are needed of a large one.
    """
    size = sum(len(sentence.text) for sentence in concordance.sentences)
    if size <= WHOLE_TEXT:
        return {index: index for index in range(len(concordance.sentences))}
    needed = {
        place.sentence
        for by_name in kept.values()
        for places in by_name.values()
        for place in places
    }
    needed |= {i for i, s in enumerate(concordance.sentences) if (s.doc_id, s.path) in addresses}
    return {index: number for number, index in enumerate(sorted(needed))}


def _shifted(place: Place, number: dict[int, int], concordance: Concordance) -> tuple[int, ...]:
    """Return a place in the sentence as it is shown: without line ends at its edges, unseen
    characters written out.
    """
    text = concordance.sentences[place.sentence].text
    before, match = text[: place.offset], text[place.offset : place.offset + place.length]
    offset = len(visible(before).lstrip("\n"))
    shown = number[place.sentence], offset, len(visible(match)), place.line
    return shown if place.strong is None else (*shown, place.strong)


def _topic_sections(source: Source) -> dict[str, list[tuple[tuple[str, str], float]]]:
    """Return, for each topic, the sections of each document where it weighs most."""
    shares = source.table("topic_shares")
    found: defaultdict[str, list[tuple[tuple[str, str], float]]] = defaultdict(list)
    if shares.empty:
        return {}
    leaves = set(_addresses(source))
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    ranked = shares[shares["level"] == "section"].sort_values(
        ["share", "group"], ascending=[False, True]
    )
    best = set(source.section_topics.items())
    for topic, group, share in zip(ranked["topic"], ranked["group"], ranked["share"], strict=True):
        address = source.section_labels.get(group)
        if address is None or address not in leaves:
            continue
        seen[str(topic), address[0]] += 1
        leads = (address, (int(topic), float(share))) in best
        if seen[str(topic), address[0]] <= TOPIC_SECTIONS or leads:
            found[str(topic)].append((address, round(float(share), 4)))
    return dict(found)


def _agencies(source: Source, documents: dict[str, int]) -> dict[str, list[tuple[int, str, str]]]:
    found: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for row in records(source.table("agencies")):
        if row.doc_id in documents:
            path = row.path if isinstance(row.path, str) else ""
            found[visible(str(row.agency))].append(
                (documents[row.doc_id], path, visible(str(row.written)))
            )
    return dict(found)


def _unpaired(
    source: Source, leaves: dict[tuple[str, str], int]
) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    for reference, target, rows in by_pair(source.analysis.unpaired_sections):
        parts = found.setdefault(visible(f"{reference}~{target}"), {"new": [], "dropped": []})
        for row in records(rows):
            if (row.doc_id, row.path) in leaves:
                parts[row.part].append(leaves[row.doc_id, row.path])
    return found


def _headings(
    source: Source, documents: dict[str, int]
) -> dict[str, dict[str, list[tuple[int, str, str, int, int, int]]]]:
    lines = {(d.doc_id, s.path): d.line(s.heading_start) for d in source.quoted for s in d.sections}
    found: dict[str, dict[str, list[tuple[int, str, str, int, int, int]]]] = {
        "chapter": {},
        "item": {},
    }
    for row in records(source.analysis.heading_places):
        if row.doc_id in documents:
            offset, length = (
                len(visible(row.heading[: row.start])),
                len(visible(row.heading[row.start : row.end])),
            )
            place = (
                documents[row.doc_id],
                row.path,
                visible(row.heading),
                offset,
                length,
                lines[row.doc_id, row.path],
            )
            found[row.unit].setdefault(visible(str(row.theme)), []).append(place)
    return found


def _n_headings(source: Source) -> dict[str, list[int]]:
    chapters = [sum(bool(s.heading) and s.level == 1 for s in d.sections) for d in source.quoted]
    items = [sum(bool(s.heading) and s.level != 1 for s in d.sections) for d in source.quoted]
    return {"chapter": chapters, "item": items}


def _cleaned(table: pd.DataFrame) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (doc_id, kind), rows in table.groupby(["doc_id", "kind"], sort=False) if len(table) else ():
        if len(rows) > CHANGES:
            found.setdefault(visible(str(doc_id)), {})[visible(str(kind))] = len(rows)
    return found


def _cleaning(table: pd.DataFrame) -> dict[str, dict[str, list[tuple[int, str]]]]:
    found: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for row in records(table):
        rows = found.setdefault(visible(str(row.doc_id)), {}).setdefault(visible(str(row.kind)), [])
        if len(rows) < CHANGES:
            rows.append((int(row.line), visible("" if pd.isna(row.text) else str(row.text))))
    return found
