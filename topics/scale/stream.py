"""Batches dealt out to processes: a death costs one batch, a document that causes two is
quarantined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from topics.corpus.intake.worker import pack_options
from topics.corpus.options import ReadOptions
from topics.processes.pool import DeathError, Pool, Worker
from topics.scale.sources import Task
from topics.scale.spec import Spec

PROGRAM = "from topics.scale.worker import serve; serve()"
DEATHS = 2  # of a process at one document, before that document is quarantined
QUARANTINED = (
    "读取或计数进程因这份文件两次异常退出（退出码 {code}）；其他文件不受影响，请检查这份文件"
)


class StreamError(RuntimeError):
    """A batch could not be counted; the message says why.

    What is finished stays and is not counted again.
    """


@dataclass(frozen=True)
class Job:
    """What a process is asked: a name for the result, an order, and a payload."""

    name: str
    order: dict[str, Any]
    payload: Any = field(default=b"", repr=False)
    size: int = 0


def count_jobs(
    tasks: Iterable[Task], spec: Spec, options: ReadOptions, folder: Path, seen: dict[str, Task]
) -> Iterator[Job]:
    """Yield a job for each batch whose counts are not in the folder yet; `seen` gets all batches,
    in order.
    """
    written, packed = spec.to_json(), pack_options(options)
    for task in tasks:
        seen[task.key] = task._replace(payload=None)
        out = folder / f"{task.key}.parquet"
        if not out.exists():
            yield Job(
                task.key,
                {"run": "count", "spec": written, "options": packed, "out": str(out)},
                task.payload,
                task.n_bytes,
            )


def run_jobs(jobs: Iterable[Job], workers: int, done: Callable[[Job], None]) -> None:
    """Do jobs in `workers` processes; at most twice as many are held at a time.

    Parameters
    ----------
    jobs : iterable of Job
        Taken as processes become free.
    workers : int
    done : callable, Job -> None
        Told each job that is finished, in the calling thread.

    Raises
    ------
    StreamError
        If a job fails for a reason that is no document's.
    """
    with Pool(PROGRAM, _do, workers) as pool:
        for _, job in pool.run(jobs):
            done(job)


def _do(worker: Worker, job: Job) -> Job:
    """Have a job done; a document at which its process dies twice is skipped and named."""
    deaths: Counter[int] = Counter()
    skip: dict[int, str] = {}
    while True:
        try:
            answer, _ = worker.ask({**job.order, "skip": skip}, job.payload)
        except DeathError as death:
            deaths[death.at] += 1
            if deaths[death.at] < DEATHS:
                continue
            if death.at < 0:
                raise StreamError(
                    f"the counting process ended {DEATHS} times before its first document"
                    f" ({death.how}); free some memory, or run with fewer --workers"
                ) from None
            skip[death.at] = QUARANTINED.format(code=death.code)
            continue
        if "error" in answer:
            raise StreamError(
                f"{answer['error']}; what is finished stays: run the same command again to go on"
            )
        return job
