"""Verdicts: what the numbers of a shift say in words, by rules that docs/emphasis.md states."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import pandas as pd

from topics.names import (
    DESCRIBED,
    FALLS,
    LENSES_DISAGREE,
    NO_CLEAR_CHANGE,
    NOT_COMPARABLE,
    RISES,
    TOO_FEW_SECTIONS,
)
from topics.stats.testable import ALPHA


def lens_verdict(difference: float, q: float, note: str) -> str:
    """Return the verdict of one lens from its difference, q and the reason why q may be missing.

    Examples
    --------
    >>> lens_verdict(3.2, 0.01, "")
    'rises'
    >>> lens_verdict(3.2, float("nan"), "too_few_units")
    'too_few_sections'
    """
    notes = set(note.split(";"))
    if "no_units" in notes:
        return NOT_COMPARABLE
    if "descriptive" in notes:
        return DESCRIBED
    if notes & {"too_few_units", "few_mentions"}:
        return TOO_FEW_SECTIONS
    if pd.isna(q) or q >= ALPHA or difference == 0:
        return NO_CLEAR_CHANGE
    return RISES if difference > 0 else FALLS


def theme_verdict(verdicts: Sequence[str], chapter_change: int = 0) -> str:
    """Return the verdict of a theme from those of its lenses.

    Parameters
    ----------
    verdicts : sequence of str
        One per lens.
    chapter_change : {-1, 0, 1}
        1 where the theme names a chapter in the target only, -1 in the reference only.

    Examples
    --------
    >>> theme_verdict(["rises", "no_clear_change"])
    'rises'
    >>> theme_verdict(["falls", "no_clear_change"], chapter_change=1)
    'lenses_disagree'
    """
    up, down = RISES in verdicts, FALLS in verdicts
    if (up and down) or (up and chapter_change < 0) or (down and chapter_change > 0):
        return LENSES_DISAGREE
    if up or down:
        return RISES if up else FALLS
    for verdict in (NO_CLEAR_CHANGE, TOO_FEW_SECTIONS):
        if verdict in verdicts:
            return verdict
    return NOT_COMPARABLE


def read_together(rows: pd.DataFrame) -> str:
    """Return the verdict of the lenses of one theme and pair; those through which neither side
    mentions it say nothing.
    """
    spoken = rows.loc[~rows["note"].str.contains("no_mentions"), "verdict"]
    tested = [verdict for verdict in spoken if verdict != DESCRIBED] if len(spoken) else []
    if not set(tested) - {NOT_COMPARABLE} and rows["note"].str.contains("no_mentions").any():
        return NO_CLEAR_CHANGE
    return theme_verdict(tested, chapter_change(rows))


def verdicts(shifts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per theme and pair: the verdict of all lenses together.

    Parameters
    ----------
    shifts : DataFrame
        As `topics.emphasis.shifts` gives it.

    Returns
    -------
    DataFrame
        Columns theme, reference, target, verdict, rises, falls (lenses, joined by `;`),
        lenses_tested, chapter_change, unit, n_target, n_reference (of the section lenses),
        documents_target, documents_reference, scope (`documents` or `within_documents`) and
        smallest_p_documents, the least p that a claim about documents at large could reach with so
        many documents.
    """
    records = [
        _verdict_row(rows)
        for _, rows in shifts.groupby(["reference", "target", "theme"], sort=False)
    ]
    columns = [
        "theme",
        "reference",
        "target",
        "verdict",
        "rises",
        "falls",
        "lenses_tested",
        "chapter_change",
        "unit",
        "n_target",
        "n_reference",
        "documents_target",
        "documents_reference",
        "scope",
        "smallest_p_documents",
    ]
    return pd.DataFrame.from_records(records, columns=columns)


def smallest_p(n_target: int, n_reference: int) -> float:
    """Return the least two-sided p that exchanging the labels of so many documents can give.

    Examples
    --------
    >>> smallest_p(2, 3)
    0.1
    >>> round(smallest_p(5, 5), 4)
    0.0079
    """
    return min(1.0, (2 if n_target == n_reference else 1) / comb(n_target + n_reference, n_target))


def chapter_change(rows: pd.DataFrame) -> int:
    """Return 1 where the theme names a chapter in the target only, -1 in the reference only, else
    0.
    """
    chapter = rows[
        (rows["lens"] == "heading_chapter") & (rows["n_target"] > 0) & (rows["n_reference"] > 0)
    ]
    if chapter.empty:
        return 0
    row = chapter.iloc[0]
    return int(row["value_target"] > 0) - int(row["value_reference"] > 0)


def _verdict_row(rows: pd.DataFrame) -> dict[str, object]:
    section = rows[rows["lens"] == "rate"].iloc[0]
    documents = int(section["documents_target"]), int(section["documents_reference"])
    of_lens = dict(zip(rows["lens"], rows["verdict"], strict=True))
    change = chapter_change(rows)
    return {
        "theme": section["theme"],
        "reference": section["reference"],
        "target": section["target"],
        "verdict": read_together(rows),
        "rises": ";".join(lens for lens, verdict in of_lens.items() if verdict == RISES),
        "falls": ";".join(lens for lens, verdict in of_lens.items() if verdict == FALLS),
        "lenses_tested": int(rows["p"].notna().sum()),
        "chapter_change": change,
        "unit": section["unit"],
        "n_target": int(section["n_target"]),
        "n_reference": int(section["n_reference"]),
        "documents_target": documents[0],
        "documents_reference": documents[1],
        "scope": "documents" if section["unit"] == "document" else "within_documents",
        "smallest_p_documents": smallest_p(*documents),
    }
