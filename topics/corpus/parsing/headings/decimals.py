"""Headings numbered 1.1 and 1.1.1, as standards have them, told from decimal numbers by the count
that they keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from topics.corpus.parsing.headings.heading_number import RANK, TABLE, Heading, words_after

_DECIMAL = re.compile(
    r"^(?P<number>\d{1,2}(?:[.．]\d{1,2}){1,4})[.．、]?[ \u3000]*(?=[\u4e00-\u9fff《“（A-Z])"
)
_BARE = re.compile(r"^(?P<number>\d{1,2})[ \u3000]*(?=[\u4e00-\u9fff《“])")
# What makes a number at a line's start a quantity.
_UNIT = re.compile(
    r"[万亿千百余多个元美英米公平立吨亩倍户人家座条项年月日天小分秒时度℃级位次版成折岁周辆台套所名届期批类种件处号环]"
    r"|以[上下内]|[%％‰]"
)
_BARE_UNIT = re.compile(r"[年月日时分级楼号届次]")
_FEWEST = 2  # such headings make a count
_SENTENCE, _LOST = re.compile("[，。；：]"), 3  # numbers that may be missing from a count

Numbered = tuple[int, ...]


def decimal_number(line: str) -> tuple[Numbered, int] | None:
    """Return the number at a line's start and where the words begin, if it may be that of a
    heading.

    Examples
    --------
    >>> (decimal_number("4.1.2 排涝能力"), decimal_number("3.5万户"), decimal_number("2 术语"),
    ...  decimal_number("3月底前"))
    (((4, 1, 2), 6), None, ((2,), 2), None)
    """
    match = _DECIMAL.match(line) or _BARE.match(line)
    if not match:
        return None
    number = tuple(int(part) for part in re.split("[.．]", match["number"]))
    rest = line[match.end() :]
    spaced = line[match.end() - 1] in " \u3000"
    bare = len(number) == 1
    quantity = (_BARE_UNIT if bare and spaced else _UNIT).match(rest) and not (spaced and not bare)
    if quantity or 0 in number or (bare and (_SENTENCE.search(rest) or len(rest) > 30)):
        return None
    return number, match.end()


class DecimalCount:
    """Follows the numbers of a document: 4.1.2 may stand after 4.1.1, or 4.1, or chapter 4, not
    anywhere.
    """

    def __init__(self) -> None:
        self._last: Numbered = ()
        self._tops: dict[str, int] = {}

    def enter(self, kind: str, value: int) -> None:
        """Take a heading of another kind, below which the count may begin with its number."""
        self._tops[kind] = value

    def takes(self, number: Numbered) -> bool:
        """Tell whether a number comes next, and remember it."""
        begins = (
            len(number) > 1 and number[0] in {1, *self._tops.values()} and set(number[1:]) == {1}
        )
        if not (begins or number == (1,) or self._follows(number)):
            return False
        self._last = number
        return True

    def _follows(self, number: Numbered) -> bool:
        last = (*self._last, *(0,) * (len(number) - len(self._last)))
        place = next(
            (
                index
                for index, (new, old) in enumerate(zip(number, last, strict=False))
                if new != old
            ),
            None,
        )
        if place is None or not self._last:
            return False
        most = 1 if len(number) == 1 else _LOST
        return 0 < number[place] - last[place] <= most and set(number[place + 1 :]) <= {1}


def add_decimals(
    text: str, found: Sequence[Heading], levels: Mapping[int, int] = MappingProxyType({})
) -> list[Heading]:
    r"""Return the headings of a text with those that are numbered 1.1, if it has more than one of
    them.

    Parameters
    ----------
    text : str
        Clean text, one paragraph a line.
    found : sequence of Heading
        What `find_headings` found there.
    levels : mapping of int to int
        Level of each line that the source marks as a heading, by the offset at which it begins.

    Examples
    --------
    >>> text = "1 范围\n2 要求\n2.1 防洪\n3.5万户。\n2.2 排涝\n推进。"
    >>> [heading.label for heading in add_decimals(text, [])]
    ['1', '2', '2.1', '2.2']
    """
    known = {heading.start: heading for heading in found}
    count = DecimalCount()
    decimals = []
    position = 0
    for line in text.split("\n"):
        if heading := known.get(position):
            count = DecimalCount() if heading.kind in {"annex", "part"} else count
            count.enter(heading.kind, heading.value)
        elif (
            line[:1].isdecimal()
            and (read := decimal_number(line))
            and not TABLE.search(line)
            and count.takes(read[0])
        ):
            number, start = read
            label = ".".join(map(str, number))
            words = words_after("num", line[start:])
            decimals.append(
                Heading(
                    position,
                    "decimal",
                    number[-1],
                    label,
                    words,
                    _rank(number),
                    level=levels.get(position),
                )
            )
        position += len(line) + 1
    if sum("." in heading.label for heading in decimals) < _FEWEST:
        return list(found)
    return sorted([*found, *decimals], key=lambda heading: heading.start)


def _rank(number: Numbered) -> float:
    return RANK["num"] + 0.02 * (len(number) - 1)
