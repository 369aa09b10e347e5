"""Co-occurrence: which terms stand in the same sections more often than chance would have it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.dfm import Dfm

COLUMNS = ["group", "first", "second", "n_first", "n_second", "n_both", "strength"]


def cooccurrence(dfm: Dfm, labels: pd.Series, *, n: int = 40, min_both: int = 2) -> pd.DataFrame:
    """Count in how many leaf sections two terms stand together, group by group, and how strongly
    that ties them.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections; keep only the features that may become terms (`Dfm.select`).
    labels : Series of str
        The group of each row; empty for none.
    n : int
        Terms: those in most sections of all groups together, ties by the word. The same in each
        group.
    min_both : int
        Pairs that stand together in fewer sections of a group are left out: a single section makes
        any pair strong.

    Returns
    -------
    DataFrame
        One row per group and pair, `first` before `second` by code point: n_first, n_second, n_both
        (sections) and strength, the strongest first. Association strength is 2 m c / (w_i w_j),
        with c the sections of both, w the sums of c over all pairs with i (or j), m the sum over
        all pairs, those below `min_both` too: chance gives about 1 (k / (k - 1) among k equally
        frequent terms).

    References
    ----------
    van Eck & Waltman (2009), JASIST 60(8), 1635-1651: association strength, in the scaling of
    VOSviewer.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"doc_id": ["甲"] * 3, "path": ["一", "二", "三"],
    ...     "n_chars": [6, 6, 4]})
    >>> dfm = dfm_from_tokens([["改造", "更新"], ["改造", "更新"], ["改造", "落户"]], rows)
    >>> cooccurrence(dfm, pd.Series(["2024"] * 3)).values.tolist()
    [['2024', '改造', '更新', 3, 2, 2, 2.0]]
    """
    present = dfm.counts.astype(bool).astype(np.int64)
    known = labels.to_numpy(dtype=object)
    used = present[np.flatnonzero(known != "")]
    frequency = np.asarray(used.sum(axis=0)).ravel()
    order = sorted(
        np.flatnonzero(frequency), key=lambda column: (-frequency[column], dfm.features[column])
    )[:n]
    columns = sorted(order)
    terms = [dfm.features[column] for column in columns]
    tables = [
        _pairs(
            group, terms, (present[np.flatnonzero(known == group)][:, columns]).toarray(), min_both
        )
        for group in dict.fromkeys(known)
        if group != ""
    ]
    filled = [table for table in tables if len(table)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)


def _pairs(
    group: str, terms: list[str], present: npt.NDArray[np.int64], min_both: int
) -> pd.DataFrame:
    """Return the rows of one group from its sections × terms."""
    together = present.T @ present
    sections = together.diagonal()
    links = together - np.diag(sections)
    weight = links.sum(axis=1)
    total = links.sum() / 2
    first, second = (
        array.tolist() for array in np.nonzero(np.triu(links >= max(min_both, 1), k=1))
    )
    rows = [
        (
            group,
            terms[i],
            terms[j],
            int(sections[i]),
            int(sections[j]),
            int(links[i, j]),
            float(2 * total * links[i, j] / (weight[i] * weight[j])),
        )
        for i, j in zip(first, second, strict=True)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(
        ["strength", "first", "second"], ascending=[False, True, True], kind="stable"
    )
