"""Strength of wording: graded words in the sentences around a theme, as a description and not as a
test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from topics.given import MOST_LISTED, parse_toml, read_given
from topics.resources import resource

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*")


@dataclass(frozen=True)
class Strength:
    """Words that bind and words that leave room.

    Attributes
    ----------
    strong, weak : tuple of str
        For example 必须 and 探索.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted({*self.strong, *self.weak}, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def count(self, text: str) -> tuple[int, int]:
        """Return how many strong and how many weak words a text has, the longest word at each
        place.

        >>> Strength(("大力",), ("探索",)).count("大力发展，鼓励探索")
        (1, 1)
        """
        found = [strong for _, _, strong in self.places(text)]
        return sum(found), len(found) - sum(found)

    def places(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """Yield start and end of each graded word, and whether it is strong.

        >>> list(Strength(("大力",), ("探索",)).places("大力发展，鼓励探索"))
        [(0, 2, True), (7, 9, False)]
        """
        strong = set(self.strong)
        for found in self._pattern.finditer(text):
            yield *found.span(), found[0] in strong

    @staticmethod
    def sentences(text: str) -> Iterator[tuple[int, int]]:
        """Yield the span of each sentence: up to 。！？； or the end of a line."""
        for found in SENTENCE.finditer(text):
            yield found.span()


def read_strength(path: Path | None = None) -> Strength:
    """Read the lexicon of strength, by default the one that ships.

    Raises
    ------
    ValueError
        If the file is no TOML with the two lists `strong` and `weak` of words.
    """
    path = path or resource("dictionary/strength.toml")
    try:
        table = parse_toml(read_given(path, MOST_LISTED).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, nested too deeply
        raise ValueError(
            f'{path.name}: no TOML in UTF-8 ({error}); write strong = ["必须"] and weak = ["探索"]'
        ) from error
    lists = {}
    for name in ("strong", "weak"):
        words = table.get(name)
        if (
            not isinstance(words, list)
            or not words
            or not all(isinstance(word, str) and word.strip() for word in words)
        ):
            raise ValueError(f"{path.name}: '{name}' is no list of words; write {name} = [\"…\"]")
        lists[name] = tuple(words)
    if twice := sorted(set(lists["strong"]) & set(lists["weak"])):
        raise ValueError(f"{path.name}: {'、'.join(twice)} in both lists; delete one")
    return Strength(lists["strong"], lists["weak"])
