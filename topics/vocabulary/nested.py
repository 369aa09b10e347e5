"""How often words stand inside longer terms, where the counts of tokens do not show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm, section_labels
from topics.tokenize import PolicyTokenizer

COLUMNS = ["word", "n", "n_inside"]


def nested_counts(counts: Mapping[str, int], tokenizer: PolicyTokenizer) -> pd.DataFrame:
    """Count words with what stands inside longer terms: "n, of which m inside longer terms".

    A table that says 服务 0 where 公共服务 stands ten times says what is not so.

    Parameters
    ----------
    counts : mapping of str to int
        Tokens and how often each was counted, as `longest` counts them: a row of a `Dfm`.
    tokenizer : PolicyTokenizer
        The one that made the tokens.

    Returns
    -------
    DataFrame
        word; n (places, those inside longer terms included); n_inside (places inside longer terms).
        One row for each word that stands alone or inside, sorted.

    Examples
    --------
    >>> from topics import PolicyTokenizer
    >>> frame = nested_counts({"公共服务": 10, "服务": 2}, PolicyTokenizer())
    >>> frame[frame["word"] == "服务"].values.tolist()
    [['服务', 12, 10]]
    """
    inside: Counter[str] = Counter()
    for token, count in counts.items():
        for word in set(tokenizer.inside(token)):
            inside[word] += count
    words = sorted({word for word, count in counts.items() if count} | {*+inside})
    rows = [(word, counts.get(word, 0) + inside[word], inside[word]) for word in words]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"n": "int64", "n_inside": "int64"})


def inside_longer(dfm: Dfm, tokenizer: PolicyTokenizer) -> Dfm:
    """Return how often each feature stands inside longer ones, in each row.

    Parameters
    ----------
    dfm : Dfm
        Counts of tokens.
    tokenizer : PolicyTokenizer
        The one that made them. Where it counts `every` word inside a longer one already, there is
        nothing more.

    Returns
    -------
    Dfm
        The same rows and features.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> rows = pd.DataFrame({"doc_id": ["甲"], "path": ["一"], "n_chars": [10]})
    >>> dfm = dfm_from_tokens([["公共服务", "公共服务", "服务"]], rows)
    >>> found = inside_longer(dfm, PolicyTokenizer())
    >>> dict(zip(found.features, found.termfreq.tolist()))
    {'公共服务': 0, '服务': 2}
    """
    place = {feature: at for at, feature in enumerate(dfm.features)}
    pairs = [
        (at, place[word])
        for feature, at in place.items()
        if tokenizer.nested == "longest"
        for word in sorted(set(tokenizer.inside(feature)) & place.keys() - {feature})
    ]
    longer, words = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    holds = csr_array(
        (np.ones(len(pairs), dtype=np.int64), (longer, words)), shape=(len(place), len(place))
    )
    return Dfm(csr_array(dfm.counts @ holds), dfm.features, dfm.rows)


def keywords_inside(keywords: pd.DataFrame, inside: Dfm, labels: pd.Series) -> pd.DataFrame:
    """Add to keywords how often each stands inside longer words of its group, beyond its `count`.

    Parameters
    ----------
    keywords : DataFrame
        As `topics.keywords.keywords` gives it.
    inside : Dfm
        As `inside_longer` gives it.
    labels : Series of str
        The group of each row of `inside`, for the level `year`.

    Returns
    -------
    DataFrame
        With the column `inside`.
    """
    names = {
        "document": inside.rows["doc_id"],
        "section": section_labels(inside.rows),
        "year": labels,
    }
    found = pd.Series(0, index=keywords.index, dtype="int64")
    for level, part in keywords.groupby("level"):
        found[part.index] = _of_groups(inside, names[str(level)], part["group"], part["feature"])
    return keywords.assign(inside=found)


def keyness_inside(keyness: pd.DataFrame, inside: Dfm, labels: pd.Series) -> pd.DataFrame:
    """Add to keyness how often each word stands inside longer ones, beyond its `n_*`.

    Parameters
    ----------
    keyness : DataFrame
        As `topics.keyness.keyness` gives it.
    inside : Dfm
        As `inside_longer` gives it.
    labels : Series of str
        The group of each row of `inside`, by the names that the pairs have.

    Returns
    -------
    DataFrame
        With the columns `inside_target` and `inside_reference`.
    """
    found = {
        f"inside_{side}": _of_groups(inside, labels, keyness[side], keyness["feature"])
        for side in ("target", "reference")
    }
    return keyness.assign(**found)


def _of_groups(
    dfm: Dfm, labels: pd.Series, groups: pd.Series, features: pd.Series
) -> npt.NDArray[np.int64]:
    """Return the counts of features in groups, pair by pair."""
    totals = dfm.group_by(labels.reset_index(drop=True))
    row = {str(group): at for at, group in enumerate(totals.rows["group"])}
    column = {feature: at for at, feature in enumerate(totals.features)}
    rows, columns = [row[str(group)] for group in groups], [column[word] for word in features]
    if not rows:  # of no place SciPy makes a matrix, not an array
        return np.zeros(0, dtype=np.int64)
    return np.asarray(totals.counts[rows, columns], dtype=np.int64).ravel()
