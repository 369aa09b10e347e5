"""The summary of a comparison, against sentences written by hand."""

import pytest

from tests.compare.planted import plan
from topics.compare import link_sections, sentence_changes
from topics.compare.summary import numbered, summary
from topics.corpus import Document

PIPES = "更新老旧管网。改造供水供气管道三百公里，消除隐患。"
RIDERS = "培训外卖骑手。每年组织骑手参加职业技能培训和安全教育。"
PARKS = "新建口袋公园。利用边角地块建设群众身边的绿地。"
SCHOOLS = "增加公办学位。扩大订单班招生规模到300人。"
WHOLE = (
    "更新老旧管网并培训外卖骑手。改造供水供气管道三百公里，消除隐患。"
    "每年组织骑手参加职业技能培训和安全教育。"
)


def made(name: str, *chapters: list[str]) -> Document:
    return plan([(f"第{n}类任务", items) for n, items in enumerate(chapters, 1)], doc_id=name)


def told(old: Document, new: Document, lang: str = "zh") -> dict[str, str]:
    links = link_sections(old, new)
    lines = summary(links, sentence_changes(old, new, links), lang)
    return {"first": lines[0].text} | {line.title: line.text for line in lines if line.title}


OLD = made("旧", [PIPES, RIDERS, SCHOOLS])


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("zh", "旧与新逐条相同（3条）。"),
        ("en", "旧 and 新 are identical, section by section (3)."),
    ],
)
def test_the_same_text_is_identical(lang: str, sentence: str) -> None:
    assert told(OLD, made("新", [PIPES, RIDERS, SCHOOLS]), lang) == {"first": sentence}


def test_what_is_new_and_dropped_is_named() -> None:
    said = told(OLD, made("新", [PIPES, PARKS, SCHOOLS]))
    assert said["first"] == "旧有3条，新有3条：相同2条，新增1条，删去1条。"
    assert said["新增"] == "（二）新建口袋公园"
    assert said["删去"] == "（二）培训外卖骑手"


def test_a_merger_is_one_statement_that_leads_to_its_group() -> None:
    old, new = OLD, made("新", [WHOLE, SCHOOLS])
    links = link_sections(old, new)
    lines = summary(links, sentence_changes(old, new, links), "en")
    merged = next(line for line in lines if line.title == "merged")
    assert "2 merged into 1" in lines[0].text
    assert len(merged.pieces) == 1
    rows = numbered(links)
    of_group = rows[rows["group"] == merged.pieces[0][1]]
    assert set(of_group["path_reference"]) == {"一/（一）", "一/（二）"}
    assert set(of_group["path_target"]) == {"一/（一）"}


def test_an_alarm_names_the_words_and_stands_against_identical() -> None:
    said = told(
        OLD, made("新", [PIPES, RIDERS, SCHOOLS.replace("扩大", "稳定").replace("300", "500")])
    )
    assert "逐条相同" not in said["first"]
    assert "300" in said["数字有别"]
    assert "500" in said["数字有别"]
    assert "扩大" in said["方向相反"]


def test_of_many_the_first_are_named_and_all_counted() -> None:
    items = [
        f"{a}{b}专项行动。{b}{a}工作由{a}专班负责{b}。" for a in "甲乙丙丁" for b in "山河湖海田"
    ]
    said = told(OLD, made("新", [PIPES, RIDERS, SCHOOLS, *items]))
    assert "新增20条" in said["first"]
    assert said["新增"].endswith("……共20处")


def test_every_link_that_counts_has_a_group() -> None:
    links = numbered(link_sections(OLD, made("新", [WHOLE, PARKS])))
    weak = links["certainty"] == "weak"
    assert (links.loc[weak, "group"] == 0).all()
    assert (links.loc[~weak, "group"] > 0).all()
