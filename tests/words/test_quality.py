"""How good the words are: on hard strings of the field, and on general text."""

from pathlib import Path

import pytest
import rjieba

from tests.support import SHARED, needs_shared
from topics import PolicyTokenizer

GOLD = Path(__file__).with_name("gold.tsv")


def gold_lines(path=GOLD):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0].split("|") for line in lines if line and not line.startswith("#")]


def places(words):
    end = 0
    found = set()
    for word in words:
        found.add((end, end + len(word)))
        end += len(word)
    return found


def precision_recall(sentences, cut):
    right = given = wanted = 0
    for words in sentences:
        found, gold = places(cut("".join(words))), places(words)
        right, given, wanted = right + len(found & gold), given + len(found), wanted + len(gold)
    return right / given, right / wanted


def f1(sentences, cut):
    precision, recall = precision_recall(sentences, cut)
    return 2 * precision * recall / (precision + recall)


def segment(text):
    return [text[span.start : span.end] for span in PolicyTokenizer().segment(text)]


def test_the_gold_file_has_a_reason_on_each_line():
    lines = [
        line
        for line in GOLD.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    strings = ["".join(line.split("\t")[0].split("|")) for line in lines]
    assert len(set(strings)) == len(strings) >= 200
    assert all(len(line.split("\t")) == 2 and len(line.split("\t")[1]) > 4 for line in lines)


def test_hard_strings_come_out_as_wanted():
    before = precision_recall(gold_lines(), rjieba.Jieba().cut)
    precision, recall = precision_recall(gold_lines(), segment)
    assert precision > 0.95
    assert recall > 0.95
    assert min(precision, recall) > max(before) + 0.2


def test_strings_of_other_fields_come_out_better_than_from_jieba():
    lines = gold_lines(GOLD.with_name("gold_fields.tsv"))
    assert len(lines) > 80
    before, found = precision_recall(lines, rjieba.Jieba().cut), precision_recall(lines, segment)
    assert found[0] > before[0] + 0.1
    assert found[1] > before[1] + 0.05


@needs_shared
def test_general_text_does_not_suffer():
    path = SHARED / "gold" / "ud_gsdsimp" / "zh_gsdsimp-ud-dev.conllu"
    rows = [
        line.split("\t")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    sentences, words = [], []
    for row in rows:
        if len(row) < 2:
            sentences.append(words)
            words = []
        elif row[0].isdigit():
            words.append(row[1])
    sentences = [sentence for sentence in sentences if sentence]
    assert len(sentences) == 500
    assert f1(sentences, segment) >= f1(sentences, rjieba.Jieba().cut) - 0.005


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("提高城市群众生活水平", "群众"),
        ("长三角城市群一体化", "城市群"),
        ("推进政务服务智慧化，提供商事登记、办税缴费", "商事登记"),
        ("推进政务服务智慧化，提供商事登记、办税缴费", "提供"),
    ],
)
def test_the_strings_that_everyone_asks_about(text, wanted):
    assert wanted in segment(text)
