"""Headings of every kind, look-alikes, leads, continuous and restarting numbers, annexes; leaves
tile the text.
"""

import pytest

from topics.corpus.document import Document
from topics.corpus.parsing.headings.tree import outline, parse_sections
from topics.corpus.parsing.parse import parse_text


def paths(text: str) -> list[str]:
    return [section.path for section in parse_sections(text, "甲")]


def leaves(text: str) -> dict[str, str]:
    return {
        section.path: text[section.start : section.end]
        for section in parse_sections(text, "甲")
        if section.leaf
    }


def test_every_kind_of_number_in_order() -> None:
    text = (
        "第一编 总则\n第一章 目标\n第一节 范围\n第一条 为了更新。"
        "\n（一）住房\n1.改造\n（1）水\n①管\n——坚持民生。"
    )
    assert paths(text)[-1] == "第一编/第一章/第一节/第一条/（一）/1/（1）/①/——1"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("一、目标", "一"),
        ("一．目标", "一"),
        ("（一）目标", "（一）"),
        ("(一)目标", "（一）"),
        ("㈠目标", "（一）"),
        ("1.目标", "1"),
        ("1．目标", "1"),
        ("1、目标", "1"),
        ("1﹒目标", "1"),
        ("（1）目标", "（1）"),
        ("⑴目标", "（1）"),
        ("1）目标", "1）"),
        ("①目标", "①"),
        ("——目标明确", "——1"),
        ("第一章　总则", "第一章"),
        ("第1章 总则", "第1章"),
        ("第一条之一　范围", "第一条之一"),
    ],
)
def test_forms_of_a_number(line: str, path: str) -> None:
    assert paths(f"{line}\n正文。") == [path]


@pytest.mark.parametrize(
    "line",
    [
        "（5G）网络建设。",
        "（郊）铁路。",
        "（PM2.5）治理。",
        "（市）改区要从严。",
        "一、二、三产业融合。",
        "二、三产业融合。",
        "1.5万户。",
        "3.14是圆周率。",
        "第三条规定的情形。",
        "第三章至第五章。",
        "第五条第二款。",
        "2025年底前完成。",
        "1. 指标  65  70",
    ],
)
def test_look_alikes_are_text(line: str) -> None:
    assert paths(f"一、目标\n{line}\n二、任务\n正文。") == ["一", "二"]


def test_a_number_out_of_line_is_text() -> None:
    assert paths("一、目标\n（一）甲。\n（十七）是文中的话\n（二）乙。") == [
        "一",
        "一/（一）",
        "一/（二）",
    ]


def test_a_number_before_the_one_that_is_due_is_text() -> None:
    assert paths(
        "一、目标\n（一）甲。\n（三）是文中的话\n（二）乙。\n二、任务\n（一）丙。\n（三）丁。"
    ) == [
        "一",
        "一/（一）",
        "一/（二）",
        "二",
        "二/（一）",
        "二/（三）",
    ]


def test_an_excerpt_may_begin_in_the_middle() -> None:
    assert paths("三、任务\n正文。\n四、保障\n正文。") == ["三", "四"]


def test_numbers_run_through_the_chapters() -> None:
    text = "一、甲\n（一）子。\n（二）丑。\n二、乙\n（三）寅。\n（四）卯。"
    assert paths(text) == ["一", "一/（一）", "一/（二）", "二", "二/（三）", "二/（四）"]


def test_missing_levels() -> None:
    assert paths("一、甲\n1.子。\n2.丑。\n二、乙\n（一）寅。\n1.卯。") == [
        "一",
        "一/1",
        "一/2",
        "二",
        "二/（一）",
        "二/（一）/1",
    ]


def test_parentheses_above_chapters() -> None:
    text = "（一）经济建设\n一、农业要稳。\n二、工业要快。\n（二）外交\n正文。"
    assert paths(text) == ["（一）", "（一）/一", "（一）/二", "（二）"]


def test_a_count_inside_its_own_kind() -> None:
    text = (
        "一、回顾\n二、任务\n一、稳增长，提效益\n二、调结构，促改革\n三、惠民生，防风险\n三、"
        "保障\n四、外交"
    )
    assert paths(text) == ["一", "二", "二/一", "二/二", "二/三", "三", "四"]


def test_leads_and_headings_without_text() -> None:
    text = "前言。\n一、甲\n引语。\n（一）子。正文。\n二、乙\n（一）丑。正文。"
    assert list(leaves(text)) == ["0", "一/0", "一/（一）", "二/（一）"]
    assert leaves(text)["二/（一）"] == "二、乙\n（一）丑。正文。"
    assert "".join(leaves(text).values()) == text


def test_headings_run_in_until_the_first_stop() -> None:
    section = parse_sections("一、任务\n（一）推进更新。完善设施。补齐短板。", "甲")[1]
    assert section.heading == "推进更新"


