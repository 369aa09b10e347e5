"""Sums of integers over the counts of leaf sections: by term, year, group, theme."""

from __future__ import annotations

import pandas as pd
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 — as everybody writes it

from topics.dfm import group_labels
from topics.scale.store import KEYS


def label(counts: DataFrame, *, by: str = "year", pool: bool = False) -> DataFrame:
    """Name the group of each section, as `topics.dfm.group_labels` does, in a column `group`; drop
    failed documents.
    """
    keys = list(KEYS.get(by, ("label",)))
    good = counts.where(F.col("error").isNull())
    documents = F.count_distinct("doc_id").alias("documents")
    distinct = [tuple(row) for row in good.groupBy(*keys).agg(documents).collect()]
    names_of_keys = [by if key == "label" else key for key in keys]
    rows = pd.DataFrame(distinct, columns=[*names_of_keys, "documents"])
    if by == "year":
        rows["year"] = rows["year"].astype("Int64")
    labels = [str(name) for name in group_labels(rows, by, pool=pool)] if len(rows) else []
    found = [(*row[:-1], name) for row, name in zip(distinct, labels, strict=True)]
    types = ", ".join(f"key_{key} {'int' if key == 'year' else 'string'}" for key in keys)
    names = good.sparkSession.createDataFrame(found, f"{types}, `group` string")
    match = [good[key].eqNullSafe(names[f"key_{key}"]) for key in keys]
    condition = match[0]
    for other in match[1:]:
        condition = condition & other
    return good.join(F.broadcast(names), condition).drop(*[f"key_{key}" for key in keys])


def term_year(counts: DataFrame, *, by: str = "year") -> DataFrame:
    """Return the sums of each term in each year: year, term, tf, sections, documents.

    Parameters
    ----------
    counts : DataFrame
        As `count_terms` gives it, or, with `by="group"`, as `label` does.
    """
    good = counts.where(
        F.col("error").isNull() & F.col(by).isNotNull() & (F.col(by).cast("string") != "")
    )
    return _terms(good, [by])


def vocabulary(counts: DataFrame, *, min_sections: int = 1) -> DataFrame:
    """Return the sums of each term: term, tf, sections, documents; terms in fewer sections than
    stated are left out.
    """
    found = _terms(counts.where(F.col("error").isNull()), [])
    return found.where(F.col("sections") >= min_sections)


def groups(labelled: DataFrame) -> DataFrame:
    """Return documents, sections, characters and tokens of each group."""
    return labelled.groupBy("group").agg(
        F.countDistinct("doc_id").alias("documents"),
        F.count("*").alias("sections"),
        *[F.sum(name).cast("bigint").alias(name) for name in ("n_chars", "n_tokens")],
    )


def themes_of(labelled: DataFrame) -> DataFrame:
    """Return the mentions of each theme in each group, the sections that mention it and their
    characters.
    """
    pairs = labelled.select(
        "group", "n_chars", F.explode(F.arrays_zip("themes", "mentions")).alias("pair")
    )
    return (
        pairs.where(F.col("group") != "")
        .groupBy(F.col("pair.themes").alias("theme"), "group")
        .agg(
            F.sum("pair.mentions").cast("bigint").alias("mentions"),
            F.count("*").alias("sections"),
            F.sum("n_chars").cast("bigint").alias("n_chars"),
        )
    )


def _terms(good: DataFrame, keys: list[str]) -> DataFrame:
    pairs = good.select(*keys, "doc_id", F.explode(F.arrays_zip("terms", "tfs")).alias("pair"))
    of_documents = pairs.groupBy(*keys, "doc_id", F.col("pair.terms").alias("term")).agg(
        F.sum("pair.tfs").alias("tf"), F.count("*").alias("sections")
    )
    return of_documents.groupBy(*keys, "term").agg(
        F.sum("tf").cast("bigint").alias("tf"),
        F.sum("sections").cast("bigint").alias("sections"),
        F.count("*").alias("documents"),
    )
