"""What the place and the look of the lines of a PDF say: titles and headings in one piece, indents,
where a paragraph stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from topics.corpus.formats.pdf.columns import NUMBER
from topics.corpus.formats.pdf.page import THRESHOLDS as PAGE
from topics.corpus.formats.pdf.running import Line
from topics.corpus.look import Look

_ENDS = tuple("。！？；：:;!?”）)")


@dataclass(frozen=True, slots=True)
class LayoutThresholds:
    """Titles, indents and margins of a page; all chosen.

    Attributes
    ----------
    larger : float
        Size of a title, as a multiple of the usual one.
    room : float
        Characters that are left at the end of a line that is not full.
    longest : int
        Characters of a heading on two lines.
    same_size : float
        Share of its size by which two lines of one title may differ.
    indent : float
        Characters of the smallest indent of a paragraph.
    farthest : float
        Characters of the largest one: titles and what is set to the right stand further in.
    margin : float
        Share of the lines that begin at the left margin.
    right : float
        Quantile of the ends of lines that is the right margin.
    """

    larger: float = 1.15
    room: float = 1.5
    longest: int = 60
    same_size: float = 0.08
    indent: float = 1.2
    farthest: float = 3.2
    margin: float = 0.15
    right: float = 0.9


THRESHOLDS = LayoutThresholds()


def weigh(lines: Sequence[Line]) -> None:
    """Give lines whose weight is not known that of most lines of their size; one by itself, of
    those that are as short.
    """
    weights: dict[tuple[float, bool], Counter[int]] = {}
    for line in lines:
        if line.weighed:
            for short in {False, _is_short(line)}:
                weights.setdefault((line.size, short), Counter())[line.look.weight] += 1
    for place, line in enumerate(lines):
        alone = all(
            other.weighed
            for other in (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
        )
        count = weights.get((line.size, alone and _is_short(line))) or weights.get(
            (line.size, False)
        )
        if not line.weighed and count:
            line.look = line.look._replace(weight=count.most_common(1)[0][0])


def _is_short(line: Line) -> bool:
    return len(line.text) < PAGE.running_text and not line.text.endswith(_ENDS)


def join_titles(lines: Sequence[Line]) -> None:
    """Join the lines of a title and of a heading that was broken: next to each other and of one
    look.

    A title is larger than the text and stands about one axis; a heading stands out, and its first
    line is full.
    """
    body = [line for line in lines if not line.change]
    if not body:
        return
    usual = Counter(line.size for line in body for _ in line.text).most_common(1)[0][0]
    plain = Counter(line.look for line in body for _ in line.text).most_common(1)[0][0]
    margin, right = _margin(body), _right(body)
    title = body[0]
    for before, line in pairwise(body):
        alike = (
            line.page == before.page
            and abs(line.size - before.size) < THRESHOLDS.same_size * line.size
        )
        apart = min(line.left, before.left) > margin + line.size
        same_axis = abs(line.left + line.right - before.left - before.right) < line.size
        ended = before.text.endswith(tuple("。：；")) or NUMBER.match(line.text)
        titled = apart and same_axis and line.size > THRESHOLDS.larger * usual
        full = (
            before.right > right - THRESHOLDS.room * before.size
            and before.left < (margin + right) / 2
        )
        headed = (
            full
            and line.look == before.look > plain
            and line.look.whole
            and len(before.text) + len(line.text) <= THRESHOLDS.longest
        )
        if alike and not ended and (titled or headed):
            title = title if before.change == "wrap" else before
            title.text += line.text
            title.right = min(title.right, line.right)
            line.change = "wrap"


def indent(lines: Sequence[Line]) -> None:
    """Write the indent of a paragraph's first line as two ideographic spaces.

    Titles in the middle of a page and what is set to the right have larger gaps than the one to
    three characters that are an indent.
    """
    body = [line for line in lines if not line.change and line.size > 0]
    if not body:
        return
    margin = _margin(body)
    for line in body:
        if THRESHOLDS.indent * line.size < line.left - margin < THRESHOLDS.farthest * line.size:
            line.text = "\u3000\u3000" + line.text


def looks(lines: Sequence[Line]) -> dict[int, Look]:
    """Return the look of each line by its number from 1; only one that is a paragraph of its own
    looks so as a whole.
    """
    body = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if not line.change and "\t" not in line.text
    ]
    right = _right([line for _, line in body]) if body else 0.0
    alone = list(_alone([line for _, line in body], right))
    return {
        number: line.look._replace(whole=line.look.whole and own)
        for (number, line), own in zip(body, alone, strict=True)
    }


def _alone(body: Sequence[Line], right: float) -> Iterator[bool]:
    """Tell of each line whether it neither goes on with the line before nor fills its own."""
    for place, line in enumerate(body):
        before = body[place - 1] if place else None
        filled = line.right > right - THRESHOLDS.room * line.size
        goes_on = (
            before is not None
            and before.right > right - THRESHOLDS.room * line.size
            and not before.text.endswith(_ENDS)
            and before.look.weight <= line.look.weight
            and before.look.size <= line.look.size
        )
        yield not filled and not goes_on


def _margin(body: Sequence[Line]) -> int:
    """Return the leftmost place where many lines begin."""
    lefts = Counter(round(line.left) for line in body)
    return min(
        left
        for left, count in lefts.items()
        if count >= THRESHOLDS.margin * len(body) or count == max(lefts.values())
    )


def _right(body: Sequence[Line]) -> float:
    """Return the rightmost place where many lines end."""
    rights = sorted(line.right for line in body)
    return rights[int(THRESHOLDS.right * (len(rights) - 1))]
