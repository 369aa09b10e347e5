"""The stages of emphasis: themes and words between groups, and what speaks against a shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from topics.study.topics import TopicStages
from topics.study.words import make_tokenizer
from topics.tokenize import PolicyTokenizer

if TYPE_CHECKING:
    from topics.emphasis.lenses import Counting, Measures

Pair = tuple[str, str]


class EmphasisStages(TopicStages):
    """The stages of lenses and shifts; the parameters are those of `Study`."""

    def _by_pair(
        self,
        what: str,
        table: Callable[[list[Pair], pd.Series, Measures], pd.DataFrame],
        *,
        parts: int = 1,
    ) -> pd.DataFrame:
        """Join the tables of single pairs, each made from the pair, the labels of the sections and
        the measures; no pair changes the numbers of another. `what` is told first, and how many
        `parts` of all pairs are done.
        """
        from topics.emphasis.groups import sides

        measures = self.measures
        labels = measures.rows["group"]
        self._tell(what)
        frames = [
            table([pair], sides(labels, pair), measures.between(pair))
            for pair in self._counted(self.pairs, parts)
        ]
        return pd.concat(frames, ignore_index=True) if frames else table([], labels, measures)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The groups that are compared, as (reference, target)."""
        from topics.emphasis.groups import check_pairs

        measures = self.measures
        return check_pairs(self.settings.compare or None, measures.groups, measures.genres)

    @cached_property
    def keyness(self) -> pd.DataFrame:
        """Words that mark one group against another."""
        from topics.keyness import background_prior, keyness
        from topics.vocabulary.nested import keyness_inside

        dfm, chosen = self.dfm, self.settings
        prior = (
            None
            if self.background is None
            else background_prior(self.background, size=int(dfm.counts.sum()))
        )
        return self._by_pair(
            "testing words between groups",
            lambda pair, labels, _: keyness_inside(
                keyness(
                    dfm,
                    labels,
                    pairs=pair,
                    n_resamples=chosen.n_resamples,
                    seed=chosen.seed,
                    prior=prior,
                ),
                self.inside,
                labels,
            ),
        )

    @cached_property
    def measures(self) -> Measures:
        """Every lens of every theme, per section."""
        from topics.emphasis import measure

        documents, labels, theta, counting = (
            self.analysed,
            self.labels,
            self._seeded_shares,
            self._counting,
        )
        self._tell("counting themes")
        return measure(
            documents, self.themes, self.tokenizer, labels, counting=counting, theta=theta
        )

    @property
    def _counting(self) -> Counting:
        from topics.emphasis.lenses import Counting
        from topics.emphasis.strength import read_strength

        chosen = self.settings
        strength = read_strength(Path(chosen.strength)) if chosen.strength else None
        return Counting(
            min_mentions=chosen.min_mentions, exclusive=chosen.exclusive, strength=strength
        )

    @cached_property
    def theme_shares(self) -> pd.DataFrame:
        """The weight of each theme in each group through each lens."""
        from topics.emphasis import theme_shares

        measures = self.measures
        self._tell("estimating emphasis")
        return theme_shares(
            measures, n_resamples=self.settings.n_resamples, seed=self.settings.seed
        )

    @cached_property
    def shifts(self) -> pd.DataFrame:
        """How each theme differs between groups, with intervals and verdicts."""
        from topics.emphasis import shifts

        chosen = self.settings
        return self._by_pair(
            "testing shifts of emphasis",
            lambda pair, _, measures: shifts(
                measures, pairs=pair, n_resamples=chosen.n_resamples, seed=chosen.seed
            ),
        )

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """One row per theme and pair: the verdict of all lenses together."""
        from topics.emphasis import verdicts

        return verdicts(self.shifts)

    @cached_property
    def guards(self) -> pd.DataFrame:
        """What differs between compared groups besides their emphasis."""
        from topics.emphasis.guards import guards

        return self._by_pair(
            "looking at what else differs",
            lambda pair, labels, _: guards(self.analysed, labels, pairs=pair),
        )

    @cached_property
    def counterparts(self) -> pd.DataFrame:
        """Which sections of one group stand in which of another, in each pair."""
        from topics.emphasis.counterparts import counterparts

        return self._by_pair(
            "looking for counterparts",
            lambda pair, _, measures: counterparts(self.analysed, measures, pairs=pair),
        )

    @cached_property
    def shared_shifts(self) -> pd.DataFrame:
        """The shifts within the sections that have a counterpart on the other side."""
        from topics.emphasis.shared import shared_shifts

        chosen, found = self.settings, self.counterparts
        return self._by_pair(
            "comparing what both sides have",
            lambda pair, _, measures: shared_shifts(
                measures, found, pairs=pair, n_resamples=chosen.n_resamples, seed=chosen.seed
            ),
        )

    @cached_property
    def shifts_without_strongest(self) -> pd.DataFrame:
        """What remains of each shift when the theme's strongest term is left out."""
        from topics.emphasis.coverage import leave_one_out

        documents, labels, chosen = self.analysed, self.labels, self.settings
        self._tell("leaving out the strongest terms")
        return leave_one_out(
            documents,
            self.themes,
            self.tokenizer,
            labels,
            counting=self._counting,
            n_resamples=chosen.n_resamples,
            seed=chosen.seed,
        )

    @cached_property
    def decomposition(self) -> pd.DataFrame:
        """What new, dropped, heavier and reworded sections add to each difference of the rate."""
        from topics.emphasis.decomposition import decomposition

        found = self.counterparts
        return self._by_pair(
            "decomposing the shifts",
            lambda pair, _, measures: decomposition(measures, found, pairs=pair),
        )

    @cached_property
    def unpaired_sections(self) -> pd.DataFrame:
        """Sections without a counterpart in each pair: reference, target, part, doc_id, path."""
        from topics.emphasis.decomposition import unpaired_sections

        found = self.counterparts
        return self._by_pair(
            "naming new and dropped sections",
            lambda pair, _, measures: unpaired_sections(measures, found, pairs=pair),
        )

    @cached_property
    def trend(self) -> pd.DataFrame:
        """How each theme moves per year over all groups."""
        from topics.emphasis.trend import trend

        measures = self.measures
        self._tell("testing trends")
        return trend(measures, n_resamples=self.settings.n_resamples, seed=self.settings.seed)

    @cached_property
    def power(self) -> pd.DataFrame:
        """How large a shift could have been seen with so many sections."""
        from topics.emphasis.power import power

        measures = self.measures
        parts = len(measures.blocks) * len(measures.themes)
        done = count(1)
        return self._by_pair(
            "simulating shifts",
            lambda pair, _, one: power(
                one,
                pairs=pair,
                seed=self.settings.seed,
                advance=lambda: self._advance(next(done), parts * len(self.pairs)),
            ),
            parts=parts,
        )

    @cached_property
    def robustness(self) -> pd.DataFrame:
        """In how many variants each verdict stands: other dictionaries, thresholds, seeds,
        documents and terms left out.
        """
        from topics.emphasis.robustness import robustness, robustness_summary

        documents, labels, chosen = self.analysed, self.labels, self.settings
        self._tell("repeating the shifts under other choices")
        plain: Literal["longest", "every"] = "every" if chosen.nested == "longest" else "longest"
        tokenizers = {
            "shipped": self.tokenizer,
            "no dictionary": PolicyTokenizer(dictionary=(), only=True),
            f"nested {plain}": make_tokenizer(
                replace(chosen, nested=plain), protect=self._theme_terms
            ),
        }
        table = robustness(
            documents, self.themes, tokenizers, labels, counting=self._counting, seed=chosen.seed
        )
        return robustness_summary(table)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Every mention of a theme: row, theme, term, doc_id, path, date, start, end."""
        from topics.emphasis.coverage import places

        return places(self.analysed, self.themes, self.tokenizer, counting=self._counting)

    @cached_property
    def heading_places(self) -> pd.DataFrame:
        """Every heading that mentions a theme: theme, unit, doc_id, path, heading, start, end."""
        from topics.emphasis.lens_places import heading_places

        return heading_places(self.analysed, self.themes, self.tokenizer, counting=self._counting)

    @cached_property
    def graded_places(self) -> pd.DataFrame:
        """Every graded word in a sentence with a theme: theme, doc_id, start, end, strong."""
        from topics.emphasis.lens_places import graded_places

        return graded_places(self.analysed, self.themes, self.tokenizer, counting=self._counting)

    @cached_property
    def theme_terms(self) -> pd.DataFrame:
        """Which terms carry each theme in each group."""
        from topics.emphasis.coverage import term_coverage

        return term_coverage(self.places, self.labels)

    @cached_property
    def first_appearances(self) -> pd.DataFrame:
        """Where each term of a theme first stands."""
        from topics.emphasis.coverage import first_appearances

        return first_appearances(self.places)

    def sentence_sheet(self, n: int = 20) -> pd.DataFrame:
        """Return sampled sentences of each theme for a person to judge."""
        from topics.emphasis.sheet import sentence_sheet

        return sentence_sheet(self.places, self.analysed, n=n, seed=self.settings.seed)

    @cached_property
    def suggested_themes(self) -> pd.DataFrame:
        """Themes that these texts propose, one row per term."""
        from topics.emphasis.suggest import suggest_themes

        return suggest_themes(self.dfm)
