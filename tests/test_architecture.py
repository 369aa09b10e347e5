"""Imports point one way, without exemptions, and importing the package costs nothing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import topics
from tests.support import ROOT

# Each room may import those below it; rooms of one row may import each other as long as no circle
# comes of it. docs/architecture.md draws this.
ROWS = (
    ("__main__", "cli"),
    ("report",),
    ("study",),
    ("scale", "spark"),
    (
        *("answer", "compare", "emphasis", "keyness", "keywords", "lda", "model"),
        *("phrases", "search", "targets"),
    ),
    ("stats", "vocabulary"),
    ("dfm", "tokenize"),
    ("corpus", "words"),
    (
        "extras",
        "given",
        "names",
        "processes",
        "resources",
        "settings",
        "shown",
        "themes",
        "version",
    ),
)
DRAWN = ("report", "cli", "study")  # may import viz and plots, which import names and resources
FIGURES = ("viz", "plots")
# Inside the corpus.
CORPUS = (
    ("intake",),
    ("parsing",),
    ("cleaning", "copies", "formats"),
    ("language",),
    ("document", "look", "messages", "options"),
)
# Inside the report: what is computed knows nothing of what is said, nor that of how it is written.
REPORT = (
    ("notebook",),
    ("counted", "repeat", "side", "write"),
    ("writers",),
    ("chapters",),
    ("findings",),
    ("speech",),
    ("folder", "inert"),
)
HEAVY = {
    *("numpy", "pandas", "scipy", "sklearn", "gensim", "matplotlib", "jieba", "rjieba"),
    *("tomotopy", "wordcloud", "jinja2"),
}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {module_of(path): path for path in sorted((ROOT / "topics").rglob("*.py"))}


def imports_of(module: str) -> Iterator[str]:
    """Yield the modules that a module imports anywhere: in functions and for types, too."""
    for node in ast.walk(ast.parse(PATHS[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{name.name}" for name in node.names]
            yield from (name if name in PATHS else node.module for name in names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


GRAPH = {
    module: {
        name for name in imports_of(module) if name in PATHS and name not in {module, "topics"}
    }
    for module in PATHS
    if module != "topics"
}


def room(module: str, depth: int = 1) -> str:
    parts = module.split(".")
    return parts[depth] if len(parts) > depth else ""


def rank(rows: tuple[tuple[str, ...], ...], name: str) -> int:
    return next(number for number, row in enumerate(rows) if name in row)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The names of one circle of imports; none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]


def test_there_is_no_circle() -> None:
    assert circle(GRAPH) == []


def test_there_is_no_circle_of_rooms() -> None:
    rooms: dict[str, set[str]] = {}
    for module, used in GRAPH.items():
        rooms.setdefault(room(module), set()).update(room(name) for name in used)
    for name, used in rooms.items():
        used.discard(name)
    assert circle(rooms) == []


@pytest.mark.parametrize("module", GRAPH)
def test_no_import_points_upward(module: str) -> None:
    used = {room(name) for name in GRAPH[module]} - {room(module)}
    if room(module) in FIGURES:
        assert used <= {"plots", "names", "resources"}
        return
    drawn = used.intersection(FIGURES)
    assert not drawn or room(module) in DRAWN
    upward = {name for name in used - drawn if rank(ROWS, name) < rank(ROWS, room(module))}
    assert not upward


@pytest.mark.parametrize("module", [name for name in GRAPH if name.startswith("topics.corpus.")])
def test_no_import_inside_the_corpus_points_upward(module: str) -> None:
    used = {room(name, 2) for name in GRAPH[module] if room(name) == "corpus"} - {room(module, 2)}
    assert "" not in used, "topics.corpus is the face of the room, for those outside"
    upward = {name for name in used if rank(CORPUS, name) < rank(CORPUS, room(module, 2))}
    assert not upward


@pytest.mark.parametrize("module", [name for name in GRAPH if name.startswith("topics.report.")])
def test_no_import_inside_the_report_points_upward(module: str) -> None:
    used = {room(name, 2) for name in GRAPH[module] if room(name) == "report"} - {room(module, 2)}
    upward = {name for name in used if rank(REPORT, name) < rank(REPORT, room(module, 2))}
    assert not upward


def test_every_room_has_a_row() -> None:
    rows = {name for row in ROWS for name in row} | set(FIGURES)
    assert {room(module) for module in GRAPH} == rows
    assert len(GRAPH) > 150
    assert GRAPH["topics.cli.main"]


def test_import_and_help_load_nothing_heavy() -> None:
    code = (
        "import sys, topics\nfrom topics.cli.main import main\ntry: main(['--help'])\n"
        "except SystemExit: pass\nprint(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not HEAVY & set(done.stdout.split())


def test_public_names_exist() -> None:
    assert topics.__all__
    missing = [name for name in topics.__all__ if getattr(topics, name, None) is None]
    assert not missing


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'topics' has no attribute 'tpoics'"):
        topics.tpoics  # noqa: B018
