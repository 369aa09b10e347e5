"""Strict reader of dictionary and stop-word files: UTF-8, one word a line, every fault named at
once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from topics.given import brief, read_given, told

MAX_WORD = 32  # longer words make the engine's word graph slow; no term of the field is longer
MAX_FREQUENCY = 10**7
NEVER = "!"  # before a word that is none
_LINE_END = re.compile(r"\r\n|\r|\n")
_TAG = re.compile(r"[a-z]{1,10}")
_HAN_WORD = re.compile("[\u4e00-\u9fd5]{2,}")
# Characters that no one sees: control, zero width, direction marks, byte order marks, halves of a
# surrogate pair.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)

PathOrStr = str | os.PathLike[str]
T = TypeVar("T")


class Entry(NamedTuple):
    """A dictionary word with the frequency and part of speech that its line gives, or None.

    A frequency of 0 says that the word is none: no engine may make it.
    """

    word: str
    freq: int | None = None
    tag: str | None = None

    @property
    def is_term(self) -> bool:
        """Whether it is a word, and not one that is none."""
        return self.freq != 0

    @property
    def line(self) -> str:
        """The line of a dictionary file that says this."""
        if not self.is_term:
            return f"{NEVER}{self.word}"
        return " ".join(str(part) for part in self if part is not None)


class WordListError(ValueError):
    """Faults of word lists, one sentence each with place, value and remedy.

    Attributes
    ----------
    faults : tuple of str
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(told(faults))
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type[WordListError], tuple[tuple[str, ...]]]:
        return WordListError, (self.faults,)


class _Fault(Exception):  # noqa: N818 — never leaves this module: a line's fault on its way into the list
    pass


def read_dictionary(path: PathOrStr) -> tuple[Entry, ...]:
    """Read a dictionary file: a word on each line, with a frequency, a tag or both behind it.

    Parameters
    ----------
    path : str or path
        UTF-8 with or without byte order mark, any line ends. `#` at the start of a line or after
        white space begins a comment. `!部手机` says that 部手机 is no word.

    Returns
    -------
    tuple of Entry
        In the order of the file.

    Raises
    ------
    WordListError
        With all faults: no UTF-8; a word of more than 32 characters or with invisible ones; a
        frequency outside 1…10,000,000; a tag that is not of lower-case letters; a word that stands
        twice; `!` before something other than two or more Han characters.
    FileNotFoundError
        If there is no such file.
    """
    return parse_dictionary(_lines(path), str(path))


def parse_dictionary(lines: Iterable[str], source: str = "dictionary") -> tuple[Entry, ...]:
    """Read dictionary lines that are in memory; `source` names them in messages.

    >>> parse_dictionary(["城市群 1000 n", "市民化  # 农业转移人口的"])
    (Entry(word='城市群', freq=1000, tag='n'), Entry(word='市民化', freq=None, tag=None))
    >>> parse_dictionary(["云川局 nt", "!部手机"])
    (Entry(word='云川局', freq=None, tag='nt'), Entry(word='部手机', freq=0, tag=None))
    """
    return tuple(_parse(lines, source, _entry, lambda entry: entry.word))


def read_stopwords(path: PathOrStr) -> tuple[str, ...]:
    """Read a stop-word file: one word on each line, `#` comments.

    Raises
    ------
    WordListError
        With all faults: no UTF-8; more than one word on a line; invisible characters; a word that
        stands twice.
    FileNotFoundError
        If there is no such file.
    """
    return parse_stopwords(_lines(path), str(path))


def parse_stopwords(lines: Iterable[str], source: str = "stopwords") -> tuple[str, ...]:
    """Read stop-word lines that are in memory; `source` names them in messages.

    >>> parse_stopwords(["# 虚词", "的", "以及"])
    ('的', '以及')
    """
    return tuple(_parse(lines, source, _stopword, lambda word: word))


