"""Which facts a reader meets, and in which order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from topics.names import EVIDENCE, FIRM

UP = ("new", "much_more", "more")
DOWN = ("gone", "much_less", "less")
MOST = 8  # items of a line; the others are counted and stand in the table


def with_evidence(facts: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Join the grade of evidence to each fact, as `evidence`; empty where there is none."""
    keys = ["theme", "reference", "target"]
    if evidence.empty:
        return facts.assign(evidence="")
    grades = evidence[[*keys, "grade"]].rename(columns={"grade": "evidence"})
    return facts.merge(grades, on=keys, how="left").fillna({"evidence": ""})


def of_pair(table: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Return the rows of one pair."""
    return table[(table["reference"] == pair[0]) & (table["target"] == pair[1])]


def told(facts: pd.DataFrame, grades: tuple[str, ...]) -> pd.DataFrame:
    """Return the shifts of one direction that a first screen tells, the weightiest first.

    Those that are spread over several sections and those with an item of their own; by evidence,
    then by the ratio of the rates.
    """
    kept = facts[facts["grade"].isin(grades) & facts["spread"].isin(["spread", "own_item"])]
    return _by_weight(kept)


def on_one_section(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the shifts that one section carries."""
    shifts = facts["grade"].isin([*UP, *DOWN]) & (facts["spread"] == "one_section")
    return _by_weight(facts[shifts])


def little_changed(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the themes that hardly moved, the most frequent first."""
    kept = facts[facts["grade"].isin(["steady", "slight"])]
    return kept.sort_values(["rate_target", "theme"], ascending=[False, True])


def named_by_headline(facts: pd.DataFrame, grades: tuple[str, ...], mark: str) -> pd.DataFrame:
    """Return the shifts of one direction that a headline may name.

    Spread over several sections; first those that gained or lost a chapter, or have evidence of at
    least `moderate`.
    """
    kept = told(facts, grades)
    kept = kept[kept["spread"] == "spread"]
    firm = (kept["mark"] == mark) | kept["evidence"].isin(FIRM)
    return pd.concat([kept[firm], kept[~firm]])


def is_firm(row: pd.Series, mark: str) -> bool:
    """Tell whether a shift may be called a shift of weight: a chapter, or evidence."""
    return bool(row["mark"] == mark or row["evidence"] in FIRM)


def _by_weight(facts: pd.DataFrame) -> pd.DataFrame:
    order = facts.assign(
        _evidence=facts["evidence"].map({grade: at for at, grade in enumerate((*EVIDENCE, ""))}),
        _size=-np.abs(np.log(facts["ratio_damped"].astype(float).clip(lower=1e-9))),
    )
    return facts.loc[order.sort_values(["_evidence", "_size", "theme"]).index]
