"""Each grade and each spread at its boundary, by hand."""

import numpy as np
import pytest

from tests.answer.making import side
from topics.answer.grades import Extra, grades
from topics.answer.options import SizeRules
from topics.answer.sides import Side

RULES = SizeRules()
SWAPPED = {
    "new": "gone",
    "gone": "new",
    "mentioned": "unmentioned",
    "unmentioned": "mentioned",
    "much_more": "much_less",
    "much_less": "much_more",
    "more": "less",
    "less": "more",
}


def extra(*, heading=(False, False), body=(9, 9)) -> Extra:
    return Extra(*(np.array([value]) for value in (*heading, *body)))


def grade(reference: Side, target: Side, **more) -> str:
    return grades(reference, target, RULES, extra(**more))["grade"].iloc[0]


def spread(reference: Side, target: Side, **more) -> str:
    return grades(reference, target, RULES, extra(**more))["spread"].iloc[0]


@pytest.mark.parametrize(
    ("reference", "target", "expected"),
    [
        (side(0, 0), side(0, 0), "absent"),
        (side(0, 0), side(3, 3), "new"),
        (side(0, 0), side(2, 2), "mentioned"),
        (side(0, 0), side(9, 2), "mentioned"),  # three mentions, two sections
        (side(3, 3), side(0, 0), "gone"),
        (side(2, 2), side(0, 0), "unmentioned"),
        # equal length: 10.5 / 5.5 = 1.91 and 5 beyond; 11.5 / 5.5 = 2.09 and 6 beyond
        (side(5, 5), side(10, 5), "more"),
        (side(5, 5), side(11, 5), "much_more"),
        (side(10, 5), side(5, 5), "less"),
        (side(11, 5), side(5, 5), "much_less"),
        (side(4, 4), side(9, 5), "much_more"),  # 9.5 / 4.5 = 2.11 and exactly 5 beyond
        (side(4, 4), side(8, 5), "slight"),  # 8.5 / 4.5 = 1.89 but 4 beyond
        (side(1, 1), side(3, 3), "slight"),  # 3.5 / 1.5 = 2.33 but 2 beyond
        # 16.5 / 5.5 × 4000 / 6000 = 2 exactly
        (side(5, 5, 4_000), side(16, 9, 6_000), "much_more"),
        (side(5, 5, 3_999), side(16, 9, 6_000), "more"),
        # 31.5 / 10.5 × 2000 / 4000 = 1.5 exactly
        (side(10, 5, 2_000), side(31, 9, 4_000), "more"),
        (side(10, 5, 1_999), side(31, 9, 4_000), "slight"),
        # 2.5 / 1.5 × 3000 / 4000 = 1.25 exactly
        (side(1, 1, 3_000), side(2, 2, 4_000), "slight"),
        (side(1, 1, 2_999), side(2, 2, 4_000), "steady"),
        # the count rose, the rate fell to a quarter: 10.5 / 20.5 × 8 = 4.1
        (side(10, 9, 1_000), side(20, 9, 8_000), "length"),
        (side(10, 9, 1_000), side(10, 9, 4_000), "length"),
        (side(10, 9, 1_000), side(9, 9, 4_000), "much_less"),
        # equal rates are steady, however the half mention that is added tips them
        (side(1, 1, 100), side(10, 9, 1_000), "steady"),
    ],
)
def test_the_first_rule_that_fits_decides(reference: Side, target: Side, expected: str) -> None:
    assert grade(reference, target) == expected
    assert grade(target, reference) == SWAPPED.get(expected, expected)


def test_one_mention_with_its_own_heading_is_new() -> None:
    assert grade(side(0, 0), side(1, 1), heading=(False, True)) == "new"
    assert grade(side(1, 1), side(0, 0), heading=(True, False)) == "gone"
    assert grade(side(0, 0), side(1, 1), heading=(True, False)) == "mentioned"


