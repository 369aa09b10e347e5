"""Source text to clean text: one paragraph a line, every change logged, every character traced."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from itertools import pairwise

from topics.corpus.cleaning.characters import repair_characters
from topics.corpus.cleaning.intruders import find_markers, remove_markers
from topics.corpus.cleaning.labels import repeated_labels
from topics.corpus.cleaning.noise import find_noise
from topics.corpus.cleaning.punctuation import widen_punctuation
from topics.corpus.cleaning.spaces import close_spaces
from topics.corpus.cleaning.traced import Edit, TracedText
from topics.corpus.cleaning.visual_lines import are_visual
from topics.corpus.cleaning.wrap import joins, seems_cut
from topics.corpus.language.line_openings import Line, line_width

_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_WORD = re.compile(r"[A-Za-z]+")
_LAST_WORD = re.compile(r"[A-Za-z]+$")


def clean(
    source: str,
    *,
    wrapped: bool = True,
    headings: Collection[int] = (),
    cells: bool = False,
    stamps: bool = True,
) -> TracedText:
    r"""Repair a text: one paragraph a line, without what is not the document's.

    Parameters
    ----------
    source : str
        The text as it was read, with its line ends.
    wrapped : bool
        Whether lines may be wrapped; False where each line is known to be a paragraph.
    headings : collection of int
        Numbers of the source lines, from 1, that are headings, to which nothing is joined.
    cells : bool
        Whether every tab divides two cells of a table.
    stamps : bool
        Whether lines may have been stamped between the lines of a sentence, as watermarks are.

    Returns
    -------
    TracedText
        The clean text, its map to the source and the log of changes.

    Examples
    --------
    >>> lines = ["加强城市洪涝治理，加快构建工程", "体系，推进绿色智慧城市建设，打", "— 12 —",
    ...     "造宜居韧性智慧城市。"]
    >>> clean("\n\n".join(lines)).text
    '加强城市洪涝治理，加快构建工程体系，推进绿色智慧城市建设，打造宜居韧性智慧城市。'
    """
    text = TracedText(source)
    pages = _page_starts(text.text)
    text = text.edited(Edit(m.start(), m.end(), "\n") for m in _BREAK.finditer(text.text))
    text = repair_characters(text)
    markers = find_markers(text.text)
    text = remove_markers(text, markers)
    heading = heading_lines(source, headings) if headings else None
    text = _rejoin(text, pages, heading, wrapped=wrapped, stamps=stamps)
    text = remove_markers(text, markers, broken=True)
    text = close_spaces(text, cells=cells)
    return widen_punctuation(text)


def _page_starts(source: str) -> list[int]:
    """Return the source offsets at which form feeds begin a page."""
    return [match.end() for match in re.finditer("\x0c", source)]


def heading_lines(source: str, headings: Collection[int]) -> Callable[[int], int]:
    r"""Return what tells the number of the heading in whose source line an offset stands, or 0.

    Examples
    --------
    >>> line = heading_lines("总则\n目标\n", {2})
    >>> line(1), line(4)
    (0, 2)
    """
    starts = [0, *(match.end() for match in re.finditer("\n", source))]

    def line(offset: int) -> int:
        number = bisect_right(starts, offset)
        return number if number in headings else 0

    return line


def _rejoin(
    text: TracedText,
    pages: list[int],
    heading: Callable[[int], int] | None,
    *,
    wrapped: bool,
    stamps: bool,
) -> TracedText:
    """Remove noise lines and rejoin wrapped ones, in one pass over the lines."""
    found = text.text
    spans = [match.span() for match in _LINE.finditer(found)]
    if not spans:
        return text.edited([Edit(0, len(found), "")] if found else [])
    noise = find_noise(
        [found[start:end] for start, end in spans],
        _page_lines(text, spans, pages),
        stamps=stamps,
    )
    if heading is not None:  # a heading may come back in every chapter
        repeated = {"watermark", "running_header"}
        noise = {
            i: kind
            for i, kind in noise.items()
            if kind not in repeated or not heading(text.source(spans[i][0]))
        }
    lines = _with_markers(_lines(found, spans, noise), text)
    if heading is not None:
        lines = [replace(line, heading=heading(text.source(line.start)) > 0) for line in lines]
    lines = _with_labels(lines)
    words = frozenset(_WORD.findall(found))
    joined_lines = joins(lines) if wrapped or are_visual(lines) else [False] * len(lines)
    edits = [Edit(0, lines[0].start, "")] if lines and lines[0].start else []
    if not lines:
        return text.noted(_noise_notes(found, spans, noise)).edited([Edit(0, len(found), "")])
    for first, second, joined in zip(lines, lines[1:], joined_lines, strict=False):
        if joined:
            new = " " if _apart(first.text, second.text, words) else ""
            shown = f"{first.text[-4:]}⏎{second.text[:4]}"
            edits.append(Edit(first.end, second.start, new, "wrap", shown))
        elif found[first.end : second.start] != "\n":
            edits.append(Edit(first.end, second.start, "\n"))
    edits += [Edit(lines[-1].end, len(found), "")] if lines[-1].end < len(found) else []
    notes = [*_noise_notes(found, spans, noise), *_refused(lines, joined_lines)]
    return text.noted(sorted(notes)).edited(edits)


def _refused(lines: list[Line], joined: list[bool]) -> list[tuple[int, str, str]]:
    """Note the places at which a sentence seems to be cut, and which were not joined."""
    return [
        (first.end, "unjoined", f"{first.text[-8:]}⏎{second.text[:8]}")
        for (first, second), done in zip(pairwise(lines), joined, strict=False)
        if not done and seems_cut(first, second)
    ]


def _with_labels(lines: list[Line]) -> list[Line]:
    """Mark the subheadings that come back, so that nothing is joined to them."""
    labels = repeated_labels(lines)
    return [
        replace(line, heading=True) if index in labels else line for index, line in enumerate(lines)
    ]


def _apart(first: str, second: str, words: frozenset[str]) -> bool:
    """Tell whether two Latin words meet at a line end, rather than the halves of one that the text
    has elsewhere.
    """
    start = _WORD.match(second)
    if not start or not first[-1].isascii() or not (first[-1].isalpha() or first[-1] in ",;"):
        return False
    end = _LAST_WORD.search(first[-40:])
    if not end:
        return True
    halves = (
        len(end[0]) == 1 or len(start[0]) == 1 or (end[0][-1].isupper() and start[0][0].isupper())
    )
    return not halves and end[0] + start[0] not in words


def _noise_notes(
    found: str, spans: list[tuple[int, int]], noise: dict[int, str]
) -> list[tuple[int, str, str]]:
    return [(spans[i][0], kind, found[spans[i][0] : spans[i][1]]) for i, kind in noise.items()]


def _page_lines(text: TracedText, spans: list[tuple[int, int]], pages: list[int]) -> frozenset[int]:
    """Return the indices of the lines that begin a page."""
    if not pages:
        return frozenset()
    before = [bisect_right(pages, text.source(start)) for start, _ in spans]
    return frozenset(i for i in range(1, len(spans)) if before[i] > before[i - 1])


def _with_markers(lines: list[Line], text: TracedText) -> list[Line]:
    """Give each line the marker strings that were taken out of it, if the lines were wrapped with
    them: if that makes them even.
    """
    places = text.places("marker")
    if not places:
        return lines
    sources = [source for source, _ in places]
    result = []
    for line in lines:
        first, end = (
            bisect_left(sources, text.source(line.start)),
            bisect_left(sources, text.source(line.end)),
        )
        result.append(replace(line, markers="".join(marker for _, marker in places[first:end])))
    return result if _evenness(result) > _evenness(lines) else lines


def _evenness(lines: list[Line]) -> int:
    """Return how many lines are equally wide."""
    return max(Counter(line_width(line, by_columns=False) for line in lines).values(), default=0)


def _lines(found: str, spans: list[tuple[int, int]], noise: dict[int, str]) -> list[Line]:
    lines: list[Line] = []
    previous, gap, parted = 0, False, False
    for index, (start, end) in enumerate(spans):
        if index in noise:
            gap, parted = True, parted or noise[index] == "furniture"
            continue
        between = found[previous:start]
        indent = between[between.rfind("\n") + 1 :] if lines else between.rpartition("\n")[2]
        blank = between.count("\n") > 1
        lines.append(Line(start, end, found[start:end], indent, blank, gap, parted=parted))
        previous, gap, parted = end, False, False
    return lines
