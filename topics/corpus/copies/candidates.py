"""Pairs of documents that may be copies, found without comparing all pairs: MinHash over segments,
and banding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from topics.corpus.copies.shingles import GOLDEN, Hashes, Shingled, mix


@dataclass(frozen=True, slots=True)
class CandidateThresholds:
    """Which pairs of texts are looked at; all chosen, the bands by their error.

    Attributes
    ----------
    segment : int
        Shingles per signature, so that a part of a larger file is found by its own segments.
    bands : int
        Bands of a signature, of `rows` rows each: a segment whose twin shares 80 % of its
        shingles is missed in 2 of 10,000 cases.
    rows : int
        Rows of a band.
    neighbours : int
        Documents next in length that each meets within a bucket.
    small : int
        Documents of a bucket in which all meet: copies may stand apart, with versions between
        them.
    shared : int
        Bands that those must have in common: of 16, copies that differ in a line share 15.
    """

    segment: int = 512
    bands: int = 16
    rows: int = 4
    neighbours: int = 3
    small: int = 48
    shared: int = 4


THRESHOLDS = CandidateThresholds()
MATRIX = 400_000  # hashes at a time, so that they stay in the cache


class Texts(Protocol):
    """Texts by number, such as a list of them."""

    def __getitem__(self, index: int, /) -> Shingled:
        """Return a text."""
        ...


@dataclass(frozen=True, slots=True)
class Buckets:
    """The bands of all texts, those with the same key side by side and in the order of length.

    Attributes
    ----------
    keys : array of shape (n,), uint64
        Rising.
    owners : array of shape (n,), int64
        Number of the text of each key.
    """

    keys: Hashes
    owners: npt.NDArray[np.int64]

    @classmethod
    def of(cls, texts: Texts, indices: Sequence[int]) -> Buckets:
        """Make the buckets of texts, one text at a time; what is kept is about a tenth of it."""
        bands, lengths = [], []
        for index in indices:
            text = texts[index]
            bands.append(_bands(text.shingles))
            lengths.append(len(text.codes))
        if not bands:
            return cls(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64))
        counts = [len(band) for band in bands]
        keys = np.concatenate(bands)
        owners = np.repeat(np.array(indices, dtype=np.int64), counts)
        order = np.lexsort((owners, np.repeat(np.array(lengths), counts), keys))
        return cls(keys[order], owners[order])

    def without(self, owners: Collection[int]) -> Buckets:
        """Return the buckets without some texts, so that those meet that stood on either side."""
        left = ~np.isin(self.owners, np.array(sorted(owners), dtype=np.int64))
        return Buckets(self.keys[left], self.owners[left])


def candidates(buckets: Buckets) -> dict[tuple[int, int], bool]:
    """Pair documents that have a band of a segment's signature in common, and say of each pair
    whether its documents are neighbours in length.

    In a large bucket neighbours alone are paired: copies stand side by side, a part stands before
    what contains it, and a phrase that a thousand documents share costs no million pairs.
    """
    keys, owners = buckets.keys, buckets.owners
    first = np.searchsorted(keys, keys, side="left")
    small = np.searchsorted(keys, keys, side="right") - first <= THRESHOLDS.small
    near: set[tuple[int, int]] = set()
    far: Counter[tuple[int, int]] = Counter()
    for step in range(1, THRESHOLDS.small):
        same = (keys[:-step] == keys[step:]) & (owners[:-step] != owners[step:])
        if not same.any():
            break
        found = np.flatnonzero(same if step <= THRESHOLDS.neighbours else same & small[:-step])
        one, other = owners[found], owners[found + step]
        pairs = zip(np.minimum(one, other).tolist(), np.maximum(one, other).tolist(), strict=True)
        (near if step <= THRESHOLDS.neighbours else far).update(pairs)
    return {
        **{pair: False for pair, count in far.items() if count >= THRESHOLDS.shared},
        **dict.fromkeys(near, True),
    }


def _bands(shingles: Hashes) -> Hashes:
    """Return the band keys of a text's segments.

    Segments are cut where the text says so, not at fixed places.
    """
    if len(shingles) == 0:
        return shingles
    cuts = np.flatnonzero(shingles % np.uint64(THRESHOLDS.segment) == 0)
    starts = np.unique(np.concatenate(([0], cuts)))
    keys = [
        _band_keys(shingles, starts, first, min(first + step, THRESHOLDS.bands))
        for step in [max(1, min(THRESHOLDS.bands, MATRIX // (THRESHOLDS.rows * len(shingles))))]
        for first in range(0, THRESHOLDS.bands, step)
    ]
    return np.unique(np.concatenate(keys))


def _band_keys(shingles: Hashes, starts: npt.NDArray[np.int64], first: int, last: int) -> Hashes:
    """Return the keys of bands `first` to `last` of every segment: the hash of the smallest of each
    of four hashes.
    """
    salts = mix(
        np.arange(first * THRESHOLDS.rows + 1, last * THRESHOLDS.rows + 1, dtype=np.uint64) * GOLDEN
    )
    smallest = np.minimum.reduceat(mix(shingles[None, :] ^ salts[:, None]), starts, axis=1)
    rows = smallest.reshape(last - first, THRESHOLDS.rows, len(starts))
    key = np.broadcast_to(
        np.arange(first, last, dtype=np.uint64)[:, None], (last - first, len(starts))
    )
    for row in range(THRESHOLDS.rows):
        key = mix(key * GOLDEN + rows[:, row])
    return key.ravel()
