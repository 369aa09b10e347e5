"""Tokenize many texts on all cores, with the result of a plain loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from topics.processes.start import available_cores

CHUNK = 100_000  # characters that a thread takes at once

Tokenize = Callable[[str], list[str]]


def tokenize_texts(
    tokenize: Tokenize, texts: Sequence[str], *, workers: int | None = None
) -> list[list[str]]:
    """Return `[tokenize(text) for text in texts]`, worked out in threads.

    Threads pay where the engine lets go of the interpreter while it cuts (rjieba); with another
    the result is the same, and takes the time of one core.

    Parameters
    ----------
    tokenize : callable
    texts : sequence of str
    workers : int, optional
        Threads; by default one per core.

    Raises
    ------
    ValueError
        If `workers` is below 1.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers: {workers} is too few; write a whole number from 1")
    chunks = list(_chunks(texts))
    workers = min(workers or available_cores(), len(chunks))
    if workers < 2:
        return [tokenize(text) for text in texts]
    with ThreadPoolExecutor(workers) as executor:
        parts = executor.map(lambda chunk: [tokenize(text) for text in chunk], chunks)
        return [tokens for part in parts for tokens in part]


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text) if isinstance(text, str) else 0  # the tokenizer refuses it in its words
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
