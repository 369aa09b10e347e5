"""The answer in plain words: which themes rose or fell, or that none can be said to have."""

from __future__ import annotations

from typing import Any

import pandas as pd

from topics.names import (
    FALLS,
    LENSES_DISAGREE,
    NO_CLEAR_CHANGE,
    RISES,
    TOO_FEW_SECTIONS,
)
from topics.report.chapters.source import Source, records
from topics.stats.testable import MIN_DOCUMENTS, MIN_UNITS

MOST_NAMED = 6
STRONGEST = 3
CLEAR = (RISES, FALLS, LENSES_DISAGREE)
SILENT = "not_mentioned"  # no verdict: neither side mentions the theme


def summary(source: Source, shifts: pd.DataFrame) -> tuple[str, str]:
    """Return the answer in a sentence or two, the themes that rose or fell, and how many
    comparisons it rests on.

    Where no verdict says something, the nearest comparisons are named with their p and q, and why
    they do not suffice; where nothing could be tested, that is the answer.
    """
    say = source.say
    by_rate = {
        (row.theme, row.reference, row.target): row
        for row in records(shifts[shifts["lens"] == "rate"])
    }
    whole = shifts.drop_duplicates(["theme", "reference", "target"])
    answers = [
        SILENT if silent(by_rate.get((row.theme, row.reference, row.target))) else row.theme_verdict
        for row in records(whole)
    ]
    whole = whole.assign(theme_verdict=answers)
    kinds = {
        kind: whole[whole["theme_verdict"] == kind]
        for kind in (*CLEAR, NO_CLEAR_CHANGE, TOO_FEW_SECTIONS, SILENT)
    }
    counts = {verdict: len(rows) for verdict, rows in kinds.items() if len(rows)}
    other = len(whole) - sum(counts.values())
    said = [say(f"count_{verdict}", n=n) for verdict, n in counts.items()] + (
        [say("count_other", n=other)] if other else []
    )
    pairs = whole[["reference", "target"]].drop_duplicates()
    fields = {
        "n": len(whole),
        "themes": whole["theme"].nunique(),
        "pairs": len(pairs),
        "counts": say("comma").join(said),
    }
    if not shifts["p"].notna().any():
        return say("answer_untested", units=MIN_UNITS, documents=MIN_DOCUMENTS), say(
            "summary", **fields
        )
    if not any(verdict in counts for verdict in CLEAR):
        return say("answer_none"), say("summary_none", **fields) + _nearest(source, shifts)
    named = [
        say(f"named_{verdict}", items=_named(source, kinds[verdict], shifts))
        for verdict in CLEAR
        if verdict in counts
    ]
    return say("gap").join(named), say("summary", **fields)


def silent(rate: Any) -> bool:
    """Return whether a row of the lens `rate` says that neither side mentions the theme."""
    return rate is not None and rate.mentions_reference == rate.mentions_target == 0


def _named(source: Source, rows: pd.DataFrame, shifts: pd.DataFrame) -> str:
    """Name the themes of one verdict with their rates, the first ones of many, and the lens that
    moved where the rate did not.
    """
    say = source.say
    items = []
    for row in list(records(rows))[:MOST_NAMED]:
        of_theme = (
            (shifts["theme"] == row.theme)
            & (shifts["reference"] == row.reference)
            & (shifts["target"] == row.target)
        )
        by_lens = {lens.lens: lens for lens in records(shifts[of_theme])}
        rate = by_lens.pop("rate", None)
        still = rate is None or rate.verdict not in {RISES, FALLS}
        moved = [
            _moved(source, lens)
            for lens in by_lens.values()
            if still and lens.verdict in {RISES, FALLS}
        ]
        key = "summary_theme" if rate is None else "summary_rates"
        numbers = {"rates": rates(source, rate) if rate else "", "moved": "".join(moved)}
        items.append(
            say(key, theme=row.theme, reference=row.reference, target=row.target, **numbers)
        )
    more = say("and_more", n=len(rows) - MOST_NAMED) if len(rows) > MOST_NAMED else ""
    return say("separator").join(items) + more


def _moved(source: Source, row: Any) -> str:
    number = source.say.number
    values = f"{number(row.value_reference, 'share')}→{number(row.value_target, 'share')}"
    return source.say("summary_moved", lens=source.lens(row.lens), values=values)


def _nearest(source: Source, shifts: pd.DataFrame) -> str:
    """Name the comparisons with the least p, none of which suffices."""
    say = source.say
    tested = (
        shifts[(shifts["lens"] == "rate") & shifts["p"].notna()]
        .sort_values(["p", "theme"])
        .head(STRONGEST)
    )
    items = [
        say(
            "summary_item",
            theme=row.theme,
            reference=row.reference,
            target=row.target,
            rates=rates(source, row),
            p=say.number(row.p, "p"),
            q=say.number(row.q, "p"),
        )
        for row in records(tested)
    ]
    return (
        say("summary_nearest", items=say("list").join(items)).replace("= <", "< ") if items else ""
    )


def rates(source: Source, row: Any) -> str:
    """Write the rates of both groups, mentions per 10,000 Han characters."""
    number = source.say.number
    return f"{number(row.value_reference, 'rate')}→{number(row.value_target, 'rate')}"
