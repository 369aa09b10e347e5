"""Numbers planted in the sample are found, with value, unit and kind, in damaged files."""

import re
import tomllib

import pandas as pd
import pytest

from tests.support import ROOT
from topics.corpus import Document, read_corpus
from topics.targets import classify, series

TRUTH = tomllib.loads((ROOT / "samples" / "truth.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {one.doc_id: one for one in read_corpus([ROOT / "samples" / "jichuan"]) if one.analysed}


@pytest.fixture(scope="module")
def tables(documents: dict[str, Document]) -> dict[str, pd.DataFrame]:
    return {name: classify(document) for name, document in documents.items()}


def test_planted_quantities_are_found(tables: dict[str, pd.DataFrame]) -> None:
    planted = TRUTH["quantities"]
    assert len(planted) == 32
    wrong = []
    for one in planted:
        rows = tables[one["document"]].to_dict("records")
        held = [
            (str(row["value"]), row["unit"], row["kind"])
            for row in rows
            if re.sub(r"\s", "", row["value_text"]) in one["words"]
        ]
        if (one["value"], one["unit"], one["kind"]) not in held:
            wrong.append((one, held))
    assert wrong == []


def test_planted_series_are_found(
    documents: dict[str, Document], tables: dict[str, pd.DataFrame]
) -> None:
    found = series(pd.concat(tables.values(), ignore_index=True), list(documents.values()))
    assert TRUTH["target_series"]
    for one in TRUTH["target_series"]:
        held = found[found["indicator"].str.contains(one["indicator"])]
        numbers = set(held[held["doc_id"] == one["reference"]]["series"])
        rows = found[found["series"].isin(numbers) & (found["doc_id"] == one["target"])]
        assert one["change"] in set(rows["change"]), one


def test_a_copy_with_damage_reads_the_same_numbers(tables: dict[str, pd.DataFrame]) -> None:
    (copy,) = [
        one
        for one in read_corpus([ROOT / "samples" / "jichuan" / "jichuan-2022-copy.txt"])
        if one.analysed
    ]
    ours = classify(copy)
    assert list(ours["value"]) == list(tables["jichuan-2022"]["value"])
    assert list(ours["unit"]) == list(tables["jichuan-2022"]["unit"])
