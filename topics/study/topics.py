"""The stages of the topic model."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from topics.dfm import Dfm
from topics.study.search import SearchStages

if TYPE_CHECKING:
    from topics.model import TopicModel, TopicOptions

MIN_TERMFREQ, MIN_DOCFREQ = 3, 2  # a topic needs words that recur
# with which few short fits agree as well as many long ones do with less (docs/models.md)
MANY_TOKENS = 100_000
FREE_TOPICS = 4  # beside the seeded ones, for what no theme covers


class TopicStages(SearchStages):
    """The choice of K, the model and its tables."""

    @cached_property
    def topic_dfm(self) -> Dfm:
        """The matrix that topics are fitted to: words that recur, joined with the background where
        there is one.
        """
        from topics.model import join_background

        dfm = self.dfm.trim(min_termfreq=MIN_TERMFREQ, min_docfreq=MIN_DOCFREQ)
        return dfm if self.background is None else join_background(dfm, self.background)

    @cached_property
    def topic_choice(self) -> pd.DataFrame:
        """The candidates for the number of topics; empty where the user chose it."""
        from topics.model import choose_topics

        if self.settings.n_topics is not None or self.settings.seed_themes:
            return pd.DataFrame()
        dfm = self.topic_dfm
        self._tell("choosing the number of topics")
        return choose_topics(
            dfm, seed=self.settings.seed, engine=self.settings.engine, options=self._topic_options()
        )

    @cached_property
    def model(self) -> TopicModel:
        """The topic model.

        Raises
        ------
        TooFewSections
            If there are too few sections for it; the message says how many are needed.
        """
        from topics.model import fit_topics

        dfm, seeded = self.topic_dfm, self._seeds
        n_topics = self.settings.n_topics or (
            len(seeded) + FREE_TOPICS if seeded else self._chosen_topics
        )
        self._tell(f"fitting {n_topics} topics")
        chosen = self.settings
        return fit_topics(
            dfm,
            n_topics,
            seed=chosen.seed,
            engine=chosen.engine,
            seeded=seeded,
            options=self._topic_options(),
        )

    @cached_property
    def topics(self) -> pd.DataFrame:
        """The topics, one row each."""
        from topics.model import topics_table

        return topics_table(self.model, self.analysed)

    @cached_property
    def topic_shares(self) -> pd.DataFrame:
        """The weight of each topic in each document, section and group."""
        from topics.model import topic_shares

        return topic_shares(self.model, {"year": self._topic_labels})

    @cached_property
    def typical_sections(self) -> pd.DataFrame:
        """The three sections in which each topic weighs most."""
        from topics.model import typical_sections

        return typical_sections(self.model)

    @cached_property
    def topic_similarity(self) -> pd.DataFrame:
        """How alike the words of each two topics are."""
        from topics.model import topic_similarity

        return topic_similarity(self.model)

    def topic_word_shift(self, reference: str, target: str) -> pd.DataFrame:
        """Return the words that each topic gained and lost between two groups."""
        from topics.model import word_shift

        return word_shift(
            self.model, self.topic_dfm, self._topic_labels, reference=reference, target=target
        )

    def word_intrusion(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return a sheet on which a person marks the word that does not belong to a topic, and its
        key.
        """
        from topics.model import word_intrusion

        return word_intrusion(self.model, seed=self.settings.seed)

    @property
    def _topic_labels(self) -> pd.Series:
        """The group of each row of `topic_dfm`: that of the section, none for the background."""
        return self.labels.reindex(range(self.topic_dfm.n_rows), fill_value="")

    def _topic_options(self) -> TopicOptions:
        from topics.model import FAST, TopicOptions

        chosen = FAST if self.topic_dfm.counts.sum() > MANY_TOKENS else TopicOptions()
        return replace(chosen, workers=self.settings.workers, progress=self._advance)

    @property
    def _chosen_topics(self) -> int:
        choice = self.topic_choice
        return int(choice.loc[choice["chosen"], "n_topics"].iloc[0])

    @cached_property
    def _seeds(self) -> dict[str, tuple[str, ...]]:
        """Themes with a term among the features, where topics are to be seeded."""
        features = set(self.topic_dfm.features) if self.settings.seed_themes else set()
        return {
            theme.name: theme.terms for theme in self.themes if features.intersection(theme.terms)
        }

    @property
    def _seeded_shares(self) -> pd.DataFrame | None:
        """Share of each theme's seeded topic in each leaf section; None without a seeded model."""
        if not self.settings.seed_themes:
            return None
        model, own = self.model, len(self.dfm.rows)
        columns = {
            name: model.theta[:own, number] for number, name in enumerate(model.names) if name
        }
        return pd.DataFrame(columns).assign(n_tokens=model.rows["tokens"].to_numpy()[:own])
