"""Full-width punctuation for Chinese text."""

from __future__ import annotations

import re

from topics.corpus.cleaning.traced import Edit, TracedText
from topics.corpus.language.characters import CJK_PUNCTUATION, HAN
from topics.corpus.language.numerals import ONE_TO_TEN

_WIDE_MARKS = str.maketrans(",;:?!", "，；：？！")
_AFTER = f"{HAN}”’）》】〕」』%"
_SINGLE = re.compile(
    rf"(?<=[{_AFTER}])[,;:?!](?!/)|(?<=[\w%])[,;](?=[{HAN}“‘（《])|(?<=[{_AFTER}])\.(?=[{HAN}]|$)",
    re.MULTILINE,
)
_WIDE_POINT = re.compile(r"(?<=\d)．(?=\d)")  # left where a line ended in a number
_OPEN = re.compile(r"\(([^()\n]*)\)")
_MIXED = re.compile(r"[（(][^（）()\n]*[）)]")
_LONE = re.compile(rf"\((?=[{HAN}])|(?<=[{HAN}])\((?![^()\n]*\))|(?<=[{HAN}])\)")
_HAS_HAN = re.compile(f"[{HAN}{CJK_PUNCTUATION}]")
_NUMBERING = re.compile(rf"(?:^|\n)[{ONE_TO_TEN}]{{1,3}}$")
_STRAIGHT = re.compile(r'[“”"]')


def widen_punctuation(text: TracedText) -> TracedText:
    """Give Chinese text its full-width punctuation; numbers, times and Latin text keep theirs."""
    text = text.edited(_widened_brackets(text.text))
    text = text.edited(
        Edit(at, at + 1, mark, "punctuation") for at, mark in _matched_brackets(text.text)
    )
    edits = []
    for match in _SINGLE.finditer(text.text):
        mark = match[0].translate(_WIDE_MARKS)
        if mark == ".":
            if _NUMBERING.search(text.text[max(0, match.start() - 4) : match.start()]):
                continue
            mark = "。"
        edits.append(Edit(match.start(), match.end(), mark, "punctuation"))
    text = text.edited(edits)
    text = text.edited(
        Edit(m.start(), m.end(), ".", "width") for m in _WIDE_POINT.finditer(text.text)
    )
    return text.edited(_curled_quotes(text.text))


def _matched_brackets(text: str) -> list[tuple[int, str]]:
    """Return the halves of brackets that are half-width where their other half is full-width."""
    return [
        (match.end() - 1, "）") if match[0][0] == "（" else (match.start(), "（")
        for match in _MIXED.finditer(text)
        if match[0][0] + match[0][-1] in {"（)", "(）"}
    ]


def _widened_brackets(text: str) -> list[Edit]:
    """Widen a pair of brackets that holds or touches Chinese text."""
    edits = []
    for match in _OPEN.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if _HAS_HAN.search(match[1] + before + after) or (match.start() == 0 or before == "\n"):
            edits += [
                Edit(match.start(), match.start() + 1, "（", "punctuation"),
                Edit(match.end() - 1, match.end(), "）", "punctuation"),
            ]
    done = {edit.start for edit in edits}
    edits += [
        Edit(m.start(), m.end(), "（" if m[0] == "(" else "）", "punctuation")
        for m in _LONE.finditer(text)
        if m.start() not in done
    ]
    return sorted(edits)


def _curled_quotes(text: str) -> list[Edit]:
    """Turn straight quotes around Chinese text into curly ones, opening and closing in turn within
    a paragraph.
    """
    if '"' not in text:
        return []
    edits = []
    position = 0
    for line in text.split("\n"):
        if '"' in line and _HAS_HAN.search(line):
            opened = False
            for match in _STRAIGHT.finditer(line):
                if match[0] == '"':
                    at = position + match.start()
                    edits.append(Edit(at, at + 1, "”" if opened else "“", "punctuation"))
                    opened = not opened
                else:
                    opened = match[0] == "“"
        position += len(line) + 1
    return edits
