"""The answer: what changed, said plainly, with the figure and the tables behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from topics.answer.sentence import Piece, Sentence
from topics.names import EVIDENCE, GRADES, MARKS, SPREADS, name_of, theme_name
from topics.report.chapters.content import (
    Beside,
    Bit,
    Block,
    Cell,
    Facts,
    Grid,
    Line,
    Notes,
    Part,
    Row,
    Sight,
)
from topics.report.chapters.documents import compared, sizes
from topics.report.chapters.source import Source, plain, records
from topics.report.findings.shown import by_pair

FACTS = ("theme", "rates", "ratio", "sections", "grade", "spread", "mark", "evidence", "p", "q")
CHAPTERS = ("status", "heading_reference", "heading_target", "share_reference", "share_target")
WORDS = ("feature", "grade", "mentions", "sections", "rates", "ratio")
MOST_WORDS = 40


def answer(source: Source) -> Part:
    """Return the first part: the headline, its figure, the lines, and what they rest on."""
    say, found = source.say, source.analysis.answer
    if found is None:
        return Part("answer", say("part_answer"))
    lines = [_line(line) for line in found.sentences]
    notes = source.analysis.notes
    blocks: list[Block] = [Facts(sizes(source)), lines[0], *source.pictures("answer"), *lines[1:]]
    if source.analysed:
        beside = compared(source)
        blocks.append(Beside(beside, Notes(notes)) if notes else beside)
    elif notes:
        blocks.append(Notes(notes))
    return Part("answer", say("part_answer"), tuple(blocks), tuple(_behind(source)))


def _line(line: Sentence) -> Line:
    tone = "answer" if line.kind == "headline" else ""
    return Line(line.title, tuple(_bit(piece) for piece in line.pieces), tone)


def _bit(piece: Piece) -> Bit:
    ref = piece.ref
    if ref is None:
        return Bit(piece.text)
    sight = Sight(ref.kind, ref.name, ref.groups, doc_id=ref.doc_id, path=ref.path)
    return Bit(piece.text, sight)


def _behind(source: Source) -> list[Part]:
    """Return the tables of facts, chapters and words, pair by pair, each folded."""
    say = source.say
    makers = (
        ("facts", _facts(source)),
        ("chapters", _by_pair(source, "chapters", _chapters)),
        ("words_change", _by_pair(source, "words_change", _words)),
    )
    return [
        Part(f"answer-{name}", say(f"part_{name}"), tuple(grids), folded=True)
        for name, grids in makers
        if grids
    ]


def _by_pair(source: Source, name: str, grid: Any) -> list[Grid]:
    table = source.table(name)
    return [
        made
        for reference, target, rows in reversed(by_pair(table))
        if (made := grid(source, reference, target, rows)) is not None
    ]


def _facts(source: Source) -> list[Grid]:
    table, evidence = source.table("facts"), source.table("evidence")
    if table.empty:
        return []
    keys = ["theme", "reference", "target"]
    tests = evidence[[*keys, "grade", "p", "q"]].rename(columns={"grade": "evidence"})
    joined = table.merge(tests, on=keys, how="left")
    return [
        _fact_grid(source, reference, target, rows)
        for reference, target, rows in reversed(by_pair(joined))
    ]


def _fact_grid(source: Source, reference: str, target: str, rows: pd.DataFrame) -> Grid:
    shown = rows[rows["grade"] != "absent"]
    lang = source.say.lang
    return Grid(
        source.say("caption_facts", reference=reference, target=target),
        source.columns(*FACTS, numeric=("rates", "ratio", "sections", "p", "q")),
        tuple(
            Row(
                (
                    _theme(source, row, (reference, target)),
                    _pair(source, row, "rate", Sight("theme", row.theme, (reference, target))),
                    source.number(row.ratio, "ratio"),
                    _pair(source, row, "sections"),
                    plain(name_of(row.grade, GRADES, lang), mark="nowrap"),
                    plain(name_of(row.spread, SPREADS, lang)),
                    plain(name_of(row.mark, MARKS, lang)),
                    plain(name_of(row.evidence, EVIDENCE, lang)),
                    source.number(row.p, "p"),
                    source.number(row.q, "p"),
                ),
                depth=1 if row.parent else 0,
            )
            for row in records(shown)
        ),
    )


def _theme(source: Source, row: Any, pair: tuple[str, str]) -> Cell:
    name = theme_name(row.theme, source.say.lang)
    return Cell((Bit(name, Sight("theme", row.theme, pair)),), row.theme)


def _pair(source: Source, row: Any, name: str, sight: Sight | None = None) -> Cell:
    form = "rate" if name == "rate" else "integer"
    before, after = getattr(row, f"{name}_reference"), getattr(row, f"{name}_target")
    text = f"{source.say.number(before, form)}→{source.say.number(after, form)}"
    return Cell((Bit(text, sight),), float(after) - float(before))


def _chapters(source: Source, reference: str, target: str, rows: pd.DataFrame) -> Grid | None:
    return Grid(
        source.say("caption_chapters", reference=reference, target=target),
        source.columns(*CHAPTERS, numeric=("share_reference", "share_target")),
        tuple(
            Row(
                (
                    source.code(f"chapter_{row.status}"),
                    _heading(row, "reference"),
                    _heading(row, "target"),
                    source.number(row.share_reference, "share"),
                    source.number(row.share_target, "share"),
                )
            )
            for row in records(rows)
        ),
    )


def _heading(row: Any, side: str) -> Cell:
    heading, doc_id = getattr(row, f"heading_{side}"), getattr(row, f"doc_id_{side}")
    if not isinstance(heading, str) or not heading:
        return plain("")
    sight = Sight("section", doc_id=doc_id, path=getattr(row, f"path_{side}"))
    return Cell((Bit(heading, sight),), heading)


def _words(source: Source, reference: str, target: str, rows: pd.DataFrame) -> Grid | None:
    shown = rows[rows["shown"].astype(bool)]
    if shown.empty:
        return None
    return Grid(
        source.say("caption_words_change", reference=reference, target=target),
        source.columns(*WORDS, numeric=("mentions", "sections", "rates", "ratio")),
        tuple(
            Row(
                (
                    _feature(source, row, (reference, target)),
                    plain(name_of(row.grade, GRADES, source.say.lang), mark="nowrap"),
                    _pair(source, row, "mentions"),
                    _pair(source, row, "sections"),
                    _pair(source, row, "rate"),
                    source.number(row.ratio, "ratio"),
                )
            )
            for row in records(shown.head(MOST_WORDS))
        ),
    )


def _feature(source: Source, row: Any, pair: Sequence[str]) -> Cell:
    sight = source.feature_sight(row.feature, groups=tuple(pair))
    return Cell((Bit(row.feature, sight),), row.feature)
