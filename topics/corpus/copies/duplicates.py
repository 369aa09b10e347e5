"""Two copies of one document are one document: found by MinHash and banding, judged by exact
containment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

import numpy as np

from topics.corpus import messages
from topics.corpus.copies.candidates import Buckets, candidates
from topics.corpus.copies.parts import is_part, scattered
from topics.corpus.copies.shingles import Shingled, bigrams, containment, gaps, shingle
from topics.corpus.copies.versions import Difference, difference_of, field_of
from topics.corpus.document import Change, Document
from topics.corpus.language.script import is_traditional
from topics.corpus.messages import Remark


@dataclass(frozen=True, slots=True)
class CopyThresholds:
    """When two texts are one document; all chosen.

    Attributes
    ----------
    shared : float
        Share of the smaller text's shingles that the other has.
    far : float
        The same where the two are no neighbours in length: copies share 99 %, versions often
        less.
    longer : float
        Ratio of lengths from which the smaller copy may be a part of the larger one.
    """

    shared: float = 0.8
    far: float = 0.9
    longer: float = 1.3


THRESHOLDS = CopyThresholds()
MAX_SPANS = 200
KEPT_TEXTS = 64  # in memory at a time; 20 bytes for each character
# Changes that are damage to words; a rejoined line or a removed watermark is none.
DAMAGE = frozenset({"marker", "suspicious", "damage"})


# Damage, whether traditional, known fields (less than none), characters (so too), name.
Rank = tuple[int, bool, int, int, str]


class _Texts:
    """The shingled texts of documents, made when asked for; the last ones asked for are kept."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._made = lru_cache(maxsize=KEPT_TEXTS)(lambda index: shingle(documents[index].text))

    def __getitem__(self, index: int) -> Shingled:
        return self._made(index)


@dataclass(slots=True)
class _Findings:
    """What is known about pairs so far: from each copy to a better one, the copies behind each that
    is kept, parts with their wholes, and by what others are told apart.
    """

    links: dict[int, tuple[int, str]] = field(default_factory=dict)
    copies: dict[int, list[int]] = field(default_factory=dict)
    parts: list[tuple[int, int]] = field(default_factory=list)
    ranks: dict[int, Rank] = field(default_factory=dict)
    differences: dict[tuple[int, int], Difference] = field(default_factory=dict)

    def kept(self, index: int) -> int:
        """Return the document that is kept in the place of this one."""
        while index in self.links:
            index = self.links[index][0]
        return index

    def behind(self, index: int) -> list[int]:
        """Return the documents for which this one stands, itself among them."""
        return self.copies.get(index, [index])

    def join(self, worse: int, better: int, rule: str) -> None:
        """Let a copy, and all that gave way to it, give way to a better one."""
        self.links[worse] = (better, rule)
        self.copies[better] = self.behind(better) + self.copies.pop(worse, [worse])


def mark_duplicates(documents: Sequence[Document]) -> list[Document]:
    """Mark all copies of a document but the best one as duplicates.

    Texts are compared without punctuation, spaces and differences of script. A pair counts as two
    copies if 80 % of the 5-character shingles of the smaller stand in the larger one, and nothing
    tells them apart: recognised or declared numbers, dates or periods that differ; or long passages
    of its own in each of two documents; or words that stand for others, where both are well-formed.
    Those are versions or different documents and stay, with a note; so do those of which it is not
    certain, and each of these has the other in `resembles`. Copies of copies are copies, however
    many and in whatever order, unless a number, a date or a period tells them apart.

    A text that stands in one piece inside a much longer one is a part of it; where their numbers or
    dates differ, only if the longer one has another title and begins with another text, as a
    collection does.

    Of two copies the one is kept that has less damage; then the simplified one; then the more
    complete metadata; then, where words were replaced, the words that are at home in the rest of
    the text; then more text; then the name that comes first. A part always gives way to the whole.

    Parameters
    ----------
    documents : sequence of Document
        Skipped ones are passed through.

    Returns
    -------
    list of Document
        In the order given; a duplicate has `status`, `duplicate_of`, `reasons`, and its differing
        spans as changes of kind `suspicious`; of two that may be copies, the less good one has them
        as changes of kind `differs`.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents; Leskovec, Rajaraman & Ullman,
    Mining of Massive Datasets, section 3.4 (banding).
    """
    texts = _Texts(documents)
    findings = _Findings()
    ranks = findings.ranks
    judged: set[tuple[int, int]] = set()
    buckets = Buckets.of(
        texts,
        [
            index
            for index, document in enumerate(documents)
            if document.analysed and document.text.strip()
        ],
    )
    # Copies that gave way no longer stand between two others, which meet in the next round.
    while found := {
        pair: near
        for pair, near in candidates(buckets.without(findings.links)).items()
        if pair not in judged
    }:
        judged.update(found)
        for index in sorted(set(chain.from_iterable(found)) - set(ranks)):
            ranks[index] = _rank(documents[index], texts[index])
        ordered = [
            ((one, other) if ranks[one] < ranks[other] else (other, one), near)
            for (one, other), near in found.items()
        ]
        for pair, near in sorted(ordered, key=lambda item: [ranks[index] for index in item[0]]):
            _judge(documents, texts, pair, findings, near=near)
    _join_parts(documents, texts, findings)
    result = list(documents)
    for index in sorted(findings.links):
        result[index] = _duplicate(documents, texts, index, findings)
    told: dict[tuple[int, int], Difference] = {}
    for pair, difference in findings.differences.items():
        one, other = sorted(map(findings.kept, pair), key=ranks.__getitem__)
        # Copies of the two may have been compared, too.
        if one != other:
            told.setdefault((one, other), findings.differences.get((one, other), difference))
    for kept_pair, difference in told.items():
        _tell_apart(result, texts, kept_pair, difference)
    return result


