"""An English report of a folder with many faults is English, but for what it quotes."""

from __future__ import annotations

import csv
import html
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from matplotlib.text import Text
from python_calamine import CalamineWorkbook

from topics.corpus.document import Change
from topics.corpus.language.agency_names import successor
from topics.corpus.messages import Remark
from topics.report.findings.analysis import Analysis
from topics.report.findings.contract import contract
from topics.report.findings.gather import analyse
from topics.report.findings.methods import methods_paragraph
from topics.report.inert import markdown_text
from topics.report.write import write_report
from topics.settings import Settings
from topics.study import Study

pytestmark = pytest.mark.slow  # they share a report of a folder with many faults
HAN = re.compile(r"[㐀-鿿]+")
# Quoted where English says what a column holds, what garbled files hold, and kinds of chapters,
# which are named by the words of their headings.
QUOTED = {"五", "二", "末", "等", "牵头", "配合", "锟斤拷", "工作任务", "组织实施"}
# The same of quantities.
QUOTED |= {"下降", "不低于", "不得", "不足", "亩", "人", "人均", "亿亩", "以内", "力争", "增加到"}
QUOTED |= {"左右", "年", "年均", "成", "接近", "提高", "每百户", "比", "由", "百分之", "百户"}
QUOTED |= {"确保", "约束性", "超过", "预期性"}
OTHER_LANGUAGE = {"message_zh"}  # columns that hold the other language, and say so
NUMBERS = "一二三四五六七八"


def plan(year: int, words: str = "", place: str = "小区") -> str:
    tasks = "\n".join(
        f"（{n}）推进城市更新，完善产业体系和绿色低碳发展{words}，今年改造{7 * i}个{place}。"
        for i, n in enumerate(NUMBERS, 1)
    )
    more = "\n".join(
        f"（{n}）健全户籍制度，加强防洪排涝管网建设。（市住建局牵头，市财政局配合）"
        for n in NUMBERS
    )
    return (
        f"云川市人民政府关于印发城市更新行动计划的通知\n云政发〔{year}〕3号\n各区人民政府：\n"
        f"一、总体要求\n{tasks}\n二、重点任务\n{more}\n云川市人民政府\n{year}年7月28日\n"
    )


