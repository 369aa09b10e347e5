"""A plan of invented sentences, and what is read in it."""

import pandas as pd

from topics.corpus import Document, parse_text
from topics.targets import classify


def plan(body: str, year: int = 2025, doc_id: str = "甲") -> Document:
    """Return a yearly plan with one chapter."""
    return parse_text(f"{year}年云川市城市更新工作要点\n一、主要任务\n{body}\n", doc_id=doc_id)


def read(body: str, year: int = 2025) -> list[dict[str, object]]:
    """Return the rows of its quantities, values as text."""
    table: pd.DataFrame = classify(plan(body, year))
    rows = table.to_dict("records")
    for row in rows:
        for name in ("value", "low", "high", "baseline_value"):
            row[name] = "" if row[name] is None or pd.isna(row[name]) else str(row[name])
    return rows


def short(body: str, *names: str) -> list[tuple[object, ...]]:
    """Return some columns of the quantities of a sentence."""
    return [tuple(row[name] for name in names) for row in read(body)]
