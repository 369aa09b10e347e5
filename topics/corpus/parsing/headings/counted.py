"""Which numbered lines are headings: those whose number continues the count of its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from topics.corpus.language.line_openings import due_annex
from topics.corpus.language.titles import is_title
from topics.corpus.parsing.headings.heading_number import (
    MAX_HEADING,
    ORDINALS,
    RANK,
    RANK_OF_PARTS,
    TABLE,
    UNCOUNTED,
    Heading,
    read_numbered,
)
from topics.corpus.parsing.headings.on_two_lines import read_on_two_lines

_LOST = 3  # numbers that may be missing from a count
_MAX_ANNEX = 12  # characters of 附件1 with its line end
_SENTENCE = re.compile("[，。；：？！]")
_MAX_NAME = 21  # characters of a path that come from a heading's words


def find_headings(text: str, levels: Mapping[int, int] = MappingProxyType({})) -> list[Heading]:
    r"""Return the headings of a clean text: numbered lines whose number continues its kind,
    annexes, further titles.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.
    levels : mapping of int to int
        Level of each line that the source marks as a heading, by the offset at which the line
        begins: its number is taken whatever the count.

    Examples
    --------
    >>> [heading.label
    ...     for heading in find_headings("一、目标\n（5G）网络\n二、三产业\n1.5万户\n二、任务")]
    ['一', '二']
    """
    read = _read_lines(text, levels)
    for kind in ("cn", "paren", "num"):
        _split_items(read, kind)
    counter = _Counter()
    following = _following(read)
    for heading, value in zip(read, following, strict=True):
        counter.take(heading, value)
    _raise_outer(counter.found)
    return counter.found


def heading_name(words: str) -> str:
    """Return the address in a path of a heading without a number: its words, without the marks that
    paths use.

    Examples
    --------
    >>> (heading_name("投入/产出"),
    ...  heading_name("推进以街坊为单元的旧城改造和城乡公共服务的主要任务"))
    ('投入／产出', '推进以街坊为单元的旧城改造和城乡公共服务…')
    """
    words = without_marks(words)
    return words if len(words) <= _MAX_NAME else f"{words[: _MAX_NAME - 1]}…"


def without_marks(words: str) -> str:
    """Return words for a path, without the marks that divide a path and count equal names."""
    return words.replace("/", "／").replace("#", "＃")


def _read_lines(text: str, levels: Mapping[int, int]) -> list[Heading]:
    """Read the numbered lines, and the titles before which the chapters begin anew (a second plan
    in one notice).
    """
    read: list[Heading] = []
    title: Heading | None = None
    chapter_levels = _levels_of_chapters(text, levels)
    chapters = 0
    position = 0
    due = 0  # number of the annex that comes next in a list of annexes, which are no headings
    lines = [*text.split("\n"), "", ""]
    for index, line in enumerate(lines[:-2]):
        heading = read_on_two_lines(
            (line, lines[index + 1], lines[index + 2]), position
        ) or read_numbered(line, position)
        due = due_annex(line, due)
        heading = None if due else heading
        if heading:
            heading.level = levels.get(position)
            if title and heading.kind == "cn" and heading.value == 1 and chapters > 1:
                read.append(title)
            chapters = heading.value if heading.kind == "cn" else chapters
            title = None
            read.append(heading)
        elif (
            read
            and read[-1].kind == "annex"
            and _names_annex(read[-1], line, position)
            and position not in levels
        ):
            read[-1].heading, read[-1].end = line, position + len(line)
        elif (
            6 < len(line) <= MAX_HEADING
            and is_title(line)
            and levels.get(position) not in chapter_levels
        ):
            title = Heading(
                position,
                "part",
                1,
                without_marks(line),
                line,
                RANK_OF_PARTS,
                level=levels.get(position),
            )
        position += len(line) + 1
    return read


def _levels_of_chapters(text: str, levels: Mapping[int, int]) -> frozenset[int]:
    """Return the levels of marked lines that are not all titles of documents."""
    return frozenset(
        level for start, level in levels.items() if not is_title(text[start:].partition("\n")[0])
    )


def _names_annex(annex: Heading, line: str, position: int) -> bool:
    """Tell whether a line right below 附件1 is its title."""
    return (
        not annex.heading
        and position <= annex.start + _MAX_ANNEX
        and 2 <= len(line) <= 40
        and not (
            _SENTENCE.search(line)
            or TABLE.search(line)
            or line[0].isdecimal()
            or line[0] + line[-1] == "（）"
        )
    )


def _following(headings: list[Heading]) -> list[int]:
    """Return for each heading the number of the next one of its kind; 0 where there is none."""
    latest: dict[str, int] = {}
    result = []
    for heading in reversed(headings):
        result.append(latest.get(heading.kind, 0))
        latest[heading.kind] = heading.value
    return result[::-1]


def _split_items(headings: list[Heading], kind: str) -> None:
    """Give paragraphs that are numbered like the headings around them a kind of their own, below
    those.

    The headings stand alone on their lines and count on; the paragraphs run on and begin again
    within them.
    """
    last, inside, outer_alone = 0, False, False
    for heading in headings:
        if heading.rank < RANK[kind]:
            last, inside = 0, False
        if heading.kind != kind:
            continue
        continues = heading.value == last + 1
        if (continues and (heading.alone or not inside)) or (heading.alone and heading.value == 1):
            last, inside, outer_alone = heading.value, False, heading.alone
            continue
        inside = inside or (heading.value == 1 and not heading.alone and last > 1 and outer_alone)
        if inside:
            heading.kind, heading.rank = f"{kind}·", heading.rank + 0.5


def _raise_outer(headings: list[Heading]) -> None:
    """Put a kind above another that usually holds it, where this document turns them round: （一）
    above 一、.
    """
    for outer, inner in (("cn", "paren"), ("cn", "num"), ("paren", "num")):
        upper = [index for index, heading in enumerate(headings) if heading.kind == outer]
        lower = [index for index, heading in enumerate(headings) if heading.kind == inner]
        if not upper or not lower or lower[0] > upper[0]:
            continue
        later = [headings[index] for index in lower if index > upper[0]]
        if any(heading.value == 1 for heading in later):
            continue
        restarts = sum(headings[index].value == 1 for index in upper) > 1
        by_style = all(headings[i].alone for i in lower) and not any(
            headings[i].alone for i in upper
        )
        if later or restarts or by_style:
            for index in upper:
                headings[index].rank = RANK[inner] + 0.4


class _Counter:
    """Holds the last number of each kind: a heading continues it, begins anew, resumes it, or is a
    look-alike.

    A kind that begins anew inside itself (一、二、 holding another 一、二、三、) is nested when the
    outer count resumes.
    """

    def __init__(self) -> None:
        self.found: list[Heading] = []
        self._counts: dict[str, list[_Count]] = {}

    def take(self, heading: Heading, following: int) -> None:
        """Keep the heading unless it only looks like one; `following` is the next number of its
        kind.
        """
        kind = heading.kind
        if kind in UNCOUNTED:
            if kind in {"annex", "part"}:
                self._counts.clear()
            self.found.append(heading)
            return
        counts = self._counts.setdefault(kind, [])
        if not (self._continues(heading, counts) or self._begins(heading, counts, following)):
            return
        self._forget_below(heading.rank)
        self.found.append(heading)
        counts[-1].members.append(heading)
        counts[-1].last = heading.value

    def _continues(self, heading: Heading, counts: list[_Count]) -> bool:
        """Tell whether the number is next in the running count or in one that this interrupted."""
        for depth in range(len(counts) - 1, max(-1, len(counts) - 5), -1):
            if heading.value == counts[depth].last + 1:
                for nested in counts[depth + 1 :]:
                    for member in nested.members:
                        member.rank += 0.3
                del counts[depth + 1 :]
                return True
        return False

    def _begins(self, heading: Heading, counts: list[_Count], following: int) -> bool:
        """Tell whether a count begins here, or goes on after a number was lost or written twice."""
        value = heading.value
        certain = following == value + 1 or heading.level is not None
        if value == 1 or (certain and not counts):
            counts.append(_Count())
            return True
        if not counts or certain or heading.kind in ORDINALS:
            return bool(counts)
        early = following == counts[-1].last + 1 < value  # the number that is due comes later
        return counts[-1].last <= value <= counts[-1].last + _LOST and not early

    def _forget_below(self, rank: float) -> None:
        """Let the kinds below a heading count anew, but keep a count that runs through the
        chapters.
        """
        for kind, counts in self._counts.items():
            if RANK.get(kind.rstrip("·"), 0) > rank and len(counts) > 1:
                del counts[:-1]


@dataclass(slots=True)
class _Count:
    """A running count of one kind and the headings it has numbered."""

    last: int = 0
    members: list[Heading] = field(default_factory=list)
