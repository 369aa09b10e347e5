"""The table of a document's quantities: kind, indicator, deadline and hardness of each."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from topics.corpus.document import Document
from topics.targets.context import (
    PLAN,
    Context,
    Sentence,
    context_of,
    now_of,
    plain_text,
    sentence_at,
    sentences,
)
from topics.targets.deadlines import NONE, Deadline, deadline_of, listed_years, stated
from topics.targets.indicators import CHANGES, indicator_of, key_of, shared_out
from topics.targets.kinds import kind_of
from topics.targets.quantities import Quantity, find_quantities
from topics.targets.units import measure_of

TARGET_COLUMNS = [
    *("doc_id", "group", "path", "line", "indicator", "key", "per", "relation", "direction"),
    *("value", "low", "high", "unit", "value_text", "baseline_value", "baseline_year"),
    *("deadline", "deadline_from", "hardness", "attribute", "kind", "quotation", "agencies"),
]
DUE = frozenset({"target", "budget", "horizon", "limit"})  # kinds that have a deadline
HARD, PLAIN, SOFT = 3, 2, 1
_HARD = re.compile("确保|必须|务必|不低于|不少于|不得|严格|约束性|守住|严守|坚决")
_SOFT = re.compile("力争|争取|努力|预期(?!寿命)|有望|预计|左右|上下|约$|大约$|接近")
_ATTRIBUTES = (("binding", "约束性"), ("expected", "预期性"))
PLACES = 12  # decimal places of a value that no decimal number states exactly, as of two thirds
_SHARED = re.compile(r"\s?(?:以上|以内|左右|以下)?(?:、|和|与|及|，)\s?")


@dataclass(frozen=True, slots=True)
class _Read:
    """A quantity with its context, kind and indicator."""

    quantity: Quantity
    context: Context
    kind: str
    indicator: str
    deadline: Deadline


def classify(
    document: Document, quantities: Sequence[Quantity] | None = None, *, group: str = ""
) -> pd.DataFrame:
    r"""Return what each quantity of a document is: exactly one kind, and what belongs to it.

    Parameters
    ----------
    document : Document
    quantities : sequence of Quantity, optional
        By default all of the document.
    group : str
        Written into the column `group`.

    Returns
    -------
    DataFrame
        One row per quantity, in the order of the text, with the columns `TARGET_COLUMNS`.
        `value`, `low`, `high` and `baseline_value` are `Decimal` in `unit`, exact but for thirds
        and the like; `hardness` is 3 (确保, 不低于), 2, or 1 (力争, 左右).
        The index is that of the quantities.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> text = "2024年工作要点\n一、目标\n到2026年，农村卫生厕所普及率提高到九成。"
    >>> row = classify(parse_text(text, doc_id="甲")).iloc[0]
    >>> row["kind"], row["indicator"], str(row["value"]), row["unit"], row["deadline"]
    ('target', '农村卫生厕所普及率', '90', '%', '2026')
    """
    found = find_quantities(document) if quantities is None else list(quantities)
    read = _read(document, found)
    agencies: dict[str, list[str]] = {}
    for mention in document.agencies:
        agencies.setdefault(mention.path, []).append(mention.agency)
    rows = [_row(document, one, group, agencies) for one in read]
    return pd.DataFrame(rows, columns=TARGET_COLUMNS)


def _read(document: Document, found: Sequence[Quantity]) -> list[_Read]:
    text, said = plain_text(document), sentences(document)
    now = now_of(document)
    done: list[_Read] = []
    begins = {leaf.path: leaf.start for leaf in document.leaves}
    place, scanned, in_section, path = 0, 0, "", ""
    lists = _lists(text, found)
    for number, quantity in enumerate(found):
        place = sentence_at(said, quantity.start, place)
        if quantity.path != path:
            path, in_section = quantity.path, ""
            scanned = max(scanned, sentence_at(said, begins.get(path, 0), scanned))
        for sentence in said[scanned:place]:
            in_section = _leading(text, sentence, now) or in_section
        scanned = place
        context = context_of(text, quantity.start, quantity.end, said[place])
        done.append(_one(document, quantity, context, done, in_section, lists.get(number)))
    return done


def _leading(text: str, sentence: Sentence, now: int | None) -> str:
    """Return the deadline with which a sentence opens (到2025年，): it holds for the section."""
    words = text[sentence.start : sentence.end].lstrip()
    opening = re.match(r"(?:[一二三四五六七八九]是|[^，。]{0,12}。)?到[^，。]{4,12}，", words)
    return stated(opening[0], now) if opening and sentence.role == PLAN else ""


def _lists(text: str, found: Sequence[Quantity]) -> dict[int, tuple[int, int, str]]:
    """Find the numbers that 分别 shares out: number → its place, how many, and the words before."""
    lists: dict[int, tuple[int, int, str]] = {}
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and _SHARED.fullmatch(text[found[end - 1].end : found[end].start]):
            end += 1
        left = re.split("[。；：\n]", text[max(found[start].start - 80, 0) : found[start].start])[
            -1
        ]
        if end - start > 1:
            for number in range(start, end):
                lists[number] = (number - start, end - start, left)
        start = end
    return lists


def _one(
    document: Document,
    quantity: Quantity,
    context: Context,
    before: Sequence[_Read],
    in_section: str,
    shared: tuple[int, int, str] | None,
) -> _Read:
    same = [one for one in before[-1:] if one.context.start == context.start]
    now = now_of(document)
    indicator, inherited = indicator_of(quantity, context, same[0].indicator if same else "")
    kind = kind_of(quantity, context)
    deadline = deadline_of(document, context, in_section) if kind in DUE else NONE
    if kind == "horizon" and now and quantity.value is not None and context.role == PLAN:
        years = quantity.value * measure_of(quantity.unit).factor
        deadline = Deadline(str(now + math.ceil(years)), "clause")
    if shared:
        place, n, left = shared
        dates, parts = listed_years(left), shared_out(re.split("[，]", left)[-1], n)
        if len(dates) == n and kind in DUE:
            deadline = Deadline(dates[place], "clause")
        elif parts:
            indicator = parts[place] + _change(quantity, parts[place], left)
        elif "分别" in left and len(before) >= n:
            earlier = [one.indicator for one in before if one.context.start == context.start]
            outer = _of_clauses(earlier, place, n)
            indicator = outer + _change(quantity, outer, left) if outer else indicator
    if inherited and kind == "target" and same and same[0].kind == "budget":
        kind = "budget"
    return _Read(quantity, context, kind, indicator, deadline)


def _change(quantity: Quantity, name: str, left: str) -> str:
    """Return the verb behind 分别 where the numbers say by how much something changes."""
    verb = CHANGES.search(left.rpartition("分别")[2])
    return verb[0] if verb and quantity.direction != "level" and not name.endswith(verb[0]) else ""


def _of_clauses(earlier: Sequence[str], place: int, n: int) -> str:
    """Return the indicator that a number of 分别增长 belongs to: one of the n last before it."""
    levels = earlier[: len(earlier) - place]
    return levels[-n + place] if len(levels) >= n else ""


def _row(
    document: Document, one: _Read, group: str, agencies: dict[str, list[str]]
) -> tuple[object, ...]:
    quantity, context = one.quantity, one.context
    named = [*dict.fromkeys([*agencies.get(quantity.path, ()), *agencies.get("", ())])]
    return (
        *(quantity.doc_id, group, quantity.path, document.line(quantity.start)),
        *(one.indicator, key_of(one.indicator), quantity.per),
        *(_relation(one), quantity.direction),
        *(exact(quantity.value), exact(quantity.low), exact(quantity.high)),
        *(quantity.unit, quantity.text, exact(quantity.baseline), _baseline_year(context)),
        *(one.deadline.due, one.deadline.said, _hardness(one), _attribute(context)),
        *(one.kind, _quotation(document, context), "；".join(named)),
    )


def _relation(one: _Read) -> str:
    """Return the relation; of a class of cities 以下 leaves the number out (国发〔2014〕51号)."""
    quantity = one.quantity
    city = one.kind == "class" and quantity.unit == "人" and quantity.text.endswith("以下")
    return "less_than" if city else quantity.relation


def _hardness(one: _Read) -> int:
    if one.kind == "limit":
        return HARD
    near = one.context.left + one.quantity.text + one.context.right[:3]
    for words in (near, re.split("[；。]", one.context.before)[-1]):
        if re.search("力争|争取|努力", words):
            return SOFT
        if _HARD.search(words):
            return HARD
        if _SOFT.search(words):
            return SOFT
    return PLAIN


def _attribute(context: Context) -> str:
    near = context.left + context.right[:12]
    return next((code for code, word in _ATTRIBUTES if word in near), "")


def _baseline_year(context: Context) -> str:
    match = re.search(r"[比较]((?:19|20)\d{2})年", context.left)
    return match[1] if match else ""


def _quotation(document: Document, context: Context) -> str:
    end = context.start + len(context.sentence)
    return document.text[context.start : end].strip()


def exact(value: Fraction | None) -> Decimal | None:
    """Return a fraction as a decimal number: exact where one is, else to twelve places.

    Examples
    --------
    >>> str(exact(Fraction(87, 10))), str(exact(Fraction(2, 3))), exact(None)
    ('8.7', '0.666666666667', None)
    """
    if value is None:
        return None
    if value.denominator == 1:
        return Decimal(value.numerator)
    scaled = value * 10**PLACES
    number = Decimal(round(scaled)).scaleb(-PLACES).normalize()
    return number if number % 1 else number.quantize(Decimal(1))
