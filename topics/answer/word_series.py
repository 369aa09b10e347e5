"""Words over eight or more years, without a list of themes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from topics.answer.contrasts import contrasts
from topics.answer.evidence_options import EvidenceOptions
from topics.answer.series import (
    COLUMNS,
    OPTIONS,
    Series,
    series_table,
    series_tests,
)
from topics.answer.yearly import Yearly, can_be_tested, columns_of
from topics.names import FIRM, LARGE
from topics.stats.resampling import Bools, Floats, generator

WORD_COLUMNS = [
    "word",
    *(column for column in COLUMNS if column not in {"theme", "parent"}),
    "documents_higher",
    "folded_into",
    "shown",
]


def word_series(
    data: Yearly,
    *,
    dictionary: Collection[str] = (),
    rho: float | None = None,
    reason: str = "",
    options: EvidenceOptions = OPTIONS,
    seed: int = 1,
) -> Series:
    """Say which words came, went, or were in use for a time.

    Every word with ten mentions in two documents is searched and tested as in `series`; all words
    are one family of tests. A word is shown where its shape is large and spread, stands in three
    documents of the higher side, has evidence `moderate` or better and is not part of a longer word
    that carries half of it; words of two characters also need a ratio of 4 or to be in the
    dictionary.

    Parameters
    ----------
    data : Yearly
        Counts are places in the text, so that a word is also counted inside longer ones.
    dictionary : collection of str
        Words that are terms whatever their length.
    rho : float, optional
        Persistence of the corpus, as `series` found it; by default from the words.
    reason : str
        Why these are no series, as `yearly` says.
    options : EvidenceOptions
    seed : int

    Returns
    -------
    Series
        Columns `WORD_COLUMNS`, one row per word that is tested: those of `series`, and
        documents_higher (with the word on the higher side), folded_into (longer word), shown.
    """
    if reason or len(data) < options.min_series:
        return Series(pd.DataFrame(columns=WORD_COLUMNS), reason or "too_few_documents")
    candidates = (
        can_be_tested(data)
        & (data.counts.sum(axis=0) >= options.word_mentions)
        & ((data.counts > 0).sum(axis=0) >= options.word_documents)
    )
    words = columns_of(data, candidates)
    every = np.ones(len(words.names), dtype=bool)
    found = series_tests(
        words,
        np.arange(len(words.names)),
        generator(seed, "words", *data.labels),
        replace(options, n_resamples=options.n_word_orders),
        rho,
    )
    table = series_table(words, every, found, options).rename(columns={"name": "word"})
    shapes = contrasts(data.times, options)
    sides = [
        (inside, outside) if score > 0 else (outside, inside)
        for shape, score in zip(found.shape, found.score, strict=True)
        for inside, outside in [(shapes.inside(int(shape)), shapes.outside(int(shape)))]
    ]
    table["documents_higher"] = [
        int((words.counts[high, column] > 0).sum()) for column, (high, _) in enumerate(sides)
    ]
    worthy = _worthy(table, dictionary, options)
    table["folded_into"] = _folded(words, sides, worthy, options)
    table["shown"] = worthy & (table["folded_into"] == "").to_numpy()
    return Series(table[WORD_COLUMNS], "")


def _worthy(table: pd.DataFrame, dictionary: Collection[str], options: EvidenceOptions) -> Bools:
    ratio = table["ratio"].to_numpy(dtype=np.float64)
    distance = np.abs(np.log(np.where(ratio > 0, ratio, np.nan)))
    distance = np.where(np.isnan(distance), np.inf, distance)  # a side has none
    long = (table["word"].str.len() > 2) | table["word"].isin(list(dictionary))
    return np.asarray(
        table["grade"].isin(LARGE)
        & (table["spread"] == "spread")
        & (table["documents_higher"] >= options.word_higher)
        & table["evidence"].isin(FIRM)
        & (long | (distance >= np.log(options.short_word_ratio))),
        dtype=bool,
    )


def _folded(
    words: Yearly, sides: list[tuple[Bools, Bools]], worthy: Bools, options: EvidenceOptions
) -> list[str]:
    """Return for each word that would be shown the longer word that carries most of its excess."""
    folded = []
    for column, (word, (high, low)) in enumerate(zip(words.names, sides, strict=True)):
        if not worthy[column]:
            folded.append("")
            continue
        longer = [
            place
            for place, other in enumerate(words.names)
            if len(other) > len(word) and word in other
        ]
        excess = _excess(words, high, low)[[column, *longer]] if longer else np.zeros(1)
        carried = excess[1:] >= options.sizes.folded * excess[0]
        best = int(excess[1:].argmax()) if longer and carried.any() else -1
        folded.append(words.names[longer[best]] if best >= 0 else "")
    return folded


def _excess(words: Yearly, high: Bools, low: Bools) -> Floats:
    ratio = words.chars[high].sum() / max(words.chars[low].sum(), 1.0)
    return np.asarray(words.counts[high].sum(axis=0) - words.counts[low].sum(axis=0) * ratio)
