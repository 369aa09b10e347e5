"""Decomposition of a shift: new sections, dropped sections, heavier sections, and rewording where a
section has a counterpart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.emphasis.counterparts import of_pair
from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Measures
from topics.stats.resampling import Floats

COLUMNS = ["theme", "reference", "target", "part", "contribution", "sections"]
ENDS = ("row_reference", "row_target")
UNPAIRED_COLUMNS = ["reference", "target", "part", "doc_id", "path"]

Ints = npt.NDArray[np.int64]


def decomposition(
    measures: Measures,
    found: pd.DataFrame,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Split the difference of each theme's rate into what new, dropped, longer and reworded
    sections add to it.

    With s the share of a group's text that a section has and r its rate, a section without a
    counterpart adds s·r (new) or −s·r (dropped); a pair of counterparts adds s̄·Δr (reworded) and
    r̄·Δs (heavier), bars being means of both sides (Kitagawa 1955). Of a section that was split or
    merged, each link has a part of s, by similarity. The four parts add up to the difference
    exactly.

    Parameters
    ----------
    measures : Measures
    found : DataFrame
        What `topics.emphasis.counterparts.counterparts` returned.
    pairs : sequence of (reference, target), optional

    Returns
    -------
    DataFrame
        One row per theme, pair and part (`new`, `dropped`, `heavier`, `reworded`): contribution in
        mentions per 10,000 Han characters, sections (that make the part: of the reference for
        `dropped`, else of the target).
    """
    frames = []
    for reference, target, sides, links in _matched(measures, found, pairs):
        frames.append(_parts(measures, sides, links).assign(reference=reference, target=target))
    return (
        pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)
    )


def unpaired_sections(
    measures: Measures,
    found: pd.DataFrame,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Name the sections without a counterpart, which make the parts `new` and `dropped` of
    `decomposition`.

    Parameters
    ----------
    measures, found, pairs
        As in `decomposition`.

    Returns
    -------
    DataFrame
        One row per pair and section: reference, target, part (`new` or `dropped`), doc_id, path.
    """
    frames = []
    for reference, target, sides, links in _matched(measures, found, pairs):
        for part, alone in zip(("dropped", "new"), _alone(sides, links), strict=True):
            rows = measures.rows.iloc[alone][["doc_id", "path"]]
            frames.append(rows.assign(reference=reference, target=target, part=part))
    return (
        pd.concat(frames, ignore_index=True)[UNPAIRED_COLUMNS]
        if frames
        else pd.DataFrame(columns=UNPAIRED_COLUMNS)
    )


def _matched(
    measures: Measures, found: pd.DataFrame, pairs: Sequence[tuple[str, str]] | None
) -> Iterator[tuple[str, str, list[Ints], pd.DataFrame]]:
    """Yield each pair with the rows of its two sides and their links."""
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        sides = [np.flatnonzero(measures.of_group(group)) for group in (reference, target)]
        yield reference, target, sides, of_pair(found, reference, target)


def _alone(sides: list[Ints], links: pd.DataFrame) -> list[Ints]:
    """Return the rows of each side without a counterpart."""
    return [np.setdiff1d(side, links[name]) for side, name in zip(sides, ENDS, strict=True)]


def _parts(measures: Measures, sides: list[Ints], links: pd.DataFrame) -> pd.DataFrame:
    chars = measures.rows["n_chars"].to_numpy(dtype=np.float64) / 10_000
    share, rate = np.zeros((len(chars), 1)), np.zeros((len(chars), len(measures.themes)))
    for side in sides:
        share[side], rate[side] = _share_and_rate(measures.mentions[side], chars[side])
    alone = _alone(sides, links)
    left, right = (links[name].to_numpy(dtype=np.int64) for name in ENDS)
    # A section with several counterparts falls to them in parts, by similarity.
    old, new = (share[rows] * _portions(rows, links) for rows in (left, right))
    values = {
        "new": (alone[1], share[alone[1]] * rate[alone[1]]),
        "dropped": (alone[0], -share[alone[0]] * rate[alone[0]]),
        "heavier": (right, (rate[right] + rate[left]) / 2 * (new - old)),
        "reworded": (right, (new + old) / 2 * (rate[right] - rate[left])),
    }
    records = [
        {
            "theme": theme,
            "part": part,
            "contribution": value[:, column].sum(),
            "sections": len(np.unique(rows[value[:, column] != 0])),
        }
        for column, theme in enumerate(measures.themes)
        for part, (rows, value) in values.items()
    ]
    return pd.DataFrame.from_records(records, columns=["theme", "part", "contribution", "sections"])


def _portions(rows: Ints, links: pd.DataFrame) -> Floats:
    """Return which part of its section each link has; the parts of a section add up to 1."""
    weight = np.maximum(links["similarity"].to_numpy(dtype=np.float64), 1e-9)
    totals = np.bincount(rows, weight) if len(rows) else np.zeros(1)
    portions: Floats = weight / totals[rows]
    return portions[:, None]


def _share_and_rate(mentions: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Return each section's share of the text and its rates; a section without Han characters has
    neither.
    """
    size = size[:, None]
    return size / max(size.sum(), 1e-12), np.where(
        size > 0, mentions / np.where(size > 0, size, 1.0), 0.0
    )
