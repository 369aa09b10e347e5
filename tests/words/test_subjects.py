"""Which words may head a list."""

import pytest

from topics.words.nominal import is_name, is_nominal
from topics.words.subjects import begins_with_an_adverb, heads_a_list, names_a_subject


@pytest.mark.parametrize(
    "word",
    [
        *(
            "万套",
            "亿美元",
            "个百分点",
            "亿元",
            "平方公里",
            "万千瓦",
            "第四条",
            "第十二章",
            "第二款",
            "第一",
            "两个",
            "十年",
        ),
        *("一是", "二要", "其三", "首先", "最后", "另一方面", "二十", "百分之八", "３０"),
    ],
)
def test_units_ordinals_and_enumerators_head_no_list(word: str) -> None:
    assert not heads_a_list(word)
    assert not names_a_subject(word)


@pytest.mark.parametrize(
    "word",
    [
        *(
            "第一产业",
            "第三方",
            "第三世界",
            "三农",
            "双一流",
            "五年计划",
            "万众创新",
            "百分点制",
            "一体化",
            "千年秀林",
            "十三五",
        ),
        *(
            "元宇宙",
            "日照",
            "亩均论英雄",
            "天然气",
            "年金",
            "项目制",
            "条例",
            "期货",
            "部队",
            "户籍",
        ),
    ],
)
def test_names_that_begin_like_numbers_or_units_stay(word: str) -> None:
    assert heads_a_list(word)
    assert names_a_subject(word)


def test_other_scripts_may_head_a_list_and_name_no_subject() -> None:
    assert heads_a_list("AI")
    assert heads_a_list("5G")
    assert not names_a_subject("AI")
    assert not names_a_subject("5G")


def test_adverbs_need_two_characters_behind_them() -> None:
    assert begins_with_an_adverb("进一步扩大")
    assert begins_with_an_adverb("大力")
    assert not begins_with_an_adverb("着力点")
    assert not begins_with_an_adverb("基本公共服务")
    assert not begins_with_an_adverb("充分就业")


def test_parts_of_speech() -> None:
    assert is_name("就业")
    assert is_name("城市群")
    assert not is_name("取消")
    assert is_nominal("公共服务")
    assert not is_nominal("取消")
