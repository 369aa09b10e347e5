"""Dates as Chinese documents write them, as ISO."""

from __future__ import annotations

import datetime as dt
import re

from topics.corpus.numerals import numeral

_DIGIT = "[一二三四五六七八九〇○零]"
_SMALL = "[一二三四五六七八九十\\d]{1,3}"
DATE = rf"(?:(?:19|20)\d{{2}}|[一二]{_DIGIT}{{3}})\s*年\s*{_SMALL}\s*月\s*{_SMALL}\s*日"
_DATE = re.compile(rf"((?:19|20)\d{{2}}|[一二]{_DIGIT}{{3}})\s*年\s*({_SMALL})\s*月\s*({_SMALL})\s*日")
_PLAIN = re.compile(r"(?<!\d)((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")


def iso_date(text: str) -> str:
    """Return the first date of a text as ISO, or an empty string.

    Examples
    --------
    >>> iso_date("2024年 07月 28日"), iso_date("二〇二四年七月二十八日"), iso_date("2024-7-8"), iso_date("2024年13月1日")
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
        year, month, day = (numeral(part) for part in match.groups())
        if year and month and day:
            try:
                found.append(dt.date(year, month, day).isoformat())
            except ValueError:
                continue
    return found
