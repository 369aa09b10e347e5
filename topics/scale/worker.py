"""A process that counts one batch after another.

No pickle: orders are JSON, texts and counts are Arrow. Before each document it says which one it
begins, so that a death can be laid at a document's door.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from topics.corpus.intake.worker import unpack_options
from topics.processes import pipe
from topics.processes.limits import bound_memory, bound_time
from topics.scale.core import count_batch
from topics.scale.sources import read_files, sizes
from topics.scale.spec import Spec

SLOW = 4  # a document may take so many times the processor time that reading alone may take,
IDLE = 10  # and so many times that by the clock: a busy machine is no fault of a document
# of a process; one document that needs more is named, not the machine brought down
ADDRESS_SPACE = 3_000_000_000


def serve() -> None:
    """Answer orders until the input closes."""
    bound_memory(ADDRESS_SPACE)
    pipe.serve(_answer)


def _answer(order: dict[str, Any], payload: bytes, say: pipe.Say) -> pipe.Frame:
    return _RUN[order["run"]](order, payload, say), b""


def write_parquet(table: pa.Table, path: str | Path) -> None:
    """Write a table under another name and rename it: it is there as a whole or not at all."""
    path = Path(path)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            pq.write_table(table, stream, compression="zstd")
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _read(order: dict[str, Any], payload: bytes, say: pipe.Say) -> dict[str, Any]:
    documents, _ = _documents(order, payload, say)
    write_parquet(pa.Table.from_batches([documents]), order["out"])
    return {"done": documents.num_rows}


def _count(order: dict[str, Any], payload: bytes, say: pipe.Say) -> dict[str, Any]:
    documents, watch = _documents(order, payload, say)
    counts = count_batch(documents, Spec.from_json(order["spec"]), watch=watch)
    bound_time(0)
    write_parquet(pa.Table.from_batches([counts]), order["out"])
    return {"done": counts.num_rows}


def _documents(
    order: dict[str, Any], payload: bytes, say: pipe.Say
) -> tuple[pa.RecordBatch, Callable[[int], None]]:
    """Return the source texts of an order, and what is to be told the row that is begun."""
    options = unpack_options(order["options"])
    with pa.ipc.open_stream(payload) as reader:
        batch = reader.read_next_batch()
    lengths = sizes(batch)
    batch = _without(batch, {int(row): reason for row, reason in order["skip"].items()})

    def watch(row: int) -> None:
        say({"at": row})
        seconds = SLOW * options.limits.time(lengths[row])
        bound_time(seconds, IDLE * seconds)

    return (read_files(batch, options, watch) if "data" in batch.schema.names else batch), watch


def _keywords(order: dict[str, Any], _: bytes, __: pipe.Say) -> dict[str, Any]:
    from topics.scale.tables import document_keywords  # noqa: PLC0415 — pandas, not needed to count

    table = document_keywords(order["batch"], order["vocabulary"], n=order["n"])
    write_parquet(table, order["out"])
    return {"done": table.num_rows}


_RUN = {"read": _read, "count": _count, "keywords": _keywords}


def _without(batch: pa.RecordBatch, skip: dict[int, str]) -> pa.RecordBatch:
    """Put the reason in the place of the text or bytes of documents that ended their process."""
    if not skip:
        return batch
    rows = batch.to_pylist()
    for row, reason in skip.items():
        rows[row] |= {name: None for name in ("text", "data") if name in rows[row]} | {
            "error": reason
        }
    return pa.RecordBatch.from_pylist(rows, batch.schema)
