"""Headings that a source marks as such without a number (`##`, `<h2>`, a heading style): their
place in the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from topics.corpus.parsing.headings.counted import heading_name
from topics.corpus.parsing.headings.heading_number import UNCOUNTED, Heading

_STEP = 0.01  # between the rank of a heading and that of the unnumbered ones just below it
_MAX_HEADING, _MAX_SENTENCE = 80, 25  # characters of a heading; of one that ends like a sentence


def add_marked(text: str, numbered: Sequence[Heading], levels: Mapping[int, int]) -> list[Heading]:
    r"""Return all headings of a text: the numbered ones, and those that have only a mark, each with
    a rank.

    A numbered heading keeps the rank of its number. Unnumbered ones share the rank of the numbered
    ones of their level, or else stand just below those of the levels above; numbers without a mark
    count as above them where they begin first.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.
    numbered : sequence of Heading
        What `find_headings` found there.
    levels : mapping of int to int
        Level of each marked line, 0 or 1 the highest, by the offset at which the line begins.

    Examples
    --------
    >>> found = add_marked("总体要求\n目标\n推进城市更新。", [], {0: 2, 5: 3})
    >>> [(heading.heading, heading.rank) for heading in found]
    [('总体要求', 0.01), ('目标', 0.02)]
    """
    taken = {heading.start for heading in numbered}
    marked = [
        Heading(start, "marked", 1, heading_name(words), words, 0, level=level)
        for start, level in sorted(levels.items())
        if start not in taken and (words := heading_words(_line(text, start)))
    ]
    ranks = _ranks(numbered, marked)
    for heading in marked:
        heading.rank = ranks[heading.level or 0]
    return sorted([*numbered, *marked], key=lambda heading: heading.start)


def heading_words(line: str) -> str:
    """Return the words of a marked line; nothing where a paragraph only wears the style of a
    heading.

    Examples
    --------
    >>> (heading_words("工作目标："), heading_words("推进城市更新，补齐设施短板；"),
    ...  heading_words("12"))
    ('工作目标', '', '')
    """
    words = line.strip().rstrip("：:。")
    sentence = (
        "。" in words
        or line.rstrip()[-1:] in {"；", ";", "，", "、", ","}
        or (line.rstrip()[-1:] == "。" and len(words) > _MAX_SENTENCE)
    )
    return (
        "" if sentence or len(words) > _MAX_HEADING or not any(map(str.isalpha, words)) else words
    )


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]


def _ranks(numbered: Sequence[Heading], marked: Sequence[Heading]) -> dict[int, float]:
    """Return the rank of each level of unnumbered headings, from the outermost to the innermost."""
    kinds: dict[str, list[Heading]] = {}
    for heading in numbered:
        if heading.kind not in UNCOUNTED:
            kinds.setdefault(heading.kind, []).append(heading)
    starts: dict[int, list[int]] = {}
    for heading in marked:
        starts.setdefault(heading.level or 0, []).append(heading.start)
    ranks: dict[int, float] = {}
    for level in sorted(starts):
        same = [h.rank for h in numbered if h.level == level and h.kind not in UNCOUNTED]
        above = [h.rank for h in numbered if h.level is not None and h.level < level]
        above += [
            max(h.rank for h in members)
            for members in kinds.values()
            if all(h.level is None for h in members) and _holds(members, starts[level], numbered)
        ]
        ranks[level] = min(same, default=max([*above, *ranks.values(), 0.0]) + _STEP)
    return ranks


def _holds(members: Sequence[Heading], starts: Sequence[int], numbered: Iterable[Heading]) -> bool:
    """Tell whether numbers without a mark stand above a level: they begin first, and do not begin
    anew right below it.
    """
    if members[0].kind == "条" or members[0].start > starts[0]:
        return False
    ends = [heading.start for heading in numbered if heading.kind in {"annex", "part"}]
    places = sorted(
        [
            *((h.start, h.value) for h in members),
            *((start, -1) for start in starts),
            *((end, 0) for end in ends),
        ]
    )
    return all(before != -1 or value != 1 for (_, before), (_, value) in pairwise(places))
