"""The stages of comparison: sections and sentences of neighbouring documents, shared wording."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import pandas as pd

from topics.corpus.document import Document
from topics.study.emphasis import EmphasisStages

MOST_COMPARED = 240  # pairs of documents, the latest ones (chosen: two minutes of work)
MOST_REUSED = 60  # documents, the latest ones (chosen: a figure of more cannot be read)


class CompareStages(EmphasisStages):
    """The stages of links, sentences and reuse; the parameters are those of `Study`."""

    @cached_property
    def comparable(self) -> tuple[Document, ...]:
        """The documents that enter the counts and hold Chinese text."""
        from topics.compare.units import comparable_units

        return tuple(document for document in self.analysed if comparable_units(document))

    @cached_property
    def all_compared(self) -> list[tuple[Document, Document]]:
        """Neighbouring documents of one genre, and the first with the last."""
        from topics.compare import neighbours

        return neighbours(self.comparable)

    @property
    def compared(self) -> list[tuple[Document, Document]]:
        """Those pairs whose sections and sentences are compared: of many the latest."""
        return self.all_compared[-MOST_COMPARED:]

    @property
    def reused(self) -> tuple[Document, ...]:
        """The documents whose shared wording is measured: of many the latest."""
        from topics.compare.pairs import order_of

        latest = {id(one) for one in sorted(self.comparable, key=order_of)[-MOST_REUSED:]}
        return tuple(document for document in self.comparable if id(document) in latest)

    @cached_property
    def links(self) -> pd.DataFrame:
        """What became of each section."""
        from topics.compare import LINK_COLUMNS, link_sections

        return self._each("linking sections", link_sections, LINK_COLUMNS)

    @cached_property
    def sentence_changes(self) -> pd.DataFrame:
        """What became of each sentence."""
        from topics.compare import CHANGE_COLUMNS, sentence_changes

        links = self.links
        keys = ["doc_id_reference", "doc_id_target"]
        of_pair = dict(iter(links.groupby(keys, sort=False))) if len(links) else {}
        return self._each(
            "comparing sentences",
            lambda old, new: sentence_changes(old, new, of_pair[old.doc_id, new.doc_id]),
            CHANGE_COLUMNS,
        )

    @cached_property
    def reuse(self) -> pd.DataFrame:
        """How much of each document stands in each other one; of many documents the latest."""
        from topics.compare import REUSE_COLUMNS, reuse

        documents = self.reused
        if len(documents) < 2:
            return pd.DataFrame(columns=REUSE_COLUMNS)
        self._tell("measuring shared wording")
        return reuse(documents)

    def _each(
        self,
        what: str,
        table: Callable[[Document, Document], pd.DataFrame],
        columns: list[str],
    ) -> pd.DataFrame:
        """Join the tables of the compared pairs."""
        pairs = self.compared
        self._tell(what)
        frames = [table(old, new) for old, new in self._counted(pairs)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
