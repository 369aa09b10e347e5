"""All that an answer is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from topics.answer.yardstick import Yardstick

Pair = tuple[str, str]


@dataclass(frozen=True)
class Limits:
    """What the tests asked for, to be said beside them."""

    min_sections: int = 20
    min_documents: int = 5


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All that an answer is made from.

    Attributes
    ----------
    groups : tuple of str
        In order of time.
    by : str
        What they are groups of.
    pairs : sequence of (reference, target)
        The latest neighbours and the first against the last come last.
    facts, chapters, words, evidence, series, word_series, guards : DataFrame
        With the columns of docs/tables.md; empty where there is nothing.
    rates : mapping of (theme, group) to float
        Mentions per 10,000 Han characters.
    yardsticks : mapping of pair to Yardstick
    titles : mapping of str to str
        How the document of a group is called, where it is one.
    left_out : sequence of (str, str)
        Titles of the documents without a group, and why (`no_year`, `no_value`).
    equal : frozenset of pairs
        Pairs whose texts are equal.
    fit : float
        Share of the leaf sections that mention a theme.
    proposed : sequence of str
        Themes of these documents, where the given ones do not fit.
    pooled : bool
        Whether genres were joined within the years because the groups would be too small.
    from_counts : bool
        Whether no text is held, so that chapters, formulations and the yardstick are missing.
    limits : Limits
    """

    groups: tuple[str, ...]
    by: str
    pairs: Sequence[Pair]
    facts: pd.DataFrame
    chapters: pd.DataFrame
    words: pd.DataFrame
    evidence: pd.DataFrame
    series: pd.DataFrame
    word_series: pd.DataFrame
    guards: pd.DataFrame
    rates: Mapping[tuple[str, str], float]
    yardsticks: Mapping[Pair, Yardstick]
    titles: Mapping[str, str]
    left_out: Sequence[tuple[str, str]] = ()
    equal: frozenset[Pair] = frozenset()
    fit: float = 1.0
    proposed: Sequence[str] = ()
    pooled: bool = False
    from_counts: bool = False
    limits: Limits = field(default_factory=Limits)
