"""Typical words by hand and by their direction; tf-idf against scikit-learn and by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from topics.dfm import Dfm, dfm_from_tokens, section_labels
from topics.keywords import keywords, section_idf

TOKENS = [
    ["城市", "更新", "城市"],
    ["城市", "韧性"],
    ["产业", "产业", "韧性", "县城"],
    [],
]


def toy(tokens=TOKENS) -> Dfm:
    rows = pd.DataFrame(
        {
            "doc_id": ["甲", "甲", "乙", "乙"],
            "path": ["一", "二", "一", "二"],
            "year": [2020, 2020, 2024, 2024],
            "n_chars": [6, 4, 8, 0],
        }
    )
    return dfm_from_tokens(tokens, rows)


def test_idf_by_hand() -> None:
    # scikit-learn's smoothed idf, ln((1 + n)/(1 + df)) + 1, for n = 3 and df 1, 2, 3
    dfm = dfm_from_tokens(
        [["a", "b", "c"], ["b", "c"], ["c"]], pd.DataFrame({"n_chars": [1, 1, 1]})
    )
    assert section_idf(dfm).to_list() == pytest.approx([1.693147, 1.287682, 1.0], abs=5e-7)


def test_section_scores_are_those_of_scikit_learn() -> None:
    dfm = toy()
    oracle = TfidfTransformer().fit_transform(dfm.counts).toarray()
    table = keywords(dfm, level="section", rank="tf_idf", n=100)
    for row in table.itertuples():
        number = list(section_labels(dfm.rows)).index(row.group)
        assert row.tf_idf == pytest.approx(
            oracle[number, dfm.features.index(row.feature)], abs=1e-9
        )
    assert len(table) == (oracle > 0).sum()


def test_documents_take_the_idf_of_sections() -> None:
    table = keywords(toy(), level="document", rank="tf_idf").set_index(["group", "feature"])
    idf = section_idf(toy())
    assert table.loc[("甲", "城市"), "count"] == 3
    scores = np.array([3 * idf["城市"], idf["更新"], idf["韧性"]])
    assert table.loc[("甲", "城市"), "tf_idf"] == pytest.approx(scores[0] / np.linalg.norm(scores))


def test_years_come_from_labels() -> None:
    labels = pd.Series(["2020 甲", "2020 甲", "", ""])
    assert set(keywords(toy(), level="year", labels=labels)["group"]) == {"2020 甲"}
    assert set(keywords(toy(), level="year")["group"]) == {"2020", "2024"}


def test_ties_go_by_the_word() -> None:
    table = keywords(toy([["乙", "甲", "丙"], [], [], []]), level="section", rank="tf_idf", n=2)
    assert table["feature"].to_list() == sorted(["乙", "甲", "丙"])[:2]
    assert table["rank"].to_list() == [1, 2]


def test_a_background_weighs_what_it_lacks_as_the_rarest() -> None:
    background = pd.Series({"城市": 1.0, "更新": 5.0}, name="背景")
    table = keywords(toy(), level="section", rank="tf_idf", idf=background).set_index(
        ["group", "feature"]
    )
    assert table.loc[(section_labels(toy().rows).iloc[1], "韧性"), "tf_idf"] == pytest.approx(
        5 / np.sqrt(26), abs=1e-9
    )


def test_unknown_level() -> None:
    with pytest.raises(
        ValueError, match="level 'chapter' is unknown; there are: document, section, year"
    ):
        keywords(toy(), level="chapter")


def test_nothing_to_rank_gives_an_empty_table() -> None:
    table = keywords(toy([[], [], [], []]), level="document")
    assert table.empty
    assert table.columns.to_list() == [
        *("level", "group", "rank", "feature", "count", "sections", "tf_idf", "z", "typical"),
    ]


# --- typical words ---


def corpus(*documents: list[list[str]]) -> Dfm:
    """Return a dfm of documents 甲, 乙, 丙 …, each a list of sections."""
    rows = [
        {"doc_id": "甲乙丙丁戊"[d], "path": str(s), "year": 2020 + d, "n_chars": 9}
        for d, sections in enumerate(documents)
        for s in range(len(sections))
    ]
    tokens = [section for sections in documents for section in sections]
    return dfm_from_tokens(tokens, pd.DataFrame(rows))


FIRST = [["城市更新", "城市"], ["城市更新", "城市", "管网"], ["城市更新", "城市", "城市"]]
SECOND = [["城市", "产业集群"], ["城市", "产业集群"], ["城市", "产业集群", "万套", "万套"]]


def of(table: pd.DataFrame, group: str) -> list[str]:
    return table.loc[table["group"] == group, "feature"].to_list()


def test_a_typical_word_by_hand() -> None:
    # 城市更新: a = 3 of 8, b = 0 of 8, α = 500·3/16 = 93.75; odds 96.75/411.25 and 93.75/414.25
    # δ = .039... ; s² = 1/96.75 + 1/93.75; three sections; four characters
    row = (
        keywords(corpus(FIRST, SECOND), level="document")
        .set_index(["group", "feature"])
        .loc[("甲", "城市更新")]
    )
    delta = np.log(96.75 / 411.25) - np.log(93.75 / 414.25)
    z = delta / np.sqrt(1 / 96.75 + 1 / 93.75)
    assert row["count"] == 3
    assert row["sections"] == 3
    assert row["rank"] == 1
    assert row["z"] == pytest.approx(z, abs=1e-9)
    assert row["typical"] == pytest.approx(z * (1 - np.exp(-1)), abs=1e-9)


def test_what_all_texts_say_and_units_are_typical_of_none() -> None:
    table = keywords(corpus(FIRST, SECOND), level="document")
    assert of(table, "乙") == ["产业集群"]
    assert of(table, "甲") == ["城市更新"]


@pytest.mark.parametrize("rank", ["typical", "tf_idf", "frequency"])
def test_units_head_no_list_however_it_is_ranked(rank: str) -> None:
    unit = ["万套", "第四条", "一是"] * 5
    texts = corpus([["产业集群", *unit], ["产业集群", *unit], ["产业集群"]], [["城市"], ["城市"]])
    found = of(keywords(texts, level="document", rank=rank), "甲")
    assert found == ["产业集群"]


def test_frequency_and_tf_idf_decide_the_order_where_asked_for() -> None:
    texts = corpus(FIRST, SECOND)
    assert of(keywords(texts, level="document", rank="frequency"), "甲")[0] == "城市"
    tf_idf = keywords(texts, level="document", rank="tf_idf", n=100)
    assert tf_idf.groupby("group")["tf_idf"].apply(lambda s: s.is_monotonic_decreasing).all()


def test_a_word_inside_a_better_one_is_dropped() -> None:
    texts = corpus([["城市更新", "更新"]] * 4, [["城市"]] * 4)
    assert of(keywords(texts, level="document"), "甲") == ["城市更新"]


def test_words_that_begin_with_an_adverb_are_no_keywords() -> None:
    texts = corpus([["进一步扩大", "产业集群"]] * 4, [["城市"]] * 4)
    assert of(keywords(texts, level="document"), "甲") == ["产业集群"]


def test_one_section_makes_no_keyword_where_others_recur() -> None:
    texts = corpus([["产业集群"], ["产业集群"], ["产业集群", *["海绵城市"] * 9]], [["城市"]] * 3)
    assert of(keywords(texts, level="document"), "甲") == ["产业集群"]


def test_a_text_in_which_nothing_recurs_still_has_keywords() -> None:
    texts = corpus([["海绵城市", "城市"]], [["产业集群", "城市"]])
    table = keywords(texts, level="document")
    assert of(table, "甲") == ["海绵城市"]
    assert of(table, "乙") == ["产业集群"]
    assert set(keywords(texts, level="section")["feature"]) == {"海绵城市", "产业集群"}


def test_one_document_is_ranked_by_tf_idf() -> None:
    texts = corpus(FIRST)
    table = keywords(texts, level="document")
    assert table["z"].isna().all()
    assert table["typical"].isna().all()
    assert table["feature"].to_list() == of(keywords(texts, level="document", rank="tf_idf"), "甲")
    assert len(table) == 3


def test_one_document_is_held_against_a_background() -> None:
    background = corpus([["城市", "城市", "管网"]] * 5)
    table = keywords(corpus(FIRST), level="document", background=background)
    assert table["feature"].to_list() == ["城市更新"]
    assert table["z"].notna().all()


def test_nothing_is_typical_of_two_equal_documents() -> None:
    assert keywords(corpus(FIRST, FIRST), level="document").empty
    assert len(keywords(corpus(FIRST, FIRST), level="document", rank="tf_idf")) == 6


def test_swapping_two_documents_swaps_their_words() -> None:
    one, other = (
        keywords(corpus(*pair), level="document") for pair in ((FIRST, SECOND), (SECOND, FIRST))
    )
    assert of(one, "甲") == of(other, "乙")
    assert of(one, "乙") == of(other, "甲")


def test_a_document_without_the_words_changes_no_order() -> None:
    sections = [
        ["城市更新", "海绵城市"],
        ["城市更新", "海绵城市"],
        ["城市更新", "海绵城市", "城市更新"],
    ]
    before = keywords(corpus(sections, SECOND), level="document")
    after = keywords(corpus(sections, SECOND, [["防洪", "排涝"]] * 5), level="document")
    assert of(before, "甲") == of(after, "甲") == ["城市更新", "海绵城市"]
    z = [
        table.set_index(["group", "feature"]).loc[("甲", "城市更新"), "z"]
        for table in (before, after)
    ]
    assert z[1] > z[0]  # the rest grew, and it has none of it


def test_the_order_of_sections_does_not_matter() -> None:
    one = keywords(corpus(FIRST, SECOND), level="document")
    other = keywords(corpus(FIRST[::-1], SECOND[::-1]), level="document")
    pd.testing.assert_frame_equal(one, other)


def test_planted_words_lead_and_common_ones_do_not() -> None:
    rng = np.random.default_rng(5)
    common = [f"常用词{c}" for c in "甲乙丙丁戊己庚辛"]
    planted = ["海绵城市", "韧性城市", "智慧社区", "绿色建筑"]
    documents = [[[*rng.choice(common, 20), word] for _ in range(12)] for word in planted]
    table = keywords(corpus(*documents), level="document", n=1)
    assert table["feature"].to_list() == [planted["甲乙丙丁".index(g)] for g in table["group"]]


def test_unknown_rank() -> None:
    with pytest.raises(
        ValueError, match="rank 'beauty' is unknown; there are: typical, tf_idf, frequency"
    ):
        keywords(toy(), level="document", rank="beauty")
