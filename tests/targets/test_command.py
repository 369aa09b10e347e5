"""The command `targets` and the stages of a study behind it, on three small plans."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from topics.cli.main import main
from topics.report.findings.contract import faults
from topics.settings import Settings
from topics.study import Study

PLAN = """{year}年云川市城市更新工作要点

一、主要任务
（一）改造管网。更换老旧管网{pipes}公里，供水漏损率控制在{loss}%以内。
（二）完善住房。筹建保障性住房{homes}套，安排补助资金{money}亿元。
"""
YEARS = {2021: (80, 12, 900, 2), 2022: (95, 11, 900, "1.5"), 2023: (90, "9.5", 1200, 3)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("plans")
    for year, (pipes, loss, homes, money) in YEARS.items():
        text = PLAN.format(year=year, pipes=pipes, loss=loss, homes=homes, money=money)
        (made / f"{year}.txt").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return Study([folder], Settings(workers=1))


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["targets", *arguments, "--json", "-q"]) == 0
    return json.loads(capsys.readouterr().out)["answer"]


def test_a_study_has_both_tables_as_the_contract_says(study: Study) -> None:
    assert len(study.targets) == 12
    assert set(study.targets["kind"]) == {"target", "budget"}
    assert list(study.targets["group"]) == [str(year) for year in YEARS for _ in range(4)]
    tables = {"targets": study.targets, "target_series": study.target_series}
    assert [fault for fault in faults(tables) if fault.startswith("target")] == []


def test_values_are_exact_decimals(study: Study) -> None:
    values = study.targets["value"]
    assert all(isinstance(value, Decimal) for value in values)
    assert Decimal("9.5") in set(values)
    assert Decimal(150_000_000) in set(values)


def test_places_are_those_of_the_words(study: Study) -> None:
    texts = {document.doc_id: document.text for document in study.documents}
    places = study.target_places
    words = [texts[row.doc_id][row.start : row.end] for row in places.itertuples()]
    assert words == list(study.targets["value_text"])


def test_series_follow_each_indicator(study: Study) -> None:
    found = study.target_series
    course = {name: list(rows["change"]) for name, rows in found.groupby("indicator", sort=False)}
    assert course == {
        "更换老旧管网": ["new", "raised", "lowered"],
        "供水漏损率": ["new", "lowered", "lowered"],
        "保障性住房": ["new", "kept", "raised"],
        "补助资金": ["new", "lowered", "raised"],
    }


def test_the_command_lists_targets_alone_unless_asked(folder: Path, capsys) -> None:
    assert {row["kind"] for row in answer(capsys, str(folder))} == {"target"}
    both = answer(capsys, str(folder), "--kind", "target,budget")
    assert {row["kind"] for row in both} == {"target", "budget"}
    assert {row["unit"] for row in answer(capsys, str(folder), "--unit", "%")} == {"%"}


def test_the_command_follows_series(folder: Path, capsys) -> None:
    rows = answer(capsys, str(folder), "--series", "--unit", "套")
    assert [(row["doc_id"], row["value"], row["change"]) for row in rows] == [
        ("2021", 900, "new"),
        ("2022", 900, "kept"),
        ("2023", 1200, "raised"),
    ]
    assert main(["targets", str(folder), "--series", "-q", "--lang", "en"]) == 0
    assert "raised" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--unit", "光年"], "--unit 光年: no number has it; there are: %、元、公里、套"),
        (["--series", "--unit", "亩"], "--unit 亩: no number has it"),
    ],
)
def test_bad_input_is_said_in_a_sentence(folder: Path, capsys, arguments, sentence) -> None:
    assert main(["targets", str(folder), "-q", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_an_unknown_kind_is_refused(folder: Path, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["targets", str(folder), "--kind", "goal"])
    assert "'goal' is no kind of quantity; there are: target, limit" in capsys.readouterr().err


def test_what_cannot_be_shown_is_said_with_its_reason(folder: Path, tmp_path, capsys) -> None:
    assert main(["targets", str(folder / "2021.txt"), "--series", "-q"]) == 1
    assert "a series needs two documents with a date or a year; 1 of 1" in capsys.readouterr().err
    (tmp_path / "空.txt").write_text("一、总则\n保护好老街。\n二、附则\n落实好政策。\n", "utf-8")
    assert main(["targets", str(tmp_path), "-q"]) == 1
    assert "no quantities in 1 documents" in capsys.readouterr().err
