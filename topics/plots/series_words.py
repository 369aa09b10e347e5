"""The words around figures of series: which rows they hold, headings, lists and notes below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from topics.names import CALLED, SHIFTS, SHORT_SHAPES, code_of
from topics.plots.figures_of_rates import rates_text, shape_text, strength
from topics.plots.grouped_rows import Frame, Group, Row, rows_that_fit
from topics.plots.lines_of_text import in_parts, listed, whole
from topics.plots.pieces import check_columns, more
from topics.plots.style import GREY, INK, NARROW, SMALL, clean, ems_in, words

Record = Mapping[str, Any]
COLUMNS = (
    *("shape", "from", "to", "rate_inside", "rate_outside"),
    *("ratio", "grade", "spread", "evidence"),
)
# Shapes in the order of their groups.
KINDS = ({"rises", "step_up"}, {"wave"}, {"dip"}, {"falls", "step_down"})
UP = KINDS[0] | KINDS[1]
FEW_YEARS = 4  # missing years that the note names one by one


def chosen_rows(series: pd.DataFrame, name: str) -> tuple[list[Record], list[Record]]:
    """Return the rows with evidence: those that a figure shows, the best evidence and the largest
    ratio first; and those too small for it, that rest on one document, or whose rates move against
    their shape.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(series, (name, *COLUMNS), "series")
    rows: list[Record] = [
        {
            **{str(column): value for column, value in row.items()},
            "name": clean(row[name]),
            **{column: code_of(row[column]) for column in ("shape", "grade", "spread", "evidence")},
        }
        for row in series.to_dict("records")
    ]
    called = [row for row in rows if row["evidence"] in CALLED]
    shown = [row for row in called if _large(row)]
    shown.sort(key=lambda row: (CALLED.index(row["evidence"]), *by_ratio(row)))
    return shown, [row for row in called if not _large(row)]


def _large(row: Record) -> bool:
    rises = row["rate_inside"] > row["rate_outside"]
    along = row["shape"] in set().union(*KINDS) and (row["shape"] in UP) == rises
    return row["grade"] in SHIFTS and row["spread"] == "spread" and along


def way_of(row: Record) -> int:
    """Return 1 for shapes that are higher, -1 for those that are lower."""
    return 1 if row["shape"] in UP else -1


def by_ratio(row: Record) -> tuple[float, str]:
    """Return what orders rows: the largest ratio first, then the name."""
    return -strength(row["ratio"]), row["name"]


def of_kinds(rows: Sequence[Record]) -> list[list[Record]]:
    """Part rows into their groups."""
    return [[row for row in rows if row["shape"] in kinds] for kinds in KINDS]


def grouped(
    headings: Sequence[str], kinds: Sequence[Sequence[Record]], row: Callable[[Record], Row]
) -> list[Group]:
    """Return the groups of a sheet, one for each kind of shape."""
    return [
        Group(heading, tuple(map(row, rows))) for heading, rows in zip(headings, kinds, strict=True)
    ]


