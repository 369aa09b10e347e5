"""Title, number, issuer, dates, genre and period, from where a document says them; unknown stays
empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from topics.corpus.language.agency_endings import is_signer
from topics.corpus.language.dates import DATE, iso_date, iso_dates, iso_day_or_month
from topics.corpus.language.document_numbers import document_number, is_lone, order_number
from topics.corpus.language.genres import genre_of_title, period_of_title
from topics.corpus.language.titles import attached_title, is_title, notice_parts
from topics.corpus.parsing.front_lines import is_agency, is_person
from topics.corpus.parsing.frontmatter import FrontMatter
from topics.corpus.parsing.signatures import signer

_ISSUER = re.compile(r"^(?P<issuer>[\u4e00-\u9fff、\s]{2,80}?)(?:关于|印发|转发|公告|通告|令第)")
_AND_OTHERS = re.compile("等.{0,8}(?:部门|单位)$")
_SIDE_BY_SIDE = re.compile(
    r"(?<=办公厅)(?=[\u4e00-\u9fff]{3,})|(?:(?<=委员会)|(?<=人民政府))(?!办公)(?=(?:国家|中国|中共|财政|教育|公安|[\u4e00-\u9fff]{2,6}人民政府))"
    r"|(?<=部)(?=(?:国家|中国|财政部|教育部|公安部|民政部|商务部))"
)
_PUBLISHER = re.compile(
    rf"{DATE}\s*(?!《)(?P<who>[\u4e00-\u9fff、"
    r"]{2,30}?)(?:令\s*第[^号]{1,8}号)?\s*(?:公布|发布|颁布)"
)
_EFFECTIVE = re.compile(rf"自\s*(?P<date>{DATE})\s*起?\s*(?:施行|实施|生效|执行)")
_FROM_PUBLICATION = re.compile(r"自(?:公布|发布|印发|颁布)之日起?(?:施行|实施|生效|执行)")
_REPORT = re.compile(r"(?:向大会|向.{2,30}(?:大会|会议))?(?:作|做)政府工作报告")
_HEAD = re.compile(
    r"(?:——)?(?P<place>[\u4e00-\u9fff]{2,8}?[省市区县州盟旗])?(?:国务院|人民政府|政府)?代?(?P<office>总理|[省市区县州盟旗]长|主席)"
)
_OFFICE = 2  # characters of 主席, whose orders are those of the state
_PASSED = re.compile(r"通过|修正|修订")
_PUBLISHED = re.compile(r"公布|发布|颁布|令第")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; empty where it does not.

    Dates are ISO, joint issuers are joined by `；`.
    """

    title: str = ""
    number: str = ""
    issuer: str = ""
    date: str = ""
    published: str = ""
    effective: str = ""
    genre: str = ""
    period: str = ""


def parse_metadata(
    paragraphs: Sequence[str], front: FrontMatter, furniture: Sequence[str] = ()
) -> Metadata:
    """Read the metadata of a document from its front matter, and only the date of effect from its
    text.

    Parameters
    ----------
    paragraphs : sequence of str
        Clean paragraphs.
    front : FrontMatter
        What `find_front_matter` found in them.
    furniture : sequence of str
        Lines of the web page around the text, which may tell when it was published.

    Examples
    --------
    >>> from topics.corpus.parsing.frontmatter import find_front_matter
    >>> lines = ["云川市人民政府关于印发《云川市城市更新行动计划（2021—2025年）》的通知",
    ...     "云政发〔2021〕3号", "云川市人民政府", "2021年2月1日",
    ...          "云川市城市更新行动计划（2021—2025年）", "一、总体要求", "推进城市更新。"]
    >>> found = parse_metadata(lines, find_front_matter(lines))
    >>> found.title, found.number, found.issuer, found.date, found.genre, found.period
    ('云川市城市更新行动计划（2021—2025年）', '云政发〔2021〕3号', '云川市人民政府', '2021-02-01',
    '行动计划', '2021—2025')
    """
    notice = _notice(paragraphs, front) or front.labels.get("title", "")
    title = _title(paragraphs, front, notice)
    genre = genre_of_title(title) or _genre_of_text(paragraphs[:8])
    dates = _dates(paragraphs, front)
    number = _number(paragraphs, front)
    return Metadata(
        title=title,
        number=number,
        issuer=_issuer(paragraphs, front, notice, title),
        date=iso_date(front.labels.get("date", "")) or dates.get("date", ""),
        published=iso_date(front.labels.get("published", ""))
        or dates.get("published", "")
        or _published_on_page(furniture)
        or dates["printed"],
        effective=iso_date(front.labels.get("effective", ""))
        or dates.get("effective", "")
        or _effective(
            paragraphs,
            dates.get("published", "") or (dates.get("date", "") if "令第" in number else ""),
        ),
        genre=genre,
        period=period_of_title(title),
    )


