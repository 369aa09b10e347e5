"""A page of a PDF to rows of text as one sees them: runs of characters with their place, size and
weight.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot, pi
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from topics.corpus.document import HAN
from topics.corpus.formats.pdf.rows import Page, Row, Run, from_left, once
from topics.corpus.look import HEAVY, is_heavy, look_of

UNKNOWN = "\ufffd"  # stands for a character that nothing tells


@dataclass(frozen=True, slots=True)
class PageThresholds:
    """How letters become rows; all chosen.

    Attributes
    ----------
    blank : float
        Points of the height or width of what is not drawn.
    upright : float
        Radians by which upright text may lean.
    space : float
        Characters between two runs.
    sample : int
        Characters of a row whose print is looked at, about.
    running_text : int
        Characters of a row that is running text.
    """

    blank: float = 0.01
    upright: float = 0.1
    space: float = 0.5
    sample: int = 12
    running_text: int = 20


THRESHOLDS = PageThresholds()
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_STROKED = 2  # the mode of rendering that fills letters and draws their outline
_NAME = 200  # bytes of the name of a font


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


class _Font(NamedTuple):
    weight: int
    named: bool


class _Print(NamedTuple):
    size: float  # points, to the half
    address: int  # of a font without a name, 0 otherwise
    font: _Font


@dataclass(slots=True)
class _Letter:
    text: str
    index: int
    turn: int  # quarters of a circle against the clock by which it is turned


def read_page(page: pdfium.PdfPage, *, turned: bool = False) -> Page:
    """Read the text layer of a page; one that shows its text turned is `turned` first, so that its
    lines are found.
    """
    textpage = page.get_textpage()
    try:
        reader = _Reader(textpage, page.get_cropbox())
        reader.find_letters()
        if turned or reader.turn * 90 == page.get_rotation():
            return reader.read()
    finally:
        textpage.close()
    page.set_rotation(reader.turn * 90)
    return read_page(page, turned=True)


@dataclass(slots=True)
class _Reader:
    textpage: pdfium.PdfTextPage
    crop: tuple[float, float, float, float]
    turn: int = 0  # of most of the text
    letters: list[_Letter] = field(default_factory=list)
    askew: list[str] = field(default_factory=list)
    unmapped: int = 0  # characters that their font maps to none
    fonts: dict[int, _Font] = field(
        default_factory=dict
    )  # by address, which holds while the page is open
    latest: tuple[int, _Print] = (
        0,
        _Print(0.0, 0, _Font(0, named=True)),
    )  # the text object met last, by address
    drawn: list[tuple[Row, list[tuple[str, int]]]] = field(
        default_factory=list
    )  # rows with each letter and its font

    def read(self) -> Page:
        """Return the rows of the letters that were found."""
        for line in _lines(self.letters):
            self._row(line)
        self._weigh_unnamed()
        x0, y0, x1, y1 = self.crop
        rows, overprint = once([row for row, _ in self.drawn])
        return Page(
            rows,
            overprint,
            (x1 - x0 if self.turn % 2 else y1 - y0) or 1.0,
            "".join(self.askew).strip(),
            self.unmapped,
        )

    def find_letters(self) -> None:
        """Find the letters of the page, and how most of them are turned."""
        for index in range(self.textpage.count_chars()):
            code = raw.FPDFText_GetUnicode(self.textpage, index)
            text = self._unmapped(index) if self._has_no_map(index, code) else _letter(code)
            if not text:
                continue
            turn = -1 if text.isspace() else self._turn(index)
            if turn is None:
                self.askew.append(text)
            else:
                self.letters.append(_Letter(text, index, turn))
        turns = Counter(letter.turn for letter in self.letters if letter.turn >= 0)
        self.turn = max(turns, key=lambda turn: (turns[turn], -turn), default=0)

    def _has_no_map(self, index: int, code: int) -> bool:
        """Tell whether the font maps a character to nothing; PDFium then tells its code in the font
        in the place of a character.
        """
        return raw.FPDFText_HasUnicodeMapError(self.textpage, index) == 1 or (
            code == 0 and raw.FPDFText_IsGenerated(self.textpage, index) == 0
        )

    def _unmapped(self, index: int) -> str:
        """Return the mark of a character that cannot be known, or a space where its font draws
        nothing.
        """
        drawn = raw.FPDFText_GetTextObject(self.textpage, index)
        font = raw.FPDFTextObj_GetFont(drawn) if drawn else None
        if font and raw.FPDFFont_GetIsEmbedded(font) == 1 and self._is_blank(index):
            return " "
        self.unmapped += 1
        return UNKNOWN

    def _is_blank(self, index: int) -> bool:
        sides = [ctypes.c_double() for _ in range(4)]
        found = raw.FPDFText_GetCharBox(self.textpage, index, *sides)
        left, right, bottom, top = (side.value for side in sides)
        return bool(found) and (right - left < THRESHOLDS.blank or top - bottom < THRESHOLDS.blank)

    def _turn(self, index: int) -> int | None:
        """Return by how many quarters a character is turned; None where it stands askew, as a
        watermark or a stamp does.
        """
        angle = raw.FPDFText_GetCharAngle(self.textpage, index)
        if angle < 0:
            return 0
        quarters = round(angle / (pi / 2))
        return (
            -quarters % 4 if abs(angle - quarters * pi / 2) < THRESHOLDS.upright else None
        )  # it is told with the clock

    def _row(self, line: list[_Letter]) -> None:
        letters = [letter for letter in line if letter.turn >= 0]
        if self._print(
            letters[0].index
        ).font.named:  # in a font without a name, every character tells something
            letters = [*letters[:: 1 + len(letters) // THRESHOLDS.sample], letters[-1]]
        prints = [self._print(letter.index) for letter in letters]
        look = look_of(Counter((found.size, found.font.weight) for found in prints))
        first, last = self._box(line[0].index), self._box(line[-1].index)
        size = look.size or first.top - first.bottom
        runs = self._runs(line, size)
        stacked = (
            len(line) > 1
            and abs(first.left - last.left) < size
            and first.bottom - last.bottom > size
        )
        drawn = [
            (letter.text, found.address) for letter, found in zip(letters, prints, strict=True)
        ]
        turned = stacked or line[0].turn != self.turn
        row = Row(
            runs,
            min(first.bottom, last.bottom),
            max(first.top, last.top),
            look._replace(size=size),
            turned=turned,
        )
        self.drawn.append((row, drawn))

    def _runs(self, line: list[_Letter], size: float) -> list[Run]:
        """Divide a line where white space is wide, or leads back; narrow white space becomes one
        space.
        """
        pieces = [line[:1]]
        for before, letter in pairwise(line):
            last = pieces[-1][-1]
            if (
                letter.turn >= 0 > before.turn
                and not 0
                <= self._box(letter.index).left - self._box(last.index).right
                <= THRESHOLDS.space * size
            ):
                pieces.append([])
            elif letter.turn >= 0 > before.turn:
                pieces[-1].append(_Letter(" ", letter.index, -1))
            if letter.turn >= 0:
                pieces[-1].append(letter)
        ends = [(self._box(piece[0].index), self._box(piece[-1].index)) for piece in pieces]
        runs = [
            Run(_whole("".join(letter.text for letter in piece)), first.left, last.right)
            for piece, (first, last) in zip(pieces, ends, strict=True)
        ]
        bottoms = [first.bottom for first, _ in ends]
        return from_left(runs, size) if max(bottoms) - min(bottoms) < size / 2 else runs

    def _box(self, index: int) -> _Box:
        """Return the box of a character, as high as its font, on the page as it is read."""
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.textpage, index, box)
        x0, y0, x1, y1 = self.crop
        if self.turn == 1:
            return _Box(box.bottom - y0, x1 - box.right, box.top - y0, x1 - box.left)
        if self.turn == 2:
            return _Box(x1 - box.right, y1 - box.top, x1 - box.left, y1 - box.bottom)
        if self.turn == 3:
            return _Box(y1 - box.top, box.left - x0, y1 - box.bottom, box.right - x0)
        return _Box(box.left - x0, box.bottom - y0, box.right - x0, box.top - y0)

    def _print(self, index: int) -> _Print:
        """Return how a character is printed; those of one text object are printed alike."""
        drawn = raw.FPDFText_GetTextObject(self.textpage, index)
        if not drawn:
            return _Print(0.0, 0, _Font(0, named=True))
        address = ctypes.addressof(drawn.contents)
        if address != self.latest[0]:
            self.latest = address, self._describe(drawn, index)
        return self.latest[1]

    def _describe(self, drawn: raw.FPDF_PAGEOBJECT, index: int) -> _Print:
        found = raw.FPDFTextObj_GetFont(drawn)
        address = ctypes.addressof(found.contents) if found else 0
        if address not in self.fonts:
            self.fonts[address] = _describe(found) if found else _Font(0, named=True)
        font = self.fonts[address]
        if raw.FPDFTextObj_GetTextRenderMode(drawn) == _STROKED and font.weight % HEAVY == 0:
            font = font._replace(weight=font.weight + 1)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.textpage, index, matrix)
        size: float = raw.FPDFText_GetFontSize(self.textpage, index) * hypot(matrix.c, matrix.d)
        return _Print(round(2 * size) / 2, 0 if font.named else address, font)

    def _weigh_unnamed(self) -> None:
        """Give weight to rows in a font without a name other than the one in which running text has
        the same characters.
        """
        if all(font.named for font in self.fonts.values()):
            return
        usual: defaultdict[str, Counter[int]] = defaultdict(Counter)
        size = Counter(row.look.size for row, drawn in self.drawn for _ in drawn).most_common(1)[0][
            0
        ]
        for row, drawn in self.drawn:
            if len(row.text) >= THRESHOLDS.running_text and row.look.size == size:
                for text, address in drawn:
                    usual[text][address] += 1
        most = {text: max(count, key=count.__getitem__) for text, count in usual.items()}
        for row, drawn in self.drawn:
            shared = [
                address != most[text]
                for text, address in drawn
                if address and text in most and HAN.match(text)
            ]
            if shared and all(shared):
                row.look = row.look._replace(weight=row.look.weight + 1)
            elif any(shared):
                row.look = row.look._replace(whole=False)
            row.weighed = bool(shared) or not any(address for _, address in drawn)


def _describe(font: raw.FPDF_FONT) -> _Font:
    name = ctypes.create_string_buffer(_NAME)
    raw.FPDFFont_GetBaseFontName(font, name, _NAME)
    written = name.value.decode("utf-8", "replace")
    bold = bool(_BOLD.search(written)) or bool(raw.FPDFFont_GetFlags(font) & _FORCE_BOLD)
    return _Font(bold + HEAVY * is_heavy(written), named=bool(written))


def _whole(text: str) -> str:
    """Put together characters beyond the basic plane, which come as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _letter(code: int) -> str:
    r"""Return a character of the text layer; an empty string for what is none, `\n` for the end of
    a visual line.
    """
    if code in {0x0D, 0, 0xFFFE, 0xFEFF}:
        return ""
    return {0x02: "-", 0x0A: "\n"}.get(code) or chr(code)


def _lines(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """Divide the letters at the ends of lines and where their direction changes; without white
    space at the ends.
    """
    line: list[_Letter] = []
    for letter in [*letters, _Letter("\n", -1, -1)]:
        turned = bool(line) and letter.turn >= 0 and letter.turn != line[0].turn
        if letter.text == "\n" or turned:
            while line and line[-1].turn < 0:
                line.pop()
            if line:
                yield line
            line = []
        if letter.turn >= 0 or (line and letter.text != "\n"):
            line.append(letter)
