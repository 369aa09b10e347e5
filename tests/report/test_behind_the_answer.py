"""What stands behind the answer says what it leaves out, and what it cannot say."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from tests.report.fake import analysis
from topics.report.chapters.changes import changes
from topics.report.chapters.documents import _sections
from topics.report.chapters.source import Source
from topics.report.findings.notes import _reach
from topics.study import Study


def test_a_decomposition_leaves_out_themes_without_any_part() -> None:
    made = analysis()
    table = made.tables["decomposition"]
    emptied = table.assign(
        contribution=table["contribution"]
        .mask(table["theme"] == "落户", 0.0)
        .where(table["theme"] == "落户", 1.0)
    )
    blocks = changes(Source(replace(made, tables={**made.tables, "decomposition": emptied}))).blocks
    grids = [
        block for block in blocks if getattr(block, "caption", "").startswith("提及频率之差的分解")
    ]
    assert grids
    for grid in grids:
        assert "落户" not in {row.cells[0].order for row in grid.rows}
        assert "1个议题未列" in grid.remark


@pytest.mark.parametrize(("unit", "said"), [("section", 1), ("document", 0)])
def test_claims_with_sections_as_units_reach_no_other_documents(unit: str, said: int) -> None:
    study = cast(Study, SimpleNamespace(shifts=pd.DataFrame({"unit": [unit]})))
    told = list(_reach(study, zh=True))
    assert len(told) == said
    assert all("不能推论到其他文件" in sentence for sentence in told)


def test_text_before_the_first_heading_has_a_word_for_a_heading() -> None:
    made = analysis()
    table = made.tables["sections"]
    before = table.assign(
        path=table["path"].where(table["path"] != "一", "一/0"),
        heading=table["heading"].where(table["path"] != "一", ""),
    )
    source = Source(replace(made, tables={**made.tables, "sections": before}))
    headings = {
        (row.cells[0].text, row.cells[1].text)
        for row in _sections(source, made.documents[0], "章节").rows
    }
    assert ("一/0", "（开头）") in headings
    assert all(heading != "（开头）" for path, heading in headings if path != "一/0")
