"""Numbers at the start of a line: 第一条, 一、, （一）, ㈠, 1., （1）, ⑴, ⒈, 1）, ① and ——."""

from __future__ import annotations

import re

from topics.corpus.language.numerals import NUMERALS, ONE_TO_TEN, numeral
from topics.corpus.language.patterns import any_of

# The units of 第一章, and how traditional script writes them.
UNITS = ("编", "篇", "章", "节", "条", "部分")
TRADITIONAL_UNITS = {"編": "编", "節": "节", "條": "条"}
UNIT = any_of((*UNITS, *TRADITIONAL_UNITS))
CN = f"[{NUMERALS}]"
_GAP = r"[ \t\u3000\xa0]*"

# Each form has a group of its name that holds the number; 一、二、三产业 is no number.
FORMS = {
    "ordinal": rf"第{_GAP}(?P<ordinal>{CN}{{1,7}}|\d{{1,4}}){_GAP}"
    rf"(?P<unit>{UNIT})(?P<sub>之{CN}{{1,3}})?",
    "cn": rf"(?P<cn>{CN}{{1,5}}){_GAP}[、．.﹒](?!{CN}{{1,5}}、)",
    "paren": rf"[（(]{_GAP}(?P<paren>{CN}{{1,5}}){_GAP}[）)]",
    "square": "(?P<square>[㈠-㈩])",
    "num": rf"(?P<num>\d{{1,3}}){_GAP}[.．、﹒](?!\d)",
    "pnum": rf"[（(]{_GAP}(?P<pnum>\d{{1,3}}){_GAP}[）)]",
    "small": "(?P<small>[⑴-⒇])",
    "point": "(?P<point>[⒈-⒛])",
    "half": r"(?P<half>\d{1,2})[)）]",
    "circle": "(?P<circle>[①-⑳])",
    "dash": r"(?P<dash>——|--|—(?=[\u4e00-\u9fff]|\s+\S))",
}
# Written with Han: figures and circles number the rows of tables, too.
WITH_HAN = ("ordinal", "cn", "paren", "square")
# Forms of one character, and the form that each is another way to write.
SINGLE = {
    "square": ("㈠", "paren"),
    "small": ("⑴", "pnum"),
    "point": ("⒈", "num"),
    "circle": ("①", "circle"),
}
# 4.1.2, which cannot be a decimal number; 4.1 can.
DEEP_DECIMAL = (
    rf"(?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{2,4}})[.．、]?{_GAP}(?=[\u4e00-\u9fff《“（])"
)


# A number as an item opens with it, of any kind, wherever its line begins: （一） 4. 一、 第三条
# 1） ① —— and those marks with which Markdown begins a line. Wider than `FORMS`: what it matches is
# left out of a comparison, so that 第三款 and 第二项 count, too.
_ANY = r"[一二三四五六七八九十百千零〇两\d０-９]+"
PLACES = "(?:编|章|节|条|款|项|目|部分)"
ITEM_OPENING = (
    rf"(?m)^[\s#*]*(?:第{_ANY}{PLACES}(?:之{_ANY})?(?=\s|$)|[（(]{_ANY}[）)]|{_ANY}[）)]"
    rf"|[一二三四五六七八九十百]+、(?!{_ANY}、)|\d{{1,3}}[.．、](?!\d)|[①-⑳㈠-㈩⑴-⒇]|——|—)[\s*]*"
)
# A reference to another place, whose number changes when something is put in before it; its group
# is the kind of place.
REFERENCE = rf"第(?:{_ANY}|[（(]{_ANY}[）)])({PLACES})(?:之{_ANY})?"


def number_pattern(*forms: str) -> str:
    """Return the pattern of some forms of numbers, or of all of them.

    Examples
    --------
    >>> [bool(re.match(number_pattern("cn", "square"), line))
    ...     for line in ("一、目标", "㈠目标", "1.目标")]
    [True, True, False]
    """
    return f"(?:{'|'.join(FORMS[form] for form in forms or FORMS)})"


_NUMBER = re.compile(f"{number_pattern()}|{DEEP_DECIMAL}")


_INSIDE = re.compile(number_pattern("paren", "square", "pnum", "small", "circle"))


def starts_number(line: str) -> bool:
    """Tell whether a line begins with a number of any form.

    Examples
    --------
    >>> (starts_number("㈡排涝"), starts_number("⑴排涝"), starts_number("4.1.2 排涝"),
    ...  starts_number("3.5万户"))
    (True, True, True, False)
    """
    return bool(_NUMBER.match(line))


def number_value(form: str, written: str) -> int | None:
    """Return the value of a number as one of the forms writes it.

    Examples
    --------
    >>> number_value("square", "㈢"), number_value("cn", "十二"), number_value("point", "⒉")
    (3, 12, 2)
    """
    if form in SINGLE:
        return ord(written) - ord(SINGLE[form][0]) + 1
    return numeral(written)


def number_at_start(line: str) -> tuple[str, int]:
    """Return the form and the value of the number with which a line begins; nothing and 0 for none.

    Examples
    --------
    >>> number_at_start("⑶修建公厕"), number_at_start("二、任务"), number_at_start("任务")
    (('pnum', 3), ('cn', 2), ('', 0))
    """
    opens = line[0] in "（(" or line[0].isnumeric()
    match = _NUMBER.match(line) if opens else None
    form = (match and match.lastgroup) or ""
    if not match or form in {"", "ordinal", "unit", "sub", "dash", "decimal"}:
        return "", 0
    return same_form(form), number_value(form, match[form]) or 0


def numbers_inside(line: str) -> list[tuple[str, int]]:
    """Return the form and the value of each number in brackets or a circle that stands inside a
    line.

    Examples
    --------
    >>> numbers_inside("办好实事：（1）建学校。（2）修路。"), numbers_inside("（1）建学校。")
    ([('pnum', 1), ('pnum', 2)], [])
    """
    return [
        (same_form(form), number_value(form, match[form]) or 0)
        for match in _INSIDE.finditer(line, 1)
        if (form := match.lastgroup or "")
    ]


def is_first(line: str) -> bool:
    """Tell whether a line begins with the first number of its kind; 第一条 does not count.

    Examples
    --------
    >>> [is_first(line) for line in ("一、目标", "⑴目标", "1.目标", "第一条", "二、任务")]
    [True, True, True, False, False]
    """
    match = _NUMBER.match(line)
    form = (match and match.lastgroup) or "ordinal"
    if not match or form in {"ordinal", "unit", "sub", "dash", "decimal"}:
        return False
    return number_value(form, match[form]) == 1


def same_form(form: str) -> str:
    """Return the form that one of a single character is another way to write: ㈠ is （一）."""
    return SINGLE[form][1] if form in SINGLE else form


def cn_number(value: int) -> str:
    """Return a number up to ten in Han: 3 is 三."""
    return ONE_TO_TEN[value - 1]
