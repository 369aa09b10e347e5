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
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from topics.wordgraph import build_engine, engine_name
from topics.wordlists import Entry

FIRST, LAST = 0x4E00, 0x9FD5  # jieba's own range of Han characters; rjieba's is wider, so it must not see the rest
SEPARATORS = "，。、；：！？（）《》〈〉【】“”‘’…—·\u3000\n"
WINDOW = 512  # characters the engine sees at once: jieba's time is quadratic in the length of a run
OVERLAP = 96  # characters at a window's end that are cut again, three times the longest dictionary word
CACHED = 8  # segmenters that a process keeps

# One character for one, so that offsets hold: full-width letters, digits and signs, corner quotation marks. Not NFKC:
# it would also change ，（：；！？ and ① ℃.
NORMAL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？～"}
NORMAL |= str.maketrans("「」『』〝〞", "“”‘’“”")
_ABNORMAL = re.compile(f"[{re.escape(''.join(map(chr, NORMAL)))}]")
_SAME = ["“\"„‟", "”\"‟", "‘'", "’'", "〔[［【（(", "〕]］】）)", "—–―-－", "·•・"]  # writings of one mark inside a term
_ROMAN = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "Ⅵ": "VI", "Ⅶ": "VII", "Ⅷ": "VIII", "Ⅸ": "IX", "Ⅹ": "X"}
_NUMERAL = {letters: numeral for numeral, letters in _ROMAN.items()}

_LETTER = r"A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"  # Latin, Greek, Cyrillic
_RULES = (
    r"[一二][〇○零一二三四五六七八九]{3}年(?![度代限均龄])(?:[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?)?",
    r"[0-9]{4}年(?![度代限均龄])(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月[0-9]{1,2}日",
    r"[0-9]+(?:\.[0-9]+)*[A-Za-z][A-Za-z0-9]*(?:[-.&_/+][A-Za-z0-9]+)*\+?",
    r"[0-9]+(?:[.,:/][0-9]+)*(?:%|‰|℃)?",
    rf"[{_LETTER}][0-9{_LETTER}]*(?:[-.&_/+'’][A-Za-z0-9]+)*\+*",
    r"\s+",
    rf"[^{chr(FIRST)}-{chr(LAST)}]",
)
_NUMBER = re.compile(
    rf"{_RULES[0]}|{_RULES[1]}|{_RULES[3]}|第?[〇○零一二两三四五六七八九十百千万亿0-9.]+[年月日]?|百分之[零一二三四五六七八九十百点]+"
)


