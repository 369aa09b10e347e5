"""What a paragraph above or below the text is, where that shows from the paragraph alone."""

from __future__ import annotations

import re

from topics.corpus.language.agency_endings import is_signer
from topics.corpus.language.dates import DATE
from topics.corpus.language.labels import read_labels
from topics.corpus.language.line_openings import starts_item

_ADDRESSEE = re.compile(
    r"^(?!.*(?:如下|以下|下列|要求|应当|要|做好|包括|分为|是))(?:各|中央|国务院|有关|省|市|州|区|县|全[国省市]|机关|本|驻|中共|相关).{0,300}：$"
)
_TRANSMIT = re.compile(
    r"(?:现|予以|一并)?(?:印发|转发|下发|发布|公布|发)(?:给)?(?:你们|各地)|现(?:予|将|)?.{0,80}(?:予以)?(?:印发|公布|发布|转发)|现印发|特此(?:通知|公告|通告|函告)|已经.{2,60}(?:同意|批准|审议通过|通过).{0,12}(?:现|予以)"
)
_SPEAKER = re.compile(
    r"^[\u4e00-\u9fff]{0,16}(?:省长|市长|区长|县长|州长|镇长|部长|局长|主任|署长|行长|总理|主席|委员长|院长|检察长)[\u4e00-\u9fff·\u3000"
    r" ]{2,4}$"
)
_SESSION = re.compile(
    rf"^[（(]?(?:——|--|—)?.{{0,6}}{DATE}.{{0,40}}(?:会议|大会|全会)上?(?:[）)])?$"
)
_FULL_TEXT = re.compile(
    r"^(?:近日，|日前，)?.{0,60}印发了?《.{4,80}》.{0,20}通知|^《.{4,80}》全文如下[。"
    r"：]?$|^.{0,30}全文如下[。：]?$"
)
_NOTE = re.compile(
    r"^新华社[\u4e00-\u9fff\d]{2,14}电$|^（(?:新华社.{0,20}电|本文有删减|有删减|此件(?:公开|主动|依申请|删减)?(?:公开)?发布|此件公开|此件主动公开|此件依申请公开|不公开|主动公开)[^（）]*）$"
)
_SHORT, _LONG = (
    160,
    900,
)  # characters of a line that says how a regulation was passed; with its amendments, in brackets
_HISTORY = re.compile(rf"[（(]\s*{DATE}[^。；]*(?:通过|修正|修订|公布)[^。；]{{0,60}}[）)]")
# What is done to a document on the day with which a line begins; a sentence of a text has a stop.
_PASSED = re.compile(
    rf"^[（(]?\s*{DATE}(?!，.*。$).{{0,120}}?(?:通过|公布|发布|施行|修正|修订|批准|印发|令|签署|颁布|生效|实施|执行)(?:[^。；]{{0,60}}|。)$"
)
_DATED = re.compile(
    rf"[（(]?\s*{DATE}\s*(?:星期[一二三四五六日天])?\s*(?P<who>[\u4e00-\u9fff、 ]{{0,40}})[）)]?"
)
_NAME = re.compile(r"[\u4e00-\u9fff“][\u4e00-\u9fff、（）“” ]{1,90}")
_DAY = (
    rf"(?P<day>{DATE}|(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}})"
    r"(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
_BYLINE = re.compile(
    rf"^(?:(?:发[布表]于|日期[：:])\s*{_DAY}"
    rf"|(?:时间[：:])?\s*{_DAY.replace('day', 'sourced')}"
    r"\s*(?:(?:信息|文章|稿件)?来源|作者|字号|浏览)[：:].{0,40})$"
)
_WEB_TIME = re.compile(
    rf"(?:时间[：:]\s*{_DAY}"
    rf"|{_DAY.replace('day', 'clocked')}(?<=:\d{{2}})"
    r"|(?P<figures>(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}))"
)
_LONGEST = 400  # characters of a paragraph that passes a document on


def is_person(line: str) -> bool:
    """Tell whether a line names who signed or spoke, with the office: 市长李某."""
    return bool(_SPEAKER.match(line))


def is_addressee(line: str) -> bool:
    """Tell whether a line names those to whom a document is sent.

    Examples
    --------
    >>> (is_addressee("各区县人民政府，市直各有关单位："), is_addressee("财政部："),
    ...  is_addressee("各区要做好以下工作："))
    (True, True, False)
    """
    return not starts_item(line) and bool(
        _ADDRESSEE.match(line) or (line[-1:] == "：" and is_agency(line[:-1]))
    )


def is_agency(line: str) -> bool:
    """Tell whether a line is the name of an agency, or of several.

    Examples
    --------
    >>> is_agency("云川市人民政府办公室"), is_agency("推进城市更新")
    (True, False)
    """
    return bool(_NAME.fullmatch(line)) and not starts_item(line) and is_signer(line)


def is_note(line: str) -> bool:
    """Tell whether a line says how a document may be used: （此件公开发布）."""
    return bool(_NOTE.match(line))


def is_session(line: str) -> bool:
    """Tell whether a line says at which meeting a report was given."""
    return bool(_SESSION.match(line))


def tells_of_passing(line: str) -> bool:
    """Tell whether a line says when a regulation was passed, published or amended, or has a date
    alone.

    Examples
    --------
    >>> (tells_of_passing("（2019年5月28日云川市人大常委会通过）"),
    ...  tells_of_passing("2019年5月28日，云川市水厂投产。"))
    (True, False)
    """
    dated = _DATED.fullmatch(line)
    return bool(
        (len(line) <= _SHORT and _PASSED.match(line))
        or (dated and (not dated["who"].strip() or is_agency(dated["who"].strip())))
        or (len(line) <= _LONG and _HISTORY.fullmatch(line))
    )


def web_time(line: str) -> dict[str, str]:
    """Read a line at the head of a page that is only a time: that of publication on the web.

    Examples
    --------
    >>> web_time("2024-03-05 10:12"), web_time("时间：2024-03-05"), web_time("2024年3月5日")
    ({'published': '2024-03-05'}, {'published': '2024-03-05'}, {})
    """
    match = _WEB_TIME.fullmatch(line)
    return {"published": match["day"] or match["clocked"] or match["figures"]} if match else {}


def announces_text(line: str) -> bool:
    """Tell whether a line only announces that the text follows: 全文如下."""
    return bool(_FULL_TEXT.match(line))


def transmits(line: str) -> bool:
    """Tell whether a paragraph passes another document on: 现印发给你们."""
    return len(line) <= _LONGEST and not starts_item(line) and bool(_TRANSMIT.search(line))


def labels_of(line: str) -> dict[str, str]:
    """Read the labels of a line; the line under a title of a news site, 2024-03-01 来源：…, tells
    when it was published.
    """
    byline = _BYLINE.match(line)
    return {"published": byline["day"] or byline["sourced"]} if byline else read_labels(line)
