"""The Spark engine of `python -m topics count`: make or adopt a session, count, write the same
tables.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 — as everybody writes it

from topics.corpus import CorpusError, ReadOptions, show
from topics.corpus.intake.worker import pack_options
from topics.scale import store, tables
from topics.scale.folder import finish, gather_keywords, require_ours
from topics.scale.run import CountSettings, workers_of
from topics.scale.size import parquet_files
from topics.scale.sources import open_source, tasks
from topics.scale.spark.counting import COUNTS, RECORDS_PER_BATCH, count_documents, quarantine
from topics.scale.spark.scores import keywords
from topics.scale.spark.sums import groups, label, term_year, themes_of, vocabulary
from topics.scale.spark.workers import check_workers
from topics.scale.spec import Spec
from topics.scale.stream import Job, run_jobs
from topics.scale.worker import write_parquet

LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?")
RETRIES = 4


@dataclass(frozen=True)
class Connection:
    """Where Spark is: a master, a Connect server, or neither for the session that there is, and
    settings.
    """

    master: str | None = None
    remote: str | None = None
    conf: tuple[tuple[str, str], ...] = ()


def with_retries(master: str) -> str:
    """Give a local master the retries that it lacks: plain `local[2]` ends a job with the first
    lost process.

    >>> with_retries("local[2]"), with_retries("local"), with_retries("spark://host:7077")
    ('local[2,4]', 'local[1,4]', 'spark://host:7077')
    """
    match = LOCAL.fullmatch(master)
    return f"local[{match[1] or 1},{RETRIES}]" if match else master


@contextmanager
def session(connection: Connection) -> Iterator[SparkSession]:
    """Make a session, ended afterwards, or adopt the one that spark-submit or a notebook gives.

    Raises
    ------
    RuntimeError
        If Java is missing, or if both a master and a server are named.
    """
    if connection.master and connection.remote:
        raise ValueError("--master and --remote name two places; give one of them")
    adopted = None if connection.master or connection.remote else SparkSession.getActiveSession()
    if adopted is not None:
        yield adopted
        return
    builder = _builder(connection)
    for name, value in _defaults(connection).items():
        builder = builder.config(name, value)
    for name, value in connection.conf:
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    try:
        yield made
    finally:
        made.stop()


def count_on_spark(  # noqa: PLR0913 — those of `count`, and where Spark is
    paths: Sequence[str | Path],
    out: str | Path,
    spec: Spec,
    connection: Connection,
    *,
    options: ReadOptions | None = None,
    settings: CountSettings | None = None,
    columns: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Count a corpus on Spark into the folder of tables that `topics.scale.run.count` writes.

    `out`, and Parquet input, must be where driver and workers see them. Finished stages are found
    again by the hash of what went into them.

    Raises
    ------
    CorpusError
        If the input has a fault.
    RuntimeError
        If Java is missing or a worker would count otherwise than this process.
    """
    options, settings, out = options or ReadOptions(), settings or CountSettings(), Path(out)
    require_ours(out)
    files = [file for path in paths for file in parquet_files(Path(path))]
    (out / "batches").mkdir(parents=True, exist_ok=True)
    if not files:
        files, columns = _read_folder(paths, options, spec, settings, out), {}
        spec = _labelled(spec)
    with session(connection) as spark:
        documents = spark.read.parquet(*[file.resolve().as_uri() for file in files])
        chosen = dict(columns or {})
        try:
            require_unique(documents, chosen.get("doc_id", "doc_id"))
            check_workers(documents, spec)
            counts = _counts(documents, spec, chosen, _stage(out, spec, files, chosen))
            return _write_tables(counts, spec, settings, out)
        except (PySparkException, Py4JError) as error:
            raise RuntimeError(
                f"Spark: {_reason(str(error))}; what is finished stays: run the same command again"
                " to go on"
            ) from error


def require_unique(documents: DataFrame, column: str) -> None:
    """Refuse documents without a name or with one that stands twice; see
    `topics.scale.sources.require_unique`.
    """
    if column not in documents.columns:
        raise CorpusError(
            f"no column '{column}' among {', '.join(documents.columns)}; name it by --column"
        )
    ids = documents.groupBy(F.col(f"`{column}`").alias("id")).count()
    found = ids.where((F.col("count") > 1) | F.col("id").isNull()).orderBy("id").limit(5).collect()
    if found:
        listed = "、".join(f"{show(str(row['id']))} ({row['count']})" for row in found)
        raise CorpusError(
            f"column '{column}': these names stand more than once or are missing: {listed}; every"
            " document needs its own"
        )


