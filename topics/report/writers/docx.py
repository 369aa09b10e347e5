"""The report as a Word document in the house style of Chinese journals: three-line tables, 表题
above, 图题 below.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from markupsafe import escape
from PIL import Image

from topics.report.chapters.content import (
    Beside,
    Block,
    Facts,
    Grid,
    Line,
    Notes,
    Part,
    Picture,
    Prose,
)
from topics.report.chapters.source import Source
from topics.report.inert import text_width, visible

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
WIDTH = 16.0  # cm between the margins
WIDEST = 46  # half-width columns that a column of a table may ask for
WIDE = 7  # columns from which a table gets smaller letters
PNG_DPI, DPI, COLOURS = 300, 200, 64
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
HEADINGS = {1: 15, 2: 14, 3: 12, 4: 10.5}  # points: 小三, 四号, 小四, 五号
# A table with three lines: 1.5 pt above and below, 0.75 pt under the head (sizes in eighths of a
# point).
TABLE = (
    '<w:tbl {ns}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc'
    ' w:val="center"/><w:tblBorders><w:top w:val="single" w:sz="12" w:space="0"'
    ' w:color="000000"/><w:bottom w:val="single" w:sz="12" w:space="0"'
    ' w:color="000000"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40"'
    ' w:type="dxa"/><w:right w:w="40"'
    ' w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
)
ROW = "<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"
CELL = (
    '<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{line}</w:tcPr><w:p><w:pPr><w:spacing'
    ' w:before="20" w:after="20"/><w:jc w:val="{align}"/></w:pPr><w:r><w:rPr><w:rFonts'
    ' w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>{bold}<w:sz'
    ' w:val="{size}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
)
HEAD_LINE = (
    '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
)


def write_docx(
    source: Source, parts: tuple[Part, ...], folder: Path, prints: Mapping[str, Future[bytes]]
) -> None:
    """Write `report.docx` into a folder; `prints` are the figures as `for_print` returns them."""
    writer = _Writer(source, prints)
    for part in parts:
        writer.part(part, 1)
    (folder / "report.docx").write_bytes(_same_bytes(writer.document))


class _Writer:
    def __init__(self, source: Source, prints: Mapping[str, Future[bytes]]) -> None:
        self.say, self.prints = source.say, prints
        self.document = _new_document(source)
        self.figures, self.tables = count(1), count(1)
        title = self.paragraph(
            self.say("title", name=source.analysis.name), size=18, face=HEI, centred=True
        )
        title.paragraph_format.space_after = Pt(12)
        if source.analysis.fictional:
            self.paragraph(self.say("fictional"), centred=True)

    def part(self, part: Part, level: int) -> None:
        self.document.add_heading(visible(part.title), min(level, 4))
        for block in part.blocks:
            self.block(block, level)
        for child in part.parts:
            self.part(child, level + 1)

    def block(self, block: Block, level: int) -> None:
        writers: dict[type, Callable[[Any, int], None]] = {
            Beside: self.beside,
            Facts: lambda facts, _: self.facts(facts),
            Notes: lambda notes, _: self.notes(notes),
            Line: lambda line, _: self.line(line),
            Prose: self.prose,
            Picture: lambda picture, _: self.picture(picture),
            Grid: lambda grid, _: self.grid(grid),
        }
        if write := writers.get(type(block)):  # a choice of pairs is for the page alone
            write(block, level)

    def beside(self, block: Beside, level: int) -> None:
        self.block(block.left, level)
        self.block(block.right, level)

    def facts(self, facts: Facts) -> None:
        self.paragraph("　".join(facts.items))

    def notes(self, notes: Notes) -> None:
        self.paragraph(self.say("notes"), face=HEI)
        for item in notes.items:
            self.document.add_paragraph(visible(item), style="List Bullet")

    def line(self, line: Line) -> None:
        lead = line.tone == "answer"
        paragraph = self.paragraph(
            line.title or line.text,
            size=12 if lead else 10.5,
            face=HEI if line.title or lead else SONG,
        )
        if line.title:
            run = paragraph.add_run(visible(f"　{line.text}"))
            run.font.size = Pt(10.5)
            _set_face(run._element.get_or_add_rPr(), SONG)

    def prose(self, block: Prose, level: int) -> None:
        if block.tone == "screen":
            return
        if block.title:
            self.document.add_heading(visible(block.title), min(level + 1, 4))
        for line in block.text.split("\n"):
            self.paragraph(line, size=8 if block.tone == "code" else 10.5)

    def picture(self, picture: Picture) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(self.prints[picture.name].result()))
        if shape.width > Cm(WIDTH):
            shape.height = round(shape.height * Cm(WIDTH) / shape.width)
            shape.width = Cm(WIDTH)
        shape._inline.docPr.set("descr", visible(picture.caption))  # what a screen reader says
        self.caption(f"{self.say('figure')}{next(self.figures)}　{picture.caption}")

    def grid(self, grid: Grid) -> None:
        caption = self.caption(f"{self.say('table')}{next(self.tables)}　{grid.caption}")
        caption.paragraph_format.keep_with_next = True
        self.document.element.body.insert(len(self.document.element.body) - 1, _table(grid))
        after = self.paragraph(grid.remark, size=8)
        after.paragraph_format.space_after = Pt(8)

    def caption(self, text: str) -> Any:
        return self.paragraph(text, size=9, face=HEI, centred=True)

    def paragraph(
        self, text: str, *, size: float = 10.5, face: str = SONG, centred: bool = False
    ) -> Any:
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(visible(text))
        run.font.size = Pt(size)
        _set_face(run._element.get_or_add_rPr(), face)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph


def for_print(path: Path) -> bytes:
    """Return a PNG figure for print: 200 dpi and 64 colours, a quarter of the bytes of the file."""
    with Image.open(path) as figure:
        size = round(figure.width * DPI / PNG_DPI), round(figure.height * DPI / PNG_DPI)
        small = figure.convert("RGB").resize(size, Image.Resampling.BICUBIC)
        # Half the time of the median cut, and no colour is far from its own.
        small = small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    with io.BytesIO() as buffer:
        small.save(buffer, "PNG", dpi=(DPI, DPI))
        return buffer.getvalue()


def _new_document(source: Source) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    _set_face(normal.element.get_or_add_rPr(), SONG)
    normal.element.rPr.append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>')
    )
    for level, size in HEADINGS.items():
        style = document.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        _set_face(style.element.get_or_add_rPr(), HEI)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "topics"
    properties.title = visible(source.say("title", name=source.analysis.name))
    properties.comments, properties.language = "", source.say("lang")
    properties.created = properties.modified = EPOCH.replace(tzinfo=None)
    return document


def _set_face(properties: Any, face: str) -> None:
    """Set Latin and Chinese fonts; without `eastAsia` Word draws Chinese in whatever it likes."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, value in (
        ("w:ascii", LATIN),
        ("w:hAnsi", LATIN),
        ("w:cs", LATIN),
        ("w:eastAsia", face),
    ):
        fonts.set(qn(name), value)


