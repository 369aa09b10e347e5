"""What no engine may see: numbers, Latin words, rare characters, and the dictionary terms that hold
any of these.

The two engines treat these in different ways, and neither can hold a term with a quotation mark or
a bracket. So they are cut out before, by rules, and the engine gets a text of Han characters and
plain marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

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
_NUMERAL = "〇○零一二三四五六七八九"
_LETTER = r"A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"  # Latin, Greek, Cyrillic
_LATIN = rf"[0-9{_LETTER}]*(?:[-.&_/+'’][0-9A-Za-z]+)*\+*"
_YEAR = "年(?![度代限均龄])"
DATES = "|".join(
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
        "",
    )
)
# one look back sends away the Han characters, which only terms and dates begin with
RULES = rf"(?<=[^{HAN}])(?:{_RULES})"
RULE = re.compile(rf"(?s:.)(?:{RULES})")
STOP = re.compile(f"[^{HAN}]")
_PLAIN = re.compile(f"[{HAN}]*")
_NUMBER = re.compile(
    rf"[0-9]+(?:[.,:/][0-9]+)*[%‰℃]?|(?:[0-9]{{4}}|[{_NUMERAL}]{{2,4}})年[0-9十月日{_NUMERAL}]*|[0-9]{{1,2}}月[0-9]{{1,2}}日"
    rf"|第?[两十百千万亿{_NUMERAL}0-9]+[年月日]?|百分之[十百点{_NUMERAL}]+"
)


def normalise(text: str) -> str:
    """Write full-width letters and digits in half width; the length stays.

    >>> normalise("５Ｇ网络，Ⅰ型大城市")
    '5G网络，Ⅰ型大城市'
    """
    for character in set(_ABNORMAL.findall(text)):
        text = text.replace(character, character.translate(NORMAL))
    return text


def is_number(token: str) -> bool:
    """Say whether a token is a number or a date, in Arabic or Chinese numerals."""
    return _NUMBER.fullmatch(token) is not None


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
_SAME = ['“"„‟', '”"‟', "‘'", "’'", "〔[［【（(", "〕]］】）)", "—–―-－", "·•・"]
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

    Any quotation marks and brackets, Roman numerals as letters too, with or without a space between
    letters or digits and Han characters.

    >>> writings("Ⅱ型")
    [['Ⅱ', 'II'], ['', ' '], ['型']]
    """
    parts: list[list[str]] = []
    for part in _ATOM.findall(term):
        same = next((list(marks) for marks in _SAME if part in marks), [part])
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
    return f"[^{''.join(ranges)}{re.escape(''.join(mark for mark in SEPARATORS if ord(mark) not in stops))}]"
