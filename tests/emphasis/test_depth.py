"""Decomposition, trend, power, coverage, robustness: invariants, planted truth, and reasons where
there is none.
"""

import numpy as np
import pandas as pd
import pytest

from tests.emphasis.test_emphasis import THEMES, many, measured, planted
from tests.toys import PlainFinder, document
from topics.dfm import group_labels, section_rows
from topics.emphasis import shifts
from topics.emphasis.counterparts import COUNTERPART_COLUMNS, counterparts
from topics.emphasis.coverage import (
    first_appearances,
    kwic,
    leave_one_out,
    places,
    strongest_terms,
    term_coverage,
    uncovered,
)
from topics.emphasis.decomposition import decomposition, unpaired_sections
from topics.emphasis.lenses import Counting
from topics.emphasis.power import power
from topics.emphasis.robustness import robustness, robustness_summary
from topics.emphasis.shared import shared_shifts
from topics.emphasis.trend import trend
from topics.names import NOTES, PARTS
from topics.themes import Theme
from topics.tokenize import PolicyTokenizer


def labelled(documents):
    return group_labels(section_rows(documents))


# --- decomposition ---

BEFORE = document(
    "甲", ["完善防洪设施体系，韧性。", "培育县域特色产业集群。", "边境城镇建设稳步推进。"]
)
AFTER = document(
    "乙",
    ["完善防洪设施体系，韧性韧性。", "培育县域特色产业集群。", "韧性城市建设全面展开，韧性。"],
    date="2022-01-01",
)


def test_parts_add_up_to_the_difference_and_name_the_right_cause() -> None:
    data = measured([BEFORE, AFTER])
    table = decomposition(data, counterparts([BEFORE, AFTER], measured([BEFORE, AFTER])))
    assert set(table["part"]) == set(PARTS)
    total = table.groupby("theme")["contribution"].sum()
    rates = shifts(data, n_resamples=9).query("lens == 'rate'").set_index("theme")["difference"]
    assert total.to_dict() == pytest.approx(rates.to_dict())
    by_part = table[table["theme"] == "韧性"].set_index("part")
    assert by_part.loc["new", "contribution"] > 0
    assert by_part.loc["new", "sections"] == 1
    assert by_part.loc["reworded", "contribution"] > 0
    assert table.set_index(["theme", "part"]).loc[("边境", "dropped"), "contribution"] < 0


def test_the_sections_that_make_a_part_can_be_named() -> None:
    found = unpaired_sections(
        measured([BEFORE, AFTER]), counterparts([BEFORE, AFTER], measured([BEFORE, AFTER]))
    )
    rows = section_rows([BEFORE, AFTER])
    third = rows.groupby("doc_id")["path"].nth(2).tolist()
    assert found[["part", "doc_id", "path"]].to_numpy().tolist() == [
        ["dropped", "甲", third[0]],
        ["new", "乙", third[1]],
    ]


def linked(documents: list, found: pd.DataFrame) -> set[tuple[str, str]]:
    """Return links as the paths of both sections."""
    paths = section_rows(documents)["path"].tolist()
    rows = zip(found["row_reference"], found["row_target"], strict=True)
    return {(paths[left], paths[right]) for left, right in rows}


def test_counterparts_ignore_order_and_unlike_sections_have_none() -> None:
    texts = ["完善防洪设施体系。", "培育特色产业集群。", "推进边境城镇建设。"]
    pair = [document("甲", texts), document("乙", texts[::-1], date="2022-01-01")]
    found = counterparts(pair, measured(pair))
    assert linked(pair, found) == {("一/1", "一/3"), ("一/2", "一/2"), ("一/3", "一/1")}
    other = [pair[0], document("乙", ["户籍制度改革。"], date="2022-01-01")]
    assert counterparts(other, measured(other)).empty
    foreign = [pair[0], document("乙", ["Flood control."], date="2022-01-01")]
    assert counterparts(foreign, measured(foreign)).empty


