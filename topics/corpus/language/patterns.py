"""Lists of words into patterns, the same way for every list of official Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first.

    Examples
    --------
    >>> any_of(("办法", "法", "实施办法"))
    '(?:实施办法|办法|法)'
    """
    ordered = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})"


def any_end(words: Iterable[str]) -> str:
    """Return a pattern for any of some words at the end of a text, without those that end with
    another.

    Examples
    --------
    >>> any_end(("委员会", "会", "局"))
    '(?:会|局)'
    """
    known = frozenset(words)
    return any_of(
        word for word in known if not any(word[start:] in known for start in range(1, len(word)))
    )
