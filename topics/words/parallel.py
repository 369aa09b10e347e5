"""Tokenize many texts on all cores, with the result of a plain loop."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

CHUNK = 500_000  # characters that a worker takes at once
WORTHWHILE = 4_000_000  # characters below which starting processes costs more than it saves

Tokenize = Callable[[str], list[str]]


def tokenize_texts(tokenize: Tokenize, texts: Sequence[str], *, workers: int | None = None) -> list[list[str]]:
    """Return `[tokenize(text) for text in texts]`.

    Parameters
    ----------
    tokenize : callable, picklable
    texts : sequence of str
    workers : int, optional
        Processes; by default one per core where the texts are long enough to pay for starting them. A program that
        asks for processes needs the usual `if __name__ == "__main__":` around its start.

    Raises
    ------
    ValueError
        If `workers` is below 1.
    """
    if workers is None:
        workers = _cores() if sum(map(len, texts)) >= WORTHWHILE else 1
    if workers < 1:
        raise ValueError(f"workers: {workers} is too few; write a whole number from 1")
    chunks = list(_chunks(texts))
    workers = min(workers, len(chunks))
    if workers < 2:
        return [tokenize(text) for text in texts]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [tokens for results in pool.map(partial(_tokenize_chunk, tokenize), chunks) for tokens in results]


def _tokenize_chunk(tokenize: Tokenize, texts: Sequence[str]) -> list[list[str]]:
    return [tokenize(text) for text in texts]


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
