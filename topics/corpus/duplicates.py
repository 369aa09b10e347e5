"""Two copies of one document are one document: found by MinHash and banding, judged by exact containment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from topics.corpus import messages
from topics.corpus.document import Change, Document
from topics.corpus.folding import fold

Hashes = npt.NDArray[np.uint64]

SHINGLE = 5  # characters; two seeds that are one document share 99 % of theirs, other pairs at most 24 %
SEGMENT = 512  # shingles per signature, so that a part of a larger file is found by its own segments
BANDS, ROWS = 16, 4  # a segment whose twin shares 80 % of its shingles is missed in 2 of 10,000 cases
THRESHOLD = 0.8  # of the smaller copy's shingles
LONGER = 1.3  # from this ratio of lengths on, the smaller copy may be a part of the larger one
COMPACT = 1.5  # … if its text stands together there: within 1.5 times its length
SHORTEST = 40  # characters; what is shorter is compared as a whole
MAX_SPANS = 200
# Changes that are damage; a rejoined line or a removed page number is none.
DAMAGE = frozenset(["marker", "watermark", "suspicious", "damage", "replacement", "mojibake", "advertisement"])
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text reduced to what copies have in common, and where each character of that stood."""

    codes: npt.NDArray[np.uint32]
    places: npt.NDArray[np.int64]
    shingles: Hashes  # in order of the text
    unique: Hashes  # sorted


