"""The documents that a report made of counts quotes from: read again, one by one, once it is known
which say most.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from topics.corpus import ReadOptions
from topics.corpus.document import Document
from topics.corpus.intake.find import find_files
from topics.corpus.intake.pool import read_all
from topics.scale.core import parse_record
from topics.scale.size import parquet_files
from topics.scale.sources import open_source
from topics.scale.spec import Spec

EACH = 3  # documents of each theme and group
LONGEST = (
    50_000  # Han characters; of longer documents one is read only where no other mentions the theme
)


def most_telling(documents: pd.DataFrame, found: pd.DataFrame, n: int = EACH) -> list[str]:
    """Return, of each theme and group, the n documents with the most mentions, sorted by name.

    Parameters
    ----------
    documents, found : DataFrame
        As `topics.scale.store.document_sums` gives them.
    n : int

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["甲", "乙", "丙"], "group": ["2024", "2024", ""],
    ...     "n_chars": [900, 800, 700]})
    >>> found = pd.DataFrame({"doc_id": ["甲", "乙", "丙"], "theme": ["安全韧性"] * 3,
    ...     "mentions": [1, 4, 9]})
    >>> most_telling(documents, found, 1)
    ['乙']
    """
    about = documents[["doc_id", "group", "n_chars"]]
    rows = found[["doc_id", "theme", "mentions"]].merge(about[about["group"] != ""], on="doc_id")
    rows = rows.assign(long=rows["n_chars"] > LONGEST).sort_values(
        ["long", "mentions", "doc_id"], ascending=[True, False, True]
    )
    best = rows.groupby(["theme", "group"], sort=False).head(n)
    only = ~best["long"] | ~best.duplicated(["theme", "group"])
    return sorted(set(best.loc[only, "doc_id"]))


def read_again(
    paths: Sequence[str | Path], names: Collection[str], options: ReadOptions, spec: Spec
) -> tuple[Document, ...]:
    """Read the documents with these names; what cannot be read any more is left out.

    Parameters
    ----------
    paths : sequence of path
        As they were counted.
    names : collection of str
    options : ReadOptions
    spec : Spec

    Returns
    -------
    tuple of Document
        Sorted by name.
    """
    wanted = set(names)
    if any(parquet_files(Path(path)) for path in paths):
        rows = (
            row
            for batch in open_source(paths, options, spec).batches
            for row in _rows(batch, wanted)
        )
        documents = [parse_record(row, spec) for row in rows]
    else:
        files = find_files(list(paths), exclude=options.exclude).files
        documents = read_all([file for file in files if file.doc_id in wanted], options)
    return tuple(
        sorted(
            (document for document in documents if document.analysed),
            key=lambda document: document.doc_id,
        )
    )


def _rows(batch: pa.RecordBatch, wanted: set[str]) -> list[dict[str, Any]]:
    chosen = pc.is_in(batch.column("doc_id"), value_set=pa.array(sorted(wanted), pa.string()))
    rows: list[dict[str, Any]] = batch.filter(chosen).to_pylist()
    return rows
