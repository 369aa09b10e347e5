"""`init`: a corpus.csv that is ready to correct, or the word lists of a field."""

import csv
from pathlib import Path

import pytest

from topics.cli.main import main
from topics.corpus import read_corpus

TEXT = """某市人民政府关于推进城市更新的实施意见
某政发〔{year}〕3号

一、总体要求
推进城市更新。
二、重点任务
完善地下管网，第{year}项。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "语料"
    (corpus / "子").mkdir(parents=True)
    for name, year in (("甲.txt", 2020), ("子/乙.txt", 2022)):
        (corpus / name).write_text(TEXT.format(year=year), encoding="utf-8")
    return corpus


def rows(folder: Path) -> list[dict[str, str]]:
    text = (folder / "corpus.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_the_files_stand_there_with_what_was_recognised(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{folder / 'corpus.csv'}\n"
    assert "rows added: 2, kept: 0" in said.err
    found = {row["file"]: row for row in rows(folder)}
    assert set(found) == {"甲.txt", "子/乙.txt"}
    assert found["甲.txt"]["title"] == "某市人民政府关于推进城市更新的实施意见"
    assert found["甲.txt"]["number"] == "某政发〔2020〕3号"
    assert found["甲.txt"]["year"] == ""  # the number says it: a date that is corrected counts
    assert {"region", "genre", "issuer"} <= set(found["甲.txt"])


def test_what_was_written_changes_nothing_until_it_is_corrected(folder: Path) -> None:
    facts = ("doc_id", "title", "number", "issuer", "date", "genre", "year", "conflicts")
    before = [[getattr(one, name) for name in facts] for one in read_corpus(folder)]
    assert main(["init", str(folder)]) == 0
    assert [[getattr(one, name) for name in facts] for one in read_corpus(folder)] == before


def test_a_second_run_adds_what_is_new_and_keeps_corrections(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(folder)]) == 0
    path = folder / "corpus.csv"
    text = path.read_text(encoding="utf-8-sig").replace("某市人民政府关于推进", "改正：关于推进", 1)
    path.write_text(text.replace("region", "region,level", 1), encoding="gb18030")
    (folder / "丙.txt").write_text(TEXT.format(year=2024), encoding="utf-8")
    capsys.readouterr()
    assert main(["init", str(folder)]) == 0
    assert "rows added: 1, kept: 2" in capsys.readouterr().err
    found = rows(folder)
    assert [row["file"] for row in found] == ["子/乙.txt", "甲.txt", "丙.txt"]
    assert found[0]["title"].startswith("改正：")
    assert "level" in found[2]
    bytes_before = path.read_bytes()
    assert main(["init", str(folder)]) == 0
    assert "rows added: 0, kept: 3" in capsys.readouterr().err
    assert path.read_bytes() == bytes_before


def test_chinese_columns_and_short_names_are_understood(folder: Path) -> None:
    (folder / "corpus.csv").write_text("文件;标题\n甲;我的标题\n", encoding="utf-8")
    assert main(["init", str(folder)]) == 0
    lines = (folder / "corpus.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["文件;标题", "甲;我的标题", "子/乙.txt;某市人民政府关于推进城市更新的实施意见"]


def test_files_without_a_year_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "丁.txt").write_text("关于城市更新\n推进城市更新。\n", encoding="utf-8")
    assert main(["init", str(folder)]) == 0
    assert "without a year: 丁.txt; fill in the column date or year" in capsys.readouterr().err


def test_a_spreadsheet_that_declares_already_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "corpus.xlsx").write_bytes(b"PK")
    assert main(["init", str(folder)]) == 1
    assert "declares the documents already" in capsys.readouterr().err
    assert not (folder / "corpus.csv").exists()


def test_lists_that_are_there_stay_and_missing_ones_are_added(tmp_path: Path) -> None:
    field = tmp_path / "my-field"
    assert main(["init", str(field)]) == 0
    (field / "policy.txt").write_text("霁水画廊\n", encoding="utf-8")
    (field / "function.txt").unlink()
    assert main(["init", str(field)]) == 0
    assert (field / "policy.txt").read_text(encoding="utf-8") == "霁水画廊\n"
    assert (field / "function.txt").exists()
    assert (field / "corpus.csv").read_text(encoding="utf-8-sig").startswith("file,title,")


def test_an_empty_start_has_none_of_our_terms_and_can_be_used(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    field = tmp_path / "my-field"
    assert main(["init", str(field), "--empty"]) == 0
    words = (field / "policy.txt").read_text(encoding="utf-8").splitlines()
    assert words
    assert all(line.startswith("#") for line in words)
    capsys.readouterr()
    own = ["--only", "--dictionary", str(field / "policy.txt")]
    assert main(["tokenize", "--text", "新型城镇化", *own]) == 0
    assert "新型城镇化" not in capsys.readouterr().out.split()
    assert main(["keywords", str(folder), *own]) == 0
    assert main(["shift", str(folder), "--only", "--themes", str(field / "themes.toml")]) == 1
    assert 'no themes; write a table [themes."名称"]' in capsys.readouterr().err
    assert main(["init", str(folder), "--empty"]) == 1
    assert "--empty is for a new folder of lists" in capsys.readouterr().err


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.txt").write_text("文", encoding="utf-8")
    assert main(["init", str(tmp_path / "甲.txt")]) == 1
    assert "is a file; name a folder" in capsys.readouterr().err
