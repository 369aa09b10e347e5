"""Texts as sequences of hashed shingles: what two copies have in common, and where they differ."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from topics.corpus.copies.folding import fold

Hashes = npt.NDArray[np.uint64]

SHINGLE = (
    5  # characters; two seeds that are one document share 99 % of theirs, other pairs at most 24 %
)
LONG = 60  # characters from which a gap is aligned by itself
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Shingled:
    """A text reduced to what copies have in common, and where each character of that stood.

    Attributes
    ----------
    codes : array of shape (n,), uint32
        Folded characters.
    places : array of shape (n,), int64
        Their offsets in the text.
    shingles : array of shape (n - 4,), uint64
        Hashes of each run of five folded characters, in the order of the text.
    """

    codes: npt.NDArray[np.uint32]
    places: npt.NDArray[np.int64]
    shingles: Hashes

    def span(self, text: str, start: int, end: int) -> str:
        """Return the text between two folded positions."""
        return text[int(self.places[start]) : int(self.places[end - 1]) + 1] if start < end else ""

    def part(self, start: int, end: int) -> Shingled:
        """Return the part between two folded positions."""
        return Shingled(
            self.codes[start:end],
            self.places[start:end],
            self.shingles[start : max(start, end - SHINGLE + 1)],
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where two texts differ: spans of folded positions in the one and in the other, either
    of which may be empty.
    """

    start: int
    end: int
    other_start: int
    other_end: int


def shingle(text: str) -> Shingled:
    """Fold a text and hash its shingles.

    Examples
    --------
    >>> len(shingle("推进城市更新。").shingles)
    2
    """
    codes, places = fold(text)
    return Shingled(codes, places, _hashes(codes))


def containment(small: Shingled, large: Shingled) -> float:
    """Return the share of the smaller text's distinct shingles that stand in the larger one (Broder
    1997).
    """
    if len(small.shingles) == 0:
        return 0.0
    distinct = np.unique(small.shingles)
    return float(np.isin(distinct, large.shingles).mean())


def _hashes(codes: npt.NDArray[np.uint32]) -> Hashes:
    """Hash each run of five characters by fixed integer arithmetic; a shorter text is one run."""
    if len(codes) == 0:
        return np.zeros(0, dtype=np.uint64)
    size = min(SHINGLE, len(codes))
    wide = codes.astype(np.uint64)
    value = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for offset in range(size):
        value = value * GOLDEN + wide[offset : offset + len(value)] + np.uint64(1)
    return mix(value)


def bigrams(codes: npt.NDArray[np.uint32]) -> Hashes:
    """Return each pair of neighbouring characters as one number."""
    return (codes[:-1].astype(np.uint64) << np.uint64(32)) + codes[1:]


def mix(value: Hashes) -> Hashes:
    """Spread bits (the finaliser of SplitMix64, Steele, Lea & Flood 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def gaps(one: Shingled, other: Shingled) -> Iterator[Gap]:
    """Yield the places where two texts differ, in order.

    The texts are aligned at the shingles that occur once in each and in the same order; what lies
    between two such places and is not equal is a difference. Time is n log n.
    """
    last_one = last_other = 0
    aligned = [*anchors(one.shingles, other.shingles), (len(one.codes), len(other.codes))]
    for place_one, place_other in aligned:
        # Anchors overlap while the texts run together; then there is nothing between them.
        if place_one >= last_one and place_other >= last_other:
            gap = _trimmed(
                one.codes, other.codes, Gap(last_one, place_one, last_other, place_other)
            )
            if gap.start < gap.end or gap.other_start < gap.other_end:
                yield from _divided(one, other, gap)
        elif place_one - last_one != place_other - last_other:
            # Inside the shared stretch, one text repeats characters that the other has once.
            more = (place_one - last_one) - (place_other - last_other)
            yield Gap(place_one - max(more, 0), place_one, place_other - max(-more, 0), place_other)
        last_one, last_other = (
            max(last_one, place_one + SHINGLE),
            max(last_other, place_other + SHINGLE),
        )


def _divided(one: Shingled, other: Shingled, gap: Gap) -> Iterator[Gap]:
    """Align a long gap by itself: what occurs twice in a text may occur once in it."""
    parts = one.part(gap.start, gap.end), other.part(gap.other_start, gap.other_end)
    sizes = [len(part.codes) for part in parts]
    if min(sizes) < LONG or sizes == [len(one.codes), len(other.codes)]:
        yield gap
        return
    for finer in gaps(*parts):
        yield Gap(
            gap.start + finer.start,
            gap.start + finer.end,
            gap.other_start + finer.other_start,
            gap.other_start + finer.other_end,
        )


def _trimmed(one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32], gap: Gap) -> Gap:
    """Take equal characters off both ends of a gap."""
    start, end, other_start, other_end = gap.start, gap.end, gap.other_start, gap.other_end
    while start < end and other_start < other_end and one[start] == other[other_start]:
        start, other_start = start + 1, other_start + 1
    while end > start and other_end > other_start and one[end - 1] == other[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    return Gap(start, end, other_start, other_end)


def anchors(one: Hashes, other: Hashes) -> list[tuple[int, int]]:
    """Find the longest chain of shingles that are unique in both texts and in the same order."""
    _, first_one, count_one = np.unique(one, return_index=True, return_counts=True)
    _, first_other, count_other = np.unique(other, return_index=True, return_counts=True)
    single_one, single_other = (
        np.sort(first_one[count_one == 1]),
        np.sort(first_other[count_other == 1]),
    )
    _, at_one, at_other = np.intersect1d(
        one[single_one], other[single_other], assume_unique=True, return_indices=True
    )
    pairs = sorted(zip(single_one[at_one].tolist(), single_other[at_other].tolist(), strict=True))
    return [pairs[index] for index in _rising([second for _, second in pairs])]


def _rising(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest strictly rising subsequence."""
    tails: list[int] = []
    tail_index: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(tail_index[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        tail_index[place : place + 1] = [index]
    chain = []
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]
