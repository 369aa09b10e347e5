"""Headings that a file shows by nothing but their look: short paragraphs in bold or larger letters
above running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from topics.corpus.document import HAN
from topics.corpus.language.dates import DATE
from topics.corpus.language.line_openings import stands_alone, starts_item
from topics.corpus.language.numerals import ONE_TO_TEN
from topics.corpus.language.titles import names_chapter, names_document
from topics.corpus.look import Look
from topics.corpus.parsing.front_lines import is_addressee, is_agency
from topics.corpus.parsing.headings.unnumbered import heading_words


@dataclass(frozen=True, slots=True)
class Limits:
    """When a look is that of headings. Chosen, not fitted."""

    larger: float = 1.08
    """Times the size of running text: less is another rounding of one size."""
    heading: int = 40
    """Characters of the longest heading."""
    body: int = 15
    """Characters of a paragraph that is running text even without punctuation."""
    title_lines: int = 4
    """Lines of the longest title."""
    members: int = 2
    """Headings of one look that a document must have: one alone may be anything."""
    most: float = 0.5
    """Share of the paragraphs of a look that are headings, where it is the look of headings."""


LIMITS = Limits()
_PUNCTUATION = re.compile("[，。；：]")
_NO_HEADING = re.compile(
    rf"^{DATE}|[。"
    rf"；！\t=＝]|[.…·]{{3}}|[：:].|^.{{12,}}[：:]|^[（(【\[].*[）)】\]]$|^[图表]\s*[\d{ONE_TO_TEN}]|^附\s*件"
)
_ANNEX = re.compile(rf"附\s*[件录表]?\s*[\d{ONE_TO_TEN}]*[：:]?$")


def headings_by_look(
    lines: Sequence[str], looks: Mapping[int, Look], marked: Mapping[int, int]
) -> dict[int, int]:
    """Return the level of each line that is a heading: as the file marks it, and below those by its
    look.

    A line counts if its look is larger or heavier than that of the running text, if it is short, no
    sentence and stands above running text or a numbered line, and if at least two lines of that
    look do so and not many of that look do not. Numbered lines of the same look get the same level
    where the others only stand before or after them.

    Parameters
    ----------
    lines : sequence of str
    looks : mapping of int to Look
        The look of each paragraph, by the number of its line from 1; none for what is no paragraph,
        such as a row of a table.
    marked : mapping of int to int
        Level of each line that the file marks as a heading; 0 marks the title.

    Examples
    --------
    >>> lines = ["总体要求", "推进城市更新，补齐设施短板。", "保障措施",
    ...     "加强组织领导，压实各方责任。"]
    >>> bold, plain = Look(weight=1), Look()
    >>> headings_by_look(lines, {1: bold, 2: plain, 3: bold, 4: plain}, {})
    {1: 1, 3: 1}
    """
    usual = _usual(lines, looks)
    shown = {
        number: look
        for number, look in looks.items()
        if look.whole and lines[number - 1].strip() and _stands_out(look, usual)
    }
    members = _by_look(shown, _candidates(lines, looks, shown, marked))
    alike = _by_look(shown, (number for number in shown if number not in marked))
    styled = _by_look(
        looks, (number for number, level in marked.items() if level and number in looks)
    )
    levels = dict(marked)
    below = max(marked.values(), default=0)
    for look in sorted(members, reverse=True):
        found = members[look]
        numbered = [number for number in alike[look] if starts_item(lines[number - 1].strip())]
        others = {number for number in alike[look] if not _is_title(lines[number - 1])}.difference(
            found, numbered
        )
        if len(found) + len(numbered) < LIMITS.members or len(found) < LIMITS.most * (
            len(found) + len(others)
        ):
            continue
        below += look not in styled
        level = min((marked[number] for number in styled.get(look, ())), default=below)
        levels |= dict.fromkeys(found, level)
        if numbered and not any(numbered[0] < number < numbered[-1] for number in found):
            levels |= dict.fromkeys(
                numbered, level
            )  # 前言 above 一、, not what stands between 一、 and 二、
    levels |= dict.fromkeys(() if 0 in marked.values() else _title(lines, shown), 0)
    return dict(sorted(levels.items()))


def _by_look(looks: Mapping[int, Look], numbers: Iterable[int]) -> dict[Look, list[int]]:
    found: dict[Look, list[int]] = {}
    for number in numbers:
        found.setdefault(looks[number], []).append(number)
    return found


def _title(lines: Sequence[str], shown: Mapping[int, Look]) -> list[int]:
    """Return the lines at the top that are larger than all others; none where that is the name of
    an agency.
    """
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    size = shown.get(filled[0], Look()).size if filled else 0.0
    first = list(takewhile(lambda number: number in shown and shown[number].size == size, filled))
    title = "".join(lines[number - 1].strip() for number in first)
    others = max((look.size for number, look in shown.items() if number not in first), default=0.0)
    named = (
        is_agency(title)
        or title.endswith("文件")
        or _NO_HEADING.search(title)
        or any(stands_alone(lines[n - 1].strip()) for n in first)
    )
    return (
        first
        if size > others
        and len(first) <= LIMITS.title_lines
        and not (named or names_chapter(title))
        else []
    )


def _usual(lines: Sequence[str], looks: Mapping[int, Look]) -> Look:
    """Return the look of the running text: that of most characters."""
    count: Counter[Look] = Counter()
    for number, look in looks.items():
        count[look._replace(whole=True)] += len(lines[number - 1].strip())
    return max(count, key=lambda look: (count[look], look), default=Look())


def _stands_out(look: Look, usual: Look) -> bool:
    """Tell whether a look is larger or heavier than that of the running text, and not smaller or
    lighter.
    """
    larger = look.size > LIMITS.larger * usual.size
    return (
        (larger or look.size * LIMITS.larger >= usual.size)
        and look.weight >= usual.weight
        and (larger or look.weight > usual.weight)
    )


def _candidates(
    lines: Sequence[str],
    looks: Mapping[int, Look],
    shown: Mapping[int, Look],
    marked: Mapping[int, int],
) -> Iterator[int]:
    """Yield the lines that stand out and stand like headings; what names the document above the
    first one is its title.
    """
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    begun = False
    for place, number in enumerate(filled):
        before = filled[place - 1] if place else 0
        after = filled[place + 1] if place + 1 < len(filled) else 0
        line = lines[number - 1].strip()
        begun = begun or (marked.get(number, 0) > 0 and not names_document(line))
        if number in marked or number not in shown or not after or not _is_heading(line):
            continue
        if (not before and not names_chapter(line)) or (
            before and _ANNEX.match(lines[before - 1].strip())
        ):
            continue
        if _is_beside(lines, shown, number, before, after) or not _opens(
            lines[after - 1].strip(), looks.get(after), shown.get(after), shown[number]
        ):
            continue
        if begun or not names_document(line):
            begun = True
            yield number


def _is_beside(
    lines: Sequence[str], shown: Mapping[int, Look], number: int, before: int, after: int
) -> bool:
    """Tell whether a line stands next to another of its look, which is neither numbered nor the
    title above it.
    """
    first, last = (
        shown.get(other) == shown[number] and not starts_item(lines[other - 1].strip())
        for other in (before, after)
    )
    return last or (first and not names_document(lines[before - 1].strip()))


def _is_heading(line: str) -> bool:
    words = heading_words(line)
    return (
        bool(words)
        and line[-1] != "。"
        and 2 <= len(words) <= LIMITS.heading
        and bool(HAN.search(words))
        and not (
            _NO_HEADING.search(line)
            or starts_item(line)
            or stands_alone(line)
            or is_addressee(line)
        )
    )


def _opens(line: str, look: Look | None, shown: Look | None, above: Look) -> bool:
    """Tell whether a line can follow a heading: a numbered line, running text, or a heading that
    stands out less.
    """
    if starts_item(line):
        return True
    if shown is not None:
        return shown < above and _is_heading(line)
    return (
        look is not None
        and not stands_alone(line)
        and bool(len(line) >= LIMITS.body or _PUNCTUATION.search(line))
    )


def _is_title(line: str) -> bool:
    return names_document(line.strip()) or stands_alone(line.strip())
