"""What had no room in a word cloud is told and listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from topics.plots.cloud import CloudStyle
from topics.report.findings import clouds as module
from topics.report.findings import notes as notes_module
from topics.settings import Settings
from topics.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    for year, words in (
        ("2020", "城市更新和管网改造、产业园区、落户政策"),
        ("2024", "安全韧性和防洪排涝、农业转移人口市民化、县城建设"),
    ):
        text = (
            f"云江市{year}年新型城镇化建设重点任务\n一、总体要求\n推进{words}。\n二、"
            f"重点任务\n加强{words}。\n云江市人民政府\n{year}年3月10日\n"
        )
        (tmp_path / f"云江{year}.txt").write_text(text, encoding="utf-8")
    return Study([tmp_path], Settings())


def test_words_without_room_are_listed_and_counted_in_the_caption(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        module.viz,
        "CloudStyle",
        lambda **kwargs: CloudStyle(**(kwargs | {"width": 5.0, "height": 0.8})),
    )
    drawn, words = module.clouds(study, topics=False)
    assert set(words["figure"]) == set(drawn)
    for name, (_, caption) in drawn.items():
        hidden = (~words.loc[words["figure"] == name, "placed"].astype(bool)).sum()
        assert (f"{hidden}个词放不下，见 clouds.csv" in caption) == (hidden > 0)
    assert not words["placed"].all()
    assert set(words.loc[~words["placed"].astype(bool), "reason"]) == {"room"}


def test_the_last_group_is_compared_with_the_first(study: Study) -> None:
    _, words = module.clouds(study, topics=False)
    weight = words[words["figure"] == "comparison_cloud"].set_index("word")["weight"]
    assert weight["产业园区"] < 0 < weight["安全韧性"]


def test_a_group_of_one_document_has_no_second_cloud(tmp_path: Path) -> None:
    for name, date in (("甲", "2020年3月10日"), ("乙", "2024年3月10日"), ("丙", "")):
        (tmp_path / f"{name}.txt").write_text(
            f"云江市重点任务\n一、总体要求\n推进城市更新和管网改造{name}。\n{date}\n",
            encoding="utf-8",
        )
    drawn, _ = module.clouds(Study([tmp_path], Settings()), topics=False)
    assert [name for name in drawn if name.startswith("cloud_group")] == []


@pytest.mark.parametrize(("most", "kinds", "told"), [(2, {"document"}, 0), (1, {"group"}, 2)])
def test_more_documents_and_groups_than_clouds(
    study: Study, monkeypatch: pytest.MonkeyPatch, most: int, kinds: set[str], told: int
) -> None:
    monkeypatch.setattr(module, "MOST", most)
    monkeypatch.setattr(notes_module, "MOST", most)
    drawn, _ = module.clouds(study, topics=False)
    single = {
        name: caption
        for name, (_, caption) in drawn.items()
        if name.startswith(("cloud_document", "cloud_group"))
    }
    assert {name.split("_")[1] for name in single} == kinds
    assert len(single) == most
    assert all(caption.startswith("2024") for caption in single.values()) or most == 2
    assert sum("词云" in note for note in notes_module.notes(study, [])) == told
