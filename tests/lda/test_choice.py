"""The choice of the number of topics."""

import numpy as np
import pandas as pd
import pytest

from tests.lda.planted import as_dfm, planted_tokens
from topics.lda.matrix import content_order, damped, shuffle, withhold_words
from topics.lda.topic_choice import _chosen, default_candidates
from topics.model import FAST, TooFewSections, TooFewWords, TopicOptions, choose_topics
from topics.resources import resource
from topics.settings import Settings
from topics.study import Study

QUICK = TopicOptions(n_chains=3, iterations=100)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    dfm = as_dfm(planted_tokens(120, 40, seed=5, general=0)[0])
    return choose_topics(dfm, [2, 3, 4, 6, 8], options=QUICK)


def test_the_planted_number_is_chosen(table: pd.DataFrame):
    assert table.loc[table["chosen"], "n_topics"].tolist() == [4]


def test_the_table_is_whole(table: pd.DataFrame):
    columns = [
        "n_topics",
        "coherence",
        "umass",
        "exclusivity",
        "heldout",
        "heldout_se",
        "stability",
        "chosen",
    ]
    assert table.columns.tolist() == columns
    assert table["n_topics"].tolist() == [2, 3, 4, 6, 8]
    assert not table.isna().any(axis=None)
    assert table["stability"].between(0, 1).all()
    assert (table["heldout"] < 0).all()


def test_the_best_prediction_has_no_distance_from_itself(table: pd.DataFrame):
    assert table.loc[table["heldout"].idxmax(), "heldout_se"] == 0


def test_the_rule_by_hand():
    # four rows of one withheld token each; candidate 2 predicts best, 1 is within one standard
    # error, 0 is not
    withheld = as_dfm([["甲"]] * 4).counts
    likelihood = np.array([[-9.0, -9, -9, -9], [-2, -2, -2.2, -1.7], [-2, -2, -2, -1.8]])
    table = pd.DataFrame(
        {
            "coherence": [9.0, 0.3, 0.2],
            "exclusivity": [9, 5, 4],
            "stability": [9, 0.5, 0.9],
            "umass": 0.0,
            "n_topics": [2, 3, 4],
        }
    )
    chosen = _chosen(table, likelihood, withheld)
    # behind = 0, 0, .2, -.1: mean .025, squares .000625*2 + .030625 + .015625 = .0475; sqrt(.0475 *
    # 4/3) / 4
    assert chosen["heldout_se"].iloc[1] == pytest.approx((0.0475 * 4 / 3) ** 0.5 / 4)
    assert chosen["heldout"].tolist() == pytest.approx([-9, -1.975, -1.95])
    assert chosen["chosen"].tolist() == [False, True, False]


def test_candidates_grow_with_the_corpus():
    assert default_candidates(30) == [4, 5, 6]
    assert default_candidates(8000) == [4, 15, 26, 38, 49, 60]


def test_too_few_sections_for_any_choice():
    with pytest.raises(
        TooFewSections, match="2 topics need at least 10 sections with words, and there are 5"
    ):
        choose_topics(as_dfm(planted_tokens(5, 40, seed=5)[0]))


def test_a_candidate_that_the_sections_cannot_carry_is_refused():
    with pytest.raises(
        TooFewSections, match="12 topics need at least 36 sections with words, and there are 20"
    ):
        choose_topics(as_dfm(planted_tokens(20, 40, seed=5)[0]), [4, 12])


def test_withheld_words_leave_no_token_behind():
    counts = as_dfm([*planted_tokens(30, 40, seed=6)[0], ["一", "一"], []]).counts
    kept, withheld = withhold_words(counts, 0.2, 1)
    assert (kept + withheld != counts).nnz == 0
    assert kept.multiply(withheld).nnz == 0
    types = np.diff(counts.indptr)
    assert np.diff(withheld.indptr).tolist() == (types // 5).tolist()
    again, _ = withhold_words(counts, 0.2, 2)
    assert (again != kept).nnz > 0


def test_repeats_count_less_than_the_first_mention():
    others = [[f"词{i:03d}" for i in range(100)]] * 40
    counts = damped(as_dfm([["甲"] * 9 + ["乙"], ["甲"] * 4 + ["乙"] * 3, [], *others]).counts)
    assert counts[:3, :2].toarray().tolist() == [
        [1, 4],
        [2, 3],
        [0, 0],
    ]  # columns 乙, 甲; 1 + floor(log2 n)
    assert (counts[3:].data == 1).all()


def test_what_a_row_of_that_length_would_repeat_anyway_is_no_burst():
    # one word makes half of all text
    rows = [["甲"] * 10 + [f"词{i}{j}" for j in range(10)] for i in range(50)]
    counts = damped(as_dfm([["甲"] * 40 + ["乙"] * 40, *rows]).counts)
    column = as_dfm([["甲"] * 40 + ["乙"] * 40, *rows]).features.index("甲")
    assert counts[1:, [column]].toarray().ravel().tolist() == [10] * 50
    assert counts[0, column] == 40  # half of the eighty tokens of this row are expected, too


def test_words_that_a_section_repeats_do_not_ask_for_more_topics():
    # one topic, but each section says some words of its own five times: no theme returns in another
    # section
    rng = np.random.default_rng(3)
    words = [f"词{i:03d}" for i in range(200)]
    tokens = [
        [word for word in rng.choice(words, 12).tolist() for _ in range(5)] for _ in range(60)
    ]
    table = choose_topics(as_dfm(tokens), [2, 4, 8, 16], options=QUICK)
    assert (table["heldout"].iloc[1:] + 0.5 < table["heldout"].iloc[0]).all()
    assert table["chosen"].tolist() == [True, False, False, False]


def test_shuffled_text_keeps_lengths_and_totals():
    counts = as_dfm(planted_tokens(30, 11, seed=6)[0]).counts
    dealt = shuffle(counts, 1)
    assert (dealt.sum(axis=0) == counts.sum(axis=0)).all()
    assert (dealt.sum(axis=1) == counts.sum(axis=1)).all()
    assert (dealt != counts).nnz > 0


def test_rows_are_ordered_by_content_and_empty_ones_left_out():
    tokens = [["甲", "乙"], [], ["丙"], ["乙", "甲"]]
    counts = as_dfm(tokens).counts
    order = content_order(counts)
    assert sorted(order.tolist()) == [0, 2, 3]
    assert (
        counts[order].toarray().tolist()
        == counts[::-1][content_order(counts[::-1])].toarray().tolist()
    )


@pytest.mark.parametrize(("many", "options"), [(10, FAST), (10**9, TopicOptions())])
def test_a_study_of_many_tokens_takes_few_short_fits(
    monkeypatch: pytest.MonkeyPatch, many: int, options: TopicOptions
) -> None:
    monkeypatch.setattr("topics.study.topics.MANY_TOKENS", many)
    model = Study([resource("samples/jichuan")], Settings(n_topics=2)).model
    assert (model.settings["n_chains"], model.settings["iterations"]) == (
        options.n_chains,
        options.iterations,
    )


def test_sections_of_few_words_are_refused_for_their_words_and_not_for_their_number():
    alike = as_dfm([["甲", "乙", "丙"], ["丁", "戊", "己"]] * 10)  # a fifth of three is no word
    with pytest.raises(TooFewWords, match="too few different words to hold any back"):
        choose_topics(alike, [2])
