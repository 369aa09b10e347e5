"""DOCX: what counts as text, and how automatic numbers are written."""

import io
import zipfile

import docx as python_docx
import pytest

from tests.corpus.making import docx, p, part, r
from topics.corpus.formats.docx.list_numbers import write_number
from topics.corpus.formats.docx.package import read_docx
from topics.corpus.formats.read import read_source
from topics.corpus.messages import UnreadableError
from topics.corpus.options import Limits, ReadOptions
from topics.corpus.parsing.parse import parse_text


def lines(body, **parts):
    return read_docx(docx(body, **parts), Limits()).text.split("\n")


def level(depth, style, text, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt'
        f' w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels, lists='<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'):
    return part("numbering", f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>{lists}')


def item(text, depth=0, list_id=7):
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


POLICY = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
)


def test_automatic_numbers_are_written_out_and_begin_anew_below_each_heading():
    body = (
        item("总体要求")
        + item("思路。", 1)
        + item("原则。", 1)
        + item("重点任务")
        + item("更新。", 1)
        + item("管网。", 2)
    )
    assert lines(body, numbering=numbering(POLICY)) == [
        "一、总体要求",
        "（一）思路。",
        "（二）原则。",
        "二、重点任务",
        "（一）更新。",
        "1.管网。",
    ]


def test_a_number_that_counts_two_levels():
    levels = level(0, "chineseCounting", "第%1章 ") + level(
        1, "decimal", "%1.%2", more="<w:isLgl/>"
    )
    body = item("总则") + item("目的", 1) + item("依据", 1)
    assert lines(body, numbering=numbering(levels)) == ["第一章 总则", "1.1 目的", "1.2 依据"]


def test_a_list_that_starts_anew_and_one_that_goes_on():
    lists = (
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="8"><w:abstractNumId'
        ' w:val="3"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="3"/><w:lvlOverride'
        ' w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = item("甲", 0, 7) + item("乙", 0, 8) + item("丙", 0, 9) + item("丁", 0, 9)
    assert lines(body, numbering=numbering(POLICY, lists)) == [
        "一、甲",
        "二、乙",
        "一、丙",
        "二、丁",
    ]


def test_a_number_that_comes_from_the_paragraphs_style():
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading'
        ' 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style><w:style'
        ' w:type="paragraph" w:styleId="b"><w:name w:val="标题丙"/><w:basedOn'
        ' w:val="a"/></w:style>',
    )
    body = (
        p("总体要求", '<w:pStyle w:val="a"/>')
        + p("重点任务", '<w:pStyle w:val="b"/>')
        + p("正文。")
    )
    assert lines(body, styles=styles, numbering=numbering(POLICY)) == [
        "一、总体要求",
        "二、重点任务",
        "正文。",
    ]


# Counting words by the rules of Chinese arithmetic; formats as ECMA-376 part 1, 17.18.59 names
# them.
@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1001, "chineseCountingThousand", "一千零一"),
        (10000, "chineseCountingThousand", "一万"),
        (3, "japaneseCounting", "三"),
        (12, "decimalEnclosedCircle", "⑫"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (11, "ideographTraditional", "11"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (5, "decimalZero", "05"),
        (12, "decimalFullWidth", "１２"),
        (7, "没有的格式", "7"),
    ],
)
def test_formats_of_numbers(value, style, written):
    assert write_number(value, style) == written


def test_insertions_stay_and_deletions_go():
    body = (
        f'<w:p>{r("推进")}<w:ins w:id="1">{r("城市")}</w:ins><w:del'
        f' w:id="2"><w:r><w:delText>乡村</w:delText></w:r></w:del>{r("更新。")}</w:p>'
        f"<w:p><w:moveFrom>{r('移走的句子。')}</w:moveFrom>{r('留下。')}</w:p><w:p><w:moveTo>{r('移走的句子。')}</w:moveTo></w:p>"
    )
    assert lines(body) == ["推进城市更新。", "留下。", "移走的句子。"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('推进城市')}</w:p>{p('更新。')}"
    assert lines(body) == ["推进城市更新。"]


def test_tables_are_a_line_per_row():
    cell = "<w:tc>{}</w:tc>".format
    body = (
        f"{p('前')}<w:tbl><w:tr>{cell(p('指标'))}{cell(p('2025年') + p('（目标）'))}</w:tr>"
        f"<w:tr>{cell(p('城镇化率'))}{cell(p('65%'))}</w:tr></w:tbl>{p('后')}"
    )
    assert lines(body) == ["前", "指标\t2025年 （目标）", "城镇化率\t65%", "后"]


