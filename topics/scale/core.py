"""The one function of every path: an Arrow batch of documents in, an Arrow batch of counts out.

It cleans, parses, tokenizes and counts. It reads nothing and writes nothing, and a document's rows
depend on that document and the spec alone: neither on the batch it came in nor on its place there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from topics.corpus import count_han, messages, parse_text, show
from topics.corpus.document import Document
from topics.corpus.intake.declared import declared_date
from topics.scale.spec import Spec, Tools, load_tools

DOCUMENTS = pa.schema(
    [
        ("doc_id", pa.string()),
        ("text", pa.string()),
        ("kind", pa.string()),
        ("source", pa.string()),
        ("date", pa.string()),
        ("genre", pa.string()),
        ("issuer", pa.string()),
        ("label", pa.string()),
        ("error", pa.string()),
        ("headings", pa.map_(pa.int32(), pa.int32())),
    ]
)
"""A source text per row; `source` is the name of its file, if it was one; `date` (ISO), `genre` and
`issuer` are those declared, empty or null where the text is to tell; `label` is the value of the
column that groups; `error` says why there is no text; `headings` gives the level of the lines that
a file marks as headings.
"""

_ABOUT = [
    ("doc_id", pa.string()),
    ("section", pa.int32()),
    ("path", pa.string()),
    ("year", pa.int32()),
    ("genre", pa.string()),
    ("issuer", pa.string()),
    ("label", pa.string()),
    ("n_chars", pa.int64()),
]
UNITS = pa.schema([*_ABOUT, ("chunk", pa.int32()), ("text", pa.string()), ("error", pa.string())])
"""A piece of a leaf section per row: `section` counts the leaves of a document, `chunk` the pieces
of a leaf.
"""

COUNTS = pa.schema(
    [
        *_ABOUT,
        ("n_tokens", pa.int64()),
        ("terms", pa.list_(pa.string())),
        ("tfs", pa.list_(pa.int32())),
        ("themes", pa.list_(pa.string())),
        ("mentions", pa.list_(pa.int32())),
        ("error", pa.string()),
    ]
)
"""A leaf section per row, its terms sorted by code point; a document without counts has one row
that says why.
"""

STOP = re.compile("[。；！？\n]")
TIME = re.compile(r"(?<=\d)[ T]\d\d:\d\d.*")  # what a table writes behind the day
BAD_DATE = "给定的日期“{date}”不是日历中的日期；请写成 2024-07-28，或留空"


class Unit(NamedTuple):
    """A row of `UNITS`."""

    doc_id: str
    section: int
    path: str
    year: int | None
    genre: str
    issuer: str
    label: str
    n_chars: int
    chunk: int
    text: str
    error: str | None


def count_batch(
    batch: pa.RecordBatch, spec: Spec, *, watch: Callable[[int], None] | None = None
) -> pa.RecordBatch:
    r"""Clean, tokenize and count a batch of documents.

    Parameters
    ----------
    batch : RecordBatch of schema DOCUMENTS
        `doc_id` and `text` are needed, the other columns may be missing.
    spec : Spec
    watch : callable, int -> None, optional
        Told the row that is begun; it changes nothing.

    Returns
    -------
    RecordBatch of schema COUNTS

    Raises
    ------
    SpecError
        If this process would count otherwise than the spec says. A fault of a document is no error
        but a row.

    Examples
    --------
    >>> from topics.scale.spec import make_spec
    >>> batch = pa.RecordBatch.from_pylist([{"doc_id": "甲",
    ...     "text": "一、城市更新\n推进城市更新。"}])
    >>> count_batch(batch, make_spec()).select(["path", "n_tokens", "terms", "tfs"]).to_pylist()
    [{'path': '一', 'n_tokens': 2, 'terms': ['城市更新'], 'tfs': [2]}]
    """
    tools = load_tools(spec)
    rows: list[tuple[Any, ...]] = []
    for number, record in enumerate(_records(batch)):
        if watch is not None:
            watch(number)
        rows += [
            _counted(group, tools, spec.max_chars) for group in _by_section(_parsed(record, spec))
        ]
    return _to_batch(rows, COUNTS)


def parse_batch(batch: pa.RecordBatch, spec: Spec) -> pa.RecordBatch:
    """Clean and parse a batch of documents into pieces of leaf sections, ready to be dealt out to
    other processes.

    Returns
    -------
    RecordBatch of schema UNITS
    """
    rows = [unit for record in _records(batch) for unit in _parsed(record, spec)]
    return _to_batch(rows, UNITS)


def count_units(batch: pa.RecordBatch, spec: Spec) -> pa.RecordBatch:
    """Tokenize and count leaf sections or pieces of them; pieces of a leaf are to be added up
    afterwards.

    Returns
    -------
    RecordBatch of schema COUNTS
        One row for each row of `batch`, which has the schema UNITS; whole sections may leave
        `chunk` out.
    """
    tools = load_tools(spec)
    rows = batch.select([name for name in UNITS.names if name in batch.schema.names]).to_pylist()
    return _to_batch(
        [_counted([Unit(**{"chunk": 0, **row})], tools, spec.max_chars) for row in rows], COUNTS
    )


def merge_pieces(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Add up the counts of the pieces of each leaf section, given as lists of lists.

    Returns
    -------
    RecordBatch of schema COUNTS
    """
    rows = []
    for row in batch.to_pylist():
        summed = [
            _columns(_total(row[keys], row[values]))
            for keys, values in (("terms", "tfs"), ("themes", "mentions"))
        ]
        (terms, tfs), (themes, mentions) = ((list(names), list(counts)) for names, counts in summed)
        rows.append(
            tuple(
                (row | {"terms": terms, "tfs": tfs, "themes": themes, "mentions": mentions})[name]
                for name in COUNTS.names
            )
        )
    return _to_batch(rows, COUNTS)


