"""The kind of document and the years it covers, as its title says."""

from __future__ import annotations

import re

from topics.corpus.language.kinds import ENDS_WITH_GENRE, HORIZONS, PLAIN, PLANS
from topics.corpus.language.numerals import ONE_TO_NINE, ONE_TO_TEN, TYPED_ZEROS, numeral

_YEAR = r"(?:19|20)\d{2}"
# 2024年, not what a plan looks towards, nor when games or a fair take place; 2024政府工作报告.
_YEARLY = re.compile(
    rf"(?P<year>{_YEAR})(?:年(?!—|-|至|到|(?:{_YEAR})?远景|(?:修正|修订|修改|版|本)[）)])"
    r"(?!.{0,12}(?:运动会|[\u4e00-\u9fff]运会|奥会|博览会|[世园花绿农进]博会|展览会|交易会|论坛|峰会|锦标赛|世界杯|[公邀]开?赛))"
    r"|(?=[\u4e00-\u9fff]{0,8}政府工作报告))"
)
_SPAN = re.compile(
    rf"({_YEAR})\s*年?\s*(?:[—–―─\-－~～〜]{{1,2}}|至|到)\s*({_YEAR}|\d{{2}}(?=年|）|\)))\s*年?"
)
_HAN_YEAR = re.compile(
    rf"(?<![{TYPED_ZEROS}{ONE_TO_TEN}])[一二][{TYPED_ZEROS}{ONE_TO_NINE}]{{3}}(?=\s*年|[—–至到-])"
)
_ORDINAL = rf"二?十[{ONE_TO_NINE}]?|[{ONE_TO_NINE}]"
_PLAN = re.compile(
    rf"第(?P<ordinal>{_ORDINAL})个五年"
    rf"|(?P<quote>[“‘\"]?)(?<![{TYPED_ZEROS}{ONE_TO_TEN}第])(?P<number>{_ORDINAL})五(?![年{ONE_TO_TEN}{TYPED_ZEROS}])[”’\"]?"
)
_FIRST_PLANS = {1: "1953—1957", 2: "1958—1962"}  # the third began late, in 1966
_FULL = frozenset({"规划", "条例", "办法", "规定", "法", "政府工作报告"})  # whose name says no time


def genre_of_title(title: str) -> str:
    """Return the kind of document that a title names.

    Examples
    --------
    >>> (genre_of_title("2022年城市更新和城乡融合发展重点任务"),
    ...  genre_of_title("“十四五”新型城镇化实施方案"), genre_of_title("城市更新条例"))
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
    """Return the years of the five-year plan that a title names: the tenth began in 2001, and the
    first plan to teach the law (普法) in 1986.

    Examples
    --------
    >>> (_plan_years("第十四个五年规划和二〇三五年远景目标纲要"), _plan_years("“十三五”规划"),
    ...  _plan_years("三五个项目"))
    ('2021—2025', '2016—2020', '')
    >>> _plan_years("第一个五年计划"), _plan_years("“七五”普法规划")
    ('1953—1957', '2016—2020')
    """
    match = _PLAN.search(text)
    if not match or not (match["ordinal"] or match["quote"] or re.search("时期|规划|计划", text)):
        return ""
    number = numeral(match["ordinal"] or match["number"])
    if not number or number > 20:
        return ""
    if "普法" in text or "法治宣传" in text:
        return (
            f"{1981 + 5 * number}—{1985 + 5 * number}"
            if number < 10
            else f"{1951 + 5 * number}—{1955 + 5 * number}"
        )
    return _FIRST_PLANS.get(number, f"{1951 + 5 * number}—{1955 + 5 * number}")


def period_of_title(title: str) -> str:
    """Return the years that a document covers, as its title says.

    Examples
    --------
    >>> (period_of_title("国家新型城镇化规划（2021—2035年）"),
    ...  period_of_title("“十四五”新型城镇化实施方案"), period_of_title("2022年重点任务"),
    ...  period_of_title("城市更新条例"))
    ('2021—2035', '2021—2025', '2022', '')
    """
    title = _HAN_YEAR.sub(lambda year: str(numeral(year[0])), title)
    match = _SPAN.search(title)
    if match:
        return f"{match[1]}—{match[2] if len(match[2]) > len('25') else match[1][:2] + match[2]}"
    plan = _plan_years(title)
    if plan:
        return plan
    years = {match["year"] for match in _YEARLY.finditer(title)}
    return years.pop() if len(years) == 1 else ""
