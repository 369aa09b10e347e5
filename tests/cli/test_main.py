"""The command line as a user meets it: answers on stdout, sentences instead of tracebacks, exit
codes.
"""

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import ROOT
from topics.cli.answers import format_table
from topics.cli.arguments import build_parser
from topics.cli.main import main
from topics.cli.typed import typed
from topics.model import load_model
from topics.report.findings.gather import manifest
from topics.report.findings.notes import notes
from topics.settings import Settings
from topics.study import Study

PLAN = """某县2020年新型城镇化重点任务

一、总体要求
坚持以人为本，推进新型城镇化。
二、重点任务
（一）实施城市更新。改造老旧小区，完善地下管网。
（二）增强安全韧性。健全防洪排涝设施，提升城市安全韧性。
（三）发展县城。补齐县城短板，促进城乡融合发展。
"""

SAMPLE = ROOT / "samples" / "jichuan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "文件"
    corpus.mkdir()
    (corpus / "甲.txt").write_text(PLAN, encoding="utf-8")
    (corpus / "乙.txt").write_text(
        PLAN.replace("2020", "2024").replace("县城", "产业园区").replace("老旧小区", "城中村"),
        encoding="gb18030",
    )
    (corpus / "corpus.csv").write_text(
        "file,date\n甲.txt,2020-03-01\n乙.txt,2024-03-01\n", encoding="utf-8"
    )
    return corpus


def run(*arguments: str, cwd: Path = ROOT, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "topics", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False, **options
    )


def test_no_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "name a command" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["report", "--topics", "0"], "'0' is not a whole number from 1 up"),
        (["shift", "--resamples", "many"], "'many' is not a whole number from 1 up"),
        (
            ["report", "--layers", "functions"],
            (
                "'functions' is no layer of stop words; there are: function, boilerplate, agencies;"
                " or write none"
            ),
        ),
        (["topics", "--seed", "-1"], "'-1' is not a whole number"),
        (["report", "--lang", "fr"], "invalid choice: 'fr'"),
    ],
)
def test_wrong_values_are_wrong_use(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["report", "keywords", "topics", "shift", "cloud", "outline", "audit", "terms"]
)
def test_a_missing_folder_is_named(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "没有"
    assert main([command, str(missing)]) == 1
    captured = capsys.readouterr()
    assert "没有" in captured.err
    assert captured.err.count("\n") == 1
    assert not captured.out
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_says_what_to_put_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "txt, md, html, docx" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_keywords_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keywords", str(folder), "--json", "-n", "3"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema_version"] == 1
    assert answer["command"] == "keywords"
    assert {row["group"] for row in answer["answer"]} == {"甲", "乙"}
    assert all(row["rank"] <= 3 for row in answer["answer"])


def test_shift_of_one_theme(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shift", str(folder), "--theme", "安全韧性", "--json", "--resamples", "99"]) == 0
    rows = json.loads(capsys.readouterr().out)["answer"]
    assert {row["theme"] for row in rows} == {"安全韧性"}
    assert main(["shift", str(folder), "--theme", "安全韧性", "--resamples", "99"]) == 0
    head = capsys.readouterr().out.split("\n")[0].split()
    assert set(head) < set(rows[0])  # what fits on a screen; JSON has all
    assert {"theme", "lens", "value_target", "verdict", "note"} <= set(head)


def test_an_unknown_theme_lists_those_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["shift", str(folder), "--theme", "没有的议题", "--resamples", "99"]) == 1
    error = capsys.readouterr().err
    assert "没有的议题" in error
    assert "安全韧性" in error


def test_a_note_is_said_once(folder: Path) -> None:
    said = notes(
        Study([folder], Settings(n_resamples=99)), [ValueError("no words"), ValueError("no words")]
    )
    assert sum("no words" in sentence for sentence in said) == 1
    assert len(said) == len(set(said))


def test_one_group_alone_cannot_be_compared(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["shift", str(folder / "甲.txt")]) == 1
    assert "nothing to compare: groups by year: " in capsys.readouterr().err


def test_an_unknown_group_column_lists_those_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keywords", str(folder), "--by", "省份"]) == 1
    assert "no column '省份' to group by; there are: " in capsys.readouterr().err