def test_a_text_box_is_read_once_and_a_content_control_is_transparent():
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    body = (
        f"<w:p>{r('正文')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('控件中的段落')}</w:sdtContent></w:sdt>"
    )
    assert lines(body) == ["正文", "框中文字", "控件中的段落"]


def test_footnotes_come_last_in_the_order_of_their_marks():
    notes = part(
        "footnotes",
        f'<w:footnote w:id="0">{p("分隔线")}</w:footnote><w:footnote'
        f' w:id="2">{p("二注")}</w:footnote><w:footnote w:id="1">{p("一注")}</w:footnote>',
    )
    body = (
        f"<w:p>{r('甲')}<w:r><w:footnoteReference"
        f" w:id='1'/></w:r></w:p><w:p>{r('乙')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    assert lines(body, footnotes=notes) == ["甲", "乙", "一注", "二注"]


def test_hidden_text_and_contents_are_left_out_and_logged():
    styles = part(
        "styles", '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    )
    body = (
        p("一、总体要求……1", '<w:pStyle w:val="t"/>')
        + f"<w:p>{r('正文')}{r('暗文', '<w:vanish/>')}</w:p>"
    )
    source = read_docx(docx(body, styles=styles), Limits())
    assert source.text == "正文"
    assert {(change.kind, change.text) for change in source.changes} == {
        ("contents", "一、总体要求……1"),
        ("hidden", "暗文"),
    }


def test_a_file_by_another_program_and_its_header():
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.add_heading("总体要求", 1)
    document.add_paragraph("推进\t城市更新。")
    stream = io.BytesIO()
    document.save(stream)
    assert read_docx(stream.getvalue(), Limits()).text == "总体要求\n推进 城市更新。"


def test_a_document_type_is_refused_before_its_entities_grow():
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "好"><!ENTITY b "&a;&a;&a;&a;">]><w:document'
        ' xmlns:w="http://x">&b;</w:document>'
    )
    with pytest.raises(UnreadableError, match="DTD"):
        read_docx(docx("", document=bomb), Limits())


def test_limits_are_named():
    deep = "<w:p>" * 300 + "</w:p>" * 300
    with pytest.raises(UnreadableError, match="嵌套超过 256 层"):
        read_docx(docx(deep), Limits())
    with pytest.raises(UnreadableError, match="压缩比"):
        read_docx(docx(p("好" * 2_000_000)), Limits())
    with pytest.raises(UnreadableError, match="解压后超过"):
        read_docx(docx(p("好" * 200_000)), Limits(expanded_bytes=100_000))
    with pytest.raises(UnreadableError, match="部件"):
        read_docx(docx("", a="", b=""), Limits(parts=3))


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, docx("")[:200], docx(p("好"))[:-30]]
)
def test_broken_packages_are_named(data):
    with pytest.raises(UnreadableError, match="DOCX"):
        read_docx(data, Limits())


def test_a_break_divides_lines_of_a_title_and_paragraphs_elsewhere():
    two = f"{r('云川市关于印发')}<w:r><w:br/></w:r>{r('行动方案的通知')}"
    assert lines(f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{two}</w:p>') == [
        "云川市关于印发行动方案的通知"
    ]
    assert lines(f"<w:p>{two}</w:p>") == ["云川市关于印发", "行动方案的通知"]


def test_a_level_that_is_tied_to_a_style_and_an_empty_item():
    styles = part(
        "styles",
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>',
    )
    levels = level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="a"/>') + level(
        1, "chineseCounting", "（%2）", more='<w:pStyle w:val="b"/>'
    )
    body = (
        p("总体要求", '<w:pStyle w:val="a"/>')
        + p("思路", '<w:pStyle w:val="b"/>')
        + p("", '<w:pStyle w:val="b"/>')
        + p("原则", '<w:pStyle w:val="b"/>')
    )
    assert lines(body, styles=styles, numbering=numbering(levels)) == [
        "一、总体要求",
        "（一）思路",
        "",
        "（三）原则",
    ]


CELL = "<w:tc>{}</w:tc>".format
LINKED = (
    '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="9"><w:abstractNumId'
    ' w:val="5"/></w:num>'
)


