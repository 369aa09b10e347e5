"""The text of a DOCX: paragraphs, tables, text boxes and notes into lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from topics.corpus import messages
from topics.corpus.document import Change
from topics.corpus.docx_contents import Contents
from topics.corpus.docx_styles import (
    BODY_TEXT,
    Attributes,
    Handler,
    Style,
    Styles,
    integer,
    switched_on,
)
from topics.corpus.messages import UnreadableError
from topics.corpus.numbering import Numbering
from topics.corpus.options import Limits

# What stands in these elements is not part of the text as it reads now.
SKIPPED = frozenset(["del", "moveFrom", "Fallback", "delText", "rt", "pPrChange", "rPrChange", "tblPrChange", "sectPrChange", "delInstrText"])

ALTERNATIVES = frozenset({"AlternateContent", "Choice"})
LISTED = 100  # characters of an entry in a table of contents
LONGEST = 80  # characters of a heading that may be broken into lines


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    style: str = ""
    list_id: str = ""
    depth: int | None = None
    centred: bool = False
    outline: int | None = None
    contents: bool = False  # part of a table of contents
    joined: bool = False  # its mark was deleted: the next paragraph goes on
    boxes: list[str] = field(default_factory=list)


class Body(Handler):
    """Reads paragraphs, tables and text boxes into lines."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self.styles = styles
        self.numbering = numbering
        self.limits = limits
        self.lines: list[str] = []
        self.headings: dict[int, int] = {}  # level by line
        self.changes: list[Change] = []
        self.references: list[tuple[str, str]] = []
        self.paragraphs: list[_Paragraph] = []
        self.sinks: list[list[str]] = [self.lines]  # where finished lines go: the body, a cell, a text box
        self.rows: list[list[str]] = []
        self.carried = ""
        self.skipped = 0
        self.contents = Contents()
        self.chosen: list[bool] = []  # of each open AlternateContent, whether one of its choices was read
        self.passed: list[bool] = []  # of each open choice, whether it is passed over
        self.hidden = False
        self.in_text = 0
        self.in_mark = False
        self.characters = 0
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "p": lambda _: self.paragraphs.append(_Paragraph()),
            "pStyle": self._style, "jc": self._align, "numId": self._list, "ilvl": self._depth, "outlineLvl": self._outline, "vanish": self._vanish, "rStyle": self._run_style,
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
        """Take the beginning of an element."""
        if name in SKIPPED and not (name == "del" and self.in_mark):
            self.skipped += 1
        if name in ALTERNATIVES:
            self._choose(name)
        if self.skipped:
            return
        self.contents.start(name, attributes)
        if name in {"t", "m:t"}:
            self.in_text += 1
        elif name == "rPr":
            self.in_mark = bool(self.paragraphs) and not self.in_run
        elif name == "del" and self.paragraphs:
            self.paragraphs[-1].joined = True
        elif name in self.starts and (name != "tab" or self.in_run):
            self.starts[name](attributes)

    def _choose(self, name: str) -> None:
        """Read the first choice only; the others show the same in another way."""
        if name == "AlternateContent":
            self.chosen.append(False)
            return
        self.passed.append(bool(self.chosen) and self.chosen[-1])
        self.skipped += self.passed[-1]
        self.chosen[-1:] = [True]

    in_run = False

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "Choice" and self.passed:
            self.skipped -= self.passed.pop()
        elif name == "AlternateContent" and self.chosen:
            self.chosen.pop()
        if name in SKIPPED and not (name == "del" and self.in_mark):
            self.skipped -= 1
            return
        if self.skipped:
            return
        self.contents.end(name)
        if name in {"t", "m:t"}:
            self.in_text -= 1
        elif name == "rPr":
            self.in_mark = False
        elif name in self.ends:
            self.ends[name]()

    def text(self, data: str) -> None:
        """Take characters."""
        if self.in_text and not self.skipped:
            self._add(data)
        self.contents.text(data)

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
            self.paragraphs[-1].contents |= self.contents.open

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
        listed = paragraph.contents and len(text) <= LISTED and "。" not in text  # a field may lack its end
        if listed or any(re.match(r"toc (?:\d|heading)", style.name) for style in chain[:1]):
            self.changes.append(Change(len(self.lines) + 1, "contents", text))
            return
        number = self._number(paragraph, chain)  # an empty paragraph of a list counts too
        if text.strip():
            if text.strip().count("\t") == 1:  # two make a row of columns
                text = text.replace("\t", " ")
            level = self._level(paragraph)
            # A break inside a title, which stands in the middle, only divides its lines.
            short = level is not None and len(text) <= LONGEST
            text = text.replace("\n", "") if paragraph.centred or short else text.strip("\n")
            if level is not None and sink is self.lines:
                self.headings[len(self.lines) + 1] = level
            sink.extend((number + text).split("\n"))
        elif sink is self.lines:
            sink.append("")
        sink.extend(paragraph.boxes)

    def _number(self, paragraph: _Paragraph, chain: list[Style]) -> str:
        list_id = paragraph.list_id or next((style.list_id for style in chain if style.list_id), "")
        depth = paragraph.depth
        if depth is None:
            depth = next((style.depth for style in chain if style.depth is not None), None)
        if depth is None:
            depth = self.numbering.depth_of(list_id, [style.style_id for style in chain])
        return self.numbering.number(list_id, depth) if list_id not in {"", "0"} else ""

    def _level(self, paragraph: _Paragraph) -> int | None:
        """Return the level of a heading: as the paragraph says itself, or its style; None if it is none."""
        if paragraph.outline is not None:
            return paragraph.outline + 1 if paragraph.outline + 1 < BODY_TEXT else None
        return self.styles.level(paragraph.style)

    def _run(self) -> None:
        self.in_run = True
        self.hidden = False

    def _style(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].style = attributes.get("val", "")

    def _align(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].centred = attributes.get("val") == "center"

    def _list(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].list_id = attributes.get("val", "")

    def _depth(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].depth = integer(attributes.get("val", ""))

    def _outline(self, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].outline = integer(attributes.get("val", ""), 9)

    def _vanish(self, attributes: Attributes) -> None:
        if self.in_run:
            self.hidden = switched_on(attributes.get("val", ""))

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


class Notes:
    """Footnotes and endnotes by kind and id, each as one line."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str], str] = {}

    def of(self, kind: str, body: Body) -> Handler:
        """Return a handler that reads the notes of one kind."""
        return _NotePart(kind, body, self.lines)


class _NotePart(Handler):
    def __init__(self, kind: str, body: Body, lines: dict[tuple[str, str], str]) -> None:
        self.kind = kind
        self.body = body
        self.collected = lines
        self.text = body.text  # type: ignore[method-assign]

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name == self.kind:
            self.body.lines.clear()
            self.id = attributes.get("id", "")
        else:
            self.body.start(name, attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == self.kind:
            self.collected[self.kind, self.id] = " ".join(line.strip() for line in self.body.lines if line.strip())
        else:
            self.body.end(name)
