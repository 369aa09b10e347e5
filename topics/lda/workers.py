"""Fits side by side in worker processes, so that neither an abort in native code nor Ctrl-C takes
the program down.

Unlike `multiprocessing` this never runs the caller's main module again, and no pickle crosses the
pipe: arrays travel as npz archives.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import numpy as np

from topics.lda.engines import fit_chain
from topics.lda.fits import Chain, Counts, Task
from topics.processes import pipe
from topics.processes.pool import DeathError, Pool, Worker

Progress = Callable[[int, int], None]  # fits done, fits in all

PROGRAM = "from topics.lda.workers import serve; serve()"
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
        self._pool = Pool(PROGRAM, self._fit, workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.__exit__(kind, error, trace)

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
        chains: dict[int, Chain] = {}
        for number, chain in self._pool.run(tasks):
            chains[number] = chain
            if progress is not None:
                progress(len(chains), len(tasks))
        return [chains[number] for number in range(len(tasks))]

    def _fit(self, worker: Worker, task: Task) -> Chain:
        what = f"{task.engine} with {task.n_topics} topics and seed {task.seed}"
        try:
            if worker.fresh:
                for name, counts in self._corpora.items():
                    order, arrays = _parted(vars(counts))
                    worker.ask({"name": name, **order}, _pack(arrays))
            order, arrays = _parted(vars(task))
            head, found = worker.ask(order, _pack(arrays))
        except OSError as error:
            raise TopicFitError(
                f"no process for fitting topics can be started ({error}); {RESTART}", began=False
            ) from None
        except DeathError as death:
            raise _failure(what, death) from None
        if "error" in head:
            raise TopicFitError(
                f"{what} failed: {head['error']}; try another engine or fewer topics"
            )
        return Chain(**_unpack(found))


def _failure(what: str, death: DeathError) -> TopicFitError:
    if not death.began:
        return TopicFitError(
            f"the process that was to fit {what} ended with code {death.code} before it began;"
            f" {RESTART}",
            began=False,
        )
    return TopicFitError(
        f"the process that fitted {what} ended with code {death.code}; try another engine or fewer"
        " topics"
    )


def serve() -> None:
    """Answer tasks until the input closes; this is what a worker process runs."""
    corpora: dict[str, Counts] = {}

    def answer(order: dict[str, Any], payload: bytes, _: object) -> pipe.Frame:
        fields: dict[str, Any] = {**order, **_unpack(payload)}
        if name := fields.pop("name", None):
            corpora[name] = Counts(**fields)
            return {}, b""
        task = Task(**fields)
        return {}, _pack(vars(fit_chain(corpora[task.corpus], task)))

    pipe.serve(answer)


def _parted(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Part what JSON can say from arrays."""
    arrays = {name: value for name, value in fields.items() if isinstance(value, np.ndarray)}
    return {name: value for name, value in fields.items() if name not in arrays}, arrays


def _pack(arrays: Mapping[str, np.ndarray]) -> memoryview:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getbuffer()


def _unpack(payload: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(payload), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
