"""What the user declares about documents in corpus.csv or corpus.xlsx: read strictly, put before
what the text says.
"""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any

from topics.corpus import messages
from topics.corpus.document import Document
from topics.corpus.formats.decode import decode
from topics.corpus.intake.find import InputFile
from topics.corpus.messages import CorpusError, Remark, UnreadableError, show
from topics.given import MOST_TOLD, named, told

FIELDS = ("title", "number", "issuer", "date", "published", "effective", "genre", "period", "year")
DATES = ("date", "published", "effective")
KEYS = ("file", "doc_id")
# The names that Chinese spreadsheets give these columns.
ALIASES = {
    "文件": "file",
    "文件名": "file",
    "标题": "title",
    "题名": "title",
    "文号": "number",
    "发文字号": "number",
    "发文机关": "issuer",
    "机关": "issuer",
    "日期": "date",
    "成文日期": "date",
    "发布日期": "published",
    "生效日期": "effective",
    "施行日期": "effective",
    "文种": "genre",
    "体裁": "genre",
    "时期": "period",
    "年份": "year",
    "年度": "year",
    "地区": "region",
}
# What the rows of a matrix are called by, beside the columns of the user.
RESERVED = frozenset(
    ["path", "heading", "section_level", "n_chars", "n_tokens", "n_sections", "background"]
)
DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?: 00:00:00)?")
YEAR = re.compile(r"((?:1[89]|20)\d{2})年?度?")
MAX_ROWS = 200_000
MAX_COLUMNS = 200  # some ten times what a study declares (chosen, not fitted)
MAX_CELLS = 150_000  # of a line: no more commas than the longest cell, which may hold them, has
LONGEST_NAME = 120  # characters of a name that is told as a whole
MAX_NAMED = 5  # files that a remark names
ALIKE = 0.75  # from which likeness a name may be another one misspelt; chosen


@dataclass(frozen=True, slots=True)
class Declaration:
    """One row: the file it is about, the fields it declares and the further columns."""

    place: str
    key: str
    fields: Mapping[str, str]
    extra: Mapping[str, str]


def table_text(data: bytes, name: str) -> str:
    """Return the text of a corpus.csv (in any encoding), or the first sheet of a corpus.xlsx as
    CSV.

    Raises
    ------
    UnreadableError
        If it is neither.
    """
    return _sheet(data) if name.lower().endswith(".xlsx") else decode(data, check=False).text


def read_declared(name: str, text: str) -> list[Declaration]:
    """Read the rows of a table, strictly.

    Columns: `file` or `doc_id`, any of title, number, issuer, date, published, effective, genre,
    period and year, and any further ones. A date is `2024-07-28`, `2024年7月28日`, `2024-07` or
    `2024`.

    Raises
    ------
    CorpusError
        With all faults of the file, each with its line, its value and the remedy.
    """
    try:
        rows = _table(text, name)
    except csv.Error as error:
        raise CorpusError(
            f"{name}: not a table ({show(str(error))}); save it again as CSV UTF-8"
        ) from None
    faults: list[str] = []
    columns = _columns(rows[0][1] if rows else [], name, faults)
    declarations = [
        declaration
        for line, cells in rows[1:]
        if any(cells)
        and (declaration := _row(f"{name}:{line}", columns, cells, faults)) is not None
    ]
    _refuse_repeated(declarations, faults)
    if faults:
        raise CorpusError(told(faults))
    return declarations


def apply_declared(
    documents: Sequence[Document],
    files: Sequence[InputFile],
    tables: Sequence[tuple[InputFile, Document]],
    *,
    chosen: bool = False,
    note: Callable[[Remark], None] | None = None,
) -> list[Document]:
    """Put declared values in place of recognised ones, and list where the two differ.

    Parameters
    ----------
    documents, files : sequences of equal length
    tables : sequence of (InputFile, Document)
        The metadata files; the text of each is that of `table_text`.
    chosen : bool
        Whether the user named the metadata file: then it may lie anywhere, and its rows are about
        all input files. It may serve a larger corpus: where some rows meet a file, those that meet
        none, and are no other name misspelt, are one remark.
    note : callable, Remark -> None, optional
        Told that remark; by default it is a warning.

    Raises
    ------
    CorpusError
        If a metadata file has faults, or names a file that does not exist.
    """
    faults: list[str] = []
    declared: dict[int, Declaration] = {}
    tell = note or (lambda remark: warnings.warn(str(remark), stacklevel=3))
    for file, table in tables:
        if table.status == "skipped":
            faults.append(f"{show(file.name)}: {'; '.join(table.reasons)}")
            continue
        try:
            declarations = read_declared(show(file.name), table.text)
        except CorpusError as error:
            faults.append(str(error))
            continue
        folder = str(Path(file.path).parent)
        names = _names(files, "" if chosen else folder)
        unmet = [
            declaration
            for declaration in declarations
            if not _match(declaration, names, folder, declared, faults)
        ]
        if chosen and declared:
            unmet = _elsewhere(unmet, show(file.name), files, declared, tell)
        for number, declaration in enumerate(unmet):
            # The names are sorted for the faults that are told, not for 100,000 of them.
            faults.append(_no_file(declaration, names if number < MOST_TOLD else {}))
    if faults:
        raise CorpusError(told(faults))
    return [
        _declare(document, declared[index]) if index in declared else document
        for index, document in enumerate(documents)
    ]


