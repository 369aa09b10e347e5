"""A web page as flat lists of elements and pieces of text, made in time linear in its length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from topics.corpus.look import is_heavy

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
# What they hold is no text that anyone reads.
_DROPPED = "script style iframe applet svg canvas select head map audio video rt rp"
DROPPED = frozenset(_DROPPED.split())
# What they hold is hardly ever the document's, unless an end tag is missing.
_SIDE = "nav footer aside button dialog noscript template textarea object"
SIDE = frozenset(_SIDE.split())
_BLOCKS = (
    "address article blockquote body center dd details div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th"
    " thead tr ul caption html"
)
BLOCKS = frozenset(_BLOCKS.split())
# An element that begins ends an open one of these kinds, as HTML lets authors leave out the end
# tag.
CLOSES = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "option": ("option",),
}
BARRIERS = frozenset(["table", "ul", "ol", "dl", "div", "section", "article", "body", "html"])
# Hidden by style; or a header or footer, as word processors write them.
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-element\s*:\s*(?:header|footer)", re.IGNORECASE
)
# Names by which Chinese government sites mark the article.
ARTICLE_IDS = frozenset(
    "UCAP-CONTENT zoom Zoom zoomcon divFullText fullText js_content".lower().split()
)
ARTICLE_CLASSES = frozenset(
    "pages_content TRS_Editor trs_editor_view TRS_UEDITOR article-content article_content"
    " articlecontent article-con content_main detail-content news_content xxgk_content fulltext"
    " full_text pages-content view main_content rich_media_content".lower().split()
)
ARTICLE_NAMES = ARTICLE_CLASSES | {f"#{name}" for name in ARTICLE_IDS}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
# The font that an element asks for itself, without style sheets.
BOLD = re.compile(
    r"font-weight\s*:\s*(?:(bold(?:er)?|[6-9]00)|normal|lighter|[1-5]00)", re.IGNORECASE
)
FACE = re.compile(r"font-family\s*:\s*([^;,]+)", re.IGNORECASE)
SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,3})?)\s*(px|pt)", re.IGNORECASE)
SIZES = {
    "1": 7.5,
    "2": 10.0,
    "3": 12.0,
    "4": 13.5,
    "5": 18.0,
    "6": 24.0,
    "7": 36.0,
}  # of <font size=…>, in points
PIXEL = 0.75  # points
UNFINISHED_TAG = re.compile(r"</?[A-Za-z][\x00-\x7f]*")


@dataclass(slots=True)
class Node:
    """An element: its tag, the index of its parent, its id (with `#`) and classes."""

    tag: str
    parent: int
    names: frozenset[str]
    end: int = 0  # the index after its last descendant
    pieces: int = 0  # position of its first piece
    centred: bool = False
    linked: bool = False  # a link to another page
    hidden: bool = False  # by a style or an attribute
    conceals: bool = False  # hidden, or beside the document: a menu, a footer
    concealed_by: int = 0  # the innermost element outside it that conceals; 0 if none does
    closed: bool = False  # by an end tag of its own
    font: tuple[float | None, bool | None, bool | None] = (
        None,
        None,
        None,
    )  # size, bold, heavy face, where it says so


@dataclass(slots=True)
class Page:
    """A page as flat lists: nodes in document order, pieces of text each with the node it stands
    in.
    """

    nodes: list[Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    # the innermost element that conceals a piece; 0 if none does
    concealed: list[int] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    rows: set[int] = field(default_factory=set)  # table rows that hold data


def parse_page(text: str) -> tuple[Page, int]:
    """Parse a page; return it and the line at which the parser gave up, or 0.

    What came before that line is kept.
    """
    builder = _Builder()
    broken = builder.read(text)
    return builder.page, broken


def _without_declarations(text: str) -> str:
    """Drop comments and `<![…]>`, at which the standard parser fails; line ends stay, an open
    comment hides nothing.
    """
    kept, position, closing = [], 0, True
    while (start := text.find("<!", position)) >= 0:
        end = -1
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4) if closing else -1
            closing = end >= 0  # without this, a page of open comments would take quadratic time
            end = end + 3 if closing else start + 4
        elif text.startswith("<![", start):
            end = text.find(">", start, start + 200) + 1 or start + 3
        else:
            kept.append(text[position : start + 2])
            position = start + 2
            continue
        kept += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end
    return "".join([*kept, text[position:]])


class _Builder(HTMLParser):
    """Collects nodes and pieces; time is linear in the length of the page however deep it nests."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.stack: list[int] = []
        self.open: Counter[str] = Counter()
        # number of open titles and paragraphs in the middle: a break in them only divides their
        # lines
        self.centred = 0
        self.dropped = 0  # number of open elements whose text is dropped
        self.hidden: list[bool] = []
        self.concealing: list[int] = [0]  # open elements that conceal, below the page itself
        self.in_title = False

    def read(self, text: str) -> int:
        """Parse; return the line at which the parser gave up, or 0."""
        self._push("html", frozenset(), dropped=False)
        broken = 0
        try:
            text = _without_declarations(text)
            end = text.rfind(">") + 1
            self.feed(text[:end])
            # What follows the last `>` holds no tag; the parser would look for one at each `<`, to
            # the end of the page.
            self.feed(UNFINISHED_TAG.sub("", text[end:]).replace("<", "&lt;"))
            self.close()
        except AssertionError:
            broken = self.getpos()[0]
        while self.stack:
            self._pop()
        return broken

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and values.get("name"):
            self.page.meta.setdefault(values["name"].lower(), values.get("content", ""))
        if tag == "title":
            self.in_title = not self.page.title
        if tag in VOID:
            if tag in {"br", "hr"} and not self.dropped and not self.centred:
                self._piece("\n")
            return
        self._close_implied(tag)
        names = {name.lower() for name in values.get("class", "").split()} | {
            f"#{values.get('id', '').lower()}"
        }
        self._push(tag, frozenset(names), dropped=tag in DROPPED and tag != "head")
        hidden = (
            "hidden" in values
            or values.get("title") in {"header", "footer"}
            or bool(HIDDEN.search(values.get("style", "")))
        )
        if hidden or tag in SIDE:
            node = self.page.nodes[-1]
            node.hidden, node.conceals = hidden, True
            self.concealing.append(self.stack[-1])
        if tag in {"td", "th"} and not self.dropped:
            self._piece("")  # an empty cell is one, too
        self.page.nodes[-1].linked = tag == "a" and not values.get("href", "#").startswith("#")
        self.page.nodes[-1].font = _font(tag, values)
        if tag in HEADINGS or (
            tag == "p"
            and (values.get("align") == "center" or CENTRED.search(values.get("style", "")))
        ):
            self.page.nodes[-1].centred = True
            self.centred += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element written `<p/>`; HTML knows no such form but for void elements."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost open element of that name, and what is open inside it."""
        if tag == "title":
            self.in_title = False
        if tag == "p" and not self.open["p"] and not self.dropped:
            self._piece("\n")
        if not self.open[tag] or tag == "html":
            return
        while self.page.nodes[self.stack[-1]].tag != tag:
            self._pop()
        self.page.nodes[self.stack[-1]].closed = True
        self._pop()

    def handle_data(self, data: str) -> None:
        """Keep the text of visible elements."""
        if self.in_title:
            self.page.title += data
        elif not self.dropped:
            for number, line in enumerate(data.split("\n") if self.open["pre"] else [data]):
                if number:
                    self._piece("\n")
                self._piece(line)

    def _piece(self, text: str) -> None:
        self.page.texts.append(text)
        self.page.owners.append(self.stack[-1])
        self.page.concealed.append(self.concealing[-1])

    def _close_implied(self, tag: str) -> None:
        if tag in BLOCKS and self.open["p"] and self._tag(-1) == "p":
            self._pop()
        for closed in CLOSES.get(tag, ()):
            if self.open[closed] and self._within(closed):
                while self._tag(-1) != closed:
                    self._pop()
                self._pop()

    def _within(self, tag: str) -> bool:
        for back in range(
            1, min(len(self.stack), 32) + 1
        ):  # a bound, so that deep nesting stays linear
            if self._tag(-back) == tag:
                return True
            if self._tag(-back) in BARRIERS:
                return False
        return False

    def _tag(self, place: int) -> str:
        return self.page.nodes[self.stack[place]].tag

    def _push(self, tag: str, names: frozenset[str], *, dropped: bool) -> None:
        parent = self.stack[-1] if self.stack else -1
        self.page.nodes.append(
            Node(
                tag,
                parent,
                names,
                pieces=len(self.page.texts),
                concealed_by=self.concealing[-1],
            )
        )
        self.stack.append(len(self.page.nodes) - 1)
        self.open[tag] += 1
        self.hidden.append(dropped)
        self.dropped += dropped

    def _pop(self) -> None:
        if self.concealing[-1] == self.stack[-1] and len(self.concealing) > 1:
            self.concealing.pop()
        node = self.page.nodes[self.stack.pop()]
        node.end = len(self.page.nodes)
        self.open[node.tag] -= 1
        self.centred -= node.centred
        self.dropped -= self.hidden.pop()


def _font(tag: str, values: Mapping[str, str]) -> tuple[float | None, bool | None, bool | None]:
    """Return size in points, whether bold, and whether of a heavy face, each None where an element
    does not say.
    """
    style = values.get("style", "")
    size, weight, face = SIZE.search(style), BOLD.search(style), FACE.search(style)
    points = float(size[1]) * (PIXEL if size[2].lower() == "px" else 1) if size else None
    if tag == "font":
        points = points or SIZES.get(values.get("size", "").strip())
    bold = bool(weight[1]) if weight else (True if tag in {"b", "strong"} else None)
    named = face[1] if face else values.get("face", "") if tag == "font" else ""
    return points, bold, is_heavy(named) if named else None
