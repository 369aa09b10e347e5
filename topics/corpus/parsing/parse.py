"""Source text into a `Document`: clean, metadata, agencies, sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType

from topics.corpus.cleaning.clean import clean, heading_lines
from topics.corpus.cleaning.traced import Edit, TracedText
from topics.corpus.document import AgencyMention, Document, Section
from topics.corpus.formats.source import Source
from topics.corpus.language.script import simplified
from topics.corpus.messages import REPAIRED
from topics.corpus.parsing.agencies import AgencyList, find_agencies
from topics.corpus.parsing.frontmatter import FrontMatter, find_front_matter
from topics.corpus.parsing.headings.by_look import headings_by_look
from topics.corpus.parsing.headings.tree import parse_sections
from topics.corpus.parsing.metadata import parse_metadata

"""Why a document counts as repaired, by the kind of change; kinds that only set text apart are not
among them.
"""

# Formats that have headers of their own, or no pages: no line between two others is a watermark.
_UNSTAMPED = frozenset({"docx", "rtf", "html"})
_CELLS = frozenset(
    {"docx", "html", "rtf"}
)  # whose readers put a tab between the cells of a table and nowhere else


def headings_of(source: Source) -> dict[int, int]:
    r"""Return the level of each line of a source that is a heading, by its mark or by its look.

    Examples
    --------
    >>> headings_of(Source("目标\n推进更新。", "md", headings={1: 2}))
    {1: 2}
    """
    if not source.looks:
        return dict(source.headings)
    return headings_by_look(source.text.split("\n"), source.looks, source.headings)


def parse_text(
    text: str,
    *,
    doc_id: str,
    source: str = "",
    keep_agencies: bool = False,
    kind: str = "txt",
    headings: Mapping[int, int] = MappingProxyType({}),
) -> Document:
    r"""Turn a document's source text into a `Document`.

    Parameters
    ----------
    text : str
        Source text, one source line a line: a paragraph in docx and html, a visual line in pdf.
    doc_id : str
    source : str
        Path as shown to the user.
    keep_agencies : bool
        Leave responsibility lists in the analysed text; they become data all the same.
    kind : str
        What the text was read from: in `docx` and `rtf` each line is a paragraph already, so no
        lines are rejoined.
    headings : mapping of int to int
        Level of each line, from 1, that is a heading by its mark or its look, as `headings_of`
        returns it; 0 marks the title.

    Returns
    -------
    Document
        With status `ok` or `repaired`; metadata that the text does not tell is empty.

    Examples
    --------
    >>> document = parse_text("云川市城市更新行动计划\n一、总体要求\n补齐短板。（市住建局负责）\n",
    ...     doc_id="甲")
    >>> document.title, document.text, document.agencies[0].agency
    ('云川市城市更新行动计划', '一、总体要求\n补齐短板。', '市住房城乡建设局')
    """
    cleaned = clean(
        text,
        wrapped=kind not in {"docx", "rtf"},
        headings=headings,
        cells=kind in _CELLS,
        stamps=kind not in _UNSTAMPED,
    )
    paragraphs = cleaned.text.split("\n")
    known = simplified(cleaned.text).split("\n")  # so that 條例 counts as 条例
    front = find_front_matter(known, _by_paragraph(_levels(cleaned, text, headings), paragraphs))
    metadata = parse_metadata(known, front, cleaned.logged("furniture"))
    body = _without_front_matter(cleaned, paragraphs, front)
    lists = find_agencies(body.text)
    analysed = body if keep_agencies else _without_lists(body, lists)
    sections = parse_sections(analysed.text, doc_id, _levels(analysed, text, headings))
    changes = analysed.changes()
    kinds = dict.fromkeys(change.kind for change in changes)
    reasons = tuple(remark for kind, remark in REPAIRED.items() if kind in kinds)
    return Document(
        doc_id=doc_id,
        text=analysed.text,
        sections=sections,
        title=_as_written(metadata.title, known, paragraphs),
        number=_as_written(metadata.number, known, paragraphs),
        issuer="；".join(
            _as_written(name, known, paragraphs) for name in metadata.issuer.split("；")
        ),
        date=metadata.date,
        published=metadata.published,
        effective=metadata.effective,
        genre=metadata.genre,
        period=metadata.period,
        source=source,
        status="repaired" if reasons else "ok",
        reasons=reasons,
        agencies=_mentions(lists, sections, keep=keep_agencies),
        changes=changes,
        origin=analysed.origin(),
    )


def _as_written(value: str, known: Sequence[str], paragraphs: Sequence[str]) -> str:
    """Return a value in the document's own script, where it stands there in one piece."""
    if known == paragraphs:
        return value
    at = "".join(known).find(value)
    return "".join(paragraphs)[at : at + len(value)] if at >= 0 else value


