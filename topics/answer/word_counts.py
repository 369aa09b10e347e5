"""What the changes of words start from: places of words and formulations, each text cut once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from topics.answer.candidates import candidates, count_places, cut
from topics.answer.formulations import count_runs
from topics.answer.options import FactOptions
from topics.answer.theme_counts import by_date, grouped_rows
from topics.corpus.document import Document
from topics.dfm import leaf_texts
from topics.emphasis.groups import REST, group_genres, ordered_groups, sides
from topics.tokenize import PolicyTokenizer
from topics.words.special import normalise


@dataclass(frozen=True)
class WordCounts:
    """Places of words and of formulations in leaf sections.

    Attributes
    ----------
    groups : tuple of str
        In order of time.
    genres : dict of str to str
        Genre of each group, empty where its documents differ.
    rows : DataFrame
        The leaf sections, with the column `group`.
    texts : tuple of str
        Their texts, normalised.
    doc_ids : tuple of str
        The documents of the groups by date.
    words, runs : tuple of str
    word_counts, run_counts : csr_array of shape (n_rows, n_words) or (n_rows, n_runs)
    """

    groups: tuple[str, ...]
    genres: dict[str, str]
    rows: pd.DataFrame
    texts: tuple[str, ...]
    doc_ids: tuple[str, ...]
    words: tuple[str, ...]
    runs: tuple[str, ...]
    word_counts: csr_array
    run_counts: csr_array

    def between(self, pair: tuple[str, str] = ("", "")) -> WordCounts:
        """Return the counts with the groups that one comparison needs; see `groups.sides`."""
        if pair[0] != REST:
            return self
        rows = self.rows.assign(group=sides(self.rows["group"], pair))
        return replace(self, groups=pair, genres={}, rows=rows)


def count_words(
    documents: Sequence[Document],
    tokenizer: PolicyTokenizer,
    labels: pd.Series,
    *,
    vocabulary: Sequence[str],
    options: FactOptions | None = None,
) -> WordCounts:
    """Count the words and formulations whose change may be stated; each text is cut once.

    Parameters
    ----------
    documents : sequence of Document
    tokenizer : PolicyTokenizer
    labels : Series of str
        The group of each leaf section; empty for none.
    vocabulary : sequence of str
        The tokens of the corpus, as the features of its `Dfm`.
    options : FactOptions, optional
    """
    options = options or FactOptions()
    rows = grouped_rows(documents, labels)
    texts = leaf_texts(documents)
    sections = [cut(text, tokenizer) for text in texts]
    words = candidates(vocabulary)
    counts = count_places(sections, words)
    often = np.flatnonzero(np.asarray(counts.sum(axis=0)).ravel() >= options.word_mentions)
    runs, run_counts = count_runs(sections, vocabulary, without=words, options=options)
    return WordCounts(
        groups=ordered_groups(documents, rows["group"]),
        genres=group_genres(rows),
        rows=rows,
        texts=tuple(map(normalise, texts)),
        doc_ids=tuple(document.doc_id for document in by_date(documents, rows)),
        words=tuple(words[at] for at in often),
        runs=runs,
        word_counts=csr_array(counts[:, often]),
        run_counts=run_counts,
    )
