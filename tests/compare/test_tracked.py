"""The Word file with tracked changes: accepted it is the new text, rejected the old one."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from tests.compare.planted import in_chapters, plan, sample_items
from topics.compare.tracked import tracked_changes
from topics.corpus import Document, parse_text, read_corpus
from topics.resources import resource

ITEMS = sample_items()
OLD = plan(in_chapters(ITEMS[:20]), doc_id="旧")
NEW = plan(in_chapters([ITEMS[15], *ITEMS[2:9], "全新的任务。", *ITEMS[9:24]]), doc_id="新")


def resolved(data: bytes, kept: str, gone: str) -> list[str]:
    """Accept (`ins`, `del`) or reject (`del`, `ins`) all changes as word processors do; return the
    paragraphs behind the title.
    """
    lines, text = [], ""
    for paragraph in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:p")):
        for run in paragraph.iter(qn("w:t"), qn("w:delText")):
            inside = {parent.tag for parent in run.iterancestors()}
            assert (run.tag == qn("w:delText")) == (qn("w:del") in inside)
            if qn(f"w:{gone}") not in inside:
                text += run.text or ""
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(f'w:{gone}')}")
        if mark is None:
            lines.append(text)
            text = ""
    assert kept != gone
    return lines[1:]


def lines_of(document: Document) -> list[str]:
    return [line.strip() for line in document.text.split("\n") if line.strip()]


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (NEW, OLD), (OLD, OLD)])
def test_accepting_gives_the_new_text_and_rejecting_the_old(old: Document, new: Document) -> None:
    data = tracked_changes(old, new)
    assert resolved(data, "ins", "del") == lines_of(new)
    assert resolved(data, "del", "ins") == lines_of(old)


def test_on_the_sample() -> None:
    old, new = [d for d in read_corpus(resource("samples/jichuan")) if d.year in {2020, 2024}]
    data = tracked_changes(old, new)
    assert resolved(data, "ins", "del") == lines_of(new)
    assert resolved(data, "del", "ins") == lines_of(old)


def test_the_same_bytes_and_no_date_of_today() -> None:
    assert tracked_changes(OLD, NEW) == tracked_changes(OLD, NEW)
    with zipfile.ZipFile(io.BytesIO(tracked_changes(OLD, NEW))) as file:
        assert {info.date_time[:3] for info in file.infolist()} == {(1980, 1, 1)}
        text = file.read("word/document.xml").decode("utf-8")
    ids = [part.split('"')[0] for part in text.split('w:id="')[1:]]
    assert len(ids) == len(set(ids)) > 20


def test_nothing_in_a_document_is_markup() -> None:
    evil = '<w:r><w:t>&amp;"]]></w:t>更新老旧管网和路灯设施=HYPERLINK("x")\x0b\u202e。'
    old = parse_text("更新管网和路灯。\n", doc_id="旧")
    new = replace(old, text=f"{evil}\n", doc_id="新", title="<b>\x00")
    data = tracked_changes(old, new)
    assert resolved(data, "del", "ins") == ["更新管网和路灯。"]
    shown = resolved(data, "ins", "del")[0]
    assert shown == evil.replace("\x0b", "‹U+000B›").replace("\u202e", "‹U+202E›")


def test_unchanged_words_are_not_tracked() -> None:
    one, other = (
        plan([("任务", [f"{word}登记户口制度。"])], doc_id=word) for word in ("试行", "推行")
    )
    with zipfile.ZipFile(io.BytesIO(tracked_changes(one, other))) as file:
        text = file.read("word/document.xml").decode("utf-8")
    assert text.count("<w:del ") == text.count("<w:ins ") == 1
    assert text.count("<w:delText") == 1
