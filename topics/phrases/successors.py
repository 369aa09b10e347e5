"""Which formulation follows which: the same head or clause, other words, a later document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from topics.compare.similarity import bigrams
from topics.corpus.document import count_han
from topics.phrases.clauses import Exchange
from topics.phrases.life import Links
from topics.phrases.listed import SLOT_MARK
from topics.phrases.modifiers import Modifier
from topics.phrases.options import OPTIONS, PhraseOptions
from topics.phrases.reading import ITEM, Reading
from topics.phrases.sets import ENDS

K = TypeVar("K")
MOST_LOOKED_AT = 3  # places of a formulation whose clauses are compared, the first ones (chosen)
MOST_NODES = 60  # wordings before a head that are compared, those in most documents (chosen: a
# head with more takes any words, and only its frames and lists are looked at)


@dataclass(frozen=True)
class Node:
    """A formulation of a chain.

    Attributes
    ----------
    text : str
        Its wording, folded.
    places : mapping of int to sequence of (int, int)
        Its places as (start, length), by document.
    head : str
        What its modifier belongs to.
    free : bool
        Whether its modifier is any words with 的, neither a frame (以…为…的) nor a list: it follows
        another only where words before the head stay, too.
    """

    text: str
    places: Mapping[int, Sequence[tuple[int, int]]]
    head: str = ""
    free: bool = False


@dataclass(frozen=True)
class Chain:
    """Formulations that follow each other in time.

    Attributes
    ----------
    kind : str
        `modifier`, `verb` or `substitution`.
    head : str
        What stays: the head, or the clause with ＿ where words change.
    nodes : tuple of Node
    """

    kind: str
    head: str
    nodes: tuple[Node, ...]


def modifier_chains(
    reading: Reading,
    found: Iterable[Modifier],
    links: Links,
    *,
    always: frozenset[str] = frozenset(),
    options: PhraseOptions = OPTIONS,
) -> list[Chain]:
    """Return the chains of modifiers of each head, and of the verbs before a head whose modifiers
    form one, or that was asked for (`always`).
    """
    by_head: dict[str, list[Modifier]] = {}
    for one in found:
        by_head.setdefault(one.head, []).append(one)
    chains: list[Chain] = []
    taken: set[int] = set()
    for head in sorted(by_head, key=lambda head: (-len(head), head)):
        ones = by_head[head]
        whole = [one for one in ones if head in always or _is_whole(reading, one)]
        modified = _nodes(reading, [(one.phrase, one) for one in whole if one.kind])
        of_head = [
            Chain("modifier", head, row) for row in _paths(reading, modified, links, options)
        ]
        new = [chain for chain in of_head if not taken & _spans(chain)]
        for chain in new:
            taken |= _spans(chain)
        framed = {one.phrase for one in whole if one.kind == "frame"}
        if head in always or any(node.text in framed for chain in new for node in chain.nodes):
            verbs = [(f"{one.verb}{SLOT_MARK}{head}", one) for one in whole if one.verb]
            of_verbs = _nodes(reading, verbs, of_modifiers=False)
            new += [Chain("verb", head, row) for row in _paths(reading, of_verbs, links, options)]
        chains += new
    framed = {one.phrase for ones in by_head.values() for one in ones if one.kind == "frame"}
    return sorted(chains, key=lambda chain: _rank(chain, always, framed))


def _rank(chain: Chain, always: frozenset[str], framed: set[str]) -> tuple[object, ...]:
    """Put heads that were asked for first, then frames, then the longer chains."""
    frames = any(node.text in framed for node in chain.nodes)
    plain = chain.kind == "modifier" and not frames
    return chain.head not in always, plain, -len(chain.nodes), chain.head, chain.kind


def _is_whole(reading: Reading, one: Modifier) -> bool:
    """Tell whether a head ends there: 新型城镇化 before 战略 does not."""
    return reading.text[one.at + one.length] in ENDS


def _spans(chain: Chain) -> set[int]:
    """Return where the modifiers of a chain begin, which those of a shorter head share."""
    return {at for node in chain.nodes for places in node.places.values() for at, _ in places}


def _nodes(
    reading: Reading, named: Sequence[tuple[str, Modifier]], *, of_modifiers: bool = True
) -> list[Node]:
    places: dict[str, dict[int, list[tuple[int, int]]]] = {}
    for text, one in named:
        number = reading.number_of(one.at)
        places.setdefault(text, {}).setdefault(number, []).append((one.at, one.length))
    free = (
        {text: one.head for text, one in named if one.kind == "of" and ITEM not in one.text}
        if of_modifiers
        else {}
    )
    nodes = [
        Node(text, places[text], free.get(text, ""), free=text in free) for text in sorted(places)
    ]
    if len(nodes) <= MOST_NODES:
        return nodes
    fixed = [node for node in nodes if not node.free]
    return sorted(fixed, key=lambda node: (-len(node.places), node.text))[:MOST_NODES]


def _paths(
    reading: Reading, nodes: Sequence[Node], links: Links, options: PhraseOptions
) -> list[tuple[Node, ...]]:
    """Join nodes to paths in time.

    q follows p if the first document that has q has p no more, and a section or a clause of p in
    the last document before it stands for one of q. Of several the nearest in time, then the most
    alike; each has one successor and one predecessor at most.
    """
    edges = []
    for q, later in enumerate(nodes):
        target = min(later.places)
        for p, earlier in enumerate(nodes):
            before = [number for number in earlier.places if number < target]
            if p == q or not before or target in earlier.places:
                continue
            source = max(before)
            sides = earlier.places[source], later.places[target]
            alike = _alike(reading, *sides)
            if earlier.free or later.free:
                follow = (
                    alike >= options.alike and _same_words(earlier, later) >= options.same_words
                )
            else:
                follow = alike >= options.alike or _linked(reading, links, *sides)
            if follow:
                edges.append((target - source, -alike, p, q))
    follows: dict[int, int] = {}
    for _, _, p, q in sorted(edges):
        if p not in follows and q not in follows.values():
            follows[p] = q
    return [tuple(nodes[number] for number in path) for path in joined(follows)]


def joined(follows: Mapping[K, K]) -> list[list[K]]:
    """Return the paths of a mapping in which each has one successor and one predecessor.

    >>> joined({1: 2, 2: 3, 7: 8})
    [[1, 2, 3], [7, 8]]
    """
    paths = []
    for first in follows:
        if first not in follows.values():
            path = [first]
            while path[-1] in follows:
                path.append(follows[path[-1]])
            paths.append(path)
    return paths


def _same_words(one: Node, other: Node) -> float:
    """Return the Dice coefficient of what stands before the head in two formulations."""
    texts = [node.text.removesuffix(node.head) for node in (one, other)]
    return _dice(texts[0], texts[1])


def _alike(
    reading: Reading, left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]
) -> float:
    """Return the greatest Dice coefficient of two of their clauses."""
    sides = [
        [reading.text[slice(*reading.clause(at))] for at, _ in side[:MOST_LOOKED_AT]]
        for side in (left, right)
    ]
    return max(_dice(one, other) for one in sides[0] for other in sides[1])


def _dice(one: str, other: str) -> float:
    """Return the Dice coefficient of the bigrams of two short texts."""
    left, right = _bag(one), _bag(other)
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0


@lru_cache(maxsize=20_000)
def _bag(text: str) -> frozenset[str]:
    return frozenset(bigrams(text))


def _linked(
    reading: Reading,
    links: Links,
    left: Sequence[tuple[int, int]],
    right: Sequence[tuple[int, int]],
) -> bool:
    sides = [reading.paths_of(at for at, _ in side) for side in (left, right)]
    numbers = reading.number_of(left[0][0]), reading.number_of(right[0][0])
    return bool(links.counterparts(*numbers, sides[0]) & sides[1])


Key = tuple[int, str]  # number of a document, clause


def exchange_chains(
    found: Mapping[tuple[int, int], Sequence[Exchange]], options: PhraseOptions = OPTIONS
) -> list[Chain]:
    """Return the chains of clauses in which one word, or the names of a list, gave way to others.

    Clauses with several exchanges, or with words that were only put in or left out, stand in the
    table of substitutions alone. Chains whose force changes come first.

    Parameters
    ----------
    found : mapping of (int, int) to sequence of Exchange
        By the numbers of the two documents.
    options : PhraseOptions, optional
    """
    follows: dict[Key, Key] = {}
    told: dict[Key, Exchange] = {}
    spans: dict[Key, tuple[int, int]] = {}
    taken: set[Key] = set()
    for (i, j), exchanged in sorted(found.items(), key=lambda item: (item[0][1], -item[0][0])):
        number = Counter(one.clauses[1].text for one in exchanged)
        for one in exchanged:
            old, new = (i, one.clauses[0].text), (j, one.clauses[1].text)
            sizes = count_han(one.old), count_han(one.new)
            alone = number[new[1]] == 1 and all(1 < size <= options.word for size in sizes)
            if (alone or one.listed) and old not in follows and new not in taken:
                follows[old], told[old] = new, one
                taken.add(new)
                for key, clause in ((old, one.clauses[0]), (new, one.clauses[1])):
                    spans[key] = (clause.at, len(clause.text))
    chains = []
    for path in joined(follows):
        nodes = tuple(Node(text, {number: [spans[number, text]]}) for number, text in path)
        steps = [told[key] for key in path[:-1]]
        chain = Chain("substitution", steps[0].anchor, nodes)
        chains.append((not any(step.force for step in steps), chain))
    return [chain for _, chain in sorted(chains, key=lambda pair: pair[0])]
