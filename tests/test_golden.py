"""On any machine and any version: the golden tables to six significant digits, or another
signature.
"""

import json
import math
from pathlib import Path

import pandas as pd
import pytest

from tests.golden import GOLDEN, SIGNATURE, signature, study, tables
from topics.report.writers.tables import write_csv


def differences(found: Path, golden: Path) -> list[str]:
    """Return the cells that differ: numbers beyond the sixth significant digit are alike, texts
    must be equal.
    """
    one, other = (
        pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for path in (found, golden)
    )
    if one.shape != other.shape or list(one.columns) != list(other.columns):
        return [f"{found.name}: {one.shape} and {other.shape} or other columns"]
    return [
        f"{found.name}, row {row + 1}, {column}: {cell} is not {due}"
        for column in one.columns
        for row, (cell, due) in enumerate(zip(one[column], other[column], strict=True))
        if not alike(cell, due)
    ]


def alike(cell: str, due: str) -> bool:
    try:
        return cell == due or math.isclose(float(cell), float(due), rel_tol=5e-7, abs_tol=1e-12)
    except ValueError:
        return False


def test_the_tables_agree_or_the_signature_differs(tmp_path: Path) -> None:
    found = study()
    for name, table in tables(found).items():
        write_csv(table, tmp_path / f"{name}.csv")
    differing = [
        line
        for name in ("keywords", "themes")
        for line in differences(tmp_path / f"{name}.csv", GOLDEN / f"{name}.csv")
    ]
    mine, due = signature(found), json.loads(SIGNATURE.read_text(encoding="utf-8"))
    changed = [name for name in due if mine.get(name) != due[name]]
    assert changed or not differing, "\n".join(differing[:20])
    if differing:
        pytest.skip(
            f"{len(differing)} cells differ and so does the signature ({', '.join(changed)}):"
            " python -m tests.golden"
        )


@pytest.mark.parametrize(
    ("cell", "due", "same"),
    [
        ("7.0028011", "7.0028019", True),
        ("7.00280", "7.00281", False),
        ("安全", "安全韧性", False),
        ("", "0", False),
        ("3", "4", False),
    ],
)
def test_six_digits_are_told_from_five(cell: str, due: str, *, same: bool) -> None:
    assert alike(cell, due) is same


def test_what_can_change_a_number_changes_the_signature() -> None:
    due = json.loads(SIGNATURE.read_text(encoding="utf-8"))
    assert {
        name for name, value in signature(study(n_resamples=98)).items() if value != due[name]
    } >= {"settings"}


def test_one_changed_cell_is_found(tmp_path: Path) -> None:
    text = (GOLDEN / "keywords.csv").read_text(encoding="utf-8-sig")
    assert differences(GOLDEN / "keywords.csv", GOLDEN / "keywords.csv") == []
    line = text.splitlines()[1]
    other = line.rpartition(",")[0] + ",0.5"
    (tmp_path / "keywords.csv").write_text(text.replace(line, other), encoding="utf-8-sig")
    assert len(differences(tmp_path / "keywords.csv", GOLDEN / "keywords.csv")) == 1
