"""The document map: documents as points in the plane, near each other if their words are alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import diags_array

from topics.dfm import Dfm

Floats = npt.NDArray[np.float64]


def document_map(dfm: Dfm, labels: pd.Series) -> pd.DataFrame:
    """Place documents in the plane by classical scaling of the Hellinger distances between their
    word shares.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections, with `doc_id`.
    labels : Series of str
        The group of each row; that of a document is the one of its first section.

    Returns
    -------
    DataFrame
        doc_id, group, x, y and explained: the share of the scatter (sum of positive eigenvalues)
        that the plane shows, the same in every row. A document without words has no row.

    References
    ----------
    Torgerson (1952), Psychometrika 17, 401-419: classical scaling.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"doc_id": ["甲", "乙"], "path": ["一", "一"], "n_chars": [4, 4]})
    >>> dfm = dfm_from_tokens([["城市", "更新"], ["城市", "更新"]], rows)
    >>> document_map(dfm, pd.Series(["2022", "2024"])).values.tolist()
    [['乙', '2024', 0.0, 0.0, 1.0], ['甲', '2022', 0.0, 0.0, 1.0]]
    """
    names = dfm.rows["doc_id"].astype(str)
    grouped = dfm.group_by(names)
    totals = np.asarray(grouped.counts.sum(axis=1), dtype=np.float64).ravel()
    keep = totals > 0
    roots = np.sqrt(diags_array(1 / totals[keep]) @ grouped.counts[np.flatnonzero(keep)])
    # Squared Hellinger distance: 1 - sum sqrt(p q).
    squared = np.clip(1 - (roots @ roots.T).toarray(), 0, None)
    np.fill_diagonal(squared, 0)
    points, explained = classical_scaling(squared)
    groups = dict(
        zip(names[::-1], labels[::-1], strict=True)
    )  # the first section of a document wins
    table = pd.DataFrame({"doc_id": grouped.rows["group"].to_numpy()[keep]})
    table["group"] = [groups[name] for name in table["doc_id"]]
    return table.assign(x=points[:, 0], y=points[:, 1], explained=explained)


def classical_scaling(squared: Floats) -> tuple[Floats, float]:
    """Return points of shape (n, 2) whose distances come nearest to given ones, and the share of
    scatter they show.

    Parameters
    ----------
    squared : ndarray of shape (n, n)
        Squared distances.

    Notes
    -----
    The sign of each axis is free: the entry with the largest absolute value is made positive.
    """
    n = len(squared)
    if n == 0:
        return np.zeros((0, 2)), 1.0
    centring = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * centring @ squared @ centring)
    values, vectors = np.clip(values[::-1], 0, None), vectors[:, ::-1]
    values[values < 1e-12 * max(values[0], 1e-12)] = 0  # rounding
    points = np.zeros((n, 2))
    for axis in range(min(2, n)):
        column = vectors[:, axis] * np.sqrt(values[axis])
        points[:, axis] = column * (np.sign(column[np.abs(column).argmax()]) or 1.0)
    return points + 0.0, float(values[:2].sum() / values.sum()) if values.sum() > 0 else 1.0
