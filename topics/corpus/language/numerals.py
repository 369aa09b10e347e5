"""Chinese numerals, as headings, dates and amounts write them."""

from __future__ import annotations

import re
from fractions import Fraction

# Insides of a character class, so that each set of digits is spelled out once.
ONE_TO_NINE = "一二三四五六七八九"
ONE_TO_TEN = f"{ONE_TO_NINE}十"
ZEROS = "零〇"
TYPED_ZEROS = f"{ZEROS}○"  # ○ is a sign that people type for 〇
NUMERALS = f"{ONE_TO_TEN}百千{ZEROS}"

_DIGITS = {char: value for value, char in enumerate(ONE_TO_NINE, 1)} | {"两": 2}
_DIGITS |= dict.fromkeys(TYPED_ZEROS, 0)
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}  # the largest first
_PARTS = {"百分之": 100, "千分之": 1000, "万分之": 10000}
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_WRITTEN = re.compile(f"^[{''.join(_DIGITS)}{''.join(_UNITS)}]+$")


def numeral(text: str) -> int | None:
    """Return the value of a numeral written in digits, place by place, or with 十百千; None if it
    is not one.

    Examples
    --------
    >>> numeral("二十八"), numeral("二〇二四"), numeral("12"), numeral("十"), numeral("郊")
    (28, 2024, 12, 10, None)
    """
    if text.isdecimal():
        return int(text) if len(text) <= 9 else None
    if not _WRITTEN.match(text) or len(text) > 9:
        return None
    if not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def exact_number(text: str) -> Fraction | None:
    """Return the exact value of an amount in digits, numerals or both; None if it is none.

    Parameters
    ----------
    text : str
        Digits with thousands and decimals, Chinese numerals, magnitudes up to 万亿, 点, 分之, and
        the tenths 成. A share (百分之八, 八成) is a share of one.

    Examples
    --------
    >>> [str(exact_number(one)) for one in ("1.95万亿", "三千二百万", "1,250", "两百零五")]
    ['1950000000000', '32000000', '1250', '205']
    >>> [str(exact_number(one)) for one in ("百分之八点七", "九成三", "三分之二", "一万五")]
    ['87/1000', '93/100', '2/3', '15000']
    """
    plain = text.translate(_HALF_WIDTH).replace(" ", "").replace(",", "")
    for opening, parts in _PARTS.items():
        if plain.startswith(opening):
            return _over(_amount(plain.removeprefix(opening)), Fraction(parts))
    if "分之" in plain or "/" in plain:
        below, _, above = plain.partition("分之")
        if not above:
            above, _, below = plain.partition("/")
        return _over(_amount(above), _amount(below))
    tenths, mark, rest = plain.partition("成")
    if mark:
        tens, ones = _amount(tenths), _amount("五" if rest == "半" else rest or "零")
        return None if tens is None or ones is None else tens / 10 + ones / 100
    return _amount(plain)


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．·，", "0123456789..,")


def _over(above: Fraction | None, below: Fraction | None) -> Fraction | None:
    return None if above is None or not below else above / below


def _amount(text: str) -> Fraction | None:
    """Return the value of a number that is no share; a last digit alone counts tenths: 一万五."""
    if not text:
        return None
    whole, point, rest = text.partition("点")
    digits = re.match(f"[{''.join(_DIGITS)}]+", rest) if point else None
    if digits:
        return _with_point(whole, digits[0], rest[digits.end() :])
    if _PLAIN.fullmatch(text):
        return Fraction(text)
    for mark, factor in _LARGE.items():
        if mark in text:
            before, _, after = text.rpartition(mark)
            return _joined(before, factor, after)
    if all(char in _DIGITS for char in text):
        return Fraction("".join(str(_DIGITS[char]) for char in text))
    return None


def _with_point(whole: str, digits: str, magnitude: str) -> Fraction | None:
    before, factor = _amount(whole), _amount(f"一{magnitude}")
    if before is None or factor is None:
        return None
    return (before + Fraction(_placed(digits), 10 ** len(digits))) * factor


def _placed(digits: str) -> int:
    return int("".join(str(_DIGITS[char]) for char in digits))


def _joined(before: str, factor: int, after: str) -> Fraction | None:
    times = _amount(before) if before else Fraction(1)
    if after in _DIGITS and after not in TYPED_ZEROS and factor > 10:
        rest: Fraction | None = Fraction(_DIGITS[after] * factor, 10)
    else:
        after = after.lstrip(TYPED_ZEROS)
        rest = _amount(after) if after else Fraction(0)
    return None if times is None or rest is None else times * factor + rest