def normalise(text: str) -> str:
    """Write full-width letters and digits in half width; the length stays.

    >>> normalise("５Ｇ网络，Ⅰ型大城市")
    '5G网络，Ⅰ型大城市'
    """
    return text.translate(NORMAL) if _ABNORMAL.search(text) else text


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
        self._hit = re.compile(_hit_class(self._mixed.first_characters))
        self._rules = re.compile("|".join(_RULES))

    def cut(self, text: str) -> list[str]:
        """Return the words, punctuation and white space of a normalised text; joined they are the text."""
        words: list[str] = []
        position = 0
        for start, end in self._specials(text):
            if start > position:
                words += self._cut_plain(text[position:start])
            words.append(text[start:end])
            position = end
        if position < len(text):
            words += self._cut_plain(text[position:])
        return words

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
            for start, end in _places(text, term)
            if not _crossed(ends, start, end)
        ]
        return sorted(matches, key=lambda match: (match.start, -match.end, match.term))

    def _specials(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches that the engine may not see."""
        position = 0
        while hit := self._hit.search(text, position):
            start = hit.start()
            match = self._mixed.match(text, start)
            if match is None or self._crossed(text, start, match.end()):
                match = self._rules.match(text, start)
            if match:
                yield match.span()
            position = match.end() if match else start + 1

    def _crossed(self, text: str, start: int, end: int) -> bool:
        """Say whether an ordinary word crosses the Han edges of a term that holds other characters."""
        return self._joined(text, start) or self._joined(text, end)

    def _joined(self, text: str, border: int) -> bool:
        left, right = _han_run(text, border, -1), _han_run(text, border, 1)
        if border in {left, right}:
            return False
        return border - left not in accumulate(map(len, self._cut_known(text[left:right])))

    def _cut_plain(self, text: str) -> list[str]:
        """Cut in windows that end after punctuation; where there is none, the end of each window is cut again."""
        if len(text) <= WINDOW:
            return self._cut(text)
        words: list[str] = []
        position = 0
        while len(text) - position > WINDOW:
            window = text[position : position + WINDOW]
            if (border := max(map(window.rfind, SEPARATORS)) + 1) > 0:
                words += self._cut(window[:border])
                position += border
                continue
            for word in self._cut(window):
                words.append(word)
                position += len(word)
                window = window[len(word) :]
                if len(window) <= OVERLAP:
                    break
        return words + self._cut(text[position:])


class MixedTerms:
    """The dictionary terms that hold anything but common Han characters, as one pattern."""

    def __init__(self, terms: Iterable[str]) -> None:
        ordered = sorted(terms, key=lambda term: (-len(term), term))
        self.first_characters = "".join(map(_first_writings, ordered))
        self._canonical = {f"t{number}": term for number, term in enumerate(ordered)}
        self._pattern = re.compile("|".join(f"(?P<t{n}>{writings(term)})" for n, term in enumerate(ordered)) or "(?!)")

    def match(self, text: str, position: int) -> re.Match[str] | None:
        """Match the longest term at a position."""
        return self._pattern.match(text, position)

    def canonical(self, word: str) -> str:
        """Return the term that a word is a writing of, or the word."""
        match = self._pattern.fullmatch(word)
        return self._canonical[str(match.lastgroup)] if match else word


def is_plain(word: str) -> bool:
    """Say whether a word is all of Han characters that both engines know."""
    return all(FIRST <= ord(character) <= LAST for character in word)


def writings(term: str) -> str:
    """Return a pattern of the writings of a term: any quotation marks and brackets, Roman numerals as letters too."""
    parts = []
    for part in re.split(f"([{''.join(_ROMAN)}]|(?<![A-Za-z0-9])[IVX]+(?![A-Za-z0-9]))", term):
        numeral = part if part in _ROMAN else _NUMERAL.get(part)
        parts.append(f"(?:{numeral}|{_ROMAN[numeral]})" if numeral else "".join(map(_mark, part)))
    return "".join(parts) + ("(?![A-Za-z0-9])" if re.search(f"[A-Za-z0-9{''.join(_ROMAN)}]$", term) else "")


def _mark(character: str) -> str:
    same = [marks for marks in _SAME if character in marks]
    return f"[{re.escape(same[0])}]" if same else re.escape(character)


def _first_writings(term: str) -> str:
    if term[0] in _ROMAN or term[0] in "IVX":
        return "".join(_ROMAN) + "IVX"
    return next((marks for marks in _SAME if term[0] in marks), term[0])


def _places(text: str, term: str) -> Iterator[tuple[int, int]]:
    if not is_plain(term):
        yield from (match.span() for match in re.finditer(writings(term), text))
        return
    start = text.find(term)
    while start >= 0:
        yield start, start + len(term)
        start = text.find(term, start + 1)


def _crossed(ends: list[int], start: int, end: int) -> bool:
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


def _hit_class(first_characters: str) -> str:
    """Return a class of all characters where a special stretch may begin: fast, because it is only one set."""
    stops = sorted({ord(character) for character in first_characters + "一二"})
    ranges, low = [], FIRST
    for stop in [code for code in stops if FIRST <= code <= LAST] + [LAST + 1]:
        if low < stop:
            ranges.append(f"{chr(low)}-{chr(stop - 1)}")
        low = stop + 1
    return f"[^{''.join(ranges)}{''.join(mark for mark in SEPARATORS if ord(mark) not in stops)}]"


_cache: dict[str, Segmenter] = {}
_lock = threading.Lock()


def dictionary_hash(entries: Iterable[Entry]) -> str:
    """Return the SHA-256 of the entries, whatever their order."""
    lines = sorted(f"{entry.word} {entry.freq} {entry.tag}" for entry in entries)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


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
