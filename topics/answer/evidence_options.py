"""The thresholds of evidence, each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from topics.answer.options import SizeRules

# From the best evidence to none.
STRONG, MODERATE, WEAK, UNCLEAR, UNTESTABLE = LEVELS = (
    "strong",
    "moderate",
    "weak",
    "unclear",
    "untestable",
)


@dataclass(frozen=True)
class EvidenceOptions:
    """All thresholds of the evidence in pairs and in series.

    Attributes
    ----------
    n_resamples : int
        Relabellings of a pair, orders of a series: p has steps of 1/10,000, below the .20/m of
        a hundred families.
    n_yardstick : int
        Relabellings in which the large shifts are counted: the mean is known to about 0.05.
    n_ar : int
        Simulated series of the check of persistence.
    n_word_orders : int
        Orders of the series of words: 1,500 words in a few seconds.
    n_persistence : int
        Simulated series from which the bias of the autocorrelation is read.
    n_power : int
        Simulated pairs per theme and size: Monte Carlo error of at most .025.
    min_sections : int
        Leaf sections a side below which no theme is tested.
    min_documents : int
        Documents a side from which documents are the units.
    reachable : float
        A theme whose best split has a greater p than this is not tested.
    strong_q, strong_p, moderate_q, moderate_p, weak_p, persistence_p : float
        Bounds of the grades (levels at which the field reads tests; the error rates that follow are
        measured by benchmarks/answer.py).
    min_series : int
        Documents of a series below which no contrast but a line could be improbable.
    contrast_p : float
        Steps and windows that could not reach this p by themselves are no shapes: they only cost
        power.
    ar_high : float
        The other point, beside 0, at which the bias of the autocorrelation is read.
    ar_most : float
        No corpus is taken for more persistent than this: near 1 the simulated series wander without
        bound, and the interpolation does not reach that far.
    word_mentions, word_documents : int
        Mentions and documents from which a word has a series.
    word_higher : int
        Documents with the word on the higher side from which its series is shown.
    short_word_ratio : float
        Words of two characters that are in no dictionary are shown from this ratio: most are
        ordinary words.
    sizes : SizeRules
        When a difference of a pair is large.
    series_excess : float
        Excess from which a shape of a series is large: a series is several documents long.
    """

    n_resamples: int = 9999
    n_yardstick: int = 999
    n_ar: int = 1999
    n_word_orders: int = 1999
    n_persistence: int = 600
    n_power: int = 400
    min_sections: int = 20
    min_documents: int = 5
    reachable: float = 0.05
    strong_q: float = 0.05
    strong_p: float = 0.01
    moderate_q: float = 0.20
    moderate_p: float = 0.05
    weak_p: float = 0.10
    persistence_p: float = 0.05
    min_series: int = 8
    contrast_p: float = 0.05
    ar_high: float = 0.6
    ar_most: float = 0.9
    word_mentions: int = 10
    word_documents: int = 2
    word_higher: int = 3
    short_word_ratio: float = 4.0
    sizes: SizeRules = field(default_factory=SizeRules)
    series_excess: float = 10.0
