"""The lines of the first screen that are about a series of years."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from topics.answer.sentence import Piece, Ref, Sentence
from topics.answer.wording import Wording, rate, worth_naming
from topics.names import CALLED, FIRM, SHIFTS

KINDS = {
    "risen": ("rises", "step_up"),
    "wave": ("wave", "dip"),
    "fallen": ("falls", "step_down"),
}
HEADLINE = {"series_up": "risen", "series_wave": "wave", "series_down": "fallen"}
MOST, MOST_NAMED, MOST_WORDS = 10, 3, 10


def series_headline(say: Wording, series: pd.DataFrame) -> Sentence | None:
    """Return the movements that stand out, at most three of each kind; None where none does."""
    series = _as_said(series)
    kept = series[
        series["evidence"].isin(FIRM)
        & series["grade"].isin(SHIFTS)
        & (series["spread"] == "spread")
    ]
    parts, about = [], []
    for key, kind in HEADLINE.items():
        rows = ranked(kept[kept["shape"].isin(KINDS[kind])]).head(MOST_NAMED)
        if key == "series_wave":
            rows = rows[rows["shape"] == "wave"]
        if len(rows):
            names = [str(theme) for theme in rows["theme"]]
            parts.append(say(key, items=say("list").join(map(say.theme, names))))
            about += names
    if not parts:
        return None
    text = say("semicolon").join(parts) + say("stop")
    return Sentence("headline", "", (Piece(text),), about=tuple(about))


def shape_lines(say: Wording, series: pd.DataFrame, groups: Sequence[str]) -> list[Sentence]:
    """Return a line each for what rose, moved for a time, and fell, with evidence."""
    found = []
    series = _as_said(series)
    for kind, shapes in KINDS.items():
        rows = ranked(series[series["shape"].isin(shapes) & series["evidence"].isin(CALLED)])
        if rows.empty:
            continue
        items = [_item(say, row, groups) for row in rows.head(MOST).to_dict("records")]
        pieces = list(say.joined(items, "semicolon"))
        if len(rows) > MOST:
            pieces.append(Piece(say("more_items", n=len(rows))))
        found.append(
            Sentence(
                kind,
                say(f"{kind}_title"),
                tuple(pieces),
                about=tuple(rows["theme"]),
                evidence=tuple(rows["evidence"]),
            )
        )
    return found


def word_lines(say: Wording, words: pd.DataFrame) -> list[Sentence]:
    """Return the line of words that came up, were in use for a time, and faded."""
    shown = words[words["shown"].astype(bool)] if len(words) else words
    shown = shown[shown["word"].map(worth_naming).astype(bool)] if len(shown) else shown
    parts, about = [], []
    for key, kind in (("word_rose", "risen"), ("word_wave", "wave"), ("word_fell", "fallen")):
        rows = shown[shown["shape"].isin(KINDS[kind])] if len(shown) else shown
        if rows.empty:
            continue
        rows = _clearest(rows.rename(columns={"word": "theme"})).head(MOST_WORDS)
        items = [
            [
                Piece(
                    say("word_since", word=row["theme"], when=_when(say, row)),
                    Ref("feature", row["theme"]),
                )
            ]
            for row in rows.to_dict("records")
        ]
        head, _, tail = say(key, items="\0").partition("\0")
        parts.append([Piece(head), *say.joined(items), Piece(tail)])
        about += [str(word) for word in rows["theme"]]
    if not parts:
        return []
    pieces = say.joined(parts, "semicolon")
    return [Sentence("words", say("series_words_title"), pieces, about=tuple(about))]


def _as_said(series: pd.DataFrame) -> pd.DataFrame:
    """Keep the shapes whose pooled rates move as they do: 上升 never stands over a fallen rate."""
    upward = series["shape"].isin(["rises", "step_up", "wave"])
    return series[upward == (series["rate_inside"] > series["rate_outside"])]


def _clearest(words: pd.DataFrame) -> pd.DataFrame:
    """Order words by evidence, those of three characters and more first, then by clearness."""
    order = words.assign(
        _evidence=words["evidence"].map({grade: at for at, grade in enumerate(CALLED)}),
        _short=words["theme"].str.len() < 3,
        _stat=-words["stat"],
    )
    return words.loc[order.sort_values(["_short", "_evidence", "_stat", "theme"]).index]


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Order by evidence, then by the ratio of the rates."""
    ratio = rows["ratio"].astype(float)
    size = pd.Series(np.abs(np.log(ratio.where(ratio > 0))), index=rows.index)
    order = rows.assign(
        _evidence=rows["evidence"].map({grade: at for at, grade in enumerate(CALLED)}),
        _size=-size.fillna(np.inf),
    )
    return rows.loc[order.sort_values(["_evidence", "_size", "theme"]).index]


def _item(say: Wording, row: Mapping[Hashable, Any], groups: Sequence[str]) -> list[Piece]:
    order = list(groups)
    inside = tuple(order[order.index(row["from"]) : order.index(row["to"]) + 1])
    words = say.evidence(row["evidence"])
    if row["grade"] not in SHIFTS:
        words = say("comma").join([say("small_size"), words])
    return [
        Piece(say.theme(row["theme"]), Ref("theme", row["theme"], tuple(groups))),
        Piece(f" {rate(row['rate_outside'])}→"),
        Piece(rate(row["rate_inside"]), Ref("theme", row["theme"], inside)),
        Piece(f"{say('open')}{_when(say, row)}{say('chance_open')}{words}{say('close')}"),
    ]


def _when(say: Wording, row: Mapping[Hashable, Any]) -> str:
    return say(f"shape_{row['shape']}", **{"from": row["from"], "to": row["to"]})
