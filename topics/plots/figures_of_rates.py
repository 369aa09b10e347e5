"""How figures of change write rates, ratios, periods and lists of themes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import inf, isfinite, isnan, log
from typing import Any

import pandas as pd

from topics.names import Words, code_of
from topics.plots.pieces import named
from topics.plots.style import clean, words

_YEAR = re.compile(r"\d{4}")


def rate_text(rate: float) -> str:
    """Write a rate as short as it can be read: one decimal below ten.

    >>> [rate_text(rate) for rate in (0, 0.02, 1.46, 8.97, 71.2)]
    ['0', '<0.1', '1.5', '9', '71']
    """
    if rate <= 0 or not isfinite(rate):
        return "0" if rate <= 0 else "–"
    if rate < 0.05:
        return "<0.1"
    return f"{rate:.1f}".removesuffix(".0") if rate < 9.95 else f"{rate:.0f}"


def rates_text(first: float, last: float, between: str = "→") -> str:
    """Write two rates as `13→71`."""
    return f"{rate_text(first)}{between}{rate_text(last)}"


def ratio_text(first: float, last: float, lang: str, *, in_time: bool = True) -> str:
    """Write how many times the last rate is the first, or that one of them is zero.

    >>> ratio_text(13.0, 71.0, "zh"), ratio_text(33.0, 1.5, "zh"), ratio_text(0.0, 22.0, "zh")
    ('×5.5', '÷22', '新')
    """
    if first <= 0 or last <= 0:
        if first <= 0 and last <= 0:
            return ""
        if not in_time:
            return words(lang, "独有", "only") if first <= 0 else words(lang, "无", "none")
        return words(lang, "新", "new") if first <= 0 else words(lang, "无", "gone")
    times = max(first, last) / min(first, last)
    number = f"{times:.1f}" if times < 9.95 else f"{times:,.0f}"
    return f"{'×' if last >= first else '÷'}{number}"


def strength(ratio: object) -> float:
    """Return |ln ρ| of a ratio, by which rows are sorted; infinite where it is unknown.

    >>> strength(0.5) == strength(2.0)
    True
    """
    value = pd.to_numeric(pd.Series([ratio]), errors="coerce").iloc[0]
    return abs(log(value)) if 0 < value < inf else inf


def label(value: object) -> str:
    """Return the name of a group: a year read as a number is the same as its text; nothing where
    the table has none.

    >>> label(2018.0), label("2018"), label(None)
    ('2018', '2018', '')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(value)


def period(start: str, end: str) -> str:
    """Write a period of years, the second in two figures where the century is the same.

    >>> period("2016", "2021"), period("1998", "2003"), period("2021", "2021")
    ('2016–21', '1998–2003', '2021')
    """
    if not end or start == end:
        return start
    years = _YEAR.fullmatch(start) and _YEAR.fullmatch(end)
    return f"{start}–{end[2:] if years and start[:2] == end[:2] else end}"


def shape_text(row: Mapping[str, Any], names: Mapping[str, Words], lang: str) -> str:
    """Write the shape of a row of series with its years."""
    start, end = label(row["from"]), label(row["to"])
    text = named(row["shape"], names, lang)
    if code_of(row["shape"]) not in {"wave", "dip"} or start != end:
        return text.format(start=start, end=end)
    return text.replace("{start}–{end}", start)


def are_years(groups: Iterable[str]) -> bool:
    """Return whether all groups are years.

    >>> are_years(["2020", "2022"]), are_years(["东部", "西部"])
    (True, False)
    """
    return all(_YEAR.fullmatch(group) for group in groups)
