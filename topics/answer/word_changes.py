"""Words and formulations that are new, gone, risen or fallen in a pair, with no list of themes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from topics.answer.candidates import substrings
from topics.answer.formulations import covered
from topics.answer.grades import grades
from topics.answer.options import FactOptions
from topics.answer.sides import Side, group_sides
from topics.answer.theme_counts import first_and_last
from topics.answer.word_counts import WordCounts
from topics.dfm import section_labels
from topics.emphasis.groups import check_pairs
from topics.names import SHIFTS

KINDS = ("word", "formulation")
COLUMNS = (
    "feature",
    "kind",
    "reference",
    "target",
    "grade",
    "spread",
    "mentions_reference",
    "mentions_target",
    "sections_reference",
    "sections_target",
    "rate_reference",
    "rate_target",
    "ratio",
    "excess",
    "folded_into",
    "first_doc",
    "last_doc",
    "score",
    "shown",
    "places",
)
# what the list of a pair shows together, in this order
LISTS = {"new": 0, "gone": 1, "much_more": 2, "more": 2, "much_less": 3, "less": 3}


def word_changes(
    counts: WordCounts,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    options: FactOptions | None = None,
) -> pd.DataFrame:
    """State which words and formulations are new, gone, risen or fallen in each pair.

    Parameters
    ----------
    counts : WordCounts
        As `count_words` gives it.
    pairs : sequence of (reference, target), optional
        By default those of `topics.emphasis.groups.default_pairs`.
    options : FactOptions, optional

    Returns
    -------
    DataFrame
        One row per pair and word or formulation that changed: feature, kind (`word`,
        `formulation`), reference, target, grade, spread, mentions, sections and rate (per 10,000
        Han characters) on either side, ratio (0 where the target has none, missing where the
        reference has none), excess (negative where the reference is higher), folded_into (the
        longer word that carries at least half of the excess; empty for none), first_doc, last_doc
        (of all documents with a group), score (sections on the higher side × √|excess| × min(1,
        (length + 1)/5)), shown (among the first of its list: spread over sections and not folded),
        places (`doc_id#path` of the sections on the higher side with most mentions, joined by
        `；`). By pair, kind, list (new, gone, more, less) and falling score.

    Notes
    -----
    A word is new or gone only where the other side does not have its characters at all, inside
    other words either.

    Examples
    --------
    >>> from topics.answer.word_counts import count_words
    >>> from topics.corpus.document import Document, Section
    >>> from topics.tokenize import PolicyTokenizer
    >>> def plan(year, word):
    ...     text = f"发展{word}。" * 3
    ...     at = [Section(year, f"段{i + 1}", 1, "", i * 5, i * 5 + 5, leaf=True) for i in range(3)]
    ...     return Document(year, text, tuple(at), date=f"{year}-01-01")
    >>> documents = [plan("2020", "农业"), plan("2022", "产业")]
    >>> labels = pd.Series(["2020"] * 3 + ["2022"] * 3)
    >>> found = count_words(documents, PolicyTokenizer(), labels, vocabulary=["农业", "产业"])
    >>> word_changes(found)[["feature", "grade", "mentions_target"]].values.tolist()
    [['产业', 'new', 3], ['农业', 'gone', 0]]
    """
    options = options or FactOptions()
    chosen = check_pairs(pairs, counts.groups, counts.genres)
    texts = _texts_by_group(counts)
    names = list(zip(section_labels(counts.rows), counts.rows["group"], strict=True))
    frames = []
    for kind, features, matrix in (
        ("word", counts.words, counts.word_counts),
        ("formulation", counts.runs, counts.run_counts),
    ):
        sides = group_sides(matrix, counts.rows, counts.groups)
        ends = first_and_last(matrix, counts.rows, counts.doc_ids)
        by_feature = matrix.tocsc()
        for number, (reference, target) in enumerate(chosen):
            pair = (sides[reference], sides[target]), (texts[reference], texts[target])
            frame = changed(kind, features, *pair, options)
            frames.append(
                frame.assign(
                    pair=number,
                    reference=reference,
                    target=target,
                    first_doc=[ends[0][at] for at in frame["column"]],
                    last_doc=[ends[1][at] for at in frame["column"]],
                    places=_places(
                        frame, by_feature, names, pair=(reference, target), n=options.places
                    ),
                )
            )
    return in_lists(frames)


def in_lists(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Join the changes of pairs, each list with its best first."""
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(frames, ignore_index=True)
    order = table.assign(kind=table["kind"].map(KINDS.index), falling=-table["score"]).sort_values(
        ["pair", "kind", "list", "falling", "feature"]
    )
    return table.loc[order.index, list(COLUMNS)].reset_index(drop=True)


def _texts_by_group(counts: WordCounts) -> dict[str, str]:
    members: dict[str, list[str]] = {group: [] for group in counts.groups}
    for group, text in zip(counts.rows["group"], counts.texts, strict=True):
        if group in members:
            members[group].append(text)
    return {group: "\n".join(found) for group, found in members.items()}