def test_too_few_sections_for_topics(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", str(folder), "--topics", "40"]) == 1
    error = capsys.readouterr().err
    assert "40 topics need at least 120 sections" in error


@pytest.fixture
def background(tmp_path: Path) -> Path:
    further = tmp_path / "背景"
    further.mkdir()
    (further / "水.txt").write_text(
        "某市防洪办法\n\n第一条 加强城市防洪排涝，提升安全韧性。\n第二条 疏浚河道，加固堤防。\n",
        encoding="utf-8",
    )
    (further / "业.txt").write_text(
        "某省产业规划\n\n一、培育产业园区，发展县城特色产业。\n二、支持企业创新。\n",
        encoding="utf-8",
    )
    return further


def test_the_background_is_the_prior_of_keyness_and_moves_nothing_else(
    folder: Path, background: Path
) -> None:
    alone, against = (
        Study([folder], Settings(n_resamples=99, background=path))
        for path in (None, str(background))
    )
    moved = ["log_odds", "z"]
    assert not alone.keyness[moved].equals(against.keyness[moved])
    assert alone.keyness.drop(columns=moved).equals(against.keyness.drop(columns=moved))
    told = manifest(against)["background"]
    assert told["n_documents"] == 2
    assert "keyness: prior of log_odds and z" in told["used_for"]
    assert manifest(alone)["background"] is None


@pytest.mark.slow
def test_shares_of_topics_are_those_of_the_corpus_alone(background: Path) -> None:
    study = Study([SAMPLE], Settings(n_topics=2, background=str(background)))
    shares = study.topic_shares
    assert set(shares.loc[shares["level"] == "document", "group"]) == {
        document.doc_id for document in study.analysed
    }
    assert set(shares.loc[shares["level"] == "year", "group"]) == set(study.labels) - {""}
    assert len(study.model.rows) > len(study.dfm.rows)
    said = " ".join(notes(study, []))
    assert "2 份背景文件" in said
    assert "主题占比、典型条目与引文只出自语料" in said
    assert (
        "主题占比" not in " ".join(notes(study, [ValueError("no model")])).partition("背景文件")[2]
    )


@pytest.fixture
def with_topics() -> list[str]:
    return ["topics", str(SAMPLE), "--topics", "3", "--json"]


@pytest.mark.parametrize(("question", "rows"), [("--typical", 9), ("--similar", 3)])
def test_deeper_questions_about_topics(
    with_topics: list[str], question: str, rows: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*with_topics, question]) == 0
    answer = json.loads(capsys.readouterr().out)["answer"]
    assert len(answer) == rows
    assert {row["topic"] for row in answer} <= {1, 2, 3}


def test_words_shift_within_topics(
    with_topics: list[str], background: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    years = sorted({str(document.year) for document in Study([SAMPLE]).analysed})
    assert (
        main([*with_topics, "--compare", years[0], years[-1], "--background", str(background)]) == 0
    )
    answer = json.loads(capsys.readouterr().out)["answer"]
    assert {(row["reference"], row["target"]) for row in answer} == {(years[0], years[-1])}
    assert {row["topic"] for row in answer} == {1, 2, 3}
    assert main([*with_topics, "--compare", "1949", years[-1]]) == 1
    assert f"no section is labelled '1949'; there are: {years[0]}" in capsys.readouterr().err


def test_a_sheet_of_intruders_has_its_key_beside_it(
    with_topics: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*with_topics, "--intrusion", str(tmp_path / "词.csv")]) == 0
    answer = json.loads(capsys.readouterr().out)["answer"]
    lines = {
        name: Path(path).read_text(encoding="utf-8-sig").splitlines()
        for name, path in answer.items()
    }
    sheet, key = (list(csv.DictReader(lines[name])) for name in ("sheet", "key"))
    assert [row["item"] for row in sheet] == [row["item"] for row in key]
    for item, told in zip(sheet, key, strict=True):
        assert told["intruder"] in item.values()
        assert item["answer"] == ""


def test_topics_of_the_same_few_words_leave_nothing_to_intrude(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapters = "\n".join(
        f"{number}、城市更新\n推进城市更新，提升安全韧性。" for number in "一二三四五六七八九十"
    )
    (tmp_path / "甲.txt").write_text(f"某县2020年重点任务\n\n{chapters}\n", encoding="utf-8")
    sheet = tmp_path / "词.csv"
    assert (
        main(["topics", str(tmp_path / "甲.txt"), "--topics", "2", "--intrusion", str(sheet)]) == 1
    )
    assert "no word could intrude" in capsys.readouterr().err
    assert not sheet.exists()


def test_a_saved_model_can_be_read_back(
    with_topics: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*with_topics, "--save", str(tmp_path / "模型")]) == 0
    answer = json.loads(capsys.readouterr().out)["answer"]
    model = load_model(answer["folder"])
    assert model.signature == answer["signature"]
    assert model.n_topics == 3


