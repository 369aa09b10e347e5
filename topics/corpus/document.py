"""What a policy document is once it has been read: text, sections, metadata, and where each
character came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from topics.shown import html_facts, line

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]")
HAN_RUNS = re.compile(f"{HAN.pattern}+")
YEAR_OF_NUMBER = re.compile(r"〔((?:19|20)\d{2})〕|((?:19|20)\d{2})年第")
_EDITION = re.compile(r"[（(]((?:19|20)\d{2})年?(?:修正|修订|修改|版|本)[）)]")
# A year, a month of it or a day of it, as names of files have them; what a plan looks towards is
# none.
_YEAR_OF_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?(?!\d)(?!\s*年?\s*(?:远景|愿景|目标))"
)


def count_han(text: str) -> int:
    """Count the Han characters of a text, the denominator of every rate.

    Examples
    --------
    >>> count_han("到2025年，城镇化率达到65%。")
    8
    """
    return sum(map(len, HAN_RUNS.findall(text)))


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each character of a clean text stood in its source.

    Attributes
    ----------
    clean_starts, source_starts : tuple of int, of equal length
        Runs of characters that were copied without change: run `i` begins at `clean_starts[i]` in
        the clean text and at `source_starts[i]` in the source. `clean_starts` rises strictly and
        begins with 0 unless the text is empty.
    line_starts : tuple of int
        Source offset at which each source line begins; line numbers are 1-based.
    """

    clean_starts: tuple[int, ...] = ()
    source_starts: tuple[int, ...] = ()
    line_starts: tuple[int, ...] = (0,)

    def source(self, offset: int) -> int:
        """Return the source offset of a clean offset."""
        run = bisect_right(self.clean_starts, offset) - 1
        return self.source_starts[run] + offset - self.clean_starts[run] if run >= 0 else 0

    def line(self, offset: int) -> int:
        """Return the 1-based source line of a clean offset."""
        return bisect_right(self.line_starts, self.source(offset))


@dataclass(frozen=True, slots=True)
class Section:
    """A node of a document's heading tree.

    The leaf sections tile `Document.text`: each character belongs to exactly one of them. The text
    that a section has before its first child is a leaf of its own, with the path `五/0`; a heading
    that has no such text opens the first leaf below it. Text before the first heading is the leaf
    `0`; what a section says after the last item of a list is a leaf of its own, `五/末`. A document
    without headings has its paragraphs as leaves, `段1`, `段2` and so on.

    Attributes
    ----------
    doc_id : str
    path : str
        Address in the tree, such as `五/（二）/4`; a heading without a number is named by its
        words, `总体要求/（一）`.
    level : int
        Depth in the tree, 1 for chapters; a lead (`五/0`) or rest (`五/末`) has the level of its
        parent plus one.
    heading : str
        The heading without its number; empty for leads and paragraphs.
    start, end : int
        Span in `Document.text`, children included.
    leaf : bool
    heading_start : int
        Where the line of its own heading begins: after `start` in a section that also opens with
        the headings above it. By default `start`.
    """

    doc_id: str
    path: str
    level: int
    heading: str
    start: int
    end: int
    leaf: bool
    heading_start: int = -1

    def __post_init__(self) -> None:
        if self.heading_start < 0:
            object.__setattr__(self, "heading_start", self.start)


