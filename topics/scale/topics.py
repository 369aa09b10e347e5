"""Topics of a corpus that does not fit in memory: train on a stated sample, infer everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import csr_array

from topics.dfm import Dfm
from topics.scale.store import connect

if TYPE_CHECKING:
    import duckdb

    from topics.model import TopicModel

THETA = pa.schema(
    [("doc_id", pa.string()), ("section", pa.int32()), ("theta", pa.list_(pa.float64()))]
)


def sample_documents(doc_ids: Sequence[str], n: int, *, seed: int = 1) -> list[str]:
    """Return n documents, the same ones whatever the order: those whose names hash lowest.

    >>> sample_documents(["甲", "乙", "丙"], 2) == sample_documents(["丙", "乙", "甲"], 2)
    True
    """
    return sorted(
        sorted(doc_ids, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())[:n]
    )


def sample_dfm(batches: Sequence[Path], n: int, *, seed: int = 1) -> Dfm:
    """Return the matrix of a sample of documents, to fit topics on; rows are sorted by document and
    section.

    Parameters
    ----------
    batches : sequence of Path
        Files of schema COUNTS.
    n : int
        Documents; all of them if there are fewer.
    seed : int
    """
    files = [str(path) for path in batches]
    with connect() as store:
        names = [
            row[0]
            for row in store.execute(
                "SELECT DISTINCT doc_id FROM read_parquet($files) WHERE error IS NULL",
                {"files": files},
            ).fetchall()
        ]
        rows = _rows(store, files, sample_documents(names, n, seed=seed))
    counts = pa.table({"terms": [row[-2] for row in rows], "tfs": [row[-1] for row in rows]})
    columns = ["doc_id", "section", "path", "year", "genre", "issuer", "n_chars", "n_tokens"]
    about = pd.DataFrame([row[:-2] for row in rows], columns=columns).astype({"year": "Int64"})
    return _to_dfm(counts.to_pylist(), about.drop(columns="section"))


def infer_batch(batch: pa.RecordBatch, model: TopicModel) -> pa.RecordBatch:
    """Return the topic shares of each row of a batch of counts under a fitted model."""
    rows = batch.to_pylist()
    theta = (
        model.transform(_to_dfm(rows, pd.DataFrame(index=range(len(rows)))))
        if rows
        else np.zeros((0, model.n_topics))
    )
    arrays = [
        batch.column("doc_id"),
        batch.column("section"),
        pa.array(theta.tolist(), THETA.field("theta").type),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=THETA)


def _rows(
    store: duckdb.DuckDBPyConnection, files: list[str], chosen: list[str]
) -> list[tuple[Any, ...]]:
    query = """SELECT doc_id, section, path, year, genre, issuer, n_chars, n_tokens, terms, tfs
        FROM read_parquet($files)
        WHERE error IS NULL AND doc_id IN (SELECT unnest($chosen)) ORDER BY doc_id, section"""
    rows: list[tuple[Any, ...]] = store.execute(
        query, {"files": files, "chosen": chosen}
    ).fetchall()
    return rows


def _to_dfm(rows: list[dict[str, Any]], about: pd.DataFrame) -> Dfm:
    features = tuple(sorted({term for row in rows for term in row["terms"]}))
    position = {feature: column for column, feature in enumerate(features)}
    indptr = np.cumsum([0, *(len(row["terms"]) for row in rows)], dtype=np.int64)
    indices = np.array([position[term] for row in rows for term in row["terms"]], dtype=np.int64)
    data = np.array([tf for row in rows for tf in row["tfs"]], dtype=np.int64)
    return Dfm(
        csr_array((data, indices, indptr), shape=(len(rows), len(features))), features, about
    )
