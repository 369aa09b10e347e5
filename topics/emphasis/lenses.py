"""Lenses: the ways to measure how much weight a theme has in a text, each with its unit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.corpus.document import Document
from topics.dfm import leaf_texts, section_rows
from topics.emphasis.groups import group_dates, group_genres, ordered_groups, sides
from topics.emphasis.strength import Strength, read_strength
from topics.stats.resampling import Bools, Floats, Units
from topics.themes import Finder, Theme, ThemeMatch, ThemeMatcher


@dataclass(frozen=True, slots=True)
class Lens:
    """One way to measure emphasis.

    Attributes
    ----------
    name : str
        As tables have it; `topics.names.LENSES` and `MEASURES` say it in words.
    unit : {"section", "chapter", "item"}
        What is counted over: leaf sections, headings of chapters, headings below chapters.
    tested : bool
        Whether differences are tested; the other lenses describe.
    """

    name: str
    unit: str
    tested: bool = True


LENSES = {
    lens.name: lens
    for lens in (
        Lens("rate", "section"),
        Lens("section_share", "section"),
        Lens("text_share", "section"),
        Lens("heading_chapter", "chapter"),
        Lens("heading_item", "item"),
        Lens("topic_share", "section"),
        Lens("strength", "section", tested=False),
        Lens("first_year", "section", tested=False),
    )
}


@dataclass(frozen=True)
class Counting:
    """How mentions are counted.

    Attributes
    ----------
    min_mentions : int
        Mentions from which a section counts as one that mentions the theme.
    exclusive : bool
        Where terms of different themes overlap only the longest counts.
    strength : Strength or None
        Words that bind or leave room, as `read_strength` gives them; by default those that ship.
    """

    min_mentions: int = 1
    exclusive: bool = False
    strength: Strength | None = None

    def matcher(self, themes: Sequence[Theme], tokenizer: Finder) -> ThemeMatcher:
        """Return what finds the mentions that count."""
        return ThemeMatcher(
            themes, tokenizer, counting="exclusive" if self.exclusive else "inclusive"
        )


@dataclass(frozen=True)
class Block:
    """The lenses that share one kind of unit.

    Attributes
    ----------
    unit : {"section", "chapter", "item"}
    lenses : tuple of str
    units : Units
        Ratios in the order lens by lens, within a lens theme by theme.
    groups, doc_ids : ndarray of str, of shape (n_units,)
    """

    unit: str
    lenses: tuple[str, ...]
    units: Units
    groups: npt.NDArray[np.object_]
    doc_ids: npt.NDArray[np.object_]


@dataclass(frozen=True)
class Measures:
    """Every lens of every theme, per unit: what `theme_shares` and `shifts` start from.

    Attributes
    ----------
    themes : tuple of str
    groups : tuple of str
        In order of time.
    dates : mapping of str to str
        Earliest date of each group, of those that have one.
    genres : mapping of str to str
        Genre of each group, empty where documents of a group differ.
    blocks : tuple of Block
    mentions : ndarray of shape (n_leaf_sections, n_themes)
    rows : DataFrame
        The leaf sections, with the column `group`.
    strength : Units
        Strong words (y) among graded words (n) in the sentences that mention a theme, per leaf
        section; one denominator per theme.
    """

    themes: tuple[str, ...]
    groups: tuple[str, ...]
    dates: dict[str, str]
    genres: dict[str, str]
    blocks: tuple[Block, ...]
    mentions: Floats
    rows: pd.DataFrame
    strength: Units

    def graded(self, group: str) -> tuple[Floats, Units]:
        """Return the share of strong among graded words in a group, by theme, missing where there
        are none.
        """
        side = self.strength.take(self.of_group(group))
        strong, graded = side.y.sum(axis=0), side.n.sum(axis=0)
        return np.where(graded > 0, strong / np.where(graded > 0, graded, 1.0), np.nan), side

    def between(self, pair: tuple[str, str]) -> Measures:
        """Return the measures with the groups that one comparison needs; see `groups.sides`."""
        labels = sides(self.rows["group"], pair)
        if labels is self.rows["group"]:
            return self
        blocks = tuple(
            replace(block, groups=_objects(sides(pd.Series(block.groups), pair)))
            for block in self.blocks
        )
        rows = self.rows.assign(group=labels)
        return replace(
            self, groups=pair, rows=rows, blocks=blocks, genres=group_genres(rows), dates={}
        )

    def of_group(self, group: str) -> Bools:
        """Return which leaf sections are in a group."""
        return (self.rows["group"] == group).to_numpy(dtype=bool)

    def totals(self, group: str) -> npt.NDArray[np.int64]:
        """Return the mentions of each theme in a group."""
        return np.asarray(self.mentions[self.of_group(group)].sum(axis=0), dtype=np.int64)


def measure(
    documents: Sequence[Document],
    themes: Sequence[Theme],
    tokenizer: Finder,
    labels: pd.Series,
    *,
    counting: Counting | None = None,
    theta: pd.DataFrame | None = None,
) -> Measures:
    """Count every theme in every leaf section and heading.

    Parameters
    ----------
    documents : sequence of Document
        Those that are skipped or duplicates are left out.
    themes : sequence of Theme
    tokenizer : PolicyTokenizer
        Or anything with `occurrences(text, terms)`.
    labels : Series of str
        The group of each leaf section, as `group_labels(section_rows(documents))` gives it; empty
        for none.
    counting : Counting, optional
        By default one mention is enough, themes count independently, and the lexicon of strength is
        ours.
    theta : DataFrame, optional
        Share of each theme's seeded topic in each leaf section, one row per section, one column per
        theme; with a column `n_tokens`, sections are weighted by it, otherwise by Han characters.

    Returns
    -------
    Measures

    Raises
    ------
    ValueError
        If `labels` or `theta` has another number of rows than there are leaf sections.
    """
    rows = section_rows(documents)
    for name, table in (("labels", labels), ("theta", theta)):
        if table is not None and len(table) != len(rows):
            raise ValueError(
                f"{name} has {len(table)} rows for {len(rows)} leaf sections; give one row per"
                " section"
            )
    rows = rows.assign(group=[str(label) for label in labels])
    counting = counting or Counting()
    matcher = counting.matcher(themes, tokenizer)
    names = tuple(theme.name for theme in themes)
    texts = leaf_texts(documents)
    matches = [matcher.matches(text) for text in texts]
    mentions = _count(matches, names)
    return Measures(
        themes=names,
        groups=ordered_groups(documents, rows["group"]),
        dates=group_dates(documents, rows["group"]),
        genres=group_genres(rows),
        blocks=(
            _section_block(rows, mentions, names, counting.min_mentions, theta),
            *(
                _heading_block(documents, rows, matcher, names, unit)
                for unit in ("chapter", "item")
            ),
        ),
        mentions=mentions,
        rows=rows,
        strength=_strength(texts, matches, names, counting.strength or read_strength()),
    )


def _count(matches: Sequence[Sequence[ThemeMatch]], names: tuple[str, ...]) -> Floats:
    column = {name: number for number, name in enumerate(names)}
    counts = np.zeros((len(matches), len(names)))
    for row, found in enumerate(matches):
        for match in found:
            counts[row, column[match.theme]] += 1
    return counts


def _section_block(
    rows: pd.DataFrame,
    mentions: Floats,
    names: tuple[str, ...],
    min_mentions: int,
    theta: pd.DataFrame | None,
) -> Block:
    chars = rows["n_chars"].to_numpy(dtype=np.float64)
    holds = (mentions >= max(min_mentions, 1)).astype(np.float64)
    lenses = ["rate", "section_share", "text_share"]
    y = [mentions, holds, holds * chars[:, None]]
    n = [chars, np.ones(len(rows)), chars]
    if theta is not None:
        weight = theta["n_tokens"].to_numpy(dtype=np.float64) if "n_tokens" in theta else chars
        shares = theta.reindex(columns=list(names)).fillna(0.0).to_numpy(dtype=np.float64)
        lenses.append("topic_share")
        y.append(shares * weight[:, None])
        n.append(weight)
    den = np.repeat(np.arange(len(lenses)), len(names))
    scale = np.where(den == 0, 10_000.0, 1.0)  # the rate is per 10,000 Han characters
    units = Units(np.hstack(y), np.column_stack(n), den, scale)
    return Block("section", tuple(lenses), units, _objects(rows["group"]), _objects(rows["doc_id"]))


def _heading_block(
    documents: Sequence[Document],
    rows: pd.DataFrame,
    matcher: ThemeMatcher,
    names: tuple[str, ...],
    unit: str,
) -> Block:
    group_of = dict(
        zip(zip(rows["doc_id"], rows["path"], strict=True), rows["group"].astype(str), strict=True)
    )
    found: list[tuple[str, str, str]] = []
    for document in documents:
        leaves = document.leaves if document.analysed else ()
        starts = [leaf.start for leaf in leaves]
        for section in document.sections if leaves else ():
            if section.heading and (section.level == 1) == (unit == "chapter"):
                first = leaves[min(bisect_left(starts, section.start), len(leaves) - 1)]
                found.append(
                    (
                        section.heading,
                        group_of.get((document.doc_id, first.path), ""),
                        document.doc_id,
                    )
                )
    counts = _count([matcher.matches(heading) for heading, _, _ in found], names)
    units = Units(
        (counts > 0).astype(np.float64),
        np.ones((len(found), 1)),
        np.zeros(len(names), dtype=np.int64),
    )
    groups, doc_ids = (
        _objects(pd.Series([entry[k] for entry in found], dtype=object)) for k in (1, 2)
    )
    return Block(unit, (f"heading_{unit}",), units, groups, doc_ids)


def _strength(
    texts: Sequence[str],
    matches: Sequence[Sequence[ThemeMatch]],
    names: tuple[str, ...],
    lexicon: Strength,
) -> Units:
    column = {name: number for number, name in enumerate(names)}
    strong, graded = np.zeros((2, len(texts), len(names)))
    for row, (text, found) in enumerate(zip(texts, matches, strict=True)):
        for start, end in lexicon.sentences(text):
            mentioned = {column[match.theme] for match in found if start <= match.start < end}
            if mentioned:
                n_strong, n_weak = lexicon.count(text[start:end])
                strong[row, sorted(mentioned)] += n_strong
                graded[row, sorted(mentioned)] += n_strong + n_weak
    return Units(strong, graded, np.arange(len(names)))


def _objects(values: pd.Series) -> npt.NDArray[np.object_]:
    return values.to_numpy(dtype=object)
