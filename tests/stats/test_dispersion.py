"""Measures of dispersion against the values that the tests of Wordless collected from print."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from topics.stats.dispersion import (
    carroll_d2,
    dispersion,
    juilland_d,
    lyne_d3,
    reduced_frequencies,
    rosengren_s,
)

# Places of the letter a in the 50 letters of Gries 2008, IJCL 13(4), p. 406
GRIES = [1, 11, 13, 22, 24, 29, 31, 34, 37, 38, 41, 43, 44, 47, 49]


def dp(counts, sizes) -> float:
    return float(dispersion(csr_array(np.array(counts).reshape(-1, 1)), sizes)[0])


def test_dp() -> None:
    assert dp([2, 1, 0], [1, 1, 1]) == pytest.approx(0.5)  # DPnorm, Wordless
    assert dp([1, 2], [100, 200]) == pytest.approx(0.0, abs=1e-12)
    assert dp([5, 0], [100, 100]) == pytest.approx(1.0)
    assert dp([5, 0, 0], [100, 100, 0]) == pytest.approx(1.0)
    assert np.isnan(dp([0, 0], [1, 1]))


def test_dp_is_its_definition_on_random_counts() -> None:
    rng = np.random.default_rng(1)
    counts, sizes = rng.poisson(0.5, (30, 40)), rng.integers(10, 90, 30)
    share = sizes / sizes.sum()
    oracle = (
        0.5 * np.abs(counts / counts.sum(axis=0) - share[:, None]).sum(axis=0) / (1 - share.min())
    )
    assert dispersion(csr_array(counts), sizes) == pytest.approx(oracle)


def test_measures_over_equal_parts() -> None:
    assert carroll_d2([2, 1, 1, 1, 0]) == pytest.approx(0.8277, abs=5e-5)
    assert juilland_d([0, 4, 3, 2, 1]) == pytest.approx(0.6464, abs=5e-5)
    assert rosengren_s([1, 2, 3, 4, 5]) == pytest.approx(
        0.937, abs=5e-4
    )  # Zhang's DC is the same number
    assert lyne_d3([1, 2, 3, 4, 5]) == pytest.approx(0.944, abs=5e-4)


def test_measures_by_distance_on_the_corpus_of_gries() -> None:
    found = reduced_frequencies(GRIES, 50)
    assert found["arf"] == pytest.approx(10.8, abs=0.05)
    assert found["awt"] == pytest.approx(3.18, abs=0.005)
    assert found["ald"] == pytest.approx(0.628, abs=5e-4)


def test_an_even_word_keeps_its_frequency() -> None:
    assert reduced_frequencies([0, 10, 20, 30, 40], 50)["arf"] == pytest.approx(5)
