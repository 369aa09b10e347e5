"""A paragraph of a DOCX while it is read: what it says of itself, and the run open in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from topics.corpus.formats.docx.list_numbers import Numbering
from topics.corpus.formats.docx.styles import (
    BODY_TEXT,
    Attributes,
    Font,
    Style,
    Styles,
    integer,
    switched_on,
)
from topics.corpus.look import Look, look_of


@dataclass(slots=True)
class Run:
    """A stretch of text of one font."""

    style: str = ""
    font: Font = field(default_factory=Font)
    hidden: bool = False
    face: str = ""  # of what is no Han character


@dataclass(slots=True)
class Paragraph:
    """A paragraph while it is read."""

    pieces: list[str] = field(default_factory=list)
    style: str = ""
    list_id: str = ""
    depth: int | None = None
    centred: bool = False
    outline: int | None = None
    contents: bool = False  # part of a table of contents
    joined: bool = False  # its mark was deleted: the next paragraph goes on
    boxes: list[str] = field(default_factory=list)
    run: Run | None = None  # the open one
    characters: Counter[tuple[float, int]] = field(default_factory=Counter)  # by size and weight

    def set(self, name: str, attributes: Attributes, styles: Styles) -> None:
        """Take a property of the paragraph or of the open run."""
        if self.run:
            self._set_run(self.run, name, attributes, styles)
            return
        value = attributes.get("val", "")
        if name == "pStyle":
            self.style = value
        elif name == "jc":
            self.centred = value == "center"
        elif name == "numId":
            self.list_id = value
        elif name == "ilvl":
            self.depth = integer(value)
        elif name == "outlineLvl":
            self.outline = integer(value, 9)

    @staticmethod
    def _set_run(run: Run, name: str, attributes: Attributes, styles: Styles) -> None:
        value = attributes.get("val", "")
        if name == "vanish":
            run.hidden = switched_on(value)
        elif name == "rStyle":
            run.style = value
            run.hidden = any(style.hidden for style in styles.chain(value))
        else:
            if name == "rFonts":
                run.face = attributes.get("ascii") or attributes.get("hAnsi") or run.face
            run.font.set(name, attributes)

    def add(self, text: str, styles: Styles) -> None:
        """Take characters of the open run."""
        self.pieces.append(text)
        if shown := sum(not char.isspace() for char in text):
            self.characters[
                styles.look(
                    self.style,
                    self.run.style if self.run else "",
                    self.run.font if self.run else Font(),
                )
            ] += shown

    def look(self) -> Look:
        """Return how most of the paragraph looks, and whether all of it does."""
        return look_of(self.characters)

    def level(self, styles: Styles) -> int | None:
        """Return the level of a heading: as the paragraph says itself, or its style; None if it is
        none.
        """
        if self.outline is not None:
            return self.outline + 1 if self.outline + 1 < BODY_TEXT else None
        return styles.level(self.style)

    def number(self, chain: list[Style], numbering: Numbering) -> str:
        """Return the automatic number, counted on; an empty string in a paragraph of no list."""
        list_id = self.list_id or next((style.list_id for style in chain if style.list_id), "")
        depth = self.depth
        if depth is None:
            depth = next((style.depth for style in chain if style.depth is not None), None)
        if depth is None:
            depth = numbering.depth_of(list_id, [style.style_id for style in chain])
        return numbering.number(list_id, depth) if list_id not in {"", "0"} else ""
