"""Decomposition of a shift: new sections, dropped sections, heavier sections, and rewording where a
section has a counterpart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.emphasis.groups import check_pairs
from topics.emphasis.lenses import Measures
from topics.stats.resampling import Floats

SHINGLE = 3  # characters
CHUNK = 500  # sections compared at a time
# Cosine from which two sections are counterparts: sections of a plan and of unrelated regulations
# reached 0.09 at most.
ALIKE = 0.1
COLUMNS = ["theme", "reference", "target", "part", "contribution", "sections"]
UNPAIRED_COLUMNS = ["reference", "target", "part", "doc_id", "path"]


def decomposition(
    measures: Measures,
    texts: Sequence[str],
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    alike: float = ALIKE,
) -> pd.DataFrame:
    """Split the difference of each theme's rate into what new, dropped, longer and reworded
    sections add to it.

    With s the share of a group's text that a section has and r its rate, a section without a
    counterpart adds s·r (new) or −s·r (dropped); a pair of counterparts adds s̄·Δr (reworded) and
    r̄·Δs (heavier), bars being means of both sides (Kitagawa 1955). The four parts add up to the
    difference exactly.

    Parameters
    ----------
    measures : Measures
    texts : sequence of str
        Texts of the leaf sections, in the order of `measures.rows` (`topics.dfm.leaf_texts`).
    pairs : sequence of (reference, target), optional
    alike : float
        Similarity from which two sections are counterparts.

    Returns
    -------
    DataFrame
        One row per theme, pair and part (`new`, `dropped`, `heavier`, `reworded`): contribution in
        mentions per 10,000 Han characters, sections (that hold the theme and make the part).
    """
    frames = []
    for reference, target, sides, matched in _matched(measures, texts, pairs, alike):
        frames.append(_parts(measures, sides, matched).assign(reference=reference, target=target))
    return (
        pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)
    )


def unpaired_sections(
    measures: Measures,
    texts: Sequence[str],
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
    alike: float = ALIKE,
) -> pd.DataFrame:
    """Name the sections without a counterpart, which make the parts `new` and `dropped` of
    `decomposition`.

    Parameters
    ----------
    measures, texts, pairs, alike
        As in `decomposition`.

    Returns
    -------
    DataFrame
        One row per pair and section: reference, target, part (`new` or `dropped`), doc_id, path.
    """
    frames = []
    for reference, target, sides, matched in _matched(measures, texts, pairs, alike):
        for part, side, alone in zip(
            ("dropped", "new"), sides, _alone(sides, matched), strict=True
        ):
            rows = measures.rows.iloc[side[alone]][["doc_id", "path"]]
            frames.append(rows.assign(reference=reference, target=target, part=part))
    return (
        pd.concat(frames, ignore_index=True)[UNPAIRED_COLUMNS]
        if frames
        else pd.DataFrame(columns=UNPAIRED_COLUMNS)
    )


def counterparts(
    reference: Sequence[str], target: Sequence[str], *, alike: float = ALIKE
) -> npt.NDArray[np.int64]:
    """Pair sections that say the same, one to one, the most alike first.

    Similarity is the cosine of three-character shingles, weighted by how few sections have them.

    Returns
    -------
    ndarray of shape (n_pairs, 2)
        Index in `reference`, index in `target`; sorted.

    Examples
    --------
    >>> counterparts(["推进城市更新行动", "培育特色产业"], ["大力培育特色产业", "加强边境建设"]).tolist()
    [[1, 0]]
    """
    vectors = _vectors([*reference, *target])
    sides = vectors[: len(reference)], vectors[len(reference) :].T.tocsr()
    candidates: list[tuple[float, int, int]] = []
    for start in range(
        0, len(reference), CHUNK
    ):  # bounds the memory where there are thousands of sections
        close = (sides[0][start : start + CHUNK] @ sides[1]).tocoo()
        kept = close.data >= alike
        found = zip(
            -close.data[kept].round(9), close.row[kept] + start, close.col[kept], strict=True
        )
        candidates += [(float(distance), int(row), int(column)) for distance, row, column in found]
    taken: dict[int, int] = {}
    free = set(range(len(target)))
    for _, row, column in sorted(candidates):
        if row not in taken and column in free:
            taken[row] = column
            free.remove(column)
    return np.array(sorted(taken.items()), dtype=np.int64).reshape(-1, 2)


def _vectors(texts: Sequence[str]) -> csr_array:
    bags = [
        Counter(text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)) for text in texts
    ]
    column = {shingle: number for number, shingle in enumerate(sorted(set().union(*bags)))}
    held = Counter(shingle for bag in bags for shingle in bag)
    rows, columns, values = [], [], []
    for row, bag in enumerate(bags):
        for shingle, count in bag.items():
            rows.append(row)
            columns.append(column[shingle])
            values.append((1 + np.log(count)) * np.log((1 + len(texts)) / held[shingle]))
    matrix = csr_array((values, (rows, columns)), shape=(len(texts), max(len(column), 1)))
    length = np.sqrt(np.asarray((matrix**2).sum(axis=1), dtype=np.float64))
    scale = 1 / np.where(length > 0, length, 1.0)
    return csr_array(matrix * scale[:, None])


def _matched(
    measures: Measures, texts: Sequence[str], pairs: Sequence[tuple[str, str]] | None, alike: float
) -> Iterator[tuple[str, str, list[npt.NDArray[np.int64]], npt.NDArray[np.int64]]]:
    """Yield each pair with the rows of its two sides and which of them are counterparts."""
    for reference, target in check_pairs(pairs, measures.groups, measures.genres):
        sides = [np.flatnonzero(measures.of_group(group)) for group in (reference, target)]
        yield (
            reference,
            target,
            sides,
            counterparts(*([texts[int(i)] for i in side] for side in sides), alike=alike),
        )


def _alone(
    sides: list[npt.NDArray[np.int64]], matched: npt.NDArray[np.int64]
) -> list[npt.NDArray[np.int64]]:
    """Return the places on each side of the sections without a counterpart."""
    return [
        np.setdiff1d(np.arange(len(side)), matched[:, number]) for number, side in enumerate(sides)
    ]


def _parts(
    measures: Measures, sides: list[npt.NDArray[np.int64]], matched: npt.NDArray[np.int64]
) -> pd.DataFrame:
    chars = measures.rows["n_chars"].to_numpy(dtype=np.float64) / 10_000
    share, rate = zip(
        *[_share_and_rate(measures.mentions[i], chars[i]) for i in sides], strict=True
    )
    alone = _alone(sides, matched)
    left, right = matched.T
    values = {
        "new": share[1][alone[1]] * rate[1][alone[1]],
        "dropped": -share[0][alone[0]] * rate[0][alone[0]],
        "heavier": (rate[1][right] + rate[0][left]) / 2 * (share[1][right] - share[0][left]),
        "reworded": (share[1][right] + share[0][left]) / 2 * (rate[1][right] - rate[0][left]),
    }
    records = [
        {
            "theme": theme,
            "part": part,
            "contribution": value[:, column].sum(),
            "sections": int((value[:, column] != 0).sum()),
        }
        for column, theme in enumerate(measures.themes)
        for part, value in values.items()
    ]
    return pd.DataFrame.from_records(records, columns=["theme", "part", "contribution", "sections"])


def _share_and_rate(mentions: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Return each section's share of the text and its rates; a section without Han characters has
    neither.
    """
    size = size[:, None]
    return size / max(size.sum(), 1e-12), np.where(
        size > 0, mentions / np.where(size > 0, size, 1.0), 0.0
    )
