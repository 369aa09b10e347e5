"""Which paragraphs introduce or close a document and are no part of the text to analyse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from topics.corpus.dates import DATE, iso_date
from topics.corpus.labels import read_labels
from topics.corpus.lines import starts_item
from topics.corpus.numbers import document_number
from topics.corpus.titles import bare_title, is_title, marked_title, notice_parts

_ADDRESSEE = re.compile(r"^(?!.*(?:如下|以下|下列|要求|应当|要|做好|包括|分为|是))(?:各|中央|国务院|有关|省|市|州|区|县|全[国省市]|机关|本|驻|中共|相关).{0,300}：$")
_TRANSMIT = re.compile(
    r"(?:现|予以|一并)?(?:印发|转发|下发|发布|公布|发)(?:给)?(?:你们|各地)|现(?:予|将|)?.{0,80}(?:予以)?(?:印发|公布|发布|转发)|现印发|特此(?:通知|公告|通告|函告)|已经.{2,60}(?:同意|批准|审议通过|通过).{0,12}(?:现|予以)"
)
_SPEAKER = re.compile(
    r"^[\u4e00-\u9fff]{0,16}(?:省长|市长|区长|县长|州长|镇长|部长|局长|主任|署长|行长|总理|主席|委员长|院长|检察长)[\u4e00-\u9fff·\u3000 ]{2,4}$"
)
_SESSION = re.compile(rf"^[（(]?(?:——|--|—)?.{{0,6}}{DATE}.{{0,40}}(?:会议|大会|全会)上?(?:[）)])?$")
_FULL_TEXT = re.compile(r"^(?:近日，|日前，)?.{0,60}印发了?《.{4,80}》.{0,20}通知|^《.{4,80}》全文如下[。：]?$|^.{0,30}全文如下[。：]?$")
_NOTE = re.compile(r"^新华社[\u4e00-\u9fff\d]{2,14}电$|^（(?:新华社.{0,20}电|本文有删减|有删减|此件(?:公开|主动|依申请|删减)?(?:公开)?发布|此件公开|此件主动公开|此件依申请公开|不公开|主动公开)[^（）]*）$")
_PASSED = re.compile(
    rf"^[（(]?\s*{DATE}.{{0,120}}?(?:通过|公布|发布|施行|修正|修订|批准|印发|令)?[^。；]{{0,60}}[）)]?$"
)
_AGENCY_TAIL = re.compile(
    r"^[\u4e00-\u9fff、（）“” ]{2,90}(?:委员会|委|部|局|厅|办公厅|办公室|办|院|署|会|行|政府|集团|公司|小组|中心|党组|总社|联合会|法院|检察院|联席会议|指挥部|领导小组)(?:办公室)?$"
)
_DATE_ALONE = re.compile(rf"[（(]?{DATE}[）)]?")
_IMPRINT = re.compile(rf"^(?:抄送|主送|分送|印送)[：:]|^[\u4e00-\u9fff]{{2,24}}{DATE}印发$|^（?(?:联系人|联系电话)[：:].{{2,60}}$")
_DAY = rf"(?P<day>{DATE}|(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}})(?:\s*\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?"
_BYLINE = re.compile(rf"^(?:(?:发[布表]于|日期[：:])\s*{_DAY}|(?:时间[：:])?\s*{_DAY.replace('day', 'sourced')}\s*(?:(?:信息|文章|稿件)?来源|作者|字号|浏览)[：:].{{0,40}})$")
_PUNCTUATION = re.compile("[，。；：！？、,;:]")
_WRAPPED = 10  # characters of the first line of a title that was broken
_LABELLED = 60  # characters of a label with its value below the text
_TAIL = 8  # paragraphs at the end that may be a signature or an imprint
_HEAD = 40  # paragraphs in which a document's text must have begun
_HEAD_OF_NOTICE = 30


@dataclass(slots=True)
class FrontMatter:
    """What the paragraphs around the text say of it.

    Attributes
    ----------
    kinds : dict of int to str
        Paragraph index → what it is (label, notice, number, addressee, transmittal, signature, date, note, title, contents).
    labels : dict of str to str
        Values of a metadata table by field.
    body : int
        Index of the first paragraph after the head.
    """

    kinds: dict[int, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    body: int = 0


def is_person(line: str) -> bool:
    """Tell whether a line names who signed or spoke, with the office: 市长李某."""
    return bool(_SPEAKER.match(line))


def is_addressee(line: str) -> bool:
    """Tell whether a line names those to whom a document is sent.

    Examples
    --------
    >>> is_addressee("各区县人民政府，市直各有关单位："), is_addressee("财政部："), is_addressee("各区要做好以下工作：")
    (True, True, False)
    """
    return not starts_item(line) and bool(_ADDRESSEE.match(line) or (line[-1:] == "：" and _AGENCY_TAIL.match(line[:-1])))


def find_front_matter(paragraphs: Sequence[str], levels: Mapping[int, int] = MappingProxyType({})) -> FrontMatter:
    """Find the paragraphs that are no part of the text to analyse.

    Parameters
    ----------
    paragraphs : sequence of str
        Clean paragraphs, in order.
    levels : mapping of int to int
        Level of each paragraph that the source marks as a heading, by its index.
    """
    found = FrontMatter()
    state = _Head(paragraphs, found, levels)
    state.scan()
    _mark_signatures(paragraphs, found)
    return found


class _Head:
    """Walks down the head of a document, one paragraph at a time, until the text begins."""

    def __init__(self, paragraphs: Sequence[str], found: FrontMatter, levels: Mapping[int, int]) -> None:
        self._lines = paragraphs
        self._levels = levels
        self._marked = marked_title(paragraphs, levels)
        self._found = found
        self._titles: set[str] = set()

    def scan(self) -> None:
        index = 0
        last = -1
        while index < min(_HEAD, len(self._lines)):
            size = self._classify(index)
            if not size:
                if self._ends(index):
                    break
                index += 1
                continue
            last = index + size - 1
            index += size
        self._found.body = last + 1
        for at in [at for at in self._found.kinds if at > last]:
            del self._found.kinds[at]

    def _ends(self, index: int) -> bool:
        """Tell whether the text has begun: a numbered paragraph, unless a notice's signature still follows."""
        line = self._lines[index]
        return not (self._expects_title() and self._signature_follows(index)) and (starts_item(line) or len(line) > 30 or self._is_section(index))

    def _is_section(self, index: int) -> bool:
        """Tell whether the source marks a paragraph as a heading below the title."""
        return index in self._levels and index not in self._marked and bare_title(self._lines[index]) not in self._titles

    def _expects_title(self) -> bool:
        return "notice" in self._found.kinds.values() or "transmittal" in self._found.kinds.values()

    def _signature_follows(self, index: int) -> bool:
        stop = min(len(self._lines) - 2, index + 8)
        return any(
            iso_date(self._lines[at]) and len(self._lines[at]) < 40 and self._title_at(at + 1)
            for at in range(index + 1, stop)
        )

    def _title_at(self, index: int) -> int:
        """Return how many paragraphs from `index` on make up a known or a plausible title; 0 if none."""
        joined = ""
        for size in range(1, 5):
            if index + size > len(self._lines):
                return 0
            line = self._lines[index + size - 1]
            if len(line) > 90 or (size > 1 and starts_item(line)):
                return 0
            joined += line
            bare = bare_title(joined)
            if bare in self._titles:
                return size
            if not any(title.startswith(bare) for title in self._titles):
                break
        return 1 if index < len(self._lines) and is_title(self._lines[index]) and not starts_item(self._lines[index]) else 0

    def _mark(self, index: int, kind: str, size: int = 1) -> int:
        for at in range(index, index + size):
            self._found.kinds[at] = kind
        return size

    def _classify(self, index: int) -> int:
        """Mark the paragraph if it is front matter; return how many paragraphs were marked."""
        if self._label_above_value(index):
            return self._mark(index, "label", 2)
        kind = self._kind_of_line(index)
        if kind:
            return self._mark(index, kind)
        if self._number_on_two_lines(index):
            return self._mark(index, "number", 2)
        for find in (self._notice, self._signature, self._title, self._contents):
            size = find(index)
            if size:
                return size
        return 0

    def _number_on_two_lines(self, index: int) -> bool:
        """Tell whether a number begins on a line, such as that of an order, and ends on the next, which holds no whole one."""
        following = "".join(self._lines[index + 1 : index + 2])
        return not document_number(following, whole=True) and bool(document_number(self._lines[index] + following, whole=True))

    def _label_above_value(self, index: int) -> bool:
        """Take a label whose value stands on the next line."""
        labels = read_labels(self._lines[index])
        value = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        if len(labels) != 1 or "".join(labels.values()) or not value or read_labels(value) or len(value) > 120:
            return False
        name = next(iter(labels))
        self._found.labels.setdefault(name, value)
        if name == "title":
            self._remember(value)
        return True

    def _kind_of_line(self, index: int) -> str:
        """Return what a paragraph is where that shows from the paragraph alone."""
        line = self._lines[index]
        labels = _labels(line)
        for name, value in labels.items():
            self._found.labels.setdefault(name, value)
        self._remember(labels.get("title", ""))
        announces = _FULL_TEXT.match(line) and not notice_parts(line)[1]
        transmits = announces or (len(line) <= 400 and not starts_item(line) and _TRANSMIT.search(line) and not self._is_opening(index))
        if transmits:
            for title in re.findall("《([^《》]{4,80})》", line):
                self._remember(title)
        kinds = {
            "label": bool(labels),
            "number": bool(document_number(line, whole=True)),
            "note": bool(_NOTE.match(line)),
            "addressee": index < _HEAD_OF_NOTICE and is_addressee(line),
            "signature": bool(_SPEAKER.match(line)),
            "date": bool(_SESSION.match(line)),
            "transmittal": bool(transmits),
        }
        return next((kind for kind, holds in kinds.items() if holds), "")

    def _notice(self, index: int) -> int:
        """Mark the title of a notice, on up to four lines."""
        for size in (1, 2, 3, 4):
            joined = "".join(self._lines[index : index + size])
            if size > 1 and (len(joined) > 160 or "。" in joined):
                return 0
            if notice_parts(joined)[1]:
                self._remember(joined)
                return self._mark(index, "notice", size)
        return 0

    def _title(self, index: int) -> int:
        if self._is_section(index):
            return 0
        size = len(self._marked) if index == self._marked.start and self._marked else 0
        size = size or self._title_at(index) or self._title_below_issuers(index) or self._wrapped_title(index) or self._bare_first_line(index)
        if size:
            self._remember("".join(self._lines[index : index + size]))
            self._mark(index, "title", size)
        return size

    def _title_below_issuers(self, index: int) -> int:
        """Return the size of a title whose issuers stand on lines above 关于…."""
        size = 0
        while size < 6 and index + size < len(self._lines) and _AGENCY_TAIL.match(self._lines[index + size]):
            size += 1
        rest = self._title_at(index + size) if size else 0
        return size + rest if rest and self._lines[index + size].startswith(("关于", "印发", "转发")) else 0

    def _wrapped_title(self, index: int) -> int:
        """Return the size of a title at the top that was broken in the middle: only with its last line it names a genre."""
        lines = self._lines[index : index + 3]
        if index > 2 or "title" in self._found.kinds.values() or len(lines[0]) < _WRAPPED or iso_date(lines[0]):
            return 0
        for size, line in enumerate(lines, 1):
            if starts_item(line) or _PUNCTUATION.search(line) or _AGENCY_TAIL.match(line) or (size > 1 and line.startswith(("关于", "《"))):
                return 0
            if size > 1 and is_title("".join(lines[:size])):
                return size
        return 0

    def _bare_first_line(self, index: int) -> int:
        """Return 1 for a first line without punctuation or number above longer text: a title that names no genre."""
        line = self._lines[index]
        return int(
            index == 0 and len(self._lines) > 2 and 4 <= len(line) <= 60 and not starts_item(line)
            and not _PUNCTUATION.search(line) and len(self._lines[1]) > len(line)
            and bool(re.search("[\u4e00-\u9fff]{4}", line)) and not _AGENCY_TAIL.match(line) and not iso_date(line)
        )

    def _is_opening(self, index: int) -> bool:
        """Tell an opening like 现提出以下任务 from a transmittal: there a text follows at once, here it was announced."""
        kinds = set(self._found.kinds.values())
        return not kinds & {"notice", "addressee", "number", "label"} and "你们" not in self._lines[index]

    def _remember(self, title: str) -> None:
        for name in (title, notice_parts(title)[1]):
            if name:
                self._titles.add(bare_title(name))

    def _signature(self, index: int) -> int:
        """Mark a signature with its date, a date alone, or a passage like 2021年1月24日国务院令第736号公布."""
        line = self._lines[index]
        if len(line) > 160:
            return 0
        if _PASSED.match(line):
            return self._mark(index, "date")
        size = 1
        while size < 8 and index + size < len(self._lines) and _AGENCY_TAIL.match(self._lines[index + size - 1]):
            following = self._lines[index + size]
            if len(following) < 40 and re.fullmatch(DATE, following):
                return self._mark(index, "signature", size + 1)
            size += 1
        match = re.search(rf"{DATE}$", line)
        if match and len(line) < 80 and _AGENCY_TAIL.match(line[: match.start()]):
            return self._mark(index, "signature")
        return 0

    def _contents(self, index: int) -> int:
        """Mark a table of contents: 目录 and the numbered lines after it that come again later."""
        if self._lines[index].replace(" ", "").replace("\u3000", "") not in {"目录", "目次"}:
            return 0
        size = 1
        while index + size < len(self._lines) and len(self._lines[index + size]) < 60:
            entry = re.sub(r"[.…·\s]*\d*$", "", self._lines[index + size])
            later = self._lines[index + size + 1 : index + size + 401]
            if not entry or not any(line.startswith(entry) for line in later):
                break
            size += 1
        return self._mark(index, "contents", size)


