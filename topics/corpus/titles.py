"""What the title of a document looks like, and the title of a policy inside that of its notice."""

from __future__ import annotations

import re

_NOTICE_TITLE = re.compile(
    r"^(?P<issuer>[^，。；：《》]{2,80}?)?(?:关于)?(?:印发|转发|发布|公布|下发|批转)(?P<title>.{4,120}?)的(?:通知|公告|函|通告|决定|批复)(?:（.{1,20}）)?$"
)
_PRINTED = re.compile(r"^(?P<issuer>[^，。；：《》]{2,80}?)印发《(?P<title>[^《》]{4,120})》$")
_COMPLETE = re.compile(r"的(?:通知|公告|通告|决定|批复|意见|函|通报|命令)(?:（[^（）]{1,30}）)*$")
_ANY_TITLE = re.compile(
    r"(?:通知|意见|办法|规定|条例|细则|方案|计划|规划|纲要|要点|任务|清单|决定|公告|通告|报告|批复|函|命令?|决议|措施|政策|指南|规范|准则|章程|法|白皮书|目录|标准|议案|部署|安排|守则|规则|制度|倡议书?|修正案)"
    r"(?:（[^（）]{1,30}）|\([^()]{1,30}\))*$"
)


def notice_parts(line: str) -> tuple[str, str]:
    """Return issuer and the title of the attached policy from a notice's title; empty where it is not one.

    Examples
    --------
    >>> notice_parts("云川市人民政府关于印发《云川市更新行动计划》的通知")
    ('云川市人民政府', '云川市更新行动计划')
    """
    match = _NOTICE_TITLE.match(line) or _PRINTED.match(line)
    if not match or "：" in line:
        return "", ""
    title = match["title"]
    if title.startswith("《") and title.endswith("》"):
        title = title[1:-1]
    return (match["issuer"] or "").removesuffix("关于"), title


def is_title(line: str) -> bool:
    """Tell whether a line could be a document's title: short, no sentence, and ending with a kind of document."""
    return 5 <= len(line) <= 90 and line[-1] not in "。；，：" and "。" not in line and bool(_ANY_TITLE.search(line))


def is_complete_title(line: str) -> bool:
    """Tell whether a line ends as the title of a notice does, so that nothing can follow it on the next line."""
    return bool(_COMPLETE.search(line)) and "。" not in line and line.count("《") == line.count("》")


def bare_title(title: str) -> str:
    """Return a title without spaces, title marks and the difference between dashes."""
    return re.sub(r"[\s《》〈〉“”\"]", "", re.sub("[—–-]+", "—", title)).replace("(", "（").replace(")", "）")
