"""What changed: verdicts, lens by lens, with the figure and what the reader must know first."""

from __future__ import annotations

import pandas as pd

from topics.report.content import Bit, Block, Cell, Choice, Facts, Grid, Notes, Part, Prose, Row, Sight
from topics.report.parts.source import Source, plain

MARKS = {"rises": "up", "falls": "down", "lenses disagree": "mixed"}
SIGNS = {"up": "↑", "down": "↓", "mixed": "⇅", "": "·"}
RATE = "rate"  # the one lens that is no share


def changes(source: Source) -> Part:
    """Return the first part."""
    say = source.say
    blocks: list[Block] = [Facts(_size(source))]
    if source.analysis.notes:
        blocks.append(Notes(source.analysis.notes))
    shifts, themes = source.table("shifts"), source.table("themes")
    if shifts.empty:
        blocks += [Prose(say("no_shifts")), *source.pictures("changes")]
    else:
        pairs = list(dict.fromkeys(zip(shifts["reference"], shifts["target"], strict=True)))
        lenses = list(dict.fromkeys(shifts["lens"]))
        first, *others = source.pictures("changes") or (None,)
        blocks += [Prose(say("changes_lead"), "lead"), *([first] if first else [])]
        blocks.append(
            Choice(
                tuple((_pair(*pair), f"{pair[0]} → {pair[1]}") for pair in pairs),
                tuple((lens, say.code(lens)) for lens in lenses),
            )
        )
        values = {(r.theme, r.group, r.lens): r.value for r in themes.itertuples()}
        blocks += [_verdicts(source, part, values) for _, part in shifts.groupby(["reference", "target"], sort=False)]
        blocks += others
    if not themes.empty:
        blocks.append(_shares(source, themes))
    return Part("changes", say("part_changes"), tuple(blocks))


def form_of(lens: str) -> str:
    """Return how values of a lens are written."""
    return "rate" if lens == RATE else "share"


def _size(source: Source) -> tuple[str, ...]:
    say, documents = source.say, source.table("documents")
    status = documents["status"]
    kept = documents[status.isin(["ok", "repaired"])]
    facts = [say("n_documents", n=len(kept))]
    facts += [
        say(f"n_{name}s" if name == "duplicate" else f"n_{name}", n=n)
        for name in ("duplicate", "skipped")
        if (n := int((status == name).sum()))
    ]
    facts += [say(name, n=say.number(kept[name].sum())) for name in ("n_chars", "n_sections")]
    sections = source.table("sections")
    if not sections.empty:
        facts.append(say("n_tokens", n=say.number(sections.loc[sections["leaf"].astype(bool), "n_tokens"].sum())))
    return tuple(facts)


def _pair(reference: str, target: str) -> str:
    return f"{reference}~{target}"


def _verdicts(source: Source, shifts: pd.DataFrame, values: dict[tuple[str, str, str], float]) -> Grid:
    say = source.say
    reference, target = shifts["reference"].iloc[0], shifts["target"].iloc[0]
    numeric = ("reference", "target", "difference", "ratio", "q", "n")
    columns = source.columns("theme", "lens", "reference", "target", "difference", "ratio", "q", "n", "verdict", numeric=numeric)
    rows = []
    for row in shifts.itertuples():
        form = form_of(row.lens)
        ends = {group: Sight("theme", row.theme, (group,)) for group in (reference, target)}
        both = Sight("theme", row.theme, (reference, target))
        cells = (
            Cell((Bit(row.theme, both),), row.theme),
            source.code(row.lens, "lens"),
            *(source.number(values.get((row.theme, group, row.lens)), form, ends[group]) for group in (reference, target)),
            _difference(source, row, both),
            source.number(row.ratio, "number", both),
            source.number(row.q, "p", both),
            plain(f"{say.number(row.n_reference)} / {say.number(row.n_target)}"),
            _verdict(source, row.verdict),
        )
        rows.append(Row(cells, lens=row.lens))
    caption = say("caption_shifts", reference=reference, target=target)
    return Grid(caption, columns, tuple(rows), pair=_pair(reference, target), remark=_unit(source, shifts))


def _difference(source: Source, row: object, sight: Sight) -> Cell:
    say, form = source.say, "points" if form_of(row.lens) == "share" else "number"  # type: ignore[attr-defined]
    value, low, high = row.difference, row.low, row.high  # type: ignore[attr-defined]
    text = say.number(value, form)
    if form == "number" and not pd.isna(value) and value > 0:
        text = f"+{text}"
    if not pd.isna(low) and not pd.isna(high):
        text = say("interval", difference=text, low=say.number(low, form), high=say.number(high, form))
    return Cell((Bit(text, sight),), float("-inf") if pd.isna(value) else float(value))


def _verdict(source: Source, verdict: str) -> Cell:
    mark = MARKS.get(verdict, "")
    return Cell((Bit(f"{SIGNS[mark]} {source.say.code(verdict)}"),), source.say.code(verdict), f"verdict {mark}".strip())


def _unit(source: Source, shifts: pd.DataFrame) -> str:
    units = source.say("separator").join(source.say.code(unit) for unit in dict.fromkeys(shifts["unit"].dropna()))
    return source.say("unit_remark", unit=units) if units else ""


def _shares(source: Source, themes: pd.DataFrame) -> Grid:
    groups = [group for group in dict.fromkeys(themes["group"])]
    columns = source.columns("theme", "lens") + source.columns(*groups, numeric=groups)
    rows = []
    for (theme, lens), part in themes.groupby(["theme", "lens"], sort=False):
        by_group = {row.group: row for row in part.itertuples()}
        cells = [Cell((Bit(theme, Sight("theme", theme)),), theme), source.code(lens, "lens")]
        cells += [_value(source, by_group.get(group), lens) for group in groups]
        rows.append(Row(tuple(cells), lens=lens))
    return Grid(source.say("caption_themes"), columns, tuple(rows))


def _value(source: Source, row: object, lens: str) -> Cell:
    if row is None:
        return plain(source.say("none"))
    sight = Sight("theme", row.theme, (row.group,))  # type: ignore[attr-defined]
    return source.number(row.value, form_of(lens), sight)  # type: ignore[attr-defined]
