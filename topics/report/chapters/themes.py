"""Themes in depth: what makes up a shift, the trend over groups, the terms that carry a theme."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from topics.names import PARTS
from topics.report.chapters.content import COLON, Bit, Cell, Grid, Row, Sight
from topics.report.chapters.source import Source, plain, records
from topics.report.findings.shown import by_pair

UNPAIRED = {"new", "dropped"}  # made by sections without a counterpart


def theme_grids(source: Source) -> Iterator[Grid]:
    """Return the tables on themes that the analysis has."""
    decomposition, trend, terms = (
        source.table(name) for name in ("decomposition", "trend", "theme_terms")
    )
    if not decomposition.empty:
        yield from (_decomposition(source, part) for _, _, part in by_pair(decomposition))
    if (trend.get("slope", pd.Series()).fillna(0) != 0).any():
        yield _trend(source, trend)
    if not terms.empty:
        yield _terms(source, terms)


def _decomposition(source: Source, table: pd.DataFrame) -> Grid:
    reference, target = str(table["reference"].iloc[0]), str(table["target"].iloc[0])
    values = {(row.theme, row.part): row for row in records(table)}
    rows = []
    told = table[table["contribution"] != 0] if (table["contribution"] != 0).any() else table
    for theme in dict.fromkeys(told["theme"]):
        cells = [Cell((Bit(theme, Sight("theme", theme, (reference, target))),), theme)]
        for part in PARTS:
            row = values.get((theme, part))
            sight = Sight(part if part in UNPAIRED else "theme", theme, (reference, target))
            cells.append(source.number(row.contribution if row else None, "signed", sight))
        rows.append(Row(tuple(cells)))
    caption = source.say("caption_decomposition", reference=reference, target=target)
    silent = table["theme"].nunique() - len(rows)
    note = source.say("silent_themes", n=silent) if silent else ""
    return Grid(
        caption,
        source.columns("theme", *PARTS, numeric=tuple(PARTS)),
        tuple(rows),
        remark=note,
        pair=f"{reference}~{target}",
    )


def _trend(source: Source, table: pd.DataFrame) -> Grid:
    numeric = ("slope", "p", "q")
    rows = []
    told = table[table["slope"].fillna(0) != 0]
    for row in records(told):
        sight = source.theme_sight(row.theme, row.lens, ())
        form = "signed" if row.lens == "rate" else "points"
        cells = (
            Cell((Bit(row.theme, Sight("theme", row.theme)),), row.theme),
            Cell((Bit(source.lens(row.lens)),), source.lens(row.lens), "lens"),
            source.number(row.slope, form, sight),
            source.number(row.p, "p", sight),
            source.number(row.q, "p", sight),
            source.verdict_cell(row.verdict, note=source.notes([row.note])),
        )
        rows.append(Row(cells, lens=row.lens))
    note = source.say("silent_trends", n=len(table) - len(told)) if len(told) < len(table) else ""
    columns = source.columns("theme", "lens", *numeric, "verdict", numeric=numeric)
    return Grid(source.say("caption_trend"), columns, tuple(rows), remark=note)


def _terms(source: Source, table: pd.DataFrame) -> Grid:
    held = set(table["group"])
    groups = [
        *(group for group in source.groups if group in held),
        *sorted(held.difference(source.groups)),
    ]
    counts = {(row.theme, row.term, row.group): int(row.mentions) for row in records(table)}
    first = {(row.theme, row.term): row for row in records(source.table("first_appearances"))}
    rows = []
    for theme, term in dict.fromkeys(zip(table["theme"], table["term"], strict=True)):
        cells = [
            Cell((Bit(theme, Sight("theme", theme)),), theme),
            Cell((Bit(term, Sight("term", f"{theme}{COLON}{term}")),), term),
        ]
        for group in groups:
            n = counts.get((theme, term, group), 0)
            cells.append(
                source.number(
                    n, sight=Sight("term", f"{theme}{COLON}{term}", (group,)) if n else None
                )
            )
        start = first.get((theme, term))
        there = Sight("section", doc_id=start.doc_id, path=start.path) if start else None
        cells.append(
            source.number(start.year, "year", there) if start else plain(source.say("none"))
        )
        rows.append(Row(tuple(cells)))
    columns = source.columns(
        "theme", "term", *groups, "first_year", numeric=(*groups, "first_year")
    )
    return Grid(source.say("caption_terms"), columns, tuple(rows))
