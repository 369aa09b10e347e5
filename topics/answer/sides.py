"""The two sides of a pair: mentions, sections and the strongest section of every feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import section_labels

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Side:
    """What a group says of every feature (a theme, a word or a formulation).

    Attributes
    ----------
    chars, n_sections : int
        Han characters and leaf sections of the group.
    mentions, sections : ndarray of int, of shape (n_features,)
        Mentions, and leaf sections with a mention.
    covered : ndarray of int, of shape (n_features,)
        Han characters of those sections.
    top_mentions, top_chars : ndarray of int, of shape (n_features,)
        Mentions and characters of the section that has most; 0 where there is no mention.
    top_row : ndarray of int, of shape (n_features,)
        Which row of the table of sections that is; -1 where there is no mention.
    """

    chars: int
    n_sections: int
    mentions: Ints
    sections: Ints
    covered: Ints
    top_mentions: Ints
    top_chars: Ints
    top_row: Ints

    @property
    def rate(self) -> Floats:
        """Mentions per 10,000 Han characters."""
        return 10_000 * self.mentions / max(self.chars, 1)

    def take(self, index: Ints) -> Side:
        """Keep some of the features."""
        return replace(
            self,
            mentions=self.mentions[index],
            sections=self.sections[index],
            covered=self.covered[index],
            top_mentions=self.top_mentions[index],
            top_chars=self.top_chars[index],
            top_row=self.top_row[index],
        )


def group_sides(counts: csr_array, rows: pd.DataFrame, groups: Sequence[str]) -> dict[str, Side]:
    """Add up the sections of each group.

    Parameters
    ----------
    counts : csr_array of shape (n_rows, n_features)
        Mentions in each leaf section.
    rows : DataFrame of shape (n_rows, …)
        The leaf sections, with doc_id, path, group and n_chars.
    groups : sequence of str

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": "甲", "path": ["一", "二"], "group": "2020",
    ...     "n_chars": [10, 20]})
    >>> side = group_sides(csr_array(np.array([[3], [1]])), rows, ["2020"])["2020"]
    >>> int(side.mentions[0]), int(side.sections[0]), int(side.top_mentions[0]), side.chars
    (4, 2, 3, 30)
    """
    chars = rows["n_chars"].to_numpy(dtype=np.int64)
    # the order of the labels, not that of the files, decides between sections with equal counts
    rank = np.unique(section_labels(rows).to_numpy(dtype=str), return_inverse=True)[1]
    members = rows["group"].to_numpy(dtype=object)
    return {group: _side(counts, np.flatnonzero(members == group), chars, rank) for group in groups}


def _side(counts: csr_array, index: Ints, chars: Ints, rank: Ints) -> Side:
    n_features = counts.shape[1]
    part = counts[index].tocoo()
    held = part.data > 0
    feature, value, row = part.col[held], part.data[held].astype(np.int64), index[part.row[held]]

    def total(weights: Ints) -> Ints:
        sums = np.zeros(n_features, dtype=np.int64)
        np.add.at(sums, feature, weights)
        return sums

    # most mentions first; of equal ones the shortest section: without it the rate falls most
    order = np.lexsort((rank[row], chars[row], -value, feature))
    names, first = np.unique(feature[order], return_index=True)
    top_mentions, top_chars, top_row = np.zeros((3, n_features), dtype=np.int64)
    top_row -= 1
    top_mentions[names] = value[order][first]
    top_row[names] = row[order][first]
    top_chars[names] = chars[top_row[names]]
    return Side(
        chars=int(chars[index].sum()),
        n_sections=len(index),
        mentions=total(value),
        sections=total(np.ones_like(value)),
        covered=total(chars[row]),
        top_mentions=top_mentions,
        top_chars=top_chars,
        top_row=top_row,
    )
