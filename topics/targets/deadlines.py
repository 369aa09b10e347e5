"""By when a target is due, and what says so: its clause, its sentence, its section or the period of
its document.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from topics.corpus.document import Document
from topics.corpus.language.numerals import ONE_TO_NINE, ONE_TO_TEN, numeral
from topics.targets.context import Context, is_report, now_of

_SMALL = f"(?:[{ONE_TO_TEN}两]{{1,3}}|\\d{{1,2}})"
_PATTERNS = re.compile(
    r"(?P<than>[比较以同](?=(?:19|20)\d{2}年))?(?<!\d)(?P<year>(?:19|20)\d{2})年?(?:(?P<month>\d{1,2})月)?(?=年|[底末前]|[^\d-]|$)"
    rf"|(?P<this>今年|本年|年内|全年|年底|新的一年)|(?<![\d])(?P<of_month>\d{{1,2}})月(?:底|末|\d{{1,2}}日)?前?"
    rf"|(?P<next>明年)|(?P<century>本?世纪末)"
    rf"|[“‘\"](?P<plan>二?十?[{ONE_TO_NINE}]五|十五五)[”’\"](?:末|期末|期间|时期|规划|计划)?"
    rf"|(?P<years>{_SMALL})年(?:内|之内|左右|的?时间|的?努力|期间|来)"
    rf"|(?:今后|未来|力争|争取|用|经过|再用)(?P<span>{_SMALL})年"
)
_SPANS = {"三年": 3, "五年": 5, "十年": 10}
_END = re.compile(r"(?:19|20)\d{2}$")


class Deadline(NamedTuple):
    """A year, or year and month, and where it is said; both empty where nothing says one."""

    due: str
    said: str


NONE = Deadline("", "none")


def deadline_of(document: Document, context: Context, in_section: str) -> Deadline:
    """Return the deadline of a quantity: the nearest before it in its sentence, or further out.

    Parameters
    ----------
    document : Document
    context : Context
    in_section : str
        What an earlier sentence of the same section says; empty for nothing.
    """
    now = now_of(document)
    clause = stated(context.left, now)
    if clause:
        return Deadline(clause, "clause")
    behind = re.match(
        r"[^。；]{0,16}?(?:在|于)?((?:20)\d{2})年(?:底|末)?(?:前|以前)", context.right
    )
    if behind:
        return Deadline(behind[1], "clause")
    before = stated(context.before, now)
    if before:
        return Deadline(before, "sentence")
    if in_section:
        return Deadline(in_section, "section")
    period = period_end(document)
    return Deadline(period, "period") if period else NONE


def stated(text: str, now: int | None) -> str:
    """Return the last deadline that words state, as a year or year-month; empty where none is.

    Examples
    --------
    >>> stated("到2027年底，力争", 2024), stated("今年6月底前", 2024), stated("三年内", 2024)
    ('2027', '2024-06', '2027')
    >>> stated("“十五五”时期", 2026), stated("比2020年", 2024)
    ('2030', '')
    """
    due = ""
    for match in _PATTERNS.finditer(text):
        due = _due(match, now, due) or due
    return due


def _due(match: re.Match[str], now: int | None, before: str) -> str:
    """Return the deadline of one expression; what is past, or unknown without a year, is none."""
    if match["year"]:
        past = match["than"] or (now and int(match["year"]) < now)
        month = f"-{int(match['month']):02}" if match["month"] else ""
        return "" if past else match["year"] + month
    if match["plan"]:
        end = 1955 + 5 * (numeral(match["plan"][:-1]) or 0)
        return "" if now and end < now else str(end)
    return "" if now is None else _counted_from(match, now, before)


def _counted_from(match: re.Match[str], now: int, before: str) -> str:
    if match["this"]:
        return before if match["this"] == "年底" and before else str(now)
    if match["of_month"]:
        month = int(match["of_month"])
        return f"{before[:4] or now}-{month:02}" if 1 <= month <= 12 else ""
    if match["century"]:
        return "2000" if now < 2000 else ""
    written = match["years"] or match["span"] or "一"  # 明年 is a year from now
    return str(now + (numeral(written.replace("两", "二")) or 0))


def listed_years(left: str) -> list[str]:
    """Return the years that 分别 shares out: 到2027年、2030年分别达到….

    >>> listed_years("到2027年、2030年分别达到"), listed_years("到2027年达到")
    (['2027', '2030'], [])
    """
    if "分别" not in left:
        return []
    head = left.partition("分别")[0]
    found = re.findall(r"(?<!\d)((?:19|20)\d{2})年", head)
    return found if len(found) > 1 else []


def period_end(document: Document) -> str:
    """Return the last year that a document plans for; empty where it says none.

    A plan over five years without a period ends five years after its own; a yearly one, and a
    report of work, in its own year.
    """
    if match := _END.search(document.period):
        return match[0]
    now = now_of(document)
    if now is None:
        return ""
    span = next((years for name, years in _SPANS.items() if name in document.genre), None)
    if span:
        return str(now + span)
    return str(now) if is_report(document) or document.genre.startswith("年度") else ""
