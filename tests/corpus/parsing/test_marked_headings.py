"""Headings that a file marks without a number: `##`, `<h2>`, heading styles; with numbers around
them, and misused.
"""

import re
import signal
from collections.abc import Iterator

import pytest

from tests.corpus.making import docx, p, part
from tests.support import ROOT
from topics.corpus import messages
from topics.corpus.document import Document, Section
from topics.corpus.formats.markdown import read_markdown
from topics.corpus.intake.worker import read_document
from topics.corpus.options import ReadOptions
from topics.corpus.parsing.headings.tree import outline
from topics.corpus.parsing.parse import parse_text

LINE = "推进城市更新，完善配套设施和公共服务体系，提高城市安全韧性和住房保障水平。"


def read(text: str | bytes, name: str = "文.md") -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    document = read_document(data, name, "甲", name, ReadOptions())
    assert document.status in {"ok", "repaired"}, document.reasons
    assert "".join(document.section_text(leaf) for leaf in document.leaves) == document.text
    paths = [section.path for section in document.sections]
    assert len(set(paths)) == len(paths)
    return document


def paths(text: str | bytes, name: str = "文.md") -> list[str]:
    return [section.path for section in read(text, name).sections]


def styled(*paragraphs: tuple[str, str], styles: str = "") -> bytes:
    """A DOCX of (style id, text); the styles 1 to 3 and Title are those of a Chinese word
    processor.
    """
    known = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading'
        f' {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in (1, 2, 3)
    )
    title = '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>'
    body = "".join(
        p(text, f'<w:pStyle w:val="{style}"/>' if style else "") for style, text in paragraphs
    )
    return docx(body, styles=part("styles", known + title + styles))


def page(*blocks: str) -> str:
    return f"<html><body><div id=zoom>{''.join(blocks)}</div></body></html>"


# --- one tree from marks and numbers ---


def test_numbers_stand_below_marked_headings() -> None:
    text = (
        f"# 云川这五年\n\n## 总体要求\n（一）思路。{LINE}\n（二）原则。{LINE}\n##"
        f" 重点任务\n（一）更新。{LINE}\n## 保障\n{LINE}"
    )
    assert paths(text) == [
        "总体要求",
        "总体要求/（一）",
        "总体要求/（二）",
        "重点任务",
        "重点任务/（一）",
        "保障",
    ]
    assert read(text).title == "云川这五年"


def test_marked_headings_stand_below_numbered_ones_of_a_higher_level() -> None:
    text = (
        f"## 一、总体要求\n### 目标\n{LINE}\n（一）水\n{LINE}\n### 原则\n{LINE}\n## 二、任务\n###"
        f" 更新\n{LINE}\n## 结语\n{LINE}"
    )
    assert paths(text) == [
        "一",
        "一/目标",
        "一/目标/0",
        "一/目标/（一）",
        "一/原则",
        "二",
        "二/更新",
        "结语",
    ]


def test_marked_headings_stand_below_plain_numbers_that_hold_them() -> None:
    text = (
        f"一、总体要求\n\n### 目标\n{LINE}\n\n二、重点任务\n\n### 更新\n{LINE}\n\n###"
        f" 管网\n{LINE}\n"
    )
    assert paths(text) == ["一", "一/目标", "二", "二/更新", "二/管网"]


def test_plain_numbers_that_begin_anew_stand_below() -> None:
    text = (
        f"前言。\n\n一、说明\n{LINE}\n\n## 甲部\n\n一、目标\n{LINE}\n\n二、任务\n{LINE}\n\n##"
        f" 乙部\n\n一、目标\n{LINE}\n"
    )
    assert paths(text)[-5:] == ["甲部", "甲部/一", "甲部/二", "乙部", "乙部/一"]


def test_articles_run_through_marked_chapters() -> None:
    text = f"# 云川市城市更新条例\n## 总则\n第一条　{LINE}\n第二条　{LINE}\n## 附则\n第三条　{LINE}"
    assert paths(text) == ["总则", "总则/第一条", "总则/第二条", "附则", "附则/第三条"]


def test_only_marked_headings_with_skipped_levels_and_repeated_words() -> None:
    text = (
        f"## 甲区\n\n#### 目标\n{LINE}\n\n#### 目标\n{LINE}\n\n## 乙区\n\n### 目标\n{LINE}\n\n####"
        f" 细则\n{LINE}"
    )
    assert paths(text) == [
        "甲区",
        "甲区/目标",
        "甲区/目标#2",
        "乙区",
        "乙区/目标",
        "乙区/目标/0",
        "乙区/目标/细则",
    ]


def test_a_number_out_of_line_counts_where_it_is_marked() -> None:
    assert paths(f"## 一、目标\n{LINE}\n## 七、任务\n{LINE}") == ["一", "七"]


