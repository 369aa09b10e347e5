"""The groups that are compared: their order in time, their genre, and the pairs that are formed
from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

import pandas as pd

from topics.corpus.document import Document

REST = "其余"  # all groups but the target, where there are too many to compare each two
MOST_CROSSED = 4  # groups that are no points in time of which each two are compared
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?!\d)")


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
    seen = rows[["group", "genre"]].drop_duplicates()
    found = {group: set(genres) for group, genres in seen.groupby("group")["genre"]}
    return {
        str(group): next(iter(genres)) if len(genres) == 1 else ""
        for group, genres in found.items()
    }


def in_time(groups: Sequence[str]) -> bool:
    """Tell whether groups are points in time: whether each name begins with a year.

    >>> in_time(["2020", "2022 重点任务"]), in_time(["东部", "西部"])
    (True, False)
    """
    return all(_YEAR.match(group) for group in groups)


def default_pairs(groups: Sequence[str], genres: dict[str, str]) -> list[tuple[str, str]]:
    """Return the comparisons that are made unless others are asked for, as (reference, target).

    Groups that are points in time: those of the same genre that follow each other, then all
    neighbours, and last the latest neighbours, the first against the last of each genre, and the
    first against the last of all. Two groups of one year are never compared, and two groups of
    different genres that each have another of their own to be compared with are left out: what
    differs between them is the genre. Only the last two pairs stand whatever their genres.

    Groups that are not, such as regions: each two of up to four, else each with all the others
    together, which are then called by `REST`.

    Parameters
    ----------
    groups : sequence of str
        In order of time.
    genres : dict of str to str
        Genre of each group, empty where unknown or mixed.

    Examples
    --------
    >>> default_pairs(["2020", "2021", "2022"], {"2020": "计划", "2021": "方案", "2022": "计划"})
    [('2020', '2021'), ('2021', '2022'), ('2020', '2022')]
    >>> default_pairs(["东部", "中部", "西部"], {})
    [('东部', '中部'), ('东部', '西部'), ('中部', '西部')]
    >>> default_pairs(list("甲乙丙丁戊"), {})[0]
    ('其余', '甲')
    """
    if not in_time(groups):
        return _unordered(groups)
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
    across, primary = (
        [
            (one, other)
            for one, other in pairs
            if kinds[one] == kinds[other] or not {one, other} <= served
        ]
        for pairs in (pairwise(groups), _primary(groups))
    )
    wide = [(family[0], family[-1]) for family in families]
    pairs = [*near, *across, *wide, *primary]
    last_place = {
        pair: place for place, pair in enumerate(pairs) if _year(pair[0]) != _year(pair[1])
    }
    return sorted(last_place, key=last_place.__getitem__)


def _primary(groups: Sequence[str]) -> list[tuple[str, str]]:
    """Return the latest neighbours in time and the first against the last group."""
    latest = next((one for one in reversed(groups[:-1]) if _year(one) != _year(groups[-1])), None)
    return [(one, groups[-1]) for one in (latest, *groups[:1]) if one and one != groups[-1]]


def _unordered(groups: Sequence[str]) -> list[tuple[str, str]]:
    if len(groups) <= MOST_CROSSED:
        return list(combinations(groups, 2))
    return [(REST, group) for group in groups]


def _year(group: str) -> str:
    return group.split(" ", 1)[0]


def sides(labels: pd.Series, pair: tuple[str, str]) -> pd.Series:
    """Return the labels as one comparison needs them: for `REST` all other groups in one.

    >>> sides(pd.Series(["东部", "西部", "", "中部"]), (REST, "西部")).tolist()
    ['其余', '西部', '', '其余']
    """
    if pair[0] != REST or REST in set(labels):
        return labels
    return labels.where((labels == pair[1]) | (labels == ""), REST)


def check_pairs(
    pairs: Sequence[tuple[str, str]] | None, groups: Sequence[str], genres: dict[str, str]
) -> list[tuple[str, str]]:
    """Return the pairs to compare, or say which group does not exist."""
    if pairs is None:
        return default_pairs(groups, genres)
    known = {*groups, REST}
    for pair in pairs:
        for group in pair:
            if group not in known:
                raise ValueError(_unknown(group, groups))
        if pair[0] == pair[1]:
            raise ValueError(f"group '{pair[0]}' cannot be compared with itself; name two groups")
    return list(dict.fromkeys(pairs))


def _unknown(group: str, groups: Sequence[str]) -> str:
    parts = [name for name in groups if _year(name) == group]
    if parts:
        return (
            f"'{group}' is split by genre into {', '.join(parts)}; name one of them, or add --pool"
        )
    return f"no group '{group}' to compare; there are: {', '.join(groups)}"
