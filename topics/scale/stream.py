"""Batches dealt out to processes: a death costs one batch, a document that causes two is
quarantined.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from topics.corpus.intake.worker import pack_options
from topics.corpus.options import ReadOptions
from topics.processes.start import start
from topics.scale.sources import Task
from topics.scale.spec import Spec
from topics.scale.worker import receive, send

PROGRAM = "from topics.scale.worker import serve; serve()"
# Results do not depend on these: one process is one core, and its memory goes back at once.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
}
DEATHS = 2  # of a process at one document, before that document is quarantined
QUARANTINED = "读取或计数进程因这份文件两次异常退出（{how}）；其他文件不受影响，请检查这份文件"


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
    waiting: queue.Queue[Job | None] = queue.Queue(maxsize=workers)
    results: queue.SimpleQueue[Job | BaseException] = queue.SimpleQueue()
    lines = [_Line(waiting, results) for _ in range(workers)]
    for line in lines:
        line.start()
    open_jobs = 0
    try:
        for job in jobs:
            while True:
                open_jobs -= _collect(results, done)
                with contextlib.suppress(queue.Full):
                    waiting.put(job, timeout=0.1)
                    break
            open_jobs += 1
        while open_jobs:
            open_jobs -= _collect(results, done, wait=0.2)
    finally:
        for line in lines:
            line.stop()
        for line in lines:
            line.join(timeout=5)


def _collect(
    results: queue.SimpleQueue[Job | BaseException], done: Callable[[Job], None], wait: float = 0.0
) -> int:
    collected = 0
    with contextlib.suppress(queue.Empty):
        while True:
            result = results.get(timeout=wait) if wait else results.get_nowait()
            if isinstance(result, BaseException):
                raise result
            done(result)
            collected += 1
            wait = 0.0
    return collected


class _Line(threading.Thread):
    """One process and the thread that feeds it."""

    def __init__(
        self, waiting: queue.Queue[Job | None], results: queue.SimpleQueue[Job | BaseException]
    ) -> None:
        super().__init__(daemon=True, name="topics-count")
        self.waiting, self.results = waiting, results
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        self.stopped = False

    def run(self) -> None:
        """Do jobs until stopped."""
        while not self.stopped:
            try:
                job = self.waiting.get(timeout=0.1)
            except queue.Empty:
                continue
            if job is None:
                return
            try:
                self._do(job)
                self.results.put(job)
            except BaseException as error:  # noqa: BLE001 — raised again in the calling thread
                self.results.put(error)

    def stop(self) -> None:
        """End the process at once, whatever it does."""
        self.stopped = True
        with self.lock:
            self._close()

    def _do(self, job: Job) -> None:
        deaths: Counter[int] = Counter()
        skip: dict[int, str] = {}
        while not self.stopped:
            at, answer = self._exchange(job, skip)
            if answer is not None:
                if "error" in answer:
                    raise StreamError(
                        f"{answer['error']}; what is finished stays: run the same command again to"
                        " go on"
                    )
                return
            how = self._end()
            deaths[at] += 1
            if deaths[at] >= DEATHS:
                if at < 0:
                    raise StreamError(
                        f"the counting process ended {DEATHS} times before its first document"
                        f" ({how}); free some memory, or run with fewer --workers"
                    )
                skip[at] = QUARANTINED.format(how=how)

    def _exchange(self, job: Job, skip: dict[int, str]) -> tuple[int, dict[str, Any] | None]:
        """Return the row that was begun last and the answer, None if the process died."""
        process = self._running()
        at = -1
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError, ValueError):  # the pipe is broken or closed
            send(process.stdin, {**job.order, "skip": skip}, job.payload)
            while (answer := receive(process.stdout)) is not None:
                if "at" not in answer:
                    return at, answer
                at = answer["at"]
        return at, None

    def _running(self) -> subprocess.Popen[bytes]:
        with self.lock:
            if self.process is None:
                self.process = start(PROGRAM, ENVIRONMENT)
            return self.process

    def _end(self) -> str:
        with self.lock:
            process = self.process
            if process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=2)  # it is ending: let it say how
            self._close()
        code = process.returncode if process is not None else 0
        return f"信号 {-code}" if code < 0 else f"退出码 {code}"

    def _close(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
