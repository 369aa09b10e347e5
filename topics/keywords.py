"""Keywords: the words that a document, a section or a year uses more than the rest, by tf-idf."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm, section_labels

COLUMNS = ["level", "group", "rank", "feature", "count", "tf_idf"]
LEVELS = ("document", "section", "year")
DIGITS = 9  # scores that agree to so many digits are equal: the word decides, not the last bit


def keywords(
    dfm: Dfm,
    *,
    level: str,
    labels: pd.Series | None = None,
    idf: pd.Series | None = None,
    n: int = 20,
) -> pd.DataFrame:
    """Return the features with the highest tf-idf of each document, section or year.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections.
    level : {"document", "section", "year"}
        What a group is; `year` takes `labels`.
    labels : Series of str, optional
        The group of each row, as `group_labels` gives it; by default the column `year`.
    idf : Series, optional
        Weight of each feature, as `section_idf` gives it from this or a background corpus; a
        feature that it lacks is as rare as can be and has its highest weight. By default that of
        the leaf sections of `dfm`: with a handful of documents, an idf of documents has hardly any
        values.
    n : int
        Features shown per group.

    Returns
    -------
    DataFrame
        Columns level, group, rank (1 first), feature, count, tf_idf. The scores of a group have
        Euclidean length 1 over all its features, as in scikit-learn; ties go by the word. A
        section's group is `doc_id#path`.

    Raises
    ------
    ValueError
        If `level` is unknown.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"doc_id": ["甲", "乙"], "path": ["一", "一"], "year": [2020, 2022], "n_chars": [4, 6]})
    >>> dfm = dfm_from_tokens([["城市", "更新"], ["城市", "韧性", "韧性"]], rows)
    >>> keywords(dfm, level="document", n=1)[["group", "feature"]].to_numpy().tolist()
    [['乙', '韧性'], ['甲', '更新']]
    """
    if level not in LEVELS:
        raise ValueError(f"level '{level}' is unknown; there are: {', '.join(LEVELS)}")
    weight = _weights(dfm.features, section_idf(dfm) if idf is None else idf)
    groups, counts = _grouped(dfm, level, labels)
    counts = counts.sorted_indices()
    ranked = [
        _top(counts.indices[start:end], counts.data[start:end], weight, n)
        for start, end in pairwise(counts.indptr)
    ]
    records = [
        (level, group, rank, dfm.features[column], count, score)
        for group, rows in zip(groups, ranked, strict=True)
        for rank, (column, count, score) in enumerate(rows, start=1)
    ]
    return pd.DataFrame(records, columns=COLUMNS)


def section_idf(dfm: Dfm) -> pd.Series:
    """Return ln((1 + n)/(1 + df)) + 1 of each feature over the rows (scikit-learn's smoothed idf).

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"n_chars": [4, 4, 4]})
    >>> section_idf(dfm_from_tokens([["城市", "更新"], ["城市"], ["城市"]], rows)).round(6).to_dict()
    {'城市': 1.0, '更新': 1.693147}
    """
    values = smoothed_idf(dfm.docfreq, dfm.n_rows)
    return pd.Series(values, index=pd.Index(dfm.features, name="feature"), name="leaf sections")


def smoothed_idf(docfreq: npt.NDArray[np.int64], n_rows: int) -> npt.NDArray[np.float64]:
    """Return ln((1 + n)/(1 + df)) + 1, of shape (n_features,)."""
    return np.asarray(np.log((1 + n_rows) / (1 + docfreq)) + 1)


def tf_idf(
    counts: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return count times idf, scaled to Euclidean length 1 (all zero where the row is empty)."""
    scores = counts * weight
    length = float(np.sqrt((scores**2).sum()))
    return scores / length if length > 0 else scores


def best(
    counts: npt.NDArray[np.int64], weight: npt.NDArray[np.float64], n: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Return the places of the n highest tf-idf of one group, highest first, and their scores.

    Both arrays have the order of the sorted features, those of count zero left out: the order
    decides ties and, by the order of summation, the last bit.
    """
    scores = np.round(tf_idf(counts.astype(np.float64), weight), DIGITS)
    order = np.argsort(-scores, kind="stable")[:n]
    return order, scores[order]


def _weights(features: tuple[str, ...], idf: pd.Series) -> npt.NDArray[np.float64]:
    top = float(idf.max()) if len(idf) else 1.0
    return idf.reindex(list(features)).fillna(top).to_numpy(dtype=np.float64)


def _grouped(dfm: Dfm, level: str, labels: pd.Series | None) -> tuple[list[str], csr_array]:
    if level == "section":
        return list(section_labels(dfm.rows)), dfm.counts
    by = "doc_id" if level == "document" else ("year" if labels is None else labels)
    grouped = dfm.group_by(by)
    return list(grouped.rows["group"]), grouped.counts


def _top(
    columns: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    weight: npt.NDArray[np.float64],
    n: int,
) -> list[tuple[int, int, float]]:
    """Return column, count and score of the best features of one group, best first."""
    columns, counts = columns[counts > 0], counts[counts > 0]
    order, scores = best(counts, weight[columns], n)
    return list(zip(columns[order].tolist(), counts[order].tolist(), scores.tolist(), strict=True))
