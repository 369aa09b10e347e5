"""The reader of word lists, and the lists that ship."""

import re
from pathlib import Path

import pytest

from tests.support import ROOT, SHARED, needs_shared
from topics import PolicyTokenizer
from topics.words.wordlists import (
    Entry,
    WordListError,
    hidden_terms,
    read_dictionary,
    read_stopwords,
)

DICTIONARY = ROOT / "dictionary" / "policy.txt"
LAYERS = sorted((ROOT / "stopwords").glob("*.txt"))


def write(tmp_path, raw):
    path = tmp_path / "list.txt"
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_any_line_end_and_byte_order_mark(tmp_path, end, start):
    path = write(
        tmp_path,
        start + end.join(["# 头", "城市群 1000 n  # 理由", "", "市民化", "“1+N”\t7"]).encode(),
    )
    assert read_dictionary(path) == (Entry("城市群", 1000, "n"), Entry("市民化"), Entry("“1+N”", 7))


def test_all_faults_are_told_at_once_with_line_value_and_remedy(tmp_path):
    lines = [
        "城市群",
        "市民化 很多",
        "韧性 0",
        "韧性 10000001",
        "甲" * 33,
        "治理 5 NR",
        "治理 5 n 多",
        "城市群 2",
        "乙\u200b丙",
        "\x00",
        "1.5 1.5",
    ]
    path = write(tmp_path, "\n".join(lines))
    with pytest.raises(WordListError) as caught:
        read_dictionary(path)
    assert [fault.removeprefix(f"{path}:") for fault in caught.value.faults] == [
        (
            "2: '很多' is no frequency; write a whole number from 1 to 10000000, and a word without"
            " spaces"
        ),
        "3: '0' is no frequency; write a whole number from 1 to 10000000",
        "4: '10000001' is no frequency; write a whole number from 1 to 10000000",
        (
            "5: '甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲…' has 33 characters; split it, 32"
            " are allowed"
        ),
        "6: 'NR' is no part of speech; write lower-case letters such as n, v or nt",
        "7: '治理 5 n 多' has 4 parts; write `word frequency tag`, a comment after ` #`",
        "8: '城市群' stands already in line 1; remove one of the two",
        "9: '乙\\u200b丙' holds the invisible character U+200B; delete it",
        "10: '\\x00' holds the invisible character U+0000; delete it",
        "11: '1.5' is no frequency; write a whole number from 1 to 10000000",
    ]


def test_other_encodings_are_told_with_their_line(tmp_path):
    path = write(tmp_path, "城市群\n".encode() + "市民化".encode("gbk"))
    with pytest.raises(
        WordListError, match=re.escape(f"{path}:2: byte 0xCA is not UTF-8; save the file as UTF-8")
    ):
        read_dictionary(path)


def test_stop_words_are_one_a_line(tmp_path):
    assert read_stopwords(write(tmp_path, "# 虚词\n的\n了 # 助词\n")) == ("的", "了")
    path = write(tmp_path, "的\n的 了\n的\n")
    with pytest.raises(WordListError) as caught:
        read_stopwords(path)
    assert caught.value.faults == (
        f"{path}:2: '的 了' holds a space; put one word on a line",
        f"{path}:3: '的' stands already in line 1; remove one of the two",
    )


def test_every_list_of_a_tokenizer_is_read_before_it_complains(tmp_path):
    path = write(tmp_path, "的 了\n")
    with pytest.raises(WordListError) as caught:
        PolicyTokenizer(dictionary=["城市群 0"], only=True, stopwords=[path, "a b"])("甲")
    assert len(caught.value.faults) == 3


@needs_shared
def test_public_lists_are_read_whole():
    places = read_dictionary(SHARED / "dictionaries" / "thuocl" / "THUOCL_caijing.txt")
    assert len(places) == 3830
    assert places[0] == Entry("发展", 1934814)


@needs_shared
def test_a_list_with_carriage_returns_and_a_byte_order_mark_is_read_line_by_line():
    path = SHARED / "dictionaries" / "thuocl" / "THUOCL_diming.txt"
    with pytest.raises(WordListError) as caught:
        read_dictionary(path)
    said = "'3?' is no frequency; write a whole number from 1 to 10000000"
    assert caught.value.faults == (f"{path}:35690: {said}", f"{path}:35724: {said}")


# --- what ships ---


def test_the_dictionary_holds_the_field():
    words = {entry.word for entry in read_dictionary(DICTIONARY) if entry.tag != "nt"}
    assert len(words) >= 900
    assert words >= {
        "安全韧性",
        "城市更新",
        "城市群",
        "都市圈",
        "潜力地区",
        "老旧小区",
        "城乡融合",
        "新型城镇化",
        "农业转移人口市民化",
        "市民化",
        "人地钱挂钩",
        "平急两用",
        "一刻钟便民生活圈",
        "“十四五”",
        "Ⅰ型大城市",
        "1小时通勤圈",
        "5G",
        "PM2.5",
        "国发〔2024〕17号",
        "“1+N”政策体系",
        "R&D经费",
    }


def test_every_term_has_a_source_and_is_no_clause():
    group, words = "", 0
    for number, line in enumerate(DICTIONARY.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            assert re.fullmatch(r"## \S+ — .{15,}", line), number
            group = line
        elif line and not line.startswith("#"):
            words += 1
            word = line.split()[0]
            assert group, number
            assert len(word) <= 16, word
            assert not re.search("[，。；：！？]|(?<!党)的", word), word
    assert words > 100


def test_every_shipped_term_and_agency_comes_out_whole():
    tokenizer = PolicyTokenizer()
    words = [entry.word for entry in read_dictionary(DICTIONARY)]
    assert [
        word for word in words if [span.token for span in tokenizer.segment(word)] != [word]
    ] == []


@pytest.mark.parametrize("path", LAYERS, ids=lambda path: path.stem)
def test_every_stop_word_can_be_met(path):
    words = read_stopwords(path)
    tokenizer = PolicyTokenizer(stopwords=None, numbers=True, min_length=1)
    assert [word for word in words if len(tokenizer.spans(word)) != 1] == []
    assert "# Source: " in Path(path).read_text(encoding="utf-8")


def test_no_layer_hides_a_term():
    terms = [entry.word for entry in read_dictionary(DICTIONARY) if entry.tag != "nt"]
    assert len(LAYERS) == 3
    assert hidden_terms({word for path in LAYERS for word in read_stopwords(path)}, terms) == ()
