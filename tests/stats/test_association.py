"""Measures of association against printed values, with the publication or the program each came
from.
"""

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from topics.stats.association import g2, log_odds, log_ratio, lrc


# a, b, N1, N2: G² (association-measures 0.3.2; Wordless)
@pytest.mark.parametrize(
    ("table", "likelihood"),
    [
        ((7, 2, 10, 9), 4.534939332),
        ((24, 5, 12000, 18000), 22.44939489),
        ((12, 0, 12000, 18000), 21.99818093),
        # quanteda prints 879.2121437 here: it adds 1e-9 inside each logarithm, which comes to
        # 2 · 1.5e6 · 1e-9 = 0.003. scipy and 40-digit decimals give 879.2091437.
        ((8000, 2000, 1e6, 5e5), 879.2121437 - 0.003),
    ],
)
def test_two_by_two_tables(table, likelihood) -> None:
    assert float(g2(*table)) == pytest.approx(likelihood, rel=1e-9)


def test_dunning_1993_by_cells() -> None:
    # cells 10, 0, 3, 31764: N1 = 13, N2 = 31764; Wordless prints 167.23
    assert float(g2(10, 0, 13, 31764)) == pytest.approx(167.2298039, rel=1e-9)


def test_second_vector_of_quanteda() -> None:
    one = np.array([3, 2, 6, 1, 1, 1, 1, 2])  # a … h
    two = np.array([2, 1, 2, 4, 1, 1, 0, 1])
    likelihood = [
        0.0047515,
        0.0912420,
        1.2742381,
        -3.7794406,
        -0.0649005,
        -0.0649005,
        1.0932910,
        0.0912420,
    ]
    # quanteda's 1e-9 in the logarithm is worth 2 · 29 · 1e-9 = 5.8e-8
    assert g2(one, two, 17, 12) + 5.8e-8 * np.sign(likelihood) == pytest.approx(
        likelihood, abs=6e-8
    )


def test_signed_g2_agrees_with_scipy_on_random_tables() -> None:
    rng = np.random.default_rng(5)
    for _ in range(50):
        n1, n2 = rng.integers(50, 5000, size=2)
        a, b = int(rng.integers(0, n1)), int(rng.integers(1, n2))
        oracle = chi2_contingency(
            [[a, n1 - a], [b, n2 - b]], correction=False, lambda_="log-likelihood"
        )[0]
        assert float(g2(a, b, n1, n2)) == pytest.approx(
            np.sign(a / n1 - b / n2) * oracle, rel=1e-8, abs=1e-8
        )


def test_equal_rates_give_zero_and_swapping_sides_changes_the_sign() -> None:
    assert float(g2(10, 20, 100, 200)) == 0.0
    assert float(g2(3, 9, 100, 120)) == -float(g2(9, 3, 120, 100))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (24, 5, 1.4291611),
        (12, 0, 2.0593193),
        (10, 15, 0),
        (3, 20, -0.3984765),
        (0, 9, -0.3960325),
        (60, 60, 0.0441662),
    ],
)
def test_lrc_agrees_with_r_and_association_measures(a, b, expected) -> None:
    assert float(lrc(a, b, 12000, 18000)) == pytest.approx(expected, abs=5e-8)


def test_lrc_with_bonferroni() -> None:
    a, b = [24, 12, 10, 3, 0, 60], [5, 0, 15, 20, 9, 60]
    assert lrc(a, b, 12000, 18000, n_tests=6) == pytest.approx(
        [1.0408877, 1.3736099, 0, 0, 0, 0], abs=5e-8
    )
    assert lrc(a[:2], b[:2], 12000, 18000, n_tests=5) == pytest.approx(
        [1.0761524, 1.4341971], abs=5e-8
    )


def test_lrc_with_the_defaults_of_association_measures() -> None:
    # The printed digits come out with alpha .001 shared by all six words, not by the five with a ≥
    # 1.
    values = lrc([24, 12], [5, 0], 12000, 18000, alpha=0.001, n_tests=6)
    assert values == pytest.approx([0.415968, 0.337135], abs=5e-7)


def test_log_ratio() -> None:
    assert float(log_ratio(24, 5, 12000, 18000)) == pytest.approx(
        2.8479969, abs=5e-8
    )  # Hardie 2014's formula by hand
    assert np.isfinite(log_ratio([0, 5, 0], [5, 0, 0], 10, 10)).all()


YEAR1 = np.array([5, 1, 10, 20, 4, 0])  # 安全 韧性 产业 城镇化 落户 地下管网
YEAR2 = np.array([12, 9, 6, 18, 3, 2])


@pytest.mark.parametrize(
    ("prior", "delta", "z"),
    [
        (
            YEAR1 + YEAR2,
            [0.2488544, 0.5298767, -0.2933478, -0.1892420, -0.1837211, 0.6325226],
            [0.8801781, 1.3985800, -1.0126520, -1.0101203, -0.4204805, 0.7303741],
        ),
        (
            (YEAR1 + YEAR2) / 90 * 10,
            [0.6339062, 1.5255057, -0.7270349, -0.4683859, -0.4525631, 2.1535495],
            [1.3602971, 2.0160149, -1.5735466, -1.5945484, -0.6573341, 0.9679485],
        ),
        (
            np.full(6, 0.01),
            [0.7921783, 2.1384368, -0.8926225, -0.5743730, -0.5531552, 5.1211914],
            [1.4894760, 2.0379130, -1.7297800, -1.7683506, -0.7253270, 0.5108500],
        ),
    ],
)
def test_log_odds_of_methods_section_3(prior, delta, z) -> None:
    found = log_odds(YEAR2, YEAR1, 50, 40, prior)
    assert found[0] == pytest.approx(delta, abs=6e-8)
    assert found[1] == pytest.approx(z, abs=6e-8)


def test_a_word_without_any_other_has_no_odds_to_differ() -> None:
    assert [value.tolist() for value in log_odds([3], [1], 3, 1, [4])] == [[0.0], [0.0]]
