"""What a later number does to the one before it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from topics.targets.chains import Chain
from topics.targets.units import measure_of

CHANGES = (
    *("new", "baseline", "raised", "lowered", "kept", "interim", "deadline_moved"),
    *("relation_changed", "achieved", "reported", "quality_only", "dropped"),
    "explicitly_absent",
)
NEARLY = Fraction(99, 100)  # of what was aimed at by about or near counts as reached (chosen)


def change_of(chain: Chain, row: Any) -> tuple[str, str]:
    """Return what a number does to the last one of its series, and a note for the table."""
    if not chain.rows:
        return ("baseline" if row.kind == "baseline" else "new"), ""
    last = chain.last
    if row.kind == last.kind == "baseline":
        return "baseline", ""
    if row.kind == "baseline":
        return ("achieved" if _holds(row, last) else "reported"), _both(last, row)
    if last.kind == "baseline":
        return "new", _both(last, row)
    last = next((one for one in reversed(chain.rows) if _alike_in_time(one, row)), last)
    return _between(last, row)


def _between(last: Any, row: Any) -> tuple[str, str]:
    """Return what the later of two numbers that bind changes."""
    old, new, note = _size(last), _size(row), _both(last, row)
    if last.deadline and row.deadline and _lead(last) != _lead(row):
        note += f"（{last.deadline}→{row.deadline}）"
    if old != new and _sooner(last, row):
        return "interim", note
    if old != new:
        return ("raised" if new > old else "lowered"), note
    if last.relation != row.relation:
        return "relation_changed", note
    if _moved(last, row):
        return "deadline_moved", f"{last.deadline}→{row.deadline}"
    return "kept", ""


def _both(last: Any, row: Any) -> str:
    return f"{last.value_text}→{row.value_text}"


def _moved(last: Any, row: Any) -> bool:
    """Return whether a deadline moved: neither the same year, nor each its document's own."""
    stated = {"clause", "sentence", "section"}
    said = last.deadline_from in stated or row.deadline_from in stated
    if not last.deadline or not row.deadline or last.deadline[:4] == row.deadline[:4] or not said:
        return False
    return _lead(last) != _lead(row)


def _sooner(last: Any, row: Any) -> bool:
    """Return whether a later document sets a nearer deadline: a step towards the number before."""
    return bool(last.deadline and row.deadline and row.deadline[:4] < last.deadline[:4])


def _alike_in_time(one: Any, row: Any) -> bool:
    """Return whether two numbers bind over the same span: a yearly plan follows a yearly plan."""
    if one.kind == "baseline":
        return False
    if not one.deadline or not row.deadline:
        return bool(one.deadline == row.deadline)
    return _lead(one) == _lead(row)


def _lead(row: Any) -> int:
    return int(row.deadline[:4]) - int(row.year)


def _size(row: Any) -> Fraction:
    """Return the number in the first unit of its family; of a range the middle."""
    factor = measure_of(row.unit).factor
    if pd.isna(row.value):
        return (Fraction(row.low) + Fraction(row.high)) / 2 * factor
    return Fraction(row.value) * factor


def _holds(row: Any, target: Any) -> bool:
    """Return whether a value that is reported meets what was aimed at."""
    size, aim = _size(row), _size(target)
    if target.relation in {"at_most", "less_than"} or (
        target.direction == "down" and target.relation != "down_by"
    ):
        return size <= aim
    if target.relation in {"about", "near"}:
        return size >= aim * NEARLY
    return size >= aim


def year_of(row: Any) -> int:
    """Return the year of which a number speaks: its deadline, or that of the document."""
    if row.deadline:
        return int(row.deadline[:4])
    return int(row.year) - int(row.kind == "baseline")
