"""Which documents are compared: the order among many of one genre and year."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from topics.compare import neighbours
from topics.corpus import Document
from topics.study import Study


def notice(doc_id: str, date: str = "2022", number: str = "", title: str = "", genre: str = "通知"):
    return Document(doc_id, date=date, number=number, title=title, genre=genre)


# In the order that is defined: date, number, title, id.
NOTICES = [
    notice("z", number="云政发〔2022〕9号"),  # the year alone comes before its days
    notice("y", number="云政发〔2022〕10号"),
    notice("x", date="2022-03-01", number="云政发〔2022〕2号", title="乙"),
    notice("w", date="2022-03-01", number="云政发〔2022〕11号", title="甲"),
    notice("v", date="2022-05-01", title="关于第2批项目的通知"),
    notice("u", date="2022-05-01", title="关于第10批项目的通知"),
    notice("t2", date="2022-06-01", title="同名"),
    notice("t10", date="2022-06-01", title="同名"),
]
OTHERS = [notice(f"p{n}", date=f"2022-0{n}-01", genre="方案") for n in (3, 5, 6)]


def names(pairs: list[tuple[Document, Document]]) -> list[tuple[str, str]]:
    return [(old.doc_id, new.doc_id) for old, new in pairs]


def test_many_documents_of_one_genre_and_year_have_a_defined_order() -> None:
    order = [document.doc_id for document in NOTICES]
    expected = [*pairwise(order), (order[0], order[-1])]
    assert names(neighbours(NOTICES[::-1])) == expected


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_files_changes_no_pair(seed: int) -> None:
    shuffled = [*NOTICES, *OTHERS]
    random.Random(seed).shuffle(shuffled)
    assert names(neighbours(shuffled)) == names(neighbours([*NOTICES, *OTHERS]))


def test_of_many_documents_the_latest_are_measured_whatever_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("topics.study.compare.MOST_REUSED", 3)
    study = Study([])
    study.__dict__["comparable"] = tuple(NOTICES[::-1])
    assert [document.doc_id for document in study.reused] == ["t10", "t2", "u"]
