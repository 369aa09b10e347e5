"""How often words stand inside longer terms, where the counts of tokens do not show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

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
