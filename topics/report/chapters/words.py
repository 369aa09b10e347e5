"""Keywords of documents and groups; words that tell two groups apart."""

from __future__ import annotations

import pandas as pd

from topics.report.chapters.content import Bit, Block, Cell, Choice, Grid, Part, Prose, Row
from topics.report.chapters.documents import keyword_grid
from topics.report.chapters.source import Source, chosen_pair, plain, records
from topics.report.findings.shown import PAIR_ROWS, by_pair, strongest

OVERVIEW = 20
MOST_GROUPS = 60
# words of each pair in keyness.csv, those with the largest |G²|, where a corpus is only counted
COUNTED_ROWS = 5_000


def keywords(source: Source) -> Part:
    """Return the part on keywords."""
    say, table = source.say, source.table("keywords")
    if table.empty:
        return Part("keywords", say("part_keywords"))
    blocks: list[Block] = [
        Prose(say("keywords_lead") + say("gap") + say("inside_note"), "lead"),
        _overview(source, table),
        *source.pictures("keywords"),
    ]
    groups = (
        table[table["level"] == "year"] if not source.alone else table[:0]
    )  # else they are those of the documents
    for group, part in groups.groupby("group", sort=False):
        blocks.append(
            keyword_grid(source, part, say("caption_group_keywords", group=group), group=str(group))
        )
    return Part("keywords", say("part_keywords"), tuple(blocks))


def _overview(source: Source, table: pd.DataFrame) -> Grid:
    rows = []
    told = table[table["level"].isin(["document", *([] if source.alone else ["year"])])]
    for (level, group), part in told.groupby(["level", "group"], sort=False):
        where = {"doc_id": group} if level == "document" else {"groups": (group,)}
        bits = [
            Bit(f"{row.feature}（{row.count}）", source.feature_sight(row.feature, **where))
            for row in records(part.head(OVERVIEW))
        ]
        name = plain(group)
        if level == "document":
            name = plain(source.title(str(group)), source.address(str(group)), mark="title")
        rows.append(
            Row((source.code("group" if level == "year" else str(level)), name, source.words(bits)))
        )
    shown, remark = source.first(rows, MOST_GROUPS, "keywords")
    columns = source.columns("level", "group", "keywords")
    return Grid(source.say("caption_keyword_overview"), columns, shown, remark=remark)


def keyness(source: Source) -> Part:
    """Return the part on keyness, one table per pair of groups."""
    say, table = source.say, source.table("keyness")
    if table.empty:
        return Part("keyness", say("part_keyness"), (Prose(say("no_keyness")),))
    shown = by_pair(table)
    choice = Choice(
        tuple((f"{one}~{other}", f"{one} → {other}") for one, other, _ in shown),
        chosen=chosen_pair(shown),
    )
    grids = [_pair(source, part) for _, _, part in shown]
    how = "tested" if table["q"].notna().any() else "untested" if source.analysed else "counted"
    lead = (
        say("keyness_lead", first=PAIR_ROWS)
        + say("gap")
        + say(f"keyness_{how}", kept=say.number(COUNTED_ROWS))
    )
    blocks: tuple[Block, ...] = (
        Prose(lead, "lead"),
        Prose(say("keyness_columns") + say("gap") + say("inside_note"), "lead"),
        choice,
        *grids,
        *source.pictures("keyness"),
    )
    return Part("keyness", say("part_keyness"), blocks)


def _pair(source: Source, table: pd.DataFrame) -> Grid:
    reference, target = table["reference"].iloc[0], table["target"].iloc[0]
    numbers = {
        "rate_target": "rate",
        "rate_reference": "rate",
        "lrc": "number",
        "z": "number",
        "g2": "number",
    }
    numbers |= {"q": "p"} if table["q"].notna().any() else {}
    names = ("feature", "n_target", "n_reference", *numbers)
    rows = []
    for row in records(strongest(table)):
        ends = {
            group: source.feature_sight(row.feature, groups=(group,))
            for group in (target, reference)
        }
        both = source.feature_sight(row.feature, groups=(reference, target))
        sights = {"rate_target": ends[target], "rate_reference": ends[reference]}
        cells = (
            Cell((Bit(row.feature, both),), row.feature),
            source.occurrences(row.n_target, row.inside_target, ends[target]),
            source.occurrences(row.n_reference, row.inside_reference, ends[reference]),
            *(
                source.number(getattr(row, name), form, sights.get(name, both))
                for name, form in numbers.items()
            ),
        )
        rows.append(Row(cells))
    return Grid(
        source.say("caption_keyness", target=target, reference=reference),
        source.columns(*names, numeric=names[1:]),
        tuple(rows),
        pair=f"{reference}~{target}",
        remark=(
            source.say("first_rows", n=len(rows), name="keyness") if len(rows) < len(table) else ""
        ),
    )