def _labels(line: str) -> dict[str, str]:
    """Read the labels of a line; the line under a title of a news site, 2024-03-01 来源：…, tells when it was published."""
    byline = _BYLINE.match(line)
    return {"published": byline["day"] or byline["sourced"]} if byline else read_labels(line)


def _mark_signatures(paragraphs: Sequence[str], found: FrontMatter) -> None:
    """Mark signatures with their dates, wherever a document or its notice ends, and what stands below the last."""
    for index in range(max(1, found.body), len(paragraphs)):
        line = paragraphs[index]
        if not (line.endswith(("日", "日）")) and _DATE_ALONE.fullmatch(line)):
            continue
        signers = 0
        while signers < 8 and index - signers > found.body and _signs(paragraphs[index - signers - 1]):
            signers += 1
        if signers or index >= len(paragraphs) - _TAIL:
            found.kinds.update(dict.fromkeys(range(index - signers, index + 1), "signature"))
    for index in range(max(1, found.body, len(paragraphs) - _TAIL), len(paragraphs)):
        labels = _labels(paragraphs[index]) if len(paragraphs[index]) <= _LABELLED else {}
        if any(map(iso_date, labels.values())):
            found.kinds[index] = "label"
            found.labels = labels | found.labels
        if _NOTE.match(paragraphs[index]) or _IMPRINT.match(paragraphs[index]):
            found.kinds[index] = "note"


def _signs(line: str) -> bool:
    return len(line) < 40 and bool(_AGENCY_TAIL.match(line) or _SPEAKER.match(line))
