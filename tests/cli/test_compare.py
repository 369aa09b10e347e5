"""The command `compare`: answers in words, files, and a sentence for each bad input."""

import json
import zipfile
from pathlib import Path

import pytest

from topics.cli.main import main

OLD = """某县2022年城镇化重点任务

一、重点任务
（一）更新老旧管网。改造供水供气管道三百公里，消除隐患。
（二）培训外卖骑手。每年组织骑手参加职业技能培训和安全教育。
"""
NEW = (
    OLD.replace("2022", "2024")
    .replace("三百", "五百")
    .replace(
        "（二）培训外卖骑手。每年组织骑手参加职业技能培训和安全教育。",
        "（二）新建口袋公园。利用边角地块建设群众身边的绿地。",
    )
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    paths = tmp_path / "旧.txt", tmp_path / "新.txt"
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_the_first_lines_say_what_changed(files, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *files]) == 0
    out = capsys.readouterr().out
    assert "新增：（二）新建口袋公园" in out
    assert "删去：（二）培训外卖骑手" in out
    assert "数字有别" in out
    assert main(["compare", *files, "--lang", "en"]) == 0
    assert "dropped: （二）培训外卖骑手" in capsys.readouterr().out


def test_json_holds_summary_and_rows(files, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *files, "--json"]) == 0
    pair = json.loads(capsys.readouterr().out)["answer"]["pairs"][0]
    assert (pair["reference"], pair["target"]) == ("旧", "新")
    assert {row["shape"] for row in pair["links"]} >= {"new", "dropped"}
    assert main(["compare", *files, "--json", "--sentences"]) == 0
    rows = json.loads(capsys.readouterr().out)["answer"]["pairs"][0]["sentences"]
    assert {row["status"] for row in rows} >= {"new", "dropped"}
    assert "same" not in {row["status"] for row in rows}


def test_it_writes_a_word_file_and_a_page(files, tmp_path: Path) -> None:
    word, page = tmp_path / "改动.docx", tmp_path / "对照.html"
    assert main(["compare", *files, "--docx", str(word), "--html", str(page)]) == 0
    with zipfile.ZipFile(word) as archive:
        text = archive.read("word/document.xml").decode("utf-8")
    assert "<w:del " in text
    assert "<w:ins " in text
    html = page.read_text(encoding="utf-8")
    assert "#see/link/1.1" in html
    assert 'href="figures/' not in html


def test_the_same_bytes_under_two_names_are_identical(
    files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = tmp_path / "又一份.txt"
    twin.write_text(OLD, encoding="utf-8")
    assert main(["compare", files[0], str(twin)]) == 0
    captured = capsys.readouterr()
    assert "旧与又一份逐条相同" in captured.out
    assert "hold the same bytes" in captured.err


def test_files_of_one_name_are_told_apart(
    files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "另" / "旧.txt"
    other.parent.mkdir()
    other.write_text(NEW, encoding="utf-8")
    assert main(["compare", files[0], str(other), "--json"]) == 0
    pair = json.loads(capsys.readouterr().out)["answer"]["pairs"][0]
    assert pair["target"] == "另/旧"
    assert pair["reference"] != pair["target"]


ENGLISH = "Work plan 方案\n\nRenew the old pipes of the county and train the riders.\n"
FLAT = "更新老旧管网，改造供水供气管道。\n\n培训外卖骑手，组织职业技能培训。\n"


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (ENGLISH, 1, "Han characters; both documents of a comparison are Chinese"),
        (FLAT, 0, "no headings were found; its paragraphs are compared"),
    ],
)
def test_bad_input_gets_a_sentence(
    files, tmp_path: Path, text: str, code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "另.txt"
    path.write_text(text, encoding="utf-8")
    assert main(["compare", files[0], str(path)]) == code
    error = capsys.readouterr().err
    assert sentence in error
    assert "另" in error


def test_wrong_paths_get_a_sentence(
    files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", files[0], files[0]]) == 1
    assert "the same file twice; name an older and a newer one" in capsys.readouterr().err
    assert main(["compare", *files, files[0]]) == 1
    assert "3 paths: compare takes an older and a newer file" in capsys.readouterr().err
    assert main(["compare", str(tmp_path / "旧.txt")]) == 1
    assert "no two documents of one genre to compare" in capsys.readouterr().err
    assert main(["compare", "--from", files[0]]) == 1
    assert "--from: name the documents" in capsys.readouterr().err


def test_a_folder_is_compared_by_neighbours_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["file,date,genre"]
    for year in range(2018, 2023):
        text = OLD.replace("2022", str(year)).replace("三百", f"{year - 2000}")
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
        rows.append(f"{year}.txt,{year}-03-01,方案")
    (tmp_path / "corpus.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert main(["compare", str(tmp_path), "--by", "year", "--json"]) == 0
    captured = capsys.readouterr()
    pairs = json.loads(captured.out)["answer"]["pairs"]
    assert [(pair["reference"], pair["target"]) for pair in pairs] == [
        ("2018", "2019"),
        ("2019", "2020"),
        ("2020", "2021"),
        ("2021", "2022"),
        ("2018", "2022"),
    ]
    assert "5 of 10 pairs" in captured.err
    assert main(["compare", str(tmp_path), "--docx", str(tmp_path / "x.docx")]) == 1
    assert "5 pairs, and a Word file holds one" in capsys.readouterr().err


def test_what_was_taken_over_from_a_source(files, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--from", files[0], files[1], "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)["answer"]
    of_path = {row["path"]: row["uptake"] for row in answer["sections"]}
    assert of_path["一/（一）"] == "adopted"
    assert of_path["一/（二）"] == "own"
