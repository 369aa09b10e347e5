"""Coverage: which terms carry a theme, when each first appears, and what remains of a shift without
the strongest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics.corpus.document import Document
from topics.dfm import section_rows
from topics.emphasis import shifts
from topics.emphasis.lenses import Counting, measure
from topics.themes import Finder, Theme, without_term

TERM_COLUMNS = ["theme", "term", "group", "mentions", "share", "sections"]
FIRST_COLUMNS = ["theme", "term", "year", "date", "doc_id", "path"]
WITHOUT_COLUMNS = [
    "theme",
    "reference",
    "target",
    "lens",
    "left_out",
    "difference",
    "difference_without",
    "remaining",
    "verdict",
    "verdict_without",
    "note",
]


def places(
    documents: Sequence[Document],
    themes: Sequence[Theme],
    tokenizer: Finder,
    *,
    counting: Counting | None = None,
) -> pd.DataFrame:
    """Return every mention of a theme with its place: those that `measure` counts with the same
    arguments.

    Returns
    -------
    DataFrame
        Columns row (of `section_rows`), theme, term, doc_id, path, date, start, end (in the
        document's text).
    """
    matcher = (counting or Counting()).matcher(themes, tokenizer)
    records = []
    row = 0
    for document in documents:
        for leaf in document.leaves if document.analysed else ():
            for match in matcher.matches(document.section_text(leaf)):
                span = {"start": leaf.start + match.start, "end": leaf.start + match.end}
                records.append(
                    {
                        "row": row,
                        "theme": match.theme,
                        "term": match.term,
                        "doc_id": document.doc_id,
                        "path": leaf.path,
                        "date": document.date,
                        **span,
                    }
                )
            row += 1
    return pd.DataFrame.from_records(
        records, columns=["row", "theme", "term", "doc_id", "path", "date", "start", "end"]
    )


def kwic(found: pd.DataFrame, documents: Sequence[Document], *, width: int = 15) -> pd.DataFrame:
    """Return every mention between the words on its left and right, for reading what was counted.

    Parameters
    ----------
    found : DataFrame
        As `places` gives it.
    documents : sequence of Document
    width : int
        Characters on each side, within the section.

    Returns
    -------
    DataFrame
        Columns theme, left, term, right, doc_id, path, line (of the source).
    """
    of_id = {document.doc_id: document for document in documents if document.analysed}
    borders = {
        (d.doc_id, leaf.path): (leaf.start, leaf.end) for d in of_id.values() for leaf in d.leaves
    }
    records = []
    for theme, doc_id, path, start, end in found[
        ["theme", "doc_id", "path", "start", "end"]
    ].itertuples(index=False):
        text, (first, last) = of_id[doc_id].text, borders[doc_id, path]
        left, right = text[max(first, start - width) : start], text[end : min(last, end + width)]
        records.append(
            (theme, left, text[start:end], right, doc_id, path, of_id[doc_id].line(start))
        )
    return pd.DataFrame.from_records(
        records, columns=["theme", "left", "term", "right", "doc_id", "path", "line"]
    )


def term_coverage(found: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """Return how much of each theme's mentions each term carries, by group.

    Parameters
    ----------
    found : DataFrame
        As `places` gives it.
    labels : Series of str
        Group of each leaf section.

    Returns
    -------
    DataFrame
        Columns theme, term, group, mentions, share (of the theme's mentions in the group), sections
        (that hold the term). By theme, group and falling mentions; ties by the term.
    """
    grouped = found.assign(
        group=labels.to_numpy(dtype=object)[found["row"].to_numpy(dtype=np.int64)]
    )
    grouped = grouped[grouped["group"] != ""]
    table = grouped.groupby(["theme", "group", "term"], as_index=False).agg(
        mentions=("row", "size"), sections=("row", "nunique")
    )
    table["share"] = table["mentions"] / table.groupby(["theme", "group"])["mentions"].transform(
        "sum"
    )
    table = table.sort_values(
        ["theme", "group", "mentions", "term"], ascending=[True, True, False, True]
    )
    return table[TERM_COLUMNS].reset_index(drop=True)


def first_appearances(found: pd.DataFrame) -> pd.DataFrame:
    """Return where each term first stands among the documents with a date.

    Returns
    -------
    DataFrame
        Columns theme, term, year, date, doc_id, path; by theme, date and term.
    """
    dated = found[found["date"] != ""].sort_values(["theme", "term", "date", "doc_id", "start"])
    first = dated.drop_duplicates(["theme", "term"])
    table = first.assign(year=first["date"].str[:4].astype("int64"))
    return table.sort_values(["theme", "date", "term"])[FIRST_COLUMNS].reset_index(drop=True)


def strongest_terms(found: pd.DataFrame, themes: Sequence[Theme]) -> dict[str, str]:
    """Return the term with the most mentions of each theme that has any other; ties by the term.

    The terms of a theme's children count for the theme, but only its own can be left out of it.
    """
    own = {theme.name: set(theme.terms) for theme in themes if len(theme.terms) > 1}
    counts: dict[str, Counter[str]] = {name: Counter() for name in own}
    for theme, term in zip(found["theme"], found["term"], strict=True):
        if term in own.get(theme, ()):
            counts[theme][term] += 1
    return {
        name: min(count, key=lambda term: (-count[term], term))
        for name, count in counts.items()
        if count
    }


def leave_one_out(  # noqa: PLR0913 — those of `measure`, and of the tests
    documents: Sequence[Document],
    themes: Sequence[Theme],
    tokenizer: Finder,
    labels: pd.Series,
    *,
    counting: Counting | None = None,
    n_resamples: int = 9999,
    seed: int = 1,
) -> pd.DataFrame:
    """Return what remains of each shift when the theme's strongest term is left out.

    Returns
    -------
    DataFrame
        One row per theme, pair and lens: left_out (the term), difference, difference_without,
        remaining (the second by the first; missing where the first is less than its standard error
        or was not tested), verdict, verdict_without, note.
    """
    strongest = strongest_terms(places(documents, themes, tokenizer, counting=counting), themes)
    reduced = tuple(themes)
    for name, term in strongest.items():
        reduced = without_term(reduced, name, term)
    keys = ["theme", "reference", "target", "lens"]
    tables = [
        shifts(
            measure(documents, chosen, tokenizer, labels, counting=counting),
            n_resamples=n_resamples,
            seed=seed,
        )
        for chosen in (themes, reduced)
    ]
    joined = tables[0].merge(
        tables[1][[*keys, "difference", "verdict"]], on=keys, suffixes=("", "_without")
    )
    joined = joined[joined["theme"].isin(strongest)].assign(left_out=joined["theme"].map(strongest))
    divisible = (
        joined["t"].abs() >= 1
    )  # less than a standard error of difference leaves nothing to compare with
    joined["remaining"] = joined["difference_without"] / joined["difference"].where(divisible)
    joined["note"] = np.where(
        divisible, joined["note"], joined["note"].where(joined["note"] != "", "no_difference")
    )
    return joined[WITHOUT_COLUMNS].reset_index(drop=True)


def uncovered(documents: Sequence[Document], found: pd.DataFrame) -> pd.DataFrame:
    """Return the leaf sections that no theme mentions, longest first: where the lexicon may be
    blind.

    Returns
    -------
    DataFrame
        Columns doc_id, path, heading, n_chars.
    """
    rows = section_rows(documents)
    silent = rows[~rows.index.isin(found["row"])]
    order = silent.sort_values(["n_chars", "doc_id", "path"], ascending=[False, True, True])
    return order[["doc_id", "path", "heading", "n_chars"]].reset_index(drop=True)
