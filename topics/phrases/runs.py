"""Runs of words that stand twice or more and cannot be lengthened without losing a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from topics.phrases.reading import BREAK, Ints


def maximal_runs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    r"""Yield each maximal repeated run of words by its first place and its number of words.

    A run of k + 1 words is known by its first and its last k words, so that each length is counted
    from the one before, and only where both are repeated: linear but for the sorting, however long
    the runs. A run is maximal if no longer one stands in as many places.

    Parameters
    ----------
    words : sequence of str
        No run passes a break.

    Examples
    --------
    >>> words = "推进 城市 更新 \n 支持 城市 更新 \n 城市".split(" ")
    >>> [words[at : at + size] for at, size in maximal_runs(words)]
    [['城市'], ['城市', '更新']]
    """
    numbers: dict[str, int] = {}
    raw = np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
    at = np.flatnonzero([not word.startswith(BREAK) for word in words])
    classes, counts, places = _classes(raw[at], at, len(words))
    size = 1
    while len(places):
        both = places[:-1][np.diff(places) == 1]  # places whose next one is repeated, too
        keys = classes[both] * (len(counts) + 1) + classes[both + 1]
        longer, more, kept = _classes(keys, both, len(words))
        maximal = counts >= 2
        if len(kept):
            often = more[longer[kept]]
            for part in (classes[kept], classes[kept + 1]):
                maximal[part[often == counts[part]]] = False
        _, first = np.unique(classes[places], return_index=True)
        yield from ((int(places[i]), size) for i in np.sort(first) if maximal[classes[places[i]]])
        classes, counts, places, size = longer, more, kept, size + 1


def _classes(keys: Ints, at: Ints, n: int) -> tuple[Ints, Ints, Ints]:
    """Give equal keys one number.

    Returned are the number at each of n places (−1 for none), how often each number stands, and the
    places where it stands twice or more.
    """
    found: Ints = np.full(n, -1, dtype=np.int64)
    if not len(keys):
        return found, np.zeros(0, dtype=np.int64), at
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    repeated = counts[inverse] >= 2
    found[at[repeated]] = inverse[repeated]
    return found, counts, at[repeated]
