"""Automatic numbers of DOCX paragraphs: `一、`, `（二）`, `3.` stand in numbering.xml, not in the
text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

DIGITS = "〇一二三四五六七八九"
CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LEGAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


@dataclass(slots=True)
class Level:
    """One level of a list: `start`, the format of its number, the pattern it is written in
    (`（%2）`), the style tied to it.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str = ""
    restart: int | None = None
    """The level, from 1, after which it begins anew; 0 for never, None for each level above."""

    def begins_anew_after(self, depth: int, own: int) -> bool:
        """Tell whether a level counts anew after a paragraph of another depth; both from 0."""
        return depth < own and (self.restart is None or depth < self.restart)


@dataclass(slots=True)
class Numbering:
    """All lists of a document and how far each has counted.

    Attributes
    ----------
    abstract : dict of str to dict of int to Level
        Levels by abstractNumId and ilvl.
    lists : dict of str to str
        abstractNumId by numId.
    overrides : dict of (str, int) to int
        Start by numId and ilvl where a list starts anew.
    borrowed, lent : dict of str to str
        Style whose levels a list takes (numStyleLink), by abstractNumId; and the list that defines
        them (styleLink), by style.
    """

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    borrowed: dict[str, str] = field(default_factory=dict)
    lent: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def abstract_id(self, list_id: str) -> str:
        """Return the abstractNumId whose levels a list has."""
        own = self.lists.get(list_id, "")
        return self.lent.get(self.borrowed.get(own, ""), own)

    def depth_of(self, list_id: str, styles: Sequence[str]) -> int:
        """Return the level that is tied to one of the styles, 0 if none is."""
        levels = self.abstract.get(self.abstract_id(list_id), {})
        return next(
            (depth for style in styles for depth, level in levels.items() if level.style == style),
            0,
        )

    def number(self, list_id: str, depth: int) -> str:
        """Count a paragraph of a list and return its number as written, with what separates it from
        the text.
        """
        abstract_id = self.abstract_id(list_id)
        levels = self.abstract.get(abstract_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(abstract_id, {})
        if (list_id, depth) in self.overrides and (list_id, depth) not in self.begun:
            counts.pop(depth, None)
            level_start = self.overrides[list_id, depth]
        else:
            level_start = level.start
        self.begun.add((list_id, depth))
        counts[depth] = counts[depth] + 1 if depth in counts else level_start
        for deeper in [
            other for other in counts if levels.get(other, Level()).begins_anew_after(depth, other)
        ]:
            del counts[deeper]
        if level.format in {"bullet", "none"}:
            return ""
        return self._written(levels, counts, level)

    def _written(self, levels: dict[int, Level], counts: dict[int, int], level: Level) -> str:
        def count(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = levels.get(depth, Level())
            value = counts.get(depth, other.start)
            return write_number(value, "decimal" if level.legal else other.format)

        text = re.sub(r"%([1-9])", count, level.text)
        return text + _gap(text, alone=bool(re.fullmatch(r"\s*%[1-9]\s*", level.text)))


def _gap(number: str, *, alone: bool) -> str:
    """Return what keeps a number apart from the words after it: nothing where its own mark does, a
    mark where it has none.
    """
    if not number:
        return ""
    last = number[-1]
    if alone and (last.isdecimal() or last in "一二三四五六七八九十百千"):
        return "." if last.isdecimal() else "、"
    if last in "编篇章节条":
        return "\u3000"
    return " " if last.isascii() and last.isalnum() else ""


def write_number(value: int, style: str) -> str:
    """Write a number in a format of WordprocessingML (ECMA-376 part 1, 17.18.59); unknown ones in
    Arabic digits.

    Examples
    --------
    >>> write_number(12, "chineseCounting"), write_number(21, "chineseCountingThousand")
    ('十二', '二十一')
    >>> write_number(3, "decimalEnclosedCircle"), write_number(4, "upperRoman")
    ('③', 'IV')
    """
    return WRITERS.get(style, str)(value)


def _counting(value: int) -> str:
    """Write a number below 100,000 in Chinese counting words: 105 is 一百零五."""
    if not 0 < value < 100_000:
        return "〇" if value == 0 else str(value)
    if value >= 10_000:
        rest = value % 10_000
        return (
            _counting(value // 10_000)
            + "万"
            + ("零" if 0 < rest < 1_000 else "")
            + (_counting(rest) if rest else "")
        )
    text = ""
    for unit, word in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += DIGITS[digit] + word
        elif text and value % unit and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if 10 <= value < 20 else text


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for number, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        text += letters * (value // number)
        value %= number
    return text


def _letter(value: int) -> str:
    """Count A … Z, AA, BB … as word processors do."""
    return (
        chr(ord("A") + (value - 1) % 26) * min(1 + (value - 1) // 26, 30)
        if value > 0
        else str(value)
    )


def _circled(value: int) -> str:
    return CIRCLED[value] if 0 <= value <= 20 else str(value)


def _listed(words: str) -> Callable[[int], str]:
    """Count by the characters of a list; beyond its end in Arabic digits, as word processors do."""
    return lambda value: words[value - 1] if 1 <= value <= len(words) else str(value)


def _digits(value: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(abs(value)))


WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "koreanCounting",
            "ideographDigital",
        ),
        _counting,
    ),
    **dict.fromkeys(("japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"), _digits),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda value: (("一" if 10 <= value < 20 else "") + _counting(value)).translate(LEGAL),
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "ideographEnclosedCircle": _listed("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "decimalEnclosedParen": lambda value: f"（{value}）",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda value: str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ),
    "numberInDash": lambda value: f"- {value} -",
    "decimalZero": lambda value: f"{value:02d}",
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
