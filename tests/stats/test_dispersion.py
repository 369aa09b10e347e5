"""Dispersion against the values that the tests of Wordless collected from print."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from topics.stats.dispersion import dispersion


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
