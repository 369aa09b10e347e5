"""The stage of search: an index of the analysed documents."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from topics.study.words import WordStages

if TYPE_CHECKING:
    from topics.search import Index


class SearchStages(WordStages):
    """The index and its answers; the parameters are those of `Study`."""

    @cached_property
    def index(self) -> Index:
        """The sections and sentences of the analysed documents, to be searched."""
        from topics.search import Index

        return Index(self.analysed)

    def search(self, query: str, n: int = 10, *, sentences: bool = False) -> pd.DataFrame:
        """Return the sections, or the sentences, that fit a query best; see `Index.search`."""
        return self.index.search(query, n, sentences=sentences)