def with_faults(folder: Path) -> Path:
    """Write a folder in which readers find much to remark."""
    folder.mkdir()
    page = "".join(f"<p>{line}</p>" for line in plan(2021).split("\n"))
    undated = plan(2020, "，保护历史文化").replace("2020年7月28日", "")
    texts = {
        "甲.txt": plan(2022),
        "甲副本.txt": plan(2022).replace("防洪", "防@@洪"),
        "乙.txt": plan(2024, "，扩大住房供给"),
        "丙.txt": plan(2024, "，扩大住房供给", "社区").replace("健全", "完善"),
        "丁.txt": undated,
        "戊.txt": undated.replace("云政发〔2020〕3号\n", "").replace("历史文化", "古树名木"),
        "页.html": f"<html><body>{page}<<broken",
        "空.txt": "  \n",
        "英文.txt": "Nothing but letters here, and no Han character at all.",
        "坏.pdf": "no",
        "假.docx": "no",
        ".隐.txt": "隐",
        "corpus.csv": "file,date,genre\n甲.txt,2021-01-02,五年规划\n乙.txt,2024-07-28,中长期规划\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    wrong = plan(2023).encode()
    files = {
        "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "图.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "怪.xyz": b"\1\2\3",
        "坏字.txt": wrong.replace("绿色".encode(), "绿".encode() + b"\xff", 1),
        "乱.txt": ("国务院关于印发通知" * 9).encode().decode("gbk", "replace").encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@dataclass
class Made:
    """A report, what it was made of, and the Chinese that it may quote."""

    folder: Path
    analysis: Analysis
    quoted: str

    def foreign(self, text: str) -> set[str]:
        """Return the Chinese of a text that is no quotation."""
        return {run for run in HAN.findall(text) if run not in self.quoted} - QUOTED


def cited(change: Change) -> list[str]:
    """Return what a change cites of the documents; a remark is a sentence of ours around it."""
    if isinstance(change.text, Remark):
        return [str(change.text.fields.get(name, "")) for name in ("mine", "theirs")]
    return [change.text]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    base = tmp_path_factory.mktemp("faults")
    folder = with_faults(base / "云川")
    settings = Settings(lang="en", n_resamples=199, n_topics=2)
    study = Study([folder], settings)
    analysis = analyse(study)
    report = write_report(analysis, base / "report")
    documents = analysis.documents
    agencies = {mention.agency for document in documents for mention in document.agencies}
    quoted = [
        *(document.text for document in documents),
        *(text for document in documents for change in document.changes for text in cited(change)),
        *(name for document in documents for name in (document.doc_id, document.source)),
        *(field for document in documents for field in (document.title, document.issuer)),
        *(field for document in documents for field in (document.number, document.genre)),
        *agencies,
        *map(successor, agencies),
        *(part for theme in study.themes for part in (theme.name, *theme.terms)),
        *(words for column in ("indicator", "key") for words in study.targets[column]),
        study.name,
    ]
    return Made(report, analysis, "\n".join(quoted))


def without_methods(made: Made, text: str) -> str:
    """Take out the methods paragraph for a Chinese paper, which is offered as such."""
    paragraph = methods_paragraph(made.analysis, "zh")
    assert paragraph in text
    return text.replace(paragraph, "").replace("方法说明（中文）", "")


def test_the_folder_has_many_kinds_of_faults(made: Made) -> None:
    codes = {
        getattr(remark, "code", "")
        for document in made.analysis.documents
        for remark in (*document.reasons, *document.conflicts)
    }
    assert len(codes) > 12
    assert "" not in codes
    statuses = {document.status for document in made.analysis.documents}
    assert statuses == {"ok", "repaired", "duplicate", "skipped"}


def test_notes_and_captions_are_english(made: Made) -> None:
    assert len(made.analysis.notes) > 10
    assert made.foreign("\n".join(made.analysis.notes)) == set()
    assert made.foreign("\n".join(made.analysis.captions.values())) == set()


def test_figures_are_english(made: Made) -> None:
    assert len(made.analysis.figures) > 5
    texts = [
        text.get_text()
        for figure in made.analysis.figures.values()
        for text in figure.findobj(Text)
        if isinstance(text, Text)
    ]
    assert made.foreign("\n".join(texts).replace("…", "")) == set()


def test_the_page_is_english(made: Made) -> None:
    page = (made.folder / "index.html").read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"data:[a-z]+/[^\"')]*", "", page))
    assert made.foreign(without_methods(made, text)) == set()


def test_the_markdown_is_english(made: Made) -> None:
    text = (made.folder / "report.md").read_text(encoding="utf-8")
    paragraph = markdown_text(methods_paragraph(made.analysis, "zh"))
    assert paragraph in text
    text = text.replace(paragraph, "").replace("方法说明（中文）", "")
    assert made.foreign(text) == set()


def test_the_word_file_is_english(made: Made) -> None:
    with zipfile.ZipFile(made.folder / "report.docx") as file:
        text = re.sub("<[^>]*>", "\n", file.read("word/document.xml").decode())
    assert made.foreign(without_methods(made, html.unescape(text))) == set()


@pytest.mark.parametrize("name", contract())
def test_tables_are_english(made: Made, name: str) -> None:
    path = made.folder / "tables" / f"{name}.csv"
    if not path.exists():
        pytest.skip("this report has no such table")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    kept = [
        number for number, name in enumerate(rows[0] if rows else []) if name not in OTHER_LANGUAGE
    ]
    assert made.foreign("\n".join(row[number] for row in rows if row for number in kept)) == set()


def test_the_sheets_are_named_and_explained_in_english(made: Made) -> None:
    book = CalamineWorkbook.from_path(str(made.folder / "tables.xlsx"))
    assert made.foreign("\n".join(book.sheet_names)) == set()
    notes = book.get_sheet_by_name("columns").to_python()
    assert len(notes) > 200
    assert made.foreign("\n".join(str(cell) for row in notes for cell in row)) == set()
