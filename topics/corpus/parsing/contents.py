"""Tables of contents: 目录 and its entries, with the numbers of their pages or without."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topics.corpus.language.line_openings import is_led

_HEADING = re.compile(
    r"(?:本文|文件|总)?目[录次錄]|(?:目[录次錄])?(?:TABLEOF)?CONTENTS?(?:目[录次錄])?",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?P<led>(?:[.．…·・‥⋯。_]\s*){2,}|\s*[…⋯]+\s*|[\t\u3000 ]+)?"
    r"[（(]?\s*[-—–]?\s*(?:\d{1,4}|[IVXivx]{1,6})\s*[-—–]?\s*[）)]?$"
)
_LONGEST = 60  # characters of the words of an entry
_MOST = 400  # lines below within which an entry comes again as a heading
_KNOWN = 0.6  # of the lines of a table of contents come again or have a page, at least
_FEWEST = 3  # lines with dots and page that are a table of contents without its heading


def contents_at(lines: Sequence[str], index: int) -> int:
    """Return how many lines from here on are a table of contents; 0 if none begins here.

    Parameters
    ----------
    lines : sequence of str
        Clean paragraphs.
    index : int
        The line that may be 目录, or the first entry of a table that has dots and pages.

    Examples
    --------
    >>> contents_at(["目录", "一、目标……1", "二、任务（2）", "一、目标", "推进更新。", "二、任务"],
    ...     0)
    3
    """
    headed = bool(_HEADING.fullmatch(re.sub(r"\s", "", lines[index])))
    if not headed:
        size = _led(lines, index)
        return size if size >= _FEWEST else 0
    first = _words(lines[index + 1]) if index + 1 < len(lines) else ""
    if not first or len(first) > _LONGEST:
        return 1
    again = next(
        (
            at
            for at in range(index + 2, min(len(lines), index + 2 + _MOST))
            if _begins(lines[at], first) and not _PAGE.search(lines[at][len(first) :])
        ),
        0,
    )
    if again and _is_table(lines, index + 1, again):
        return again - index
    return 1 + _entries(lines, index + 1)


def led_contents(lines: Sequence[str], start: int) -> list[int]:
    """Return the lines of tables of contents with dots and pages anywhere below, 目录 above."""
    found: list[int] = []
    index = start
    while index < len(lines):
        size = _led(lines, index)
        if size >= _FEWEST:
            headed = index > 0 and bool(_HEADING.fullmatch(re.sub(r"\s", "", lines[index - 1])))
            found += range(index - headed, index + size)
        index += max(size, 1)
    return found


def _led(lines: Sequence[str], index: int) -> int:
    size = 0
    while index + size < len(lines) and is_led(lines[index + size]):
        size += 1
    return size


def _words(line: str) -> str:
    """Return an entry without dots and page."""
    return _PAGE.sub("", line).strip(" \t\u3000")


def _begins(line: str, words: str) -> bool:
    return bool(words) and _squeezed(line).startswith(_squeezed(words))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _is_table(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether nearly all lines are entries: short, with a page or words that come again."""
    entries = lines[start:end]
    if any(len(_words(line)) > _LONGEST for line in entries):
        return False
    later = lines[end : end + _MOST]
    known = sum(
        is_led(line) or any(_begins(other, _words(line)) for other in later) for line in entries
    )
    return known >= _KNOWN * len(entries)


def _entries(lines: Sequence[str], start: int) -> int:
    """Return how many lines are entries, one after the other: led to a page, or coming again."""
    size = 0
    while start + size < len(lines):
        line = lines[start + size]
        words = _words(line)
        later = lines[start + size + 1 : start + size + 1 + _MOST]
        led = is_led(line)
        if not led and (
            not words or len(words) > _LONGEST or not any(_begins(other, words) for other in later)
        ):
            break
        size += 1
    return size
