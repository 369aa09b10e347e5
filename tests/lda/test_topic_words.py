"""Words of topics: tables, change inside a topic, the intrusion sheet."""

import numpy as np
import pandas as pd
import pytest

from tests.lda.planted import THEMES, as_dfm, planted_tokens
from topics.dfm import Dfm
from topics.model import (
    TopicModel,
    TopicOptions,
    fit_topics,
    topic_similarity,
    topic_words,
    word_intrusion,
    word_shift,
)

OPTIONS = TopicOptions(n_chains=2, n_null=2, iterations=100)


@pytest.fixture(scope="module")
def dfm() -> Dfm:
    """Sections whose safety words change from 2020 to 2024: 抢险 yields to 韧性; all else stays."""
    tokens, _ = planted_tokens(120, 40, seed=9)
    half = len(tokens) // 2
    early = [[("抢险" if word == "韧性" else word) for word in row] for row in tokens[:half]]
    late = [[("韧性" if word == "抢险" else word) for word in row] for row in tokens[half:]]
    return as_dfm([*early, *late])


@pytest.fixture(scope="module")
def model(dfm: Dfm) -> TopicModel:
    return fit_topics(dfm, 4, options=OPTIONS)


@pytest.fixture(scope="module")
def labels(dfm: Dfm) -> pd.Series:
    return pd.Series(["2020"] * (dfm.n_rows // 2) + ["2024"] * (dfm.n_rows - dfm.n_rows // 2))


def test_a_planted_change_of_words_is_found_in_its_topic(
    model: TopicModel, dfm: Dfm, labels: pd.Series
):
    table = word_shift(model, dfm, labels, reference="2020", target="2024", n=2)
    tops = [set(words) for words in model.top_terms(12)]
    safety = 1 + max(range(4), key=lambda topic: len(tops[topic] & set(THEMES["安全"])))
    rows = table[table["topic"] == safety].set_index("feature")["shift"]
    assert set(rows.index) == {"韧性", "抢险"}
    assert rows["韧性"] > 0.05
    assert rows["抢险"] < -0.05
    others = table[table["topic"] != safety]
    assert others["shift"].abs().max() < rows.abs().min()


def test_a_shift_is_antisymmetric_and_adds_up_to_nothing(
    model: TopicModel, dfm: Dfm, labels: pd.Series
):
    n = len(model.features)
    there = word_shift(model, dfm, labels, reference="2020", target="2024", n=n)
    back = word_shift(model, dfm, labels, reference="2024", target="2020", n=n)
    both = there.merge(back, on=["topic", "feature"])
    assert both["shift_x"].to_numpy() == pytest.approx(-both["shift_y"].to_numpy())
    assert there.groupby("topic")["shift"].sum().to_numpy() == pytest.approx(np.zeros(4), abs=1e-9)


def test_the_tokens_of_the_topics_are_those_of_the_group(
    model: TopicModel, dfm: Dfm, labels: pd.Series
):
    table = word_shift(model, dfm, labels, reference="2020", target="2024", n=1)
    members = (labels == "2024").to_numpy()
    assert table["tokens_target"].sum() == pytest.approx(dfm.counts[np.flatnonzero(members)].sum())


def test_an_unknown_group_is_named(model: TopicModel, dfm: Dfm, labels: pd.Series):
    with pytest.raises(ValueError, match="no section is labelled '1999'; there are: 2020, 2024"):
        word_shift(model, dfm, labels, reference="1999", target="2024")


def test_topic_words_hold_three_orders(model: TopicModel):
    table = topic_words(model, n=5)
    assert len(table) == 3 * 4 * 5
    first = table[(table["topic"] == 1) & (table["order"] == "probability")]
    assert first["feature"].tolist() == model.top_terms(5)[0]
    assert first["phi"].is_monotonic_decreasing
    lift = table[(table["topic"] == 1) & (table["order"] == "lift")]
    assert lift["lift"].is_monotonic_decreasing


def test_similarity_names_each_pair_once(model: TopicModel):
    table = topic_similarity(model)
    assert len(table) == 6
    assert (table["topic"] < table["other"]).all()
    assert table["similarity"].between(0, 1).all()


def test_the_intruder_is_a_stranger_and_the_key_finds_it(model: TopicModel):
    sheet, key = word_intrusion(model, seed=3)
    assert sorted(key["topic"]) == [1, 2, 3, 4]
    words = sheet.filter(like="word_")
    for row, (topic, intruder) in zip(
        words.to_numpy(), key[["topic", "intruder"]].to_numpy(), strict=True
    ):
        assert set(row) == {*model.top_terms(5)[topic - 1], intruder}
        assert intruder not in model.top_terms(10)[topic - 1]
    assert (sheet["answer"] == "").all()
    again, _ = word_intrusion(model, seed=3)
    pd.testing.assert_frame_equal(sheet, again)


def test_topics_of_the_same_words_give_no_item():
    same = fit_topics(as_dfm([["安全", "韧性"]] * 30), 2, options=OPTIONS)
    sheet, key = word_intrusion(same)
    assert (len(sheet), len(key)) == (0, 0)
