"""Counts of any corpus on Apache Spark: DataFrames in, DataFrames out, with the results of the in-memory path.

The functions never make a session, never touch a SparkContext and never collect what belongs to single documents, so
that they work in notebooks, with spark-submit and over Spark Connect. Spark adds up integers; every other number comes
from the functions that the in-memory path uses. Needs the extra `spark` and Java 17; see docs/scale.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812 — as everybody writes it

from topics.dfm import group_labels
from topics.keywords import best, smoothed_idf
from topics.scale import core, minhash
from topics.scale.spec import Spec, load_tools
from topics.scale.tables import KEYWORDS, compare_groups, share_themes

if TYPE_CHECKING:
    from topics.model import TopicModel

RECORDS_PER_BATCH = 128  # documents of an Arrow batch: bounds the memory of a Python worker
UNIT_COLUMNS = (
    "doc_id string, section int, path string, year int, genre string, issuer string, label string, n_chars bigint"
)
UNITS = f"{UNIT_COLUMNS}, chunk int, text string, error string"
COUNTS = (
    f"{UNIT_COLUMNS}, n_tokens bigint, terms array<string>, tfs array<int>, themes array<string>, mentions array<int>, error string"
)
KEYWORD_COLUMNS = "`level` string, `group` string, `rank` bigint, `feature` string, `count` bigint, `tf_idf` double"
SHIPPABLE = 1_000_000  # terms of a vocabulary that goes to the workers as it is


def units(documents: DataFrame, spec: Spec, *, columns: Mapping[str, str] | None = None, partitions: int | None = None) -> DataFrame:
    """Clean and parse documents into pieces of leaf sections.

    Parameters
    ----------
    documents : DataFrame
        With columns `doc_id` and `text`, and, where known, `date`, `genre`, `issuer` and the further column that
        `spec.by` names.
    spec : Spec
    columns : mapping, optional
        Names of these columns where they are called otherwise: `{"text": "body"}`.
    partitions : int, optional
        Deal the pieces out again, so that one very long document does not keep one worker busy.

    Returns
    -------
    DataFrame
        A row per piece; a document that cannot be read has one row with `error`.

    Raises
    ------
    ValueError
        If a column is missing; the message lists those that there are.
    """
    named = {name: name for name in ("doc_id", "text", "date", "genre", "issuer")} | dict(columns or {})
    if spec.by:
        named["label"] = spec.by
    needed = {"doc_id", "text", *(columns or {}), *(["label"] if spec.by else [])}
    if missing := sorted(named[name] for name in needed if named[name] not in documents.columns):
        raise ValueError(f"no column '{missing[0]}' among {', '.join(documents.columns)}; name it by columns={{...}}")
    chosen = [F.col(f"`{column}`").cast("string").alias(name) for name, column in named.items() if column in documents.columns]

    def parse(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield core.parse_batch(batch, spec)

    found = documents.select(*chosen).mapInArrow(parse, UNITS)
    return found.repartition(partitions, "doc_id", "section", "chunk") if partitions else found


def count_terms(units: DataFrame, spec: Spec) -> DataFrame:
    """Tokenize and count; a row per leaf section, `error` where a document could not be read.

    Raises
    ------
    SpecError
        On the workers, if they would count otherwise than this process; `check_workers` says so before any work.
    """

    def count(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield core.count_units(batch, spec)

    def merge(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield core.merge_pieces(batch)

    counted = units.mapInArrow(count, COUNTS)
    keys = [F.col(name) for name in ("doc_id", "section")]
    # Only sections that were split travel; each of their pieces carries its counts as a list.
    pieces = counted.groupBy(*keys).agg(
        *[F.first(name).alias(name) for name in ("path", "year", "genre", "issuer", "label", "error")],
        *[F.sum(name).alias(name) for name in ("n_chars", "n_tokens")],
        *[F.collect_list(name).alias(name) for name in ("terms", "tfs", "themes", "mentions")],
    )
    return pieces.mapInArrow(merge, COUNTS)


def quarantine(counts: DataFrame) -> DataFrame:
    """Return the documents, or with a path the sections, without counts: doc_id, path, error."""
    return counts.where(F.col("error").isNotNull()).select("doc_id", "path", "error")


def label(counts: DataFrame, *, by: str = "year", pool: bool = False) -> DataFrame:
    """Name the group of each section, as `topics.dfm.group_labels` does, in a column `group`; drop failed documents."""
    from topics.scale.store import KEYS  # noqa: PLC0415 — imports DuckDB

    keys = list(KEYS.get(by, ("label",)))
    good = counts.where(F.col("error").isNull())
    distinct = [tuple(row) for row in good.select(*keys).distinct().collect()]
    rows = pd.DataFrame(distinct, columns=[by if key == "label" else key for key in keys])
    if by == "year":
        rows["year"] = rows["year"].astype("Int64")
    labels = [str(name) for name in group_labels(rows, by, pool=pool)] if len(rows) else []
    found = [(*row, name) for row, name in zip(distinct, labels, strict=True)]
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
    good = counts.where(F.col("error").isNull() & F.col(by).isNotNull() & (F.col(by).cast("string") != ""))
    return _terms(good, [by])


def vocabulary(counts: DataFrame, *, min_sections: int = 1) -> DataFrame:
    """Return the sums of each term: term, tf, sections, documents; terms in fewer sections than stated are left out."""
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
    """Return the mentions of each theme in each group, the sections that mention it and their characters."""
    pairs = labelled.select("group", "n_chars", F.explode(F.arrays_zip("themes", "mentions")).alias("pair"))
    return (
        pairs.where(F.col("group") != "")
        .groupBy(F.col("pair.themes").alias("theme"), "group")
        .agg(F.sum("pair.mentions").cast("bigint").alias("mentions"), F.count("*").alias("sections"), F.sum("n_chars").cast("bigint").alias("n_chars"))
    )


def keywords(counts: DataFrame, vocabulary: DataFrame, *, n: int = 20) -> DataFrame:
    """Return the n features with the highest tf-idf of each document.

    idf is computed here by the shared function and sent along with the work.

    Raises
    ------
    ValueError
        If the vocabulary is too large to be sent; prune it by `min_sections`.
    """
    good = counts.where(F.col("error").isNull())
    words = vocabulary.select("term", "sections").toPandas()
    if len(words) > SHIPPABLE:
        raise ValueError(f"the vocabulary has {len(words)} terms, up to {SHIPPABLE} can be sent; prune it by min_sections")
    idf = dict(zip(words["term"], smoothed_idf(words["sections"].to_numpy(dtype=np.int64), good.count()).tolist(), strict=True))

    def rank(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield _rank(batch, idf, n)

    pairs = good.select("doc_id", F.explode(F.arrays_zip("terms", "tfs")).alias("pair"))
    sums = pairs.groupBy("doc_id", F.col("pair.terms").alias("term")).agg(F.sum("pair.tfs").cast("bigint").alias("tf"))
    documents = sums.groupBy("doc_id").agg(F.sort_array(F.collect_list(F.struct("term", "tf"))).alias("pairs"))
    return documents.select("doc_id", F.col("pairs.term").alias("terms"), F.col("pairs.tf").alias("tfs")).mapInArrow(rank, KEYWORD_COLUMNS)


def keyness(term_group: DataFrame, vocabulary: DataFrame, groups: DataFrame, *, pairs: Sequence[tuple[str, str]] | None = None) -> pd.DataFrame:
    """Return how strongly each feature marks a group against another, from sums; see `topics.scale.tables.keyness`."""
    words = vocabulary.select("term", "tf").toPandas().sort_values("term", ignore_index=True)
    place = pd.Series(range(len(words)), index=words["term"])
    sums = term_group.toPandas().sort_values(["group", "term"])
    held = {
        str(name): tuple(part.to_numpy(dtype=np.int64) for part in (place.loc[rows["term"]], rows["tf"], rows["sections"]))
        for name, rows in sums.groupby("group")
    }
    return compare_groups(words["term"], words["tf"].to_numpy(dtype=np.int64), held, groups.toPandas().set_index("group"), pairs)


def theme_shares(themes: DataFrame, groups: DataFrame) -> pd.DataFrame:
    """Return the weight of each theme in each group, from sums; see `topics.scale.tables.theme_shares`."""
    found = themes.toPandas().sort_values(["theme", "group"], ignore_index=True)
    return share_themes(found, groups.toPandas().set_index("group"))


def infer_topics(counts: DataFrame, model: TopicModel) -> DataFrame:
    """Return the topic shares of each leaf section under a fitted model: doc_id, section, theta.

    A row's shares do not depend on the batch that it is in.
    """
    from topics.scale.topics import infer_batch  # noqa: PLC0415 — only this function needs it

    def infer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield infer_batch(batch, model)

    good = counts.where(F.col("error").isNull()).select("doc_id", "section", "terms", "tfs")
    return good.mapInArrow(infer, "doc_id string, section int, theta array<double>")


def near_duplicates(documents: DataFrame, *, threshold: float = 0.8, bucket: int = 1_000) -> DataFrame:
    """Return pairs of documents of which the smaller shares at least `threshold` of its shingles with the larger.

    MinHash signatures cut into bands find the candidates, exact containment decides. A bucket of more than `bucket`
    documents (a form letter, a signature block) is cut to its first documents by name.

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
    buckets = keyed.groupBy("band").agg(F.slice(F.sort_array(F.collect_list("doc_id")), 1, bucket).alias("ids")).where(F.size("ids") > 1)
    one = buckets.select("band", "ids", F.explode("ids").alias("first"))
    candidates = one.select("first", F.explode("ids").alias("second")).where("first < second").distinct()
    left = texts.select(F.col("doc_id").alias("first"), F.col("text").alias("text_first"))
    right = texts.select(F.col("doc_id").alias("second"), F.col("text").alias("text_second"))
    both = candidates.join(left, "first").join(right, "second").select("first", "second", "text_first", "text_second")
    return both.mapInArrow(check, "first string, second string, containment double").where(F.col("containment") >= threshold)


