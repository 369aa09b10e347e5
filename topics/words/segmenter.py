"""Text to words: an engine of our own with the dictionary in its word graph, and the special
stretches put back.
"""

from __future__ import annotations

import hashlib
import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from topics.words.contexts import NEGATION, has_rank, part_ranks
from topics.words.guesses import Negating, Pieces
from topics.words.numbers import (
    DATES,
    HAN_NUMBERS,
    HEADS,
    SURE_MEASURES,
    is_number,
    measure_of,
    number_parts,
    short_number,
    shorter_numbers,
)
from topics.words.special import (
    HAN,
    MARK,
    RULE,
    RULES,
    STOP,
    MixedTerms,
    is_han,
    is_plain,
    normalise,
    writing_pattern,
)
from topics.words.wordgraph import build_engine, engine_name
from topics.words.wordlists import Entry

# Han characters without a mark that the engine sees at once: jieba's time is quadratic in the
# length of a run
RUN = 512
# characters that the engine sees at once: its list of words takes 27 bytes for each byte of text
PIECE = 20_000
OVERLAP = (
    96  # characters at a window's end that are cut again, three times the longest dictionary word
)
# no word either way, and for a line break Python has a ready string that the engine need not make
COMMON_MARKS = "，。、"
_LEFT, _RIGHT = re.compile(f"[{HAN}]*$"), re.compile(f"[{HAN}]{{0,3}}")
CACHED = 8  # segmenters that a process keeps
CACHED_WORDS = 100_000  # words about which a decision is remembered


class Match(NamedTuple):
    """A place where a term stands, `text[start:end]`."""

    term: str
    start: int
    end: int


