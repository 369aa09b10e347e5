"""What tells two versions of a text, or two texts from one template, from two copies of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from topics.corpus import messages
from topics.corpus.document import HAN, Document
from topics.corpus.numerals import numeral
from topics.corpus.script import common_share, is_traditional
from topics.corpus.shingles import Gap, Shingled, gaps

LONG_SPAN, LONG_SHARE = 12, 0.02  # characters; both copies have that much text of their own: two versions
RENUMBERED = 5  # articles whose number differs …
MOVED = 2  # … or that many whose numbers moved by the same step, as behind an article that was struck out
FIGURES = 3  # other figures in the same place
REPLACED = 3  # times the same word stands for the same other word
REWORDED = 5  # places worded in another way …
AT_HOME = 0.55  # … in common characters, which advertisements have fewer of
MISREAD = 0.1  # of the places that differ: beyond it, figures may be misread as all else is
_CN = "一二三四五六七八九十百千零〇"
_NUMERAL = re.compile(f"[{_CN}]+")
_FIGURE = re.compile(rf"\d+(?:\.\d+)?|[{_CN}]+")
_NOTE = re.compile(r"[（(](?:19|20)\d{2}年?(?:第[一二三四五六七八九十]+次)?(?:修[正订改]|版|公布)?[^（）()]{0,4}[）)]")


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where two documents differ: what each has there, and the figures of which that is a part."""

    mine: str
    theirs: str
    figures: tuple[str, str]
    article: bool


def difference_of(pair: tuple[Document, Document], texts: tuple[Shingled, Shingled]) -> str:
    """Say by what two similar documents are told apart; empty for two copies of one.

    Examples
    --------
    >>> from topics.corpus.shingles import shingle
    >>> def told(*texts):
    ...     return difference_of(tuple(Document(text, text=text) for text in texts), tuple(map(shingle, texts)))
    >>> lines = ["由国土部门依法处理并公告", "应当报国土部门审查同意", "国土部门可以委托乡镇办理"]
    >>> told("，".join(lines), "，".join(lines).replace("国土", "自然资源"))
    '“国土”与“自然资源”处处对应'
    >>> told("，".join(lines), "，".join(lines).replace("公告", "公示"))
    ''
    """
    one, other = pair
    if np.array_equal(texts[0].codes, texts[1].codes):
        return ""
    for name in ("number", "date", "effective", "period"):
        values: tuple[str, str] = getattr(one, name), getattr(other, name)
        # 2024 and 2024-07-28 do not contradict each other.
        if all(values) and not values[0].startswith(values[1]) and not values[1].startswith(values[0]):
            return messages.FIELD_DIFFERS.format(field=messages.FIELDS[name], one=values[0], other=values[1])
    notes = [_NOTE.findall(document.title) for document in pair]
    if all(notes) and notes[0] != notes[1]:
        return messages.FIELD_DIFFERS.format(field=messages.FIELDS["title"], one=one.title, other=other.title)
    found = list(gaps(*texts))
    places = [_place(pair, texts, gap) for gap in found]
    rules: list[Callable[[], str]] = [
        lambda: _replaced(places, pair),
        lambda: _renumbered(places),
        lambda: _figures(places),
        lambda: _passages(found, texts),
        lambda: _reworded(places),
    ]
    return next(filter(None, (rule() for rule in rules)), "")


def _place(pair: tuple[Document, Document], texts: tuple[Shingled, Shingled], gap: Gap) -> _Place:
    bounds = ((gap.start, gap.end), (gap.other_start, gap.other_end))
    spans = [text.span(document.text, *bound) for document, text, bound in zip(pair, texts, bounds, strict=True)]
    whole = [_figure_at(document.text, text, bound) for document, text, bound in zip(pair, texts, bounds, strict=True)]
    pure = any(spans) and all(not span or _FIGURE.fullmatch(span) for span in spans)
    article = pure and all(before == "第" for _, before in whole)
    return _Place(spans[0], spans[1], (whole[0][0], whole[1][0]) if pure else ("", ""), article)


