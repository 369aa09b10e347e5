"""Chapters of a pair: which are kept, renamed, new or gone, and how much of the text they fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pandas as pd

from topics.answer.headings import HeadingWords, read_heading_words, without_years
from topics.answer.options import FactOptions
from topics.answer.theme_counts import ThemeCounts, by_date
from topics.corpus.document import Document, count_han
from topics.emphasis.groups import check_pairs

STATUSES = ("kept", "renamed", "new", "gone")
COLUMNS = (
    "reference",
    "target",
    "status",
    "heading_reference",
    "heading_target",
    "share_reference",
    "share_target",
    "themes",
    "formal",
    "doc_id_reference",
    "path_reference",
    "doc_id_target",
    "path_target",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a group; chapters of one name in several documents are one.

    Attributes
    ----------
    heading, name, core : str
        As it is written first; without years; the characters that carry its subject.
    formal : str
        Kind of a formal heading, such as 组织实施; empty for one of substance.
    chars : int
        Han characters.
    doc_id, path : str
        Where it stands first.
    """

    heading: str
    name: str
    core: str
    formal: str
    chars: int
    doc_id: str
    path: str


def chapters(
    documents: Sequence[Document],
    counts: ThemeCounts,
    *,
    headings: pd.DataFrame,
    pairs: Sequence[tuple[str, str]] | None = None,
    words: HeadingWords | None = None,
    options: FactOptions | None = None,
) -> pd.DataFrame:
    """State which chapters of a pair are kept, renamed, new or gone.

    Two chapters match when they are equal but for years, when both are formal headings of one kind,
    when their cores are equal, or when the longest run that these have in common is long enough;
    the best match first.

    Parameters
    ----------
    documents : sequence of Document
    counts : ThemeCounts
        For groups and sections.
    headings : DataFrame
        As `topics.emphasis.lens_places.heading_places` gives it.
    pairs : sequence of (reference, target), optional
        By default those of `topics.emphasis.groups.default_pairs`.
    words : HeadingWords, optional
        By default those that ship.
    options : FactOptions, optional

    Returns
    -------
    DataFrame
        One row per chapter of a pair: reference, target, status (`kept`, `renamed`, `new`,
        `gone`), heading_reference, heading_target (empty where there is none), share_reference,
        share_target (of the group's Han characters, missing where there is none), themes (that
        either heading names, joined by `、`), formal (kind of a formal heading, else empty: to be
        tabled and not announced), and doc_id and path on either side. Chapters of the target in
        their order, then those that are gone.

    Examples
    --------
    >>> from topics.corpus.document import Section
    >>> from topics.answer.theme_counts import theme_counts
    >>> def plan(year, heading):
    ...     text = f"一、{heading}。改善住房。"
    ...     leaf = Section(year, "一", 1, heading, 0, len(text), leaf=True)
    ...     return Document(year, text, (leaf,), date=f"{year}-01-01")
    >>> documents = [plan("2020", "提升城市治理水平"), plan("2022", "加强城市治理")]
    >>> from topics.emphasis.coverage import places
    >>> from topics.emphasis.lens_places import heading_places
    >>> from topics.tokenize import PolicyTokenizer
    >>> named = heading_places(documents, [], PolicyTokenizer())
    >>> labels = pd.Series(["2020", "2022"])
    >>> found = places(documents, [], PolicyTokenizer())
    >>> counts = theme_counts(documents, [], labels, places=found, headings=named)
    >>> chapters(documents, counts, headings=named)[["status", "heading_target"]].values.tolist()
    [['renamed', '加强城市治理']]
    """
    words, options = words or read_heading_words(), options or FactOptions()
    chosen = check_pairs(pairs, counts.groups, counts.genres)
    of_group = _chapters_by_group(documents, counts, words, options)
    chars = counts.rows.groupby("group")["n_chars"].sum().to_dict()
    themes = _themes_by_heading(headings)
    records = []
    for reference, target in chosen:
        for one, other in _matched(of_group[reference], of_group[target], options):
            named = set().union(*(themes.get(end.heading, ()) for end in (one, other) if end))
            records.append(
                {
                    "reference": reference,
                    "target": target,
                    "status": _status(one, other),
                    "themes": "、".join(sorted(named)),
                    "formal": next(end.formal for end in (other, one) if end),
                    **_side("reference", one, chars.get(reference, 0)),
                    **_side("target", other, chars.get(target, 0)),
                }
            )
    return pd.DataFrame.from_records(records, columns=list(COLUMNS))


