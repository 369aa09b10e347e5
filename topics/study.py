"""One analysis from files to tables: each stage is computed once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd

from topics.corpus import ReadOptions, read_corpus
from topics.corpus.document import Document
from topics.dfm import Dfm, build_dfm, group_labels
from topics.settings import Settings
from topics.themes import Theme, ThemeMatcher, read_themes
from topics.tokenize import PolicyTokenizer

Tell = Callable[[str], None]


class Study:
    """The stages of one analysis.

    Parameters
    ----------
    paths : sequence of str or Path
        Files and folders with policy documents.
    settings : Settings
    tell : callable, str -> None, optional
        Told what is being done, for progress.

    Examples
    --------
    >>> from topics.resources import resource
    >>> study = Study([resource("samples")])
    >>> len(study.analysed)
    4
    """

    def __init__(self, paths: Sequence[str | Path], settings: Settings | None = None, *, tell: Tell | None = None) -> None:
        self.paths = [Path(path) for path in paths]
        self.settings = settings or Settings()
        self._tell = tell or (lambda _: None)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every input file, the skipped ones and the duplicates too."""
        self._tell("reading documents")
        chosen = self.settings
        options = ReadOptions(
            encoding=chosen.encoding,
            metadata=chosen.metadata,
            keep_agencies=chosen.keep_agencies,
            simplify=chosen.simplify,
            workers=chosen.workers,
        )
        return tuple(read_corpus(self.paths, options))
