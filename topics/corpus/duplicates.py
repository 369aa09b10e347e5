"""Two copies of one document are one document: found by MinHash and banding, judged by exact containment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from topics.corpus import messages
from topics.corpus.document import Change, Document
from topics.corpus.script import is_traditional
from topics.corpus.shingles import GOLDEN, Hashes, Shingled, containment, gaps, mix, shingle
from topics.corpus.versions import difference_of

SEGMENT = 512  # shingles per signature, so that a part of a larger file is found by its own segments
BANDS, ROWS = 16, 4  # a segment whose twin shares 80 % of its shingles is missed in 2 of 10,000 cases
NEIGHBOURS = 3  # within a bucket each document meets the next three in length
THRESHOLD = 0.8  # of the smaller copy's shingles
LONGER = 1.3  # from this ratio of lengths on, the smaller copy may be a part of the larger one
COMPACT = 1.5  # … if its text stands together there: within 1.5 times its length
MAX_SPANS = 200
MATRIX = 400_000  # hashes at a time, so that they stay in the cache
KEPT_TEXTS = 64  # in memory at a time; 20 bytes for each character
# Changes that are damage to words; a rejoined line or a removed watermark is none.
DAMAGE = frozenset({"marker", "suspicious", "damage"})


class _Texts:
    """The shingled texts of documents, made when asked for; the last ones asked for are kept."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._made = lru_cache(maxsize=KEPT_TEXTS)(lambda index: shingle(documents[index].text))

    def __getitem__(self, index: int) -> Shingled:
        return self._made(index)


@dataclass(slots=True)
class _Findings:
    """What is known about pairs so far: from each copy to a better one, and notes on versions."""

    links: dict[int, tuple[int, str]] = field(default_factory=dict)
    notes: dict[int, set[str]] = field(default_factory=dict)

    def kept(self, index: int) -> int:
        """Return the document that is kept in the place of this one."""
        while index in self.links:
            index = self.links[index][0]
        return index

    def link(self, worse: int, better: int, rule: str) -> None:
        """Let a copy give way, unless the better one gives way to it already."""
        if worse not in self.links and self.kept(better) != worse:
            self.links[worse] = (better, rule)


def mark_duplicates(documents: Sequence[Document]) -> list[Document]:
    """Mark all copies of a document but the best one as duplicates.

    Texts are compared without punctuation, spaces and differences of script. A pair counts as two copies if 80 % of the
    5-character shingles of the smaller stand in the larger one, and nothing tells them apart: recognised or declared
    numbers, dates or periods that differ; or long passages of its own in each of two documents; or a word that stands for
    another throughout, title included. Those are versions or different documents and stay, with a note. A text that
    stands together inside a much longer one is a part of it, whatever its date.

    Of two copies the one is kept that has less damage; then the simplified one; then the more complete metadata; then,
    where words were replaced, the words that are at home in the rest of the text; then more text; then the name that
    comes first. A part always gives way to the whole.

    Parameters
    ----------
    documents : sequence of Document
        Skipped ones are passed through.

    Returns
    -------
    list of Document
        In the order given; a duplicate has `status`, `duplicate_of`, `reasons`, and its differing spans as changes of
        kind `suspicious`.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents; Leskovec, Rajaraman & Ullman, Mining of Massive
    Datasets, section 3.4 (banding).
    """
    texts = _Texts(documents)
    indices = [index for index, document in enumerate(documents) if document.analysed and document.text.strip()]
    candidates = _candidates(texts, indices)
    ranks = {index: _rank(documents[index], texts[index]) for index in sorted(set(chain.from_iterable(candidates)))}
    pairs = [sorted(pair, key=ranks.__getitem__) for pair in candidates]
    findings = _Findings()
    for better, worse in sorted(pairs, key=lambda pair: (ranks[pair[0]], ranks[pair[1]])):
        _judge(documents, texts, (better, worse), findings)
    result = list(documents)
    for index in ranks:
        if index in findings.links:
            result[index] = _duplicate(documents, texts, index, findings)
        elif index in findings.notes:
            result[index] = replace(documents[index], reasons=(*documents[index].reasons, *sorted(findings.notes[index])))
    return result


