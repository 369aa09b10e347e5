"""The terminal in two languages: everything that it can say in one, it can say in the other."""

import argparse
import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT
from topics.cli.arguments import COMMANDS, build_parser
from topics.cli.catalogue import _fields, language, said, wrapped
from topics.cli.main import main
from topics.report.inert import text_width

HAN = re.compile(r"[一-鿿]")
CATALOGUE = ROOT / "topics" / "cli" / "zh.toml"
ROOMS = ("cli", "corpus", "report", "scale", "study", "themes", "settings.py")  # whom a user meets
STAGES = {"_tell", "tell", "stage", "_by_pair", "_each"}
# Said by argparse and by the operating system, or put together from parts.
NOT_OURS = re.compile(r"\[Errno|^\{\}:\{\}: |^usage: $")
# For who calls the functions, not for who types commands.
PROGRAMMERS = {
    *("report/findings/contract.py", "scale/core.py", "scale/spec.py", "scale/tables.py"),
    *("scale/spark/counting.py", "corpus/parsing/headings/tree.py"),
}


def skeleton(node: ast.AST) -> str | None:
    """A sentence as the catalogue has it: values as `{}`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(skeleton(part) or "{}" for part in node.values)
    return None


def sentences(path: Path) -> Iterator[str]:
    """What a module tells, remarks or refuses."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            said_by = node.exc.args[:1]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            adds = node.func.attr == "append" and "faults" in ast.unparse(node.func.value)
            remarks = ast.unparse(node.func) == "progress.say"
            said_by = node.args[:1] if adds or remarks or node.func.attr in STAGES else []
        else:
            continue
        for one in said_by:
            text = skeleton(one)
            if text and re.search("[a-z]{3}", text) and not HAN.search(text):
                yield text


def known() -> dict[str, str]:
    found = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {english: chinese for part in found.values() for english, chinese in part.items()}


def test_what_users_are_told_can_be_said_in_chinese() -> None:
    table, missing, found = known(), [], 0
    for room in ROOMS:
        top = ROOT / "topics" / room
        for path in sorted(top.rglob("*.py")) if top.is_dir() else [top]:
            if path.relative_to(ROOT / "topics").as_posix() in PROGRAMMERS:
                continue
            for text in sentences(path):
                found += 1
                if text not in table and f"{{}}:{{}}: {text}" not in table:
                    missing.append(f"{path.relative_to(ROOT)}: {text}")
    assert not missing
    assert found > 100


