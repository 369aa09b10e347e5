"""Candidates for the dictionary: planted words are found, chance makes none."""

import random

import pytest

from topics import PolicyTokenizer
from topics.vocabulary.candidates import format_candidates, term_candidates
from topics.words.wordlists import read_dictionary

PLANTED = ["智治云盾", "潮汐驿站", "链通仓", "翠屏议事厅"]
WORDS = [
    "推进",
    "城市",
    "更新",
    "改造",
    "社区",
    "服务",
    "人口",
    "产业",
    "学校",
    "医院",
    "道路",
    "管网",
    "企业",
    "资金",
    "土地",
    "农民",
    "乡村",
    "公园",
    "垃圾",
    "污水",
    "平台",
    "数据",
    "住房",
    "就业",
    "养老",
    "托幼",
    "文化",
    "体育",
    "安全",
    "消防",
    "应急",
    "河湖",
    "森林",
    "耕地",
    "水利",
    "能源",
    "交通",
    "物流",
    "商业",
    "旅游",
    "科技",
    "人才",
    "金融",
    "税收",
    "法治",
    "监督",
    "审计",
    "统计",
    "规划",
    "设计",
]


def corpus(planted, seed=1, n=400):
    """Sentences of ordinary words in random order, a planted word in every tenth."""
    chance = random.Random(seed)
    texts = []
    for number in range(n):
        words = chance.choices(WORDS, k=9)
        if planted and number % 10 == 0:
            words.insert(chance.randrange(10), planted[number // 10 % len(planted)])
        texts.append("".join(words) + "。")
    return texts


@pytest.fixture(scope="module")
def tokenizer():
    return PolicyTokenizer(stopwords=None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_words_are_found_first_and_hardly_anything_else(tokenizer, seed):
    found = term_candidates(corpus(PLANTED, seed), tokenizer)
    assert len(found) <= len(PLANTED) + 1  # chance gives one in five corpora
    found = found.head(len(PLANTED))
    assert set(found["word"]) == set(PLANTED)
    assert found["count"].between(9, 10).all()  # 一仓|链通仓: a word may cross one of the ten
    assert (found["documents"] == found["count"]).all()
    assert (found["cohesion"] > 4).all()
    assert (found["freedom"] > 1).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_words_in_random_order_give_none(tokenizer, seed):
    assert term_candidates(corpus([], seed), tokenizer).empty


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_characters_give_none(tokenizer, seed):
    characters = [character for text in corpus(PLANTED, seed) for character in text]
    random.Random(seed).shuffle(characters)
    assert term_candidates("".join(characters).split("。"), tokenizer).empty


def test_listed_words_and_parts_of_longer_ones_are_no_candidates():
    listed = PolicyTokenizer(dictionary=[PLANTED[0]], only=True, stopwords=None)
    found = set(term_candidates(corpus(PLANTED), listed)["word"])
    assert PLANTED[0] not in found
    assert "议事厅" not in found  # only inside 翠屏议事厅
    assert PLANTED[3] in found


def test_a_word_without_freedom_is_no_candidate(tokenizer):
    texts = [text.replace("链通仓", "示范链通仓") for text in corpus(PLANTED)]
    found = set(term_candidates(texts, tokenizer)["word"])
    assert "链通仓" not in found  # always after 示范


def test_words_at_stop_words_and_numbers_are_no_candidates():
    texts = [text.replace("链通仓", "的链通") for text in corpus(PLANTED)]
    found = set(term_candidates(texts, PolicyTokenizer(stopwords=["仓"]))["word"])
    assert not any("的" in word for word in found)


def test_quoted_abbreviations_need_two_quotations(tokenizer):
    texts = [
        "推行“一屏统览”。",
        "完善“一屏统览”，",
        "实施“两图一库”。",
        "“城市”和“城市”",
        "“a b”“a b”",
        "“#号”“#号”",
    ]
    found = term_candidates(texts, tokenizer)
    assert found["word"].tolist() == ["一屏统览"]
    assert found["quoted"].tolist() == [True]
    assert found["example"].tolist() == ["推行“一屏统览”。"]


def test_the_order_of_texts_changes_no_number(tokenizer):
    texts = corpus(PLANTED)
    columns = ["word", "count", "documents", "cohesion", "freedom", "score"]
    forward, backward = term_candidates(texts, tokenizer), term_candidates(texts[::-1], tokenizer)
    assert forward[columns].round(9).equals(backward[columns].round(9))


def test_candidates_are_written_as_a_dictionary(tokenizer, tmp_path):
    found = term_candidates(
        [*corpus(PLANTED), "“一屏统览”\n\x00\ud800", "“一屏统览” # 甲"], tokenizer
    )
    path = tmp_path / "candidates.txt"
    path.write_text(format_candidates(found), encoding="utf-8")
    assert [entry.word for entry in read_dictionary(path)] == found["word"].tolist()


@pytest.mark.parametrize("texts", [[], [""], ["。\n"], ["城"], ["2024"]])
def test_no_text_gives_no_candidates(tokenizer, texts):
    found = term_candidates(texts, tokenizer)
    assert found.empty
    assert list(found.columns) == [
        "word",
        "count",
        "documents",
        "cohesion",
        "freedom",
        "score",
        "quoted",
        "example",
    ]


def test_phrases_are_no_candidates():
    phrases = ["有条件", "前提下", "都要", "我代表", "坚定不移地"]
    found = set(term_candidates(corpus([*phrases, "链通仓"]), PolicyTokenizer())["word"])
    assert "链通仓" in found
    assert not found & set(phrases)


def test_a_candidate_stands_in_two_documents(tokenizer):
    texts = corpus(["链通仓", "潮汐驿站"])
    homes = ["甲" if "链通仓" in text else "乙" if n % 3 else "丙" for n, text in enumerate(texts)]
    assert set(term_candidates(texts, tokenizer)["word"]) == {"链通仓", "潮汐驿站"}
    found = term_candidates(texts, tokenizer, documents=homes)
    assert found["word"].tolist() == ["潮汐驿站"]
    assert found["documents"].tolist() == [2]
    alone = term_candidates(texts, tokenizer, documents=["甲"] * len(texts))
    assert set(alone["documents"]) == {1}  # in one document nothing can stand in two
    assert "2 documents" in format_candidates(found)
    assert "1 document," in format_candidates(alone)


def test_what_is_new_goes_before_what_is_long_and_frequent(tokenizer):
    texts = corpus(["城市更新改造"]) + corpus(["潮汐驿站"], seed=2, n=40)
    homes = [("甲", "乙", "丙")[n % 3] for n in range(len(texts))]
    found = term_candidates(texts, tokenizer, documents=homes)
    assert found["word"].head(2).tolist() == ["潮汐驿站", "城市更新改造"]
    assert found["count"].head(2).tolist() == [4, 40]


def test_a_short_candidate_keeps_its_places_in_longer_ones(tokenizer):
    texts = [*corpus([]), "具身智能兴起。", "布局具身智能，", "支持具身智能产业。"]
    texts += [f"{verb}具身智能研究中心。" for verb in ("设立", "新建", "扩建")]
    found = term_candidates(texts, tokenizer).set_index("word")
    assert found.loc["具身智能", "count"] == 6
