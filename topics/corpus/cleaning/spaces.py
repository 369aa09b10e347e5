"""Spaces inside words, and those between cells and agencies, which stay."""

from __future__ import annotations

import re
from collections.abc import Container

from topics.corpus.cleaning.traced import Edit, TracedText
from topics.corpus.language.agency_endings import ENDING, is_signer
from topics.corpus.language.characters import CJK_PUNCTUATION, HAN
from topics.corpus.language.number_forms import CN, UNIT, WITH_HAN, number_pattern

_HEADING_NUMBER = rf"^第(?:{CN}|\d)+{UNIT}(?:之{CN}+)?"
_SPACE = re.compile(
    rf"(?m)(?P<number>{_HEADING_NUMBER})(?P<kept>[ \t\u3000\xa0]+)"
    rf"|(?<=\S)(?P<article>[ \t\u3000\xa0]{{2,}})(?=第{CN}+[条條][ \u3000])"
    rf"|(?<=[{HAN}{CJK_PUNCTUATION}])[ \t\u3000\xa0]+(?=[{HAN}{CJK_PUNCTUATION}\w(\[+＋×&])"
    rf"|(?<=[\w.%)\]+＋×&])[ \t\u3000\xa0]+(?=[{HAN}{CJK_PUNCTUATION}])"
)
_DIGITS = r"\d(?:[ ][\d.])*[ ]\d"
_SPACED_NUMBER = re.compile(
    rf"(?<=[{HAN}]){_DIGITS}(?![ \dA-Za-z])|(?<![ \d]){_DIGITS}(?=[{HAN}%])"
)
_UNIT = re.compile("[年月日号條条%]")
_HAN = re.compile(f"[{HAN}]")
_SPELLED = re.compile(r"(?<!\S)\S(?: \S){11,}(?!\S)")  # every character followed by a space
_FEWEST_SPELLED = 6  # Han characters among them
_TABLE_ROW = re.compile(
    r"(?m)^(?:\|.*|[^\n]*?\S(?:\t|[ \u3000]{2,})\S[^\n]*?\S?(?:\t|[ \u3000]{2,})\S[^\n]*)$"
)


_AGENCY = rf"[{HAN}]{{2,20}}{ENDING}"
_AGENCIES = re.compile(
    rf"(?m)^(?=[{HAN}]{{3,26}}[ \u3000]){_AGENCY}(?:[ \u3000]+(?!办公|委员会|人民政府){_AGENCY})+"
    rf"(?=$|[:：]|关于|印发|转发|发布|(?:公告|通告|令)(?!.{{0,16}}号))"
)
_GAP = re.compile("[ \u3000]+")


def close_spaces(text: TracedText, *, cells: bool = False) -> TracedText:
    """Remove the spaces between Han and Han, digits or Latin letters; agencies side by side and
    cells of a row stay apart.

    With `cells`, every tab divides two cells.
    """
    text = _closed_spelling(text)
    apart = {
        line.start() + gap.start()
        for line in _AGENCIES.finditer(text.text)
        if all(map(is_signer, _GAP.split(line[0])))
        for gap in _GAP.finditer(line[0])
    }
    rows = [match.span() for match in _TABLE_ROW.finditer(text.text) if not _is_prose(match[0])]
    edits = []
    row = 0
    for match in _SPACE.finditer(text.text):
        while row < len(rows) and rows[row][1] <= match.start():
            row += 1
        if row < len(rows) and rows[row][0] <= match.start():
            continue
        if not (cells and "\t" in match[0]):
            edits += _closed(match, apart)
    return _closed_digits(text.edited(edits))


def _closed_spelling(text: TracedText) -> TracedText:
    """Close up passages in which a space follows every character."""
    return text.edited(
        Edit(at, at + 1, "", "space", _around(text.text, at, at + 1))
        for match in _SPELLED.finditer(text.text)
        if len(_HAN.findall(match[0])) >= _FEWEST_SPELLED
        for at in range(match.start() + 1, match.end(), 2)
    )


def _closed(match: re.Match[str], apart: Container[int]) -> list[Edit]:
    """Return what becomes of a space: nothing, one space between agencies, a line end before an
    article, or none is left.
    """
    start, end = match.span()
    if start in apart:
        return [Edit(start, end, " ")] if match[0] != " " else []
    if match["article"]:
        return [Edit(start, end, "\n", "split", _around(match.string, start, end))]
    if match["number"] is None:
        return [Edit(start, end, "", "space", _around(match.string, start, end))]
    return [Edit(match.start("kept"), end, "\u3000", "")] if match["kept"] != "\u3000" else []


def _closed_digits(text: TracedText) -> TracedText:
    """Close up numbers written digit by digit, as in 1 9 9 8年, next to Han.

    Two digits alone may be two numbers, as in 专栏7 5个工程: they are closed up before a unit and
    where longer numbers are spaced, too.
    """
    found = list(_SPACED_NUMBER.finditer(text.text))
    habit = any(len(match[0]) > len("7 5") for match in found)
    edits = [
        Edit(at, at + 1, "", "space", _around(text.text, at, at + 1))
        for match in found
        if habit or len(match[0]) > len("7 5") or _UNIT.match(text.text, match.end())
        for at in range(match.start() + 1, match.end(), 2)
    ]
    return text.edited(edits)


_NUMBERED = re.compile(number_pattern(*WITH_HAN))


def _is_prose(line: str) -> bool:
    """Tell a sentence or a heading with stray spaces from a table row, whose cells hold no full
    stop.
    """
    return line[0] != "|" and ("。" in line or "：" in line or bool(_NUMBERED.match(line)))


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 1) : start]}{text[start:end]}{text[end : end + 1]}"
