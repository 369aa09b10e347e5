"""The report of a corpus that does not fit in memory: when it is written, what it tells, and that
the numbers are those of memory.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: scale)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
import pyarrow.parquet as pq

from tests.scale import reference, remix
from tests.scale.test_equivalence import assert_bits_equal
from tests.support import ROOT
from topics.answer.evidence import evidence
from topics.answer.facts import facts
from topics.answer.options import FactOptions
from topics.answer.theme_counts import theme_counts
from topics.corpus import ReadOptions
from topics.dfm import group_labels, section_rows
from topics.emphasis import coverage, measure, shifts, theme_shares
from topics.emphasis.lens_places import heading_places
from topics.report.chapters import build
from topics.report.counted import analyse_counts
from topics.report.findings.contract import contract, faults
from topics.report.write import write_report
from topics.scale import size, store
from topics.scale.facts import CountedWords, Groups
from topics.scale.quoted import read_again
from topics.scale.size import Size, size_of
from topics.scale.spec import make_spec
from topics.scale.store import SUMS
from topics.settings import Settings
from topics.study.counted import CountedStudy
from topics.themes import members

FEW = Settings(by="genre", n_resamples=199, n_topics=2, workers=1)


@pytest.fixture(scope="module")
def halves(small_corpus, tmp_path_factory) -> Path:
    """Two genres in turn, so that each has documents enough to be tested."""
    rows = [
        row | {"genre": remix.GENRES[number % 2]}
        for number, row in enumerate(pq.read_table(small_corpus).to_pylist())
    ]
    path = tmp_path_factory.mktemp("halves") / "corpus.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.fixture(scope="module")
def study(halves, tmp_path_factory) -> CountedStudy:
    return CountedStudy([halves], FEW, tmp_path_factory.mktemp("counted") / "counts")


@pytest.fixture(scope="module")
def analysis(study):
    return analyse_counts(study)


@pytest.fixture(scope="module")
def in_memory_measures(halves, tokenizer, themes):
    documents = reference.read(pq.read_table(halves).to_pylist())
    made = reference.Reference(documents, tokenizer, themes)
    measures = measure(documents, themes, tokenizer, group_labels(made.dfm.rows, "genre"))
    return replace(measures, blocks=measures.blocks[:1])  # headings are not in the counts


# --- the same numbers ---


def test_shifts_over_documents_are_those_of_memory_bit_for_bit(study, in_memory_measures) -> None:
    assert sorted(set(study.counted["group"])) == sorted(in_memory_measures.groups)
    expected = shifts(in_memory_measures, pairs=study.pairs, n_resamples=199)
    expected = expected[expected["lens"] != "strength"].reset_index(drop=True)
    assert (expected["unit"] == "document").all(), "the corpus is too small to test this"
    assert_bits_equal(study.shifts, expected)


def test_shares_over_documents_are_those_of_memory_bit_for_bit(study, in_memory_measures) -> None:
    keys = ["lens", "theme", "group"]
    found, expected = (
        table[table["lens"].isin(["rate", "section_share", "text_share"])].sort_values(
            keys, ignore_index=True
        )
        for table in (study.theme_shares, theme_shares(in_memory_measures, n_resamples=199))
    )
    assert_bits_equal(found, expected)


def test_one_more_mention_would_be_noticed(study, in_memory_measures) -> None:
    block = in_memory_measures.blocks[0]
    y = block.units.y.copy()
    y[np.flatnonzero(block.groups != "")[0], 0] += 1
    other = replace(in_memory_measures, blocks=(replace(block, units=replace(block.units, y=y)),))
    with pytest.raises(AssertionError):
        assert_bits_equal(
            study.theme_shares["value"].to_frame(),
            theme_shares(other, n_resamples=1)["value"].to_frame(),
        )


# --- what the report tells ---


def test_tables_keep_their_contract(analysis) -> None:
    absent = {"sections", "cleaning", "agencies", "theme_mentions"}
    known = {f"{name}: missing" for name in absent}
    assert {
        fault
        for fault in faults(analysis.tables)
        if not fault.startswith("topic_choice: columns ;")
    } == known
    assert not absent & set(analysis.tables)
    assert set(analysis.tables) <= set(contract())


def test_the_notes_name_what_is_absent_and_how_topics_were_sampled(analysis, study) -> None:
    said = "".join(analysis.notes)
    assert "语料超出内存分析的规模" in said
    assert "不含章节、责任单位、清洗记录" in said
    assert "检验以文件为单位，重抽样199次" in said
    assert f"抽取的 {len(study.counted)} 份文件" in said


def test_numbers_open_examples_from_the_documents_that_say_most(analysis, study, tmp_path) -> None:
    page = (write_report(analysis, tmp_path / "report") / "index.html").read_text(encoding="utf-8")
    data = json.loads(
        re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    )
    names = [name for name, *_ in data["docs"]]
    assert names == [document.doc_id for document in study.quoted]
    found = study._sums[1].merge(study.counted, on="doc_id", suffixes=("", "_of_document"))
    for (_, group), rows in found[found["group"] != ""].groupby(["theme", "group"]):
        best = rows.sort_values(["mentions", "doc_id"], ascending=[False, True])["doc_id"].head(3)
        assert set(best) <= set(names), group
    terms = members(study.themes)
    for theme, places in data["places"]["theme"].items():
        for sentence, offset, length, _ in places:
            assert data["sentences"][sentence][1][offset : offset + length] in terms[theme]
    assert data["chosen"]
    assert "取作示例的文件中没有" in data["say"]["nothing_chosen"]


def test_the_same_documents_are_quoted_from_a_folder(study, halves, tmp_path) -> None:
    """Files are read again by their names, a Parquet file by its column."""
    (tmp_path / "in").mkdir()
    for row in pq.read_table(halves).to_pylist():
        (tmp_path / "in" / f"{row['doc_id']}.txt").write_text(row["text"], encoding="utf-8")
    names = [document.doc_id for document in study.quoted][:3]
    read = read_again([tmp_path / "in"], names, ReadOptions(), make_spec())
    assert [(document.doc_id, document.text) for document in read] == [
        (d.doc_id, d.text) for d in study.quoted[:3]
    ]


def test_the_page_says_nothing_of_what_was_not_looked_at(analysis, tmp_path) -> None:
    page = (write_report(analysis, tmp_path / "report") / "report.md").read_text(encoding="utf-8")
    assert "没有责任单位清单" not in page
    assert "没有需要清洗之处" not in page
    assert "点击数字可查看背后的原句" not in page
    assert "未作检验" in page
    assert "流式计数" in page
    assert not list((tmp_path / "report" / "tables").glob("sections.csv"))


def test_documents_that_were_not_counted_are_listed_with_the_reason(tmp_path, small_corpus) -> None:
    rows = [
        *pq.read_table(small_corpus).to_pylist(),
        {"doc_id": "空", "text": "", "date": None, "genre": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    study = CountedStudy([tmp_path / "a.parquet"], FEW, tmp_path / "counts")
    found = study.counted.set_index("doc_id")
    assert found.loc["空", "reason"].startswith("文件是空的")
    assert (found.drop("空")["reason"] == "").all()


# --- when it is written ---


def folder(path: Path, n: int, text: str) -> Path:
    path.mkdir()
    for number in range(n):
        (path / f"{number}.txt").write_text(text, encoding="utf-8")
    return path


def test_the_size_counts_files_and_the_bytes_of_plain_text(tmp_path, monkeypatch) -> None:
    given = folder(tmp_path / "in", 3, "城市")
    (given / "scan.pdf").write_bytes(b"%PDF" + b"0" * 1_000)
    assert size_of([given]) == Size(4, 18, parquet=False)
    assert not size_of([given]).beyond_memory
    for name, value in (("MOST_DOCUMENTS", 3), ("MOST_BYTES", 17)):
        with monkeypatch.context() as patch:
            patch.setattr(size, name, value)
            assert size_of([given]).beyond_memory


@pytest.mark.parametrize("option", ["exclusive", "seed_themes"])
def test_options_that_need_the_texts_are_refused(option, tmp_path) -> None:
    with pytest.raises(
        ValueError, match=rf"--{option.replace('_', '-')} needs all texts in memory.*--in-memory"
    ):
        CountedStudy([tmp_path], replace(FEW, **{option: True}), tmp_path / "counts")


def test_more_documents_than_a_report_takes_are_counted_and_named(
    tmp_path, small_corpus, monkeypatch
) -> None:
    monkeypatch.setattr("topics.study.counts.MOST_TESTED", 3)
    study = CountedStudy([small_corpus], FEW, tmp_path / "counts")
    with pytest.raises(
        ValueError, match=r"documents were counted, a report takes 3; their tables are in .*counts"
    ):
        _ = study.shifts
    assert (tmp_path / "counts" / "manifest.json").exists()


def test_a_corpus_of_which_nothing_can_be_counted_is_an_error(tmp_path) -> None:
    pq.write_table(pa.table({"doc_id": ["甲"], "text": ["no Han"]}), tmp_path / "a.parquet")
    with pytest.raises(
        ValueError, match=r"1 documents could not be counted; .*quarantine.parquet says why"
    ):
        _ = CountedStudy([tmp_path / "a.parquet"], FEW, tmp_path / "counts").shifts


def run(*arguments: object, code: str = "") -> subprocess.CompletedProcess[str]:
    program = (
        f"{code}\nfrom topics.cli.main import main\nraise"
        f" SystemExit(main({[str(a) for a in arguments]!r}))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=env
    )


@pytest.mark.slow
def test_the_command_writes_it_from_parquet_and_keeps_the_counts(tmp_path, halves) -> None:
    out = tmp_path / "report"
    done = run(
        "report",
        halves,
        "--out",
        out,
        "--topics",
        2,
        "--resamples",
        19,
        "--by",
        "genre",
        "--workers",
        1,
    )
    assert done.returncode == 0, done.stderr
    assert "written from counts" in done.stderr
    assert "Traceback" not in done.stderr
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    counts = json.loads((tmp_path / "report-counts" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["tables"] == counts["tables"]
    assert (out / "index.html").stat().st_size > 10_000


def test_without_the_extra_the_size_and_the_remedy_are_said(tmp_path) -> None:
    given = folder(tmp_path / "in", 3, "城市")
    code = (
        "import sys; sys.modules['pyarrow'] = None\nimport topics.scale.size as size;"
        " size.MOST_DOCUMENTS = 2"
    )
    done = run("report", given, "--out", tmp_path / "out", code=code)
    assert done.returncode == 1
    assert "3 files with 0 MB of plain text: more than report analyses in memory" in done.stderr
    assert "pip install" in done.stderr
    assert '"duckdb>=1.4,<3"' in done.stderr.replace("<3,>=1.4", ">=1.4,<3")
    assert "or add --in-memory" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("stage", ["documents", "places", "spans", "robustness", "cooccurrence"])
def test_what_needs_texts_says_so(study: CountedStudy, stage: str) -> None:
    with pytest.raises(ValueError, match="holds no texts; read them into memory"):
        getattr(study, stage)


# --- the answer ---

# What needs headings, terms, the body or the day of a document, which counts do not have.
UNKNOWN = ["first_doc", "last_doc"]
UNKNOWN += ["mark", "grade", "spread", "carried_by", "main_term", "main_term_share", "note"]
UNKNOWN += [f"body_{side}" for side in ("reference", "target")]


def test_facts_of_themes_are_those_of_memory_bit_for_bit(study, halves, tokenizer, themes) -> None:
    documents = reference.read(pq.read_table(halves).to_pylist())
    labels = group_labels(section_rows(documents), "genre")
    counts = theme_counts(
        documents,
        themes,
        labels,
        places=coverage.places(documents, themes, tokenizer),
        headings=heading_places(documents, themes, tokenizer),
    )
    expected = facts(counts, pairs=study.pairs)
    assert_bits_equal(study.facts.drop(columns=UNKNOWN), expected.drop(columns=UNKNOWN))
    plain = (expected["mark"] == "") & (expected["spread"] != "headings_only")
    assert plain.sum() >= 10
    assert study.facts.loc[plain, "spread"].tolist() == expected.loc[plain, "spread"].tolist()


def test_evidence_has_documents_as_units(study, in_memory_measures) -> None:
    options = study.evidence_options
    parents = {theme.name: theme.parent for theme in study.themes}
    expected = evidence(in_memory_measures, parents, pairs=study.pairs, options=options)
    assert set(expected["scope"]) == {"documents"}
    assert expected["p"].notna().any()
    assert_bits_equal(study.evidence, expected)


def test_the_first_part_answers_and_says_in_one_line_what_counts_cannot_show(analysis) -> None:
    assert build(analysis)[0].anchor == "answer"
    kinds = [line.kind for line in analysis.answer.sentences]
    assert kinds[0] == "headline"
    assert {"words", "reading"} <= set(kinds)
    assert "章、提法、标题、混排的尺度不在此列" in analysis.answer.sentences[-1].text
    assert "change" in analysis.figures


def counted_words(folder: Path, *rows: tuple[str, str, int, int]) -> CountedWords:
    """Words of two groups of ten sections: group, term, tokens, sections."""
    columns = list(zip(*rows, strict=True))
    names = ("group", "term", "tf", "sections")
    pq.write_table(pa.table(dict(zip(names, columns, strict=True))), folder / "term_group.parquet")
    sizes = dict.fromkeys(("2020", "2024"), (5_000, 10))
    return CountedWords(folder, Groups(("2020", "2024"), {}, sizes), FactOptions())


def test_a_word_inside_a_longer_one_of_the_other_side_is_not_new(tmp_path) -> None:
    words = counted_words(
        tmp_path,
        ("2020", "城镇常住人口", 6, 4),
        ("2020", "边境", 9, 5),
        ("2024", "常住人口", 6, 4),
        ("2024", "口袋公园", 6, 4),
    )
    pairs = [("2020", "2024")]
    moving = words.moving(pairs)
    assert moving == ["口袋公园", "城镇常住人口", "常住人口", "边境"]
    found = pd.DataFrame(
        [
            (row.group, row.term, row.tf, row.sections, 900, 2, 100, "甲#一", (2020, "甲"))
            for row in words.table.sort_values(["group", "term"]).itertuples()
        ],
        columns=[*SUMS, "first"],
    )
    table = words.changes(found.assign(last=found["first"]), pairs)
    said = dict(zip(table["feature"], table["grade"], strict=True))
    assert said == {"口袋公园": "new", "边境": "gone", "城镇常住人口": "gone"}
    assert set(table["spread"]) == {"spread"}


def test_sections_are_added_up_group_by_group(study) -> None:
    """The strongest section, and the first document, by a plain loop over the batches."""
    words = study._words.moving(study.pairs)[:40]
    with store.connect(study.folder) as sums:
        found = store.section_sums(sums, study._batches, by="genre", pool=False, only=words)
    rows = [row for batch in study._batches for row in pq.read_table(batch).to_pylist()]
    expected = []
    for group in sorted({row["genre"] for row in rows}):
        for word in sorted(words):
            held = [
                (row, row["tfs"][row["terms"].index(word)])
                for row in rows
                if row["genre"] == group and word in row["terms"]
            ]
            if held:
                top, n = min(
                    held,
                    key=lambda one: (
                        -one[1],
                        one[0]["n_chars"],
                        f"{one[0]['doc_id']}#{one[0]['path']}",
                    ),
                )
                dates = [(row["year"] or 9999, row["doc_id"]) for row, _ in held]
                expected.append(
                    (
                        *(group, word, sum(n for _, n in held), len(held)),
                        sum(row["n_chars"] for row, _ in held),
                        *(n, top["n_chars"], f"{top['doc_id']}#{top['path']}"),
                        *(min(dates), max(dates)),
                    )
                )
    assert found.to_numpy().tolist() == [list(row) for row in expected]


def test_years_make_a_series_from_counts_as_from_texts(tmp_path) -> None:
    rows = [
        {
            "doc_id": f"报告{year}",
            "text": "一、任务\n" + "发展产业。" * (2 + 3 * (year >= 2018)) + "改善住房。" * 6,
            "date": f"{year}-01-01",
            "genre": "",
        }
        for year in range(2011, 2023)
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    settings = Settings(n_resamples=199, workers=1)
    study = CountedStudy([tmp_path / "a.parquet"], settings, tmp_path / "counts")
    shaped = study.series.set_index("theme").loc["产业"]
    assert (shaped["shape"], shaped["from"], shaped["evidence"]) == ("step_up", "2018", "strong")
    answer = study.answer()
    assert "2018起" in answer.text
    assert study.word_rates(["产业"])["mentions"].tolist() == [2] * 7 + [5] * 5
