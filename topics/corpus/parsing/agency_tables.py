"""Cells of tables that name agencies: those below 牵头单位, 责任部门, 配合单位."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HEADER = re.compile(
    r"(?:主要|第一|省级|市级|区级|县级)?(?:责任|牵头|主办|配合|协办|协同|负责|承办|参与|参加|实施|落实)[\u4e00-\u9fff]{0,4}(?:单位|部门|主体|机构)(?:[（(].{1,12}[）)])?"
)
_DIVIDER = re.compile(r"[ \u3000]*(?:\t|\||[ \u3000]{2,})[ \u3000]*")


class Cell(NamedTuple):
    """A cell of a table: where it stands in the text, what it says, and what stands above it in the
    first row.
    """

    start: int
    text: str
    header: str


def agency_cells(text: str) -> Iterator[Cell]:
    r"""Yield the cells that should name agencies, by the head of their column.

    Parameters
    ----------
    text : str
        Clean text: a table has a line for a row, its cells divided by tabs, `|` or several spaces.

    Examples
    --------
    >>> [(cell.text, cell.header)
    ...     for cell in agency_cells("序号\t任务\t牵头单位\n1\t更新管网\t市住建局\n二、保障")]
    [('市住建局', '牵头单位')]
    """
    columns: dict[int, str] = {}
    # Where rows are counted and divided by tabs, cells that are missing were empty ones at the end.
    n_cells, counted = 0, False
    start = 0
    for line in text.split("\n"):
        cells = list(_cells(line)) if _DIVIDER.search(line) else []
        heads = {place: words for place, (_, words) in enumerate(cells) if _HEADER.fullmatch(words)}
        if heads and len(cells) > 1:
            columns, n_cells, counted = heads, len(cells), cells[0][1] == "序号"
        elif len(cells) == n_cells or (
            counted and 1 < len(cells) < n_cells and "\t" in line and cells[0][1].isdecimal()
        ):
            for place, header in columns.items():
                if place < len(cells) and cells[place][1]:
                    yield Cell(start + cells[place][0], cells[place][1], header)
        elif len(cells) < 2:
            columns = {}
        start += len(line) + 1


def _cells(line: str) -> Iterator[tuple[int, str]]:
    """Yield the cells of a row with their places in it."""
    at = 0
    for divider in _DIVIDER.finditer(line):
        yield at, line[at : divider.start()]
        at = divider.end()
    yield at, line[at:]
