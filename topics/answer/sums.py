"""What the facts of themes are stated from: mentions added up, group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from topics.answer.sides import Bools, Floats, Ints, Side, group_sides
from topics.answer.theme_counts import ThemeCounts, first_and_last
from topics.dfm import section_labels
from topics.emphasis.groups import REST


@dataclass(frozen=True)
class ThemeSums:
    """Mentions of themes in the groups of a corpus.

    Attributes
    ----------
    themes, parents : tuple of str
        Names of the themes, and of the theme above each; empty at the top.
    groups : tuple of str
        In order of time.
    genres : dict of str to str
        Genre of each group, empty where its documents differ.
    sides : mapping of str to Side
        What each group says of every theme.
    names : ndarray of str
        `doc_id#path` of each section that some `Side.top_row` means.
    first, last : sequence of str
        First and last document with a mention of each theme.
    body : mapping of str to ndarray of shape (n_themes,)
        Mentions outside of headings; missing numbers where that is not known.
    chapters, items : mapping of str to ndarray of bool, of shape (n_themes,)
        Whether a group has the heading of a chapter, or a heading below, that names the theme.
    terms : tuple of (int, str)
        Theme (its number) and term of each feature of `by_term`; empty where terms are not known.
    by_term : mapping of str to Side
    """

    themes: tuple[str, ...]
    parents: tuple[str, ...]
    groups: tuple[str, ...]
    genres: dict[str, str]
    sides: Mapping[str, Side]
    names: npt.NDArray[np.object_]
    first: Sequence[str]
    last: Sequence[str]
    body: Mapping[str, Floats]
    chapters: Mapping[str, Bools]
    items: Mapping[str, Bools]
    terms: tuple[tuple[int, str], ...] = ()
    by_term: Mapping[str, Side] | None = None


def theme_sums(counts: ThemeCounts) -> ThemeSums:
    """Add up the sections of each group."""
    rows, groups = counts.rows, counts.groups
    first, last = first_and_last(counts.mentions, rows, counts.doc_ids)
    body = group_sides(counts.body, rows, groups)
    return ThemeSums(
        themes=counts.themes,
        parents=counts.parents,
        groups=groups,
        genres=counts.genres,
        sides=group_sides(counts.mentions, rows, groups),
        names=section_labels(rows).to_numpy(dtype=object),
        first=first,
        last=last,
        body={group: side.mentions.astype(np.float64) for group, side in body.items()},
        chapters=counts.chapters,
        items=counts.items,
        terms=counts.terms,
        by_term=group_sides(counts.by_term, rows, groups),
    )


def sides_between(sides: Mapping[str, Side], pair: tuple[str, str]) -> dict[str, Side]:
    """Return the two sides of a comparison: for `REST` all other groups in one."""
    if pair[0] != REST or REST in sides:
        return {group: sides[group] for group in pair}
    others = [side for group, side in sides.items() if group != pair[1]]
    return {REST: joined(others), pair[1]: sides[pair[1]]}


def joined(sides: Sequence[Side]) -> Side:
    """Return several groups as one.

    Examples
    --------
    >>> one, two = (np.array([n]) for n in (1, 2))
    >>> both = joined([Side(10, 1, one, one, one, one, one, one),
    ...     Side(20, 3, two, two, two, two, two, two)])
    >>> both.chars, both.n_sections, int(both.mentions[0]), int(both.top_row[0])
    (30, 4, 3, 2)
    """

    def stacked(name: str) -> Ints:
        return np.array([getattr(side, name) for side in sides])

    top = stacked("top_mentions"), stacked("top_chars")
    # most mentions first; of equal ones the shortest section
    best = np.lexsort((top[1], -top[0]), axis=0)[0]
    columns = np.arange(top[0].shape[1])
    return replace(
        sides[0],
        chars=sum(side.chars for side in sides),
        n_sections=sum(side.n_sections for side in sides),
        **{name: stacked(name).sum(axis=0) for name in ("mentions", "sections", "covered")},
        **{name: stacked(name)[best, columns] for name in ("top_mentions", "top_chars", "top_row")},
    )
