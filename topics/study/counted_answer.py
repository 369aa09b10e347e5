"""The stages of the answer from counts: facts of themes and words, evidence over documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd

from topics.answer.chapters import COLUMNS as CHAPTER_COLUMNS
from topics.answer.evidence_options import EvidenceOptions
from topics.answer.yardstick import Yardstick
from topics.answer.yearly import Yearly, yearly
from topics.dfm import pools_genres
from topics.emphasis.groups import sides
from topics.emphasis.guards import differing
from topics.scale import store
from topics.scale.facts import CountedWords, Groups, theme_facts
from topics.study.counts import CountStages
from topics.study.emphasis import Pair

MOST_VALUES = 3  # genres or issuers of a group that a guard can name; chosen
MOST_WORDS = 3_000  # words with a series, the most frequent ones: some ten seconds (chosen)


class CountedAnswerStages(CountStages):
    """The stages of the answer; the parameters are those of `CountedStudy`."""

    @cached_property
    def _groups(self) -> Groups:
        known = self.counted[self.counted["group"] != ""]
        table = known.groupby("group")[["n_chars", "n_sections"]].sum()
        sizes = {
            str(group): (int(chars), int(sections))
            for group, chars, sections in table.itertuples(name=None)
        }
        return Groups(self.measures.groups, self.measures.genres, sizes)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """What changed in each theme, without headings and terms."""
        chosen = self.settings
        with store.connect(self.folder) as sums:
            found = store.section_sums(sums, self._batches, by=chosen.by, pool=chosen.pool)
        return theme_facts(
            self._groups,
            self.themes,
            found,
            pairs=self.pairs,
            guards=self.guards,
            options=self.fact_options,
        )

    @property
    def chapters(self) -> pd.DataFrame:
        """No chapter: headings are not in the counts."""
        return pd.DataFrame(columns=list(CHAPTER_COLUMNS))

    @cached_property
    def _words(self) -> CountedWords:
        return CountedWords(self.folder, self._groups, self.fact_options)

    @cached_property
    def word_changes(self) -> pd.DataFrame:
        """Words that are new, gone, risen or fallen in each pair; no formulations."""
        words, chosen = self._words, self.settings
        self._tell("comparing words")
        with store.connect(self.folder) as sums:
            found = store.section_sums(
                sums, self._batches, by=chosen.by, pool=chosen.pool, only=words.moving(self.pairs)
            )
        return words.changes(found, self.pairs)

    @cached_property
    def guards(self) -> pd.DataFrame:
        """What differs between compared groups besides their emphasis, as far as counts tell."""
        known = self.counted[self.counted["group"] != ""]
        frames = []
        for pair in self.pairs:
            labels = sides(known["group"], pair)
            profiles = {group: _profile(known[labels == group]) for group in pair}
            frames.append(differing(profiles, [pair]))
        return pd.concat(frames, ignore_index=True) if frames else differing({}, [])

    @property
    def evidence_options(self) -> EvidenceOptions:
        """The thresholds of evidence; power is not simulated for so many documents."""
        return replace(super().evidence_options, n_power=0)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """How far the difference of each theme could come from how documents differ anyway."""
        return super().evidence.assign(scope="documents")

    @property
    def yardsticks(self) -> dict[Pair, Yardstick]:
        """None: sections are not exchanged."""
        return {}

    @property
    def _word_years(self) -> tuple[Yearly, str]:
        words = self._words
        data, reason = yearly(self.measures)
        kept = sorted(words.counts.sum(axis=0).argsort(kind="stable")[::-1][:MOST_WORDS].tolist())
        order = [self.measures.groups.index(group) for group in data.labels]
        counts = words.counts[order][:, kept].astype(float)
        return replace(data, names=tuple(words.words[at] for at in kept), counts=counts), reason

    def word_rates(self, words: Sequence[str]) -> pd.DataFrame:
        """Return tokens and rate of words in each group: feature, group, mentions, rate."""
        found, place = self._words, {word: at for at, word in enumerate(self._words.words)}
        rows = [
            (word, group, int(n), 1e4 * int(n) / max(found.groups.sizes[group][0], 1))
            for number, group in enumerate(found.groups.names)
            for word in words
            for n in [found.counts[number, place[word]]]
        ]
        return pd.DataFrame(rows, columns=["feature", "group", "mentions", "rate"])

    @property
    def _titles(self) -> dict[str, str]:
        members = self.counted.groupby("group")["genre"].agg(["size", "first"])
        alone = members[(members["size"] == 1) & (members.index != "")]
        return {
            str(group): str(genre)
            for group, genre in alone["first"].items()
            if genre not in str(group)
        }

    @property
    def _left_out(self) -> list[tuple[str, str]]:
        why = "no_year" if self.settings.by == "year" else "no_value"
        return [(doc_id, why) for doc_id in self.left_out]

    @property
    def _equal(self) -> frozenset[Pair]:
        return frozenset()

    @property
    def _from_counts(self) -> bool:
        return True

    @cached_property
    def _fit(self) -> float:
        with store.connect(self.folder) as sums:
            holds = store.sections_with_themes(sums, self._batches)
        return holds / max(int(self.counted["n_sections"].sum()), 1)

    @property
    def _proposed(self) -> list[str]:
        return []

    @property
    def _pooled(self) -> bool:
        chosen = self.settings
        return chosen.by == "year" and not chosen.pool and pools_genres(self.measures.rows)


def _profile(rows: pd.DataFrame) -> dict[str, str]:
    """Return what a group has of each aspect of `guards`; empty where there are many values."""

    def values(name: str) -> str:
        found = sorted(set(rows[name]) - {""})
        return "；".join(found) if len(found) <= MOST_VALUES else ""

    length, sections = int(rows["n_chars"].sum()), int(rows["n_sections"].sum())
    return {
        "issuer": values("issuer"),
        "genre": values("genre"),
        "horizon": "",
        "length": str(length),
        "section_length": str(round(length / max(sections, 1))),
        "documents": str(len(rows)),
        "responsibility_lists": "",
    }
