"""Near duplicates by MinHash banding and a group-by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 — as everybody writes it

from topics.scale import minhash


def near_duplicates(
    documents: DataFrame, *, threshold: float = 0.8, bucket: int = 1_000
) -> DataFrame:
    """Return pairs of documents of which the smaller shares at least `threshold` of its shingles
    with the larger.

    MinHash signatures cut into bands find the candidates, exact containment decides. A bucket of
    more than `bucket` documents (a form letter, a signature block) is cut to its first documents by
    name.

    Parameters
    ----------
    documents : DataFrame
        With `doc_id` and `text` (clean text, one row per document).

    Returns
    -------
    DataFrame
        first, second (names, `first` < `second`), containment.
    """

    def bands(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield minhash.band_batch(batch)

    def check(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield minhash.check_batch(batch)

    texts = documents.select("doc_id", "text")
    keyed = texts.mapInArrow(bands, "doc_id string, band bigint")
    buckets = (
        keyed.groupBy("band")
        .agg(F.slice(F.sort_array(F.collect_list("doc_id")), 1, bucket).alias("ids"))
        .where(F.size("ids") > 1)
    )
    one = buckets.select("band", "ids", F.explode("ids").alias("first"))
    candidates = (
        one.select("first", F.explode("ids").alias("second")).where("first < second").distinct()
    )
    left = texts.select(F.col("doc_id").alias("first"), F.col("text").alias("text_first"))
    right = texts.select(F.col("doc_id").alias("second"), F.col("text").alias("text_second"))
    both = (
        candidates.join(left, "first")
        .join(right, "second")
        .select("first", "second", "text_first", "text_second")
    )
    return both.mapInArrow(check, "first string, second string, containment double").where(
        F.col("containment") >= threshold
    )
