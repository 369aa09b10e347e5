"""What the stages of a counted study start from: the counts, the documents and their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from topics.corpus import ReadOptions
from topics.corpus.document import Document
from topics.emphasis.lenses import Measures
from topics.scale import store
from topics.scale.asked import counting_of
from topics.scale.measures import document_measures
from topics.scale.run import CountSettings, count
from topics.scale.spec import Spec
from topics.settings import Settings
from topics.study import Study

MOST_TESTED = 100_000  # documents up to which shifts are tested, and a report is written
MOST_RESAMPLES = 999


class CountStages(Study):
    """The stages of counting; the parameters are those of `CountedStudy`."""

    def __init__(
        self,
        paths: Sequence[str | Path],
        settings: Settings,
        folder: Path,
        **progress: Any,
    ) -> None:
        for name in ("exclusive", "seed_themes", "background", "strength"):
            if getattr(settings, name):
                option = name.replace("_", "-")
                raise ValueError(
                    f"--{option} needs all texts in memory; leave it out, or add --in-memory if"
                    " there is enough of it"
                )
        limited = replace(settings, n_resamples=min(settings.n_resamples, MOST_RESAMPLES))
        super().__init__(paths, limited, **progress)
        self.folder = folder

    @cached_property
    def _asked(self) -> tuple[Spec, ReadOptions, CountSettings]:
        """What to count, how to read, and how to run."""
        return counting_of(
            self.settings,
            self.tokenizer,
            self.themes,
            n_keywords=self.settings.n_keywords,
            tell=self._tell,
            advance=self._advance,
        )

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What was counted, as `topics.scale.run.count` tells it."""
        chosen = self.settings
        spec, options, settings = self._asked
        found = count(self.paths, self.folder, spec, options=options, settings=settings)
        n, failed = found["totals"]["documents"], found["totals"]["quarantined"]
        if failed and (chosen.strict or not n):
            raise ValueError(
                f"{failed} documents could not be counted; {self.folder / 'quarantine.parquet'}"
                " says why"
            )
        if n > MOST_TESTED:
            raise ValueError(
                f"{n:,} documents were counted, a report takes {MOST_TESTED:,}; their tables are in"
                f" {self.folder}"
            )
        return found

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """No text is held.

        Raises
        ------
        ValueError
            Always, and so does every stage that needs texts.
        """
        raise ValueError(
            "a study from counts holds no texts; read them into memory: Study, or report"
            " --in-memory"
        )

    @cached_property
    def _sums(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        chosen, batches = self.settings, self._batches
        with store.connect(self.folder) as sums:
            return store.document_sums(
                sums, batches, by=chosen.by, pool=chosen.pool, min_mentions=chosen.min_mentions
            )

    @property
    def _batches(self) -> list[Path]:
        return sorted((self.folder / "batches").glob("*.parquet")) if self.manifest else []

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """The documents that have no group, and so enter no comparison, by `doc_id`."""
        alone = (self.counted["group"] == "") & (self.counted["reason"] == "")
        return tuple(self.counted.loc[alone, "doc_id"])

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group of each document that has one, by `doc_id`; groups in the order of time."""
        place = {group: number for number, group in enumerate(self.measures.groups)}
        pairs = zip(self.counted["doc_id"], self.counted["group"], strict=True)
        return dict(
            sorted(
                (pair for pair in pairs if pair[1]), key=lambda pair: place.get(pair[1], len(place))
            )
        )

    @property
    def counted(self) -> pd.DataFrame:
        """The documents, one row each, as `document_sums` gives them."""
        return self._sums[0]

    @cached_property
    def measures(self) -> Measures:
        """Rate, share of sections and share of text of every theme, per document."""
        return document_measures(*self._sums, [theme.name for theme in self.themes])
