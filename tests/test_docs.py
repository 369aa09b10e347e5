"""The documentation says what the program does."""

import doctest
import re
import subprocess
import sys

import pytest

from scripts.update_docs import subcommands
from tests.support import ROOT
from topics.cli.arguments import build_parser

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("name", ["update_docs", "write_tables_doc", "draw_architecture"])
def test_what_is_generated_is_current(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"scripts.{name}", "--check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_every_command_is_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    names = subcommands(build_parser())
    assert names
    for name in names:
        assert f"`{name}`" in text


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_examples_of_the_readme_run(readme: str) -> None:
    failed, tried = doctest.testfile(str(ROOT / readme), module_relative=False, encoding="utf-8")
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.name
)
def test_files_that_pages_name_are_there(page) -> None:
    rooms = "topics|tests|docs|scripts|benchmarks|dictionary|stopwords|samples"
    named = re.findall(rf"[` (]((?:{rooms})/[\w./-]*\w)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_architecture_names_every_room_and_nothing_that_is_gone() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.stem for path in (ROOT / "topics").iterdir() if not path.name.startswith("_")}
    named = set(re.findall(r"`(\w+)(?:/|\.py)`", page))
    assert rooms - {"py"} - named == set()
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "topics").rglob("*.py"))
    defined = set(
        re.findall(r"^ *(?:def|class) (\w+)|^(\w+)(?:: [^=\n]+)? = ", source, re.MULTILINE)
    )
    rows = [line.split("|")[3] for line in page.splitlines() if re.match(r"\| (?:`|— )", line)]
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(names) > 40
    assert names - {name for pair in defined for name in pair} == set()


def test_help_of_each_command_has_an_example() -> None:
    names = subcommands(build_parser())
    assert names
    for name in names:
        done = subprocess.run(
            [sys.executable, "-m", "topics", name, "--help"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0
        assert f"python -m topics {name}" in done.stdout


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^uv run pytest\b", readme, re.MULTILINE)
    assert re.search(r"\buv run scripts/check.py\b", readme)
    assert "uv run scripts/check.py --all" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
