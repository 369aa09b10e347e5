"""The weight of each theme in each group, through every lens."""

from __future__ import annotations

import numpy as np
import pandas as pd

from topics.emphasis.lenses import Block, Measures
from topics.emphasis.sampling import draw_sample, group_interval, within_range
from topics.stats.resampling import generator, ratios

SHARE_COLUMNS = [
    "theme",
    "group",
    "lens",
    "value",
    "low",
    "high",
    "n",
    "unit",
    "mentions",
    "n_with",
    "note",
]


def theme_shares(measures: Measures, *, n_resamples: int = 9999, seed: int = 1) -> pd.DataFrame:
    """Return the weight of each theme in each group through each lens.

    Parameters
    ----------
    measures : Measures
        As `measure` gives it.
    n_resamples : int
        Bootstrap resamples behind each interval.
    seed : int

    Returns
    -------
    DataFrame
        Columns theme, group, lens, value, low, high (95 % interval, empty where `note` says why), n
        (units counted over), unit (`section`, `chapter`, `item` or `document`), mentions (of the
        theme in the group's text), n_with (units above zero), note. The unit of a value is
        `topics.names.MEASURES`.
    """
    frames = [
        _group_shares(measures, block, group, n_resamples, seed)
        for block in measures.blocks
        for group in measures.groups
    ]
    frames += [_strength_shares(measures, group) for group in measures.groups]
    frames.append(_first_years(measures))
    return pd.concat(
        [frame for frame in frames if len(frame)] or [pd.DataFrame(columns=SHARE_COLUMNS)],
        ignore_index=True,
    )[SHARE_COLUMNS]


def _group_shares(
    measures: Measures, block: Block, group: str, n_resamples: int, seed: int
) -> pd.DataFrame:
    sample = draw_sample(block, group)
    units = sample.sides[0]
    themes, lens = zip(
        *[(theme, lens) for lens in block.lenses for theme in measures.themes], strict=True
    )
    estimate = ratios(units)
    interval, notes = group_interval(
        sample, generator(seed, block.unit, group), n_resamples=n_resamples
    )
    low, high = within_range(block.lenses, measures.themes, interval, signed=False)
    counts = measures.totals(group)
    return pd.DataFrame(
        {
            "theme": themes,
            "group": group,
            "lens": lens,
            "value": np.where(len(units) > 0, estimate.value, np.nan),
            "low": low,
            "high": high,
            "n": len(units),
            "unit": sample.unit,
            "mentions": np.tile(counts, len(block.lenses)),
            "n_with": (units.y > 0).sum(axis=0),
            "note": notes,
        }
    )


def _strength_shares(measures: Measures, group: str) -> pd.DataFrame:
    value, side = measures.graded(group)
    frame = pd.DataFrame(
        {
            "theme": measures.themes,
            "group": group,
            "lens": "strength",
            "value": value,
            "unit": "graded_word",
        }
    )
    return frame.assign(
        low=np.nan,
        high=np.nan,
        n=side.n.sum(axis=0).astype(int),
        n_with=side.y.sum(axis=0).astype(int),
        mentions=measures.totals(group),
        note=["no_units" if np.isnan(v) else "descriptive" for v in value],
    )


def _first_years(measures: Measures) -> pd.DataFrame:
    """Return the year in which each theme is first mentioned, in the row of the group where that
    is.
    """
    records = []
    for column, theme in enumerate(measures.themes):
        held = measures.rows[
            (measures.mentions[:, column] > 0) & (measures.rows["group"] != "").to_numpy()
        ]
        order = {group: number for number, group in enumerate(measures.groups)}
        dated = held.dropna(subset=["year"])
        if len(dated):
            year = dated["year"].min()
            groups = dated.loc[dated["year"] == year, "group"]
            group = min(groups, key=order.__getitem__)
            records.append(
                {
                    "theme": theme,
                    "group": group,
                    "lens": "first_year",
                    "value": float(year),
                    "low": np.nan,
                    "high": np.nan,
                    "n": int((groups == group).sum()),
                    "unit": "section",
                    "mentions": int(measures.mentions[groups[groups == group].index, column].sum()),
                    "n_with": int((groups == group).sum()),
                    "note": "descriptive",
                }
            )
    return pd.DataFrame.from_records(records, columns=SHARE_COLUMNS)