def _lines(paragraphs: Sequence[str], front: FrontMatter, kind: str) -> list[str]:
    return [paragraphs[index] for index, found in sorted(front.kinds.items()) if found == kind]


def _notice(paragraphs: Sequence[str], front: FrontMatter) -> str:
    """Return the title of the notice, which may stand on several lines and more than once."""
    joined = ""
    for line in _lines(paragraphs, front, "notice"):
        joined += line
        if notice_parts(joined)[1]:
            return joined
    return joined


def _joined(paragraphs: Sequence[str], front: FrontMatter, kind: str) -> str:
    """Return the first run of paragraphs of a kind as one line, up to the point where it is
    complete.
    """
    indices = [index for index, found in sorted(front.kinds.items()) if found == kind]
    joined = ""
    for number, index in enumerate(indices):
        joined += paragraphs[index]
        follows = index + 1 in indices[number + 1 :]
        if is_title(joined) and not (follows and index + 1 in front.continued):
            break
    return joined


def _title(paragraphs: Sequence[str], front: FrontMatter, notice: str) -> str:
    standing = _joined(paragraphs, front, "title")
    attached = attached_title(notice, standing)
    if attached:
        return attached
    for line in _lines(paragraphs, front, "transmittal"):
        match = re.search(r"现将?《([^《》]{4,80})》.{0,20}(?:印发|发布|公布|转发)", line)
        if match:
            return match[1]
    return standing or notice


def _number(paragraphs: Sequence[str], front: FrontMatter) -> str:
    lines = _lines(paragraphs, front, "number")
    for value in [front.labels.get("number", ""), *lines, "".join(lines[:2])]:
        number = document_number(value)
        if number:
            return number
    for line in _lines(paragraphs, front, "date"):
        if order_number(line):
            return order_number(line)
    return next((re.sub(r"\s", "", line) for line in lines if is_lone(line)), "")


def _issuer(paragraphs: Sequence[str], front: FrontMatter, notice: str, title: str) -> str:
    """Return the issuer: as labelled, as signed, as the title or the number says, or as one who
    published or passed.
    """
    labelled = front.labels.get("issuer", "")
    if labelled:
        return split_issuers(labelled)
    signed = [signer(line) for line in _lines(paragraphs, front, "signature")]
    signed = [line for line in signed if is_agency(line) and not is_person(line)]
    if signed:
        return "；".join(
            dict.fromkeys(name for line in signed for name in split_issuers(line).split("；"))
        )
    return split_issuers(
        notice_parts(notice)[0]
        or _issuer_of_title(notice)
        or _issuer_of_title(title)
        or _issuer_of_speaker(_lines(paragraphs, front, "signature"), title)
        or _issuer_of_dates(_lines(paragraphs, front, "date"))
        or _issuer_of_order(_number(paragraphs, front))
    )


def _issuer_of_title(title: str) -> str:
    match = _ISSUER.match(title)
    issuer = match["issuer"] if match else ""
    return issuer if is_signer(_AND_OTHERS.sub("", issuer)) else ""


def _issuer_of_speaker(lines: Sequence[str], title: str) -> str:
    """Return the government whose head gave its report: 国务院 for 国务院总理李某, 云川市人民政府
    for 云川市市长李某.
    """
    match = _HEAD.match(lines[0]) if lines and "工作报告" in title else None
    if not match or (match["office"] != "总理" and not match["place"]):
        return ""
    return "国务院" if match["office"] == "总理" else f"{match['place']}人民政府"


