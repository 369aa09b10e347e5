"""Text to words: an engine of its own with the dictionary in its word graph, and rules for what no engine may see.

The engine (rjieba or jieba) is shown Han characters and plain punctuation only. Numbers, Latin words, rare characters
and the dictionary terms that hold any of these are cut out before by rules, because the two engines treat them in
different ways and because neither can hold a term with a quotation mark or a bracket.
"""

from __future__ import annotations

import hashlib
import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from topics.wordgraph import build_engine, engine_name
from topics.wordlists import Entry

FIRST, LAST = 0x4E00, 0x9FD5  # jieba's own range of Han characters; rjieba's is wider, so it must not see the rest
HAN = f"{chr(FIRST)}-{chr(LAST)}"
# Marks that both engines pass through one by one; not + # & . _ % -, which they take for parts of words.
SEPARATORS = "，。、；：！？（）《》〈〉【】〔〕〖〗“”‘’…—～·\u3000\n !\"$'()*,/:;<=>?@[\\]^`{|}~"
MARK = "\ufffc"  # stands for a special stretch in the text that the engine sees
RUN = 512  # Han characters without a mark that the engine sees at once: jieba's time is quadratic in the length of a run
PIECE = 20_000  # characters that the engine sees at once: its list of words takes 27 bytes for each byte of text
OVERLAP = 96  # characters at a window's end that are cut again, three times the longest dictionary word
CACHED = 8  # segmenters that a process keeps

# One character for one, so that offsets hold: full-width letters, digits and signs, corner quotation marks. Not NFKC:
# it would also change ，（：；！？ and ① ℃.
NORMAL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？～"}
NORMAL |= str.maketrans("「」『』〝〞", "“”‘’“”")
_ABNORMAL = re.compile(f"[{re.escape(''.join(map(chr, NORMAL)))}]+")

# What the engine may not see, by the first character, which the pattern has passed when it comes to these.
_NUMERAL = "〇○零一二三四五六七八九"
_LETTER = r"A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"  # Latin, Greek, Cyrillic
_LATIN = rf"[0-9{_LETTER}]*(?:[-.&_/+'’][0-9A-Za-z]+)*\+*"
_YEAR = "年(?![度代限均龄])"
_DATES = "|".join(
    (
        rf"(?<=[一二])[{_NUMERAL}]{{3}}{_YEAR}(?:[一二三四五六七八九十]{{1,3}}月(?:[一二三四五六七八九十]{{1,3}}日)?)?",
        rf"(?<=[0-9])(?:[0-9]{{3}}{_YEAR}(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?|[0-9]?月[0-9]{{1,2}}日)",
    )
)
_RULES = "|".join(
    (
        rf"(?<=[0-9])[0-9]*(?:\.[0-9]+)*[A-Za-z]{_LATIN}",
        r"(?<=[0-9])[0-9]*(?:[.,:/][0-9]+)*[%‰℃]?",
        rf"(?<=[{_LETTER}]){_LATIN}",
        r"(?<=\s)\s*",
        rf"(?<=[^{HAN}])",
    )
)
_RULE = re.compile(rf"(?s:.)(?:{_RULES})")
_STOP = re.compile(f"[^{HAN}]")
_NUMBER = re.compile(
    rf"[0-9]+(?:[.,:/][0-9]+)*[%‰℃]?|(?:[0-9]{{4}}|[{_NUMERAL}]{{2,4}})年[0-9十月日{_NUMERAL}]*|[0-9]{{1,2}}月[0-9]{{1,2}}日"
    rf"|第?[两十百千万亿{_NUMERAL}0-9]+[年月日]?|百分之[十百点{_NUMERAL}]+"
)


def normalise(text: str) -> str:
    """Write full-width letters and digits in half width; the length stays.

    >>> normalise("５Ｇ网络，Ⅰ型大城市")
    '5G网络，Ⅰ型大城市'
    """
    return _ABNORMAL.sub(lambda match: match[0].translate(NORMAL), text) if _ABNORMAL.search(text) else text


def is_number(token: str) -> bool:
    """Say whether a token is a number or a date, in Arabic or Chinese numerals."""
    return _NUMBER.fullmatch(token) is not None


class Match(NamedTuple):
    """A place where a term stands, `text[start:end]`."""

    term: str
    start: int
    end: int


