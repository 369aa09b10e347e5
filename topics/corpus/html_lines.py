"""The text below an element of a web page as lines: one per block, one per table row, headings with their level."""

from __future__ import annotations

import re
from typing import NamedTuple

from topics.corpus.html_tree import BLOCKS, HEADINGS, Page

SPACE = re.compile(r"[ \t\r\n\f]+")


class _Place(NamedTuple):
    """Where a piece of text stands: its block, table row and cell, the level of its heading, whether a link holds it."""

    block: int = -1
    row: int = -1
    cell: int = -1
    level: int = 0
    linked: bool = False


def plain_lines(page: Page, top: int) -> list[str]:
    """Write the text below a node, a line per block and a line per table row."""
    return [line for line, _ in leveled_lines(page, top)]


def leveled_lines(page: Page, top: int) -> list[tuple[str, int]]:
    """Write the text below a node, each line with its level as a heading, or 0; what is only a link is no heading."""
    first, end = page.nodes[top].pieces, page.nodes[top].end
    last = page.nodes[end].pieces if end < len(page.nodes) else len(page.texts)
    lines: list[tuple[str, int]] = []
    current, level = "", 0
    place = _Place()
    memo: dict[int, _Place] = {}
    for text, owner in zip(page.texts[first:last], page.owners[first:last], strict=True):
        if not top <= owner < end:  # what follows this node inside its parent
            continue
        before, place = place, _place(page, owner, top, memo)
        if before.row < 0 or place.row != before.row:
            if place[:2] != before[:2] or text == "\n":
                lines.append((current, level))
                current, level = "", 0
        else:
            current = _in_row(current, before, place)
        current += SPACE.sub(" ", text) if text != "\n" or place.row >= 0 else ""
        level = max(level, place.level if text.strip() and not place.linked else 0)
    lines.append((current, level))
    stripped = ((line.strip(" \t\xa0"), level) for line, level in lines)
    return [(line, level) for line, level in stripped if line.strip()]


def _in_row(current: str, before: _Place, place: _Place) -> str:
    """Return the line of a table row, with a tab where a cell begins and a space where a paragraph does."""
    if place.cell != before.cell:
        return current.rstrip() + "\t"
    return current + " " if place.block != before.block and current[-1:] not in {"\t", " ", ""} else current


def _place(page: Page, owner: int, top: int, memo: dict[int, _Place]) -> _Place:
    """Return where a node stands; each node is looked at once."""
    chain = []
    node = owner
    while node >= top and node not in memo:
        chain.append(node)
        node = page.nodes[node].parent
    block, row, cell, level, linked = memo.get(node, _Place())
    for node in reversed(chain):
        tag = page.nodes[node].tag
        if tag in BLOCKS:
            block = node
        if node in page.rows:
            row, cell, level = node, -1, 0
        elif row >= 0 and tag in {"td", "th"}:
            cell = node
        elif tag in HEADINGS and row < 0:
            level = HEADINGS[tag]
        linked = linked or page.nodes[node].linked
        memo[node] = _Place(block, row, cell, level, linked)
    return memo[owner]
