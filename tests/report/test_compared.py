"""Which pairs a report shows side by side: the last ones, as far as its page can carry them."""

import pandas as pd
import pytest

from tests.report.fake import analysis, compared, documents
from topics.report.chapters.compare import compare
from topics.report.chapters.content import Grid
from topics.report.chapters.source import Source
from topics.report.findings import compared as module
from topics.report.findings.compared import comparisons
from topics.report.writers.side_by_side import side_by_side

TABLES = compared(documents())


def test_every_pair_is_shown_where_there_is_room() -> None:
    shown = comparisons(TABLES)
    assert [(one.number, one.reference, one.target) for one in shown] == [
        (1, "2020", "2022"),
        (2, "2022", "2024"),
        (3, "2020", "2024"),
    ]
    assert sum(len(one.links) for one in shown) == len(TABLES["links"])
    assert sum(len(one.changes) for one in shown) == len(TABLES["sentence_changes"])


@pytest.mark.parametrize(
    ("name", "value", "numbers"), [("MOST_TEXT", 1, [3]), ("MOST_PAIRS", 2, [2, 3])]
)
def test_of_many_the_last_ones_remain(
    monkeypatch: pytest.MonkeyPatch, name: str, value: int, numbers: list[int]
) -> None:
    monkeypatch.setattr(module, name, value)
    assert [one.number for one in comparisons(TABLES)] == numbers
    part = compare(Source(analysis()))
    assert [child.anchor for child in part.parts] == [f"compare-{n}" for n in numbers[::-1]]
    assert any("共3对" in getattr(block, "text", "") for block in part.blocks)


def test_the_table_of_alarms_leaves_formulas_out_as_the_lines_do() -> None:
    changes = TABLES["sentence_changes"].assign(numbers_differ=True, formula=True)

    def captions(changes: pd.DataFrame) -> list[str]:
        tables = {**TABLES, "sentence_changes": changes}
        parts = compare(Source(analysis(tables=tables, figures={}))).parts
        return [block.caption for block in parts[0].blocks if isinstance(block, Grid)]

    assert not any("须留意" in caption for caption in captions(changes))
    assert any("须留意" in caption for caption in captions(changes.assign(formula=False)))


def test_nothing_to_compare_is_no_chapter() -> None:
    assert comparisons({}) == []
    assert comparisons({name: table[:0] for name, table in TABLES.items()}) == []


def test_the_pieces_of_a_row_make_up_both_sentences() -> None:
    source = Source(analysis())
    leaves = {
        (document.doc_id, leaf.path): number
        for number, (document, leaf) in enumerate(
            (document, leaf) for document in source.quoted for leaf in document.leaves
        )
    }
    pair = side_by_side(source, leaves)[3]
    changes = comparisons(source.analysis.tables)[-1].changes
    assert len(pair["rows"]) == len(changes) > 0
    for side, sign in (("reference", "-"), ("target", "+")):
        texts = [
            "".join(text for kind, text in row[-1] if kind in ("=", sign)) for row in pair["rows"]
        ]
        unpaired = changes[f"text_{side}"] == ""
        assert [text for text, none in zip(texts, unpaired, strict=True) if not none] == [
            text for text in changes[f"text_{side}"] if text
        ]
    reached = {number for group in pair["groups"].values() for number in group[2]}
    assert reached == set(range(len(changes)))
