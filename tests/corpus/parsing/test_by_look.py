"""Headings that a file shows only by bold or larger letters: in DOCX, web pages and PDF; and what
is none.
"""

import html

import pytest

from tests.corpus.making import docx, p, part, pdf, r
from topics.corpus.document import Document
from topics.corpus.intake.worker import read_document
from topics.corpus.options import ReadOptions
from topics.corpus.parsing.headings.by_look import Look, headings_by_look

LINE = "推进城市更新，完善配套设施和公共服务体系，提高城市安全韧性和住房保障水平。"
BOLD, LARGE, HEAVY = "<w:b/>", '<w:b/><w:sz w:val="36"/>', '<w:rFonts w:eastAsia="黑体"/>'
Block = tuple[str, str]  # properties of the run; words
TITLE = (LARGE, "云川市城市更新规划")


def word(*blocks: Block, **parts: str) -> bytes:
    return docx("".join(f"<w:p>{r(text, look)}</w:p>" for look, text in blocks), **parts)


def page(*blocks: Block) -> bytes:
    tags = {
        "": "{}",
        BOLD: "<b>{}</b>",
        LARGE: '<strong style="font-size:24px">{}</strong>',
        HEAVY: '<span style="font-family:黑体">{}</span>',
    }
    body = "".join(f"<p>{tags[look].format(html.escape(text))}</p>" for look, text in blocks)
    return f"<html><body><div id=zoom>{body}</div></body></html>".encode()


def printed(*blocks: Block) -> bytes:
    """Lines of 20 characters; bold letters are filled and drawn, as programs do without a bold
    font.
    """
    content, height = "", 780
    for look, text in blocks:
        size, mode = (18 if look == LARGE else 12), (0 if look in {"", HEAVY} else 2)
        for start in range(0, len(text), 20):
            words = text[start : start + 20].encode("utf-16-be").hex()
            content += f"BT /F1 {size} Tf {mode} Tr 1 0 0 1 90 {height} Tm <{words}> Tj ET\n"
            height -= 24
    return pdf([[]], extra=content)


MAKERS = [(word, "文.docx"), (page, "页.html"), (printed, "文.pdf")]


def read(data: bytes, name: str) -> Document:
    document = read_document(data, name, "甲", name, ReadOptions())
    assert document.status in {"ok", "repaired"}, document.reasons
    assert "".join(document.section_text(leaf) for leaf in document.leaves) == document.text
    return document


def paths(data: bytes, name: str) -> list[str]:
    return [section.path for section in read(data, name).sections]


@pytest.mark.parametrize(("make", "name"), MAKERS)
def test_bold_lines_above_text_are_headings(make, name):
    data = make(
        TITLE,
        (BOLD, "总体要求"),
        ("", LINE),
        ("", LINE),
        (BOLD, "重点任务"),
        ("", f"（一）更新。{LINE}"),
        ("", f"（二）管网。{LINE}"),
        (BOLD, "保障措施"),
        ("", LINE),
    )
    assert paths(data, name) == [
        "总体要求",
        "重点任务",
        "重点任务/（一）",
        "重点任务/（二）",
        "保障措施",
    ]
    assert read(data, name).title == "云川市城市更新规划"


@pytest.mark.parametrize(("make", "name"), MAKERS)
def test_larger_letters_stand_above_smaller_ones(make, name):
    chapters = [
        ((LARGE, chapter), (BOLD, "现状"), ("", LINE), (BOLD, "问题"), ("", LINE))
        for chapter in ("空间布局", "基础设施")
    ]
    data = make(TITLE, *(block for chapter in chapters for block in chapter))
    assert paths(data, name) == [
        "空间布局",
        "空间布局/现状",
        "空间布局/问题",
        "基础设施",
        "基础设施/现状",
        "基础设施/问题",
    ]


@pytest.mark.parametrize(("make", "name"), MAKERS[:2])
def test_a_heavy_face_stands_above_bold_letters(make, name):
    data = make(
        TITLE, *2 * [(HEAVY, "空间布局"), (BOLD, "现状"), ("", LINE), (BOLD, "问题"), ("", LINE)]
    )
    assert paths(data, name)[:3] == ["空间布局", "空间布局/现状", "空间布局/问题"]


