"""What a report says at its end on the terminal."""

from dataclasses import replace

import pytest

from tests.report.fake import analysis
from topics.answer.sentence import Answer, Piece, Sentence
from topics.cli.closing import WIDEST, left_out_and_why, short_answer
from topics.corpus import messages
from topics.corpus.document import Document
from topics.report.inert import text_width
from topics.settings import Settings


def line(kind: str, text: str, title: str = "") -> Sentence:
    return Sentence(kind, title, (Piece(text),))


ANSWER = Answer(
    (
        line("headline", "重点转向甲。"),
        line("chapters", "新立一章", "章"),
        line("gained", "甲 1→9" + "；乙 2→8（证据弱）" * 40, "加重"),
        line("lost", "丙 9→1", "减轻"),
        line("reading", "次数是事实。", "怎么读"),
    )
)


def test_the_answer_is_the_headline_then_gains_and_losses_in_three_lines() -> None:
    said = short_answer(replace(analysis(), answer=ANSWER))
    assert [text[:3] for text in said] == ["重点转", "加重：", "减轻："]
    assert said[1].endswith("乙 2→8（证据弱） …")  # cut after an item
    assert max(map(text_width, said)) <= WIDEST + 2


def test_one_line_alone_is_told_with_how_to_read_it() -> None:
    few = Answer((line("headline", "只有一组。"), line("reading", "读法。", "怎么读")))
    assert short_answer(replace(analysis(), answer=few)) == ["只有一组。", "怎么读：读法。"]
    assert short_answer(replace(analysis(), answer=None)) == []


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "en",
            [
                "left out: 乙县规划: its year is unknown; declare it in corpus.csv",
                "left out: 丙: a copy of 甲",
                "left out: 丁.pdf: The file is empty",
            ],
        ),
        (
            "zh",
            [
                "未计入：乙县规划：年份不明；请在 corpus.csv 填写",
                "未计入：丙：与 甲 是同一文件",
                "未计入：丁.pdf：文件是空的",
            ],
        ),
    ],
)
def test_what_is_left_out_is_named_with_the_reason(lang: str, lines: list[str]) -> None:
    documents = (
        Document("甲", "一"),
        Document("乙", "二", title="乙县规划"),
        Document("丙", "一", status="duplicate", duplicate_of="甲"),
        Document("丁", source="丁.pdf", status="skipped", reasons=(messages.EMPTY,)),
    )
    found = replace(
        analysis(), documents=documents, groups={"甲": "2020"}, settings=Settings(lang=lang)
    )
    said = left_out_and_why(found)
    assert len(said) == len(lines)
    for one, beginning in zip(said, lines, strict=True):
        assert one.lower().startswith(beginning.lower())


def test_many_left_out_are_counted() -> None:
    documents = tuple(Document(f"文{n}", "一") for n in range(25))
    said = left_out_and_why(replace(analysis(), documents=documents, groups={}))
    assert len(said) == 21
    assert said[-1] == "未计入：还有5份，见文件表"
