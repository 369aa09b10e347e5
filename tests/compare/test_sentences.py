"""Which sentences changed, in which words, and which changes set off an alarm."""

from itertools import pairwise, permutations

import pandas as pd
import pytest

from tests.compare.planted import in_chapters, plan, sample_items
from topics.compare import CHANGE_COLUMNS, link_sections, sentence_changes
from topics.compare.alarms import direction_differs, figures, force, numbers_differ
from topics.compare.assignment import Edge, assign
from topics.compare.differences import pieces, words
from topics.compare.lists import same_but_order
from topics.compare.similarity import ratio
from topics.compare.units import comparable, is_formula, sentences, units

ITEMS = sample_items()


def changes(old: list[str], new: list[str]) -> pd.DataFrame:
    """Compare two one-chapter plans; the line of the chapter is left out."""
    table = sentence_changes(plan([("任务", old)], doc_id="旧"), plan([("任务", new)], doc_id="新"))
    return table[(table["text_reference"] != "一、任务") & (table["text_target"] != "一、任务")]


def test_a_document_with_itself() -> None:
    document = plan(in_chapters(ITEMS), doc_id="旧")
    table = sentence_changes(document, document)
    assert list(table.columns) == CHANGE_COLUMNS
    assert table["status"].eq("same").all()
    assert len(table) == len(sentences(document, units(document)))
    assert not table[["moved", "numbers_differ", "direction_differs"]].any(axis=None)
    assert table[["removed", "added", "force"]].eq("").all(axis=None)
    assert (table["line_reference"] == table["line_target"]).all()


def test_every_sentence_stands_in_the_table() -> None:
    old, new = plan(in_chapters(ITEMS[:20]), doc_id="旧"), plan(in_chapters(ITEMS[9:]), doc_id="新")
    table = sentence_changes(old, new)
    for document, side in ((old, "reference"), (new, "target")):
        written = {line.text for line in sentences(document, units(document))}
        assert set(table[f"text_{side}"]) - {""} == written


def test_rewording_gives_the_words() -> None:
    table = changes(["试行以经常居住地登记户口制度。"], ["推行以经常居住地登记户口制度。"])
    assert table[["status", "removed", "added", "force"]].to_numpy().tolist() == [
        ["reworded", "试行", "推行", "stronger"]
    ]


def test_another_number_is_never_the_same() -> None:
    common = (
        "到规划期末，全市农村自来水普及率和城镇生活污水集中处理率稳步提高，其中农村自来水普及率达到"
    )
    row = changes([f"{common}85%以上。"], [f"{common}88%以上。"]).iloc[0]
    assert row["status"] == "reworded"
    assert row["numbers_differ"]


def test_renumbering_and_references_are_no_change() -> None:
    old = ["依照本办法第六十一条第二款处理违规加油站点。", "更新老旧管网。"]
    new = ["新建口袋公园。", "依照本办法第六十三条第三款处理违规加油站点。"]
    row = changes(old, new).query("status != 'new' and status != 'dropped'").iloc[0]
    assert row["status"] == "same"
    assert not row["numbers_differ"]


def test_a_sentence_in_another_section_has_moved() -> None:
    sentence = "为易地搬迁社区配建社区工厂和就业驿站，每季度开展一次上门招聘。"
    old = [ITEMS[12] + sentence, ITEMS[13], ITEMS[20]]
    new = [ITEMS[12], ITEMS[13], ITEMS[20] + sentence]
    row = changes(old, new).query("text_reference == @sentence").iloc[0]
    assert (row["status"], row["moved"]) == ("same", True)
    assert (row["path_reference"], row["path_target"]) == ("一/（一）", "一/（三）")


def test_a_long_run_attaches_what_is_left_over() -> None:
    whole = (
        "推动医保关系转移接续全程网办，实现住院和普通门诊费用跨省直接结算，"
        "并扩大异地就医定点机构范围。"
    )
    old, new = [whole], ["推动医保关系转移接续全程网办。", "实现住院和普通门诊费用跨省直接结算。"]
    table = changes(["医保服务。" + "".join(old)], ["医保服务。" + "".join(new)])
    rows = table[table["text_reference"] == whole]
    assert rows["text_target"].tolist() == new
    assert set(rows["status"]) == {"partly"}


def test_formulas_are_marked_and_kept_out_of_shares() -> None:
    formula = "以科学发展理论为指导，全面贯彻全会精神，坚持稳中求进工作总基调。"
    assert is_formula(formula)
    assert not is_formula("以县城为重要载体推进城镇化建设。")
    old = plan([("要求", [f"总体要求。{formula}{ITEMS[3]}"])], doc_id="旧")
    new = plan([("要求", [f"总体要求。{ITEMS[3]}"])], doc_id="新")
    table = sentence_changes(old, new)
    assert table.loc[table["formula"], "text_reference"].tolist() == [formula]
    back = link_sections(new, old)
    assert back["share_same"].tolist() == [1.0]


