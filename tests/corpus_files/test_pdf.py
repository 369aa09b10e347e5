"""PDF: visual lines, what stands on every page, and files without text."""

import re

import pytest

from tests.corpus_files.making import assemble, pdf
from topics.corpus.messages import UnreadableError
from topics.corpus.options import Limits, ReadOptions
from topics.corpus.pdf import read_pdf
from topics.corpus.pdf_running import PAGE_NUMBER
from topics.corpus.read import read_source

LINES = ["推进城市更新，完善城市洪涝治理体系，建设", "宜居韧性智慧城市，改造老旧小区和地下管网。"]


def page(number, lines=LINES, left=90):
    placed = [(left, 700 - 20 * n, 12, text) for n, text in enumerate(lines)]
    return [(90, 800, 9, "云川市人民政府文件"), *placed, (280, 40, 9, f"— {number} —")]


def test_lines_and_pages():
    source = read_pdf(pdf([[(90, 700, 12, LINES[0]), (90, 680, 12, LINES[1])], [(90, 700, 12, "第二页的文字。")]]), Limits())
    assert source.text == f"{LINES[0]}\n{LINES[1]}\n\f第二页的文字。"
    assert source.changes == ()


def test_running_heads_and_page_numbers_are_logged_and_leave_an_empty_line():
    source = read_pdf(pdf([page(n) for n in range(1, 5)]), Limits())
    kept = [line.strip("\f") for line in source.text.split("\n")]
    assert [line for line in kept if line] == LINES * 4
    assert all(kept[change.line - 1] == "" for change in source.changes)
    assert [change.text for change in source.changes if change.kind == "page_number"] == [f"— {n} —" for n in range(1, 5)]
    assert sum(change.kind == "running_header" for change in source.changes) == 4


def test_what_is_repeated_in_the_middle_of_pages_is_text():
    text = "（一）推进老旧小区改造。"
    source = read_pdf(pdf([[(90, 700, 12, LINES[0]), (90, 400, 12, text)] for _ in range(4)]), Limits())
    assert source.text.count(text) == 4


def test_the_indent_of_a_paragraph_is_kept():
    body = [(114, 700, 12, LINES[0]), (90, 680, 12, LINES[1]), (90, 660, 12, LINES[1]), (240, 740, 12, "居中的标题")]
    lines = read_pdf(pdf([body]), Limits()).text.split("\n")
    assert lines == [f"　　{LINES[0]}", LINES[1], LINES[1], "居中的标题"]


def test_a_slanted_watermark_is_logged():
    slanted = f"BT /F1 30 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <{'内部资料'.encode('utf-16-be').hex()}> Tj ET\n"
    source = read_pdf(pdf([page(1)], extra=slanted), Limits())
    assert "内部资料" not in source.text
    assert ("watermark", "内部资料") in {(change.kind, change.text) for change in source.changes}


def test_a_file_without_text_layer_is_named():
    with pytest.raises(UnreadableError, match=re.escape("没有文字层（2 页")):
        read_pdf(pdf([[], []]), Limits())
    source = read_pdf(pdf([page(1), [], [], page(4)]), Limits())
    assert "第 2—3 页没有文字层" in source.reasons[0]


def test_an_encrypted_file_is_named():
    key = "<" + "ab" * 32 + ">"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>",
        f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O {key} /U {key} >>",
    ]  # fmt: skip
    with pytest.raises(UnreadableError, match="加密"):
        read_pdf(assemble(objects, "/Encrypt 3 0 R /ID [<00><00>]"), Limits())


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", pdf([page(1)])[:300]])
def test_a_broken_file_is_named(data):
    with pytest.raises(UnreadableError, match=r"PDF"):
        read_pdf(data, Limits())


def test_too_many_pages():
    with pytest.raises(UnreadableError, match="有 3 页，超过上限 2 页"):
        read_pdf(pdf([page(1)] * 3), Limits(pages=2))


@pytest.mark.parametrize("text", ["— 1 —", "- 3 -", "第3页 共9页", "12", "3/9", "Page 3 of 9", "第 3 页", "－ 12 －", "·5·"])
def test_shapes_of_page_numbers(text):
    assert PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["一、总体要求", "2025年", "1.5万亩", "（一）", "65%", "第三章"])
def test_what_is_no_page_number(text):
    assert not PAGE_NUMBER.fullmatch(text)


def test_the_lines_of_a_title_are_joined_and_its_line_numbers_stay():
    title = [(176, 780, 22, "云川市人民政府关于印发"), (176, 750, 22, "城市更新行动方案的通知")]
    body = [(90, 700 - 20 * n, 12, "推进城市更新，完善城市洪涝治理体系，建设宜居城市。") for n in range(5)]
    source = read_pdf(pdf([[(238, 810, 12, "云政发〔2024〕3号"), *title, *body]]), Limits())
    assert source.text.split("\n")[:4] == ["云政发〔2024〕3号", "云川市人民政府关于印发城市更新行动方案的通知", "", body[0][3]]
    assert [(change.line, change.kind) for change in source.changes] == [(3, "wrap")]


def test_cells_of_a_table_are_apart_and_spaced_letters_are_not():
    rows = [(90, 700, 12, "指标"), (250, 700, 12, "2020年"), (400, 700, 12, "2025年"), (90, 650, 12, "目"), (150, 650, 12, "录"),
            (90, 600, 12, "第三条"), (150, 600, 12, "各部门负责推进。")]  # fmt: skip
    assert read_pdf(pdf([rows]), Limits()).text.split("\n") == ["指标\t2020年\t2025年", "目 录", "第三条 各部门负责推进。"]


STAMPED = (200, 400, 30, "云川市内部资料")


def test_a_stamp_over_scanned_pages_is_no_text_layer():
    with pytest.raises(UnreadableError, match="没有文字层（3 页"):
        read_pdf(pdf([[STAMPED]] * 3), Limits())
    source = read_pdf(pdf([page(1), [STAMPED], [STAMPED]]), Limits())
    assert [change.kind for change in source.changes].count("watermark") == 2
    assert any("第 2—3 页没有文字层" in reason for reason in source.reasons)


def test_a_header_over_scanned_pages_is_no_text_layer():
    with pytest.raises(UnreadableError, match="没有文字层"):
        read_pdf(pdf([[(200, 820, 10, "扫描全能王创建")]] * 4), Limits())


def test_a_page_with_nothing_but_its_number_is_no_scan():
    source = read_pdf(pdf([page(1), [(290, 20, 10, "2")], page(3)]), Limits())
    assert not any("没有文字层" in reason for reason in source.reasons)


def test_a_font_without_a_map_to_characters_is_named():
    garbled = "".join(chr(0x4E00 + ord(char) * 7919 % 20000) for line in LINES for char in line)
    with pytest.raises(UnreadableError, match="字体没有对应到汉字的编码"):
        read_source(pdf([[(90, 700, 12, garbled)]]), "a.pdf", ReadOptions())
