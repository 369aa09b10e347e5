"""Sixty invented documents of thirteen genres: the page must not splinter, a thin year is left out.

The shape is that of a city's folder: of each year some notices, a plan, an opinion, never twice the
same mixture, and one year of which little was kept.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.toys import PlainFinder, document
from topics.answer.evidence import evidence
from topics.answer.evidence_options import EvidenceOptions
from topics.corpus.document import Document
from topics.dfm import group_labels, pools_genres, section_rows
from topics.emphasis import measure
from topics.emphasis.groups import default_pairs
from topics.emphasis.lenses import Measures
from topics.themes import Theme

GENRES = (
    *("通知", "意见", "办法", "实施方案", "行动计划", "规划", "工作要点", "通告", "报告", "细则"),
    *("决定", "批复", "条例"),
)
SIZES = {2016: 9, 2017: 8, 2018: 10, 2019: 4, 2020: 9, 2021: 11, 2022: 9}  # sixty
THIN = "2019"
THEMES = [Theme("桥梁", ("桥梁",)), Theme("灯会", ("灯会",)), Theme("渡船", ("渡船",))]
QUICK = EvidenceOptions(n_resamples=99, n_power=0)


def city(seed: int = 4) -> list[Document]:
    rng = random.Random(seed)
    made: list[Document] = []
    for year, n in SIZES.items():
        for number in range(n):
            words = ["桥梁修缮。", "灯会巡游。", "渡船靠岸。", "街巷清扫。"]
            texts = ["".join(rng.choices(words, k=6)) for _ in range(rng.randint(3, 6))]
            genre = GENRES[len(made) % len(GENRES)] if number % 3 else rng.choice(GENRES)
            date = f"{year}-{rng.randint(1, 12):02d}-01"
            made.append(replace(document(f"{year}-{number}", texts, date=date), genre=genre))
    return made


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return city()


@pytest.fixture(scope="module")
def measures(documents: list[Document]) -> Measures:
    labels = group_labels(section_rows(documents))
    return measure(documents, THEMES, PlainFinder(), labels)


def test_the_years_are_the_groups_and_that_is_said(documents, measures) -> None:
    assert len(documents) == 60
    assert len({one.genre for one in documents}) == 13
    assert measures.groups == tuple(map(str, SIZES))
    assert pools_genres(section_rows(documents))  # the reading line then says so


def test_few_pairs_are_compared_and_none_within_a_year(measures) -> None:
    pairs = default_pairs(measures.groups, measures.genres)
    assert len(pairs) == len(SIZES)  # neighbours, and the first against the last
    assert all(one < other for one, other in pairs)
    assert pairs[-1] == ("2016", "2022")


def test_documents_are_the_units_and_the_thin_year_alone_is_left_out(measures) -> None:
    found = evidence(measures, {}, options=QUICK)
    thin = (found["reference"] == THIN) | (found["target"] == THIN)
    assert set(found.loc[thin, "note"]) == {"thin_group"}
    assert found.loc[thin, "p"].isna().all()
    assert set(found.loc[~thin, "scope"]) == {"documents"}
    assert found.loc[~thin, "p"].notna().all()


def test_a_dozen_documents_of_lasting_genres_stay_apart() -> None:
    """The other way round: nothing is joined where each genre has a year before it."""
    few = [
        replace(document(f"{year}{genre}", ["桥梁。"], date=f"{year}-01-01"), genre=genre)
        for year in (2020, 2022)
        for genre in ("通知", "规划")
    ]
    labels = group_labels(section_rows(few))
    assert sorted(set(labels)) == ["2020 规划", "2020 通知", "2022 规划", "2022 通知"]
