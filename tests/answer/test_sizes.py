"""Sizes of differences: by hand, and against a plain loop."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from topics.answer.grades import grades
from topics.answer.sides import group_sides
from topics.answer.sizes import (
    Held,
    difference,
    divide,
    is_spread,
    large_and_spread,
)
from topics.names import LARGE


def side(mentions: float, sections: float, chars: float = 5000, top=(1, 100)) -> Held:
    return Held(*(np.array([float(v)]) for v in (mentions, sections, chars, *top)))


def test_ratio_and_excess_by_hand() -> None:
    found = difference(side(20, 8, 4000, top=(6, 400)), side(5, 3, 5000))
    assert found.ratio.item() == pytest.approx((20.5 / 4000) / (5.5 / 5000))
    assert found.excess.item() == pytest.approx(20 - 5 / 5000 * 4000)
    assert found.ratio_without.item() == pytest.approx((14.5 / 3600) / (5.5 / 5000))
    assert found.excess_without.item() == pytest.approx(14 - 5 / 5000 * 3600)


def test_one_section_cannot_bear_a_shift() -> None:
    reference = side(2, 2)
    assert is_spread(difference(side(14, 6, top=(4, 200)), reference)).item()
    assert not is_spread(difference(side(14, 6, top=(11, 200)), reference)).item()
    assert not is_spread(difference(side(14, 2, top=(4, 200)), reference)).item()


def test_of_equal_sections_the_shortest_is_the_strongest() -> None:
    mentions = np.array([[2.0], [2.0], [1.0]])
    chars = np.array([300.0, 100.0, 50.0])
    target, reference = divide(mentions, chars, np.array([[True, True, False]]))
    assert (target.top_mentions.item(), target.top_chars.item()) == (2, 100)
    assert (reference.top_mentions.item(), reference.top_chars.item()) == (1, 50)


def plain(mentions: np.ndarray, chars: np.ndarray, target: np.ndarray) -> bool:
    """Say by the words of the rule whether one theme shifts much and spread over sections."""
    sides = [mentions[target].sum(), mentions[~target].sum()]
    size = [chars[target].sum(), chars[~target].sum()]
    high = 0 if sides[0] / size[0] >= sides[1] / size[1] else 1
    member = target if high == 0 else ~target
    m, c, low, low_c = sides[high], size[high], sides[1 - high], size[1 - high]
    rows = np.flatnonzero(member)
    top = max(rows, key=lambda row: (mentions[row], -chars[row]))
    holds = int((mentions[member] > 0).sum())

    def ratio(count: float, length: float) -> float:
        return ((count + 0.5) / length) / ((low + 0.5) / low_c)

    if m == 0:
        return False
    if low == 0:
        large = m >= 3 and holds >= 3
    else:
        large = m > low and ratio(m, c) >= 2 and m - low / low_c * c >= 5
    m2, c2 = m - mentions[top], c - chars[top]
    rest = m2 - low / low_c * c2 >= 3 or low == 0
    return bool(large and holds >= 3 and ratio(m2, c2) >= 1.5 and rest)


def test_many_divisions_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(3)
    chars = rng.integers(50, 400, 30).astype(float)
    mentions = rng.negative_binomial(0.3, 0.15, (30, 8)).astype(float)
    mentions[:, 7] = 0
    mentions[:4, 6], mentions[4:, 6] = 1, 0
    target = rng.random((200, 30)) < 0.5
    found = large_and_spread(mentions, chars, target)
    expected = [[plain(mentions[:, k], chars, row) for k in range(8)] for row in target]
    assert found.tolist() == expected
    assert 50 < found.sum() < 800  # both answers occur


def test_the_facts_of_a_pair_and_its_exchanges_obey_one_rule() -> None:
    rng = np.random.default_rng(8)
    chars = rng.integers(50, 400, 40)
    mentions = rng.negative_binomial(0.4, 0.15, (40, 60))
    target = np.arange(40) < 22
    rows = pd.DataFrame(
        {
            "doc_id": np.where(target, "新", "旧"),
            "path": [str(number) for number in range(40)],
            "group": np.where(target, "2024", "2020"),
            "n_chars": chars,
        }
    )
    sides = group_sides(csr_array(mentions), rows, ["2020", "2024"])
    stated = grades(sides["2020"], sides["2024"])
    large = stated["grade"].isin(LARGE) & (stated["spread"] == "spread")
    found = large_and_spread(mentions.astype(float), chars.astype(float), target[None, :])
    assert found[0].tolist() == large.tolist()
    assert 5 < large.sum() < 55
