"""The chapter on targets: numbers open their sentences; one line says what cannot be shown."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.report.fake import analysis
from tests.targets.texts import plan
from topics.corpus import Document
from topics.report.chapters.content import Grid, Part, Prose
from topics.report.chapters.source import Source
from topics.report.chapters.targets import targets
from topics.report.writers.evidence import evidence
from topics.settings import Settings
from topics.study.targets import PLACE_COLUMNS, target_name
from topics.targets import TARGET_COLUMNS, classify, find_quantities, series

BODIES = (
    "绿地率达到38%。每万人拥有社工不少于12人。",
    "绿地率达到40%（约束性）。筹集房源从300套增加到500套。",
)
PLANS = [plan(body, 2020 + 2 * n, f"方案{n}") for n, body in enumerate(BODIES)]


def source(documents: list[Document], lang: str = "zh") -> Source:
    frames = [classify(one, group=str(one.year)) for one in documents]
    table = pd.concat([one for one in frames if len(one)] or frames, ignore_index=True)
    every = [one for document in documents for one in find_quantities(document)]
    places = [(target_name(n), one.doc_id, one.start, one.end) for n, one in enumerate(every)]
    tables = {"targets": table, "target_series": series(table, documents)}
    empty = {"feature": [], "doc_id": [], "start": [], "end": []}
    made = analysis(
        documents=tuple(documents),
        groups={one.doc_id: str(one.year) for one in documents},
        settings=Settings(lang=lang),
        tables=tables,
        figures={},
        matches=pd.DataFrame({"theme": [], "term": [], **empty}),
        token_places=pd.DataFrame(empty),
        graded_places=pd.DataFrame({"theme": [], **empty, "strong": []}),
        heading_places=pd.DataFrame(columns=["theme", "unit", *PLACE_COLUMNS]),
        unpaired_sections=pd.DataFrame(columns=["reference", "target", "part", "doc_id", "path"]),
    )
    return Source(replace(made, target_places=pd.DataFrame(places, columns=PLACE_COLUMNS)))


def grids(part: Part) -> list[Grid]:
    own = [block for block in part.blocks if isinstance(block, Grid)]
    return own + [grid for child in part.parts for grid in grids(child)]


def test_the_table_of_indicators_of_the_latest_document_comes_first() -> None:
    _, latest, first = grids(targets(source(PLANS)))
    rows = [[cell.text for cell in row.cells] for row in latest.rows]
    assert [row[:6] for row in rows] == [
        ["绿地率", "40%", "%", "", "2022", "约束性"],
        ["房源", "500套", "套", "300套", "2022", ""],
    ]
    assert [row.cells[1].text for row in first.rows] == ["38%", "≥12人"]


def test_each_number_opens_its_sentence() -> None:
    made = source(PLANS)
    shown = evidence(made)
    linked = [
        (bit.text, bit.sight.name)
        for grid in grids(targets(made))
        for row in grid.rows
        for cell in row.cells
        for bit in cell.bits
        if bit.sight
    ]
    assert len(linked) == 6
    for text, name in linked:
        ((sentence, offset, length, _),) = shown["places"]["quantity"][name]
        words = shown["sentences"][sentence][1][offset : offset + length]
        assert words in text


def test_the_course_names_each_document_and_the_latest_change() -> None:
    (row,) = grids(targets(source(PLANS)))[0].rows
    assert [cell.text for cell in row.cells] == ["绿地率", "%", "2020：38%；2022：40%", "提高"]
    (row,) = grids(targets(source(PLANS, "en")))[0].rows
    assert row.cells[-1].text == "raised"


def test_what_was_stated_once_is_counted_only_where_it_occurs() -> None:
    def remark(documents: list[Document]) -> str:
        return grids(targets(source(documents)))[0].remark

    assert "另有1个指标只提一次" in remark(PLANS)  # the social workers
    again = plan("绿地率达到38%。", 2020, "方案0")
    assert "只提一次" not in remark([again, PLANS[1]])


@pytest.mark.parametrize(
    ("documents", "line"),
    [
        ([plan("保护好绿地。")], "没有带单位的数字"),
        (PLANS[:1], "只有一份文件"),
        ([replace(one, date="", title="", period="", genre="") for one in PLANS], "只有0份有年份"),
        ([PLANS[0], plan("新建公园12个。", 2022, "乙")], "没有哪个指标在两份文件中都有数值"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(documents: list[Document], line: str) -> None:
    said = [block.text for block in targets(source(documents)).blocks if isinstance(block, Prose)]
    assert len([text for text in said if line in text]) == 1


def test_a_report_without_these_tables_has_no_such_chapter() -> None:
    part = targets(Source(analysis()))
    assert (part.blocks, part.parts) == ((), ())


def test_an_empty_table_keeps_its_columns() -> None:
    assert list(classify(plan("保护好绿地。")).columns) == TARGET_COLUMNS
