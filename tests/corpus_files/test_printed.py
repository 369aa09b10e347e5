"""One document as txt, as DOCX, and as two other programs print it: the same text, sections and metadata."""

import html
import re
import shutil
import subprocess

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.support import ROOT
from topics.corpus import ReadOptions, parse_text, read_corpus
from topics.corpus.clean import clean

SAMPLE = ROOT / "samples/jichuan/jichuan-2024.txt"
OFFICE = shutil.which("soffice")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FIELDS = ("title", "number", "issuer", "date", "published", "genre", "period", "agencies")


@pytest.fixture(scope="module")
def paragraphs():
    return [line for line in clean(SAMPLE.read_text("utf-8")).text.split("\n") if line.strip()]


@pytest.fixture(scope="module")
def expected(paragraphs):
    return parse_text("\n".join(paragraphs), doc_id="文", kind="docx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, paragraphs):
    folder = tmp_path_factory.mktemp("印")
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "云川市规划汇编（虚构）"
    section.footer.paragraphs[0].text = "— 1 —"
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif CJK SC", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    for text in paragraphs:
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(22)
    document.save(folder / "文.docx")
    rows = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    style_sheet = "<style>body{width:600px;font:16px 'Noto Sans CJK SC'}p{text-indent:2em;text-align:justify}</style>"
    (folder / "页.html").write_text(f"<meta charset=utf-8>{style_sheet}{rows}", "utf-8")
    return folder


def same(path, expected):
    (found,) = read_corpus(path, ReadOptions(duplicates=False))
    assert found.text == expected.text
    assert [(s.path, s.heading) for s in found.sections] == [(s.path, s.heading) for s in expected.sections]
    assert {name: getattr(found, name) for name in FIELDS} == {name: getattr(expected, name) for name in FIELDS}
    return found


def test_docx_and_html(folder, expected):
    same(folder / "文.docx", expected)
    same(folder / "页.html", expected)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("kind", ["pdf", "html", "txt:Text (encoded):UTF8"])
def test_what_libreoffice_writes(folder, expected, kind):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    out = folder / kind[:4].strip(":")
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", out, folder / "文.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (path,) = out.iterdir()
    if kind == "pdf":
        found = same(path, expected)
        kinds = {change.kind for change in found.changes}
        assert {"page_number", "running_header"} <= kinds
    else:
        (found,) = read_corpus(path, ReadOptions(duplicates=False))
        assert re.sub(r"\s", "", found.text) == re.sub(r"\s", "", expected.text)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_what_a_browser_prints(folder, expected):
    out = folder / "浏览器.pdf"
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser", f"--print-to-pdf={out}"]
    subprocess.run([*command, folder / "页.html"], check=True, capture_output=True, timeout=120)
    same(out, expected)
