"""What stands round a quantity: its sentence, its clause, and whether they look back or ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from topics.corpus.document import Document, Section
from topics.corpus.language.numerals import NUMERALS, ONE_TO_NINE, TYPED_ZEROS, numeral
from topics.words.special import normalise

REVIEW, PLAN = "review", "plan"
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’」]?\n?")
_CLAUSE_END = "，。；：！？\n"
_REVIEW_HEAD = re.compile(
    "回顾|过去|[一三五]年来|主要进展|发展基础|成就|成绩|成效|执行情况|总结|现状|形势|取得|去年|上年|基本情况|历史性"
)
_LOOKS_BACK = re.compile("回顾|主要进展|发展基础|成就|成效|现状|执行情况")
_PLAN_HEAD = re.compile(
    "任务|部署|安排|目标|建议|措施|今后|下一步|重点[任工]|工作重点|思路|展望|方针|今年|要求|打算|实施"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_HAN_YEAR = re.compile(f"(?<![{NUMERALS}])([一二][{ONE_TO_NINE}{TYPED_ZEROS}]{{3}})(?=年)")
_PAST = re.compile(
    r"(?<![比较与同跟])去年(?!预算)|(?<![比较与同跟])上年(?!度?预算)|(?<![比较与同跟])上一年|过去|截至|截止|以来|[一二三四五]年来|[一两三四五六]年间|已经|已[建完达有实累超成在开全提]|目前|现有|同比|历史性|顺利|首次"
    r"|成功|取得|了(?=[\d一二三四五六七八九十百约近超])|增至|连续[三四五六七八九十\d]+年|圆满|实现了|完成了"
    r"|[^，。]{0,6}(?:得到|获得|受到)(?:有效|较大|进一步)|同上年相比|比上年(?!预算|执行)[^，。]{0,4}了"
)
_FUTURE = re.compile(
    r"今年(?!以来|上半年)|明年|今后|未来|下一步|将(?!军|士|近|来自)|拟|力争|争取|确保|努力(?!下)|预期|计划(?!单列|生育|经济|的|外|内|执行|指标完成)|要(?![求素点闻地道])|必须|应当|继续|本年"
    r"|目标[是为：]|奋斗目标|新的一年|本世纪末"
)
# Words by which a clause says outright that it looks ahead, also in a review.
_AHEAD = re.compile(r"力争|争取|拟|预期目标|今后[三五十]|明年|(?<!不)将[^军士]|到本世纪末|目标是")
_BACK = re.compile(
    r"(?<![比较与同跟])去年(?!预算|超收)|(?<![比较与同跟])上年(?!度?预算)[^，。]{0,3}(?:末|底|为|是|的)|截至|以来|已经|已[建完达有实累超成在]|目前|现有|过去"
)
_REPORT = re.compile("政府工作报告|计划执行情况|预算执行情况")


@dataclass(frozen=True, slots=True)
class Context:
    """The words round a quantity.

    Attributes
    ----------
    sentence, start : str, int
        The sentence and where it begins in the text.
    before : str
        The sentence up to the number.
    left, right : str
        The clause up to the number, and from behind the quantity.
    role : str
        `review` or `plan`.
    """

    sentence: str
    start: int
    before: str
    left: str
    right: str
    role: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its span and its role."""

    start: int
    end: int
    role: str


def plain_text(document: Document) -> str:
    """Return the text in half width, with years in digits; offsets hold."""
    return _HAN_YEAR.sub(lambda year: str(numeral(year[1])), normalise(document.text))


def is_report(document: Document) -> bool:
    """Return whether a document is a report of work, which looks back and ahead."""
    opening = document.text[:200]
    return bool(_REPORT.search(document.title + document.genre) or "各位代表" in opening)


def now_of(document: Document) -> int | None:
    """Return the year from which a document looks ahead: its own, or the first of its period."""
    return document.year or (int(document.period[:4]) if document.period[:4].isdecimal() else None)


