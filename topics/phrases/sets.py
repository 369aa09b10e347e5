"""Set phrases: runs of words that several documents hold, best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from topics.answer.candidates import substrings
from topics.corpus.document import count_han
from topics.phrases.naming import begins_well, ends_well, has_name, is_formulation, is_verb
from topics.phrases.options import OPTIONS, PhraseOptions
from topics.phrases.reading import BREAK, ITEM, SLOT, Ints, Reading
from topics.phrases.runs import maximal_runs

ENDS = BREAK + ITEM + "的和与及等，"  # behind a verb with its object
_JOINTS, _TAKES = "和与及", frozenset("把以在")  # before a phrase; the word that it begins with


@dataclass(frozen=True)
class Phrase:
    """A formulation and where it stands.

    Attributes
    ----------
    text : str
        Folded, as `Reading.text` holds it.
    kind : str
        `set`, `quoted`, `modifier` or `asked`.
    places : array of int
        In `Reading.text`, in order.
    score : float
        |p|·ln(1 + documents)·min(H left, H right), with H the entropy (nats) of the character
        beside it, each border of a clause counting as a character of its own.
    head : str
        What a modifier belongs to; empty for the others.
    """

    text: str
    kind: str
    places: Ints
    score: float
    head: str = ""


def find_set_phrases(reading: Reading, options: PhraseOptions = OPTIONS) -> list[Phrase]:
    """Return the set phrases and the phrases in quotation marks, best first."""
    quoted = [text for text in reading.quoted if _fits(text, options.quoted)]
    runs = {"".join(run): run for run in _runs(reading, options)}
    kinds = dict.fromkeys(runs, "set") | dict.fromkeys(quoted, "quoted")
    found = []
    for text, kind in kinds.items():
        places = reading.find(text)
        documents = len(set(reading.document_of(places).tolist()))
        often = documents >= options.documents or len(places) >= options.repeats
        if kind == "quoted" or (often and _is_whole(reading, runs[text], places, options)):
            score = size(text) * log(1 + documents) * spread(reading, text, places)
            found.append(Phrase(text, kind, places, score))
    closed = _closed(found)
    return sorted(closed, key=lambda phrase: (-phrase.score, -len(phrase.text), phrase.text))


def size(text: str) -> int:
    """Return the Han characters of a folded phrase, its slot counting as one."""
    return count_han(text) + text.count(SLOT)


def _fits(text: str, chars: tuple[int, int]) -> bool:
    return chars[0] <= size(text) <= chars[1] and is_formulation(text)


def _is_whole(reading: Reading, words: Sequence[str], places: Ints, options: PhraseOptions) -> bool:
    """Tell whether nothing is wanting at the ends of a run.

    A verb wants its object: 促进农业转移人口 before 市民化 is not whole, nor is 城镇化率达到. What
    stands before 的 is whole, too: 就业和 is wanting before 生活的人口.
    """
    text, length = reading.text, sum(map(len, words))
    if "的" in words:
        joined = sum(at > 0 and text[at - 1] in _JOINTS for at in places.tolist())
        if joined > options.whole * len(places):
            return False
    if not (is_verb(words[0]) or words[0] in _TAKES or is_verb(words[-1])):
        return True
    ends = ENDS.replace("的", "") if words[0] in _TAKES else ENDS
    ended = sum(text[at] in ends for at in (places + length).tolist())
    return ended > options.whole * len(places)


def _runs(reading: Reading, options: PhraseOptions) -> Iterator[tuple[str, ...]]:
    """Yield the maximal runs, each without the words that no phrase begins or ends with."""
    words = reading.words
    for at, count in maximal_runs(words):
        first, last = at, at + count
        while first < last and not begins_well(words[first]):
            first += 1
        while first < last and not ends_well(words[last - 1]):
            last -= 1
        run = tuple(words[first:last])
        if len(run) <= options.chars[1] and _fits("".join(run), options.chars) and has_name(run):
            yield run


def spread(reading: Reading, text: str, places: Ints) -> float:
    """Return the smaller entropy of what stands before and behind a phrase.

    A phrase that always has the same neighbour is a part of a longer one: 0.
    """
    before, behind = places - 1, places + len(text)
    return min(
        _entropy(reading.text[at] if at >= 0 else BREAK for at in before.tolist()),
        _entropy(reading.text[at] for at in behind.tolist()),
    )


def _entropy(chars: Iterable[str]) -> float:
    counts = Counter(chars)
    borders = counts.pop(BREAK, 0) + counts.pop(ITEM, 0)
    total = borders + sum(counts.values())
    parts = [*counts.values(), *([1] * borders)]
    return -sum(part / total * log(part / total) for part in parts) if total else 0.0


def _closed(found: list[Phrase]) -> list[Phrase]:
    """Leave out each phrase of which a longer one stands in all the places."""
    number = {phrase.text: len(phrase.places) for phrase in found}
    inner = {
        part
        for phrase in found
        if phrase.kind == "set"
        for part in substrings(phrase.text)
        if part != phrase.text and number.get(part) == len(phrase.places)
    }
    return [phrase for phrase in found if phrase.text not in inner or phrase.kind == "quoted"]
