"""PDF: visual lines, what stands on every page, and files without text."""

import hashlib
import re
import struct

import pytest

from tests.corpus.making import assemble, pdf
from topics.corpus.formats.pdf.pages import read_pdf
from topics.corpus.formats.pdf.running import PAGE_NUMBER
from topics.corpus.formats.read import read_source
from topics.corpus.messages import UnreadableError
from topics.corpus.options import Limits, ReadOptions

LINES = ["推进城市更新，完善城市洪涝治理体系，建设", "宜居韧性智慧城市，改造老旧小区和地下管网。"]


def page(number, lines=LINES, left=90):
    placed = [(left, 700 - 20 * n, 12, text) for n, text in enumerate(lines)]
    return [(90, 800, 9, "云川市人民政府文件"), *placed, (280, 40, 9, f"— {number} —")]


def test_lines_and_pages():
    source = read_pdf(
        pdf(
            [[(90, 700, 12, LINES[0]), (90, 680, 12, LINES[1])], [(90, 700, 12, "第二页的文字。")]]
        ),
        Limits(),
    )
    assert source.text == f"{LINES[0]}\n{LINES[1]}\n\f第二页的文字。"
    assert source.changes == ()


def test_running_heads_and_page_numbers_are_logged_and_leave_an_empty_line():
    source = read_pdf(pdf([page(n) for n in range(1, 5)]), Limits())
    kept = [line.strip("\f") for line in source.text.split("\n")]
    assert [line for line in kept if line] == LINES * 4
    assert all(kept[change.line - 1] == "" for change in source.changes)
    assert [change.text for change in source.changes if change.kind == "page_number"] == [
        f"— {n} —" for n in range(1, 5)
    ]
    assert sum(change.kind == "running_header" for change in source.changes) == 4


def test_what_is_repeated_in_the_middle_of_pages_is_text():
    text = "（一）推进老旧小区改造。"
    source = read_pdf(
        pdf([[(90, 700, 12, LINES[0]), (90, 400, 12, text)] for _ in range(4)]), Limits()
    )
    assert source.text.count(text) == 4


def test_the_indent_of_a_paragraph_is_kept():
    body = [
        (114, 700, 12, LINES[0]),
        (90, 680, 12, LINES[1]),
        (90, 660, 12, LINES[1]),
        (240, 740, 12, "居中的标题"),
    ]
    lines = read_pdf(pdf([body]), Limits()).text.split("\n")
    assert lines == [f"　　{LINES[0]}", LINES[1], LINES[1], "居中的标题"]


def test_a_slanted_watermark_is_logged():
    slanted = (
        f"BT /F1 30 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <{'内部资料'.encode('utf-16-be').hex()}> Tj ET\n"
    )
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
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 0 /Kids [] >>",
        f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O {key} /U {key} >>",
    ]
    with pytest.raises(UnreadableError, match="加密"):
        read_pdf(assemble(objects, "/Encrypt 3 0 R /ID [<00><00>]"), Limits())


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", pdf([page(1)])[:300]])
def test_a_broken_file_is_named(data):
    with pytest.raises(UnreadableError, match=r"PDF"):
        read_pdf(data, Limits())


def test_too_many_pages():
    with pytest.raises(UnreadableError, match="有 3 页，超过上限 2 页"):
        read_pdf(pdf([page(1)] * 3), Limits(pages=2))


@pytest.mark.parametrize(
    "text",
    ["— 1 —", "- 3 -", "第3页 共9页", "12", "3/9", "Page 3 of 9", "第 3 页", "－ 12 －", "·5·"],
)
def test_shapes_of_page_numbers(text):
    assert PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["一、总体要求", "2025年", "1.5万亩", "（一）", "65%", "第三章"])
def test_what_is_no_page_number(text):
    assert not PAGE_NUMBER.fullmatch(text)


def test_the_lines_of_a_title_are_joined_and_its_line_numbers_stay():
    title = [(176, 780, 22, "云川市人民政府关于印发"), (176, 750, 22, "城市更新行动方案的通知")]
    body = [
        (90, 700 - 20 * n, 12, "推进城市更新，完善城市洪涝治理体系，建设宜居城市。")
        for n in range(5)
    ]
    source = read_pdf(pdf([[(238, 810, 12, "云政发〔2024〕3号"), *title, *body]]), Limits())
    assert source.text.split("\n")[:4] == [
        "云政发〔2024〕3号",
        "云川市人民政府关于印发城市更新行动方案的通知",
        "",
        body[0][3],
    ]
    assert [(change.line, change.kind) for change in source.changes] == [(3, "wrap")]


