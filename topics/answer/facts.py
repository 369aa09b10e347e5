"""Facts of themes in pairs: how much, how widely, with which headings, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from topics.answer.grades import Extra, grades
from topics.answer.marks import between, marks
from topics.answer.options import FactOptions
from topics.answer.sides import Bools, Floats, Ints, Side
from topics.answer.sums import ThemeSums, theme_sums
from topics.answer.theme_counts import ThemeCounts
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
    return stated(theme_sums(counts), pairs=pairs, guards=guards, options=options)


def stated(
    sums: ThemeSums,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    guards: pd.DataFrame | None = None,
    options: FactOptions | None = None,
) -> pd.DataFrame:
    """State the same from what is already added up; see `facts`."""
    options = options or FactOptions()
    frames = []
    for reference, target in check_pairs(pairs, sums.groups, sums.genres):
        ends = sums.sides[reference], sums.sides[target]
        graded = grades(*ends, options.sizes, _extra(sums, reference, target))
        carried = graded["spread"] == "one_section"
        main_term, share = _main_term(sums, graded, (reference, target))
        frame = graded.assign(
            theme=sums.themes,
            parent=sums.parents,
            reference=reference,
            target=target,
            mark=marks(sums, (reference, target), graded["rises"].to_numpy(dtype=bool)),
            body_reference=pd.Series(sums.body[reference]).astype("Int64"),
            body_target=pd.Series(sums.body[target]).astype("Int64"),
            carried_by=_carried_by(sums, graded, carried.to_numpy(dtype=bool)),
            first_doc=sums.first,
            last_doc=sums.last,
            when=_when(sums.groups, sums.sides, (reference, target), options.most),
            main_term=main_term,
            main_term_share=share,
        )
        frame = pd.concat([frame, _measured(*ends, sums.parents, options)], axis=1)
        frames.append(frame.assign(note=_notes(frame, guards, options)))
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(frames, ignore_index=True)[list(COLUMNS)]


def _extra(sums: ThemeSums, reference: str, target: str) -> Extra:
    return Extra(
        heading_reference=sums.chapters[reference] | sums.items[reference],
        heading_target=sums.chapters[target] | sums.items[target],
        body_reference=sums.body[reference],
        body_target=sums.body[target],
    )


def _carried_by(sums: ThemeSums, graded: pd.DataFrame, carried: Bools) -> list[str]:
    rows = graded["top_row"].tolist()
    return [sums.names[row] if one else "" for row, one in zip(rows, carried, strict=True)]


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
    groups: Sequence[str], sides: Mapping[str, Side], pair: tuple[str, str], most: float
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
    sums: ThemeSums, graded: pd.DataFrame, pair: tuple[str, str]
) -> tuple[list[str], Floats]:
    """Return the term that carries most of each theme's excess, and its share of it."""
    n_themes = len(sums.themes)
    names, share = [""] * n_themes, np.full(n_themes, np.nan)
    if not sums.terms or sums.by_term is None:
        return names, share
    reference, target = (sums.by_term[group] for group in pair)
    owner: Ints = np.array([theme for theme, _ in sums.terms], dtype=np.int64)
    rises = graded["rises"].to_numpy(dtype=bool)[owner]
    gained = target.mentions - reference.rate * target.chars / 10_000
    lost = reference.mentions - target.rate * reference.chars / 10_000
    carried = np.where(rises, gained, lost)
    total = np.abs(graded["excess"].to_numpy(dtype=np.float64))
    moves = (total > 0) & ~graded["grade"].isin(["steady", "absent"]).to_numpy(dtype=bool)
    words = [term for _, term in sums.terms]
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