def test_an_unreadable_background_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["topics", str(folder), "--background", str(tmp_path / "没有背景")]) == 1
    assert "没有背景" in capsys.readouterr().err


def test_an_unreadable_file_is_skipped_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    assert main(["keywords", str(folder)]) == 0
    captured = capsys.readouterr()
    assert "坏.pdf" in captured.err
    assert "甲" in captured.out


def test_strict_makes_it_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    assert main(["keywords", str(folder), "--strict"]) == 1
    assert "坏.pdf" in capsys.readouterr().err


def test_tokenize_text_lines_and_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokenize", "--text", "提升城市安全韧性"]) == 0
    assert "安全韧性" in capsys.readouterr().out.split()
    assert main(["tokenize", str(folder / "甲.txt")]) == 0
    assert "老旧小区" in capsys.readouterr().out.split()
    done = run("tokenize", input="实施城市更新\n\n改造老旧小区\n")
    assert (
        done.stdout.splitlines()[2].split() == ["改造", "老旧小区"]
        or "老旧小区" in done.stdout.splitlines()[2]
    )


def test_own_dictionary_and_own_stop_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "terms.txt").write_text("霁水画廊\n", encoding="utf-8")
    (tmp_path / "stop.txt").write_text("建设\n", encoding="utf-8")
    files = ["--dictionary", str(tmp_path / "terms.txt"), "--stopwords", str(tmp_path / "stop.txt")]
    assert main(["tokenize", "--text", "建设霁水画廊", *files]) == 0
    assert capsys.readouterr().out.split() == ["霁水画廊"]


def test_layers_of_stop_words_switch(capsys: pytest.CaptureFixture[str]) -> None:
    def tokens(*options: str) -> list[str]:
        assert main(["tokenize", "--text", "推进以及教育部", *options]) == 0
        return capsys.readouterr().out.split()

    assert tokens() == []
    assert tokens("--layers", "function") == ["推进", "教育部"]
    assert tokens("--layers", "agencies,function") == ["推进"]
    assert tokens("--layers", "none") == ["推进", "以及", "教育部"]


def test_a_faulty_dictionary_names_line_value_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "terms.txt"
    path.write_text("城市更新 1000 n\n韧性 很多\n", encoding="utf-8")
    assert main(["tokenize", "--text", "城市更新", "--dictionary", str(path)]) == 1
    error = capsys.readouterr().err
    assert "terms.txt:2" in error
    assert "很多" in error


def test_init_writes_lists_that_can_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "my-field"
    assert main(["init", str(target)]) == 0
    assert "themes.toml" in capsys.readouterr().out
    assert {"policy.txt", "themes.toml", "function.txt", "corpus.csv"} <= {
        path.name for path in target.iterdir()
    }
    assert (
        main(
            ["tokenize", "--text", "城市更新", "--dictionary", str(target / "policy.txt"), "--only"]
        )
        == 0
    )


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("--power", "power_2"),
        ("--parts", "contribution"),
        ("--shared", "counterparts"),
        ("--without-strongest", "remaining"),
    ],
)
def test_deeper_questions_about_shifts(
    folder: Path, question: str, column: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["shift", str(folder), question, "--theme", "安全韧性", "--json", "--resamples", "99"])
        == 0
    )
    rows = json.loads(capsys.readouterr().out)["answer"]
    assert rows
    assert all(row["theme"] == "安全韧性" and column in row for row in rows)


