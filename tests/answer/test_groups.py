"""Thin groups, groups that are no points in time, and what is compared with the rest."""

from collections.abc import Sequence

import pandas as pd

from tests.toys import PlainFinder, document
from topics.answer.evidence import evidence
from topics.answer.evidence_options import EvidenceOptions
from topics.dfm import group_labels, section_rows
from topics.emphasis import measure
from topics.emphasis.groups import REST, sides
from topics.emphasis.lenses import Measures
from topics.themes import Theme

THEMES = [Theme("韧性", ("韧性",)), Theme("产业", ("产业",))]
QUICK = EvidenceOptions(n_resamples=99, n_power=0)


def corpus(sizes: dict[int, int]) -> Measures:
    documents = [
        document(f"{year} {number}", ["韧性产业建设。" * 3, "产业。"] * 12, date=f"{year}-01-01")
        for year, n in sizes.items()
        for number in range(n)
    ]
    labels = group_labels(section_rows(documents))
    return measure(documents, THEMES, PlainFinder(), labels)


def notes(measures: Measures, pair: tuple[str, str]) -> set[str]:
    return set(evidence(measures, {}, pairs=[pair], options=QUICK)["note"])


def test_one_thin_year_among_full_ones_is_not_tested_by_its_sections() -> None:
    data = corpus({2020: 6, 2021: 2, 2022: 6, 2023: 6})
    assert notes(data, ("2020", "2021")) == {"thin_group"}
    assert "thin_group" not in notes(data, ("2020", "2022"))
    scopes = evidence(data, {}, pairs=[("2020", "2022")], options=QUICK)["scope"]
    assert set(scopes) == {"documents"}


def test_a_corpus_of_single_documents_is_tested_by_sections() -> None:
    data = corpus({2020: 1, 2022: 1})
    found = evidence(data, {}, pairs=[("2020", "2022")], options=QUICK)
    assert set(found["scope"]) == {"sections"}
    assert "thin_group" not in set(found["note"])


def test_the_rest_is_all_other_groups_that_have_a_name() -> None:
    labels = pd.Series(["东部", "西部", "", "中部"])
    assert sides(labels, (REST, "西部")).tolist() == [REST, "西部", "", REST]
    assert sides(labels, ("东部", "西部")) is labels


def totals(measures: Measures, groups: Sequence[str]) -> list[int]:
    return [int(measures.totals(group).sum()) for group in groups]


def test_measures_between_a_group_and_the_rest_keep_every_mention() -> None:
    data = corpus({2020: 1, 2021: 2, 2022: 1})
    against = data.between((REST, "2021"))
    assert sum(totals(against, (REST, "2021"))) == sum(totals(data, data.groups))
    assert totals(against, ["2021"]) == totals(data, ["2021"])
