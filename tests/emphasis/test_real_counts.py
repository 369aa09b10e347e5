"""Counts of terms in the five real documents, against those that were made by hand (facts.json)."""

import json

import pytest

from tests.support import SHARED, needs_shared
from topics.corpus import read_corpus
from topics.corpus.document import Document
from topics.themes import Theme, ThemeMatcher
from topics.tokenize import PolicyTokenizer

NAMES = {"2020": "003", "2022": "000", "145": "002", "2024": "004"}
pytestmark = needs_shared


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {d.doc_id[:3]: d for d in read_corpus([SHARED / "corpus"]) if d.analysed}


def test_terms_are_counted_as_by_hand(documents: dict[str, Document]) -> None:
    facts = json.loads((SHARED / "corpus" / "facts.json").read_text(encoding="utf-8"))
    expected = facts["counts_after_join_agency_lists_removed"]
    # The notice before each list of tasks names it three times, and a meeting once; front matter is
    # not analysed.
    for year in ("2020", "2022"):
        expected["城乡融合"][year] -= 4
    themes = [Theme(term, (term,)) for term in expected]
    matcher = ThemeMatcher(themes, PolicyTokenizer())
    found = {term: dict.fromkeys(NAMES, 0) for term in expected}
    for name, doc_id in NAMES.items():
        for leaf in documents[doc_id].leaves:
            for theme in matcher(documents[doc_id].section_text(leaf)):
                found[theme][name] += 1
    assert found == expected
