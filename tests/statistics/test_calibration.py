"""The tests err at their stated rate: a small version of benchmarks/calibration.py, with bounds for its own noise."""

import numpy as np
import pytest

from benchmarks.calibration import (
    CLUSTERED,
    RARE,
    SPREAD,
    any_flagged,
    documents,
    rate,
    simulated,
    split,
)

RUNS = 40  # twelve themes each; a rate of 5 % over 480 tests of shared labels has a standard error near 1.5 %


@pytest.mark.parametrize("theme", [SPREAD, CLUSTERED, RARE])
@pytest.mark.parametrize("lens", ["rate", "section_share", "text_share"])
def test_no_shift_is_rarely_called_one_and_intervals_cover(theme, lens) -> None:
    frame = simulated(theme, (28, 39), RUNS, lens=lens)
    alarms, noise = rate(frame["p"] < 0.05, frame["run"])
    assert alarms < 0.05 + 3 * max(noise, 0.01)
    covered, noise = rate(frame["covered"], frame["run"])
    assert covered > 0.93 - 3 * max(noise, 0.01)


def test_whole_tables_rarely_flag_anything_and_tokens_would() -> None:
    frame = simulated(CLUSTERED, (28, 39), RUNS, lens="rate")
    assert any_flagged(frame) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)
    assert rate(frame["token_p"] < 0.05, frame["run"])[0] > 0.5  # why G² is not used


def test_planted_shifts_are_found() -> None:
    frame = simulated(SPREAD, (39, 34), RUNS, lens="rate", ratio=3.0)
    assert rate(frame["p"] < 0.05, frame["run"])[0] > 0.9


def test_documents_as_units() -> None:
    frame = documents(0.6, (10, 10), RUNS)
    assert rate(frame["p"] < 0.05, frame["run"])[0] < 0.09
    assert rate(frame["ratio_covered"], frame["run"])[0] > 0.91
    found = documents(0.3, (5, 5), RUNS, ratio=2.0)
    assert rate(found["p"] < 0.05, found["run"])[0] > 0.45


def test_a_text_split_at_random_did_not_change() -> None:
    rng = np.random.default_rng(2)
    chars = rng.integers(80, 500, 60).astype(float)
    counts = rng.poisson(rng.gamma(0.3, 3.0, (60, 40)))
    frame = split(counts, chars, RUNS)
    assert rate(frame["p"] < 0.05, frame["run"])[0] < 0.08
    assert rate(frame["token_p"] < 0.05, frame["run"])[0] > 0.2
