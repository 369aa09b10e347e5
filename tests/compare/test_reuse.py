"""Shared runs of characters, and what became of a source in later documents."""

from dataclasses import replace

import numpy as np
import pytest

from tests.compare.planted import in_chapters, plan, sample_items
from topics.compare import REUSE_COLUMNS, adoption_curve, diffusion, reuse
from topics.compare.reuse import _hashes, _longest, text_codes
from topics.corpus import Document, count_han, parse_text

ITEMS = sample_items()


def text(name: str, *parts: str, date: str = "") -> Document:
    return replace(parse_text("\n".join(parts) + "\n", doc_id=name), date=date)


def covered(source: str, other: str, k: int) -> float:
    """Share of characters in common runs, by looking at every run."""
    runs = {source[i : i + k] for i in range(len(source) - k + 1)}
    inside = {
        place
        for i in range(len(other) - k + 1)
        if other[i : i + k] in runs
        for place in range(i, i + k)
    }
    return len(inside) / len(other)


def test_shares_agree_with_looking_at_every_run() -> None:
    one, other = text("甲", *ITEMS[:6]), text("乙", ITEMS[3], ITEMS[9], ITEMS[1][:40])
    han = ["".join(map(chr, text_codes(document.text).tolist())) for document in (one, other)]
    row = reuse([one, other]).set_index(["source", "doc_id"]).loc[("甲", "乙")]
    for k in (8, 12, 20):
        assert row[f"share_{k}"] == pytest.approx(covered(han[0], han[1], k))
    assert list(reuse([one, other]).columns) == REUSE_COLUMNS
    assert len(han[1]) == count_han(other.text)


def test_reuse_is_not_symmetric_and_does_not_see_order() -> None:
    whole, part = text("全", *ITEMS[10:16]), text("部分", ITEMS[12])
    table = reuse([whole, part]).set_index(["source", "doc_id"])
    assert table.loc[("全", "部分"), "share_8"] == 1
    assert table.loc[("部分", "全"), "share_8"] < 0.3
    turned = text("倒", *ITEMS[15:9:-1])
    assert reuse([whole, turned])["share_20"].min() > 0.97


def test_longest_run_and_hashes() -> None:
    one, other = text_codes("更新老旧管网和路灯"), text_codes("全面更新老旧管网")
    assert _longest(one, other) == 6
    assert _longest(one, one) == 9
    codes = text_codes(ITEMS[0] + ITEMS[1] + ITEMS[0])
    for k in (2, 3, 7, 8, 12, 20):
        runs = [tuple(codes[i : i + k].tolist()) for i in range(len(codes) - k + 1)]
        assert len(np.unique(_hashes(codes, k))) == len(set(runs))
    assert len(_hashes(codes[:3], 8)) == 0


def test_boilerplate_is_told_apart() -> None:
    common = "各地区各部门要切实提高政治站位加强组织领导确保各项任务落到实处"
    documents = [text(f"文{n}", ITEMS[10 + n], common) for n in range(6)]
    table = reuse(documents)
    assert table["share_8"].max() == 0
    assert table["boilerplate"].min() > 0.1
    few = reuse(documents[:5])
    assert few["boilerplate"].max() == 0
    assert few["share_8"].min() > 0.1


def test_only_the_earlier_of_two_dated_documents_is_a_source() -> None:
    old, new = (
        text("旧", ITEMS[10], date="2022-01-01"),
        text("新", ITEMS[10], date="2022-01-31"),
    )
    undated = text("无", ITEMS[10])
    table = reuse([new, old, undated])
    assert ("新", "旧") not in set(zip(table["source"], table["doc_id"], strict=True))
    assert table.set_index(["source", "doc_id"]).loc[("旧", "新"), "days"] == 30
    assert len(table) == 5


def test_refusals() -> None:
    with pytest.raises(ValueError, match="1 documents: reuse compares at least two"):
        reuse([text("甲", ITEMS[0])])
    with pytest.raises(ValueError, match="runs have at least 2 characters"):
        reuse([text("甲", ITEMS[0]), text("乙", ITEMS[0])], k=(1,))
    with pytest.raises(ValueError, match="0 sources and 1 documents"):
        diffusion([], [text("甲", ITEMS[0])])


def test_diffusion_of_planted_sections() -> None:
    central = plan(in_chapters(ITEMS[10:22]), doc_id="中央", date="2022-03-01")
    near = plan(in_chapters([ITEMS[10], ITEMS[30], ITEMS[12]]), doc_id="甲省", date="2022-04-01")
    late = plan(in_chapters([ITEMS[33], ITEMS[12]]), doc_id="乙省", date="2022-06-01")
    before = plan(in_chapters([ITEMS[12]]), doc_id="丙市", date="2021-06-01")
    table = diffusion([central], [near, late, before]).set_index(["doc_id", "path"])
    assert table["uptake"].tolist() == ["adopted", "own", "adopted", "own", "adopted", "own"]
    assert table.loc[("甲省", "一/（一）"), "days"] == 31
    assert table.loc[("甲省", "一/（一）"), "earliest"] == "中央"
    assert table.loc[("乙省", "二/（二）"), "earliest"] == "丙市"  # had the words before the source
    curve = adoption_curve(table.reset_index())
    both = curve[curve["path_source"] == table.loc[("乙省", "二/（二）"), "path_source"]]
    assert both["documents"].tolist() == [1, 2, 3]
    assert both["taken_up"].tolist() == [0, 1, 2]
    assert both["share"].tolist() == [0, 1 / 2, 2 / 3]