WHOLE = "完善防洪设施体系建设韧性城市。培育县域特色产业集群壮大富民经济。"
HALVES = ["完善防洪设施体系建设韧性城市。", "培育县域特色产业集群壮大富民经济。"]
SPLIT = [
    document("甲", [WHOLE, "边境城镇建设稳步推进。"]),
    document("乙", [*HALVES, "边境城镇建设稳步推进。"], date="2022-01-01"),
]


def test_a_split_section_is_neither_new_nor_dropped() -> None:
    found = counterparts(SPLIT, measured(SPLIT))
    assert linked(SPLIT, found) == {("一/1", "一/1"), ("一/1", "一/2"), ("一/2", "一/3")}
    assert unpaired_sections(measured(SPLIT), found).empty


def test_the_parts_of_a_split_share_their_reference_by_similarity() -> None:
    data = measured(SPLIT)
    links = [("2020", "2022", 0, 2, 0.6), ("2020", "2022", 0, 3, 0.2), ("2020", "2022", 1, 4, 1.0)]
    found = pd.DataFrame(links, columns=COUNTERPART_COLUMNS)
    table = decomposition(data, found).set_index(["theme", "part"])["contribution"]
    chars = data.rows["n_chars"].tolist()  # 30, 10 | 14, 16, 10
    share = [chars[0] / 40, chars[2] / 40, chars[3] / 40]
    rate = [1e4 / chars[0], 1e4 / chars[2], 0.0]  # 韧性 stands once, in the first half
    old = [share[0] * 0.75, share[0] * 0.25]
    heavier = (rate[0] + rate[1]) / 2 * (share[1] - old[0])
    heavier += (rate[0] + rate[2]) / 2 * (share[2] - old[1])
    reworded = (share[1] + old[0]) / 2 * (rate[1] - rate[0])
    reworded += (share[2] + old[1]) / 2 * (rate[2] - rate[0])
    assert table["韧性", "heavier"] == pytest.approx(heavier)
    assert table["韧性", "reworded"] == pytest.approx(reworded)
    assert heavier + reworded == pytest.approx(0)  # as much text, as many mentions


def test_parts_add_up_on_any_text() -> None:
    documents = planted({"韧性": (0.2, 1.2), "产业": (1, 1), "边境": (0.1, 0.3)}, sections=25)
    data = measured(documents)
    total = (
        decomposition(data, counterparts(documents, measured(documents)))
        .groupby("theme")["contribution"]
        .sum()
    )
    rates = shifts(data, n_resamples=9).query("lens == 'rate'").set_index("theme")["difference"]
    assert total.to_dict() == pytest.approx(rates.to_dict())


# --- the shared sections alone ---

SUBJECTS = [
    f"{a}{b}{c}工程建设管理办法"
    for a in ("水利", "交通", "教育", "医疗", "住房")
    for b in ("规划", "投资", "监测", "培训", "评估")
    for c in ("甲", "乙")
]


def test_what_one_side_adds_does_not_count_among_shared_sections() -> None:
    rng = np.random.default_rng(4)
    shared = [text * 3 + "韧性" * int(rng.poisson(1)) for text in SUBJECTS]
    again = [text * 3 + "韧性" * int(rng.poisson(1)) for text in SUBJECTS]
    added = [
        f"全新领域{chr(0x4E00 + 40 * k)}{chr(0x4E20 + 40 * k)}。" + "韧性" * 9 for k in range(15)
    ]
    documents = [document("甲", shared), document("乙", again + added, date="2024-01-01")]
    data = measured(documents)
    alone = shared_shifts(data, counterparts(documents, measured(documents)), n_resamples=999)
    row = alone[(alone["theme"] == "韧性") & (alone["lens"] == "rate")].iloc[0]
    assert row["counterparts"] == len(SUBJECTS)
    assert row["verdict"] == "no_clear_change"
    every = shifts(data, n_resamples=999)
    assert (
        every[(every["theme"] == "韧性") & (every["lens"] == "rate")].iloc[0]["verdict"] == "rises"
    )


