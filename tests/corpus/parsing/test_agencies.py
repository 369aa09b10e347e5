"""Responsibility lists become data: names, roles, open lists, document-wide clauses."""

import tomllib

import pytest

from topics.corpus.language.agency_names import canonical_agency, split_names, successor
from topics.corpus.parsing.agencies import find_agencies
from topics.corpus.parsing.parse import parse_text
from topics.resources import resource


def items(text: str) -> list[tuple[str, str, bool]]:
    return [
        (item.agency, item.role, item.open_list)
        for found in find_agencies(text)
        for item in found.items
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "（公安部、发展改革委等负责）",
            [("公安部", "joint", True), ("发展改革委", "joint", True)],
        ),
        (
            "（公安部、发展改革委等负责。）",
            [("公安部", "joint", True), ("发展改革委", "joint", True)],
        ),
        (
            "(国家发改委、住建部负责)",
            [("发展改革委", "joint", False), ("住房城乡建设部", "joint", False)],
        ),
        (
            "（教育部牵头，财政部、人社部等配合）",
            [
                ("教育部", "lead", False),
                ("财政部", "support", True),
                ("人力资源社会保障部", "support", True),
            ],
        ),
        ("（水利部会同应急部负责）", [("水利部", "lead", False), ("应急管理部", "support", False)]),
        (
            "（责任单位：市发改委、市财政局）",
            [("市发展改革委", "joint", False), ("市财政局", "joint", False)],
        ),
        (
            "（牵头单位：市住建局；配合单位：市教育局）",
            [("市住房城乡建设局", "lead", False), ("市教育局", "support", False)],
        ),
        (
            "（持续推进，牵头考核单位：市住建局、民政局）",
            [("市住房城乡建设局", "lead", False), ("市民政局", "lead", False)],
        ),
        (
            "（市工信局、市商务局按职责分工负责）",
            [("市工业和信息化局", "joint", False), ("市商务局", "joint", False)],
        ),
        (
            "（望津区、枫浦区政府负责）",
            [("望津区政府", "joint", False), ("枫浦区政府", "joint", False)],
        ),
        (
            "（天津市和河北省有关部门等负责）",
            [("天津市有关部门", "joint", True), ("河北省有关部门", "joint", True)],
        ),
        ("【民政部负责】", [("民政部", "joint", False)]),
        ("［责任单位：民政部］", [("民政部", "joint", False)]),
        (
            "责任单位：民政部、市教育局。",
            [("民政部", "joint", False), ("市教育局", "joint", False)],
        ),
        ("【责任单位】民政部", [("民政部", "joint", False)]),
        ("（市发展改革委负责，2025年底前完成）", [("市发展改革委", "joint", False)]),
        (
            "〔民政部牵头，各有关部门配合〕",
            [("民政部", "lead", False), ("有关部门", "support", False)],
        ),
        (
            "（民政部负责牵头，市教育局负责配合）",
            [("民政部", "lead", False), ("市教育局", "support", False)],
        ),
        (
            "（民政部为牵头单位，市教育局为配合单位）",
            [("民政部", "lead", False), ("市教育局", "support", False)],
        ),
        (
            "（民政部、教育部指导，各省、自治区、直辖市人民政府共同负责）",
            [
                ("民政部", "support", False),
                ("教育部", "support", False),
                ("各省级人民政府", "joint", False),
            ],
        ),
        (
            "（由市住建局牵头，会同市教育局推进）",
            [("市住房城乡建设局", "lead", False), ("市教育局", "support", False)],
        ),
        (
            "（市商务局商市财政局负责）",
            [("市商务局", "lead", False), ("市财政局", "support", False)],
        ),
        (
            "（民政部、教育部等国务院有关部门负责）",
            [("民政部", "joint", True), ("教育部", "joint", True)],
        ),
        ("（民政部等15个部门和单位负责）", [("民政部", "joint", True)]),
        (
            "（民政部等有关部门及各市、县人民政府负责）",
            [("民政部", "joint", True), ("各市、县人民政府", "joint", True)],
        ),
        (
            "（市发改委、统计局、团市委负责）",
            [
                ("市发展改革委", "joint", False),
                ("市统计局", "joint", False),
                ("团市委", "joint", False),
            ],
        ),
        (
            "（民政部、国家教育部、三大电信运营商负责）",
            [
                ("民政部", "joint", False),
                ("教育部", "joint", False),
                ("三大电信运营商", "joint", False),
            ],
        ),
        (
            "（牵头单位：市住建局责任单位：市教育局完成时限：2024年底）",
            [("市住房城乡建设局", "lead", False), ("市教育局", "joint", False)],
        ),
        (
            "（省教育厅，各市、县〔区〕人民政府抓好落实）",
            [("省教育厅", "joint", False), ("各市、县〔区〕人民政府", "joint", False)],
        ),
        (
            "（责任单位：市教育局；协助单位：市财政局）",
            [("市教育局", "joint", False), ("市财政局", "support", False)],
        ),
        (
            "【牵头单位】市住建局【配合单位】市教育局",
            [("市住房城乡建设局", "lead", False), ("市教育局", "support", False)],
        ),
    ],
)
def test_lists(written: str, expected: list[tuple[str, str, bool]]) -> None:
    assert items(f"（一）推进更新。{written.replace('(', '（').replace(')', '）')}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "第五代移动通信（5G）负责联网",
        "（企业负责人）签字",
        "（含设区市和县级市）坚决落实",
        "（2021—2035年）",
        "撤县（市）改区",
        "（有责任、有担当）",
        "（见附件）",
        "（另有规定的，由国务院有关部门负责）",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert find_agencies(text) == []
    assert parse_text(f"一、任务\n{text}。", doc_id="甲").text.endswith(f"{text}。")


def test_lists_leave_the_text_and_carry_their_section() -> None:
    text = (
        "一、任务\n（一）更新。改造管网。（住建局牵头，\n水务局配合。）\n（二）治水。疏浚河道。"
        "\n责任单位：市水务局"
    )
    document = parse_text(text.replace("，\n", "，"), doc_id="甲")
    assert document.text == "一、任务\n（一）更新。改造管网。\n（二）治水。疏浚河道。"
    assert [(mention.path, mention.agency, mention.role) for mention in document.agencies] == [
        ("一/（一）", "住房城乡建设局", "lead"),
        ("一/（一）", "水务局", "support"),
        ("一/（二）", "市水务局", "joint"),
    ]
    assert [change.text for change in document.changes if change.kind == "agency_list"] == [
        "（住建局牵头，水务局配合。）",
        "责任单位：市水务局",
    ]


@pytest.mark.parametrize("divider", ["\t", "    "])
def test_columns_of_a_table_that_name_agencies(divider: str) -> None:
    rows = [
        "序号 任务 牵头单位 配合单位 时限",
        "1 更新管网 市住建局 市财政局、市水务局等 年底",
        "2 改造小区 市民政局 各区县政府 明年",
    ]
    document = parse_text(
        "一、分工\n" + "\n".join(row.replace(" ", divider) for row in rows), doc_id="甲"
    )
    assert [(mention.agency, mention.role, mention.open_list) for mention in document.agencies] == [
        ("市住房城乡建设局", "lead", False),
        ("市财政局", "support", True),
        ("市水务局", "support", True),
        ("市民政局", "lead", False),
        ("各区县政府", "support", False),
    ]
    assert "市住建局" not in document.text
    assert "改造小区" in document.text


def test_a_row_without_its_last_cells() -> None:
    document = parse_text(
        "一、分工\n序号\t任务\t牵头单位\t配合单位\n1\t更新管网\t市住建局\n合计\t市水务局\n",
        doc_id="甲",
    )
    assert [(mention.agency, mention.role) for mention in document.agencies] == [
        ("市住房城乡建设局", "lead")
    ]


def test_lists_may_stay() -> None:
    document = parse_text("一、任务\n改造管网。（市住建局负责）", doc_id="甲", keep_agencies=True)
    assert document.text.endswith("（市住建局负责）")
    assert [mention.path for mention in document.agencies] == ["一"]


def test_document_wide_clauses() -> None:
    text = (
        "一、任务\n（一）更新。改造。（公安部等负责。下列工作均需各省级有关部门落实，"
        "后文从略）\n（二）治水。疏浚。（水利部负责）"
    )
    document = parse_text(text, doc_id="甲")
    assert [(mention.agency, mention.scope, mention.path) for mention in document.agencies] == [
        ("公安部", "section", "一/（一）"),
        ("省级有关部门", "document", ""),
        ("水利部", "section", "一/（二）"),
    ]


@pytest.mark.parametrize(
    ("clause", "agencies"),
    [
        ("以上任务均需各有关部门配合，不再一一列出。", [("有关部门", "support")]),
        (
            "注：以下所有工作均由各区县（自治县）政府、云川新区管委会共同落实，不再单独列出。",
            [("各区县（自治县）政府", "joint"), ("云川新区管委会", "joint")],
        ),
        (
            "各项任务涉及地方的，由各省（区、市）人民政府负责落实，文中不再一一列出。",
            [("各省级人民政府", "joint")],
        ),
        ("（以下均须各区县政府落实，不另行列出）", [("各区县政府", "joint")]),
    ],
)
def test_document_wide_clauses_in_other_words(clause: str, agencies: list[tuple[str, str]]) -> None:
    document = parse_text(f"一、任务\n{clause}\n（一）更新。改造管网。（公安部负责）", doc_id="甲")
    assert [
        (mention.agency, mention.role)
        for mention in document.agencies
        if mention.scope == "document"
    ] == agencies
    assert "列出" not in document.text


def test_names_with_he_inside() -> None:
    assert split_names("工业和信息化部、文化和旅游部、住房和城乡建设部、市自然资源和规划局") == [
        "工业和信息化部",
        "文化和旅游部",
        "住房和城乡建设部",
        "市自然资源和规划局",
    ]
    assert split_names("发展改革委和财政部") == ["发展改革委", "财政部"]


def test_dictionary() -> None:
    table = tomllib.loads(resource("dictionary/agencies.toml").read_text(encoding="utf-8"))
    names = table["agencies"]
    written = [*names] + [alias for entry in names.values() for alias in entry["aliases"]]
    assert len(names) >= 80
    assert len(written) == len(set(written))
    assert all(entry["successor"] in names for entry in names.values() if "successor" in entry)
    assert (
        canonical_agency("国家发展和改革委员会")
        == canonical_agency("国家发改委")
        == canonical_agency("发展改革委")
    )


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("国土资源部", "自然资源部"),
        ("银监会", "金融监管总局"),
        ("银保监会", "金融监管总局"),
        ("乡村振兴局", "农业农村部"),
        ("国务院扶贫办", "农业农村部"),
        ("财政部", "财政部"),
        ("国务院三峡工程建设委员会办公室", "水利部"),
        ("人事部", "人力资源社会保障部"),
        ("国家环保总局", "生态环境部"),
        ("煤矿安监局", "矿山安监局"),
    ],
)
def test_reforms_of_2018_and_2023(before: str, now: str) -> None:
    assert successor(canonical_agency(before)) == now