def test_a_list_that_borrows_the_levels_of_a_list_style():
    borrowed = '<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="S"/></w:abstractNum>'
    lent = f'<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="S"/>{POLICY}</w:abstractNum>'
    for definitions in (borrowed + lent, lent + borrowed):
        body = item("甲") + item("乙", 1) + item("丙", 0, 9)
        assert lines(body, numbering=part("numbering", definitions + LINKED)) == [
            "一、甲",
            "（一）乙",
            "二、丙",
        ]


def test_levels_that_never_begin_anew_or_only_after_some():
    levels = (
        level(0, "chineseCounting", "%1、")
        + level(1, "chineseCounting", "（%2）", more='<w:lvlRestart w:val="0"/>')
        + level(2, "decimal", "%3.", more='<w:lvlRestart w:val="1"/>')
    )
    body = (
        item("甲")
        + item("子", 1)
        + item("天", 2)
        + item("丑", 1)
        + item("地", 2)
        + item("乙")
        + item("寅", 1)
        + item("人", 2)
    )
    assert lines(body, numbering=numbering(levels)) == [
        "一、甲",
        "（一）子",
        "1.天",
        "（二）丑",
        "2.地",
        "二、乙",
        "（三）寅",
        "1.人",
    ]


def test_numbers_without_a_mark_of_their_own_are_kept_apart_from_the_words():
    levels = (
        level(0, "chineseCounting", "第%1条")
        + level(1, "chineseCounting", "%2")
        + level(2, "decimal", "%3")
        + level(3, "decimal", "%3.%4")
    )
    body = item("规定事项") + item("目标", 1) + item("任务", 2) + item("更新", 3)
    assert lines(body, numbering=numbering(levels)) == [
        "第一条　规定事项",
        "一、目标",
        "1.任务",
        "1.1 更新",
    ]


def test_only_the_first_choice_of_alternatives_is_read():
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    inner = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Choice"
        f" Requires='wpg'>{box}</mc:Choice></mc:AlternateContent>"
    )
    vml = (
        "<mc:Fallback><w:pict><v:textbox"
        f" xmlns:v='urn:schemas-microsoft-com:vml'>{box}</v:textbox></w:pict></mc:Fallback>"
    )
    body = (
        f"<w:p>{r('前')}<w:r><mc:AlternateContent><mc:Choice"
        f" Requires='wps'>{inner}</mc:Choice>{vml}</mc:AlternateContent></w:r>{r('后')}</w:p>"
    )
    assert lines(body + p("另一段")) == ["前后", "框", "另一段"]


def test_a_table_of_contents_is_left_out_by_its_field_or_its_control():
    def field(kind):
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    toc = (
        f"<w:p>{field('begin')}<w:r><w:instrText> TOC \\o</w:instrText></w:r>"
        f"{field('separate')}{r('总体要求')}</w:p>{p('任务')}<w:p>{field('end')}</w:p>"
    )
    control = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of"
        f" Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    )
    reference = (
        f"<w:p>{field('begin')}<w:r><w:instrText>REF"
        f" x</w:instrText></w:r>{field('separate')}{r('见附件')}{field('end')}</w:p>"
    )
    source = read_docx(docx(control + toc + reference + p("推进更新。")), Limits())
    assert [line for line in source.text.split("\n") if line] == ["见附件", "推进更新。"]
    assert [change.text for change in source.changes if change.kind == "contents"] == [
        "目录",
        "总体要求",
        "任务",
    ]


def test_a_table_of_contents_without_its_end_does_not_swallow_the_text():
    begin = (
        "<w:p><w:r><w:fldChar"
        " w:fldCharType='begin'/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>"
    )
    assert lines(begin + p("推进城市更新。") + p("完善设施。")) == [
        "",
        "推进城市更新。",
        "完善设施。",
    ]


def test_inline_elements_are_transparent_and_remarks_are_no_text():
    body = (
        "<w:p><w:smartTag"
        f" w:element='x'>{r('推进')}</w:smartTag><w:hyperlink>{r('城市')}</w:hyperlink>"
        "<w:sdt><w:sdtPr><w:alias"
        f" w:val='别名'/></w:sdtPr><w:sdtContent>{r('更')}</w:sdtContent></w:sdt>"
        f"<w:r><w:ruby><w:rt>{r('xīn')}</w:rt><w:rubyBase>{r('新')}</w:rubyBase></w:ruby></w:r><w:commentRangeStart/>{r('。')}<w:commentReference/></w:p>"
    )
    assert lines(
        body, comments=part("comments", f"<w:comment w:id='0'>{p('批注')}</w:comment>")
    ) == ["推进城市更新。"]


