"""What becomes of a target in later documents; all invented."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.targets.texts import plan
from topics.corpus import Document
from topics.targets import classify, series


def course(*bodies: str, first: int = 2020) -> list[tuple[str, str, str]]:
    """Return document, indicator and change of yearly plans, one for each body."""
    documents = [plan(body, first + n, str(first + n)) for n, body in enumerate(bodies)]
    return changes(documents)


def changes(documents: list[Document]) -> list[tuple[str, str, str]]:
    found = series(pd.concat([classify(one) for one in documents], ignore_index=True), documents)
    return list(zip(found["doc_id"], found["indicator"], found["change"], strict=True))


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("绿地率达到40%", "绿地率达到42%", "raised"),
        ("绿地率达到40%", "绿地率达到38%", "lowered"),
        ("绿地率达到40%", "绿地率达到40%", "kept"),
        ("绿地率达到40%左右", "绿地率达到40%以上", "relation_changed"),
        ("到2025年绿地率达到40%", "到2027年绿地率达到40%", "deadline_moved"),
        ("到2025年绿地率达到40%", "到2025年绿地率达到40%", "kept"),
        ("到2025年绿地率达到40%", "今年绿地率达到37%", "interim"),
        ("绿地率达到40%", "绿地率稳步提高", "quality_only"),
        ("绿地率达到40%", "绿地率不再提起", "dropped"),
        ("绿地率达到40%", "去年绿地率达到41%", "achieved"),
        ("绿地率达到40%", "去年绿地率达到39%", "reported"),
        ("造林15亩", "造林2公顷", "raised"),
        ("新增城镇就业3万人", "城镇新增就业2万人", "lowered"),
    ],
)
def test_change_between_two_plans(before: str, after: str, change: str) -> None:
    found = course(f"{before}。", f"{after}。")
    assert [said for _, _, said in found] == ["new", change]


def test_other_units_bases_and_growth_are_other_series() -> None:
    assert course("绿地率达到40%。", "绿地率提高2个百分点。", first=2020)[-1][2] != "lowered"
    assert course("人均绿地面积达到15平方米。", "绿地面积达到16平方米。")[-1][2] == "dropped"
    assert course("工业增加值增长6%。", "工业增加值占比达到7%。")[-1][2] == "dropped"


def test_three_years_with_a_value_and_none_now_is_explicit() -> None:
    body = "城镇登记失业率控制在5%以内。"
    found = course(body, body, body, "稳定就业岗位12万个。")
    assert found[-1] == ("2023", "城镇登记失业率", "explicitly_absent")
    assert course(body, body, "稳定就业岗位12万个。")[-1][2] == "dropped"


def test_a_plan_of_another_genre_drops_nothing() -> None:
    yearly = plan("绿地率达到40%。", 2020, "2020")
    law = replace(plan("公园不得少于5个。", 2021, "2021"), genre="条例")
    assert changes([yearly, law]) == []


def test_yearly_plans_are_compared_with_yearly_plans() -> None:
    first, last = plan("改造小区30个。", 2021, "a"), plan("改造小区20个。", 2023, "c")
    long = plan("到2025年改造小区200个。", 2022, "b")
    assert [said for _, _, said in changes([first, long, last])] == ["new", "raised", "lowered"]


def test_the_order_of_documents_changes_nothing() -> None:
    documents = [
        plan(f"绿地率达到{40 + n}%，新建公园{n + 3}个。", 2020 + n, str(2020 + n)) for n in range(4)
    ]
    tables = pd.concat([classify(one) for one in documents], ignore_index=True)
    turned = pd.concat([classify(one) for one in documents[::-1]], ignore_index=True)
    pd.testing.assert_frame_equal(series(tables, documents), series(turned, documents[::-1]))


def test_documents_without_a_year_one_document_and_no_numbers_have_no_series() -> None:
    undated = replace(plan("绿地率达到40%。"), date="", title="", period="", genre="")
    for documents in ([undated, undated], [plan("绿地率达到40%。")], [plan("保护好绿地。")]):
        tables = pd.concat([classify(one) for one in documents], ignore_index=True)
        assert series(tables, documents).empty


def test_swapped_years_mirror_raised_and_lowered() -> None:
    up = course("绿地率达到40%。", "绿地率达到42%。")[-1][2]
    down = course("绿地率达到42%。", "绿地率达到40%。")[-1][2]
    assert (up, down) == ("raised", "lowered")
