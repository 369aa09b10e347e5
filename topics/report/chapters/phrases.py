"""Formulations: which came, changed and went, each number with its sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from topics.names import ALARMS, CHAINS, FORMULATIONS, LIVES, name_of
from topics.report.chapters.content import Bit, Block, Cell, Grid, Part, Prose, Row, Sight
from topics.report.chapters.source import Source, plain, records
from topics.report.findings.shown import chains_of_report, phrases_of_report

PHRASES = (
    *("formulation", "formulation_kind", "life", "first_seen", "earlier", "last_seen"),
    *("held_by", "n_places"),
)
CHAIN = ("chain_kind", "what_stays", "group", "formulation", "n_places", "sentence")
SWAPS = ("swap_from", "swap_to", "old_words", "new_words", "swap_clause", "n_clauses", "alarm")
MOST_SWAPS = 40  # exchanges of words that the page lists, those with a change of force first


def phrases(source: Source) -> Part:
    """Return the chapter of formulations; where lives cannot be told, one line says why."""
    say = source.say
    if "formulations" not in source.analysis.tables:
        return Part("phrases", say("part_phrases"))
    blocks: list[Block] = []
    if reason := source.analysis.no_lives:
        blocks.append(Prose(say(f"phrases_{reason}"), "remark"))
    else:
        blocks += [Prose(say("phrases_lead"), "lead"), *source.pictures("phrases")]
    parts = []
    for name, grid in (
        ("chains", _chains(source)),
        ("ledger", _ledger(source)),
        ("swaps", _swaps(source)),
    ):
        if grid is not None:
            parts.append(
                Part(f"phrases-{name}", say(f"part_{name}"), (grid,), folded=name != "chains")
            )
    return Part("phrases", say("part_phrases"), tuple(blocks), tuple(parts))


def _ledger(source: Source) -> Grid | None:
    table = source.table("formulations")
    if table.empty:
        return None
    rows = tuple(_phrase(source, row) for row in records(phrases_of_report(table)))
    remark = (
        source.say("first_rows", n=source.say.number(len(rows)), name="formulations")
        if len(table) > len(rows)
        else ""
    )
    extra = ("background_first",) if table["background_first"].notna().any() else ()
    columns = source.columns(*PHRASES, *extra, numeric=("earlier", "held_by", "n_places"))
    return Grid(source.say("caption_ledger"), columns, rows, remark=remark)


def _phrase(source: Source, row: Any) -> Row:
    lang, sight = source.say.lang, Sight("phrase", row.phrase)
    status = name_of(row.status, LIVES, lang)
    cells = [
        Cell((Bit(row.phrase, sight),), row.phrase),
        plain(name_of(row.kind, FORMULATIONS, lang), mark="nowrap"),
        plain(status, mark="nowrap"),
        _place(source, row.phrase, row.first_year, row.first_doc, row.first_path),
        source.number(row.scope),
        _place(source, row.phrase, row.last_year, row.last_doc, ""),
        source.number(row.documents),
        source.number(row.n, sight=sight),
    ]
    if source.table("formulations")["background_first"].notna().any():
        cells.append(source.number(row.background_first, "year"))
    return Row(tuple(cells))


def _place(source: Source, phrase: str, year: Any, doc_id: str, path: str) -> Cell:
    """Return a cell that names a document by its year; it leads to the sentences there."""
    if not doc_id:
        return plain(source.say("none"))
    sight = Sight("phrase", phrase, doc_id=doc_id)
    name = source.analysis.groups.get(doc_id, "") or source.say.number(year, "year")
    return Cell((Bit(f"{name} {path}".strip(), sight),), name)


def _chains(source: Source) -> Grid | None:
    table = source.table("chains")
    if table.empty:
        return None
    shown = chains_of_report(table)
    rows = tuple(_step(source, row) for row in records(shown))
    remark = (
        source.say("first_rows", n=source.say.number(len(rows)), name="chains")
        if len(table) > len(rows)
        else ""
    )
    columns = source.columns(*CHAIN, numeric=("n_places",))
    return Grid(source.say("caption_chains"), columns, rows, remark=remark)


def _step(source: Source, row: Any) -> Row:
    sight = Sight("section", doc_id=row.doc_id, path=row.path)
    kind = name_of(row.kind, CHAINS, source.say.lang)
    return Row(
        (
            plain(kind if row.step == 1 else "", mark="nowrap"),
            plain(row.head if row.step == 1 else "↓"),
            plain(row.group, mark="nowrap"),
            Cell((Bit(row.phrase, sight),), row.phrase),
            source.number(row.n, sight=sight),
            plain(row.quotation, mark="quotation"),
        )
    )


def _swaps(source: Source) -> Grid | None:
    table = source.table("substitutions")
    if table.empty:
        return None
    ranked = _ranked(table)
    rows, remark = source.first(
        [_swap(source, row) for row in records(ranked.head(MOST_SWAPS + 1))],
        MOST_SWAPS,
        "substitutions",
    )
    return Grid(
        source.say("caption_swaps"),
        source.columns(*SWAPS, numeric=("n_clauses",)),
        rows,
        remark=remark,
    )


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Put exchanges of one word for another first, and among them those of another force."""
    whole = (table["old"] != "") & (table["new"] != "")
    order = 2 * (~whole).astype(int) + (table["force"] == "").astype(int)
    return table.assign(_order=order).sort_values("_order", kind="stable").drop(columns="_order")


def _swap(source: Source, row: Any) -> Row:
    first = row.paths_target.split("；")[0]
    sight = Sight("section", doc_id=row.doc_id_target, path=first)
    before = Sight("section", doc_id=row.doc_id_reference, path=row.paths_reference.split("；")[0])
    alarm = name_of(row.force, ALARMS, source.say.lang) if row.force else ""
    return Row(
        (
            plain(row.reference, mark="nowrap"),
            plain(row.target, mark="nowrap"),
            Cell((Bit(row.old or source.say("none"), before),), row.old),
            Cell((Bit(row.new or source.say("none"), sight),), row.new),
            plain(row.anchor),
            source.number(row.n, sight=sight),
            plain(alarm, mark="nowrap"),
        )
    )
