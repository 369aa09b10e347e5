"""Tokenize many texts on all cores, with the result of a plain loop."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from topics.processes.start import available_cores

CHUNK = 100_000  # characters that a worker takes at once
WORTHWHILE = 4_000_000  # characters below which starting processes costs more than it saves

Tokenize = Callable[[str], list[str]]


def tokenize_texts(
    tokenize: Tokenize, texts: Sequence[str], *, workers: int | None = None, threads: bool = False
) -> list[list[str]]:
    """Return `[tokenize(text) for text in texts]`.

    Parameters
    ----------
    tokenize : callable, picklable
    texts : sequence of str
    workers : int, optional
        By default one per core; without threads, one alone for texts that are too short to pay for
        starting processes.
    threads : bool
        Work in threads, which pays where the engine lets go of the interpreter while it cuts; else
        in processes. A program that asks for processes needs the usual `if __name__ == "__main__":`
        around its start.

    Raises
    ------
    ValueError
        If `workers` is below 1.
    RuntimeError
        If a process cannot start or is killed.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers: {workers} is too few; write a whole number from 1")
    chunks = list(_chunks(texts))
    if workers is None:
        workers = available_cores() if threads or sum(map(_size, texts)) >= WORTHWHILE else 1
    workers = min(workers, len(chunks))
    if workers < 2:
        return [tokenize(text) for text in texts]
    try:
        with _executor(workers, threads=threads) as executor:
            return [
                tokens
                for part in executor.map(partial(_tokenize, tokenize), chunks)
                for tokens in part
            ]
    except BrokenProcessPool:
        raise RuntimeError(
            "a process of tokenize_all could not start or was killed; "
            'call it under `if __name__ == "__main__":` in a file, or pass workers=1'
        ) from None


def _executor(workers: int, *, threads: bool) -> Executor:
    if threads:
        return ThreadPoolExecutor(workers)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _tokenize(tokenize: Tokenize, texts: Sequence[str]) -> list[list[str]]:
    return [tokenize(text) for text in texts]


def _size(text: str) -> int:
    return len(text) if isinstance(text, str) else 0  # the tokenizer refuses it with its own words


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += _size(text)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
