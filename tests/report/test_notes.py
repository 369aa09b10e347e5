"""Why there is no topic model is said in the language of the report."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from topics.corpus.document import Document
from topics.model import TooFewSections, TopicFitError
from topics.report.findings.notes import _left_out, notes
from topics.resources import resource
from topics.settings import Settings
from topics.study import Study

DIED = TopicFitError(
    "the process that fitted tomotopy with 8 topics and seed 1 ended with code -9; try another"
    " engine or fewer topics"
)


def last_note(failure: Exception, lang: str) -> str:
    study = Study([resource("samples/jichuan")], Settings(lang=lang, n_resamples=99))
    return notes(study, [failure])[-1]


@pytest.mark.parametrize(
    ("n_sections", "n_topics", "sentence"),
    [
        (4, 2, "未拟合主题模型：2 个主题至少需要 10 个有词的条目，现有 4 个；请增加文件。"),
        (
            20,
            40,
            (
                "未拟合主题模型：40 个主题至少需要 120 个有词的条目，现有 20 个；请增加文件或用"
                " --topics 指定至多 6 个主题。"
            ),
        ),
    ],
)
def test_too_few_sections_in_chinese(n_sections: int, n_topics: int, sentence: str) -> None:
    assert last_note(TooFewSections(n_sections, n_topics), "zh") == sentence


def test_too_few_sections_in_english() -> None:
    assert (
        last_note(TooFewSections(20, 40), "en")
        == "no topic model: 40 topics need at least 120 sections with words, and there are 20; ask"
        " for at most 6 topics or add documents"
    )


def test_a_process_that_died_says_what_to_do_and_keeps_its_words() -> None:
    sentence = last_note(DIED, "zh")
    assert sentence.startswith(
        "未拟合主题模型，请换用其他引擎（--engine）或减少主题数（--topics）；"
    )
    assert str(DIED) in sentence


def test_a_process_that_never_began_blames_neither_engine_nor_topics() -> None:
    sentence = last_note(
        TopicFitError("the process ended with code 1 before it began", began=False), "zh"
    )
    assert "--engine" not in sentence
    assert "重新安装" in sentence


def test_another_reason_does_not_blame_the_engine() -> None:
    sentence = last_note(
        ValueError("9 topics need at least 9 different words, and there are 3"), "zh"
    )
    assert "--engine" not in sentence
    assert "there are 3" in sentence


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_characters_without_a_glyph_are_told(tmp_path: Path, lang: str) -> None:
    text = (
        "云江市2020年重点任务\n一、推进서울城市更新\n加强管网改造。\n二、提升韧性\n加强管网改造。\n"
    )
    (tmp_path / "甲.txt").write_text(text, encoding="utf-8")
    said = [
        note
        for note in notes(Study([tmp_path], Settings(lang=lang, n_resamples=19, workers=1)), [])
        if "□" in note
    ]
    assert len(said) == 1
    assert said[0].endswith("서 울")


def test_pairs_that_differ_in_the_same_share_a_sentence() -> None:
    said = notes(Study([resource("samples/jichuan")], Settings(lang="en", n_resamples=99)), [])
    reasons = [
        note.partition(": ")[2] for note in said if note.endswith("years may not be the cause.")
    ]
    assert reasons
    assert len(reasons) == len(set(reasons))
    assert not any(
        "年 /" in reason and "horizons" in reason.partition("年 /")[0].rpartition(",")[2]
        for reason in reasons
    )


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "乙 与 甲 文字相近"), ("en", "乙 and 甲 are much alike")]
)
def test_two_files_that_may_be_one_are_named_once(lang: str, said: str) -> None:
    documents = (
        Document("甲", resembles=("乙",)),
        Document("乙", resembles=("甲",)),
        Document("丙"),
    )
    found = list(
        _left_out(
            cast(
                "Study",
                SimpleNamespace(
                    documents=documents,
                    settings=Settings(lang=lang, by="document"),
                    left_out=(),
                ),
            ),
            zh=lang == "zh",
        )
    )
    assert len(found) == 1
    assert all(word in found[0] for word in (said, "--exclude", "corpus.csv", "cleaning.csv"))
