"""What a report is made of, whatever it is written in: parts with prose, tables, pictures and
notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from topics.report.inert import visible

COLON = "："  # between a theme and its term in the name of a sight


@dataclass(frozen=True)
class Sight:
    """The sentences behind a number, as the page addresses them.

    Attributes
    ----------
    kind : str
        `theme`, `term` (of a theme), `feature`, `phrase`, `topic`, `section`, `agency`,
        `cleaning`, `quantity` (a number, named by its row) or `link` (linked sections side by
        side, named by comparison and group: `2.17`); of a theme also `holding` (the sections that
        mention it), `new` and `dropped` (mentions in sections without a counterpart), `chapter`
        and `item` (the headings that do) and `graded` (the words that tell how strongly).
    name : str
        Which theme, feature, topic …; empty for sections.
    groups : tuple of str
        Only documents of these groups; all where empty.
    doc_id, path : str
        Only this document, this section.
    """

    kind: str
    name: str = ""
    groups: tuple[str, ...] = ()
    doc_id: str = ""
    path: str = ""

    @property
    def href(self) -> str:
        """Address inside the page: `#see/theme/安全韧性/2022,2024`."""
        groups = ",".join(_part(group) for group in self.groups)
        parts = (self.kind, _part(self.name), groups, _part(self.doc_id), _part(self.path))
        return f"#see/{'/'.join(parts)}".rstrip("/")


def _part(text: str) -> str:
    """Escape what would divide an address; letters and Han stay readable."""
    return "".join(quote(char, safe="") if char.isascii() else char for char in visible(text))


@dataclass(frozen=True)
class Bit:
    """A piece of a cell: text, and where it leads."""

    text: str
    sight: Sight | None = None
    href: str = ""

    @property
    def target(self) -> str:
        """Address that the bit leads to, if any."""
        return self.sight.href if self.sight else self.href


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes
    ----------
    bits : tuple of Bit
    order : float or str
        What sorting compares.
    mark : str
        A class for its looks, such as a verdict.
    """

    bits: tuple[Bit, ...]
    order: float | str = ""
    mark: str = ""
    joint: str = ""

    @property
    def text(self) -> str:
        """The cell as plain text."""
        return self.joint.join(bit.text for bit in self.bits)

    @property
    def key(self) -> str:
        """What sorting compares, as text; empty where that is the text of the cell itself."""
        if isinstance(self.order, str):
            return "" if self.order == self.text else self.order
        return "" if self.text == f"{self.order:g}" else f"{self.order:.6g}"


@dataclass(frozen=True)
class Column:
    """Heading of a column; `numeric` columns stand at the right, `mark` is a class for looks."""

    label: str
    numeric: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Row:
    """A row of cells; `lens` lets the page choose, `anchor` is its address, `depth` its
    indentation.
    """

    cells: tuple[Cell, ...]
    lens: str = ""
    anchor: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Grid:
    """A table with its caption; `pair` lets the page choose among several."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pair: str = ""
    anchor: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Prose:
    """A paragraph; `tone` is empty, `lead`, `code`, `copy` (a text to paste) or `screen`
    (said where numbers can be clicked, and not on paper).
    """

    text: str
    tone: str = ""
    title: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the answer: what it is about, and bits that lead to their sentences.

    `tone` is empty, or `answer` for the headline.
    """

    title: str
    bits: tuple[Bit, ...]
    tone: str = ""

    @property
    def text(self) -> str:
        """The line as plain text, without its title."""
        return "".join(bit.text for bit in self.bits)


@dataclass(frozen=True)
class Notes:
    """What the reader must know first."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Short figures in one line."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A figure by its name, with its caption."""

    name: str
    caption: str


@dataclass(frozen=True)
class Choice:
    """Where the reader chooses a pair of groups and a lens: (value, label) each; the page opens
    with the pair `chosen`.
    """

    pairs: tuple[tuple[str, str], ...]
    lenses: tuple[tuple[str, str], ...] = ()
    chosen: str = ""


@dataclass(frozen=True)
class Beside:
    """A table and notes that stand side by side where there is room."""

    left: Grid
    right: Notes


Block = Beside | Line | Prose | Notes | Facts | Grid | Picture | Choice


@dataclass(frozen=True)
class Part:
    """A section of the report; `folded` parts open on demand."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = field(default=())
    folded: bool = False
