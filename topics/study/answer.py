"""The stages of the answer: facts, evidence, series, and the first screen that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from topics.study.emphasis import Pair
from topics.study.targets import TargetStages

if TYPE_CHECKING:
    from topics.answer.evidence_options import EvidenceOptions
    from topics.answer.options import FactOptions, SizeRules
    from topics.answer.sentence import Answer
    from topics.answer.series import Series
    from topics.answer.theme_counts import ThemeCounts
    from topics.answer.word_counts import WordCounts
    from topics.answer.yardstick import Yardstick
    from topics.answer.yearly import Yearly

PROPOSED = 6  # themes of these documents that are named where the given ones do not fit


class Study(TargetStages):
    """The stages of one analysis.

    Parameters
    ----------
    paths : path, or sequence of paths or of Document
        Files and folders with policy documents, or documents that were read before.
    settings : Settings, optional
    tell : callable, str -> None, optional
        Told what is being done, for progress.
    advance : callable, (int, int) -> None, optional
        Told how much of that is done, and of how much.

    Examples
    --------
    >>> from topics.resources import resource
    >>> from topics.settings import Settings
    >>> study = Study(resource("samples/jichuan"))
    >>> len(study.documents), len(study.analysed)
    (5, 4)
    >>> Study("my-folder", Settings(seed=7))
    Study('my-folder', files='not read yet', seed=7)

    Raises
    ------
    ValueError
        If paths and documents are mixed.
    """

    # --- facts ---

    @property
    def fact_options(self) -> FactOptions:
        """The thresholds of facts."""
        from topics.answer.options import FactOptions

        return FactOptions(sizes=self._sizes)

    @property
    def _sizes(self) -> SizeRules:
        from topics.answer.options import SizeRules

        chosen = self.settings
        large, clear = chosen.ratio
        return SizeRules(
            large=large, clear=clear, excess=chosen.excess, sections=chosen.min_sections
        )

    @cached_property
    def theme_counts(self) -> ThemeCounts:
        """Every mention of a theme by section, term and group."""
        from topics.answer.theme_counts import theme_counts

        return theme_counts(
            self.analysed,
            self.themes,
            self.labels,
            places=self.places,
            headings=self.heading_places,
        )

    @cached_property
    def facts(self) -> pd.DataFrame:
        """What changed in each theme, without a test."""
        from topics.answer.facts import facts

        counts, guards = self.theme_counts, self.guards
        return self._by_pair(
            "stating facts",
            lambda pair, _, __: facts(
                counts.between(*pair),
                pairs=pair,
                guards=guards,
                options=self.fact_options,
            ),
        )

    @cached_property
    def chapters(self) -> pd.DataFrame:
        """Which chapters are kept, renamed, new and gone in each pair."""
        from topics.answer.chapters import chapters

        counts = self.theme_counts
        return self._by_pair(
            "comparing chapters",
            lambda pair, _, __: chapters(
                self.analysed,
                counts.between(*pair),
                pairs=pair,
                headings=self.heading_places,
                options=self.fact_options,
            ),
        )

    @cached_property
    def word_counts(self) -> WordCounts:
        """Places of words and formulations in leaf sections."""
        from topics.answer.word_counts import count_words

        documents, tokenizer, vocabulary = self.analysed, self.tokenizer, self.dfm.features
        self._tell("counting words in all places")
        return count_words(
            documents, tokenizer, self.labels, vocabulary=vocabulary, options=self.fact_options
        )

    @cached_property
    def word_changes(self) -> pd.DataFrame:
        """Words and formulations that are new, gone, risen or fallen in each pair."""
        from topics.answer.word_changes import word_changes

        counts = self.word_counts
        return self._by_pair(
            "comparing words",
            lambda pair, _, __: word_changes(
                counts.between(*pair), pairs=pair, options=self.fact_options
            ),
        )

    # --- evidence ---

    @property
    def evidence_options(self) -> EvidenceOptions:
        """The thresholds of evidence."""
        from topics.answer.evidence_options import EvidenceOptions

        return EvidenceOptions(n_resamples=self.settings.n_resamples, sizes=self._sizes)

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {theme.name: theme.parent for theme in self.themes}

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """How far the difference of each theme could come from how sections differ anyway."""
        from topics.answer.evidence import evidence

        told = self.pairs[-2:]  # only what the first screen tells has its power stated
        quick = replace(self.evidence_options, n_power=0)
        return self._by_pair(
            "weighing the evidence",
            lambda pair, _, measures: evidence(
                measures,
                self._parents,
                pairs=pair,
                options=self.evidence_options if set(pair).intersection(told) else quick,
                seed=self.settings.seed,
            ),
        )

    @cached_property
    def yardsticks(self) -> dict[Pair, Yardstick]:
        """How many large shifts the widest pair has, and how many its shuffled sections have."""
        from topics.answer.yardstick import yardstick

        chosen, options = self.settings, self.evidence_options
        measures = self.measures
        return {
            pair: yardstick(measures.between(pair), pair, options=options, seed=chosen.seed)
            for pair in self.pairs[-1:]
        }

    @cached_property
    def _series(self) -> Series:
        from topics.answer.series import series
        from topics.answer.yearly import yearly

        measures = self.measures
        self._tell("looking for movements over the years")
        data, reason = yearly(measures)
        return series(
            data,
            self._parents,
            reason=reason if self.in_time else "undated",
            options=self.evidence_options,
            seed=self.settings.seed,
        )

    @cached_property
    def series(self) -> pd.DataFrame:
        """How each theme moved over eight or more years; empty where there are fewer."""
        return self._series.table

    @cached_property
    def word_series(self) -> pd.DataFrame:
        """Which words came, went, or were in use for a time; empty with fewer than eight years."""
        from topics.answer.word_series import word_series

        persistence, (data, reason) = self.series["persistence"].dropna(), self._word_years
        return word_series(
            data,
            dictionary=self.tokenizer.terms,
            rho=float(persistence.iloc[0]) if len(persistence) else None,
            reason=reason if self.in_time else "undated",
            options=self.evidence_options,
            seed=self.settings.seed,
        ).table

    @property
    def _word_years(self) -> tuple[Yearly, str]:
        """What is counted of words in each group, and why the groups are no series."""
        from topics.answer.yearly import yearly

        counts = self.word_counts
        return yearly(self.measures, counts.words, counts.word_counts)

    # --- the answer ---

    @property
    def in_time(self) -> bool:
        """Whether the groups are points in time."""
        from topics.emphasis.groups import in_time

        return in_time(self.measures.groups)

    def answer(self, lang: str | None = None) -> Answer:
        """Say what changed: the first screen of the report, as sentences whose numbers lead on.

        Parameters
        ----------
        lang : {"zh", "en"}, optional
            By default that of the settings.

        Examples
        --------
        >>> from topics.resources import resource
        >>> from topics.settings import Settings
        >>> study = Study([resource("samples/jichuan")], Settings(n_resamples=99))
        >>> study.answer().sentences[0].kind
        'headline'
        """
        from topics.answer.compose import answer
        from topics.answer.findings import Findings

        findings = Findings(
            groups=self.measures.groups,
            by=self.settings.by,
            pairs=self.pairs,
            facts=self.facts,
            chapters=self.chapters,
            words=self.word_changes,
            evidence=self.evidence,
            series=self.series,
            word_series=self.word_series,
            guards=self.guards,
            rates=self._rates,
            yardsticks=self.yardsticks,
            titles=self._titles,
            left_out=self._left_out,
            equal=self._equal,
            fit=self._fit,
            proposed=self._proposed,
            pooled=self._pooled,
            from_counts=self._from_counts,
        )
        return answer(findings, lang or self.settings.lang)

    @property
    def theme_rates(self) -> pd.DataFrame:
        """Rate of each theme in each group: theme, group, rate (per 10,000 Han characters)."""
        rows = [(theme, group, value) for (theme, group), value in self._rates.items()]
        return pd.DataFrame(rows, columns=["theme", "group", "rate"])

    def word_rates(self, words: Sequence[str]) -> pd.DataFrame:
        """Return mentions and rate of words in each group: feature, group, mentions, rate."""
        counts, place = self.word_counts, {w: at for at, w in enumerate(self.word_counts.words)}
        columns = [place[word] for word in words]
        rows = []
        for group in counts.groups:
            member = (counts.rows["group"] == group).to_numpy()
            chars = max(int(counts.rows.loc[member, "n_chars"].sum()), 1)
            found = np.asarray(counts.word_counts[member][:, columns].sum(axis=0)).ravel()
            rows += [
                (word, group, int(n), 1e4 * int(n) / chars)
                for word, n in zip(words, found, strict=True)
            ]
        return pd.DataFrame(rows, columns=["feature", "group", "mentions", "rate"])

    @cached_property
    def _rates(self) -> dict[tuple[str, str], float]:
        measures = self.measures
        return {
            (theme, group): 1e4 * int(n) / max(int(chars), 1)
            for group in measures.groups
            for chars in [measures.rows.loc[measures.of_group(group), "n_chars"].sum()]
            for theme, n in zip(measures.themes, measures.totals(group), strict=True)
        }

    @cached_property
    def _titles(self) -> dict[str, str]:
        """What the document of a group is, where it is one: its genre."""
        members: dict[str, list[str]] = {}
        for document in self.analysed:
            if group := self.groups.get(document.doc_id):
                members.setdefault(group, []).append(document.genre)
        return {
            group: genres[0]
            for group, genres in members.items()
            if len(genres) == 1 and genres[0] not in group
        }

    @property
    def _left_out(self) -> list[tuple[str, str]]:
        why = "no_year" if self.settings.by == "year" else "no_value"
        titles = {document.doc_id: document.title for document in self.analysed}
        return [(titles[doc_id] or doc_id, why) for doc_id in self.left_out]

    @property
    def _from_counts(self) -> bool:
        """Whether no text is held; see `topics.study.counted`."""
        return False

    @property
    def _equal(self) -> frozenset[Pair]:
        texts: dict[str, list[str]] = {}
        for group, text in zip(self.labels, self.texts, strict=True):
            texts.setdefault(group, []).append(text)
        return frozenset(
            pair for pair in self.pairs if texts.get(pair[0], [""]) == texts.get(pair[1], ["-"])
        )

    @property
    def _fit(self) -> float:
        holds = (self.measures.mentions > 0).any(axis=1)
        return float(np.mean(holds)) if self.texts else 1.0

    @property
    def _proposed(self) -> list[str]:
        from topics.answer.compose import LEAST_FIT

        if self._fit >= LEAST_FIT:
            return []
        return list(dict.fromkeys(self.suggested_themes["theme"].astype(str)))[:PROPOSED]

    @property
    def _pooled(self) -> bool:
        from topics.dfm import pools_genres

        chosen = self.settings
        return chosen.by == "year" and not chosen.pool and pools_genres(self.dfm.rows)