def _levels(text: TracedText, source: str, headings: Mapping[int, int]) -> dict[int, int]:
    """Return the level of each heading by the offset of its paragraph: the first one from a source
    line with a mark.
    """
    if not headings:
        return {}
    line = heading_lines(source, headings)
    found: dict[int, int] = {}  # paragraph by source line
    start = 0
    for paragraph in text.text.split("\n"):
        if paragraph and (number := line(text.source(start))):
            found.setdefault(number, start)
        start += len(paragraph) + 1
    return {start: headings[number] for number, start in found.items()}


def _by_paragraph(levels: Mapping[int, int], paragraphs: Sequence[str]) -> dict[int, int]:
    """Return the levels by the number of the paragraph, from 0."""
    starts = (
        accumulate((len(paragraph) + 1 for paragraph in paragraphs), initial=0) if levels else ()
    )
    return {index: levels[start] for index, start in enumerate(starts) if start in levels}


def _without_front_matter(
    text: TracedText, paragraphs: Sequence[str], front: FrontMatter
) -> TracedText:
    """Take the paragraphs of the front matter out, each with its line end."""
    edits = []
    start = 0
    for index, line in enumerate(paragraphs):
        end = start + len(line)
        if index in front.kinds:
            edits.append(Edit(start, min(end + 1, len(text.text)), "", "front_matter", line))
        start = end + 1
    result = text.edited(edits)
    tail = len(result.text.rstrip("\n"))
    return result.edited([Edit(tail, len(result.text), "")] if tail < len(result.text) else [])


def _without_lists(text: TracedText, lists: Sequence[AgencyList]) -> TracedText:
    """Take the responsibility lists out; a line that held nothing else goes with its line end."""
    edits = []
    found = text.text
    for entry in lists:
        start, end = entry.start, entry.end
        shown = found[start:end]
        if found[end : end + 1] in {"。", "；"} and (
            found[start - 1 : start] in {"。", "；", "\n"} or start == 0
        ):
            end += 1
        alone = (start == 0 or found[start - 1] == "\n") and (
            end == len(found) or found[end] == "\n"
        )
        if alone and end < len(found):
            end += 1
        elif alone and start:
            start -= 1
        edits.append(Edit(start, end, "", "agency_list", shown))
    return text.edited(_apart(edits))


def _apart(edits: list[Edit]) -> list[Edit]:
    """Keep neighbouring edits from overlapping where two lists share a line end."""
    kept: list[Edit] = []
    for edit in edits:
        start = max(edit.start, kept[-1].end) if kept else edit.start
        kept.append(edit._replace(start=start))
    return kept


def _mentions(
    lists: Sequence[AgencyList], sections: Sequence[Section], *, keep: bool
) -> tuple[AgencyMention, ...]:
    """Give each agency the path of the leaf that carried its list."""
    leaves = [section for section in sections if section.leaf]
    mentions = []
    removed, leaf = 0, 0
    for entry in lists:
        offset = entry.start - removed
        at = max(0, offset - 1)
        while leaf + 1 < len(leaves) and leaves[leaf].end <= at:
            leaf += 1
        path = leaves[leaf].path if leaves else ""
        mentions += [
            AgencyMention(
                "" if item.scope == "document" else path,
                item.agency,
                item.written,
                item.role,
                item.open_list,
                item.scope,
            )
            for item in entry.items
        ]
        removed += 0 if keep else entry.end - entry.start
    return tuple(mentions)
