"""Keywords, keyness, shares of themes and of topics: numbers that shared functions take from the
sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 — as everybody writes it

from topics.keywords import Known, smoothed_idf
from topics.scale.tables import (
    KEYWORDS,
    KeywordRow,
    compare_groups,
    keyword_rows,
    keyword_table,
    share_themes,
)

if TYPE_CHECKING:
    from topics.model import TopicModel

KEYWORD_COLUMNS = (
    "`level` string, `group` string, `rank` bigint, `feature` string, `count` bigint,"
    " `sections` bigint, `tf_idf` double, `z` double, `typical` double"
)


_NOTHING = pa.RecordBatch.from_pylist([], KEYWORDS)


def keywords(counts: DataFrame, vocabulary: DataFrame, *, n: int = 20) -> DataFrame:
    """Return the n features that are most typical of each document.

    The engine joins how often a term occurs and in how many sections; what idf belongs to how many
    sections is computed here, by the shared function, and sent along with the work.
    """
    good = counts.where(F.col("error").isNull())
    sections = np.array(
        sorted(row[0] for row in vocabulary.select("sections").distinct().collect()), dtype=np.int64
    )
    idf = dict(zip(sections.tolist(), smoothed_idf(sections, good.count()).tolist(), strict=True))
    n_tokens = int(vocabulary.agg(F.sum("tf")).collect()[0][0] or 0)

    def rank(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield _rank(batch, idf, n_tokens, n)

    pairs = good.select("doc_id", F.explode(F.arrays_zip("terms", "tfs")).alias("pair"))
    sums = pairs.groupBy("doc_id", F.col("pair.terms").alias("term")).agg(
        F.sum("pair.tfs").cast("bigint").alias("tf"), F.count(F.lit(1)).alias("within")
    )
    known = sums.join(vocabulary.select("term", "sections", F.col("tf").alias("total")), "term")
    names = ("term", "tf", "within", "sections", "total")
    documents = known.groupBy("doc_id").agg(F.collect_list(F.struct(*names)).alias("words"))
    return documents.select("doc_id", *[f"words.{name}" for name in names]).mapInArrow(
        rank, KEYWORD_COLUMNS
    )


def keyness(
    term_group: DataFrame,
    vocabulary: DataFrame,
    groups: DataFrame,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Return how strongly each feature marks a group against another, from sums; see
    `topics.scale.tables.keyness`.
    """
    words = vocabulary.select("term", "tf").toPandas().sort_values("term", ignore_index=True)
    place = pd.Series(range(len(words)), index=words["term"])
    sums = term_group.toPandas().sort_values(["group", "term"])
    held = {
        str(name): tuple(
            part.to_numpy(dtype=np.int64)
            for part in (place.loc[rows["term"]], rows["tf"], rows["sections"])
        )
        for name, rows in sums.groupby("group")
    }
    return compare_groups(
        words["term"],
        words["tf"].to_numpy(dtype=np.int64),
        held,
        groups.toPandas().set_index("group"),
        pairs,
    )


def theme_shares(themes: DataFrame, groups: DataFrame) -> pd.DataFrame:
    """Return the weight of each theme in each group, from sums; see
    `topics.scale.tables.theme_shares`.
    """
    found = themes.toPandas().sort_values(["theme", "group"], ignore_index=True)
    return share_themes(found, groups.toPandas().set_index("group"))


def infer_topics(counts: DataFrame, model: TopicModel) -> DataFrame:
    """Return the topic shares of each leaf section under a fitted model: doc_id, section, theta.

    A row's shares do not depend on the batch that it is in.
    """
    from topics.scale.topics import infer_batch  # noqa: PLC0415 — only this function needs it

    model = replace(
        model, theta=model.theta[:0], draws=model.draws[:, :0], rows=model.rows[:0]
    )  # what inference needs not stays

    def infer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield infer_batch(batch, model)

    good = counts.where(F.col("error").isNull()).select("doc_id", "section", "terms", "tfs")
    return good.mapInArrow(infer, "doc_id string, section int, theta array<double>")


def _rank(batch: pa.RecordBatch, idf: Mapping[int, float], n_tokens: int, n: int) -> pa.RecordBatch:
    rows: list[KeywordRow] = []
    for row in batch.to_pylist():
        columns = (row[name] for name in ("term", "tf", "within", "sections", "total"))
        words = sorted(zip(*columns, strict=True))
        known = Known(
            np.array([total for *_, total in words], dtype=np.int64),
            n_tokens,
            np.array([idf[sections] for _, _, _, sections, _ in words], dtype=np.float64),
        )
        sums = [(tf, within) for _, tf, within, _, _ in words]
        rows += keyword_rows(
            "document", row["doc_id"], [term for term, *_ in words], sums, known, n=n
        )
    return keyword_table(rows).to_batches()[0] if rows else _NOTHING
