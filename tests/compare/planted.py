"""Invented plans: the sections of the fictional sample, put together anew with known changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topics.compare.units import without_number
from topics.corpus import Document, parse_text, read_corpus
from topics.resources import resource

CHAPTERS = ("市民化", "空间布局", "城市建设", "城乡融合", "组织实施")
NUMERALS = "一二三四五六七八九十"
Chapters = Sequence[tuple[str, Sequence[str]]]


def numeral(number: int) -> str:
    """Write a number below 100 in Chinese.

    >>> numeral(10), numeral(21)
    ('十', '二十一')
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")


def plan(chapters: Chapters, *, doc_id: str, date: str = "") -> Document:
    """Number chapters and items from one, and read the text as a document."""
    lines, item = [], 0
    for number, (title, items) in enumerate(chapters, 1):
        lines.append(f"{numeral(number)}、{title}")
        for text in items:
            item += 1
            lines.append(f"（{numeral(item)}）{text}")
    document = parse_text("\n".join(lines) + "\n", doc_id=doc_id)
    return document if not date else _dated(document, date)


def _dated(document: Document, date: str) -> Document:
    from dataclasses import replace

    return replace(document, date=date)


def sample_items(year: int = 2022) -> list[str]:
    """Return the items of a fictional plan without their numbers, on one line each."""
    documents = read_corpus(resource("samples/jichuan"))
    document = next(one for one in documents if one.year == year and one.analysed)
    texts = [
        document.text[section.heading_start : section.end]
        for section in document.leaves
        if "（" in section.path
    ]
    return [without_number(re.sub(r"\s+", "", text)) for text in texts]


def halves(item: str) -> tuple[str, str]:
    """Part an item at a full stop near its middle."""
    stops = [match.end() for match in re.finditer("。", item)][:-1]
    middle = min(stops, key=lambda stop: abs(stop - len(item) / 2))
    return item[:middle], item[middle:]


def in_chapters(items: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Spread items evenly over the chapters."""
    size = -(-len(items) // len(CHAPTERS))
    return [
        (title, list(items[number * size : (number + 1) * size]))
        for number, title in enumerate(CHAPTERS)
        if items[number * size : (number + 1) * size]
    ]
