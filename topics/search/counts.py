"""How often each word of a query stands in each document and year."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from topics.search.query import Query
from topics.search.units import Leaf, Units

COUNT_COLUMNS = ["word", "doc_id", "year", "n", "n_sections", "n_chars", "rate"]
YEAR_COLUMNS = ["word", "year", "documents", "n", "n_sections", "n_chars", "rate"]
PER = 10_000  # Han characters, the denominator of every rate


def counts(units: Units, query: Query) -> pd.DataFrame:
    """Count each word of a query in each document that its fields admit, as `str.count` does.

    Words to leave out, nearness and exact phrases beside other words restrict what is counted to
    the sentences that fit them.

    Returns
    -------
    DataFrame
        word, doc_id, year (nullable), n, n_sections (that hold it), n_chars (Han characters of the
        sections admitted), rate (n per 10,000 of them); documents in order of time, zeros too.
    """
    admitted: dict[str, list[Leaf]] = {}
    for number in units.admitted(query):
        leaf = units.leaves[number]
        admitted.setdefault(leaf.document.doc_id, []).append(leaf)
    texts = {
        doc_id: [_text(units, leaf, query) for leaf in admitted[doc_id]] for doc_id in admitted
    }
    rows = []
    for word in query.words:
        for doc_id, leaves in admitted.items():
            found = [text.count(word) for text in texts[doc_id]]
            n_chars = sum(leaf.n_chars for leaf in leaves)
            place = (word, doc_id, leaves[0].document.year)
            rows.append((*place, sum(found), sum(map(bool, found)), n_chars))
    return _rated(rows, COUNT_COLUMNS)


def by_year(counted: pd.DataFrame) -> pd.DataFrame:
    """Add up `counts` by word and year; documents of unknown year are left out.

    Returns
    -------
    DataFrame
        word, year, documents, n, n_sections, n_chars, rate; words in their order, then by year.
    """
    summed = ["n", "n_sections", "n_chars"]
    known = counted[counted["year"].notna()]
    groups = known.groupby(["word", "year"], sort=False)
    frame = groups[summed].sum().assign(documents=groups.size()).reset_index()
    order = {word: number for number, word in enumerate(counted["word"].unique())}
    frame = frame.assign(order=frame["word"].map(order)).sort_values(["order", "year"])
    return _rated(frame[YEAR_COLUMNS[:-1]].to_numpy().tolist(), YEAR_COLUMNS)


def _text(units: Units, leaf: Leaf, query: Query) -> str:
    """Return what of a section is counted: the whole of it, or the sentences that fit."""
    if not query.asks_of_sentences:
        return leaf.plain
    held = (units.sentences[number].plain for number in leaf.sentences)
    return "\n".join(sentence for sentence in held if query.admits(sentence))


def _rated(rows: Sequence[Sequence[object]], columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns[:-1])
    whole = {name: "int64" for name in columns[:-1] if name not in {"word", "doc_id", "year"}}
    frame = frame.astype({"year": "Int64", **whole})
    return frame.assign(rate=(frame["n"] * PER / frame["n_chars"].clip(lower=1)).round(3))
