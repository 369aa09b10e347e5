"""Keywords: the words that are typical of a document, a section or a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm, section_labels
from topics.stats.typical import DEFAULT, Sides, distinct, log_odds_z, typicality
from topics.words.subjects import begins_with_an_adverb, heads_a_list, names_a_subject

COLUMNS = {
    **dict.fromkeys(("level", "group"), object),
    "rank": np.int64,
    "feature": object,
    **dict.fromkeys(("count", "sections"), np.int64),
    **dict.fromkeys(("tf_idf", "z", "typical"), np.float64),
}
LEVELS = ("document", "section", "year")
RANKS = ("typical", "tf_idf", "frequency")
DIGITS = 9  # scores that agree to so many digits are equal: the word decides, not the last bit

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Row = tuple[int, str, int, int, float, float, float]  # rank … typical of COLUMNS


def keywords(  # noqa: PLR0913 — what, by what, against what: each is one plain choice
    dfm: Dfm,
    *,
    level: str,
    labels: pd.Series | None = None,
    rank: str = "typical",
    background: Dfm | None = None,
    idf: pd.Series | None = None,
    n: int = 20,
) -> pd.DataFrame:
    """Return the features that are most typical of each document, section or year.

    Typical are words that the group uses more than the rest of the corpus, in many of its sections:
    z · (1 − e^(−s/3)) · min(1, (length + 1)/5), z being the weighted log odds ratio of Monroe,
    Colaresi and Quinn (2008). They name a subject (`topics.words.subjects`), stand three times in
    two sections or more, and neither contain nor are contained in a better one. Where no word of a
    group recurs so, as in a single section, all are ranked. Where nothing is left to compare with,
    the background is the rest; without one, tf-idf ranks.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections.
    level : {"document", "section", "year"}
        What a group is; `year` takes `labels`.
    labels : Series of str, optional
        The group of each row, as `group_labels` gives it; by default the column `year`.
    rank : {"typical", "tf_idf", "frequency"}
        What decides the order.
    background : Dfm, optional
        Other texts, which say how frequent a word is as a rule.
    idf : Series, optional
        Weight of each feature in tf_idf, as `section_idf` gives it from this or another corpus; a
        feature that it lacks is as rare as can be and has its highest weight. By default that of
        the leaf sections of `dfm`: with a handful of documents, an idf of documents has hardly any
        values.
    n : int
        Features shown per group.

    Returns
    -------
    DataFrame
        Columns level, group, rank (1 first), feature, count, sections (leaf sections of the group
        that hold it), tf_idf (of Euclidean length 1 over all features of the group, with the idf of
        leaf sections), z, typical (the score; both empty where there is no rest). Numbers, measure
        words, ordinals and enumerators are left out. Ties go by the word. A section's group is
        `doc_id#path`.

    Raises
    ------
    ValueError
        If `level` or `rank` is unknown.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"doc_id": ["甲", "乙"], "path": ["一", "一"], "year": [2020, 2022],
    ...     "n_chars": [4, 6]})
    >>> dfm = dfm_from_tokens([["城市", "更新"], ["城市", "韧性", "韧性"]], rows)
    >>> keywords(dfm, level="document", n=1)[["group", "feature"]].to_numpy().tolist()
    [['乙', '韧性'], ['甲', '更新']]
    """
    if level not in LEVELS:
        raise ValueError(f"level '{level}' is unknown; there are: {', '.join(LEVELS)}")
    if rank not in RANKS:
        raise ValueError(f"rank '{rank}' is unknown; there are: {', '.join(RANKS)}")
    known = Known(
        totals=dfm.termfreq,
        n_tokens=int(dfm.counts.sum()),
        idf=_weights(dfm.features, section_idf(dfm) if idf is None else idf),
        background=_in_background(dfm.features, background),
        n_background=0 if background is None else int(background.counts.sum()),
    )
    groups, counts, sections = _grouped(dfm, level, labels)
    records = []
    for at, group in enumerate(groups):
        columns = slice(*counts.indptr[at : at + 2])
        held = counts.indices[columns]
        words = [dfm.features[column] for column in held]
        mine = Counted(words, counts.data[columns], sections.data[columns])
        records += [(level, group, *row) for row in ranked(mine, known.of(held), rank=rank, n=n)]
    return pd.DataFrame(records, columns=list(COLUMNS)).astype(COLUMNS)


@dataclass(frozen=True)
class Counted:
    """The words of a group, sorted, each once; none has a count of zero.

    The order decides ties and, by the order of summation, the last bit.

    Attributes
    ----------
    words : sequence of str
    counts, sections : ndarray of shape (n_words,)
        Occurrences in the group, and its leaf sections that hold the word.
    """

    words: Sequence[str]
    counts: Ints
    sections: Ints


@dataclass(frozen=True)
class Known:
    """What the whole corpus knows of the same words.

    Attributes
    ----------
    totals : ndarray of shape (n_words,)
        Occurrences in the corpus, the group included.
    n_tokens : int
        Tokens of the corpus.
    idf : ndarray of shape (n_words,)
    background : ndarray of shape (n_words,), optional
        Occurrences in the background; None without one.
    n_background : int
    """

    totals: Ints
    n_tokens: int
    idf: Floats
    background: Ints | None = None
    n_background: int = 0

    def of(self, columns: npt.NDArray[np.integer]) -> Known:
        """Return what is known of some of the words."""
        other = None if self.background is None else self.background[columns]
        return Known(
            self.totals[columns], self.n_tokens, self.idf[columns], other, self.n_background
        )


def ranked(group: Counted, known: Known, *, rank: str = "typical", n: int = 20) -> list[Row]:
    """Return the n best words of one group from counts alone: the one function behind every table
    of keywords, in memory, streamed or in Spark.

    Returns
    -------
    list of tuple
        Rank, feature, count, sections, tf_idf, z, typical.
    """
    if not len(group.words):
        return []
    weight = np.round(tf_idf(group.counts.astype(np.float64), known.idf), DIGITS)
    sides = _sides(group, known)
    z = np.full(len(group.words), np.nan) if sides is None else np.round(log_odds_z(sides), DIGITS)
    lengths = np.array([len(word) for word in group.words], dtype=np.int64)
    score = np.round(typicality(z, group.sections, lengths), DIGITS)
    if rank == "typical" and sides is not None:
        places = _typical(group, score, n)
    else:
        order = np.argsort(-(group.counts if rank == "frequency" else weight), kind="stable")
        places = list(islice((i for i in order if heads_a_list(group.words[i])), n))
    columns = (values.tolist() for values in (group.counts, group.sections, weight, z, score))
    count, sections, weights, zs, scores = columns
    return [
        (at, group.words[i], count[i], sections[i], weights[i], zs[i], scores[i])
        for at, i in enumerate(places, start=1)
    ]


def section_idf(dfm: Dfm) -> pd.Series:
    """Return ln((1 + n)/(1 + df)) + 1 of each feature over the rows (scikit-learn's smoothed idf).

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"n_chars": [4, 4, 4]})
    >>> section_idf(dfm_from_tokens([["城市", "更新"], ["城市"], ["城市"]],
    ...     rows)).round(6).to_dict()
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


