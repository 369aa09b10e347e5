"""Marks: which themes gained or lost the heading of a chapter or of an item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from topics.answer.sides import Bools
from topics.answer.sums import ThemeSums

MARKS = {
    "chapter_gained": "＋章",
    "chapter_lost": "－章",
    "item_gained": "＋条",
    "item_lost": "－条",
    "": "",
}


def between(groups: Sequence[str], reference: str, target: str) -> list[str]:
    """Return the groups from reference to target in order of time, both included.

    >>> between(["2020", "2022", "2024"], "2024", "2020")
    ['2024', '2022', '2020']
    """
    start, end = groups.index(reference), groups.index(target)
    inside = list(groups[min(start, end) : max(start, end) + 1])
    return inside if start <= end else inside[::-1]


def marks(sums: ThemeSums, pair: tuple[str, str], rises: Bools) -> list[str]:
    """Say which theme gained or lost a heading.

    A heading of a group between the two is lost, too, unless the theme rises: a theme that grew
    from nothing has lost nothing.
    """
    reference, target = pair
    before = between(sums.groups, *pair)[:-1]
    chapters, items = (
        [
            named[reference] | (np.any([named[group] for group in before], axis=0) & ~rises),
            named[reference],
            named[target],
        ]
        for named in (sums.chapters, sums.items)
    )
    any_reference, any_target = chapters[1] | items[1], chapters[2] | items[2]
    marked = np.select(
        [
            chapters[2] & ~chapters[1],
            chapters[0] & ~chapters[2],
            any_target & ~any_reference,
            items[0] & ~any_target,
        ],
        list(MARKS)[:4],
        "",
    )
    return [str(mark) for mark in marked]