@pytest.mark.parametrize(
    ("reference", "target", "more", "expected"),
    [
        # without the strongest: 7.5 / 4500 over 2.5 / 5000 = 3.3, and 7 - 2 × 0.9 = 5.2 beyond
        (side(2, 2), side(12, 4, top=(5, 500)), {}, "spread"),
        (side(2, 2), side(12, 2, top=(5, 500)), {}, "one_section"),  # two sections
        (side(2, 2), side(12, 4, top=(9, 500)), {}, "one_section"),  # 3 - 1.8 = 1.2 beyond
        # 4.5 / 4500 over 2.5 / 5000 = 2, but 4 - 1.8 = 2.2 beyond
        (side(2, 2), side(12, 4, top=(8, 500)), {}, "one_section"),
        # 10.5 / 4500 over 7.5 / 5000 = 1.56 and 10 - 6.3 = 3.7 beyond; with one mention less 1.41
        (side(7, 4), side(20, 6, top=(10, 500)), {}, "spread"),
        (side(7, 4), side(20, 6, top=(11, 500)), {}, "one_section"),
        # new: what stands on the other side, nothing, asks for no excess
        (side(0, 0), side(3, 3, top=(1, 500)), {}, "spread"),
        (side(2, 2), side(12, 2, top=(8, 500)), {"heading": (False, True)}, "own_item"),
        (side(2, 2), side(12, 2, top=(8, 500)), {"heading": (True, False)}, "one_section"),
        (side(0, 0), side(1, 1, top=(1, 500)), {"heading": (False, True)}, "own_item"),
        (
            side(0, 0),
            side(3, 3, top=(1, 500)),
            {"heading": (False, True), "body": (0, 0)},
            "headings_only",
        ),
        (side(5, 5), side(5, 5), {}, ""),
        (side(4, 4), side(8, 5), {}, ""),
        # one section is the whole text: nothing remains without it
        (side(0, 0, 50), side(5, 1, 50, top=(5, 50)), {"heading": (False, True)}, "own_item"),
    ],
)
def test_the_spread_asks_what_remains_without_the_strongest_section(
    reference: Side, target: Side, more: dict, expected: str
) -> None:
    assert spread(reference, target, **more) == expected


def test_the_figures_beside_a_grade_are_those_of_the_definition() -> None:
    row = grades(side(2, 2), side(12, 4, top=(5, 500)), RULES).iloc[0]
    assert row["ratio"] == pytest.approx(6.0)
    assert row["ratio_damped"] == pytest.approx(5.0)
    assert row["excess"] == pytest.approx(10.0)
    assert row["ratio_without"] == pytest.approx(10 / 3)
    assert row["excess_without"] == pytest.approx(5.2)
    assert bool(row["agree"])


def test_a_fall_is_a_rise_seen_from_the_other_side() -> None:
    rng = np.random.default_rng(3)
    n = 400
    mentions = rng.integers(0, 25, (2, n))
    one, other = (
        Side(
            chars,
            30,
            mentions[k],
            np.minimum(mentions[k], rng.integers(1, 9, n)),
            mentions[k],
            mentions[k] // 2,
            np.full(n, 200),
            np.zeros(n, dtype=np.int64),
        )
        for k, chars in enumerate((4_000, 7_000))
    )
    there, back = grades(one, other, RULES), grades(other, one, RULES)
    assert set(there["grade"]) >= {"new", "gone", "much_more", "less", "slight", "steady", "length"}
    assert there["grade"].map(lambda name: SWAPPED.get(name, name)).equals(back["grade"])
    assert there["spread"].equals(back["spread"])
    np.testing.assert_array_equal(there["excess"], -back["excess"])
    np.testing.assert_array_equal(there["ratio_damped"], back["ratio_damped"])


def test_thresholds_are_those_that_were_asked_for() -> None:
    strict = SizeRules(sections=4, large=3.0, clear=2.0, excess=8.0)
    assert grades(side(5, 5), side(11, 5), strict)["grade"].iloc[0] == "slight"
    assert grades(side(0, 0), side(9, 3), strict)["grade"].iloc[0] == "mentioned"
    assert grades(side(4, 4), side(13, 5), strict)["grade"].iloc[0] == "much_more"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"large": 1.5, "clear": 2.0}, "write the large ratio first"),
        ({"large": 2.0, "clear": 1.1}, "both at least the steady one"),
        ({"sections": 0}, "must be whole numbers from 1"),
    ],
)
def test_thresholds_that_cannot_hold_are_named(wrong: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        SizeRules(**wrong)
