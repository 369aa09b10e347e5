"""Documents side by side: what became of each section, with its sentences a click away."""

from __future__ import annotations

from typing import Any

from topics.compare.summary import Statement, summary
from topics.names import ALARMS, CERTAINTIES, LINK_SHAPES, SENTENCE_STATUSES, name_of
from topics.report.chapters.content import Bit, Block, Cell, Grid, Line, Part, Prose, Row, Sight
from topics.report.chapters.source import Source, plain, records
from topics.report.findings.compared import Comparison, comparisons
from topics.report.findings.shown import PAIR_ROWS

LINKS = ("shape", "section_reference", "section_target", "certainty", "ratio", "share_new")
ALARMED = ("alarm", "text_reference", "text_target", "sentence_status")


def compare(source: Source) -> Part:
    """Return the comparison of neighbouring documents, the latest first."""
    say = source.say
    shown = comparisons(source.analysis.tables)
    if not shown:
        return Part("compare", say("part_compare"))
    links = source.table("links")
    n_pairs = len(links[["doc_id_reference", "doc_id_target"]].drop_duplicates())
    blocks: list[Block] = [Prose(say("compare_lead"), "lead"), Prose(say("opens_pairs"), "screen")]
    if len(shown) < n_pairs:
        blocks.append(Prose(say("compare_latest", n=len(shown), all=n_pairs), "remark"))
    pictures = source.pictures("compare")
    blocks += [picture for picture in pictures if picture.name == "reuse"]
    parts = tuple(
        _pair(source, one, pictures, folded=place > 0) for place, one in enumerate(shown[::-1])
    )
    return Part("compare", say("part_compare"), tuple(blocks), parts)


def _pair(source: Source, shown: Comparison, pictures: Any, *, folded: bool) -> Part:
    lines = [
        _line(line, shown.number) for line in summary(shown.links, shown.changes, source.say.lang)
    ]
    wanted = (f"links_{shown.number}", f"link_shares_{shown.number}")
    drawn = [picture for picture in pictures if picture.name in wanted]
    blocks: list[Block] = [*lines, *drawn, _links(source, shown)]
    if alarmed := _alarmed(source, shown):
        blocks.append(alarmed)
    old, new = (source.title(doc_id) for doc_id in shown.documents)
    title = source.say(
        "compare_pair", reference=shown.reference, target=shown.target, old=old, new=new
    )
    return Part(f"compare-{shown.number}", title, tuple(blocks), folded=folded)


def _line(line: Statement, number: int) -> Line:
    bits = tuple(Bit(text, _sight(number, group)) for text, group in line.pieces)
    return Line(line.title, bits)


def _sight(number: int, group: int) -> Sight | None:
    return Sight("link", f"{number}.{group}") if group else None


def _links(source: Source, shown: Comparison) -> Grid:
    """List the links; each leads to both sections side by side."""
    rows = tuple(
        Row(
            (
                _shape(source, row, shown.number),
                _section(source, row, "reference", shown.number),
                _section(source, row, "target", shown.number),
                plain(name_of(row.certainty, CERTAINTIES, source.say.lang)),
                source.number(row.ratio, "number"),
                source.number(row.share_new, "share"),
            )
        )
        for row in records(shown.links)
    )
    caption = source.say("caption_links", reference=shown.reference, target=shown.target)
    return Grid(caption, source.columns(*LINKS, numeric=("ratio", "share_new")), rows)


def _shape(source: Source, row: Any, number: int) -> Cell:
    if not row.shape:
        return plain(source.say("none"))
    name = LINK_SHAPES[row.shape].in_(source.say.lang)
    moved = source.say("moved_mark") if row.moved else ""
    return Cell((Bit(f"{name}{moved}", _sight(number, row.group)),), name, "nowrap")


def _section(source: Source, row: Any, side: str, number: int) -> Cell:
    path, heading = getattr(row, f"path_{side}"), getattr(row, f"heading_{side}")
    if not path:
        return plain("")
    if path.rsplit("/", 1)[-1] == "0":
        heading = heading or source.say("opening")
    return Cell((Bit(f"{path} {heading}".strip(), _sight(number, row.group)),), path)


def _alarmed(source: Source, shown: Comparison) -> Grid | None:
    """List the sentences that an alarm warns of; formulas are left out, as in the lines above."""
    changes = shown.changes[~shown.changes["formula"].astype(bool)]
    told = changes[
        changes["numbers_differ"].astype(bool)
        | changes["direction_differs"].astype(bool)
        | (changes["force"] != "")
    ]
    if told.empty:
        return None
    of_path = dict(zip(shown.links["path_target"], shown.links["group"], strict=True))
    rows, remark = source.first(
        [
            _alarm(source, row, _sight(shown.number, of_path.get(row.path_target, 0)))
            for row in records(told)
        ],
        PAIR_ROWS,
        "sentence_changes",
    )
    caption = source.say("caption_alarms", reference=shown.reference, target=shown.target)
    return Grid(caption, source.columns(*ALARMED), rows, remark=remark)


def _alarm(source: Source, row: Any, sight: Sight | None) -> Row:
    lang = source.say.lang
    kinds = [name for name in ("numbers_differ", "direction_differs") if getattr(row, name)]
    kinds += [row.force] if row.force else []
    named = source.say("separator").join(ALARMS[kind].in_(lang) for kind in kinds)
    return Row(
        (
            Cell((Bit(named, sight),), named, "nowrap"),
            plain(row.text_reference, mark="quotation"),
            plain(row.text_target, mark="quotation"),
            plain(SENTENCE_STATUSES[row.status].in_(lang), mark="nowrap"),
        )
    )
