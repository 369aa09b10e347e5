"""What a number opens is what it was counted from."""

from __future__ import annotations

import pandas as pd
import pytest

from topics.settings import Settings
from topics.study import Study

PLANS = {
    "2020": (
        "推进城市更新",
        "必须推进城市更新和管网改造。鼓励发展产业。",
        "支持产业园区",
        "探索产业协作。",
    ),
    "2024": (
        "提升安全韧性",
        "严格落实城市更新。鼓励城市更新创新。",
        "实施城市更新",
        "大力提升安全韧性，必须防洪排涝。",
    ),
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("规划")
    for year, (first, one, second, other) in PLANS.items():
        text = (
            f"云江市{year}年重点任务\n一、{first}\n（一）{first}。{one}\n"
            f"（二）{second}。{other}\n二、{second}\n（一）{first}。{other}\n"
            f"云江市人民政府\n{year}年3月10日\n"
        )
        (folder / f"云江{year}.txt").write_text(text, encoding="utf-8")
    return Study([folder], Settings(n_resamples=19, workers=1))


def shares(study: Study, lens: str) -> dict[tuple[str, str], float]:
    rows = study.theme_shares[
        (study.theme_shares["lens"] == lens) & (study.theme_shares["value"].fillna(0) > 0)
    ]
    return {
        (theme, group): value
        for theme, group, value in zip(rows["theme"], rows["group"], rows["value"], strict=True)
    }


@pytest.mark.parametrize("unit", ["chapter", "item"])
def test_the_headings_listed_make_up_the_share_of_headings(study: Study, unit: str) -> None:
    found = study.heading_places[study.heading_places["unit"] == unit]
    counts = (
        found.assign(group=found["doc_id"].map(study.groups)).groupby(["theme", "group"]).size()
    )
    headings = pd.Series(
        [
            study.groups[document.doc_id]
            for document in study.analysed
            for section in document.sections
            if section.heading and (section.level == 1) == (unit == "chapter")
        ]
    ).value_counts()
    expected = shares(study, f"heading_{unit}")
    assert {key: n / headings[key[1]] for key, n in counts.items()} == pytest.approx(expected)
    assert expected
    assert all(
        heading[start:end]
        for heading, start, end in zip(found["heading"], found["start"], found["end"], strict=True)
    )


def test_the_graded_words_listed_make_up_the_strength(study: Study) -> None:
    found = study.graded_places
    by_group = found.assign(group=found["doc_id"].map(study.groups)).groupby(["theme", "group"])[
        "strong"
    ]
    strength = {key: value for key, value in by_group.mean().items() if value > 0}
    assert strength == pytest.approx(shares(study, "strength"))
    texts = {document.doc_id: document.text for document in study.analysed}
    words = {
        texts[doc_id][start:end]: strong
        for doc_id, start, end, strong in zip(
            *(found[c] for c in ("doc_id", "start", "end", "strong")), strict=True
        )
    }
    assert (words["必须"], words["鼓励"]) == (True, False)
