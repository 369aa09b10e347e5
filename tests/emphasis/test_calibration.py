"""The tests err at their stated rate: a small version of benchmarks/calibration.py, with bounds for
its own noise.
"""

import numpy as np
import pytest

from benchmarks.calibration import (
    CLUSTERED,
    RARE,
    SPREAD,
    any_flagged,
    documents,
    rate,
    sections,
    simulated,
    split,
    stacked,
)
from tests.toys import PlainFinder, document
from topics.dfm import group_labels, section_rows
from topics.emphasis.lenses import measure
from topics.emphasis.power import power
from topics.emphasis.trend import slopes
from topics.stats.resampling import Units, generator, permutation_test, welch_interval
from topics.themes import Theme

# twelve themes each; a rate of 5 % over 480 tests of shared labels has a standard error near 1.5 %
RUNS = 40


@pytest.mark.parametrize("theme", [SPREAD, CLUSTERED, RARE])
@pytest.mark.parametrize("lens", ["rate", "section_share", "text_share"])
def test_no_shift_is_rarely_called_one_and_intervals_cover(theme, lens) -> None:
    frame = simulated(theme, (28, 39), RUNS, lens=lens)
    alarms, noise = rate(frame["p"] < 0.05, frame["run"])
    assert alarms < 0.05 + 3 * max(noise, 0.01)
    covered, noise = rate(frame["covered"], frame["run"])
    assert covered > 0.93 - 3 * max(noise, 0.01)


def test_longer_sections_alone_are_no_shift_of_the_rate() -> None:
    frame = simulated(CLUSTERED, (28, 39), RUNS, lens="rate", longer=2.0)
    alarms, noise = rate(frame["p"] < 0.05, frame["run"])
    assert alarms < 0.05 + 3 * max(noise, 0.01)


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


def test_intervals_between_documents_cover_where_lengths_differ_tenfold() -> None:
    """With the linearised variance 90 to 91 % of these intervals cover; see docs/emphasis.md."""
    rng, truth, covered = np.random.default_rng(5), 0.004, []
    for _ in range(150):
        sides = []
        for _ in range(2):
            tokens = np.round(rng.lognormal(np.log(3000), 0.9, 5))[:, None]
            rates = truth * rng.gamma(1 / 0.6**2, 0.6**2, (5, 12))
            sides.append((rng.poisson(rates * tokens).astype(float), tokens))
        units, target = stacked(*sides)
        low, high = welch_interval(units.take(target), units.take(~target))
        covered.append(((low <= 0) & (high >= 0)).mean())
    noise = np.std(covered) / np.sqrt(len(covered))
    assert np.mean(covered) > 0.95 - 3 * noise
    assert noise < 0.01
    assert np.mean(covered) < 0.99  # and not by being without bounds


def test_a_text_split_at_random_did_not_change() -> None:
    rng = np.random.default_rng(2)
    chars = rng.integers(80, 500, 60).astype(float)
    counts = rng.poisson(rng.gamma(0.3, 3.0, (60, 40)))
    frame = split(counts, chars, RUNS)
    assert rate(frame["p"] < 0.05, frame["run"])[0] < 0.08
    assert rate(frame["token_p"] < 0.05, frame["run"])[0] > 0.2


def test_trends_of_nothing_are_rarely_found() -> None:
    rng = np.random.default_rng(8)
    codes, years = np.repeat(np.arange(4), 25), np.array([2018.0, 2020, 2022, 2024])
    alarms = []
    for run in range(RUNS):
        counts, chars = sections(CLUSTERED, 100, 12, rng)["rate"]
        units = Units(counts, chars[:, :1].copy(), np.zeros(12, dtype=np.int64))
        alarms.append((slopes(units, codes, years, generator(run), 199)[2] < 0.05).mean())
    assert np.mean(alarms) < 0.05 + 3 * max(np.std(alarms) / np.sqrt(RUNS), 0.01)


def test_stated_power_is_the_power_of_the_permutation_test() -> None:
    rng = np.random.default_rng(9)
    pool = np.where(np.arange(70) < 18, rng.integers(1, 4, 70), 0).astype(float)
    texts = ["城市发展" * 30 + "韧性" * int(count) for count in pool]
    documents = [document("甲", texts[::2]), document("乙", texts[1::2], date="2024-01-01")]
    data = measure(
        documents, [Theme("韧性", ("韧性",))], PlainFinder(), group_labels(section_rows(documents))
    )
    stated = power(data).set_index("lens").loc["rate", "power_3"]
    found = []
    for run in range(150):
        chances = np.where(pool > 0, 3 / 70, (1 - 3 * 18 / 70) / 52)
        counts = np.r_[rng.choice(pool, 35, p=chances), rng.choice(pool, 35)]
        units = Units(counts[:, None], (120 + 2 * counts)[:, None], np.array([0]))
        found.append(
            permutation_test(units, np.arange(70) < 35, generator(run), n_resamples=199).p[0]
            <= 0.05
        )
    assert np.mean(found) == pytest.approx(stated, abs=0.12)  # 150 runs: three standard errors
