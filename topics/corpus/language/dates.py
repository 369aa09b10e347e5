"""Dates as Chinese documents write them, as ISO."""

from __future__ import annotations

import datetime as dt
import re

from topics.corpus.language.numerals import ONE_TO_NINE, ONE_TO_TEN, TYPED_ZEROS, numeral

_DIGIT = f"[{ONE_TO_NINE}{TYPED_ZEROS}0O]"  # people type 0 and O for 〇
_SMALL = rf"[{ONE_TO_TEN}\d]{{1,3}}"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[一二]{_DIGIT}{{3}})"
MONTH = rf"{_YEAR}\s*年\s*{_SMALL}\s*月"
DATE = rf"{MONTH}\s*{_SMALL}\s*日"
_DATE = re.compile(rf"({_YEAR})\s*年\s*({_SMALL})\s*月(?:\s*({_SMALL})\s*日)?")
_ZERO = str.maketrans("0O", "〇〇")
_PLAIN = re.compile(r"(?<!\d)((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")


def iso_date(text: str) -> str:
    """Return the first date of a text as ISO, or an empty string.

    Examples
    --------
    >>> (iso_date("2024年 07月 28日"), iso_date("二〇二四年七月二十八日"), iso_date("2024-7-8"),
    ...  iso_date("2024年13月1日"))
    ('2024-07-28', '2024-07-28', '2024-07-08', '')
    """
    return next(iter(iso_dates(text)), "")


def iso_dates(text: str) -> list[str]:
    """Return all dates of a text as ISO, those with 年月日 first.

    Examples
    --------
    >>> iso_dates("1988年7月1日通过，1994年5月12日修正")
    ['1988-07-01', '1994-05-12']
    """
    found = []
    for match in [*_DATE.finditer(text), *_PLAIN.finditer(text)]:
        year, month, day = match.groups()
        if day and (date := _date(year, month, day)):
            found.append(date)
    return found


def iso_day_or_month(text: str) -> str:
    """Return the first date of a text, or else its first month, as ISO, or an empty string.

    Examples
    --------
    >>> iso_day_or_month("云川市水务局2024年7月"), iso_day_or_month("二0二四年七月二十八日")
    ('2024-07', '2024-07-28')
    """
    month = _DATE.search(text)
    return iso_date(text) or (_date(month[1], month[2], "1")[:7] if month and not month[3] else "")


def _date(year: str, month: str, day: str) -> str:
    """Return a date of the calendar as ISO, or an empty string."""
    parts = [
        numeral(year if year.isdecimal() else year.translate(_ZERO)),
        numeral(month),
        numeral(day),
    ]
    try:
        return dt.date(*(part or 0 for part in parts)).isoformat()
    except ValueError:
        return ""
