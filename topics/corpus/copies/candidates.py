"""Pairs of documents that may be copies, found without comparing all pairs: MinHash over segments,
and banding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from topics.corpus.copies.shingles import GOLDEN, Hashes, Shingled, mix

SEGMENT = (
    512  # shingles per signature, so that a part of a larger file is found by its own segments
)
BANDS, ROWS = (
    16,
    4,
)  # a segment whose twin shares 80 % of its shingles is missed in 2 of 10,000 cases
NEIGHBOURS = 3  # within a bucket each document meets the next three in length
MATRIX = 400_000  # hashes at a time, so that they stay in the cache


class Texts(Protocol):
    """Texts by number, such as a list of them."""

    def __getitem__(self, index: int, /) -> Shingled:
        """Return a text."""
        ...


def candidates(texts: Texts, indices: Sequence[int]) -> set[tuple[int, int]]:
    """Pair documents that have a band of a segment's signature in common.

    Within a bucket, sorted by length, each document meets its next neighbours only: copies stand
    side by side, a part stands before what contains it, and a phrase that a thousand documents
    share costs no million pairs.
    """
    if not indices:
        return set()
    bands, lengths = [], []
    for index in indices:  # one text at a time; what is kept is about a tenth of it
        text = texts[index]
        bands.append(_bands(text.shingles))
        lengths.append(len(text.codes))
    counts = [len(band) for band in bands]
    key, owner, length = (
        np.concatenate(bands),
        np.repeat(np.array(indices), counts),
        np.repeat(np.array(lengths), counts),
    )
    order = np.lexsort((owner, length, key))
    key, owner = key[order], owner[order]
    pairs: set[tuple[int, int]] = set()
    for step in range(1, NEIGHBOURS + 1):
        same = np.flatnonzero((key[:-step] == key[step:]) & (owner[:-step] != owner[step:]))
        pairs.update(zip(owner[same].tolist(), owner[same + step].tolist(), strict=True))
    return {(min(pair), max(pair)) for pair in pairs}


def _bands(shingles: Hashes) -> Hashes:
    """Return the band keys of a text's segments.

    Segments are cut where the text says so, not at fixed places.
    """
    if len(shingles) == 0:
        return shingles
    cuts = np.flatnonzero(shingles % np.uint64(SEGMENT) == 0)
    starts = np.unique(np.concatenate(([0], cuts)))
    keys = [
        _band_keys(shingles, starts, first, min(first + step, BANDS))
        for step in [max(1, min(BANDS, MATRIX // (ROWS * len(shingles))))]
        for first in range(0, BANDS, step)
    ]
    return np.unique(np.concatenate(keys))


def _band_keys(shingles: Hashes, starts: npt.NDArray[np.int64], first: int, last: int) -> Hashes:
    """Return the keys of bands `first` to `last` of every segment: the hash of the smallest of each
    of four hashes.
    """
    salts = mix(np.arange(first * ROWS + 1, last * ROWS + 1, dtype=np.uint64) * GOLDEN)
    smallest = np.minimum.reduceat(mix(shingles[None, :] ^ salts[:, None]), starts, axis=1)
    rows = smallest.reshape(last - first, ROWS, len(starts))
    key = np.broadcast_to(
        np.arange(first, last, dtype=np.uint64)[:, None], (last - first, len(starts))
    )
    for row in range(ROWS):
        key = mix(key * GOLDEN + rows[:, row])
    return key.ravel()
