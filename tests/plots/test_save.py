"""Figures become the same bytes each time, and SVG that a strict page can hold."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from matplotlib.figure import Figure

from tests.plots.tables import keywords, shifts, themes
from tests.plots.test_plots import FIGURES
from tests.support import ROOT
from topics.viz import plot_keywords, plot_shifts, save_figure, svg_text

HOSTILE = (
    "<script>alert(1)</script>",
    "</style>--><!--",
    "$x$ \\frac{$",
    "\u202e倒\x00置",
    "=cmd()",
    "_下划线",
    "",
)


@pytest.fixture
def hostile() -> Figure:
    table = keywords()
    table["feature"] = [*HOSTILE[:3], *HOSTILE[3:6]]
    return plot_keywords(table)


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    formats = ("svg", "png", "pdf")
    first = [
        path.read_bytes()
        for path in save_figure(
            plot_shifts(shifts(), themes(), lens="rate"), tmp_path / "图", formats=formats
        )
    ]
    again = [
        path.read_bytes()
        for path in save_figure(
            plot_shifts(shifts(), themes(), lens="rate"), tmp_path / "图", formats=formats
        )
    ]
    assert first == again


SCRIPT = """
import hashlib, pathlib, tempfile
from tests.plots.test_plots import FIGURES
from topics.viz import save_figure, svg_text, word_cloud
folder = pathlib.Path(tempfile.mkdtemp())
paths = save_figure(FIGURES["shifts"](17.0, "zh"), folder / "a", formats=("svg", "png", "pdf"))
paths += save_figure(word_cloud({"城市更新": 2, "韧性": 1, "管网": 1}).figure, folder / "b")
files = [path.read_bytes() for path in paths]
files += [svg_text(make(8.5, "zh"), prefix=name).encode() for name, make in FIGURES.items()]
print(*[hashlib.sha256(file).hexdigest() for file in files])
"""


def test_neither_hash_seed_nor_matplotlibrc_changes_a_byte(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\naxes.facecolor: red\nsavefig.dpi: 40\nsvg.fonttype: none\n"
    )

    def run(seed: str, folder: Path) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=folder, env=environment
        ).stdout

    assert run("1", ROOT) == run("2", tmp_path)


@pytest.mark.parametrize("name", FIGURES)
def test_svg_needs_no_font_no_style_and_no_picture(name: str) -> None:
    root = ET.fromstring(svg_text(FIGURES[name](17.0, "zh"), prefix="a"))
    tags = {str(node.tag).rpartition("}")[2] for node in root.iter()}
    assert tags <= {"svg", "title", "defs", "g", "path", "use", "clipPath", "rect"}
    attributes = {attribute for node in root.iter() for attribute in node.attrib}
    assert not {
        attribute for attribute in attributes if attribute == "style" or attribute.startswith("on")
    }


def test_hostile_text_leaves_no_trace_in_svg(hostile: Figure) -> None:
    text = svg_text(hostile, prefix="a", title="<script>\x00")
    assert ET.fromstring(text)[0].text == "<script>"
    assert "alert" not in text
    assert "<!--" not in text


def test_ids_bear_the_prefix_and_all_references_hit(hostile: Figure) -> None:
    text = svg_text(hostile, prefix="甲 1")
    ids = re.findall(r'\bid="([^"]*)"', text)
    used = re.findall(r'href="#([^"]*)"', text) + re.findall(r"url\(#([^)]*)\)", text)
    assert ids
    assert all(re.fullmatch(r"u7532u201-\d+", name) for name in ids)
    assert len(set(ids)) == len(ids)
    assert used
    assert set(used) <= set(ids)


def test_two_figures_in_one_page_share_no_id(hostile: Figure) -> None:
    first, second = (
        set(re.findall(r'\bid="([^"]*)"', svg_text(hostile, prefix=name))) for name in ("a", "b")
    )
    assert first.isdisjoint(second)


def test_the_title_is_escaped() -> None:
    figure = plot_keywords(keywords())
    assert "<title>&lt;b&gt;</title>" in svg_text(figure, prefix="a", title="<b>")


def test_png_has_300_dots_per_inch(tmp_path: Path) -> None:
    figure = plot_shifts(shifts(), themes(), lens="rate", width=17)
    (path,) = save_figure(figure, tmp_path / "a", formats=("png",))
    pixels = int.from_bytes(path.read_bytes()[16:20])
    assert abs(pixels / 300 * 2.54 - 17) < 0.02


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^format 'gif': figures are written as svg, png, pdf$"):
        save_figure(plot_keywords(keywords()), tmp_path / "a", formats=("gif",))
