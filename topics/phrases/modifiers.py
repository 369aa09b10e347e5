"""What stands before a fixed head: 以人为核心的 before 新型城镇化战略, and the verb before that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from topics.corpus.document import count_han
from topics.phrases.naming import is_formulation, is_verb
from topics.phrases.options import OPTIONS, PhraseOptions
from topics.phrases.reading import ITEM, Reading

_TAKES = ("以", "把", "由", "向")  # open 以…为核心的
_NO_FRAME = frozenset(
    {*("以及", "以上", "以下", "以内", "以外", "以来", "以后", "以前", "以便", "以至", "以免")}
)
_FRAME = re.compile(r"以[^\n]{1,30}?为[^\n、]{1,12}的([^\n、的]{3,16})(?=[\n、])")
SHORT = 3  # Han characters of an item such as 宜居 (chosen)
BETWEEN = 4  # Han characters between 的 and the head that belong to the modifier, as 新型 (chosen)


@dataclass(frozen=True, slots=True)
class Modifier:
    """A head with what stands before it.

    Attributes
    ----------
    head : str
    text : str
        The modifier with its 的, or a list of names; empty if there is none.
    kind : str
        `frame` (以…为…的), `of` (…的), `list` (宜居、韧性 before 城市), or empty.
    verb : str
        The verbs before it, with their adverbs; may be empty.
    at, length : int
        The place of modifier and head in `Reading.text`.
    """

    head: str
    text: str
    kind: str
    verb: str
    at: int
    length: int

    @property
    def phrase(self) -> str:
        """Modifier and head."""
        return f"{self.text}{self.head}"


def find_modifiers(
    reading: Reading, heads: Iterable[str], options: PhraseOptions = OPTIONS
) -> Iterator[Modifier]:
    """Yield each place of the heads, in the order of heads and places."""
    for head in heads:
        for at in reading.find(head).tolist():
            start, _ = reading.clause(at)
            words = reading.words_between(start, at)
            cut = at - start - sum(map(len, words))
            if cut:  # the head begins inside a word: 人文城市
                words = [*words, reading.text[at - cut : at]]
            yield _modifier(head, words, at, options)


def heads_of_frames(reading: Reading) -> set[str]:
    """Return what two places or more have behind 以…为…的, up to the end of the clause or item."""
    counts = Counter(match[1] for match in _FRAME.finditer(reading.text))
    return {head for head, n in counts.items() if n > 1}


def _modifier(head: str, words: list[str], at: int, options: PhraseOptions) -> Modifier:
    kind, first = _opening(words)
    text = "".join(words[first:])
    if kind and not _fits(text, options):
        kind, text, first = "", "", len(words)
    verbs = first
    while verbs and is_verb(words[verbs - 1]):
        verbs -= 1
    verb = "".join(words[verbs:first])
    return Modifier(head, text, kind, verb, at - len(text), len(text) + len(head))


def _fits(text: str, options: PhraseOptions) -> bool:
    least, most = options.modifier
    return least <= count_han(text.removesuffix("的")) <= most and is_formulation(f"{text}事")


def _opening(words: list[str]) -> tuple[str, int]:
    """Return the kind of the modifier at the end of the words, and its first word."""
    tail = _behind(words)
    if tail is not None:
        for first, word in enumerate(words[:tail]):
            if _opens(word) and "为" in "".join(words[first:tail]):
                return "frame", first
        return "of", _after_verbs(words)
    if ITEM in words[:-1]:
        return _list(words)
    return "", len(words)


def _behind(words: list[str]) -> int | None:
    """Return the place behind the last 的 if a few characters at most follow it."""
    for end in range(len(words), 0, -1):
        if words[end - 1] == "的":
            return end if sum(map(len, words[end:])) <= BETWEEN else None
    return None


def _opens(word: str) -> bool:
    return word in _TAKES or (word.startswith("以") and len(word) > 1 and word not in _NO_FRAME)


def _after_verbs(words: list[str]) -> int:
    """Return the first word that is no verb at the beginning; 0 if all are."""
    for first, word in enumerate(words[:-1]):
        if not is_verb(word):
            return first
    return 0


def _list(words: list[str]) -> tuple[str, int]:
    """Return where a list of short names before the head begins: 宜居、韧性、智慧 before 城市.

    A longer name before 、 is a thing beside the head, not a property of it.
    """
    first = len(words)
    while first and (words[first - 1] == ITEM or _is_short(words, first)):
        first -= 1
    while first < len(words) and words[first] == ITEM:
        first += 1
    found = ITEM in words[first:] and words[-1] != ITEM
    return ("list", first) if found else ("", len(words))


def _is_short(words: list[str], end: int) -> bool:
    """Tell whether the word before `end` is an item of a list by itself."""
    alone = end == len(words) or words[end] == ITEM
    opened = end >= 2 and words[end - 2] == ITEM
    name = len(words[end - 1]) <= SHORT
    return name and alone and (opened or not is_verb(words[end - 1]))
