"""What a reading process does with a file, within limits."""

from __future__ import annotations

import dataclasses
import sys
from importlib import import_module
from typing import Any

from topics.corpus import messages
from topics.corpus.document import Document
from topics.corpus.intake import wire
from topics.corpus.messages import UnreadableError, show
from topics.corpus.options import IDLE, Limits, ReadOptions
from topics.processes import pipe
from topics.processes.limits import bound_memory, bound_time

LATE = 5  # seconds after which a file ends its process, should the parent not have done so


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


def serve() -> None:
    """Read what is ordered; runs in a process of its own."""
    import_module("topics.corpus.formats.read")  # what takes long to load is no file's fault
    import_module("topics.corpus.parsing.parse")
    pipe.serve(_answer)


def _answer(order: dict[str, Any], data: bytes, _: object) -> pipe.Frame:
    options = unpack_options(order["options"])
    bound_memory(options.limits.room(len(data)), read_only=True)
    seconds = options.limits.time(len(data))
    bound_time(seconds, IDLE * seconds + LATE)
    if order["table"]:
        return {}, wire.dump(read_table(data, order["name"]))
    return {}, wire.dump(
        read_document(data, order["name"], order["doc_id"], order["shown"], options)
    )


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
