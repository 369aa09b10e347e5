"""Web pages: the article and its metadata, not the menus; whatever the page does."""

import pytest

from topics.corpus.formats.html.page import read_html
from topics.corpus.formats.read import read_source
from topics.corpus.messages import UnreadableError
from topics.corpus.options import ReadOptions

PARAGRAPHS = [
    "各区人民政府，市政府各部门：现将《云川市城市更新行动计划》发给你们，望抓紧组织实施。",
    "一、总体要求",
    "坚持以人民为中心，统筹老旧小区改造、地下管网更新与排水防涝，打造宜居、韧性、智慧城市。",
    "二、重点任务",
    "（一）推进老旧小区改造。到2025年，全面完成2000年底前建成的需改造小区，改善居民居住条件。",
]
ARTICLE = "".join(f"<p>　　{text}</p>" for text in PARAGRAPHS)
MENU = (
    "<ul>"
    + "".join(f"<li><a href='/{n}'>市政府栏目第{n}个链接文字</a></li>" for n in range(30))
    + "</ul>"
)
TABLE = (
    "<table><tr><td><b>索 引"
    " 号：</b></td><td>000014349/2024-00001</td><td>发文机关：</td><td>云川市人民政府</td></tr>"
    "<tr><td>发文字号：</td><td>云政发〔2024〕3号</td><td>发布日期：</td><td>2024年03月05日</td></tr></table>"
)


def page(
    article,
    head="<title>云川市人民政府关于印发城市更新行动计划的通知_政策文件_云川市人民政府</title>",
    before=MENU + TABLE,
):
    return (
        f"<!DOCTYPE html><html><head>{head}<style>p{{color:red}}</style></head><body><script>var"
        f" 脚本 = '不要';</script>{before}{article}<div class='foot'>主办：云川市人民政府办公室"
        " 网站标识码 备案序号</div></body></html>"
    )


def body(text):
    return [line.strip("　") for line in read_html(text).text.split("\n")]


@pytest.mark.parametrize(
    "container",
    [
        "<div id='UCAP-CONTENT'>{}</div>",
        "<div class='pages_content'><div class=TRS_Editor>{}</div></div>",
        "<td id=zoom>{}</td>",
        "<div class='whatever'>{}</div>",
        "<article>{}</article>",
        "<div><div><div>{}",
    ],
)
def test_the_article_is_found(container):
    found = body(page(container.format(ARTICLE)))
    assert found[-len(PARAGRAPHS) :] == PARAGRAPHS or found[-len(PARAGRAPHS) - 1 : -1] == PARAGRAPHS
    assert not any("栏目" in line or "脚本" in line or "color" in line for line in found)


def test_metadata_and_title_come_first():
    found = body(page(f"<div id='UCAP-CONTENT'>{ARTICLE}</div>"))
    assert (
        found[0] == "索引号：000014349/2024-00001 发文机关：云川市人民政府"
        " 标题：云川市人民政府关于印发城市更新行动计划的通知 "
        "发文字号：云政发〔2024〕3号 发布日期：2024年03月05日"
    )
    assert found[1] == "云川市人民政府关于印发城市更新行动计划的通知"


def test_the_date_that_a_site_declares():
    head = (
        '<meta name="PubDate" content="2024-03-05 10:00:00"><meta name="ArticleTitle"'
        ' content="云川市城市更新行动计划">'
    )
    found = body(page(f"<div id='zoom'>{ARTICLE}</div>", head, MENU))
    assert found[:2] == [
        "标题：云川市城市更新行动计划 发布日期：2024-03-05",
        "云川市城市更新行动计划",
    ]


def test_a_title_inside_the_article_is_not_repeated():
    found = body(page(f"<div id='zoom'><h1>云川市城市更新行动计划</h1>{ARTICLE}</div>", "", MENU))
    assert found == ["云川市城市更新行动计划", *PARAGRAPHS]


def test_data_tables_are_a_line_per_row_and_layout_tables_are_not():
    table = (
        "<table><tr><td><p>指标</p></td><td><p>2025年</p></td></tr>"
        "<tr><td>城镇化率</td><td>65%</td></tr></table>"
    )
    assert body(page(f"<div id=zoom>{ARTICLE}{table}</div>", "", ""))[-2:] == [
        "指标\t2025年",
        "城镇化率\t65%",
    ]
    layout = f"<table><tr><td>{MENU}</td><td>{ARTICLE * 5}</td></tr></table>"
    assert body(page(layout, "", ""))[-len(PARAGRAPHS) :] == PARAGRAPHS


def test_left_out_end_tags_and_line_breaks():
    text = "<p>第一段，推进城市更新工作<p>第二段，完善排水防涝体系<br>第三段，改造老旧小区</p>" * 1
    assert body(text) == [
        "第一段，推进城市更新工作",
        "第二段，完善排水防涝体系",
        "第三段，改造老旧小区",
    ]


