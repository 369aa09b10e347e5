"""The quantities of a document: exact value or range, unit, relation and base, before any kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from topics.corpus.document import Document
from topics.targets.numbers import Found, numbers
from topics.targets.wordlists import one_of, patterns
from topics.words.special import normalise

BEFORE, AFTER = 16, 8  # characters in which a relation stands beside its number (chosen)
# What stands between a relation and its number without changing it.
_FILL = rf"{patterns('fill')}?\s?$"
# In the order in which they are tried; 降到 and the like say what is not to be exceeded.
_RELATIONS = ("at_most", "at_least", "less_than", "more_than", "near", "about", "down_to")
_BOUNDS = tuple(
    ("at_most" if name == "down_to" else name, re.compile(f"{one_of(name)}{_FILL}"))
    for name in _RELATIONS
)
_UP = one_of("up")
_DOWN = one_of("down")
_CHANGE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:{patterns('change_fill')})*\s?$")
_AFTER = (
    ("at_least", re.compile(r"\s?(?:\([^)]{0,6}\))?(?:及|或)?以上")),
    ("at_most", re.compile(r"\s?(?:及|或)?(?:以内|之内|以下|以里)")),
    ("about", re.compile(r"\s?(?:左右|上下)")),
    ("at_most", re.compile(r"(?<=[年月日天时])内(?![部外])")),
)
_RANGE = re.compile(r"\s?(?:至|到|-|—{1,2}|–|~|～)\s?")
_LISTED = re.compile(r"\s?(?:、|和|与|及)\s?")
_FROM = re.compile(r"(?:由|从)[^，。；由从]{0,12}$")
_HEADS = (
    "(?:名|位|户|个)?(?:[\u4e00-\u9fff]{0,6}(?:人口|居民|老年?人|学生|儿童|劳动力|职工)"
    "|人|户|平方公里|公里|亩)"
)
_PER = re.compile(
    rf"每(?P<per>[十百千万亿]+{_HEADS}|(?:名|位|户|个|座|所|家)?{patterns('bases')}"
    r"|(?:名|位|户|个|座|所|家)(?=[^，。；]{0,8}$))"
)
_MEAN = re.compile(r"(人均|户均|亩均|年均|日均|村均|平均每年|每年)")
_MEANS = {"平均每年": "年", "每年": "年"}
_EACH = re.compile(
    r"(?:^|[，、])((?:地级市|各?县级?|各?乡镇|各?区|市县|各?市|设区市)(?:级)?)[^，。；]{0,4}至少"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a document states, with all that belongs to it.

    Attributes
    ----------
    doc_id, path : str
    start, end : int
        Span of number, unit and relation words behind it, in `Document.text`.
    text : str
        The words of that span.
    value : Fraction or None
        Exact, in `unit`; for a percentage the number before %. None for a range.
    low, high : Fraction or None
        Ends of a range.
    unit : str
        As written, without its magnitude; empty for a share such as 三分之二.
    relation : str
        `at_least`, `more_than`, `at_most`, `less_than`, `about`, `near` (from below), `equal`,
        `range`, `up_by` or `down_by` (by how much something changes).
    direction : str
        `up` or `down` where the number says by how much something changes, else `level`.
    per : str
        The base: 百户 in 每百户, 人 in 人均; empty where there is none.
    baseline : Fraction or None
        The value before, in 由…增加到….
    opens : bool
        Whether it is itself the value before.
    """

    doc_id: str
    path: str
    start: int
    end: int
    text: str
    value: Fraction | None
    unit: str
    relation: str
    low: Fraction | None = None
    high: Fraction | None = None
    direction: str = "level"
    per: str = ""
    baseline: Fraction | None = None
    opens: bool = False
    number: int = 0  # where its digits begin; `start` is the same unless a word belongs to it


def find_quantities(document: Document) -> list[Quantity]:
    r"""Return every quantity of a document's analysed text, in its order.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> text = "一、目标\n每千名老人拥有床位不低于四十五张。"
    >>> one, = find_quantities(parse_text(text, doc_id="甲"))
    >>> str(one.value), one.unit, one.relation, one.per
    ('45', '张', 'at_least', '千名老人')
    """
    text = normalise(document.text)
    leaves = document.leaves
    found = _ranges(text, numbers(document.text))
    quantities, leaf = [], 0
    for low, number in found:
        while leaf + 1 < len(leaves) and leaves[leaf].end <= number.start:
            leaf += 1
        path = leaves[leaf].path if leaves else ""
        quantities.append(_quantity(document, text, path, low, number))
    return _changes(text, quantities)


def _ranges(text: str, found: Sequence[Found]) -> list[tuple[Found | None, Found]]:
    """Join the two ends of a range; each other number stands alone."""
    joined: list[tuple[Found | None, Found]] = []
    low: Found | None = None
    for number, following in zip(found, [*found[1:], None], strict=False):
        spans = (
            following is not None
            and _RANGE.fullmatch(text[number.end : following.start])
            and number.unit in {following.unit, ""}
            and not _FROM.search(text[max(number.start - 14, 0) : number.start])
            and low is None
        )
        if spans and following is not None:
            scaled = _scaled(text, number, following)
            low = scaled if scaled.value < following.value else None
            if low is None:
                joined.append((None, number))
        else:
            joined.append((low, number))
            low = None
    return joined


