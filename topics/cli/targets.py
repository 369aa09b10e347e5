"""The command `targets`: the numbers that bind, and what became of them in later documents."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from topics.cli.answers import print_table

if TYPE_CHECKING:
    import pandas as pd

    from topics.study import Study

TARGETS = (  # columns that fit on a screen; --json has all
    *("group", "doc_id", "path", "line", "kind", "indicator", "per", "relation", "value_text"),
    *("deadline", "hardness"),
)
SERIES = (
    *("series", "indicator", "doc_id", "value_text", "deadline", "hardness", "change", "note"),
)
SAID_ONCE = frozenset({"dropped"})


def run_targets(arguments: Namespace) -> None:
    """Print quantities of some kinds, or the series of targets."""
    if arguments.series:
        print_table(arguments, lambda study: _series(study, arguments), shown=SERIES)
    else:
        print_table(arguments, lambda study: _quantities(study, arguments), shown=TARGETS)


def _quantities(study: Study, arguments: Namespace) -> pd.DataFrame:
    table = study.targets
    if table.empty:
        raise ValueError(
            f"no quantities in {len(study.analysed)} documents: no number with a unit, a percentage"
            " or a magnitude stands in their text"
        )
    kept = table[table["kind"].isin(arguments.kinds or ("target",))]
    return _of_unit(kept, arguments.unit, table)


def _series(study: Study, arguments: Namespace) -> pd.DataFrame:
    table = study.target_series
    if table.empty:
        raise ValueError(no_series(study))
    numbers = table[~table["change"].isin(SAID_ONCE)]["series"].value_counts()
    kept = table[table["series"].isin(numbers[numbers > 1].index)] if not arguments.json else table
    if arguments.kinds:
        named = table[table["kind"].isin(arguments.kinds)]["series"]
        kept = kept[kept["series"].isin(named)]
    return _of_unit(kept, arguments.unit, table)


def no_series(study: Study) -> str:
    """Say why there is no series: one document, no years, or nothing in common."""
    from topics.targets.series import in_time

    dated = len(in_time(study.analysed))
    if dated < 2:
        return (
            f"a series needs two documents with a date or a year; {dated} of {len(study.analysed)}"
            " have one; declare date or year in corpus.csv"
        )
    return f"no indicator has a number in two of the {dated} documents"


def _of_unit(table: pd.DataFrame, unit: str | None, every: pd.DataFrame) -> pd.DataFrame:
    if unit is None:
        return table
    if unit not in set(every["unit"]):
        units = "、".join(sorted(set(every["unit"]) - {""}))
        raise ValueError(f"--unit {unit}: no number has it; there are: {units}")
    return table[table["unit"] == unit]
