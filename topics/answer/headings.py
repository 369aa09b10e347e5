"""Headings: their lines in a text, the words that carry them, and the formal ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from topics.corpus.document import Document, count_han
from topics.given import MOST_LISTED, parse_toml, read_given
from topics.resources import resource

NOT_HAN = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff]+")
NUMBERS = re.compile(r"[〇○零一二三四五六七八九十百千万亿两0-9]+")
YEARS = re.compile(
    r"(?:[0-9〇○零一二三四五六七八九]{4}(?:[—-][0-9]{2,4})?年?|“?十[一二三四五六七八九]五”?(?:时期)?)"
)


_REMEDY = 'write light = ["推进"], beside = ["政府"] and a table [formal] of lists'


@dataclass(frozen=True)
class HeadingWords:
    """Words of headings that carry no subject.

    Attributes
    ----------
    light, beside : tuple of str
        For example 推进 and 政府.
    formal : mapping of str to tuple of str
        Words of each kind of formal heading.
    """

    light: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    formal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def core(self, heading: str) -> str:
        """Return the Han characters of a heading without light words, years and numbers.

        >>> words = read_heading_words()
        >>> words.core("实施新一轮农业转移人口市民化行动"), words.core("2022年提升城市治理水平")
        ('农业转移人口市民化', '城市治理')
        """
        return NOT_HAN.sub("", NUMBERS.sub("", self._light.sub("", YEARS.sub("", heading))))

    def kind(self, heading: str, rest: int = 1) -> str:
        """Return the kind of a formal heading, empty for one of substance.

        >>> words = read_heading_words()
        >>> (words.kind("2025年政府工作任务"), words.kind("加强组织领导"),
        ...  words.kind("健全社会保障措施体系"))
        ('工作任务', '组织实施', '')
        """
        plain = without_years(heading)
        found = [kind for kind, pattern in self._formal.items() if pattern.search(plain)]
        if not found:
            return ""
        left = NOT_HAN.sub("", NUMBERS.sub("", self._any_formal.sub("", plain)))
        return found[0] if count_han(left) <= rest else ""

    @cached_property
    def _light(self) -> re.Pattern[str]:
        return _any_of(self.light)

    @cached_property
    def _formal(self) -> dict[str, re.Pattern[str]]:
        return {kind: _any_of(words) for kind, words in self.formal.items()}

    @cached_property
    def _any_formal(self) -> re.Pattern[str]:
        formal = [word for words in self.formal.values() for word in words]
        return _any_of([*formal, *self.light, *self.beside])


@lru_cache(maxsize=4)
def read_heading_words(path: Path | None = None) -> HeadingWords:
    """Read the words of headings, by default those that ship.

    Raises
    ------
    ValueError
        If the file is no such list; the message says what it must hold.
    """
    path = path or resource("dictionary/headings.toml")
    try:
        table = parse_toml(read_given(path, MOST_LISTED).decode("utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"{path.name}: no valid TOML ({error}); {_REMEDY}") from error
    formal = table.get("formal", {})
    lists = {key: table.get(key, []) for key in ("light", "beside")}
    named = {**lists, **formal} if isinstance(formal, dict) else {"formal": formal}
    for key, words in named.items():
        if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
            raise ValueError(f"{path.name}: {key} is no list of words; {_REMEDY}")
    return HeadingWords(
        light=tuple(lists["light"]),
        beside=tuple(lists["beside"]),
        formal={kind: tuple(words) for kind, words in formal.items()},
    )


def without_years(heading: str) -> str:
    """Return a heading as it is compared for equality: without years and white space.

    >>> without_years("2022年 重点任务") == without_years("2023年重点任务")
    True
    """
    return "".join(YEARS.sub("", heading).split())


def heading_spans(document: Document) -> list[tuple[int, int]]:
    """Return where the heading lines of a document stand in its text, in order.

    A heading that opens a paragraph ends where its words end; without its words on the line, the
    line is no heading.

    >>> from topics.corpus.document import Section
    >>> leaf = Section("甲", "一", 1, "城市更新", 0, 12, leaf=True)
    >>> heading_spans(Document("甲", "一、城市更新。改造小区", (leaf,)))
    [(0, 6)]
    """
    spans = []
    for section in document.sections:
        start = section.heading_start
        if section.heading:
            line_end = document.text.find("\n", start)
            line_end = len(document.text) if line_end < 0 else line_end
            at = document.text.find(section.heading, start, line_end)
            spans.append((start, at + len(section.heading)) if at >= 0 else (start, start))
    return sorted(span for span in set(spans) if span[1] > span[0])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match the longest of some words at each place."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")
