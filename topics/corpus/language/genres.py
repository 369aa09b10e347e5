"""The kind of document and the years it covers, as its title says."""

from __future__ import annotations

import re

from topics.corpus.language.kinds import ENDS_WITH_GENRE, HORIZONS, PLAIN, PLANS
from topics.corpus.language.numerals import ONE_TO_TEN, TYPED_ZEROS, numeral

_YEARLY = re.compile(r"(?:19|20)\d{2}年(?!—|-|至|到)")
_SPAN = re.compile(
    r"((?:19|20)\d{2})\s*年?\s*(?:—{1,2}|–|-|－|~|～|至|到)\s*((?:19|20)\d{2})\s*年?"
)
_PLAN = re.compile(
    rf"第(?P<ordinal>[{ONE_TO_TEN}]{{1,3}})个五年"
    rf"|(?P<quote>“?)(?<![{TYPED_ZEROS}{ONE_TO_TEN}第])(?P<number>[{ONE_TO_TEN}]{{1,3}})五(?!年)”?"
)
_FULL = frozenset({"规划", "条例", "办法", "规定", "法", "政府工作报告"})  # whose name says no time


def genre_of_title(title: str) -> str:
    """Return the kind of document that a title names.

    Examples
    --------
    >>> genre_of_title("2022年城市更新和城乡融合发展重点任务"), genre_of_title("“十四五”新型城镇化实施方案"), genre_of_title("城市更新条例")
    ('年度重点任务', '五年实施方案', '条例')
    """
    match = ENDS_WITH_GENRE.search(title.removesuffix("》"))
    if not match:
        return ""
    kind = PLAIN.get(match["genre"], match["genre"])
    head = title[: match.start()]
    if kind in _FULL or kind not in PLANS:
        return kind
    said = next((horizon for horizon in HORIZONS if head.endswith(horizon)), "")
    if said and said != "年度":
        return f"{said}{kind}"
    if _plan_years(head):
        return f"五年{kind}"
    if said or (_YEARLY.search(head) and not _SPAN.search(title)):
        return f"年度{kind}"
    return kind


def _plan_years(text: str) -> str:
    """Return the years of the five-year plan that a title names: the tenth began in 2001.

    Examples
    --------
    >>> _plan_years("第十四个五年规划和二〇三五年远景目标纲要"), _plan_years("“十三五”规划"), _plan_years("三五个项目")
    ('2021—2025', '2016—2020', '')
    """
    match = _PLAN.search(text)
    if not match or not (match["ordinal"] or match["quote"] or re.search("时期|规划|计划", text)):
        return ""
    number = numeral(match["ordinal"] or match["number"])
    return f"{1951 + 5 * number}—{1955 + 5 * number}" if number and number <= 20 else ""


def period_of_title(title: str) -> str:
    """Return the years that a document covers, as its title says.

    Examples
    --------
    >>> period_of_title("国家新型城镇化规划（2021—2035年）"), period_of_title("“十四五”新型城镇化实施方案"), period_of_title("2022年重点任务"), period_of_title("城市更新条例")
    ('2021—2035', '2021—2025', '2022', '')
    """
    match = _SPAN.search(title)
    if match:
        return f"{match[1]}—{match[2]}"
    plan = _plan_years(title)
    if plan:
        return plan
    match = _YEARLY.search(title)
    return match[0][:4] if match and not title.startswith("关于") else ""
