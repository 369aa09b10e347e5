"""The tree of a document's headings, from 编 and 章 down to ① and ——."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from topics.corpus.document import Document, Section
from topics.corpus.numerals import numeral

_CN = "[一二三四五六七八九十百千零〇]"
_NUMBER = re.compile(
    rf"(?:(?P<mark>#{{1,6}})[ \u3000]*)?"
    rf"(?:第[ \u3000]*(?P<ordinal>{_CN}{{1,7}}|\d{{1,4}})[ \u3000]*(?P<unit>[编章节条]|部分)(?P<sub>之{_CN}{{1,3}})?"
    rf"|(?P<cn>{_CN}{{1,5}})[、．.﹒,，]|[（(](?P<paren>{_CN}{{1,5}})[）)]|(?P<square>[㈠-㈩])"
    r"|(?P<num>\d{1,3})(?:[.．﹒](?!\d)|、)|[（(](?P<pnum>\d{1,3})[）)]|(?P<small>[⑴-⒇])"
    r"|(?P<half>\d{1,2})[)）]|(?P<circle>[①-⑳])|(?P<dash>——|--|—(?=[\u4e00-\u9fff])))[ \u3000]*"
)
_ANNEX = re.compile(
    r"^(?P<annex>附[ \u3000]*(?:件|录|表|图)?[ \u3000]*(?P<number>\d{0,2}|[一二三四五六七八九十]{0,2}))[ \u3000]*(?:[：:．.、]|$|(?=[\u3000 ]))"
)
_BOX = re.compile(r"^(?P<box>专栏[ \u3000]*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2}))")
_RANK = {"编": 1, "部分": 2, "章": 3, "节": 4, "条": 5, "cn": 6, "paren": 7, "num": 8, "pnum": 9, "half": 10, "circle": 11, "dash": 12}
_PLAIN_RANK, _ANNEX_RANK = 2, 0

# What follows a number in a sentence, not in a heading: 第三条规定…, 第二章至第四章, 一、二、三产业.
_REFERENCE = re.compile(
    rf"^(?:规定|所列|所称|第{_CN}+[款项]|款|项|的|、|至|到|和|与|及|或|中(?!央|国|小|共|期|部|医|等|心)|以[上下内]|（?第|之一?规定|修改|改为|删去|，|；|。)"
)
_ENUMERATION = re.compile(rf"^{_CN}{{1,3}}、")
_TABLE = re.compile(r"\t|\S[ \u3000]{2,}\S.*\S[ \u3000]{2,}\S|^\|")
_MAX_HEADING, _MAX_RUN_IN, _MAX_ALONE = 80, 60, 25  # characters; alone: a line that is one sentence
_BRACKETED = re.compile(r"^[【（(\[]([^】）)\]]{2,30})[】）)\]]")


@dataclass(slots=True)
class _Heading:
    """A numbered line: what kind of number, which, and where the heading's words stand."""

    start: int
    kind: str
    value: int
    label: str
    heading: str
    rank: float
    alone: bool = True
    """Whether the heading has the line to itself."""


@dataclass(slots=True)
class _Node:
    heading: _Heading
    path: str
    level: int
    end: int
    has_children: bool = False


def parse_sections(text: str, doc_id: str) -> tuple[Section, ...]:
    r"""Return the heading tree of a clean text, whose leaves tile it.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.
    doc_id : str

    Returns
    -------
    tuple of Section
        In document order, parents before children.

    Examples
    --------
    >>> text = "为推进更新，制定本方案。\n一、总体要求\n（一）目标。建成管网（5G）。\n（二）原则。坚持民生。"
    >>> [(section.path, section.heading, section.leaf) for section in parse_sections(text, "甲")]
    [('0', '', True), ('一', '总体要求', False), ('一/（一）', '目标', True), ('一/（二）', '原则', True)]
    """
    if not text:
        return ()
    headings = _accepted(text)
    if not headings:
        return _paragraphs(text, doc_id)
    nodes = _tree(headings, len(text))
    return _sections(text, doc_id, nodes)


def outline(document: Document) -> str:
    r"""Return the section tree as text, one section a line, with the Han characters of each leaf.

    Examples
    --------
    >>> text = "一、总体要求\n推进更新。"
    >>> print(outline(Document("甲", text=text, sections=parse_sections(text, "甲"))))
    一  总体要求  [行 1, 9 字]
    """
    from topics.corpus.document import count_han  # noqa: PLC0415  (only for display)

    rows = []
    for section in document.sections:
        size = f", {count_han(document.section_text(section))} 字" if section.leaf else ""
        name = section.path.rsplit("/", 1)[-1]
        title = f"  {section.heading}" if section.heading else ""
        rows.append(f"{'  ' * (section.level - 1)}{name}{title}  [行 {document.line(section.start)}{size}]")
    return "\n".join(rows)


def _paragraphs(text: str, doc_id: str) -> tuple[Section, ...]:
    """Return the paragraphs as leaf sections."""
    found = []
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True) if "\n" not in text else _lines(text), 1):
        found.append(Section(doc_id, f"段{number}", 1, "", start, start + len(line), leaf=True))
        start += len(line)
    return tuple(found)


