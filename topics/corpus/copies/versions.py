"""What tells two versions of a text, or two texts from one template, from two copies of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from topics.corpus import messages
from topics.corpus.copies.differences import Place, places
from topics.corpus.copies.shingles import Shingled
from topics.corpus.document import HAN, Document
from topics.corpus.language.numerals import NUMERALS, ONE_TO_TEN, numeral
from topics.corpus.language.script import is_traditional
from topics.corpus.messages import Remark


@dataclass(frozen=True, slots=True)
class VersionThresholds:
    """When two texts that are much alike are two versions; all chosen.

    `benchmarks/copies.py` measures the errors.

    Attributes
    ----------
    span : int
        Characters of a span that only one text has.
    span_share : float
        Share of such spans in both texts: each has that much of its own.
    renumbered : int
        Articles whose number differs, …
    moved : int
        … or whose numbers moved by the same step, as behind an article that was struck out.
    figures : int
        Other figures in the same place.
    replaced : int
        Times that the same word stands for the same other word, …
    names : int
        … and such words: a single one may be an advertisement.
    version : int
        Weight of the places worded in another way that makes two versions.
    unclear : int
        The weight from which they may be two.
    misread : float
        Share of the places that differ: beyond it, figures may be misread as all else is.
    """

    span: int = 12
    span_share: float = 0.02
    renumbered: int = 5
    moved: int = 2
    figures: int = 3
    replaced: int = 3
    names: int = 2
    version: int = 6
    unclear: int = 2
    misread: float = 0.1


THRESHOLDS = VersionThresholds()
TELLING = ("number", "date", "effective", "period")  # fields that tell versions apart
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NUMERAL = re.compile(f"[{NUMERALS}]+")
_ARTICLE = re.compile(f"第[{NUMERALS}]+条")
_NOTE = re.compile(
    rf"[（(](?:19|20)\d{{2}}年?(?:第[{ONE_TO_TEN}]+次)?(?:修[正订改]|版|公布)?[^（）()]{{0,4}}[）)]"
)


class Difference(NamedTuple):
    """By what two documents are told apart, in words, and whether that is certain."""

    words: Remark
    certain: bool


def difference_of(
    pair: tuple[Document, Document], texts: tuple[Shingled, Shingled]
) -> Difference | None:
    """Say by what two similar documents are told apart; None for two copies of one.

    Examples
    --------
    >>> from topics.corpus.copies.shingles import shingle
    >>> def told(*texts):
    ...     documents = tuple(Document(text, text=text) for text in texts)
    ...     return difference_of(documents, tuple(map(shingle, texts)))
    >>> lines = ["由国土部门依法处理并公告", "应当报国土部门审查同意", "国土部门可以委托乡镇办理"]
    >>> told("，".join(lines), "，".join(lines).replace("国土", "自然资源"))
    Difference(words='“国土”与“自然资源”处处对应', certain=False)
    >>> told("，".join(lines), "，".join(lines).replace("审查同意", "及时审批"))
    Difference(words='有 1 处措辞不同', certain=False)
    >>> told("，".join(lines), "，".join(lines).replace("审查", "宙查"))
    """
    if np.array_equal(texts[0].codes, texts[1].codes):
        field = _declared_apart(*pair)
        return Difference(field, certain=True) if field else None
    if field := field_of(pair[:1], pair[1:]):
        return Difference(field, certain=True)
    found = places(pair, texts)
    long = THRESHOLDS.span_share * min(len(text.codes) for text in texts)
    certain: list[Callable[[], Remark | None]] = [
        lambda: _replaced([place for place in found if not place.strange], pair, THRESHOLDS.names),
        lambda: _renumbered(found),
        lambda: _figures(
            [place for place in found if not place.article],
            max(THRESHOLDS.figures, THRESHOLDS.misread * len(found)),
        ),
        lambda: _passages([place for place in found if place.mine and place.theirs], long),
        lambda: _reworded(found, THRESHOLDS.version),
    ]
    unclear: list[Callable[[], Remark | None]] = [
        lambda: _replaced([place for place in found if not place.alien], pair, 1),
        lambda: _reworded(found, THRESHOLDS.unclear),
        lambda: _figures(found, max(THRESHOLDS.unclear, sum(place.damaged for place in found))),
        lambda: _passages(found, long),
    ]
    for rules in (certain, unclear):
        if words := next(filter(None, (rule() for rule in rules)), None):
            return Difference(words, certain=rules is certain)
    return None


def field_of(ones: Sequence[Document], others: Sequence[Document]) -> Remark | None:
    """Find a number, a date, a period, a declared year, a year of the title or the note of a
    revision by which all copies of one document that have it differ from all copies of another.

    Examples
    --------
    >>> field_of([Document("甲", date="2017-06-22")], [Document("乙", date="2023-03-01")])
    '成文日期不同（2017-06-22、2023-03-01）'
    >>> field_of([Document("甲", date="2017")], [Document("乙", date="2017-06-22")])
    """
    for name in TELLING:
        values = _known(ones, others, attrgetter(name))
        if values and all(_contradict(*pair) for pair in values):
            return _differs(name, *values[0])
    years = _known(ones, others, _declared_year)
    if years and all(_contradict(*pair) for pair in years):
        return _differs("year", *years[0])
    for pattern in (_NOTE, _YEAR):
        titles = _known(ones, others, attrgetter("title"))
        notes = [
            (pair, [pattern.findall(title) for title in pair])
            for pair in titles
            if all(map(pattern.search, pair))
        ]
        if notes and all(one != other for _, (one, other) in notes):
            return _differs("title", *notes[0][0])
    return None


def _known(
    ones: Sequence[Document], others: Sequence[Document], value: Callable[[Document], str]
) -> list[tuple[str, str]]:
    """Pair the values of two groups where both are known."""
    pairs = [(value(one), value(other)) for one in ones for other in others]
    return [pair for pair in pairs if all(pair)]


def _differs(name: str, one: str, other: str) -> Remark:
    return messages.FIELD_DIFFERS.format(field=messages.FIELDS[name], one=one, other=other)


def _contradict(one: str, other: str) -> bool:
    """Tell whether two values differ: 2024 and 2024-07-28 do not contradict each other."""
    return bool(one and other) and not one.startswith(other) and not other.startswith(one)


def _declared_apart(one: Document, other: Document) -> Remark | None:
    """Find what tells two documents apart whose texts are equal: their numbers, or another field
    that the user declared of both.

    A date that the reader found does not: the same text on two pages has often been given the day
    of the page, and a text that is dated otherwise says so in its words.
    """
    for name in TELLING:
        values: tuple[str, str] = getattr(one, name), getattr(other, name)
        told = name == "number" or (name in one.declared and name in other.declared)
        if told and _contradict(*values):
            return _differs(name, *values)
    years = _declared_year(one), _declared_year(other)
    return _differs("year", *years) if _contradict(*years) else None


def _declared_year(document: Document) -> str:
    """Return the year that the user declared, by itself or in the date."""
    return document.declared_year or document.date[:4] * ("date" in document.declared)


def _replaced(
    found: Sequence[Place], pair: tuple[Document, Document], enough: int
) -> Remark | None:
    """Find words of one document that stand for words of the other again and again; one is enough
    if the titles differ, too.
    """
    titles = bool(pair[0].title and pair[1].title and pair[0].title != pair[1].title)
    scripts = is_traditional(pair[0].text) != is_traditional(
        pair[1].text
    )  # which have other words for the same, too
    words = Counter(
        (place.mine, place.theirs)
        for place in found
        if place.worded or (place.mine and place.theirs)
    )
    again = [
        words
        for words, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))
        if count >= THRESHOLDS.replaced
        and _is_han("".join(words))
        and (titles or (all(len(word) != 1 for word in words) and not scripts))
    ]
    if not again or (len(again) < enough and not titles):
        return None
    one, other = again[0]
    return (
        messages.WORD_DIFFERS.format(one=one, other=other)
        if one and other
        else messages.WORD_MORE.format(word=one or other)
    )


def _is_han(word: str) -> bool:
    return len(HAN.findall(word)) == len(word) >= 1


def _renumbered(found: Sequence[Place]) -> Remark | None:
    """Count the places where the copies differ in the number of an article, or in a Chinese number
    and nothing else.
    """
    both = sum(
        bool(_NUMERAL.fullmatch(place.mine)) and bool(_NUMERAL.fullmatch(place.theirs))
        for place in found
    )
    steps = Counter(
        second - first
        for place in found
        if place.article
        and (first := numeral(place.figures[0]))
        and (second := numeral(place.figures[1]))
    )
    moved = max((count for step, count in steps.items() if step), default=0)
    # An article that one of them lacks moves those behind it, of which there may be one only.
    alone = [place for place in found if not (place.mine and place.theirs)]
    moved += 2 * any(place.article and not place.figures[0] for place in alone)
    moved += moved > 0 and any(_ARTICLE.search(place.mine or place.theirs) for place in alone)
    enough = (both >= THRESHOLDS.renumbered or moved >= THRESHOLDS.moved) and max(
        both, moved
    ) >= THRESHOLDS.misread * len(found)
    return messages.ARTICLES_DIFFER.format(count=max(both, moved)) if enough else None


def _figures(found: Sequence[Place], enough: float) -> Remark | None:
    """Count the places where one figure stands for another."""
    differing = [
        place.figures
        for place in found
        if all(place.figures)
        and place.figures[0] != place.figures[1]
        and place.figures[0][0].isdigit() == place.figures[1][0].isdigit()
    ]
    if len(differing) < enough:
        return None
    return messages.FIGURES_DIFFER.format(
        count=len(differing), one=differing[0][0], other=differing[0][1]
    )


def _passages(found: Sequence[Place], long: float) -> Remark | None:
    """Measure the long passages that either text has alone."""
    sides = [
        [len(side) for side in (place.mine, place.theirs)] for place in found if not place.damaged
    ]
    own = [
        sum(size for size in side if size >= THRESHOLDS.span) for side in zip(*sides, strict=True)
    ] or [0, 0]
    return (
        messages.PASSAGES_DIFFER.format(one=own[0], other=own[1])
        if min(own) >= max(long, 1)
        else None
    )


def _reworded(found: Sequence[Place], enough: int) -> Remark | None:
    """Weigh the places that are worded in another way: each wording once, and none if damage is as
    frequent.
    """
    seen: set[tuple[int, str]] = set()
    worded = []
    for place in found:
        sides = {(0, place.mine), (1, place.theirs)} - {(0, ""), (1, "")}
        if place.worded and not sides & seen:
            worded.append(place.worded)
        seen |= sides
    damaged = sum(place.damaged for place in found)
    return (
        messages.REWORDED.format(count=len(worded))
        if sum(worded) >= enough and len(worded) >= damaged
        else None
    )