class Segmenter:
    """Cuts text into words that concatenate back to it.

    Made by `load_segmenter`, never changed after.

    Attributes
    ----------
    terms : frozenset of str
        The dictionary, normalised.
    engine : str
        `rjieba` or `jieba`.
    """

    def __init__(self, entries: Iterable[Entry], engine: str) -> None:
        listed = {normalise(entry.word): entry for entry in entries}
        never = sorted(word for word, entry in listed.items() if not entry.is_term)
        unique = {word: entry for word, entry in listed.items() if entry.is_term}
        self.engine = engine
        self.terms = frozenset(unique)
        plain = sorted(
            (word for word in unique if is_plain(word)), key=lambda word: (len(word), word)
        )
        self._cut, self._cut_known, knows = build_engine(
            engine,
            [*((word, 0) for word in never), *((word, unique[word].freq) for word in plain)],
        )
        self.knows = knows
        self.pieces = Pieces(self.terms, frozenset(never), knows, most=CACHED_WORDS)
        self.negating = Negating(self.pieces, most=CACHED_WORDS).__getitem__
        self._stands = lru_cache(maxsize=CACHED_WORDS)(self._number_stands)
        self._mixed = MixedTerms(word for word in unique if not is_plain(word))
        self._canonical = lru_cache(maxsize=CACHED_WORDS)(self._mixed.canonical)
        self._special = self._mixed.special(RULES)
        self._special_or_number = self._mixed.special(f"{DATES}|{HAN_NUMBERS}|{RULES}", HEADS)

    def cut(self, text: str, *, whole_numbers: bool = False) -> list[str]:
        """Return the words, punctuation and white space of a normalised text; joined they are the
        text.

        With `whole_numbers` a date such as 2024年7月28日 and a number with its measure word,
        300余家, are one word each, else a number and what stands behind it are two.
        """
        specials: list[str] = []

        def claim(special: str) -> str:
            specials.append(special)
            return MARK

        words: list[str] = []
        for part in self._cut_plain(self._mask(text, claim, whole_numbers=whole_numbers)):
            words += part
        if has_rank(text):
            words = part_ranks(words)
        words = [piece for word in words for piece in self.pieces[word]]
        if not whole_numbers:
            words = [part for word in words for part in self._number_parts(word)]
        return _put_back(specials, words)

    def tokens(self, text: str, kept: Mapping[str, str], joins: Callable[[str], bool]) -> list[str]:
        """Return `kept[word]` for the words of a normalised text where that is not empty.

        The same as filtering `cut` with whole numbers, after `attach_negations`, at a third of the
        cost: each word is dropped or replaced by the one string of its token while the processor
        still has it at hand. So a word of several `pieces` must count for no more than one token.
        `kept[MARK]` must be `MARK`, and `kept` must be `NEGATION` for what `negating` is true of.
        """
        specials: list[str] = []

        def claim(special: str) -> str:
            if token := kept[special]:
                specials.append(token)
                return MARK
            return "\n"

        masked = self._mask(text.replace(MARK, "\n"), claim, whole_numbers=True)
        for mark in COMMON_MARKS:
            masked = masked.replace(mark, "\n")
        tokens: list[str] = []
        ranked = has_rank(masked)
        for cut in self._cut_plain(masked):
            words = part_ranks(cut) if ranked else cut
            found = list(map(kept.__getitem__, words))
            if NEGATION in found:
                _attach(found, words, kept, joins)
            tokens += filter(None, found)
        return _put_back(specials, tokens)

    def _number_parts(self, word: str) -> tuple[str, ...]:
        return (word,) if word in self.terms or not is_number(word) else number_parts(word)

    def parts(self, word: str) -> list[str]:
        """Return the words of a word, without guesses at unknown ones."""
        return self._cut_known(word) if is_plain(word) else self.cut(word)

    def canonical(self, word: str) -> str:
        """Return the dictionary's writing of a word: `"十四五"` becomes `“十四五”`, `I型大城市`
        becomes `Ⅰ型大城市`.
        """
        return word if is_plain(word) else self._canonical(word)

    def find(
        self, text: str, terms: Iterable[str], *, without: Iterable[Segmenter] = ()
    ) -> list[Match]:
        """Return every place of the terms in a normalised text that no word crosses, by start and
        then the longest.

        A word crosses a place if it overlaps it in part; a word that covers the place does not.
        Each segmenter in `without` lacks terms that the one before has, and is asked about what is
        left over: so only ordinary words keep a term from being found, and no term another.
        """
        plain, mixed = _by_writing(terms if isinstance(terms, tuple) else tuple(terms))
        written = [term for term in plain if term in text]
        left = [Match(term, *place) for term in (*written, *mixed) for place in places(text, term)]
        matches: list[Match] = []
        for segmenter in chain([self], without):
            if not left:
                break  # most sections have few terms, and cutting costs more than looking
            words = segmenter.cut(text)
            ends = list(accumulate(map(len, words)))
            matches += [match for match in left if not crossed(ends, match.start, match.end)]
            left = [
                match
                for match in left
                if crossed(ends, match.start, match.end)
                and (
                    segmenter is self
                    or self.terms.issuperset(_crossers(words, ends, match.start, match.end))
                )
            ]
        return sorted(matches, key=lambda match: (match.start, -match.end, match.term))

    def _mask(self, text: str, claim: Callable[[str], str], *, whole_numbers: bool) -> str:
        """Put what `claim` says for each special stretch: MARK where it is wanted back, else a line
        break.
        """

        def replace(match: re.Match[str]) -> str:
            start, end = match.span()
            if (
                end - start > 1
                and match.lastindex is None
                and "\u4e00" <= text[end - 1] <= "\u9fd5"
            ):
                return self._mask_number(match, claim, whole_numbers=whole_numbers)
            if match.lastindex is None or not self._crossed(text, start, end):
                return claim(match[0])
            rule = RULE.match(text, start)
            if rule is None:
                head = text[start]
            elif is_han(rule[0][-1]):
                head = self._mask_number(rule, claim, whole_numbers=whole_numbers)
            else:
                head = claim(rule[0])
            rest = text[rule.end() if rule else start + 1 : end]
            return head + self._mask(rest, claim, whole_numbers=whole_numbers)

        return (self._special_or_number if whole_numbers else self._special).sub(replace, text)

    def _mask_number(
        self, match: re.Match[str], claim: Callable[[str], str], *, whole_numbers: bool
    ) -> str:
        """Put what `claim` says for a number and so much of what stands behind it as no word
        crosses.
        """
        text, start = match.string, match.start()
        left = ""
        if text[start] not in "第0123456789" and start and is_han(text[start - 1]):
            left = _LEFT.search(text[max(start - 4, 0) : start])[0]  # type: ignore[index]
        end = match.end()
        if not left and (end == len(text) or not is_han(text[end])) and whole_numbers:
            return claim(match[0])  # most numbers stand before a mark
        for number in shorter_numbers(match[0]):
            end = start + len(number)
            right: str = _RIGHT.match(text, end)[0]  # type: ignore[index]
            if not (left or right) or self._stands(left, short_number(number), right):
                parts = (number,) if whole_numbers else number_parts(number)
                return "".join(map(claim, parts)) + text[end : match.end()]
        return match[0]

    def _number_stands(self, left: str, number: str, right: str) -> bool:
        """Say whether no word crosses the ends of a number among Han characters.

        A measure word that may begin another word is asked for without its number, too: 一条|件 is
        more probable than 一|条件. One that begins no ordinary word may still begin a term.
        """
        ends = {0, *accumulate(map(len, self._cut_known(left + number + right)))}
        if not {len(left), len(left) + len(number)} <= ends:
            return False
        measure = measure_of(number)
        if not right or len(measure) != 1:
            return True
        words = self._cut_known(measure + right)
        if measure in SURE_MEASURES:
            return len(words[0]) == 1 or words[0] not in self.terms
        return 1 in accumulate(map(len, words))

    def _crossed(self, text: str, start: int, end: int) -> bool:
        """Say whether an ordinary word crosses the Han edges of a term with other characters."""
        return self._joined(text, start) or self._joined(text, end)

    def _joined(self, text: str, border: int) -> bool:
        left, right = _han_run(text, border, -1), _han_run(text, border, 1)
        if border in {left, right}:
            return False
        return border - left not in accumulate(map(len, self._cut_known(text[left:right])))

    def _cut_plain(self, text: str) -> Iterator[list[str]]:
        """Cut in pieces that end after a mark."""
        position = 0
        while position < len(text):
            stop = STOP.search(text, position + PIECE)
            end = stop.end() if stop else len(text)
            yield self._cut_piece(text[position:end])
            position = end

    def _cut_piece(self, text: str) -> list[str]:
        """Cut at once, or, where marks are too far apart, in windows whose ends are cut again."""
        if all(STOP.search(text, at, at + RUN) for at in range(RUN, len(text) - RUN, RUN)):
            return self._cut(text)
        found: list[str] = []
        position = 0
        while len(text) - position > RUN:
            if stop := STOP.search(text, position + RUN, position + 2 * RUN):
                found += self._cut(text[position : stop.end()])
                position = stop.end()
                continue
            words = self._cut(text[position : position + RUN])
            ends = list(accumulate(map(len, words)))
            n_sure = bisect_left(ends, RUN - OVERLAP) + 1
            found += words[:n_sure]
            position += ends[n_sure - 1]
        return found + self._cut(text[position:])


