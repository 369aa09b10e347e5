"""The whole way on the sample corpus: the planted truth is found, and the same input gives the same
bytes.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.support import ROOT, SHARED, needs_shared

SAMPLE = ROOT / "samples" / "jichuan"
FILES = ("index.html", "report.md", "manifest.json", "tables.xlsx")


def report(
    folder: Path, out: Path, *options: str, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "topics", "report", str(folder), "--out", str(out), *options]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def table(out: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(
        out / "tables" / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False, na_values=[""]
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("report") / "sample"
    done = report(SAMPLE, target)
    answer, *_, page = done.stdout.splitlines()
    assert "安全韧性" in answer  # the headline first
    assert page == str(target / "index.html")
    assert done.stderr == ""
    return target


def test_everything_that_the_design_names_is_there(out: Path) -> None:
    for name in FILES:
        assert (out / name).stat().st_size > 1000
    for name in (
        "documents",
        "sections",
        "cleaning",
        "agencies",
        "keywords",
        "keyness",
        "topics",
        "topic_shares",
        "topic_choice",
        "themes",
        "shifts",
    ):
        assert len(table(out, name)) > 0, name
    svg = {path.stem for path in (out / "figures").glob("*.svg")}
    assert svg == {path.stem for path in (out / "figures").glob("*.png")}
    for beginning in ("emphasis", "keywords_document", "topics_document", "cloud_document"):
        assert any(name.startswith(beginning) for name in svg), beginning


def test_the_planted_shifts_are_found_and_no_other(out: Path) -> None:
    shifts = table(out, "shifts").query("reference == 2020 or reference == '2020'")
    ends = shifts[shifts["target"].astype(str) == "2024"]
    verdicts = ends.groupby("theme")["theme_verdict"].first()
    assert verdicts["安全韧性"] == "rises"
    assert verdicts["城乡融合"] == "falls"
    assert verdicts["公共服务"] == "no_clear_change"


def test_the_sample_is_called_fictional(out: Path) -> None:
    for name in ("index.html", "report.md"):
        assert "虚构" in (out / name).read_text(encoding="utf-8")


def test_the_page_stays_under_four_megabytes(out: Path) -> None:
    assert (out / "index.html").stat().st_size < 4_000_000


def test_counts_add_up_between_tables(out: Path) -> None:
    documents, sections = table(out, "documents"), table(out, "sections")
    leaves = sections[sections["leaf"].astype(str) == "True"]
    read = documents[documents["status"].isin(["ok", "repaired"])]
    assert len(read) > 1
    for row in read.itertuples():
        mine = leaves[leaves["doc_id"] == row.doc_id]
        assert mine["n_chars"].sum() == row.n_chars
        assert len(mine) == row.n_sections


def test_every_cloud_lists_its_words(out: Path) -> None:
    """Each cloud has its words in a table, what had no room with its reason; the first group stands
    against the last.
    """
    clouds = table(out, "clouds")
    assert set(clouds["figure"]) == {path.stem for path in (out / "figures").glob("*cloud*.svg")}
    assert "comparison_cloud" in set(clouds["figure"])
    placed = clouds["placed"].astype(str) == "True"
    assert (clouds["size"].notna() == placed).all()
    assert set(clouds.loc[~placed, "reason"]) <= {"room"}
    compared = clouds[clouds["figure"] == "comparison_cloud"].set_index("word")["weight"]
    assert compared.min() < 0 < compared.max()
    assert "2020 与 2024 的对比词云" in (out / "report.md").read_text(encoding="utf-8")


def test_no_table_says_nan(out: Path) -> None:
    paths = list((out / "tables").glob("*.csv"))
    assert len(paths) > 10
    for path in paths:
        cells = path.read_text(encoding="utf-8-sig").replace("\n", ",").split(",")
        assert not {"nan", "NaN", "inf", "-inf"} & set(cells), path.name


def test_the_manifest_hashes_what_was_read(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["inputs"]) == 5
    assert all(len(entry["sha256"]) == 64 for entry in manifest["inputs"])
    assert "tokenizer" in manifest


QUICK = ("--resamples", "199", "--topics", "4")


TWO = ("jichuan-2020.txt", "jichuan-2024.txt")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two documents of the sample."""
    folder = tmp_path_factory.mktemp("here") / "jichuan"
    folder.mkdir()
    for name in TWO:
        shutil.copy(SAMPLE / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def quick(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report of two documents with few resamples."""
    out = tmp_path_factory.mktemp("a") / "out"
    report(
        folder,
        out,
        *QUICK,
        "--workers",
        "1",
        PYTHONHASHSEED="1",
        TZ="UTC",
        LC_ALL="C.UTF-8",
        OPENBLAS_NUM_THREADS="1",
    )
    return out


def test_same_bytes_whatever_the_surroundings(quick: Path, tmp_path: Path) -> None:
    """Other order of files on disk, hash seed, workers, time zone, locale, threads and working
    folder.
    """
    shuffled = tmp_path / "elsewhere" / "jichuan"
    shuffled.mkdir(parents=True)
    for name in reversed(TWO):
        shutil.copy(SAMPLE / name, shuffled / name)
    first, second = quick, tmp_path / "b" / "out"
    report(
        shuffled,
        second,
        *QUICK,
        "--workers",
        "2",
        cwd=tmp_path,
        PYTHONHASHSEED="2",
        TZ="Asia/Shanghai",
        LC_ALL="C",
        OPENBLAS_NUM_THREADS="2",
        PYTHONPATH=str(ROOT),
    )
    names = sorted(
        path.relative_to(first)
        for path in first.rglob("*")
        if path.suffix in {".csv", ".svg", ".png"}
    )
    assert names == sorted(
        path.relative_to(second)
        for path in second.rglob("*")
        if path.suffix in {".csv", ".svg", ".png"}
    )
    different = [
        str(name) for name in names if (first / name).read_bytes() != (second / name).read_bytes()
    ]
    assert different == []


def test_a_second_run_writes_the_same_bytes(folder: Path, quick: Path) -> None:
    out = quick
    before = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    report(folder, out, *QUICK, PYTHONHASHSEED="77")
    after = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert before.keys() == after.keys()
    assert [str(name) for name in before if before[name] != after[name]] == []


def test_one_document_alone_gives_a_report_that_says_what_it_cannot(tmp_path: Path) -> None:
    out = tmp_path / "out"
    report(SAMPLE / "jichuan-2020.txt", out, "--resamples", "99", "--topics", "60")
    assert len(table(out, "documents")) == 1
    assert not (out / "tables" / "topics.csv").exists()  # it has too few sections for 60
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "没有可比的另一组" in page
    assert "60 个主题至少需要" in page


def test_documents_without_dates_and_with_marked_headings_only(tmp_path: Path) -> None:
    texts = {
        "甲": "推进城市更新，完善排水防涝和地下管网。",
        "乙": "改造老旧小区，建设韧性城市，扩大公共服务供给。",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(
            f"# 云川这五年\n\n## 目标/方向\n{text}\n\n## =1+1的任务\n{text * 2}\n", encoding="utf-8"
        )
    out = tmp_path / "out"
    report(tmp_path, out, *QUICK)
    sections = table(out, "sections")
    assert (
        sections["path"].tolist() == ["目标／方向", "'=1+1的任务"] * 2
    )  # a spreadsheet takes neither for a formula
    assert len(table(out, "themes")) == 0


@needs_shared
def test_the_real_documents(tmp_path: Path) -> None:
    """What is true of the five documents, counted by hand, stands in the tables; verdicts are not
    presumed.
    """
    out = tmp_path / "out"
    declared = ROOT / "tests" / "data" / "real_corpus.csv"
    report(SHARED / "corpus", out, *QUICK, "--metadata", str(declared))
    assert (out / "index.html").stat().st_size < 4_000_000
    assert (out / "report.docx").stat().st_size < 4_000_000
    documents = table(out, "documents").set_index("doc_id")
    assert documents["status"].value_counts().to_dict() == {
        "repaired": 4,
        "duplicate": 1,
        "skipped": 1,
    }
    themes = table(out, "themes")
    rates = themes[(themes["lens"] == "rate") & (themes["theme"] == "安全韧性")].set_index("group")[
        "value"
    ]
    assert rates["2020"] < rates["2024"]
    assert rates["2022 重点任务"] > rates["2020"]
    names = themes[
        (themes["lens"] == "heading_chapter") & (themes["theme"] == "安全韧性")
    ].set_index("group")["value"]
    assert list(names[names > 0].index) == ["2024"]