def sentences(document: Document) -> list[Sentence]:
    """Return the sentences of a document, each looking back or ahead.

    A heading says it of its section (回顾, 任务), and a year, 去年 or 已 of a sentence. In reports
    of work, whose sections do both, tenses and adverbs count too, and what a sentence says holds to
    the end of its paragraph.
    """
    text, now = plain_text(document), now_of(document)
    annual = is_report(document)
    found: list[Sentence] = []
    leaves, place = _with_roles(document, now), 0
    state = ""
    for match in _SENTENCE.finditer(text):
        while place + 1 < len(leaves) and leaves[place][0].end <= match.start():
            place += 1
        said = leaves[place][1] if leaves else ""
        opens = match.start() == 0 or text[match.start() - 1] == "\n"
        default = said or (REVIEW if annual and place == 0 else PLAN)
        lasting = not said and (annual or place == 0)
        before = state if lasting and not opens and state else default
        state = _sentence_role(match[0], before, said, now, _PAST if lasting else _BACK)
        if match[0]:
            found.append(Sentence(match.start(), match.end(), state))
    return found


def _with_roles(document: Document, now: int | None) -> list[tuple[Section, str]]:
    """Return each leaf with what the headings above it say: the nearest that says something."""
    above: dict[str, str] = {}
    leaves = []
    for section in document.sections:
        outer = above.get(section.path.rpartition("/")[0], "")
        own = _heading_role(section.heading, now)
        role = (
            own if not outer or (own == REVIEW and _LOOKS_BACK.search(section.heading)) else outer
        )
        above[section.path] = role
        if section.leaf:
            leaves.append((section, role))
    return leaves


def _heading_role(heading: str, now: int | None) -> str:
    back, ahead = bool(_REVIEW_HEAD.search(heading)), bool(_PLAN_HEAD.search(heading))
    years = [int(year) for year in _YEAR.findall(heading)]
    if years and now:
        back, ahead = back or min(years) < now, ahead or max(years) >= now
    if back == ahead:
        return ""
    return REVIEW if back else PLAN


def _sentence_role(
    sentence: str, state: str, said: str, now: int | None, back: re.Pattern[str]
) -> str:
    """Return the role of a sentence, given that of the one before."""
    past, future = back.search(sentence), _FUTURE.search(sentence)
    years = [
        (match.start(), int(match[1]), sentence[max(match.start() - 1, 0) : match.start()])
        for match in _YEAR.finditer(sentence)
    ]
    if now and years:
        start, year, before = years[0]
        if (before in {"到", "至"} and year >= now) or year > now:
            future = future or _YEAR.search(sentence, start)
        elif (
            year < now
            and not re.match("年[前年]", sentence[start + 4 : start + 6])
            and before not in set("比与同较和以")
        ):
            past = past or _YEAR.search(sentence, start)
    if said == REVIEW:
        return PLAN if _AHEAD.search(sentence) and not past else REVIEW
    if past and future:
        return REVIEW if past.start() < future.start() else PLAN
    if past:
        return REVIEW
    return PLAN if future else state


def context_of(text: str, start: int, end: int, sentence: Sentence) -> Context:
    """Return the context of the span of a quantity; `text` is normalised."""
    before = text[sentence.start : start]
    left = re.split(f"[{_CLAUSE_END}]", before)[-1]
    right = re.split(f"[{_CLAUSE_END}]", text[end : sentence.end])[0]
    role = sentence.role
    if role == PLAN and _BACK.search(left) and not _FUTURE.search(left):
        role = REVIEW
    elif role == REVIEW and re.search(r"到20\d\d年(?!底?末?已)", left) and _AHEAD.search(before):
        role = PLAN
    return Context(text[sentence.start : sentence.end], sentence.start, before, left, right, role)


def sentence_at(found: Sequence[Sentence], start: int, place: int) -> int:
    """Return the place of the sentence that holds an offset, from a place on."""
    while place + 1 < len(found) and found[place].end <= start:
        place += 1
    return place
