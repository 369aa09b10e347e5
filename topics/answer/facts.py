"""Facts of themes in pairs: how much, how widely, with which headings, and since when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics.answer.grades import Extra, grades
from topics.answer.marks import between, marks
from topics.answer.options import FactOptions
from topics.answer.sides import Floats, Ints, Side, group_sides
from topics.answer.theme_counts import ThemeCounts, first_and_last
from topics.dfm import section_labels
from topics.emphasis.groups import check_pairs
from topics.names import SHIFTS

SIDED = (
    "mentions",
    "sections",
    "n_sections",
    "n_chars",
    "rate",
    "body",
    "section_share",
    "text_share",
    "rank",
)
COLUMNS = (
    "theme",
    "parent",
    "reference",
    "target",
    "grade",
    "spread",
    "mark",
    *(f"{name}_{side}" for name in SIDED[:5] for side in ("reference", "target")),
    "ratio",
    "ratio_damped",
    "excess",
    "ratio_without",
    "excess_without",
    "agree",
    "carried_by",
    *(f"{name}_{side}" for name in SIDED[5:] for side in ("reference", "target")),
    "first_doc",
    "last_doc",
    "when",
    "main_term",
    "main_term_share",
    "note",
)
ARROW = "→"  # between the two groups of `when`


def facts(
    counts: ThemeCounts,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    guards: pd.DataFrame | None = None,
    options: FactOptions | None = None,
) -> pd.DataFrame:
    """State for each theme and pair what changed, graded by size and by spread, without any test.

    Parameters
    ----------
    counts : ThemeCounts
        As `theme_counts` gives it.
    pairs : sequence of (reference, target), optional
        By default those of `topics.emphasis.groups.default_pairs`.
    guards : DataFrame, optional
        As `topics.emphasis.guards.guards` gives it for the same pairs: what else differs, for the
        notes.
    options : FactOptions, optional

    Returns
    -------
    DataFrame
        One row per theme and pair: theme, parent, reference, target, grade
        (`topics.answer.grades`), spread, mark (`chapter_gained`, `chapter_lost`, `item_gained`,
        `item_lost` or empty); for either side mentions, sections with a mention, n_sections,
        n_chars (Han characters), rate (mentions per 10,000 Han characters); ratio (of the rates; 0
        where the target has no mention, missing where the reference has none), ratio_damped (higher
        over lower rate, half a mention added to both), excess (mentions beyond what the other
        side's rate gives, negative where the reference is higher), ratio_without and excess_without
        (ratio_damped and excess without the section that has most mentions), agree (mentions move
        as the rate does), carried_by (`doc_id#path` of that section where the spread is
        `one_section`); for either side body (mentions outside of heading lines), section_share
        (missing where mean sections differ in length), text_share (share of the characters that
        stand in sections with a mention), rank (of the rate among themes at the top, 1 = most);
        first_doc and last_doc (of all documents with a group), when (the step between neighbouring
        groups that holds most of the change, `2022→2024`), main_term and main_term_share (what
        carries most of the excess, and its share, above 1 where other terms move the other way),
        note.

    Notes
    -----
    `note` joins by `；`: the aspects of `guards`; `one_term` where one term carries most of the
    excess of a shift. Nothing carries a theme that is steady: its main_term is empty.

    Raises
    ------
    ValueError
        If a pair names a group that does not exist.

    Examples
    --------
    >>> from topics.answer.theme_counts import theme_counts
    >>> from topics.corpus.document import Document, Section
    >>> from topics.dfm import group_labels, section_rows
    >>> from topics.emphasis.coverage import places
    >>> from topics.emphasis.lens_places import heading_places
    >>> from topics.themes import Theme
    >>> from topics.tokenize import PolicyTokenizer
    >>> def plan(year, text):
    ...     leaf = Section(year, "一", 1, "", 0, len(text), leaf=True)
    ...     return Document(year, text, (leaf,), date=f"{year}-01-01")
    >>> documents = [plan("2020", "发展产业。"), plan("2022", "改善住房。")]
    >>> themes, words = [Theme("产业", ("产业",))], PolicyTokenizer()
    >>> counts = theme_counts(
    ...     documents,
    ...     themes,
    ...     group_labels(section_rows(documents)),
    ...     places=places(documents, themes, words),
    ...     headings=heading_places(documents, themes, words),
    ... )
    >>> facts(counts)[["theme", "reference", "target", "grade"]].values.tolist()
    [['产业', '2020', '2022', 'unmentioned']]
    """
    options = options or FactOptions()
    chosen = check_pairs(pairs, counts.groups, counts.genres)
    sides = group_sides(counts.mentions, counts.rows, counts.groups)
    body = group_sides(counts.body, counts.rows, counts.groups)
    terms = group_sides(counts.by_term, counts.rows, counts.groups)
    first, last = first_and_last(counts.mentions, counts.rows, counts.doc_ids)
    names = section_labels(counts.rows).to_numpy(dtype=object)
    frames = []
    for reference, target in chosen:
        ends = sides[reference], sides[target]
        graded = grades(*ends, options.sizes, _extra(counts, body, reference, target))
        carried = graded["spread"] == "one_section"
        main_term, share = _main_term(counts, graded, terms[reference], terms[target])
        frame = graded.assign(
            theme=counts.themes,
            parent=counts.parents,
            reference=reference,
            target=target,
            mark=marks(counts, (reference, target), graded["rises"].to_numpy(dtype=bool)),
            body_reference=body[reference].mentions,
            body_target=body[target].mentions,
            carried_by=np.where(carried, names[graded["top_row"]], "") if len(names) else "",
            first_doc=first,
            last_doc=last,
            when=_when(counts.groups, sides, (reference, target), options.most),
            main_term=main_term,
            main_term_share=share,
        )
        frame = pd.concat([frame, _measured(*ends, counts.parents, options)], axis=1)
        frames.append(frame.assign(note=_notes(frame, guards, options)))
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(frames, ignore_index=True)[list(COLUMNS)]


def _extra(counts: ThemeCounts, body: dict[str, Side], reference: str, target: str) -> Extra:
    return Extra(
        heading_reference=counts.chapters[reference] | counts.items[reference],
        heading_target=counts.chapters[target] | counts.items[target],
        body_reference=body[reference].mentions,
        body_target=body[target].mentions,
    )


def _measured(
    reference: Side, target: Side, parents: Sequence[str], options: FactOptions
) -> pd.DataFrame:
    """Return what is stated of either side, one row per theme."""
    top = np.array([not parent for parent in parents], dtype=bool)
    lengths = sorted(side.chars / max(side.n_sections, 1) for side in (reference, target))
    comparable = lengths[1] < options.section_length * max(lengths[0], 1)
    found: dict[str, object] = {}
    for name, side in (("reference", reference), ("target", target)):
        share = side.sections / max(side.n_sections, 1)
        found |= {
            f"mentions_{name}": side.mentions,
            f"sections_{name}": side.sections,
            f"n_sections_{name}": side.n_sections,
            f"n_chars_{name}": side.chars,
            f"rate_{name}": side.rate,
            f"section_share_{name}": share if comparable else np.nan,
            f"text_share_{name}": side.covered / max(side.chars, 1),
            f"rank_{name}": pd.Series(side.rate)
            .where(pd.Series(top))
            .rank(ascending=False, method="min")
            .astype("Int64"),
        }
    return pd.DataFrame(found, index=range(len(parents)))


def _when(
    groups: Sequence[str], sides: dict[str, Side], pair: tuple[str, str], most: float
) -> list[str]:
    """Name the step between neighbours that holds most of each change; empty for neighbours."""
    path = between(groups, *pair)
    rates = np.array([sides[group].rate for group in path])
    change, steps = rates[-1] - rates[0], np.diff(rates, axis=0)
    if len(steps) < 2:
        return [""] * len(change)
    along = steps * np.sign(change)
    best = along.argmax(axis=0)
    holds = (change != 0) & (along.max(axis=0) > most * np.abs(change))
    return [
        f"{path[at]}{ARROW}{path[at + 1]}" if held else ""
        for at, held in zip(best.tolist(), holds, strict=True)
    ]


def _main_term(
    counts: ThemeCounts, graded: pd.DataFrame, reference: Side, target: Side
) -> tuple[list[str], Floats]:
    """Return the term that carries most of each theme's excess, and its share of it."""
    n_themes = len(counts.themes)
    names, share = [""] * n_themes, np.full(n_themes, np.nan)
    if not counts.terms:
        return names, share
    owner: Ints = np.array([theme for theme, _ in counts.terms], dtype=np.int64)
    rises = graded["rises"].to_numpy(dtype=bool)[owner]
    gained = target.mentions - reference.rate * target.chars / 10_000
    lost = reference.mentions - target.rate * reference.chars / 10_000
    carried = np.where(rises, gained, lost)
    total = np.abs(graded["excess"].to_numpy(dtype=np.float64))
    moves = (total > 0) & ~graded["grade"].isin(["steady", "absent"]).to_numpy(dtype=bool)
    words = [term for _, term in counts.terms]
    for term in np.lexsort((np.array(words), -carried))[::-1]:  # the heaviest is written last
        theme = owner[term]
        if carried[term] > 0 and moves[theme]:
            names[theme], share[theme] = words[term], carried[term] / total[theme]
    return names, share


def _notes(frame: pd.DataFrame, guards: pd.DataFrame | None, options: FactOptions) -> list[str]:
    """Join what a reader must know beside each fact."""
    aspects: list[str] = []
    if guards is not None and len(frame):
        same = (guards["reference"] == frame["reference"].iloc[0]) & (
            guards["target"] == frame["target"].iloc[0]
        )
        aspects = guards.loc[same, "aspect"].tolist()
    return [
        "；".join([*aspects, *(["one_term"] if share > options.one_term else [])])
        for share in frame["main_term_share"].where(frame["grade"].isin(SHIFTS))
    ]
