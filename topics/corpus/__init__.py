"""The only reader: files and folders in, documents out, one per file, nothing lost in silence."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from topics.corpus.document import AgencyMention, Change, Document, OffsetMap, Section, count_han
from topics.corpus.messages import CorpusError, Remark, show
from topics.corpus.options import Limits, ReadOptions

__all__ = [
    "AgencyMention",
    "Change",
    "CorpusError",
    "Document",
    "Limits",
    "OffsetMap",
    "ReadOptions",
    "Section",
    "count_han",
    "outline",
    "parse_text",
    "read_corpus",
    "require_readable",
    "show",
]


def read_corpus(
    paths: str | Path | Iterable[str | Path],
    options: ReadOptions | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    note: Callable[[Remark], None] | None = None,
) -> list[Document]:
    """Read policy documents from files and folders.

    Parameters
    ----------
    paths : path or iterable of paths
        Files (txt, md, html, docx, pdf) and folders, searched with their subfolders.
    options : ReadOptions, optional
    progress : callable, optional
        Called with the number of files that are read and of those there are.
    note : callable, optional
        Called with what is to be said of the input as a whole, such as rows of a named
        `corpus.csv` that are about other files; by default these are warnings.

    Returns
    -------
    list of Document
        One per file, also for those that could not be read (`status` is `skipped`) and for copies
        (`duplicate`). The order is that of dates, then of contents; those that were skipped come
        last. Neither the order of the paths nor the number of workers changes it, and the name of
        a file does only where nothing else says the year of its document.

    Raises
    ------
    CorpusError
        If a path does not exist, nothing is found, or a `corpus.csv` has faults.

    Examples
    --------
    >>> from topics.resources import resource
    >>> [(document.year, document.status) for document in read_corpus(resource("samples/jichuan"))]
    [(2020, 'repaired'), (2022, 'repaired'), (2022, 'duplicate'), (2022, 'repaired'), (2024,
    'repaired')]
    """
    from topics.corpus.copies.duplicates import mark_duplicates  # noqa: PLC0415
    from topics.corpus.intake.declared import apply_declared  # noqa: PLC0415
    from topics.corpus.intake.find import find_files, metadata_file  # noqa: PLC0415
    from topics.corpus.intake.pool import read_all  # noqa: PLC0415

    options = options or ReadOptions()
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    inputs = find_files(list(paths), exclude=options.exclude)
    tables = inputs.metadata if options.metadata is None else (metadata_file(options.metadata),)
    found = read_all([*inputs.files, *tables], options, progress=progress)
    documents, read = found[: len(inputs.files)], found[len(inputs.files) :]
    documents = apply_declared(
        documents,
        inputs.files,
        list(zip(tables, read, strict=True)),
        chosen=options.metadata is not None,
        note=note,
    )
    documents.sort(
        key=lambda document: (
            document.status == "skipped",
            document.date or document.published or str(document.year or 9999),
            document.title,
            _content(document),
            document.sha256,
            document.doc_id,
        )
    )
    return mark_duplicates(documents) if options.duplicates else documents


def _content(document: Document) -> str:
    """Return a hash of a document's text: an order by it does not depend on names."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def require_readable(documents: Sequence[Document], *, strict: bool = False) -> None:
    """Refuse to go on when nothing could be read, or, if `strict`, when anything could not.

    Raises
    ------
    CorpusError
        With each file that was skipped and why.
    """
    skipped = [document for document in documents if document.status == "skipped"]
    if skipped and (strict or len(skipped) == len(documents)):
        reasons = "\n".join(
            f"{document.source}: {'; '.join(document.reasons)}" for document in skipped
        )
        raise CorpusError(
            f"{len(skipped)} of {len(documents)} files could not be read:\n{reasons}",
            (reason for document in skipped for reason in document.reasons),
        )


def parse_text(
    text: str,
    *,
    doc_id: str,
    source: str = "",
    keep_agencies: bool = False,
    kind: str = "txt",
    headings: Mapping[int, int] = MappingProxyType({}),
) -> Document:
    """Clean and parse the text of one document; see `topics.corpus.parsing.parse.parse_text`."""
    from topics.corpus.parsing import parse  # noqa: PLC0415

    return parse.parse_text(
        text,
        doc_id=doc_id,
        source=source,
        keep_agencies=keep_agencies,
        kind=kind,
        headings=headings,
    )


def outline(document: Document) -> str:
    """Return the tree of a document, a line per section; see
    `topics.corpus.parsing.headings.tree.outline`.
    """
    from topics.corpus.parsing.headings import tree  # noqa: PLC0415

    return tree.outline(document)
