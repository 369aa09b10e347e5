"""Tokenize many texts on all cores, with the result of a plain loop."""

from __future__ import annotations

import multiprocessing
import os
from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import NamedTuple

CHUNK = 200_000  # characters that a process takes at once
WORTHWHILE = 4_000_000  # characters below which starting processes costs more than it saves

Tokenize = Callable[[str], list[str]]


class Coded(NamedTuple):
    """The tokens of several texts as numbers: pickled and read again in a tenth of the time that lists of strings take."""

    words: list[str]  # each distinct token once
    codes: array[int]  # of all texts, one after the other: places in `words`
    lengths: list[int]  # tokens of each text


def tokenize_texts(tokenize: Tokenize, texts: Sequence[str], *, workers: int | None = None) -> list[list[str]]:
    """Return `[tokenize(text) for text in texts]`.

    Parameters
    ----------
    tokenize : callable, picklable
    texts : sequence of str
    workers : int, optional
        Processes, this one included; by default one per core where the texts are long enough to pay for starting them.
        A program that asks for processes needs the usual `if __name__ == "__main__":` around its start.

    Raises
    ------
    ValueError
        If `workers` is below 1.
    RuntimeError
        If a process cannot start or is killed.
    """
    if workers is None:
        workers = _cores() if sum(map(_size, texts)) >= WORTHWHILE else 1
    if workers < 1:
        raise ValueError(f"workers: {workers} is too few; write a whole number from 1")
    chunks = list(_chunks(texts))
    workers = min(workers, len(chunks))
    if workers < 2:
        return [tokenize(text) for text in texts]
    pool = ProcessPoolExecutor(workers - 1, mp_context=multiprocessing.get_context("spawn"))
    try:
        return _share_out(tokenize, chunks, pool, 2 * workers - 1)
    except BrokenProcessPool:
        raise RuntimeError(
            "a process of tokenize_all could not start or was killed; "
            'call it under `if __name__ == "__main__":` in a file, or pass workers=1'
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _share_out(tokenize: Tokenize, chunks: Iterable[list[str]], pool: ProcessPoolExecutor, n_ahead: int) -> list[list[str]]:
    """Let the pool work from the front and this process from the end, since the pool takes a while to start."""
    todo, given = deque(chunks), deque[Future[Coded]]()
    front: list[list[str]] = []
    back: list[list[list[str]]] = []
    shared: dict[str, str] = {}
    while todo or given:
        while todo and len(given) < n_ahead:
            given.append(pool.submit(_tokenize_coded, tokenize, todo.popleft()))
        if todo:
            back.append([tokenize(text) for text in todo.pop()])
        while given and (given[0].done() or not todo):
            front += _decode(given.popleft().result(), shared)
    return front + [tokens for part in reversed(back) for tokens in part]


def _tokenize_coded(tokenize: Tokenize, texts: Sequence[str]) -> Coded:
    places: defaultdict[str, int] = defaultdict()
    places.default_factory = places.__len__
    codes, lengths = array("I"), []
    for text in texts:
        tokens = tokenize(text)
        codes.extend(map(places.__getitem__, tokens))
        lengths.append(len(tokens))
    return Coded(list(places), codes, lengths)


def _decode(coded: Coded, shared: dict[str, str]) -> Iterator[list[str]]:
    """Yield the tokens of each text, equal ones as one string."""
    words = [shared.setdefault(word, word) for word in coded.words]
    tokens = map(words.__getitem__, coded.codes)
    for length in coded.lengths:
        yield list(islice(tokens, length))


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


def _size(text: object) -> int:
    return len(text) if isinstance(text, str) else 0  # the tokenizer refuses it with its own words


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