def _scaled(text: str, low: Found, high: Found) -> Found:
    """Give the lower end the magnitude that is written once: 3-5万人."""
    magnitude = re.search(r"[十百千万亿]+(?=[^十百千万亿]*$)", text[high.start : high.end])
    plain = re.fullmatch(r"[\d.,]+", text[low.start : low.end].strip())
    if not magnitude or not plain or low.unit:
        return low
    factor = Fraction(1)
    for mark in magnitude[0]:
        factor *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[mark]
    return low._replace(value=low.value * factor) if low.value * factor < high.value else low


def _quantity(
    document: Document, text: str, path: str, low: Found | None, number: Found
) -> Quantity:
    start = number.start if low is None else low.start
    before, after = text[max(start - BEFORE, 0) : start], text[number.end : number.end + AFTER]
    before = re.split("[，。；：\n]", before)[-1]
    relation, n_after = _relation(before, after, more=number.more)
    change = _CHANGE.search(before)
    direction = "level"
    if change and not _level(before, change):
        direction = "up" if change["up"] else "down"
    if relation == "equal" and direction != "level":
        relation = "up_by" if direction == "up" else "down_by"
    if number.unit == "番":
        direction = "up"
        relation = "up_by" if relation == "equal" else relation
    unit = number.unit or _people(text, start, number.end + n_after)
    return Quantity(
        doc_id=document.doc_id,
        path=path,
        start=start,
        end=number.end + n_after,
        text=document.text[start : number.end + n_after],
        value=None if low else number.value,
        low=low.value if low else None,
        high=number.value if low else None,
        unit=unit,
        relation="range" if low else relation,
        direction=direction,
        per=_per(text, start),
        number=start,
    )


def _level(before: str, change: re.Match[str]) -> bool:
    """Return whether the words after a change say what is reached: 提高到, 增至, 扩大到."""
    words = before[change.start() : change.end()]
    return bool(re.search("(?<!不)(?:[到至]|增为)\\s?$", words)) or before[
        : change.start()
    ].endswith("最")


def _relation(before: str, after: str, *, more: bool) -> tuple[str, int]:
    """Return the relation that words beside a number state, and how far it reaches behind it."""
    said, length = "", 0
    for relation, pattern in _AFTER:
        if match := pattern.match(after):
            said, length = relation, match.end()
            break
    if said:
        return said, length
    for relation, pattern in _BOUNDS:
        if pattern.search(before):
            return relation, 0
    return ("more_than" if more else "equal"), 0


_PEOPLE = re.compile(one_of("people"))
_HOUSEHOLDS = re.compile("用户|农户|住户|户数|家庭")


def _people(text: str, start: int, end: int) -> str:
    """Return 人 or 户 for a bare magnitude that counts people, as the words beside it say."""
    if not re.search("[百千万亿]", text[start:end]):
        return ""
    after = re.split("[，。；、\n]", text[end : end + 14])[0]
    before = re.split("[，。；、\n]", text[max(start - 10, 0) : start])[-1]
    if _PEOPLE.search(after) or _PEOPLE.search(before):
        return "人"
    return "户" if _HOUSEHOLDS.search(after) or _HOUSEHOLDS.search(before) else ""


def _per(text: str, start: int) -> str:
    """Return the base of a number: what stands behind 每 in its clause, or is counted by 人均."""
    clause = re.split("[，。；：\n]", text[max(start - 32, 0) : start])[-1]
    if said := _PER.findall(clause):
        return str(said[-1]).removeprefix("个")
    if said := _MEAN.findall(clause):
        return _MEANS.get(str(said[-1]), str(said[-1])[:1])
    if match := _EACH.search(clause):
        return match[1].removeprefix("各")
    return ""


def _changes(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Mark the two values of 由…增加到…, and let a list share its verb: 分别增长8%和6%."""
    done: list[Quantity] = []
    previous: Quantity | None = None
    for quantity in quantities:
        one = quantity
        if previous is not None and previous.end <= one.start:
            between = text[previous.end : one.start]
            opens = _FROM.search(text[max(previous.start - 14, 0) : previous.start])
            if opens and len(between) <= 14 and re.match("[^，。；]{0,10}[到至为]", between):
                unit = previous.unit or one.unit
                done[-1] = previous = replace(
                    previous, opens=True, unit=unit, relation="equal", direction="level"
                )
                one = replace(one, baseline=previous.value)
            listed = (
                _LISTED.fullmatch(between) and one.direction == "level" and one.relation == "equal"
            )
            if listed and previous.direction != "level":
                sign = "up_by" if previous.direction == "up" else "down_by"
                one = replace(one, direction=previous.direction, relation=sign)
        done.append(one)
        previous = one
    return done