def _rank(document: Document, text: Shingled) -> Rank:
    """Order copies from best to worst, by the rules that `messages.RULES` names."""
    damage = sum(change.kind in DAMAGE for change in document.changes) + document.text.count(
        "\ufffd"
    )
    known = sum(
        bool(value) for value in (document.title, document.number, document.issuer, document.date)
    )
    return damage, is_traditional(document.text), -known, -len(text.codes), document.doc_id


def _judge(
    documents: Sequence[Document],
    texts: _Texts,
    pair: tuple[int, int],
    findings: _Findings,
    *,
    near: bool,
) -> None:
    """Find out what two documents are to each other; the one with the better rank comes first."""
    if findings.kept(pair[0]) == findings.kept(pair[1]):
        return
    small, large = sorted(pair, key=lambda index: (len(texts[index].codes), index))
    if containment(texts[small], texts[large]) < (THRESHOLDS.shared if near else THRESHOLDS.far):
        return
    both = (documents[pair[0]], documents[pair[1]]), (texts[pair[0]], texts[pair[1]])
    if len(texts[large].codes) > THRESHOLDS.longer * len(texts[small].codes):
        if is_part((documents[small], documents[large]), (texts[small], texts[large])):
            findings.parts.append((small, large))
            return
        difference: Difference | None = difference_of(*both) or scattered(both[1])
    else:
        difference = difference_of(*both)
    if not difference:
        _join(documents, texts, pair, findings)
    elif near:
        findings.differences[pair] = difference


def _join(
    documents: Sequence[Document], texts: _Texts, pair: tuple[int, int], findings: _Findings
) -> None:
    """Let two copies be one document with all their copies, unless something certain tells the
    kept ones apart.
    """
    one, other = sorted(map(findings.kept, pair), key=findings.ranks.__getitem__)
    if not np.array_equal(texts[pair[0]].codes, texts[pair[1]].codes):
        ones, others = (
            [documents[index] for index in findings.behind(kept)] for kept in (one, other)
        )
        words = field_of(ones, others)
        difference = Difference(words, certain=True) if words else None
        if not difference and (one, other) != pair:
            difference = difference_of(
                (documents[one], documents[other]), (texts[one], texts[other])
            )
        if difference and difference.certain:
            findings.differences[one, other] = difference
            return
    kept, rule = _better((findings.ranks[one], findings.ranks[other]), texts, (one, other))
    findings.join(other if kept == one else one, kept, rule)


def _join_parts(documents: Sequence[Document], texts: _Texts, findings: _Findings) -> None:
    """Let each part, with its copies, give way to the shortest whole that has it."""
    pairs = {(findings.kept(small), findings.kept(large)) for small, large in findings.parts}
    for small, large in sorted(
        pairs, key=lambda pair: [(len(texts[i].codes), documents[i].doc_id) for i in pair]
    ):
        if small not in findings.links and len(texts[small].codes) < len(texts[large].codes):
            findings.links[small] = (large, "part")


