"""A number written out in any form reads back as itself."""

import random
from fractions import Fraction

import pytest

from topics.corpus.language.numerals import exact_number
from topics.targets.numbers import numbers

DIGITS = "零一二三四五六七八九"


def in_numerals(value: int) -> str:
    """Write a number as Chinese reads it: groups of four places, 零 for places left out."""
    if value == 0:
        return "零"
    groups, places = [], ["", "万", "亿", "万亿"]
    rest = value
    while rest:
        rest, group = divmod(rest, 10_000)
        groups.append(group)
    written = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            continue
        gap = bool(written) and (group < 1000 or groups[place + 1] == 0)
        name = "万" if place == 3 and groups[2] else places[place]
        written += ("零" if gap else "") + _group(group) + name
    return written[1:] if written.startswith("一十") else written


def _group(group: int) -> str:
    written, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, group = divmod(group, size)
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written


def some_numbers(n: int) -> list[int]:
    drawn = random.Random(7)
    return [drawn.randrange(1, 10 ** drawn.randrange(1, 13)) for _ in range(n)]


def test_the_formatter_of_the_test_writes_what_is_read_in_school() -> None:
    assert [in_numerals(n) for n in (10, 15, 203, 1020, 20_003, 120_000, 100_000_300)] == [
        *("十", "十五", "二百零三", "一千零二十", "二万零三", "十二万", "一亿零三百"),
    ]


def test_numerals_read_back() -> None:
    wrong = [n for n in some_numbers(2000) if exact_number(in_numerals(n)) != n]
    assert wrong == []


def test_digits_read_back_in_every_width_and_with_thousands() -> None:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    forms = [
        (n, text)
        for n in some_numbers(200)
        for text in (str(n), f"{n:,}", str(n).translate(wide), f"{n:,}".replace(",", "，"))
    ]
    assert len(forms) == 800
    assert [(n, text) for n, text in forms if exact_number(text) != n] == []


def test_decimals_and_magnitudes_read_back_exactly() -> None:
    drawn = random.Random(8)
    for _ in range(300):
        whole, part = drawn.randrange(1, 1000), drawn.randrange(1, 100)
        size, name = drawn.choice([(1, ""), (10**4, "万"), (10**8, "亿"), (10**12, "万亿")])
        value = (Fraction(f"{whole}.{part:02}")) * size
        spoken = f"{in_numerals(whole)}点{DIGITS[part // 10]}{DIGITS[part % 10]}{name}"
        assert exact_number(f"{whole}.{part:02}{name}") == value
        assert exact_number(spoken) == value
        assert exact_number(f"{whole}.{part:02} {name}") == value


def test_shares_read_back() -> None:
    for n in range(1, 100):
        assert exact_number(f"百分之{in_numerals(n)}") == Fraction(n, 100)
    for tens in range(1, 10):
        assert exact_number(f"{DIGITS[tens]}成") == Fraction(tens, 10)
        assert exact_number(f"{DIGITS[tens]}成半") == Fraction(2 * tens + 1, 20)
    assert exact_number("三分之二") == Fraction(2, 3)


@pytest.mark.parametrize("text", ["", "郊", "12.", "点五", "第三", "abc", "亿分", "零分之三"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert exact_number(text) is None


@pytest.mark.parametrize("unit", ["个", "公里", "%", "万亩", "亿元", "人次", "吨/日"])
def test_a_number_in_a_sentence_reads_back_whatever_its_writing(unit: str) -> None:
    size = {"万": 10**4, "亿": 10**8}.get(unit[0], 1)
    wrong = []
    for value in (n % 9000 + 11 for n in some_numbers(60)):
        spoken = f"百分之{in_numerals(value)}" if unit == "%" else f"{in_numerals(value)}{unit}"
        for written in (f"{value}{unit}", f"{value:,}{unit}", spoken):
            found = numbers(f"全市完成改造{written}，")
            if [(one.value, one.unit) for one in found] != [(value * size, unit.lstrip("万亿"))]:
                wrong.append((written, found))
    assert wrong == []