def longest_run(one: str, other: str) -> int:
    """Return the length of the longest string that stands in both.

    >>> longest_run("城镇化空间格局", "城镇化空间布局形态")
    5
    """
    best, lengths = 0, [0] * (len(other) + 1)
    for character in one:
        lengths = [0] + [lengths[at] + 1 if character == met else 0 for at, met in enumerate(other)]
        best = max(best, *lengths)
    return best


Match = tuple[Chapter | None, Chapter | None]


def _chapters_by_group(
    documents: Sequence[Document], counts: ThemeCounts, words: HeadingWords, options: FactOptions
) -> dict[str, list[Chapter]]:
    """Return the chapters of each group, by date of their documents and then in their order."""
    group_of = counts.rows.groupby("doc_id")["group"].first().to_dict()
    found: dict[str, dict[str, Chapter]] = {group: {} for group in counts.groups}
    for document in by_date(documents, counts.rows):
        merged = found.get(group_of[document.doc_id], {})
        for section in document.sections:
            if section.level == 1 and section.heading:
                name = without_years(section.heading)
                first = merged.get(name) or Chapter(
                    heading=section.heading,
                    name=name,
                    core=words.core(section.heading),
                    formal=words.kind(section.heading, options.formal_rest),
                    chars=0,
                    doc_id=document.doc_id,
                    path=section.path,
                )
                more = count_han(document.section_text(section))
                merged[name] = replace(first, chars=first.chars + more)
    return {group: list(merged.values()) for group, merged in found.items()}


def _themes_by_heading(headings: pd.DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for heading, theme in zip(headings["heading"], headings["theme"], strict=True):
        found.setdefault(heading, set()).add(theme)
    return found


def _matched(
    references: Sequence[Chapter], targets: Sequence[Chapter], options: FactOptions
) -> list[Match]:
    """Pair chapters greedily, the best match first; the rest is new or gone."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, other, one in sorted(_candidates(references, targets, options)):
        if other not in partner and one not in taken:
            partner[other] = one
            taken.add(one)
    matched: Iterator[Match] = (
        (references[partner[at]] if at in partner else None, chapter)
        for at, chapter in enumerate(targets)
    )
    gone: Iterator[Match] = (
        (chapter, None) for at, chapter in enumerate(references) if at not in taken
    )
    return list(chain(matched, gone))


def _candidates(
    references: Sequence[Chapter], targets: Sequence[Chapter], options: FactOptions
) -> Iterator[tuple[tuple[int, float, float], int, int]]:
    """Yield the possible matches, as (order, target, reference); the least order is best."""
    by_gram: dict[str, set[int]] = {}
    by_name = {chapter.name: at for at, chapter in enumerate(references)}
    for at, chapter in enumerate(references):
        for gram in _grams(chapter, options.run):
            by_gram.setdefault(gram, set()).add(at)
    for other, chapter in enumerate(targets):
        if chapter.name in by_name:
            yield (0, 0.0, 0.0), other, by_name[chapter.name]
        near = set().union(*(by_gram.get(gram, set()) for gram in _grams(chapter, options.run)))
        for one in sorted(near):
            if chapter.formal:  # both are: their grams are kinds
                yield (1, 0.0, 0.0), other, one
                continue
            run = longest_run(chapter.core, references[one].core)
            shorter, longer = sorted((len(chapter.core), len(references[one].core)))
            if shorter == longer == run or run >= max(options.run, options.run_share * shorter):
                yield (2, -run / shorter, -run / longer), other, one


def _grams(chapter: Chapter, length: int) -> set[str]:
    """Return what two chapters that may match have in common: a run of their cores, or the kind."""
    if chapter.formal:
        return {f"#{chapter.formal}"}
    core = chapter.core
    if 0 < len(core) < length:
        return {core}  # too short for a run: it matches where it is all that a heading is about
    return {core[at : at + length] for at in range(len(core) - length + 1)}


def _status(one: Chapter | None, other: Chapter | None) -> str:
    if one is None or other is None:
        return "new" if one is None else "gone"
    return "kept" if one.name == other.name else "renamed"


def _side(name: str, chapter: Chapter | None, chars: int) -> dict[str, object]:
    return {
        f"heading_{name}": chapter.heading if chapter else "",
        f"share_{name}": chapter.chars / max(chars, 1) if chapter else float("nan"),
        f"doc_id_{name}": chapter.doc_id if chapter else "",
        f"path_{name}": chapter.path if chapter else "",
    }
