"""The text of a DOCX: paragraphs, tables, text boxes and notes into lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from topics.corpus import messages
from topics.corpus.document import Change
from topics.corpus.formats.docx.contents import Contents
from topics.corpus.formats.docx.list_numbers import Numbering
from topics.corpus.formats.docx.paragraph import Paragraph, Run
from topics.corpus.formats.docx.styles import Attributes, Handler, Styles
from topics.corpus.formats.docx.symbols import symbol, written_out
from topics.corpus.formats.source import Source
from topics.corpus.look import Look
from topics.corpus.messages import UnreadableError
from topics.corpus.options import Limits

# What stands in these elements is not part of the text as it reads now.
SKIPPED = frozenset(
    [
        "del",
        "moveFrom",
        "Fallback",
        "delText",
        "rt",
        "pPrChange",
        "rPrChange",
        "tblPrChange",
        "sectPrChange",
        "delInstrText",
    ]
)

PROPERTIES = frozenset(
    ["pStyle", "jc", "numId", "ilvl", "outlineLvl", "vanish", "rStyle", "b", "sz", "rFonts"]
)
MERGES = frozenset({"vMerge", "hMerge"})
ALTERNATIVES = frozenset({"AlternateContent", "Choice"})
LISTED = 100  # characters of an entry in a table of contents
LONGEST = 80  # characters of a heading that may be broken into lines


class Body(Handler):
    """Reads paragraphs, tables and text boxes into lines."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        limits: Limits,
        insert: Callable[[str], Source | None] = lambda _: None,
    ) -> None:
        self.styles = styles
        self.numbering = numbering
        self.limits = limits
        self.insert = insert  # what reads a document that is put in, by its relation
        self.lines: list[str] = []
        self.headings: dict[int, int] = {}  # level by line
        self.looks: dict[int, Look] = {}  # by line; none for rows of tables
        self.changes: list[Change] = []
        self.references: list[tuple[str, str]] = []
        self.paragraphs: list[Paragraph] = []
        self.sinks: list[list[str]] = [
            self.lines
        ]  # where finished lines go: the body, a cell, a text box
        self.rows: list[list[str]] = []
        self.tables: list[int] = []  # rows read of each open table
        self.covered: list[bool] = []  # of each open cell, whether a merged one covers it
        self.moved: list[str] = []  # text at the places from which it was moved
        self.carried = ""
        self.skipped = 0
        self.moving = 0  # open elements whose text was moved elsewhere
        self.contents = Contents()
        self.chosen: list[
            bool
        ] = []  # of each open AlternateContent, whether one of its choices was read
        self.passed: list[bool] = []  # of each open choice, whether it is passed over
        self.in_text = 0
        self.in_mark = False
        self.characters = 0
        self.starts: dict[str, Callable[[Attributes], None]] = {
            "p": lambda _: self.paragraphs.append(Paragraph()),
            "tab": lambda _: self._add("\t"),
            "br": self._break,
            "cr": lambda _: self._add("\n"),
            "noBreakHyphen": lambda _: self._add("-"),
            "sym": self._symbol,
            "altChunk": lambda a: self._put_in(self.insert(a.get("id", ""))),
            "footnoteReference": lambda a: self._reference("footnote", a),
            "endnoteReference": lambda a: self._reference("endnote", a),
            "tbl": lambda _: self.tables.append(0),
            "tr": lambda _: self.rows.append([]),
            "tc": lambda _: self._open_cell(),
            **dict.fromkeys(MERGES, self._merge),
            "txbxContent": lambda _: self.sinks.append([]),
            "r": lambda _: self._open_run(),
            **{name: partial(self._set, name) for name in PROPERTIES},
        }
        self.ends: dict[str, Callable[[], object]] = {
            "r": self._end_run,
            "p": self._end_paragraph,
            "tc": self._end_cell,
            "tr": self._end_row,
            "tbl": lambda: self.tables and self.tables.pop(),
            "txbxContent": self._end_box,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name in SKIPPED and not (name == "del" and self.in_mark):
            self.skipped += 1
            self.moving += name == "moveFrom"
        if name in ALTERNATIVES:
            self._choose(name)
        if self.skipped:
            return
        self.contents.start(name, attributes)
        if name in {"t", "m:t"}:
            self.in_text += 1
        elif name == "rPr":
            self.in_mark = bool(self.paragraphs) and not self._in_run()
        elif name == "del" and self.paragraphs:
            self.paragraphs[-1].joined = True
        elif name in self.starts and (name != "tab" or self._in_run()):
            self.starts[name](attributes)

    def _choose(self, name: str) -> None:
        """Read the first choice only; the others show the same in another way."""
        if name == "AlternateContent":
            self.chosen.append(False)
            return
        self.passed.append(bool(self.chosen) and self.chosen[-1])
        self.skipped += self.passed[-1]
        self.chosen[-1:] = [True]

    def _in_run(self) -> bool:
        return bool(self.paragraphs and self.paragraphs[-1].run)

    def _set(self, name: str, attributes: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1].set(name, attributes, self.styles)

    def _open_run(self) -> None:
        if self.paragraphs:
            self.paragraphs[-1].run = Run()

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "Choice" and self.passed:
            self.skipped -= self.passed.pop()
        elif name == "AlternateContent" and self.chosen:
            self.chosen.pop()
        if name in SKIPPED and not (name == "del" and self.in_mark):
            self.skipped -= 1
            self.moving -= name == "moveFrom"
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
        elif self.moving and data.strip():
            self.moved.append(data)
        self.contents.text(data)

    def _add(self, text: str) -> None:
        if not self.paragraphs:
            return
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise UnreadableError(messages.TOO_LONG.format(limit=self.limits.characters))
        paragraph = self.paragraphs[-1]
        if paragraph.run and paragraph.run.hidden:
            self.changes.append(Change(len(self.lines) + 1, "hidden", text))
        else:
            paragraph.add(
                written_out(text, paragraph.run.face if paragraph.run else ""), self.styles
            )
            paragraph.contents |= self.contents.open

    def _end_run(self) -> None:
        if self.paragraphs:
            self.paragraphs[-1].run = None

    def _open_cell(self) -> None:
        self.sinks.append([])
        self.covered.append(False)

    def _merge(self, attributes: Attributes) -> None:
        """Take note of a cell that goes on with the one above; in the first row there is none."""
        going_on = attributes.get("val", "continue") == "continue"
        if self.covered and going_on and (not self.tables or self.tables[-1]):
            self.covered[-1] = True

    def _end_cell(self) -> None:
        cell = " ".join(" ".join(self.sinks.pop()).split())
        if self.covered.pop() and cell:
            self.changes.append(Change(len(self.lines) + 1, "hidden", cell))
            cell = ""
        if self.rows:
            self.rows[-1].append(cell)

    def _end_row(self) -> None:
        cells = self.rows.pop()
        if self.tables:
            self.tables[-1] += 1
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
        listed = (
            paragraph.contents and len(text) <= LISTED and "。" not in text
        )  # a field may lack its end
        if listed or any(re.match(r"toc (?:\d|heading)", style.name) for style in chain[:1]):
            self.changes.append(Change(len(self.lines) + 1, "contents", text))
            return
        number = paragraph.number(chain, self.numbering)  # an empty paragraph of a list counts too
        if text.strip():
            self._write(number, text, paragraph, sink)
        elif sink is self.lines:
            sink.append("")
        sink.extend(paragraph.boxes)

    def _write(self, number: str, text: str, paragraph: Paragraph, sink: list[str]) -> None:
        """Write a paragraph that is not empty; in the body, with its look and its level as a
        heading.
        """
        if text.strip().count("\t") == 1:  # two make a row of columns
            text = text.replace("\t", " ")
        level = paragraph.level(self.styles)
        # A break inside a title, which stands in the middle, only divides its lines.
        short = level is not None and len(text) <= LONGEST
        text = text.replace("\n", "") if paragraph.centred or short else text.strip("\n")
        if sink is self.lines and "\n" not in text:
            self.looks[len(self.lines) + 1] = paragraph.look()
        if level is not None and sink is self.lines:
            self.headings[len(self.lines) + 1] = level
        sink.extend((number + text).split("\n"))

    def _break(self, attributes: Attributes) -> None:
        if attributes.get("type", "textWrapping") == "textWrapping":
            self._add("\n")

    def _symbol(self, attributes: Attributes) -> None:
        self._add(symbol(int(attributes.get("char", "0"), 16), attributes.get("font", "")))

    def _put_in(self, source: Source | None) -> None:
        """Write the lines of a document that stands here in another format."""
        if source is None:
            return
        lines, before, sink = source.text.split("\n"), len(self.lines), self.sinks[-1]
        self.characters += len(source.text)
        if self.characters > self.limits.characters:
            raise UnreadableError(messages.TOO_LONG.format(limit=self.limits.characters))
        sink.extend(line.strip("\f") for line in lines)
        self.changes += [replace(change, line=before + change.line) for change in source.changes]
        if sink is self.lines:
            self.headings.update((before + n, level) for n, level in source.headings.items())
            self.looks.update((before + n, look) for n, look in source.looks.items())

    def lost(self) -> list[Change]:
        """Return the text that was moved away and stands nowhere else."""
        text = "".join(self.lines)
        moved = "".join(self.moved)
        return [Change(1, "hidden", moved)] if moved and moved not in text else []

    def _reference(self, kind: str, attributes: Attributes) -> None:
        self.references.append((kind, attributes.get("id", "")))
