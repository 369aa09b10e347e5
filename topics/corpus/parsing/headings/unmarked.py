"""Chapters without numbers in plain text: lines above which the count of the items begins anew."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from topics.corpus.document import HAN
from topics.corpus.language.line_openings import stands_alone, starts_item
from topics.corpus.language.titles import names_document
from topics.corpus.parsing.front_lines import is_addressee, is_agency
from topics.corpus.parsing.headings.heading_number import ORDINALS, RANK, UNCOUNTED, Heading

_LONGEST, _SHORTEST = 30, 2  # characters of the name of a chapter
_BODY = 15  # characters of running text
_FEWEST = 2  # chapters
_MOST = 0.5  # of the beginnings of the count have a chapter's name above them, at least
_SENTENCE = re.compile(r"[。；！？：，\t|=＝%]|[.…·]{3}|^[（(【\[].*[）)】\]]$|^(?:附|图|表|注)")
_STOPPED = re.compile(r"[。；！？：][”）]?$")


def unmarked_chapters(text: str, numbered: Sequence[Heading]) -> dict[int, int]:
    r"""Return the offsets of the lines that name chapters, each with level 1.

    They stand between two counts of the outermost numbers: short, no sentence, above running text
    or a number. Where no count begins anew, nothing tells a chapter from a line of a list.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.
    numbered : sequence of Heading
        The numbered headings found there, in order.

    Examples
    --------
    >>> from topics.corpus.parsing.headings.counted import find_headings
    >>> text = "去年回顾\n（一）增产。\n（二）增收。\n今年安排\n（一）春耕。\n（二）水利。"
    >>> unmarked_chapters(text, find_headings(text))
    {0: 1, 19: 1}
    """
    counted = [heading for heading in numbered if heading.kind not in UNCOUNTED]
    if not counted or any(heading.kind in ORDINALS for heading in counted):
        return {}
    kind = min((heading.kind for heading in counted), key=lambda kind: RANK.get(kind, 99))
    outer = [heading for heading in counted if heading.kind == kind]
    begins = [heading.start for heading in outer if heading.value == 1]
    if len(begins) < _FEWEST:
        return {}
    lines = _lines(text)
    names = _candidates(lines)
    starts = sorted(heading.start for heading in numbered if heading.kind != "part")
    offsets = sorted(names)
    chapters = [found for begin in begins if (found := _above(begin, offsets, starts)) is not None]
    if len(chapters) < max(_FEWEST, _MOST * len(begins)):
        return {}
    words = {names[start] for start in chapters}
    last = max(outer[-1].start, chapters[-1])
    after = [start for start in names if start > last and names[start] not in words]
    chapters += after if len(after) <= len(chapters) else []
    return dict.fromkeys(sorted(chapters), 1)


def _lines(text: str) -> list[tuple[int, str]]:
    found = []
    start = 0
    for line in text.split("\n"):
        found.append((start, line))
        start += len(line) + 1
    return found


def _candidates(lines: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Return the lines that may name a chapter, by their offset."""
    found = {}
    for index, (start, line) in enumerate(lines[:-1]):
        before = lines[index - 1][1] if index else ""
        if (not before or _STOPPED.search(before) or starts_item(before)) and _is_name(
            line, lines[index + 1][1]
        ):
            found[start] = line
    return found


def _is_name(line: str, after: str) -> bool:
    return (
        _SHORTEST <= len(line) <= _LONGEST
        and bool(HAN.search(line))
        and not _SENTENCE.search(line)
        and (starts_item(after) or len(after) >= _BODY or "。" in after)
        and not (starts_item(line) or stands_alone(line) or is_addressee(line) or is_agency(line))
        and not (names_document(line) and not line[:1].isdecimal())
    )


def _above(begin: int, names: Sequence[int], starts: Sequence[int]) -> int | None:
    """Return the nearest name above the first item of a count, below the item before it; both
    sequences are sorted.
    """
    item, name = bisect_left(starts, begin), bisect_left(names, begin)
    before = starts[item - 1] if item else -1
    return names[name - 1] if name and names[name - 1] > before else None
