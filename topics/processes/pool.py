"""Work dealt out to processes, one thread feeding each; what becomes of those that die."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from topics.processes.limits import OUT_OF_TIME
from topics.processes.pipe import OUT_OF_MEMORY, Frame, Head, receive, send
from topics.processes.start import available_cores, start

Job = TypeVar("Job")
Result = TypeVar("Result")
# Results do not depend on these: one process is one core, and its memory goes back at once.
ENVIRONMENT = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
}


@dataclass(frozen=True)
class Patience:
    """How long processes are waited for, in seconds by the clock; chosen, not fitted.

    Attributes
    ----------
    to_begin : float
        For a start; with eight others at work on two cores it was seen to take ten.
    to_end : float
        For the exit code of a process that ends, so that a message can say how it ended.
    to_leave : float
        For each thread when a pool is left; its process has been killed by then.
    look : float
        Between two looks at results, so that Ctrl-C is heard on every system.
    """

    to_begin: float = 120.0
    to_end: float = 2.0
    to_leave: float = 5.0
    look: float = 0.1


PATIENCE = Patience()


class DeathError(Exception):
    """A process died over an order, or was killed.

    Attributes
    ----------
    code : int
        Its exit code; less than 0 for a signal.
    began : bool
        Whether it had come so far as to take orders.
    at : int
        What it said last that it was at, -1 if it said nothing.
    late : bool
        Whether its time was up.
    """

    def __init__(self, code: int, *, began: bool, at: int, late: bool) -> None:
        super().__init__(code)
        self.code, self.began, self.at = code, began, at
        self.late = late or bool(OUT_OF_TIME and code == -OUT_OF_TIME)
        self.out_of_memory = code == OUT_OF_MEMORY

    @property
    def how(self) -> str:
        """How it ended, for a message."""
        return f"signal {-self.code}" if self.code < 0 else f"exit code {self.code}"


class Worker:
    """A process that answers orders: started for the first one, and anew after a death.

    Parameters
    ----------
    program : str
        Python that calls `topics.processes.pipe.serve`.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._stopped = self._began = self._late = False
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def fresh(self) -> bool:
        """Whether no process runs that has had an order."""
        return self.process is None

    def ask(self, order: Head, payload: Any = b"", *, seconds: float | None = None) -> Frame:
        """Return the answer to an order.

        Parameters
        ----------
        order : mapping
            JSON.
        payload : bytes or buffer
        seconds : float, optional
            By the clock, after which the process is killed; its start does not count.

        Raises
        ------
        OSError
            If no process can be started.
        DeathError
            If it dies, is killed or answers nonsense.
        """
        process, at = self._running(), -1
        self._late = False
        assert process.stdin is not None, "opened as a pipe"
        assert process.stdout is not None, "opened as a pipe"
        try:
            if not self._began:
                with self._within(PATIENCE.to_begin, process):
                    receive(process.stdout)
                self._began = True
            with self._within(seconds, process):
                send(process.stdin, order, payload)
                while "at" in (frame := receive(process.stdout))[0]:
                    at = frame[0]["at"]
        except (EOFError, OSError, ValueError):  # it has ended, or wrote what is no frame
            began = self._began
            raise DeathError(self._end(process), began=began, at=at, late=self._late) from None
        return frame

    def close(self) -> None:
        """End the process; the next order gets a new one."""
        if self.process is not None:
            self.process.kill()
            self._end(self.process)

    def stop(self) -> None:
        """End the process at once, whatever it does, for good."""
        with self._lock:
            self._stopped = True
            if self.process is not None:
                self.process.kill()

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise DeathError(0, began=False, at=-1, late=False)
            if self.process is None:
                self._began = False
                self.process = start(self._program, ENVIRONMENT)
            return self.process

    @contextlib.contextmanager
    def _within(self, seconds: float | None, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Kill the process if what is done here takes longer."""
        timer = threading.Timer(seconds or 0, self._kill_late, (process,))
        timer.daemon = True
        if seconds is not None:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill_late(self, process: subprocess.Popen[bytes]) -> None:
        self._late = True
        process.kill()

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for the end of the process, close its pipes and return its exit code."""
        try:
            code = process.wait(timeout=PATIENCE.to_end)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None, "opened as a pipe"
            with contextlib.suppress(OSError):
                stream.close()
        with self._lock:
            self.process = None
        return code


class Pool(Generic[Job, Result]):
    """Workers that do jobs side by side, until the pool is left: then they are killed.

    Parameters
    ----------
    program : str
        See `Worker`.
    do : callable, (Worker, Job) -> Result
        Does a job by asking the worker, in a thread of the pool.
    workers : int, optional
        Most processes at a time, by default one per core. It changes the time, never a result.
    """

    def __init__(
        self, program: str, do: Callable[[Worker, Job], Result], workers: int | None = None
    ) -> None:
        self._program, self._do, self._most = program, do, workers or available_cores()
        self._waiting: queue.SimpleQueue[_Given[Job, Result] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._left = False
        self.workers: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._left = True
        self._forget()
        for worker in self.workers:
            worker.stop()
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(timeout=PATIENCE.to_leave)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[int, Result]]:
        """Yield the number and the result of each job, in the order in which they are done.

        Jobs are taken as workers become free; at most twice as many as workers are held. What
        `do` raises is raised here.
        """
        done: _Done[Result] = queue.SimpleQueue()
        n_open = 0
        try:
            for number, job in enumerate(jobs):
                while n_open and (n_open >= 2 * self._most or not done.empty()):
                    yield _next(done)
                    n_open -= 1
                if len(self.workers) < min(self._most, n_open + 1):
                    self._add()
                self._waiting.put((number, job, done))
                n_open += 1
            for _ in range(n_open):
                yield _next(done)
        finally:
            if not self._left:
                self._forget()

    def _add(self) -> None:
        worker = Worker(self._program)
        # The system ends a process with the thread that started it: the thread lasts as long.
        thread = threading.Thread(target=self._drive, args=(worker,), daemon=True)
        self.workers.append(worker)
        self._threads.append(thread)
        thread.start()

    def _drive(self, worker: Worker) -> None:
        while (given := self._waiting.get()) is not None:
            number, job, done = given
            try:
                done.put((number, self._do(worker, job)))
            except BaseException as error:  # noqa: BLE001 (raised again in the calling thread)
                done.put((number, error))
        worker.close()

    def _forget(self) -> None:
        """Drop the jobs that nobody has begun."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()


_Done = queue.SimpleQueue[tuple[int, Result | BaseException]]
_Given = tuple[int, Job, _Done[Result]]


def _next(done: _Done[Result]) -> tuple[int, Result]:
    while True:
        with contextlib.suppress(queue.Empty):
            number, result = done.get(timeout=PATIENCE.look)
            break
    if isinstance(result, BaseException):
        raise result
    return number, result
