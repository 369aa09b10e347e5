"""Permutation, bootstrap and multiplicity: by enumeration, by scipy, by print, and on simulated
truth.
"""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from topics.stats.multiplicity import benjamini_hochberg
from topics.stats.resampling import (
    Moments,
    Units,
    _largest_keys,
    bootstrap_interval,
    generator,
    permutation_test,
    ratios,
    studentised,
    welch_interval,
    welch_ratio_interval,
)


def units(y, n=None) -> Units:
    y = np.asarray(y, dtype=float).reshape(len(y), -1)
    n = np.ones((len(y), 1)) if n is None else np.asarray(n, dtype=float).reshape(len(y), -1)
    return Units(y, n, np.zeros(y.shape[1], dtype=np.int64))


def test_ratio_and_its_variance_by_hand() -> None:
    found = ratios(units([2, 0, 1], [100, 300, 200]))
    rate = 3 / 600
    residuals = np.array([2 - rate * 100, -rate * 300, 1 - rate * 200])
    assert found.value[0] == pytest.approx(rate)
    assert found.variance[0] == pytest.approx((residuals**2).sum() / 600**2 * 3 / 2)


def test_with_equal_sizes_t_is_welchs() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=12) + 9, rng.normal(size=15) + 9
    t = studentised(ratios(units(a)), ratios(units(b)))[0]
    assert t == pytest.approx(stats.ttest_ind(a, b, equal_var=False).statistic)


def test_permutation_p_agrees_with_all_splits() -> None:
    y, target = np.array([3.0, 1, 4, 1, 5, 9, 2, 6]), np.array([1, 1, 1, 1, 0, 0, 0, 0], dtype=bool)

    def t(mask):
        return abs(studentised(ratios(units(y[mask])), ratios(units(y[~mask])))[0])

    splits = [np.isin(np.arange(8), chosen) for chosen in combinations(range(8), 4)]
    exact = np.mean([t(mask) >= t(target) * (1 - 1e-9) for mask in splits])
    found = permutation_test(units(y), target, generator(1), n_resamples=20_000)
    assert found.p[0] == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000))


def test_permutation_agrees_with_scipys_on_unequal_sizes() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.poisson(2.0, 22).astype(float), rng.poisson(3.0, 35).astype(float)
    oracle = stats.permutation_test(
        (a, b),
        lambda x, y, axis: np.abs(stats.ttest_ind(x, y, axis=axis, equal_var=False).statistic),
        n_resamples=9999,
        alternative="greater",
        rng=rng,
        vectorized=True,
    )
    found = permutation_test(
        units(np.r_[a, b]), np.r_[np.ones(22), np.zeros(35)].astype(bool), generator(2)
    )
    assert found.p[0] == pytest.approx(oracle.pvalue, abs=0.02)


def test_p_is_never_zero_and_family_wise_p_never_smaller() -> None:
    rng = np.random.default_rng(2)
    y = np.c_[rng.poisson(1, 60), np.r_[np.zeros(30), np.full(30, 9.0)], rng.poisson(3, 60)]
    found = permutation_test(units(y), np.arange(60) >= 30, generator(1), n_resamples=199)
    assert found.p[1] == pytest.approx(1 / 200)
    assert (found.p_max >= found.p).all()


@pytest.mark.parametrize("share", [0.03, 0.6])
def test_sums_of_few_and_of_many_mentions_are_those_of_the_columns(share: float) -> None:
    rng = np.random.default_rng(1)
    y = np.where(rng.random((200, 30)) < share, rng.integers(1, 9, (200, 30)), 0).astype(float)
    moments = Moments(Units(y, rng.integers(5, 300, (200, 1)).astype(float), np.zeros(30, int)))
    weights = rng.integers(0, 3, (200, 7)).astype(float)
    expected = [[sum(w * c) for c in moments.columns.T] for w in weights.T]
    assert moments.sums(weights).tolist() == expected


def test_sums_of_broken_numbers_are_those_of_the_columns() -> None:
    y = np.zeros((50, 20))
    y[3, 4], y[7, 4] = 0.1, 0.2
    moments = Moments(Units(y, np.ones((50, 1)), np.zeros(20, int)))
    assert moments.sums(np.ones((50, 1)))[0, 4] == pytest.approx(0.3)
    assert moments.sums(np.ones((50, 1))).shape == (1, 62)


@pytest.mark.parametrize("n_strata", [1, 4])
def test_labels_go_to_the_largest_keys_of_each_stratum(n_strata: int) -> None:
    rng = np.random.default_rng(2)
    strata, target = rng.integers(0, n_strata, 40), rng.random(40) < 0.4
    order = np.lexsort([target, strata])
    strata, target = strata[order], target[order]
    keys = strata + rng.random((20, 40))
    expected = np.zeros((40, 20))
    for labelling, row in enumerate(keys):
        expected[np.argsort(row)[target], labelling] = 1
    assert expected.sum() == 20 * target.sum() > 0
    assert _largest_keys(keys, target, strata).tolist() == expected.tolist()


