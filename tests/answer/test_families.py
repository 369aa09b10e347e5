"""Tests within families of themes: against plain loops and against SciPy."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from topics.answer.evidence_options import EvidenceOptions
from topics.answer.families import (
    evidence_grade,
    family_codes,
    family_tests,
    member_q,
    resampled_p,
)

OPTIONS = EvidenceOptions()


def statistic(rows: int = 200, themes: int = 6, seed: int = 5) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(rows, themes))
    drawn[:, 1] += drawn[:, 0]  # members of a family go together
    drawn[0] += [2.5, 2.0, 0.0, 3.0, 1.0, 0.2]
    return np.abs(drawn)


def test_min_p_is_as_a_plain_loop_counts_it() -> None:
    t, families = statistic(), np.array([0, 0, 0, 1, 1, 2])
    found = family_tests(t, families)
    rows, themes = t.shape
    p = [
        [sum(t[r, k] <= t[s, k] for s in range(rows)) / rows for k in range(themes)]
        for r in range(rows)
    ]
    assert len(found.p) == themes == 6
    for k in range(themes):
        members = [j for j in range(themes) if families[j] == families[k]]
        least = [min(p[r][j] for j in members) for r in range(rows)]
        adjusted = sum(value <= p[0][k] for value in least) / rows
        smallest = sum(value <= min(p[0][j] for j in members) for value in least) / rows
        assert found.p[k] == pytest.approx(p[0][k])
        assert found.p_adjusted[k] == pytest.approx(max(adjusted, p[0][k]))
        assert found.p_family[k] == pytest.approx(smallest)


def test_single_themes_are_adjusted_as_by_scipy() -> None:
    found = family_tests(statistic(), np.arange(6))
    assert found.p_family.tolist() == found.p.tolist()
    assert found.q == pytest.approx(false_discovery_control(found.p, method="bh"))


def test_q_of_a_member_is_the_least_level_that_calls_it() -> None:
    rng = np.random.default_rng(8)
    for _ in range(20):
        families = np.array([0, 0, 1, 1, 1, 2, 3])
        adjusted = np.round(rng.random(7) ** 2, 3) + 1e-4
        of_family = np.array([adjusted[families == family].min() for family in families])
        ps = np.array([of_family[families == family][0] for family in range(4)])

        def called(level: float, ps=ps, adjusted=adjusted) -> np.ndarray:
            order = np.sort(ps)
            fits = np.flatnonzero(order <= level * np.arange(1, 5) / 4)
            number = fits.max() + 1 if len(fits) else 0
            return adjusted <= level * number / 4

        q = member_q(adjusted, of_family, families)
        for member in range(7):
            if q[member] < 1:
                assert called(q[member] + 1e-9)[member]
            assert not called(q[member] - 1e-9)[member]


def test_a_floor_holds_for_theme_and_family() -> None:
    t, families = statistic(), np.array([0, 0, 0, 1, 1, 2])
    found = family_tests(t, families, np.array([0.3, 0.3, 0.3, 0.0, 0.0, 0.0]))
    assert (found.p[:3] >= 0.3).all()
    assert found.p_family[0] >= 0.3
    assert found.p[3] == family_tests(t, families).p[3]


def test_equal_values_tie_in_spite_of_rounding() -> None:
    assert resampled_p(np.array([[1.0], [1.0 + 1e-13], [0.5]]))[0] == pytest.approx(2 / 3)


def test_a_family_is_a_top_theme_with_all_below_it() -> None:
    parents = {"b": "a", "c": "b", "x": "not counted", "y": "not counted", "p": "q", "q": "p"}
    codes = family_codes(["c", "b", "a", "d", "x", "y", "p"], parents).tolist()
    assert codes == [0, 0, 0, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("p", "q", "p_ar", "grade"),
    [
        (0.01, 0.05, 0.0, "strong"),
        (0.0101, 0.05, 0.0, "moderate"),
        (0.01, 0.0501, 0.0, "moderate"),
        (0.05, 0.20, 0.0, "moderate"),
        (0.0501, 0.20, 0.0, "weak"),
        (0.05, 0.2001, 0.0, "weak"),
        (0.10, 1.0, 0.0, "weak"),
        (0.1001, 0.0, 0.0, "unclear"),
        (0.01, 0.05, 0.05, "strong"),
        (0.01, 0.05, 0.0501, "moderate"),
        (0.05, 0.20, 0.5, "weak"),
        (0.10, 0.5, 0.5, "unclear"),
        (0.5, 0.5, 0.5, "unclear"),
        (float("nan"), float("nan"), float("nan"), "untestable"),
    ],
)
def test_grades_at_their_bounds(p: float, q: float, p_ar: float, grade: str) -> None:
    assert evidence_grade(p, q, OPTIONS, p_ar) == grade
