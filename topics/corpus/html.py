"""A web page to the lines of its article: menus, scripts and share buttons stay behind."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from topics.corpus import messages
from topics.corpus.document import HAN
from topics.corpus.frontmatter import LABELS
from topics.corpus.read import Source

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
DROPPED = frozenset(
    ["script", "style", "noscript", "template", "nav", "footer", "aside", "iframe", "object", "applet", "svg", "canvas", "button", "select", "textarea", "head", "map", "audio", "video", "dialog", "rt", "rp"]
)
BLOCKS = frozenset(
    ["address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "html"]
)
# An element that begins ends an open one of these kinds, as HTML lets authors leave out the end tag.
CLOSES = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "tr": ("tr", "td", "th"), "td": ("td", "th"),
    "th": ("td", "th"), "option": ("option",),
}  # fmt: skip
BARRIERS = frozenset(["table", "ul", "ol", "dl", "div", "section", "article", "body", "html"])
ARTICLE_IDS = frozenset("UCAP-CONTENT zoom Zoom zoomcon divFullText fullText".lower().split())
ARTICLE_CLASSES = frozenset(
    "pages_content TRS_Editor trs_editor_view TRS_UEDITOR article-content article_content articlecontent article-con "
    "content_main detail-content news_content xxgk_content fulltext full_text pages-content view main_content".lower().split()
)
# What sites call the fields that `frontmatter.LABELS` knows by another name.
SYNONYMS = {
    "发布时间": "发布日期", "发表时间": "发布日期", "公开时间": "公开日期", "成文时间": "成文日期", "发文时间": "发文日期",
    "发布部门": "发文机关", "发布机关": "发文机关", "颁布单位": "发文机关", "公开主体": "发布机构", "文件编号": "文号", "信息名称": "名称",
}  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")
UNFINISHED_TAG = re.compile(r"</?[A-Za-z][\x00-\x7f]*")
BRACKETED = re.compile(r"^【([^【】]{2,12})】\s*[:：]?")
SENTENCE = re.compile("[，。；、]")
DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
TITLE_PARTS = re.compile(r"\s*[_|｜>»]+\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|--+")


@dataclass(slots=True)
class _Node:
    tag: str
    parent: int
    names: frozenset[str]
    end: int = 0  # the index after its last descendant
    pieces: int = 0  # position of its first piece


@dataclass(slots=True)
class _Page:
    """A page as flat lists: nodes in document order, pieces of text each with the node it stands in."""

    nodes: list[_Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    rows: set[int] = field(default_factory=set)  # table rows that hold data


def read_html(text: str) -> Source:
    """Find the article of a page and write it one block per line.

    The article is the element that Chinese government sites mark as such (`#UCAP-CONTENT`, `.TRS_Editor`, …), or else
    the one with the most text outside links. The table of metadata that stands beside it comes first, one pair a line;
    then the title where the article lacks it. Cells of a table row are separated by tabs.

    Raises
    ------
    UnreadableError
        If the page holds no text.
    """
    parser = _Builder()
    broken = parser.read(text)
    page = parser.page
    if not page.texts:
        raise messages.UnreadableError(messages.HTML_NO_TEXT)
    total, linked = _weights(page)
    page.rows = _data_rows(page, total)
    article = _article(page, [count - in_links for count, in_links in zip(total, linked, strict=True)])
    body = _lines(page, article)
    title = _title(page)
    head = _metadata(page, article, title)
    if title and not any(len(line) >= 6 and line in _squeezed(title) for line in map(_squeezed, body[:8])):
        head.append(title)
    reasons = (messages.HTML_BROKEN.format(line=broken),) if broken else ()
    return Source("\n".join([*head, *body]), "html", reasons)


def _without_declarations(text: str) -> str:
    """Drop comments and `<![…]>`, at which the standard parser fails; line ends stay, an open comment hides nothing."""
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
        self.page = _Page()
        self.stack: list[int] = []
        self.open: Counter[str] = Counter()
        self.dropped = 0  # number of open elements whose text is dropped
        self.hidden: list[bool] = []
        self.in_title = False

    def read(self, text: str) -> int:
        """Parse; return the line at which the parser gave up, or 0. What came before it is kept."""
        self._push("html", frozenset(), hidden=False)
        broken = 0
        try:
            text = _without_declarations(text)
            end = text.rfind(">") + 1
            self.feed(text[:end])
            # What follows the last `>` holds no tag; the parser would look for one at each `<`, to the end of the page.
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
            if tag in {"br", "hr"} and not self.dropped:
                self._piece("\n")
            return
        self._close_implied(tag)
        names = {name.lower() for name in values.get("class", "").split()} | {f"#{values.get('id', '').lower()}"}
        hidden = tag in DROPPED or "hidden" in values or bool(HIDDEN.search(values.get("style", "")))
        self._push(tag, frozenset(names), hidden=hidden and tag != "head")

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
        self._pop()

    def handle_data(self, data: str) -> None:
        """Keep the text of visible elements."""
        if self.in_title:
            self.page.title += data
        elif not self.dropped:
            self._piece(data)

    def _piece(self, text: str) -> None:
        self.page.texts.append(text)
        self.page.owners.append(self.stack[-1])

    def _close_implied(self, tag: str) -> None:
        if tag in BLOCKS and self.open["p"] and self._tag(-1) == "p":
            self._pop()
        for closed in CLOSES.get(tag, ()):
            if self.open[closed] and self._within(closed):
                while self._tag(-1) != closed:
                    self._pop()
                self._pop()

    def _within(self, tag: str) -> bool:
        for back in range(1, min(len(self.stack), 32) + 1):  # a bound, so that deep nesting stays linear
            if self._tag(-back) == tag:
                return True
            if self._tag(-back) in BARRIERS:
                return False
        return False

    def _tag(self, place: int) -> str:
        return self.page.nodes[self.stack[place]].tag

    def _push(self, tag: str, names: frozenset[str], *, hidden: bool) -> None:
        parent = self.stack[-1] if self.stack else -1
        self.page.nodes.append(_Node(tag, parent, names, pieces=len(self.page.texts)))
        self.stack.append(len(self.page.nodes) - 1)
        self.open[tag] += 1
        self.hidden.append(hidden)
        self.dropped += hidden

    def _pop(self) -> None:
        node = self.page.nodes[self.stack.pop()]
        node.end = len(self.page.nodes)
        self.open[node.tag] -= 1
        self.dropped -= self.hidden.pop()


def _article(page: _Page, weight: list[int]) -> int:
    """Choose the node that holds the article, by the weight of running text outside links."""
    marked = [
        index
        for index, node in enumerate(page.nodes)
        if (any(name[:1] == "#" and name[1:] in ARTICLE_IDS for name in node.names) or node.names & ARTICLE_CLASSES)
        and weight[index] >= 20
    ]
    best = max(marked, key=lambda index: (weight[index], -index), default=0)
    if best and weight[best] >= 0.3 * weight[0]:
        return best
    # Go down from the root as long as one child holds most of the text outside links.
    children: dict[int, list[int]] = {}
    for index, node in enumerate(page.nodes):
        children.setdefault(node.parent, []).append(index)
    chosen = 0
    while kids := children.get(chosen):
        best = max(kids, key=lambda index: (weight[index], -index))
        if weight[best] < 0.8 * weight[chosen] or page.nodes[best].tag not in BLOCKS:
            break
        chosen = best
    return chosen


def _weights(page: _Page) -> tuple[list[int], list[int]]:
    """Count the Han characters of running text below each node, and those of them inside links.

    Running text has punctuation; menus, tables of metadata and the foot of a page have hardly any.
    """
    total, linked = [0] * len(page.nodes), [0] * len(page.nodes)
    for text, owner in zip(page.texts, page.owners, strict=True):
        n_han = len(HAN.findall(text))
        total[owner] += n_han if SENTENCE.search(text) else n_han // 4
    for index in range(len(page.nodes) - 1, 0, -1):
        node = page.nodes[index]
        if node.tag == "a":
            linked[index] = total[index]
        total[node.parent] += total[index]
        linked[node.parent] += linked[index]
    return total, linked


def _lines(page: _Page, top: int) -> list[str]:
    """Write the text below a node, a line per block and a line per table row."""
    first, end = page.nodes[top].pieces, page.nodes[top].end
    last = page.nodes[end].pieces if end < len(page.nodes) else len(page.texts)
    lines, current = [], ""
    block, row, cell = -1, -1, -1
    memo: dict[int, tuple[int, int, int]] = {}
    for text, owner in zip(page.texts[first:last], page.owners[first:last], strict=True):
        if not top <= owner < end:  # what follows this node inside its parent
            continue
        place = _place(page, owner, top, memo)
        if row >= 0 and place[1] == row:
            if place[2] != cell:
                current = current.rstrip() + "\t"
            elif place[0] != block and current[-1:] not in {"\t", " ", ""}:
                current += " "
            current += SPACE.sub(" ", text)
        else:
            if place[0] != block or place[1] != row:
                lines.append(current)
                current = ""
            if text == "\n":
                lines.append(current)
                current = ""
            else:
                current += SPACE.sub(" ", text)
        block, row, cell = place
    lines.append(current)
    return [line for line in (line.strip(" \t\xa0") for line in lines) if line.strip()]


def _place(page: _Page, owner: int, top: int, memo: dict[int, tuple[int, int, int]]) -> tuple[int, int, int]:
    """Return the block, the table row and the cell that a node stands in; each node is looked at once."""
    chain = []
    node = owner
    while node >= top and node not in memo:
        chain.append(node)
        node = page.nodes[node].parent
    block, row, cell = memo.get(node, (-1, -1, -1))
    for node in reversed(chain):
        tag = page.nodes[node].tag
        if tag in BLOCKS:
            block = node
        if node in page.rows:
            row, cell = node, -1
        elif row >= 0 and tag in {"td", "th"}:
            cell = node
        memo[node] = (block, row, cell)
    return memo[owner]


def _data_rows(page: _Page, total: list[int]) -> set[int]:
    """Find the table rows that hold data: at least two short cells and no table inside; others only lay out the page."""
    cells: dict[int, int] = {}
    nested: set[int] = set()
    row_of: dict[int, int] = {}
    for index, node in enumerate(page.nodes):
        outer = row_of.get(node.parent, -1)
        row_of[index] = outer
        if node.tag == "tr":
            if outer >= 0:
                nested.add(outer)
            row_of[index] = index
            cells[index] = 0
        elif node.tag in {"td", "th"} and outer >= 0:
            cells[outer] += 1
            if total[index] > 400:  # a column of the page, not a cell
                nested.add(outer)
    return {row for row, count in cells.items() if count >= 2 and row not in nested}


def _metadata(page: _Page, article: int, title: str) -> list[str]:
    """Write the pairs of label and value that stand outside the article, and the date of the page's head, in one line."""
    outside = [line for node in _outside(page, article) for line in _lines(page, node)]
    pairs = dict(pair for line in reversed(outside) for pair in _pairs(line))
    if date := DATE.search(page.meta.get("pubdate", "")):
        pairs.setdefault("发布日期", date[0].strip())
    if pairs and title:
        pairs.setdefault("标题", title)
    order = sorted(pairs, key=list(LABELS).index)
    return [" ".join(f"{label}：{pairs[label]}" for label in order)] if pairs else []