def _reason(text: str) -> str:
    """Return what a worker's Python or, without one, Spark gave as reason; the rest is traces."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    python = [
        line
        for line in lines
        if re.match(r"[\w.]*(Error|Exception): ", line) and not line.startswith("org.")
    ]
    reason = show((python or lines or ["no reason given"])[-1 if python else 0][:300])
    if reason.startswith("ModuleNotFoundError"):
        reason += (
            " on a worker: its Python (PYSPARK_PYTHON) needs pandas, pyarrow and topics-zh,"
            " installed or shipped (docs/scale.md)"
        )
    return reason


def _builder(connection: Connection) -> Any:
    builder = SparkSession.builder.appName("topics count")
    if connection.remote:
        return builder.remote(connection.remote)
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise RuntimeError(
            "Spark needs Java 17, which is not installed: on Debian, apt-get install"
            " openjdk-17-jre-headless"
        )
    if (
        connection.master or "PYSPARK_GATEWAY_PORT" not in os.environ
    ):  # spark-submit has named its own
        builder = builder.master(with_retries(connection.master or "local[*]"))
    return builder


def _defaults(connection: Connection) -> dict[str, str]:
    settings = {"spark.sql.execution.arrow.maxRecordsPerBatch": str(RECORDS_PER_BATCH)}
    if connection.remote is None and with_retries(connection.master or "local[*]").startswith(
        "local"
    ):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.shuffle.partitions": "8",
            "spark.ui.enabled": "false",
        }
    return settings


def _labelled(spec: Spec) -> Spec:
    from dataclasses import replace  # noqa: PLC0415

    return replace(spec, by="label") if spec.by else spec


def _read_folder(
    paths: Sequence[str | Path],
    options: ReadOptions,
    spec: Spec,
    settings: CountSettings,
    out: Path,
) -> list[Path]:
    """Read files in processes of their own and keep their texts as Parquet, which every worker of a
    cluster can read.
    """
    folder = out / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    source = open_source(paths, options, spec)
    packed, wanted = pack_options(options), []

    def jobs() -> Iterator[Job]:
        for task in tasks(source, spec, options):
            file = folder / f"{task.key}.parquet"
            wanted.append(file)
            if not file.exists():
                yield Job(
                    task.key,
                    {"run": "read", "options": packed, "out": str(file)},
                    task.payload,
                    task.n_bytes,
                )

    run_jobs(jobs(), workers_of(settings), lambda _: None)
    return wanted


def _stage(out: Path, spec: Spec, files: Sequence[Path], columns: Mapping[str, str]) -> Path:
    facts = [
        spec.key,
        sorted(columns.items()),
        sorted((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files),
    ]
    return out / "batches" / f"spark-{hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]}"


def _counts(
    documents: DataFrame, spec: Spec, columns: Mapping[str, str], folder: Path
) -> DataFrame:
    """Count, or find the counts of an earlier run: Spark writes `_SUCCESS` when all of them are
    there.
    """
    if not (folder / "_SUCCESS").exists():
        counts = count_documents(documents, spec, columns=columns)
        counts.write.mode("overwrite").parquet(folder.resolve().as_uri())
    return documents.sparkSession.read.schema(COUNTS).parquet(folder.resolve().as_uri())


def _write_tables(
    counts: DataFrame, spec: Spec, settings: CountSettings, out: Path
) -> dict[str, Any]:
    (out / "manifest.json").unlink(missing_ok=True)
    labelled = label(counts, by=settings.by, pool=settings.pool)
    frames = {
        "vocabulary": (vocabulary(counts), ["term"]),
        "term_year": (term_year(counts), ["year", "term"]),
        "term_group": (term_year(labelled, by="group"), ["group", "term"]),
        "groups": (groups(labelled), ["group"]),
        "theme_group": (themes_of(labelled), ["theme", "group"]),
        "quarantine": (quarantine(counts), ["doc_id", "path", "error"]),
    }
    found = {
        name: frame.toPandas().sort_values(keys, ignore_index=True)
        for name, (frame, keys) in frames.items()
    }
    found["vocabulary"].insert(0, "id", range(len(found["vocabulary"])))
    for name, frame in found.items():
        write_parquet(
            pa.Table.from_pandas(frame, SCHEMAS[name], preserve_index=False),
            out / f"{name}.parquet",
        )
    totals = {
        name: int(found["groups"][name].sum())
        for name in ("documents", "sections", "n_chars", "n_tokens")
    }
    totals["quarantined"] = len(found["quarantine"])
    tables.add_idf(out / "vocabulary.parquet", totals["sections"])
    _write_keywords(counts, settings, out)
    return finish(
        out, spec, totals, by=settings.by, pool=settings.pool, n_keywords=settings.n_keywords
    )


def _write_keywords(counts: DataFrame, settings: CountSettings, out: Path) -> None:
    ranked = out / "keywords" / "spark"
    words = counts.sparkSession.read.parquet((out / "vocabulary.parquet").resolve().as_uri())
    keywords(counts, words, n=settings.n_keywords).write.mode("overwrite").parquet(
        ranked.resolve().as_uri()
    )
    with store.connect(out, memory=settings.memory) as sums:
        gather_keywords(sums, out, ranked, settings.n_keywords)


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


_SUMS = {"tf": pa.int64(), "sections": pa.int64(), "documents": pa.int64()}
SCHEMAS = {
    "vocabulary": _schema(id=pa.int64(), term=pa.string(), **_SUMS),
    "term_year": _schema(year=pa.int32(), term=pa.string(), **_SUMS),
    "term_group": _schema(group=pa.string(), term=pa.string(), **_SUMS),
    "groups": _schema(
        group=pa.string(),
        documents=pa.int64(),
        sections=pa.int64(),
        n_chars=pa.int64(),
        n_tokens=pa.int64(),
    ),
    "theme_group": _schema(
        theme=pa.string(),
        group=pa.string(),
        mentions=pa.int64(),
        sections=pa.int64(),
        n_chars=pa.int64(),
    ),
    "quarantine": _schema(doc_id=pa.string(), path=pa.string(), error=pa.string()),
}
"""The tables of integers as DuckDB writes them, column by column."""