def test_pictures_nested_tables_and_tabs():
    picture = (
        "<w:p><w:r><w:drawing><wp:docPr xmlns:wp='urn:w' descr='说明'/><a:t"
        " xmlns:a='urn:a'>图内</a:t></w:drawing></w:r></w:p>"
    )
    inner = f"<w:tbl><w:tr>{CELL(p('内'))}{CELL(p('里'))}</w:tr></w:tbl>"
    table = f"<w:tbl><w:tr>{CELL(p('外') + inner)}{CELL(p('右'))}</w:tr></w:tbl>"
    tab = "<w:r><w:tab/></w:r>"
    tabs = f"<w:p>{r('一、')}{tab}{r('目标')}</w:p><w:p>{r('甲')}{tab}{r('乙')}{tab}{r('丙')}</w:p>"
    assert lines(picture + table + tabs) == ["", "外 内 里\t右", "一、 目标", "甲\t乙\t丙"]


def test_cells_stay_apart_in_the_analysed_text():
    table = f"<w:tbl><w:tr>{CELL(p('责任单位'))}{CELL(p('住房局'))}</w:tr></w:tbl>"
    source = read_docx(docx(p("推进城市更新。") + table), Limits())
    assert (
        parse_text(source.text, doc_id="甲", kind="docx").text == "推进城市更新。\n责任单位\t住房局"
    )


def test_footnotes_and_endnotes_follow_in_the_order_of_their_marks():
    notes = {
        f"{kind}s": part(f"{kind}s", f"<w:{kind} w:id='1'>{p(kind)}</w:{kind}>")
        for kind in ("footnote", "endnote")
    }
    body = (
        f"<w:p>{r('甲')}<w:r><w:endnoteReference w:id='1'/></w:r>{r('乙')}<w:r><w:footnoteReference"
        f" w:id='1'/></w:r></w:p>{p('丙')}"
    )
    assert lines(body, **notes) == ["甲乙", "丙", "endnote", "footnote"]


CHUNKS = (
    '<Relationship Id="c{n}"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"'
    ' Target="{target}"/>'
)


def with_chunks(body, *chunks):
    """Return a DOCX with `{0}`, `{1}` … in its body as documents put in: name and bytes of each."""
    stream = io.BytesIO()
    marks = [f'<w:altChunk xmlns:r="{OFFICE}" r:id="c{n}"/>' for n in range(len(chunks))]
    with (
        zipfile.ZipFile(io.BytesIO(docx(body.format(*marks)))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            if not name.endswith("document.xml.rels"):
                new.writestr(name, old.read(name))
        relations = "".join(CHUNKS.format(n=n, target=name) for n, (name, _) in enumerate(chunks))
        new.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONSHIPS}">{relations}</Relationships>',
        )
        for name, data in chunks:
            if data is not None:
                new.writestr(f"word/{name}".replace("word//", ""), data)
    return stream.getvalue()


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
PUT_IN = ["（一）划定岸线保护范围，设立界桩。", "（二）清理乱占滩地，恢复植被。"]
PAGE = f"<html><body><p>{PUT_IN[0]}</p><p>{PUT_IN[1]}</p></body></html>"
MHT_PAGE = f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{PAGE}"


@pytest.mark.parametrize(
    "chunk",
    [("a.html", PAGE.encode()), ("a.htm", PAGE.encode("gbk")), ("a.xhtml", PAGE.encode("utf-16")),
     ("a.txt", "\n".join(PUT_IN).encode("gb18030")), ("afchunk.dat", PAGE.encode()),
     ("/chunks/a.mht", MHT_PAGE.encode()), ("a.docx", docx("".join(map(p, PUT_IN)))),
     ("a.bin", docx("".join(map(p, PUT_IN)))),
     ("a.rtf", b"{\\rtf1\\ansi\\ansicpg936 " + b"\\par ".join(
         "".join(f"\\'{byte:02x}" for byte in line.encode("gbk")).encode()
         for line in PUT_IN) + b"}")],
    ids=lambda chunk: chunk[0],
)  # fmt: skip
def test_a_document_put_into_the_body_is_read_where_it_stands(chunk):
    body = p("总则在前。") + "{0}" + p("附则在后。")
    source = read_source(with_chunks(body, chunk), "a.docx", ReadOptions())
    found = [line.strip() for line in source.text.split("\n") if line.strip()]
    assert found == ["总则在前。", *PUT_IN, "附则在后。"]
    assert source.reasons == ()


