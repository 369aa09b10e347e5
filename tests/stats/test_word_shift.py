"""Word shifts (Gallagher et al.

2021, EPJ Data Science 10:4) against shifterator's numbers, on the counts of test_association.py.
"""

import pytest

from topics.stats.word_shift import divergence_shift, entropy_shift, proportion_shift

WORDS = ["安全", "韧性", "产业", "城镇化", "落户", "地下管网"]
YEAR1 = dict(zip(WORDS, [5, 1, 10, 20, 4, 0], strict=True))
YEAR2 = dict(zip(WORDS, [12, 9, 6, 18, 3, 2], strict=True))


def test_proportions() -> None:
    shift = proportion_shift(YEAR1, YEAR2)
    norm = shift.abs().sum()
    assert norm == pytest.approx(0.62)
    expected = {
        "产业": -0.209677419,
        "地下管网": 0.064516129,
        "城镇化": -0.225806452,
        "安全": 0.185483871,
        "落户": -0.064516129,
        "韧性": 0.25,
    }
    assert (shift / norm).to_dict() == pytest.approx(expected, abs=5e-10)


def test_entropies() -> None:
    assert entropy_shift(YEAR1, YEAR2).sum() == pytest.approx(0.4261714268, abs=5e-11)
    assert entropy_shift(YEAR1, YEAR2, order=0.8).sum() == pytest.approx(0.3745747851, abs=5e-11)


def test_divergence() -> None:
    shift = divergence_shift(YEAR1, YEAR2)
    assert shift.abs().sum() == pytest.approx(0.1096946849, abs=5e-11)
    expected = {
        "韧性": 0.434554062,
        "地下管网": 0.18232424,
        "产业": 0.153434062,
        "安全": 0.121186637,
        "城镇化": 0.075269856,
        "落户": 0.033231143,
    }
    assert (shift.abs() / shift.abs().sum()).to_dict() == pytest.approx(expected, abs=5e-9)
    assert divergence_shift(YEAR1, YEAR2, weight=0.7).abs().sum() == pytest.approx(
        0.1011769361, abs=5e-11
    )


def test_empty_text() -> None:
    with pytest.raises(ValueError, match="the target has no words; give counts of at least one"):
        proportion_shift(YEAR1, {})
