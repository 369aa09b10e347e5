"""Chinese numerals, as headings and dates write them."""

from __future__ import annotations

import re

# Insides of a character class, so that each set of digits is spelled out once.
ONE_TO_NINE = "一二三四五六七八九"
ONE_TO_TEN = f"{ONE_TO_NINE}十"
ZEROS = "零〇"
TYPED_ZEROS = f"{ZEROS}○"  # ○ is a sign that people type for 〇
NUMERALS = f"{ONE_TO_TEN}百千{ZEROS}"

_DIGITS = {char: value for value, char in enumerate(ONE_TO_NINE, 1)} | {"两": 2}
_DIGITS |= dict.fromkeys(TYPED_ZEROS, 0)
_UNITS = {"十": 10, "百": 100, "千": 1000}
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