def _rank(document: Document, text: Shingled) -> tuple[int, bool, int, int, str]:
    """Order copies from best to worst, by the rules that `messages.RULES` names."""
    damage = sum(change.kind in DAMAGE for change in document.changes) + document.text.count("\ufffd")
    known = sum(bool(value) for value in (document.title, document.number, document.issuer, document.date))
    return damage, is_traditional(document.text), -known, -len(text.codes), document.doc_id


def _judge(documents: Sequence[Document], texts: _Texts, pair: tuple[int, int], findings: _Findings) -> None:
    better, worse = pair
    small, large = sorted(pair, key=lambda index: (len(texts[index].codes), index))
    shared = containment(texts[small], texts[large])
    if shared < THRESHOLD:
        return
    if len(texts[large].codes) > LONGER * len(texts[small].codes):
        if _stands_together(texts[small], texts[large]):
            findings.link(small, large, "part")
        return
    difference = difference_of((documents[better], documents[worse]), (texts[better], texts[worse]))
    if not difference:
        kept, rule = _better(documents, texts, (better, worse))
        findings.link(worse if kept == better else better, kept, rule)
        return
    for one, other in ((better, worse), (worse, better)):
        note = messages.VERSION_OF.format(other=documents[other].doc_id, containment=shared, difference=difference)
        findings.notes.setdefault(one, set()).add(note)


def _better(documents: Sequence[Document], texts: _Texts, pair: tuple[int, int]) -> tuple[int, str]:
    """Return which of two copies is kept, and the rule that says so; `pair` has the better rank first."""
    ranks = [_rank(documents[index], texts[index]) for index in pair]
    rule = next(name for name, one, other in zip(("damage", "script", "metadata", "length", "name"), *ranks, strict=True) if one != other)
    if rule in {"length", "name"}:
        alien = _alien(texts[pair[0]], texts[pair[1]])
        if alien[0] != alien[1]:
            return pair[alien[0] > alien[1]], "alien"
    return pair[0], rule


def _alien(one: Shingled, other: Shingled) -> tuple[int, int]:
    """Count, where one copy has other words than the other, the pairs of characters found nowhere in what both share.

    A phrase that an advertisement replaced is usually at home in the rest of the text; the advertisement is not.
    """
    replaced = [gap for gap in gaps(one, other) if gap.start < gap.end and gap.other_start < gap.other_end]
    shared = np.ones(len(one.codes), dtype=np.bool_)
    for gap in replaced:
        shared[gap.start : gap.end] = False
    at_home = set(_bigrams(one.codes)[shared[:-1] & shared[1:]].tolist())
    return (
        sum(word not in at_home for gap in replaced for word in _bigrams(one.codes[gap.start : gap.end]).tolist()),
        sum(word not in at_home for gap in replaced for word in _bigrams(other.codes[gap.other_start : gap.other_end]).tolist()),
    )


def _bigrams(codes: npt.NDArray[np.uint32]) -> Hashes:
    return (codes[:-1].astype(np.uint64) << np.uint64(32)) + codes[1:]


def _stands_together(part: Shingled, whole: Shingled) -> bool:
    """Whether the shared text fills one place of the whole, as a part does, and is not strewn over it, as a version is."""
    positions = np.flatnonzero(np.isin(whole.shingles, part.shingles))
    needed = int(0.9 * THRESHOLD * len(part.shingles))
    if len(positions) <= needed:
        return False
    return bool(np.min(positions[needed:] - positions[: len(positions) - needed]) <= COMPACT * len(part.shingles))


