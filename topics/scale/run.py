"""The streaming path from documents to tables: batches, processes, sums, numbers, and a manifest at
the very end.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from topics.corpus import CorpusError, ReadOptions
from topics.processes.start import available_cores
from topics.scale import store, tables
from topics.scale.folder import alone, finish, gather_keywords, require_ours
from topics.scale.sources import BATCH_BYTES, BATCH_ROWS, Source, Task, open_source, tasks
from topics.scale.spec import Spec, load_tools
from topics.scale.stream import Job, StreamError, count_jobs, run_jobs

DISK_SHARE = 0.6  # of the text, what counts and keywords take on the disk
DISK_BASE = 10_000_000  # bytes that the sums take besides, however small the corpus


def _ignore(*_: object) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class CountSettings:
    """Options of the streaming path.

    Attributes
    ----------
    by : str
        What groups documents: year, issuer, genre, doc_id or a further column.
    pool : bool
        Join documents of different genre within a year.
    n_keywords : int
        Per document and group.
    workers : int or None
        Processes, by default one per core; no table depends on it.
    memory : str
        Limit of the store.
    max_bytes, max_rows : int
        Size of a batch; no table depends on it.
    tell : callable, str -> None
        Told what begins: counting, or ranking keywords.
    advance : callable, (int, int) -> None
        Told how many bytes this run has done, and how many it has to do.
    """

    by: str = "year"
    pool: bool = False
    n_keywords: int = 20
    workers: int | None = None
    memory: str = store.MEMORY
    max_bytes: int = BATCH_BYTES
    max_rows: int = BATCH_ROWS
    tell: Callable[[str], object] = _ignore
    advance: Callable[[int, int], object] = _ignore


def count(
    paths: Sequence[str | Path],
    out: str | Path,
    spec: Spec,
    *,
    options: ReadOptions | None = None,
    settings: CountSettings | None = None,
    columns: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Count a corpus of any size into a folder of tables.

    Run again after a crash it goes on where it was: a finished batch is found by the hash of its
    content.

    Parameters
    ----------
    paths : sequence of path
        Folders and files of documents, or Parquet files and folders of them.
    out : path
        A new folder, an empty one, or one that this function began.
    spec : Spec
    options : ReadOptions, optional
        Of reading files.
    settings : CountSettings, optional
    columns : mapping, optional
        Names of columns of Parquet files, see `open_source`.

    Returns
    -------
    dict
        The manifest: format, what decides the counts, totals, number of quarantined documents, hash
        of each table.

    Raises
    ------
    CorpusError
        If the input has a fault.
    FileExistsError
        If `out` holds something else, or another run is counting into it.
    StreamError
        If a batch cannot be counted or the sums cannot be written, for example because the disk is
        full.
    """
    options, settings, out = options or ReadOptions(), settings or CountSettings(), Path(out)
    load_tools(spec)  # word lists that cannot be used are refused before anything is read
    require_ours(out)
    source = open_source(paths, options, spec, columns)
    _require_space(out, source)
    with alone(out), _resumable(out):
        batches = _count(source, spec, options, settings, out)
        return _finish(batches, spec, settings, out)


def _count(
    source: Source, spec: Spec, options: ReadOptions, settings: CountSettings, out: Path
) -> list[Path]:
    folder = out / "batches"
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob("*.tmp"):
        leftover.unlink()
    seen: dict[str, Task] = {}
    chosen = tasks(source, spec, options, max_bytes=settings.max_bytes, max_rows=settings.max_rows)
    settings.tell("counting")
    finished = 0

    def done(job: Job) -> None:
        nonlocal finished
        finished += job.size
        waiting = 2 * workers_of(settings)
        taken = sum(task.n_bytes for task in list(seen.values())[:-waiting])
        by_earlier_runs = max(taken - finished, 0)
        settings.advance(finished, max(source.n_bytes - by_earlier_runs, finished))

    run_jobs(count_jobs(chosen, spec, options, folder, seen), workers_of(settings), done)
    wanted = [folder / f"{key}.parquet" for key in seen]
    if not wanted:
        raise CorpusError("the input holds no documents; give files, or tables with rows")
    for other in set(folder.glob("*.parquet")) - set(wanted):
        other.unlink()  # counts of other texts or by other word lists
    return wanted


def _finish(batches: list[Path], spec: Spec, settings: CountSettings, out: Path) -> dict[str, Any]:
    """Write every table, the manifest last: where it stands, all is there."""
    settings.tell("adding up")
    (out / "manifest.json").unlink(missing_ok=True)
    with store.connect(out, memory=settings.memory, threads=workers_of(settings)) as sums:
        store.add_up(sums, batches, by=settings.by, pool=settings.pool)
        store.write_sums(sums, out)
        found = store.totals(sums)
        found["quarantined"] = store.write_quarantine(sums, batches, out / "quarantine.parquet")
    tables.add_idf(out / "vocabulary.parquet", found["sections"])
    _write_keywords(batches, settings, out)
    return finish(
        out, spec, found, by=settings.by, pool=settings.pool, n_keywords=settings.n_keywords
    )


def _write_keywords(batches: list[Path], settings: CountSettings, out: Path) -> None:
    vocabulary = out / "vocabulary.parquet"
    ranked = out / "keywords" / f"typical-{_file_hash(vocabulary)[:16]}-{settings.n_keywords}"
    ranked.mkdir(parents=True, exist_ok=True)
    jobs = [
        Job(
            batch.stem,
            {
                "run": "keywords",
                "batch": str(batch),
                "vocabulary": str(vocabulary),
                "n": settings.n_keywords,
                "out": str(ranked / batch.name),
            },
            size=batch.stat().st_size,
        )
        for batch in batches
        if not (ranked / batch.name).exists()
    ]
    settings.tell("ranking keywords")
    total, finished = sum(job.size for job in jobs), 0

    def done(job: Job) -> None:
        nonlocal finished
        finished += job.size
        settings.advance(finished, total)

    if jobs:
        run_jobs(jobs, workers_of(settings), done)
    with store.connect(out, memory=settings.memory, threads=workers_of(settings)) as sums:
        gather_keywords(sums, out, ranked, settings.n_keywords)


def workers_of(settings: CountSettings) -> int:
    """Return the number of processes: that of the settings, or one per core."""
    return settings.workers or available_cores()


@contextmanager
def _resumable(out: Path) -> Iterator[None]:
    """Say of a disk or memory that ran out that what is finished stays."""
    try:
        yield
    except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
        for half in out.glob("*.tmp"):
            half.unlink()
        cause = next(iter(str(error).splitlines()), type(error).__name__)
        raise StreamError(
            f"{out}: {cause}; free some space or memory. What is finished stays: run the same"
            " command again to go on"
        ) from error


def _require_space(out: Path, source: Source) -> None:
    folder = next(parent for parent in (out, *out.resolve().parents) if parent.exists())
    held = sum(
        path.stat().st_size for path in out.rglob("*") if path.is_file()
    )  # by a run that this one goes on with
    free, needed = (
        shutil.disk_usage(folder).free,
        DISK_BASE + int(source.n_bytes * DISK_SHARE) - held,
    )
    if free < needed:
        raise OSError(
            f"{out}: about {needed / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free; name a"
            " folder on another disk"
        )


def _file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
