"""Few dependencies, each declared, each with a licence that its users can live with."""

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution

import pytest

from tests.support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = [re.match(r"[\w-]+", line)[0] for line in PROJECT["dependencies"]]
EXTRAS = {
    re.match(r"[\w-]+", line)[0]
    for lines in PROJECT["optional-dependencies"].values()
    for line in lines
}
IMPORTED_AS = {
    "scikit-learn": "sklearn",
    "python-docx": "docx",
    "python-calamine": "python_calamine",
    "fonttools": "fontTools",
    "pillow": "PIL",
}
PARTS = {
    "markupsafe": "jinja2",
    "py4j": "pyspark",
}  # imported by name, and always installed with what is declared


def imported_names() -> set[str]:
    found = set()
    for path in (ROOT / "topics").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(name.name.split(".")[0] for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {"topics", "__future__"}


def test_nothing_undeclared_is_imported() -> None:
    declared = {*DECLARED, *EXTRAS}
    allowed = {IMPORTED_AS.get(name, name) for name in declared} | {
        part for part, whole in PARTS.items() if whole in declared
    }
    assert imported_names() - allowed == set()


def test_every_dependency_is_used() -> None:
    loaded_by_name = {"jieba"}  # a private copy of its module, see topics/words/wordgraph.py
    assert {
        IMPORTED_AS.get(name, name) for name in DECLARED
    } - imported_names() - loaded_by_name == set()


def test_the_page_lists_every_dependency() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([\w-]+) \|", page, re.MULTILINE)) - {"package"}
    assert listed == {*DECLARED, *EXTRAS}


def test_the_page_counts_what_is_installed() -> None:
    """Those that our dependencies bring along count, too; the page must not say fewer than there
    are.
    """
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    stated = int(re.search(r"(\d+) packages in all", page)[1])
    assert len(installed_with(DECLARED)) <= stated


def installed_with(names: list[str]) -> set[str]:
    """Return the packages that are installed because of these, these included."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            needed = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # for another system, or an extra
        found.add(name)
        waiting += [re.match(r"[\w.-]+", line)[0] for line in needed if "extra ==" not in line]
    return found


def licence(name: str) -> str:
    about = distribution(name).metadata
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join(
        [about.get("License-Expression") or "", (about.get("License") or "")[:200], *classifiers]
    )


@pytest.mark.parametrize("name", sorted(installed_with(DECLARED)))
def test_nothing_is_agpl(name: str) -> None:
    assert not re.search(r"AGPL|Affero", licence(name))


def test_everything_declared_is_installed() -> None:
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in DECLARED} <= installed_with(DECLARED)


def test_the_lock_hashes_every_file() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    files = [
        file
        for package in lock["package"]
        for file in [*package.get("wheels", []), package.get("sdist")]
        if file
    ]
    assert files
    assert all(file["hash"].startswith("sha256:") for file in files)


def test_nothing_loads_pickles_or_opens_sockets() -> None:
    forbidden = {
        "pickle",
        "marshal",
        "joblib",
        "shelve",
        "dill",
        "socket",
        "urllib.request",
        "http",
        "requests",
        "ftplib",
    }
    names = set()
    for path in (ROOT / "topics").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update((name.name, path.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add((node.module, path.name))
    assert {(name, file) for name, file in names if {name, name.split(".")[0]} & forbidden} == set()
