"""A corpus too small for tests says so once, and shows what there is; one of many groups shows the
latest pairs.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.report.fake import analysis
from topics.report.chapters import build
from topics.report.chapters.content import Grid, Prose
from topics.report.chapters.source import Source
from topics.report.findings.analysis import Analysis
from topics.report.findings.shown import MOST_PAIRS, latest_pairs
from topics.settings import Settings


def untested(**changes: object) -> Analysis:
    """Return the made-up analysis as it is where nothing could be tested."""
    made = analysis(**changes)
    no_number: dict[str, object] = {
        "p": float("nan"),
        "q": float("nan"),
        "verdict": "too_few_sections",
        "note": "too_few_units",
    }
    shifts = made.tables["shifts"].assign(**no_number, theme_verdict="too_few_sections")
    keyness = made.tables["keyness"].assign(p=float("nan"), q=float("nan"))
    trend = made.tables["trend"].assign(**no_number, slope=float("nan"))
    return replace(
        made, tables={**made.tables, "shifts": shifts, "keyness": keyness, "trend": trend}
    )


def blocks_of(made: Analysis, part: str) -> list[object]:
    return [block for each in build(made) if each.anchor == part for block in each.blocks]


def grids_of(made: Analysis, part: str) -> dict[str, Grid]:
    return {block.caption: block for block in blocks_of(made, part) if isinstance(block, Grid)}


def test_what_was_not_tested_is_said_once() -> None:
    grids = grids_of(untested(), "changes")
    assert not [caption for caption in grids if "趋势" in caption]
    for caption, grid in grids.items():
        assert not [
            cell.text for row in grid.rows for cell in row.cells if "样本不足" in cell.text
        ], caption
    overview = grids["议题变化总览（综合各口径；括号内为每万汉字提及次数）"]
    assert (
        "只有数值、没有判断的各对样本不足（每侧不足20个条目或5份文件），未作检验。"
        in overview.remark
    )
    assert any("→" in cell.text for row in overview.rows for cell in row.cells)
    pair = grids["议题强调的变化：2020 → 2024"]
    assert "判断" not in [column.label for column in pair.columns]
    assert "本对未作检验：每侧不足20个单元，不作检验。" in pair.remark


def test_what_was_tested_keeps_its_verdicts() -> None:
    grids = grids_of(analysis(), "changes")
    assert [caption for caption in grids if "趋势" in caption]
    assert [column.label for column in grids["议题强调的变化：2020 → 2024"].columns][-2:] == [
        "q",
        "判断",
    ]


def test_themes_that_no_group_mentions_are_named_below() -> None:
    made = analysis(settings=Settings(lang="en"))
    shifts = made.tables["shifts"]
    none = shifts["theme"] == "落户"
    shifts = shifts.assign(
        mentions_reference=shifts["mentions_reference"].mask(none, 0),
        mentions_target=shifts["mentions_target"].mask(none, 0),
    )
    overview = next(
        iter(
            grid
            for caption, grid in grids_of(
                replace(made, tables={**made.tables, "shifts": shifts}), "changes"
            ).items()
            if "glance" in caption
        )
    )
    assert "落户" not in {row.cells[0].text for row in overview.rows}
    assert "Not listed are themes that no group mentions (1): 落户." in overview.remark


def test_words_without_a_test_are_not_called_too_many() -> None:
    said = " ".join(
        block.text for block in blocks_of(untested(), "keyness") if isinstance(block, Prose)
    )
    assert "条目太少，未作检验" in said
    assert "超出内存" not in said
    assert "q" not in {
        column.label for grid in grids_of(untested(), "keyness").values() for column in grid.columns
    }


def test_groups_of_one_document_have_no_keywords_twice() -> None:
    (overview,) = grids_of(analysis(), "keywords").values()
    assert {row.cells[0].text for row in overview.rows} == {"文件"}
    two = analysis(groups={"云江2020": "前", "云江2022": "前", "云江2024": "后"})
    keywords = two.tables["keywords"]
    keywords = keywords.assign(group=keywords["group"].mask(keywords["level"] == "year", "前"))
    assert "前 的关键词" in grids_of(
        replace(two, tables={**two.tables, "keywords": keywords}), "keywords"
    )


def test_of_many_pairs_the_last_are_shown() -> None:
    pairs = pd.DataFrame(
        [(str(year), str(year + 1), 0.5) for year in range(1990, 2020)],
        columns=["reference", "target", "p"],
    )
    assert latest_pairs(pairs) == [
        (str(year), str(year + 1)) for year in range(2020 - MOST_PAIRS, 2020)
    ]


def test_the_page_opens_with_a_pair_that_was_tested() -> None:
    made = analysis()
    shifts = made.tables["shifts"]
    last = (shifts["reference"] == shifts["reference"].iloc[-1]) & (
        shifts["target"] == shifts["target"].iloc[-1]
    )
    tables = {**made.tables, "shifts": shifts.assign(p=shifts["p"].mask(last))}
    choice = next(
        block
        for block in blocks_of(replace(made, tables=tables), "changes")
        if type(block).__name__ == "Choice"
    )
    assert choice.chosen != choice.pairs[-1][0]
    assert choice.chosen in dict(choice.pairs)
    assert Source(made).alone
