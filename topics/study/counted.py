"""A study of a corpus that does not fit in memory: the same stages, computed from counts."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from topics.corpus.document import Document
from topics.dfm import Dfm
from topics.emphasis.coverage import places
from topics.scale import tables
from topics.scale.quoted import most_telling, read_again
from topics.scale.topics import sample_dfm
from topics.study.counted_answer import CountedAnswerStages
from topics.study.topics import MIN_DOCFREQ, MIN_TERMFREQ
from topics.words.subjects import heads_a_list

SAMPLE = 300  # documents to which topics are fitted
UNTESTED = ("p", "q", "dp")  # columns of keyness that need the single sections


class CountedStudy(CountedAnswerStages):
    """The stages that counts can tell; documents are the units of every test, and no text is held.

    Topics are fitted to a stated sample of documents. What needs the texts (sections, headings,
    sentences, copies) is not there.

    Parameters
    ----------
    paths : sequence of str or Path
        Folders and files of documents, or Parquet files.
    settings : Settings
        Resamples are at most 999.
    folder : Path
        For the counts, which stay: a run that was interrupted goes on there.

    Raises
    ------
    ValueError
        If an option needs the texts.
    """

    @cached_property
    def quoted(self) -> tuple[Document, ...]:
        """The documents that the report quotes from: of each theme and group those with the most
        mentions.
        """
        documents, found = self._sums
        spec, options, _ = self._asked
        self._tell("reading the documents to quote")
        return read_again(self.paths, most_telling(documents, found), options, spec)

    @cached_property
    def quoted_places(self) -> pd.DataFrame:
        """Every mention of a theme in the documents that are quoted, as
        `topics.emphasis.coverage.places` gives it.
        """
        return places(self.quoted, self.themes, self.tokenizer, counting=self._counting)

    @cached_property
    def sample(self) -> Dfm:
        """Counts of the documents that topics are fitted to."""
        return sample_dfm(self._batches, SAMPLE, seed=self.settings.seed)

    @cached_property
    def topic_dfm(self) -> Dfm:
        """The matrix that topics are fitted to: words that recur in the sample."""
        return self.sample.trim(min_termfreq=MIN_TERMFREQ, min_docfreq=MIN_DOCFREQ)

    @property
    def _topic_labels(self) -> pd.Series:
        group = self.counted.set_index("doc_id")["group"]
        return pd.Series(group.loc[self.topic_dfm.rows["doc_id"]].to_numpy(dtype=object))

    @cached_property
    def topics(self) -> pd.DataFrame:
        """The topics, one row each, without quotations."""
        from topics.model import topics_table

        return topics_table(self.model, ())

    @cached_property
    def theme_shares(self) -> pd.DataFrame:
        """The weight of each theme in each group."""
        return _by_document(super().theme_shares)

    @cached_property
    def shifts(self) -> pd.DataFrame:
        """How each theme differs between groups, tested over documents."""
        return _by_document(super().shifts)

    @cached_property
    def keyness(self) -> pd.DataFrame:
        """Words that mark one group against another, without tests."""
        frame = tables.keyness(self.folder, pairs=self.pairs)
        unknown = dict.fromkeys(("inside_target", "inside_reference"), np.nan)  # the texts are gone
        return frame.assign(**dict.fromkeys(UNTESTED, np.nan), unit="", note="", **unknown)

    @property
    def group_keywords(self) -> pd.DataFrame:
        """The keywords of each group, in the order of groups."""
        found: pd.DataFrame = pq.read_table(
            self.folder / "keywords.parquet", filters=[("level", "=", "year")]
        ).to_pandas()
        place = {group: number for number, group in enumerate(self.measures.groups)}
        found = found.assign(inside=np.nan)
        return found.sort_values(
            "group", key=lambda groups: groups.map(place), kind="stable", ignore_index=True
        )

    def group_rates(self, n: int) -> dict[str, dict[str, float]]:
        """Return the n most frequent words of each group, per 10,000 Han characters."""
        size = self.counted.groupby("group")["n_chars"].sum()
        rates = {}
        for group in self.measures.groups:
            words = pq.read_table(
                self.folder / "term_group.parquet",
                filters=[("group", "=", group)],
                columns=["term", "tf"],
            ).to_pandas()
            ordered = words.sort_values(["tf", "term"], ascending=[False, True])
            best = ordered[ordered["term"].map(heads_a_list).astype(bool)].head(n)
            rates[group] = dict(
                zip(best["term"], best["tf"] / max(int(size[group]), 1) * 10_000, strict=True)
            )
        return rates


def _by_document(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the lenses that counts cannot tell, and call every unit what it is here, too few to
    test or not.
    """
    known = frame[frame["lens"] != "strength"].reset_index(drop=True)
    return known.assign(unit=known["unit"].replace("section", "document"))
