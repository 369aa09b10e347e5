"""The lenses that counts can tell, per document: what tests of emphasis start from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics.emphasis.groups import group_genres
from topics.emphasis.lenses import Block, Measures
from topics.stats.resampling import Floats, Units

LENSES = ("rate", "section_share", "text_share")


def document_measures(
    documents: pd.DataFrame, found: pd.DataFrame, themes: Sequence[str]
) -> Measures:
    """Return the measures of themes with documents as units.

    With five documents or more in each group these are the sums that `measure` leads to, so that
    every number made of them has the same bits. Headings and wording are not in the counts, so
    their lenses are missing.

    Parameters
    ----------
    documents, found : DataFrame
        As `document_sums` gives them.
    themes : sequence of str

    Returns
    -------
    Measures
    """
    rows = documents[documents["reason"] == ""].reset_index(drop=True)
    place = pd.Series(range(len(rows)), index=rows["doc_id"])
    column = {theme: number for number, theme in enumerate(themes)}
    sums = np.zeros((len(LENSES), len(rows), len(themes)))
    at = (
        place.loc[found["doc_id"]].to_numpy(dtype=np.int64),
        found["theme"].map(column).to_numpy(dtype=np.int64),
    )
    for number, name in enumerate(("mentions", "sections", "n_chars")):
        sums[(number, *at)] = found[name].to_numpy(dtype=np.float64)
    n = rows[["n_chars", "n_sections", "n_chars"]].to_numpy(dtype=np.float64)
    den = np.repeat(np.arange(len(LENSES)), len(themes))
    units = Units(np.hstack(list(sums)), n, den, np.where(den == 0, 10_000.0, 1.0))
    groups, doc_ids = (rows[name].to_numpy(dtype=object) for name in ("group", "doc_id"))
    years = rows[(rows["group"] != "") & rows["year"].notna()].groupby("group")["year"].min()
    dates = {str(group): f"{year:04d}" for group, year in years.items()}
    return Measures(
        themes=tuple(themes),
        groups=tuple(
            sorted(set(groups) - {""}, key=lambda group: (dates.get(group, "9999"), group))
        ),
        dates=dates,
        genres=group_genres(rows),
        # The unit is called `section` because `draw_sample` turns it into `document` where each
        # group has five.
        blocks=(Block("section", LENSES, units, groups, doc_ids),),
        mentions=sums[0],
        rows=rows,
        strength=_none(len(rows), len(themes)),
    )


def _none(n_units: int, n_themes: int) -> Units:
    nothing: Floats = np.zeros((n_units, n_themes))
    return Units(nothing, nothing, np.arange(n_themes))
