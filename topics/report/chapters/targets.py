"""Targets: what became of each indicator, and the table of indicators of each document."""

from __future__ import annotations

from typing import Any

import pandas as pd

from topics.names import (
    FORCES,
    QUANTITY_KINDS,
    RELATION_SIGNS,
    TARGET_CHANGES,
    name_of,
)
from topics.report.chapters.content import Bit, Block, Cell, Grid, Part, Prose, Row, Sight
from topics.report.chapters.source import Source, plain, records
from topics.study.targets import target_name
from topics.targets.series import in_time

LISTED = ("target", "limit", "budget")  # kinds of the table of indicators
MOST_DOCUMENTS = 12  # whose tables the page shows, the latest (chosen, as of the pairs)
MOST_ROWS = 60  # of a table (chosen)
SAID = frozenset({"at_least", "at_most", "about"})  # relations that a suffix may say: 以上, 以内
SUFFIXES = ("以上", "以内", "以下", "左右", "上下", "之内", "内")
AIMS = (
    "indicator",
    "aim",
    "unit",
    "base",
    "deadline",
    "attribute",
    "hardness",
    "quantity_kind",
    "path",
)


def targets(source: Source) -> Part:
    """Return the part on targets."""
    say, table = source.say, source.table("targets")
    title = say("part_targets")
    if "targets" not in source.analysis.tables:
        return Part("targets", title)
    if table.empty:
        return Part("targets", title, (Prose(say("targets_none", n=len(source.analysed))),))
    counts = table["kind"].value_counts()
    n = {kind: int(counts.get(kind, 0)) for kind in LISTED}
    blocks: list[Block] = [
        Prose(say("targets_lead", n=len(table), **n), "lead"),
        Prose(say("opens_quantities"), "screen"),
        _series(source),
        *source.pictures("targets"),
    ]
    documents = [one for one in source.analysed if (table["doc_id"] == one.doc_id).any()]
    shown = documents[-MOST_DOCUMENTS:]
    if len(shown) < len(documents):
        blocks.append(Prose(say("targets_latest", n=len(shown)), "remark"))
    parts = tuple(
        _document(source, document.doc_id, table, folded=place > 0)
        for place, document in enumerate(shown[::-1])
    )
    return Part("targets", title, tuple(blocks), parts)


def _document(source: Source, doc_id: str, table: pd.DataFrame, *, folded: bool) -> Part:
    """Return the table of indicators of a document."""
    own = table[(table["doc_id"] == doc_id) & table["kind"].isin(LISTED)]
    group = source.analysis.groups.get(doc_id, "")
    title = source.title(doc_id)
    name = source.say("targets_of", title=title, group=group) if group else title
    rows = [
        _aim(source, int(number), row) for number, row in zip(own.index, records(own), strict=True)
    ]
    shown, remark = source.first(rows, MOST_ROWS, "targets.csv")
    block: Block = (
        Grid(
            source.say("caption_targets", title=title),
            source.columns(*AIMS, numeric=("aim",)),
            shown,
            remark=remark,
        )
        if rows
        else Prose(source.say("targets_of_none"))
    )
    anchor = f"targets-{source.number_of.get(doc_id, 0)}"
    return Part(anchor, name, (block,), folded=folded)


def _aim(source: Source, number: int, row: Any) -> Row:
    lang, say = source.say.lang, source.say
    sight = Sight("quantity", target_name(number))
    base = "" if pd.isna(row.baseline_value) else f"{row.baseline_value}{row.unit}"
    if row.baseline_year:
        base = say("base_since", value=base, year=row.baseline_year) if base else row.baseline_year
    order = float("-inf") if pd.isna(row.value) else float(row.value)
    return Row(
        (
            plain(row.indicator, mark="title"),
            Cell((Bit(with_sign(row.relation, row.value_text), sight),), order, "nowrap"),
            plain(row.unit),
            plain(base),
            plain(row.deadline, mark="nowrap"),
            plain(name_of(row.attribute, FORCES, lang)),
            plain(name_of(str(row.hardness), FORCES, lang), mark="nowrap"),
            plain(name_of(row.kind, QUANTITY_KINDS, lang), mark="nowrap"),
            plain(row.path, mark="nowrap"),
        )
    )


def with_sign(relation: str, text: str) -> str:
    """Return a number with the sign of a relation that its own words do not say.

    >>> with_sign("at_least", "30平方米"), with_sign("at_least", "600人以上")
    ('≥30平方米', '600人以上')
    """
    said = relation in SAID and text.endswith(SUFFIXES)
    return text if said else f"{RELATION_SIGNS.get(relation, '')}{text}"


def _series(source: Source) -> Block:
    """List the indicators that two documents speak of; or say why there are none."""
    say, table = source.say, source.table("target_series")
    dated = in_time(source.analysed)
    if len(source.analysed) < 2:
        return Prose(say("targets_one"))
    if len(dated) < 2:
        return Prose(say("targets_undated", n=len(source.analysed), dated=len(dated)))
    stated = table[table["change"] != "dropped"] if len(table) else table
    sizes = stated.groupby("series", sort=False).size() if len(stated) else pd.Series(dtype=int)
    kept = [number for number, n in sizes.items() if n > 1]
    if not kept:
        return Prose(say("targets_apart"))
    names = _names(source.table("targets"))
    rows = [_indicator(source, table[table["series"] == number], names) for number in kept]
    shown, remark = source.first(rows, MOST_ROWS, "target_series.csv")
    n = table["series"].nunique() - len(kept)
    once = say("target_series_once", n=n) if n else ""
    return Grid(
        say("caption_target_series"),
        source.columns("indicator", "unit", "course", "change"),
        shown,
        remark=say("gap").join(filter(None, (say("target_series_remark"), once, remark))),
    )


def _names(table: pd.DataFrame) -> dict[tuple[object, ...], str]:
    """Return by which name the page shows a quantity: document, line, words, indicator → name."""
    keys = zip(table["doc_id"], table["line"], table["value_text"], table["indicator"], strict=True)
    named: dict[tuple[object, ...], str] = {}
    for number, key in zip(table.index, keys, strict=True):
        named.setdefault(key, target_name(int(number)))
    return named


def _indicator(source: Source, rows: pd.DataFrame, names: dict[tuple[object, ...], str]) -> Row:
    lang = source.say.lang
    bits = [_step(source, row, names) for row in records(rows)]
    last = rows.iloc[-1]
    change = name_of(last["change"], TARGET_CHANGES, lang)
    return Row(
        (
            plain(last["indicator"], mark="title"),
            plain(last["unit"]),
            Cell(tuple(bits), bits[0].text, joint=source.say("list")),
            plain(change, mark="nowrap"),
        )
    )


def _step(source: Source, row: Any, names: dict[tuple[object, ...], str]) -> Bit:
    """Return what one document says, which opens its sentence."""
    lang = source.say.lang
    if row.value_text:
        value = with_sign(row.relation, row.value_text)
        if row.deadline and row.deadline[:4] != row.group[:4]:
            value = source.say("base_since", value=value, year=row.deadline)
        if row.kind == "baseline":
            value += f" {name_of('baseline', QUANTITY_KINDS, lang)}"
    else:
        value = row.note or name_of(row.change, TARGET_CHANGES, lang)
    name = names.get((row.doc_id, row.line, row.value_text, row.indicator))
    text = source.say("series_step", group=source.short(row.doc_id), value=value)
    return Bit(text, Sight("quantity", name) if name else None)