def _figure_at(text: str, shingled: Shingled, bound: tuple[int, int]) -> tuple[str, str]:
    """Return the figure that holds a span, and the character before it."""
    start, end = bound
    at = int(shingled.places[min(start, len(shingled.places) - 1)]) if start < len(shingled.places) else len(text)
    window = text[max(0, at - 12) : at + 12 + end - start]
    offset = at - max(0, at - 12)
    for match in _FIGURE.finditer(window):
        if match.start() <= offset <= match.end():
            return match[0], window[match.start() - 1 : match.start()]
    return "", ""


def _replaced(places: Sequence[_Place], pair: tuple[Document, Document]) -> str:
    """Find a word of one document that stands for a word of the other again and again."""
    titles = bool(pair[0].title and pair[1].title and pair[0].title != pair[1].title)
    scripts = is_traditional(pair[0].text) != is_traditional(pair[1].text)  # which have other words for the same, too
    words = Counter((place.mine, place.theirs) for place in places)
    for (one, other), count in sorted(words.items(), key=lambda item: (-item[1], item[0])):
        long = min(len(one), len(other)) >= 2 and not scripts
        if count >= REPLACED and _is_han(one) and _is_han(other) and (titles or long):
            return messages.WORD_DIFFERS.format(one=one, other=other)
    return ""


def _is_han(word: str) -> bool:
    return len(HAN.findall(word)) == len(word) >= 1


def _renumbered(places: Sequence[_Place]) -> str:
    """Count the places where the copies differ in the number of an article, or in a Chinese number and nothing else."""
    both = sum(bool(_NUMERAL.fullmatch(place.mine)) and bool(_NUMERAL.fullmatch(place.theirs)) for place in places)
    steps = Counter(
        second - first
        for place in places
        if place.article and (first := numeral(place.figures[0])) and (second := numeral(place.figures[1]))
    )
    moved = max((count for step, count in steps.items() if step), default=0)
    return messages.ARTICLES_DIFFER.format(count=max(both, moved)) if both >= RENUMBERED or moved >= MOVED else ""


def _figures(places: Sequence[_Place]) -> str:
    """Count the places where one figure stands for another."""
    differing = [
        place.figures for place in places
        if all(place.figures) and not place.article and place.figures[0] != place.figures[1]
        and place.figures[0][0].isdigit() == place.figures[1][0].isdigit()
    ]  # fmt: skip
    if len(differing) < max(FIGURES, MISREAD * len(places)):
        return ""
    return messages.FIGURES_DIFFER.format(count=len(differing), one=differing[0][0], other=differing[0][1])


def _passages(found: Sequence[Gap], texts: tuple[Shingled, Shingled]) -> str:
    """Measure the long passages that either text has alone."""
    lengths = [(gap.end - gap.start, gap.other_end - gap.other_start) for gap in found]
    own = [sum(length for length in side if length >= LONG_SPAN) for side in zip(*lengths, strict=True)] or [0, 0]
    enough = min(own) >= LONG_SHARE * min(len(text.codes) for text in texts)
    return messages.PASSAGES_DIFFER.format(one=own[0], other=own[1]) if enough else ""


def _reworded(places: Sequence[_Place]) -> str:
    """Count the places that are worded in another way: not misread, since they are not equally long, and no advertisement."""
    reworded = [
        place for place in places
        if len(place.mine) != len(place.theirs) and all(len(side) != 1 and _is_han(side or "的") for side in (place.mine, place.theirs))
    ]  # fmt: skip
    both = sum(bool(place.mine and place.theirs) for place in reworded)
    words = [[word for place in reworded if (word := getattr(place, side))] for side in ("mine", "theirs")]
    if both < REPLACED or any(len(set(side)) < len(side) or common_share("".join(side))[0] < AT_HOME for side in words):
        return ""
    enough = len(reworded) >= max(REWORDED, len(places) / 2)
    return messages.REWORDED.format(count=len(reworded)) if enough else ""
