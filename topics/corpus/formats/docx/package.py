"""DOCX to one line per paragraph, read as a stream with a limit on everything."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from xml.parsers import expat

from topics.corpus import messages
from topics.corpus.formats.docx.body import Body
from topics.corpus.formats.docx.notes import Notes
from topics.corpus.formats.docx.styles import Attributes, Handler, Numbers, Relations, Styles
from topics.corpus.formats.source import Source
from topics.corpus.messages import Remark, UnreadableError, show
from topics.corpus.options import Limits

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MATH = "officeDocument/2006/math"
CHUNK = 65_536


Reader = Callable[[bytes, str], Source]
"""Reads a document of any format from its bytes and its name."""


def _refuse(_: bytes, name: str) -> Source:
    raise UnreadableError(messages.UNKNOWN_KIND.format(suffix=posixpath.splitext(name)[1]))


def read_docx(data: bytes, limits: Limits, read: Reader = _refuse) -> Source:
    """Read the body of a DOCX.

    A line is a paragraph with its automatic number written out, or a row of a table with tabs
    between its cells. Tracked insertions count, deletions do not; text boxes follow the paragraph
    they hang on; footnotes and endnotes come last; headers, footers, comments, hidden text and the
    table of contents are left out. A document of another format that stands in the body (altChunk)
    is read by `read`; if that fails, the reasons say so.

    Raises
    ------
    UnreadableError
        If the file is damaged, or exceeds a limit, or declares a document type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _Package(package, limits, read).read()
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        KeyError,
        ValueError,
        RuntimeError,
        EOFError,
        LookupError,
    ) as error:
        raise UnreadableError(messages.DOCX_BROKEN.format(cause=show(str(error))[:120])) from None
    except (NotImplementedError, OSError, zipfile.LargeZipFile, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UnreadableError(messages.DOCX_BROKEN.format(cause=show(str(error))[:120])) from None


class _Package:
    """The parts of a DOCX, each parsed while it is unpacked."""

    def __init__(self, package: zipfile.ZipFile, limits: Limits, reader: Reader) -> None:
        self.package = package
        self.limits = limits
        self.reader = reader
        self.reasons: list[Remark] = []
        self.names = {name.lstrip("/"): name for name in package.namelist()}
        self.left = limits.expanded_bytes
        if len(package.namelist()) > limits.parts:
            raise UnreadableError(
                messages.DOCX_PARTS.format(count=len(package.namelist()), limit=limits.parts)
            )

    def read(self) -> Source:
        """Read styles and numbering, then the body, then the notes it refers to."""
        main = self._main_part()
        folder = posixpath.dirname(main)
        styles, numbering, notes, relations = Styles(), Numbers(), Notes(), Relations()
        self._parse(f"{folder}/_rels/{posixpath.basename(main)}.rels", relations)
        self._parse(f"{folder}/styles.xml", styles)
        self._parse(f"{folder}/numbering.xml", numbering)

        @cache
        def insert(identity: str) -> Source | None:
            return self._put_in(posixpath.join(folder, relations.put_in.get(identity, "")))

        body = Body(styles, numbering.numbering, self.limits, insert)
        self._parse(main, body)
        for kind in ("footnote", "endnote"):
            if any(reference[0] == kind for reference in body.references):
                self._parse(
                    f"{folder}/{kind}s.xml",
                    notes.of(kind, Body(styles, numbering.numbering, self.limits)),
                )
        lines = body.lines + [notes.lines[key] for key in body.references if notes.lines.get(key)]
        return Source(
            "\n".join(lines),
            "docx",
            tuple(dict.fromkeys(self.reasons)),
            (*body.lost(), *body.changes),
            body.headings,
            body.looks,
        )

    def _put_in(self, name: str) -> Source | None:
        """Read a document that stands in the body; if it cannot be read, the reasons say so."""
        name = posixpath.normpath(name).lstrip("/")
        try:
            source = self.reader(b"".join(self._chunks(name)), name)
        except (UnreadableError, KeyError) as error:
            cause = error.remark if isinstance(error, UnreadableError) else messages.NO_PART
            part = show(posixpath.basename(name))
            self.reasons.append(messages.PUT_IN_UNREAD.format(part=part, cause=cause))
            return None
        self.reasons += [reason for reason in source.reasons if isinstance(reason, Remark)]
        return source

    def _main_part(self) -> str:
        relations = Relations()
        self._parse("_rels/.rels", relations)
        main = relations.main.lstrip("/") or "word/document.xml"
        if main not in self.names:
            main = "word/document.xml"
        if main not in self.names:
            raise UnreadableError(messages.DOCX_NO_BODY)
        return main

    def _parse(self, name: str, handler: Handler) -> None:
        if name not in self.names:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        reader = _Depth(handler, self.limits.depth)
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = handler.text
        for chunk in self._chunks(name):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part, within the limits."""
        info = self.package.getinfo(self.names[name])
        unpacked = 0
        with self.package.open(info) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                self.left -= len(chunk)
                if self.left < 0:
                    raise UnreadableError(
                        messages.EXPANDED.format(limit=self.limits.expanded_bytes)
                    )
                if unpacked > 1_000_000 and unpacked > self.limits.ratio * max(
                    info.compress_size, 1
                ):
                    raise UnreadableError(messages.RATIO.format(limit=self.limits.ratio))
                yield chunk


def _refuse_doctype(*_: object) -> None:
    raise UnreadableError(messages.DTD)


class _Depth:
    """Counts how deep elements nest, and turns qualified names into local ones."""

    def __init__(self, handler: Handler, limit: int) -> None:
        self.handler = handler
        self.limit = limit
        self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > self.limit:
            raise UnreadableError(messages.TOO_DEEP.format(limit=self.limit))
        self.handler.start(
            _local(name), {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        )

    def end(self, name: str) -> None:
        self.depth -= 1
        self.handler.end(_local(name))


def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    if space in WORD or local in {"AlternateContent", "Choice", "Fallback", "Relationship"}:
        return local
    return f"m:{local}" if MATH in space else ""
