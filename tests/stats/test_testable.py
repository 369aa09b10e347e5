"""The floor of p: against every split, counted one by one."""

from itertools import combinations

import pytest

from topics.stats.testable import least_p


@pytest.mark.parametrize("sizes", [(4, 6), (6, 4), (5, 5), (3, 7)])
@pytest.mark.parametrize("holds", [1, 2, 3, 4, 6])
def test_the_floor_is_the_share_of_splits_with_all_on_the_smaller_side(
    holds: int, sizes: tuple[int, int]
) -> None:
    splits = list(combinations(range(10), min(sizes)))
    held = set(range(holds))
    on_smaller = sum(held <= set(split) for split in splits) / len(splits)
    on_larger = sum(held.isdisjoint(split) for split in splits) / len(splits)
    assert least_p(holds, sizes) == pytest.approx(on_smaller)
    if on_smaller:  # the chance of either side is another number, twice that where sides are equal
        assert least_p(holds, sizes) <= (on_smaller + on_larger) / 2 + 1e-12