def test_a_shift_within_shared_sections_is_found() -> None:
    rng = np.random.default_rng(4)
    sides = [
        [text * 3 + "韧性" * int(rng.poisson(mean)) for text in SUBJECTS] for mean in (0.5, 2.5)
    ]
    documents = [document("甲", sides[0]), document("乙", sides[1], date="2024-01-01")]
    table = shared_shifts(
        measured(documents), counterparts(documents, measured(documents)), n_resamples=999
    )
    assert (
        table[(table["theme"] == "韧性") & (table["lens"] == "rate")].iloc[0]["verdict"] == "rises"
    )


def test_a_theme_in_five_pairs_cannot_reach_five_percent() -> None:
    before = [text * 3 for text in SUBJECTS]
    after = [text + "韧性" * 3 if k < 5 else text for k, text in enumerate(before)]
    documents = [document("甲", before), document("乙", after, date="2024-01-01")]
    table = shared_shifts(
        measured(documents), counterparts(documents, measured(documents)), n_resamples=99
    )
    row = table[(table["theme"] == "韧性") & (table["lens"] == "rate")].iloc[0]
    assert (row["note"], row["verdict"]) == ("few_mentions", "too_few_sections")


def test_without_counterparts_nothing_is_compared() -> None:
    documents = [
        document("甲", ["完善防洪设施体系。"]),
        document("乙", ["户籍制度改革。"], date="2024-01-01"),
    ]
    table = shared_shifts(measured(documents), counterparts(documents, measured(documents)))
    assert set(table["note"]) == {"no_units"}
    assert set(table["verdict"]) == {"not_comparable"}


# --- trend ---


def years(means: tuple[float, ...], documents: int = 5):
    rng = np.random.default_rng(5)
    return [
        document(
            f"{2018 + 2 * k} {number}",
            ["城市发展" * 30 + "韧性" * int(rng.poisson(mean)) for _ in range(12)],
            date=f"{2018 + 2 * k}-05-0{number + 1}",
        )
        for k, mean in enumerate(means)
        for number in range(documents)
    ]


def test_a_planted_trend_is_found_with_its_slope() -> None:
    table = trend(measured(years((0.5, 1.5, 2.5, 3.5))), n_resamples=999)
    row = table[(table["theme"] == "韧性") & (table["lens"] == "rate")].iloc[0]
    assert (row["verdict"], row["unit"]) == ("rises", "document")
    # one mention per section of about 120 characters and 2 years more
    assert row["slope"] == pytest.approx(10_000 / 124 / 2, rel=0.25)
    silent = table[(table["theme"] == "边境") & (table["lens"] == "rate")].iloc[0]
    assert (silent["note"], pd.isna(silent["p"])) == ("no_mentions", True)


def test_up_and_down_is_no_trend() -> None:
    table = trend(measured(years((0.5, 3.0, 3.0, 0.5))), n_resamples=999)
    assert (
        table[(table["theme"] == "韧性") & (table["lens"] == "rate")].iloc[0]["verdict"]
        == "no_clear_change"
    )


def test_two_groups_or_few_documents_have_no_trend() -> None:
    assert trend(measured(years((1, 2)))).empty
    assert trend(measured(years((1, 2, 3), documents=4))).empty


def test_slope_is_that_of_numpy() -> None:
    data = measured(years((0.5, 1.0, 2.5)))
    table = trend(data, n_resamples=9)
    row = table[(table["theme"] == "韧性") & (table["lens"] == "rate")].iloc[0]
    rates = [
        data.mentions[data.of_group(g), 0].sum()
        / data.rows.loc[data.of_group(g), "n_chars"].sum()
        * 10_000
        for g in data.groups
    ]
    assert row["slope"] == pytest.approx(np.polyfit([2018, 2020, 2022], rates, 1)[0])


def test_five_documents_a_group_make_documents_the_unit_of_a_trend() -> None:
    documents = [
        d for k, mean in enumerate((0.5, 1.5, 3.0)) for d in many(5, mean, f"{2018 + k}-01-01", k)
    ]
    table = trend(measured(documents), n_resamples=499)
    assert table.iloc[0]["unit"] == "document"
    assert table.iloc[0]["verdict"] == "rises"