def _issuer_of_order(number: str) -> str:
    head, found, _ = number.partition("令第")
    state, _, body = head.partition("中华人民共和国")
    return (body if not state and len(body) > _OFFICE else head) if found else ""


def _issuer_of_dates(lines: Sequence[str]) -> str:
    published = [match[1] for line in lines if (match := _PUBLISHER.search(line))]
    if published:
        return published[-1].removeprefix("中华人民共和国") or published[-1]
    passed = [
        match[0]
        for line in lines
        if (match := re.search(r"全国人民代表大会(?:常务委员会)?(?=第)", line))
    ]
    return passed[0] if passed else ""


def split_issuers(text: str) -> str:
    """Return joint issuers, written side by side, joined by `；`.

    Examples
    --------
    >>> (split_issuers("中共中央办公厅国务院办公厅"), split_issuers("财政部、国家税务总局"),
    ...  split_issuers("云川市住房城乡建设局"))
    ('中共中央办公厅；国务院办公厅', '财政部；国家税务总局', '云川市住房城乡建设局')
    """
    names = []
    for part in re.split(r"[、，；;\s\u3000]+", text.strip()):
        names += [name for name in _SIDE_BY_SIDE.split(part) if name]
    return "；".join(dict.fromkeys(names))


def _dates(paragraphs: Sequence[str], front: FrontMatter) -> dict[str, str]:
    """Read dates from signature lines and from lines such as 2021年1月24日国务院令第736号公布."""
    found: dict[str, str] = {}
    signed = [
        date for line in _lines(paragraphs, front, "signature") if (date := iso_day_or_month(line))
    ]
    if signed:
        found["date"] = signed[0]
    printed = [iso_date(line) for line in _lines(paragraphs, front, "imprint")]
    found["printed"] = max(printed, default="")
    for line in _lines(paragraphs, front, "date"):
        for name, value in _dates_of_line(line).items():
            found[name] = max(found.get(name, ""), value)
    if "signed" in found:
        found["date"] = max(found.get("date", ""), found["signed"])
    found.setdefault("date", found.get("given", found.get("published", "")))
    return found


def _dates_of_line(line: str) -> dict[str, str]:
    """Tell whether a line's date is that of passing or amending, publication, effect, or simply
    given.
    """
    dates = iso_dates(line)
    if not dates:
        return {"given": month} if (month := iso_day_or_month(line)) else {}
    if re.search(r"[施执]行\s*[）)]?$", line) and not re.search("通过|公布", line):
        return {"effective": dates[0]}
    if _PASSED.search(line):
        passed = iso_dates(
            re.sub(rf"{DATE}(?=[^。；]*?批准)(?!(?:(?!{DATE}).)*(?:{_PASSED.pattern}))", "", line)
        )
        return {"date": max(passed or dates)}
    if _PUBLISHED.search(line):
        return {"published": dates[0]} | ({"signed": dates[0]} if order_number(line) else {})
    return {"given": dates[0]}


def _published_on_page(furniture: Sequence[str]) -> str:
    """Return the day that a web page gives as that of publication."""
    for line in furniture:
        match = re.search(r"(?:发布|公开|发表)(?:时间|日期)\s*[:：]?\s*(.{8,20})", line)
        if match and iso_date(match[1]):
            return iso_date(match[1])
    return ""


def _effective(paragraphs: Sequence[str], published: str) -> str:
    """Return the day from which a document says, near its end, that it applies."""
    for line in reversed(paragraphs[-12:]):
        if len(line) < 400:
            match = _EFFECTIVE.search(line)
            if match and re.search("本|自", line[: match.start() + 1]):
                return iso_date(match["date"])
            if _FROM_PUBLICATION.search(line):
                return published
    return ""


def _genre_of_text(paragraphs: Sequence[str]) -> str:
    return "政府工作报告" if any(_REPORT.search(line[:200]) for line in paragraphs) else ""