def test_links_of_other_documents_are_refused() -> None:
    one, other = plan([("任务", ITEMS[:3])], doc_id="甲"), plan([("任务", ITEMS[:3])], doc_id="乙")
    with pytest.raises(ValueError, match="give the links of these two"):
        sentence_changes(one, one, link_sections(one, other))


@pytest.mark.parametrize(
    ("old", "new", "differ"),
    [
        ("城区常住人口300万以上城市", "城区常住人口300万以下城市", True),
        ("达到85%", "达到８５％", False),
        ("清单由十一类扩至十四类", "清单由十一类扩至十五类", True),
        ("占比提高2个百分点", "占比提高2%", True),
        ("不少于2所", "2所左右", True),
        ("统一办理一批事项", "分类办理事项", False),
        ("依照第三条第二款", "依照第五条第一款", False),
        ("力争三年内翻一番", "力争三年内翻两番", True),
    ],
)
def test_numbers(old: str, new: str, differ: bool) -> None:
    assert numbers_differ(old, new) is differ
    assert numbers_differ(new, old) is differ


def test_numbers_keep_relation_and_unit() -> None:
    assert dict(figures("到2025年，比重不低于百分之八点七，新增1.95万亿元")) == {
        "2025年": 1,
        "不低于百分之八点七": 1,
        "1.95万亿元": 1,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [("放宽落户条件", "收紧落户条件"), ("全面取消限制", "基本取消限制"), ("扩大规模", "稳定规模")],
)
def test_opposite_directions(old: str, new: str) -> None:
    assert direction_differs(old, new)
    assert direction_differs(new, old)
    assert not direction_differs(old, old)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("试行登记制度", "推行登记制度", "stronger"),
        ("探索跨省通办", "全面推开跨省通办", "stronger"),
        ("必须公开", "鼓励公开", "weaker"),
        ("探索跨省通办", "试点跨省通办", "stronger"),
        ("开展跨省通办", "开展跨省通办试点", "weaker"),
        ("建设公园", "建设绿道", ""),
        ("探索推进，严格管理", "加快推进，适度管理", ""),
    ],
)
def test_force(old: str, new: str, said: str) -> None:
    assert force(old, new) == said
    assert force(old, old) == ""
    assert force("建设公园", "加快建设公园并新辟绿道", replaced=True) == ""


@pytest.mark.parametrize("order", list(permutations(["路灯", "管网", "公园", "桥梁"]))[::5])
def test_order_of_a_list_says_nothing(order: tuple[str, ...]) -> None:
    text = f"推进{'、'.join(order[:3])}和{order[3]}改造提升"
    assert same_but_order("推进路灯、管网、公园和桥梁改造提升", text)
    assert not same_but_order("推进路灯、管网、公园和隧道改造提升", text)


def test_numbers_of_headings_and_quotes_are_left_out() -> None:
    for text in (
        "（八）推行“一网通办”",
        "11.推行一网通办",
        "第三条　推行「一网通办」",
        "——推行一网通办",
    ):
        assert comparable(text) == "推行一网通办"
    assert comparable("2024年推行") == "2024年推行"
    assert comparable("Ⅰ型大城市") != comparable("Ⅱ型大城市")


def test_pieces_make_up_both_texts() -> None:
    for old, new in pairwise(ITEMS[:9]):
        found = pieces(old, new)
        assert "".join(piece.text for piece in found if piece.kind != "added") == old
        assert "".join(piece.text for piece in found if piece.kind != "removed") == new
    assert "".join(words(ITEMS[0])) == ITEMS[0]
    assert [piece.kind for piece in pieces("更新管网。", "更新管网。")] == ["same"]


def lcs(one: str, other: str) -> int:
    """Longest common subsequence by the textbook's table."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, left in enumerate(one, 1):
        for j, right in enumerate(other, 1):
            rows[i][j] = (
                rows[i - 1][j - 1] + 1 if left == right else max(rows[i - 1][j], rows[i][j - 1])
            )
    return rows[-1][-1]


@pytest.mark.parametrize(("i", "j"), [(0, 1), (3, 9), (12, 13), (20, 2)])
def test_ratio_agrees_with_the_table(i: int, j: int) -> None:
    one, other = ITEMS[i], ITEMS[j]
    assert ratio(one, other) == pytest.approx(2 * lcs(one, other) / (len(one) + len(other)))
    assert ratio(one, other) == ratio(other, one)


def test_assignment_beats_taking_the_best_first_and_respects_its_floor() -> None:
    edges = [Edge(0, 0, 0.9, 0.9), Edge(0, 1, 0.85, 0.85), Edge(1, 0, 0.8, 0.8)]
    assert {(edge.old, edge.new) for edge in assign(edges, 0.3)} == {(0, 1), (1, 0)}
    assert assign([], 0.3) == []
