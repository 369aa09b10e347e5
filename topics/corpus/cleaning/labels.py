"""Subheadings that return in every chapter, 工作目标, and so are no halves of the line before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from topics.corpus.language.line_openings import Line, columns, is_finished, starts_item

LONGEST = 12  # characters of a label (chosen)
FEWEST = 3  # times that it comes back (chosen)
BROKEN = 4  # lines that break off, from which on lines are wrapped: titles have up to three
WRAPPED = 0.9  # of the widest line that breaks off: a line as wide may go on in the next


def repeated_labels(lines: Sequence[Line]) -> set[int]:
    """Return the indices of short lines that come back, each time below another line that did not
    have to be broken.

    Examples
    --------
    >>> texts = ["一、改造供水管网", "工作目标", "更换旧管。", "二、增设座椅", "工作目标",
    ...     "添座六百。", "三、补植行道树", "工作目标", "植树千株。"]
    >>> sorted(repeated_labels([Line(0, 0, text, "", False, False) for text in texts]))
    [1, 4, 7]
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines[1:], 1):
        if len(line.text) <= LONGEST and line.text.isalpha():
            places[line.text].append(index)
    found = {text: at for text, at in places.items() if len(at) >= FEWEST and not starts_item(text)}
    if not found:
        return set()
    before = {index - 1 for at in found.values() for index in at}
    widths = [
        columns(line.text)
        for index, line in enumerate(lines)
        if index not in before
        and line.text not in found
        and not is_finished(line.text)
        and not starts_item(line.text)
    ]
    full = max(widths, default=0) if len(widths) >= BROKEN else 0
    return {index for at in found.values() if _are_labels(at, lines, full) for index in at}


def _are_labels(places: Sequence[int], lines: Sequence[Line], full: int) -> bool:
    """Tell whether the lines before a repeated line end differently and are not filled."""
    before = [lines[index - 1].text for index in places]
    filled = sum(bool(full) and columns(text) >= WRAPPED * full for text in before)
    return len({text[-2:] for text in before}) > len(before) / 2 and filled < len(before) / 2