class Segmenter:
    """Cuts text into words that concatenate back to it. Made by `load_segmenter`, never changed after.

    Attributes
    ----------
    terms : frozenset of str
        The dictionary, normalised.
    engine : str
        `rjieba` or `jieba`.
    """

    def __init__(self, entries: Iterable[Entry], engine: str) -> None:
        unique = {normalise(entry.word): entry for entry in entries}
        self.engine = engine
        self.terms = frozenset(unique)
        plain = sorted((word for word in unique if is_plain(word)), key=lambda word: (len(word), word))
        self._cut, self._cut_known = build_engine(engine, [(word, unique[word].freq) for word in plain])
        self._mixed = MixedTerms(word for word in unique if not is_plain(word))
        self._special = self._mixed.special(_RULES)
        self._special_or_date = self._mixed.special(f"{_DATES}|{_RULES}", "一二")

    def cut(self, text: str, *, dates: bool = False) -> list[str]:
        """Return the words, punctuation and white space of a normalised text; joined they are the text.

        With `dates` a date such as 2024年7月28日 is one word, else as many as jieba makes of it.
        """
        specials: list[str] = []

        def claim(special: str) -> str:
            specials.append(special)
            return MARK

        return _put_back(specials, self._cut_plain(self._mask(text, claim, dates)))

    def tokens(self, text: str, kept: Mapping[str, str], *, dates: bool = False) -> list[str]:
        """Return `kept[word]` for the words of a normalised text where that is not empty.

        The same as filtering `cut`, at a third of the cost. `kept[MARK]` must be `MARK`.
        """
        specials: list[str] = []

        def claim(special: str) -> str:
            if token := kept[special]:
                specials.append(token)
                return MARK
            return "\n"

        words = self._cut_plain(self._mask(text.replace(MARK, "\n"), claim, dates))
        return _put_back(specials, list(filter(None, map(kept.__getitem__, words))))

    def parts(self, word: str) -> list[str]:
        """Return the words of a word, without guesses at unknown ones."""
        return self._cut_known(word) if is_plain(word) else self.cut(word)

    def canonical(self, word: str) -> str:
        """Return the dictionary's writing of a word: `"十四五"` becomes `“十四五”`, `I型大城市` becomes `Ⅰ型大城市`."""
        return self._mixed.canonical(word)

    def find(self, text: str, terms: Iterable[str]) -> list[Match]:
        """Return every place of the terms in a normalised text that no word crosses, by start and then the longest.

        A word crosses a place if it overlaps it in part; a word that covers the place does not.
        """
        ends = list(accumulate(map(len, self.cut(text))))
        matches = [
            Match(term, start, end)
            for term in terms
            for start, end in places(text, term)
            if not crossed(ends, start, end)
        ]
        return sorted(matches, key=lambda match: (match.start, -match.end, match.term))

    def _mask(self, text: str, claim: Callable[[str], str], dates: bool) -> str:
        """Put what `claim` says for each special stretch: MARK where it is wanted back, else a line break."""

        def replace(match: re.Match[str]) -> str:
            if match.lastindex is None or not self._crossed(text, *match.span()):
                return claim(match[0])
            start, end = match.span()
            rule = _RULE.match(text, start)
            head = claim(rule[0]) if rule else text[start]
            return head + self._mask(text[rule.end() if rule else start + 1 : end], claim, dates)

        return (self._special_or_date if dates else self._special).sub(replace, text)

    def _crossed(self, text: str, start: int, end: int) -> bool:
        """Say whether an ordinary word crosses the Han edges of a term that holds other characters."""
        return self._joined(text, start) or self._joined(text, end)

    def _joined(self, text: str, border: int) -> bool:
        left, right = _han_run(text, border, -1), _han_run(text, border, 1)
        if border in {left, right}:
            return False
        return border - left not in accumulate(map(len, self._cut_known(text[left:right])))

    def _cut_plain(self, text: str) -> list[str]:
        """Cut in pieces that end after a mark."""
        if len(text) <= PIECE:
            return self._cut_piece(text)
        words: list[str] = []
        position = 0
        while position < len(text):
            stop = _STOP.search(text, position + PIECE)
            end = stop.end() if stop else len(text)
            words += self._cut_piece(text[position:end])
            position = end
        return words

    def _cut_piece(self, text: str) -> list[str]:
        """Cut at once, or, where marks are too far apart, in windows whose ends are cut again."""
        if all(_STOP.search(text, at, at + RUN) for at in range(RUN, len(text) - RUN, RUN)):
            return self._cut(text)
        words: list[str] = []
        position = 0
        while len(text) - position > RUN:
            if stop := _STOP.search(text, position + RUN, position + 2 * RUN):
                words += self._cut(text[position : stop.end()])
                position = stop.end()
                continue
            limit = position + RUN - OVERLAP
            for word in self._cut(text[position : position + RUN]):
                words.append(word)
                position += len(word)
                if position >= limit:
                    break
        return words + self._cut(text[position:])


