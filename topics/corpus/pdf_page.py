"""A page of a PDF to rows of text as one sees them: runs of characters with their place, size and weight."""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot, pi
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from topics.corpus.looks import HEAVY, Look, is_heavy

UPRIGHT = 0.1  # radians
SPACE = 0.5  # characters between two runs
LONG = 20  # characters of a row that is running text
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_STROKED = 2  # the mode of rendering that fills letters and draws their outline
_NAME = 200  # bytes of the name of a font


@dataclass(slots=True)
class Run:
    """Characters that stand together."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Row:
    """A visual line; places in points from the lower left of the page as it is read."""

    runs: list[Run]
    bottom: float
    top: float
    look: Look
    turned: bool = False
    """Whether it runs across the direction of the page's text, or from top to bottom."""

    @property
    def left(self) -> float:
        """Where the first run begins."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where the last run ends."""
        return self.runs[-1].right


@dataclass(slots=True)
class Page:
    """The rows of a page in the order in which they are drawn, and what is written askew."""

    rows: list[Row]
    height: float
    askew: str


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _Letter:
    text: str
    index: int
    turn: int  # quarters of a circle against the clock by which it is turned


class _Font(NamedTuple):
    weight: int
    named: bool


def read_page(page: pdfium.PdfPage) -> Page:
    """Read the text layer of a page."""
    textpage = page.get_textpage()
    try:
        return _Reader(textpage, page.get_cropbox()).read()
    finally:
        textpage.close()


@dataclass(slots=True)
class _Reader:
    textpage: pdfium.PdfTextPage
    crop: tuple[float, float, float, float]
    turn: int = 0  # of most of the text
    fonts: dict[int, _Font] = field(default_factory=dict)  # by address, which holds while the page is open
    rows: list[Row] = field(default_factory=list)
    drawn: list[tuple[Row, list[tuple[str, int]]]] = field(default_factory=list)  # rows with each letter and its font

    def read(self) -> Page:
        letters, askew = self._letters()
        self.turn = Counter(letter.turn for letter in letters if letter.turn >= 0).most_common(1)[0][0] if letters else 0
        for line in _lines(letters):
            self._row(line)
        self._weigh_unnamed()
        x0, y0, x1, y1 = self.crop
        return Page([row for row, _ in self.drawn], (x1 - x0 if self.turn % 2 else y1 - y0) or 1.0, askew)

    def _letters(self) -> tuple[list[_Letter], str]:
        letters: list[_Letter] = []
        askew: list[str] = []
        for index in range(self.textpage.count_chars()):
            text = _letter(raw.FPDFText_GetUnicode(self.textpage, index))
            if not text:
                continue
            turn = -1 if text.isspace() else self._turn(index)
            if turn is None:
                askew.append(text)
            else:
                letters.append(_Letter(text, index, turn))
        return letters, "".join(askew).strip()

    def _turn(self, index: int) -> int | None:
        """Return by how many quarters a character is turned; None where it stands askew, as a watermark or a stamp does."""
        angle = raw.FPDFText_GetCharAngle(self.textpage, index)
        if angle < 0:
            return 0
        quarters = round(angle / (pi / 2))
        return -quarters % 4 if abs(angle - quarters * pi / 2) < UPRIGHT else None  # it is told with the clock

    def _row(self, line: list[_Letter]) -> None:
        boxes = [self._box(letter.index) for letter in line]
        sizes = Counter(self._size(letter.index) for letter in line if letter.turn >= 0)
        size = sizes.most_common(1)[0][0] or max(box.top - box.bottom for box in boxes)
        runs: list[Run] = []
        spaced = False
        drawn: list[tuple[str, int]] = []
        looks: Counter[tuple[float, int]] = Counter()
        for letter, box in zip(line, boxes, strict=True):
            if letter.turn < 0:
                spaced = True
                continue
            if not runs or (spaced and not 0 <= box.left - runs[-1].right <= SPACE * size):
                runs.append(Run(letter.text, box.left, box.right))
            else:
                runs[-1].text += (" " if spaced else "") + letter.text
                runs[-1].right = box.right
            spaced = False
            address, font = self._font(letter.index)
            drawn.append((letter.text, address if not font.named else 0))
            looks[self._size(letter.index), font.weight] += 1
        for run in runs:  # characters beyond the basic plane come as two halves
            run.text = run.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        (look, _), *others = looks.most_common()
        first, last = boxes[0], boxes[-1]
        stacked = len(drawn) > 1 and abs(first.left - last.left) < size and first.bottom - last.bottom > size
        top = max(first.top, last.top)
        self.drawn.append((Row(runs, min(first.bottom, last.bottom), top, Look(*look, whole=not others), turned=stacked or line[0].turn != self.turn), drawn))

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

    def _size(self, index: int) -> float:
        """Return the size of a character in points, to the half."""
        matrix = raw.FS_MATRIX()
        if not raw.FPDFText_GetMatrix(self.textpage, index, matrix):
            return 0.0
        size: float = raw.FPDFText_GetFontSize(self.textpage, index) * hypot(matrix.c, matrix.d)
        return round(2 * size) / 2

    def _font(self, index: int) -> tuple[int, _Font]:
        drawn = raw.FPDFText_GetTextObject(self.textpage, index)
        found = raw.FPDFTextObj_GetFont(drawn) if drawn else None
        if not found:
            return 0, _Font(0, named=True)
        address = ctypes.addressof(found.contents)
        if address not in self.fonts:
            self.fonts[address] = _describe(found)
        font = self.fonts[address]
        if raw.FPDFTextObj_GetTextRenderMode(drawn) == _STROKED and font.weight % HEAVY == 0:
            font = font._replace(weight=font.weight + 1)
        return address, font

    def _weigh_unnamed(self) -> None:
        """Give weight to rows in a font without a name other than the one in which running text has the same characters."""
        usual: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for _, drawn in self.drawn:
            if len(drawn) >= LONG:
                for text, address in drawn:
                    usual[text][address] += 1
        for row, drawn in self.drawn:
            shared = [address != usual[text].most_common(1)[0][0] for text, address in drawn if address and text in usual]
            if shared and all(shared):
                row.look = row.look._replace(weight=row.look.weight + 1)
            elif any(shared):
                row.look = row.look._replace(whole=False)


def _describe(font: raw.FPDF_FONT) -> _Font:
    name = ctypes.create_string_buffer(_NAME)
    raw.FPDFFont_GetBaseFontName(font, name, _NAME)
    written = name.value.decode("utf-8", "replace")
    bold = bool(_BOLD.search(written)) or bool(raw.FPDFFont_GetFlags(font) & _FORCE_BOLD)
    return _Font(bold + HEAVY * is_heavy(written), named=bool(written))


def _letter(code: int) -> str:
    r"""Return a character of the text layer; an empty string for what is none, `\n` for the end of a visual line."""
    if code in {0x0D, 0, 0xFFFE, 0xFEFF}:
        return ""
    return {0x02: "-", 0x0A: "\n"}.get(code) or chr(code)


def _lines(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """Divide the letters at the ends of lines and where their direction changes; without white space at the ends."""
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
