"""What a file is, by its bytes; Markdown line by line; remarks on script and characters."""

import importlib.util

import pytest

from tests.corpus.making import docx, p, pdf
from topics.corpus import ReadOptions, parse_text, read_corpus
from topics.corpus.formats.markdown import read_markdown
from topics.corpus.formats.read import read_source
from topics.corpus.intake.wire import dump, load
from topics.corpus.language.script import SIMPLIFIED, TRADITIONAL
from topics.corpus.messages import UnreadableError

PROSE = (
    "国务院关于印发城市更新行动计划的通知\n一、总体要求\n到2025年，常住人口城镇化率达到65%，"
    "老旧小区改造全面完成。"
)


def source(data, name="甲.txt", **options):
    return read_source(data, name, ReadOptions(**options))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PROSE.encode(), "txt"),
        (docx(p(PROSE)), "docx"),
        (pdf([[(90, 700, 12, PROSE[:18])]]), "pdf"),
        (f"<!-- x -->\n<!DOCTYPE html><p>{PROSE}".encode(), "html"),
        (b"\xef\xbb\xbf<html>" + PROSE.encode(), "html"),
    ],
)
@pytest.mark.parametrize("name", ["甲.txt", "甲.doc", "甲"])
def test_bytes_decide_and_a_wrong_suffix_is_told(data, kind, name):
    if (kind, name) == ("txt", "甲.doc"):
        with pytest.raises(UnreadableError, match=r"另存为 \.docx"):
            source(data, name)
        return
    found = source(data, name)
    assert found.kind == kind
    assert any("扩展名" in reason for reason in found.reasons) == (
        name == "甲.doc" or (name == "甲.txt" and kind != "txt")
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.jpg", "OCR"),
        ("a.ofd", "OFD"),
        ("a.wps", "WPS"),
        ("a.rtf", "RTF"),
        ("a.odt", "ODT"),
        ("a.xls", "电子表格"),
        ("a.ppt", "演示文稿"),
        ("a.7z", "解压"),
        ("a.caj", "CAJ"),
        ("a.<b>", "不认识的文件类型“.<b>”"),
        ("a.pdf", "PDF"),
        ("a.docx", "DOCX"),
    ],
)
def test_types_that_are_not_read_say_how_to_convert(name, says):
    with pytest.raises(UnreadableError, match="请") as error:
        source(PROSE.encode(), name)
    assert says in str(error.value)


def test_markdown_loses_its_markup_and_keeps_its_lines():
    text = (
        "# 城市更新条例\n\n<!-- INFO\nEND -->\n> 引用的一句\n\n## 第一章 总则 ##\n\n- **第一条**"
        " 见[附件](a_(1).docx)和![图](b.png)\n| 指标 | 2025年 |\n| --- | ---: |\n| 城镇化率 | *65%*"
        " |\n\n---\n2\\*3 与 5*6*7 与 a_b_c\n```\n原样\n```"
    )
    found = read_markdown(text).text
    assert found.split("\n") == [
        "城市更新条例",
        "",
        "",
        "",
        "引用的一句",
        "",
        "第一章 总则",
        "",
        "第一条 见附件和图",
        "指标\t2025年",
        "",
        "城镇化率\t65%",
        "",
        "",
        "2*3 与 5*6*7 与 a_b_c",
        "",
        "原样",
        "",
    ]
    assert found.count("\n") == text.count("\n")


def test_traditional_script_is_told_or_converted():
    traditional = PROSE.translate(str.maketrans(SIMPLIFIED, TRADITIONAL)).encode()
    assert any("繁体" in reason for reason in source(traditional).reasons)
    assert source(PROSE.encode()).reasons == ()
    if importlib.util.find_spec("opencc") is None:
        with pytest.raises(ValueError, match=r"pip install .opencc"):
            ReadOptions(traditional="t2s")
    else:
        converted = source(traditional, traditional="t2s")
        assert "国务院关于印发城市更新行动计划的通知" in converted.text
        assert converted.reasons == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"encoding": "gbk2"}, "encoding 'gbk2' is unknown"),
        ({"encoding": "base64"}, "encoding 'base64'"),
        ({"workers": 0}, "at least 1"),
        ({"traditional": "s2t"}, "use t2s, tw2s, hk2s"),
    ],
)
def test_options_without_meaning_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        ReadOptions(**options)


def test_documents_travel_between_processes_unchanged():
    document = parse_text(
        PROSE + "（公安部、住房城乡建设部负责。）\ud800", doc_id="a\udcff", source="<b>"
    )
    assert load(dump(document)) == document


