"""The words of official Chinese by which numbers are read: the lists of words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from topics.corpus.language.patterns import any_of


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def words(name: str) -> tuple[str, ...]:
    """Return the words of a list.

    >>> "公里" in words("composed")
    True
    """
    return tuple(_lists()[name].split())


def one_of(name: str) -> str:
    """Return a pattern for any word of a list, the longest first."""
    return any_of(words(name))


def patterns(name: str) -> str:
    """Return a pattern for any entry of a list whose entries are patterns, in their order."""
    return f"(?:{'|'.join(words(name))})"
