"""The parts of a DOCX beside its text: relations, styles and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from topics.corpus.formats.docx.list_numbers import Level, Numbering
from topics.corpus.language.numerals import numeral
from topics.corpus.look import HEAVY, is_heavy

Attributes = dict[str, str]


HEADING = re.compile(
    r"(?:heading|标题|標題) ?([1-9一二三四五六七八九])|([1-9一二三四五六七八九])级标题"
)
TITLES = frozenset({"title", "标题", "標題", "文件标题", "公文标题"})
BODY_TEXT = 10  # the outline level of ordinary paragraphs, counted from 1


class Handler:
    """What a part is read with; `name` is the local name, empty where the element belongs to
    another language.
    """

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, data: str) -> None:
        """Take characters."""


class Relations(Handler):
    """Finds the main part of the package, and the parts of documents that are put into it."""

    def __init__(self) -> None:
        self.main = ""
        self.put_in: dict[str, str] = {}  # target by id

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind == "officeDocument":
            self.main = attributes.get("Target", "")
        elif kind == "aFChunk" and attributes.get("TargetMode") != "External":
            self.put_in[attributes.get("Id", "")] = attributes.get("Target", "")


@dataclass(slots=True)
class Font:
    """What a run or a style says of its font; None where it says nothing."""

    size: float | None = None  # points
    bold: bool | None = None
    heavy: bool | None = None

    def set(self, name: str, attributes: Attributes) -> None:
        """Take a property of a run."""
        value = attributes.get("val", "")
        if name == "b":
            self.bold = switched_on(value)
        elif name == "sz" and (size := integer(value)):
            self.size = size / 2
        elif name == "rFonts" and (
            face := attributes.get("eastAsia") or attributes.get("eastAsiaTheme")
        ):
            self.heavy = is_heavy(face)


@dataclass(slots=True)
class Style:
    """A paragraph or character style: what it is based on, and what it says of fonts, lists and
    visibility.
    """

    style_id: str = ""
    name: str = ""
    based_on: str = ""
    list_id: str = ""
    depth: int | None = None
    hidden: bool = False
    outline: int | None = None
    font: Font = field(default_factory=Font)

    @property
    def level(self) -> int | None:
        """The level of the headings that it is for: 0 for titles, BODY_TEXT for what is none, None
        if it does not say.
        """
        if self.outline is not None:
            return self.outline + 1
        if self.name in TITLES:
            return 0
        match = HEADING.fullmatch(self.name) or HEADING.fullmatch(
            self.style_id.lower() if not self.name else ""
        )
        return (numeral(match[1] or match[2]) or 1) if match else None


class Styles(Handler):
    """Paragraph and character styles: their names, their lists, whether they hide their text."""

    def __init__(self) -> None:
        self.styles: dict[str, Style] = {}
        self.current = self.defaults = Style()
        self.usual = ""  # the style of paragraphs that name none
        self._fonts: dict[
            tuple[str, str], tuple[Font, ...]
        ] = {}  # of the styles of a run, in the order in which they count

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        value = attributes.get("val", "")
        if name == "style":
            self._open(attributes)
        elif name == "name":
            self.current.name = value.lower()
        elif name == "basedOn":
            self.current.based_on = value
        elif name == "numId":
            self.current.list_id = value
        elif name == "ilvl":
            self.current.depth = integer(value)
        elif name == "vanish":
            self.current.hidden = switched_on(value)
        elif name == "outlineLvl":
            self.current.outline = integer(value, 9)
        else:
            self.current.font.set(name, attributes)

    def _open(self, attributes: Attributes) -> None:
        style_id = attributes.get("styleId", "")
        self.current = self.styles.setdefault(style_id, Style(style_id))
        if attributes.get("type") == "paragraph" and switched_on(attributes.get("default", "0")):
            self.usual = style_id

    def look(self, paragraph_style: str, run_style: str, font: Font) -> tuple[float, int]:
        """Return size and weight of a run: as it says itself, or the first of its styles that says
        it.
        """
        key = (paragraph_style, run_style)
        if key not in self._fonts:
            styles = [
                *self.chain(run_style),
                *self.chain(paragraph_style or self.usual),
                self.defaults,
            ]
            self._fonts[key] = tuple(style.font for style in styles)
        fonts = (font, *self._fonts[key])
        size = next((font.size for font in fonts if font.size is not None), 0.0)
        bold = next((font.bold for font in fonts if font.bold is not None), False)
        return size, bold + HEAVY * next(
            (font.heavy for font in fonts if font.heavy is not None), False
        )

    def level(self, style_id: str) -> int | None:
        """Return the level of the headings that a style, or one that it is based on, is for; None
        if for none.
        """
        chain = self.chain(style_id) or [Style(style_id)]
        found = next((style.level for style in chain if style.level is not None), None)
        return found if found is not None and found < BODY_TEXT else None

    def chain(self, style_id: str) -> list[Style]:
        """Return a style and those it is based on; a circle ends where it began."""
        chain, seen = [], set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            chain.append(self.styles[style_id])
            style_id = self.styles[style_id].based_on
        return chain


class Numbers(Handler):
    """Reads numbering.xml."""

    def __init__(self) -> None:
        self.numbering = Numbering()
        self.abstract: dict[int, Level] = {}
        self.abstract_num = ""
        self.list_id = ""
        self.level: Level | None = None
        self.override = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        value = attributes.get("val", "")
        if name == "abstractNum":
            self.abstract_num = attributes.get("abstractNumId", "")
            self.abstract = self.numbering.abstract.setdefault(self.abstract_num, {})
            self.list_id = ""
        elif name == "num":
            self.list_id = attributes.get("numId", "")
        elif name == "abstractNumId":
            self.numbering.lists[self.list_id] = value
        elif name == "lvlOverride":
            self.override = integer(attributes.get("ilvl", ""))
        elif name == "startOverride":
            self.numbering.overrides[self.list_id, self.override] = integer(value, 1)
        elif name == "lvl":
            self._level(integer(attributes.get("ilvl", "")))
        elif self.level is not None:
            self._property(self.level, name, attributes)
        else:
            self._link(name, value)

    def _link(self, name: str, style: str) -> None:
        if name == "numStyleLink":
            self.numbering.borrowed[self.abstract_num] = style
        elif name == "styleLink":
            self.numbering.lent[style] = self.abstract_num

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == "lvl":
            self.level = None

    def _level(self, depth: int) -> None:
        self.level = Level()
        if not self.list_id:
            self.abstract[depth] = self.level
            return
        # A list that brings its own level counts for itself from here on.
        base = self.numbering.abstract.get(self.numbering.abstract_id(self.list_id), {})
        own = f"num {self.list_id}"
        self.numbering.abstract.setdefault(own, dict(base))[depth] = self.level
        self.numbering.lists[self.list_id] = own

    @staticmethod
    def _property(level: Level, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "start":
            level.start = integer(value, 1)
        elif name == "numFmt":
            level.format = value
        elif name == "lvlText":
            level.text = value
        elif name == "pStyle":
            level.style = value
        elif name == "lvlRestart":
            level.restart = integer(value)
        elif name == "isLgl":
            level.legal = switched_on(value)


def integer(value: str, default: int = 0) -> int:
    """Read a whole number as WordprocessingML writes it; what is none counts as the default."""
    return int(value) if re.fullmatch(r"\d{1,6}", value) else default


def switched_on(value: str) -> bool:
    """Tell whether a switch such as `w:vanish` is on."""
    return value.lower() not in {"0", "false", "off", "none"}
