"""The facts of themes in documents: marks, carriers, shares, ranks and the step that holds a
change.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from tests.answer.making import counted, plan
from tests.toys import PlainFinder
from topics.answer.facts import COLUMNS, facts
from topics.answer.marks import MARKS, between
from topics.answer.sides import group_sides
from topics.answer.theme_counts import theme_counts
from topics.corpus.document import Document
from topics.emphasis.coverage import places
from topics.emphasis.guards import guards
from topics.emphasis.lens_places import heading_places
from topics.emphasis.lenses import measure
from topics.themes import Theme

FILL = "我们在这里写下许多别的文字以充篇幅"  # 17 characters without any term
INDUSTRY, HOUSING = Theme("产业", ("产业",)), Theme("住房", ("住房",))


def row(table: pd.DataFrame, theme: str, *pair: str) -> pd.Series:
    chosen = table[table["theme"] == theme]
    for name, group in zip(("reference", "target"), pair, strict=False):
        chosen = chosen[chosen[name] == group]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_a_theme_that_spreads_over_items_is_counted_by_hand() -> None:
    documents = [
        plan("2020", ("总则", [f"产业{FILL}", FILL, FILL, FILL])),
        plan("2022", ("总则", [f"产业产业{FILL}"] * 4)),
    ]
    found = row(facts(counted(documents, INDUSTRY)), "产业")
    assert (found["mentions_reference"], found["mentions_target"]) == (1, 8)
    assert (found["sections_reference"], found["sections_target"]) == (1, 4)
    assert (found["n_chars_reference"], found["n_chars_target"]) == (72, 86)  # with 总则
    assert found["rate_target"] == pytest.approx(80_000 / 86)
    assert found["ratio"] == pytest.approx(8 * 72 / 86)
    assert found["excess"] == pytest.approx(8 - 86 / 72)
    # without one section of 21 characters (the first, with 总则, has 23): 6 mentions in 65
    assert found["ratio_without"] == pytest.approx((6.5 / 65) / (1.5 / 72))
    assert (found["grade"], found["spread"]) == ("much_more", "spread")
    assert (found["section_share_reference"], found["section_share_target"]) == (0.25, 1.0)
    assert found["text_share_reference"] == pytest.approx(21 / 72)
    assert (found["main_term"], found["main_term_share"]) == ("产业", 1.0)
    assert found["note"] == "one_term"
    assert found["carried_by"] == ""


def test_mentions_are_those_of_the_lenses() -> None:
    documents = [plan("2020", ("产业", [f"产业住房{FILL}", FILL])), plan("2022", ("住房", [FILL]))]
    counts = counted(documents, INDUSTRY, HOUSING)
    lenses = measure(documents, [INDUSTRY, HOUSING], PlainFinder(), counts.rows["group"])
    np.testing.assert_array_equal(counts.mentions.toarray(), lenses.mentions)


def test_one_section_is_named() -> None:
    documents = [
        plan("2020", ("总则", [f"产业{FILL}", FILL, FILL, FILL])),
        plan("2022", ("总则", [FILL, f"{'产业' * 9}{FILL}", f"产业{FILL}", f"产业{FILL}"])),
    ]
    found = row(facts(counted(documents, INDUSTRY)), "产业")
    assert (found["grade"], found["spread"]) == ("much_more", "one_section")
    assert found["carried_by"] == "2022#1/2"


def test_a_heading_counts_once_and_is_left_out_of_the_body() -> None:
    documents = [
        plan("2020", ("总则", [FILL])),
        plan("2022", ("发展产业", [f"产业园区：壮大产业{FILL}", FILL])),
    ]
    found = row(facts(counted(documents, INDUSTRY)), "产业")
    assert (found["mentions_target"], found["body_target"]) == (3, 1)
    assert (found["grade"], found["spread"], found["mark"]) == ("new", "own_item", "chapter_gained")


def test_a_theme_in_headings_alone_is_called_so() -> None:
    items = [f"产业{word}：{FILL}" for word in "甲乙丙"]
    documents = [plan("2020", ("总则", [FILL])), plan("2022", ("总则", items))]
    found = row(facts(counted(documents, INDUSTRY)), "产业")
    assert (found["mentions_target"], found["body_target"]) == (3, 0)
    assert (found["grade"], found["spread"], found["mark"]) == (
        "new",
        "headings_only",
        "item_gained",
    )


def test_the_same_text_four_times_as_long_falls_in_nothing() -> None:
    short = [f"产业住房{FILL}", f"产业{FILL}", f"住房{FILL}", f"产业产业{FILL}"]
    themes = (INDUSTRY, HOUSING)
    padded = [plan("2020", ("", short)), plan("2022", ("", [part + FILL * 4 for part in short]))]
    assert set(facts(counted(padded, *themes))["grade"]) == {"length"}
    repeated = [plan("2020", ("", short)), plan("2022", ("", short * 4))]
    assert set(facts(counted(repeated, *themes))["grade"]) == {"steady"}


def test_marks_say_what_a_theme_gained_and_lost() -> None:
    documents = [
        plan("2020", ("住房", [FILL]), ("总则", [f"产业：{FILL}"])),
        plan("2022", ("产业", [f"住房：{FILL}"])),
    ]
    table = facts(counted(documents, INDUSTRY, HOUSING, Theme("无", ("别的",))))
    assert row(table, "产业")["mark"] == "chapter_gained"
    assert row(table, "住房")["mark"] == "chapter_lost"
    assert row(table, "无")["mark"] == ""
    assert set(table["mark"]) <= set(MARKS)
    items = [
        plan("2020", ("总则", [f"住房：{FILL}"])),
        plan("2022", ("总则", [f"产业：{FILL}"])),
    ]
    table = facts(counted(items, INDUSTRY, HOUSING))
    assert table["mark"].tolist() == ["item_gained", "item_lost"]


def test_a_chapter_of_a_year_between_is_lost_unless_the_theme_rose() -> None:
    documents = [
        plan("2020", ("总则", [f"住房住房{FILL}"])),
        plan("2022", ("住房和产业", [FILL])),
        plan("2024", ("总则", [f"产业{FILL}"])),
    ]
    table = facts(counted(documents, INDUSTRY, HOUSING), pairs=[("2020", "2024")])
    assert row(table, "住房")["mark"] == "chapter_lost"
    assert row(table, "产业")["mark"] == ""


def test_the_step_that_holds_most_of_a_change_is_named() -> None:
    documents = [
        plan("2020", ("总则", [f"产业{FILL}"])),
        plan("2022", ("总则", [f"产业{FILL}"])),
        plan("2024", ("总则", [f"{'产业' * 5}{FILL}"])),
    ]
    table = facts(counted(documents, INDUSTRY), pairs=[("2020", "2024"), ("2022", "2024")])
    assert table["when"].tolist() == ["2022→2024", ""]
    back = facts(counted(documents, INDUSTRY), pairs=[("2024", "2020")])
    assert back["when"].tolist() == ["2024→2022"]


def test_a_change_in_equal_steps_has_no_step_of_its_own() -> None:
    documents = [
        plan(year, ("", [f"{'产业' * n}{FILL * 10}".ljust(176, "字")]))
        for year, n in (("2020", 1), ("2022", 2), ("2024", 3))
    ]
    counts = counted(documents, INDUSTRY)
    assert counts.rows["n_chars"].tolist() == [176, 176, 176]
    assert facts(counts, pairs=[("2020", "2024")])["when"].tolist() == [""]


def test_ranks_are_among_the_themes_at_the_top() -> None:
    themes = (
        Theme("城市", ("城市",)),
        Theme("城市群", ("城市群",), parent="城市"),
        INDUSTRY,
        HOUSING,
    )
    documents = [
        plan("2020", ("总则", [f"城市城市群产业产业产业{FILL}"])),
        plan("2022", ("总则", [f"住房住房产业{FILL}"])),
    ]
    table = facts(counted(documents, *themes)).set_index("theme")
    assert table["rank_reference"].tolist() == [2, pd.NA, 1, 3]
    assert table["rank_target"].tolist() == [3, pd.NA, 2, 1]
    assert table.loc["城市", "mentions_reference"] == 2  # with those of the theme below it
    assert table["parent"].tolist() == ["", "城市", "", ""]


def test_first_and_last_document_are_by_date_whatever_the_order_of_files() -> None:
    documents = [
        plan("2022", ("总则", [f"产业住房{FILL}"])),
        plan("2024", ("总则", [f"住房{FILL}"])),
        plan("2020", ("总则", [f"产业{FILL}"])),
    ]
    table = facts(counted(documents, INDUSTRY, HOUSING, Theme("无", ("没有",))))
    ends = table.groupby("theme", sort=False)[["first_doc", "last_doc"]].first()
    assert ends.to_numpy().tolist() == [["2020", "2022"], ["2022", "2024"], ["", ""]]
    again = facts(counted(documents[::-1], INDUSTRY, HOUSING, Theme("无", ("没有",))))
    pd.testing.assert_frame_equal(table, again)


def test_the_share_of_sections_is_missing_where_sections_differ_in_length() -> None:
    documents = [
        plan("2020", ("", [f"产业{FILL}"] * 2)),  # 19 characters each
        plan("2022", ("", [f"产业{FILL}".ljust(28, "字")] * 2)),  # 1.47 times as many
        plan("2024", ("", [f"产业{FILL}".ljust(43, "字")] * 2)),  # 1.54 times as many as 2022
    ]
    table = facts(counted(documents, INDUSTRY), pairs=[("2020", "2022"), ("2022", "2024")])
    assert table["section_share_target"].isna().tolist() == [False, True]
    assert table["section_share_reference"].isna().tolist() == [False, True]


def test_the_term_that_carries_a_change_and_the_guards_stand_in_the_line() -> None:
    theme = Theme("产业", ("产业", "制造业"))
    documents = [
        plan("2020", ("", [FILL] * 3), genre="年度重点任务"),
        plan(
            "2022", ("", [f"产业产业制造业{FILL}", f"产业产业{FILL}", f"产业{FILL}"]), genre="规划"
        ),
    ]
    counts = counted(documents, theme)
    beside = guards(documents, counts.rows["group"])
    found = row(facts(counts, guards=beside), "产业")
    assert found["main_term"] == "产业"
    assert found["main_term_share"] == pytest.approx(5 / 6)
    assert found["note"] == "genre；documents；one_term"


def test_a_pair_that_does_not_exist_is_named() -> None:
    documents = [plan("2020", ("总则", [FILL])), plan("2022", ("总则", [FILL]))]
    with pytest.raises(ValueError, match="no group '2021' to compare; there are: 2020, 2022"):
        facts(counted(documents, INDUSTRY), pairs=[("2020", "2021")])


def test_labels_must_fit_the_sections() -> None:
    documents = [plan("2020", ("总则", [FILL, FILL]))]
    with pytest.raises(ValueError, match="labels has 1 rows for 2 leaf sections"):
        theme_counts(
            documents,
            [INDUSTRY],
            pd.Series(["2020"]),
            places=places(documents, [INDUSTRY], PlainFinder()),
            headings=heading_places(documents, [INDUSTRY], PlainFinder()),
        )


@pytest.mark.parametrize("documents", [[], [Document("空")], [plan("2020", ("", [FILL]))]])
def test_without_a_pair_there_are_no_facts(documents: list[Document]) -> None:
    table = facts(counted(documents, INDUSTRY))
    assert len(table) == 0
    assert list(table.columns) == list(COLUMNS)


def test_documents_without_a_theme_and_of_one_section_have_facts() -> None:
    documents = [plan("2020", ("", [FILL])), plan("2022", ("", [f"产业{FILL}"]))]
    assert facts(counted(documents, INDUSTRY))["grade"].tolist() == ["mentioned"]
    assert facts(counted(documents)).empty


def test_documents_without_a_group_stay_out() -> None:
    documents = [
        plan("2020", ("", [FILL])),
        plan("2022", ("", [f"产业{FILL}"])),
        plan("2021", ("产业", [f"产业{FILL}"]), name="无"),
    ]
    table = facts(counted(documents, INDUSTRY, by=["2020", "2022", ""]))
    assert table[["mentions_target", "first_doc", "last_doc"]].to_numpy().tolist() == [
        [1, "2022", "2022"]
    ]


def test_the_strongest_section_does_not_depend_on_the_order_of_files() -> None:
    rows = pd.DataFrame(
        {"doc_id": list("乙甲丙"), "path": "一", "group": "g", "n_chars": [9, 9, 8]}
    )
    column = np.array([[2], [2], [1]])
    for order in ([0, 1, 2], [2, 1, 0]):
        part = rows.iloc[order].reset_index(drop=True)
        top = group_sides(csr_array(column[order]), part, ["g"])["g"].top_row[0]
        assert part["doc_id"][top] == "乙"  # by code point before 甲


def test_between_goes_with_time_or_against_it() -> None:
    assert between(["a", "b", "c"], "a", "b") == ["a", "b"]
    assert between(["a", "b", "c"], "c", "a") == ["c", "b", "a"]
