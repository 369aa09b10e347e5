"""A report repeats from its manifest; the matrix goes to other programs."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from scipy.io import mmread

from tests.support import ROOT
from topics.cli.main import main
from topics.report.folder import FORMAT
from topics.report.repeat import differences, read_manifest, settings_of
from topics.settings import Settings
from topics.study import Study

SAMPLE = str(ROOT / "samples" / "jichuan")
QUICK = ["--resamples", "99", "--topics", "4", "--seed", "5", "--layers", "function,agencies"]


def test_a_report_repeats_from_its_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert main(["report", SAMPLE, "--out", str(first), *QUICK]) == 0
    capsys.readouterr()
    manifest = first / "manifest.json"
    assert main(["report", SAMPLE, "--out", str(second), "--from", str(manifest)]) == 0
    assert "the same bytes" in capsys.readouterr().err
    assert manifest.read_bytes() == (second / "manifest.json").read_bytes()


def test_settings_come_from_the_manifest_and_places_from_the_user() -> None:
    recorded = Settings(seed=7, n_topics=6, lang="en", layers=("function",))
    manifest = {"settings": recorded.as_dict()}
    assert settings_of(manifest, Settings(workers=2)) == Settings(
        seed=7, n_topics=6, lang="en", layers=("function",), workers=2
    )


def test_documents_versions_and_lists_that_differ_are_told_before() -> None:
    inputs = [{"doc_id": "甲", "sha256": "1"}, {"doc_id": "乙", "sha256": "2"}]
    first = {
        "inputs": inputs,
        "versions": {"topics": "1.0\x1b[2J", "numpy": "2.3"},
        "tokenizer": "a",
        "themes": {"sha256": "3"},
    }
    second = {
        "inputs": inputs[:1],
        "versions": {"topics": "1.1", "numpy": "2.3"},
        "tokenizer": "a",
        "themes": {"sha256": "4"},
    }
    assert differences(first, second, "manifest.json") == [
        "not the documents of manifest.json: 乙",
        "not what manifest.json was made with: topics 1.0‹U+001B›[2J → 1.1、themes",
    ]
    assert differences(first, first | {"versions": {"numpy": "2.3"}}, "manifest.json") == []
    assert differences(first | {"versions": None}, first, "m")[0].startswith(
        "not what m was made with: topics ? → "
    )


def test_other_word_lists_than_those_of_the_manifest_are_refused() -> None:
    manifest = {"settings": Settings(dictionary=("a/mine.txt",)).as_dict()}
    with pytest.raises(
        ValueError,
        match=r"--from: the report was made with --dictionary mine.txt, not none; give the same",
    ):
        settings_of(manifest, Settings())
    assert settings_of(manifest, Settings(dictionary=("elsewhere/mine.txt",))).dictionary == (
        "elsewhere/mine.txt",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n_resamples", -1),
        ("n_resamples", None),
        ("n_topics", "x"),
        ("seed", 1e300),
        ("by", ["a"]),
        ("engine", "lda"),
        ("pool", 3),
        ("layers", ["x"]),
        ("layers", 7),
        ("workers", 1_000_000),
        ("ratio", "x"),
        ("ratio", [2.0]),
        ("excess", -1),
        ("encoding", 8),
        ("compare", [["一" * 90_000]]),
    ],
)
def test_values_that_no_option_takes_are_refused_by_name(name: str, value: object) -> None:
    recorded = Settings().as_dict() | {name: value}
    with pytest.raises(
        ValueError, match=rf"--from: the manifest's settings cannot be used: {name} is "
    ):
        settings_of({"settings": recorded}, Settings())


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "other/1", "settings": {}}', "[" * 100_000]
)
def test_what_is_no_manifest_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="not the manifest of a report"):
        read_manifest(path)


@pytest.mark.parametrize("value", [{"a": 1}, [["b"]], 7, "丙.txt"])
def test_word_lists_that_are_no_names_are_told(value: object) -> None:
    with pytest.raises(ValueError, match=r"^--from: "):
        settings_of({"settings": Settings().as_dict() | {"dictionary": value}}, Settings())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_manifest_that_is_a_pipe_or_names_no_documents(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    os.mkfifo(path)
    with pytest.raises(OSError, match=r"is no file but a pipe"):
        read_manifest(path)
    path.unlink()
    whole = {"format": FORMAT, "settings": {}, "files": {}}
    for inputs in ([{"doc_id": ["甲"], "sha256": "0"}], [{"doc_id": "\ud800", "sha256": "0"}]):
        path.write_text(json.dumps(whole | {"inputs": inputs}), encoding="utf-8")
        with pytest.raises(ValueError, match="not the manifest of a report"):
            read_manifest(path)
    path.write_text(json.dumps(whole | {"inputs": [{"doc_id": "甲", "sha256": "0"}]}))
    assert read_manifest(path)["inputs"][0]["doc_id"] == "甲"


def test_the_exported_matrix_is_that_of_the_study(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "matrix"
    assert main(["export", SAMPLE, "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == {"folder": str(out)}
    dfm = Study([SAMPLE]).dfm
    counts = mmread(out / "counts.mtx")
    assert counts.shape == (dfm.n_rows, len(dfm.features))
    assert (counts.tocsr() != dfm.counts).nnz == 0
    rows = pd.read_csv(out / "rows.csv", encoding="utf-8-sig")
    assert rows["section"].iloc[0] == f"{dfm.rows['doc_id'].iloc[0]}#{dfm.rows['path'].iloc[0]}"
    features = pd.read_csv(out / "features.csv", encoding="utf-8-sig", keep_default_na=False)
    assert tuple(features["feature"]) == dfm.features
