"""Lenses by hand, planted shifts found and absent ones not, and a reason wherever a number is
missing.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from tests.toys import PlainFinder, document
from topics.corpus.document import Document
from topics.dfm import group_labels, pools_genres, section_rows
from topics.emphasis import default_pairs, measure, shifts, theme_shares
from topics.emphasis.groups import REST
from topics.emphasis.guards import guards
from topics.emphasis.lenses import Counting, Measures
from topics.emphasis.strength import Strength
from topics.emphasis.verdicts import verdicts
from topics.themes import Theme

THEMES = [Theme("韧性", ("韧性",)), Theme("产业", ("产业",)), Theme("边境", ("边境",))]


def measured(documents: list[Document], themes=THEMES, **options) -> Measures:
    return measure(
        documents, themes, PlainFinder(), group_labels(section_rows(documents)), **options
    )


def value(table: pd.DataFrame, theme: str, lens: str, column: str = "value", **where) -> object:
    rows = table[(table["theme"] == theme) & (table["lens"] == lens)]
    for name, wanted in where.items():
        rows = rows[rows[name] == wanted]
    assert len(rows) == 1
    return rows.iloc[0][column]


SMALL = [
    document(
        "甲",
        ["韧性韧性城市，", "产业。", "必须增强韧性。"],
        headings=["韧性", "产业", "其他"],
        chapter="产业",
    ),
    document("乙", ["产业。", "产业产业。"], date="2022-05-01", headings=["产业", "产业"]),
]


def test_lenses_by_hand() -> None:
    table = theme_shares(measured(SMALL), n_resamples=99)
    assert value(table, "韧性", "rate", group="2020") == pytest.approx(3 / 14 * 10_000)
    assert value(table, "韧性", "section_share", group="2020") == pytest.approx(2 / 3)
    assert value(table, "韧性", "text_share", group="2020") == pytest.approx(12 / 14)
    assert value(table, "韧性", "heading_item", group="2020") == pytest.approx(1 / 3)
    assert value(table, "产业", "heading_chapter", group="2020") == 1.0
    assert value(table, "产业", "rate", group="2022") == pytest.approx(3 / 6 * 10_000)
    assert value(table, "韧性", "strength", group="2020") == 1.0
    assert value(table, "产业", "first_year") == 2020
    assert value(table, "韧性", "rate", "mentions", group="2020") == 3


def test_at_least_k_mentions() -> None:
    table = theme_shares(measured(SMALL, counting=Counting(min_mentions=2)), n_resamples=99)
    assert value(table, "韧性", "section_share", group="2020") == pytest.approx(1 / 3)


def test_own_words_of_strength_and_exclusive_counting() -> None:
    lexicon = Strength(("其他",), ("必须",))
    table = theme_shares(measured(SMALL, counting=Counting(strength=lexicon)), n_resamples=9)
    assert value(table, "韧性", "strength", group="2020") == 0.0
    themes = [Theme("城市", ("韧性城市", "城市")), Theme("韧性", ("韧性",))]
    apart, shared = (
        theme_shares(measured(SMALL, themes, counting=Counting(exclusive=exclusive)), n_resamples=9)
        for exclusive in (True, False)
    )
    assert value(apart, "韧性", "rate", "mentions", group="2020") == 2
    assert value(shared, "韧性", "rate", "mentions", group="2020") == 3


def test_topic_share_is_weighted_by_tokens() -> None:
    theta = pd.DataFrame({"韧性": [0.5, 0, 0.5, 0, 0.2], "n_tokens": [4, 2, 2, 1, 3]})
    table = theme_shares(measured(SMALL, theta=theta), n_resamples=99)
    assert value(table, "韧性", "topic_share", group="2020") == pytest.approx(
        (0.5 * 4 + 0.5 * 2) / 8
    )
    assert value(table, "韧性", "topic_share", group="2022") == pytest.approx(0.2 * 3 / 4)


def test_wrong_lengths_are_told() -> None:
    with pytest.raises(
        ValueError, match="labels has 1 rows for 5 leaf sections; give one row per section"
    ):
        measure(SMALL, THEMES, PlainFinder(), pd.Series(["甲"]))


def planted(
    rates: dict[str, tuple[float, float]], sections: int = 60, seed: int = 1
) -> list[Document]:
    """Two documents of many sections whose themes have the given mean mentions per section."""
    rng = np.random.default_rng(seed)
    filler = "推进城市高质量发展"
    texts: list[list[str]] = [[], []]
    for side in (0, 1):
        for _ in range(sections):
            body = filler * int(rng.integers(8, 30))
            texts[side].append(
                body + "".join(name * int(rng.poisson(mean[side])) for name, mean in rates.items())
            )
    return [document("甲", texts[0]), document("乙", texts[1], date="2024-01-01")]


def test_planted_shifts_are_found_and_others_are_not() -> None:
    table = shifts(
        measured(planted({"韧性": (0.2, 1.2), "产业": (1.5, 0.3), "边境": (0.7, 0.7)})),
        n_resamples=1999,
    )
    assert value(table, "韧性", "rate", "verdict") == "rises"
    assert value(table, "产业", "section_share", "verdict") == "falls"
    assert value(table, "边境", "rate", "verdict") == "no_clear_change"
    words = verdicts(table).set_index("theme")["verdict"].to_dict()
    assert words == {"韧性": "rises", "产业": "falls", "边境": "no_clear_change"}


def test_a_shift_is_antisymmetric() -> None:
    data = measured(planted({"韧性": (0.2, 1.2), "产业": (1, 1), "边境": (0.1, 0.3)}))
    one = shifts(data, pairs=[("2020", "2024")], n_resamples=499)
    two = shifts(data, pairs=[("2024", "2020")], n_resamples=499)
    assert np.allclose(
        one["difference"].to_numpy(float), -two["difference"].to_numpy(float), equal_nan=True
    )
    assert np.allclose(one["t"].to_numpy(float), -two["t"].to_numpy(float), equal_nan=True)


def test_same_seed_same_table_and_other_pairs_change_nothing() -> None:
    documents = [
        *planted({"韧性": (0.2, 1.2), "产业": (1, 1), "边境": (0.1, 0.3)}),
        document("丙", ["产业。"] * 30, date="2022-01-01"),
    ]
    data = measured(documents)
    every = shifts(data, n_resamples=299)
    alone = shifts(data, pairs=[("2020", "2024")], n_resamples=299)
    pd.testing.assert_frame_equal(
        every[(every["reference"] == "2020") & (every["target"] == "2024")].reset_index(drop=True),
        alone,
    )


def test_the_order_of_documents_changes_nothing() -> None:
    documents = planted({"韧性": (0.2, 0.5), "产业": (1, 1), "边境": (0.1, 0.3)})
    pd.testing.assert_frame_equal(
        shifts(measured(documents), n_resamples=299),
        shifts(measured(documents[::-1]), n_resamples=299),
    )


def test_few_sections_and_no_mentions_give_a_reason_instead_of_a_number() -> None:
    table = shifts(measured(SMALL), n_resamples=99)
    assert value(table, "韧性", "rate", "verdict") == "too_few_sections"
    assert value(table, "韧性", "rate", "note") == "too_few_units"
    assert value(table, "边境", "rate", "note") == "no_mentions"
    assert value(table, "边境", "rate", "difference") == 0
    assert value(table, "边境", "strength", "verdict") == "not_comparable"
    missing = table[["difference", "ratio", "low", "high", "p", "q"]].isna().any(axis=1)
    assert (table.loc[missing, "note"] != "").all()
    assert not np.isinf(table.select_dtypes(float).to_numpy()).any()


def test_a_theme_in_three_sections_cannot_reach_five_percent() -> None:
    table = shifts(
        measured(
            [
                document("甲", ["产业。"] * 30),
                document("乙", ["韧性。"] * 3 + ["产业。"] * 27, date="2022-01-01"),
            ]
        )
    )
    assert value(table, "韧性", "section_share", "note") == "few_mentions;no_reference"
    assert set(table.loc[table["theme"] == "韧性", "theme_verdict"]) == {"too_few_sections"}
    assert set(table.loc[table["theme"] == "边境", "theme_verdict"]) == {"no_clear_change"}


def test_a_theme_in_every_section_has_no_variance() -> None:
    table = shifts(
        measured(
            [document("甲", ["产业。"] * 30), document("乙", ["产业。"] * 30, date="2022-01-01")]
        ),
        n_resamples=99,
    )
    row = table[(table["theme"] == "产业") & (table["lens"] == "rate")].iloc[0]
    assert (row["difference"], row["p"], row["verdict"], row["note"]) == (
        0.0,
        1.0,
        "no_clear_change",
        "no_variance",
    )


@pytest.mark.parametrize(
    "documents",
    [[], [document("甲", ["产业。"])], [Document("空")], [document("甲", ["产业。"], date="")]],
)
def test_nothing_to_compare_gives_empty_tables(documents: list[Document]) -> None:
    data = measured(documents)
    assert shifts(data, n_resamples=9).empty
    assert verdicts(shifts(data, n_resamples=9)).empty
    theme_shares(data, n_resamples=9)
    assert guards(documents, group_labels(section_rows(documents))).empty


def test_a_group_without_headings_is_not_comparable_in_that_lens() -> None:
    plain = document("乙", ["产业。"] * 25, date="2022-01-01", chapter="")
    table = shifts(measured([document("甲", ["产业。"] * 25), plain]), n_resamples=99)
    assert value(table, "产业", "heading_chapter", "verdict") == "not_comparable"
    assert pd.isna(value(table, "产业", "heading_chapter", "difference"))


def many(n: int, mean: float, date: str, seed: int) -> list[Document]:
    rng = np.random.default_rng(seed)
    return [
        document(
            f"{date[:4]}-{number}",
            ["城市发展" * 40 + "韧性" * int(rng.poisson(mean)) for _ in range(8)],
            date=date,
        )
        for number in range(n)
    ]


@pytest.mark.parametrize("n", [6, 22])
def test_with_enough_documents_they_are_the_unit(n: int) -> None:
    table = shifts(
        measured(many(n, 0.5, "2020-01-01", 1) + many(n, 2.0, "2024-01-01", 2)), n_resamples=999
    )
    row = table[(table["theme"] == "韧性") & (table["lens"] == "rate")].iloc[0]
    assert (row["unit"], row["n_target"], row["n_reference"]) == ("document", n, n)
    assert row["verdict"] == "rises"
    assert row["low"] > 0
    if n < 20:
        assert 1 < row["ratio_low"] < row["ratio"] < row["ratio_high"]


def test_groups_that_do_not_exist_are_told() -> None:
    with pytest.raises(ValueError, match="no group '2021' to compare; there are: 2020, 2022"):
        shifts(measured(SMALL), pairs=[("2020", "2021")])
    with pytest.raises(
        ValueError, match="group '2020' cannot be compared with itself; name two groups"
    ):
        shifts(measured(SMALL), pairs=[("2020", "2020")])


def test_default_pairs() -> None:
    assert default_pairs(["2019"], {}) == []
    years = ["2019", "2020", "2024"]
    assert default_pairs(years, {}) == [("2019", "2020"), ("2020", "2024"), ("2019", "2024")]
    assert default_pairs(years[:2], {"2019": "计划", "2020": "方案"}) == [("2019", "2020")]


def test_the_latest_neighbours_and_the_first_against_the_last_come_last() -> None:
    years = [str(year) for year in range(2005, 2025)]
    assert default_pairs(years, {})[-2:] == [("2023", "2024"), ("2005", "2024")]


def test_genres_with_groups_of_their_own_are_not_compared_with_each_other() -> None:
    groups = [f"{year} {genre}" for year in (2021, 2022, 2023) for genre in ("计划", "方案")]
    genres = {group: group[5:] for group in groups}
    pairs = default_pairs([*groups, "2023 公报"], genres | {"2023 公报": "公报"})
    crossed = [pair for pair in pairs if pair[0][5:] != pair[1][5:]]
    assert crossed == [
        ("2022 方案", "2023 公报"),
        ("2021 计划", "2023 公报"),
    ]  # which has no other group to be compared with
    assert {
        ("2021 计划", "2022 计划"),
        ("2022 方案", "2023 方案"),
        ("2021 计划", "2023 计划"),
        ("2021 方案", "2023 方案"),
    } < set(pairs)


def test_groups_of_one_year_are_never_compared() -> None:
    groups = [f"{year} {genre}" for year in (2021, 2022) for genre in ("意见", "办法", "通知")]
    pairs = default_pairs(groups, {group: group[5:] for group in groups})
    assert pairs
    assert not [pair for pair in pairs if pair[0][:4] == pair[1][:4]]


def test_groups_that_are_no_points_in_time_are_crossed_or_set_against_the_rest() -> None:
    assert len(default_pairs(["东部", "中部", "西部", "东北"], {})) == 6
    regions = ["东部", "中部", "西部", "东北", "境外"]
    assert default_pairs(regions, {}) == [(REST, region) for region in regions]


def corpus_of(genres: Sequence[tuple[int, str]]) -> pd.DataFrame:
    rows = pd.DataFrame(genres, columns=["year", "genre"])
    return rows.assign(doc_id=[f"文{number}" for number in range(len(rows))])


def test_genres_are_split_only_where_one_stands_in_two_years() -> None:
    once = corpus_of([(2020, "意见"), (2022, "办法"), (2022, "通知")])
    assert set(group_labels(once)) == {"2020", "2022"}
    twice = corpus_of([(2020, "办法"), (2022, "办法"), (2022, "通知"), (2022, "意见")])
    assert set(group_labels(twice)) == {"2020", "2022 办法", "2022 其他"}
    assert set(group_labels(twice, pool=True)) == {"2020", "2022"}


def test_a_corpus_that_would_splinter_is_grouped_by_year() -> None:
    genres = ["意见", "办法", "通知", "规划", "方案", "细则"]
    many = corpus_of([(2020 + number % 3, genres[number // 3 % 6]) for number in range(36)])
    assert set(group_labels(many)) == {"2020", "2021", "2022"}
    assert pools_genres(many)
    two = corpus_of([(2020 + number % 2, genres[number // 6]) for number in range(12)])
    assert set(group_labels(two)) == {"2020 意见", "2020 办法", "2021 意见", "2021 办法"}
    assert not pools_genres(two)


def test_groups_follow_time_and_not_their_names() -> None:
    documents = [
        document("乙", ["产业。"], date="2022-06-21", genre="五年实施方案"),
        document("甲", ["产业。"], date="2022-03-10", genre="年度重点任务"),
        document("丙", ["产业。"], date="2020-04-03", genre="年度重点任务"),
    ]
    data = measured(documents)
    assert data.groups == ("2020", "2022 重点任务", "2022 实施方案")
    assert default_pairs(data.groups, data.genres)[0] == ("2020", "2022 重点任务")


def test_lenses_that_disagree() -> None:
    rows = pd.DataFrame(
        {
            "theme": "韧性",
            "reference": "2020",
            "target": "2024",
            "lens": ["rate", "section_share"],
            "verdict": ["rises", "falls"],
            "p": 0.001,
            "note": "",
            "unit": "section",
            "n_target": 30,
            "n_reference": 30,
            "value_target": 1.0,
            "value_reference": 1.0,
            "documents_target": 1,
            "documents_reference": 1,
        }
    )
    found = verdicts(rows).iloc[0]
    assert (found["verdict"], found["rises"], found["falls"]) == (
        "lenses_disagree",
        "rate",
        "section_share",
    )
    assert (found["scope"], found["smallest_p_documents"]) == ("within_documents", 1.0)


def test_guards_name_what_differs() -> None:
    documents = [
        document("甲", ["产业。"] * 10, issuer="国家发展改革委", genre="年度重点任务"),
        document("乙", ["产业。"] * 30, date="2024-01-01", issuer="国务院", genre="五年行动计划"),
    ]
    table = guards(documents, group_labels(section_rows(documents)))
    assert table["aspect"].to_list() == ["issuer", "genre", "horizon", "length", "documents"]
    assert (
        table["message_zh"][0] == "发文机关：2020 为 国家发展改革委，2024 为 国务院；"
        "立场与职权不同，用词差异未必是重点变化"
    )
    assert table["value_target"][2] == "5年"
