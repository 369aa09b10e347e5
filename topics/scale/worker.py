"""A process that counts one batch after another and ends when the one that started it does.

It reads orders from its standard input and writes answers to its standard output, JSON and Arrow
only, no pickle. Before each document it says which one it begins, so that a death can be laid at a
document's door.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from topics.corpus.intake.worker import unpack_options
from topics.scale.core import count_batch
from topics.scale.sources import read_files, sizes
from topics.scale.spec import Spec

HEADER = struct.Struct("<QQ")
LENGTH = struct.Struct("<Q")
SLOW = 4  # a document may take so many times the processor time that reading alone may take,
IDLE = 10  # and so many times that by the clock: a busy machine is no fault of a document
# of a process; one document that needs more is named, not the machine brought down
ADDRESS_SPACE = 3_000_000_000


def serve() -> None:
    """Answer orders until the input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not enter the stream of answers
    _bound_memory()
    orders: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), daemon=True).start()
    while True:
        order, payload = orders.get()
        try:
            answer = _RUN[order["run"]](order, payload, answers)
        except MemoryError:
            os._exit(3)  # as if it had been killed: the parent starts another
        except Exception as error:  # noqa: BLE001 — the parent reports it
            cause = next(iter(str(error).splitlines()), "")  # DuckDB adds paragraphs of advice
            answer = {"error": f"{type(error).__name__}: {cause}"}
        _limit(0)
        _say(answers, answer)


def send(stream: IO[bytes], order: dict[str, Any], payload: Any = b"") -> None:
    """Write an order."""
    written = json.dumps(order).encode("ascii")
    stream.write(HEADER.pack(len(written), len(payload)))
    stream.write(written)
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """Read an answer; None if the process has ended."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    written = stream.read(length)
    return json.loads(written) if len(written) == length else None


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


def _read(order: dict[str, Any], payload: bytes, answers: IO[bytes]) -> dict[str, Any]:
    documents, _ = _documents(order, payload, answers)
    write_parquet(pa.Table.from_batches([documents]), order["out"])
    return {"done": documents.num_rows}


def _count(order: dict[str, Any], payload: bytes, answers: IO[bytes]) -> dict[str, Any]:
    documents, watch = _documents(order, payload, answers)
    counts = count_batch(documents, Spec.from_json(order["spec"]), watch=watch)
    _limit(0)
    write_parquet(pa.Table.from_batches([counts]), order["out"])
    return {"done": counts.num_rows}


def _documents(
    order: dict[str, Any], payload: bytes, answers: IO[bytes]
) -> tuple[pa.RecordBatch, Callable[[int], None]]:
    """Return the source texts of an order, and what is to be told the row that is begun."""
    options = unpack_options(order["options"])
    with pa.ipc.open_stream(payload) as reader:
        batch = reader.read_next_batch()
    lengths = sizes(batch)
    batch = _without(batch, {int(row): reason for row, reason in order["skip"].items()})

    def watch(row: int) -> None:
        _say(answers, {"at": row})
        _limit(SLOW * options.limits.time(lengths[row]))

    return (read_files(batch, options, watch) if "data" in batch.schema.names else batch), watch


def _keywords(order: dict[str, Any], _: bytes, __: IO[bytes]) -> dict[str, Any]:
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


def _listen(stream: IO[bytes], orders: queue.SimpleQueue[tuple[dict[str, Any], bytes]]) -> None:
    while len(head := stream.read(HEADER.size)) == HEADER.size:
        n_order, n_payload = HEADER.unpack(head)
        order = json.loads(stream.read(n_order))
        orders.put((order, stream.read(n_payload)))
    os._exit(0)  # the parent is gone: nobody waits for the batch


def _say(answers: IO[bytes], answer: dict[str, Any]) -> None:
    written = json.dumps(answer).encode("ascii")
    answers.write(LENGTH.pack(len(written)) + written)
    answers.flush()


def _limit(seconds: float) -> None:
    """End this process when it has computed for so long, or waited for ten times as long; 0 lifts
    the limit.
    """
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(
            signal.ITIMER_PROF, seconds
        )  # its signal, SIGPROF, ends a process that does not ask for it
    if seconds:
        try:
            faulthandler.dump_traceback_later(IDLE * seconds, exit=True)
        except RuntimeError as error:  # no thread can be started: its stack finds no memory
            raise MemoryError(str(error)) from error
    else:
        faulthandler.cancel_dump_traceback_later()


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows
        return
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        bound = ADDRESS_SPACE if hard == resource.RLIM_INFINITY else min(ADDRESS_SPACE, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