@lru_cache(maxsize=8)
def _by_writing(terms: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Part terms into those that stand in a text as they are and those with several writings."""
    return [term for term in terms if is_plain(term)], [
        term for term in terms if not is_plain(term)
    ]


def places(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Yield where a term or another writing of it stands in a normalised text, overlapping ones
    too.
    """
    if not term:
        return
    if not is_plain(term):
        yield from (match.span() for match in writing_pattern(term).finditer(text))
        return
    start = text.find(term)
    while start >= 0:
        yield start, start + len(term)
        start = text.find(term, start + 1)


def crossed(ends: list[int], start: int, end: int) -> bool:
    """Say whether a word, given by the ends of all, overlaps text[start:end] in part."""
    first = bisect_left(ends, start + 1)  # the word over `start`
    last = bisect_left(ends, end)  # the word over `end - 1`
    first_start = ends[first - 1] if first else 0
    last_start = ends[last - 1] if last else 0
    return (first_start < start and ends[first] < end) or (ends[last] > end and last_start > start)


def _crossers(words: list[str], ends: list[int], start: int, end: int) -> Iterator[str]:
    """Yield the words that overlap text[start:end] in part."""
    first, last = bisect_left(ends, start + 1), bisect_left(ends, end)
    if ends[first] - len(words[first]) < start:
        yield words[first]
    if ends[last] > end:
        yield words[last]


def _han_run(text: str, border: int, step: int) -> int:
    """Return where the Han characters beside a border end, at most ten away."""
    position = border
    while abs(position - border) < 10:
        index = position if step > 0 else position - 1
        if not 0 <= index < len(text) or not is_han(text[index]):
            break
        position += step
    return position


def _attach(
    found: list[str], words: list[str], kept: Mapping[str, str], joins: Callable[[str], bool]
) -> None:
    """Put the token of the negated word where a negation and the next word were found."""
    at = -1
    for _ in range(found.count(NEGATION)):
        at = found.index(NEGATION, at + 1)
        found[at] = ""
        if at + 1 < len(words) and joins(words[at + 1]):
            found[at + 1] = kept[words[at][-1] + words[at + 1]]


def _put_back(specials: list[str], words: list[str]) -> list[str]:
    """Replace each MARK by its special stretch."""
    position = -1
    for special in specials:
        position = words.index(MARK, position + 1)
        words[position] = special
    return words


_cache: dict[str, Segmenter] = {}
_lock = threading.Lock()


def dictionary_hash(entries: Iterable[Entry]) -> str:
    """Return the SHA-256 of the entries, whatever their order."""
    lines = sorted(f"{entry.word} {entry.freq} {entry.tag}" for entry in entries)
    return hashlib.sha256("\n".join(lines).encode(errors="surrogatepass")).hexdigest()


def load_segmenter(entries: Iterable[Entry], engine: str = "auto") -> Segmenter:
    """Return the segmenter for a dictionary, built once per process."""
    entries = tuple(entries)
    name = engine_name(engine)
    key = f"{name} {dictionary_hash(entries)}"
    with _lock:
        if key not in _cache:
            while len(_cache) >= CACHED:
                del _cache[next(iter(_cache))]
            _cache[key] = Segmenter(entries, name)
        return _cache[key]
