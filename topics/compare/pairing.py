"""Which sentence of an older document stands in a newer one: inside linked sections first, then
anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from topics.compare.alarms import direction_differs, numbers_differ
from topics.compare.assignment import Edge, assign
from topics.compare.lists import same_but_order
from topics.compare.shapes import KEPT
from topics.compare.similarity import dice, ratio
from topics.compare.units import Sentence, Unit, without_marks, without_number

REWORDED, PARTLY, LEAST = 0.6, 0.45, 0.3  # Dice; read by hand on two pairs of plans (definition)
RUN, COVERED = 8, 0.4  # Han characters of a common run, part of the sentence (definition)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that say the same, wholly or in part.

    Attributes
    ----------
    old, new : int
        Places among the sentences of each document.
    status : str
        `same`, `reworded` or `partly`.
    similarity : float
        Dice coefficient of bigrams, in [0, 1].
    moved : bool
        Whether their sections are not linked.
    """

    old: int
    new: int
    status: str
    similarity: float
    moved: bool


@dataclass(frozen=True, slots=True)
class Pairing:
    """The sentences of two documents, their pairs, and the linked sections that differ in the order
    of list items alone.
    """

    old: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    pairs: tuple[Pair, ...]
    only_order: frozenset[tuple[int, int]]


def pair_sentences(
    old: Sequence[Sentence], new: Sequence[Sentence], links: Sequence[tuple[int, int]]
) -> Pairing:
    """Pair the sentences of two documents.

    The pairs maximise the sum of (Dice − 0.3), first inside linked sections and then among what is
    left. A sentence that is left over and has a run of 8 characters, two fifths of it, in common
    with another is attached to that one.

    Parameters
    ----------
    old, new : sequence of Sentence
    links : sequence of (int, int)
        Sure and likely links between units.
    """
    linked = set(links)
    edges = _tied_by_place(
        dice([line.clauses for line in old], [line.clauses for line in new], least=LEAST), old, new
    )
    inside = [edge for edge in edges if (old[edge.old].unit, new[edge.new].unit) in linked]
    found = _good(assign(inside, LEAST))
    used = {edge.old for edge in found}, {edge.new for edge in found}
    left = [edge for edge in edges if edge.old not in used[0] and edge.new not in used[1]]
    found += _good(assign(left, LEAST))
    pairs = [
        Pair(
            edge.old,
            edge.new,
            _status(old[edge.old], new[edge.new], edge.value),
            edge.value,
            (old[edge.old].unit, new[edge.new].unit) not in linked,
        )
        for edge in found
    ]
    pairs = sorted([*pairs, *_attached(old, new, pairs, linked)], key=lambda p: (p.old, p.new))
    return Pairing(tuple(old), tuple(new), tuple(pairs), _only_order(old, new, pairs, linked))


def _tied_by_place(
    edges: Iterable[tuple[int, int, float]], old: Sequence[Sentence], new: Sequence[Sentence]
) -> list[Edge]:
    """Let equal sentences that repeat be paired in their order."""
    sizes = max(len(old), 1), max(len(new), 1)
    return [
        Edge(i, j, value, value - 1e-6 * abs(i / sizes[0] - j / sizes[1])) for i, j, value in edges
    ]


def _good(edges: Sequence[Edge]) -> list[Edge]:
    return [edge for edge in edges if edge.value >= PARTLY]


def _status(old: Sentence, new: Sentence, similarity: float) -> str:
    if same_but_order(old.clauses, new.clauses):
        return "same"
    if (
        ratio(without_marks(old.clauses), without_marks(new.clauses)) >= KEPT
        and not numbers_differ(without_number(old.text), without_number(new.text))
        and not direction_differs(old.text, new.text)
    ):
        return "same"
    return "reworded" if similarity >= REWORDED else "partly"


def _attached(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    pairs: Sequence[Pair],
    linked: Collection[tuple[int, int]],
) -> Iterator[Pair]:
    """Attach sentences that are left over to one that holds a long run of theirs."""
    used = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    texts = [[without_marks(line.clauses) for line in side] for side in (old, new)]
    for i, j in _holders(texts[0], texts[1], used[0]):
        yield Pair(i, j, "partly", _dice(old[i], new[j]), (old[i].unit, new[j].unit) not in linked)
    for j, i in _holders(texts[1], texts[0], used[1]):
        yield Pair(i, j, "partly", _dice(old[i], new[j]), (old[i].unit, new[j].unit) not in linked)


def _dice(old: Sentence, new: Sentence) -> float:
    return next((value for _, _, value in dice([old.clauses], [new.clauses], least=0)), 0.0)


def _holders(
    texts: Sequence[str], others: Sequence[str], used: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield each unused text with the other text that holds its longest run."""
    index: dict[str, set[int]] = defaultdict(set)
    left = [i for i in range(len(texts)) if i not in used]
    wanted = {run for i in left for run in _runs(texts[i])}
    for j, text in enumerate(others):
        for run in _runs(text):
            if run in wanted:
                index[run].add(j)
    for i in left:
        holders = sorted({j for run in _runs(texts[i]) for j in index.get(run, ())})
        sizes = [_longest(texts[i], others[j]) for j in holders]
        if sizes and max(sizes) >= COVERED * len(texts[i]):
            yield i, holders[sizes.index(max(sizes))]


def _runs(text: str) -> set[str]:
    return {text[i : i + RUN] for i in range(len(text) - RUN + 1)}


def _longest(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _only_order(
    old: Sequence[Sentence],
    new: Sequence[Sentence],
    pairs: Sequence[Pair],
    linked: Collection[tuple[int, int]],
) -> frozenset[tuple[int, int]]:
    """Return the links all of whose sentences differ in the order of list items at most."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for pair in pairs:
        one, other = old[pair.old], new[pair.new]
        if one.own and other.own and same_but_order(one.clauses, other.clauses):
            counts[one.unit, other.unit] += 1
    sizes = [_own_sentences(side) for side in (old, new)]
    return frozenset(
        link for link in linked if counts[link] == sizes[0][link[0]] == sizes[1][link[1]]
    )


def _own_sentences(side: Sequence[Sentence]) -> dict[int, int]:
    sizes: dict[int, int] = defaultdict(int)
    for line in side:
        sizes[line.unit] += line.own
    return sizes


def shares(pairing: Pairing, new: Sequence[Unit]) -> list[dict[str, float]]:
    """Return for each unit of the newer document which parts of its Han characters are the same,
    reworded and new.

    Formulas are not counted; a section of formulas alone has no shares (NaN).
    """
    kept = {pair.new: "share_reworded" for pair in pairing.pairs}
    kept |= {pair.new: "share_same" for pair in pairing.pairs if pair.status == "same"}
    sums = [dict.fromkeys(("share_same", "share_reworded", "share_new"), 0.0) for _ in new]
    for number, line in enumerate(pairing.new):
        if line.counted:
            sums[line.unit][kept.get(number, "share_new")] += line.n_chars
    return [
        {
            name: size / total if (total := sum(unit.values())) else float("nan")
            for name, size in unit.items()
        }
        for unit in sums
    ]
