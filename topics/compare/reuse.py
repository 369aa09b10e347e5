"""How much of a text also stands in another: shared runs of characters, in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.compare.units import require_chinese, without_lists
from topics.corpus.copies.folding import fold

if TYPE_CHECKING:
    from topics.corpus import Document

RUNS = (8, 12, 20)  # Han characters (definition); 8 is longer than most set phrases
# Runs that stand in a third of the documents are boilerplate, where there are six (definition).
COMMON, ENOUGH = 1 / 3, 6
REUSE_COLUMNS = [
    "source",
    "doc_id",
    *(f"share_{k}" for k in RUNS),
    "longest",
    "boilerplate",
    "days",
]
# Odd numbers: products with them lose no bits.
_BITS = np.uint64(29)
_BASE, _OTHER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
Codes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Text:
    """The Han characters of a document as code points, and the hashes of its runs by length."""

    codes: Codes
    runs: dict[int, Codes]


def reuse(documents: Sequence[Document], k: Sequence[int] = RUNS) -> pd.DataFrame:
    """Measure how much of each document also stands in each other one.

    share_k is the share of a document's Han characters inside runs of at least k Han characters
    that stand in the source, too, marks and digits aside; the order of the runs does not matter.
    Where there are six documents or more, runs that stand in a third of them are boilerplate: their
    characters are taken out of the shares and told apart. Common wording may come from a third
    text; the table does not say who had it from whom.

    Parameters
    ----------
    documents : sequence of Document
    k : sequence of int
        Lengths of runs, in Han characters.

    Returns
    -------
    DataFrame
        One row per ordered pair: source, doc_id, share_k for each k, longest (Han characters of the
        longest common run), boilerplate (share of the document's characters in boilerplate that the
        source holds, too), days (from the date of the source to that of the document; NaN where one
        is unknown). Of two dated documents only the earlier is a source; of two with the same date,
        or without, each is.

    Raises
    ------
    ValueError
        If there are fewer than two documents, one is empty or not in Chinese, or a length is below
        2.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> old = parse_text("更新老旧管网和路灯设施，培训骑手。", doc_id="甲")
    >>> new = parse_text("全面更新老旧管网和路灯设施。", doc_id="乙")
    >>> reuse([old, new]).query("source == '甲'")[["share_8", "longest"]].values.tolist()
    [[0.8461538461538461, 11.0]]
    """
    _check(documents, k)
    lengths = sorted({min(k), *k})
    texts = [han_codes(document) for document in documents]
    hashed = [_Text(codes, {n: np.unique(_hashes(codes, n)) for n in lengths}) for codes in texts]
    plain = _boilerplate(hashed, lengths[0])
    records = []
    for i, source in enumerate(documents):
        for j, document in enumerate(documents):
            days = lag(source, document)
            if i != j and not days < 0:
                record = _pair(hashed[i], hashed[j], k, plain)
                records.append(
                    {"source": source.doc_id, "doc_id": document.doc_id, **record, "days": days}
                )
    columns = ["source", "doc_id", *(f"share_{n}" for n in k), *REUSE_COLUMNS[-3:]]
    return pd.DataFrame.from_records(records, columns=columns)


def _check(documents: Sequence[Document], k: Sequence[int]) -> None:
    if len(documents) < 2:
        raise ValueError(f"{len(documents)} documents: reuse compares at least two; give another")
    if not k or min(k) < 2:
        raise ValueError(f"k {tuple(k)}: runs have at least 2 characters; 8 is the usual length")
    for document in documents:
        require_chinese(document)


def lag(source: Document, document: Document) -> float:
    """Return the days from the date of a source to that of a document; NaN where one is unknown.

    Examples
    --------
    >>> from topics.corpus import Document
    >>> lag(Document("甲", date="2024-01-31"), Document("乙", published="2024-03-01"))
    30.0
    """
    days = [_day(source), _day(document)]
    return float("nan") if None in days else float((days[1] - days[0]).days)  # type: ignore[operator]


def _day(document: Document) -> date | None:
    try:
        return date.fromisoformat(document.date or document.published)
    except ValueError:
        return None


def han_codes(document: Document, start: int = 0, end: int | None = None) -> Codes:
    """Return the Han characters of a document, or of a part of it, in simplified script."""
    return text_codes(without_lists(document.text)[start:end])


def text_codes(text: str) -> Codes:
    """Return the Han characters of a text as code points, in simplified script."""
    codes = fold(text)[0]
    return codes[codes >= 0x3007].astype(np.uint64)


def _hashes(codes: Codes, k: int) -> Codes:
    """Return a hash of each run of k characters, 64 bits; equal runs have equal hashes.

    A run is hashed as its first and its last 2ⁿ characters, which together cover it.
    """
    if len(codes) < k:
        return np.zeros(0, dtype=np.uint64)
    found, size = codes * _BASE, 1
    while 2 * size <= k:
        found = _mixed(found[: len(found) - size], found[size:])
        size *= 2
    return _mixed(found[: len(codes) - k + 1], found[k - size :])


def _mixed(one: Codes, other: Codes) -> Codes:
    left, right = np.right_shift(one, _BITS), np.right_shift(other, _BITS)
    return (one ^ left) * _BASE + (other ^ right) * _OTHER


def inside(codes: Codes, runs: Codes, k: int) -> Mask:
    """Return which characters stand in a run of k that is among `runs` (sorted hashes)."""
    hashes = _hashes(codes, k)
    covered = np.zeros(len(codes) + 1, dtype=np.int64)
    starts = np.flatnonzero(np.isin(hashes, runs))
    np.add.at(covered, starts, 1)
    np.add.at(covered, starts + k, -1)
    return np.cumsum(covered)[:-1] > 0


def runs_of(codes: Codes, k: int) -> Codes:
    """Return the hashes of the runs of k characters, sorted, each once."""
    return np.unique(_hashes(codes, k))


def _boilerplate(texts: Sequence[_Text], k: int) -> Codes:
    """Return the runs that stand in a third of the documents."""
    if len(texts) < ENOUGH:
        return np.zeros(0, dtype=np.uint64)
    runs, held = np.unique(np.concatenate([text.runs[k] for text in texts]), return_counts=True)
    return runs[held >= max(COMMON * len(texts), 2)]


def _pair(source: _Text, text: _Text, k: Sequence[int], plain: Codes) -> dict[str, float]:
    """Return shares, longest run and boilerplate of one pair."""
    shortest = min(source.runs)
    shared = inside(text.codes, source.runs[shortest], shortest)
    usual = inside(text.codes, np.intersect1d(plain, source.runs[shortest]), shortest)
    size = max(len(text.codes), 1)
    shares = {
        f"share_{n}": float((inside(text.codes, source.runs[n], n) & ~usual).sum() / size)
        for n in k
    }
    longest = _longest(source.codes, text.codes) if shared.any() else 0
    return {**shares, "longest": longest, "boilerplate": float((usual & shared).sum() / size)}


def _longest(one: Codes, other: Codes) -> int:
    """Return the length of the longest common run, by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if np.isin(_hashes(one, middle), _hashes(other, middle)).any():
            low = middle
        else:
            high = middle - 1
    return low
