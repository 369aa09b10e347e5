"""What a place where two texts differ looks like: another wording, or damage."""

import pytest

from topics.corpus.copies.differences import places
from topics.corpus.copies.shingles import shingle
from topics.corpus.document import Document

BEFORE = "各级人民政府应当统筹城市规划和建设，完善排水防涝设施。"
AFTER = "。\n有关部门依法公开监督管理信息，定期评估实施效果。"
TEXT = f"{BEFORE}\n建立健全应急管理制度，保障人民群众生命财产安全{AFTER}"


def found(one, other):
    pair = Document("甲", text=one), Document("乙", text=other)
    return [
        (place.mine, place.theirs, place.worded, place.damaged)
        for place in places(pair, (shingle(one), shingle(other)))
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("应急管理", "防灾减灾", [("应急管理", "防灾减灾", 2, False)]),
        ("规划", "设计", [("规划", "设计", 1, False)]),
        ("有关部门", "有关主管部门", [("", "主管", 1, False)]),
        ("人民政府", "人民委员会", [("政府", "委员会", 1, False)]),
        ("，定期评估实施效果", "", [("定期评估实施效果", "", 2, False)]),
        (
            "建立健全应急管理制度，保障人民群众生命财产安全。\n",
            "",
            [("建立健全应急管理制度，保障人民群众生命财产安全", "", 0, False)],
        ),
        ("排水", "徘水", [("排", "徘", 0, True)]),
        ("排水防涝设施", "排水防涝设施防涝设施", [("", "防涝设施", 0, True)]),
        ("应急管理", "星空app下载", [("应急管理", "星空app下载", 0, True)]),
        ("应急管理", "真钱扑克棋牌", [("应急管理", "真钱扑克棋牌", 0, True)]),
        ("急管理制度，保障人民群众生", "", [("急管理制度，保障人民群众生", "", 0, True)]),
    ],
    ids=[
        "phrase",
        "word",
        "word put in",
        "part of a word",
        "clause",
        "paragraph",
        "misread",
        "doubled",
        "Latin",
        "advertisement",
        "torn",
    ],
)
def test_places_are_told_by_their_words(old, new, expected):
    assert found(TEXT, TEXT.replace(old, new)) == expected
    assert found(TEXT.replace(old, new), TEXT) == [
        (theirs, mine, *rest) for mine, theirs, *rest in expected
    ]


def test_figures_are_given_whole_with_those_of_articles_apart():
    one, other = (
        "第二十一条　处三千元以上罚款，期限为20日。",
        "第二十二条　处五千元以上罚款，期限为25日。",
    )
    pair = Document("甲", text=one), Document("乙", text=other)
    assert [
        (place.figures, place.article) for place in places(pair, (shingle(one), shingle(other)))
    ] == [
        (("二十一", "二十二"), True),
        (("三千", "五千"), False),
        (("20", "25"), False),
    ]


def test_script_makes_no_place():
    assert found("发展经济，保护环境", "發展經濟，保護環境") == []


@pytest.mark.parametrize(
    ("left", "renumbered"),
    [
        ("第三条　甲单位负责。\n第三条　丙单位配合。", True),
        ("第三条　甲单位负责。\n第五条　丙单位配合。", False),
    ],
)
def test_an_article_left_out_is_one_if_the_next_has_its_number(left, renumbered):
    whole = (
        f"{BEFORE}\n第三条　甲单位负责。\n第四条　乙部门依法监督检查。\n第五条　丙单位配合。{AFTER}"
    )
    text = f"{BEFORE}\n{left}{AFTER}".replace("第三条　丙", "第四条　丙")
    pair = Document("甲", text=whole), Document("乙", text=text)
    assert (
        any(
            place.article and not place.theirs
            for place in places(pair, (shingle(whole), shingle(text)))
        )
        == renumbered
    )
