"""The tree of a document's headings, from 编 and 章 down to ① and ——."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from topics.corpus.document import Document, Section, count_han
from topics.corpus.parsing.headings.counted import find_headings, heading_name
from topics.corpus.parsing.headings.decimals import add_decimals
from topics.corpus.parsing.headings.heading_number import Heading
from topics.corpus.parsing.headings.rest import Item, rests
from topics.corpus.parsing.headings.unmarked import unmarked_chapters
from topics.corpus.parsing.headings.unnumbered import add_marked

_REST = "末"  # the name in a path of what a section says after its last item


@dataclass(slots=True)
class _Node:
    heading: Heading
    path: str
    level: int
    end: int
    parent: int
    has_children: bool = False
    rest: tuple[str, int] = ("", 0)
    """Path and end of what the section above says after this one, its last item."""


def parse_sections(
    text: str, doc_id: str, levels: Mapping[int, int] = MappingProxyType({})
) -> tuple[Section, ...]:
    r"""Return the heading tree of a clean text, whose leaves tile it.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.
    doc_id : str
    levels : mapping of int to int
        Level of each line that the source marks as a heading (`##`, `<h2>`, a style), by the offset
        of the line.

    Returns
    -------
    tuple of Section
        In document order, parents before children.

    Examples
    --------
    >>> text = ("为推进更新，制定本方案。\n一、总体要求\n（一）目标。建成管网（5G）。\n"
    ...     "（二）原则。坚持民生。")
    >>> [(section.path, section.heading, section.leaf) for section in parse_sections(text, "甲")]
    [('0', '', True), ('一', '总体要求', False), ('一/（一）', '目标', True), ('一/（二）', '原则',
    True)]
    """
    if not text:
        return ()
    numbered = find_headings(text, levels)
    if not any(levels.values()) and (chapters := unmarked_chapters(text, numbered)):
        levels = {**levels, **chapters}
        numbered = find_headings(text, levels)
    headings = add_marked(text, add_decimals(text, numbered, levels), levels)
    if not headings:
        return _paragraphs(text, doc_id)
    nodes = _tree(headings, len(text))
    _part_rests(text, nodes)
    return _sections(text, doc_id, nodes)


def outline(document: Document) -> str:
    r"""Return the section tree as text, one section a line, with the Han characters of each leaf.

    Examples
    --------
    >>> text = "一、总体要求\n推进更新。"
    >>> print(outline(Document("甲", text=text, sections=parse_sections(text, "甲"))))
    一  总体要求  [行 1, 9 字]
    """
    rows = []
    for section in document.sections:
        size = f", {count_han(document.section_text(section))} 字" if section.leaf else ""
        name = section.path.rsplit("/", 1)[-1]
        if section.heading and name == heading_name(section.heading):
            name = section.heading
        title = f"  {section.heading}" if section.heading not in {"", name} else ""
        rows.append(
            f"{'  ' * (section.level - 1)}{name}{title}  [行"
            f" {document.line(section.heading_start)}{size}]"
        )
    return "\n".join(rows)


def _paragraphs(text: str, doc_id: str) -> tuple[Section, ...]:
    """Return the paragraphs as leaf sections."""
    found = []
    start = 0
    for number, line in enumerate(
        text.splitlines(keepends=True) if "\n" not in text else _lines(text), 1
    ):
        found.append(Section(doc_id, f"段{number}", 1, "", start, start + len(line), leaf=True))
        start += len(line)
    return tuple(found)


def _lines(text: str) -> list[str]:
    """Split at newlines only, which stay with the line before."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _tree(headings: list[Heading], end: int) -> list[_Node]:
    """Nest the headings by rank and give each its path."""
    nodes: list[_Node] = []
    stack: list[_Node] = []
    places: list[int] = []  # of the nodes of the stack
    used: dict[str, int] = {}
    dashes: dict[str, int] = {}
    for heading in headings:
        while stack and stack[-1].heading.rank >= heading.rank:
            places.pop()
            stack.pop().end = heading.start
        parent = stack[-1] if stack else None
        label = heading.label
        prefix = f"{parent.path}/" if parent else ""
        if heading.kind == "dash":
            dashes[prefix] = dashes.get(prefix, 0) + 1
            label = f"——{dashes[prefix]}"
        path = prefix + label
        used[path] = used.get(path, 0) + 1
        if used[path] > 1:
            path = f"{path}#{used[path]}"
        if parent:
            parent.has_children = True
        node = _Node(heading, path, len(stack) + 1, end, places[-1] if places else -1)
        places.append(len(nodes))
        nodes.append(node)
        stack.append(node)
    return nodes


def _part_rests(text: str, nodes: Sequence[_Node]) -> None:
    """End the last item of each list where it ends, and note what follows it."""
    items = [Item(node.heading, node.end, node.parent, not node.has_children) for node in nodes]
    used: Counter[str] = Counter()
    for index, cut in rests(text, items).items():
        node = nodes[index]
        path = f"{nodes[node.parent].path}/{_REST}" if node.parent >= 0 else _REST
        used[path] += 1
        node.rest = (f"{path}#{used[path]}" if used[path] > 1 else path, node.end)
        node.end = cut


def _sections(text: str, doc_id: str, nodes: list[_Node]) -> tuple[Section, ...]:
    """Return nodes and leads as sections; a heading without text of its own opens its first child's
    leaf.
    """
    found: list[Section] = []
    begin = 0  # where the next leaf starts: after the last leaf
    first = nodes[0].heading.start
    if text[:first].strip():
        found.append(Section(doc_id, "0", 1, "", 0, first, leaf=True))
        begin = first
    for index, node in enumerate(nodes):
        following = nodes[index + 1].heading.start if index + 1 < len(nodes) else len(text)
        own, heading = node.heading.start, node.heading.heading
        start = min(begin, own)
        if not node.has_children:
            found.append(
                Section(
                    doc_id,
                    node.path,
                    node.level,
                    heading,
                    start,
                    node.end,
                    leaf=True,
                    heading_start=own,
                )
            )
            begin = node.end
            if node.rest[0]:
                path, begin = node.rest
                found.append(Section(doc_id, path, node.level, "", node.end, begin, leaf=True))
            continue
        found.append(
            Section(
                doc_id,
                node.path,
                node.level,
                heading,
                start,
                node.end,
                leaf=False,
                heading_start=own,
            )
        )
        if _has_lead(text, node.heading, following):
            found.append(
                Section(
                    doc_id,
                    f"{node.path}/0",
                    node.level + 1,
                    "",
                    start,
                    following,
                    leaf=True,
                    heading_start=own,
                )
            )
            begin = following
    return tuple(found)


def _has_lead(text: str, heading: Heading, following: int) -> bool:
    """Tell whether a section has text of its own before its first child."""
    if heading.end >= 0:
        return bool(text[heading.end : following].strip())
    line_end = text.find("\n", heading.start)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_end:following].strip():
        return True
    line = text[heading.start : line_end]
    after = line.find(heading.heading) + len(heading.heading) if heading.heading else 0
    return len(line[after:].strip("。．. \u3000")) > (0 if heading.heading else 12)
