"""PDF to visual lines: what stands on every page goes, and an indented line keeps its indent."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import pi
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from topics.corpus import messages
from topics.corpus.document import HAN, Change
from topics.corpus.messages import UnreadableError, show
from topics.corpus.options import Limits
from topics.corpus.read import Source

PAGE_NUMBER = re.compile(
    r"[\s—–\-―－·•.~〜－]*(?:第\s*)?\d{1,4}\s*(?:页)?[\s—–\-―－·•.~〜]*(?:[/／，,]?\s*(?:共\s*)?\d{1,4}\s*页?)?\s*"
    r"|[Pp]age\s*\d+(?:\s*of\s*\d+)?|[ivxlc]{1,6}"
)
EDGE = 0.12  # running heads and page numbers stand in the outer 12 % of a page
REPEATED = 0.5  # … on at least half of the pages
UPRIGHT = 0.1  # radians
CELL_GAP = 1.5  # characters between two cells of a table
MAX_CELL = 30  # characters
SENTENCE = re.compile("[，。；：]")
STAMP, STAMPED = 40, 2  # characters that are all of a page, on as many pages: the stamp of a scan
NUMBER = re.compile(r"第.{1,6}[编章节条]|[一二三四五六七八九十]{1,3}、?|[（(].{1,3}[）)]|\d{1,3}[.．、]?|附件\d*[:：]?")


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    left: float = 0.0
    right: float = 0.0
    middle: float = 0.5  # height above the foot of the page, as a share of the page
    size: float = 0.0
    change: str = ""


def read_pdf(data: bytes, limits: Limits) -> Source:
    """Read the text layer of a PDF.

    Lines are those one sees; pages are separated by form feeds. Running headers, footers, page numbers and slanted
    watermarks are logged and leave an empty line. The first line of a paragraph, where it is indented, begins with two
    ideographic spaces.

    Raises
    ------
    UnreadableError
        If the file is encrypted, damaged or scanned.
    """
    document = _open(data)
    try:
        n_pages = len(document)
        if n_pages > limits.pages:
            raise UnreadableError(messages.PDF_TOO_MANY_PAGES.format(pages=n_pages, limit=limits.pages))
        lines, silent, broken = _all_lines(document, n_pages, limits)
    finally:
        document.close()
    _mark_running(lines, n_pages)
    _mark_stamps(lines)
    silent = sorted({*silent, *_stamped(lines)})
    if len(silent) + len(broken) == n_pages:
        raise UnreadableError(messages.PDF_NO_TEXT.format(pages=n_pages))
    _join_titles(lines)
    _indent(lines)
    reasons = []
    if silent:
        reasons.append(messages.PDF_PAGES_WITHOUT_TEXT.format(pages=_ranges(silent)))
    if broken:
        reasons.append(messages.PDF_BROKEN_PAGES.format(pages=_ranges(broken)))
    return _source(lines, reasons)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableError(messages.PDF_ENCRYPTED) from None
        raise UnreadableError(messages.PDF_BROKEN.format(cause=show(str(error)))) from None


def _all_lines(document: pdfium.PdfDocument, n_pages: int, limits: Limits) -> tuple[list[_Line], list[int], list[int]]:
    """Read all pages; return the lines, the pages without text and those that could not be opened."""
    lines: list[_Line] = []
    silent, broken = [], []
    characters = 0
    for number in range(n_pages):
        try:
            page = document[number]
            found = list(_page_lines(page, number))
            page.close()
        except pdfium.PdfiumError:
            broken.append(number + 1)
            continue
        if not found:
            silent.append(number + 1)
        lines += found
        characters += sum(len(line.text) for line in found)
        if characters > limits.characters:
            raise UnreadableError(messages.TOO_LONG.format(limit=limits.characters))
    return lines, silent, broken


def _page_lines(page: pdfium.PdfPage, number: int) -> Iterator[_Line]:
    height = page.get_height() or 1.0
    textpage = page.get_textpage()
    slanted: list[str] = []
    run: list[int] = []
    letters: list[str] = []
    for index in range(textpage.count_chars()):
        letter = _letter(raw.FPDFText_GetUnicode(textpage, index))
        if letter == "\n":
            yield from _line(textpage, letters, run, number, height)
            letters, run = [], []
        elif letter and _upright(textpage, index, letter):
            letters.append(letter)
            run.append(index)
        elif letter:
            slanted.append(letter)
    yield from _line(textpage, letters, run, number, height)
    if text := "".join(slanted).strip():
        yield _Line(text, number, change="watermark")
    textpage.close()


def _letter(code: int) -> str:
    r"""Return a character of the text layer; an empty string for what is none, `\n` for the end of a visual line."""
    if code in {0x0D, 0, 0xFFFE, 0xFEFF}:
        return ""
    return {0x02: "-", 0x0A: "\n"}.get(code) or chr(code)


def _upright(textpage: pdfium.PdfTextPage, index: int, letter: str) -> bool:
    if letter.isspace():
        return True
    angle = raw.FPDFText_GetCharAngle(textpage, index)
    # Vertical and horizontal text is text; what stands askew is a watermark or a stamp.
    return bool(angle < 0 or min(angle % (pi / 2), pi / 2 - angle % (pi / 2)) < UPRIGHT)


def _line(textpage: pdfium.PdfTextPage, letters: list[str], run: list[int], number: int, height: float) -> Iterator[_Line]:
    seen = [place for place, letter in enumerate(letters) if not letter.isspace()]
    if not seen:
        return
    first, last = _box(textpage, run[seen[0]]), _box(textpage, run[seen[-1]])
    middle = _box(textpage, run[seen[len(seen) // 2]])
    size = max(box.top - box.bottom for box in (first, middle, last))  # flat characters such as 一 have low boxes
    pieces = [[letters[seen[0]]]]
    for before, place in pairwise(seen):
        if place - before == 1:
            pieces[-1].append(letters[place])
        elif _box(textpage, run[place]).left - _box(textpage, run[before]).right > CELL_GAP * size:
            pieces.append([letters[place]])
        else:
            pieces[-1] += [" ", letters[place]]
    text = _cells(["".join(piece) for piece in pieces])
    # Characters beyond the basic plane come as two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    yield _Line(text, number, first.left, last.right, (first.bottom + first.top) / 2 / height, size)


def _cells(pieces: list[str]) -> str:
    """Join what stands far apart on a line: cells of a table by tabs, spaced letters and numbers of headings by spaces."""
    table = all(2 <= len(piece) <= MAX_CELL for piece in pieces) and not NUMBER.fullmatch(pieces[0])
    return ("\t" if table else " ").join(pieces)


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def _box(textpage: pdfium.PdfTextPage, index: int) -> _Box:
    """Return the box of a character, as high as its font."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, index, box)
    return _Box(box.left, box.bottom, box.right, box.top)


