"""Two documents compared in one step: the links of their sections, the changes of their sentences,
and both in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from topics.compare.links import link_sections
from topics.compare.sentences import sentence_changes
from topics.compare.summary import summary
from topics.corpus import Document, read_corpus, require_readable


@dataclass(frozen=True, repr=False)
class Comparison:
    """What became of an older document in a newer one.

    Attributes
    ----------
    old, new : Document
    links : DataFrame
        What became of each section, as `link_sections` gives it.
    changes : DataFrame
        What became of each sentence, as `sentence_changes` gives it.
    """

    old: Document
    new: Document
    links: pd.DataFrame
    changes: pd.DataFrame

    def text(self, lang: str = "zh") -> str:
        """Say what changed, a line each."""
        mark = "：" if lang == "zh" else ": "
        lines = summary(self.links, self.changes, lang)
        return "\n".join(
            f"{line.title}{mark}{line.text}" if line.title else line.text for line in lines
        )

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return (
            f"Comparison({self.old.doc_id!r} → {self.new.doc_id!r},"
            f" {len(self.links)} links, {len(self.changes)} sentences)"
        )

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in self.text().split("\n"))


def compare(old: str | Path | Document, new: str | Path | Document) -> Comparison:
    r"""Compare an older and a newer document, section by section and sentence by sentence.

    Parameters
    ----------
    old, new : path or Document

    Raises
    ------
    CorpusError
        If a file is not there or cannot be read.
    ValueError
        If a path holds other than one document.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> old = parse_text("一、总体要求\n推进城市更新。\n二、安全\n完善管网。", doc_id="旧")
    >>> new = parse_text("一、总体要求\n推进城市更新。\n二、产业\n培育园区。", doc_id="新")
    >>> sorted(compare(old, new).links["shape"])
    ['dropped', 'new', 'same']
    """
    older, newer = _document(old), _document(new)
    links = link_sections(older, newer)
    return Comparison(older, newer, links, sentence_changes(older, newer, links))


def _document(given: str | Path | Document) -> Document:
    if isinstance(given, Document):
        return given
    found = read_corpus(given)
    require_readable(found, strict=True)
    if len(found) != 1:
        raise ValueError(f"{given}: it holds {len(found)} documents; name one file")
    return found[0]