def test_a_shift_without_its_strongest_term_counts_as_the_shift_does(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [
        str(folder),
        "--theme",
        "安全韧性",
        "--json",
        "--resamples",
        "99",
        "--min-mentions",
        "2",
    ]
    differences = []
    for question in ([], ["--without-strongest"]):
        assert main(["shift", *options, *question]) == 0
        rows = json.loads(capsys.readouterr().out)["answer"]
        differences.append({row["lens"]: row["difference"] for row in rows})
    assert differences[0]["section_share"] == differences[1]["section_share"]
    assert differences[0] == differences[1]


@pytest.mark.parametrize("question", ["--shared", "--without-strongest"])
def test_deeper_questions_about_one_group_are_refused(
    folder: Path, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["shift", str(folder / "甲.txt"), question]) == 1
    assert "nothing to compare: groups by year: 2020" in capsys.readouterr().err


def test_two_groups_are_too_few_for_a_trend(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["shift", str(folder), "--trend", "--resamples", "99"]) == 1
    assert (
        "a trend needs three groups of five documents each: groups by year: 2020、2024"
        in capsys.readouterr().err
    )


def test_themes_are_shown_proposed_and_judged(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["themes", str(folder), "--json"]) == 0
    assert {"theme", "term", "mentions"} <= set(json.loads(capsys.readouterr().out)["answer"][0])
    sheet = tmp_path / "sheet.csv"
    assert main(["themes", str(folder), "--sheet", str(sheet)]) == 0
    capsys.readouterr()
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].endswith(",judged")
    filled = [lines[0], *(line.removesuffix(",") + ",是" for line in lines[1:])]
    sheet.write_text("\n".join(filled), encoding="gb18030")
    assert main(["themes", "--judged", str(sheet), "--json"]) == 0
    assert {row["precision"] for row in json.loads(capsys.readouterr().out)["answer"]} == {1.0}


def test_suggested_themes_can_be_used(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    sample = str(ROOT / "samples" / "jichuan")
    assert main(["themes", sample, "--suggest"]) == 0
    proposed = tmp_path / "themes.toml"
    proposed.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["themes", sample, "--themes", str(proposed), "--only", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answer"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["report", "甲", "--output", "乙"],
            (
                "topics report: unrecognized arguments: --output 乙; did you mean --out? python -m"
                " topics report --help lists"
            ),
        ),
        (
            ["keywords", "甲", "--zz", "en"],
            (
                "topics keywords: unrecognized arguments: --zz en; python -m topics keywords"
                " --help lists"
            ),
        ),
    ],
)
def test_an_unknown_option_names_its_command_and_what_may_be_meant(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert err.count("\n") == 1  # a sentence, no block of options


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["report", "--seed", "x"],
            (
                "topics report: argument --seed: 'x' is not a whole number from 0 to 4294967295;"
                " python -m topics report --help lists what there is\n"
            ),
        ),
        (
            [],
            (
                "topics: name a command, for example: python -m topics report FOLDER; python -m"
                " topics --help lists what there is\n"
            ),
        ),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert capsys.readouterr().err == sentence


def test_outline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outline", str(folder / "甲.txt")]) == 0
    out = capsys.readouterr().out
    assert "实施城市更新" in out
    assert "增强安全韧性" in out
    assert "甲" not in out


