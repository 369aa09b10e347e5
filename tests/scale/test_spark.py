"""Spark gives what memory gives, on local[2,4]; skipped without pyspark or Java."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed (extra: spark)")
if shutil.which("java") is None:
    pytest.skip(
        "Java 17 is not installed (Debian: openjdk-17-jre-headless)", allow_module_level=True
    )
pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: scale)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
import pyarrow.parquet as pq
from pyspark.sql import functions as F  # noqa: N812

from tests.scale import remix
from tests.scale.hostile import REFUSED, write_rows
from tests.scale.test_equivalence import assert_bits_equal, table
from tests.support import ROOT
from topics import spark as ts
from topics.keywords import smoothed_idf
from topics.scale import minhash
from topics.scale.run import CountSettings, count
from topics.scale.spark.session import Connection, count_on_spark, session, with_retries

MASTER = os.environ.get("TOPICS_SPARK_MASTER", "local[2]")
REMOTE = os.environ.get("TOPICS_SPARK_REMOTE")
HOSTILE = 50_000_000 if "TOPICS_SPARK_FAULTS" in os.environ else 600_000  # bytes of one character
pytestmark = pytest.mark.filterwarnings("ignore")  # pyspark's own


@pytest.fixture(scope="module")
def spark():
    connection = (
        Connection(None, REMOTE)
        if REMOTE
        else Connection(MASTER, None, (("spark.driver.memory", "1g"),))
    )
    with session(connection) as made:
        yield made


@pytest.fixture(scope="module")
def documents(spark, corpus):
    return spark.read.parquet(corpus.as_uri())


@pytest.fixture(scope="module")
def counts(documents, spec, tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark") / "counts"
    ts.count_documents(documents, spec).write.parquet(folder.as_uri())
    return documents.sparkSession.read.schema(ts.COUNTS).parquet(folder.as_uri())


def ordered(frame, *keys) -> pd.DataFrame:
    return frame.toPandas().sort_values(list(keys), ignore_index=True)


def test_vocabulary_and_idf(counts, in_memory) -> None:
    found = ordered(ts.vocabulary(counts), "term")
    found["idf"] = smoothed_idf(found["sections"].to_numpy(), counts.where("error is null").count())
    assert_bits_equal(found, in_memory.vocabulary)


def test_terms_of_groups_and_years(counts, in_memory) -> None:
    labelled = ts.label(counts)
    found = ordered(ts.term_year(labelled, by="group"), "group", "term").rename(
        columns={"group": "by"}
    )
    assert_bits_equal(found, in_memory.terms(in_memory.labels))
    assert_bits_equal(ordered(ts.groups(labelled), "group"), in_memory.groups)
    years = (
        in_memory.dfm.rows["year"]
        .map(lambda year: "" if pd.isna(year) else int(year))
        .astype(object)
    )
    assert_bits_equal(
        ordered(ts.term_year(counts), "year", "term").rename(columns={"year": "by"}),
        in_memory.terms(years),
    )
    assert_bits_equal(ordered(ts.themes_of(labelled), "theme", "group"), in_memory.theme_group)


def test_keywords_are_bit_equal(counts, in_memory) -> None:
    found = ordered(ts.keywords(counts, ts.vocabulary(counts)), "group", "rank")
    expected = in_memory.keywords.query("level == 'document'").reset_index(drop=True)
    assert_bits_equal(found, expected)


def test_keyness_and_theme_shares_are_those_of_the_streaming_path(counts, streamed) -> None:
    labelled = ts.label(counts)
    groups = ts.groups(labelled)
    found = ts.keyness(ts.term_year(labelled, by="group"), ts.vocabulary(counts), groups)
    assert_bits_equal(found, table(streamed, "keyness"))
    assert_bits_equal(
        ts.theme_shares(ts.themes_of(labelled), groups), table(streamed, "theme_shares")
    )


def test_a_logarithm_taken_in_sql_is_noticed(spark) -> None:
    n = 10_000
    in_sql = np.array(
        [
            row[0]
            for row in spark.range(1, n).select(F.log((n + 1) / (F.col("id") + 1)) + 1).collect()
        ]
    )
    shared = smoothed_idf(np.arange(1, n), n)
    assert in_sql == pytest.approx(shared, rel=1e-14)
    assert not np.array_equal(in_sql.view(np.int64), shared.view(np.int64))


# --- what must not matter ---

BATCH = "spark.sql.execution.arrow.maxRecordsPerBatch"


@pytest.fixture(scope="module")
def small(spark, small_corpus):
    return spark.read.parquet(small_corpus.as_uri())


@pytest.fixture(scope="module")
def model(in_memory):
    from topics.model import fit_topics

    first = in_memory.dfm.filter_rows(np.arange(in_memory.dfm.n_rows) < 150).trim(min_docfreq=3)
    return fit_topics(first, 3, seed=1, engine="sklearn-nmf")


def written(frame, folder) -> list[str]:
    """Compute a frame once, into a folder; return its rows."""
    frame.write.parquet(folder.as_uri())
    return sorted(
        map(
            repr,
            frame.sparkSession.read.schema(frame.schema)
            .parquet(folder.as_uri())
            .toPandas()
            .to_dict("records"),
        )
    )


def everything(documents, counts, model) -> dict[str, list[str]]:
    """Return the rows of every table, as text: what differs in one bit differs."""
    labelled, words = ts.label(counts).cache(), ts.vocabulary(counts)
    copied = documents.unionByName(
        documents.where("doc_id = 'd0000003'").withColumn("doc_id", F.lit("copy"))
    )
    groups, themes = ts.groups(labelled), ts.themes_of(labelled)
    frames = {
        "vocabulary": words.toPandas(),
        "term_year": ts.term_year(counts).toPandas(),
        "groups": groups.toPandas(),
        "keywords": ts.keywords(counts, words).toPandas(),
        "keyness": ts.keyness(ts.term_year(labelled, by="group"), words, groups),
        "theme_shares": ts.theme_shares(themes, groups),
        "topics": ts.infer_topics(counts, model).toPandas(),
        "duplicates": ts.near_duplicates(copied).toPandas(),
    }
    labelled.unpersist()
    assert all(len(frame) for frame in frames.values()), {
        name: len(frame) for name, frame in frames.items()
    }
    return {name: sorted(map(repr, frame.to_dict("records"))) for name, frame in frames.items()}


@pytest.fixture(scope="module")
def plain(small, spec, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain") / "counts"
    rows = written(ts.count_documents(small, spec), folder)
    return rows, everything(
        small, small.sparkSession.read.schema(ts.COUNTS).parquet(folder.as_uri()), model
    )


@pytest.mark.parametrize(("partitions", "batch", "dealt"), [(1, 64, 2), (3, 7, None), (7, 1, 7)])
def test_partitions_batches_order_and_splits_change_nothing(  # noqa: PLR0917
    partitions, batch, dealt, small, tokenizer, themes, model, plain, tmp_path
) -> None:
    from topics.scale.spec import make_spec

    spark = small.sparkSession
    usual = spark.conf.get(BATCH)
    shuffled = small.repartition(partitions, F.rand(batch)).sortWithinPartitions(F.rand(batch))
    split = make_spec(tokenizer, themes, max_chars=1_000)
    rows, tables = plain
    try:
        spark.conf.set(BATCH, str(batch))
        assert (
            written(
                ts.count_terms(ts.units(shuffled, split, partitions=dealt), split),
                tmp_path / "counts",
            )
            == rows
        )
        if partitions > 1:
            counts = (
                spark.read.schema(ts.COUNTS)
                .parquet((tmp_path / "counts").as_uri())
                .repartition(partitions, F.rand(batch))
            )
            assert everything(shuffled, counts, model) == tables
    finally:
        spark.conf.set(BATCH, usual)


# --- controls: each of these must be noticed ---


@pytest.mark.parametrize(
    "changed",
    [
        {"stopwords": ("function", "boilerplate", "人民"), "insist": True},
        {"dictionary": ["policy", "城市 9999999 n"], "insist": True},
    ],
)
def test_another_word_list_is_noticed(changed, small, themes, plain, tmp_path) -> None:
    from topics.scale.spec import make_spec
    from topics.tokenize import PolicyTokenizer

    other = make_spec(PolicyTokenizer(**changed), themes)
    assert (
        written(ts.count_terms(ts.units(small.limit(3), other), other), tmp_path / "counts")
        != plain[0]
    )
    assert not set(written(ts.count_terms(ts.units(small, other), other), tmp_path / "all")) <= set(
        plain[0]
    )


# --- documents are untrusted ---


@pytest.fixture(scope="module")
def hostile(spark, tmp_path_factory):
    path = write_rows(tmp_path_factory.mktemp("hostile") / "documents.parquet", HOSTILE)
    return spark.read.parquet(path.as_uri())


def test_hostile_rows_are_counted_or_quarantined(hostile, spec) -> None:
    counts = ts.count_documents(hostile, spec).cache()
    failed = {row["doc_id"]: row["error"] for row in ts.quarantine(counts).collect()}
    assert set(failed) == REFUSED
    assert all(failed.values())
    found = {
        row["doc_id"]: dict(zip(row["terms"], row["tfs"], strict=True))
        for row in counts.where("error is null").collect()
    }
    assert found["好"] == found["换行"] == {"城市更新": 2}
    assert found["无标点"]["城市更新"] == HOSTILE // 18
    counts.unpersist()


@pytest.mark.skipif(REMOTE is not None, reason="makes sessions of its own")
def test_the_command_quarantines_hostile_rows(spec, tmp_path) -> None:
    path = write_rows(
        tmp_path / "documents.parquet", 600_000
    )  # the memory of a process is bounded on one machine only
    one = count_on_spark([path], tmp_path / "spark", spec, Connection())
    other = count([path], tmp_path / "local", spec, settings=CountSettings(workers=1))
    assert one["totals"]["quarantined"] == len(REFUSED)
    assert one == other


def test_documents_that_cannot_be_read_are_rows(spark, spec) -> None:
    rows = [("空", ""), ("无", None), ("好", "推进城市更新。")]
    counts = ts.count_terms(
        ts.units(spark.createDataFrame(rows, "doc_id string, text string"), spec), spec
    )
    assert {row["doc_id"] for row in ts.quarantine(counts).collect()} == {"空", "无"}
    assert [row["term"] for row in ts.vocabulary(counts).collect()] == ["城市更新"]


def test_a_missing_column_is_named(spark, spec) -> None:
    with pytest.raises(ValueError, match="no column 'text' among doc_id, body"):
        ts.units(spark.createDataFrame([("甲", "城市")], "doc_id string, body string"), spec)
    with pytest.raises(
        ValueError,
        match="no column is called 'txt' here; there are: doc_id, text, date, genre, issuer",
    ):
        ts.count_documents(
            spark.createDataFrame([("甲", "城市")], "doc_id string, body string"),
            spec,
            columns={"txt": "body"},
        )


def test_columns_may_have_any_name(spark, spec) -> None:
    documents = spark.createDataFrame(
        [("甲", "推进城市更新。")], "`编 号` string, `正.文``` string"
    )
    counts = ts.count_documents(documents, spec, columns={"doc_id": "编 号", "text": "正.文`"})
    assert [(row["doc_id"], row["terms"]) for row in counts.collect()] == [("甲", ["城市更新"])]


def test_workers_that_would_cut_otherwise_are_refused(documents, spec) -> None:
    from dataclasses import replace

    from topics.scale.spec import SpecError

    other = replace(spec, signature="PolicyTokenizer|another")
    with pytest.raises((RuntimeError, SpecError), match="install the same version"):
        ts.check_workers(documents, other)


def test_planted_copies_are_found_and_nothing_else(spark) -> None:
    texts = {row["doc_id"]: row["text"] for row in remix.documents(150_000, seed=5)}
    copied = sorted(texts)[:3]
    texts |= {f"{name}-copy": texts[name][: int(len(texts[name]) * 0.95)] for name in copied}
    frame = spark.createDataFrame(sorted(texts.items()), "doc_id string, text string")
    found = {(row["first"], row["second"]) for row in ts.near_duplicates(frame).collect()}
    assert found == {(name, f"{name}-copy") for name in copied}
    batch = pa.RecordBatch.from_pylist(
        [{"doc_id": name, "text": text} for name, text in sorted(texts.items())]
    )
    assert minhash.band_batch(batch).num_rows == 32 * len(texts)


def test_infer_topics_is_that_of_the_driver(counts, in_memory, model) -> None:
    found = ts.infer_topics(counts, model).toPandas().set_index(["doc_id", "section"])["theta"]
    theta = model.transform(in_memory.dfm)
    number = in_memory.dfm.rows.groupby("doc_id", sort=False).cumcount()
    assert in_memory.dfm.n_rows
    for row in range(0, in_memory.dfm.n_rows, 37):
        one = np.asarray(found[in_memory.dfm.rows["doc_id"][row], number[row]])
        assert np.array_equal(one.view(np.int64), np.ascontiguousarray(theta[row]).view(np.int64))


# --- the command ---


@pytest.mark.skipif(REMOTE is not None, reason="makes sessions of its own")
def test_the_engine_writes_the_tables_of_the_streaming_path(
    spark, small_corpus, spec, tmp_path
) -> None:
    count([small_corpus], tmp_path / "local", spec, settings=CountSettings(workers=1))
    count_on_spark([small_corpus], tmp_path / "spark", spec, Connection())  # adopts the session
    one, other = (
        json.loads((tmp_path / name / "manifest.json").read_text(encoding="utf-8"))
        for name in ("local", "spark")
    )
    assert one == other
    assert spark.range(1).count() == 1, "an adopted session must not be stopped"
    for name in one["tables"]:
        left, right = (pq.read_table(tmp_path / engine / name) for engine in ("local", "spark"))
        assert left.to_pylist() == right.to_pylist()


def test_a_local_master_always_retries() -> None:
    assert [
        with_retries(name) for name in ("local", "local[2]", "local[*]", "local[2,8]", "yarn")
    ] == [
        "local[1,4]",
        "local[2,4]",
        "local[*,4]",
        "local[2,8]",
        "yarn",
    ]


def test_without_java_the_command_says_what_to_install(tmp_path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in {"JAVA_HOME", "PATH"}
    } | {"PATH": "/nowhere"}
    command = [
        sys.executable,
        "-m",
        "topics",
        "count",
        str(ROOT / "samples" / "jichuan"),
        "--engine",
        "spark",
        "--out",
        str(tmp_path / "o"),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, check=False, env=environment
    )
    assert (done.returncode, "openjdk-17-jre-headless" in done.stderr) == (1, True)
    assert not list(Path(tmp_path / "o").glob("*.parquet"))
