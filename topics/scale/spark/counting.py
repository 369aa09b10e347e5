"""From documents to the counts of their leaf sections, on Spark's workers."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 — as everybody writes it

from topics.scale import core
from topics.scale.sources import FIELDS
from topics.scale.spec import Spec

RECORDS_PER_BATCH = 128  # documents of an Arrow batch: bounds the memory of a Python worker
UNIT_COLUMNS = (
    "doc_id string, section int, path string, year int, genre string, issuer string, label string,"
    " n_chars bigint"
)
UNITS = f"{UNIT_COLUMNS}, chunk int, text string, error string"
COUNTS = (
    f"{UNIT_COLUMNS}, n_tokens bigint, terms array<string>, tfs array<int>, themes array<string>,"
    " mentions array<int>, error string"
)


def count_documents(
    documents: DataFrame, spec: Spec, *, columns: Mapping[str, str] | None = None
) -> DataFrame:
    """Clean, parse, tokenize and count: what `count_terms(units(documents, spec), spec)` gives, in
    one pass.

    A task keeps one Python process busy, not two, and texts cross to Python once. Where few
    documents are very long, deal their pieces out by `units(..., partitions=N)` instead.

    Raises
    ------
    ValueError
        If a column is missing; the message lists those that there are.
    """

    def count(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield core.count_batch(batch, spec)

    return _chosen(documents, spec, columns or {}).mapInArrow(count, COUNTS)


def units(
    documents: DataFrame,
    spec: Spec,
    *,
    columns: Mapping[str, str] | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """Clean and parse documents into pieces of leaf sections.

    Parameters
    ----------
    documents : DataFrame
        With columns `doc_id` and `text`, and, where known, `date`, `genre`, `issuer` and the
        further column that `spec.by` names.
    spec : Spec
    columns : mapping, optional
        Names of these columns where they are called otherwise: `{"text": "body"}`.
    partitions : int, optional
        Deal the pieces out again, so that one very long document does not keep one worker busy.

    Returns
    -------
    DataFrame
        A row per leaf section or, with `partitions`, per piece of `spec.max_chars` characters; a
        document that cannot be read has one row with `error`.

    Raises
    ------
    ValueError
        If a column is missing; the message lists those that there are.
    """
    chosen = _chosen(documents, spec, columns or {})
    cut = spec if partitions else replace(spec, max_chars=sys.maxsize)

    def parse(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield core.parse_batch(batch, cut)

    found = chosen.mapInArrow(parse, UNITS)
    return (
        found.repartition(partitions, "doc_id", "section", "chunk")
        if partitions
        else found.drop("chunk")
    )


def count_terms(units: DataFrame, spec: Spec) -> DataFrame:
    """Tokenize and count; a row per leaf section, `error` where a document could not be read.

    Raises
    ------
    SpecError
        On the workers, if they would count otherwise than this process; `check_workers` says so
        before any work.
    """

    def count(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield core.count_units(batch, spec)

    def merge(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield core.merge_pieces(batch)

    counted = units.mapInArrow(count, COUNTS)
    if "chunk" not in units.columns:
        return counted
    keys = [F.col(name) for name in ("doc_id", "section")]
    pieces = counted.groupBy(*keys).agg(
        *[
            F.max(name).alias(name)
            for name in ("path", "year", "genre", "issuer", "label", "error")
        ],  # equal, or the one error
        *[F.sum(name).alias(name) for name in ("n_chars", "n_tokens")],
        *[F.collect_list(name).alias(name) for name in ("terms", "tfs", "themes", "mentions")],
    )
    return pieces.mapInArrow(merge, COUNTS)


def quarantine(counts: DataFrame) -> DataFrame:
    """Return the documents, or with a path the sections, without counts: doc_id, path, error."""
    return counts.where(F.col("error").isNotNull()).select("doc_id", "path", "error")


def _chosen(documents: DataFrame, spec: Spec, columns: Mapping[str, str]) -> DataFrame:
    """Return the columns that counting needs, under the names that it knows them by, as text."""
    if unknown := sorted(set(columns) - set(FIELDS)):
        raise ValueError(f"no column is called '{unknown[0]}' here; there are: {', '.join(FIELDS)}")
    named = {name: name for name in FIELDS} | dict(columns)
    if spec.by:
        named["label"] = spec.by
    needed = {"doc_id", "text", *columns, *(["label"] if spec.by else [])}
    if missing := sorted(named[name] for name in needed if named[name] not in documents.columns):
        raise ValueError(
            f"no column '{missing[0]}' among {', '.join(documents.columns)}; name it by"
            " columns={...}"
        )
    present = {
        name: column.replace("`", "``")
        for name, column in named.items()
        if column in documents.columns
    }
    return documents.select(
        *[F.col(f"`{column}`").cast("string").alias(name) for name, column in present.items()]
    )
