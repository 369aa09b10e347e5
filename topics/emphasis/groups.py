"""The groups that are compared: their order in time, their genre, and the pairs that are formed
from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from topics.corpus.document import Document


def ordered_groups(documents: Sequence[Document], groups: pd.Series) -> tuple[str, ...]:
    """Return the groups by the earliest date of their documents, those without a date last; ties by
    name.
    """
    dates = group_dates(documents, groups)
    return tuple(sorted(set(groups) - {""}, key=lambda group: (dates.get(group, "9999"), group)))


def group_dates(documents: Sequence[Document], groups: pd.Series) -> dict[str, str]:
    """Return the earliest date of each group, of those that have one."""
    dates = [document.date for document in documents if document.analysed for _ in document.leaves]
    first: dict[str, str] = {}
    for group, date in zip(groups, dates, strict=True):
        if date:
            first[group] = min(first.get(group, date), date)
    return first


def group_genres(rows: pd.DataFrame) -> dict[str, str]:
    """Return the genre of each group, empty where its documents differ or say none."""
    found = {group: set(genres) for group, genres in rows.groupby("group")["genre"]}
    return {
        str(group): next(iter(genres)) if len(genres) == 1 else ""
        for group, genres in found.items()
    }


def default_pairs(groups: Sequence[str], genres: dict[str, str]) -> list[tuple[str, str]]:
    """Return the comparisons that are made unless others are asked for.

    First groups of the same genre that follow each other in time, then all neighbours in time, then
    the first of all against the last of all, and the first group of each genre against its last.
    Two groups of different genres that each have another of their own to be compared with are left
    out: what differs between them is the genre.

    Parameters
    ----------
    groups : sequence of str
        In order of time.
    genres : dict of str to str
        Genre of each group, empty where unknown or mixed.

    Examples
    --------
    >>> default_pairs(["2020", "2021", "2022"], {"2020": "计划", "2021": "方案", "2022": "计划"})
    [('2020', '2022'), ('2020', '2021'), ('2021', '2022')]
    >>> default_pairs(["a1", "b1", "a2", "b2"], {"a1": "a", "b1": "b", "a2": "a", "b2": "b"})
    [('a1', 'a2'), ('b1', 'b2')]
    """
    kinds = {group: genres.get(group, "") for group in groups}
    families = [
        [group for group in groups if kinds[group] == genre]
        for genre in dict.fromkeys(kinds.values())
        if genre
    ]
    families = [family for family in families if len(family) > 1]
    served = {group for family in families for group in family}
    near = sorted(
        (pair for family in families for pair in pairwise(family)),
        key=lambda pair: groups.index(pair[1]),
    )
    wide = [(family[0], family[-1]) for family in families]
    ends = [(groups[0], groups[-1])] if len(groups) > 1 else []
    across, ends = (
        [
            (one, other)
            for one, other in pairs
            if kinds[one] == kinds[other] or not {one, other} <= served
        ]
        for pairs in (pairwise(groups), ends)
    )
    return list(dict.fromkeys([*near, *across, *ends, *wide]))


def check_pairs(
    pairs: Sequence[tuple[str, str]] | None, groups: Sequence[str], genres: dict[str, str]
) -> list[tuple[str, str]]:
    """Return the pairs to compare, or say which group does not exist."""
    if pairs is None:
        return default_pairs(groups, genres)
    known = set(groups)
    for pair in pairs:
        for group in pair:
            if group not in known:
                raise ValueError(f"no group '{group}' to compare; there are: {', '.join(groups)}")
        if pair[0] == pair[1]:
            raise ValueError(f"group '{pair[0]}' cannot be compared with itself; name two groups")
    return list(dict.fromkeys(pairs))
