"""Whether the paragraphs of a word processor are the lines of a printed page, one each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from topics.corpus.cleaning.line_shape import breaking_off
from topics.corpus.language.line_openings import Line, is_finished, line_width

_PAUSE = re.compile("[，；]")


@dataclass(frozen=True, slots=True)
class VisualLimits:
    """When paragraphs count as lines of a page; chosen, not fitted."""

    pairs: int = 4
    """Fewest lines at which a sentence runs on: a list of long names has fewer."""
    share: float = 0.4
    """Least share of such lines among those that are as long as running text."""
    paused: float = 0.4
    """Least share of them that hold a comma, as prose does and names do not."""
    even: float = 0.6
    """Least share of them that are equally wide; the rest of a heading above its text is not …"""
    finished: float = 0.1
    """Least share of all lines that end a sentence, as the last of each paragraph does."""
    spread: int = 6
    """… up to these columns: three Han characters that moved to the next line together."""
    longer: int = 4
    """Columns by which a line may stick out, with a mark that hangs."""


LIMITS = VisualLimits()


def are_visual(lines: Sequence[Line]) -> bool:
    """Tell whether lines that a file calls paragraphs are those of a page: full, and broken
    anywhere.

    Examples
    --------
    >>> page = ["推进城市更新，完善配套设施和公共服务", "体系，提高城市安全韧性和住房保障水平",
    ...     "完善制度。"] * 3
    >>> names = ["云川市第一水厂取水泵房改造工程二期", "东门加压站设备更新和管线迁改项目一期"] * 3
    >>> [are_visual([Line(0, 0, text, "", False, False) for text in texts])
    ...     for texts in (page, names)]
    [True, False]
    """
    pairs = breaking_off(lines)
    if len(pairs) < LIMITS.pairs:
        return False
    widths = [line_width(first, by_columns=True) for first, _ in pairs]
    full = sorted(widths)[int(0.9 * (len(widths) - 1))]
    even = sum(full - LIMITS.spread <= width <= full + LIMITS.longer for width in widths)
    long = [line for line in lines if line_width(line, by_columns=True) >= full - LIMITS.spread]
    over = any(line_width(line, by_columns=True) > full + LIMITS.longer for line in lines)
    paused = sum(bool(_PAUSE.search(first.text)) for first, _ in pairs)
    unfinished = sum(not is_finished(line.text) for line in long)
    finished = sum(is_finished(line.text) for line in lines)
    return (
        not over
        and finished >= LIMITS.finished * len(lines)
        and even >= LIMITS.even * len(pairs)
        and paused >= LIMITS.paused * len(pairs)
        and unfinished >= LIMITS.share * len(long)
    )