def parse_record(record: Mapping[str, Any], spec: Spec) -> Document:
    """Clean and parse the text of a row of `DOCUMENTS`."""
    return parse_text(
        record["text"],
        doc_id=record["doc_id"],
        source=record.get("source") or "",
        keep_agencies=spec.keep_agencies,
        kind=record.get("kind") or "txt",
        headings=dict(record.get("headings") or ()),
    )


def pieces(text: str, max_chars: int) -> Iterator[str]:
    """Split a text after 。；！？ and line ends into pieces of up to `max_chars` characters, or
    more where there is no mark.

    No token reaches across these marks, so the tokens of the pieces are the tokens of the text.

    >>> list(pieces("推进更新。补齐短板；", 7))
    ['推进更新。', '补齐短板；']
    """
    start = 0
    while len(text) - start > max_chars:
        limit = start + max_chars
        end = max(text.rfind(mark, start, limit) for mark in "。；！？\n") + 1
        if not end:
            later = STOP.search(text, limit)
            end = later.end() if later else len(text)
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _parsed(record: dict[str, Any], spec: Spec) -> list[Unit]:
    try:
        return _units(record, spec)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — a document's fault is a row, whatever it is
        return [_failure(record["doc_id"], _cause(error))]


def _records(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    names = [name for name in DOCUMENTS.names if name in batch.schema.names]
    if missing := {"doc_id", "text"} - set(names):
        raise ValueError(
            f"no column '{min(missing)}' among {', '.join(batch.schema.names)}; a batch needs"
            " doc_id and text"
        )
    columns = [_values(batch.column(name)) for name in names]
    for row in zip(*columns, strict=True):
        record = dict(zip(names, row, strict=True))
        broken = next((value for value in row if isinstance(value, UnicodeDecodeError)), None)
        yield record if broken is None else _broken(record["doc_id"], broken)


def _values(column: pa.Array) -> list[Any]:
    """Return the values of a column; in the place of bytes that are no UTF-8, which engines pass
    on, the fault.
    """
    try:
        found: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        found = [_value(scalar) for scalar in column]
    return found


def _value(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError as error:
        return error


def _broken(doc_id: str | UnicodeDecodeError, fault: UnicodeDecodeError) -> dict[str, Any]:
    name = (
        doc_id.object.decode("utf-8", "backslashreplace")
        if isinstance(doc_id, UnicodeDecodeError)
        else doc_id
    )
    return {"doc_id": name, "text": None, "error": _cause(fault)}


def _units(record: dict[str, Any], spec: Spec) -> list[Unit]:
    text = record["text"]
    doc_id = record["doc_id"]
    if record.get("error"):
        return [_failure(doc_id, record["error"])]
    if not text or not text.strip():
        return [_failure(doc_id, messages.EMPTY)]
    document = parse_record(record, spec)
    if not count_han(text):
        return [_failure(doc_id, messages.NO_HAN)]
    try:
        year = (
            int(declared_date(TIME.sub("", record["date"]))[:4])
            if record.get("date")
            else document.year
        )
    except ValueError:
        return [_failure(doc_id, BAD_DATE.format(date=show(record["date"])))]
    about = (
        year,
        record.get("genre") or document.genre,
        record.get("issuer") or document.issuer,
        record.get("label") or "",
    )
    units = []
    for number, leaf in enumerate(document.leaves):
        leaf_text = document.section_text(leaf)
        parts = list(pieces(leaf_text, spec.max_chars)) or [""]
        units += [
            Unit(doc_id, number, leaf.path, *about, count_han(part), chunk, part, None)
            for chunk, part in enumerate(parts)
        ]
    return units or [_failure(doc_id, messages.EMPTY)]


def _failure(doc_id: str, reason: str) -> Unit:
    return Unit(doc_id, -1, "", None, "", "", "", 0, 0, "", reason)


def _cause(error: Exception) -> str:
    return messages.UNEXPECTED.format(cause=show(f"{type(error).__name__}: {error}"[:160]))


def _by_section(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    group: list[Unit] = []
    for unit in units:
        if group and unit.section != group[0].section:
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _counted(units: list[Unit], tools: Tools, max_chars: int) -> tuple[Any, ...]:
    """Count the pieces of one leaf section as a row of `COUNTS`."""
    terms: Counter[str] = Counter()
    themes: Counter[str] = Counter()
    fault = units[0].error
    try:
        for part in (part for unit in units for part in pieces(unit.text, max_chars)):
            terms.update(tools.tokenizer.tokenize(part))
            if tools.matcher is not None:
                themes.update(tools.matcher(part))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — a section's fault is a row, whatever it is
        terms, themes, fault = Counter(), Counter(), _cause(error)
    about = units[0][: len(_ABOUT) - 1]
    n_chars = sum(unit.n_chars for unit in units)
    columns = [list(column) for counter in (terms, themes) for column in _columns(counter)]
    return (*about, n_chars, terms.total(), *columns, fault)


def _total(keys: list[list[str]], values: list[list[int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for names, counts in zip(keys, values, strict=True):
        total.update(dict(zip(names, counts, strict=True)))
    return total


def _columns(counter: Counter[str]) -> tuple[Iterable[str], Iterable[int]]:
    ordered = sorted(counter)
    return ordered, map(counter.__getitem__, ordered)


def _to_batch(rows: list[Any], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True) if rows else [[]] * len(schema)
    arrays = [
        pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
