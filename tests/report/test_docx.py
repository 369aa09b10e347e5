"""The Word document keeps the house style of Chinese journals and repeats."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from tests.report.fake import analysis
from tests.report.test_report import HOSTILE, hostile
from topics.report.chapters import build
from topics.report.chapters.source import Source
from topics.report.write import write_report


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(analysis(), tmp_path_factory.mktemp("word") / "云江") / "report.docx"


def kinds(path: Path) -> list[tuple[str, str]]:
    """Return what follows what in the body: (kind, text)."""
    found = []
    for element in Document(str(path)).element.body:
        text = "".join(node.text or "" for node in element.iter(qn("w:t")))
        if element.tag == qn("w:tbl"):
            found.append(("table", text))
        elif next(element.iter(qn("w:drawing")), None) is not None:
            found.append(("picture", ""))
        else:
            found.append(("text", text))
    return found


def test_titles_of_tables_stand_above_and_of_figures_below(path: Path) -> None:
    body = kinds(path)
    tables = [body[i - 1][1] for i, (kind, _) in enumerate(body) if kind == "table"]
    pictures = [body[i + 1][1] for i, (kind, _) in enumerate(body) if kind == "picture"]
    assert [title.split("　")[0] for title in tables] == [
        f"表{n}" for n in range(1, len(tables) + 1)
    ]
    assert pictures == [
        "图1　条目的去向：2020 → 2024",
        "图2　各文件关键词",
        "图3　议题强调的变化（每万字次数）",
    ]


def test_every_table_has_three_lines_and_a_head_that_repeats(path: Path) -> None:
    tables = Document(str(path)).tables
    assert tables
    for table in tables:
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert {edge.tag.split("}")[1]: edge.get(qn("w:sz")) for edge in borders} == {
            "top": "12",
            "bottom": "12",
        }
        head = table._tbl.tr_lst[0]
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(
            cell.tcPr.find(qn("w:tcBorders")).find(qn("w:bottom")).get(qn("w:sz")) == "6"
            for cell in head.tc_lst
        )
        assert not [
            cell
            for row in table._tbl.tr_lst[1:]
            for cell in row.tc_lst
            if cell.tcPr.find(qn("w:tcBorders")) is not None
        ]


def test_figures_are_small_sharp_and_as_wide_as_they_were_drawn(path: Path) -> None:
    """On white, in its own size, at 200 dpi and in a quarter of the bytes or so."""
    document = Document(str(path))
    figures = sorted((path.parent / "figures").glob("*.png"))
    pictures = [
        part.blob
        for part in document.part.package.iter_parts()
        if part.partname.startswith("/word/media/")
    ]
    assert len(pictures) == len(figures) == len(document.inline_shapes)
    assert sum(map(len, pictures)) < 0.6 * sum(file.stat().st_size for file in figures)
    widths = set()
    for blob in pictures:
        with Image.open(io.BytesIO(blob)) as picture:
            assert round(picture.info["dpi"][0]) == 200
            assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
            widths.add(round(picture.width / 200, 2))
    drawn = set()
    for figure in figures:
        with Image.open(figure) as original:
            drawn.add(round(original.width / 300, 2))
    assert widths == drawn


def test_every_run_says_which_font_chinese_has(path: Path) -> None:
    document = Document(str(path))
    normal = document.styles["Normal"].element.rPr.rFonts
    assert normal.get(qn("w:eastAsia")) == "宋体"
    assert normal.get(qn("w:ascii")) == "Times New Roman"
    for level in (1, 2, 3, 4):
        assert (
            document.styles[f"Heading {level}"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
        )


def test_word_has_all_tables_of_the_page(path: Path) -> None:
    def grids(parts: tuple) -> int:  # type: ignore[type-arg]
        return sum(
            sum(hasattr(b, "rows") or hasattr(b, "left") for b in part.blocks) + grids(part.parts)
            for part in parts
        )

    assert len(Document(str(path)).tables) == grids(build(Source(analysis()).analysis))


def test_hostile_text_is_text(tmp_path: Path) -> None:
    path = write_report(hostile(), tmp_path / "坏") / "report.docx"
    text = "\n".join(text for _, text in kinds(path))
    for word in HOSTILE[:6]:
        assert word.replace("\u202e", "‹U+202E›") in text
    with zipfile.ZipFile(path) as parts:
        relations = "".join(
            parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")
        )
    assert "External" not in relations
