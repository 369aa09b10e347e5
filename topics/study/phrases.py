"""The stages of formulations: what appears, changes, stays and vanishes, with its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from topics.study.compare import CompareStages

if TYPE_CHECKING:
    from topics.phrases import Ledger
    from topics.phrases.options import PhraseOptions


class PhraseStages(CompareStages):
    """The stages of the ledger of formulations; the parameters are those of `Study`."""

    @cached_property
    def ledger(self) -> Ledger:
        """All formulations with their lives."""
        return self.ledger_of()

    def ledger_of(
        self,
        *,
        heads: Sequence[str] = (),
        asked: Sequence[str] = (),
        options: PhraseOptions | None = None,
    ) -> Ledger:
        """Return the ledger for some heads or phrases, or with other thresholds.

        Parameters
        ----------
        heads : sequence of str
            Heads whose modifiers are asked for; by default all.
        asked : sequence of str
            Phrases whose lives are asked for.
        options : PhraseOptions, optional
        """
        from topics.phrases import ledger
        from topics.phrases.options import OPTIONS

        known = self.__dict__.get("links")  # of neighbours, where they were needed anyway
        documents, tokenizer = self.comparable, self.tokenizer
        self._tell("following formulations")
        return ledger(
            documents,
            tokenizer,
            groups=self._points,
            links=known,
            background=self.background_documents,
            heads=heads,
            asked=asked,
            options=options or OPTIONS,
        )

    def modifiers(self, heads: Sequence[str]) -> pd.DataFrame:
        """Return what stands before each of some heads, place by place, in the order of time."""
        from topics.phrases import modifiers

        tables = [
            modifiers(self.comparable, head, tokenizer=self.tokenizer, groups=self._points)
            for head in heads
        ]
        return pd.concat(tables, ignore_index=True)

    @property
    def _points(self) -> dict[str, str]:
        """The point in time of each document: its group where years make groups, else its year."""
        if self.settings.by == "year":
            return self.groups
        return {d.doc_id: str(d.year) for d in self.comparable if d.year}

    @property
    def formulations(self) -> pd.DataFrame:
        """Each formulation with its first and last place and what became of it, best first."""
        return self.ledger.formulations

    @property
    def formulation_counts(self) -> pd.DataFrame:
        """How often each formulation stands at each point in time, and its status there."""
        return self.ledger.counts

    @property
    def substitutions(self) -> pd.DataFrame:
        """Words that gave way to others in clauses that stand for each other."""
        return self.ledger.substitutions

    @property
    def chains(self) -> pd.DataFrame:
        """Formulations that follow each other in time, step by step."""
        return self.ledger.chains
