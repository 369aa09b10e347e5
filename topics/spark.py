"""Counts of any corpus on Apache Spark: DataFrames in, DataFrames out, with the results of the
in-memory path.

The functions never make a session, never touch a SparkContext and never collect what belongs to
single documents, so that they work in notebooks, with spark-submit and over Spark Connect. Spark
adds up integers; every other number comes from the functions that the in-memory path uses. Needs
the extra `spark` and Java 17; see docs/scale.md.
"""

from topics.scale.spark.counting import (
    COUNTS,
    RECORDS_PER_BATCH,
    count_documents,
    count_terms,
    quarantine,
    units,
)
from topics.scale.spark.duplicates import near_duplicates
from topics.scale.spark.scores import infer_topics, keyness, keywords, theme_shares
from topics.scale.spark.sums import groups, label, term_year, themes_of, vocabulary
from topics.scale.spark.workers import check_workers

__all__ = [
    "COUNTS",
    "RECORDS_PER_BATCH",
    "check_workers",
    "count_documents",
    "count_terms",
    "groups",
    "infer_topics",
    "keyness",
    "keywords",
    "label",
    "near_duplicates",
    "quarantine",
    "term_year",
    "theme_shares",
    "themes_of",
    "units",
    "vocabulary",
]
