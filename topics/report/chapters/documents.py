"""The documents: all of them in one table, then each with its keywords, topics and sections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from topics.corpus.document import Document, count_han
from topics.report.chapters.content import Bit, Block, Cell, Facts, Grid, Part, Prose, Row, Sight
from topics.report.chapters.source import MOST_DOCUMENTS, Source, plain, records

SECTION_WORDS = 5
MOST_COMPARED = 20
MOST_ROWS = 300
MOST_SECTIONS = 500  # of a document; the real ones have up to a few hundred


def sizes(source: Source) -> tuple[str, ...]:
    """Return how many documents, characters, sections and tokens were analysed."""
    say, documents = source.say, source.table("documents")
    status = documents["status"]
    kept = documents[status.isin(["ok", "repaired"])]
    facts = [say("n_documents", n=len(kept))]
    for name, key in (("duplicate", "n_duplicates"), ("skipped", "n_skipped")):
        if n := int((status == name).sum()):
            facts.append(say(key, n=n))
    facts += [say(name, n=say.number(kept[name].sum())) for name in ("n_chars", "n_sections")]
    sections = source.table("sections")
    if not sections.empty:
        facts.append(
            say(
                "n_tokens",
                n=say.number(sections.loc[sections["leaf"].astype(bool), "n_tokens"].sum()),
            )
        )
    return tuple(facts)


def compared(source: Source) -> Grid:
    """Show what is compared: group, title, issuer and size of each analysed document."""
    rows = []
    for document in source.analysed:
        group = source.analysis.groups.get(document.doc_id, source.say("none"))
        address = source.address(document.doc_id)
        whole = Sight("section", doc_id=document.doc_id)
        texts = (
            plain(group),
            plain(document.title or document.doc_id, address, mark="title"),
            plain(document.issuer),
        )
        lengths = (
            source.number(count_han(document.text), sight=whole),
            source.number(len(document.leaves), href=address),
        )
        rows.append(Row((*texts, plain(document.date, mark="nowrap"), *lengths)))
    columns = source.columns(
        "group",
        "title",
        "issuer",
        "date",
        "n_chars",
        "n_sections",
        numeric=("n_chars", "n_sections"),
    )
    shown, remark = source.first(rows, MOST_COMPARED, "documents")
    return Grid(source.say("caption_compared"), columns, shown, remark=remark)


def documents(source: Source) -> Part:
    """Return the table of input files."""
    names = (
        "doc_id",
        "title",
        "number",
        "issuer",
        "date",
        "genre",
        "n_chars",
        "n_sections",
        "status",
        "reasons",
    )
    rows = []
    for row in records(
        source.table("documents").head(MOST_ROWS + 1)
    ):  # one more tells that there are more
        number, address = source.number_of.get(row.doc_id), source.address(row.doc_id)
        texts = [plain(row.doc_id, address, mark="name"), plain(row.title, mark="title")]
        texts += [
            plain(getattr(row, name), mark="nowrap" if name == "date" else "")
            for name in names[2:6]
        ]
        whole = Sight("section", doc_id=row.doc_id) if number else None
        counts = [
            source.number(row.n_chars, sight=whole),
            source.number(row.n_sections, href=address),
        ]
        rows.append(Row((*texts, *counts, source.code(row.status, "nowrap"), plain(row.reasons))))
    columns = source.columns(*names, numeric=("n_chars", "n_sections"))
    shown, remark = source.first(rows, MOST_ROWS, "documents")
    grid = Grid(source.say("caption_documents"), columns, shown, remark=remark)
    return Part("documents", source.say("part_documents"), (grid, *source.pictures("documents")))


def each_document(source: Source) -> Part:
    """Return one part per analysed document."""
    shown = source.analysed[:MOST_DOCUMENTS]
    parts = tuple(_document(source, document) for document in shown)
    left = len(source.analysed) - len(shown)
    blocks = (
        (Prose(source.say("first_documents", n=len(shown), left=left), "lead"),) if left else ()
    )
    return Part("each", source.say("part_each"), blocks, parts)


def _document(source: Source, document: Document) -> Part:
    title = document.title or document.doc_id
    facts = [
        text
        for text in (
            document.number,
            document.issuer,
            document.date,
            document.genre,
            document.source,
        )
        if text
    ]
    blocks: list[Block] = [Facts(tuple(facts))]
    keywords = _at(source.table("keywords"), "document", document.doc_id)
    if not keywords.empty:
        blocks.append(
            keyword_grid(
                source, keywords, source.say("caption_doc_keywords", title=title), document.doc_id
            )
        )
    shares = _at(source.table("topic_shares"), "document", document.doc_id)
    if not shares.empty:
        blocks.append(
            _topics(source, shares, source.say("caption_doc_topics", title=title), document.doc_id)
        )
    blocks.append(_sections(source, document, source.say("caption_sections", title=title)))
    return Part(f"doc-{source.number_of[document.doc_id]}", title, tuple(blocks), folded=True)


def _at(table: pd.DataFrame, level: str, group: str) -> pd.DataFrame:
    if table.empty:
        return table
    return table[(table["level"] == level) & (table["group"] == group)]


def keyword_grid(
    source: Source, keywords: pd.DataFrame, caption: str, doc_id: str = "", group: str = ""
) -> Grid:
    """Return a table of ranked keywords of one document or group."""
    score = "typical" if keywords["typical"].notna().any() else "tf_idf"
    numbers = ("count", "with_word", score)
    columns = source.columns("rank", "feature", *numbers, numeric=("rank", *numbers))
    rows = []
    for row in records(keywords):
        sight = source.feature_sight(row.feature, doc_id=doc_id, groups=(group,) if group else ())
        rows.append(
            Row(
                (
                    source.number(row.rank, sight=sight),
                    Cell((Bit(row.feature, sight),), row.feature),
                    source.occurrences(row.count, row.inside, sight),
                    source.number(row.sections, sight=sight),
                    source.number(getattr(row, score), "number", sight),
                )
            )
        )
    return Grid(caption, columns, tuple(rows))


def _topics(source: Source, shares: pd.DataFrame, caption: str, doc_id: str) -> Grid:
    labels = dict(
        zip(source.table("topics")["topic"], source.table("topics")["label"], strict=True)
    )
    columns = source.columns(
        "topic", "label", "share", "interval", numeric=("topic", "share", "interval")
    )
    rows = []
    for row in records(shares.sort_values(["share", "topic"], ascending=[False, True])):
        sight = Sight("topic", str(row.topic), doc_id=doc_id)
        cells = (
            source.number(row.topic, href="#topics"),
            source.topic(row.topic, str(labels.get(row.topic, "")), sight),
            source.number(row.share, "share", sight),
            interval(source, row.low, row.high, sight),
        )
        rows.append(Row(cells))
    return Grid(caption, columns, tuple(rows))


def interval(source: Source, low: float, high: float, sight: Sight | None) -> Cell:
    """Return a cell with the ends of an interval."""
    if pd.isna(low) or pd.isna(high):
        return plain(source.say("none"))
    text = f"{source.say.number(low, 'share')}–{source.say.number(high, 'share')}"
    return Cell((Bit(text, sight),), float(low))


def _sections(source: Source, document: Document, caption: str) -> Grid:
    doc_id, number = document.doc_id, source.number_of[document.doc_id]
    names = ("path", "heading", "n_chars", "n_tokens", "lines", "keywords", "main_topic")
    table = source.table("sections")
    rows = []
    for position, row in enumerate(
        records(table[table["doc_id"] == doc_id].head(MOST_SECTIONS + 1)), 1
    ):
        sight = Sight("section", doc_id=doc_id, path=row.path)
        cells = (
            plain(row.path, mark="nowrap"),
            Cell((Bit(_heading(source, row), sight),), str(row.heading)),
            source.number(row.n_chars, sight=sight),
            source.number(row.n_tokens, sight=sight),
            Cell((Bit(f"{row.line_first}–{row.line_last}", sight),), float(row.line_first)),
            _keywords_of(source, doc_id, row.path),
            _topic_of(source, doc_id, row.path),
        )
        rows.append(Row(cells, anchor=f"doc-{number}-{position}", depth=int(row.level)))
    columns = source.columns(*names, numeric=("n_chars", "n_tokens", "lines"))
    shown, remark = source.first(rows, MOST_SECTIONS, "sections")
    return Grid(caption, columns, shown, remark=remark)


def _heading(source: Source, row: Any) -> str:
    """Return the heading of a section; the text before the first heading inside another has a word
    in its place.
    """
    if isinstance(row.heading, str) and row.heading:
        return row.heading
    return source.say("opening") if row.path.rsplit("/", 1)[-1] == "0" else ""


def _keywords_of(source: Source, doc_id: str, path: str) -> Cell:
    best = source.section_keywords.get((doc_id, path), [])[:SECTION_WORDS]
    bits = [Bit(word, source.feature_sight(word, doc_id=doc_id, path=path)) for word in best]
    return source.words(bits)


def _topic_of(source: Source, doc_id: str, path: str) -> Cell:
    found = source.section_topics.get((doc_id, path))
    if found is None:
        return plain("")
    topic, share = found
    text = f"{topic}（{source.say.number(share, 'share')}）"
    cell = source.topic(topic, text, Sight("topic", str(topic), doc_id=doc_id, path=path))
    return replace(cell, order=float(topic), mark=f"nowrap {cell.mark}".strip())
