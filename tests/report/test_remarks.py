"""A remark of a reader is a code with fields, which a report says in its own language."""

from __future__ import annotations

import copy
import pickle
import re
from string import Formatter

import pytest

from topics.corpus import messages
from topics.corpus.document import Change, Document
from topics.corpus.intake import wire
from topics.corpus.messages import SENTENCES, Remark
from topics.report.speech.remarks import english, remarks, said

HAN = re.compile(r"[㐀-鿿]")
NESTED = messages.UNCLEAR.format(
    other="乙",
    containment=0.875,
    difference=messages.FIELD_DIFFERS.format(
        field=messages.FIELDS["date"], one="2020-01-01", other="2024-07-28"
    ),
)


def fields(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field}


def test_every_code_has_both_languages_and_nothing_else_has() -> None:
    assert len(SENTENCES) > 80
    assert english().keys() == SENTENCES.keys()


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_of_a_code_have_the_same_fields(code: str) -> None:
    assert SENTENCES[code].code == code
    assert fields(english()[code]) == fields(SENTENCES[code])


@pytest.mark.parametrize("code", SENTENCES)
def test_the_english_of_a_code_has_no_chinese_but_what_it_quotes(code: str) -> None:
    sentence = SENTENCES[code].format(**dict.fromkeys(fields(SENTENCES[code]), 0))
    told = said(sentence, "en")
    assert told != sentence
    assert set(HAN.findall(told)) <= set("锟斤拷")
    assert not re.search("[，。；：“”（）、—]", told)
    assert said(sentence, "zh") == sentence


def test_every_sentence_that_readers_use_is_known_by_its_code() -> None:
    named = {
        remark.code
        for value in vars(messages).values()
        for remark in (value.values() if isinstance(value, dict) else [value])
        if isinstance(remark, Remark)
    }
    assert named == SENTENCES.keys()


def test_a_remark_is_its_chinese_sentence() -> None:
    remark = messages.TOO_LARGE.format(size=12, limit=10)
    said_twice = [remark, remark]
    assert "；".join(said_twice).startswith("文件有 12 字节，超过上限 10 字节；请拆分后再读；文件")
    assert "上限" in remark
    assert (remark.code, remark.fields) == ("too_large", {"size": 12, "limit": 10})


def test_remarks_within_a_remark_are_said_in_english_too() -> None:
    duplicate = messages.DUPLICATE.format(
        kept="甲", containment=0.987, rule=messages.RULES["script"]
    )
    assert (
        said(duplicate, "en")
        == "a second copy of '甲' (98.7% of the text is the same), counted once; the other was kept"
        " because it is in simplified script"
    )
    assert "date differs (2020-01-01, 2024-07-28): a copy or a version" in said(
        NESTED, "en"
    ).replace(")，", "): ")


def test_pages_are_written_as_each_language_writes_them() -> None:
    run = messages.PAGES.format(first=3, last=5)
    remark = messages.PDF_BROKEN_PAGES.format(pages=(1, run))
    assert remark == "第 1、3—5 页损坏，未能读出；请核对原件"
    assert (
        said(remark, "en")
        == "pages 1, 3–5 are damaged and could not be read; compare with the original"
    )


def test_a_text_that_is_no_remark_stays() -> None:
    assert said("没有这句话", "en") == "没有这句话"
    assert said("a {brace}", "en") == "a {brace}"
    assert remarks(["甲", messages.EMPTY], "en").startswith("甲; the file is empty")


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda remark: pickle.loads(pickle.dumps(remark))]
)
def test_a_copy_of_a_remark_keeps_code_and_fields(again: object) -> None:
    assert callable(again)
    copied = again(NESTED)
    assert (copied, copied.code, copied.fields) == (NESTED, NESTED.code, NESTED.fields)
    assert said(copied, "en") == said(NESTED, "en")


def test_remarks_go_from_process_to_process_with_their_codes_and_fields() -> None:
    pages = messages.PDF_BROKEN_PAGES.format(pages=(1, messages.PAGES.format(first=3, last=5)))
    document = Document(
        "甲",
        reasons=(messages.EMPTY, NESTED, pages),
        conflicts=(
            messages.CONFLICT.format(field=messages.FIELDS["date"], declared="2024", found="2020"),
        ),
        changes=(
            Change(1, "hidden", "密"),
            Change(2, "differs", messages.ADDED.format(mine="甲", other="乙")),
        ),
    )
    arrived = wire.load(wire.dump(document))
    assert arrived == document
    for told, sent in (
        (arrived.reasons, document.reasons),
        (arrived.conflicts, document.conflicts),
        ([change.text for change in arrived.changes], [change.text for change in document.changes]),
    ):
        assert remarks(told, "en") == remarks(sent, "en")
        assert len(told) > 0
    assert said(arrived.reasons[2], "en").startswith("pages 1, 3–5 are")
