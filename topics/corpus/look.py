"""How a paragraph is printed: its size and weight, which readers report and `parse` reads as
headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_HEAVY_FACE = re.compile(r"黑体|小标宋|simhei|heiti|fzhei|fzxbs|xiaobiaosong", re.IGNORECASE)
HEAVY = 2  # the weight of a heavy face
# of the characters of a paragraph that is bold, such as a quotation mark or a digit of another
# font, may look otherwise
_ODD = 0.15


class Look(NamedTuple):
    """How a paragraph is printed.

    Attributes
    ----------
    size : float
        Points; 0 where the file does not say.
    weight : int
        1 for bold letters, 2 for a heavy face such as 黑体, 3 for both.
    whole : bool
        Whether all of the paragraph looks so, rather than most of it.
    """

    size: float = 0.0
    weight: int = 0
    whole: bool = True


def look_of(characters: Mapping[tuple[float, int], int]) -> Look:
    """Return the look of most characters; it is that of the whole where hardly one looks otherwise.

    Parameters
    ----------
    characters : mapping of (size, weight) to int
        Number of characters of each look.

    Examples
    --------
    >>> look_of({(16.0, 1): 9, (12.0, 0): 1}), look_of({(16.0, 0): 9, (16.0, 1): 4}).whole
    (Look(size=16.0, weight=1, whole=True), False)
    """
    look = max(characters, key=lambda look: (characters[look], look), default=(0.0, 0))
    return Look(
        *look,
        whole=sum(characters.values()) - characters.get(look, 0) <= _ODD * sum(characters.values()),
    )


def is_heavy(face: str) -> bool:
    """Tell whether a typeface is heavy without being bold, as those of Chinese headings are.

    Examples
    --------
    >>> is_heavy("黑体"), is_heavy("ABCDEF+SimHei"), is_heavy("仿宋_GB2312")
    (True, True, False)
    """
    return bool(_HEAVY_FACE.search(face))
