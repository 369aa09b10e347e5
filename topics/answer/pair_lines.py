"""The lines of the first screen that are about one pair: chapters, gains, losses, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from topics.answer.findings import Pair
from topics.answer.ranked import (
    DOWN,
    MOST,
    UP,
    little_changed,
    of_pair,
    on_one_section,
    told,
)
from topics.answer.sentence import Piece, Ref, Sentence
from topics.answer.wording import (
    Wording,
    fact_item,
    rate,
    rates,
    share,
    short_heading,
    worth_naming,
)

Pieces = Sequence[Piece]
MOST_WORDS = 6  # words of each kind; ten stand in the table
MOST_MOVED = 4  # of those that only grew or shrank, and formulations
SHORT, LEAST_LONG = 2, 2  # words of two characters stand back where there are two longer ones
MOST_STEADY = 8


@dataclass(frozen=True, kw_only=True)
class PairView:
    """What is known of one pair.

    Attributes
    ----------
    pair : (reference, target)
    facts : DataFrame
        Of `facts`, with the column `evidence`; rows of other pairs are left out.
    rates : mapping of (theme, group) to float
        Rate of each theme in each group.
    between : tuple of str
        Groups between the two in time.
    in_time : bool
        Whether the groups are points in time: others are higher or lower, they do not rise.
    guard : str
        What else differs between the two; it stands in the first line about them.
    """

    pair: Pair
    facts: pd.DataFrame
    rates: Mapping[tuple[str, str], float]
    between: tuple[str, ...] = ()
    in_time: bool = True
    guard: str = ""


class PairLines:
    """What is said of one pair."""

    def __init__(self, say: Wording, view: PairView) -> None:
        self.say, self.view, self.pair = say, view, view.pair
        self.facts = of_pair(view.facts, view.pair)
        self.names = {"reference": view.pair[0], "target": view.pair[1]}

    def moved(self) -> list[Sentence]:
        """Return the lines of what gained and what lost weight; none where nothing did."""
        kinds = (("gained", UP, "higher"), ("lost", DOWN, "lower"))
        lines = [
            line
            for kind, grades, other in kinds
            if (line := self._moved(kind, grades, kind if self.view.in_time else other))
        ]
        return [self._guarded(line) if at == 0 else line for at, line in enumerate(lines)]

    def _guarded(self, line: Sentence) -> Sentence:
        if not self.view.guard:
            return line
        remark = Piece(self.say("open") + self.view.guard + self.say("close"))
        return replace(line, pieces=(*line.pieces, remark), guard=self.view.guard)

    def _moved(self, kind: str, grades: tuple[str, ...], title: str) -> Sentence | None:
        rows = told(self.facts, grades)
        if rows.empty:
            return None
        known = self._known_step(rows)
        items = [
            fact_item(
                self.say,
                row,
                [(group, self.view.rates[row.theme, group]) for group in self.view.between],
                known=known,
            )
            for row in records(rows.head(MOST))
        ]
        pieces = (*self.say.joined(items, "semicolon"), *self._more(len(rows), MOST))
        if known:
            since = self.say("mostly_when", group=self.say.group(known.split("→")[0]))
            pieces = (*pieces, Piece(self.say("semicolon") + since))
        return self._sentence(kind, f"{title}_title", pieces, rows)

    def _known_step(self, rows: pd.DataFrame) -> str:
        """Return the step between groups that most of several rows took; empty if there is none."""
        steps = Counter(step for step in rows["when"] if step)
        step, n = max(steps.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return step if n > 1 and 2 * n > len(rows) else ""

    def one_section(self) -> list[Sentence]:
        """Return the line of the shifts that one section carries, with that section."""
        rows = on_one_section(self.facts)
        if rows.empty:
            return []
        items = [[*rates(self.say, row), *self._carrier(row)] for row in records(rows.head(MOST))]
        pieces = (*self.say.joined(items), *self._more(len(rows), MOST))
        return [self._sentence("one_section", "one_section_title", pieces, rows)]

    def _carrier(self, row: Any) -> Pieces:
        doc_id, _, path = row.carried_by.rpartition("#")
        if not path:
            return ()
        text = self.say("open") + self.say("carried_by", section=path) + self.say("close")
        return (Piece(text, Ref("section", doc_id=doc_id, path=path)),)

    def steady(self) -> list[Sentence]:
        """Return the line of what hardly moved."""
        rows = little_changed(self.facts)
        if rows.empty:
            return []
        items = [rates(self.say, row) for row in records(rows.head(MOST_STEADY))]
        pieces = (*self.say.joined(items), *self._more(len(rows), MOST_STEADY))
        return [self._sentence("steady", "steady_title", pieces, rows)]

    def neighbours(self, title: str = "neighbours") -> list[Sentence]:
        """Return one line with all that shifted, grouped by evidence."""
        rows = pd.concat([told(self.facts, UP), told(self.facts, DOWN)])
        grades = list(dict.fromkeys(rows["evidence"]))
        parts = []
        for grade in grades:
            items = [
                rates(self.say, row) for row in records(rows[rows["evidence"] == grade].head(MOST))
            ]
            words = self.say.evidence(grade) if grade else ""
            tail = f"{self.say('open')}{words}{self.say('close')}" if words else ""
            parts.append([*self.say.joined(items), Piece(tail)])
        pieces = self.say.joined(parts, "semicolon") or (Piece(self.say("neighbours_none")),)
        line = self._sentence("neighbours", f"{title}_title", pieces, rows)
        return [self._guarded(line) if len(rows) else line]

    def chapters(self, chapters: pd.DataFrame) -> list[Sentence]:
        """Return the line of the chapters: new, gone, renamed, continued."""
        rows = of_pair(chapters, self.pair)
        rows = rows[~rows["formal"].astype(bool)]
        if rows.empty:
            return []
        parts = [
            part
            for status, side in (
                ("new", "target"),
                ("gone", "reference"),
                ("renamed", ""),
                ("kept", ""),
            )
            if (part := self._chapters(rows[rows["status"] == status], status, side))
        ]
        pieces = self.say.joined(parts, "semicolon")
        named = [row.heading_target or row.heading_reference for row in records(rows)]
        title = self.say("chapters_title", **self.names)
        return [Sentence("chapters", title, pieces, self.pair, tuple(named))]

    def _chapters(self, rows: pd.DataFrame, status: str, side: str) -> list[Piece]:
        if rows.empty:
            return []
        by = f"share_{side or 'target'}"
        rows = rows.sort_values([by, "heading_target"], ascending=[False, True])
        items = [[self._chapter(row, side, status)] for row in records(rows.head(MOST))]
        head, _, tail = self.say(f"chapters_{status}", items="\0").partition("\0")
        more = self._more(len(rows), MOST)
        return [Piece(head), *self.say.joined(items), *more, Piece(tail)]

    def _chapter(self, row: Any, side: str, status: str) -> Piece:
        end = side or "target"
        place = Ref(
            "section",
            doc_id=getattr(row, f"doc_id_{end}"),
            path=getattr(row, f"path_{end}"),
        )
        if side:
            heading = short_heading(getattr(row, f"heading_{side}"))
            part = getattr(row, f"share_{side}")
            return Piece(self.say("chapter_share", heading=heading, share=share(part)), place)
        shares = {"before": share(row.share_reference), "after": share(row.share_target)}
        if status == "renamed":
            old, new = short_heading(row.heading_reference), short_heading(row.heading_target)
            if old != new:
                return Piece(self.say("chapter_renamed", old=old, new=new, **shares), place)
        heading = short_heading(row.heading_target)
        return Piece(self.say("chapter_kept", heading=heading, **shares), place)

    def words(self, changes: pd.DataFrame) -> list[Sentence]:
        """Return the line of words and formulations that are new, gone, more or less."""
        rows = of_pair(changes, self.pair)
        rows = rows[rows["shown"].astype(bool) & rows["feature"].map(worth_naming).astype(bool)]
        words, runs = rows[rows["kind"] == "word"], rows[rows["kind"] != "word"]
        new = list(words.loc[words["grade"] == "new", "feature"])
        known = [any(word in run for word in new) for run in runs["feature"]]
        runs = runs[~np.array(known, dtype=bool)]
        parts = [
            part
            for key, table, grades in (
                ("new_words", words, ["new"]),
                ("gone_words", words, ["gone"]),
                ("more_words", words, ["much_more", "more"]),
                ("less_words", words, ["much_less", "less"]),
                ("formulations", runs, ["new"]),
            )
            if (part := self._words(key, table[table["grade"].isin(grades)]))
        ]
        if not parts:
            return []
        pieces = self.say.joined(parts, "semicolon")
        title = self.say("words_title", **self.names)
        return [Sentence("words", title, pieces, self.pair, tuple(rows["feature"]))]

    def _words(self, key: str, rows: pd.DataFrame) -> list[Piece]:
        if rows.empty:
            return []
        most = MOST_WORDS if key in {"new_words", "gone_words"} else MOST_MOVED
        long = rows["feature"].str.len() > SHORT
        rows = rows.assign(short=~long).sort_values(
            ["short", "score", "feature"], ascending=[True, False, True]
        )
        rows = rows[~rows["short"]] if long.sum() >= LEAST_LONG else rows
        rows = rows.head(most)
        items = [[self._word(row)] for row in records(rows)]
        head, _, tail = self.say(key, items="\0").partition("\0")
        return [Piece(head), *self.say.joined(items), Piece(tail)]

    def _word(self, row: Any) -> Piece:
        before, after = int(row.mentions_reference), int(row.mentions_target)
        if row.grade == "new":
            text = self.say(
                "word_new", word=row.feature, n=after, sections=int(row.sections_target)
            )
        elif row.grade == "gone":
            text = self.say("word_gone", word=row.feature, n=before)
        else:
            pair = {"before": rate(row.rate_reference), "after": rate(row.rate_target)}
            text = self.say("word_moved", word=row.feature, **pair)
        side = self.pair[1] if after else self.pair[0]
        return Piece(text, Ref("feature", row.feature, (side,)))

    def _more(self, n: int, shown: int) -> tuple[Piece, ...]:
        return (Piece(self.say("more_items", n=n)),) if n > shown else ()

    def _sentence(self, kind: str, title: str, pieces: Pieces, rows: pd.DataFrame) -> Sentence:
        return Sentence(
            kind,
            self.say(title, **self.names),
            tuple(pieces),
            self.pair,
            tuple(rows["theme"]),
            evidence=tuple(rows["evidence"]),
        )


def records(table: pd.DataFrame) -> Iterable[Any]:
    """Return the rows of a table with their columns as attributes."""
    return table.itertuples(index=False)
