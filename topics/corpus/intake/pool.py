"""Hand files to reading processes, several at once, and replace those that hang, swell or crash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from topics.corpus import messages
from topics.corpus.document import Document
from topics.corpus.intake import wire
from topics.corpus.intake.find import InputFile, read_bytes
from topics.corpus.intake.worker import pack_options
from topics.corpus.messages import Remark, UnreadableError, show
from topics.corpus.options import IDLE, Limits, ReadOptions
from topics.processes.pool import DeathError, Pool, Worker

PROGRAM = "from topics.corpus.intake.worker import serve"
FRESH_AFTER = 8_000_000  # bytes: after a large file a new process starts from little memory


def read_all(
    files: Sequence[InputFile],
    options: ReadOptions,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Document]:
    """Read files side by side; the outcome depends neither on their order nor on the number of
    processes.

    `progress` is told how many files are read and how many there are.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C, after every process has been stopped.
    """
    documents: dict[int, Document] = {}
    read = partial(_read, options=options)
    with Pool(f"{PROGRAM}; serve()", read, options.workers) as pool:
        for number, document in pool.run(files):
            documents[number] = document
            if progress is not None:
                progress(len(documents), len(files))
    return [documents[number] for number in range(len(files))]


def _read(worker: Worker, file: InputFile, options: ReadOptions) -> Document:
    if file.refused:
        return _skipped(file, file.refused)
    try:
        data = read_bytes(file.path, options.limits.file_bytes)
    except UnreadableError as error:
        return _skipped(file, error.remark)
    document = _ask(worker, file, data, options)
    return replace(document, sha256=hashlib.sha256(data).hexdigest())


def _ask(worker: Worker, file: InputFile, data: bytes, options: ReadOptions) -> Document:
    """Have a file read; a process that fails after other files is not the last word on this one."""
    order = {
        "name": file.name,
        "doc_id": file.doc_id,
        "shown": file.shown,
        "table": file.table,
        "options": pack_options(options),
    }
    fresh, seconds = worker.fresh, IDLE * options.limits.time(len(data))
    try:
        head, answer = worker.ask(order, data, seconds=seconds)
    except OSError as error:
        return _skipped(file, messages.NOT_STARTED.format(cause=show(str(error))))
    except DeathError as death:
        if fresh or death.late:
            return _skipped(file, _reason(death, len(data), options.limits))
        return _ask(worker, file, data, options)
    if len(data) > FRESH_AFTER:
        worker.close()
    if "error" in head:
        return _skipped(file, messages.UNEXPECTED.format(cause=show(head["error"])))
    return wire.load(answer)


def _reason(death: DeathError, size: int, limits: Limits) -> Remark:
    if death.late:
        return messages.TOO_SLOW.format(seconds=limits.time(size))
    if death.out_of_memory:
        return messages.TOO_MUCH_MEMORY.format(limit=limits.room(size))
    sentence = messages.SIGNAL if death.code < 0 else messages.EXIT_CODE
    return messages.CRASHED.format(how=sentence.format(number=abs(death.code)))


def _skipped(file: InputFile, reason: str) -> Document:
    return Document(file.doc_id, source=file.shown, status="skipped", reasons=(reason,))