def test_articles_have_a_heading_only_in_brackets() -> None:
    found = parse_sections("第一条 【目的】为了更新。\n第二条 本办法适用于全市。", "甲")
    assert [section.heading for section in found] == ["目的", ""]


def test_no_headings_no_tree() -> None:
    assert paths("要统筹推进。\n要压实责任。") == ["段1", "段2"]
    assert paths("") == []


def test_annexes_and_second_plans_count_anew() -> None:
    text = "一、甲\n正文。\n二、乙\n正文。\n附件1\n任务清单\n一、丙\n正文。\n附件2\n一、丁\n正文。"
    assert paths(text) == ["一", "二", "附件1", "附件1/一", "附件2", "附件2/一"]
    text = "一、甲\n正文。\n二、乙\n正文。\n云川市行动计划\n一、丙\n正文。"
    assert paths(text) == ["一", "二", "云川市行动计划", "云川市行动计划/一"]


def test_a_heading_wrapped_over_two_lines() -> None:
    lines = [
        "一、推动以街道为基本单元的旧厂房改造更新",
        "挖潜增效",
        "扶持一批临近轨道站点并且权属清晰的旧厂房",
        "优先改造，提升消防安全等级，完善停车充电",
        "设施，促进新老建筑衔接。",
    ]
    document = parse_text("\n".join(lines), doc_id="甲")
    assert document.sections[0].heading == "推动以街道为基本单元的旧厂房改造更新挖潜增效"


def test_outline_prints_lines_and_sizes() -> None:
    document = parse_text("\n一、总体要求\n推进更新。\n\n二、保障", doc_id="甲")
    assert outline(document) == "一  总体要求  [行 2, 9 字]\n二  保障  [行 5, 3 字]"


def test_a_section_has_the_line_of_its_own_heading() -> None:
    """The first child's leaf begins with the headings above it, so that nothing is lost; its line
    is its own.
    """
    text = (
        "第一章 总则\n第一节 目标\n一、更新\n改造管网。\n二、韧性\n防洪排涝。\n第二章"
        " 保障\n加强协同。\n一、资金\n多方筹措。"
    )
    document = parse_text(text, doc_id="甲")
    lines = {section.path: document.line(section.heading_start) for section in document.sections}
    assert lines == {
        "第一章": 1,
        "第一章/第一节": 2,
        "第一章/第一节/一": 3,
        "第一章/第一节/二": 5,
        "第二章": 7,
        "第二章/0": 7,
        "第二章/一": 9,
    }
    first = document.leaves[0]
    assert [line.split()[0] for line in document.section_text(first).splitlines()] == [
        "第一章",
        "第一节",
        "一、更新",
        "改造管网。",
    ]
    assert "一  更新  [行 3" in outline(document)


def test_same_address_twice_is_told_apart() -> None:
    text = "第一条 有下列情形：\n（一）甲；\n（二）乙。\n处罚如下：\n（一）丙；\n（二）丁。"
    assert paths(text)[-2:] == ["第一条/（一）#2", "第一条/（二）#2"]


def test_sections_of_an_empty_document() -> None:
    assert outline(Document("甲")) == ""


def test_decimal_numbers_of_a_standard() -> None:
    text = (
        "1 范围\n正文。\n2 术语和定义\n2.1 城市更新\n正文。\n2.2 管网\n正文。\n3 要求\n3.1"
        " 一般要求\n3.1.1 要统筹推进。\n3.1.2 要压实责任。\n3.5万户以上的，可以简化。\n3.2"
        " 特殊要求\n3.2.1 防洪\n1.5倍以上。\n3.2.2 排涝\n正文。\n附录A\n（规范性）\n评价表\n正文。"
    )
    assert paths(text) == [
        "1",
        "2",
        "2/2.1",
        "2/2.2",
        "3",
        "3/3.1",
        "3/3.1/3.1.1",
        "3/3.1/3.1.2",
        "3/3.2",
        "3/3.2/3.2.1",
        "3/3.2/3.2.2",
        "附录A",
    ]


def test_decimal_numbers_below_other_headings() -> None:
    assert paths(
        "第一章 总则\n1.1 目的\n正文。\n1.2 依据\n正文。\n第二章 任务\n2.1 更新\n正文。"
    ) == [
        "第一章",
        "第一章/1.1",
        "第一章/1.2",
        "第二章",
        "第二章/2.1",
    ]
    assert paths("1.任务\n1.1更新\n正文。\n1.2管网\n正文。\n2.保障\n2.1资金\n正文。") == [
        "1",
        "1/1.1",
        "1/1.2",
        "2",
        "2/2.1",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "1.1亿元投资。",
        "2.5倍增长。",
        "12 月底前完成。",
        "3.14是圆周率。",
        "4.2.7 越过的编号",
        "1.2\t3.4\t5.6",
    ],
)
def test_decimals_out_of_count_are_text(line: str) -> None:
    assert paths(f"一、目标\n1.1 更新\n正文。\n1.2 管网\n正文。\n{line}\n二、任务\n正文。") == [
        "一",
        "一/1.1",
        "一/1.2",
        "二",
    ]


