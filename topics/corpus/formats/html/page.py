"""A web page to the lines of its article: menus, scripts and share buttons stay behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topics.corpus import messages
from topics.corpus.document import HAN, Change
from topics.corpus.formats.html.concealed import is_sentence, settle
from topics.corpus.formats.html.lines import SPACE, Line, marked_lines, plain_lines
from topics.corpus.formats.html.tree import ARTICLE_NAMES, BLOCKS, Page, parse_page
from topics.corpus.formats.source import Source
from topics.corpus.language.labels import LABELS
from topics.corpus.language.titles import is_title

BRACKETED = re.compile(r"^【([^【】]{2,12})】\s*[:：]?")
SENTENCE = re.compile("[，。；、]")
RUNNING = 4  # weight of a character of running text
MENU_LINK = 12  # characters of a link of a menu, at most, on average
DATES = frozenset({"date", "published", "effective", "expired"})
DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
TITLE_PARTS = re.compile(r"\s*[_|｜>»]+\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|--+")


def read_html(text: str) -> Source:
    """Find the article of a page and write it one block per line.

    The article is the element that Chinese government sites mark as such (`#UCAP-CONTENT`,
    `.TRS_Editor`, …), or else the one with the most text outside links. The table of metadata that
    stands beside it comes first, one pair a line; then the title where the article lacks it. Cells
    of a table row are separated by tabs. Sentences that a style hides, or that stand in a menu or a
    footer, are read where they are the document, and logged otherwise.

    Raises
    ------
    UnreadableError
        If the page holds no text.
    """
    page, broken = parse_page(text)
    changes = settle(page)
    if not page.texts:
        raise messages.UnreadableError(messages.HTML_NO_TEXT)
    total, linked = _weights(page)
    page.rows = _data_rows(page, total)
    _blank_menus(page)
    article = _article(
        page, [count - in_links for count, in_links in zip(total, linked, strict=True)]
    )
    body = marked_lines(page, article)
    title = _title(page) or _only_title(page, body)
    changes += [
        Change(1, "furniture", line)
        for node in _outside(page, article)
        for line in plain_lines(page, node)
        if is_sentence(line) and not _pairs(line)
    ]
    head = [Line(line, 0, None) for line in _metadata(page, article, title)]
    if title and not any(
        len(line.text) >= 6 and _squeezed(line.text) in _squeezed(title) for line in body[:8]
    ):
        body.insert(0, Line(title, 1, None))
    reasons = (messages.HTML_BROKEN.format(line=broken),) if broken else ()
    lines = [*head, *body]
    marked = {
        number: line.level if _squeezed(line.text) != _squeezed(title) else 0
        for number, line in enumerate(lines, 1)
        if line.level
    }
    looks = {number: line.look for number, line in enumerate(lines, 1) if line.look}
    text = "\n".join(line.text for line in lines)
    return Source(text, "html", reasons, tuple(changes), headings=marked, looks=looks)


def _article(page: Page, weight: list[int]) -> int:
    """Choose the node that holds the article, by the weight of running text outside links."""
    marked = [
        index
        for index, node in enumerate(page.nodes)
        if node.names & ARTICLE_NAMES and weight[index] >= 20 * RUNNING
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
        if weight[best] < max(1, 0.8 * weight[chosen]) or page.nodes[best].tag not in BLOCKS:
            break
        chosen = best
    return chosen


def _weights(page: Page) -> tuple[list[int], list[int]]:
    """Weigh the Han characters below each node, and those of them inside links: running text four
    times.

    Running text has punctuation in its block; menus, tables of metadata and the foot of a page have
    hardly any.
    """
    total, linked = [0] * len(page.nodes), [0] * len(page.nodes)
    block = list(range(len(page.nodes)))  # the block in which each node stands
    for index, node in enumerate(page.nodes):
        if node.tag not in BLOCKS and index:
            block[index] = block[node.parent]
    running = {
        block[owner]
        for text, owner in zip(page.texts, page.owners, strict=True)
        if SENTENCE.search(text)
    }
    for text, owner in zip(page.texts, page.owners, strict=True):
        total[owner] += len(HAN.findall(text)) * (RUNNING if block[owner] in running else 1)
    for index in range(len(page.nodes) - 1, 0, -1):
        node = page.nodes[index]
        if node.tag == "a":
            linked[index] = total[index]
        total[node.parent] += total[index]
        linked[node.parent] += linked[index]
    return total, linked


def _blank_menus(page: Page) -> None:
    """Take the text out of blocks that hold nothing but short links, unless the page holds nothing
    else.
    """
    counts = [
        [0, 0, 0, 0] for _ in page.nodes
    ]  # characters, those of them in links, links, links to other pages
    listed = [False] * len(page.nodes)  # whether it names an annex
    for text, owner in zip(page.texts, page.owners, strict=True):
        counts[owner][0] += len(_squeezed(text).strip("|｜>›»·-"))
        listed[owner] |= "附件" in text or "附：" in text
    for index in range(len(page.nodes) - 1, 0, -1):
        node, own = page.nodes[index], counts[index]
        if node.tag == "a" and own[0]:
            own[1:] = own[0], 1, int(node.linked)
        counts[node.parent] = [
            above + count for above, count in zip(counts[node.parent], own, strict=True)
        ]
        listed[node.parent] |= listed[index]
    menus = [
        node
        for index, (node, (size, in_links, n_links, n_outside)) in enumerate(
            zip(page.nodes, counts, strict=True)
        )
        if node.tag in BLOCKS
        and n_links > 1
        and n_outside
        and in_links == size <= MENU_LINK * n_links
        and not listed[index]
    ]
    blank: set[int] = set()
    done = 0  # menus nest
    for node in menus:
        stop = page.nodes[node.end].pieces if node.end < len(page.nodes) else len(page.texts)
        blank.update(range(max(done, node.pieces), stop))
        done = max(done, stop)
    if any(HAN.search(text) for piece, text in enumerate(page.texts) if piece not in blank):
        page.texts = ["" if piece in blank else text for piece, text in enumerate(page.texts)]


def _data_rows(page: Page, total: list[int]) -> set[int]:
    """Find the table rows that hold data: at least two short cells and no table inside; others only
    lay out the page.
    """
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
            if total[index] > 400 * RUNNING:  # a column of the page, not a cell
                nested.add(outer)
    return {row for row, count in cells.items() if count >= 2 and row not in nested}


def _metadata(page: Page, article: int, title: str) -> list[str]:
    """Write the pairs of label and value that stand outside the article, and the date of the page's
    head, in one line.
    """
    outside = [line for node in _outside(page, article) for line in plain_lines(page, node)]
    pairs = dict(pair for line in reversed(outside) for pair in _pairs(line))
    if date := DATE.search(page.meta.get("pubdate", "")):
        pairs.setdefault("发布日期", date[0].strip())
    if pairs and title:
        pairs.setdefault("标题", title)
    order = sorted(pairs, key=list(LABELS).index)
    return [" ".join(f"{label}：{pairs[label]}" for label in order)] if pairs else []


def _outside(page: Page, article: int) -> list[int]:
    """List the largest nodes beside the path from the root to the article."""
    path = set()
    node = article
    while node >= 0:
        path.add(node)
        node = page.nodes[node].parent
    above = path - {article}
    return [
        index for index, node in enumerate(page.nodes) if index not in path and node.parent in above
    ]


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
        if (
            (colon or index + 1 < len(fields))
            and value
            and not _label(following)
            and len(value) < 300
        ):
            dated = DATE.match(value) if LABELS[name] in DATES else None
            pairs.append((name, dated[0].strip() if dated else value))
    return pairs


def _label(text: str) -> str:
    """Return the label that a text is, `索 引 号` without its spaces, or nothing."""
    label = _squeezed(text).strip("【】[]")
    return label if label in LABELS else ""


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _only_title(page: Page, body: Sequence[Line]) -> str:
    """Return the title of the page, where it is that of a document and the article has none."""
    title = SPACE.sub("", page.title).strip()
    titled = any(line.level or is_title(_squeezed(line.text)) for line in body[:8])
    return title if is_title(title) and not titled else ""


def _title(page: Page) -> str:
    """Return the title of the article: as the site declares it, as its first heading, or before the
    site's name.
    """
    headings = [
        "".join(plain_lines(page, index))
        for index, node in enumerate(page.nodes)
        if node.tag == "h1"
    ]
    parts = TITLE_PARTS.split(page.title.strip())
    found = [
        page.meta.get("articletitle", ""),
        *headings,
        max(parts, key=len) if len(parts) > 1 else "",
    ]
    return next((SPACE.sub("", text).strip() for text in found if len(HAN.findall(text)) >= 6), "")
