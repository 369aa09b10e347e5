"""The answer on the first screen says what the verdicts say, in words."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from tests.report.fake import analysis
from topics.report.chapters import build
from topics.report.chapters.documents import _sections
from topics.report.chapters.source import Source
from topics.report.chapters.summary import summary
from topics.report.findings.notes import _reach
from topics.settings import Settings
from topics.study import Study


def told(lang: str, verdicts: dict[str, str]) -> tuple[str, str]:
    made = analysis(settings=Settings(lang=lang))
    shifts = made.tables["shifts"].query("reference == '2020' and target == '2024'")
    shifts = shifts.assign(theme_verdict=shifts["theme"].map(verdicts))
    return summary(Source(replace(made, tables={**made.tables, "shifts": shifts})), shifts)


def test_themes_that_moved_are_named_first_with_their_rates() -> None:
    answer, counts = told(
        "zh", {"安全韧性": "rises", "产业发展": "no_clear_change", "落户": "falls"}
    )
    assert (
        answer
        == "上升的是：安全韧性（2020 → 2024，每万字 0.0→5.0 次）。下降的是：落户（2020 → 2024，"
        "每万字 5.0→0.0 次）。"
    )
    assert (
        counts
        == "比较了 3 个议题在 1 对组之间的轻重（共 3 项）：1 项上升，1 项下降，1 项无明确变化。"
    )


@pytest.mark.parametrize(
    ("lang", "first", "reason"),
    [
        ("zh", "没有一个议题可以判为变重或变轻。", "可能出于偶然"),
        ("en", "No theme can be said to have gained or lost weight.", "may be chance"),
    ],
)
def test_without_a_verdict_nothing_is_said_to_change(lang: str, first: str, reason: str) -> None:
    answer, counts = told(
        lang,
        {"安全韧性": "no_clear_change", "产业发展": "too_few_sections", "落户": "not_comparable"},
    )
    assert answer == first
    assert reason in counts
    assert counts.count("q = 0.036") == 3
    assert all(
        f"1 {word}" in counts
        for word in (
            ("项无明确变化", "项样本不足", "项不可比")
            if lang == "zh"
            else ("show no", "have too few", "cannot be")
        )
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "1 项无明确变化，2 项两侧均未提及。"),
        ("en", "1 show no clear change, 2 are mentioned by neither side."),
    ],
)
def test_themes_that_nobody_mentions_are_counted_by_themselves(lang: str, words: str) -> None:
    made = analysis(settings=Settings(lang=lang))
    shifts = made.tables["shifts"].query("reference == '2020' and target == '2024'")
    unsaid = shifts["theme"] != "安全韧性"
    shifts = shifts.assign(theme_verdict="no_clear_change").assign(
        mentions_reference=shifts["mentions_reference"].mask(unsaid, 0),
        mentions_target=shifts["mentions_target"].mask(unsaid, 0),
    )
    assert (
        words.rstrip("。.")
        in summary(Source(replace(made, tables={**made.tables, "shifts": shifts})), shifts)[1]
    )


def test_lenses_that_disagree_are_neither_a_rise_nor_a_fall() -> None:
    answer, _ = told(
        "en",
        {"安全韧性": "lenses_disagree", "产业发展": "no_clear_change", "落户": "no_clear_change"},
    )
    assert answer.startswith("Lenses disagree on 安全韧性 (2020 → 2024")
    assert "Rising" not in answer


def test_a_decomposition_leaves_out_themes_without_any_part() -> None:
    made = analysis()
    table = made.tables["decomposition"]
    emptied = table.assign(
        contribution=table["contribution"]
        .mask(table["theme"] == "落户", 0.0)
        .where(table["theme"] == "落户", 1.0)
    )
    blocks = build(replace(made, tables={**made.tables, "decomposition": emptied}))[0].blocks
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


def test_one_group_alone_says_what_to_add() -> None:
    made = analysis()
    first = build(replace(made, tables={**made.tables, "shifts": pd.DataFrame()}))[0]
    assert any("只有一组文件" in getattr(block, "text", "") for block in first.blocks)


def test_where_the_rate_stands_still_the_lens_that_moved_is_named() -> None:
    made = analysis(settings=Settings(lang="en"))
    shifts = made.tables["shifts"].query(
        "reference == '2020' and target == '2024' and theme == '安全韧性'"
    )
    shares = shifts["lens"] == "section_share"
    shifts = shifts.assign(
        theme_verdict="lenses_disagree",
        verdict=shares.map({True: "falls", False: "no_clear_change"}),
        value_reference=shifts["value_reference"].mask(shares, 0.5),
        value_target=shifts["value_target"].mask(shares, 0.25),
    )
    answer, _ = summary(Source(replace(made, tables={**made.tables, "shifts": shifts})), shifts)
    assert answer.endswith("per 10,000 characters, share of sections 50.0%→25.0%).")