def _match(
    declaration: Declaration,
    names: Mapping[str, set[int]],
    base: str,
    declared: dict[int, Declaration],
    faults: list[str],
) -> bool:
    """Give a declaration to the file that it names, and return whether there is one."""
    matches = names.get(_normal(declaration.key)) or names.get(_real(base, declaration.key), set())
    written = _shortened(declaration.key)
    if len(matches) > 1:
        faults.append(
            f"{declaration.place}: '{written}' names {len(matches)} files; write its folder too"
        )
    elif matches:
        index = next(iter(matches))
        if index in declared:
            faults.append(
                f"{declaration.place}: declared before at {declared[index].place}; keep one of the"
                " two rows"
            )
        declared[index] = declaration
    return bool(matches) or _waits_below(base, declaration.key)


def _no_file(declaration: Declaration, names: Mapping[str, set[int]]) -> str:
    known = sorted({name for name in names if Path(name).suffix and "/" not in name})[:MAX_NAMED]
    return (
        f"{declaration.place}: no file '{_shortened(declaration.key)}' among the documents (there"
        f" are {', '.join(map(show, known)) or 'none'} …); correct the name or delete the row"
    )


def _elsewhere(
    unmet: Sequence[Declaration],
    table: str,
    files: Sequence[InputFile],
    declared: Mapping[int, Declaration],
    tell: Callable[[Remark], None],
) -> list[Declaration]:
    """Tell in one remark which rows are about files of elsewhere; return those that rather misspell
    a file that has no row.
    """
    free = [Path(file.name).stem for index, file in enumerate(files) if index not in declared]
    by_digits: dict[str, list[str]] = {}
    for name in free:
        by_digits.setdefault(_digits(name), []).append(name)
    misspelt: list[Declaration] = []
    rest: list[Declaration] = []
    for declaration in unmet:
        name = Path(declaration.key.replace("\\", "/")).stem
        near = get_close_matches(name, by_digits.get(_digits(name), ()), n=1, cutoff=ALIKE)
        (misspelt if near else rest).append(declaration)
    if rest:
        some = tuple(_shortened(declaration.key) for declaration in rest[:MAX_NAMED])
        tell(messages.ROWS_ELSEWHERE.format(table=table, count=len(rest), names=some))
    return misspelt


def _digits(name: str) -> str:
    """Return the digits of a name: plans of two years differ in nothing else."""
    return "".join(char for char in name if char.isdigit())


def _real(base: str, key: str) -> str:
    """Return the whole path of a file that a row names from its own folder, or as a whole path."""
    try:
        return _normal(os.path.realpath(Path(base, key.replace("\\", "/"))))
    except (OSError, ValueError):
        return ""


def _waits_below(base: str, key: str) -> bool:
    """Tell whether a row is about a file of its own folder, which exists and was not asked for."""
    path = _real(base, key)
    try:
        return path.startswith(_normal(base) + "/") and Path(path).is_file()
    except OSError:  # a name that no system takes
        return False


def _shortened(key: str) -> str:
    """Return a name as it may be printed, without the middle of a long one."""
    name = show(key)
    return (
        name if len(name) <= LONGEST_NAME else f"{name[:40]}…{name[-20:]} ({len(name)} characters)"
    )


def _names(files: Sequence[InputFile], base: str) -> dict[str, set[int]]:
    """Map every name that a row may give a file to the files it fits: path, name, stem, doc_id."""
    names: dict[str, set[int]] = {}
    for index, file in enumerate(files):
        if base and not file.path.startswith(base + os.sep):
            names.setdefault(_normal(file.path), set()).add(index)
            continue
        below = os.path.relpath(file.path, base).replace(os.sep, "/") if base else file.relative
        written = {below, file.relative, file.name, Path(file.name).stem, file.doc_id, file.path}
        for name in written:
            names.setdefault(_normal(name), set()).add(index)
    # A row that gives the exact path below its own folder means that file, whatever else has the
    # same name deeper down.
    for index, file in enumerate(files):
        if base and str(Path(file.path).parent) == base:
            names[_normal(file.name)] = {index}
    return names


def _declare(document: Document, declaration: Declaration) -> Document:
    found = {name: str(getattr(document, name) or "") for name in declaration.fields}
    if document.year_from == "file":  # a name is no word of the text
        found["year"] = ""
    fields: dict[str, Any] = {
        name: found[name] if _is_part(name, value, found[name]) else value
        for name, value in declaration.fields.items()
    }
    conflicts = tuple(
        messages.CONFLICT.format(field=messages.FIELDS[name], declared=value, found=found[name])
        for name, value in fields.items()
        if found[name] and _normal(found[name]) != _normal(value)
    )
    fields["declared_year"] = fields.pop("year", "")
    return replace(
        document,
        **fields,
        declared=tuple(declaration.fields),
        conflicts=conflicts,
        extra=dict(declaration.extra),
    )


