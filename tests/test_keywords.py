"""tf-idf against scikit-learn and against values by hand."""

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
    table = keywords(dfm, level="section", n=100)
    for row in table.itertuples():
        number = list(section_labels(dfm.rows)).index(row.group)
        assert row.tf_idf == pytest.approx(
            oracle[number, dfm.features.index(row.feature)], abs=1e-9
        )
    assert len(table) == (oracle > 0).sum()


def test_documents_take_the_idf_of_sections() -> None:
    table = keywords(toy(), level="document").set_index(["group", "feature"])
    idf = section_idf(toy())
    assert table.loc[("甲", "城市"), "count"] == 3
    scores = np.array([3 * idf["城市"], idf["更新"], idf["韧性"]])
    assert table.loc[("甲", "城市"), "tf_idf"] == pytest.approx(scores[0] / np.linalg.norm(scores))


def test_years_come_from_labels() -> None:
    labels = pd.Series(["2020 甲", "2020 甲", "", ""])
    assert set(keywords(toy(), level="year", labels=labels)["group"]) == {"2020 甲"}
    assert set(keywords(toy(), level="year")["group"]) == {"2020", "2024"}


def test_ties_go_by_the_word() -> None:
    table = keywords(toy([["乙", "甲", "丙"], [], [], []]), level="section", n=2)
    assert table["feature"].to_list() == sorted(["乙", "甲", "丙"])[:2]
    assert table["rank"].to_list() == [1, 2]


def test_a_background_weighs_what_it_lacks_as_the_rarest() -> None:
    background = pd.Series({"城市": 1.0, "更新": 5.0}, name="背景")
    table = keywords(toy(), level="section", idf=background).set_index(["group", "feature"])
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
    assert table.columns.to_list() == ["level", "group", "rank", "feature", "count", "tf_idf"]
