"""Chapters: matched by name, by formal kind and by their cores, with their share of the text."""

from pathlib import Path

import pandas as pd
import pytest

from tests.answer.making import counted, plan
from tests.toys import PlainFinder
from topics.answer.chapters import COLUMNS, chapters, longest_run
from topics.answer.headings import (
    HeadingWords,
    heading_spans,
    read_heading_words,
    without_years,
)
from topics.corpus.document import Document, Section
from topics.emphasis.lens_places import heading_places
from topics.themes import Theme

BODY = ["改造小区和道路。"]  # 7 Han characters


def compared(*documents: Document, themes: tuple[Theme, ...] = (), **more) -> pd.DataFrame:
    return chapters(
        documents,
        counted(documents, *themes),
        headings=heading_places(documents, themes, PlainFinder()),
        **more,
    )


def statuses(table: pd.DataFrame) -> dict[tuple[str, str], str]:
    pairs = zip(table["heading_reference"], table["heading_target"], strict=True)
    return dict(zip(pairs, table["status"], strict=True))


def test_chapters_are_kept_renamed_new_and_gone() -> None:
    table = compared(
        plan("2020", ("提升城市治理水平", BODY), ("促进城乡融合发展", BODY), ("改善民生", BODY)),
        plan("2022", ("促进城乡融合发展", BODY), ("加强城市治理", BODY), ("培育产业", BODY)),
    )
    assert statuses(table) == {
        ("促进城乡融合发展", "促进城乡融合发展"): "kept",
        ("提升城市治理水平", "加强城市治理"): "renamed",
        ("", "培育产业"): "new",
        ("改善民生", ""): "gone",
    }
    assert table["heading_target"].tolist()[-1] == ""  # those that are gone stand last


def test_shares_are_of_the_text_of_a_group() -> None:
    table = compared(
        plan("2020", ("改善民生", BODY)),  # 4 + 7 characters, all of the text
        plan("2022", ("改善民生", BODY), ("培育产业", [BODY[0] * 3])),  # 11 and 25 of 36
    ).set_index("status")
    assert table.loc["kept", "share_reference"] == 1.0
    assert table.loc["kept", "share_target"] == pytest.approx(11 / 36)
    assert table.loc["new", "share_target"] == pytest.approx(25 / 36)
    assert pd.isna(table.loc["new", "share_reference"])
    assert table.loc["new", ["doc_id_target", "path_target"]].tolist() == ["2022", "2"]
    assert table.loc["new", ["doc_id_reference", "path_reference"]].tolist() == ["", ""]


def test_years_do_not_make_a_chapter_another() -> None:
    table = compared(
        plan("2020", ("2019年城镇化回顾与展望", BODY)),
        plan("2022", ("2021年城镇化回顾与展望", BODY)),
    )
    assert table["status"].tolist() == ["kept"]


@pytest.mark.parametrize(
    ("one", "other", "matches"),
    [
        ("优化城镇化空间格局", "持续优化城镇化空间布局和形态", True),
        # 城镇化 is three characters, but less than half of 潜力地区城镇化
        ("实施潜力地区城镇化水平提升行动", "持续优化城镇化空间布局和形态", False),
        ("加快推进新型城市建设", "实施城市更新和安全韧性提升行动", False),  # 城市 alone
        ("发展旅游", "发展旅游业", False),  # two characters in common
        ("关于旅游工作", "推进旅游发展", True),  # but where they are all, they are equal
        ("加快社会主义经济建设", "加强社会主义民主法制", False),
        ("推进城市更新", "深入实施城市更新行动", True),
        ("培育甲乙丙丁戊己", "培育甲乙丙庚辛壬", True),  # three of six are half
        ("培育甲乙丙丁戊己庚", "培育甲乙丙辛壬癸子", False),  # three of seven are less
    ],
)
def test_cores_match_by_their_longest_run(one: str, other: str, matches: bool) -> None:
    table = compared(plan("2020", (one, BODY)), plan("2022", (other, BODY)))
    assert (table["status"].tolist() == ["renamed"]) is matches
    swapped = compared(plan("2020", (other, BODY)), plan("2022", (one, BODY)))
    assert (swapped["status"].tolist() == ["renamed"]) is matches


def test_the_best_match_comes_first() -> None:
    table = compared(
        plan("2020", ("发展农村教育事业", BODY)),
        plan("2022", ("农村教育和农村卫生", BODY), ("农村教育事业", BODY)),
    )
    assert statuses(table) == {
        ("", "农村教育和农村卫生"): "new",
        ("发展农村教育事业", "农村教育事业"): "renamed",
    }


