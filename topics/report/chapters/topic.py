"""Topics: their terms, how far they can be trusted, and where they weigh."""

from __future__ import annotations

import pandas as pd

from topics.lda.topic_model import BORDER
from topics.names import STANDINGS, name_of
from topics.report.chapters.content import Bit, Block, Cell, Grid, Part, Prose, Row, Sight
from topics.report.chapters.source import Source, plain, records

SCORES = {
    "prevalence": "share",
    "stability": "number",
    "null": "number",
    "coherence": "number",
    "exclusivity": "number",
}


def topics(source: Source) -> Part:
    """Return the part on topics."""
    say, table = source.say, source.table("topics")
    if table.empty:
        return Part("topics", say("part_topics"), (Prose(say("no_topics")),))
    table = table.assign(unstable=table["topic"].isin(source.unstable_topics)).sort_values(
        "unstable", kind="stable"
    )
    blocks: list[Block] = [
        Prose(say("topics_lead"), "lead"),
        Prose(say("topics_columns"), "lead"),
        Prose(_stability(source, table)),
        _topics(source, table),
    ]
    blocks += source.pictures("topics")
    if not source.table("topic_shares").empty:
        blocks.append(_shares(source, source.table("topic_shares"), table))
    if not source.table("topic_choice").empty:
        blocks.append(_choice(source, source.table("topic_choice")))
    return Part("topics", say("part_topics"), tuple(blocks))


def _stability(source: Source, table: pd.DataFrame) -> str:
    """Say how many topics can be trusted, and which cannot."""
    say = source.say
    named, near = (
        [
            say("topic_named", topic=row.topic, label=row.label)
            for row in records(table[table["topic"].isin(topics)])
        ]
        for topics in (source.unstable_topics, source.borderline_topics)
    )
    if not named and not near:
        return say("topics_stable", all=len(table))
    if len(named) == len(table):
        return say("topics_all_unstable", all=len(table))
    said = [say("topics_some", n=len(table) - len(named) - len(near), all=len(table))]
    if named:
        said.append(say("topics_unstable", named=say("list").join(named)))
    if near:
        said.append(say("topics_borderline", named=say("list").join(near), border=BORDER))
    return say("gap").join(said)


def _topics(source: Source, table: pd.DataFrame) -> Grid:
    names = ("topic", "standing", "top_terms", "frex_terms", *SCORES, "quotation")
    columns = source.columns(*names, numeric=("topic", *SCORES))
    rows = []
    for row in records(table):
        sight = Sight("topic", str(row.topic))
        doc_id, path = source.section_labels.get(str(row.quotation_path), ("", ""))
        there = Sight("section", doc_id=doc_id, path=path) if doc_id else None
        quotation = row.quotation if isinstance(row.quotation, str) else ""
        cells = (
            source.number(row.topic, sight=sight),
            plain(
                name_of(row.standing, STANDINGS, source.say.lang),
                mark="unstable" if row.unstable else "",
            ),
            _terms(source, row.top_terms),
            _terms(source, row.frex_terms),
            *(source.number(getattr(row, name), form, sight) for name, form in SCORES.items()),
            Cell(
                (
                    Bit(shorten(quotation), there),
                    Bit(f"{source.short(doc_id)} {path}".strip(), None),
                ),
                quotation,
                "quotation",
                joint=" ",
            ),
        )
        rows.append(Row(cells, anchor=f"topic-{row.topic}"))
    return Grid(source.say("caption_topics"), columns, tuple(rows))


def shorten(text: str, limit: int = 80) -> str:
    """Cut a quotation after a sentence where it is longer than `limit` characters, else within it.

    >>> shorten("实施城市更新。提升安全韧性。", 8)
    '实施城市更新。…'
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line.rfind("。", 0, limit) + 1
    return line[: cut or limit] + "…"


def _terms(source: Source, terms: str) -> Cell:
    return Cell(
        tuple(Bit(term, source.feature_sight(term)) for term in str(terms).split()),
        str(terms),
        joint=" ",
    )


def _shares(source: Source, shares: pd.DataFrame, table: pd.DataFrame) -> Grid:
    by_group = shares[shares["level"] == "year"]
    groups = list(dict.fromkeys(by_group["group"]))
    values = {(row.topic, row.group): row for row in records(by_group)}
    rows = []
    for topic in records(table):
        sight = Sight("topic", str(topic.topic))
        cells = [
            source.number(topic.topic, sight=sight),
            source.topic(topic.topic, str(topic.label), sight),
        ]
        cells += [_share(source, values.get((topic.topic, group))) for group in groups]
        rows.append(Row(tuple(cells)))
    columns = source.columns("topic", "label", *groups, numeric=("topic", *groups))
    return Grid(source.say("caption_topic_shares"), columns, tuple(rows))


def _share(source: Source, row: object) -> Cell:
    if row is None:
        return plain(source.say("none"))
    say, sight = source.say, Sight("topic", str(row.topic), (row.group,))  # type: ignore[attr-defined]
    text = say.number(row.share, "share")  # type: ignore[attr-defined]
    low, high = row.low, row.high  # type: ignore[attr-defined]
    if not pd.isna(low) and not pd.isna(high):
        text += f" [{say.number(low, 'share')}, {say.number(high, 'share')}]"
    return Cell((Bit(text, sight),), float(row.share))  # type: ignore[attr-defined]


def _choice(source: Source, table: pd.DataFrame) -> Grid:
    names = ("coherence", "exclusivity", "heldout", "stability")
    rows = [
        Row(
            (
                source.number(row.n_topics),
                *(source.number(getattr(row, name), "number") for name in names),
                plain(source.say("true") if row.chosen else ""),
            )
        )
        for row in records(table)
    ]
    columns = source.columns("n_topics", *names, "chosen", numeric=("n_topics", *names))
    return Grid(source.say("caption_topic_choice"), columns, tuple(rows))