def test_one_decimal_makes_no_count() -> None:
    assert paths("一、目标\n1.1 城市更新\n正文。\n二、任务\n正文。") == ["一", "二"]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("（ 二 ）任务", "（二）"),
        ("( 二 ) 任务", "（二）"),
        ("（二 ）任务", "（二）"),
        ("㈡任务", "（二）"),
    ],
)
def test_spaces_inside_a_number(line: str, path: str) -> None:
    document = parse_text(f"云川市行动计划\n（ 一 ）目标\n推进。\n{line}\n推进。", doc_id="甲")
    assert [section.path for section in document.sections] == ["（一）", path]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("二 、任务", "二"),
        ("二. 任务", "二"),
        ("二 .任务", "二"),
        ("第 二 章 任务", "第二章"),
        ("2 . 任务", "2"),
    ],
)
def test_spaces_around_a_number(line: str, path: str) -> None:
    first = {"二": "一、目标", "第二章": "第一章 目标", "2": "1.目标"}[path]
    document = parse_text(f"云川市行动计划\n{first}\n推进。\n{line}\n推进。", doc_id="甲")
    assert [section.path for section in document.sections][1:] == [path]


@pytest.mark.parametrize(
    ("annex", "path", "heading"),
    [
        ("附件1\n任务清单\n1.甲\n正文。", "附件1", "任务清单"),
        ("附件1：任务清单\n1.甲\n正文。", "附件1", "任务清单"),
        ("附件\n1.甲\n正文。", "附件", ""),
        ("附表 2\n（一）甲\n正文。", "附表2", ""),
        ("附录B\n（规范性）\n评价表\n正文。", "附录B", "评价表"),
        ("附件1\n现将有关事项说明如下，请遵照。", "附件1", ""),
    ],
)
def test_annexes_and_their_titles(annex: str, path: str, heading: str) -> None:
    sections = parse_sections(f"一、目标\n正文。\n二、任务\n正文。\n{annex}", "甲")
    assert (path, heading) in [(section.path, section.heading) for section in sections]
    assert (
        "".join(text for text in leaves(f"一、目标\n正文。\n{annex}").values())
        == f"一、目标\n正文。\n{annex}"
    )


@pytest.mark.parametrize("box", ["专栏", "專欄"])
def test_boxes_are_sections_in_either_script(box: str):
    sections = parse_sections(f"一、目标\n文字。\n{box}1 防洪\n文字。\n{box}2 排涝\n文字。", "甲")
    assert [section.path for section in sections if "专栏" in section.path] == [
        "一/专栏1",
        "一/专栏2",
    ]


# --- headings on two lines ---

TEXT = "推进城市更新，完善配套设施和公共服务体系，提高城市安全韧性和住房保障水平。"


def test_a_number_above_its_words() -> None:
    text = f"第一章\n总则\n第一条\n{TEXT}\n第二条 {TEXT}\n第二章\n规划与实施\n第三条 {TEXT}"
    assert [(s.path, s.heading) for s in parse_sections(text, "甲")] == [
        ("第一章", "总则"),
        ("第一章/第一条", ""),
        ("第一章/第二条", ""),
        ("第二章", "规划与实施"),
        ("第二章/第三条", ""),
    ]
    assert [
        s.heading for s in parse_sections(f"一、\n总体要求\n{TEXT}\n二、\n重点任务\n{TEXT}", "甲")
    ] == ["总体要求", "重点任务"]


def test_words_that_go_on_below() -> None:
    text = (
        f"一、深入实施农业转移人口落户五年行动计划加快\n推进城乡融合发展\n{TEXT}\n二、"
        f"保障措施\n{TEXT}"
    )
    assert [s.heading for s in parse_sections(text, "甲")] == [
        "深入实施农业转移人口落户五年行动计划加快推进城乡融合发展",
        "保障措施",
    ]


@pytest.mark.parametrize(
    "below",
    ["推进高质量发展", "指导思想", "市发展改革委：", "（一）目标", "推进城市更新。", "指标\t数值"],
)
def test_what_stands_below_a_heading_and_is_no_part_of_it(below: str) -> None:
    found = parse_sections(f"一、总体要求\n{below}\n{TEXT}\n二、重点任务\n{TEXT}", "甲")
    assert found[0].heading == "总体要求"
    long = parse_sections(
        f"一、深入实施农业转移人口落户五年行动计划\n{below}\n云川市\n二、重点任务\n{TEXT}", "甲"
    )
    assert long[0].heading == "深入实施农业转移人口落户五年行动计划"
