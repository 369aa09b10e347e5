"""Map a function over many texts on all cores, with the result of a plain loop."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeVar

T = TypeVar("T")
CHUNK = 500_000  # characters that a worker takes at once
WORTHWHILE = 2_000_000  # characters below which starting processes costs more than it saves


def map_texts(function: Callable[[str], T], texts: Sequence[str], *, workers: int | None = None) -> list[T]:
    """Return `[function(text) for text in texts]`.

    Parameters
    ----------
    function : callable, picklable
    texts : sequence of str
    workers : int, optional
        Processes; by default one per core where the texts are long enough to pay for starting them. A program that
        asks for processes needs the usual `if __name__ == "__main__":` around its start.
    """
    if workers is None:
        workers = _cores() if sum(map(len, texts)) >= WORTHWHILE else 1
    if workers < 1:
        raise ValueError(f"workers: {workers} is too few; write a whole number from 1")
    chunks = _chunks(texts)
    if min(workers, len(chunks)) < 2:
        return [function(text) for text in texts]
    with ProcessPoolExecutor(min(workers, len(chunks)), mp_context=multiprocessing.get_context("spawn")) as pool:
        return [result for results in pool.map(partial(_apply, function), chunks) for result in results]


def _apply(function: Callable[[str], T], texts: Sequence[str]) -> list[T]:
    return [function(text) for text in texts]


def _chunks(texts: Sequence[str]) -> list[list[str]]:
    chunks: list[list[str]] = []
    size = CHUNK
    for text in texts:
        if size >= CHUNK:
            chunks.append([])
            size = 0
        chunks[-1].append(text)
        size += len(text)
    return chunks


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
