"""The result tables as files: CSV for every program, one workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import xlsxwriter

from topics.report.findings.contract import column_notes
from topics.report.inert import csv_text, text_width, visible

CELL_LIMIT = 32_767  # characters that a worksheet cell can hold
ROW_LIMIT = 1_048_576
WIDEST, MEASURED = 60, 200  # cells of a column; rows that its width is taken from
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 with BOM, one record a line, no cell that a spreadsheet would execute.

    Numbers keep eight significant digits, which is what repeats on every machine. A text that
    begins with `= + - @` (half or full width) gets an apostrophe in front, as spreadsheet programs
    expect it.
    """
    inert = pd.DataFrame(
        {column: frame[column].map(_csv_cell) for column in frame.columns}, dtype=object
    )
    inert.columns = [csv_text(str(column)) for column in frame.columns]
    inert.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path, *, lang: str) -> None:
    """Write all tables into one workbook: a sheet each after a sheet that explains the columns."""
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        TemporaryDirectory(
            dir=path.parent
        ) as spare,  # what is finished of a sheet waits here, not in memory
        xlsxwriter.Workbook(
            str(path), {**literal, "constant_memory": True, "tmpdir": spare}
        ) as book,
    ):
        book.set_properties({"created": EPOCH.replace(tzinfo=None)})
        head = book.add_format(
            {
                "bold": True,
                "top": 2,
                "bottom": 1,
                "font_name": "SimHei" if lang == "zh" else "Arial",
            }
        )
        _write_sheet(
            book.add_worksheet("说明" if lang == "zh" else "columns"),
            column_notes(tables, lang=lang),
            head,
        )
        for name, frame in tables.items():
            _write_sheet(book.add_worksheet(name[:31]), frame, head)


def _csv_cell(value: object) -> object:
    if isinstance(value, str):
        return csv_text(value)
    if isinstance(value, float) and not pd.isna(value):
        return f"{value:.8g}"
    return "" if pd.isna(value) else value  # type: ignore[call-overload]


def _write_sheet(sheet: xlsxwriter.worksheet.Worksheet, frame: pd.DataFrame, head: Any) -> None:
    """Write a table row by row: a row that is finished takes no memory."""
    names, rows = [str(name) for name in frame.columns], frame.iloc[: ROW_LIMIT - 1]
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(names):
        # Of what is written: the last digits of a number before rounding differ by machine.
        seen = (text_width(_cell_text(value)) for value in rows[name].tolist()[:MEASURED])
        sheet.set_column(column, column, min(max([text_width(name), *seen]) + 2, WIDEST))
    for column, name in enumerate(names):
        sheet.write_string(0, column, visible(name), head)
    for row, values in enumerate(
        zip(*(rows[name].tolist() for name in frame.columns), strict=True), start=1
    ):
        for column, value in enumerate(values):
            _write_cell(sheet, row, column, value)
    if len(frame) and names:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object
) -> None:
    if isinstance(value, str):
        text = visible(value)
        sheet.write_string(
            row, column, text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
        )
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif pd.notna(value) and abs(value) != float("inf"):  # type: ignore[call-overload, arg-type]
        sheet.write_number(row, column, float(_cell_text(value)))


def _cell_text(value: object) -> str:
    """Return a value as a cell has it: a number with eight significant digits."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f"{value:.8g}" if number else str(value)