def _lines(text: str) -> list[str]:
    """Split at newlines only, which stay with the line before."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _accepted(text: str) -> list[_Heading]:
    """Return the headings: numbered lines whose number continues its kind."""
    read: list[_Heading] = []
    position = 0
    for line in text.split("\n"):
        heading = _read(line, position)
        if heading:
            read.append(heading)
        position += len(line) + 1
    for kind in ("cn", "paren", "num"):
        _split_items(read, kind)
    counter = _Counter()
    for heading in read:
        counter.take(heading)
    _raise_outer(counter.found)
    return counter.found


def _split_items(headings: list[_Heading], kind: str) -> None:
    """Give paragraphs that are numbered like the headings around them a kind of their own, below those.

    The headings stand alone on their lines and count on; the paragraphs run on and begin again within them.
    """
    last, inside = 0, False
    for heading in headings:
        if heading.rank < _RANK[kind]:
            last, inside = 0, False
        if heading.kind != kind:
            continue
        continues = heading.value == last + 1
        if continues and (heading.alone or not inside) or (heading.alone and heading.value == 1):
            last, inside = heading.value, False
            continue
        inside = inside or (heading.value == 1 and not heading.alone and last > 1)
        if inside:
            heading.kind, heading.rank = f"{kind}·", heading.rank + 0.5


def _raise_outer(headings: list[_Heading]) -> None:
    """Put a kind above another that usually holds it, where this document turns them round: （一） above 一、."""
    for outer, inner in (("cn", "paren"), ("cn", "num"), ("paren", "num")):
        upper = [index for index, heading in enumerate(headings) if heading.kind == outer]
        lower = [index for index, heading in enumerate(headings) if heading.kind == inner]
        if not upper or not lower or lower[0] > upper[0]:
            continue
        later = [headings[index] for index in lower if index > upper[0]]
        if any(heading.value == 1 for heading in later):
            continue
        restarts = sum(headings[index].value == 1 for index in upper) > 1
        by_style = all(headings[i].alone for i in lower) and not any(headings[i].alone for i in upper)
        if later or restarts or by_style:
            for index in upper:
                headings[index].rank = _RANK[inner] + 0.4


def _read(line: str, position: int) -> _Heading | None:
    """Read a line's number and heading; None if it has none or only looks so."""
    if not line or not (line[0] in "第（(#附专—-" or line[0].isnumeric()):
        return None
    special = _ANNEX.match(line) or _BOX.match(line)
    if special:
        return _read_annex(line, position, special)
    match = _NUMBER.match(line)
    if not match:
        return None
    kind = match["unit"] or match.lastgroup or ""
    if kind in {"unit", "sub", "ordinal"}:
        kind = match["unit"]
    rest = line[match.end() :]
    if not rest or _TABLE.search(line) and kind in {"num", "half"}:
        return None
    if _looks_only(kind, line[: match.end()], rest):
        return None
    value, label = _value(kind, match)
    if value is None:
        return None
    canonical = {"square": "paren", "small": "pnum"}.get(kind, kind)
    alone = "。" not in rest and len(rest) <= _MAX_HEADING and rest[-1] not in "；;：:，"
    return _Heading(position, canonical, value, label, _heading_words(canonical, rest), _RANK[canonical], alone)


def _looks_only(kind: str, number: str, rest: str) -> bool:
    """Tell a number at a line's start from a heading's: references, enumerations, decimals."""
    if kind in {"编", "章", "节", "条", "部分"}:
        spaced = number[-1] in " \u3000"
        return not spaced and bool(_REFERENCE.match(rest))
    if kind == "cn":
        return bool(_ENUMERATION.match(rest)) or number[-1] in ",，" and len(rest) > 30
    if kind == "num" and number.rstrip()[-1] == "、":
        return bool(re.match(r"\d", rest))
    if kind == "dash":
        return len(rest) < 4 or rest[0] in "—-0123456789"
    return False


def _value(kind: str, match: re.Match[str]) -> tuple[int | None, str]:
    """Return the number and its form in a path."""
    if kind in {"编", "章", "节", "条", "部分"}:
        sub = match["sub"] or ""
        return numeral(match["ordinal"]), f"第{match['ordinal']}{kind}{sub}"
    written = match[kind]
    if kind == "square":
        value = ord(written) - ord("㈠") + 1
        return value, f"（{'一二三四五六七八九十'[value - 1]}）"
    if kind == "small":
        value = ord(written) - ord("⑴") + 1
        return value, f"（{value}）"
    if kind == "circle":
        return ord(written) - ord("①") + 1, written
    if kind == "dash":
        return 0, "——"
    forms = {"cn": "{}", "paren": "（{}）", "num": "{}", "pnum": "（{}）", "half": "{}）"}
    return numeral(written), forms[kind].format(written)


