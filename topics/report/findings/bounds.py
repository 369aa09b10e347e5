"""How long the tables of a report may grow: those with a row for each section and topic, or for
each word, would fill the disk long before anybody read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

MOST_ROWS = 50_000  # rows of such a table; chosen, not fitted: 2 to 4 MB as CSV


@dataclass(frozen=True)
class Bound:
    """Which rows of a table are left out first: of each group, those that come last.

    Attributes
    ----------
    groups : tuple of str
        Columns that name a group of rows.
    by : str
        Column that orders the rows of a group.
    largest_first : bool
    whole : (str, tuple)
        A column, and its values whose rows all stay.
    """

    groups: tuple[str, ...]
    by: str
    largest_first: bool
    whole: tuple[str, tuple[object, ...]]


LEVELS = "level", ("document", "year")
BOUNDS: Mapping[str, Bound] = {
    "topic_shares": Bound(("level", "group"), "share", largest_first=True, whole=LEVELS),
    "keywords": Bound(("level", "group"), "rank", largest_first=False, whole=LEVELS),
    "clouds": Bound(("figure", "group"), "weight", largest_first=True, whole=("placed", (True,))),
}


def bounded(name: str, table: pd.DataFrame, most: int = MOST_ROWS) -> pd.DataFrame:
    """Return a table with so many rows of each group that it has at most `most`, at least one of
    each.

    Parameters
    ----------
    name : str
    table : DataFrame
    most : int

    Returns
    -------
    DataFrame
        The rows in their order; the table itself where it is short enough or has no bound.

    Examples
    --------
    >>> shares = pd.DataFrame({"level": "section", "group": ["甲", "甲", "乙", "乙"],
    ...     "share": [0.2, 0.8, 0.7, 0.3]})
    >>> bounded("topic_shares", shares, most=3)["share"].tolist()
    [0.8, 0.7]
    """
    rule = BOUNDS.get(name)
    if rule is None or len(table) <= most:
        return table
    column, values = rule.whole
    stays = table[column].isin(values).to_numpy(dtype=bool, copy=True)
    rest = table[~stays].sort_values(rule.by, ascending=not rule.largest_first, kind="stable")
    place = (
        rest.groupby(list(rule.groups), sort=False, dropna=False)
        .cumcount()
        .reindex(table.index[~stays])
        .to_numpy()
    )
    rows_with = np.bincount(place).cumsum()  # rows, if so many and one of each group stay
    kept = max(1, int(np.searchsorted(rows_with, most - stays.sum(), side="right")))
    stays[np.flatnonzero(~stays)[place < kept]] = True
    return table[stays]


def bounded_tables(
    tables: Mapping[str, pd.DataFrame], most: int = MOST_ROWS
) -> tuple[dict[str, pd.DataFrame], dict[str, dict[str, int]]]:
    """Return the tables as they are written, and how many rows of which were found and written."""
    written = {name: bounded(name, table, most) for name, table in tables.items()}
    cut = {
        name: {"rows": len(tables[name]), "written": len(table)}
        for name, table in written.items()
        if len(table) < len(tables[name])
    }
    return written, cut
