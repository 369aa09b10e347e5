"""The stages of targets: the numbers of each document, and what became of them in later ones."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from topics.study.phrases import PhraseStages

if TYPE_CHECKING:
    from topics.targets import Quantity

PLACE_COLUMNS = ["name", "doc_id", "start", "end"]


class TargetStages(PhraseStages):
    """The stages of numbers that bind; the parameters are those of `Study`."""

    @cached_property
    def _quantities(self) -> dict[str, list[Quantity]]:
        from topics.targets import find_quantities

        self._tell("reading numbers")
        return {
            document.doc_id: find_quantities(document) for document in self._counted(self.analysed)
        }

    @cached_property
    def targets(self) -> pd.DataFrame:
        """Every quantity with its kind, indicator, deadline and hardness."""
        from topics.targets import TARGET_COLUMNS, classify

        found = self._quantities
        frames = [
            classify(document, found[document.doc_id], group=self.groups.get(document.doc_id, ""))
            for document in self.analysed
        ]
        kept = [frame for frame in frames if len(frame)]
        return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=TARGET_COLUMNS)

    @property
    def target_places(self) -> pd.DataFrame:
        """Where the quantity of each row of `targets` stands: name, doc_id, start, end."""
        every = [one for found in self._quantities.values() for one in found]
        rows = [(target_name(n), one.doc_id, one.start, one.end) for n, one in enumerate(every)]
        return pd.DataFrame(rows, columns=PLACE_COLUMNS)

    @cached_property
    def target_series(self) -> pd.DataFrame:
        """What became of each target in later documents."""
        from topics.targets import series

        targets, links = self.targets, self.links
        self._tell("following targets through the documents")
        return series(targets, self.analysed, links=links)


def target_name(number: int) -> str:
    """Return by what name a page shows the quantity of a row of `targets`.

    >>> target_name(0)
    'n1'
    """
    return f"n{number + 1}"