def test_two_documents_put_in_also_into_a_cell_and_with_nothing_else():
    body = "{1}<w:tbl><w:tr><w:tc>{0}</w:tc></w:tr></w:tbl>"
    data = with_chunks(body, ("a.txt", PUT_IN[0].encode()), ("b.txt", PUT_IN[1].encode()))
    assert read_source(data, "a.docx", ReadOptions()).text.split() == PUT_IN[::-1]


def test_a_document_put_in_that_cannot_be_read_is_told():
    missing = read_source(
        with_chunks(p("正文。") + "{0}", ("a.html", None)), "a.docx", ReadOptions()
    )
    broken = read_source(
        with_chunks(p("正文。") + "{0}", ("a.docx", b"PK\3\4")), "a.docx", ReadOptions()
    )
    for source, name in ((missing, "a.html"), (broken, "a.docx")):
        assert source.text.strip() == "正文。"
        assert [reason.code for reason in source.reasons] == ["put_in_unread"]
        assert name in source.reasons[0]


def test_documents_put_into_each_other_without_end_are_told():
    data = docx(p("最里面的一层。"))
    for _ in range(6):
        data = with_chunks(p("外层。") + "{0}", ("a.docx", data))
    source = read_source(data, "a.docx", ReadOptions())
    assert "外层。" in source.text
    assert [reason.code for reason in source.reasons] == ["put_in_unread"]


def test_a_cell_that_a_merged_one_covers_is_logged_and_the_first_one_read():
    def cell(text, merge=""):
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(text)}</w:tc>"

    rows = [
        ("<w:vMerge w:val='restart'/>", "管网"),
        ("<w:vMerge/>", "旧名"),
        ("<w:vMerge w:val='continue'/>", ""),
    ]
    table = "".join(
        f"<w:tr>{cell(text, merge)}{cell(f'任务{n}')}</w:tr>"
        for n, (merge, text) in enumerate(rows)
    )
    source = read_docx(docx(f"<w:tbl>{table}</w:tbl>"), Limits())
    assert source.text.split("\n") == ["管网\t任务0", "\t任务1", "\t任务2"]
    assert [(change.kind, change.text) for change in source.changes] == [("hidden", "旧名")]
    alone = f"<w:tbl><w:tr>{cell('首行', '<w:vMerge/>')}{cell('任务')}</w:tr></w:tbl>"
    assert read_docx(docx(alone), Limits()).text == "首行\t任务"


def test_characters_of_symbol_fonts_are_written_out():
    def sym(font, code):
        return f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/><w:t>95%</w:t></w:r></w:p>'

    given = [("Symbol", "F0A3"), ("symbol", "00B1"), ("Wingdings", "F0A8"), ("Wingdings 2", "F050"),
             ("Webdings", "F063"), ("Wingdings", "F041"), ("宋体", "2103")]  # fmt: skip
    found = lines("".join(sym(*pair) for pair in given))
    assert [line[0] for line in found] == list("≤±□✓□▪℃")
    run = (
        '<w:p><w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0b3</w:t></w:r>'
        "<w:r><w:t>\ue000</w:t></w:r></w:p>"
    )
    assert lines(run) == ["≥\ue000"]


def test_text_that_was_moved_is_read_once_and_named_where_it_stands_nowhere():
    moved = "<w:moveFrom>" + r("移走的一句话，原在此处。") + "</w:moveFrom>"
    there = "<w:p><w:moveTo>" + r("移走的一句话，原在此处。") + "</w:moveTo></w:p>"
    both = read_docx(docx(f"<w:p>{moved}</w:p>{p('中间。')}{there}"), Limits())
    assert both.text.split() == ["中间。", "移走的一句话，原在此处。"]
    assert both.changes == ()
    gone = read_docx(docx(f"<w:p>{moved}</w:p>{p('中间。')}"), Limits())
    assert [(change.kind, change.text) for change in gone.changes] == [
        ("hidden", "移走的一句话，原在此处。")
    ]
