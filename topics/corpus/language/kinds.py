"""The kinds of document (公文文种): which there are, which of them titles and notices end with."""

from __future__ import annotations

import re

from topics.corpus.language.patterns import any_of

# What a document is, and what no chapter of one is named after.
DOCUMENTS = (
    *("通知", "意见", "办法", "规定", "条例", "细则", "方案", "计划", "规划", "纲要"),
    *("决定", "公告", "公报", "通告", "通报", "报告", "批复", "决议", "答复", "导则", "宣言"),
)
# What a document is, and what a chapter may be named after, as one may be after 任务 or 措施.
DOCUMENTS_OR_CHAPTERS = (
    *("要点", "任务", "清单", "目录", "请示", "函", "纪要", "命令", "措施", "政策", "预案"),
    *("解读", "指南", "规范", "准则", "章程", "法", "白皮书", "标准", "议案", "部署", "安排"),
    *("守则", "规则", "制度", "倡议", "倡议书", "修正案", "规程"),
)
# Kinds that end other words, too: titles end with them only as given here.
RESERVED = {
    "建议": "的建议",
    "令": "",  # heads an order, whose title stands below
}
# Kinds of more than one word that readers know by their full name.
COMPOUND = (
    *("实施意见", "指导意见", "实施方案", "行动计划", "行动方案", "工作方案", "工作计划"),
    *("工作要点", "重点任务", "重点工作", "任务分工", "政府工作报告", "工作报告", "若干措施"),
    *("若干政策", "应急预案"),
)
# Kinds whose first word says nothing of the kind: 实施办法 is an 办法.
PLAIN = {
    **dict.fromkeys(("实施办法", "管理办法", "暂行办法", "试行办法", "办法（试行）"), "办法"),
    "暂行条例": "条例",
    "暂行规定": "规定",
    "若干规定": "规定",
    "实施细则": "细则",
    **dict.fromkeys(("发展规划", "专项规划", "国土空间规划", "规划纲要"), "规划"),
    "若干意见": "意见",
}
# Kinds that plan for a time, which their name then says: 年度重点任务, 三年行动计划.
PLANS = frozenset(
    {
        *("重点任务", "工作要点", "行动计划", "行动方案", "实施方案", "工作方案", "工作计划"),
        *("方案", "计划", "重点工作", "任务", "要点", "实施意见", "任务分工"),
    }
)
# What a plan's name says of its time, with the years in words; 年度 is that of a plan for one year.
HORIZONS = {"年度": "1年", "三年": "3年", "五年": "5年", "十年": "10年", "中长期": "中长期"}
# How notices pass another document on, and what they are themselves.
PASSING_ON = ("印发", "转发", "下发", "批转")
PUBLISHING = ("发布", "公布")
CARRIERS = ("通知", "公告", "函", "通告", "决定", "批复")
# With which, after 的, a title is complete, so that nothing can follow it on the next line.
COMPLETE = ("通知", "公告", "通告", "决定", "批复", "意见", "函", "通报", "命令", "答复")

GENRES = (*DOCUMENTS, *DOCUMENTS_OR_CHAPTERS, *RESERVED, *COMPOUND, *PLAIN)
TITLES = (*DOCUMENTS, *DOCUMENTS_OR_CHAPTERS, *COMPOUND, *filter(None, RESERVED.values()))

_NOTE = r"(?:（[^（）]{1,30}）|\([^()]{1,30}\))*"  # （试行） after a kind
ENDS_AS_TITLE = re.compile(f"{any_of(TITLES)}{_NOTE}$")
ENDS_AS_DOCUMENT = re.compile(f"{any_of(DOCUMENTS)}{_NOTE}$")
ENDS_COMPLETE = re.compile(f"的{any_of(COMPLETE)}{_NOTE}$")
ENDS_WITH_GENRE = re.compile(f"(?P<genre>{any_of(GENRES)})(?:（[^（）]*）)*$")


def without_horizon(genre: str) -> str:
    """Return a genre without the time it plans for.

    Examples
    --------
    >>> without_horizon("三年行动计划"), without_horizon("条例")
    ('行动计划', '条例')
    """
    for horizon in HORIZONS:
        genre = genre.removeprefix(horizon)
    return genre


# Words in the heading of a chapter that says what follows where the duties of others are not kept.
PENALTIES = ("法律责任", "罚则")
