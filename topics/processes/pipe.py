"""What crosses a pipe between two processes: frames of JSON and bytes, nothing that could run."""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import IO, Any

from topics.processes.limits import bound_time

LENGTHS = struct.Struct(">QQ")  # of the JSON and of the bytes that follow
LARGEST = 2_000_000_000  # bytes that are taken from a process, which may have gone wrong
OUT_OF_MEMORY = 12  # exit code of a process that had too little memory, ENOMEM of POSIX

Head = Mapping[str, object]
Frame = tuple[dict[str, Any], Any]  # JSON, and bytes or a buffer of bytes
Say = Callable[[Head], None]
Answer = Callable[[dict[str, Any], bytes, Say], Frame]


def send(stream: IO[bytes], head: Head, payload: Any = b"") -> None:
    """Write a frame; the payload is bytes or a buffer of bytes."""
    written = json.dumps(head).encode("ascii")
    stream.write(LENGTHS.pack(len(written), len(payload)))
    stream.write(written)
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes], *, largest: int = LARGEST) -> Frame:
    """Read a frame.

    Raises
    ------
    EOFError
        If the other side has ended.
    ValueError
        If what it wrote is no frame.
    """
    n_head, n_payload = LENGTHS.unpack(_exactly(stream, LENGTHS.size))
    if n_head + n_payload > largest:
        raise ValueError(f"a frame of {n_head + n_payload} bytes")
    return json.loads(_exactly(stream, n_head)), _exactly(stream, n_payload)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def serve(answer: Answer) -> None:
    """Answer orders on standard input until it closes, in a process of its own.

    Parameters
    ----------
    answer : callable
        From an order, its payload and a function to a head and a payload. The function says
        beforehand how far the work is, as `{"at": number}`. An exception becomes the answer
        `{"error": sentence}`; without memory the process ends.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes where `start` sends errors: nowhere
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    say = partial(send, answers)
    say({})  # we have begun
    orders: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), daemon=True).start()
    while True:
        order, payload = orders.get()
        try:
            head, result = answer(order, payload, say)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except Exception as error:  # noqa: BLE001 (the boundary: the parent reports it)
            cause = next(iter(str(error).splitlines()), "")  # DuckDB adds paragraphs of advice
            head, result = {"error": f"{type(error).__name__}: {cause}"}, b""
        bound_time(0)
        say(head, result)


def _listen(stream: IO[bytes], orders: queue.SimpleQueue[Frame]) -> None:
    """Hear at once that the parent is gone, whatever the main thread does."""
    try:
        while True:
            orders.put(receive(stream, largest=sys.maxsize))
    except EOFError:
        os._exit(0)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