def _tell_apart(
    result: list[Document], texts: _Texts, pair: tuple[int, int], difference: Difference
) -> None:
    """Note on two documents that both stay why they do; where that is not certain, list the
    differing spans on the second.
    """
    one, other = (result[index] for index in pair)
    shared = containment(
        *sorted((texts[index] for index in pair), key=lambda text: len(text.codes))
    )
    sentence = messages.VERSION_OF if difference.certain else messages.UNCLEAR
    spans = (
        []
        if difference.certain
        else _spans(
            (other, one),
            (texts[pair[1]], texts[pair[0]]),
            "differs",
            messages.NAMED.format(name=one.doc_id),
        )
    )
    for index, document, neighbour, changes in (
        (pair[0], one, other, ()),
        (pair[1], other, one, spans),
    ):
        reason = sentence.format(
            other=neighbour.doc_id, containment=shared, difference=difference.words
        )
        result[index] = replace(
            document,
            reasons=(*document.reasons, reason),
            resembles=(
                document.resembles
                if difference.certain
                else (*document.resembles, neighbour.doc_id)
            ),
            changes=_in_order((*document.changes, *changes)),
        )


def _better(ranks: tuple[Rank, Rank], texts: _Texts, pair: tuple[int, int]) -> tuple[int, str]:
    """Return which of two copies is kept, and the rule that says so; `pair` has the better rank
    first.
    """
    rule = next(
        name
        for name, one, other in zip(
            ("damage", "script", "metadata", "length", "name"), *ranks, strict=True
        )
        if one != other
    )
    if rule in {"length", "name"}:
        alien = _alien(texts[pair[0]], texts[pair[1]])
        if alien[0] != alien[1]:
            return pair[alien[0] > alien[1]], "alien"
    return pair[0], rule


def _alien(one: Shingled, other: Shingled) -> tuple[int, int]:
    """Count, where one copy has other words than the other, the pairs of characters found nowhere
    in what both share.

    A phrase that an advertisement replaced is usually at home in the rest of the text; the
    advertisement is not.
    """
    replaced = [
        gap for gap in gaps(one, other) if gap.start < gap.end and gap.other_start < gap.other_end
    ]
    shared = np.ones(len(one.codes), dtype=np.bool_)
    for gap in replaced:
        shared[gap.start : gap.end] = False
    at_home = set(bigrams(one.codes)[shared[:-1] & shared[1:]].tolist())
    return (
        sum(
            word not in at_home
            for gap in replaced
            for word in bigrams(one.codes[gap.start : gap.end]).tolist()
        ),
        sum(
            word not in at_home
            for gap in replaced
            for word in bigrams(other.codes[gap.other_start : gap.other_end]).tolist()
        ),
    )


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
        reason = messages.DUPLICATE.format(
            kept=documents[kept].doc_id, containment=shared, rule=messages.RULES[rule]
        )
        spans = list(
            _spans(
                (document, documents[kept]),
                (texts[index], texts[kept]),
                "suspicious",
                messages.KEPT,
            )
        )
    return replace(
        document,
        status="duplicate",
        duplicate_of=documents[kept].doc_id,
        reasons=(*document.reasons, reason),
        changes=_in_order((*document.changes, *spans)),
    )


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: change.line))


def _spans(
    pair: tuple[Document, Document], texts: tuple[Shingled, Shingled], kind: str, name: Remark
) -> Iterator[Change]:
    """Yield the spans in which a document differs from another, which the reader knows by that
    name.
    """
    document, other = pair
    for number, gap in enumerate(gaps(*texts)):
        if number == MAX_SPANS:
            break
        mine = _shortened(texts[0].span(document.text, gap.start, gap.end))
        theirs = _shortened(texts[1].span(other.text, gap.other_start, gap.other_end))
        offset = int(texts[0].places[min(gap.start, len(texts[0].places) - 1)])
        yield Change(document.line(offset), kind, _told(mine, theirs, name))


def _told(mine: str, theirs: str, other: Remark) -> Remark:
    """Say what a document has at a place, and what the other has."""
    if not mine:
        return messages.MISSING.format(theirs=theirs)
    if not theirs:
        return messages.ADDED.format(mine=mine, other=other)
    return messages.DIFFERS.format(mine=mine, theirs=theirs, other=other)


def _shortened(span: str) -> str:
    return span if len(span) <= 80 else f"{span[:40]}…{span[-39:]}"
