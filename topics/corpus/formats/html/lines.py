"""The text below an element of a web page as lines: one per block, one per table row, with level
and look.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from topics.corpus.formats.html.tree import BLOCKS, HEADINGS, Page
from topics.corpus.look import HEAVY, Look, look_of

SPACE = re.compile(r"[ \t\r\n\f]+")
BLANK = " \t\xa0"


class Line(NamedTuple):
    """A line of a page: its text, its level as a heading or 0, how it looks; rows of tables and
    links have no look.
    """

    text: str
    level: int
    look: Look | None


class _Place(NamedTuple):
    """Where a piece of text stands: its block, table row and cell, the level of its heading, its
    font, whether a link holds it.
    """

    block: int = -1
    row: int = -1
    cell: int = -1
    level: int = 0
    linked: bool = False
    size: float = 0.0
    bold: bool = False
    heavy: bool = False


def plain_lines(page: Page, top: int) -> list[str]:
    """Write the text below a node, a line per block and a line per table row."""
    return [line.text for line in marked_lines(page, top)]


def marked_lines(page: Page, top: int) -> list[Line]:
    """Write the text below a node, each line with its level as a heading and its look; what is only
    a link is no heading.
    """
    first, end = page.nodes[top].pieces, page.nodes[top].end
    last = page.nodes[end].pieces if end < len(page.nodes) else len(page.texts)
    lines: list[Line] = []
    current, level = "", 0
    looks: Counter[tuple[float, int] | None] = Counter()
    place = _Place()
    memo: dict[int, _Place] = {}
    for text, owner in zip(page.texts[first:last], page.owners[first:last], strict=True):
        if not top <= owner < end:  # what follows this node inside its parent
            continue
        before, place = place, _place(page, owner, top, memo)
        if before.row < 0 or place.row != before.row:
            if place[:2] != before[:2] or text == "\n":
                lines.append(Line(current.strip(BLANK), level, _look(looks)))
                current, level, looks = "", 0, Counter()
        else:
            current = _in_row(current, before, place)
        current += SPACE.sub(" ", text) if text != "\n" or place.row >= 0 else ""
        if shown := len(text.strip()):
            level = max(level, 0 if place.linked else place.level)
            looks[
                (
                    None
                    if place.linked or place.row >= 0
                    else (place.size, place.bold + HEAVY * place.heavy)
                )
            ] += shown
    lines.append(Line(current.strip(BLANK), level, _look(looks)))
    return [line for line in lines if line.text.strip()]


def _look(looks: Counter[tuple[float, int] | None]) -> Look | None:
    """Return how a line looks; nothing where a part of it is a link or in a table."""
    return (
        look_of({look: count for look, count in looks.items() if look})
        if looks and None not in looks
        else None
    )


def _in_row(current: str, before: _Place, place: _Place) -> str:
    """Return the line of a table row, with a tab where a cell begins and a space where a paragraph
    does.
    """
    if place.cell != before.cell:
        return current.rstrip(" \xa0") + "\t"
    return (
        current + " "
        if place.block != before.block and current[-1:] not in {"\t", " ", ""}
        else current
    )


def _place(page: Page, owner: int, top: int, memo: dict[int, _Place]) -> _Place:
    """Return where a node stands; each node is looked at once."""
    chain = []
    node = owner
    while node >= top and node not in memo:
        chain.append(node)
        node = page.nodes[node].parent
    place = memo.get(node, _Place())
    for node in reversed(chain):
        place = memo[node] = _below(page, node, place)
    return place


def _below(page: Page, node: int, outer: _Place) -> _Place:
    """Return the place that a node makes inside an outer one."""
    block, row, cell, level, linked = outer[:5]
    size, bold, heavy = page.nodes[node].font
    tag = page.nodes[node].tag
    if tag in BLOCKS:
        block = node
    if node in page.rows:
        row, cell, level = node, -1, 0
    elif row >= 0 and tag in {"td", "th"}:
        cell = node
    elif tag in HEADINGS and row < 0:
        level = HEADINGS[tag]
    return _Place(
        block,
        row,
        cell,
        level,
        linked or page.nodes[node].linked,
        outer.size if size is None else size,
        outer.bold if bold is None else bold,
        outer.heavy if heavy is None else heavy,
    )
