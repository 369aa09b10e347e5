"""The rows of a worksheet as SpreadsheetML: a column at a time instead of a cell at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pandas as pd

from topics.report.inert import visible

CELL_LIMIT = 32_767  # characters that a worksheet cell can hold
BLOCK = 2_000  # rows that are put together at a time: bounds the memory
TEXTS = 16_384  # different texts that are remembered: names stand in many rows

# What XML cannot hold is written _xHHHH_, and what looks like that as _x005F_xHHHH_ (ECMA-376, part
# 1, 22.9.2.19).
ESCAPED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
CONTROL = re.compile(r"([\x00-\x08\x0b-\x1f\ufffe\uffff])")
EDGES = re.compile(r"\A\s|\s\Z")


def rows_xml(frame: pd.DataFrame) -> Iterator[str]:
    """Yield the rows of a table below its head, a block of them at a time, as `<row>` elements."""
    letters = [column_name(number) for number in range(frame.shape[1])]
    for start in range(0, len(frame), BLOCK):
        block = frame.iloc[start : start + BLOCK]
        numbers = range(start + 2, start + 2 + len(block))  # the head is row 1
        columns = [
            map(_cell(letter), numbers, block.iloc[:, place].tolist())
            for place, letter in enumerate(letters)
        ]
        yield "".join(
            f'<row r="{number}">{cells}</row>'
            for number, *found in zip(numbers, *columns, strict=True)
            if (cells := "".join(found))
        )


def column_name(number: int) -> str:
    """Name a column as spreadsheets do.

    >>> [column_name(number) for number in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name = ""
    number += 1
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(65 + place) + name
    return name


def _cell(letter: str) -> Callable[[int, object], str]:
    """Return what writes a cell of a column: nothing for a missing value."""

    def write(row: int, value: object) -> str:
        if isinstance(value, str):
            return f'<c r="{letter}{row}"{_text(value)}'
        if isinstance(value, bool):
            return f'<c r="{letter}{row}" t="b"><v>{int(value)}</v></c>'
        if pd.isna(value) or abs(value) == float("inf"):  # type: ignore[call-overload, arg-type]
            return ""
        return f'<c r="{letter}{row}"><v>{float(f"{value:.8g}"):.16G}</v></c>'

    return write


@lru_cache(maxsize=TEXTS)
def _text(value: str) -> str:
    text = visible(value)
    text = text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
    text = CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", ESCAPED.sub(r"_x005F\1", text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = ' xml:space="preserve"' if EDGES.search(text) else ""
    return f' t="inlineStr"><is><t{kept}>{text}</t></is></c>'
