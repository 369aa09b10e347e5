"""The planted ledger is found whole, and nothing else is."""

import pandas as pd
import pytest

from tests.phrases.planted import CHAINS, PHRASES, YEARS, dated, plan, series
from topics.phrases import Ledger, ledger
from topics.tokenize import PolicyTokenizer

TOKENIZER = PolicyTokenizer(stopwords=None)


@pytest.fixture(scope="module")
def found() -> Ledger:
    return ledger(series(), TOKENIZER)


def test_every_planted_phrase_has_its_first_and_last_plan_and_its_fate(found: Ledger) -> None:
    rows = found.formulations.set_index("phrase")
    expected = {one.phrase: (one.first, one.last, one.status) for one in PHRASES}
    told = rows.loc[list(expected), ["first_year", "last_year", "status"]]
    assert {row.Index: tuple(row)[1:] for row in told.itertuples()} == expected
    assert list(rows.loc[list(expected), "scope"]) == [one.held[0] for one in PHRASES]


def test_hardly_anything_that_was_not_planted_is_said_to_have_come_or_gone(found: Ledger) -> None:
    planted = [one.phrase for one in PHRASES] + [text for row in CHAINS for text in row]
    moved = found.formulations[found.formulations["status"].isin(["new", "back", "gone"])]
    right = [any(p in text or text in p for p in planted) for text in moved["phrase"]]
    assert len(right) > 5
    assert sum(right) >= 0.95 * len(right)


def test_every_planted_chain_is_written_out_in_the_order_of_time(found: Ledger) -> None:
    steps = [tuple(dict.fromkeys(rows["phrase"])) for _, rows in found.chains.groupby("chain")]
    assert set(CHAINS) <= set(steps)
    assert len(found.chains["chain"].unique()) <= len(CHAINS) + 1  # one more: the verbs of a head


def test_the_counts_are_those_of_a_plain_search(found: Ledger) -> None:
    documents = dict(zip(map(str, YEARS), series(), strict=True))
    counts = found.counts[found.counts["phrase"].isin([one.phrase for one in PHRASES])]
    assert len(counts) == len(PHRASES) * len(YEARS)
    for row in counts.itertuples():
        assert row.n == documents[str(row.group)].text.count(str(row.phrase))


def test_an_absence_is_stated_only_where_the_place_is_there(found: Ledger) -> None:
    documents = [*series()[:3], plan(3, without=(2,))]
    without = ledger(documents, TOKENIZER).formulations.set_index("phrase")["status"]
    whole = found.formulations.set_index("phrase")["status"]
    assert (whole["街坊共议会制度"], without["街坊共议会制度"]) == ("gone", "not_comparable")
    assert without["候鸟驿站联保机制"] == "gone"


def test_the_order_of_the_documents_changes_nothing(found: Ledger) -> None:
    turned = ledger(series()[::-1], TOKENIZER)
    for one, other in (
        (found.formulations, turned.formulations),
        (found.counts, turned.counts),
        (found.chains, turned.chains),
        (found.substitutions, turned.substitutions),
    ):
        pd.testing.assert_frame_equal(one, other)


def test_a_background_tells_an_earlier_year_and_changes_no_life(found: Ledger) -> None:
    phrase = PHRASES[2].phrase
    text = f"一、民生\n着手{phrase}。\n"
    older = [dated(text, 2019)]
    rows = ledger(series(), TOKENIZER, background=older).formulations.set_index("phrase")
    assert rows.loc[phrase, "background_first"] == 2019
    assert rows["background_first"].notna().sum() == 1
    pd.testing.assert_series_equal(rows["status"], found.formulations.set_index("phrase")["status"])
