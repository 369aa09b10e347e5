"""Which paragraphs introduce or close a document and are no part of the text to analyse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from topics.corpus.language.dates import DATE, MONTH, iso_date
from topics.corpus.language.document_numbers import document_number, is_lone
from topics.corpus.language.labels import read_labels
from topics.corpus.language.line_openings import starts_item
from topics.corpus.language.titles import (
    bare_title,
    is_complete_title,
    is_title,
    marked_title,
    notice_parts,
)
from topics.corpus.parsing.contents import contents_at, led_contents
from topics.corpus.parsing.front_lines import (
    announces_text,
    is_addressee,
    is_agency,
    is_note,
    is_person,
    is_session,
    labels_of,
    tells_of_passing,
    transmits,
    web_time,
)
from topics.corpus.parsing.signatures import find_signatures, signer

DATE_AT_END = re.compile(f"{DATE}$")
MONTH_ALONE = re.compile(f"[（(]?{MONTH}[）)]?")
_PUNCTUATION = re.compile("[，。；：！？、,;:]")
_WRAPPED = 10  # characters of the first line of a title that was broken
_LONGEST_TITLE = 120  # characters
_HEAD = 40  # paragraphs in which a document's text must have begun
_HEAD_OF_NOTICE = 30
_DATED_OPENING = re.compile(rf"[（(]?(?:——|--|—)?.{{0,6}}{MONTH}")
_UNTOLD = re.compile(r"^[（(][^（）()]*$|[^（）()，。]$")  # a line that may go on
# What a title has in brackets on a line of its own: its years, or how far it is.
_TITLE_TAIL = re.compile(
    rf"[（(](?!{DATE})[^（）()]{{0,20}}(?:(?:19|20)\d{{2}}年?|试行|暂行|征求意见稿|草案|送审稿|审议稿|讨论稿|修订稿|修订|修正|修改|[本版]|全文|摘要)[^（）()]{{0,8}}[）)]"
)
# How a title goes on that broke off at a word for a kind of document.
_TITLE_REST = re.compile(
    r"(?:和|与|及|暨|等|配套|实施|推进|做好|有关|若干|的|[\u4e00-\u9fff]).*的[\u4e00-\u9fff]{0,4}"
    r"(?:通知|公告|通告|决定|批复|意见|函|通报|命令|答复|办法|规定|方案|措施|请示|报告|决议|说明)(?:（[^（）]*）)?"
)
_QUALIFIED = re.compile(
    "(?:实施|管理|暂行|试行|工作)(?:细则|办法|方案|规定|意见|计划)(?:（[^（）]*）)?"
)


@dataclass(slots=True)
class FrontMatter:
    """What the paragraphs around the text say of it.

    Attributes
    ----------
    kinds : dict of int to str
        Paragraph index → what it is (label, notice, number, addressee, transmittal, signature,
        date, note, title, contents).
    labels : dict of str to str
        Values of a metadata table by field.
    body : int
        Index of the first paragraph after the head.
    continued : set of int
        Indices of paragraphs that go on with the title above them, which could have ended there.
    """

    kinds: dict[int, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    body: int = 0
    continued: set[int] = field(default_factory=set)


def find_front_matter(
    paragraphs: Sequence[str], levels: Mapping[int, int] = MappingProxyType({})
) -> FrontMatter:
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
    kinds, labels = find_signatures(paragraphs, found.body)
    found.kinds.update(kinds)
    found.kinds.update(dict.fromkeys(led_contents(paragraphs, found.body), "contents"))
    found.labels = labels | found.labels
    return found


class _Head:
    """Walks down the head of a document, one paragraph at a time, until the text begins."""

    def __init__(
        self, paragraphs: Sequence[str], found: FrontMatter, levels: Mapping[int, int]
    ) -> None:
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
        """Tell whether the text has begun: a numbered paragraph, unless a notice's signature still
        follows.
        """
        line = self._lines[index]
        return not (self._expects_title() and self._signature_follows(index)) and (
            starts_item(line) or len(line) > 30 or self._is_section(index)
        )

    def _is_section(self, index: int) -> bool:
        """Tell whether the source marks a paragraph as a heading below the title."""
        return (
            index in self._levels
            and index not in self._marked
            and bare_title(self._lines[index]) not in self._titles
        )

    def _expects_title(self) -> bool:
        return "notice" in self._found.kinds.values() or "transmittal" in self._found.kinds.values()

    def _signature_follows(self, index: int) -> bool:
        stop = min(len(self._lines) - 2, index + 8)
        return any(
            iso_date(self._lines[at]) and len(self._lines[at]) < 40 and self._title_at(at + 1)
            for at in range(index + 1, stop)
        )

    def _title_at(self, index: int) -> int:
        """Return how many paragraphs from `index` on make up a known or a plausible title; 0 if
        none.
        """
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
        return (
            1
            if index < len(self._lines)
            and is_title(self._lines[index])
            and not starts_item(self._lines[index])
            else 0
        )

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
        for find in (
            self._notice,
            self._passing_on_lines,
            self._signature,
            self._title,
            self._issuer_below_title,
            self._contents,
        ):
            size = find(index)
            if size:
                return size
        return 0

    def _passing_on_lines(self, index: int) -> int:
        """Mark a line that says at which meeting a report was given, or how a regulation was
        passed, where it stands on two or three lines.
        """
        if not _DATED_OPENING.match(self._lines[index]):
            return 0
        for size in (2, 3):
            lines = self._lines[index : index + size]
            joined = "".join(lines)
            if len(lines) < size or any(map(starts_item, lines[1:])) or "。" in joined[:-1]:
                return 0
            if is_session(joined) or (_UNTOLD.search(lines[0]) and tells_of_passing(joined)):
                return self._mark(index, "date", size)
        return 0

    def _issuer_below_title(self, index: int) -> int:
        """Mark the one agency whose name is alone in a line below the title, and nowhere else."""
        above = [self._found.kinds.get(at) for at in range(index)]
        if (
            "title" not in above
            or not above[-1]
            or not is_agency(self._lines[index])
            or self._is_section(index)
        ):
            return 0
        heads_passage = any(
            len(line) < _HEAD and is_agency(line) and not (iso_date(after) or is_agency(after))
            for line, after in pairwise(self._lines[index + 1 :])
        )
        alone = not is_agency("".join(self._lines[index + 1 : index + 2]))
        return self._mark(index, "signature") if alone and not heads_passage else 0

    def _number_on_two_lines(self, index: int) -> bool:
        """Tell whether a number begins on a line, such as that of an order, and ends on the next,
        which holds no whole one.
        """
        following = "".join(self._lines[index + 1 : index + 2])
        return not document_number(following, whole=True) and bool(
            document_number(self._lines[index] + following, whole=True)
        )

    def _label_above_value(self, index: int) -> bool:
        """Take a label whose value stands on the next line."""
        labels = read_labels(self._lines[index])
        value = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        if (
            len(labels) != 1
            or "".join(labels.values())
            or not value
            or read_labels(value)
            or len(value) > 120
        ):
            return False
        name = next(iter(labels))
        self._found.labels.setdefault(name, value)
        if name == "title":
            self._remember(value)
        return True

    def _kind_of_line(self, index: int) -> str:
        """Return what a paragraph is where that shows from the paragraph alone."""
        line = self._lines[index]
        labels = labels_of(line) or web_time(line)
        for name, value in labels.items():
            self._found.labels.setdefault(name, value)
        self._remember(labels.get("title", ""))
        announces = announces_text(line) and not notice_parts(line)[1]
        passes_on = announces or (transmits(line) and not self._is_opening(index))
        if passes_on:
            for title in re.findall("《([^《》]{4,80})》", line):
                self._remember(title)
        kinds = {
            "label": bool(labels),
            "number": (
                bool(document_number(line, whole=True))
                or (
                    is_lone(line)
                    and "".join(self._lines[max(0, index - 1) : index]).endswith("公告")
                )
            ),
            "note": is_note(line),
            "addressee": index < _HEAD_OF_NOTICE and is_addressee(line),
            "signature": is_person(line),
            "date": is_session(line),
            "transmittal": passes_on,
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
        size = (
            size
            or self._title_at(index)
            or self._title_below_issuers(index)
            or self._wrapped_title(index)
            or self._bare_first_line(index)
        )
        if size:
            rest = self._rest_of_title(index, size)
            self._found.continued.update(range(index + size, index + size + rest))
            size += rest
            self._remember("".join(self._lines[index : index + size]))
            self._mark(index, "title", size)
        return size

    def _rest_of_title(self, index: int, size: int) -> int:
        """Return how many lines below a title belong to it: its second half, where the first ends
        with a kind of document by chance, and its years in brackets.
        """
        lines = self._lines[index + size : index + size + 3]
        title = "".join(self._lines[index : index + size])
        more = 0
        for number, line in enumerate(lines[:2], 1):
            rest = "".join(lines[:number])
            if starts_item(line) or _PUNCTUATION.search(rest) or bare_title(rest) in self._titles:
                break
            if self._goes_on(title, rest, "".join(lines[number : number + 1])):
                more = number
                break
        tail = self._lines[index + size + more : index + size + more + 1]
        return more + bool(tail and _TITLE_TAIL.fullmatch(tail[0]))

    def _goes_on(self, title: str, rest: str, after: str) -> bool:
        if is_complete_title(title) or len(title + rest) > _LONGEST_TITLE or is_agency(rest):
            return False
        if "关于" in title and not rest.startswith("关于") and _TITLE_REST.fullmatch(rest):
            return True
        return bool(_QUALIFIED.fullmatch(rest)) and (
            starts_item(after) or bool(document_number(after))
        )

    def _title_below_issuers(self, index: int) -> int:
        """Return the size of a title whose issuers stand on lines above 关于…."""
        size = 0
        while size < 6 and index + size < len(self._lines) and is_agency(self._lines[index + size]):
            size += 1
        rest = self._title_at(index + size) if size else 0
        return (
            size + rest
            if rest and self._lines[index + size].startswith(("关于", "印发", "转发"))
            else 0
        )

    def _wrapped_title(self, index: int) -> int:
        """Return the size of a title at the top that was broken in the middle: only with its last
        line it names a genre.
        """
        lines = self._lines[index : index + 3]
        if (
            index > 2
            or "title" in self._found.kinds.values()
            or len(lines[0]) < _WRAPPED
            or iso_date(lines[0])
        ):
            return 0
        for size, line in enumerate(lines, 1):
            if (
                starts_item(line)
                or _PUNCTUATION.search(line)
                or is_agency(line)
                or (size > 1 and line.startswith(("关于", "《")))
            ):
                return 0
            if size > 1 and is_title("".join(lines[:size])):
                return size
        return 0

    def _bare_first_line(self, index: int) -> int:
        """Return 1 for a first line without punctuation or number above longer text: a title that
        names no genre.
        """
        line = self._lines[index]
        return int(
            index == 0
            and len(self._lines) > 2
            and 4 <= len(line) <= 60
            and not starts_item(line)
            and not _PUNCTUATION.search(line)
            and len(self._lines[1]) > len(line)
            and bool(re.search("[\u4e00-\u9fff]{4}", line))
            and not is_agency(line)
            and not iso_date(line)
        )

    def _is_opening(self, index: int) -> bool:
        """Tell an opening like 现提出以下任务 from a transmittal: there a text follows at once,
        here it was announced.
        """
        kinds = set(self._found.kinds.values())
        return (
            not kinds & {"notice", "addressee", "number", "label"}
            and "你们" not in self._lines[index]
        )

    def _remember(self, title: str) -> None:
        for name in (title, notice_parts(title)[1]):
            if name:
                self._titles.add(bare_title(name))

    def _signature(self, index: int) -> int:
        """Mark a signature with its date, a date alone, or a passage like
        2021年1月24日国务院令第736号公布.
        """
        line = self._lines[index]
        if tells_of_passing(line) or (self._found.kinds and MONTH_ALONE.fullmatch(line)):
            return self._mark(index, "date")
        if len(line) > 160:
            return 0
        if is_agency(signer(line)) and DATE_AT_END.search(line):
            return self._mark(index, "signature")
        size = 1
        while (
            size < 8
            and index + size < len(self._lines)
            and is_agency(signer(self._lines[index + size - 1]))
        ):
            following = self._lines[index + size]
            if len(following) < 40 and re.fullmatch(DATE, following):
                return self._mark(index, "signature", size + 1)
            size += 1
        return 0

    def _contents(self, index: int) -> int:
        """Mark a table of contents."""
        size = contents_at(self._lines, index)
        return self._mark(index, "contents", size) if size else 0
