"""What the result tables promise: their columns, in which order, and what each of them means."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd


@cache
def contract() -> dict[str, dict[str, Any]]:
    """Return what `columns.toml` says: table → en, zh, optional, columns → kind, gap, en, zh."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


def faults(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """List where tables depart from their contract, in words; an empty list is good news.

    Every column of the contract must be there and every further column must be documented; a column
    without `gap` may hold nothing missing.

    Examples
    --------
    >>> faults({"cleaning": pd.DataFrame({"doc_id": ["甲"], "line": [3], "kind": ["wrap"]})})[-1]
    'cleaning: columns doc_id, line, kind; docs/tables.md has doc_id, line, kind, text'
    """
    found = [
        f"{name}: missing"
        for name, table in contract().items()
        if name not in tables and not table.get("optional")
    ]
    for name, frame in tables.items():
        if name not in contract():
            found.append(f"{name}: not in docs/tables.md")
            continue
        columns = contract()[name]["columns"]
        if set(frame.columns) != set(columns):
            found.append(
                f"{name}: columns {', '.join(frame.columns)}; docs/tables.md has"
                f" {', '.join(columns)}"
            )
            continue
        found += [
            f"{name}.{column}: {int(frame[column].isna().sum())} missing values in a column that"
            " must be full"
            for column, spec in columns.items()
            if not spec.get("gap") and frame[column].isna().any()
        ]
    return found


def in_order(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its columns in the order of the contract."""
    columns = contract().get(name, {"columns": {}})["columns"]
    return frame[
        [*(c for c in columns if c in frame), *(c for c in frame.columns if c not in columns)]
    ]


def column_notes(tables: Mapping[str, pd.DataFrame], *, lang: str) -> pd.DataFrame:
    """Return one row per column of the tables: table, column, kind and meaning in the language of
    the report.
    """
    names = ["表", "列", "类型", "说明"] if lang == "zh" else ["table", "column", "kind", "meaning"]
    rows = [
        (name, column, spec["kind"], spec[lang])
        for name in tables
        for column, spec in contract().get(name, {"columns": {}})["columns"].items()
    ]
    return pd.DataFrame(rows, columns=names)