def test_outlines_of_several_documents_stand_under_their_names(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outline", str(folder / "甲.txt"), str(folder / "乙.txt")]) == 0
    heads = [part.splitlines()[0].split()[0] for part in capsys.readouterr().out.split("\n\n")]
    assert sorted(heads) == ["乙", "甲"]


def test_modules_in_the_working_folder_are_not_run(folder: Path) -> None:
    for name in ("numpy", "pandas", "docx", "json", "argparse"):
        (folder / f"{name}.py").write_text(
            "raise SystemExit('run from the working folder')\n", encoding="utf-8"
        )
    done = run("keywords", "甲.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "run from the working folder" not in done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
def test_ctrl_c_ends_it_with_130_and_no_output(folder: Path) -> None:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "topics",
            "report",
            str(folder),
            "--out",
            str(folder.parent / "out"),
            "--resamples",
            "9999999",
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=20)
    assert process.returncode == 130, error
    assert b"Traceback" not in error
    assert not (folder.parent / "out").exists()


def test_tables_align_wide_characters() -> None:
    import pandas as pd

    lines = format_table(pd.DataFrame({"feature": ["城市更新", "ab"], "n": [1, 22]})).splitlines()
    assert lines == ["feature   n", "城市更新  1", "ab        22"]


def test_a_missing_value_is_an_empty_cell() -> None:
    import pandas as pd

    assert format_table(
        pd.DataFrame({"a": ["x", None], "q": [float("nan"), 0.5]})
    ).splitlines() == ["a  q", "x", "   0.5"]


def test_commands_that_group_name_what_has_no_group(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, head in (
        ("甲", "某县2020年重点任务"),
        ("乙", "某县2022年重点任务"),
        ("丙", "某县重点任务"),
    ):
        (tmp_path / f"{name}.txt").write_text(
            f"{head}\n一、{name}\n{name}县推进城市更新，完善{name}县管网。\n", "utf-8"
        )
    said = "1 left out, of unknown year: 丙; declare 'year' in corpus.csv"
    assert main(["keywords", str(tmp_path), "--level", "group"]) == 0
    assert said in capsys.readouterr().err
    assert main(["keywords", str(tmp_path)]) == 0
    assert said not in capsys.readouterr().err
    assert main(["shift", str(tmp_path)]) == 0
    assert said in capsys.readouterr().err


def test_a_notebooks_backend_and_the_home_folder_are_not_ours(tmp_path: Path) -> None:
    """One run draws with our fonts, starts nothing but our interpreter and leaves no trace."""
    home, tools, traces = (tmp_path / name for name in ("home", "tools", "traces"))
    for folder in (home, tools, traces):
        folder.mkdir()
    lister = tools / "fc-list"
    lister.write_text(f"#!/bin/sh\ntouch {traces}/started\n", encoding="utf-8")
    lister.chmod(0o755)
    code = (
        "import os, sys; from topics.cli.main import main; code = main(['--version']);"
        "from topics.plots.style import drawing, font_path;"
        "from topics.plots.text_metrics import font_files;"
        "from matplotlib.font_manager import FontProperties;"
        "manager = drawing(); manager.__enter__();"
        "assert str(font_path()) in font_files(FontProperties())[0]; sys.exit(code)"
    )
    environment = {
        "HOME": str(home),
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "MPLBACKEND": "module://a_notebook.backend",
        "TMPDIR": str(traces),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert [*home.iterdir(), *traces.iterdir()] == []


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_the_locale_decides_nothing(folder: Path, codec: str) -> None:
    """Arguments and names of files are read as what they are, in the poorest locale, too."""
    poor = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "topics", "tokenize", "--text", "实施城市更新".encode(codec)],
        cwd=ROOT,
        env=poor,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout.decode().split()) == (0, ["城市更新"]), done.stderr
    if codec == "utf-8":
        command = [sys.executable, "-m", "topics", "outline", "--json", os.fsencode(folder)]
        done = subprocess.run(command, cwd=ROOT, env=poor, capture_output=True, check=False)
        assert list(json.loads(done.stdout)["answer"]) == ["甲", "乙"]


def test_bytes_that_are_no_text_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["tokenize", "--text", "城市\udcff"])
    assert stopped.value.code == 2
    assert "'城市\\udcff' is neither UTF-8 nor GB18030" in capsys.readouterr().err


def test_a_file_whose_name_is_no_utf_8_is_still_that_file(tmp_path: Path) -> None:
    name = str(tmp_path / "\udcbc\udcd7.txt")
    Path(name).write_text(PLAN, encoding="utf-8")
    assert typed([name, f"--metadata={name}"]) == [name, f"--metadata={name}"]
    assert typed(["\udcbc\udcd7.txt"]) == ["甲.txt"]


def test_words_that_mark_a_group_against_another(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["keywords", str(folder), "--compare", "2020", "2024", "-n", "2", "--json"]
    assert main(words) == 0
    rows = json.loads(capsys.readouterr().out)["answer"]
    assert [(row["reference"], row["target"]) for row in rows] == [("2020", "2024")] * 4
    more = [row["n_target"] > row["n_reference"] for row in rows]
    assert more == [True, True, False, False]  # of the target first, then of the reference
    assert {row["feature"] for row in rows[2:]} <= {"县城", "老旧小区"}


def test_the_same_option_has_the_same_name_everywhere() -> None:
    parser = build_parser()
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    options = {
        name: {option: action for action in sub._actions for option in action.option_strings}
        for name, sub in commands.choices.items()
    }
    asked = [options[name] for name in ("keywords", "topics", "shift")]
    for option in ("--by", "--compare", "--seed", "--lang", "--json", "--workers", "--pool"):
        kinds = {
            (one[option].dest, str(one[option].nargs), str(one[option].metavar)) for one in asked
        }
        assert len(kinds) == 1, option
    for name in ("keywords", "terms", "cloud", "count"):
        assert options[name]["-n"] is options[name]["--number"]


def test_year_is_taken_for_group(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for level in ("group", "year"):
        assert main(["keywords", str(folder), "--level", level, "--json"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert {row["group"] for row in json.loads(said[0])["answer"]} == {"2020", "2024"}
