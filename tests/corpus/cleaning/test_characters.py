"""Characters that look right and are not; spaces, widths and marks, and what must stay as it is."""

import unicodedata

import pytest

from topics.corpus.cleaning.clean import clean
from topics.corpus.cleaning.intruders import find_markers
from topics.corpus.language.characters import RADICALS


def changes(text: str) -> list[tuple[str, str]]:
    return [(change.kind, change.text) for change in clean(text).changes()]


def test_radicals_agree_with_unicode() -> None:
    """The decomposition of the Unicode Character Database is the independent source."""
    assert RADICALS
    for code, char in RADICALS.items():
        decomposed = unicodedata.normalize("NFKC", chr(code))
        if decomposed != chr(code):
            assert decomposed == char
        assert len(char) == 1
        assert not 0x2E80 <= ord(char) <= 0x2FD5


def test_radicals_are_repaired() -> None:
    assert clean("⼈⺠政府，⻅附件，⻓江⻔户。").text == "人民政府，见附件，长江门户。"
    assert changes("⼈⺠政府。") == [("radical", "⼈⺠")]


def test_unknown_characters_stay_and_are_told() -> None:
    assert clean("城\ue123市更新。").text == "城\ue123市更新。"
    assert changes("城\ue123市更新。") == [("suspicious", "U+E123")]
    assert changes("城\u202e市\x00更新。") == [("suspicious", "U+202E"), ("suspicious", "U+0000")]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("２０２４年增长１４．８％。", "2024年增长14.8%。"),
        ("ＧＤＰ增长。", "GDP增长。"),
        ("二○二四年。", "二〇二四年。"),
        ("1 9 9 8年工作。", "1998年工作。"),
        ("专栏7 5G应用。专栏8 5个中心。", "专栏7 5G应用。专栏8 5个中心。"),
        ("1 9 9 8年至1 5个项目。", "1998年至15个项目。"),
        ("支持 300 万以下城市，打造 1小时通勤圈。", "支持300万以下城市，打造1小时通勤圈。"),
        (
            "增长5.2%,居民收入(不含补贴)提高;民生改善.",
            "增长5.2%，居民收入（不含补贴）提高；民生改善。",
        ),
        ('深化"放管服"改革。', "深化“放管服”改革。"),
        ("使用 Python 3.11 与 R, Stata 分析。", "使用Python 3.11与R, Stata分析。"),
        ("比例为1:1,共1,000户,见A,B两表。", "比例为1:1，共1,000户，见A,B两表。"),
        ("1.改造(郊)铁路。", "1.改造（郊）铁路。"),
        ("第一条  为了更新。", "第一条　为了更新。"),
    ],
)
def test_widths_spaces_and_punctuation(written: str, text: str) -> None:
    assert clean(written).text == text


@pytest.mark.parametrize(
    "text",
    [
        "①目标②任务，20℃以上，Ⅰ型大城市。",
        "总部+基地、研发&生产。",
        "PM2.5与O3协同控制（5G）。",
        "——坚持民生。",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert clean(text).text == text
    assert changes(text) == []


def test_cells_of_a_table_stay_apart() -> None:
    row = "常住人口城镇化率  60  65  预期性"
    assert clean(f"专栏1 主要指标\n{row}\n一、任务").text.split("\n")[1] == row


def test_symbols_that_texts_use_are_no_markers() -> None:
    assert (
        find_markers(
            "“总部+基地”“研发+生产”“生产+服务”“链主+配套”“平台+园区”" + "推进城市更新。" * 200
        )
        == []
    )
    assert find_markers("城※市※更※新※推※进※工※作※") == ["※"]


def test_words_that_stand_inside_sentences_are_no_markers() -> None:
    text = (
        "推动AI产业发展。加快AI技术研发。建设AI算力中心。推进AI应用。支持AI企业发展。推动产业发展。"
        "加快技术研发。建设算力中心。推广app应用。升级app功能。"
    )
    assert find_markers(text * 5) == []


def test_a_number_that_stands_alone_may_number_an_item() -> None:
    text = "".join(
        f"（{number}）\n" + "推进城市更新。\n补齐设施短板。\n" * 3 for number in (1, 2, 3)
    )
    assert "（2）" in clean(text).text


@pytest.mark.parametrize("width", [24, 28])
def test_a_title_stays_above_the_text_that_a_blank_line_parts_from_it(width: int) -> None:
    title = "2023年云川市城市更新和城乡融合发展重点任务"
    body = (
        "云川市地处两江交汇处，是区域中心城市，近年来持续推进城市更新和城乡融合，"
        "取得了较为明显的成效，居民生活品质稳步提升。" * 2
    )
    wrapped = "\n".join(body[at : at + width] for at in range(0, len(body), width))
    assert clean(f"{title}\n\n{wrapped}").text.split("\n") == [title, body]


def test_compatibility_ideographs_fold_and_those_that_are_none_stay() -> None:
    assert clean("\uf98e度\uf9e9面。").text == "年度里面。"
    assert changes("\uf98e度。") == [("radical", "\uf98e")]
    assert clean("﨑\ufa0e。").text == "﨑\ufa0e。"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("规划（2021\xad2025年）。", "规划（2021-2025年）。"),
        ("提高3\xad4个百分点。", "提高3-4个百分点。"),
        ("电话0999\xad1234567。", "电话0999-1234567。"),
        ("推\xad进2\xad次更新。", "推进2次更新。"),  # inside words and beside them
    ],
)
def test_a_soft_hyphen_between_digits_is_a_dash(written: str, text: str) -> None:
    assert clean(written).text == text