def _table(grid: Grid) -> Any:
    size = 15 if len(grid.columns) >= WIDE else 18  # half points
    forms = [
        {"width": width, "align": "right" if column.numeric else "left", "size": size}
        for width, column in zip(_widths(grid), grid.columns, strict=True)
    ]
    head = [
        CELL.format(line=HEAD_LINE, bold="<w:b/>", text=_text(column.label), **form)
        for form, column in zip(forms, grid.columns, strict=True)
    ]
    rows = [ROW.format(head="<w:tblHeader/>", cells="".join(head))]
    for row in grid.rows:
        cells = [
            CELL.format(line="", bold="", text=_text(c.text), **form)
            for form, c in zip(forms, row.cells, strict=True)
        ]
        rows.append(ROW.format(head="", cells="".join(cells)))
    columns = "".join(f'<w:gridCol w:w="{form["width"]}"/>' for form in forms)
    total = sum(int(form["width"]) for form in forms)
    return parse_xml(TABLE.format(ns=nsdecls("w"), width=total, grid=columns, rows="".join(rows)))


def _widths(grid: Grid) -> list[int]:
    """Share the width of the page (in twentieths of a point) among columns by what they hold."""
    texts = [
        [column.label, *(row.cells[i].text for row in grid.rows)]
        for i, column in enumerate(grid.columns)
    ]
    needs = [min(max(map(text_width, column)) + 2, WIDEST) for column in texts]
    return [round(WIDTH / 2.54 * 1440 * need / sum(needs)) for need in needs]


def _text(text: str) -> str:
    return str(escape(visible(text)))


def _same_bytes(document: Any) -> bytes:
    """Return the file with one date for all its members, so that it repeats."""
    draft, final = io.BytesIO(), io.BytesIO()
    document.save(draft)
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(final, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            kind = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            new.writestr(
                zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), old.read(name), compress_type=kind
            )
    return final.getvalue()
