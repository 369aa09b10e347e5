"""The engines: rjieba or jieba with the dictionary in its word graph, in the same state whatever
else a program does.
"""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

ENGINES = ("rjieba", "jieba")
FLOOR = 300  # frequency of a dictionary word that states none
# frequency of a word that is none: in jieba it stays listed, as in rjieba, and is on no probable
# path
NEVER = 1e-300

Cut = Callable[[str], list[str]]
Words = Iterable[tuple[str, int | None]]


def engine_name(engine: str = "auto") -> str:
    """Return the engine that a choice stands for: `auto` is rjieba where it is installed, else
    jieba.

    Raises
    ------
    ValueError
        If there is no such engine.
    """
    if engine == "auto":
        return "rjieba" if importlib.util.find_spec("rjieba") else "jieba"
    if engine not in ENGINES:
        raise ValueError(f"engine: '{engine}' does not exist; write auto, {' or '.join(ENGINES)}")
    return engine


def engine_signature(engine: str) -> str:
    """Return an engine's name and version."""
    return f"{engine}-{version(engine)}"


class Engine(NamedTuple):
    """What cuts a run of text into words.

    Attributes
    ----------
    cut, cut_known : callable
        With guesses at unknown words, and without.
    knows : callable
        Whether a word is listed, and so no guess.
    """

    cut: Cut
    cut_known: Cut
    knows: Callable[[str], bool]


def build_engine(engine: str, words: Words) -> Engine:
    """Return an engine with the dictionary in its word graph.

    Parameters
    ----------
    engine : str
        `rjieba` or `jieba`.
    words : iterable of (str, int or None)
        The dictionary with frequencies, shorter words first; 0 takes a word out.
    """
    return _build_rjieba(words) if engine == "rjieba" else _build_jieba(words)


@lru_cache(maxsize=1)
def word_tags() -> dict[str, str]:
    """Return the part of speech of each word in jieba's dictionary."""
    with _jieba_file("dict.txt").open(encoding="utf-8") as file:
        return {word: tag for word, _, tag in map(str.split, file)}


def _build_rjieba(words: Words) -> Engine:
    from rjieba import Jieba  # noqa: PLC0415 — only where this engine is used

    engine = Jieba()

    def cut_known(text: str) -> list[str]:
        return engine.cut(text, hmm=False)

    def frequency(word: str) -> int:  # or one more: the engine tells it through a logarithm
        return engine.suggest_freq(word) if engine.has_word(word) else 0

    _add_words(words, frequency, lambda word, freq: engine.add_word(word, freq, None), cut_known)
    return Engine(engine.cut, cut_known, engine.has_word)


def _build_jieba(words: Words) -> Engine:
    jieba = _private_jieba()
    engine = jieba.Tokenizer()
    with _jieba_file("dict.txt").open("rb") as file:
        engine.FREQ, engine.total = engine.gen_pfdict(
            file
        )  # never `initialize`: it reads a cache file that anyone can write
    engine.initialized = True

    def add(
        word: str, freq: int
    ) -> None:  # `Tokenizer.add_word` adds to the total without taking off what stood there
        engine.total += freq - engine.FREQ.get(word, 0)
        engine.FREQ[word] = freq or NEVER
        for end in range(1, len(word)):
            engine.FREQ.setdefault(word[:end], 0)

    def cut_known(text: str) -> list[str]:
        return list(engine.cut(text, HMM=False))

    _add_words(words, lambda word: engine.FREQ.get(word, 0), add, cut_known)
    return Engine(engine.lcut, cut_known, lambda word: engine.FREQ.get(word, 0) > 0)


def _add_words(
    words: Words, frequency: Callable[[str], int], add: Callable[[str, int], Any], cut: Cut
) -> None:
    """Give each word, the shorter first, a frequency at which it is more probable than its own
    parts.

    A word with such a frequency is cut out wherever it stands, unless the most probable path
    through the sentence has a word that crosses its border or covers it. The engine's own frequency
    stays where it is higher and suffices; for a word that has exactly FLOOR it does not matter on
    which side of the comparison it falls.
    """
    for word, freq in words:
        if freq == 0:
            add(word, 0)
            continue
        if freq is None and frequency(word) > FLOOR and cut(word) == [word]:
            continue
        trial = freq or FLOOR
        add(word, trial)
        while cut(word) != [word] and trial < 10**12:
            trial *= 10
            add(word, trial)


def _private_jieba() -> Any:
    """Load a copy of jieba under a name of ours, so that nothing another program does to jieba
    changes our words.
    """
    name = "topics._jieba"
    if name not in sys.modules:
        source = _jieba_file("__init__.py")
        spec = importlib.util.spec_from_file_location(
            name, source, submodule_search_locations=[str(source.parent)]
        )
        assert spec is not None and spec.loader is not None  # noqa: PT018 — for the type checker
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # its source has invalid escapes, and it imports pkg_resources
            spec.loader.exec_module(module)
    return sys.modules[name]


def _jieba_file(name: str) -> Path:
    found = importlib.util.find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba is not installed; install this package again")
    return Path(found.origin).with_name(name)