def test_look_alikes_of_numbers_are_headings_by_their_words() -> None:
    assert paths(f"## 5G网络\n{LINE}\n## 第三条规定的落实\n{LINE}\n## 1.5万户改造\n{LINE}") == [
        "5G网络",
        "第三条规定的落实",
        "1.5万户改造",
    ]


def test_a_heading_in_a_path_has_no_mark_of_paths_and_is_not_long() -> None:
    found = read(
        f"## 投入/产出 #1\n{LINE}\n## 推进以街坊为单元的旧城改造和城乡公共服务的主要任务\n{LINE}"
    ).sections
    assert [section.path for section in found] == [
        "投入／产出 ＃1",
        "推进以街坊为单元的旧城改造和城乡公共服务…",
    ]
    assert found[1].heading == "推进以街坊为单元的旧城改造和城乡公共服务的主要任务"


def test_the_outline_shows_the_words_once() -> None:
    assert (
        outline(read(f"## 总体要求\n### 一、目标\n{LINE}"))
        == "总体要求  [行 1]\n  一  目标  [行 2, 41 字]"
    )


def test_annexes_stand_at_the_top() -> None:
    text = f"# 云川市行动计划\n## 任务\n{LINE}\n\n附件1\n\n## 清单\n{LINE}"
    assert paths(text) == ["任务", "附件1", "附件1/清单"]


# --- what is the title ---


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        (f"# 云川这五年\n{LINE}\n## 目标\n{LINE}", "云川这五年", "0"),
        (f"# 云川市行动计划\n# 目标\n{LINE}\n# 任务\n{LINE}", "云川市行动计划", "目标"),
        (f"# 目标\n{LINE}\n# 任务\n{LINE}", "", "目标"),
        (f"## 主要目标和重点任务\n{LINE}\n## 保障措施和组织安排\n{LINE}", "", "主要目标和重点任务"),
        (
            f"# 云川市人民政府\n# 关于城市更新的意见\n## 目标\n{LINE}",
            "云川市人民政府关于城市更新的意见",
            "目标",
        ),
        (f"# 总体要求\n{LINE}\n## 目标\n{LINE}", "", "总体要求"),
        (f"## 云川城市更新\n{LINE}\n### 目标\n{LINE}", "", "云川城市更新"),
        (f"# 云川这五年\n{LINE}\n{LINE}", "云川这五年", "段1"),
        (f"云川市行动计划\n## 目标\n{LINE}\n## 任务\n{LINE}", "云川市行动计划", "目标"),
    ],
)
def test_title(text: str, title: str, first: str) -> None:
    document = read(text)
    assert (document.title, document.sections[0].path) == (title, first)


def test_a_marked_heading_is_not_front_matter_for_its_words() -> None:
    document = read(
        f"# 云川市行动计划\n## 工作目标和重点任务\n{LINE}\n## 保障措施和工作安排\n{LINE}"
    )
    assert document.text.startswith("工作目标和重点任务\n")


# --- Markdown ---


def test_forms_of_a_heading_in_markdown() -> None:
    text = (
        f"总体要求\n===\n{LINE}\n\n目标任务\n---\n{LINE}\n\n###城市更新\n{LINE}\n\n### **管网**"
        f" ###\n{LINE}\n\n### 水务 {{#water .x}}\n{LINE}\n## [附件](a.docx)清单\n{LINE}\n> ##"
        f" 引文\n> {LINE}\n"
    )
    assert paths(text) == [
        "总体要求",
        "总体要求/0",
        "总体要求/目标任务",
        "总体要求/目标任务/0",
        "总体要求/目标任务/城市更新",
        "总体要求/目标任务/管网",
        "总体要求/目标任务/水务",
        "总体要求/附件清单",
    ]
    assert "#" not in read(text).text


@pytest.mark.parametrize(
    "text",
    [
        "```\n# 注释\n```",
        "~~~ sh\n```\n# 注释\n~~~",
        "    # 注释",
        "#城市更新 #民生实事",
        "#城市更新#",
        r"\# 不是标题",
        "#",
        "## 12",
        f"## {LINE}{LINE}",
        f"## {LINE[:-1]}；",
        f"{LINE}\n{LINE}\n---",
        "- 条目\n---",
        "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |",
        "**总体要求**",
    ],
)
def test_what_is_no_heading_in_markdown(text: str) -> None:
    assert paths(f"## 目标\n{LINE}\n\n{text}\n\n## 任务\n{LINE}") == ["目标", "任务"]


