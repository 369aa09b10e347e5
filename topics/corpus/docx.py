"""DOCX to one line per paragraph, read as a stream with a limit on everything."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from topics.corpus import messages
from topics.corpus.document import Change
from topics.corpus.messages import UnreadableError, show
from topics.corpus.numbering import Level, Numbering
from topics.corpus.options import Limits
from topics.corpus.read import Source

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MATH = "officeDocument/2006/math"
CHUNK = 65_536
# What stands in these elements is not part of the text as it reads now.
SKIPPED = frozenset(["del", "moveFrom", "Fallback", "instrText", "delText", "rt", "pPrChange", "rPrChange", "tblPrChange", "sectPrChange", "delInstrText"])
Attributes = dict[str, str]


def read_docx(data: bytes, limits: Limits) -> Source:
    """Read the body of a DOCX.

    A line is a paragraph with its automatic number written out, or a row of a table with tabs between its cells. Tracked
    insertions count, deletions do not; text boxes follow the paragraph they hang on; footnotes and endnotes come last;
    headers, footers, comments, hidden text and the table of contents are left out.

    Raises
    ------
    UnreadableError
        If the file is damaged, or exceeds a limit, or declares a document type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _Package(package, limits).read()
    except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError, RuntimeError, EOFError, LookupError) as error:
        raise UnreadableError(messages.DOCX_BROKEN.format(cause=show(str(error))[:120])) from None
    except (NotImplementedError, OSError, zipfile.LargeZipFile, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UnreadableError(messages.DOCX_BROKEN.format(cause=show(str(error))[:120])) from None


class _Package:
    """The parts of a DOCX, each parsed while it is unpacked."""

    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.names = {name.lstrip("/"): name for name in package.namelist()}
        self.left = limits.expanded_bytes
        if len(package.namelist()) > limits.parts:
            raise UnreadableError(messages.DOCX_PARTS.format(count=len(package.namelist()), limit=limits.parts))

    def read(self) -> Source:
        """Read styles and numbering, then the body, then the notes it refers to."""
        main = self._main_part()
        folder = posixpath.dirname(main)
        styles, numbering, notes = _Styles(), _Numbers(), _Notes()
        self._parse(f"{folder}/styles.xml", styles)
        self._parse(f"{folder}/numbering.xml", numbering)
        body = _Body(styles, numbering.numbering, self.limits)
        self._parse(main, body)
        for kind in ("footnote", "endnote"):
            if any(reference[0] == kind for reference in body.references):
                self._parse(f"{folder}/{kind}s.xml", notes.of(kind, _Body(styles, numbering.numbering, self.limits)))
        lines = body.lines + [notes.lines[key] for key in body.references if notes.lines.get(key)]
        return Source("\n".join(lines), "docx", (), tuple(body.changes))

    def _main_part(self) -> str:
        relations = _Relations()
        self._parse("_rels/.rels", relations)
        main = relations.main.lstrip("/") or "word/document.xml"
        if main not in self.names:
            main = "word/document.xml"
        if main not in self.names:
            raise UnreadableError(messages.DOCX_NO_BODY)
        return main

    def _parse(self, name: str, handler: _Handler) -> None:
        if name not in self.names:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        reader = _Depth(handler, self.limits.depth)
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = handler.text
        info = self.package.getinfo(self.names[name])
        unpacked = 0
        with self.package.open(info) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                self.left -= len(chunk)
                if self.left < 0:
                    raise UnreadableError(messages.EXPANDED.format(limit=self.limits.expanded_bytes))
                if unpacked > 1_000_000 and unpacked > self.limits.ratio * max(info.compress_size, 1):
                    raise UnreadableError(messages.RATIO.format(limit=self.limits.ratio))
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise UnreadableError(messages.DTD)


class _Handler:
    """What a part is read with; `name` is the local name, empty where the element belongs to another language."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take characters."""


class _Depth:
    """Counts how deep elements nest, and turns qualified names into local ones."""

    def __init__(self, handler: _Handler, limit: int) -> None:
        self.handler = handler
        self.limit = limit
        self.depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > self.limit:
            raise UnreadableError(messages.TOO_DEEP.format(limit=self.limit))
        self.handler.start(_local(name), {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.handler.end(_local(name))


def _local(name: str) -> str:
    space, _, local = name.rpartition(" ")
    if space in WORD or local in {"AlternateContent", "Choice", "Fallback", "Relationship"}:
        return local
    return f"m:{local}" if MATH in space else ""


class _Relations(_Handler):
    """Finds the main part of the package."""

    def __init__(self) -> None:
        self.main = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            self.main = attributes.get("Target", "")


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    list_id: str = ""
    depth: int | None = None
    hidden: bool = False


class _Styles(_Handler):
    """Paragraph and character styles: their names, their lists, whether they hide their text."""

    def __init__(self) -> None:
        self.styles: dict[str, _Style] = {}
        self.current = _Style()

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self.current = self.styles.setdefault(attributes.get("styleId", ""), _Style())
        elif name == "name":
            self.current.name = value.lower()
        elif name == "basedOn":
            self.current.based_on = value
        elif name == "numId":
            self.current.list_id = value
        elif name == "ilvl":
            self.current.depth = _integer(value)
        elif name == "vanish":
            self.current.hidden = _on(value)

    def chain(self, style_id: str) -> list[_Style]:
        """Return a style and those it is based on; a circle ends where it began."""
        chain, seen = [], set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            chain.append(self.styles[style_id])
            style_id = self.styles[style_id].based_on
        return chain


class _Numbers(_Handler):
    """Reads numbering.xml."""

    def __init__(self) -> None:
        self.numbering = Numbering()
        self.abstract: dict[int, Level] = {}
        self.list_id = ""
        self.level: Level | None = None
        self.override = 0

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "abstractNum":
            self.abstract = self.numbering.abstract.setdefault(attributes.get("abstractNumId", ""), {})
            self.list_id = ""
        elif name == "num":
            self.list_id = attributes.get("numId", "")
        elif name == "abstractNumId":
            self.numbering.lists[self.list_id] = value
        elif name == "lvlOverride":
            self.override = _integer(attributes.get("ilvl", ""))
        elif name == "startOverride":
            self.numbering.overrides[self.list_id, self.override] = _integer(value, 1)
        elif name == "lvl":
            self._level(_integer(attributes.get("ilvl", "")))
        elif self.level is not None:
            self._property(self.level, name, attributes)

    def end(self, name: str) -> None:
        if name == "lvl":
            self.level = None

    def _level(self, depth: int) -> None:
        self.level = Level()
        if not self.list_id:
            self.abstract[depth] = self.level
            return
        # A list that brings its own level counts for itself from here on.
        base = self.numbering.abstract.get(self.numbering.lists.get(self.list_id, ""), {})
        own = f"num {self.list_id}"
        self.numbering.abstract.setdefault(own, dict(base))[depth] = self.level
        self.numbering.lists[self.list_id] = own

    @staticmethod
    def _property(level: Level, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "start":
            level.start = _integer(value, 1)
        elif name == "numFmt":
            level.format = value
        elif name == "lvlText":
            level.text = value
        elif name == "isLgl":
            level.legal = _on(value)


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    style: str = ""
    list_id: str = ""
    depth: int | None = None
    joined: bool = False  # its mark was deleted: the next paragraph goes on
    boxes: list[str] = field(default_factory=list)


class _Body(_Handler):
    """Reads paragraphs, tables and text boxes into lines."""

    def __init__(self, styles: _Styles, numbering: Numbering, limits: Limits) -> None:
        self.styles = styles
        self.numbering = numbering
        self.limits = limits
        self.lines: list[str] = []
        self.changes: list[Change] = []
        self.references: list[tuple[str, str]] = []
        self.paragraphs: list[_Paragraph] = []
        self.sinks: list[list[str]] = [self.lines]  # where finished lines go: the body, a cell, a text box
        self.rows: list[list[str]] = []
        self.carried = ""
        self.skipped = 0
        self.hidden = False
        self.in_text = 0
        self.in_mark = False
        self.characters = 0
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "p": lambda _: self.paragraphs.append(_Paragraph()),
            "pStyle": self._style, "numId": self._list, "ilvl": self._depth, "vanish": self._vanish, "rStyle": self._run_style,
            "tab": lambda _: self._add("\t"), "br": self._break, "cr": lambda _: self._add("\n"),
            "noBreakHyphen": lambda _: self._add("-"), "sym": self._symbol,
            "footnoteReference": lambda a: self._reference("footnote", a),
            "endnoteReference": lambda a: self._reference("endnote", a),
            "tr": lambda _: self.rows.append([]), "tc": lambda _: self.sinks.append([]),
            "txbxContent": lambda _: self.sinks.append([]), "r": lambda _: self._run(),
        }  # fmt: skip
        self.ends: dict[str, Callable[[], None]] = {
            "r": self._end_run, "p": self._end_paragraph, "tc": self._end_cell, "tr": self._end_row,
            "txbxContent": self._end_box,
        }  # fmt: skip

    def start(self, name: str, attributes: Attributes) -> None:
        if name in SKIPPED and not (name == "del" and self.in_mark):
            self.skipped += 1
        if self.skipped:
            return
        if name in {"t", "m:t"}:
            self.in_text += 1
        elif name == "rPr":
            self.in_mark = bool(self.paragraphs) and not self.in_run
        elif name == "del" and self.paragraphs:
            self.paragraphs[-1].joined = True
        elif name in self.starts and (name != "tab" or self.in_run):
            self.starts[name](attributes)

    in_run = False

    def end(self, name: str) -> None:
        if name in SKIPPED and not (name == "del" and self.in_mark):
            self.skipped -= 1
            return
        if self.skipped:
            return
        if name in {"t", "m:t"}:
            self.in_text -= 1
        elif name == "rPr":
            self.in_mark = False
        elif name in self.ends:
            self.ends[name]()

    def text(self, data: str) -> None:
        if self.in_text and not self.skipped:
            self._add(data)

    def _add(self, text: str) -> None:
        if not self.paragraphs:
            return
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise UnreadableError(messages.TOO_LONG.format(limit=self.limits.characters))
        if self.hidden:
            self.changes.append(Change(len(self.lines) + 1, "hidden", text))
        else:
            self.paragraphs[-1].pieces.append(text)

    def _end_run(self) -> None:
        self.in_run = False

    def _end_cell(self) -> None:
        cell = self.sinks.pop()
        if self.rows:
            self.rows[-1].append(" ".join(" ".join(cell).split()))

    def _end_row(self) -> None:
        cells = self.rows.pop()
        if any(cells):
            self.sinks[-1].append("\t".join(cells))

    def _end_box(self) -> None:
        box = self.sinks.pop()
        (self.paragraphs[-1].boxes if self.paragraphs else self.sinks[-1]).extend(box)

    def _end_paragraph(self) -> None:
        if not self.paragraphs:
            return
        paragraph = self.paragraphs.pop()
        sink = self.sinks[-1]
        text = self.carried + "".join(paragraph.pieces)
        self.carried = ""
        if paragraph.joined:
            self.carried = text
            return
        chain = self.styles.chain(paragraph.style)
        if any(re.match(r"toc \d", style.name) for style in chain[:1]):
            self.changes.append(Change(len(self.lines) + 1, "contents", text))
        elif text.strip():
            sink.extend((self._number(paragraph, chain) + text.strip("\n")).split("\n"))
        elif sink is self.lines:
            sink.append("")
        sink.extend(paragraph.boxes)

    def _number(self, paragraph: _Paragraph, chain: list[_Style]) -> str:
        list_id = paragraph.list_id or next((style.list_id for style in chain if style.list_id), "")
        depth = paragraph.depth
        if depth is None:
            depth = next((style.depth for style in chain if style.depth is not None), 0)
        return self.numbering.number(list_id, depth) if list_id not in {"", "0"} else ""

    def _run(self) -> None:
        self.in_run = True
        self.hidden = False

    def _style(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].style = attributes.get("val", "")

    def _list(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].list_id = attributes.get("val", "")

    def _depth(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].depth = _integer(attributes.get("val", ""))

    def _vanish(self, attributes: Attributes) -> None:
        if self.in_run:
            self.hidden = _on(attributes.get("val", ""))

    def _run_style(self, attributes: Attributes) -> None:
        if self.in_run:
            self.hidden = any(style.hidden for style in self.styles.chain(attributes.get("val", "")))

    def _break(self, attributes: Attributes) -> None:
        if attributes.get("type", "textWrapping") == "textWrapping":
            self._add("\n")

    def _symbol(self, attributes: Attributes) -> None:
        code = int(attributes.get("char", "0"), 16)
        if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD:
            self._add(chr(code))

    def _reference(self, kind: str, attributes: Attributes) -> None:
        self.references.append((kind, attributes.get("id", "")))


class _Notes:
    """Footnotes and endnotes by kind and id, each as one line."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str], str] = {}

    def of(self, kind: str, body: _Body) -> _Handler:
        """Return a handler that reads the notes of one kind."""
        return _NotePart(kind, body, self.lines)


class _NotePart(_Handler):
    def __init__(self, kind: str, body: _Body, lines: dict[tuple[str, str], str]) -> None:
        self.kind = kind
        self.body = body
        self.collected = lines
        self.text = body.text  # type: ignore[method-assign]

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self.kind:
            self.body.lines.clear()
            self.id = attributes.get("id", "")
        else:
            self.body.start(name, attributes)

    def end(self, name: str) -> None:
        if name == self.kind:
            self.collected[self.kind, self.id] = " ".join(line.strip() for line in self.body.lines if line.strip())
        else:
            self.body.end(name)


def _integer(value: str, default: int = 0) -> int:
    return int(value) if re.fullmatch(r"\d{1,6}", value) else default


def _on(value: str) -> bool:
    return value.lower() not in {"0", "false", "off", "none"}
