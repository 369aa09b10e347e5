"""A small calibration: how often nothing is called something, and what is found that was planted.

Bounds are the rates of `benchmarks/answer.py` with three Monte Carlo errors; all draws are seeded.
"""

import numpy as np

from topics.answer.contrasts import contrasts, shuffled_scores
from topics.answer.evidence import pair_tests
from topics.answer.evidence_options import EvidenceOptions
from topics.answer.exchange import PairCounts
from topics.answer.families import resampled_p
from topics.answer.persistence import autoregressive, persistence, persistence_p
from topics.answer.series import series
from topics.answer.word_series import word_series
from topics.answer.yearly import Yearly
from topics.stats.resampling import generator

QUICK = EvidenceOptions(n_resamples=999, n_word_orders=999, n_power=0, n_ar=499, n_persistence=100)
THEMES, CHANGED = 20, 4


def pair(rng: np.random.Generator, n: int, ratio: float) -> PairCounts:
    """Simulate sections of log-normal length with clustered mentions; four themes change."""
    chars = np.round(rng.lognormal(np.log(220), 0.6, 2 * n)) + 20
    target = np.arange(2 * n) < n
    factor = np.where(target[:, None] & (np.arange(THEMES) < CHANGED), ratio, 1.0)
    clusters = rng.gamma(0.3, 1 / 0.3, (2 * n, THEMES))
    mentions = rng.poisson(0.003 * chars[:, None] * clusters * factor).astype(float)
    return PairCounts(mentions, chars, target, target.astype(np.int64))


def grades(ratio: float, n: int, runs: int) -> np.ndarray:
    rng = np.random.default_rng(7)
    codes = np.r_[0, 0, np.arange(1, THEMES - 1)]
    return np.array(
        [
            pair_tests(pair(rng, n, ratio), codes, generator(run), QUICK)["grade"]
            for run in range(runs)
        ]
    )


def test_unchanged_pairs_are_seldom_called() -> None:
    found = grades(1.0, 30, 60)
    strong, moderate = found == "strong", np.isin(found, ["strong", "moderate"])
    assert strong.any(axis=1).mean() <= 0.10
    assert moderate.any(axis=1).mean() <= 0.30
    assert np.isin(found, ["strong", "moderate", "weak"]).mean() <= 0.13


def test_planted_changes_of_a_pair_are_found() -> None:
    found = grades(3.0, 100, 20)
    called = np.isin(found, ["strong", "moderate"])
    assert called[:, :CHANGED].mean() >= 0.7
    false, true = called[:, CHANGED:].sum(), called[:, :CHANGED].sum()
    assert false / (false + true) <= 0.25


def yearly_counts(rng: np.random.Generator, n: int, ratio: float) -> Yearly:
    factor = np.where(
        (np.arange(n) >= n - n // 3)[:, None] & (np.arange(THEMES) < CHANGED), ratio, 1
    )
    chars = np.round(rng.lognormal(np.log(12_000), 0.2, n))
    rates = 0.0015 * rng.gamma(16, 1 / 16, (n, THEMES)) * factor
    counts = rng.poisson(rates * chars[:, None]).astype(float)
    names = tuple(str(theme) for theme in range(THEMES))
    return Yearly(names, tuple(map(str, range(n))), np.arange(float(n)), counts, chars)


def series_grades(ratio: float, n: int, runs: int) -> np.ndarray:
    rng = np.random.default_rng(8)
    return np.array(
        [
            series(yearly_counts(rng, n, ratio), {}, options=QUICK, seed=run).table["evidence"]
            for run in range(runs)
        ]
    )


def test_unchanged_series_are_seldom_called() -> None:
    found = series_grades(1.0, 14, 60)
    assert (found == "strong").any(axis=1).mean() <= 0.10
    assert np.isin(found, ["strong", "moderate"]).any(axis=1).mean() <= 0.25


def test_planted_steps_are_found() -> None:
    found = np.isin(series_grades(3.0, 14, 20), ["strong", "moderate"])
    assert found[:, :CHANGED].mean() >= 0.7
    assert found[:, CHANGED:].sum() <= 0.25 * found.sum()


def test_persistent_series_are_not_called_changed() -> None:
    shapes, rng = contrasts(np.arange(14.0)), np.random.default_rng(9)
    by_order, also_persistent = [], []
    for _ in range(20):
        x = autoregressive(0.6, 14, 40, rng)
        scores = shuffled_scores(x, shapes, rng, 499)
        rho = persistence(x, shapes, rng, QUICK)
        p = resampled_p(scores)[0]
        by_order.append((p <= 0.05).mean())
        also_persistent.append(
            ((p <= 0.05) & (persistence_p(scores[0], shapes, rho, rng) <= 0.05)).mean()
        )
    assert np.mean(by_order) > 0.3  # what persistence alone does
    assert np.mean(also_persistent) <= 0.10


def test_hardly_a_word_is_shown_where_years_are_in_random_order() -> None:
    rng = np.random.default_rng(10)
    rates = rng.lognormal(1.0, 1.0, 300) * rng.gamma(2, 0.5, (14, 300))
    counts = rng.poisson(rates).astype(float)
    data = Yearly(
        tuple(f"词语{chr(0x4E00 + k)}" for k in range(300)),
        tuple(map(str, range(14))),
        np.arange(14.0),
        counts,
        np.full(14, 10_000.0),
    )
    table = word_series(data, options=QUICK).table
    assert len(table) > 250
    assert table["shown"].sum() <= 1
