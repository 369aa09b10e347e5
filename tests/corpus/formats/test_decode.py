"""The encoding ladder: which bytes become which text, and which are refused."""

import codecs

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from topics.corpus.formats.decode import decode
from topics.corpus.language.script import common_share, garbled_windows, is_mojibake
from topics.corpus.messages import UnreadableError

PROSE = (
    "国务院关于印发城市更新行动计划的通知\n各省人民政府，国务院各有关部门：到2025年，"
    "常住人口城镇化率达到65%，"
    "老旧小区改造全面完成，排水防涝工程体系基本建成，人民群众的获得感不断增强。"
)
TRADITIONAL = (
    "國務院關於印發城市更新行動計劃的通知，各省、自治區、直轄市人民政府：為了推進新型城鎮化，"
    "現將實施方案發給你們。"
)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "hz"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_text(encoding):
    assert decode(PROSE.encode(encoding)).text == PROSE


def test_big5_is_told_from_gb18030():
    assert decode(TRADITIONAL.encode("big5")).text == TRADITIONAL
    assert decode(TRADITIONAL.encode("gb18030")).text == TRADITIONAL


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n", "\u2028", "\u2029", "\x85"])
def test_line_ends_become_newlines(end):
    assert decode(PROSE.replace("\n", end).encode()).text == PROSE


def test_page_breaks_stay():
    assert decode("第一页的内容\f第二页的内容".encode()).text == "第一页的内容\f第二页的内容"


@given(st.integers(0, len(PROSE.encode()) - 1), st.integers(0, 255))
@settings(max_examples=200, deadline=None)
def test_one_damaged_byte_never_turns_utf8_into_another_encoding(place, byte):
    data = bytearray(PROSE.encode())
    data[place] = byte
    decoded = decode(bytes(data))
    assert decoded.encoding == "utf-8"
    before, after = PROSE.encode()[: max(place - 2, 0)], PROSE.encode()[place + 3 :]
    assert decoded.text.startswith(before.decode(errors="ignore"))
    assert decoded.text.endswith(after.decode(errors="ignore"))


@given(st.integers(20, len(PROSE.encode("gb18030")) - 1), st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_one_damaged_byte_leaves_gb18030_what_it_is(place, byte):
    data = bytearray(PROSE.encode("gb18030"))
    data[place] = byte
    assert decode(bytes(data)).encoding == "gb18030"


@given(st.integers(1, 200))
@settings(max_examples=50, deadline=None)
def test_a_cut_file_keeps_all_but_its_last_character(length):
    data = PROSE.encode()[:length]
    expected = PROSE[: len(data.decode(errors="ignore"))]
    assume(sum(character >= "\u4e00" for character in expected) >= 8)
    assert decode(data).text.rstrip("\ufffd") == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "gb18030"),
        ("gb18030", "ascii"),
        ("utf-8", "cp1252"),
        ("gb18030", "big5hkscs"),
        ("utf-8", "ascii"),
    ],
)
def test_mojibake_in_which_something_is_lost_is_refused(written, read):
    garbled = PROSE.encode(written).decode(read, errors="replace").encode()
    with pytest.raises(UnreadableError, match=r"乱码|编码"):
        decode(garbled)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(
    ("written", "read"), [("gb18030", "latin-1"), ("utf-8", "latin-1"), ("big5hkscs", "gb18030")]
)
def test_mojibake_in_which_nothing_is_lost_is_undone_and_told(written, read, mark):
    text = (TRADITIONAL if written == "big5hkscs" else PROSE) * 3
    decoded = decode(mark + text.encode(written).decode(read).encode())
    assert decoded.text == text
    assert "逐字还原" in decoded.note


def test_a_single_lost_letter_is_enough_to_refuse():
    garbled = PROSE.encode().decode("latin-1")
    for at in (3, len(garbled) // 2):
        with pytest.raises(UnreadableError, match="乱码"):
            decode((garbled[:at] + "\ufffd" + garbled[at + 1 :]).encode())


@given(st.lists(st.booleans(), min_size=2, max_size=8))
@settings(max_examples=40, deadline=None)
def test_lines_in_two_encodings_are_each_read_in_their_own(wide):
    lines = [f"{number}.推进城市更新，完善排水防涝设施和公共服务" for number in range(len(wide))]
    data = b"\n".join(
        line.encode("gb18030" if flag else "utf-8") for line, flag in zip(lines, wide, strict=True)
    )
    decoded = decode(data)
    assert decoded.text == "\n".join(lines)
    assert ("两种编码" in decoded.note) == (len(set(wide)) == 2)


def test_a_broken_byte_makes_no_second_encoding():
    data = f"{PROSE}\n".encode() * 3
    for at in range(40, 200):
        decoded = decode(data[:at] + b"\xe5" + data[at:])
        assert (decoded.encoding, decoded.note) == ("utf-8", "")
        assert decoded.text.count("\n") == data.count(b"\n")


def test_a_mark_that_lies_is_not_believed():
    assert decode(codecs.BOM_UTF8 + PROSE.encode("gb18030")).text.endswith(PROSE[1:])


def test_the_users_encoding_is_obeyed_or_refused_by_name():
    assert decode(PROSE.encode("gbk"), encoding="gb2312").text == PROSE  # always as its superset
    with pytest.raises(UnreadableError, match="big5"):
        decode(PROSE.encode(), encoding="big5")


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_text_or_a_reason(data):
    try:
        text = decode(data).text
    except UnreadableError as error:
        text = str(error)
    text.encode()  # no lone surrogates
    assert "\r" not in text


def test_common_characters_tell_chinese_from_mojibake():
    assert common_share(PROSE)[0] > 0.5
    assert common_share(PROSE.encode().decode("gb18030", errors="replace"))[0] < 0.1
    assert common_share("") == (0.0, 0)
    assert not is_mojibake("阿坝藏族羌族自治州")


def test_a_garbled_stretch_is_counted():
    garbled = (PROSE * 3).encode().decode("gb18030", errors="replace")
    assert garbled_windows(PROSE * 5) == 0
    assert garbled_windows(PROSE * 5 + garbled) >= 2