def test_cells_of_a_table_are_apart_and_spaced_letters_are_not():
    rows = [
        (90, 700, 12, "指标"),
        (250, 700, 12, "2020年"),
        (400, 700, 12, "2025年"),
        (90, 650, 12, "目"),
        (150, 650, 12, "录"),
        (90, 600, 12, "第三条"),
        (150, 600, 12, "各部门负责推进。"),
    ]
    assert read_pdf(pdf([rows]), Limits()).text.split("\n") == [
        "指标\t2020年\t2025年",
        "目 录",
        "第三条 各部门负责推进。",
    ]


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


# --- what stands side by side ---

TEXT = (
    "推进城市更新，完善配套设施和公共服务体系，提高城市安全韧性和住房保障水平。加快老旧小区改造，"
    "补齐停车、养老、托育等设施短板，健全地下管网。"
)


def columns(text, count, width, *, gap=20.0, size=10, rows=18, head=()):
    """A page on which columns of text are drawn row by row across; and the lines of the columns,
    one after the other.
    """
    lines = [text[start : start + width] for start in range(0, len(text), width)][: count * rows]
    rows = -(-len(lines) // count)
    placed = [
        (50 + column * (width * size + gap), 740 - 16 * row, size, lines[column * rows + row])
        for row in range(rows)
        for column in range(count)
        if column * rows + row < len(lines)
    ]
    return [*head, *placed], lines


@pytest.mark.parametrize(("count", "width", "gap"), [(2, 22, 24), (2, 23, 11), (3, 14, 18)])
def test_columns_that_are_drawn_across_are_read_one_after_the_other(count, width, gap):
    placed, lines = columns(
        TEXT * 9, count, width, gap=gap, head=[(150, 790, 18, "云川市城市更新规划")]
    )
    assert read_pdf(pdf([placed]), Limits()).text.split("\n") == ["云川市城市更新规划", *lines]


def test_a_line_across_the_page_divides_columns():
    above, first = columns(TEXT * 4, 2, 22, rows=6)
    below, second = columns(TEXT[5:] * 4, 2, 22, rows=6)
    across = (50, 600, 10, "（二）" + TEXT[:40])
    body = [
        *above,
        across,
        *[(left, height - 200, size, text) for left, height, size, text in below],
    ]
    assert read_pdf(pdf([body]), Limits()).text.split("\n") == [*first, across[3], *second]


def test_the_indent_of_a_paragraph_in_a_later_column_is_kept():
    placed, lines = columns(TEXT * 9, 2, 22)
    moved = [
        (left + 20 * (left > 200 and height == 740), height, size, text)
        for left, height, size, text in placed
    ]
    found = read_pdf(pdf([moved]), Limits()).text.split("\n")
    assert [line for line in found if line.startswith("　")] == [
        f"　　{lines[(len(lines) + 1) // 2]}"
    ]


def test_tables_are_read_row_by_row():
    names = [
        "老旧小区改造",
        "管网",
        "公园绿地建设和提升",
        "停车",
        "养老服务",
        "托育设施",
        "社区食堂",
        "道路",
    ]
    rows = [(name, TEXT[number : number + 20]) for number, name in enumerate(names)]
    placed = [
        (left, 700 - 20 * number, 10, text)
        for number, row in enumerate(rows)
        for left, text in zip((60, 200), row, strict=True)
    ]
    assert read_pdf(pdf([placed]), Limits()).text.split("\n") == ["\t".join(row) for row in rows]


def test_tables_of_running_text_are_read_cell_by_cell():
    placed, expected = [], []
    for row in range(6):
        for left in (60, 320):
            cell = [TEXT[start + row : start + row + 22] for start in (0, 22)]
            placed += [
                (left, 700 - 50 * row - 15 * line, 10, text) for line, text in enumerate(cell)
            ]
            expected += cell
    found = read_pdf(pdf([placed]), Limits()).text
    assert re.sub(r"\s", "", found) == "".join(expected)


def test_cells_that_stand_close_or_hold_one_character():
    rows = [
        ("指标名称", "单位名", "2025年"),
        ("城镇化率", "百分比", "65.0"),
        ("改造小区", "个", "1200"),
        ("绿地面积", "公顷数", "3400"),
    ]
    placed = [
        (left, 700 - 20 * number, 10, text)
        for number, row in enumerate(rows)
        for left, text in zip((60, 112, 154), row, strict=True)
    ]
    assert read_pdf(pdf([placed]), Limits()).text.split("\n") == ["\t".join(row) for row in rows]


# --- pages as programs make them ---


def turned(text, left, height, quarters, size=12):
    matrix = ["1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"][quarters]
    return (
        f"BT /F1 {size} Tf {matrix} {left} {height} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
    )


@pytest.mark.parametrize("rotated", [True, False])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_pages(quarters, rotated):
    places = {1: (100, 90, 1, 0), 2: (500, 100, 0, 1), 3: (500, 740, -1, 0)}
    left, height, right, up = places[quarters]
    rows = [[LINES[0]], [LINES[1]], [LINES[0]], ["指标", "单位名", "2025年"]]
    content = ""
    for number, row in enumerate(rows):
        for cell, text in enumerate(row):
            along = 150 * cell
            x, y = left + 20 * number * right, height + 20 * number * up
            x, y = (
                (x, y + along)
                if quarters == 1
                else (x - along, y)
                if quarters == 2
                else (x, y - along)
            )
            content += turned(text, x, y, quarters)
    data = pdf([[]], extra=content)
    if rotated:
        data = data.replace(b"/MediaBox", f"/Rotate {90 * quarters} /MediaBox".encode())
    assert read_pdf(data, Limits()).text.split("\n") == [
        LINES[0],
        LINES[1],
        LINES[0],
        "指标\t单位名\t2025年",
    ]


BODY = [(90, 700 - 20 * n, 12, LINES[n % 2]) for n in range(6)]
LETTERS = "内部资料"


@pytest.mark.parametrize(
    "watermark",
    [
        turned("云川市内部资料", 560, 300, 1, 30),
        "".join(turned(letter, 560, 600 - 40 * n, 0, 30) for n, letter in enumerate(LETTERS)),
        turned("云川市内部资料", 200, 400, 0, 30),
    ],
)
def test_watermarks_that_stand_upright_or_sideways(watermark):
    source = read_pdf(pdf([BODY] * 3, extra=watermark), Limits())
    assert "内部资料" not in source.text
    assert [change.kind for change in source.changes] == ["watermark"] * 3


def test_a_large_heading_is_no_watermark():
    pages = [[(90, 740, 24, name), *BODY] for name in ("第一章 总则", "第二章 规划", "第三章 实施")]
    assert read_pdf(pdf(pages), Limits()).changes == ()


@pytest.mark.parametrize("offset", [0, 0.4])
def test_text_that_is_drawn_twice_is_read_once(offset):
    source = read_pdf(
        pdf([[*BODY, *[(left + offset, height, size, text) for left, height, size, text in BODY]]]),
        Limits(),
    )
    assert [line for line in source.text.split("\n") if line] == [text for *_, text in BODY]
    assert {change.kind for change in source.changes} == {"overprint"}


def test_the_same_line_in_two_columns_is_read_twice():
    body = [(left, 700 - 20 * row, 12, LINES[row % 2]) for row in range(8) for left in (60, 330)]
    source = read_pdf(pdf([body]), Limits())
    assert source.text.split("\n") == LINES * 8
    assert source.changes == ()


def test_what_a_browser_prints_around_a_page_goes():
    edge = [
        (30, 815, 8, "11/22/26, 3:48 AM"),
        (250, 815, 8, "云川市城市更新规划"),
        (30, 20, 8, "https://www.example.gov.cn/a/b.html"),
        (560, 20, 8, "1/2"),
    ]
    source = read_pdf(pdf([[*edge, *BODY]]), Limits())
    assert [line for line in source.text.split("\n") if line] == [text for *_, text in BODY]
    plain = read_pdf(pdf([[(30, 815, 8, "2024/3/5 10:20 会议纪要"), *BODY]]), Limits())
    assert "会议纪要" in plain.text


KEY = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def rc4(key, data):
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def test_a_file_that_only_its_owner_may_change_is_read():
    # The standard security handler, revision 2 (ISO 32000-1, 7.6.3): an empty user password opens
    # it, an owner's one exists.
    owner = rc4(
        hashlib.md5(b"secret".ljust(32, b"\0")[:6] + KEY[:26], usedforsecurity=False).digest()[:5],
        KEY,
    )
    key = hashlib.md5(KEY + owner + struct.pack("<i", -44) + b"\0", usedforsecurity=False).digest()[
        :5
    ]
    plain = pdf([BODY]).decode("latin-1")
    objects = [
        part.split("\nendobj")[0].split(" obj\n", 1)[1]
        for part in plain.split("\nxref")[0].split("\n%%EOF")[0].split("endobj\n")
        if " obj\n" in part
    ]
    for number, text in enumerate(objects, 1):
        head, found, rest = text.partition("\nstream\n")
        if found:
            one = hashlib.md5(
                key + struct.pack("<i", number)[:3] + b"\0\0", usedforsecurity=False
            ).digest()[:10]
            hidden = rc4(one, rest.removesuffix("\nendstream").encode("latin-1")).decode("latin-1")
            objects[number - 1] = f"{head}\nstream\n{hidden}\nendstream"
    objects.append(
        f"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{owner.hex()}> /U <{rc4(key, KEY).hex()}> >>"
    )
    source = read_pdf(assemble(objects, f"/Encrypt {len(objects)} 0 R /ID [<00><00>]"), Limits())
    assert source.text.split("\n") == [text for *_, text in BODY]


def test_characters_are_read_from_the_left_whatever_order_they_are_drawn_in():
    quoted = [
        (102, 700, 12, "十四五"),
        (150, 700, 12, "时期城市发展。"),
        (90, 700, 12, "“"),
        (138, 700, 12, "”"),
        (90, 680, 12, LINES[0]),
    ]
    assert read_pdf(pdf([quoted]), Limits()).text.split("\n") == [
        "“十四五”时期城市发展。",
        LINES[0],
    ]


# --- fonts that do not say which characters they show ---


def mapped(text, *, known=None, objects_apart=False):
    """Return a PDF in a font of its own whose map has only the known characters; a code of the
    font is 0x21 and so on, which are characters, too: 2 may come out as 3.
    """
    letters = sorted(set(text))
    codes = {char: 0x21 + n for n, char in enumerate(letters)}
    entries = "".join(
        f"<{codes[char]:04x}> <{char.encode('utf-16-be').hex()}>\n"
        for char in letters
        if known is None or char in known
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{entries.count('<') // 2} beginbfchar\n{entries}endbfchar endcmap end end"
    )
    lines = [text[at : at + 30] for at in range(0, len(text), 30)]
    pieces = [
        f"1 0 0 1 {60 + 14 * start} {760 - 24 * n} Tm"
        f" <{''.join(f'{codes[char]:04x}' for char in part)}> Tj"
        for n, line in enumerate(lines)
        for start, part in (enumerate(line) if objects_apart else [(0, line)])
    ]
    content = f"BT /F1 14 Tf {' '.join(pieces)} ET"
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            (
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources"
                " << /Font << /F1 5 0 R >> >> >>"
            ),
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            (
                "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Kai /Encoding /Identity-H"
                " /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>"
            ),
            (
                "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Kai /DW 1000"
                " /FontDescriptor 7 0 R"
                " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
            ),
            (
                "<< /Type /FontDescriptor /FontName /AAAAAA+Kai /Flags 4"
                " /FontBBox [0 -200 1000 900]"
                " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
            ),
            f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        ]
    )


