"""The process that reads one file after another within limits, and dies with the one that started
it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import faulthandler
import json
import os
import signal
import struct
import sys
import threading
from typing import Any, BinaryIO

from topics.corpus import messages
from topics.corpus.document import Document
from topics.corpus.intake import wire
from topics.corpus.messages import UnreadableError, show
from topics.corpus.options import IDLE, Limits, ReadOptions

HEADER = struct.Struct(">QQ")


def read_document(
    data: bytes, name: str, doc_id: str, shown: str, options: ReadOptions
) -> Document:
    """Read and parse one file; whatever goes wrong with it becomes a skipped document with a
    reason.

    Parameters
    ----------
    data : bytes
    name : str
        Name of the file, for its suffix.
    doc_id, shown : str
        Name of the document, and the path as the user sees it.
    options : ReadOptions
    """
    try:
        return _read(data, name, Document(doc_id, source=shown), options)
    except UnreadableError as error:
        reason = error.remark
    except ImportError as error:
        reason = messages.INSTALLATION.format(cause=show(str(error)))
    except RecursionError:
        reason = messages.TOO_DEEP.format(limit=sys.getrecursionlimit())
    except MemoryError:  # the parent tries a fresh process
        raise
    except Exception as error:  # noqa: BLE001 (the boundary: a fault of ours must not stop the other files)
        reason = messages.UNEXPECTED.format(cause=show(f"{type(error).__name__}: {error}"[:160]))
    return Document(doc_id, source=shown, status="skipped", reasons=(reason,))


def _read(data: bytes, name: str, empty: Document, options: ReadOptions) -> Document:
    from topics.corpus.formats.read import read_source  # noqa: PLC0415
    from topics.corpus.parsing.parse import headings_of, parse_text  # noqa: PLC0415 (so that the limits are set before)

    source = read_source(data, name, options)
    document: Document = parse_text(
        source.text,
        doc_id=empty.doc_id,
        source=empty.source,
        keep_agencies=options.keep_agencies,
        kind=source.kind,
        headings=headings_of(source),
    )
    if not document.text.strip():
        raise UnreadableError(messages.NO_BODY)
    kinds = {change.kind for change in source.changes}
    removed = [sentence for kind, sentence in messages.REMOVED.items() if kind in kinds]
    reasons = tuple(dict.fromkeys((*source.reasons, *removed, *document.reasons)))
    return dataclasses.replace(
        document,
        status="repaired" if reasons and document.status == "ok" else document.status,
        reasons=reasons,
        changes=tuple(sorted((*source.changes, *document.changes), key=lambda change: change.line)),
    )


def read_table(data: bytes, name: str) -> Document:
    """Read a corpus.csv or corpus.xlsx into a document whose text is CSV."""
    from topics.corpus.intake.declared import table_text  # noqa: PLC0415

    try:
        return Document(name, text=table_text(data, name))
    except UnreadableError as error:
        return Document(name, status="skipped", reasons=(error.remark,))


def serve(parent: int) -> None:
    """Answer requests on standard input until it is closed. Runs in a process of its own."""
    requests, answers = _take_streams()
    _outlive_nothing(parent)
    options: ReadOptions | None = None
    while (header := requests.read(HEADER.size)) and len(header) == HEADER.size:
        n_order, n_data = HEADER.unpack(header)
        order = json.loads(requests.read(n_order).decode("utf-8", "surrogatepass"))
        data = requests.read(n_data)
        if options is None:
            options = unpack_options(order["options"])
            limit(options.limits)
        _answer(answers, data, order, options)


def _answer(answers: BinaryIO, data: bytes, order: dict[str, Any], options: ReadOptions) -> None:
    seconds = options.limits.time(len(data))
    # Whatever holds the interpreter's lock (a regular expression, a library) cannot be stopped by a
    # thread of Python.
    faulthandler.dump_traceback_later(IDLE * seconds + 5, exit=True)
    _bound_time(seconds)
    try:
        if order["table"]:
            document = read_table(data, order["name"])
        else:
            document = read_document(data, order["name"], order["doc_id"], order["shown"], options)
        answer = wire.dump(document)
    except MemoryError:
        answer = b""
    _bound_time(0)
    faulthandler.cancel_dump_traceback_later()
    answers.write(struct.pack(">Q", len(answer)))
    answers.write(answer)
    answers.flush()


def _bound_time(seconds: float) -> None:
    """End this process when it has computed for so long; 0 lifts the bound."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(
            signal.ITIMER_PROF, seconds
        )  # its signal, SIGPROF, ends a process that does not ask for it


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep standard output for answers; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # which `topics.processes.start.start` has sent nowhere
    with contextlib.suppress(AttributeError, ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops us
    return sys.stdin.buffer, answers


def _outlive_nothing(parent: int) -> None:
    """Die when the parent dies: at once on Linux, within a second where a thread has to look."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        pr_set_pdeathsig = 1
        ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.name == "posix":
        if os.getppid() != parent:
            os._exit(1)
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    wait = threading.Event()
    while not wait.wait(1.0):
        if os.getppid() != parent:
            os._exit(1)


def limit(limits: Limits) -> None:
    """Bound this process by what the system has: address space, no growing files, few descriptors,
    no core.
    """
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows
        return
    bounds = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    with contextlib.suppress(AttributeError, ValueError):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write fails with an error instead
    for which, bound in bounds.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows some of them by name only
            hard = resource.getrlimit(which)[1]
            bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)  # noqa: PLW2901
            resource.setrlimit(which, (bound, bound))


def pack_options(options: ReadOptions) -> dict[str, Any]:
    """Write the options that concern a single file as JSON has it."""
    return {
        "encoding": options.encoding,
        "keep_agencies": options.keep_agencies,
        "traditional": options.traditional,
        "limits": dataclasses.asdict(options.limits),
    }


def unpack_options(record: dict[str, Any]) -> ReadOptions:
    """Read what `pack_options` wrote."""
    return ReadOptions(**{**record, "limits": Limits(**record["limits"])})