def _duplicate(
    documents: Sequence[Document], texts: _Texts, index: int, findings: _Findings
) -> Document:
    document, kept = documents[index], findings.kept(index)
    rule = findings.links[index][1]
    shared = containment(texts[index], texts[kept])
    if rule == "part":
        reason = messages.PART_OF.format(kept=documents[kept].doc_id, containment=shared)
        spans: list[Change] = []
    else:
        rule = messages.RULES[rule]
        reason = messages.DUPLICATE.format(kept=documents[kept].doc_id, containment=shared, rule=rule)
        spans = list(_spans((document, documents[kept]), (texts[index], texts[kept])))
    return replace(
        document,
        status="duplicate",
        duplicate_of=documents[kept].doc_id,
        reasons=(*document.reasons, reason),
        changes=tuple(sorted((*document.changes, *spans), key=lambda change: change.line)),
    )


def _spans(pair: tuple[Document, Document], texts: tuple[Shingled, Shingled]) -> Iterator[Change]:
    """Yield the spans in which a copy differs from the one that is kept."""
    document, kept = pair
    for number, gap in enumerate(gaps(*texts)):
        if number == MAX_SPANS:
            break
        mine = _shortened(texts[0].span(document.text, gap.start, gap.end))
        theirs = _shortened(texts[1].span(kept.text, gap.other_start, gap.other_end))
        sentence = messages.DIFFERS if mine and theirs else messages.ADDED if mine else messages.MISSING
        offset = int(texts[0].places[min(gap.start, len(texts[0].places) - 1)])
        yield Change(document.line(offset), "suspicious", sentence.format(mine=mine, theirs=theirs))


def _shortened(span: str) -> str:
    return span if len(span) <= 80 else f"{span[:40]}…{span[-39:]}"


def _candidates(texts: _Texts, indices: Sequence[int]) -> set[tuple[int, int]]:
    """Pair documents that have a band of a segment's signature in common.

    Within a bucket, sorted by length, each document meets its next neighbours only: copies stand side by side, a part
    stands before what contains it, and a phrase that a thousand documents share costs no million pairs.
    """
    if not indices:
        return set()
    bands, lengths = [], []
    for index in indices:  # one text at a time; what is kept is about a tenth of it
        text = texts[index]
        bands.append(_bands(text.shingles))
        lengths.append(len(text.codes))
    counts = [len(band) for band in bands]
    key, owner, length = np.concatenate(bands), np.repeat(np.array(indices), counts), np.repeat(np.array(lengths), counts)
    order = np.lexsort((owner, length, key))
    key, owner = key[order], owner[order]
    pairs: set[tuple[int, int]] = set()
    for step in range(1, NEIGHBOURS + 1):
        same = np.flatnonzero((key[:-step] == key[step:]) & (owner[:-step] != owner[step:]))
        pairs.update(zip(owner[same].tolist(), owner[same + step].tolist(), strict=True))
    return {(min(pair), max(pair)) for pair in pairs}


def _bands(shingles: Hashes) -> Hashes:
    """Return the band keys of a text's segments. Segments are cut where the text says so, not at fixed places."""
    if len(shingles) == 0:
        return shingles
    cuts = np.flatnonzero(shingles % np.uint64(SEGMENT) == 0)
    starts = np.unique(np.concatenate(([0], cuts)))
    keys = [
        _band_keys(shingles, starts, first, min(first + step, BANDS))
        for step in [max(1, min(BANDS, MATRIX // (ROWS * len(shingles))))]
        for first in range(0, BANDS, step)
    ]
    return np.unique(np.concatenate(keys))


def _band_keys(shingles: Hashes, starts: npt.NDArray[np.int64], first: int, last: int) -> Hashes:
    """Return the keys of bands `first` to `last` of every segment: the hash of the smallest of each of four hashes."""
    salts = mix(np.arange(first * ROWS + 1, last * ROWS + 1, dtype=np.uint64) * GOLDEN)
    smallest = np.minimum.reduceat(mix(shingles[None, :] ^ salts[:, None]), starts, axis=1)
    rows = smallest.reshape(last - first, ROWS, len(starts))
    key = np.broadcast_to(np.arange(first, last, dtype=np.uint64)[:, None], (last - first, len(starts)))
    for row in range(ROWS):
        key = mix(key * GOLDEN + rows[:, row])
    return key.ravel()
