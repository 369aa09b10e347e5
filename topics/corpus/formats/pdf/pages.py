"""PDF to visual lines: what stands on every page goes, and an indented line keeps its indent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from topics.corpus import messages
from topics.corpus.document import Change
from topics.corpus.formats.pdf.columns import in_reading_order, texts_of
from topics.corpus.formats.pdf.layout import indent, join_titles, looks, weigh
from topics.corpus.formats.pdf.own_font import use_own_font
from topics.corpus.formats.pdf.page import read_page
from topics.corpus.formats.pdf.running import (
    Line,
    is_aside,
    mark_running,
    mark_stamps,
    stamped_pages,
)
from topics.corpus.formats.source import Source
from topics.corpus.messages import Remark, UnreadableError, show
from topics.corpus.options import Limits


def read_pdf(data: bytes, limits: Limits) -> Source:
    """Read the text layer of a PDF.

    Lines are those one sees, columns of text one after the other; pages are separated by form
    feeds. A character that its font does not map to any is U+FFFD, and the reasons say how many
    are. Running headers, footers, page numbers, watermarks and what is drawn twice are logged and
    leave an empty line. The first line of a paragraph, where it is indented, begins with two
    ideographic spaces.

    Raises
    ------
    UnreadableError
        If the file is encrypted, damaged or scanned.
    """
    use_own_font()
    document = _open(data)
    try:
        n_pages = len(document)
        if n_pages > limits.pages:
            raise UnreadableError(
                messages.PDF_TOO_MANY_PAGES.format(pages=n_pages, limit=limits.pages)
            )
        unmapped: Counter[int] = Counter()
        lines, silent, broken = _all_lines(document, n_pages, limits, unmapped)
    finally:
        document.close()
    weigh(lines)
    mark_running(lines, n_pages)
    mark_stamps(lines)
    silent = sorted({*silent, *stamped_pages(lines)})
    if len(silent) + len(broken) == n_pages:
        raise UnreadableError(messages.PDF_NO_TEXT.format(pages=n_pages))
    join_titles(lines)
    shown = looks(lines)
    indent(lines)
    reasons = []
    if silent:
        reasons.append(messages.PDF_PAGES_WITHOUT_TEXT.format(pages=_ranges(silent)))
    if broken:
        reasons.append(messages.PDF_BROKEN_PAGES.format(pages=_ranges(broken)))
    if count := unmapped.total():
        pages = _ranges(sorted(page for page, found in unmapped.items() if found))
        reasons.append(messages.PDF_UNMAPPED.format(count=count, pages=pages))
    text, changes = _written(lines)
    return Source(text, "pdf", tuple(reasons), changes, looks=shown)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if (
            getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        ):
            raise UnreadableError(messages.PDF_ENCRYPTED) from None
        raise UnreadableError(messages.PDF_BROKEN.format(cause=show(str(error)))) from None


def _all_lines(
    document: pdfium.PdfDocument, n_pages: int, limits: Limits, unmapped: Counter[int]
) -> tuple[list[Line], list[int], list[int]]:
    """Read all pages; return the lines, the pages without text and those that could not be opened.

    Characters without a map are counted by page in `unmapped`.
    """
    lines: list[Line] = []
    silent, broken = [], []
    characters = 0
    for number in range(n_pages):
        try:
            page = document[number]
            found = list(_page_lines(page, number, unmapped))
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


def _page_lines(page: pdfium.PdfPage, number: int, unmapped: Counter[int]) -> Iterator[Line]:
    found = read_page(page)
    unmapped[number + 1] += found.unmapped
    rows = in_reading_order(found.rows, lambda row: is_aside(row.text, row.middle / found.height))
    for row, text in zip(rows, texts_of(rows), strict=True):
        yield Line(
            text,
            number,
            row.left,
            row.right,
            row.middle / found.height,
            row.look,
            row.turned,
            row.weighed,
        )
    for row in found.overprint:
        yield Line(row.text, number, change="overprint")
    if found.askew:
        yield Line(found.askew, number, change="watermark")


def _written(lines: list[Line]) -> tuple[str, tuple[Change, ...]]:
    """Return the text, with a form feed where a page begins, and the log of what was left out."""
    written, changes = [], []
    page = 0
    for number, line in enumerate(lines, start=1):
        breaks = "\f" * (line.page - page)
        page = line.page
        written.append(breaks if line.change else breaks + line.text)
        if line.change:
            changes.append(Change(number, line.change, line.text))
    return "\n".join(written), tuple(changes)


def _ranges(numbers: list[int]) -> tuple[int | Remark, ...]:
    """Join runs of page numbers: 1, 3, 4, 5 are 1 and 3—5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(
        run[0] if len(run) == 1 else messages.PAGES.format(first=run[0], last=run[-1])
        for run in runs
    )