def test_the_catalogue_has_nothing_that_nobody_says() -> None:
    said_somewhere = {
        text
        for path in sorted((ROOT / "topics").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (text := skeleton(node)) is not None
    }
    parts = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    ours = [key for part in ("progress", "remarks", "errors") for key in parts[part]]
    assert len(ours) > 150
    joined = {text + ": {}" for text in said_somewhere}  # a list follows
    unsaid = [key for key in ours if key not in said_somewhere | joined]
    assert not [key for key in unsaid if not NOT_OURS.search(key)]


def test_both_languages_have_the_same_values() -> None:
    table = known()
    assert len(table) > 250
    for english, chinese in table.items():
        named = set(re.findall(r"\{(\d)\}", chinese))
        assert named == {str(n) for n in range(english.count("{}"))} or (
            chinese.count("{}") == english.count("{}")
        ), english


def texts_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from filter(None, (parser.description, parser.epilog))
    for group in parser._action_groups:
        yield group.title or ""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (choice.help or "" for choice in action._choices_actions)
        elif action.help:
            yield action.help


def _parser_of(parser: argparse.ArgumentParser, command: str) -> argparse.ArgumentParser:
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return commands.choices[command] if command else parser


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_speaks_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_parser("zh")
    asked = _parser_of(parser, command)
    english = set(texts_of(_parser_of(build_parser(), command)))
    said_twice = [text for text in texts_of(asked) if text in english or not HAN.search(text)]
    assert not said_twice
    with pytest.raises(SystemExit):
        main([*([command] if command else []), "--help", "--lang", "zh"])
    shown = capsys.readouterr().out
    assert shown.startswith("用法：topics")
    # lines of wide characters stay inside the terminal (argparse leaves two columns free)
    wide = [line for line in shown.splitlines() if HAN.search(line) and "python -m" not in line]
    assert wide
    assert max(map(text_width, wide)) <= 80 + 2


def test_help_speaks_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", "en", "shift", "--help"])
    shown = capsys.readouterr().out
    assert shown.startswith("usage: topics shift")
    assert not HAN.search(shown.replace("安全韧性", ""))


@pytest.mark.parametrize(
    ("locale", "given", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, [], "en"),
        ({"LANG": "de_DE.UTF-8"}, ["keywords", "x"], "en"),
        ({"LANG": "de_DE.UTF-8"}, ["keywords", "--lang", "zh"], "zh"),
        ({"LC_ALL": "zh_TW.UTF-8"}, ["--lang=en"], "en"),
        ({"LC_ALL": "zh_TW.UTF-8"}, ["--lang", "fr"], "zh"),
        ({"LC_ALL": "zh_TW.UTF-8"}, ["--lang"], "zh"),
    ],
)
def test_the_language_is_that_of_lang_else_of_the_locale(
    locale: dict[str, str], given: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert language(given) == spoken


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["reprot"], "没有命令“reprot”；是否想用 report？可用的有：report, answer"),
        (["report", "--seed", "多"], "参数 --seed：“多”不是 0 至 4294967295 的整数；"),
        (["report", "--topic", "3"], "不认识的参数：--topic；是否想用 --topics？"),
        (["topics", "--engine", "tomotpy"], "“tomotpy”不可选；是否想用 tomotopy？"),
        (["shift", "--compare", "2020"], "参数 --compare：需要 2 个值"),
        (["init"], "缺少必需的参数：FOLDER"),
        (["shift", "--power", "--trend"], "不能与参数 --power 同用"),
    ],
)
def test_wrong_use_is_told_in_chinese(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--lang", "zh"])
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_an_error_is_told_in_the_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "没有")
    assert main(["keywords", missing, "--lang", "zh"]) == 1
    assert capsys.readouterr().err == (
        f"topics keywords: 没有这个文件或文件夹：{missing}；请检查路径\n"
    )


def test_faults_of_a_file_are_told_line_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "词.txt").write_text("城市 更新 多\n韧性\n韧性\n", encoding="utf-8")
    words = ["tokenize", "--text", "城市", "--dictionary", str(tmp_path / "词.txt")]
    assert main([*words, "--lang", "zh"]) == 1
    told = capsys.readouterr().err
    assert "不是频次；请写 1 至" in told
    assert "已在第 2 行；请删去一处" in told
    assert main([*words, "--lang", "en"]) == 1
    assert "is no frequency" in capsys.readouterr().err


def test_values_are_found_between_the_pieces() -> None:
    assert _fields("a: b; c", ["", ": ", "; c"]) == ["a", "b"]
    assert _fields("a", ["", ": ", ""]) is None
    assert _fields("xx", ["x", "x"]) == [""]
    assert _fields("x", ["x", "x"]) is None
    assert said("fitting 7 topics", "en") == "fitting 7 topics"


def test_long_text_is_looked_up_in_linear_time() -> None:
    long = ": " * 9_000
    assert said(long, "zh") == long


def test_no_option_can_be_shortened(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["keywords", "--nest", "every"], ["shift", "--n", "3"], ["--vers"]):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
        capsys.readouterr()


def test_lines_break_between_words_and_begin_with_no_mark() -> None:
    assert wrapped("用 --topics 指定。", 10) == ["用", "--topics", "指定。"]
    assert all(text_width(line) <= 12 for line in wrapped("语" * 40, 12))


def test_what_a_reader_says_in_an_error_is_in_the_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    assert main(["keywords", str(tmp_path), "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert "1 of 1 files could not be read" in told
    assert not HAN.search(told.replace("空.txt", ""))
    assert main(["keywords", str(tmp_path), "--lang", "zh"]) == 1
    assert "1个文件中有1个无法读取" in capsys.readouterr().err
