"""What a tokenizer's parameters resolve to: which words of a text count, and as which tokens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain, combinations

from topics.words.contexts import NEGATION, NEGATIONS, attach_negations
from topics.words.lexicon import Lexicon
from topics.words.numbers import is_number
from topics.words.options import TokenOptions
from topics.words.segmenter import (
    CACHED,
    CACHED_WORDS,
    Match,
    Segmenter,
    crossed,
    dictionary_hash,
    load_segmenter,
)
from topics.words.span import Span
from topics.words.special import MARK, is_plain, normalise
from topics.words.wordgraph import engine_signature, word_tags
from topics.words.wordlists import Entry

# characters of a word that counts: twice those of the longest term, and more than the longest
# words and addresses that Latin letters make (chosen, not fitted)
LONGEST = 64


@dataclass(frozen=True)
class Resolved:
    """What the parameters resolve to: word lists that have been read, the engine, a memory of
    decisions.
    """

    options: TokenOptions
    lexicon: Lexicon
    segmenter: Segmenter
    kept: Kept = field(init=False)
    marked: Kept = field(init=False)
    parts: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    finders: dict[tuple[str, ...], Segmenter] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", Kept(self))
        object.__setattr__(self, "marked", Kept(self, marks=True))

    def signature(self) -> str:
        """Return what decides the tokens, in one line."""
        options, (entries, stopwords) = self.options, self.lexicon
        parts = {
            "dictionary": f"{len(entries)}:{dictionary_hash(entries)[:12]}",
            "stopwords": (
                f"{len(stopwords)}:{hashlib.sha256(chr(10).join(sorted(stopwords)).encode()).hexdigest()[:12]}"
            ),
            **{
                name: getattr(options, name)
                for name in ("min_length", "numbers", "nested", "normalise", "lower")
            },
            "pos": "any" if options.pos is None else "+".join(sorted(options.pos)),
            "engine": engine_signature(self.segmenter.engine),
        }
        return "|".join(["PolicyTokenizer", *(f"{name}={value}" for name, value in parts.items())])

    def words(self, text: str) -> list[str]:
        """Return words of a normalised text that may count: numbers whole, negations attached."""
        words = self.segmenter.cut(text, whole_numbers=True)
        return attach_negations(words, self.segmenter.negating, self.kept.joins)

    def tokens(self, text: str) -> list[str]:
        """Return the tokens of a normalised text."""
        if self.options.nested == "every" or self.options.min_length < 2:
            return [span.token for word in self.words(text) for span in self.inside(word)]
        return self.segmenter.tokens(text, self.marked, self.marked.joins)

    def inside(self, word: str) -> tuple[Span, ...]:
        """Return the tokens that a word stands for, with places in the word."""
        if word not in self.parts:
            if len(self.parts) >= CACHED_WORDS:
                self.parts.clear()
            self.parts[word] = tuple(self._inside(word))
        return self.parts[word]

    def _inside(self, word: str) -> Iterable[Span]:
        if word == MARK:
            return
        if token := self.kept[word]:
            yield Span(token, 0, len(word))
        if self.options.nested == "every" and self._is_compound(word):
            yield from self._nested(word)

    def nested_words(self, token: str) -> tuple[str, ...]:
        """Return the words inside a longer word that count."""
        if not self._is_compound(token) or not is_plain(token):
            return ()
        found = [span.token for span in self._nested(token)]
        if not found:  # a word of the engine's list, as 公共服务 is: in two words of the list
            halves = ((token[:at], token[at:]) for at in range(2, len(token) - 1))
            known = (pair for pair in halves if all(map(self.segmenter.knows, pair)))
            found = [half for half in next(known, ()) if self.kept[half]]
        return tuple(found)

    def _is_compound(self, word: str) -> bool:
        """Say whether what stands inside a word may count: not in a mark, a number or a negated
        word.
        """
        if not 2 <= len(word) <= LONGEST or not any(map(str.isalpha, word)):
            return False
        return word in self.segmenter.terms or not (word[0] in NEGATIONS or is_number(word))

    def _nested(self, word: str) -> Iterator[Span]:
        words = load_segmenter((), self.segmenter.engine).parts(word)
        pieces = {(start, start + len(part)): part for part, start in words_with_places(words)}
        ends = list(accumulate(map(len, words)))
        for start, end in combinations(range(len(word) + 1), 2):
            if word[start:end] in self.segmenter.terms and not crossed(ends, start, end):
                pieces[start, end] = word[start:end]
        for start, end in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
            if (start, end) != (0, len(word)) and (token := self.kept[pieces[start, end]]):
                yield Span(token, start, end)

    def occurrences(self, text: str, terms: tuple[str, ...]) -> list[Match]:
        """Return every place of the terms in a normalised text that no ordinary word crosses."""
        finder = self.finder(terms)
        known = () if finder is self.segmenter else (self.segmenter,)
        ordinary = (load_segmenter((), self.segmenter.engine) for _ in range(1))  # built if needed
        return finder.find(text, _normal_terms(terms), without=chain(known, ordinary))

    def finder(self, terms: tuple[str, ...]) -> Segmenter:
        """Return a segmenter that knows the terms."""
        if terms not in self.finders:
            if len(self.finders) >= CACHED:
                self.finders.clear()
            extra = [
                Entry(term) for term in sorted(set(map(normalise, terms)) - self.segmenter.terms)
            ]
            self.finders[terms] = (
                load_segmenter((*self.lexicon.entries, *extra), self.segmenter.engine)
                if extra
                else self.segmenter
            )
        return self.finders[terms]


@lru_cache(maxsize=8)
def _normal_terms(terms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normalise, terms))


class Kept(dict[str, str]):
    """Word → token, or the empty string where it does not count; decided once for each word.

    With `marks` a word that ends in a negation is `NEGATION`, see `Segmenter.tokens`.
    """

    def __init__(self, state: Resolved, *, marks: bool = False) -> None:
        options, segmenter = state.options, state.segmenter
        self._canonical, self._terms, self._pieces = (
            segmenter.canonical,
            segmenter.terms,
            segmenter.pieces,
        )
        self._marks, self._negating = marks, segmenter.negating
        self._stopwords = frozenset(word.casefold() for word in state.lexicon.stopwords)
        self._min_length, self._numbers = options.min_length, options.numbers
        self._lower = options.lower
        self._pos = None if options.pos is None else tuple(options.pos)
        self._tags: dict[str, str] = {} if options.pos is None else word_tags()
        if options.pos is not None:
            self._tags = self._tags | {
                entry.word: entry.tag or "n" for entry in state.lexicon.entries
            }

    def __missing__(self, word: str) -> str:
        if word == MARK:
            return MARK  # what stands for a special stretch, see Segmenter.tokens
        if len(self) >= CACHED_WORDS:
            self.clear()
        self[word] = token = self._token(word)
        return token

    def joins(self, word: str) -> bool:
        """Say whether a negation is attached to a word: it would count, and is no number."""
        first = self._pieces[word][0]
        return (
            len(first) > 1
            and self[first] == first
            and is_plain(first)
            and (first in self._terms or not is_number(first))
        )

    def _token(self, word: str) -> str:
        if self._marks and self._negating(word):
            return NEGATION
        parts = self._pieces[word]
        if len(parts) > 1:  # a wrong guess; at most one of its parts is longer than a character
            return max((self[part] for part in parts), key=len)
        token = self._canonical(word)
        if self._lower and token not in self._terms:
            token = token.lower()
        return token if self._counts(token) else ""

    def _counts(self, token: str) -> bool:
        if token.casefold() in self._stopwords:
            return False
        if token not in self._terms:
            if len(token) > LONGEST:
                return False
            if is_number(token):
                return self._numbers
            if len(token) < self._min_length or not (
                token.isalpha() or any(map(str.isalpha, token))
            ):
                return False
        return self._pos is None or self._tag(token).startswith(self._pos)

    def _tag(self, token: str) -> str:
        base = token[1:] if token[:1] in NEGATIONS else token  # 不平衡 is what 平衡 is
        return self._tags.get(token) or self._tags.get(base, "x")


def words_with_places(words: list[str]) -> Iterable[tuple[str, int]]:
    """Pair each word with its start."""
    return zip(words, accumulate(map(len, words), initial=0), strict=False)
