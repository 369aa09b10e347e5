"""The methods paragraph states what was done; each method has its reference."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from tests.report.fake import analysis
from topics.report.findings.methods import (
    ENGINES,
    bibliography,
    methods_paragraph,
    references,
    signature,
)
from topics.settings import Settings


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_paragraph_states_all_that_a_reader_asks(lang: str) -> None:
    text = methods_paragraph(analysis(), lang)
    for fact in (
        "rjieba-0.2.2",
        "640",
        "900",
        "aaaaaaaaaaaa",
        "9,999",
        "tomotopy 0.14.0",
        "scikit-learn 1.9.1",
        "TF-IDF" if lang == "zh" else "tf-idf",
    ):
        assert fact in text
    assert "{" not in text


def test_the_paragraph_claims_no_method_that_was_not_used() -> None:
    tables = {
        name: frame
        for name, frame in analysis().tables.items()
        if name not in {"topics", "topic_choice", "keyness"}
    }
    tables["shifts"] = tables["shifts"].assign(p=float("nan"))
    text = methods_paragraph(analysis(tables=tables), "en")
    assert "topic model" not in text
    assert "G²" not in text
    assert "permutation" not in text
    assert "described only" in text


@pytest.mark.parametrize(
    ("gone", "said"),
    [((), (True, True)), (("topics",), (False, True)), (("keyness",), (True, False))],
)
def test_the_paragraph_says_which_numbers_rest_on_a_background(
    gone: tuple[str, ...], said: tuple[bool, bool]
) -> None:
    base = analysis()
    assert not re.search("(on|from) a background", methods_paragraph(base, "en"))
    told = {"n_documents": 31, "n_sections": 4447, "sha256": "d" * 64}
    tables = {name: frame for name, frame in base.tables.items() if name not in gone}
    text = methods_paragraph(
        analysis(tables=tables, manifest={**base.manifest, "background": told}), "en"
    )
    assert (
        "shares, typical sections and quotations are the corpus's own" in text,
        "prior of the log-odds ratio" in text,
    ) == said
    assert "31 documents, 4,447 sections" in text


def test_the_unit_of_the_tests_is_the_one_that_was_tested() -> None:
    shifts = analysis().tables["shifts"]
    shifts = pd.concat([shifts.assign(unit="document"), shifts.assign(unit="chapter", p=None)])
    text = methods_paragraph(analysis(tables=analysis().tables | {"shifts": shifts}), "zh")
    assert "单位：文件，" in text


def test_every_reference_is_well_formed_and_cited_by_something() -> None:
    entries = references()
    for entry in entries.values():
        assert entry.count("{") == entry.count("}")
        assert re.search(r"^\s+title\s+= \{", entry, re.MULTILINE)
    cited = set()
    for engine in ENGINES:
        text = bibliography(analysis(settings=Settings(engine=engine)))
        few = (
            analysis()
            .tables["shifts"]
            .assign(unit="document", documents_target=5, documents_reference=9)
        )
        text += bibliography(analysis(tables=analysis().tables | {"shifts": few}))
        cited |= set(re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE))
    assert cited == set(entries)


def test_references_name_the_engine_that_ran() -> None:
    assert "{lee1999," in bibliography(analysis(settings=Settings(engine="sklearn-nmf")))
    assert "{blei2003," not in bibliography(analysis(settings=Settings(engine="sklearn-nmf")))
    assert "version = {0.1.0}" in bibliography(analysis())


def test_the_signature_changes_with_what_can_change_a_number() -> None:
    base = analysis()
    line = signature(base.manifest)
    assert "\n" not in line
    assert "seed:1" in line
    other = replace(
        base, manifest={**base.manifest, "tokenizer": "PolicyTokenizer|dictionary=641:x"}
    )
    assert signature(other.manifest) != line
    english = {**base.manifest, "settings": {**base.manifest["settings"], "lang": "en"}}
    assert signature(english) == line
