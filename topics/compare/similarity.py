"""How alike two texts are: cosine and Dice of Han bigrams over many pairs, common subsequence of
one pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
CHUNK = 250  # rows multiplied at a time: bounds the memory of 10,000 sections (chosen)


def bigrams(clauses: str) -> list[str]:
    """Return the pairs of neighbouring characters of a folded text, inside clauses and list items.

    Examples
    --------
    >>> bigrams("老旧管网、路灯，水")
    ['老旧', '旧管', '管网', '路灯']
    """
    return [
        clauses[i : i + 2]
        for i in range(len(clauses) - 1)
        if clauses[i] not in "，、" and clauses[i + 1] not in "，、"
    ]


def weighted(texts: Sequence[Sequence[str]], background: Sequence[Sequence[str]] = ()) -> csr_array:
    """Return unit vectors of texts given as features, rare features weighing more.

    The weight is (1 + ln tf)·ln((N + 1)/df), with N and df over the texts and the background.

    Returns
    -------
    csr_array of shape (n_texts, n_features)
        Rows of length 1, or of zeros where a text has no features.
    """
    bags = [Counter(text) for text in texts]
    held = Counter(feature for bag in bags for feature in bag)
    for text in background:
        held.update(held.keys() & set(text))
    n_texts = len(bags) + len(background)
    weight = {name: np.log((n_texts + 1) / count) for name, count in held.items()}
    return _rows(
        [{name: (1 + np.log(n)) * weight[name] for name, n in bag.items()} for bag in bags]
    )


def _rows(bags: Sequence[dict[str, float]]) -> csr_array:
    column = {name: i for i, name in enumerate(sorted(set().union(*bags)))}
    ends = np.cumsum([0, *map(len, bags)])
    indices = np.fromiter((column[name] for bag in bags for name in bag), dtype=np.int32)
    values = np.fromiter((value for bag in bags for value in bag.values()), dtype=np.float64)
    matrix = csr_array((values, indices, ends), shape=(len(bags), max(len(column), 1)))
    matrix.sort_indices()
    length = np.sqrt(np.asarray((matrix**2).sum(axis=1), dtype=np.float64))
    matrix.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(matrix.indptr))
    return matrix


def products(rows: csr_array, columns: csr_array) -> Iterator[tuple[int, csr_array]]:
    """Yield the inner products of all rows with all columns' rows, a few hundred rows at a time,
    each with its first row.
    """
    turned = columns.T.tocsr()
    for start in range(0, rows.shape[0], CHUNK):
        yield start, csr_array(rows[start : start + CHUNK] @ turned)


def dice(
    left: Sequence[str], right: Sequence[str], *, least: float
) -> list[tuple[int, int, float]]:
    """Return the pairs of folded texts whose Dice coefficient of bigrams exceeds `least`.

    Returns
    -------
    list of (int, int, float)
        Place in `left`, place in `right`, 2·|common|/(|left| + |right|); sorted.

    Examples
    --------
    >>> dice(["更新老旧管网"], ["更新管网", "培训骑手"], least=0.3)
    [(0, 0, 0.5)]
    """
    bags = [dict.fromkeys(bigrams(text), 1.0) for text in (*left, *right)]
    if not left or not right:
        return []
    sizes = np.array([len(bag) for bag in bags], dtype=np.float64)
    matrix = _rows(bags)
    matrix.data[:] = 1.0
    n_left = len(left)
    found: list[tuple[int, int, float]] = []
    for start, common in products(matrix[:n_left], matrix[n_left:]):
        part = common.tocoo()
        total = sizes[part.row + start] + sizes[n_left + part.col]
        value = 2 * part.data / total
        kept = value > least
        found += zip(
            (part.row[kept] + start).tolist(),
            part.col[kept].tolist(),
            value[kept].round(9).tolist(),
            strict=True,
        )
    return sorted(found)


def ratio(left: str, right: str) -> float:
    """Return how much of two texts is a common subsequence: 2·LCS/(|left| + |right|), in [0, 1].

    The length of the longest common subsequence is computed bit by bit (Hyyrö 2004, "Bit-parallel
    LCS-length computation revisited").

    Examples
    --------
    >>> ratio("推进城市更新", "推进城市有机更新"), ratio("", "")
    (0.8571428571428571, 1.0)
    """
    if left == right:
        return 1.0
    places: dict[str, int] = {}
    for i, char in enumerate(left):
        places[char] = places.get(char, 0) | 1 << i
    full = (1 << len(left)) - 1
    row = full
    for char in right:
        matched = row & places.get(char, 0)
        row = ((row + matched) | (row - matched)) & full
    return 2 * (len(left) - row.bit_count()) / (len(left) + len(right))
