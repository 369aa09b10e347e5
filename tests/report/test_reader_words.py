"""What a reader says about a file is said in English in an English report."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import topics.report.speech.remarks as module
from topics.corpus import messages
from topics.report.speech.remarks import reader_words, sentences

HAN = re.compile(r"[㐀-鿿]")


def fields(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field}


@pytest.mark.parametrize(
    "template", [pytest.param(template, id=f"{name}.{key}") for name, key, template in sentences()]
)
def test_every_sentence_of_a_reader_has_its_english(template: str) -> None:
    filled = template.format(**dict.fromkeys(fields(template), 0))
    told = reader_words(filled, "en")
    assert told != filled
    assert set(HAN.findall(told)) <= set("锟斤拷")
    assert reader_words(filled, "zh") == filled


def test_a_reason_within_a_reason_is_told_in_english_too() -> None:
    rule = messages.RULES["script"]
    assert (
        reader_words(messages.DUPLICATE.format(kept="甲", containment=0.987, rule=rule), "en")
        == "a second copy of '甲' (98.7% of the text is the same), counted once; the other was kept"
        " because it is in simplified script"
    )


def test_a_sentence_that_nobody_knows_stays() -> None:
    assert reader_words("没有这句话", "en") == "没有这句话"
    assert reader_words("a {brace}", "en") == "a {brace}"


def test_the_english_is_of_sentences_that_there_are() -> None:
    english = tomllib.loads(
        Path(module.__file__).with_name("reader.toml").read_text(encoding="utf-8")
    )
    keys = {
        (name, key)
        for name, value in english.items()
        for key in (value if isinstance(value, dict) else [None])
    }
    known = {(name, key): template for name, key, template in sentences()}
    assert keys <= known.keys()
    for name, key in keys:
        words = english[name] if key is None else english[name][key]
        assert fields(words) == fields(known[name, key])