@dataclass(frozen=True, slots=True)
class Change:
    """One span that cleaning removed or changed; `line` is the 1-based source line."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """One agency of a responsibility list.

    Attributes
    ----------
    path : str
        Path of the leaf section that carried the list; empty for a document-wide clause.
    agency : str
        Canonical name.
    written : str
        The name as the text has it.
    role : str
        `lead` (牵头), `support` (配合、参与) or `joint` (no distinction made).
    open_list : bool
        Whether the list ends with 等.
    scope : str
        `section` or `document`.
    """

    path: str
    agency: str
    written: str
    role: str
    open_list: bool
    scope: str


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A policy document: analysed text, section tree, metadata and the log of what was done to it.

    Attributes
    ----------
    doc_id : str
        The file's stem, with its folder where stems collide.
    text : str
        The analysed text: repaired, without front matter and (by default) without responsibility
        lists. Empty when `status` is `skipped`.
    sections : tuple of Section
        In document order, parents before children.
    title, number, issuer, date, published, effective, genre, period : str
        Empty where unknown. Dates are ISO (`2024-07-28`). `date` is the 成文日期. Joint issuers are
        joined by `；`.
    source : str
        Path of the file as shown to the user.
    status : str
        `ok`, `repaired`, `duplicate` or `skipped`.
    reasons : tuple of str
        Why it was repaired or skipped, in words.
    duplicate_of : str
        `doc_id` of the copy that was kept.
    resembles : tuple of str
        `doc_id` of each document that may be a copy of this one or another version, which nothing
        tells; both are counted.
    declared : tuple of str
        Names of the fields that the user declared in `corpus.csv`.
    conflicts : tuple of str
        Declared values that differ from the text, in words.
    extra : mapping of str to str
        Further columns of `corpus.csv`, such as region.
    agencies : tuple of AgencyMention
    changes : tuple of Change
    origin : OffsetMap
    sha256 : str
        Hash of the file's bytes.
    declared_year : str
        The year that the user declared, of whatever the text says.
    """

    doc_id: str
    text: str = ""
    sections: tuple[Section, ...] = ()
    title: str = ""
    number: str = ""
    issuer: str = ""
    date: str = ""
    published: str = ""
    effective: str = ""
    genre: str = ""
    period: str = ""
    source: str = ""
    status: str = "ok"
    reasons: tuple[str, ...] = ()
    duplicate_of: str = ""
    resembles: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    agencies: tuple[AgencyMention, ...] = ()
    changes: tuple[Change, ...] = ()
    origin: OffsetMap = field(default_factory=OffsetMap)
    sha256: str = ""
    declared_year: str = ""

    @property
    def year(self) -> int | None:
        """The declared year, or else that of the 成文日期, of the 发文字号, of the 发布日期, of the
        title, or of the file's name; None where nothing says one.
        """
        year = self._years().get(self.year_from)
        return int(year) if year else None

    @property
    def year_from(self) -> str:
        """What the year is taken from: `declared`, `date`, `number`, `published`, `title` or
        `file`; empty where it is unknown.

        Examples
        --------
        >>> document = Document("甲", number="云政发〔2024〕3号", published="2025-01-02")
        >>> document.year, document.year_from
        (2024, 'number')
        >>> Document("甲", source="报告/2011政府工作报告.txt").year_from
        'file'
        """
        return next((name for name, year in self._years().items() if year), "")

    def _years(self) -> dict[str, str]:
        numbered = YEAR_OF_NUMBER.search(self.number)
        edition = _EDITION.search(self.title)
        covered = self.period if len(self.period) == len("2024") else ""
        name = re.split(r"[/\\]", self.source)[-1]
        named = set(_YEAR_OF_NAME.findall(name.rpartition(".")[0] or name))
        return {
            "declared": self.declared_year,
            "date": self.date[:4],
            "number": numbered[1] or numbered[2] if numbered else "",
            "published": self.published[:4],
            "title": covered or (edition[1] if edition else ""),
            "file": named.pop() if len(named) == 1 else "",
        }

    def __repr__(self) -> str:
        return line(
            "Document",
            self.doc_id,
            title=self.title,
            year=self.year,
            sections=len(self.leaves),
            characters=count_han(self.text),
            status="" if self.status == "ok" else self.status,
        )

    def _repr_html_(self) -> str:
        facts = {
            name: getattr(self, name)
            for name in ("doc_id", "number", "issuer", "date", "year", "genre", "status", "source")
        }
        sizes = {"sections": len(self.leaves), "Han characters": count_han(self.text)}
        remarks = {"remarks": "；".join(self.reasons)}
        return html_facts(self.title or self.doc_id, facts | sizes | remarks)

    @property
    def leaves(self) -> tuple[Section, ...]:
        """The leaf sections, in document order; together they tile `text`."""
        return tuple(section for section in self.sections if section.leaf)

    @property
    def analysed(self) -> bool:
        """Whether the document enters the counts (it is neither a duplicate nor skipped)."""
        return self.status in {"ok", "repaired"}

    def section_text(self, section: Section) -> str:
        """Return the analysed text of a section, its children included."""
        return self.text[section.start : section.end]

    def line(self, offset: int) -> int:
        """Return the 1-based source line of an offset in `text`."""
        return self.origin.line(offset)
