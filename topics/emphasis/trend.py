"""Trend of a theme over three groups or more in time, tested by exchanging all their labels at
once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.emphasis.lenses import Block, Measures
from topics.emphasis.verdicts import lens_verdict
from topics.stats.multiplicity import benjamini_hochberg
from topics.stats.resampling import Floats, Moments, Units, chunks, generator
from topics.stats.testable import MIN_DOCUMENTS

COLUMNS = [
    "theme",
    "lens",
    "slope",
    "t",
    "p",
    "q",
    "p_max",
    "unit",
    "n",
    "groups",
    "verdict",
    "note",
]


def trend(measures: Measures, *, n_resamples: int = 9999, seed: int = 1) -> pd.DataFrame:
    """Return how each theme moves per year over all groups, through each lens.

    The slope is that of the least-squares line through the groups' values; t divides it by its
    standard error, and p comes from exchanging the labels of all documents among all groups. A
    theme that rises and falls again has no slope: read the pairs, too. One document a year is a
    series, see `topics.answer.series`: exchanging its sections would take documents that differ
    for years that differ.

    Parameters
    ----------
    measures : Measures
    n_resamples, seed : int

    Returns
    -------
    DataFrame
        One row per theme and lens: slope (change of the lens's value per year), t, p, q
        (Benjamini-Hochberg over the table), p_max (family-wise within a lens's unit), unit, n
        (documents), groups (their names, joined by `;`), verdict, note. Empty with fewer than three
        groups of known date, or with one of fewer than five documents.
    """
    groups = [group for group in measures.groups if group in measures.dates]
    if len(groups) < 3:
        return pd.DataFrame(columns=COLUMNS)
    years = np.array([_year(measures.dates[group]) for group in groups])
    if np.ptp(years) == 0:
        return pd.DataFrame(columns=COLUMNS)
    rows = measures.rows[measures.rows["group"].isin(groups)]
    if rows.groupby("group")["doc_id"].nunique().min() < MIN_DOCUMENTS:
        return pd.DataFrame(columns=COLUMNS)
    frames = [
        _block_trend(measures, block, groups, years, (n_resamples, seed))
        for block in measures.blocks
    ]
    table = pd.concat(frames, ignore_index=True)
    table["q"] = benjamini_hochberg(table["p"])
    table["verdict"] = [
        lens_verdict(*row) for row in zip(table["slope"], table["q"], table["note"], strict=True)
    ]
    return table[COLUMNS]


def slopes(
    units: Units,
    codes: npt.NDArray[np.int64],
    years: Floats,
    rng: np.random.Generator,
    n_resamples: int,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return slope, t, p and family-wise p of each ratio over groups at the given years.

    Parameters
    ----------
    units : Units
    codes : ndarray of int, of shape (n_units,)
        Group of each unit.
    years : ndarray of shape (n_groups,)
    rng : numpy.random.Generator
    n_resamples : int
    """
    order = np.lexsort(np.hstack([units.y, units.n, codes[:, None]]).T)
    units, codes = units.take(order), codes[order]
    moments = Moments(units)
    sizes = np.bincount(codes, minlength=len(years))
    centred = years - years.mean()
    weight = centred / (centred**2).sum()

    def line(labels: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return slope and t per row of labels; the sums of all groups are one sparse product."""
        members = np.argsort(labels, axis=1, kind="stable").ravel()
        ends = np.concatenate([[0], np.cumsum(np.tile(sizes, len(labels)))])
        indicator = csr_array(
            (np.ones(len(members)), members, ends), shape=(len(ends) - 1, len(units))
        )
        sums = (indicator @ moments.columns).reshape(len(labels), len(sizes), -1)
        slope = variance = np.zeros((len(labels), units.y.shape[1]))
        for group, (size, w) in enumerate(zip(sizes, weight, strict=True)):
            found = moments.estimate(sums[:, group], int(size))
            slope, variance = slope + w * found.value, variance + w**2 * found.variance
        error = np.sqrt(variance)
        return slope, np.where(error > 0, slope / np.where(error > 0, error, 1.0), 0.0)

    slope, observed = (values[0] for values in line(codes[None]))
    needed = np.abs(observed) * (1 - 1e-9)
    reached, reached_max = np.zeros((2, len(observed)))
    for rows in chunks(n_resamples, max(len(units), moments.columns.shape[1])):
        t = np.abs(line(rng.permuted(np.broadcast_to(codes, (rows, len(codes))), axis=1))[1])
        reached += (t >= needed).sum(axis=0)
        reached_max += (t.max(axis=1, initial=0.0)[:, None] >= needed).sum(axis=0)
    return slope, observed, (1 + reached) / (1 + n_resamples), (1 + reached_max) / (1 + n_resamples)


def _block_trend(
    measures: Measures, block: Block, groups: list[str], years: Floats, resampling: tuple[int, int]
) -> pd.DataFrame:
    position = {group: number for number, group in enumerate(groups)}
    index = np.flatnonzero([group in position for group in block.groups])
    codes = np.array([position[group] for group in block.groups[index]], dtype=np.int64)
    keys = pd.MultiIndex.from_arrays([codes, block.doc_ids[index]])
    of_document, documents = pd.factorize(keys)
    units = block.units.take(index).sums(of_document, len(documents))
    codes = np.array([code for code, _ in documents], dtype=np.int64)
    themes, lenses = zip(
        *[(theme, lens) for lens in block.lenses for theme in measures.themes], strict=True
    )
    sizes = np.bincount(codes, minlength=len(groups))
    frame = pd.DataFrame(
        {
            "theme": themes,
            "lens": lenses,
            "unit": "document",
            "n": len(units),
            "groups": ";".join(groups),
        }
    )
    if sizes.min() == 0:
        return frame.assign(slope=np.nan, t=np.nan, p=np.nan, p_max=np.nan, note="no_units")
    rng = generator(resampling[1], "trend", block.unit, *groups)
    slope, t, p, p_max = slopes(units, codes, years, rng, resampling[0])
    silent = ~units.y.any(axis=0)
    hidden = np.where(silent, np.nan, 1.0)
    return frame.assign(
        slope=slope,
        t=t * hidden,
        p=p * hidden,
        p_max=p_max * hidden,
        note=np.where(silent, "no_mentions", ""),
    )


def _year(date: str) -> float:
    """Return a date as a year with a fraction: 2022-07-01 is 2022.5."""
    year, month, day = (int(part) for part in (date + "-01-01").split("-")[:3])
    return year + (month - 1) / 12 + (day - 1) / 365.25