def test_every_format_gives_the_same_document(tmp_path):
    (tmp_path / "a.txt").write_bytes(PROSE.encode("gb18030"))
    (tmp_path / "b.md").write_text(PROSE.replace("一、", "## 一、"), "utf-8")
    (tmp_path / "c.html").write_text(
        "".join(f"<p>{line}</p>" for line in PROSE.split("\n")), "utf-8"
    )
    (tmp_path / "d.docx").write_bytes(docx("".join(p(line) for line in PROSE.split("\n"))))
    (tmp_path / "e.pdf").write_bytes(
        pdf([[(90, 700 - 20 * n, 12, line) for n, line in enumerate(PROSE.split("\n"))]])
    )
    documents = read_corpus(tmp_path, ReadOptions(duplicates=False))
    assert len(documents) == 5
    assert {d.text for d in documents} == {documents[0].text}
    assert {d.title for d in documents} == {"城市更新行动计划"}
    assert [d.duplicate_of for d in read_corpus(tmp_path)].count("a") == 4


RTF = (
    r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134"
    r" SimSun;}}{\info{\title no}}{\header no\par}"
    r"{\listtext\f1 \'d2\'bb\'a1\'a2}\f1 \'b3\'c7\'ca\'d0\u26356 \'b8\u26032?\u-10179?\u-9138?{\v"
    r" no}{\deleted no}\par"
    r"{\field{\*\fldinst HYPERLINK no}{\fldrslt\f1 \'b9\'dc\'cd\'f8}}{\footnote\f1"
    r" \'d7\'a2}\emdash\par"
    r"{\f1 \'b1\'ed}\cell 65%\cell\row{\shp{\*\shpinst{\sp{\sn no}{\sv no}}{\shptxt"
    r" \f1\'bf\'f2\par}}{\shprslt no}}\{a\}"
    r"{\pict\bin4 }}{}no}"
)


def test_rtf_gives_its_text_and_nothing_else():
    """By hand: fonts tell the encoding, \\uN the characters beyond it, with one substitute each; a
    surrogate pair is one.
    """
    found = source(RTF.encode(), "a.rtf")
    assert found.text.split("\n") == [
        "一、城市更新\U0001f44e",
        "管网—",
        "表\t65%",
        "框",
        "{a}",
        "注",
    ]
    assert found.reasons == ()
    assert "扩展名" in source(RTF.encode(), "a.doc").reasons[0]


def test_markdown_inside_words_and_titles_without_a_space():
    text = (
        "#云川市城市更新行动计划\n\n推进*更新*，改造`管网`，~~暂缓~~加快建设。[^1]\n\n[^1]:"
        " 见附件。\n\n5*3*2，#话题\n"
    )
    source = read_source(text.encode(), "甲.md", ReadOptions())
    assert source.text.split("\n")[::2] == [
        "云川市城市更新行动计划",
        "推进更新，改造管网，暂缓加快建设。",
        "见附件。",
        "5*3*2，#话题",
    ]
    assert dict(source.headings) == {1: 1}


def test_the_cells_of_an_rtf_table_stay_apart_and_its_tabs_do_not_make_one():
    cells = "".join(
        f"\\u{ord(character)}?" if ord(character) > 127 else character
        for character in "任务\\cell 牵头\\cell\\row 一、\\tab 目标\\par "
    )
    assert (
        read_source(f"{{\\rtf1\\ansi {cells}}}".encode(), "甲.rtf", ReadOptions()).text
        == "任务\t牵头\n一、  目标"
    )


@pytest.mark.parametrize(
    "piece", ["**词 ", "__词 ", "![", "![a", "![[", "[a](", "~~词 ", "`词 ", "<a "]
)
def test_marks_that_are_opened_again_and_again_take_linear_time(piece):
    """Forty times the text, which takes minutes where time grows with the square."""
    assert read_markdown("云川" + piece * 60_000).text.startswith("云川")


def test_strong_words_and_images_are_read_as_before():
    found = read_markdown(
        "**一、目标** 见![图[1]](a.png)和![表](b.png)，__总则__ 与 **a*b** 及 **词 **"
    ).text
    assert found == "一、目标 见图[1]和表，总则 与 a*b 及 **词 **"


@pytest.mark.parametrize(
    ("text", "language"),
    [("都市計画の変更に関する説明会を開催します。関係者は参加してください。", "日文"),
     ("도시계획 변경에 관한 공청회를 개최하오니 관계자 여러분의 참여를 바랍니다. 國土部 發表",
      "韩文")],
    ids=["Japanese", "Korean"],
)  # fmt: skip
def test_japanese_and_korean_are_named_and_not_called_traditional(text, language):
    source = read_source((text * 5).encode(), "a.txt", ReadOptions())
    assert [reason.code for reason in source.reasons] == ["other_language"]
    assert language in source.reasons[0]


def test_traditional_text_that_quotes_a_japanese_name_is_traditional():
    text = "關於都市更新條例的說明，參照日本まちづくり條例，並設立專責機構辦理各項業務。" * 4
    source = read_source(text.encode(), "a.txt", ReadOptions())
    assert [reason.code for reason in source.reasons] == ["traditional"]