@pytest.mark.parametrize(("make", "name"), MAKERS)
def test_unnumbered_headings_beside_numbered_ones_of_their_look_and_below_others(make, name):
    data = make(
        TITLE,
        (BOLD, "前言"),
        ("", LINE),
        (BOLD, "一、目标"),
        ("", LINE),
        (BOLD, "二、任务"),
        ("", LINE),
        (BOLD, "结语"),
        ("", LINE),
    )
    assert paths(data, name) == ["前言", "一", "二", "结语"]
    data = make(
        TITLE,
        (LARGE, "一、目标"),
        (BOLD, "近期"),
        ("", LINE),
        (BOLD, "远期"),
        ("", LINE),
        (LARGE, "二、任务"),
        (BOLD, "近期"),
        ("", LINE),
    )
    assert paths(data, name) == ["一", "一/近期", "一/远期", "二", "二/近期"]


@pytest.mark.parametrize(("make", "name"), MAKERS)
@pytest.mark.parametrize(
    "odd",
    [
        [(BOLD, "推进城市更新工作取得实效。"), ("", LINE)],  # a sentence
        [(BOLD, "重点任务"), ("", LINE)],  # one alone
        [(BOLD, f"{LINE[:-1]}，{LINE}"), ("", LINE)],  # a paragraph in bold
        [
            (BOLD, "市发展改革局"),
            (BOLD, "市住房城乡建设局"),
            (BOLD, "市水务局"),
            ("", LINE),
        ],  # a list
        [
            (BOLD, "（征求意见稿）"),
            ("", LINE),
            (BOLD, "单位：万元"),
            ("", LINE),
            (BOLD, "表1 主要指标"),
            ("", LINE),
        ],
    ],
)
def test_what_is_no_heading(make, name, odd):
    plain = make(("", "一、目标"), ("", LINE), ("", "二、任务"), ("", LINE), ("", LINE))
    data = make(
        ("", "一、目标"),
        ("", LINE),
        *odd,
        ("", "二、任务"),
        ("", LINE),
        *(odd if len(odd) != 2 or "。" in odd[0][1] else []),
        ("", LINE),
    )
    assert paths(data, name) == paths(plain, name) == ["一", "二"]


@pytest.mark.parametrize(("make", "name"), MAKERS)
def test_where_all_is_bold_nothing_stands_out(make, name):
    assert paths(make(*2 * [(BOLD, "总体要求"), (BOLD, LINE)]), name)[0] == "段1"


def test_bold_at_the_beginning_of_a_paragraph_is_no_heading():
    lead = f"<w:p>{r('加强统筹', BOLD)}{r(LINE)}</w:p>"
    assert paths(docx(p("一、目标") + lead * 3 + p("二、任务") + lead), "文.docx") == ["一", "二"]
    body = (
        f"<p>一、目标</p><p><b>加强统筹</b>{LINE}</p><p><b>优化布局</b>{LINE}</p><p>二、"
        f"任务</p><p>{LINE}</p>"
    )
    assert paths(f"<html><body>{body}</body></html>".encode(), "页.html") == ["一", "二"]


def test_bold_cells_are_no_headings():
    table = (
        f"<w:tbl><w:tr><w:tc>{p('')}<w:p>{r('指标', BOLD)}</w:p></w:tc>"
        f"<w:tc><w:p>{r(LINE)}</w:p></w:tc></w:tr></w:tbl>"
    )
    assert paths(docx(p("一、目标") + table * 3 + p("二、任务") + p(LINE)), "文.docx") == [
        "一",
        "二",
    ]
    caption = f"<w:p>{r('主要指标', BOLD)}</w:p>"
    assert paths(
        docx(p("一、目标") + (caption + table) * 2 + p("二、任务") + p(LINE)), "文.docx"
    ) == ["一", "二"]


def test_bold_comes_from_styles_too():
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:sz"
        ' w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph"'
        ' w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph"'
        ' w:styleId="x"><w:name w:val="小节"/><w:basedOn'
        ' w:val="a"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character"'
        ' w:styleId="y"><w:name w:val="强调"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    styled, emphasised, off = '<w:pStyle w:val="x"/>', '<w:rStyle w:val="y"/>', '<w:b w:val="0"/>'
    by_paragraph = p("现状", styled) + p(LINE)
    by_run = f"<w:p>{r('问题', emphasised)}</w:p>{p(LINE)}"
    switched_off = f"<w:p><w:pPr>{styled}</w:pPr>{r('举措', off)}</w:p>{p(LINE)}"
    data = docx(
        p("云川市城市更新规划") + by_paragraph + by_run + switched_off,
        styles=part("styles", styles),
    )
    assert paths(data, "文.docx") == ["现状", "问题"]


