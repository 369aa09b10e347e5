"""The words around a figure of change: title, legend, cells of the rows, lists and notes below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from topics.names import (
    CALLED,
    FIRM,
    MARKS,
    MARKS_IN_WORDS,
    MARKS_WITHOUT_TIME,
    SHIFTS,
    SHORT_EVIDENCE,
    SPREADS,
    code_of,
)
from topics.plots.arrows import MAX_BARS, colour_of, document_keys, evidence_keys, line_key
from topics.plots.figures_of_rates import rates_text, ratio_text
from topics.plots.grouped_rows import Cell, Column, Frame, Key
from topics.plots.lines_of_text import in_parts, listed, whole
from topics.plots.pieces import more, named
from topics.plots.style import GREY, INK, NARROW, SMALL, ems_in, shorten, words

STEP = 0.5  # cm: a row


def is_told(row: Mapping[str, Any]) -> bool:
    """Return whether a row is set bold: evidence, or a chapter or item of its own."""
    return row["evidence"] in CALLED or code_of(row["mark"]) in MARKS


def evidence_cell(grade: str, lang: str) -> Cell:
    """Return the name of a grade of evidence: bold from moderate on, grey below weak."""
    return Cell(
        named(grade, SHORT_EVIDENCE, lang),
        INK if grade in CALLED else GREY,
        bold=grade in FIRM,
    )


class PairWords:
    """The words of a figure of one pair in one language."""

    def __init__(self, sides: tuple[str, str], lang: str, width: float, in_time: bool) -> None:
        self.sides, self.lang, self.width, self.in_time = sides, lang, width, in_time
        self.narrow = width < NARROW
        self.short = tuple(shorten(side, 18) for side in sides)

    def say(self, chinese: str, english: str) -> str:
        """Choose the wording of the figure's language."""
        return words(self.lang, chinese, english)

    def title(self) -> str:
        """Return the title."""
        if self.in_time:
            return self.say("什么加重、什么减轻", "What gained, what lost weight")
        return self.say("哪些较高、哪些较低", "What is higher, what is lower")

    def headings(self) -> tuple[str, str]:
        """Return the headings of what is more and what is less."""
        if self.in_time:
            return self.say("加重", "Gained"), self.say("减轻", "Lost")
        name = self.short[1]
        return self.say(f"{name}较高", f"Higher in {name}"), self.say(
            f"{name}较低", f"Lower in {name}"
        )

    def columns(self) -> tuple[Column, ...]:
        """Return the columns: at 8.5 cm two, without heads."""
        if self.narrow:
            return Column("", right=False), Column("")
        return (
            Column("", right=False),
            Column(self.say("次/万字", "per 10k")),
            Column(self.say("倍数", "ratio")),
            Column(self.say("条目", "sections")),
            Column(self.say("证据", "evidence"), right=False),
        )

    def cells(self, row: Mapping[str, Any]) -> tuple[Cell, ...]:
        """Return the cells of a row: at 8.5 cm ratio and mark only."""
        first, last = row["rate_reference"], row["rate_target"]
        mark = Cell(
            named(row["mark"], MARKS, self.lang) if code_of(row["mark"]) in MARKS else "",
            colour_of(1 if code_of(row["mark"]).endswith("gained") else -1),
            bold=True,
        )
        ratio = Cell(ratio_text(first, last, self.lang, in_time=self.in_time))
        if self.narrow:
            return ratio, mark
        between = "→" if self.in_time else " / "
        sections = f"{row['sections_reference']:.0f}{between}{row['sections_target']:.0f}"
        return (
            mark,
            Cell(rates_text(first, last, between)),
            ratio,
            Cell(sections),
            evidence_cell(row["evidence"], self.lang),
        )

    def frame(
        self,
        rows: Sequence[Mapping[str, Any]],
        between: Sequence[str],
        rest: Sequence[Mapping[str, Any]],
        hidden: int,
    ) -> Frame:
        """Return what stands around the rows; `hidden` rows are left to the table."""
        return Frame(
            width=self.width,
            title=self.title(),
            step=STEP,
            legend=self.legend(rows, between) if rows else (),
            notes=tuple(self.notes(rows, rest, hidden)),
            below=1.05,
        )

    def legend(
        self, rows: Sequence[Mapping[str, Any]], between: Sequence[str]
    ) -> tuple[tuple[Key, ...], ...]:
        """Return the blocks of the legend: documents, evidence, lines."""
        middle = "、".join(between) if self.lang == "zh" else ", ".join(between)
        if len(between) > MAX_BARS:
            middle = self.say(f"其间{len(between)}个", f"{len(between)} between")
        grades = [grade for grade in SHORT_EVIDENCE if grade != "untestable"]
        if any(row["evidence"] not in grades for row in rows):
            grades.append("untestable")
        return (
            document_keys(self.short[0], middle, self.short[1], pointed=self.in_time),
            evidence_keys(
                [(grade, named(grade, SHORT_EVIDENCE, self.lang)) for grade in grades],
                self.say("证据", "evidence"),
                pointed=self.in_time,
            ),
            self.line_keys(rows),
        )

    def line_keys(self, rows: Sequence[Mapping[str, Any]]) -> tuple[Key, ...]:
        """Return the keys of the lines: the thin one only where there is such a row."""
        spreads = ["spread", "one_section"]
        keys = [line_key(named(spread, SPREADS, self.lang), spread) for spread in spreads]
        if any(code_of(row["grade"]) not in SHIFTS for row in rows):
            keys.append(line_key(self.say("幅度小", "small shift"), ""))
        return tuple(keys)

    def notes(
        self, rows: Sequence[Mapping[str, Any]], rest: Sequence[Mapping[str, Any]], hidden: int
    ) -> list[tuple[str, str]]:
        """Return the texts below with their colours: what did not shift, and how to read."""
        limit = ems_in(self.width - 0.4, SMALL)
        nothing = [] if rows else [self.nothing(rest)]
        lists = [self.list_of(rest, *kind) for kind in self.kinds()]
        told = [(whole(text, limit), INK) for text in nothing] + [
            (text, INK) for text in lists if text
        ]
        guide = self.guide(rows, hidden)
        return told + ([(guide, GREY)] if guide else [])

    def nothing(self, rest: Sequence[Mapping[str, Any]]) -> str:
        """Say in words that no theme shifted."""
        if not rest:
            return self.say("没有可比的议题。", "There are no themes to compare.")
        pair = "→".join(self.short)
        return self.say(
            f"{pair}：没有议题的幅度大到可以列出，也没有章条的得失。",
            f"{pair}: no theme shifted enough to be listed, and none won or lost a chapter.",
        )

    def kinds(self) -> list[tuple[set[str], str]]:
        """Return the lines of text below: the grades that each holds and how it begins."""
        once = self.say("只有一方提及，次数很少：", "In one only, few mentions: ")
        if self.in_time:
            once = self.say("初见或未再提，次数很少：", "First or no longer mentioned, few: ")
        return [
            (
                {"steady", "slight"},
                self.say("变化不大：", "Little change: ")
                if self.in_time
                else self.say("相差不大：", "Little difference: "),
            ),
            ({"length"}, self.say("篇幅所致：", "Due to length: ")),
            ({"mentioned", "unmentioned"}, once),
        ]

    def list_of(self, rest: Sequence[Mapping[str, Any]], grades: set[str], begin: str) -> str:
        """List the themes of some grades with their rates; nothing where there are none."""
        rows = [row for row in rest if code_of(row["grade"]) in grades]
        rows.sort(key=lambda row: -max(row["rate_reference"], row["rate_target"]))
        between = "→" if self.in_time else " / "
        items = [
            f"{row['theme']} {rates_text(row['rate_reference'], row['rate_target'], between)}"
            for row in rows
        ]
        if not items:
            return ""
        items[0] = begin + items[0]
        lines = 5 if self.narrow else 3
        text, left = listed(items, self.say("、", "; "), self.width - 0.4, lines)
        rest_text = self.say(f"等{len(items)}个", f"… {left} more") if left else ""
        return f"{text.rstrip('、; ')} {rest_text}".rstrip()

    def guide(self, rows: Sequence[Mapping[str, Any]], hidden: int) -> str:
        """Explain the marks that occur, what the evidence is, and what is missing."""
        meanings = MARKS_IN_WORDS if self.in_time else MARKS_WITHOUT_TIME
        there = {code_of(row["mark"]) for row in rows}
        marks = [
            self.say("：", ": ").join(
                (named(mark, MARKS, self.lang), named(mark, meanings, self.lang))
            )
            for mark in MARKS
            if mark in there
        ]
        missing = more(self.lang, hidden, "个议题", "themes")
        rule = self.say("（先列有章条得失或证据的）", " (those with a mark or evidence come first)")
        scope = self.say(
            "证据：与条目间差异相比，就这些文件而言",
            "evidence: against the variation between sections",
        )
        parts = [missing + rule if hidden else "", *marks, scope if rows else ""]
        return in_parts(parts, self.lang, self.width)
