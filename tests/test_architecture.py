"""Imports point one way, and importing the package costs nothing."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import topics
from tests.support import ROOT

# A module may import those of its own layer's allowed set only.
BELOW = {
    "cli": {"report", "study", "settings", "corpus", "tokenize", "audit", "terms", "resources", "themes", "suggest"},
}
HEAVY = {"numpy", "pandas", "scipy", "sklearn", "gensim", "matplotlib", "jieba", "rjieba", "tomotopy", "wordcloud", "jinja2"}


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("topics"):
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
    used = {layer(module) for module in imports_of(path)} - {""}
    if name == "corpus":
        assert used <= {"corpus", "resources"}
    elif name in {"tokenize", "wordlists"}:
        assert used <= {"tokenize", "wordlists", "resources"}
    elif name in {"viz", "plots", "cloud", "style"}:
        assert used <= {"plots", "cloud", "style", "resources"}
    elif name == "dfm":
        assert used <= {"corpus"}
    elif name not in {"cli", "report", "study", "__init__", "__main__"}:
        assert not used & {"cli", "report", "study", "viz", "cloud"}


def test_no_module_of_the_package_is_unused_by_the_test_above() -> None:
    assert len(MODULES) > 15


def test_import_and_help_load_nothing_heavy() -> None:
    code = "import sys, topics\nfrom topics.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not HEAVY & set(done.stdout.split())


def test_public_names_exist() -> None:
    for name in topics.__all__:
        assert getattr(topics, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'topics' has no attribute 'tpoics'"):
        topics.tpoics  # noqa: B018
