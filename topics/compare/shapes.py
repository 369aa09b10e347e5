"""What became of a section: kept, reworded, split, merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

KEPT, REWORDED = 0.95, 0.5  # ratio from which a section is kept, or at least reworded (definition)
SHAPES = (
    "same",
    "kept",
    "reworded",
    "rewritten",
    "split",
    "merged",
    "regrouped",
    "new",
    "dropped",
)


def shapes(
    links: Sequence[tuple[int, int]],
    ratios: Mapping[tuple[int, int], float],
    only_order: Collection[tuple[int, int]] = (),
) -> dict[tuple[int, int], str]:
    """Name the shape of each link by the connected group that it belongs to.

    Parameters
    ----------
    links : sequence of (int, int)
        Place in the reference, place in the target.
    ratios : mapping
        2·LCS/(n + m) of each link.
    only_order : collection
        Links that differ in the order of list items alone, which is no change.

    Examples
    --------
    >>> shapes([(0, 0), (0, 1), (1, 2)], {(0, 0): 0.4, (0, 1): 0.4, (1, 2): 0.7})
    {(0, 0): 'split', (0, 1): 'split', (1, 2): 'reworded'}
    """
    found = {}
    for group in groups(links):
        n_old, n_new = len({row for row, _ in group}), len({column for _, column in group})
        for link in group:
            if n_old == n_new == 1:
                found[link] = _single(1.0 if link in only_order else ratios[link])
            else:
                found[link] = "split" if n_old == 1 else "merged" if n_new == 1 else "regrouped"
    return found


def _single(ratio: float) -> str:
    if ratio == 1:
        return "same"
    return "kept" if ratio >= KEPT else "reworded" if ratio >= REWORDED else "rewritten"


def groups(links: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the connected components of the links."""
    at: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for link in links:
        at[0, link[0]].append(link)
        at[1, link[1]].append(link)
    seen: set[tuple[int, int]] = set()
    groups = []
    for link in links:
        group, waiting = [], [link]
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                group.append(current)
                waiting += [*at[0, current[0]], *at[1, current[1]]]
        if group:
            groups.append(sorted(group))
    return groups