def hidden_terms(stopwords: Collection[str], terms: Iterable[str]) -> tuple[str, ...]:
    """Return the terms that a stop list would remove, whatever the case of their letters, sorted.

    >>> hidden_terms({"推进", "城市更新"}, ["城市更新", "韧性"])
    ('城市更新',)
    """
    folded = {word.casefold() for word in stopwords}
    return tuple(sorted(term for term in set(terms) if term.casefold() in folded))


def _parse(
    lines: Iterable[str], source: str, parse_line: Callable[[str], T], key: Callable[[T], str]
) -> list[T]:
    results: list[T] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        content = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()
        if not content:
            continue
        try:
            result = parse_line(content)
        except _Fault as fault:
            faults.append(f"{source}:{number}: {fault}")
            continue
        if (first := seen.setdefault(key(result), number)) != number:
            faults.append(
                f"{source}:{number}: '{key(result)}' stands already in line {first}; remove one of"
                " the two"
            )
        results.append(result)
    if faults:
        raise WordListError(faults)
    return results


def _entry(content: str) -> Entry:
    word, *rest = content.split()
    if word.startswith(NEVER) and len(word) > 1:
        return _never(word, rest)
    _check_word(word)
    if len(rest) == 1 and _TAG.fullmatch(rest[0]):  # as jieba reads it
        return Entry(word, None, rest[0])
    if len(rest) > 2:
        raise _Fault(
            f"'{shorten(content)}' has {len(rest) + 1} parts; write `word frequency tag`, a comment"
            " after ` #`"
        )
    freq = tag = None
    if rest:
        if not re.fullmatch(r"[0-9]{1,8}", rest[0]) or not 1 <= int(rest[0]) <= MAX_FREQUENCY:
            space = "" if re.match(r"[-+.0-9]", rest[0]) else ", and a word without spaces"
            raise _Fault(
                f"'{shorten(rest[0])}' is no frequency; write a whole number from 1 to"
                f" {MAX_FREQUENCY}{space}"
            )
        freq = int(rest[0])
    if len(rest) == 2:
        tag = rest[1]
        if not _TAG.fullmatch(tag):
            raise _Fault(
                f"'{shorten(tag)}' is no part of speech; write lower-case letters such as n, v"
                " or nt"
            )
    return Entry(word, freq, tag)


def _never(word: str, rest: Sequence[str]) -> Entry:
    _check_word(word)
    if rest or not _HAN_WORD.fullmatch(word, 1):
        raise _Fault(
            f"'{shorten(' '.join([word, *rest]))}' names no word to leave out; write {NEVER} and"
            " two or more Han characters"
        )
    return Entry(word[1:], 0)


def _stopword(content: str) -> str:
    if len(content.split()) > 1:
        raise _Fault(f"'{shorten(content)}' holds a space; put one word on a line")
    _check_word(content)
    return content


def _check_word(word: str) -> None:
    if found := _INVISIBLE.search(word):
        raise _Fault(
            f"{brief(word)!r} holds the invisible character U+{ord(found[0]):04X}; delete it"
        )
    if len(word) > MAX_WORD:
        raise _Fault(
            f"'{shorten(word)}' has {len(word)} characters; split it, {MAX_WORD} are allowed"
        )


def shorten(text: str, width: int = 24) -> str:
    """Cut a quoted value to a length that a message can hold."""
    return text if len(text) <= width else text[: width - 1] + "…"


def _lines(path: PathOrStr) -> list[str]:
    if not Path(path).exists():
        raise FileNotFoundError(
            f"{path}: no such file; a single word is given in a list: ['{path}']"
        )
    raw = read_given(Path(path)).removeprefix(b"\xef\xbb\xbf")
    try:
        return _LINE_END.split(raw.decode())
    except UnicodeDecodeError as error:
        line = len(_LINE_END.split(raw[: error.start].decode()))
        fault = f"{path}:{line}: byte 0x{raw[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise WordListError([fault]) from None