POOLS = (
    "云川市游泳馆开放办法规定每日上午八点至晚间九点开放，设浅水区3处、深水区6处，"
    "2024年接待市民41万人次。"
)


@pytest.mark.parametrize("unknown", ["0123456789", "市", "开放", "，。、", "年"])
def test_characters_without_a_map_are_marked_and_counted(unknown):
    source = read_pdf(mapped(POOLS, known=set(POOLS) - set(unknown)), Limits())
    marked = "".join("\ufffd" if char in unknown else char for char in POOLS)
    assert source.text.replace("\n", "").replace("\u3000", "") == marked
    assert [reason.code for reason in source.reasons] == ["pdf_unmapped"]
    assert source.reasons[0].fields["count"] == marked.count("\ufffd")


def test_a_complete_map_is_read_without_a_remark():
    source = read_pdf(mapped(POOLS), Limits())
    assert source.text.replace("\n", "").replace("\u3000", "") == POOLS
    assert source.reasons == ()


def test_most_characters_without_a_map_are_no_text():
    with pytest.raises(UnreadableError, match="字体没有对应到汉字的编码"):
        read_source(mapped(POOLS, known=set("云川市")), "a.pdf", ReadOptions())


def test_characters_that_stand_alone_in_a_font_that_is_nowhere_are_read():
    placed = [(60 + 14 * n, 700, 14, char) for n, char in enumerate("统筹供水2３处泵站")]
    assert read_pdf(pdf([placed]), Limits()).text == "统筹供水2３处泵站"
