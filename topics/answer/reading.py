"""How to read the answer: the yardstick, what else differs, how much could be seen, what is left
out.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from topics.answer.findings import Findings, Pair
from topics.answer.ranked import of_pair
from topics.answer.sentence import Piece, Sentence
from topics.answer.wording import Wording, share
from topics.emphasis.guards import in_english

MOST_LEFT_OUT = 6  # documents that are named
GUARDS = ("genre", "issuer", "horizon", "length")  # aspects that are said; the table has all


def reading(say: Wording, found: Findings, pair: Pair | None = None) -> list[Sentence]:
    """Return the line that says how to read the others; none where there is nothing to say."""
    parts = list(_parts(say, found, pair))
    if not parts:
        return []
    text = say("gap").join(parts)
    return [Sentence("reading", say("reading_title"), (Piece(text),), pair or ())]


def _parts(say: Wording, found: Findings, pair: Pair | None) -> Iterator[str]:
    if pair is not None:
        yield say("facts_of_counts" if found.from_counts else "facts_are")
        yield from _tested(say, found, pair)
    if found.pooled:
        yield say("pooled")
    if found.left_out:
        items = [
            f"{title}{say('open')}{say(why, by=found.by)}{say('close')}"
            for title, why in found.left_out[:MOST_LEFT_OUT]
        ]
        more = len(found.left_out) > MOST_LEFT_OUT
        tail = say("more_items", n=len(found.left_out)) if more else ""
        yield say("left_out", items=say("list").join(items) + tail)


def _tested(say: Wording, found: Findings, pair: Pair) -> Iterator[str]:
    if len(found.series):
        yield say("evidence_series", n=len(found.groups))
        return
    if found.from_counts:
        tested = of_pair(found.evidence, pair)["p"].notna().any()
        key = "evidence_of_documents" if tested else "untested_documents"
        yield say(key, n=found.limits.min_documents)
        return
    stick = found.yardsticks.get(pair)
    if stick is None or stick.n == 0:
        yield say("untested", n=found.limits.min_sections)
        return
    yield say(
        "yardstick",
        reference=pair[0],
        target=pair[1],
        n=stick.observed,
        draws=stick.n,
        mean=f"{stick.mean:.1f}",
        reached=round(stick.p * (stick.n + 1)) - 1,
    )
    yield say("evidence_is")
    if len(found.evidence):
        rows = of_pair(found.evidence, pair)
        two, three = rows["power_2"].median(), rows["power_3"].median()
        if pd.notna(two):
            yield say("power", two=share(two), three=share(three))


def guard_of(say: Wording, guards: pd.DataFrame, pair: Pair) -> str:
    """Say what else differs between two groups, and may be the reason; empty where nothing does."""
    if guards.empty:
        return ""
    rows = of_pair(guards, pair)
    aspects = [
        say(
            f"guard_{row.aspect!s}",
            reference=_value(say, str(row.aspect), row.value_reference),
            target=_value(say, str(row.aspect), row.value_target),
        )
        for row in rows.itertuples(index=False)
        if row.aspect in GUARDS
    ]
    return say("guard", aspects=say("list").join(aspects)) if aspects else ""


def _value(say: Wording, aspect: str, value: object) -> str:
    return str(value) if say.lang == "zh" else in_english(aspect, str(value))
