"""Numbers, negations, wrong guesses, marks and letters: what counts as a word and what does not."""

import pandas as pd
import pytest

from topics import PolicyTokenizer
from topics.dfm import dfm_from_tokens
from topics.keyness import keyness
from topics.themes import Theme, ThemeMatcher
from topics.vocabulary.nested import inside_longer, keyness_inside, keywords_inside, nested_counts
from topics.words.wordlists import WordListError, parse_dictionary


@pytest.fixture(scope="module")
def tokenizer():
    return PolicyTokenizer()


@pytest.mark.parametrize(
    "text",
    [
        "第二十六条",
        "第四届",
        "第3批",
        "七个",
        "几十家",
        "200余家",
        "80多万人",
        "5万亩",
        "20亿度",
        "30万套",
        "2.5百分点",
        "四点六七亿元",
        "四分之三",
        "一是",
        "五是",
    ],
)
def test_a_number_with_its_measure_word_is_no_token(tokenizer, text):
    assert tokenizer(f"全市{text}，") == tokenizer("全市，")
    assert tokenizer(f"{text}企业") == ["企业"]


@pytest.mark.parametrize(
    "word",
    [
        "第二产业",
        "第一书记",
        "三大攻坚战",
        "千家万户",
        "三区三线",
        "一老一小",
        "二级响应",
        "二元结构",
        "一次性",
        "百年",
        "零件",
    ],
)
def test_what_has_a_meaning_of_its_own_stays(tokenizer, word):
    assert "".join(tokenizer(f"建设{word}，")).endswith(word)


def test_a_measure_word_does_not_take_a_term_or_the_space_before_it() -> None:
    tokenizer = PolicyTokenizer(dictionary=["人居环境"], only=True)
    assert [span.token for span in tokenizer.segment("300 人落户")] == ["300", "人", "落户"]
    assert tokenizer("整治5000人居环境") == ["整治", "人居环境"]
    assert tokenizer("5000人参加整治")[-1] == "整治"


def test_with_numbers_a_number_is_one_token():
    found = PolicyTokenizer(numbers=True)("第十六条规定，300余家企业种植50万亩。")
    assert [word for word in found if word[0] in "第35"] == ["第十六条", "300余家", "50万亩"]


def test_a_measure_word_is_no_part_of_a_number_where_a_word_crosses_it(tokenizer):
    assert "人口" in tokenizer("每10万人口")
    assert "家庭农场" in tokenizer("新增6家庭农场")
    assert "个人" not in tokenizer("安排8个人值守")
    assert "个人信息" in tokenizer("统一个人信息标准")


@pytest.mark.parametrize("word", ["不安全", "未登记", "非户籍人口", "无污染", "不正当竞争"])
def test_a_negation_stays_with_its_word(tokenizer, word):
    found = tokenizer(f"解决{word}问题")
    assert word in found
    assert word[1:] not in found


def test_a_negation_goes_with_a_word_that_goes(tokenizer):
    assert tokenizer("不进行") == tokenizer("不，进行") == []
    assert tokenizer("不、安全") == ["安全"]


@pytest.mark.parametrize("word", ["新时代", "大模型", "新业态", "大健康"])
def test_new_and_big_are_half_of_the_word(tokenizer, word):
    assert tokenizer(f"{word}，") == [word]


def test_ranks_are_ranks_only_where_they_are_meant(tokenizer):
    assert not {"中将", "上将"} & set(tokenizer("施工中将采用新工艺，基础上将建设公园"))
    assert "中将" in tokenizer("授予中将军衔")
    assert "上将" in tokenizer("晋升上将军衔")


def test_guesses_lose_function_characters(tokenizer):
    assert not {"及运维", "以较"} & set(tokenizer("建设及运维管理，以较低成本运行"))
    assert "稻田画" in PolicyTokenizer(dictionary=["稻田画"])("稻田画及运维")


def test_words_that_are_none_can_be_added():
    text = "检查2部手机，保护电子围栏"
    assert "手机" in PolicyTokenizer()(text)
    assert "部手机" not in PolicyTokenizer()(text)
    assert "电子" in PolicyTokenizer(dictionary=["!城市更新"])("电子城市更新")
    assert PolicyTokenizer(dictionary=["!城市更新"])("城市更新") == ["城市", "更新"]
    with pytest.raises(WordListError, match="'!A' names no word to leave out; write ! and two or"):
        parse_dictionary(["!A"])


@pytest.mark.parametrize("mark", ["\u200b", "\xad", "\ufeff", "\u2060", "\u200e", "\ufe0f"])
def test_unseen_characters_part_no_word_and_places_hold(tokenizer, mark):
    text = f"推进海{mark}绵城{mark}市，"
    span = tokenizer.spans(text)[0]
    assert span.token == "海绵城市"
    assert text[span.start : span.end] == f"海{mark}绵城{mark}市"
    found = tokenizer.occurrences(text, ["海绵城市"])
    assert [(place.start, place.end) for place in found] == [(span.start, span.end)]


