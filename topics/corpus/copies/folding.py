"""Fold a text to what copies have in common: no punctuation or spaces, one script, one width, one
case.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from topics.corpus.language.script import SIMPLIFIED, TRADITIONAL

# Han (also beyond the basic plane), kana, Latin letters, digits.
KEPT = (
    (0x30, 0x39),
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)


def fold(text: str) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Return the folded characters of a text as code points, and the offset of each in the text.

    Examples
    --------
    >>> codes, places = fold("發展，（２０２４年）")
    >>> "".join(map(chr, codes)), places.tolist()
    ('发展2024年', [0, 1, 4, 5, 6, 7, 8])
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = np.where(
        codes < 0x10000, _table()[np.minimum(codes, 0xFFFF)], np.where(codes >= 0x20000, codes, 0)
    )
    places = np.flatnonzero(folded)
    return folded[places].astype(np.uint32), places


@cache
def _table() -> npt.NDArray[np.uint32]:
    """Map each code point of the basic plane to its folded form, 0 for what is left out."""
    table = np.zeros(0x10000, dtype=np.uint32)
    for first, last in KEPT:
        table[first : last + 1] = np.arange(first, last + 1)
    table[0x41:0x5B] += 0x20
    table[0xFF10:0xFF1A] = np.arange(0x30, 0x3A)
    table[0xFF21:0xFF3B] = table[0xFF41:0xFF5B] = np.arange(0x61, 0x7B)
    for traditional, simplified in zip(TRADITIONAL, SIMPLIFIED, strict=True):
        table[ord(traditional)] = ord(simplified)
    return table