def mark_duplicates(documents: Sequence[Document]) -> list[Document]:
    """Mark all copies of a document but the best one as duplicates.

    Texts are compared without punctuation, spaces and differences of script. A pair counts as two copies if 80 % of the
    5-character shingles of the smaller stand in the larger one. Pairs whose recognised or declared dates or numbers
    differ, and whose texts differ too, are versions and stay, with a note. A text that stands together inside a much
    longer one is a part of it, whatever its date.

    Of two copies the one is kept that has less damage, then the more complete metadata, then more text, then the name
    that comes first; a part always gives way to the whole.

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
    texts = {
        index: _folded(document.text) for index, document in enumerate(documents) if document.analysed and document.text.strip()
    }
    order = sorted(texts, key=lambda index: _rank(documents[index], texts[index]))
    place = {index: number for number, index in enumerate(order)}
    result = list(documents)
    pairs = sorted(
        (tuple(sorted(pair, key=place.__getitem__)) for pair in _candidates(texts)),
        key=lambda pair: (place[pair[0]], place[pair[1]]),
    )
    links: dict[int, tuple[int, float, str]] = {}
    notes: dict[int, list[str]] = {}
    for better, worse in pairs:
        _judge(documents, texts, (better, worse), links, notes)
    for index in texts:
        if index in links:
            result[index] = _duplicate(documents, index, links)
        elif index in notes:
            result[index] = replace(documents[index], reasons=(*documents[index].reasons, *sorted(set(notes[index]))))
    return result


def _rank(document: Document, text: _Folded) -> tuple[int, int, int, str]:
    """Order copies from best to worst."""
    damage = sum(change.kind in DAMAGE for change in document.changes) + document.text.count("\ufffd")
    known = sum(bool(value) for value in (document.title, document.number, document.issuer, document.date))
    return damage, -known, -len(text.codes), document.doc_id


def _judge(
    documents: Sequence[Document],
    texts: dict[int, _Folded],
    pair: tuple[int, int],
    links: dict[int, tuple[int, float, str]],
    notes: dict[int, list[str]],
) -> None:
    better, worse = pair
    if len(texts[worse].codes) > LONGER * len(texts[better].codes):
        better, worse = worse, better  # whatever its damage, the longer one may hold the other
    if worse in links and links[worse][2] != "part":
        return
    small, large = (texts[i] for i in sorted(pair, key=lambda i: (len(texts[i].unique), i)))
    containment = _containment(small, large)
    if containment < THRESHOLD:
        return
    part = len(texts[better].codes) > LONGER * len(texts[worse].codes)
    if part:
        if _stands_together(texts[worse], texts[better]):
            links.setdefault(worse, (better, containment, "part"))
        return
    difference = _difference(documents[better], documents[worse])
    if difference and not np.array_equal(texts[better].codes, texts[worse].codes):
        for one, other in ((better, worse), (worse, better)):
            notes.setdefault(one, []).append(
                messages.VERSION_OF.format(other=documents[other].doc_id, containment=containment, difference=difference)
            )
        return
    links.setdefault(worse, (better, containment, _rule(documents, texts, better, worse)))


def _rule(documents: Sequence[Document], texts: dict[int, _Folded], better: int, worse: int) -> str:
    ranks = zip(_rank(documents[better], texts[better]), _rank(documents[worse], texts[worse]), strict=True)
    return next(
        (rule for rule, (one, other) in zip(("damage", "metadata", "length"), ranks, strict=False) if one != other), "name"
    )


def _difference(one: Document, other: Document) -> str:
    """Say by what two similar documents are told apart; empty if nothing known differs."""
    for name in ("number", "date", "effective", "period"):
        values = getattr(one, name), getattr(other, name)
        if all(values) and values[0] != values[1] and not (name == "date" and _same_day_less_known(*values)):
            return f"{messages.FIELDS[name]}不同（{values[0]}、{values[1]}）"
    return ""


def _same_day_less_known(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _duplicate(documents: Sequence[Document], index: int, links: dict[int, tuple[int, float, str]]) -> Document:
    """Mark a document as a copy of the one that is kept in the end."""
    better, containment, rule = links[index]
    kept = better
    while kept in links:  # links lead from worse to better, so this ends
        kept = links[kept][0]
    document = documents[index]
    if rule == "part":
        reason = messages.PART_OF.format(kept=documents[kept].doc_id, containment=containment)
        spans: list[Change] = []
    else:
        reason = messages.DUPLICATE.format(kept=documents[kept].doc_id, containment=containment, rule=messages.RULES[rule])
        spans = list(differences(document, documents[kept]))
    return replace(
        document,
        status="duplicate",
        duplicate_of=documents[kept].doc_id,
        reasons=(*document.reasons, reason),
        changes=tuple(sorted((*document.changes, *spans), key=lambda change: change.line)),
    )


def _folded(text: str) -> _Folded:
    codes, places = fold(text)
    shingles = _shingles(codes)
    return _Folded(codes, places, shingles, np.unique(shingles))


def _shingles(codes: npt.NDArray[np.uint32]) -> Hashes:
    """Hash each run of five characters by fixed integer arithmetic; a shorter text has one shingle."""
    if len(codes) == 0:
        return np.zeros(0, dtype=np.uint64)
    size = min(SHINGLE, len(codes))
    wide = codes.astype(np.uint64)
    value = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for offset in range(size):
        value = value * GOLDEN + wide[offset : offset + len(value)] + np.uint64(1)
    return _mix(value)


def _mix(value: Hashes) -> Hashes:
    """Spread bits (the finaliser of SplitMix64, Steele, Lea & Flood 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _candidates(texts: dict[int, _Folded]) -> set[tuple[int, int]]:
    """Pair documents that have a band of a segment's signature in common; neighbours in a bucket suffice."""
    indices = sorted(texts)
    keys, owners = [], []
    for index in indices:
        bands = _bands(texts[index].shingles)
        keys.append(bands)
        owners.append(np.full(len(bands), index, dtype=np.int64))
    if not keys:
        return set()
    key, owner = np.concatenate(keys), np.concatenate(owners)
    sizes = np.array([len(texts[index].codes) if index in texts else 0 for index in range(max(indices) + 1)])
    # Within a bucket by length: each copy meets its nearest in length, and a part the next larger one.
    arranged = np.lexsort((owner, sizes[owner], key))
    key, owner = key[arranged], owner[arranged]
    pairs: set[tuple[int, int]] = set()
    for step in (1, 2, 3):
        same = np.flatnonzero((key[:-step] == key[step:]) & (owner[:-step] != owner[step:]))
        pairs.update(
            (min(a, b), max(a, b)) for a, b in zip(owner[same].tolist(), owner[same + step].tolist(), strict=True)
        )
    return pairs


def _bands(shingles: Hashes) -> Hashes:
    """Return the band keys of a text's segments. Segments are cut where the text says so, not at fixed places."""
    if len(shingles) == 0:
        return shingles
    cuts = np.flatnonzero(shingles % np.uint64(SEGMENT) == 0)
    starts = np.unique(np.concatenate(([0], cuts)))
    salts = _mix(np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * GOLDEN)
    keys = []
    for band in range(BANDS):
        key = np.full(len(starts), np.uint64(band), dtype=np.uint64)
        for salt in salts[band * ROWS : (band + 1) * ROWS]:
            key = _mix(key * GOLDEN + np.minimum.reduceat(_mix(shingles ^ salt), starts))
        keys.append(key)
    return np.unique(np.concatenate(keys))


def _containment(small: _Folded, large: _Folded) -> float:
    if len(small.unique) == 0:
        return 0.0
    return len(np.intersect1d(small.unique, large.unique, assume_unique=True)) / len(small.unique)


def _stands_together(part: _Folded, whole: _Folded) -> bool:
    """Whether the shared text fills one place of the whole, as a part does, and is not strewn over it, as a version is."""
    positions = np.flatnonzero(np.isin(whole.shingles, part.unique))
    needed = int(0.9 * THRESHOLD * len(part.shingles))
    if len(positions) <= needed:
        return False
    return bool(np.min(positions[needed:] - positions[: len(positions) - needed]) <= COMPACT * len(part.shingles))


def differences(document: Document, kept: Document) -> Iterator[Change]:
    """Yield the spans in which a copy differs from the one that is kept, in the order of the text.

    Both texts are aligned at the shingles that occur once in each and in the same order; what lies between two such
    places is a difference.
    """
    one, other = _folded(document.text), _folded(kept.text)
    for index, (start, end, other_start, other_end) in enumerate(_gaps(one, other)):
        if index == MAX_SPANS:
            break
        mine, theirs = _span(document.text, one, start, end), _span(kept.text, other, other_start, other_end)
        offset = int(one.places[min(start, len(one.places) - 1)])
        yield Change(document.line(offset), "suspicious", messages.DIFFERENCE.format(mine=mine, theirs=theirs))


def _gaps(one: _Folded, other: _Folded) -> Iterator[tuple[int, int, int, int]]:
    """Yield pairs of unequal spans, as positions in the folded texts."""
    last_one = last_other = 0
    for place_one, place_other in [*_anchors(one.shingles, other.shingles), (len(one.codes), len(other.codes))]:
        if place_one < last_one or place_other < last_other:
            # The anchors overlap: what both have in common goes on.
            last_one, last_other = max(last_one, place_one + SHINGLE), max(last_other, place_other + SHINGLE)
            continue
        start, other_start, end, other_end = last_one, last_other, place_one, place_other
        while start < end and other_start < other_end and one.codes[start] == other.codes[other_start]:
            start, other_start = start + 1, other_start + 1
        while end > start and other_end > other_start and one.codes[end - 1] == other.codes[other_end - 1]:
            end, other_end = end - 1, other_end - 1
        if start < end or other_start < other_end:
            yield start, end, other_start, other_end
        last_one, last_other = place_one + SHINGLE, place_other + SHINGLE


def _anchors(one: Hashes, other: Hashes) -> list[tuple[int, int]]:
    """Find the longest chain of shingles that are unique in both texts and stand in the same order."""
    _, first_one, count_one = np.unique(one, return_index=True, return_counts=True)
    _, first_other, count_other = np.unique(other, return_index=True, return_counts=True)
    single_one, single_other = np.sort(first_one[count_one == 1]), np.sort(first_other[count_other == 1])
    _, at_one, at_other = np.intersect1d(one[single_one], other[single_other], assume_unique=True, return_indices=True)
    pairs = sorted(zip(single_one[at_one].tolist(), single_other[at_other].tolist(), strict=True))
    return [pairs[index] for index in _rising([second for _, second in pairs])]


def _rising(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly rising subsequence."""
    from bisect import bisect_left  # noqa: PLC0415

    tails: list[int] = []
    tail_index: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(tail_index[place - 1] if place else -1)
        if place == len(tails):
            tails.append(value)
            tail_index.append(index)
        else:
            tails[place], tail_index[place] = value, index
    chain = []
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _span(text: str, folded: _Folded, start: int, end: int) -> str:
    if start >= end:
        return ""
    span = text[int(folded.places[start]) : int(folded.places[end - 1]) + 1]
    return span if len(span) <= 80 else f"{span[:40]}…{span[-39:]}"


def content_key(document: Document) -> str:
    """Return a hash of a document's text, by which order does not depend on names."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