@pytest.fixture
def ten_seconds() -> Iterator[None]:
    """Fail what computes longer than that, however crowded the machine is."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 10)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


posix = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="counts as POSIX does")


@posix
@pytest.mark.usefixtures("ten_seconds")
@pytest.mark.parametrize(
    ("line", "headings"),
    [
        ("# a{}b", {1: 1}),
        ("##a{}b", {}),
        ("# a{}#", {1: 1}),
        ("#{}", {1: 1}),
        ("a{}\n---", {1: 2}),
        ("# {{.{}", {1: 1}),
        ("---\na{}:", {}),
    ],
)
def test_a_line_of_blanks_is_read_in_linear_time(line: str, headings: dict[int, int]) -> None:
    """Reading takes 0.04 seconds; with a quadratic expression it takes minutes."""
    assert read_markdown(line.format(" " * 200_000)).headings == headings


@posix
@pytest.mark.usefixtures("ten_seconds")
def test_a_quadratic_expression_is_stopped() -> None:
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.1)
    with pytest.raises(TimeoutError):
        re.search(r"\s+b", " " * 50_000)


def test_line_ends_of_windows_change_nothing() -> None:
    text = f"云川市行动计划\n===\n\n```\n# 注释\n```\n\n## 目标\n{LINE}\n\n任务\n---\n{LINE}"
    plain, windows = read(text), read(text.replace("\n", "\r\n"))
    assert (plain.text, plain.sections) == (windows.text, windows.sections)


def test_nothing_is_joined_to_a_marked_heading() -> None:
    wrapped = (
        "推进城市更新，完善配套设施和公共服务\n体系，提高城市安全韧性和住房保障水平\n以及治理能力，"
        "让城市更加宜居宜业美丽\n文明。\n"
    )
    text = f"{wrapped}## 老旧小区改造和地下管网更新的任务安排\n{wrapped}" * 4
    found = read(text)
    assert len(found.sections) == 5
    assert found.text.count("\n老旧小区改造和地下管网更新的任务安排\n推进城市") == 4
    assert [found.line(section.heading_start) for section in found.sections[1:]] == [5, 14, 23, 32]


def test_fields_at_the_top() -> None:
    document = read(
        '---\ntitle: "云川市更新行动"\ndate: 2024-03-01\n发文字号: 云政发〔2024〕3号\ntags:\n  -'
        f" 规划\n---\n\n## 目标\n{LINE}"
    )
    assert (document.title, document.published, document.number) == (
        "云川市更新行动",
        "2024-03-01",
        "云政发〔2024〕3号",
    )
    assert document.text == f"目标\n{LINE}"
    assert [
        (change.line, change.text) for change in document.changes if change.kind == "markup"
    ] == [(5, "tags:"), (6, "  - 规划")]


def test_a_marked_heading_that_was_broken_into_two_lines() -> None:
    text = f"## 第一章 总则\n{LINE}\n## 第二章 小区、管网、\n道路的更新\n第一条 {LINE}"
    assert [(section.path, section.heading) for section in read(text).sections][1:] == [
        ("第二章", "小区、管网、道路的更新"),
        ("第二章/第一条", ""),
    ]


# --- DOCX ---


def test_heading_styles() -> None:
    data = styled(
        ("a3", "云川这五年"),
        ("1", "总体要求"),
        ("", LINE),
        ("2", "目标"),
        ("", LINE),
        ("1", "重点任务"),
        ("", f"（一）更新。{LINE}"),
    )
    assert paths(data, "文.docx") == [
        "总体要求",
        "总体要求/0",
        "总体要求/目标",
        "重点任务",
        "重点任务/（一）",
    ]
    assert read(data, "文.docx").title == "云川这五年"


@pytest.mark.parametrize(
    ("style", "level"),
    [
        ('<w:name w:val="标题 2"/>', 2),
        ('<w:name w:val="Heading 3"/>', 3),
        ('<w:name w:val="二级标题"/>', 2),
        ('<w:name w:val="甲"/><w:basedOn w:val="2"/>', 2),
        ('<w:name w:val="乙"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr>', 4),
        ('<w:name w:val="标题"/>', 0),
        (
            '<w:name w:val="丙"/><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>',
            None,
        ),
        ('<w:name w:val="Normal"/>', None),
        ('<w:name w:val="标题说明"/>', None),
    ],
)
def test_level_of_a_style(style: str, level: int | None) -> None:
    from topics.corpus.formats.docx.package import read_docx
    from topics.corpus.options import Limits

    data = styled(
        ("x", "城市更新"), styles=f'<w:style w:type="paragraph" w:styleId="x">{style}</w:style>'
    )
    assert dict(read_docx(data, Limits()).headings) == ({} if level is None else {1: level})


def test_outline_level_of_a_paragraph_and_style_without_a_definition() -> None:
    level = '<w:outlineLvl w:val="{}"/>'.format
    body = (
        p("总体要求", level(0))
        + p(LINE)
        + p("目标", '<w:pStyle w:val="Heading2"/>')
        + p(LINE)
        + p("正文一段", level(9))
        + p("任务", level(0))
        + p(LINE)
    )
    assert paths(docx(body), "文.docx") == ["总体要求", "总体要求/0", "总体要求/目标", "任务"]


def test_a_style_on_whole_paragraphs_and_in_cells_makes_no_headings() -> None:
    style = '<w:pStyle w:val="1"/>'
    table = f"<w:tbl><w:tr><w:tc>{p('单元', style)}</w:tc><w:tc>{p('65%')}</w:tc></w:tr></w:tbl>"
    data = docx(
        p("目标", style) + p(LINE * 6, style) + table + p("任务", style) + p(LINE),
        styles=part(
            "styles",
            '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>',
        ),
    )
    assert paths(data, "文.docx") == ["目标", "任务"]


def test_a_break_inside_a_heading_only_divides_its_lines() -> None:
    body = (
        "<w:p><w:pPr><w:outlineLvl"
        f" w:val='1'/></w:pPr><w:r><w:t>重点</w:t><w:br/><w:t>任务</w:t></w:r></w:p>{p(LINE)}"
    )
    assert paths(docx(p("目标", "<w:outlineLvl w:val='1'/>") + p(LINE) + body), "文.docx") == [
        "目标",
        "重点任务",
    ]


# --- HTML ---


def test_headings_of_a_page() -> None:
    long = f"<p>{LINE * 3}</p>"
    text = page(
        "<h1>云川市城市更新行动</h1><h2>总体要求</h2>",
        long,
        "<h3>目标</h3>",
        long,
        "<h2><a name='x'>重点<br>任务</a></h2>",
        long,
        "<h2><a href='/b.html'>另一篇文章的链接</a></h2>",
        "<table><tr><td><h4>单元</h4></td><td>65%</td></tr></table>",
        f"<h2>{LINE * 3}</h2>",
    )
    document = read(text, "页.html")
    assert [section.path for section in document.sections] == [
        "总体要求",
        "总体要求/0",
        "总体要求/目标",
        "重点任务",
    ]
    assert document.title == "云川市城市更新行动"


def test_headings_of_menus_stay_outside() -> None:
    menu = "<div class='side'><h2>机构职能</h2><ul><li><a href='/a'>领导信息</a></li></ul></div>"
    words = f"<p>{LINE * 3}</p>"
    below = page("<h2>目标</h2>", words, "<h2>任务</h2>", words)
    text = f"<html><body>{menu}{below}</body></html>"
    assert paths(text, "页.html") == ["目标", "任务"]


def test_plain_text_has_no_marks() -> None:
    assert paths(f"一、目标\n{LINE}\n# 注释\n{LINE}\n二、任务\n{LINE}", "文.txt") == ["一", "二"]


def test_a_lone_line_that_front_matter_takes() -> None:
    assert read_document(
        "## 发布日期：2024年3月1日".encode(), "文.md", "甲", "文.md", ReadOptions()
    ).reasons == (messages.NO_BODY,)


# --- a whole document: what marks add to numbers, and what they say alone ---


@pytest.fixture(scope="module")
def sample() -> Document:
    return parse_text((ROOT / "samples/jichuan/jichuan-2024.txt").read_text("utf-8"), doc_id="甲")


def headed(document: Document) -> dict[int, Section]:
    """The sections that have a heading, by the offset of its line."""
    return {
        section.heading_start: section
        for section in document.sections
        if section.path[-2:] != "/0" and section.path != "0"
    }


def rows(document: Document) -> list[tuple[Section | None, str]]:
    """Each line of the analysed text, with the section that it begins."""
    found, start = [], 0
    for line in document.text.split("\n"):
        found.append((headed(document).get(start), line))
        start += len(line) + 1
    return found


def test_marks_on_numbered_headings_change_nothing(sample: Document) -> None:
    text = "\n\n".join(
        f"{'#' * (section.level + 1)} {line}" if section and len(line) <= 60 else line
        for section, line in rows(sample)
    )
    marked = read(text)
    assert marked.text == sample.text
    assert [(s.path, s.heading, s.start, s.end) for s in marked.sections] == [
        (s.path, s.heading, s.start, s.end) for s in sample.sections
    ]


def test_marks_alone_give_the_tree_that_numbers_gave(sample: Document) -> None:
    lines = []
    for section, line in rows(sample):
        words = section.heading if section else ""
        body = line[line.find(words) + len(words) :].lstrip("。") if words else line
        lines += [f"{'#' * (section.level + 1)} {words}", body] if section and words else [line]
    marked = read("\n\n".join(lines))
    assert [(s.level, s.heading) for s in headed(marked).values()] == [
        (s.level, s.heading) for s in headed(sample).values() if s.heading
    ]