def changed(
    kind: str,
    features: Sequence[str],
    sides: tuple[Side, Side],
    texts: tuple[str, str],
    options: FactOptions,
) -> pd.DataFrame:
    """Return the words, or formulations, that change between two sides, graded, folded and scored.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    features : sequence of str
    sides : (Side, Side)
        Reference and target.
    texts : (str, str)
        All their words: what stands there is neither new nor gone.
    options : FactOptions
    """
    frame = _nowhere_else(_moved(features, *sides, options), *texts)
    frame = _folded(frame, options) if kind == "word" else _formulated(frame, options)
    return _scored(frame, options).assign(kind=kind)


def _moved(
    features: Sequence[str], reference: Side, target: Side, options: FactOptions
) -> pd.DataFrame:
    """Return the features of a pair that are new, gone, risen or fallen."""
    # with fewer mentions on both sides nothing can be
    least = min(options.sizes.mentions, options.sizes.excess)
    often = np.flatnonzero(np.maximum(reference.mentions, target.mentions) >= least)
    graded = grades(reference.take(often), target.take(often), options.sizes)
    moved = np.flatnonzero(graded["grade"].isin(SHIFTS))
    column = often[moved]
    return graded.iloc[moved].assign(
        feature=[features[at] for at in column.tolist()],
        column=column,
        mentions_reference=reference.mentions[column],
        mentions_target=target.mentions[column],
        sections_reference=reference.sections[column],
        sections_target=target.sections[column],
        rate_reference=reference.rate[column],
        rate_target=target.rate[column],
        folded_into="",
    )


def _nowhere_else(frame: pd.DataFrame, reference: str, target: str) -> pd.DataFrame:
    """Leave out new and gone words whose characters stand on the other side after all."""
    other = {"new": reference, "gone": target}
    keep = [
        feature not in other.get(grade, "")
        for feature, grade in zip(frame["feature"], frame["grade"], strict=True)
    ]
    return frame[np.array(keep, dtype=bool)]


def _folded(frame: pd.DataFrame, options: FactOptions) -> pd.DataFrame:
    """Name the longer word that carries most of a word's excess in the same direction."""
    excess = dict(zip(frame["feature"], frame["excess"], strict=True))
    best: dict[str, tuple[float, str]] = {}
    for longer, carried in excess.items():
        for part in set(substrings(longer)) & excess.keys() - {longer}:
            share = carried / excess[part]  # negative where they move in opposite directions
            if share >= options.sizes.folded and (-share, longer) < best.get(part, (0.0, "")):
                best[part] = (-share, longer)
    return frame.assign(folded_into=[best.get(word, (0.0, ""))[1] for word in frame["feature"]])


def _formulated(frame: pd.DataFrame, options: FactOptions) -> pd.DataFrame:
    """Keep the formulations that one side alone has and no longer one covers."""
    dropped: set[str] = set()
    kept = frame[frame["grade"].isin(["new", "gone"])]
    for grade, side in (("new", "mentions_target"), ("gone", "mentions_reference")):
        part = kept[kept["grade"] == grade]
        dropped |= covered(dict(zip(part["feature"], part[side], strict=True)), options.covered)
    return kept[~kept["feature"].isin(dropped)]


def _scored(frame: pd.DataFrame, options: FactOptions) -> pd.DataFrame:
    """Add the score, the list that each change stands in, and which of them are shown."""
    sections = np.where(frame["rises"], frame["sections_target"], frame["sections_reference"])
    length = np.array([len(feature) for feature in frame["feature"]], dtype=np.float64)
    score = sections * np.sqrt(np.abs(frame["excess"])) * np.minimum(1.0, (length + 1) / 5)
    frame = frame.assign(score=score, list=frame["grade"].map(LISTS))
    fit = frame[(frame["spread"] == "spread") & (frame["folded_into"] == "")]
    first = fit.assign(falling=-fit["score"]).sort_values(["falling", "feature"])
    shown = first.groupby("list").head(options.shown).index
    return frame.assign(shown=frame.index.isin(shown))


def _places(
    frame: pd.DataFrame,
    by_feature: csc_array,
    names: Sequence[tuple[str, str]],
    *,
    pair: tuple[str, str],
    n: int,
) -> list[str]:
    """Name the sections of the higher side that have most mentions of each feature."""
    found = []
    for column, rises in zip(frame["column"], frame["rises"], strict=True):
        part = slice(by_feature.indptr[column], by_feature.indptr[column + 1])
        held = zip(by_feature.indices[part].tolist(), by_feature.data[part].tolist(), strict=True)
        inside = sorted(
            (-count, names[row][0]) for row, count in held if names[row][1] == pair[int(rises)]
        )
        found.append("；".join(name for _, name in inside[:n]))
    return found
