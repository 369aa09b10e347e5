"""Lists joined by 、 compared as sets: their order says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

_JOINTS = re.compile("、|以及|和|及|与")
LONGEST = 40  # characters before or behind a list that both texts share (chosen)


def same_but_order(left: str, right: str) -> bool:
    """Tell whether two folded texts differ in the order of list items alone.

    Examples
    --------
    >>> same_but_order("推进路灯、管网和公园改造，建绿道", "推进公园、路灯和管网改造，建绿道")
    True
    >>> same_but_order("推进路灯、管网改造", "推进路灯、桥梁改造")
    False
    """
    if left == right:
        return True
    clauses = left.split("，"), right.split("，")
    return len(clauses[0]) == len(clauses[1]) and all(
        one == other or _same_items(one, other) for one, other in zip(*clauses, strict=True)
    )


def _same_items(left: str, right: str) -> bool:
    """Tell whether two clauses are the same list inside the same words, wherever the list begins
    and ends.
    """
    if "、" not in left or sorted(left) != sorted(right):
        return False
    shortest = min(len(left), len(right))
    before, behind = _common(left, right), _common(left[::-1], right[::-1])
    return any(
        start + end < shortest and _items(left, start, end) == _items(right, start, end)
        for start, end in product(range(before, -1, -1), range(behind, -1, -1))
    )


def _common(left: str, right: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs: Iterator[tuple[str, str]] = zip(left[:LONGEST], right[:LONGEST], strict=False)
    return next((i for i, (one, other) in enumerate(pairs) if one != other), LONGEST)


def _items(clause: str, start: int, end: int) -> list[str]:
    return sorted(_JOINTS.split(clause[start : len(clause) - end]))