def test_inline_markup_does_not_break_a_word():
    assert body(
        "<p>推进<b>城</b><span>市</span>更<font>新</font>，完善&#27835;&#29702;体系</p>"
    ) == ["推进城市更新，完善治理体系"]


def test_hidden_text_is_left_out():
    assert body(
        "<p>推进城市更新</p><p style='display: none'>隐藏的广告文字</p><p hidden>另一段</p>"
    ) == ["推进城市更新"]


def test_what_the_standard_parser_cannot_take_does_not_lose_the_rest():
    source = read_html("<p>推进城市更新，完善治理</p><![进]><p>其后的段落，改造老旧小区</p>")
    assert [line.strip() for line in source.text.split("\n")] == [
        "推进城市更新，完善治理",
        "其后的段落，改造老旧小区",
    ]


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_wrong_declared_charset_is_not_believed(declared, encoding):
    data = page(f"<div id=zoom>{ARTICLE}</div>", f"<meta charset={declared}>").encode(encoding)
    text = read_source(data, "通知.html", ReadOptions()).text
    assert all(paragraph in text for paragraph in PARAGRAPHS)


def test_a_page_without_text_is_named():
    with pytest.raises(UnreadableError, match="没有正文文字"):
        read_html("<html><body><script>render()</script></body></html>")


def test_deep_and_unbalanced_markup_is_read():
    deep = "<div>" * 50_000 + "推进城市更新" + "</b></i>" * 50_000
    assert body(deep) == ["推进城市更新"]


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        (
            "<ul><li>发文机关：云川市人民政府</li><li>发文字号：云政发〔2024〕3号</li></ul>",
            "发文机关：云川市人民政府 发文字号：云政发〔2024〕3号",
        ),
        ("<p><span>发布时间：2024-03-05 10:20</span></p>", "发布时间：2024-03-05"),
        (
            "<table><tr><td><b>索&nbsp;&nbsp;引&nbsp;号：</b></td><td></td><td>主题分类：</td><td>城乡建设</td></tr></table>",
            "主题分类：城乡建设",
        ),
        (
            "<div>【发布部门】：云川市人民政府</div><div>【施行日期】 2024.03.05</div>",
            "发布部门：云川市人民政府 施行日期：2024.03.05",
        ),
    ],
)
def test_metadata_in_other_shapes(markup, line):
    assert body(page(f"<div id=zoom>{ARTICLE}</div>", "", markup))[0] == line


@pytest.mark.parametrize("tag", ["h1", "p align=center", "p style='text-align: center;'"])
def test_a_break_inside_a_title_does_not_divide_it(tag):
    title = f"<{tag}>云川市人民政府关于印发<br>城市更新行动计划的通知</{tag.split()[0]}>"
    assert (
        body(f"<div id=zoom>{title}{ARTICLE}</div>")[0]
        == "云川市人民政府关于印发城市更新行动计划的通知"
    )


def read(data: bytes, name: str):
    return read_source(data, name, ReadOptions()).text.split("\n")


def test_a_short_menu_beside_the_text_is_no_text():
    menu = (
        "<div class=nav><a href=/a>首页</a> | <a href=/b>政务公开</a> | <a"
        " href=/c>互动交流</a></div>"
    )
    annexes = "<div>附件：<a href=/1.doc>分工表</a> <a href=/2.doc>项目表</a></div>"
    lines = read(
        f"<body>{menu}<h1>云川市城市更新行动计划</h1>{ARTICLE}{annexes}</body>".encode(), "a.html"
    )
    assert lines[0] == "云川市城市更新行动计划"
    assert lines[-1] == "附件：分工表 项目表"
    assert read(f"<body>{menu}</body>".encode(), "a.html")[0].startswith("首页")


def test_characters_in_spans_of_their_own_are_running_text():
    spans = "".join(
        f"<p>{''.join(f'<span>{character}</span>' for character in text)}</p>"
        for text in PARAGRAPHS
    )
    assert (
        read(f"<html><body>{MENU}{spans}</body></html>".encode(), "a.html")[-len(PARAGRAPHS) :]
        == PARAGRAPHS
    )


def test_lines_of_a_pre_stay_lines():
    assert (
        read(
            ("<html><body><pre>" + "\n".join(PARAGRAPHS) + "</pre></body></html>").encode(),
            "a.html",
        )
        == PARAGRAPHS
    )


def test_a_piece_of_a_page_in_a_text_file_is_read_as_a_page():
    assert read("\n".join(f"<p>{text}</p>" for text in PARAGRAPHS).encode(), "a.txt") == PARAGRAPHS


def test_an_empty_cell_keeps_its_place():
    rows = (
        "<tr><td>任务</td><td>牵头单位</td><td>配合单位</td></tr>"
        "<tr><td>治理内涝</td><td></td><td>市气象局</td></tr>"
    )
    assert (
        read(f"<body>{ARTICLE}<table>{rows}</table></body>".encode(), "a.html")[-1]
        == "治理内涝\t\t市气象局"
    )
