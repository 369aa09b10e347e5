"""Tables that would grow without end are cut by rule, and the manifest says so."""

import numpy as np
import pandas as pd
import pytest

from topics.report.findings.bounds import BOUNDS, bounded, bounded_tables
from topics.report.findings.contract import contract


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    random = np.random.default_rng(1)
    groups = [f"文{number:03}" for number in range(30)]
    sections = pd.DataFrame(
        [("section", group, topic, random.random()) for group in groups for topic in range(20)],
        columns=["level", "group", "topic", "share"],
    )
    documents = sections[sections["topic"] < 3].assign(level="document", share=0.0)
    return pd.concat([documents, sections]).sample(frac=1, random_state=2, ignore_index=True)


def test_the_heaviest_of_each_section_stay_and_all_of_the_documents(shares: pd.DataFrame) -> None:
    kept = bounded("topic_shares", shares, most=300)
    assert 270 <= len(kept) <= 300
    assert (kept["level"] == "document").sum() == 90
    sections = kept[kept["level"] == "section"]
    assert set(sections.groupby("group").size()) == {7}
    for group, rows in sections.groupby("group"):
        every = shares[(shares["level"] == "section") & (shares["group"] == group)]
        assert set(rows["topic"]) == set(every.nlargest(7, "share")["topic"])
    order = [tuple(row) for row in shares[["level", "group", "topic"]].to_numpy()]
    places = [order.index(tuple(row)) for row in kept[["level", "group", "topic"]].to_numpy()]
    assert places == sorted(places)


def test_one_row_of_each_section_stays_however_little_there_is_room(shares: pd.DataFrame) -> None:
    kept = bounded("topic_shares", shares, most=10)
    assert set(kept[kept["level"] == "section"].groupby("group").size()) == {1}
    assert kept[kept["level"] == "section"]["group"].nunique() == 30


def test_what_is_short_or_has_no_rule_stays_itself(shares: pd.DataFrame) -> None:
    assert bounded("topic_shares", shares, most=len(shares)) is shares
    assert bounded("sections", shares, most=10) is shares


def test_what_was_cut_is_told_with_its_numbers(shares: pd.DataFrame) -> None:
    written, cut = bounded_tables({"topic_shares": shares, "sections": shares}, most=300)
    assert cut == {"topic_shares": {"rows": len(shares), "written": len(written["topic_shares"])}}
    assert len(written["sections"]) == len(shares)


@pytest.mark.parametrize("name", BOUNDS)
def test_a_rule_names_columns_of_its_table(name: str) -> None:
    rule = BOUNDS[name]
    assert {*rule.groups, rule.by, rule.whole[0]} <= set(contract()[name]["columns"])
