"""Near duplicates as two pure functions: texts to band keys, pairs of texts to containment."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from topics.corpus.copies.shingles import GOLDEN, Hashes, containment, mix, shingle

BANDS, ROWS = 32, 4  # 128 hashes; a pair that shares 70 % of its shingles is missed once in 6,000

BAND = pa.schema([("doc_id", pa.string()), ("band", pa.int64())])
PAIR = pa.schema([("first", pa.string()), ("second", pa.string()), ("containment", pa.float64())])


def bands(text: str) -> npt.NDArray[np.int64]:
    """Return the keys of a text's bands, of shape (32,), or none for a text without characters.

    The minimum of a hash over the shingles agrees between two texts with the probability of their
    Jaccard similarity (Broder 1997); four minima make a key, so that a similarity s is found with 1
    − (1 − s⁴)³² (Leskovec, Rajaraman & Ullman, section 3.4).

    >>> len(bands("推进城市更新和安全韧性提升")), len(bands(""))
    (32, 0)
    """
    shingles = np.unique(shingle(text).shingles)
    if not len(shingles):
        return np.zeros(0, dtype=np.int64)
    salts = mix(np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * GOLDEN)
    minima: Hashes = np.array([mix(shingles ^ salt).min() for salt in salts], dtype=np.uint64)
    keys = np.arange(BANDS, dtype=np.uint64)
    for row in minima.reshape(BANDS, ROWS).T:
        keys = mix(keys * GOLDEN + row)
    return keys.view(np.int64)


def band_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the band keys of a batch with `doc_id` and `text`: a row per document and band."""
    rows = [
        (doc_id, key)
        for doc_id, text in _pairs(batch, "doc_id", "text")
        for key in bands(text or "").tolist()
    ]
    ids, keys = zip(*rows, strict=True) if rows else ((), ())
    return pa.RecordBatch.from_arrays(
        [pa.array(ids, pa.string()), pa.array(keys, pa.int64())], schema=BAND
    )


def check_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the exact containment of pairs with first, second, text_first and text_second."""
    values = []
    for one, other in _pairs(batch, "text_first", "text_second"):
        small, large = sorted(
            (shingle(one or ""), shingle(other or "")),
            key=lambda text: len(np.unique(text.shingles)),
        )
        values.append(containment(small, large))
    return pa.RecordBatch.from_arrays(
        [batch.column("first"), batch.column("second"), pa.array(values, pa.float64())], schema=PAIR
    )


def _pairs(batch: pa.RecordBatch, one: str, other: str) -> list[tuple[str, str]]:
    left, right = (batch.column(name).to_pylist() for name in (one, other))
    return list(zip(left, right, strict=True))
