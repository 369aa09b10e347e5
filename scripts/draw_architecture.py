"""Draw the rooms of the package and what they import: `uv run -m scripts.draw_architecture`.

Read from the imports themselves. A room stands above all that it imports; of two ways from one room
to another only the longer is drawn. A test holds the picture to the code.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import networkx as nx

from scripts.generated import ROOT, settle

PICTURE = ROOT / "docs" / "images" / "architecture.svg"
PACKAGE = ROOT / "topics"
WIDTH, ROW, BOX, GAP = 1000, 74, 34, 64  # pixels
LETTER = 8.2  # pixels of a letter at most
STYLE = "font: 14px sans-serif; fill: #222"


def room(path: Path) -> str:
    """Return the first part of a module's name: the room it belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """Yield the rooms that a module imports, in functions and for types, too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            faces = node.module == "topics"
            names = [f"topics.{name.name}" for name in node.names] if faces else [node.module]
        elif isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("topics."))


def rooms() -> nx.DiGraph:
    """Return the rooms with the number of their modules, and an edge to each that one imports."""
    graph = nx.DiGraph()
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]
    for path in paths:
        graph.add_node(room(path))
        graph.nodes[room(path)].setdefault("modules", []).append(path)
    for path in paths:
        edges = {(room(path), name) for name in imported(path) if name in graph}
        graph.add_edges_from((one, other) for one, other in edges if one != other)
    return graph


def rows(graph: nx.DiGraph) -> list[list[str]]:
    """Return the rooms row by row, those that nothing imports on top."""
    below = [sorted(row) for row in nx.topological_generations(graph.reverse())]
    return below[::-1]


def places(graph: nx.DiGraph) -> dict[str, tuple[float, float, float]]:
    """Return centre, top and width of each box."""
    found = {}
    for number, row in enumerate(rows(graph)):
        widths = [label_width(graph, name) for name in row]
        left = (WIDTH - sum(widths) - GAP * (len(row) - 1)) / 2
        for name, width in zip(row, widths, strict=True):
            found[name] = (left + width / 2, 20.0 + ROW * number, width)
            left += width + GAP
    return found


def label(graph: nx.DiGraph, name: str) -> str:
    """Return the text of a box: the room, and how many modules it has if more than one."""
    n = len(graph.nodes[name]["modules"])
    return name if n == 1 else f"{name} ({n})"


def label_width(graph: nx.DiGraph, name: str) -> float:
    """Return the width of a box."""
    return LETTER * len(label(graph, name)) + 18


def picture() -> str:
    """Return the drawing as SVG."""
    graph = rooms()
    at = places(graph)
    height = 20 + ROW * len(rows(graph))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>Rooms of the package; each imports those below it that it is joined to</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for one, other in sorted(nx.transitive_reduction(graph).edges):
        (x, top, _), (to, below, _) = at[one], at[other]
        start, bend = top + BOX, (top + BOX + below) / 2
        path = f"M{x:.1f} {start:.1f} C{x:.1f} {bend:.1f} {to:.1f} {bend:.1f} {to:.1f} {below:.1f}"
        parts.append(f'<path d="{path}" fill="none" stroke="#8aa" stroke-width="1.2"/>')
    for name, (x, top, width) in at.items():
        parts.append(
            f'<rect x="{x - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" height="{BOX}" rx="5"'
            ' fill="#eef4f4" stroke="#456"/>'
        )
        parts.append(
            f'<text x="{x:.1f}" y="{top + 22:.1f}" text-anchor="middle" style="{STYLE}">'
            f"{escape(label(graph, name))}</text>"
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    sys.exit(settle(PICTURE, picture()))
