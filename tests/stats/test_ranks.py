"""Ranks agree with scipy's, whose import they spare."""

import subprocess
import sys

import numpy as np
from scipy.stats import rankdata

from topics.stats.ranks import ranks


def test_ranks_are_those_of_scipy() -> None:
    rows = np.random.default_rng(3).integers(0, 9, size=(40, 25)).astype(float)
    mean, last = ranks(rows)
    np.testing.assert_array_equal(mean, rankdata(rows, axis=1))
    np.testing.assert_array_equal(last, rankdata(rows, axis=1, method="max"))


def test_a_report_does_not_load_the_distributions_of_scipy() -> None:
    program = "import sys, topics.report.findings.gather; print('scipy.stats' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
