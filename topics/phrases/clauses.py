"""Clauses of two linked documents that differ in a few words, and the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from topics.compare.alarms import force
from topics.compare.lists import same_but_order
from topics.compare.similarity import dice
from topics.corpus.document import count_han
from topics.phrases.listed import SLOT_MARK, list_slots, lists_of, shared_items
from topics.phrases.options import OPTIONS, PhraseOptions
from topics.phrases.reading import BREAK, ITEM, Reading
from topics.words.subjects import NUMERAL

if TYPE_CHECKING:
    from topics.tokenize import PolicyTokenizer

LEAST = 4  # Han characters of a clause (chosen)
LEAST_ALIKE = 0.3  # Dice below which clauses are not looked at (as compare's sentences)
NEAR = 12  # characters of the anchor on each side of the slot (chosen: a line of a table)
_LIGHT = frozenset({"的", "等", "和", "与", "及", "地", "了", ITEM})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document.

    Attributes
    ----------
    text, written : str
        Folded, and as it is written, of equal length.
    path : str
        Its leaf section.
    at : int
        Where it begins in `Reading.text`.
    """

    text: str
    written: str
    path: str
    at: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Words of a clause that gave way to others.

    Attributes
    ----------
    old, new : str
        What went and what came; one may be empty.
    anchor : str
        The clause around them, with ＿ in their place.
    clauses : (Clause, Clause)
    paths : (str, str)
        Their sections.
    force : str
        `stronger`, `weaker` or empty.
    listed : bool
        Whether the names of a list changed.
    """

    old: str
    new: str
    anchor: str
    clauses: tuple[Clause, Clause]
    paths: tuple[str, str]
    force: str
    listed: bool = False


def clauses(reading: Reading, number: int) -> list[Clause]:
    """Return the distinct clauses of a document that say something, in its order."""
    start, end = reading.starts[number : number + 2].tolist()
    found: dict[str, Clause] = {}
    at = start
    for text in reading.text[start:end].split(BREAK)[:-1]:
        if count_han(text) >= LEAST and text not in found:
            path = reading.place(at, len(text)).path
            found[text] = Clause(text, reading.written(at, len(text)), path, at)
        at += len(text) + 1
    return list(found.values())


def exchanges(
    old: Sequence[Clause],
    new: Sequence[Clause],
    linked: Callable[[str, str], bool],
    tokenizer: PolicyTokenizer,
    options: PhraseOptions = OPTIONS,
) -> Iterator[Exchange]:
    """Yield what was exchanged between the clauses of two documents, in the order of the newer one.

    Clauses are paired one to one, the most alike first, if their sections are linked or they are so
    alike that compare pairs whole sentences; clauses that both documents have pair with nothing
    else.

    Parameters
    ----------
    old, new : sequence of Clause
    linked : callable
        Tells whether two leaf sections are linked.
    tokenizer : PolicyTokenizer
    options : PhraseOptions, optional
    """
    both = {clause.text for clause in old} & {clause.text for clause in new}
    left = [clause for clause in old if clause.text not in both]
    right = [clause for clause in new if clause.text not in both]
    for i, j in _pairs(left, right, linked, options):
        one, other = left[i], right[j]
        listed = shared_items(one.written, other.written) > 1
        for gone, came, anchor in slots(one.written, other.written, tokenizer, options):
            change = force(one.text, other.text)
            paths = one.path, other.path
            yield Exchange(gone, came, anchor, (one, other), paths, change, listed)


def _pairs(
    left: Sequence[Clause],
    right: Sequence[Clause],
    linked: Callable[[str, str], bool],
    options: PhraseOptions,
) -> list[tuple[int, int]]:
    texts = [[clause.text for clause in side] for side in (left, right)]
    alike = dice(*texts, least=LEAST_ALIKE)
    fit = [
        (-value, i, j)
        for i, j, value in alike
        if (shared := shared_items(texts[0][i], texts[1][j])) >= options.items
        or value >= options.sure
        or (linked(left[i].path, right[j].path) and (value >= options.alike or shared > 1))
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, i, j in sorted(fit):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return sorted(pairs, key=lambda pair: pair[1])


def slots(
    old: str, new: str, tokenizer: PolicyTokenizer, options: PhraseOptions = OPTIONS
) -> list[tuple[str, str, str]]:
    """Return what was exchanged between two clauses, each with its anchor.

    The names of a list are compared as a set: another order is no exchange.

    Examples
    --------
    >>> from topics.tokenize import PolicyTokenizer
    >>> slots("试行居住地登记户口制度", "推行居住地登记户口制度", PolicyTokenizer())
    [('试行', '推行', '＿居住地登记户口制度')]
    >>> slots("建设韧性、宜居城市", "建设宜居、韧性城市", PolicyTokenizer())
    []
    >>> slots("建设宜居、韧性、绿色城市", "打造宜居、韧性城市", PolicyTokenizer())
    [('建设', '打造', '＿宜居、韧性城市'), ('绿色', '', '宜居、韧性＿城市')]
    """
    if same_but_order(old, new):
        return []
    lists = lists_of(old, new)
    if lists and shared_items(old, new) > 1:
        found = list_slots(lists)
        return found if all(_tells(side, options) for *pair, _ in found for side in pair) else []
    left, right = (tokenizer.segmenter.cut(clause) for clause in (old, new))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    common = sum(count_han("".join(left[i : i + n])) for i, _, n in matcher.get_matching_blocks())
    if common < max(options.anchor, min(count_han(old), count_han(new)) / 2):
        return []
    found = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        gone, came = _bare(left[i:i_end]), _bare(right[j:j_end])
        if tag != "equal" and gone != came:
            before, behind = "".join(right[:j]), "".join(right[j_end:])
            found.append((gone, came, f"{before[-NEAR:]}{SLOT_MARK}{behind[:NEAR]}"))
    told = all(_tells(side, options) for gone, came, _ in found for side in (gone, came))
    return found if told and len(found) <= options.slots else []


def _bare(words: list[str]) -> str:
    """Join the words of a slot without particles and marks at its ends."""
    first, last = 0, len(words)
    while first < last and words[first] in _LIGHT:
        first += 1
    while last > first and words[last - 1] in _LIGHT:
        last -= 1
    return "".join(words[first:last])


def _tells(text: str, options: PhraseOptions) -> bool:
    """Tell whether a side of an exchange is empty, or short and more than a number."""
    return count_han(text) <= options.slot and not NUMERAL.fullmatch(text)
