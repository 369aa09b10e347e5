"""Typicality: z by hand and by another way, its direction, spread and length."""

import math

import numpy as np
import pytest

from topics.stats.typical import Sides, distinct, log_odds_z, typicality


def sides(counts, rest, n_tokens, n_rest) -> Sides:
    counts, rest = np.array(counts), np.array(rest)
    return Sides(counts, rest, n_tokens, n_rest, (counts + rest) / (n_tokens + n_rest))


def z_by_the_letter(a: int, b: int, n_a: int, n_b: int, prior: float = 500.0) -> float:
    """Monroe, Colaresi & Quinn 2008, equations 15, 16, 20, 22, one word at a time."""
    alpha = prior * (a + b) / (n_a + n_b)
    delta = math.log((a + alpha) / (n_a + prior - a - alpha)) - math.log(
        (b + alpha) / (n_b + prior - b - alpha)
    )
    return delta / math.sqrt(1 / (a + alpha) + 1 / (b + alpha))


def test_z_by_hand() -> None:
    # a = 20 of 500, b = 0 of 500: α = 500·20/1000 = 10; odds 30/970 and 10/990
    # δ = ln 30/970 − ln 10/990 = −3.47609 + 4.59512 = 1.11902; s² = 1/30 + 1/10 = .133333
    found = log_odds_z(sides([20], [0], 500, 500))
    assert found[0] == pytest.approx(1.119023 / math.sqrt(0.1333333), abs=1e-5)


def test_z_is_that_of_the_formula_word_by_word() -> None:
    rng = np.random.default_rng(7)
    a, b = rng.integers(0, 40, 200), rng.integers(0, 90, 200)
    a[a + b == 0] = 1
    found = log_odds_z(sides(a, b, 4000, 9000))
    expected = [
        z_by_the_letter(*pair, 4000, 9000) for pair in zip(a.tolist(), b.tolist(), strict=True)
    ]
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_the_words_beside_do_not_matter() -> None:
    both = log_odds_z(sides([12, 5], [3, 9], 400, 800))
    assert log_odds_z(sides([12], [3], 400, 800))[0] == both[0]


def test_swapping_the_sides_turns_the_sign() -> None:
    one = log_odds_z(sides([12, 0, 7], [3, 9, 7], 400, 800))
    other = log_odds_z(sides([3, 9, 7], [12, 0, 7], 800, 400))
    assert one == pytest.approx(-other, abs=1e-12)


def test_equal_rates_are_typical_of_neither() -> None:
    assert log_odds_z(sides([10], [20], 1000, 2000))[0] == pytest.approx(0.0, abs=1e-9)


def test_more_sections_and_more_characters_weigh_more() -> None:
    z = np.full(4, 2.0)
    found = typicality(z, np.array([1, 2, 2, 50]), np.array([4, 4, 2, 9]))
    expected = [2 * (1 - math.exp(-1 / 3)), 2 * (1 - math.exp(-2 / 3))]
    assert found[:2] == pytest.approx(expected)
    assert found[2] == pytest.approx(expected[1] * 3 / 5)
    assert found[3] == pytest.approx(2.0, abs=1e-6)


def test_words_that_contain_each_other_are_shown_once() -> None:
    assert distinct(["产业", "产业链", "城市群", "城市", "住房"], 9) == [0, 2, 4]
    assert distinct(["产业", "住房"], 1) == [0]
    assert distinct([], 3) == []
