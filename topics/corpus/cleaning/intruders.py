"""Marker strings put inside words, found by how often and where they stand, not by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container

from topics.corpus.cleaning.traced import Edit, TracedText
from topics.corpus.language.characters import CJK_PUNCTUATION, HAN

_TAG = r"<[A-Za-z/!][^<>\n]{0,30}>|&[A-Za-z]{2,8};|\[[^\w\s\[\]]{1,4}\]|\{[^\s{}]{0,6}\}"
_SYMBOLS = rf"[^\w\s{CJK_PUNCTUATION},.;:?!()\[\]'\"%‰℃°\-/①-⓿⅐-ↈ㈠-㊿-]+"
# Possessive: a run of symbols before anything but Han would otherwise be divided in every way,
# which takes for ever.
_CANDIDATE = re.compile(f"{_TAG}|(?:_|{_SYMBOLS})++")
_INSIDE = re.compile(f"(?<=[{HAN}])(?:{_TAG}|(?:_|{_SYMBOLS})++)(?=[{HAN}])")
_REPEATED = re.compile(r"^(.+?)\1*$", re.DOTALL)
_MIN_MARKERS = 5
_MAX_KINDS = 50  # of markers in one text: each is looked for at every place
_MIN_SHARE = (
    0.01  # of the Han characters, for a single symbol that texts also use on purpose: + = / & ~
)
_HAN = re.compile(f"[{HAN}]")
_PAIRED = "“”‘’（）《》〈〉【】〔〕「」『』，。、；：？！"
_RUN = re.compile(rf"(?<=([{HAN}]))([^{HAN}{_PAIRED}\s]+|([，。、；：])\3+)(?=([{HAN}]))")
_NUMERIC = re.compile(
    r"\d[\d.,%‰+\-—~～…·]*|[+\-—~～…·]+|[^\w—…]"
)  # numbers, dashes, single marks: what texts use between Han characters
# What texts write between Han characters on purpose: abbreviations, and some words and units in
# small letters.
_ABBREVIATION = re.compile(
    r"(?!(.)\1+$)[A-Z0-9]{2,6}|(?i:app|wifi|wi-fi|online|web|pdf|ppt|excel|email|vs|km²?|kg|mg|kv|kw|mw|gw|ph)"
)
_SAMPLE = 200_000  # characters in which the neighbours of a string are looked for
_DENSE = 0.02  # occurrences for a character of the text
_FIRST = 100  # places of a string that are looked at


def _intruders(text: str, known: Container[str]) -> list[str]:
    """Return the strings that stand between characters which belong together."""
    places: dict[str, list[str]] = {}
    for match in _RUN.finditer(text):
        places.setdefault(match[2], []).append(match[1] + match[4])
    often = [
        run
        for run, pairs in places.items()
        if len(pairs) >= _MIN_MARKERS and run not in known and not _NUMERIC.fullmatch(run)
    ]
    often.sort(key=lambda run: (-len(places[run]), run))
    sample = text[:_SAMPLE]
    dense = max(10, _DENSE * len(text))
    return [
        run
        for run in often[:_MAX_KINDS]
        if _divides_words(run, places[run][:_FIRST], sample, dense=len(places[run]) >= dense)
    ]


def _divides_words(run: str, pairs: list[str], text: str, *, dense: bool) -> bool:
    """Tell whether the neighbours of a string, which differ from place to place, stand side by side
    elsewhere.

    Or whether it is more frequent than any word (`dense`), whatever its neighbours.

    In 40 work reports and plans no string that belongs there has more than two such pairs; one put
    in at random has at least four with a share of 0.2 in most texts of 800 characters and in all of
    3,000. Abbreviations take more.
    """
    found = [pair for pair in pairs if pair in text]
    strict = 2.5 if _ABBREVIATION.fullmatch(run) else 1
    some = pairs[:30]
    varied = all(len({pair[side] for pair in some}) >= 0.65 * len(some) for side in (0, 1))
    attested = len(set(found)) >= 4 * strict and len(found) >= 0.2 * strict * len(pairs)
    return varied and (attested or (dense and strict == 1))


def find_markers(text: str) -> list[str]:
    """Return the marker strings of a text: found inside words far more often than a text would use
    them.

    A run of symbols is one if it is frequent. A string that could be a word, xqz or .., is one if
    it also stands in ever new places whose two neighbours stand side by side elsewhere in the text,
    which a word's neighbours seldom do.

    Examples
    --------
    >>> find_markers("推进##城市更##新，保##障安##全，补##齐短##板。" * 3)
    ['##']
    >>> find_markers("“总部+基地”“研发+生产”")
    []
    """
    inside = Counter(_unit(match) for match in _INSIDE.findall(text))
    shortest: dict[str, str] = {}
    for run in sorted(set(_CANDIDATE.findall(text)), key=len, reverse=True) if inside else ():
        shortest[_unit(run)] = run
    n_han = len(_HAN.findall(text)) if inside else 0
    markers = []
    for unit, count in sorted(inside.items(), key=lambda item: (-item[1], item[0])):
        whole = shortest.get(unit, unit)
        ordinary = len(whole) == 1
        if count >= max(_MIN_MARKERS, _MIN_SHARE * n_han * ordinary):
            markers.append(whole)
    return sorted(markers[:_MAX_KINDS] + _intruders(text, inside))


def _unit(run: str) -> str:
    return _REPEATED.sub(r"\1", run)


def remove_markers(
    text: TracedText, markers: Collection[str], *, broken: bool = False
) -> TracedText:
    """Remove marker strings, wherever they stand; with `broken` also those with a space inside,
    which a line end has left.
    """
    if not markers:
        return text
    inside = "[ ]?" if broken else ""
    pattern = re.compile(
        "|".join(f"(?:{inside.join(map(re.escape, marker))})+" for marker in markers)
    )
    return text.edited(Edit(m.start(), m.end(), "", "marker") for m in pattern.finditer(text.text))
