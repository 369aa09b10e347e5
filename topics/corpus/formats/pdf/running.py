"""What stands on the pages of a PDF and is not its text: running heads, page numbers, stamps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from topics.corpus.document import HAN
from topics.corpus.look import Look

PAGE_NUMBER = re.compile(
    r"[\s—–\-―－·•.~〜－]*(?:第\s*)?\d{1,4}\s*(?:页)?[\s—–\-―－·•.~〜]*(?:[/／，"
    r",]?\s*(?:共\s*)?\d{1,4}\s*页?)?\s*"
    r"|[Pp]age\s*\d+(?:\s*of\s*\d+)?|[ivxlc]{1,6}"
)


@dataclass(frozen=True, slots=True)
class RunningThresholds:
    """What comes back from page to page; all chosen.

    Attributes
    ----------
    edge : float
        Share of a page, at top and bottom, where running heads and page numbers stand, …
    repeated : float
        … on this share of the pages at least.
    stamp : int
        Characters that are all of a page, …
    stamped : int
        … on as many pages: the stamp of a scan.
    large : float
        Size of a watermark that comes back at one place, as a multiple of the usual one.
    """

    edge: float = 0.12
    repeated: float = 0.5
    stamp: int = 40
    stamped: int = 2
    large: float = 1.5


THRESHOLDS = RunningThresholds()
_SENTENCE = re.compile("[，。；：]")
_PRINTED_FROM = re.compile(r"(?:https?|file)://\S+\s*(?:\d{1,4}/\d{1,4})?")
_PRINTED_ON = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[,，]?\s+(?:[上下]午)?\d{1,2}:\d{2}(?:\s*[AP]M)?(?!\S).*",
    re.DOTALL,
)


@dataclass(slots=True)
class Line:
    """A visual line, with what became of it."""

    text: str
    page: int
    left: float = 0.0
    right: float = 0.0
    middle: float = 0.5  # height above the foot of the page, as a share of the page
    look: Look = field(default_factory=Look)
    turned: bool = False
    weighed: bool = True
    change: str = ""

    @property
    def size(self) -> float:
        """Size of its letters in points."""
        return self.look.size


def _at_edge(middle: float) -> bool:
    """Whether a line at that share of a page's height stands where running heads do."""
    return not THRESHOLDS.edge < middle < 1 - THRESHOLDS.edge


def mark_running(lines: Sequence[Line], n_pages: int) -> None:
    """Mark page numbers, what a browser prints around a page, and what is repeated at the edge of
    pages, digits aside.
    """
    _mark_printed(lines)
    edge = [line for line in lines if not line.change and _at_edge(line.middle)]
    pages: dict[str, set[int]] = {}
    for line in edge:
        pages.setdefault(_pattern(line.text), set()).add(line.page)
    for line in edge:
        if PAGE_NUMBER.fullmatch(line.text):
            line.change = "page_number"
        elif n_pages >= 3 and len(pages[_pattern(line.text)]) >= max(
            3, THRESHOLDS.repeated * n_pages / 2
        ):
            line.change = (  # half of the pages: the left ones and the right ones may differ
                "running_header"
            )


def is_aside(text: str, middle: float) -> bool:
    """Tell whether a row at the edge of a page is a page number, or what a browser prints there."""
    printed = (
        PAGE_NUMBER.fullmatch(text) or _PRINTED_FROM.fullmatch(text) or _PRINTED_ON.fullmatch(text)
    )
    return _at_edge(middle) and bool(printed)


def _mark_printed(lines: Sequence[Line]) -> None:
    """Mark the address at the foot of a page that a browser printed, and the time and the title at
    its head.
    """
    for _, page in groupby(lines, key=lambda line: line.page):
        edge = [line for line in page if not line.change and _at_edge(line.middle)]
        if any(_PRINTED_FROM.fullmatch(line.text) for line in edge):
            for line in edge:
                if _PRINTED_FROM.fullmatch(line.text) or _PRINTED_ON.fullmatch(line.text):
                    line.change = "running_header"


def mark_stamps(lines: Sequence[Line]) -> None:
    """Mark watermarks, and pages that say the same few words and nothing else."""
    _mark_watermarks(lines)
    pages: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.change:
            pages[line.page].append(line)
    said = {page: _pattern("".join(line.text for line in found)) for page, found in pages.items()}
    count = Counter(said.values())
    for page, words in said.items():
        if (
            count[words] >= THRESHOLDS.stamped
            and len(words) <= THRESHOLDS.stamp
            and not _SENTENCE.search(words)
        ):
            for line in pages[page]:
                line.change = "watermark"


def _mark_watermarks(lines: Sequence[Line]) -> None:
    """Mark large words and turned ones that come back at one place of several pages."""
    body = [line for line in lines if not line.change]
    usual = (
        Counter(line.size for line in body for _ in line.text).most_common(1)[0][0] if body else 0.0
    )
    odd = [
        line
        for line in body
        if (line.turned or line.size >= THRESHOLDS.large * usual)
        and len(line.text) <= THRESHOLDS.stamp
        and not _SENTENCE.search(line.text)
    ]
    places: defaultdict[tuple[str, int, int], set[int]] = defaultdict(set)
    for line in odd:
        places[_place(line)].add(line.page)
    n_pages = len({line.page for line in body})
    for line in odd:
        if len(places[_place(line)]) >= max(
            THRESHOLDS.stamped if line.turned else 3, THRESHOLDS.repeated * n_pages
        ):
            line.change = "watermark"


def _place(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.left / 10), round(100 * line.middle)


def stamped_pages(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of pages, from 1, that have nothing but watermarks and what runs on all
    pages.
    """
    with_text = {line.page for line in lines if not line.change}
    return {line.page + 1 for line in lines if line.page not in with_text and HAN.search(line.text)}


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))
