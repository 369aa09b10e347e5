"""Co-occurrence and the document map, by hand and by an independent way."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist, squareform

from topics.dfm import Dfm, dfm_from_tokens
from topics.stats.cooccurrence import cooccurrence
from topics.stats.document_map import classical_scaling, document_map


def matrix(texts: Sequence[Sequence[str]], documents: Sequence[str] | None = None) -> Dfm:
    names = documents or ["甲"] * len(texts)
    rows = pd.DataFrame(
        {"doc_id": names, "path": [str(number) for number in range(len(texts))], "n_chars": 10}
    )
    return dfm_from_tokens(texts, rows)


SECTIONS = [
    ["改造", "更新", "更新"],
    ["改造", "更新"],
    ["改造", "落户"],
    ["更新"],
    ["落户", "改造"],
    ["更新", "落户"],
]


def test_association_strength_by_hand() -> None:
    table = cooccurrence(matrix(SECTIONS), pd.Series(["2024"] * 6), min_both=1).set_index(
        ["first", "second"]
    )
    # Together: 改造-更新 2, 改造-落户 2, 更新-落户 1. So m = 5; w(改造) = 4, w(更新) = 3, w(落户) =
    # 3.
    assert table["n_both"].to_dict() == {
        ("改造", "更新"): 2,
        ("改造", "落户"): 2,
        ("更新", "落户"): 1,
    }
    assert table.loc[("改造", "更新"), "strength"] == pytest.approx(2 * 5 * 2 / (4 * 3))
    assert table.loc[("更新", "落户"), "strength"] == pytest.approx(2 * 5 * 1 / (3 * 3))
    assert table.loc[("改造", "更新"), ["n_first", "n_second"]].tolist() == [4, 4]


def test_terms_that_meet_by_chance_have_the_strength_of_chance() -> None:
    rng = np.random.default_rng(5)
    words = [f"词{number}" for number in range(12)]
    texts = [[word for word in words if rng.random() < 0.5] for _ in range(4000)]
    strength = cooccurrence(matrix(texts), pd.Series(["2024"] * 4000))["strength"]
    assert len(strength) == 66
    assert (
        (strength / (12 / 11)).between(0.92, 1.08).all()
    )  # k / (k - 1) for k equally frequent terms


def test_groups_are_counted_apart_with_the_same_terms() -> None:
    table = cooccurrence(
        matrix(SECTIONS), pd.Series(["2020", "2020", "2024", "", "2024", "2024"]), n=2, min_both=1
    )
    assert table[["group", "first", "second", "n_both"]].to_numpy().tolist() == [
        ["2020", "改造", "更新", 2]
    ]
    # 改造 in five labelled sections, 更新 in three, ahead of 落户 by code point;
    # in 2024 the two never meet


def test_rare_pairs_are_left_out() -> None:
    assert cooccurrence(matrix(SECTIONS), pd.Series(["2024"] * 6))["n_both"].tolist() == [2, 2]


def test_order_of_sections_changes_nothing() -> None:
    pd.testing.assert_frame_equal(
        cooccurrence(matrix(SECTIONS), pd.Series(["2024"] * 6)),
        cooccurrence(matrix(SECTIONS[::-1]), pd.Series(["2024"] * 6)),
    )


@pytest.mark.parametrize("texts", [[], [["改造"]], [[]]])
def test_nothing_to_pair_is_an_empty_table(texts: list[list[str]]) -> None:
    table = cooccurrence(matrix(texts), pd.Series(["2024"] * len(texts), dtype=object))
    assert table.empty
    assert "strength" in table


def test_scaling_recovers_a_plane() -> None:
    true = np.random.default_rng(2).normal(size=(9, 2))
    points, explained = classical_scaling(squareform(pdist(true)) ** 2)
    np.testing.assert_allclose(pdist(points), pdist(true))
    assert explained == pytest.approx(1)


def test_distances_of_three_documents_are_hellinger_distances() -> None:
    dfm = matrix([["甲词", "乙词"], ["甲词"], ["丙词", "甲词", "甲词", "甲词"]], ["一", "二", "三"])
    table = document_map(dfm, pd.Series(["2020", "2022", "2024"])).set_index("doc_id")
    shares = {"一": [0.5, 0.5, 0], "二": [1, 0, 0], "三": [0.75, 0, 0.25]}
    for first, second in (("一", "二"), ("一", "三"), ("二", "三")):
        # Hellinger (1909): half the squared difference of the roots of the shares.
        expected = np.sqrt(np.sum((np.sqrt(shares[first]) - np.sqrt(shares[second])) ** 2) / 2)
        drawn = np.hypot(
            *(table.loc[first, ["x", "y"]] - table.loc[second, ["x", "y"]]).astype(float)
        )
        assert drawn == pytest.approx(expected)
    assert table["group"].to_dict() == {"一": "2020", "二": "2022", "三": "2024"}


def test_a_document_without_words_and_a_single_document() -> None:
    table = document_map(matrix([[], ["城市"]], ["空", "实"]), pd.Series(["2020", "2022"]))
    assert table[["doc_id", "x", "y"]].to_numpy().tolist() == [["实", 0.0, 0.0]]


def test_a_second_section_changes_nothing_if_the_words_are_the_same() -> None:
    one = document_map(matrix([["城市", "更新"], ["韧性"]], ["一", "二"]), pd.Series(["a", "b"]))
    two = document_map(
        matrix([["城市"], ["更新"], ["韧性"]], ["一", "一", "二"]), pd.Series(["a", "a", "b"])
    )
    pd.testing.assert_frame_equal(one, two)
