"""The kind of document and the years it covers, as its title says."""

from __future__ import annotations

import re

from topics.corpus.language.numerals import numeral

_GENRES = (
    "白皮书",
    "实施细则",
    "实施办法",
    "实施意见",
    "指导意见",
    "实施方案",
    "行动计划",
    "行动方案",
    "工作方案",
    "工作计划",
    "工作要点",
    "重点任务",
    "发展规划",
    "规划纲要",
    "政府工作报告",
    "工作报告",
    "重点工作",
    "任务分工",
    "若干措施",
    "若干政策",
    "若干意见",
    "若干规定",
    "管理办法",
    "暂行办法",
    "暂行条例",
    "暂行规定",
    "试行办法",
    "专项规划",
    "国土空间规划",
    "条例",
    "办法",
    "规定",
    "细则",
    "意见",
    "方案",
    "计划",
    "规划",
    "纲要",
    "要点",
    "任务",
    "清单",
    "目录",
    "导则",
    "指南",
    "规范",
    "规程",
    "准则",
    "标准",
    "规则",
    "守则",
    "制度",
    "章程",
    "措施",
    "政策",
    "决定",
    "决议",
    "命令",
    "令",
    "公报",
    "公告",
    "通告",
    "通报",
    "议案",
    "报告",
    "请示",
    "批复",
    "函",
    "纪要",
    "通知",
    "宣言",
    "倡议",
    "修正案",
    "建议",
    "法",
    "办法（试行）",
)
_PLAIN = {
    "实施办法": "办法",
    "管理办法": "办法",
    "暂行办法": "办法",
    "试行办法": "办法",
    "暂行条例": "条例",
    "暂行规定": "规定",
    "若干规定": "规定",
    "实施细则": "细则",
    "发展规划": "规划",
    "专项规划": "规划",
    "国土空间规划": "规划",
    "规划纲要": "规划",
    "若干意见": "意见",
    "办法（试行）": "办法",
}
_PLANS = frozenset(
    {
        "重点任务",
        "工作要点",
        "行动计划",
        "行动方案",
        "实施方案",
        "工作方案",
        "工作计划",
        "方案",
        "计划",
        "重点工作",
        "任务",
        "要点",
        "实施意见",
        "任务分工",
    }
)
_GENRE = re.compile(f"({'|'.join(sorted(_GENRES, key=len, reverse=True))})(?:（[^（）]*）)*$")
_YEARLY = re.compile(r"(?:19|20)\d{2}年(?!—|-|至|到)")
_SPAN = re.compile(
    r"((?:19|20)\d{2})\s*年?\s*(?:—{1,2}|–|-|－|~|～|至|到)\s*((?:19|20)\d{2})\s*年?"
)
_PLAN = re.compile(
    r"第(?P<ordinal>[一二三四五六七八九十]{1,3})个五年|(?P<quote>“?)(?<![〇○零一二三四五六七八九十第])(?P<number>[一二三四五六七八九十]{1,3})五(?!年)”?"
)


def genre_of_title(title: str) -> str:
    """Return the kind of document that a title names.

    Examples
    --------
    >>> genre_of_title("2022年城市更新和城乡融合发展重点任务"), genre_of_title("“十四五”新型城镇化实施方案"), genre_of_title("城市更新条例")
    ('年度重点任务', '五年实施方案', '条例')
    """
    match = _GENRE.search(title.removesuffix("》"))
    if not match:
        return ""
    kind = _PLAIN.get(match[1], match[1])
    head = title[: match.start()]
    planned = kind in _PLANS
    if kind in {"规划", "条例", "办法", "规定", "法", "政府工作报告"}:
        return kind
    if planned and (head.endswith("五年") or _plan_years(head)):
        return f"五年{kind.removeprefix('五年')}"
    if planned and _YEARLY.search(head) and not _SPAN.search(title):
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
