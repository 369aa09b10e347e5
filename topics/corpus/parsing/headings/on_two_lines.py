"""Headings on two lines: a number above its words, and words that go on below."""

from __future__ import annotations

import re
from dataclasses import replace

from topics.corpus.language.line_openings import stands_alone, starts_item
from topics.corpus.language.number_forms import WITH_HAN, number_pattern
from topics.corpus.language.titles import names_chapter
from topics.corpus.parsing.headings.heading_number import TABLE, UNCOUNTED, Heading, read_numbered

_BARE = re.compile(number_pattern(*WITH_HAN))  # alone on its line
_LINE_END = re.compile(r"[\u4e00-\u9fffA-Za-z0-9、，”’》）]$")
_SENTENCE = re.compile(r"[。；：！？，]|^[（(【].*[）)】]$")
_MOST, _BROKEN, _REST, _BODY = (
    40,
    16,
    20,
    30,
)  # characters: of words below a number; of a broken line; of its rest; of a text


def read_on_two_lines(lines: tuple[str, str, str], position: int) -> Heading | None:
    """Read a heading whose number stands alone above its words, or whose words go on below where no
    line is wrapped.

    Words go on where the first line is long, the second short and the third a paragraph of text or
    another number.

    Parameters
    ----------
    lines : tuple of three str
        The line that may begin a heading, and the two after it.
    position : int
        Where the first begins.

    Examples
    --------
    >>> text = "推进城市更新，完善配套设施和公共服务体系，提高城市安全韧性和住房保障水平。"
    >>> read_on_two_lines(("第一章", "总则", text), 0).heading
    '总则'
    >>> read_on_two_lines(("（一）完善城市洪涝治理体系，建设宜居韧性智慧", "城市", text), 0).heading
    '完善城市洪涝治理体系，建设宜居韧性智慧城市'
    >>> read_on_two_lines(("一、总体要求", "指导思想", text), 0)
    """
    line, rest, after = lines
    if _BARE.fullmatch(line):
        return _below(line, rest, position)
    heading = read_numbered(line, position)
    if (
        not heading
        or heading.kind in UNCOUNTED
        or not heading.alone
        or not heading.heading
        or not _goes_on(line, rest, after)
    ):
        return None
    whole = read_numbered(line + rest, position)
    return (
        replace(whole, end=position + len(line) + 1 + len(rest)) if whole and whole.alone else None
    )


def _below(line: str, words: str, position: int) -> Heading | None:
    if not words or starts_item(words) or stands_alone(words):
        return None
    heading = read_numbered(f"{line} {words}", position)
    alone = heading and heading.alone and len(words) <= _MOST and not _SENTENCE.search(words)
    if heading and alone:
        return replace(heading, end=position + len(line) + 1 + len(words))
    return heading if heading and line[-1] in "条條" else None


def _goes_on(line: str, rest: str, after: str) -> bool:
    """Tell whether a line that breaks off is ended by a short one, below which the text begins."""
    broken = (
        len(line) >= _BROKEN
        and bool(_LINE_END.search(line))
        and 0 < len(rest) <= min(_REST, len(line) - 4)
    )
    other = (
        _SENTENCE.search(rest)
        or TABLE.search(rest)
        or starts_item(rest)
        or stands_alone(rest)
        or names_chapter(rest)
    )
    return broken and not other and ((len(after) >= _BODY and "。" in after) or starts_item(after))
