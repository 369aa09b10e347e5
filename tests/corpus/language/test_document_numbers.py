"""The number of a document, in every form that it is written in."""

import pytest

from topics.corpus.language.document_numbers import document_number


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("云政发《2022》3号", "云政发〔2022〕3号"),
        ("云政发{2022}3号", "云政发〔2022〕3号"),
        ("云政发「2022」第 3 号", "云政发〔2022〕3号"),
        ("云政发〔二〇二二〕三号", "云政发〔二〇二二〕三号"),
        ("云政发[98]23号", "云政发〔98〕23号"),
        ("云政发2022年3号", "云政发2022年3号"),
        ("〔2022〕第8号", "〔2022〕8号"),
        ("（2022）云政发第3号", "〔2022〕云政发第3号"),
        ("第3号令", "第3号令"),
        ("云川市人民政府令（第12号）", "云川市人民政府令第12号"),
        ("云政发〔2022〕3号 签发人：李某", "云政发〔2022〕3号"),
        ("云政发〔2022〕3号文件", "云政发〔2022〕3号"),
    ],
)
def test_forms(written: str, expected: str) -> None:
    assert document_number(written, whole=True) == expected


@pytest.mark.parametrize(
    "line",
    [
        "云川市人民政府关于城市更新的公告2023年第5号",
        "第3号",
        "（12）",
        "2022年3号线",
        "一、云政发",
        "第三号楼改造",
    ],
)
def test_other_lines_are_no_numbers(line: str) -> None:
    assert document_number(line, whole=True) == ""