def _outside(page: _Page, article: int) -> list[int]:
    """List the largest nodes beside the path from the root to the article."""
    path = set()
    node = article
    while node >= 0:
        path.add(node)
        node = page.nodes[node].parent
    above = path - {article}
    return [index for index, node in enumerate(page.nodes) if index not in path and node.parent in above]


def _pairs(line: str) -> list[tuple[str, str]]:
    """Cut `索 引 号：x<tab>主题分类：y` into pairs; keep those whose label is known."""
    fields = [part.strip(" \u3000\xa0") for part in line.split("\t") if part.strip(" \u3000\xa0")]
    pairs = []
    for index, part in enumerate(fields):
        label, colon, value = BRACKETED.sub(r"\1：", part).replace(":", "：", 1).partition("：")
        if not (name := _label(label)):
            continue
        value = value.strip(" \u3000\xa0") or (fields[index + 1] if index + 1 < len(fields) else "")
        following = value.replace(":", "：", 1).partition("：")[0]
        if (colon or index + 1 < len(fields)) and value and not _label(following) and len(value) < 300:
            dated = DATE.match(value) if name.endswith("日期") else None
            pairs.append((name, dated[0].strip() if dated else value))
    return pairs


def _label(text: str) -> str:
    """Return the label that a text is, `索 引 号` without its spaces, or nothing."""
    label = _squeezed(text).strip("【】[]")
    label = SYNONYMS.get(label, label)
    return label if label in LABELS else ""


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _title(page: _Page) -> str:
    """Return the title of the article: as the site declares it, as its first heading, or before the site's name."""
    headings = ["".join(_lines(page, index)) for index, node in enumerate(page.nodes) if node.tag == "h1"]
    parts = TITLE_PARTS.split(page.title.strip())
    found = [page.meta.get("articletitle", ""), *headings, max(parts, key=len) if len(parts) > 1 else ""]
    return next((SPACE.sub("", text).strip() for text in found if len(HAN.findall(text)) >= 6), "")
