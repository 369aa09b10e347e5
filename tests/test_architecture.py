"""Imports point one way, and importing the package costs nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import topics
from tests.support import ROOT

# What the modules of each part may import besides their own part. Whatever is not named here is
# above them.
PARTS = {
    "processes": {"resources"},
    "corpus": {"processes", "resources"},
    "words": {"resources"},
    "tokenize": {"words"},
    "vocabulary": {"resources", "tokenize", "words"},
    "dfm": {"corpus"},
    "plots": {"resources"},
    "viz": {"plots", "resources"},
    "stats": {"dfm"},
    "themes": {"theme_files"},
    "theme_files": set(),
    "keywords": {"dfm"},
    "keyness": {"dfm", "emphasis", "keywords", "stats"},
    "emphasis": {"corpus", "dfm", "resources", "stats", "themes", "tokenize"},
    "lda": {"corpus", "dfm", "processes", "stats"},
    "model": {"lda"},
}
HEAVY = {
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "gensim",
    "matplotlib",
    "jieba",
    "rjieba",
    "tomotopy",
    "wordcloud",
    "jinja2",
}


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "topics":
            found.update(f"topics.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("topics."):
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(name.name for name in node.names if name.name.startswith("topics"))
    return found


def layer(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


MODULES = sorted((ROOT / "topics").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    name = path.relative_to(ROOT / "topics").with_suffix("").parts[0]
    used = {layer(module) for module in imports_of(path)} - {"", name}
    if name in PARTS:
        assert used <= PARTS[name]
    elif name not in {
        "cli",
        "commands",
        "arguments",
        "study",
        "report",
        "scale",
        "spark",
        "__init__",
        "__main__",
    }:
        assert not used


@pytest.mark.parametrize("above", ["report", "commands", "cli"])
def test_nothing_below_knows_the_report_or_the_command_line(above: str) -> None:
    allowed = {"report": {"report", "commands", "scale"}, "commands": {"cli"}, "cli": {"__main__"}}[
        above
    ]
    for path in MODULES:
        if above in {layer(module) for module in imports_of(path)} - {
            path.relative_to(ROOT / "topics").parts[0].removesuffix(".py")
        }:
            assert path.relative_to(ROOT / "topics").with_suffix("").parts[0] in allowed, path


def test_the_rules_are_about_modules_that_exist() -> None:
    assert len(MODULES) > 100
    assert set(PARTS) <= {
        path.relative_to(ROOT / "topics").with_suffix("").parts[0] for path in MODULES
    }


def test_import_and_help_load_nothing_heavy() -> None:
    code = (
        "import sys, topics\nfrom topics.cli import main\ntry: main(['--help'])\nexcept SystemExit:"
        " pass\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not HEAVY & set(done.stdout.split())


def test_public_names_exist() -> None:
    for name in topics.__all__:
        assert getattr(topics, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'topics' has no attribute 'tpoics'"):
        topics.tpoics  # noqa: B018
