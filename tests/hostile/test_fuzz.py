"""A short run of the fuzzer on every reader; a long one is `python -m tests.hostile.fuzz KIND
--runs 100000`.
"""

import pytest

from tests.hostile.fuzz import SEEDS, fuzz


@pytest.mark.parametrize("kind", sorted(SEEDS))
def test_a_short_run_finds_no_fault(kind):
    fuzz(kind, runs=1)  # loads the reader, whose lines would count
    few = fuzz(kind, runs=5)
    assert fuzz(kind, runs=150) > few  # it is guided: changed inputs reach more of the code
