"""What no engine may see: numbers, Latin words, rare characters, and the dictionary terms that hold
any of these.

The two engines treat these in different ways, and neither can hold a term with a quotation mark or
a bracket. So they are cut out before, by rules, and the engine gets a text of Han characters and
plain marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from topics.words.numbers import AFTER_DIGITS

FIRST, LAST = (
    0x4E00,
    0x9FD5,
)  # jieba's own range of Han characters; rjieba's is wider, so it must not see the rest
HAN = f"{chr(FIRST)}-{chr(LAST)}"
# Marks that both engines pass through one by one; not + # & . _ % -, which they take for parts of
# words.
SEPARATORS = "，。、；：！？（）《》〈〉【】〔〕〖〗“”‘’…—～·\u3000\n !\"$'()*,/:;<=>?@[\\]^`{|}~"
MARK = "\ufffc"  # stands for a special stretch in the text that the engine sees

# One character for one, so that offsets hold: full-width letters, digits and signs, corner
# quotation marks. Not NFKC: it would also change ，（：；！？ and ① ℃.
NORMAL = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？～"
}
NORMAL |= str.maketrans("「」『』〝〞", "“”‘’“”")
_ABNORMAL = re.compile(
    f"[{re.escape(''.join(map(chr, NORMAL)))}]"
)  # one set alone is what makes the search fast

# What the engine may not see, by the first character, which the pattern has passed when it comes to
# these.
_LETTER = r"A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"  # Latin, Greek, Cyrillic
_LATIN = rf"[0-9{_LETTER}]*(?:[-.&_/+'’][0-9A-Za-z]+)*\+*"
_RULES = "|".join(
    (
        rf"(?<=[0-9])[0-9]*(?:\.[0-9]+)*[A-Za-z]{_LATIN}",
        rf"(?<=[0-9])[0-9]*(?:[.,:/][0-9]+)*(?:[%‰℃]|{AFTER_DIGITS})?",
        rf"(?<=[{_LETTER}]){_LATIN}",
        r"(?<=\s)\s*",
        "",
    )
)
# one look back sends away the Han characters, which only terms and dates begin with
RULES = rf"(?<=[^{HAN}])(?:{_RULES})"
RULE = re.compile(rf"(?s:.)(?:{RULES})")
STOP = re.compile(f"[^{HAN}]")
_PLAIN = re.compile(f"[{HAN}]*")


def normalise(text: str) -> str:
    """Write full-width letters and digits in half width; the length stays.

    >>> normalise("５Ｇ网络，Ⅰ型大城市")
    '5G网络，Ⅰ型大城市'
    """
    for character in set(_ABNORMAL.findall(text)):
        text = text.replace(character, character.translate(NORMAL))
    return text


# Characters that no one sees and that a copied text has inside its words: zero width, direction
# marks, soft hyphens, variation selectors, fillers, tags, controls that are no white space. Two
# sets, because one set below U+10000 is what makes the search fast.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_UNSEEN_TAGS = re.compile("[\U000e0000-\U000e0fff]")
_DASH = re.compile("(?<=[0-9])\xad(?=[0-9])")  # a soft hyphen between digits is one


def without_unseen(text: str) -> tuple[str, Sequence[int] | None]:
    """Return a text without the characters that no one sees, and where each one left stood.

    The places have one more at the end, the length of the text; None where nothing was left out.

    >>> without_unseen("城\u200b市")
    ('城市', [0, 2, 3])
    """
    if _UNSEEN.search(text) is None and _UNSEEN_TAGS.search(text) is None:
        return text, None
    found = (match.start() for unseen in (_UNSEEN, _UNSEEN_TAGS) for match in unseen.finditer(text))
    gone = {*found} - {match.start() for match in _DASH.finditer(text)}
    places = [place for place in range(len(text)) if place not in gone]
    return "".join(map(text.__getitem__, places)), [*places, len(text)]


class MixedTerms:
    """The dictionary terms that hold anything but common Han characters, as patterns."""

    def __init__(self, terms: Iterable[str]) -> None:
        ordered = sorted(terms, key=lambda term: (-len(term), term))
        self._tails: dict[str, list[str]] = {}  # by first character, what follows it
        self._seconds: set[str] = (
            set()
        )  # their second characters; an empty one where a term has none
        for term in ordered:
            first, *rest = writings(term)
            for writing in first:
                tail = [[writing[1:]], *rest]
                self._tails.setdefault(writing[0], []).append(_pattern(tail, term))
                self._seconds.update(_first_characters(tail))
        self._listed = {_key(term): term for term in reversed(ordered)}

    def special(self, rules: str, heads: str = "") -> re.Pattern[str]:
        """Return a pattern of the stretches that the engine may not see; its group 1 is the tail of
        a term.

        It begins with one set of characters, because only that makes the search fast, and looks
        back at what it met.

        Parameters
        ----------
        rules : str
            What may follow the first character beside the terms.
        heads : str
            Han characters that begin a rule.
        """
        tails = "|".join(
            f"(?<={re.escape(head)})(?:{'|'.join(ends)})" for head, ends in self._tails.items()
        )
        quick = "" if "" in self._seconds else f"(?={_set(self._seconds)})"
        known = f"(?<={_set(self._tails)}){quick}(?:{tails})" if tails else "(?!)"
        return re.compile(f"{_hit_class(''.join(self._tails) + heads)}(?:({known})|{rules})")

    def canonical(self, word: str) -> str:
        """Return the term that a word which is not plain is a writing of, or the word."""
        return self._listed.get(_key(word), word)


# Writings of one mark inside a term, and Roman numerals, which many texts write as Latin letters.
# Quotation marks of every kind are one: a text that quotes a text turns “ ” into ‘ ’.
_OPENING, _CLOSING = "‘„‟‚‛«‹『「❝❛〝", "’‟‛»›』」❞❜〞〟"
_SAME = [
    f"“\"'{_OPENING}",
    f"”\"'{_CLOSING}",
    f"‘\"'“{_OPENING[1:]}",
    f"’\"'”{_CLOSING[1:]}",
    "〔[［【（(",
    "〕]］】）)",
    "—–―-－",
    "·•・",
]
_ROMAN = {
    "Ⅰ": "I",
    "Ⅱ": "II",
    "Ⅲ": "III",
    "Ⅳ": "IV",
    "Ⅴ": "V",
    "Ⅵ": "VI",
    "Ⅶ": "VII",
    "Ⅷ": "VIII",
    "Ⅸ": "IX",
    "Ⅹ": "X",
}
_ROMAN |= {letters: numeral for numeral, letters in _ROMAN.items()}
_ATOM = re.compile("[Ⅰ-Ⅹ]|(?<![A-Za-z0-9])[IVX]+(?![A-Za-z0-9])|(?s:.)")


def writings(term: str) -> list[list[str]]:
    """Return the ways to write each part of a term.

    Any quotation marks and brackets, Latin letters in either case, Roman numerals as letters too,
    with or without a space between letters or digits and Han characters.

    >>> writings("Ⅱ型")
    [['Ⅱ', 'II'], ['', ' '], ['型']]
    """
    parts: list[list[str]] = []
    for part in _ATOM.findall(term):
        same = next((list(marks) for marks in _SAME if part in marks), [part])
        if part.isascii() and part.isalpha():
            same = [part, part.swapcase()]
        if (
            parts
            and parts[-1][0].isalnum()
            and part.isalnum()
            and is_han(parts[-1][0][-1]) != is_han(part[0])
        ):
            parts.append(["", " "])
        parts.append([part, _ROMAN[part]] if part in _ROMAN else same)
    return parts


def _key(word: str) -> str:
    """Return the first way to write a word, the same for all its writings."""
    return "".join(min(part) for part in writings(word)).replace(" ", "")


def _pattern(parts: list[list[str]], term: str) -> str:
    body = "".join(f"(?:{'|'.join(map(re.escape, part))})" for part in parts)
    return body + ("(?!-?[A-Za-z0-9])" if re.search("[A-Za-z0-9Ⅰ-Ⅹ]$", term) else "")


def _first_characters(parts: list[list[str]]) -> set[str]:
    """Return the characters that a writing of these parts may begin with; an empty one if it may be
    empty.
    """
    found: set[str] = set()
    for part in parts:
        found.update(writing[:1] for writing in part if writing)
        if "" not in part:
            return found
    return found | {""}


def _set(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(characters)))}]"


def is_han(character: str) -> bool:
    """Say whether a character is a Han character that both engines know."""
    return FIRST <= ord(character) <= LAST


def is_plain(word: str) -> bool:
    """Say whether a word is all of Han characters that both engines know."""
    return _PLAIN.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def writing_pattern(term: str) -> re.Pattern[str]:
    """Return a pattern of all writings of a term, not inside a longer number or Latin word."""
    before = "(?<![A-Za-z0-9])" if re.match("[A-Za-z0-9Ⅰ-Ⅹ]", term) else ""
    return re.compile(before + _pattern(writings(term), term))


def _hit_class(heads: str) -> str:
    """Return the set of the characters where a special stretch may begin; one set is what makes the
    search fast.
    """
    stops = set(map(ord, heads))
    han = sorted(code for code in stops if FIRST <= code <= LAST)
    ranges = [
        f"{chr(low)}-{chr(high)}"
        for low, high in pairwise([FIRST - 1, *han, LAST + 1])
        if high - low > 1
    ]
    ranges = [f"{chr(ord(span[0]) + 1)}-{chr(ord(span[2]) - 1)}" for span in ranges]
    marks = "".join(mark for mark in SEPARATORS if ord(mark) not in stops)
    return f"[^{''.join(ranges)}{re.escape(marks)}]"
