"""What changed: verdicts, lens by lens, with the figure and what the reader must know first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from topics.names import NOT_MENTIONED, TOO_FEW_SECTIONS
from topics.report.chapters.content import (
    Bit,
    Block,
    Cell,
    Choice,
    Grid,
    Part,
    Prose,
    Row,
    Sight,
)
from topics.report.chapters.source import Source, chosen_pair, plain, records
from topics.report.chapters.themes import theme_grids
from topics.report.findings.shown import by_pair, latest_pairs
from topics.stats.testable import ALPHA, MIN_DOCUMENTS, MIN_UNITS

MOST_COMPARED = 20
MOST_UNSAID = 24  # themes without any mention that are named
SILENT = {"no_mentions", "no_units"}  # notes of rows that have nothing to show
SAID_ELSEWHERE = {"no_reference", "descriptive"}  # notes that the row shows by itself
NUMBERS = ("reference", "target", "difference", "ratio", "q")
FORMS = {"rate": "rate", "first_year": "year"}  # all other lenses are shares


def changes(source: Source) -> Part:
    """Return the weight of each theme lens by lens: what stands behind the answer."""
    say, shifts = source.say, source.table("shifts")
    pictures = source.pictures("changes")
    blocks: list[Block] = []
    if shifts.empty:
        blocks += pictures
    else:
        blocks += [
            *pictures[:1],
            Prose(say("changes_lead", alpha=ALPHA), "lead"),
            Prose(say("opens_sentences" if source.analysed else "opens_examples"), "screen"),
            _overview(source, shifts),
            _choice(source, shifts),
        ]
        blocks += [_verdicts(source, part) for _, _, part in by_pair(shifts)]
        blocks += [*theme_grids(source), *pictures[1:]]
    themes = source.table("themes")
    if not themes.empty:
        blocks.append(_shares(source, themes))
    return Part("changes", say("part_lenses"), tuple(blocks))


def form_of(lens: str) -> str:
    """Return how values of a lens are written."""
    return FORMS.get(lens, "share")


def _choice(source: Source, shifts: pd.DataFrame) -> Choice:
    shown = by_pair(shifts)
    pairs = tuple((f"{one}~{other}", f"{one} → {other}") for one, other, _ in shown)
    lenses = tuple((lens, source.lens(lens, unit=True)) for lens in dict.fromkeys(shifts["lens"]))
    return Choice(pairs, lenses, chosen_pair(shown))


def _silent(rate: Any) -> bool:
    """Return whether a row of the lens `rate` says that neither side mentions the theme."""
    return rate is not None and rate.mentions_reference == rate.mentions_target == 0


def _rates(source: Source, row: Any) -> str:
    """Write the rates of both groups, mentions per 10,000 Han characters."""
    number = source.say.number
    return f"{number(row.value_reference, 'rate')}→{number(row.value_target, 'rate')}"


def _overview(source: Source, shifts: pd.DataFrame) -> Grid:
    """Themes by pairs, with the verdict of all lenses together; each leads to the lenses.

    Themes that no group mentions are named below; of a pair of which nothing was tested the numbers
    stand alone.
    """
    say, pairs = source.say, latest_pairs(shifts)
    tested = {(one, other) for one, other, part in by_pair(shifts) if part["p"].notna().any()}
    verdicts = {
        (row.theme, row.reference, row.target): row.theme_verdict for row in records(shifts)
    }
    by_rate = {
        (row.theme, row.reference, row.target): row for row in records(shifts) if row.lens == "rate"
    }
    themes = list(dict.fromkeys(shifts["theme"]))
    said = {row.theme for row in by_rate.values() if not _silent(row)} or set(themes)
    rows = []
    for theme in (theme for theme in themes if theme in said):
        cells = [Cell((Bit(theme, Sight("theme", theme)),), theme)]
        for pair in pairs:
            row = by_rate.get((theme, *pair))
            sight = Sight("theme", theme, pair)
            if _silent(row):
                cells.append(plain(NOT_MENTIONED.in_(say.lang)))
            elif pair not in tested and row is not None:
                cells.append(Cell((Bit(_rates(source, row), sight),), float(row.difference)))
            else:
                note = "" if row is None else _rates(source, row)
                href = f"#view/changes/{pair[0]}~{pair[1]}/"
                cells.append(
                    source.verdict_cell(
                        verdicts.get((theme, *pair), ""), href=href, note=note, sight=sight
                    )
                )
        rows.append(Row(tuple(cells)))
    columns = source.columns("theme", *(f"{one} → {other}" for one, other in pairs))
    n_pairs = len(shifts[["reference", "target"]].drop_duplicates())
    remarks = [
        say("latest_pairs", n=len(pairs), all=n_pairs) if len(pairs) < n_pairs else "",
        (
            say("untested_pairs", units=MIN_UNITS, documents=MIN_DOCUMENTS)
            if len(tested) < len(pairs)
            else ""
        ),
        _unsaid(source, [theme for theme in themes if theme not in said]),
    ]
    return Grid(
        say("caption_verdicts"), columns, tuple(rows), remark=say("gap").join(filter(None, remarks))
    )


def _unsaid(source: Source, themes: Sequence[str]) -> str:
    """Name the themes that no group mentions, and say how to get others."""
    say = source.say
    if not themes:
        return ""
    named = say("separator").join(themes[:MOST_UNSAID]) + ("…" if len(themes) > MOST_UNSAID else "")
    return say("unsaid_themes", n=len(themes), named=named)


def _verdicts(source: Source, shifts: pd.DataFrame) -> Grid:
    """Show a pair lens by lens; one of which nothing was tested without q and verdicts, which all
    say the same.
    """
    reference, target = shifts["reference"].iloc[0], shifts["target"].iloc[0]
    tested = bool(shifts["p"].notna().any())
    judged = ("q", "verdict") if tested else ()
    columns = source.columns(
        "theme", "lens", "reference", "target", "difference", "ratio", *judged, numeric=NUMBERS
    )
    told = [row for row in records(shifts) if not SILENT & set(str(row.note).split(";"))]
    rows = tuple(_shift(source, row, tested=tested) for row in told)
    caption = source.say("caption_shifts", reference=reference, target=target)
    silent = source.say("silent_rows", n=len(shifts) - len(rows)) if len(rows) < len(shifts) else ""
    reasons = source.notes(
        (row.note for row in told if row.verdict == TOO_FEW_SECTIONS), but=SAID_ELSEWHERE
    )
    why = (
        source.say("untested_why" if tested else "untested_pair", reasons=reasons)
        if reasons
        else ""
    )
    remark = source.say("gap").join(filter(None, (_unit(source, shifts), why, silent)))
    return Grid(caption, columns, rows, pair=f"{reference}~{target}", remark=remark)


def _shift(source: Source, row: Any, *, tested: bool) -> Row:
    form = form_of(row.lens)
    both = source.theme_sight(row.theme, row.lens, (row.reference, row.target))
    cells = (
        Cell((Bit(row.theme, both),), row.theme),
        Cell((Bit(source.lens(row.lens)),), source.lens(row.lens), "lens"),
        source.number(
            row.value_reference, form, source.theme_sight(row.theme, row.lens, (row.reference,))
        ),
        source.number(
            row.value_target, form, source.theme_sight(row.theme, row.lens, (row.target,))
        ),
        _difference(source, row, both),
        source.number(row.ratio, "number", both),
        *((source.number(row.q, "p", both), source.verdict_cell(row.verdict)) if tested else ()),
    )
    return Row(cells, lens=row.lens)


def _difference(source: Source, row: Any, sight: Sight) -> Cell:
    say, form = source.say, "points" if form_of(row.lens) == "share" else "signed"
    if pd.isna(row.difference):
        return plain(say("none"))
    text = say.number(row.difference, form)
    if not pd.isna(row.low) and not pd.isna(row.high):
        text = say(
            "interval",
            difference=text,
            low=say.number(row.low, form),
            high=say.number(row.high, form),
        )
    return Cell((Bit(text, sight),), float(row.difference))


def _unit(source: Source, shifts: pd.DataFrame) -> str:
    say = source.say
    sizes = dict.fromkeys(
        f"{say.code(row.unit)} {say.number(row.n_reference)}/{say.number(row.n_target)}"
        for row in records(shifts)
        if isinstance(row.unit, str) and row.unit != "graded_word"
    )
    return say("unit_remark", unit=say("separator").join(sizes)) if sizes else ""


def _shares(source: Source, themes: pd.DataFrame) -> Grid:
    groups = list(dict.fromkeys(themes["group"]))
    columns = source.columns("theme", "lens") + source.columns(*groups, numeric=groups)
    rows = []
    for (theme, lens), part in themes.groupby(["theme", "lens"], sort=False):
        if not (part["value"].fillna(0) != 0).any():
            continue
        by_group = {row.group: row for row in records(part)}
        cells = [Cell((Bit(str(theme), Sight("theme", str(theme))),), str(theme))]
        cells.append(Cell((Bit(source.lens(str(lens))),), source.lens(str(lens)), "lens"))
        cells += [_value(source, by_group.get(group), str(lens)) for group in groups]
        rows.append(Row(tuple(cells), lens=str(lens)))
    return Grid(source.say("caption_themes"), columns, tuple(rows))


def _value(source: Source, row: Any, lens: str) -> Cell:
    if row is None:
        return plain(source.say("none"))
    return source.number(
        row.value, form_of(lens), source.theme_sight(row.theme, lens, (row.group,))
    )