def _mark_running(lines: list[_Line], n_pages: int) -> None:
    """Mark page numbers, and what is repeated at the edge of pages with digits set aside."""
    edge = [line for line in lines if not line.change and not EDGE < line.middle < 1 - EDGE]
    pages: dict[str, set[int]] = {}
    for line in edge:
        pages.setdefault(_pattern(line.text), set()).add(line.page)
    for line in edge:
        if PAGE_NUMBER.fullmatch(line.text):
            line.change = "page_number"
        elif n_pages >= 3 and len(pages[_pattern(line.text)]) >= max(3, REPEATED * n_pages / 2):
            line.change = "running_header"  # half of the pages: the left ones and the right ones may differ


def _mark_stamps(lines: list[_Line]) -> None:
    """Mark the text of pages that say the same few words and nothing else: a stamp over scanned pages."""
    pages: defaultdict[int, list[_Line]] = defaultdict(list)
    for line in lines:
        if not line.change:
            pages[line.page].append(line)
    said = {page: _pattern("".join(line.text for line in found)) for page, found in pages.items()}
    count = Counter(said.values())
    for page, words in said.items():
        if count[words] >= STAMPED and len(words) <= STAMP and not SENTENCE.search(words):
            for line in pages[page]:
                line.change = "watermark"


def _stamped(lines: list[_Line]) -> set[int]:
    """Return the numbers of pages, from 1, that have nothing but watermarks and what runs on all pages."""
    with_text = {line.page for line in lines if not line.change}
    return {line.page + 1 for line in lines if line.page not in with_text and HAN.search(line.text)}


def _join_titles(lines: list[_Line]) -> None:
    """Join the lines of a title: next to each other, about one axis, equally large and larger than the text."""
    body = [line for line in lines if not line.change]
    if not body:
        return
    usual = Counter(round(line.size) for line in body for _ in line.text).most_common(1)[0][0]
    margin = _margin(body)
    title = body[0]
    for before, line in pairwise(body):
        alike = line.page == before.page and abs(line.size - before.size) < 0.08 * line.size
        apart = min(line.left, before.left) > margin + line.size
        same_axis = abs(line.left + line.right - before.left - before.right) < line.size
        ended = before.text.endswith(tuple("。：；")) or NUMBER.match(line.text)
        if alike and apart and same_axis and line.size > 1.15 * usual and not ended:
            title = title if before.change == "wrap" else before
            title.text += line.text
            line.change = "wrap"


def _margin(body: list[_Line]) -> int:
    """Return the leftmost place where many lines begin."""
    lefts = Counter(round(line.left) for line in body)
    return min(left for left, count in lefts.items() if count >= 0.15 * len(body) or count == max(lefts.values()))


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def _indent(lines: list[_Line]) -> None:
    """Write the indent of a paragraph's first line as two ideographic spaces.

    Titles in the middle of a page and what is set to the right have larger gaps than the one to three characters that
    are an indent.
    """
    body = [line for line in lines if not line.change and line.size > 0]
    if not body:
        return
    margin = _margin(body)
    for line in body:
        if 1.2 * line.size < line.left - margin < 3.2 * line.size:
            line.text = "\u3000\u3000" + line.text


def _source(lines: list[_Line], reasons: list[str]) -> Source:
    written, changes = [], []
    page = 0
    for number, line in enumerate(lines, start=1):
        breaks = "\f" * (line.page - page)
        page = line.page
        written.append(breaks if line.change else breaks + line.text)
        if line.change:
            changes.append(Change(number, line.change, line.text))
    return Source("\n".join(written), "pdf", tuple(reasons), tuple(changes))


def _ranges(numbers: list[int]) -> str:
    """Write page numbers in Chinese, runs joined: `1、3—5`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)
