"""Hand files to reading processes, several at a time, and replace those that hang, swell or crash."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from topics.corpus import messages
from topics.corpus.document import Document
from topics.corpus.intake import wire
from topics.corpus.intake.find import InputFile, read_bytes
from topics.corpus.intake.worker import HEADER, pack_options
from topics.corpus.messages import Remark, UnreadableError, show
from topics.corpus.options import IDLE, ReadOptions
from topics.processes.start import available_cores, start

PROGRAM = "from topics.corpus.intake.worker import serve"
FRESH_AFTER = 8_000_000  # bytes: after a large file a new process starts from little memory
_OUT_OF_TIME = getattr(signal, "SIGPROF", 0)
LARGEST_ANSWER = 2_000_000_000


def read_all(
    files: Sequence[InputFile],
    options: ReadOptions,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Document]:
    """Read files side by side; the outcome depends neither on their order nor on the number of
    processes.

    `progress` is told how many files are read and how many there are.

    Raises
    ------
    KeyboardInterrupt
        On Ctrl-C, after every process has been stopped.
    """
    waiting: queue.SimpleQueue[tuple[int, InputFile]] = queue.SimpleQueue()
    for item in enumerate(files):
        waiting.put(item)
    done: queue.SimpleQueue[tuple[int, Document | BaseException]] = queue.SimpleQueue()
    count = min(options.workers or available_cores(), len(files))
    lines = [_Line(options, waiting, done) for _ in range(count)]
    documents: list[Document | None] = [None] * len(files)
    try:
        for line in lines:
            line.start()
        for n_read, (index, outcome) in enumerate(_outcomes(done, lines, len(files)), 1):
            if isinstance(outcome, BaseException):
                raise outcome
            documents[index] = outcome
            if progress is not None:
                progress(n_read, len(files))
    finally:
        for line in lines:
            line.stop()
        for line in lines:
            line.join(timeout=5)
    return [document for document in documents if document is not None]


def _outcomes(
    done: queue.SimpleQueue[tuple[int, Document | BaseException]],
    lines: Sequence[_Line],
    expected: int,
) -> Iterator[tuple[int, Document | BaseException]]:
    """Yield what is finished; between times, stop the processes whose time is up."""
    while expected:
        try:
            yield done.get(timeout=0.05)  # short, so that Ctrl-C is heard on every system
            expected -= 1
        except queue.Empty:
            now = time.monotonic()
            for line in lines:
                line.stop_if_late(now)


@dataclass(slots=True)
class _NoAnswerError(Exception):
    """The process did not answer: why, and whether a fresh one may do better."""

    reason: str
    again: bool


class _Line(threading.Thread):
    """One reading process and the thread that feeds it."""

    def __init__(
        self,
        options: ReadOptions,
        waiting: queue.SimpleQueue[tuple[int, InputFile]],
        done: queue.SimpleQueue[tuple[int, Document | BaseException]],
    ) -> None:
        super().__init__(daemon=True, name="topics-reader")
        self.options = options
        self.waiting = waiting
        self.done = done
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = threading.Lock()
        self.deadline = float("inf")
        self.late = False
        self.stopped = False

    def run(self) -> None:
        """Read files until none waits."""
        while not self.stopped:
            try:
                index, file = self.waiting.get_nowait()
            except queue.Empty:
                break
            try:
                outcome: Document | BaseException = self._read(file)
            except BaseException as error:  # noqa: BLE001
                outcome = error
            self.done.put((index, outcome))
        self._close()

    def stop(self) -> None:
        """Stop the process at once, whatever it does."""
        self.stopped = True
        with self.lock:
            if self.process is not None:
                self.process.kill()

    def stop_if_late(self, now: float) -> None:
        """Stop the process if its file has had its time."""
        if now > self.deadline:
            with self.lock:
                self.late = True
                if self.process is not None:
                    self.process.kill()

    def _read(self, file: InputFile) -> Document:
        skipped = Document(file.doc_id, source=file.shown, status="skipped")
        if file.refused:
            return replace(skipped, reasons=(file.refused,))
        try:
            data = read_bytes(file.path, self.options.limits.file_bytes)
        except UnreadableError as error:
            return replace(skipped, reasons=(error.remark,))
        digest = hashlib.sha256(data).hexdigest()
        document = self._ask(file, data) or skipped
        return replace(document, sha256=digest)

    def _ask(self, file: InputFile, data: bytes) -> Document:
        """Have a file read; a process that fails after other files is not the last word on this
        one.
        """
        fresh = self.process is None
        try:
            document = self._exchange(file, data)
        except _NoAnswerError as failure:
            self._close(kill=True)
            if failure.again and not fresh:
                return self._ask(file, data)
            return Document(
                file.doc_id, source=file.shown, status="skipped", reasons=(failure.reason,)
            )
        if len(data) > FRESH_AFTER:
            self._close()
        return document

    def _exchange(self, file: InputFile, data: bytes) -> Document:
        try:
            process = self._running()
        except OSError as error:
            raise _NoAnswerError(
                messages.NOT_STARTED.format(cause=show(str(error))), again=False
            ) from None
        assert process.stdin is not None, "opened as a pipe"
        assert process.stdout is not None, "opened as a pipe"
        order = {
            "name": file.name,
            "doc_id": file.doc_id,
            "shown": file.shown,
            "table": file.table,
            "options": pack_options(self.options),
        }
        written = json.dumps(order).encode("ascii")
        self.late = False
        seconds = self.options.limits.time(len(data))
        self.deadline = time.monotonic() + IDLE * seconds
        try:
            process.stdin.write(HEADER.pack(len(written), len(data)))
            process.stdin.write(written)
            process.stdin.write(data)
            process.stdin.flush()
            header = process.stdout.read(8)
            size = struct.unpack(">Q", header)[0] if len(header) == 8 else -1
            answer = process.stdout.read(size) if 0 < size < LARGEST_ANSWER else b""
        except OSError:
            size, answer = -1, b""
        finally:
            self.deadline = float("inf")
        if self.late or (size < 0 and process.wait() == -_OUT_OF_TIME):
            raise _NoAnswerError(messages.TOO_SLOW.format(seconds=seconds), again=False)
        if size == 0:
            raise _NoAnswerError(
                messages.TOO_MUCH_MEMORY.format(limit=self.options.limits.memory), again=True
            )
        if size < 0 or len(answer) != size:
            raise _NoAnswerError(messages.CRASHED.format(how=self._end(process)), again=True)
        return wire.load(answer)

    def _running(self) -> subprocess.Popen[bytes]:
        with self.lock:
            if self.process is None:
                self.process = start(f"{PROGRAM}; serve({os.getpid()})")
            return self.process

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> Remark:
        code = process.wait()
        sentence = messages.SIGNAL if code < 0 else messages.EXIT_CODE
        return sentence.format(number=abs(code))

    def _close(self, *, kill: bool = False) -> None:
        with self.lock:
            process, self.process = self.process, None
        if process is None:
            return
        if kill:
            process.kill()
        if process.stdin is not None:
            try:
                process.stdin.close()
            except OSError:
                process.kill()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
