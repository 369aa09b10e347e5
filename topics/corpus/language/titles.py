"""What the title of a document looks like, and the title of a policy inside that of its notice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from topics.corpus.language.kinds import (
    CARRIERS,
    ENDS_AS_DOCUMENT,
    ENDS_AS_TITLE,
    ENDS_COMPLETE,
    PASSING_ON,
    PUBLISHING,
)
from topics.corpus.language.line_openings import starts_item
from topics.corpus.language.patterns import any_of

_NOTICE_TITLE = re.compile(
    rf"^(?P<issuer>[^，。；：《》]{{2,80}}?)?(?:关于)?{any_of((*PASSING_ON, *PUBLISHING))}"
    rf"(?P<title>.{{4,120}}?)的{any_of(CARRIERS)}(?:（.{{1,20}}）)?$"
)
_PRINTED = re.compile(r"^(?P<issuer>[^，。；：《》]{2,80}?)印发《(?P<title>[^《》]{4,120})》$")
_TITLE_LINES, _SHORTEST, _LONGEST = (
    4,
    7,
    120,
)  # of a title: lines; characters, where its kind of document makes it one
# What chapters are called, and documents are not.
_CHAPTER = re.compile(
    r"(?:总体|基本|主要|重点|工作|总|指导|发展|现状|规划|政策|组织|保障|有关|相关|具体|其他)?"
    r"(?:要求|思路|思想|原则|目标|任务|举措|措施|保障|领导|实施|背景|基础|形势|意义|事项|说明|概况|概述)|总则|附则|前言|引言|序言|导言|结语|后记|附录|摘要|编制说明"
)

_PASSES_ON = re.compile(f"{any_of(PASSING_ON)}$")
_LISTED = re.compile(
    "^(?:有关|相关|部分|若干|一批|下列|第.{1,3}批)|(?:目录|清单|名单|标准)(?:（[^（）]*）)*$"
)


def notice_parts(line: str) -> tuple[str, str]:
    """Return issuer and the title of the attached policy from a notice's title; empty where it is
    not one.

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


def attached_title(notice: str, standing: str = "") -> str:
    """Return the title of the policy that a notice brings: in 《》, or standing below it, or a plan
    that it passes on.

    Parameters
    ----------
    notice : str
        The title of the notice.
    standing : str
        The title that stands below the notice, if there is one.

    Examples
    --------
    >>> (attached_title("关于发布《城市更新指导目录》的公告"),
    ...  attached_title("关于发布有关目录的公告"))
    ('城市更新指导目录', '')
    >>> (attached_title("关于印发城市更新行动方案的通知"),
    ...  attached_title("关于公布城市更新目录的通知", "城市更新目录"))
    ('城市更新行动方案', '城市更新目录')
    """
    title = notice_parts(notice)[1]
    named = f"《{title}》" in notice or (bool(title) and bare_title(title) == bare_title(standing))
    passed_on = (
        is_title(title)
        and bool(_PASSES_ON.search(notice[: notice.find(title)]))
        and not _LISTED.search(title)
    )
    return title if named or passed_on else ""


# How a speech or a sentence begins, and no title.
_SAID = re.compile(
    r"(?:现在|下面|刚才|今天|同志们|各位|大家|首先|最后|根据|按照|受[^，]{2,20}委托|我(?=代表|受|就|们|向|对|讲)"
    r"|为(?:了|进一步|贯彻|落实|深入|加快|推进|全面|切实|规范|加强|做好))"
)


def is_title(line: str) -> bool:
    """Tell whether a line could be a document's title: short, no sentence, and ending with a kind
    of document.
    """
    return (
        5 <= len(line) <= 90
        and line[-1] not in "。；，："
        and "。" not in line
        and bool(ENDS_AS_TITLE.search(line))
        and not _SAID.match(line)
        and ("，" not in line or "关于" in line or "《" in line)
    )


def names_document(line: str) -> bool:
    """Tell whether a line ends with a kind of document that no chapter is named after.

    Examples
    --------
    >>> names_document("云川市城市更新方案"), names_document("重点任务")
    (True, False)
    """
    return bool(ENDS_AS_DOCUMENT.search(line)) and "。" not in line


def names_chapter(line: str) -> bool:
    """Tell whether a line is what chapters are called, and documents are not: 总体要求."""
    return bool(_CHAPTER.fullmatch(line))


def marked_title(paragraphs: Sequence[str], levels: Mapping[int, int]) -> range:
    """Return which paragraphs are the document's title by their mark: the first marked ones, if no
    other ranks as high.

    Parameters
    ----------
    paragraphs : sequence of str
    levels : mapping of int to int
        Level of each paragraph that the source marks as a heading, 0 for a title, by its index.

    Examples
    --------
    >>> marked_title(["云川这五年", "目标", "推进更新。", "任务"], {0: 1, 1: 2, 3: 2})
    range(0, 1)
    >>> marked_title(["目标", "推进更新。", "任务"], {0: 2, 2: 2})
    range(0, 0)
    """
    first = min(levels, default=0)
    run: list[str] = []
    while (
        levels
        and levels.get(first + len(run)) == levels[first]
        and not starts_item(paragraphs[first + len(run)])
    ):
        run.append(paragraphs[first + len(run)])
        title = "".join(run)
        if "。" in title or title.endswith(("；", "：", "，")) or len(run) > _TITLE_LINES:
            return range(0)
        if len(title) >= _SHORTEST and ENDS_AS_DOCUMENT.search(title):
            return range(first, first + len(run))
    others = [
        level
        for index, level in levels.items()
        if index >= first + len(run) and not starts_item(paragraphs[index])
    ]
    highest = run and levels[first] <= 1 and all(level > levels[first] for level in others)
    title = "".join(run)
    return (
        range(first, first + len(run))
        if highest and 4 <= len(title) <= _LONGEST and not names_chapter(title)
        else range(0)
    )


def is_complete_title(line: str) -> bool:
    """Tell whether a line ends as the title of a notice does, so that nothing can follow it on the
    next line.
    """
    return (
        bool(ENDS_COMPLETE.search(line))
        and "。" not in line
        and line.count("《") == line.count("》")
    )


def bare_title(title: str) -> str:
    """Return a title without spaces, title marks and the difference between dashes."""
    return (
        re.sub(r"[\s《》〈〉“”\"]", "", re.sub("[—–-]+", "—", title))
        .replace("(", "（")
        .replace(")", "）")
    )