# --- power ---


def test_power_rises_with_the_shift_and_with_the_sections() -> None:
    small, large = (
        power(
            measured(planted({"韧性": (0.4, 0.4), "产业": (1, 1), "边境": (0, 0)}, sections=n)),
            n_simulations=200,
        ).query("lens == 'rate'")
        for n in (25, 100)
    )
    for table in (small, large):
        row = table[table["theme"] == "韧性"].iloc[0]
        assert row["power_1_5"] < row["power_2"]
    assert small.iloc[0]["power_2"] < large.iloc[0]["power_2"]
    assert large.iloc[0]["smallest_ratio"] <= 2
    assert small[small["theme"] == "边境"].iloc[0]["note"] == "no_mentions"


def test_too_few_sections_have_no_power() -> None:
    table = power(measured(planted({"韧性": (0.4, 0.4)}, sections=10)))
    assert set(table["note"]) <= {"too_few_units", "no_mentions", "no_units"}
    assert table["power_2"].isna().all()


# --- coverage ---

PAIR = [
    document("甲", ["韧性城市，韧性。", "产业。", "乡村风貌。"]),
    document("乙", ["安全。", "安全，韧性。"], date="2022-01-01"),
]
TWO_TERMS = [Theme("韧性", ("韧性", "安全")), Theme("产业", ("产业",))]


def test_terms_carry_their_theme() -> None:
    found = places(PAIR, TWO_TERMS, PlainFinder())
    assert [
        (row.term, PAIR[0 if row.doc_id == "甲" else 1].text[row.start : row.end])
        for row in found.itertuples()
    ] == [
        ("韧性", "韧性"),
        ("韧性", "韧性"),
        ("产业", "产业"),
        ("安全", "安全"),
        ("安全", "安全"),
        ("韧性", "韧性"),
    ]
    table = term_coverage(found, labelled(PAIR))
    row = table[(table["group"] == "2022") & (table["term"] == "安全")].iloc[0]
    assert (row["mentions"], row["sections"], row["share"]) == (2, 2, pytest.approx(2 / 3))
    assert table.groupby(["theme", "group"])["share"].sum().to_list() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("exclusive", [False, True])
def test_places_are_the_mentions_that_the_lenses_count(exclusive: bool) -> None:
    documents = [document("甲", ["安全韧性城市。", "韧性。"])]
    themes = [Theme("安全", ("安全韧性",)), Theme("韧性", ("韧性",))]
    counting = Counting(exclusive=exclusive)
    found = places(documents, themes, PlainFinder(), counting=counting)
    assert found["theme"].value_counts().to_dict() == {"安全": 1, "韧性": 1 if exclusive else 2}
    counted = measured(documents, themes, counting=counting).mentions.sum(axis=0)
    assert found["theme"].value_counts()[["安全", "韧性"]].to_list() == counted.tolist()


def test_words_around_a_mention_stay_within_their_section() -> None:
    table = kwic(places(PAIR, TWO_TERMS, PlainFinder()), PAIR, width=3)
    assert table[["left", "term", "right"]].to_numpy().tolist()[:3] == [
        ["", "韧性", "城市，"],
        ["城市，", "韧性", "。"],
        ["", "产业", "。"],
    ]


def test_first_appearances() -> None:
    table = first_appearances(places(PAIR, TWO_TERMS, PlainFinder())).set_index("term")
    assert (table.loc["韧性", "year"], table.loc["安全", "year"]) == (2020, 2022)
    assert table.loc["安全", "path"] == "一/1"


def test_sections_without_any_theme_are_shown() -> None:
    assert uncovered(PAIR, places(PAIR, TWO_TERMS, PlainFinder()))["path"].to_list() == ["一/3"]