def test_a_soft_hyphen_between_digits_is_no_letter():
    assert PolicyTokenizer(numbers=True)("2021\xad2025") == ["2021", "2025"]


@pytest.mark.parametrize("pair", ["‘’", "''", '""', "「」", "『』", "‹›", "„”"])
def test_quotation_marks_of_every_kind_are_one(tokenizer, pair):
    assert tokenizer(f"{pair[0]}十四五{pair[1]}规划") == tokenizer("“十四五”规划")


def test_letters_have_no_case_in_terms_and_stop_words():
    own = PolicyTokenizer(dictionary=["BOT模式"], stopwords=["c919"])
    assert own("bot模式，Bot模式，C919") == ["BOT模式", "BOT模式"]
    assert PolicyTokenizer(lower=True)("APEC，apec，5g网络") == ["apec", "apec", "5G网络"]
    assert PolicyTokenizer()("APEC，apec") == ["APEC", "apec"]
    with pytest.raises(WordListError, match=r"1 terms .*: BOT模式"):
        PolicyTokenizer(dictionary=["BOT模式"], stopwords=["bot模式"])("甲")


def test_own_words_are_added_and_only_replaces():
    text = "人地钱挂钩和稻田画"
    assert PolicyTokenizer(dictionary=["稻田画"])(text) == ["人地钱挂钩", "稻田画"]
    assert "人地钱挂钩" not in PolicyTokenizer(dictionary=["稻田画"], only=True)(text)
    assert PolicyTokenizer(only=True)(text) == PolicyTokenizer()(text)


def test_a_line_with_word_and_tag_is_read():
    assert PolicyTokenizer(dictionary=["云川局 nt"], stopwords=["云川局"])("云川局") == []
    assert PolicyTokenizer(dictionary=["稻田画 nz"], pos=("nz",))("观赏稻田画") == ["稻田画"]


def test_no_theme_keeps_another_from_being_found(tokenizer):
    themes = [Theme("甲", ("城市公园",)), Theme("乙", ("公园绿地",)), Theme("丙", ("边境县",))]
    themes.append(Theme("丁", ("县城",)))
    for text in ("城市公园绿地", "支持边境县城建设"):
        alone = [m for theme in themes for m in ThemeMatcher([theme], tokenizer).matches(text)]
        assert len(alone) == 2
        assert sorted(ThemeMatcher(themes, tokenizer).matches(text)) == sorted(alone)
    assert ThemeMatcher([Theme("群", ("城市群",))], tokenizer).matches("城市群众") == []


PLANS = [  # 服务 stands inside longer terms in 2020 and alone in 2024
    ("2020", "发展公共服务。", 4),
    ("2020", "公共服务和养老服务。", 3),
    ("2024", "改进服务，", 5),
    ("2024", "服务公共服务。", 2),
]


@pytest.fixture(scope="module")
def plans(tokenizer):
    rows = pd.DataFrame(
        [(year, f"{at}", year, 10) for at, (year, _, _) in enumerate(PLANS)],
        columns=["doc_id", "path", "year", "n_chars"],
    )
    dfm = dfm_from_tokens([tokenizer(text) * n for _, text, n in PLANS], rows)
    return dfm, inside_longer(dfm, tokenizer), dfm.rows["year"]


def test_no_word_of_keyness_is_new_that_stood_inside_a_longer_one(plans):
    dfm, inside, labels = plans
    table = keyness(dfm, labels, pairs=[("2020", "2024")])
    table = keyness_inside(table, inside, labels).set_index("feature")
    row = table.loc["服务"]
    assert (row["n_target"], row["n_reference"]) == (7, 0)
    assert (row["inside_target"], row["inside_reference"]) == (2, 10)  # 7 公共服务, 3 养老服务
    assert table.loc["公共服务", ["inside_target", "inside_reference"]].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("level", "group", "held"),
    [("document", "2024", 2), ("section", "2024#3", 2), ("year", "2020", 10)],
)
def test_keywords_say_what_stands_inside_longer_words(plans, level, group, held):
    _, inside, labels = plans
    words = pd.DataFrame({"level": [level], "group": [group], "feature": ["服务"], "count": [0]})
    assert keywords_inside(words, inside, labels)["inside"].tolist() == [held]


def test_nothing_is_inside_where_every_word_counts(plans):
    dfm, *_ = plans
    assert not inside_longer(dfm, PolicyTokenizer(nested="every")).counts.sum()


def test_nested_counts_tell_what_stands_inside(tokenizer):
    frame = nested_counts({"新型城镇化": 3, "城镇化": 1, "市场": 2}, tokenizer).set_index("word")
    assert frame.loc["城镇化"].tolist() == [4, 3]
    assert frame.loc["市场"].tolist() == [2, 0]
    assert frame.loc["新型城镇化"].tolist() == [3, 0]
