"""Where documents come from: folders or Parquet files, as batches that are never all in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from topics.corpus import CorpusError, ReadOptions, messages, show
from topics.corpus.document import Document
from topics.corpus.formats.read import read_source
from topics.corpus.intake.declared import apply_declared
from topics.corpus.intake.find import InputFile, find_files, metadata_file, read_bytes
from topics.corpus.intake.pool import read_all
from topics.corpus.messages import UnreadableError
from topics.corpus.options import Limits
from topics.corpus.parsing.parse import headings_of
from topics.given import MOST_TOLD
from topics.scale.core import DOCUMENTS
from topics.scale.size import parquet_files, refused_tables
from topics.scale.spec import Spec

BATCH_BYTES = 8_000_000  # of text: what a kill costs, and what a process holds several times over
BATCH_ROWS = 512
READ_BYTES = 1 << 20  # at a time of a column, however large the row groups of a file are
BROKEN = (pa.ArrowException, OSError, ValueError)  # what a damaged table raises
TEXTUAL = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
)
FIELDS = ("doc_id", "text", "date", "genre", "issuer")

FILES = pa.schema([*DOCUMENTS, ("name", pa.string()), ("data", pa.binary())])
"""`DOCUMENTS` with the bytes of a file in place of the text."""


class Task(NamedTuple):
    """A batch with its name, the hash of its content and of what decides its counts."""

    key: str
    payload: pa.Buffer
    n_documents: int
    n_bytes: int


@dataclass(frozen=True)
class Source:
    """Documents to be counted.

    Attributes
    ----------
    batches : iterator of RecordBatch
        Of schema FILES or DOCUMENTS.
    n_documents, n_bytes : int
        In all, as far as it is known before reading.
    """

    batches: Iterator[pa.RecordBatch] = field(repr=False)
    n_documents: int
    n_bytes: int


def open_source(
    paths: Sequence[str | Path],
    options: ReadOptions,
    spec: Spec,
    columns: Mapping[str, str] | None = None,
) -> Source:
    """Open folders and files of documents, or Parquet files and folders of them.

    Parameters
    ----------
    paths : sequence of path
    options : ReadOptions
        Of folders.
    spec : Spec
        Its `by` names the further column that is kept.
    columns : mapping, optional
        Names of the columns of Parquet files: of `doc_id` and `text`, and, where they exist, of
        `date`, `genre` and `issuer`. By default these names themselves.

    Raises
    ------
    CorpusError
        If nothing is found, a column is missing, or a doc_id stands twice.
    """
    tables = [file for path in paths for file in parquet_files(Path(path))]
    if not tables:
        return _open_files(paths, options, spec)
    if len(tables) != len({file.resolve() for file in tables}) or any(
        not Path(path).is_dir() and Path(path).suffix != ".parquet" for path in paths
    ):
        raise CorpusError(
            "give Parquet files once each and nothing else beside them, or folders of documents"
        )
    refused = [file for path in paths for file in refused_tables(Path(path))]
    return _open_tables(tables, refused, spec, options, columns or {})


def tasks(
    source: Source,
    spec: Spec,
    options: ReadOptions,
    *,
    max_bytes: int = BATCH_BYTES,
    max_rows: int = BATCH_ROWS,
) -> Iterator[Task]:
    """Yield batches of bounded size, each named by the SHA-256 of all that decides its counts."""
    decides = f"{spec.key} {options.encoding} {options.traditional} {options.limits}".encode()
    for batch in regroup(source.batches, max_bytes=max_bytes, max_rows=max_rows):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        payload = sink.getvalue()
        digest = hashlib.sha256(decides)
        digest.update(payload)
        yield Task(digest.hexdigest()[:32], payload, batch.num_rows, int(sum(sizes(batch))))


def regroup(
    batches: Iterator[pa.RecordBatch], *, max_bytes: int, max_rows: int
) -> Iterator[pa.RecordBatch]:
    """Join and cut batches to at most `max_rows` rows and, beyond the first row, `max_bytes` bytes
    of text.
    """
    held: list[pa.RecordBatch] = []
    n_rows = n_bytes = 0
    for batch in batches:
        start = 0
        for row, size in enumerate(sizes(batch)):
            if n_rows and (n_rows >= max_rows or n_bytes + size > max_bytes):
                yield _joined([*held, batch.slice(start, row - start)])
                held, start, n_rows, n_bytes = [], row, 0, 0
            n_rows, n_bytes = n_rows + 1, n_bytes + size
        held.append(batch.slice(start))
    if n_rows:
        yield _joined(held)


def sizes(batch: pa.RecordBatch) -> list[int]:
    """Return the bytes of text or file of each row."""
    column = batch.column("data" if "data" in batch.schema.names else "text")
    lengths: list[int] = pc.fill_null(pc.binary_length(column), 0).to_pylist()
    return lengths


def read_files(batch: pa.RecordBatch, options: ReadOptions, watch: Any) -> pa.RecordBatch:
    """Turn the bytes of files into source texts, a row for a row; what cannot be read says why in
    `error`.
    """
    rows = []
    for number, row in enumerate(batch.to_pylist()):
        watch(number)
        data, name = row.pop("data"), row.pop("name")
        rows.append(row if row["error"] else {**row, **_read(data, name, options)})
    return pa.RecordBatch.from_pylist(rows, DOCUMENTS)


def _read(data: bytes, name: str, options: ReadOptions) -> dict[str, Any]:
    try:
        source = read_source(data, name, options)
        return {
            "text": source.text.encode("utf-8", "replace").decode(),
            "kind": source.kind,
            "headings": headings_of(source),
        }
    except UnreadableError as error:
        return {"error": str(error)}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — a file's fault is a row, whatever it is
        return {
            "error": messages.UNEXPECTED.format(
                cause=show(f"{type(error).__name__}: {error}"[:160])
            )
        }


def _open_files(paths: Sequence[str | Path], options: ReadOptions, spec: Spec) -> Source:
    inputs = find_files(list(paths), exclude=options.exclude)
    metadata = list(
        inputs.metadata if options.metadata is None else (metadata_file(options.metadata),)
    )
    read = list(zip(metadata, read_all(metadata, options), strict=True))
    blank = [Document(file.doc_id, source=file.shown) for file in inputs.files]
    declared = apply_declared(blank, inputs.files, read, chosen=options.metadata is not None)
    n_bytes = sum(Path(file.path).stat().st_size for file in inputs.files if not file.refused)
    return Source(_file_batches(inputs.files, declared, options, spec), len(inputs.files), n_bytes)


def _file_batches(
    files: Sequence[InputFile], declared: Sequence[Document], options: ReadOptions, spec: Spec
) -> Iterator[pa.RecordBatch]:
    for file, known in zip(files, declared, strict=True):
        data, error = b"", file.refused
        try:
            data = b"" if error else read_bytes(file.path, options.limits.file_bytes)
        except UnreadableError as refusal:
            error = str(refusal)
        row = {
            "doc_id": file.doc_id,
            "name": show(file.name),
            "source": show(file.name),
            "data": data,
            "date": known.declared_year or known.date,
            "genre": known.genre,
            "issuer": known.issuer,
            "label": known.extra.get(spec.by, ""),
            "error": error or None,
        }
        yield pa.RecordBatch.from_pylist([row], FILES)


def _open_tables(
    tables: Sequence[Path],
    refused: Sequence[InputFile],
    spec: Spec,
    options: ReadOptions,
    columns: Mapping[str, str],
) -> Source:
    if unknown := sorted(set(columns) - set(FIELDS)):
        raise CorpusError(
            f"no column is called '{unknown[0]}' here; there are: {', '.join(FIELDS)}"
        )
    wanted = {name: columns.get(name, name) for name in FIELDS} | (
        {"label": spec.by} if spec.by else {}
    )
    n_documents = n_bytes = 0
    for table in tables:
        try:
            metadata, names = pq.read_metadata(table), pq.read_schema(table).names
        except BROKEN as error:
            raise _damaged(table, error) from None
        needed = {
            wanted["doc_id"],
            wanted["text"],
            *columns.values(),
            *([spec.by] if spec.by else []),
        }
        if missing := sorted(needed - set(names)):
            raise CorpusError(
                f"{table}: no column '{missing[0]}' among {', '.join(map(show, names))}; name it by"
                " --column"
            )
        _check_columns(table, pq.read_schema(table), wanted)
        n_documents += metadata.num_rows
        n_bytes += _text_bytes(metadata, wanted["text"])
        _refuse_bombs(table, metadata, frozenset(wanted.values()), options.limits)
    require_unique([str(table) for table in tables], wanted["doc_id"])
    batches = chain(_refused_batches(refused), _table_batches(tables, wanted, options.limits))
    return Source(batches, n_documents + len(refused), n_bytes)


def _damaged(table: str | Path, error: Exception) -> CorpusError:
    cause = show(str(error).split("\n", 1)[0])[:160]
    return CorpusError(f"{table}: is no whole Parquet file ({cause}); write it again")


def _refuse_bombs(
    table: Path, metadata: pq.FileMetaData, columns: frozenset[str], limits: Limits
) -> None:
    """Refuse columns that unfold from little into more than a document may have, as with DOCX."""
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        for chunk in map(group.column, range(group.num_columns)):
            packed, whole = chunk.total_compressed_size, chunk.total_uncompressed_size
            if (
                chunk.path_in_schema in columns
                and whole > limits.expanded_bytes
                and whole > limits.ratio * packed
            ):
                raise CorpusError(
                    f"{table}: column '{show(chunk.path_in_schema)}' unfolds {packed:,} bytes into"
                    f" {whole:,}; {limits.ratio} times are allowed, write it again without what"
                    " repeats"
                )


def _refused_batches(refused: Sequence[InputFile]) -> Iterator[pa.RecordBatch]:
    """Give what is not read its row, as a document has it."""
    rows = [{"doc_id": file.shown, "source": file.shown, "error": file.refused} for file in refused]
    if rows:
        yield pa.RecordBatch.from_pylist(rows, DOCUMENTS)


def _check_columns(table: Path, schema: pa.Schema, wanted: Mapping[str, str]) -> None:
    """Refuse columns that stand twice or cannot be text; names, dates and groups may be numbers or
    days, too.
    """
    for name, column in wanted.items():
        if schema.names.count(column) > 1:
            raise CorpusError(
                f"{table}: column '{show(column)}' stands {schema.names.count(column)} times; give"
                " each its own name"
            )
        if column not in schema.names:
            continue
        kind = schema.field(column).type
        held = kind.value_type if pa.types.is_dictionary(kind) else kind
        tests = TEXTUAL if name == "text" else (*TEXTUAL, pa.types.is_primitive)
        if not any(test(held) for test in (*tests, pa.types.is_null)):
            raise CorpusError(
                f"{table}: column '{show(column)}' holds {show(str(kind))}; {name} must be text:"
                " write it as a column of strings"
            )


def _text_bytes(metadata: pq.FileMetaData, column: str) -> int:
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    chunks = (group.column(number) for group in groups for number in range(group.num_columns))
    return sum(
        int(chunk.total_uncompressed_size) for chunk in chunks if chunk.path_in_schema == column
    )


def require_unique(tables: Sequence[str], column: str) -> None:
    """Refuse Parquet files in which a document has no name or two have the same.

    Raises
    ------
    CorpusError
        With up to five of the names.
    """
    import duckdb  # noqa: PLC0415

    from topics.scale.store import connect  # noqa: PLC0415 — starts DuckDB

    quoted = '"' + column.replace('"', '""') + '"'
    with connect() as store:
        query = (
            f"SELECT {quoted}::VARCHAR AS id, count(*) FROM read_parquet($files) GROUP BY id HAVING"
            " count(*) > 1 OR id IS NULL ORDER BY id LIMIT 5"
        )
        try:
            found = store.execute(query, {"files": list(tables)}).fetchall()
        except duckdb.Error as error:
            raise _damaged("、".join(tables[:MOST_TOLD]), error) from None
    if found:
        listed = "、".join(f"{show(str(name))} ({count})" for name, count in found)
        raise CorpusError(
            f"column '{column}': these names stand more than once or are missing: {listed}; every"
            " document needs its own"
        )


def _table_batches(
    tables: Sequence[Path], wanted: Mapping[str, str], limits: Limits
) -> Iterator[pa.RecordBatch]:
    for table in tables:
        try:
            yield from (_within(batch, limits.file_bytes) for batch in _batches_of(table, wanted))
        except BROKEN as error:
            raise _damaged(table, error) from None


def _within(batch: pa.RecordBatch, most: int) -> pa.RecordBatch:
    """Refuse texts that are longer than a file may be."""
    sizes_of = sizes(batch)
    if max(sizes_of, default=0) <= most:
        return batch
    told = [
        messages.TOO_LARGE.format(size=size, limit=most) if size > most else None
        for size in sizes_of
    ]
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    fits = pa.array([size <= most for size in sizes_of])
    columns["text"] = pc.if_else(fits, columns["text"], pa.scalar(None, pa.string()))
    columns["error"] = pa.array(told, pa.string())
    return pa.RecordBatch.from_arrays([columns[name] for name in DOCUMENTS.names], schema=DOCUMENTS)


def _batches_of(table: Path, wanted: Mapping[str, str]) -> Iterator[pa.RecordBatch]:
    # Arrow's own choice, to buffer ahead, keeps all that it has read of a file until the file
    # is closed.
    with pq.ParquetFile(table, pre_buffer=False, buffer_size=READ_BYTES) as file:
        present = {
            name: column for name, column in wanted.items() if column in file.schema_arrow.names
        }
        for batch in file.iter_batches(batch_size=64, columns=sorted(set(present.values()))):
            yield _as_documents(batch, present)


def _as_documents(batch: pa.RecordBatch, present: Mapping[str, str]) -> pa.RecordBatch:
    arrays = []
    for column in DOCUMENTS:
        if column.name in present:
            arrays.append(
                _as_text(batch.column(batch.schema.get_field_index(present[column.name])))
            )
        else:
            arrays.append(pa.nulls(batch.num_rows, column.type))
    return pa.RecordBatch.from_arrays(arrays, schema=DOCUMENTS)


def _as_text(column: pa.Array) -> pa.Array:
    """Return a column as text, times as their day; bytes that are no UTF-8 stay, so that `core` can
    lay them at their document's door.
    """
    if pa.types.is_timestamp(column.type):
        column = pc.cast(
            pc.local_timestamp(column) if column.type.tz else column, pa.date32(), safe=False
        )
    return pc.cast(column, options=pc.CastOptions(pa.string(), allow_invalid_utf8=True))


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]