def _sides(group: Counted, known: Known) -> Sides | None:
    """Return the counts of a group and of the rest; None where nothing is left to compare with."""
    other = np.zeros_like(known.totals) if known.background is None else known.background
    share = (known.totals + other) / max(known.n_tokens + known.n_background, 1)
    mine = int(group.counts.sum())
    if known.n_tokens > mine:
        return Sides(group.counts, known.totals - group.counts, mine, known.n_tokens - mine, share)
    return Sides(group.counts, other, mine, known.n_background, share) if other.any() else None


def _typical(group: Counted, score: Floats, n: int) -> list[int]:
    """Return the places of the n most typical words, best first."""
    recurs = (group.counts >= DEFAULT.min_count) & (group.sections >= DEFAULT.min_sections)
    fits = [i for i in np.flatnonzero(recurs).tolist() if _is_candidate(group.words[i])]
    if not fits:
        fits = [i for i, word in enumerate(group.words) if _is_candidate(word)]
    above = sorted((i for i in fits if score[i] > 0), key=lambda i: (-score[i], i))
    return [above[place] for place in distinct((group.words[i] for i in above), n)]


@lru_cache(maxsize=100_000)
def _is_candidate(word: str) -> bool:
    return names_a_subject(word) and not begins_with_an_adverb(word)


def _weights(features: tuple[str, ...], idf: pd.Series) -> npt.NDArray[np.float64]:
    top = float(idf.max()) if len(idf) else 1.0
    return idf.reindex(list(features)).fillna(top).to_numpy(dtype=np.float64)


def _in_background(features: tuple[str, ...], background: Dfm | None) -> Ints | None:
    if background is None:
        return None
    counts = dict(zip(background.features, background.termfreq.tolist(), strict=True))
    return np.array([counts.get(feature, 0) for feature in features], dtype=np.int64)


def _grouped(
    dfm: Dfm, level: str, labels: pd.Series | None
) -> tuple[list[str], csr_array, csr_array]:
    """Return the groups, their counts and the leaf sections that hold each feature; both matrices
    have the same cells.
    """
    present = replace(dfm, counts=(dfm.counts > 0).astype(np.int64))
    if level == "section":
        groups, sums = list(section_labels(dfm.rows)), [dfm.counts, present.counts]
    else:
        by = "doc_id" if level == "document" else ("year" if labels is None else labels)
        parts = [each.group_by(by) for each in (dfm, present)]
        groups, sums = list(parts[0].rows["group"]), [part.counts for part in parts]
    counts, sections = (csr_array(part).sorted_indices() for part in sums)
    for part in (counts, sections):
        part.eliminate_zeros()
    return groups, counts, sections
