"""The command and the stages: what is asked is answered, and bad input gets a sentence."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.phrases.planted import CHAINS, plan
from topics.cli.main import main
from topics.report.chapters.phrases import phrases
from topics.report.chapters.source import Source
from topics.report.findings.analysis import Analysis
from topics.report.findings.contract import faults
from topics.report.findings.shown import phrases_shown
from topics.settings import Settings
from topics.study import Study

HEAD = "水乡战略"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("霖州")
    rows = ["file,date,genre"]
    for number in range(4):
        document = plan(number)
        name = f"{document.doc_id}.txt"
        (made / name).write_text(document.text, encoding="utf-8")
        rows.append(f"{name},{document.date},{document.genre}")
    (made / "corpus.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def study(folder: Path) -> Study:
    return Study([folder])


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["phrases", *arguments, "--json", "-q"]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)["answer"]
    return answer


def test_new_and_gone_take_a_year(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    new = asked(capsys, str(folder), "--new", "2035")["rows"]
    assert "一巷一策微修缮" in {row["phrase"] for row in new}  # type: ignore[attr-defined]
    gone = asked(capsys, str(folder), "--gone", "2037")["rows"]
    names = {row["phrase"] for row in gone}  # type: ignore[attr-defined]
    assert "街坊共议会制度" in names
    assert "邻里互助时间银行" not in names


def test_chains_of_a_head_on_the_screen(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["phrases", str(folder), "--head", HEAD, "--chains", "--lang", "en", "-q"]) == 0
    out = capsys.readouterr().out
    assert all(text in out for text in CHAINS[0])
    assert "modifier of a head" in out
    assert "substitution" not in out


def test_a_phrase_of_ones_own_has_its_life(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (row,) = asked(capsys, str(folder), "--phrase", "果农合作社")["rows"]  # type: ignore[misc]
    assert (row["kind"], row["n"], row["first_year"], row["status"]) == ("asked", 4, 2031, "kept")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--new", "2032"], "--new 2032: no such group; there are: 2031"),
        (["--head", "，"], "--head '，': give a word or phrase without marks inside"),
        (["--min", "40"], "--min 40: a phrase has 32 at most"),
    ],
)
def test_bad_input_gets_a_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, arguments: list[str], said: str
) -> None:
    assert main(["phrases", str(folder), *arguments, "-q"]) == 1
    assert said in capsys.readouterr().err


def test_one_document_says_in_a_line_what_cannot_be_shown(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["phrases", str(folder / "霖州2031.txt"), "--lang", "en"]) == 0
    assert "One document: nothing can be new, kept or gone" in capsys.readouterr().err


def tables_of(study: Study) -> dict[str, pd.DataFrame]:
    return {
        "formulations": study.formulations,
        "formulation_counts": study.formulation_counts,
        "substitutions": study.substitutions,
        "chains": study.chains,
    }


def test_the_tables_keep_their_contract(study: Study) -> None:
    tables = tables_of(study)
    told = [fault for fault in faults(tables) if fault.split(":")[0].split(".")[0] in tables]
    assert not told
    assert all(len(table) for table in tables.values())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_formulation_of_the_chapter_opens_its_sentences(study: Study, lang: str) -> None:
    tables = tables_of(study)
    places = phrases_shown(study.ledger.places, tables)
    part = phrases(
        Source(
            Analysis(
                name="霖州",
                settings=Settings(lang=lang),
                documents=study.documents,
                groups=study.groups,
                tables=tables,
                matches=places.head(0),
                token_places=places.head(0),
                phrase_places=places,
                manifest={},
            )
        )
    )
    grids = {one.anchor: one.blocks[0] for one in part.parts}
    rows = grids["phrases-ledger"].rows  # type: ignore[union-attr]
    assert len(rows) > 15
    texts = {document.doc_id: document.text for document in study.documents}
    for row in rows:
        sight = row.cells[0].bits[0].sight
        assert sight is not None
        held = places[places["phrase"] == sight.name]
        assert len(held) == int(row.cells[-1].text)
        assert {texts[p.doc_id][p.start : p.end] for p in held.itertuples()} == {sight.name}
    assert len(grids["phrases-chains"].rows) == len(study.chains)  # type: ignore[union-attr]


@pytest.mark.parametrize("reason", ["one_document", "no_years", "no_text"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_chapter_says_in_one_line_why_it_cannot_tell_lives(
    study: Study, lang: str, reason: str
) -> None:
    empty = {name: table.head(0) for name, table in tables_of(study).items()}
    part = phrases(
        Source(
            Analysis(
                name="霖州",
                settings=Settings(lang=lang),
                documents=(),
                groups={},
                tables=empty,
                matches=study.ledger.places.head(0),
                token_places=study.ledger.places.head(0),
                no_lives=reason,
                manifest={},
            )
        )
    )
    (line,) = part.blocks
    assert len(line.text) > 10  # type: ignore[union-attr]
    assert "\n" not in line.text  # type: ignore[union-attr]
    assert not part.parts
