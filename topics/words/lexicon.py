"""The word lists of a tokenizer: which dictionary entries and stop words its parameters name."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from topics.resources import resource
from topics.words.special import normalise
from topics.words.wordlists import (
    Entry,
    PathOrStr,
    WordListError,
    hidden_terms,
    parse_dictionary,
    parse_stopwords,
    read_dictionary,
    read_stopwords,
)

DICTIONARIES = ("dictionary/policy.txt", "dictionary/never.txt")
LAYERS = ("function", "boilerplate", "agencies")

WordList = PathOrStr | Sequence[PathOrStr] | None
T = TypeVar("T")


class Lexicon(NamedTuple):
    """Dictionary entries, one per word and sorted, and stop words."""

    entries: tuple[Entry, ...]
    stopwords: frozenset[str]


def load_lexicon(
    dictionary: WordList,
    stopwords: WordList,
    *,
    only: bool = False,
    protect: Collection[str],
    insist: bool,
) -> Lexicon:
    """Read word lists; the parameters are those of `PolicyTokenizer`.

    Raises
    ------
    WordListError
        With every fault of every list, or with the terms that the stop words would remove. Agencies
        (tag nt) may be removed: the dictionary holds them only so that they come out whole.
    """
    faults: list[str] = []
    words = frozenset(map(normalise, _stopwords(stopwords, faults)))
    entries = _dictionary(dictionary, faults, only=only)
    if faults:
        raise WordListError(faults)
    terms = set(
        map(
            normalise,
            {entry.word for entry in entries if entry.is_term and entry.tag != "nt"}.union(protect),
        )
    )
    if not insist and (hidden := hidden_terms(words, terms)):
        listed = "、".join(hidden)
        fault = (
            f"the stop words would remove {len(hidden)} terms of the dictionary or the themes:"
            f" {listed}"
        )
        raise WordListError([f"{fault}; take them off the stop list or pass insist=True"])
    return Lexicon(entries, words)


def _dictionary(given: WordList, faults: list[str], *, only: bool) -> tuple[Entry, ...]:
    files, lines = _sources(given)
    shipped = () if only and given is not None else map(resource, DICTIONARIES)
    readers = [
        *(partial(read_dictionary, file) for file in shipped),
        *(partial(read_dictionary, file) for file in files),
        partial(parse_dictionary, lines),
    ]
    entries = {entry.word: entry for entry in _read(readers, faults)}
    return tuple(entries[word] for word in sorted(entries))


def _stopwords(given: WordList, faults: list[str]) -> frozenset[str]:
    if given == "default":
        given = LAYERS
    elif isinstance(given, str) and given in LAYERS:
        given = (given,)
    files, lines = _sources(given)
    files += [resource(f"stopwords/{layer}.txt") for layer in LAYERS if layer in lines]
    words = [line for line in lines if line not in LAYERS]
    faults += [
        f"stopwords: '{word}' is no layer; there are {', '.join(LAYERS)}; give a file as a Path"
        for word in words
        if word.isascii() and word.isalpha()
    ]
    readers = [*(partial(read_stopwords, file) for file in files), partial(parse_stopwords, words)]
    return frozenset(_read(readers, faults))


def _sources(given: WordList) -> tuple[list[PathOrStr], list[str]]:
    """Tell files from lines: alone, a string is a file; in a sequence it is a line."""
    if given is None or isinstance(given, str | os.PathLike):
        return [] if given is None else [given], []
    items = list(given)
    for item in items:
        if not isinstance(item, str | os.PathLike):
            raise TypeError(
                f"a word list holds {item!r}, a {type(item).__name__}; write words as str and files"
                " as Path"
            )
    files: list[PathOrStr] = [item for item in items if isinstance(item, os.PathLike)]
    return files, [item for item in items if isinstance(item, str)]


def _read(readers: Iterable[Callable[[], Iterable[T]]], faults: list[str]) -> list[T]:
    results: list[T] = []
    for reader in readers:
        try:
            results += reader()
        except WordListError as error:
            faults += error.faults
    return results
