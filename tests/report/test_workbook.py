"""The workbook is the same wherever it is written."""

from pathlib import Path

import numpy as np
import pandas as pd

from topics.report.writers.tables import write_workbook


def test_the_last_digits_of_a_number_change_no_byte(tmp_path: Path) -> None:
    # Sums in another order differ in their last bit, and with it in the digits that str() writes.
    ours = np.array([0.1 + 0.2, 1 / 3, 2.5])
    theirs = np.nextafter(ours, 1.0)
    assert [len(str(value)) for value in ours] != [len(str(value)) for value in theirs]
    for name, values in (("甲", ours), ("乙", theirs)):
        write_workbook(
            {"evidence": pd.DataFrame({"theme": list("一二三"), "p": values})},
            tmp_path / f"{name}.xlsx",
            lang="zh",
        )
    assert (tmp_path / "甲.xlsx").read_bytes() == (tmp_path / "乙.xlsx").read_bytes()