def _heading_words(kind: str, rest: str) -> str:
    """Return the heading's words: the whole line, or up to the first 。 where text runs on."""
    if kind == "条":
        named = _BRACKETED.match(rest)
        return named[1] if named else ""
    stop = rest.find("。")
    if stop < 0:
        return rest if len(rest) <= _MAX_HEADING and rest[-1] not in "；;：:，" else ""
    most = _MAX_RUN_IN if stop < len(rest) - 1 else _MAX_ALONE
    return rest[:stop] if stop <= most else ""


def _read_annex(line: str, position: int, match: re.Match[str]) -> _Heading | None:
    """Read 附件1 or 专栏2; a list of annexes (附件：1.…) is not one."""
    rest = line[match.end() :].strip(" \u3000：:")
    value = numeral(match["number"]) if match["number"] else 1
    if match.re is _BOX:
        if len(line) > _MAX_HEADING or "。" in line:
            return None
        return _Heading(position, "box", value or 1, f"专栏{match['number']}", rest, _RANK["circle"])
    if len(line) > _MAX_HEADING or "。" in rest or (rest and not match["number"]):
        return None
    return _Heading(position, "annex", value or 1, f"附件{match['number'].strip()}", rest, _ANNEX_RANK)


class _Counter:
    """Holds the last number of each kind: a heading continues it, begins anew, resumes it, or is a look-alike.

    A kind that begins anew inside itself (一、二、 holding another 一、二、三、) is nested when the outer count resumes.
    """

    def __init__(self) -> None:
        self.found: list[_Heading] = []
        self._counts: dict[str, list[_Count]] = {}

    def take(self, heading: _Heading) -> None:
        """Keep the heading unless it only looks like one."""
        kind, value = heading.kind, heading.value
        if kind in {"dash", "annex", "box"} or self._continues(heading):
            if kind == "annex":
                self._counts.clear()
            elif kind != "dash":
                self._forget_below(heading.rank)
            self.found.append(heading)
            if kind in self._counts:
                self._counts[kind][-1].members.append(heading)
                self._counts[kind][-1].last = value

    def _continues(self, heading: _Heading) -> bool:
        counts = self._counts.setdefault(heading.kind, [])
        value = heading.value
        if counts and counts[-1].last < value <= counts[-1].last + 1:
            return True
        for depth in range(len(counts) - 2, max(-1, len(counts) - 5), -1):
            if value == counts[depth].last + 1:
                for nested in counts[depth + 1 :]:
                    for member in nested.members:
                        member.rank += 0.3
                del counts[depth + 1 :]
                return True
        if value in (0, 1):
            counts.append(_Count())
            return True
        strong = heading.kind in {"编", "章", "节", "条", "部分"}
        if counts and (value == counts[-1].last or counts[-1].last < value <= counts[-1].last + 3 or strong):
            return True
        if strong:
            counts.append(_Count())
        return strong

    def _forget_below(self, rank: float) -> None:
        """Let the kinds below a heading count anew, but keep a count that runs through the chapters."""
        for kind, counts in self._counts.items():
            if _RANK.get(kind.rstrip("·"), 0) > rank and len(counts) > 1:
                del counts[:-1]


@dataclass(slots=True)
class _Count:
    """A running count of one kind and the headings it has numbered."""

    last: int = 0
    members: list[_Heading] = field(default_factory=list)


def _tree(headings: list[_Heading], end: int) -> list[_Node]:
    """Nest the headings by rank and give each its path."""
    nodes: list[_Node] = []
    stack: list[_Node] = []
    used: dict[str, int] = {}
    dashes: dict[str, int] = {}
    for heading in headings:
        while stack and stack[-1].heading.rank >= heading.rank:
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
        node = _Node(heading, path, len(stack) + 1, end)
        nodes.append(node)
        stack.append(node)
    return nodes


def _sections(text: str, doc_id: str, nodes: list[_Node]) -> tuple[Section, ...]:
    """Return nodes and leads as sections; a heading without text of its own opens its first child's leaf."""
    found: list[Section] = []
    begin = 0  # where the next leaf starts: after the last leaf
    first = nodes[0].heading.start
    if text[:first].strip():
        found.append(Section(doc_id, "0", 1, "", 0, first, leaf=True))
        begin = first
    for index, node in enumerate(nodes):
        following = nodes[index + 1].heading.start if index + 1 < len(nodes) else len(text)
        start = min(begin, node.heading.start)
        heading = node.heading.heading
        if not node.has_children:
            found.append(Section(doc_id, node.path, node.level, heading, start, node.end, leaf=True))
            begin = node.end
            continue
        found.append(Section(doc_id, node.path, node.level, heading, start, node.end, leaf=False))
        if _has_lead(text, node.heading, following):
            found.append(Section(doc_id, f"{node.path}/0", node.level + 1, "", start, following, leaf=True))
            begin = following
    return tuple(found)


def _has_lead(text: str, heading: _Heading, following: int) -> bool:
    """Tell whether a section has text of its own before its first child."""
    line_end = text.find("\n", heading.start)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_end:following].strip():
        return True
    line = text[heading.start : line_end]
    after = line.find(heading.heading) + len(heading.heading) if heading.heading else 0
    return len(line[after:].strip("。．. \u3000")) > (0 if heading.heading else 12)
