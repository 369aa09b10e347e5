"""What an engine may not make of text: guesses at the edge of a function word, words listed as
none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from topics.words.contexts import NEGATIONS
from topics.words.numbers import is_number
from topics.words.special import is_plain

# Characters of closed classes with which no unknown word begins or ends. Not 可, 用, 性, 化, 中,
# 会, 地, 过, which end or begin many (进博会, 过高). Chosen on those sentences of GSDSimp
# (development part) whose SHA-256 is odd, 248 of 500: F1 .8170 without any, .8249 with these; on
# the other 252, which had no part in it, .8129 and .8212.
FUNCTION = "及等与和之以为在于是从其而或即这那时的了将更只要各有须由"
INSIDE = frozenset("的与及和之")
_EDGES = re.compile(f"([{FUNCTION}]*)(.*?)([{FUNCTION}]*)")


def guess_parts(word: str) -> tuple[str, ...]:
    """Part a guess of the hidden Markov model that a function character shows to be wrong.

    Characters of function words go off its edges; with 的, 与, 及, 和, 之 inside it is no word at
    all.

    >>> guess_parts("及运维"), guess_parts("以较"), guess_parts("稻田画")
    (('及', '运维'), ('以', '较'), ('稻田画',))
    """
    if is_number(word):  # 两五
        return (word,)
    if is_number(word[1:]):  # 每|百人, 近|百家
        return (word[0], word[1:])
    edges = _EDGES.fullmatch(word)
    assert edges is not None  # every word matches
    before, core, after = edges.groups()
    middle = tuple(core) if set(core) & INSIDE else (core,) if core else ()
    return (*before, *middle, *after)


class Pieces(dict[str, tuple[str, ...]]):
    """Word of an engine → the words that it is; decided once for each.

    Parameters
    ----------
    terms, never : collection of str
        The dictionary, and the words that are none.
    knows : callable
        Whether the engine has a word in its list.
    most : int
        Words that are remembered.
    """

    def __init__(
        self,
        terms: Collection[str],
        never: Collection[str],
        knows: Callable[[str], bool],
        *,
        most: int,
    ) -> None:
        self._terms, self._never, self._knows, self._most = terms, never, knows, most

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= self._most:
            self.clear()
        self[word] = parts = self._parts(word)
        return parts

    def _parts(self, word: str) -> tuple[str, ...]:
        if len(word) < 2 or word in self._terms or not is_plain(word):
            return (word,)
        if word in self._never:
            return tuple(word)
        if self._knows(word):
            return (word,)
        if word[0] in NEGATIONS:  # 不 as it stands before 属于
            first, *others = self[word[1:]]
            return (word[0] + first, *others)
        return guess_parts(word)


class Negating(dict[str, bool]):
    """Word of an engine → whether its last piece is a negation, and no other is longer."""

    def __init__(self, pieces: Pieces, *, most: int) -> None:
        self._pieces, self._most = pieces, most

    def __missing__(self, word: str) -> bool:
        if len(self) >= self._most:
            self.clear()
        *others, last = self._pieces[word] if word[-1:] in NEGATIONS else ("",)
        self[word] = ends = last in NEGATIONS and all(len(other) == 1 for other in others)
        return ends
