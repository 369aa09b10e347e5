"""How the answer speaks: templates of a language, numbers, and what is said of one fact."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from topics.answer.headings import HeadingWords, read_heading_words
from topics.answer.sentence import Piece, Ref
from topics.names import EVIDENCE, name_of, theme_name
from topics.words.subjects import begins_with_an_adverb, names_a_subject

RANKS_APART = 5  # ranks that a theme must climb or fall before it is said; chosen


_YEAR = re.compile(r"[12]\d{3}")
LEAST_HEADING = 4  # characters that must be left of a shortened heading
LONGEST_HEADING = 24  # characters of a heading that a line shows


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


class Wording:
    """The templates of one language.

    Examples
    --------
    >>> Wording("zh")("headline_gains", items="产业")
    '产业加重'
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._templates = _phrases()[lang]

    def __call__(self, key: str, **fields: object) -> str:
        """Return a phrase with its fields filled in."""
        return self._templates[key].format(**fields)

    def listed(self, items: Sequence[str]) -> str:
        """Join names as in running text: with a word before the last.

        >>> Wording("zh").listed(["产业", "住房保障", "边境"])
        '产业、住房保障和边境'
        """
        if len(items) < 2:
            return "".join(items)
        return self("list").join(items[:-1]) + self("and") + items[-1]

    def group(self, name: str) -> str:
        """Return the name of a group in running text.

        >>> Wording("zh").group("2024"), Wording("zh").group("2022 重点任务")
        ('2024年', '2022 重点任务')
        """
        return self("year", group=name) if _YEAR.fullmatch(name) else name

    def theme(self, name: str) -> str:
        """Return the name of a theme in the language of the answer."""
        return theme_name(name, self.lang)

    def evidence(self, grade: str) -> str:
        """Return a grade of evidence in words."""
        return name_of(grade, EVIDENCE, self.lang)

    def joined(self, parts: Iterable[Sequence[Piece]], by: str = "list") -> tuple[Piece, ...]:
        """Join lists of pieces by a mark of the language."""
        found: list[Piece] = []
        for part in parts:
            if found and part:
                found.append(Piece(self(by)))
            found += part
        return tuple(found)


def rate(value: float) -> str:
    """Write mentions per 10,000 Han characters: whole from ten on, else with one decimal.

    >>> rate(71.37), rate(6.04), rate(0.0), rate(0.04)
    ('71', '6.0', '0', '<0.1')
    """
    if value == 0 or math.isnan(value):
        return "0" if value == 0 else "–"
    return "<0.1" if value < 0.05 else f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"


def share(value: float) -> str:
    """Write a share as a percentage.

    >>> share(0.594), share(0.004)
    ('59%', '<1%')
    """
    return "<1%" if 0 < value < 0.005 else f"{value:.0%}"


def worth_naming(word: str) -> bool:
    """Tell whether a word says something by itself on a first screen.

    >>> worth_naming("产业"), worth_naming("不断完善"), worth_naming("一是")
    (True, False, False)
    """
    return names_a_subject(word) and not begins_with_an_adverb(word)


def short_heading(heading: str, words: HeadingWords | None = None) -> str:
    """Leave out of a heading the words it begins with that only say that something is done.

    >>> short_heading("加快推进新型城市建设"), short_heading("2024年政府工作总体要求")
    ('新型城市建设', '2024年政府工作总体要求')
    """
    words = words or read_heading_words()
    rest = heading
    while lead := max((w for w in words.light if rest.startswith(w)), key=len, default=""):
        if len(rest) - len(lead) < LEAST_HEADING:
            break
        rest = rest[len(lead) :]
    return rest if len(rest) <= LONGEST_HEADING else f"{rest[: LONGEST_HEADING - 1]}…"


def fact_item(
    say: Wording, row: Any, middle: Sequence[tuple[str, float]] = (), *, known: str = ""
) -> list[Piece]:
    """Say one theme of a pair: its rates, how widely, since when, and the evidence.

    Parameters
    ----------
    say : Wording
    row : named tuple
        Of `facts`, joined with the column `evidence` (a grade).
    middle : sequence of (str, float)
        Groups between the two, with the theme's rate in each.
    known : str
        A step between groups that is said of all, and not of each.
    """
    details = [*_spread(say, row), *_place(say, row), *_time(say, row, middle, known)]
    if "one_term" in row.note.split("；") and row.main_term != row.theme:
        details.append(say("one_term", term=row.main_term))
    text = say("comma").join(details)
    words = say.evidence(row.evidence) if row.evidence else ""
    inside = say("chance_open").join(part for part in (text, words) if part)
    return [*rates(say, row), Piece(f"{say('open')}{inside}{say('close')}" if inside else "")]


def rates(say: Wording, row: Any) -> list[Piece]:
    """Say the theme with its rates on both sides, each leading to its sentences."""
    theme = row.theme
    before, after = Ref("theme", theme, (row.reference,)), Ref("theme", theme, (row.target,))
    return [
        Piece(say.theme(theme), Ref("theme", theme, (row.reference, row.target))),
        Piece(" "),
        Piece(rate(row.rate_reference), before if row.mentions_reference else None),
        Piece("→"),
        Piece(rate(row.rate_target), after if row.mentions_target else None),
    ]


def _spread(say: Wording, row: Any) -> list[str]:
    before, after = int(row.sections_reference), int(row.sections_target)
    if row.spread == "headings_only":
        return [say("headings_only")]
    if row.spread == "own_item":
        return [say("own_item_new" if after else "own_item_gone", target=say.group(row.target))]
    key = {"new": "sections_new", "gone": "sections_gone"}.get(row.grade, "sections")
    return [say(key, before=before, after=after)]


def _place(say: Wording, row: Any) -> list[str]:
    found = []
    before, after = _number(row.rank_reference), _number(row.rank_target)
    both = row.mentions_reference and row.mentions_target
    if both and abs(before - after) >= RANKS_APART:  # never where a rank is missing
        key = "rank_up" if after < before else "rank_down"
        found.append(say(key, before=int(before), after=int(after)))
    if row.mark and not (row.spread == "own_item" and row.mark.startswith("item")):
        found.append(say(row.mark))
    return found


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _time(say: Wording, row: Any, middle: Sequence[tuple[str, float]], known: str) -> list[str]:
    rises = row.rate_target > row.rate_reference
    for group, value in middle:
        reached = value >= row.rate_target if rises else value <= row.rate_target
        if reached and value != row.rate_target:
            return [
                say(
                    "already_up" if rises else "already_down",
                    group=say.group(group),
                    rate=rate(value),
                )
            ]
    told = row.when and row.when != known
    return [say("when", group=say.group(row.when.split("→")[0]))] if told else []