@dataclass(frozen=True)
class SeriesWords:
    """The words of a figure of series in one language; `themes` or words are its rows."""

    lang: str
    width: float
    themes: bool = True

    @property
    def narrow(self) -> bool:
        """Whether the figure is as wide as a column of a page."""
        return self.width < NARROW

    def say(self, chinese: str, english: str) -> str:
        """Choose the wording of the figure's language."""
        return words(self.lang, chinese, english)

    def headings(self) -> tuple[str, ...]:
        """Return the headings of the groups of shapes."""
        if self.themes:
            return (
                self.say("上升", "Risen"),
                self.say("一度升高", "Higher for a time"),
                self.say("一度降低", "Lower for a time"),
                self.say("下降", "Fallen"),
            )
        return (
            self.say("兴起", "Came"),
            self.say("一度盛行", "There for a time"),
            self.say("一度少见", "Rare for a time"),
            self.say("淡出", "Went"),
        )

    def notes(
        self, rows: Sequence[Record], rest: Sequence[Record], guide: Sequence[str]
    ) -> tuple[tuple[str, str], ...]:
        """Return the texts below with their colours."""
        limit = ems_in(self.width - 0.4, SMALL)
        texts = [(whole(self._nothing(), limit), INK)] if not rows else []
        texts += [(text, INK) for text in [self._list_of(rest)] if text]
        texts += [(in_parts(guide, self.lang, self.width), GREY)] if rows else []
        return tuple(texts)

    def _nothing(self) -> str:
        what = self.say("议题" if self.themes else "词语", "theme" if self.themes else "word")
        return self.say(
            f"没有{what}的起落大到可以列出并有弱以上的证据。",
            f"No {what} rises or falls far enough to be listed, with at least weak evidence.",
        )

    def _list_of(self, rest: Sequence[Record]) -> str:
        """List the rows with evidence that are not drawn, with their rates; nothing for words."""
        if not rest or not self.themes:
            return ""
        begin = self.say("幅度小或靠一份文件：", "Small, or resting on one document: ")
        opening, closing = ("（", "）") if self.lang == "zh" else (" (", ")")
        items = [
            f"{row['name']} {rates_text(row['rate_outside'], row['rate_inside'])}"
            f"{opening}{shape_text(row, SHORT_SHAPES, self.lang)}{closing}"
            for row in rest
        ]
        items[0] = begin + items[0]
        text, left = listed(items, self.say("、", "; "), self.width - 0.4, 5 if self.narrow else 3)
        tail = self.say(f"等{len(items)}个", f" … {left} more") if left else ""
        return text.rstrip("、; ") + tail

    def guide(self, missing: Sequence[str], *parts: str, dotted: bool = True) -> list[str]:
        """Explain evidence and missing years, after what else the figure explains."""
        few = len(missing) <= FEW_YEARS
        years = self.say("、", ", ").join(missing) if few else str(len(missing))
        lacking = self.say(
            f"缺{years}年" if few else f"缺{years}个年份",
            f"missing: {years}" if few else f"{years} years missing",
        )
        return [
            *parts,
            self.say(
                "证据：打乱年份次序后出现同样起落的机会",
                "evidence: how often years in random order show such a shape",
            ),
            lacking + (self.say("（点线处）", " (dotted)") if dotted else "") if missing else "",
        ]

    def hidden(self, n: int) -> str:
        """Say how many rows are left to the table, and by which rule."""
        what = (
            (self.say("个议题", ""), "themes") if self.themes else (self.say("个词", ""), "words")
        )
        rule = self.say("（先列证据强、倍数大的）", " (best evidence and largest ratio first)")
        return more(self.lang, n, *what) + rule if n else ""


def _kept_rows(ranked: Sequence[Record], frame: Frame) -> list[Record]:
    """Return the rows that fit on a page, the first ones."""
    kinds = sum(1 for rows in of_kinds(ranked) if rows)
    return list(ranked[: rows_that_fit([row["name"] for row in ranked], frame, kinds)])


def framed(
    frame: Frame,
    texts: SeriesWords,
    ranked: Sequence[Record],
    rest: Sequence[Record],
    guide: Sequence[str],
) -> tuple[Frame, list[Record]]:
    """Return the frame with its notes and the rows that fit on a page."""
    full = replace(frame, notes=texts.notes(ranked, rest, guide))
    kept = _kept_rows(ranked, full)
    if len(kept) == len(ranked):
        return full, kept
    hidden = texts.hidden(len(ranked) - len(kept))
    tight = replace(frame, notes=texts.notes(ranked, rest, [hidden, *guide]))
    kept = _kept_rows(ranked, tight)
    hidden = texts.hidden(len(ranked) - len(kept))
    return replace(frame, notes=texts.notes(kept, rest, [hidden, *guide])), kept
