"""The life of a formulation: where it is new, kept, absent, back or gone, and where nothing can be
said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from topics.compare.links import find_links
from topics.compare.units import Unit, comparable_units
from topics.phrases.options import OPTIONS, PhraseOptions

if TYPE_CHECKING:
    from topics.corpus import Document

FROM_FIRST, NEW, KEPT, BACK = "from_first", "new", "kept", "back"
ABSENT, GONE, NOT_COMPARABLE = "absent", "gone", "not_comparable"
STATUSES = (FROM_FIRST, NEW, KEPT, BACK, ABSENT, GONE, NOT_COMPARABLE)
Paths = Mapping[int, set[str]]  # number of a document → leaf sections


@dataclass(frozen=True)
class Links:
    """Which sections of documents near each other in time stand for each other.

    Attributes
    ----------
    of : mapping of (int, int) to mapping of str to set of str
        For two documents by their numbers, in both directions: a section's path → its counterparts.
    """

    of: Mapping[tuple[int, int], Mapping[str, set[str]]]

    def counterparts(self, one: int, other: int, paths: set[str]) -> set[str]:
        """Return the sections of another document that are linked with some of one document."""
        table = self.of.get((one, other), {})
        return set().union(*(table.get(path, set()) for path in paths))

    def between(self, one: int, other: int) -> Callable[[str, str], bool]:
        """Return what tells whether two sections of two documents are linked."""
        table = self.of.get((one, other), {})
        return lambda path, counterpart: counterpart in table.get(path, ())


def reach_of(n: int, options: PhraseOptions = OPTIONS) -> int:
    """Return with how many earlier documents each one is linked.

    >>> reach_of(4), reach_of(29), reach_of(300)
    (3, 2, 1)
    """
    return max(1, min(options.reach, options.pairs // max(n, 1)))


def linked_pairs(n: int, options: PhraseOptions = OPTIONS) -> list[tuple[int, int]]:
    """Return the pairs of documents that are linked: each with those shortly before it.

    >>> linked_pairs(3)
    [(0, 1), (0, 2), (1, 2)]
    """
    reach = reach_of(n, options)
    pairs = [(i, j) for j in range(n) for i in range(max(0, j - reach), j)]
    return pairs[-options.pairs :]


def link_documents(
    documents: Sequence[Document],
    known: pd.DataFrame | None = None,
    options: PhraseOptions = OPTIONS,
) -> Links:
    """Link each document with those shortly before it.

    Parameters
    ----------
    documents : sequence of Document
        In the order of time, all comparable.
    known : DataFrame, optional
        Links that are there already, as `link_sections` returns them.
    options : PhraseOptions, optional

    """
    keys = ["doc_id_reference", "doc_id_target"]
    there = {} if known is None or known.empty else dict(iter(known.groupby(keys, sort=False)))
    of: dict[tuple[int, int], dict[str, set[str]]] = {}
    sections = [comparable_units(document) for document in documents]
    for i, j in linked_pairs(len(documents), options):
        table = there.get((documents[i].doc_id, documents[j].doc_id))
        forth, back = of.setdefault((i, j), {}), of.setdefault((j, i), {})
        for one, other in _counted(table, sections[i], sections[j]):
            forth.setdefault(one, set()).add(other)
            back.setdefault(other, set()).add(one)
    return Links(of)


def _counted(
    table: pd.DataFrame | None, old: Sequence[Unit], new: Sequence[Unit]
) -> list[tuple[str, str]]:
    """Return the sure and likely links of two documents as paths."""
    if table is None:
        pairs = find_links(old, new).counted
        return [(old[row].section.path, new[column].section.path) for row, column in pairs]
    rows = table[table["certainty"].isin(["sure", "likely"])]
    return list(zip(rows["path_reference"], rows["path_target"], strict=True))


def exposed(holders: Paths, n: int, links: Links, options: PhraseOptions = OPTIONS) -> list[bool]:
    """Tell for each document whether the place of a formulation exists in it.

    It exists where the formulation stands, and where a section is linked to one that is such a
    place in a document shortly before (after, for documents before the first one that has it).

    Parameters
    ----------
    holders : mapping of int to set of str
        The leaf sections in which it stands, by document.
    n : int
        Number of documents.
    links : Links
    options : PhraseOptions, optional
    """
    place: dict[int, set[str]] = {number: set(paths) for number, paths in holders.items() if paths}
    if not place:
        return [False] * n
    first, reach = min(place), reach_of(n, options)
    for j in range(first + 1, n):
        if j not in place:
            near = range(max(first, j - reach), j)
            place[j] = set().union(*(links.counterparts(i, j, place[i]) for i in near))
    for j in range(first - 1, -1, -1):
        near = range(j + 1, min(first, j + reach) + 1)
        place[j] = set().union(*(links.counterparts(i, j, place[i]) for i in near))
    return [bool(place[number]) for number in range(n)]


def statuses(present: Sequence[bool], places: Sequence[bool]) -> list[str]:
    """Say at each point of time what became of a formulation; blank before it first appears.

    `new`: in none of the points before. `back`: after an absence from its place. `gone`: absent
    from its place, and never seen again; `absent`: seen again later. `not_comparable`: its place is
    not there, so that its absence says nothing. `from_first`: in the first document, before which
    nothing is known.

    Parameters
    ----------
    present, places : sequence of bool
        Whether it stands there, and whether its place exists there.

    Examples
    --------
    >>> statuses([False, True, False, True, False, False], [True, True, True, True, False, True])
    ['', 'new', 'absent', 'back', 'not_comparable', 'gone']
    """
    found: list[str] = []
    seen = missed = False
    for at, here in enumerate(present):
        if here:
            found.append(BACK if missed else KEPT if seen else NEW if at else FROM_FIRST)
            seen, missed = True, False
        elif not seen:
            found.append("")
        elif not places[at]:
            found.append(NOT_COMPARABLE)
        else:
            found.append(ABSENT if any(present[at:]) else GONE)
            missed = True
    return found


def verdict(status: Sequence[str], genres: Sequence[frozenset[str]]) -> str:
    """Say what became of a formulation by the end.

    An absence is taken from the later documents of the genre that had it last; where there are
    none, from all later documents.

    Parameters
    ----------
    status : sequence of str
        As `statuses` returns it.
    genres : sequence of set of str
        The genres of the documents at each point of time.

    Examples
    --------
    >>> plan, report = frozenset({"规划"}), frozenset({"报告"})
    >>> verdict(["from_first", "gone", "not_comparable"], [plan, report, plan])
    'not_comparable'
    """
    held = [at for at, one in enumerate(status) if one in (FROM_FIRST, NEW, KEPT, BACK)]
    if not held:
        return ""
    last = held[-1]
    later = list(range(last + 1, len(status)))
    if not later:
        return status[last]
    same = [at for at in later if genres[at] & genres[last]]
    return GONE if any(status[at] == GONE for at in same or later) else NOT_COMPARABLE
