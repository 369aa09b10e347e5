"""Themes: curated lists of terms, matched with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, Protocol

from topics.themes.files import Theme, ThemeError, fold, read_themes

__all__ = [
    "Theme",
    "ThemeError",
    "ThemeMatch",
    "ThemeMatcher",
    "members",
    "read_themes",
    "without_term",
]


class Occurrence(Protocol):
    """A place of a term in a text; `topics.tokenize.Span` is one."""

    @property
    def token(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Finder(Protocol):
    """What a `ThemeMatcher` asks of a tokenizer."""

    def occurrences(self, text: str, terms: Sequence[str]) -> Sequence[Occurrence]:
        """Return every place of the terms that no ordinary word crosses."""


class ThemeMatch(NamedTuple):
    """One place where a theme is mentioned: `text[start:end]` is the term."""

    theme: str
    term: str
    start: int
    end: int


class ThemeMatcher:
    """Finds the places of themes in a text.

    Parameters
    ----------
    themes : sequence of Theme
    tokenizer : PolicyTokenizer
        Or anything with `occurrences(text, terms)`.
    level : {"theme", "term"}
        What a call returns for each match.
    counting : {"inclusive", "exclusive"}
        Inclusive: each theme counts its own terms. Exclusive: where terms of different themes
        overlap only the longest counts (`印度尼西亚` is not also `印度`).

    Examples
    --------
    >>> from topics.tokenize import PolicyTokenizer
    >>> themes = [Theme("韧性", ("安全韧性", "韧性")), Theme("产业", ("产业",))]
    >>> ThemeMatcher(themes, PolicyTokenizer())("增强安全韧性，培育特色产业。")
    ['韧性', '产业']
    """

    def __init__(
        self,
        themes: Sequence[Theme],
        tokenizer: Finder,
        *,
        level: str = "theme",
        counting: str = "inclusive",
    ) -> None:
        self.themes = themes
        self.tokenizer = tokenizer
        self.level = level
        self.counting = counting

    def __call__(self, text: str) -> list[str]:
        """Return the theme (or the term) of each match."""
        return [
            match.theme if self.level == "theme" else match.term for match in self.matches(text)
        ]

    def matches(self, text: str) -> list[ThemeMatch]:
        """Return the places of the themes by position; places of one theme that overlap, also by
        way of others, count once, as the longest.
        """
        terms, written, owners, barred = _index(tuple(self.themes))
        spans = _longest_first(self.tokenizer.occurrences(text, terms))
        if not spans:
            return []
        if self.counting == "exclusive":
            spans = list(_disjoint(spans))
        found = []
        for name, folded in owners.items():
            for token, start, end in _clusters([span for span in spans if span[0] in folded]):
                if token not in barred[name]:
                    found.append(ThemeMatch(name, written[token], start, end))
        return sorted(found, key=lambda match: (match.start, match.end, match.theme))


def members(themes: Sequence[Theme]) -> dict[str, frozenset[str]]:
    """Return the terms that each theme counts: its own and those of the themes below it."""
    return _gathered(themes, {theme.name: theme.terms for theme in themes})


def _gathered(
    themes: Sequence[Theme], words: Mapping[str, Sequence[str]]
) -> dict[str, frozenset[str]]:
    """Return the words of each theme and of all themes below it."""
    below = {name: set(own) for name, own in words.items()}
    parent = {theme.name: theme.parent for theme in themes}
    for theme in themes:
        above, seen = theme.parent, {theme.name}
        while above in below and above not in seen:  # a circle ends where it began
            below[above].update(words[theme.name])
            seen.add(above)
            above = parent[above]
    return {name: frozenset(gathered) for name, gathered in below.items()}


def without_term(themes: Sequence[Theme], name: str, term: str) -> tuple[Theme, ...]:
    """Return the themes with one term of one theme left out."""
    return tuple(
        (
            replace(theme, terms=tuple(t for t in theme.terms if t != term))
            if theme.name == name
            else theme
        )
        for theme in themes
    )


@lru_cache(maxsize=8)
def _index(
    themes: tuple[Theme, ...],
) -> tuple[tuple[str, ...], dict[str, str], dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return, once and not for each section, what matching needs.

    All terms; how each folded form is written; the folded terms of each theme, with those that it
    leaves out; the latter.
    """
    owners = members(themes)
    left_out = _gathered(themes, {theme.name: theme.without for theme in themes})
    barred = {name: frozenset(map(fold, words)) for name, words in left_out.items()}
    terms = tuple(sorted(set().union(*owners.values(), *left_out.values())))
    written = {fold(term): term for term in reversed(terms)}
    looked_for = {
        name: frozenset(map(fold, owned)) | barred[name] for name, owned in owners.items()
    }
    return terms, written, looked_for, barred


Place = tuple[str, int, int]


def _longest_first(occurrences: Sequence[Occurrence]) -> list[Place]:
    places = {(fold(span.token), span.start, span.end) for span in occurrences}
    return sorted(places, key=lambda place: (place[1], -place[2], place[0]))


def _disjoint(places: Sequence[Place]) -> Iterator[Place]:
    """Yield from the left the longest places that do not overlap one another."""
    end = 0
    for place in places:
        if place[1] >= end:
            yield place
            end = place[2]


def _clusters(places: Sequence[Place]) -> Iterator[Place]:
    """Yield the longest place of each run of places that overlap, the first of equal ones."""
    best: Place | None = None
    end = 0
    for place in places:
        if best is not None and place[1] >= end:
            yield best
            best = None
        if best is None or place[2] - place[1] > best[2] - best[1]:
            best = place
        end = max(end, place[2])
    if best is not None:
        yield best
