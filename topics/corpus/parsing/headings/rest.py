"""Where the last item of a list ends, and what the chapter says after it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from topics.corpus.parsing.headings.heading_number import ORDINALS, Heading

# How a chapter looks back on a list, or its speaker turns to those present.
_CLOSES = re.compile(
    r"(?:各位(?:代表|委员)|同志们|(?:以上|上述|前述)[^，。]{0,6}[一二三四五六七八九十几两\d]+[项条点个件类]"
    r"|在(?:以上|上述|前述)|综上|总之|总的看|回望|回顾(?:过去|这|一年)|(?:同时|我们)也要?(?:清醒|应当|应|要|看)"
    r"|我们(?:也|还)?(?:深知|清醒)|在(?:看到|肯定|总结)成绩|(?:这些)?成绩(?:的取得)?来之不易|这些成绩)"
)
_SUMS_UP = re.compile(
    r"各位(?:代表|委员)[！，：]|(?:以上|上述|前述)[^，。]{0,6}[一二三四五六七八九十几两\d]+[项条点个件类]"
)
_FEWEST = 2  # items of a list
_CLOSING = 4  # paragraphs at the end, among which a chapter looks back
_LONG = 0.5  # of the items before the last have more than a paragraph: so may the last


@dataclass(frozen=True, slots=True)
class Item:
    """A heading with the span of its section, and the number of the section that holds it."""

    heading: Heading
    end: int
    parent: int
    leaf: bool


def rests(text: str, items: Sequence[Item]) -> dict[int, int]:
    r"""Return where the text after a list begins, by the index of the last item.

    An item whose words run on in its line ends with that paragraph, unless the items before it have
    further ones; a paragraph that looks back on the list is never part of it. Articles (条) keep
    their paragraphs.

    Parameters
    ----------
    text : str
    items : sequence of Item
        All headings of the text, in order.

    Examples
    --------
    >>> text = "（一）增产。粮食增产。\n（二）增收。收入增长。\n一年来成绩不小。"
    >>> one = Heading(0, "paren", 1, "（一）", "增产", 7, alone=False)
    >>> two = Heading(12, "paren", 2, "（二）", "增收", 7, alone=False)
    >>> rests(text, [Item(one, 12, -1, True), Item(two, len(text), -1, True)])
    {1: 24}
    """
    found = {}
    for run in _runs(items):
        last = items[run[-1]]
        if len(run) < _FEWEST or not last.leaf or last.heading.kind in ORDINALS:
            continue
        earlier = [items[index] for index in run[:-1] if items[index].leaf]
        long = sum(_first_paragraph(text, item)[1] < item.end for item in earlier)
        cut = _cut(text, last, keeps=bool(earlier) and long >= _LONG * len(earlier))
        if cut < last.end and text[cut : last.end].strip():
            found[run[-1]] = cut
    return found


def _runs(items: Sequence[Item]) -> list[list[int]]:
    """Return the lists: items of one kind and parent that follow each other, each counting on."""
    open_runs: dict[int, list[int]] = {}
    runs: list[list[int]] = []
    for index, item in enumerate(items):
        run = open_runs.get(item.parent)
        before = items[run[-1]].heading if run else None
        if run and before and _counts_on(before, item.heading):
            run.append(index)
        else:
            open_runs[item.parent] = [index]
            runs.append(open_runs[item.parent])
    return runs


def _counts_on(before: Heading, heading: Heading) -> bool:
    return before.kind == heading.kind and (heading.kind == "dash" or heading.value > before.value)


def _first_paragraph(text: str, item: Item) -> tuple[int, int]:
    """Return where the paragraph of an item's number begins and ends, its line end included."""
    end = text.find("\n", max(item.heading.start, item.heading.end))
    return item.heading.start, item.end if end < 0 else min(end + 1, item.end)


def _cut(text: str, item: Item, *, keeps: bool) -> int:
    """Return where what follows an item begins; its end, if nothing does."""
    start, end = _first_paragraph(text, item)
    heading = item.heading
    own_line = heading.alone or heading.level is not None
    if own_line or text[start:end].rstrip().endswith(("：", "，", "、")):
        return _closing(text, end, item.end, _SUMS_UP)
    return _closing(text, end, item.end, _CLOSES) if keeps else end


def _closing(text: str, start: int, end: int, closes: re.Pattern[str]) -> int:
    """Return where one of the last paragraphs looks back; `end`, if none does."""
    starts = [start]
    while (stop := text.find("\n", starts[-1], end)) >= 0 and stop + 1 < end:
        starts.append(stop + 1)
    return next((at for at in starts[-_CLOSING:] if closes.match(text, at)), end)
