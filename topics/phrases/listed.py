"""Clauses with a list before a common word, compared as sets: 宜居、韧性、智慧 before 城市."""

from __future__ import annotations

import re
from typing import NamedTuple

from topics.phrases.naming import is_deed
from topics.phrases.reading import ITEM

SLOT_MARK = "＿"  # in the place of what is exchanged
_NUMBER = re.compile("[一二三四五六七八九十两0-9]+$")
COMMON = 2  # characters of a word: a verb before the list, the word behind it (chosen)


class Lists(NamedTuple):
    """Two lists before the same word: their verbs, their names, how many the text says there are
    (三 of 三项机制; may be empty), and the word (may be empty).
    """

    verbs: tuple[str, str]
    names: tuple[list[str], list[str]]
    numbers: tuple[str, str]
    head: str


def lists_of(old: str, new: str) -> Lists | None:
    """Read two clauses as lists before the same word; None where they are none.

    Examples
    --------
    >>> lists = lists_of("建设宜居、韧性、人文城市", "打造宜居、韧性城市")
    >>> lists.verbs, lists.names, lists.head
    (('建设', '打造'), (['宜居', '韧性', '人文'], ['宜居', '韧性']), '城市')
    >>> lists_of("建设宜居、韧性城市", "修缮老街")
    """
    if ITEM not in old or ITEM not in new or old[-COMMON:] != new[-COMMON:]:
        return None
    sides = [_read(clause) for clause in (old, new)]
    head = _common_end(sides[0][1][-1], sides[1][1][-1])
    ends = [items[-1].removesuffix(head) for _, items in sides]
    counted = [_NUMBER.search(end) for end in ends]
    numbers = tuple(found[0] if all(counted) and found else "" for found in counted)
    names = [
        [*items[:-1], end.removesuffix(number)]
        for (_, items), end, number in zip(sides, ends, numbers, strict=True)
    ]
    return Lists((sides[0][0], sides[1][0]), (names[0], names[1]), (numbers[0], numbers[1]), head)


def shared_items(old: str, new: str) -> int:
    """Return how many names two lists before the same word have in common; 0 for other clauses.

    >>> shared_items("建设宜居、韧性、绿色、人文城市", "打造宜居、韧性城市")
    2
    """
    lists = lists_of(old, new)
    return len(set(lists.names[0]) & set(lists.names[1])) if lists else 0


def list_slots(lists: Lists) -> list[tuple[str, str, str]]:
    """Return what was exchanged between two lists, each with its anchor: the verb, the names, how
    many there are.

    Examples
    --------
    >>> lists = lists_of("建设宜居、韧性、绿色城市", "建设韧性、宜居城市")
    >>> list_slots(lists)
    [('绿色', '', '宜居、韧性＿城市')]
    """
    verbs, (old, new), numbers, head = lists
    gone, came = (
        [name for name in old if name not in new],
        [name for name in new if name not in old],
    )
    found = []
    if verbs[0] != verbs[1]:
        found.append((*verbs, f"{SLOT_MARK}{ITEM.join(new)}{numbers[1]}{head}"))
    if gone or came:
        kept = ITEM.join(name for name in old if name in new)
        found.append((ITEM.join(gone), ITEM.join(came), f"{kept}{SLOT_MARK}{numbers[1]}{head}"))
    if numbers[0] != numbers[1]:
        unit, behind = head[:1], head[1:]
        anchor = f"{ITEM.join(new)}{SLOT_MARK}{behind}"
        found.append((numbers[0] + unit, numbers[1] + unit, anchor))
    return found


def _read(clause: str) -> tuple[str, list[str]]:
    """Return the verbs before a list, and the names."""
    first, *others = clause.split(ITEM)
    verb = ""
    while len(first) >= 2 * COMMON and is_deed(first[:COMMON]):
        verb, first = verb + first[:COMMON], first[COMMON:]
    return verb, [first, *others]


def _common_end(one: str, other: str) -> str:
    """Return the word that two different last names end with, so that both keep a name."""
    size = 0
    while size < min(len(one), len(other)) - 1 and one[-size - 1] == other[-size - 1]:
        size += 1
    return one[-size:] if size >= COMMON and one != other else ""