def test_headings_by_look_stand_below_those_by_style():
    style = '<w:outlineLvl w:val="0"/>'
    bold = "".join(f"<w:p>{r(words, BOLD)}</w:p>{p(LINE)}" for words in ("现状", "问题"))
    assert paths(docx(p("背景", style) + bold + p("任务", style) + p(LINE)), "文.docx") == [
        "背景",
        "背景/现状",
        "背景/问题",
        "任务",
    ]


def test_the_largest_lines_at_the_top_are_the_title():
    lines = ["云川这五年", "回顾与展望", "总体要求", LINE, "保障措施", LINE]
    looks = {1: Look(22), 2: Look(22), 3: Look(12, 1), 4: Look(12), 5: Look(12, 1), 6: Look(12)}
    assert headings_by_look(lines, looks, {}) == {1: 0, 2: 0, 3: 1, 5: 1}
    assert 1 not in headings_by_look(
        ["云川市人民政府文件", *lines[2:]],
        {1: Look(30), **{n - 1: looks[n] for n in range(3, 7)}},
        {},
    )


def test_a_heading_of_a_pdf_on_two_lines():
    words = "推进以街坊为单元的旧城改造和城乡公共服务设施建设"
    data = printed(TITLE, *2 * [(BOLD, words), ("", LINE), ("", LINE)])
    assert [section.heading for section in read(data, "文.pdf").sections] == [words] * 2


def test_bold_lines_of_markdown():
    text = (
        f"# 云川市城市更新规划\n\n**总体要求**\n\n{LINE}\n\n__重点任务__\n\n{LINE}\n\n-"
        f" **清单**\n\n**{LINE}**\n\n**加强统筹。**{LINE}\n"
    )
    assert paths(text.encode(), "文.md") == ["总体要求", "重点任务"]
    assert paths(text.replace("**总体", "总体").encode(), "文.md")[0] == "段1"


def test_a_character_that_looks_otherwise_does_not_matter():
    odd = f"<w:p>{r('“十四五”时期的发展', BOLD)}{r('）')}</w:p>{p(LINE)}"
    assert paths(docx(p("云川市城市更新规划") + odd * 2), "文.docx") == [
        "“十四五”时期的发展）",
        "“十四五”时期的发展）#2",
    ]


def test_the_first_line_may_be_a_title_of_the_same_look():
    data = word(
        (BOLD, "云川这五年"),
        ("", LINE),
        (BOLD, "发展现状"),
        ("", LINE),
        (BOLD, "存在问题"),
        ("", LINE),
    )
    assert read(data, "文.docx").title == "云川这五年"
    assert paths(data, "文.docx") == ["0", "发展现状", "存在问题"]
    assert paths(
        word((BOLD, "总体要求"), ("", LINE), (BOLD, "发展现状"), ("", LINE)), "文.docx"
    ) == ["总体要求", "发展现状"]


def test_notices_keep_their_front_matter():
    head = [
        (LARGE, "云川市人民政府关于印发《云川市城市更新方案》的通知"),
        ("", "云政发〔2024〕3号"),
        (BOLD, "各区县人民政府，市直各单位："),
        ("", "现将《云川市城市更新方案》印发给你们，请认真贯彻执行。"),
        ("", "云川市人民政府"),
        ("", "2024年3月1日"),
        (LARGE, "云川市城市更新方案"),
    ]
    body = [
        (BOLD, "总体要求"),
        ("", LINE),
        (BOLD, "保障措施"),
        ("", LINE),
        ("", "附件1"),
        (LARGE, "云川市城市更新项目清单"),
        ("", LINE),
    ]
    document = read(word(*head, *body), "文.docx")
    assert (document.title, document.number, document.date) == (
        "云川市城市更新方案",
        "云政发〔2024〕3号",
        "2024-03-01",
    )
    assert [(section.path, section.heading) for section in document.sections] == [
        ("总体要求", "总体要求"),
        ("保障措施", "保障措施"),
        ("附件1", "云川市城市更新项目清单"),
    ]