def _is_part(name: str, declared: str, found: str) -> bool:
    """Tell whether a declared date leaves out only the day, or month and day, of the one found."""
    return name in DATES and found.startswith(f"{declared}-")


def _table(text: str, name: str) -> list[tuple[int, list[str]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=head.count)
    if (columns := head.count(delimiter) + 1) > MAX_COLUMNS:
        raise CorpusError(
            f"{name}:1: {columns:,} columns; {MAX_COLUMNS} are allowed, leave the others out"
        )
    lines = _short_lines(text, delimiter, name)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(
            (reader.line_num, [cell.strip() for cell in cells])
            for cells in islice(reader, MAX_ROWS + 1)
        )
    except csv.Error as error:
        if "field limit" not in str(error):
            raise
        start = rows[-1][0] + 1 if rows else 1
        raise CorpusError(
            f"{name}:{start}: a cell has more than {csv.field_size_limit():,} characters; close its"
            " quotation mark, or shorten it"
        ) from None
    if len(rows) > MAX_ROWS:
        raise csv.Error(f"more than {MAX_ROWS} rows")
    return rows


def _short_lines(text: str, delimiter: str, name: str) -> Iterator[str]:
    """Yield the lines of a table; one of more cells than any has is refused before it is cut."""
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if (cells := line.count(delimiter) + 1) > MAX_CELLS:
            raise CorpusError(
                f"{name}:{number}: {cells:,} cells; {MAX_COLUMNS} columns are allowed, leave the"
                " others out"
            )
        yield line


def _sheet(data: bytes) -> str:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise UnreadableError(messages.SHEET_BROKEN.format(cause=type(error).__name__)) from None
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(
        [_cell(cell) for cell in cells] for cells in rows[: MAX_ROWS + 1]
    )
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())  # a line of the text is a row of the sheet


def _columns(head: Sequence[str], name: str, faults: list[str]) -> list[str]:
    columns = [ALIASES.get(cell.strip(), cell.strip()) for cell in head]
    columns = [
        column.lower() if column.lower() in {*KEYS, *FIELDS} else column for column in columns
    ]
    if not any(key in columns for key in KEYS):
        faults.append(
            f"{name}:1: no column 'file' among"
            f" {named([show(column) for column in columns if column]) or 'no columns'}; add one"
        )
    for column, times in Counter(columns).items():
        if column and times > 1:
            faults.append(
                f"{name}:1: column '{_shortened(column)}' occurs {times} times; rename one"
            )
        if column in RESERVED:
            faults.append(
                f"{name}:1: column '{_shortened(column)}' has a name that the tables use"
                " themselves; rename it"
            )
    return columns


def _row(
    place: str, columns: Sequence[str], cells: Sequence[str], faults: list[str]
) -> Declaration | None:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        faults.append(
            f"{place}: {len(cells)} cells but {len(columns)} columns; put a value that holds a"
            " comma in quotes"
        )
        return None
    values = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
    key = values.get("file") or values.get("doc_id") or ""
    if not key:
        faults.append(f"{place}: no file named; fill in the column 'file' or delete the row")
        return None
    fields = {name: values[name] for name in FIELDS if name in values}
    for name in DATES:
        if name in fields:
            try:
                fields[name] = declared_date(fields[name])
            except ValueError:
                faults.append(
                    f"{place}: {name} '{_shortened(fields[name])}' is no date;"
                    " write it as 2024-07-28"
                )
    if (year := fields.get("year")) is not None:
        match = YEAR.fullmatch(unicodedata.normalize("NFKC", year).replace(" ", ""))
        fields["year"] = match[1] if match else year
        if match is None:
            faults.append(f"{place}: year '{_shortened(year)}' is no year; write it as 2024")
    extra = {
        show(name): show(value) for name, value in values.items() if name not in {*KEYS, *FIELDS}
    }
    return Declaration(place, key, {name: show(value) for name, value in fields.items()}, extra)


def _refuse_repeated(declarations: Sequence[Declaration], faults: list[str]) -> None:
    first: dict[str, str] = {}
    for declaration in declarations:
        earlier = first.setdefault(_normal(declaration.key), declaration.place)
        if earlier != declaration.place:
            faults.append(
                f"{declaration.place}: '{_shortened(declaration.key)}' was declared before at"
                f" {earlier}; keep one of the two rows"
            )


def declared_date(text: str) -> str:
    """Write a declared date as ISO has it; day, or month and day, may be missing.

    Examples
    --------
    >>> declared_date("2024年7月28日"), declared_date("2024/7"), declared_date("2024")
    ('2024-07-28', '2024-07', '2024')

    Raises
    ------
    ValueError
        If it is no date of the calendar.
    """
    match = DATE.fullmatch(
        unicodedata.normalize("NFKC", text).replace(" ", "") if "00:00" not in text else text
    )
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    date(year, month or 1, day or 1)
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))
