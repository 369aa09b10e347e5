"""One document as txt, as DOCX, and as two other programs print it: the same text, sections and
metadata.
"""

import html
import re
import shutil
import subprocess
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.corpus.formats.test_docx import item, level, numbering
from tests.corpus.making import docx as docx_of
from tests.support import ROOT
from topics.corpus import ReadOptions, parse_text, read_corpus
from topics.corpus.cleaning.clean import clean
from topics.corpus.formats.docx.package import read_docx
from topics.corpus.options import Limits

SAMPLE = ROOT / "samples/jichuan/jichuan-2024.txt"
OFFICE = shutil.which("soffice")
BROWSER = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
# A page brings the fonts that it is printed with: a machine may have none for Chinese.
FACES = "".join(
    f"@font-face{{font-family:'Topics';font-weight:{weight};src:url('{font.as_uri()}')}}"
    for weight, font in (
        ("normal", ROOT / "topics/fonts/TopicsSansSC-Regular.otf"),
        ("bold", ROOT / "topics/fonts/TopicsSansSC-Bold.otf"),
    )
)
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
    style_sheet = (
        f"<style>{FACES}body{{width:600px;font:16px 'Topics'}}"
        "p{text-indent:2em;text-align:justify}</style>"
    )
    (folder / "页.html").write_text(f"<meta charset=utf-8>{style_sheet}{rows}", "utf-8")
    return folder


def same(path, expected):
    (found,) = read_corpus(path, ReadOptions(duplicates=False))
    assert found.text == expected.text
    assert [(s.path, s.heading) for s in found.sections] == [
        (s.path, s.heading) for s in expected.sections
    ]
    assert {name: getattr(found, name) for name in FIELDS} == {
        name: getattr(expected, name) for name in FIELDS
    }
    return found


def test_docx_and_html(folder, expected):
    same(folder / "文.docx", expected)
    same(folder / "页.html", expected)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["pdf", "html", "rtf", "txt:Text (encoded):UTF8"])
def test_what_libreoffice_writes(folder, expected, kind):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    out = folder / kind[:4].strip(":")
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        out,
        folder / "文.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (path,) = out.iterdir()
    if kind == "pdf":
        found = same(path, expected)
        kinds = {change.kind for change in found.changes}
        assert {"page_number", "running_header"} <= kinds
    elif kind == "rtf":
        same(path, expected)
    else:
        (found,) = read_corpus(path, ReadOptions(duplicates=False))
        assert re.sub(r"\s", "", found.text) == re.sub(r"\s", "", expected.text)


STYLES = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
    "decimal",
    "decimalZero",
    "decimalFullWidth",
    "chineseLegalSimplified",
    "ideographTraditional",
    "upperRoman",
    "lowerLetter",
)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_counts_as_we_do(tmp_path):
    # LibreOffice does not know isLgl
    levels = (
        level(0, "{}", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%1.%2.%3")
    )
    body = (
        "".join(item("条") for _ in range(32))
        + item("款", 1) * 3
        + item("目", 2) * 2
        + item("款", 1)
        + item("条")
        + item("款", 1)
    )
    for style in STYLES:
        (tmp_path / f"{style}.docx").write_bytes(
            docx_of(body, numbering=numbering(levels.format(style)))
        )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        tmp_path,
    ]
    subprocess.run(
        [*command, *sorted(tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=120
    )
    for style in STYLES:
        theirs = (
            (tmp_path / f"{style}.txt")
            .read_text("utf-8-sig")
            .replace(" ", "")
            .replace("\t", "")
            .split()
        )
        ours = (
            read_docx((tmp_path / f"{style}.docx").read_bytes(), Limits())
            .text.replace(" ", "")
            .split("\n")
        )
        assert ours == theirs, style


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_heading_styles_of_libreoffice(tmp_path):
    line = "推进城市更新，完善配套设施和公共服务体系，提高城市安全韧性。"
    body = (
        f"<h1>云川这五年</h1><h2>总体要求</h2><p>{line}</p><h3>目标</h3><p>{line}</p>"
        f"<h3>原则</h3><p>（一）为民。{line}</p><h2>任务</h2><p>{line}</p>"
    )
    (tmp_path / "页.html").write_text(
        f"<html><head><meta charset=utf-8></head><body>{body}</body></html>", "utf-8"
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        tmp_path,
    ]
    subprocess.run([*command, tmp_path / "页.html"], check=True, capture_output=True, timeout=120)
    page, styled = (read_corpus(tmp_path / name)[0] for name in ("页.html", "页.docx"))
    assert [section.path for section in styled.sections] == [
        "总体要求",
        "总体要求/0",
        "总体要求/目标",
        "总体要求/原则",
        "总体要求/原则/（一）",
        "任务",
    ]
    assert (styled.title, styled.text, styled.sections) == ("云川这五年", page.text, page.sections)


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
def test_what_a_browser_prints(folder, expected):
    out = folder / "浏览器.pdf"
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/browser",
        f"--print-to-pdf={out}",
    ]
    subprocess.run([*command, folder / "页.html"], check=True, capture_output=True, timeout=120)
    same(out, expected)


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
def test_bold_headings_and_columns_that_a_browser_prints(tmp_path):
    # Chromium writes some fonts without their names.
    line = (
        "推进城市更新，完善配套设施和公共服务体系，"
        "提高城市安全韧性和住房保障水平，让居民生活更加便利。"
    )
    chapters = "".join(
        f"<p><b>{name}</b></p>" + f"<p style='text-indent:2em'>{line * 4}</p>" * 3
        for name in ("发展基础", "总体要求", "重点任务", "附则")
    )
    title = "<p style='font-size:22px;column-span:all'><b>云川市城市更新规划</b></p>"
    body = f"<div style='column-count:2;column-gap:2em'>{title}{chapters}</div>"
    (tmp_path / "页.html").write_text(
        f"<meta charset=utf-8><style>{FACES}body{{font:14px 'Topics'}}</style>{body}", "utf-8"
    )
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/browser",
        f"--print-to-pdf={tmp_path}/页.pdf",
    ]
    subprocess.run([*command, tmp_path / "页.html"], check=True, capture_output=True, timeout=120)
    page, printed = (read_corpus(tmp_path / name)[0] for name in ("页.html", "页.pdf"))
    assert [section.path for section in page.sections] == [
        "发展基础",
        "总体要求",
        "重点任务",
        "附则",
    ]
    assert (printed.title, printed.text, printed.sections) == (
        page.title,
        page.text,
        tuple(replace(s, doc_id=printed.doc_id) for s in page.sections),
    )
