"""Lines of text on a sheet: how wide they are, and broken so that nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable

from topics.plots.style import CM, SMALL, clean, ems, ems_in, words, wrap


def span(text: str, size: float = SMALL) -> float:
    """Return about how wide a line of text is in cm.

    >>> round(span("产业"), 2)
    0.49
    """
    return max(map(ems, text.split("\n"))) * size / 72 / CM


def whole(text: str, limit: float) -> str:
    r"""Break a label into as many lines as it takes, none wider than `limit` em: nothing is cut.

    >>> whole("农业转移人口市民化配套政策体系", 8)
    '农业转移人口市民\n化配套政策体系'
    """
    n = max(1, int(limit / 0.58) - 1)
    parted = re.sub(rf"[!-~]{{{n + 1},}}", lambda run: " ".join(_pieces(run[0], n)), clean(text))
    return wrap(parted, limit, lines=99)


def _pieces(run: str, n: int) -> list[str]:
    return [run[start : start + n] for start in range(0, len(run), n)]


def listed(items: Iterable[str], between: str, width: float, lines: int) -> tuple[str, int]:
    r"""Write items one after the other on at most so many lines, and count those left out.

    An item is not broken unless it is wider than a line.

    >>> listed(["县城 40→38", "边境 8→9"], "、", 2.4, 2)
    ('县城 40→38、\n边境 8→9', 0)
    """
    limit, rows, rest = ems_in(width, SMALL), [""], list(items)
    for number, item in enumerate(rest):
        ended = clean(item) + (between if number < len(rest) - 1 else "")
        if ems((rows[-1] + ended).rstrip()) <= limit:
            rows[-1] += ended
            continue
        added = whole(ended, limit).split("\n")
        if len([row for row in rows if row]) + len(added) > lines:
            return "\n".join(row.rstrip() for row in rows), len(rest) - number
        rows = [*(row for row in rows if row), *added]
        rows[-1] += between[len(between.rstrip()) :] if number < len(rest) - 1 else ""
    return "\n".join(row.rstrip() for row in rows), 0


def in_parts(parts: Iterable[str], lang: str, width: float) -> str:
    """Write the parts of a note that say something, on as many lines as they take; lines break
    between parts where they can.
    """
    between = words(lang, "；", "; ")
    return listed(filter(None, parts), between, width - 0.4, 99)[0]
