"""What the parts of a report draw on: the analysis, the language, and cells made from them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from topics.corpus.document import Document
from topics.names import (
    FALLS,
    LENSES,
    LENSES_DISAGREE,
    NOTES,
    RISES,
    VERDICT_SIGNS,
    VERDICTS,
    lens_with_measure,
    name_of,
)
from topics.report.chapters.content import Bit, Cell, Column, Picture, Row, Sight
from topics.report.findings.analysis import Analysis
from topics.report.inert import visible
from topics.report.speech.speech import Speech

# Sign and colour of a verdict; the word stands beside them.
MARKS = {RISES: "up", FALLS: "down", LENSES_DISAGREE: "mixed"}

MOST_DOCUMENTS = 40  # documents that the page shows one by one

# What the numbers of a lens are counted from; those of other lenses from the mentions.
EVIDENCE = {
    "section_share": "holding",
    "text_share": "holding",
    "heading_chapter": "chapter",
    "heading_item": "item",
    "strength": "graded",
}

# The beginning of a figure's name says in which part it stands.
FIGURES = {
    "answer": ("change", "series", "words_by_year"),
    "compare": ("link", "reuse"),
    "targets": ("target",),
    "phrases": ("ledger", "chain"),
    "changes": ("emphasis", "shift", "theme", "heat"),
    "documents": ("barcode", "map", "document"),
    "topics": ("topic",),
    "keywords": ("keyword", "cloud", "network", "cooccurrence"),
    "keyness": ("keyness", "word_shift", "comparison"),
    "agencies": ("agenc",),
    "counting": ("",),
}


def part_of_figure(name: str) -> str:
    """Return the part in which a figure stands.

    >>> part_of_figure("cloud_2024")
    'keywords'
    """
    return next(part for part, beginnings in FIGURES.items() if name.startswith(beginnings))


class Source:
    """An analysis with its language and the ways to turn its values into cells."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.say = Speech(analysis.settings.lang)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table; an empty one where the analysis has none."""
        return self.analysis.tables.get(name, pd.DataFrame())

    @cached_property
    def analysed(self) -> tuple[Document, ...]:
        """The documents that enter the counts."""
        return tuple(document for document in self.analysis.documents if document.analysed)

    @property
    def quoted(self) -> tuple[Document, ...]:
        """The documents whose sentences the page shows."""
        return self.analysed or self.analysis.quoted

    @cached_property
    def number_of(self) -> dict[str, int]:
        """Number of each analysed document, for addresses inside the page."""
        return {document.doc_id: number for number, document in enumerate(self.analysed, 1)}

    def short(self, doc_id: str) -> str:
        """Name a document in the head of a column: by its group where it is alone in it."""
        label = self.analysis.groups.get(doc_id, "")
        alone = list(self.analysis.groups.values()).count(label) == 1
        return label if label and alone else doc_id

    @cached_property
    def alone(self) -> bool:
        """Whether each group is one document, whose words are then those of the group."""
        return bool(self.analysed) and len(set(self.analysis.groups.values())) == len(
            self.analysis.groups
        )

    def address(self, doc_id: str) -> str:
        """Return where the page shows a document by itself; empty if it does not."""
        number = self.number_of.get(doc_id, 0)
        return f"#doc-{number}" if 0 < number <= MOST_DOCUMENTS else ""

    def title(self, doc_id: str) -> str:
        """Name a document in running text: by its title, if it has one."""
        return self.titles.get(doc_id) or doc_id

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each document."""
        return {document.doc_id: document.title for document in self.analysis.documents}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups, in the order of their first documents, which is that of time."""
        return tuple(dict.fromkeys(self.analysis.groups.values()))

    @cached_property
    def section_labels(self) -> dict[str, tuple[str, str]]:
        """Document and path of each label that a row of level `section` can bear."""
        return {
            f"{document.doc_id}{mark}{section.path}": (document.doc_id, section.path)
            for document in self.analysed
            for section in document.sections
            for mark in " #"
        }

    @cached_property
    def section_keywords(self) -> dict[tuple[str, str], list[str]]:
        """Keywords of each leaf section, best first."""
        table = self.table("keywords")
        found: dict[tuple[str, str], list[str]] = {}
        if not table.empty:
            for row in records(table[table["level"] == "section"].sort_values(["group", "rank"])):
                if row.group in self.section_labels:
                    found.setdefault(self.section_labels[row.group], []).append(row.feature)
        return found

    @cached_property
    def section_topics(self) -> dict[tuple[str, str], tuple[int, float]]:
        """The topic that weighs most in each leaf section, with its share."""
        table = self.table("topic_shares")
        found: dict[tuple[str, str], tuple[int, float]] = {}
        if not table.empty:
            best = table[table["level"] == "section"].sort_values(
                ["share", "topic"], ascending=[False, True]
            )
            for row in records(best):
                if row.group in self.section_labels:
                    found.setdefault(
                        self.section_labels[row.group], (int(row.topic), float(row.share))
                    )
        return found

    @cached_property
    def unstable_topics(self) -> frozenset[int]:
        """Topics that return no more surely with another seed than those of shuffled text."""
        return self._standing("unstable")

    @cached_property
    def borderline_topics(self) -> frozenset[int]:
        """Topics of which another seed may judge otherwise."""
        return self._standing("borderline")

    def _standing(self, code: str) -> frozenset[int]:
        table = self.table("topics")
        if table.empty:
            return frozenset()
        return frozenset(table.loc[table["standing"] == code, "topic"].astype(int))

    def topic(self, number: int, text: str, sight: Sight) -> Cell:
        """Return a cell that names a topic; an unstable one is grey and called so."""
        if number not in self.unstable_topics:
            return Cell((Bit(text, sight),), text)
        return Cell((Bit(text, sight), Bit(self.say("unstable_mark"))), text, "unstable")

    @cached_property
    def features_shown(self) -> frozenset[str]:
        """Features whose places are known."""
        return frozenset(self.analysis.token_places["feature"])

    def feature_sight(self, feature: str, **where: object) -> Sight | None:
        """Return the sentences of a feature, if its places are known."""
        if feature not in self.features_shown:
            return None
        return Sight("feature", feature, **where)  # type: ignore[arg-type]

    def theme_sight(self, theme: str, lens: str, groups: tuple[str, ...]) -> Sight:
        """Return what a lens counts for a theme: mentions, sections, headings, graded words, or the
        theme's own topic.
        """
        if lens == "topic_share" and theme in self.topic_of_theme:
            return Sight("topic", self.topic_of_theme[theme], groups)
        return Sight(EVIDENCE.get(lens, "theme"), theme, groups)

    @cached_property
    def topic_of_theme(self) -> dict[str, str]:
        """The topic that each theme seeded, where topics are seeded."""
        table = self.table("topics")
        return (
            {}
            if table.empty
            else {
                row.theme: str(row.topic)
                for row in records(table)
                if isinstance(row.theme, str) and row.theme
            }
        )

    def first(self, rows: Sequence[Row], n: int, table: str) -> tuple[tuple[Row, ...], str]:
        """Return the first rows, and where the others are if there are more."""
        remark = self.say("first_rows", n=self.say.number(n), name=table) if len(rows) > n else ""
        return tuple(rows[:n]), remark

    def pictures(self, part: str) -> tuple[Picture, ...]:
        """Return the figures of a part, in their order."""
        return tuple(
            Picture(name, self.analysis.captions.get(name, name))
            for name in self.analysis.figures
            if part_of_figure(name) == part
        )

    def columns(self, *names: str, numeric: Sequence[str] = ()) -> tuple[Column, ...]:
        """Return headings; those named in `numeric` stand at the right."""
        return tuple(
            Column(self.say.column(name), name in numeric, "lens" if name == "lens" else "")
            for name in names
        )

    def words(self, bits: Sequence[Bit]) -> Cell:
        """Return a cell that lists several things."""
        return Cell(tuple(bits), order=bits[0].text if bits else "", joint=self.say("separator"))

    def number(
        self, value: object, form: str = "integer", sight: Sight | None = None, href: str = ""
    ) -> Cell:
        """Return a cell with a number that leads to its sentences."""
        text = self.say.number(value, form)
        missing = text == self.say("none")
        order = float("-inf") if missing else float(value)  # type: ignore[arg-type]
        return Cell((Bit(text, None if missing else sight, "" if missing else href),), order)

    def occurrences(self, n: int, inside: object, sight: Sight | None = None) -> Cell:
        """Return a cell with the occurrences of a word and, in brackets, how many of them are
        inside longer words.
        """
        held = 0 if pd.isna(inside) else int(inside)  # type: ignore[call-overload]
        text = self.say.number(n + held)
        if held:
            text = self.say("of_which_inside", n=text, inside=self.say.number(held))
        return Cell((Bit(text, sight),), float(n + held))

    def lens(self, name: str, *, unit: bool = False) -> str:
        """Return the name of a lens, with its unit if wanted."""
        lang = self.say.lang
        return lens_with_measure(name, lang) if unit else name_of(name, LENSES, lang)

    def verdict(self, name: str) -> str:
        """Return a verdict in words."""
        return name_of(name, VERDICTS, self.say.lang)

    def verdict_cell(
        self, name: str, *, href: str = "", note: str = "", sight: Sight | None = None
    ) -> Cell:
        """Return a cell with a verdict, its sign, and in brackets its numbers, which lead to
        `sight`, or why they are missing.
        """
        mark = MARKS.get(name, "")
        text = f"{VERDICT_SIGNS[name] if mark else ''} {self.verdict(name)}".strip()
        remark = (
            (Bit(f"（{note}）" if self.say.lang == "zh" else f" ({note})", sight),) if note else ()
        )
        return Cell((Bit(text, href=href), *remark), self.verdict(name), f"verdict {mark}".strip())

    def notes(self, codes: Iterable[object], *, but: Container[str] = ()) -> str:
        """Return in words why numbers are missing, each reason once; the codes of one number are
        joined by `;`.
        """
        found = dict.fromkeys(
            code for joined in codes if isinstance(joined, str) for code in joined.split(";")
        )
        return self.say("list").join(
            name_of(code, NOTES, self.say.lang) for code in found if code and code not in but
        )

    def code(self, value: str, mark: str = "") -> Cell:
        """Return a cell with the word for a code."""
        return Cell((Bit(self.say.code(value)),), self.say.code(value), mark)


def chosen_pair(shown: Sequence[tuple[str, str, pd.DataFrame]]) -> str:
    """Return the pair that the page opens with, as its address: the last one of which something was
    tested.
    """
    tested = [pair for pair in shown if pair[2]["p"].notna().any()] or list(shown)
    return f"{tested[-1][0]}~{tested[-1][1]}" if tested else ""


def records(table: pd.DataFrame) -> Iterator[Any]:
    """Return the rows of a table with their columns as attributes."""
    return iter(table.itertuples(index=False))


def plain(text: object, href: str = "", *, mark: str = "") -> Cell:
    """Return a cell of text."""
    empty = text is None or (not isinstance(text, str) and pd.isna(text))  # type: ignore[call-overload]
    shown = "" if empty else visible(str(text))
    return Cell((Bit(shown, href=href),), shown, mark)
