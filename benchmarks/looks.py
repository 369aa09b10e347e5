"""How many headings without a number are found by their look.

`python -m benchmarks.looks --folder FOLDER`.

From each text whose headings stand on lines of their own, a DOCX and a web page are made in which
these headings have no number any more, only bold letters, larger the higher they stand; LibreOffice
and Chromium, where they are installed, print both as PDF. Recall and precision are those of the
headings' words. A second set keeps the numbers and has bold letters where they mean nothing: at the
beginning of paragraphs, up to anywhere, and in one paragraph of ten as a whole; there the share of
texts counts whose tree stays as it was.
"""

from __future__ import annotations

import html
import random
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Pt

from benchmarks.texts import arguments, sources
from topics.corpus import ReadOptions, parse_text
from topics.corpus.document import Document
from topics.corpus.intake.worker import read_document

SIZES = [(16, 14, 12), (13, 12, 12)]  # points of headings by level, in turn; running text has 12
FEWEST = 3  # headings of a text
Part = tuple[str, float]  # words, and the size of those that are bold, or 0
OFFICE = shutil.which("soffice")
BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)


def headings(document: Document) -> dict[int, tuple[int, str]]:
    """Return level and words of each numbered heading on a line of its own, by the offset of the
    line.
    """
    found = {}
    for section in document.sections:
        line = document.text[section.heading_start :].split("\n", 1)[0]
        own = section.path[-2:] != "/0" and section.path != "0"
        if section.heading and own and line.endswith(section.heading) and len(line) <= 40:
            found[section.heading_start] = section.level, section.heading
    return found


def unnumbered(document: Document, sizes: Sequence[int]) -> list[list[Part]]:
    """Return the paragraphs of a text, the title first, with headings that are bold and have no
    number.
    """
    known = headings(document)
    levels = sorted({level for level, _ in known.values()})
    paragraphs: list[list[Part]] = [[(document.title or "云川市城市更新方案", 22)]]
    start = 0
    for line in document.text.split("\n"):
        level, words = known.get(start, (0, line))
        paragraphs.append([(words, sizes[min(levels.index(level), 2)] if level else 0)])
        start += len(line) + 1
    return paragraphs


def emphasised(text: str, chance: random.Random) -> list[list[Part]]:
    """Return the paragraphs of a text, with bold letters that mean nothing."""
    paragraphs: list[list[Part]] = []
    for line in filter(str.strip, text.split("\n")):
        kind, stop = chance.random(), line.find("。") + 1
        cut = (
            len(line)
            if kind < 0.1
            else stop
            if kind < 0.5
            else chance.randint(4, 22)
            if kind < 0.6
            else 0
        )
        paragraphs.append([(line[:cut], 12 if cut else 0), (line[cut:], 0)])
    return paragraphs


def write(stem: Path, paragraphs: Sequence[Sequence[Part]]) -> None:
    """Write paragraphs as DOCX and as a web page."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Serif CJK SC", Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    rows = []
    for parts in paragraphs:
        paragraph = document.add_paragraph()
        for words, size in parts:
            run = paragraph.add_run(words)
            run.bold, run.font.size = bool(size), Pt(size) if size else None
        bold = (
            (
                f'<b style="font-size:{size}pt">{html.escape(words)}</b>'
                if size
                else html.escape(words)
            )
            for words, size in parts
        )
        rows.append(f"<p>{''.join(bold)}</p>")
    document.save(str(stem.with_suffix(".docx")))
    style = "<style>body{font:12pt 'Noto Sans CJK SC';width:620px}</style>"
    stem.with_suffix(".html").write_text(f"<meta charset=utf-8>{style}{''.join(rows)}", "utf-8")


def print_all(folder: Path) -> list[str]:
    """Print all files as PDF; return the endings of the files that there are now."""
    endings = [".docx", ".html"]
    if OFFICE:
        command = [
            OFFICE,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
        ]
        subprocess.run(
            [*command, *sorted(map(str, folder.glob("*.docx")))], check=True, capture_output=True
        )
        endings.append(".pdf")
    if BROWSER:
        for page in sorted(folder.glob("*.html")):
            options = [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/browser",
                f"--print-to-pdf={page.with_suffix('')}-b.pdf",
            ]
            subprocess.run([BROWSER, *options, str(page)], check=True, capture_output=True)
        endings.append("-b.pdf")
    return endings


def read(file: Path) -> Document:
    """Read one file."""
    return read_document(file.read_bytes(), file.name, file.stem, file.name, ReadOptions())


def words(document: Document) -> Counter[str]:
    """Count the words of the headings that have no number, without spaces."""
    return Counter(
        "".join(s.heading.split())
        for s in document.sections
        if s.heading and s.path.split("/")[-1][:2] == s.heading[:2]
    )


def tree(document: Document) -> list[str]:
    """Return the addresses of all sections, without spaces."""
    return [
        "".join(section.path.split())
        for section in document.sections
        if not section.path.startswith("段")
    ]


def main() -> None:
    """Make the files, print them, read them and print the shares."""
    asked = arguments(__doc__, texts=40).parse_args()
    chance = random.Random(asked.seed)
    documents = [
        parse_text(text, doc_id=str(number))
        for number, text in enumerate(sources(asked.folder, asked.texts, asked.seed))
    ]
    documents = [document for document in documents if len(headings(document)) >= FEWEST]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, document in enumerate(documents):
            write(folder / f"plain{number}", unnumbered(document, SIZES[number % 2]))
            write(folder / f"bold{number}", emphasised(document.text, chance))
        for ending in print_all(folder):
            hits = there = found = same = 0
            for number, document in enumerate(documents):
                known = Counter(
                    "".join(heading.split()) for _, heading in headings(document).values()
                )
                got = words(read(folder / f"plain{number}{ending}"))
                hits, there, found = (
                    hits + (known & got).total(),
                    there + known.total(),
                    found + got.total(),
                )
                same += tree(read(folder / f"bold{number}{ending}")) == tree(
                    parse_text(document.text, doc_id="", kind="docx")
                )
            print(
                f"{ending:7} recall {hits}/{there}, precision {hits}/{found}, tree kept in {same}"
                f" of {len(documents)} texts"
            )


if __name__ == "__main__":
    main()
