"""`search` on the command line: counts, sentences with their places, one sentence when wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.search.corpus import PLANS
from topics.cli.main import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("文件")
    for name, text in PLANS.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    (corpus / "corpus.csv").write_text(
        "file,date\n甲.txt,2020-03-01\n乙.txt,2022-03-01\n丙.txt,2024-03-01\n", encoding="utf-8"
    )
    return corpus


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["search", *arguments, "-q"]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def test_counts_stand_before_the_sentences(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(capsys, str(folder), "韧性 资金").splitlines()
    assert shown[0].startswith("“韧性”：7处，见于3份文件的5个条目；每万汉字")
    assert shown[1].startswith("“资金”：4处，见于3份文件的4个条目；")
    assert shown[3].split() == ["文件", "标题", "年份", "韧性", "资金"]
    assert [line.split()[-2:] for line in shown[4:8]] == [
        ["0", "1"],
        ["2", "0"],
        ["4", "2"],
        ["1", "1"],
    ]
    first = next(line for line in shown if line.startswith("1. "))
    assert first.split()[1:4] == ["丙", "2024", "一"]
    assert first.endswith("第3行")
    assert shown[shown.index(first) + 1].strip() == "把城市韧性摆在首位，资金优先投向韧性工程。"


def test_the_query_may_stand_before_the_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "韧性", str(folder)) == said(capsys, str(folder), "韧性")


def test_json_has_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, str(folder), "韧性", "--sentences", "--json"))["answer"]
    assert found["query"] == "韧性"
    assert sum(row["n"] for row in found["counts"]) == 7
    assert [(row["year"], row["n"]) for row in found["years"]] == [(2020, 0), (2022, 2), (2024, 4)]
    assert {row["doc_id"] for row in found["rows"]} == {"乙", "丙", "丁"}
    assert all("韧性" in row["sentence"] for row in found["rows"])


def test_a_question_of_time_says_what_first_means(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(capsys, str(folder), "韧性", "何时提出", "-n", "1")
    assert "“首见”只限于这些文件" in shown
    assert "1. 乙  2022  一 总体要求  第3行" in shown


def test_sections_like_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, str(folder), "--like", "2020:二/（二）", "-n", "1", "--lang", "en")
    assert shown.startswith("Sections in wording like 2020:二/（二）:")
    assert "1. 乙  2022  二/（二） 改善乡村学校  line 6" in shown


def test_rows_without_the_words_are_marked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = said(capsys, str(folder), "改善乡村学校的寄宿条件")
    assert shown.startswith("“改善乡村学校的寄宿条件”：没有一处（查了4份文件）")
    assert "〔不含所查的词，用词相近〕" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{folder}"], "nothing says what to look for in {folder}; write topics search FOLDER"),
        (["{folder}", ""], "query '' is empty; name a word"),
        (["{folder}", "year:2024"], "name a word"),
        (["{folder}", '"韧性'], "a quotation mark stands alone"),
        (["{folder}", "--like", "2024:九"], "has no section 九"),
        (["{folder}", "韧性", "--like", "2024:一"], "a section stands in the place of the words"),
        (["{folder}/缺", "韧性"], "no such file or folder: {folder}/缺"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    given = [one.format(folder=folder) for one in arguments]
    error = said(capsys, *given, code=1)
    assert message.format(folder=folder) in error
    assert len(error.strip().splitlines()) == 1


def test_a_folder_without_words_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "点.txt").write_text("……\n", encoding="utf-8")
    error = said(capsys, str(tmp_path), "韧性", code=1)
    assert len(error.strip().splitlines()) <= 2