def check_workers(documents: DataFrame, spec: Spec) -> None:
    """Ask the workers, before any work, whether they would count as this process does.

    Raises
    ------
    RuntimeError
        If one of them would not; the message says in what they differ and what to do.
    """
    load_tools(spec)
    session = documents.sparkSession
    answers = {row["answer"] for row in session.range(8).repartition(4).mapInArrow(_probe(spec.to_json()), "answer string").collect()}
    if wrong := sorted(answers - {""}):
        raise RuntimeError(f"a worker cannot count: {wrong[0]}")


def _probe(written: str) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def probe(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow  # noqa: ICN001, PLC0415 — names no module of ours, so that it arrives where ours are missing

        for _ in batches:
            try:
                from topics.scale.spec import Spec, load_tools  # noqa: PLC0415

                load_tools(Spec.from_json(written))
                answer = ""
            except ImportError as error:
                answer = f"{error}; install topics-zh on every worker or ship it as an archive (docs/scale.md)"
            except Exception as error:  # noqa: BLE001 — whatever it is, the driver raises it with its words
                answer = str(error) or type(error).__name__
            yield pyarrow.RecordBatch.from_pydict({"answer": [answer]})

    return probe


def _terms(good: DataFrame, keys: list[str]) -> DataFrame:
    pairs = good.select(*keys, "doc_id", F.explode(F.arrays_zip("terms", "tfs")).alias("pair"))
    of_documents = pairs.groupBy(*keys, "doc_id", F.col("pair.terms").alias("term")).agg(
        F.sum("pair.tfs").alias("tf"), F.count("*").alias("sections")
    )
    return of_documents.groupBy(*keys, "term").agg(
        F.sum("tf").cast("bigint").alias("tf"), F.sum("sections").cast("bigint").alias("sections"), F.count("*").alias("documents")
    )


def _rank(batch: pa.RecordBatch, idf: Mapping[str, float], n: int) -> pa.RecordBatch:
    rows: list[dict[str, Any]] = []
    for row in batch.to_pylist():
        kept = sorted((term, tf) for term, tf in zip(row["terms"], row["tfs"], strict=True) if term in idf)
        counts = np.array([tf for _, tf in kept], dtype=np.int64)
        order, scores = best(counts, np.array([idf[term] for term, _ in kept], dtype=np.float64), n)
        rows += [
            {"level": "document", "group": row["doc_id"], "rank": rank, "feature": kept[place][0], "count": kept[place][1], "tf_idf": score}
            for rank, (place, score) in enumerate(zip(order.tolist(), scores.tolist(), strict=True), 1)
        ]
    return pa.RecordBatch.from_pylist(rows, KEYWORDS)
