"""The words that a sentence lost and gained."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from topics.tokenize import PolicyTokenizer

Split = Callable[[str], list[str]]
SHORTEST = 2  # characters of common words below which a remnant between two changes joins them
_OTHER = re.compile(r"\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of two sentences laid over each other.

    Attributes
    ----------
    kind : str
        `same`, `removed` or `added`.
    text : str
    """

    kind: str
    text: str


def pieces(old: str, new: str, *, split: Split | None = None) -> list[Piece]:
    """Lay two texts over each other word by word.

    The pieces that are not `added` make up the old text, those that are not `removed` the new one,
    to the character.

    Parameters
    ----------
    old, new : str
    split : callable, optional
        Cuts a text into words that joined are the text; by default the words of `PolicyTokenizer`
        and single marks.

    Examples
    --------
    >>> [(piece.kind, piece.text) for piece in pieces("试行登记户口制度。", "推行登记户口制度。")]
    [('removed', '试行'), ('added', '推行'), ('same', '登记户口制度。')]
    """
    split = split or words
    left, right = split(old), split(new)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(left[start:end])))
        else:
            found += [
                Piece("removed", "".join(left[start:end])),
                Piece("added", "".join(right[other_start:other_end])),
            ]
    return _joined([piece for piece in found if piece.text])


def _joined(found: list[Piece]) -> list[Piece]:
    """Join two changes with a single common character between them: nobody reads 的 alone."""
    result: list[Piece] = []
    removed = added = ""
    for number, piece in enumerate(found):
        inner = 0 < number < len(found) - 1 and len(piece.text) < SHORTEST
        if piece.kind == "same" and not (inner and piece.text.isalnum()):
            result += [Piece("removed", removed), Piece("added", added), piece]
            removed = added = ""
        else:
            removed += piece.text if piece.kind != "added" else ""
            added += piece.text if piece.kind != "removed" else ""
    result += [Piece("removed", removed), Piece("added", added)]
    return [piece for piece in result if piece.text]


def changed(found: list[Piece], kind: str) -> str:
    """Join the pieces of a kind, marks aside, by ` … `.

    >>> changed([Piece("removed", "试行"), Piece("same", "制度"), Piece("removed", "。")],
    ...     "removed")
    '试行'
    """
    texts = [piece.text.strip("，。；、：！？ ") for piece in found if piece.kind == kind]
    return " … ".join(text for text in texts if text)


def words(text: str) -> list[str]:
    """Cut a text into words and single marks; joined they are the text.

    >>> words("推进城市更新。")
    ['推进', '城市更新', '。']
    """
    found, last = [], 0
    for span in _tokenizer().spans(text):
        if span.start >= last:
            found += [*_OTHER.findall(text[last : span.start]), text[span.start : span.end]]
            last = span.end
    return [*found, *_OTHER.findall(text[last:])]


@cache
def _tokenizer() -> PolicyTokenizer:
    from topics.tokenize import PolicyTokenizer  # noqa: PLC0415 — loads two dictionaries

    return PolicyTokenizer(stopwords=None, min_length=1, numbers=True)
