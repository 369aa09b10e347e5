"""The result tables as files: CSV for every program, one workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
import xlsxwriter

from topics.report.findings.contract import column_notes
from topics.report.inert import csv_text, text_width, visible
from topics.report.writers.sheets import column_name, rows_xml

ROW_LIMIT = 1_048_576
WIDEST = 60
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')


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
    first = "说明" if lang == "zh" else "columns"
    sheets = {first: column_notes(tables, lang=lang)} | {
        name[:31]: frame.iloc[: ROW_LIMIT - 1] for name, frame in tables.items()
    }
    font = "SimHei" if lang == "zh" else "Arial"
    empty = ZipFile(io.BytesIO(_without_rows(sheets, font, path.parent)))
    frames = {f"xl/worksheets/sheet{n}.xml": f for n, f in enumerate(sheets.values(), start=1)}
    with empty, ZipFile(path, "w") as book:
        for name in empty.namelist():
            entry = ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            with book.open(entry, "w") as file:
                if name in frames:
                    _fill(file, empty.read(name).decode("utf-8"), frames[name])
                else:
                    file.write(empty.read(name))


def _without_rows(sheets: Mapping[str, pd.DataFrame], font: str, folder: Path) -> bytes:
    """Return the workbook with nothing but heads: names, formats, widths and filters.

    What is finished of a sheet waits in the folder, so that its texts stand in the sheet.
    """
    buffer = io.BytesIO()
    with (
        TemporaryDirectory(dir=folder) as spare,
        xlsxwriter.Workbook(buffer, {"constant_memory": True, "tmpdir": spare}) as book,
    ):
        book.set_properties({"created": EPOCH.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "top": 2, "bottom": 1, "font_name": font})
        for name, frame in sheets.items():
            _write_head(book.add_worksheet(name), frame, head)
    return buffer.getvalue()


def _write_head(sheet: xlsxwriter.worksheet.Worksheet, frame: pd.DataFrame, head: Any) -> None:
    """Write the names of the columns, their widths and the filter over all rows."""
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(map(str, frame.columns)):
        # Of what is written: the last digits of a number before rounding differ by machine.
        seen = (text_width(_cell_text(value)) for value in frame.iloc[:200, column].tolist())
        sheet.set_column(column, column, min(max([text_width(name), *seen]) + 2, WIDEST))
        sheet.write_string(0, column, visible(name), head)
    if len(frame) and len(frame.columns):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _fill(file: IO[bytes], sheet: str, frame: pd.DataFrame) -> None:
    """Write a worksheet with the rows of its table under its head."""
    before, end, after = sheet.partition("</sheetData>")
    if not end:  # a table without columns: there is nothing to fill
        file.write(sheet.encode("utf-8"))
        return
    if len(frame) and len(frame.columns):
        used = f'<dimension ref="A1:{column_name(len(frame.columns) - 1)}{len(frame) + 1}"/>'
        before = DIMENSION.sub(used, before, count=1)
    file.write(before.encode("utf-8"))
    for rows in rows_xml(frame):
        file.write(rows.encode("utf-8"))
    file.write(f"{end}{after}".encode())


def _csv_cell(value: object) -> object:
    if isinstance(value, str):
        return csv_text(value)
    if isinstance(value, float) and not pd.isna(value):
        return f"{value:.8g}"
    return "" if pd.isna(value) else value  # type: ignore[call-overload]


def _cell_text(value: object) -> str:
    """Return a value as a cell has it: a number with eight significant digits."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f"{value:.8g}" if number else str(value)
