"""Fits side by side in worker processes, so that neither an abort in native code nor Ctrl-C takes
the program down.

A worker is a fresh interpreter that reads tasks from its standard input and writes results to its
standard output. It ends as soon as its input closes, however the parent ended. Unlike
`multiprocessing` this never runs the caller's main module again, and no pickle crosses the pipe: a
message is an npz archive.
"""

from __future__ import annotations

import io
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

import numpy as np

from topics.lda.engines import fit_chain
from topics.lda.fits import Chain, Counts, Task
from topics.processes.start import available_cores, start

Progress = Callable[[int, int], None]  # fits done, fits in all

PROGRAM = "from topics.lda.workers import serve; serve()"
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_LENGTH = struct.Struct("<Q")
RESTART = "free some memory, use fewer workers, or install topics again"


class TopicFitError(RuntimeError):
    """A fit failed or its process died; the message names the fit.

    Attributes
    ----------
    began : bool
        Whether there was a process to fit: if not, engine and topics are not to blame.
    """

    def __init__(self, message: str, *, began: bool = True) -> None:
        super().__init__(message)
        self.began = began


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    started: bool = False  # it has said so


class WorkerPool:
    """Worker processes that know some matrices and fit models to them.

    Parameters
    ----------
    corpora : mapping of str to Counts
        Sent to each worker once.
    workers : int, optional
        Number of processes; by default the cores that this process may use. It changes the time,
        never a result.
    """

    def __init__(self, corpora: Mapping[str, Counts], workers: int | None = None) -> None:
        self._corpora = corpora
        self._limit = workers or available_cores()
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.communicate()
        self._workers.clear()

    def n_tokens(self, corpus: str) -> int:
        """Return the number of tokens of a matrix."""
        return int(self._corpora[corpus].data.sum())

    def run(self, tasks: Sequence[Task], progress: Progress | None = None) -> list[Chain]:
        """Fit all tasks and return their chains in the order of the tasks.

        Raises
        ------
        TopicFitError
            If a fit raises an error, or its process dies or cannot be started.
        """
        while len(self._workers) < min(self._limit, len(tasks)):
            self._workers.append(_start(self._corpora))
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[int, Chain | TopicFitError]] = queue.SimpleQueue()
        for number in range(len(tasks)):
            waiting.put(number)
        for worker in self._workers:
            threading.Thread(
                target=_drive, args=(worker, tasks, waiting, done), daemon=True
            ).start()
        chains: dict[int, Chain] = {}
        while len(chains) < len(tasks):
            try:
                number, chain = done.get(timeout=0.5)  # a timeout keeps Ctrl-C alive on Windows
            except queue.Empty:
                continue
            if isinstance(chain, TopicFitError):
                raise chain
            chains[number] = chain
            if progress is not None:
                progress(len(chains), len(tasks))
        return [chains[number] for number in range(len(tasks))]


def serve() -> None:
    """Answer tasks until the input closes; this is what a worker process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not enter the stream of answers
    _write(answers, {}, {})  # we have started
    requests: queue.SimpleQueue[tuple[dict[str, object], dict[str, np.ndarray]]] = (
        queue.SimpleQueue()
    )
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    corpora: dict[str, Counts] = {}
    while True:
        head, arrays = requests.get()
        if "name" in head:
            corpora[str(head["name"])] = Counts(**arrays, n_features=int(head["n_features"]))  # type: ignore[call-overload]
            continue
        try:
            task = Task(**head, **arrays)  # type: ignore[arg-type]
            chain = fit_chain(corpora[task.corpus], task)
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent reports it
            _write(answers, {"error": f"{type(error).__name__}: {error}"}, {})
        else:
            _write(answers, {}, vars(chain))


def _listen(
    stream: IO[bytes],
    requests: queue.SimpleQueue[tuple[dict[str, object], dict[str, np.ndarray]]],
) -> None:
    while True:
        try:
            requests.put(_read(stream))
        except EOFError:
            os._exit(0)  # the parent is gone; nobody waits for the running fit


def _start(corpora: Mapping[str, Counts]) -> _Worker:
    try:
        process = start(PROGRAM, ONE_THREAD)
    except OSError as error:
        raise TopicFitError(
            f"no process for fitting topics can be started ({error}); {RESTART}", began=False
        ) from None
    for name, counts in corpora.items():
        arrays = {"indptr": counts.indptr, "indices": counts.indices, "data": counts.data}
        try:
            _write(process.stdin, {"name": name, "n_features": counts.n_features}, arrays)
        except OSError:
            break  # the first task reports that the process is gone
    return _Worker(process)


def _drive(
    worker: _Worker,
    tasks: Sequence[Task],
    waiting: queue.SimpleQueue[int],
    done: queue.SimpleQueue[tuple[int, Chain | TopicFitError]],
) -> None:
    while True:
        try:
            number = waiting.get_nowait()
        except queue.Empty:
            return
        done.put((number, _ask(worker, tasks[number])))


def _ask(worker: _Worker, task: Task) -> Chain | TopicFitError:
    process, what = (
        worker.process,
        f"{task.engine} with {task.n_topics} topics and seed {task.seed}",
    )
    try:
        facts = {name: value for name, value in vars(task).items() if name != "prior"}
        _write(process.stdin, facts, {} if task.prior is None else {"prior": task.prior})
        if not worker.started:
            _read(process.stdout)
            worker.started = True
        head, arrays = _read(process.stdout)
    except (
        EOFError,
        OSError,
        ValueError,
    ) as error:  # the pipe has ended, is broken, or was closed while we waited
        if isinstance(error, ValueError):
            process.kill()  # it may live on, and we wait for its end
        code = process.wait()
        if not worker.started:
            return TopicFitError(
                f"the process that was to fit {what} ended with code {code} before it began;"
                f" {RESTART}",
                began=False,
            )
        return TopicFitError(
            f"the process that fitted {what} ended with code {code}; try another engine or fewer"
            " topics"
        )
    if "error" in head:
        return TopicFitError(f"{what} failed: {head['error']}; try another engine or fewer topics")
    return Chain(**arrays)


def _write(
    stream: IO[bytes] | None, head: Mapping[str, object], arrays: Mapping[str, np.ndarray]
) -> None:
    assert stream is not None
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    np.savez(buffer, _head=text, **arrays)  # type: ignore[arg-type]
    stream.write(_LENGTH.pack(buffer.tell()))
    stream.write(buffer.getbuffer())
    stream.flush()


def _read(stream: IO[bytes] | None) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    assert stream is not None
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    with np.load(io.BytesIO(_exactly(stream, length)), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return json.loads(arrays.pop("_head").tobytes()), arrays


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