def test_the_strongest_term_is_left_out() -> None:
    assert strongest_terms(places(PAIR, TWO_TERMS, PlainFinder()), TWO_TERMS) == {"韧性": "韧性"}
    documents = planted({"韧性": (0.2, 1.5), "产业": (1, 1)})
    themes = [Theme("安全", ("韧性", "产业"))]
    table = leave_one_out(documents, themes, PlainFinder(), labelled(documents), n_resamples=99)
    row = table[table["lens"] == "rate"].iloc[0]
    without = shifts(
        measured(documents, [Theme("安全", ("产业" if row["left_out"] == "韧性" else "韧性",))]),
        n_resamples=99,
    )
    assert row["difference_without"] == pytest.approx(
        without[without["lens"] == "rate"].iloc[0]["difference"]
    )
    assert set(table["note"]).issubset({*NOTES, ""}) or all(
        set(n.split(";")) <= {*NOTES, ""} for n in table["note"]
    )


# --- robustness ---


class BlindFinder(PlainFinder):
    """A tokenizer that never finds the word 韧性."""

    def occurrences(self, text, terms):
        return [span for span in super().occurrences(text, terms) if span.token != "韧性"]


def test_verdicts_that_fall_with_a_variant_are_named() -> None:
    documents = planted({"韧性": (0.2, 1.5), "产业": (1, 1), "边境": (0.5, 0.5)})
    table = robustness(
        documents,
        THEMES,
        {"base": PlainFinder(), "blind": BlindFinder()},
        labelled(documents),
        n_resamples=499,
    )
    summary = robustness_summary(table).set_index("theme")
    assert summary.loc["韧性", "verdict"] == "rises"
    assert "tokenizer blind" in summary.loc["韧性", "where_not"]
    assert summary.loc["产业", "stands"] == summary.loc["产业", "variants"]
    assert set(table["variant"]) >= {
        "tokenizer blind",
        "at least 2 mentions",
        "seed 2",
        "without the strongest term",
    }


def test_variants_differ_from_the_counting_of_the_analysis() -> None:
    documents = planted({"韧性": (0.2, 1.5), "产业": (1, 1), "边境": (0.5, 0.5)})
    counting = Counting(min_mentions=2, exclusive=True)
    finder = {"base": PlainFinder()}
    table = robustness(
        documents, THEMES, finder, labelled(documents), counting=counting, n_resamples=99
    )
    names = set(table["variant"])
    assert names >= {"at least 1 mentions", "at least 3 mentions", "inclusive counting"}
    assert not names & {"at least 2 mentions", "exclusive counting"}


def test_stop_lists_cannot_change_what_is_counted() -> None:
    documents = [
        document("甲", ["提升城市安全韧性，推进产业园区建设。"]),
        document("乙", ["增强安全韧性。建设产业园区，保障安全。"]),
    ]
    themes = [Theme("安全", ("安全韧性", "安全")), Theme("产业", ("产业园区",))]
    every_word = {
        span.token for d in documents for span in PolicyTokenizer(stopwords=()).segment(d.text)
    }
    lists = [(), "default", tuple(every_word)]
    found = [
        places(documents, themes, PolicyTokenizer(stopwords=words, insist=True)) for words in lists
    ]
    assert len(found[0]) == 5
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


def test_documents_are_dropped_where_their_group_has_others() -> None:
    documents = many(2, 0.5, "2020-01-01", 1) + many(1, 2.0, "2024-01-01", 2)
    table = robustness(
        documents, THEMES, {"base": PlainFinder()}, labelled(documents), n_resamples=99
    )
    assert {variant for variant in table["variant"] if variant.startswith("without 20")} == {
        "without 2020-0",
        "without 2020-1",
    }


def test_nothing_to_compare_has_no_robustness() -> None:
    documents = [document("甲", ["产业。"])]
    assert robustness_summary(
        robustness(documents, THEMES, {"base": PlainFinder()}, labelled(documents))
    ).empty


def test_tables_have_no_infinities() -> None:
    documents = planted({"韧性": (0.2, 1.2), "产业": (0, 1), "边境": (0, 0)})
    data = measured(documents)
    for table in (
        power(data, n_simulations=20),
        trend(data),
        decomposition(data, counterparts(documents, data)),
    ):
        assert not np.isinf(table.select_dtypes(float).to_numpy()).any()
        assert isinstance(table, pd.DataFrame)