def test_formal_headings_match_by_kind_and_say_so() -> None:
    table = compared(
        plan("2020", ("2019年工作回顾", BODY), ("保障措施", BODY), ("改善民生", BODY)),
        plan("2022", ("总体要求", BODY), ("过去一年工作回顾", BODY), ("组织实施", BODY)),
    )
    assert statuses(table) == {
        ("", "总体要求"): "new",
        ("2019年工作回顾", "过去一年工作回顾"): "renamed",
        ("保障措施", "组织实施"): "renamed",
        ("改善民生", ""): "gone",
    }
    assert table["formal"].tolist() == ["总体要求", "工作回顾", "组织实施", ""]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("2025年政府工作任务", "工作任务"),
        ("切实加强组织领导", "组织实施"),
        ("指导思想、基本原则和主要目标", "总体要求"),
        ("附　则", "附则"),
        ("健全社会保障措施体系", ""),
        ("工作回顾与农业发展", ""),
        ("培育产业", ""),
        ("", ""),
    ],
)
def test_a_formal_heading_holds_hardly_anything_else(heading: str, kind: str) -> None:
    assert read_heading_words().kind(heading) == kind


def test_themes_of_either_heading_are_named() -> None:
    table = compared(
        plan("2020", ("城市更新与住房", BODY)),
        plan("2022", ("推进城市更新与产业", BODY)),
        themes=(Theme("住房", ("住房",)), Theme("产业", ("产业",)), Theme("无", ("无",))),
    )
    assert table[["status", "themes"]].to_numpy().tolist() == [["renamed", "产业、住房"]]


def test_one_name_in_several_documents_of_a_group_is_one_chapter() -> None:
    table = compared(
        plan("2020", ("改善民生", BODY), name="乙"),
        plan("2020", ("改善民生", BODY), name="甲"),
        plan("2022", ("改善民生", BODY)),
    )
    assert table["status"].tolist() == ["kept"]
    assert table["share_reference"].tolist() == [1.0]
    assert table["doc_id_reference"].tolist() == ["乙"]  # by code point before 甲


def test_the_order_of_files_changes_nothing() -> None:
    documents = [
        plan("2020", ("改善民生", BODY), ("农村教育", BODY), name="甲"),
        plan("2020", ("农村教育事业", BODY), name="乙"),
        plan("2022", ("发展农村教育", BODY), ("培育产业", BODY)),
    ]
    pd.testing.assert_frame_equal(compared(*documents), compared(*documents[::-1]))


def test_documents_without_chapters_have_none() -> None:
    table = compared(plan("2020", ("", BODY)), plan("2022", ("", BODY)))
    assert table.empty
    assert list(table.columns) == list(COLUMNS)
    assert compared(Document("空")).empty


def test_the_words_of_headings_can_be_replaced() -> None:
    words = HeadingWords(light=("奋力", "谱写", "新篇章"))
    assert words.core("奋力谱写水利新篇章") == "水利"
    table = compared(
        plan("2020", ("总体要求", BODY)), plan("2022", ("组织实施", BODY)), words=words
    )
    assert table["formal"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("light = ", "headings.toml: no valid TOML .* write light = "),
        ('light = "推进"', "headings.toml: light is no list of words; write light = "),
        ('[formal]\n"附则" = [1]', "headings.toml: 附则 is no list of words; write light = "),
        ("formal = 3", "headings.toml: formal is no list of words; write light = "),
    ],
)
def test_a_faulty_list_is_named_with_the_remedy(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "headings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_heading_words(tmp_path / "headings.toml")


def test_the_longest_run_is_one_of_all_substrings() -> None:
    one, other = "城市更新和安全韧性", "安全与城市更新"
    parts = {one[a:b] for a in range(len(one)) for b in range(a + 1, len(one) + 1)}
    expected = max(len(part) for part in parts if part in other)
    assert longest_run(one, other) == longest_run(other, one) == expected == 4
    assert longest_run("", "城市") == 0


def test_names_lose_years_and_spaces_alone() -> None:
    assert without_years("“十四五”时期 城镇化") == without_years("“十三五”时期城镇化") == "城镇化"
    assert without_years("第一批试点") == "第一批试点"


def test_heading_lines_end_where_the_heading_ends() -> None:
    text = "一、总则\n（一）城市更新。改造小区。\n二、没有写的标题\n正文"
    sections = (
        Section("甲", "一", 1, "总则", 0, 18, leaf=False),
        Section("甲", "一/（一）", 2, "城市更新", 0, 18, True, 5),
        Section("甲", "二", 1, "另一个标题", 18, len(text), leaf=True),
    )
    spans = heading_spans(Document("甲", text, sections))
    assert [text[start:end] for start, end in spans] == ["一、总则", "（一）城市更新"]