def test_strata_keep_the_labels_within_their_class() -> None:
    y = np.r_[np.zeros(20), np.ones(20)]
    strata = y
    target = np.tile([True, False], 20)
    # within each stratum all units are equal, so every labelling gives the same difference
    assert (
        permutation_test(units(y), target, generator(1), n_resamples=99, strata=strata).p[0] == 1.0
    )


def test_the_order_of_units_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    y, n = rng.poisson(1.0, (50, 3)).astype(float), rng.integers(50, 400, 50).astype(float)
    target = np.arange(50) < 22
    order = rng.permutation(50)
    one, two = units(y, n), units(y[order], n[order])
    first = permutation_test(one, target, generator(7), n_resamples=300)
    second = permutation_test(two, target[order], generator(7), n_resamples=300)
    assert (first.p == second.p).all()
    a = bootstrap_interval(one.take(target), one.take(~target), generator(7), n_resamples=300)
    b = bootstrap_interval(
        two.take(target[order]), two.take(~target[order]), generator(7), n_resamples=300
    )
    assert (a.low == b.low).all()


def test_swapping_target_and_reference_mirrors_the_interval() -> None:
    rng = np.random.default_rng(4)
    one, two = units(rng.poisson(1.0, 40)), units(rng.poisson(2.0, 40))
    low, high = bootstrap_interval(one, two, generator(1), n_resamples=4000)
    mirrored = bootstrap_interval(two, one, generator(1), n_resamples=4000)
    assert low[0] + high[0] == pytest.approx(-(mirrored.low[0] + mirrored.high[0]))


def test_no_variance_is_no_nan() -> None:
    same = units(np.ones(30))
    found = permutation_test(same, np.arange(30) < 15, generator(1), n_resamples=99)
    assert (found.t[0], found.p[0]) == (0.0, 1.0)
    low, high = bootstrap_interval(same, same, generator(1), n_resamples=99)
    assert low[0] == high[0] == 0.0
    apart = permutation_test(
        units(np.r_[np.zeros(15), np.ones(15)]), np.arange(30) < 15, generator(1), n_resamples=99
    )
    assert apart.t[0] == -np.inf
    assert apart.p[0] == 0.01


def test_bootstrap_interval_is_near_the_t_interval_for_normal_data() -> None:
    y = np.random.default_rng(8).normal(10, 2, 80)
    low, high = bootstrap_interval(units(y), None, generator(1))
    oracle = stats.t.interval(0.95, 79, y.mean(), stats.sem(y))
    assert (low[0], high[0]) == pytest.approx(oracle, abs=0.03)


def test_welch_interval_is_scipys() -> None:
    rng = np.random.default_rng(6)
    a, b = rng.normal(5, 1, 7), rng.normal(4, 2, 11)
    oracle = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert [end[0] for end in welch_interval(units(a), units(b))] == pytest.approx(
        [oracle.low, oracle.high]
    )
    logs = stats.ttest_ind(
        np.log(np.abs(a) + 0.5), np.log(np.abs(b) + 0.5), equal_var=False
    ).confidence_interval()
    found = welch_ratio_interval(units(np.abs(a)), units(np.abs(b)))
    assert [end[0] for end in found] == pytest.approx([np.exp(logs.low), np.exp(logs.high)])


def test_a_document_of_no_length_has_no_rate() -> None:
    one, two = units([3, 4, 5], [100, 110, 90]), units([1, 2, 1], [100, 90, 110])
    empty = units([3, 4, 5, 0], [100, 110, 90, 0])
    assert welch_ratio_interval(empty, two).low[0] == welch_ratio_interval(one, two).low[0]
    assert np.isnan(welch_ratio_interval(units([0, 0], [0, 0]), two).low[0])


# 25 p of a textbook (McDonald 2014, Handbook of Biological Statistics, 'Multiple comparisons') as
# R's p.adjust has them
P25 = [
    0.001,
    0.008,
    0.039,
    0.041,
    0.042,
    0.060,
    0.074,
    0.205,
    0.212,
    0.216,
    0.222,
    0.251,
    0.269,
    0.275,
    0.34,
    0.341,
    0.384,
    0.569,
    0.594,
    0.696,
    0.762,
    0.94,
    0.942,
    0.975,
    0.986,
]


def test_benjamini_hochberg_of_print() -> None:
    assert benjamini_hochberg(P25)[:7] == pytest.approx(
        [0.025, 0.1, 0.21, 0.21, 0.21, 0.25, 0.264286], abs=5e-7
    )
    assert benjamini_hochberg(P25)[7] == pytest.approx(0.491071, abs=5e-7)
    assert benjamini_hochberg(P25) == pytest.approx(stats.false_discovery_control(P25))


def test_missing_p_do_not_count() -> None:
    q = benjamini_hochberg([0.01, np.nan, 0.04])
    assert q[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(q[1])
    assert np.isnan(benjamini_hochberg([np.nan])).all()