class MixedTerms:
    """The dictionary terms that hold anything but common Han characters, as patterns."""

    def __init__(self, terms: Iterable[str]) -> None:
        ordered = sorted(terms, key=lambda term: (-len(term), term))
        self._tails: dict[str, list[str]] = {}  # by first character, what follows it
        for term in ordered:
            first, *rest = writings(term)
            for writing in first:
                self._tails.setdefault(writing[0], []).append(_pattern([[writing[1:]], *rest], term))
        self._listed = {_key(term): term for term in reversed(ordered)}

    def special(self, rules: str, heads: str = "") -> re.Pattern[str]:
        """Return a pattern of the stretches that the engine may not see; its group 1 is the tail of a term.

        It begins with one set of characters, because only that makes the search fast, and looks back at what it met.

        Parameters
        ----------
        rules : str
            What may follow the first character beside the terms.
        heads : str
            Han characters that begin a rule.
        """
        tails = "|".join(f"(?<={re.escape(head)})(?:{'|'.join(ends)})" for head, ends in self._tails.items())
        known = f"(?<=[{re.escape(''.join(self._tails))}])(?:{tails})" if tails else "(?!)"
        return re.compile(f"{_hit_class(''.join(self._tails) + heads)}(?:({known})|{rules})")

    def canonical(self, word: str) -> str:
        """Return the term that a word is a writing of, or the word."""
        return word if is_plain(word) else self._listed.get(_key(word), word)


# Writings of one mark inside a term, and Roman numerals, which many texts write as Latin letters.
_SAME = ["“\"„‟", "”\"‟", "‘'", "’'", "〔[［【（(", "〕]］】）)", "—–―-－", "·•・"]
_ROMAN = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "Ⅵ": "VI", "Ⅶ": "VII", "Ⅷ": "VIII", "Ⅸ": "IX", "Ⅹ": "X"}
_ROMAN |= {letters: numeral for numeral, letters in _ROMAN.items()}
_ATOM = re.compile("[Ⅰ-Ⅹ]|(?<![A-Za-z0-9])[IVX]+(?![A-Za-z0-9])|(?s:.)")


def writings(term: str) -> list[list[str]]:
    """Return the ways to write each part of a term: any quotation marks and brackets, Roman numerals as letters too.

    >>> writings("Ⅱ型")
    [['Ⅱ', 'II'], ['型']]
    """
    parts = []
    for part in _ATOM.findall(term):
        same = next((marks for marks in _SAME if part in marks), part if len(part) == 1 else "")
        parts.append([part, _ROMAN[part]] if part in _ROMAN else list(same) or list(part))
    return parts


def _key(word: str) -> str:
    """Return the first way to write a word, the same for all its writings."""
    return "".join(min(part) for part in writings(word))


def _pattern(parts: list[list[str]], term: str) -> str:
    body = "".join(f"(?:{'|'.join(map(re.escape, part))})" for part in parts)
    return body + ("(?!-?[A-Za-z0-9])" if re.search("[A-Za-z0-9Ⅰ-Ⅹ]$", term) else "")


def is_plain(word: str) -> bool:
    """Say whether a word is all of Han characters that both engines know."""
    return all(FIRST <= ord(character) <= LAST for character in word)


def places(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Yield where a term or another writing of it stands in a normalised text, overlapping ones too."""
    if not term:
        return
    if not is_plain(term):
        yield from (match.span() for match in _compiled(term).finditer(text))
        return
    start = text.find(term)
    while start >= 0:
        yield start, start + len(term)
        start = text.find(term, start + 1)


@lru_cache(maxsize=4096)
def _compiled(term: str) -> re.Pattern[str]:
    return re.compile(_pattern(writings(term), term))


def crossed(ends: list[int], start: int, end: int) -> bool:
    """Say whether a word, given by the ends of all, overlaps text[start:end] in part."""
    first = bisect_left(ends, start + 1)  # the word over `start`
    last = bisect_left(ends, end)  # the word over `end - 1`
    first_start = ends[first - 1] if first else 0
    last_start = ends[last - 1] if last else 0
    return (first_start < start and ends[first] < end) or (ends[last] > end and last_start > start)


def _han_run(text: str, border: int, step: int) -> int:
    """Return where the Han characters beside a border end, at most ten away."""
    position = border
    while abs(position - border) < 10:
        index = position if step > 0 else position - 1
        if not 0 <= index < len(text) or not FIRST <= ord(text[index]) <= LAST:
            break
        position += step
    return position


def _hit_class(heads: str) -> str:
    """Return the set of the characters where a special stretch may begin; one set is what makes the search fast."""
    stops = set(map(ord, heads))
    han = sorted(code for code in stops if FIRST <= code <= LAST)
    ranges = [f"{chr(low)}-{chr(high)}" for low, high in pairwise([FIRST - 1, *han, LAST + 1]) if high - low > 1]
    ranges = [f"{chr(ord(span[0]) + 1)}-{chr(ord(span[2]) - 1)}" for span in ranges]
    return f"[^{''.join(ranges)}{re.escape(''.join(mark for mark in SEPARATORS if ord(mark) not in stops))}]"


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
