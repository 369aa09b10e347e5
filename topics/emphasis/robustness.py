"""Robustness: in how many variants of the analysis a verdict stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from topics.corpus.document import Document
from topics.dfm import section_rows
from topics.emphasis import shifts, verdicts
from topics.emphasis.coverage import places, strongest_terms
from topics.emphasis.lenses import Counting, measure
from topics.themes import Finder, Theme, without_term

COLUMNS = ["theme", "reference", "target", "verdict", "variant", "verdict_variant", "stands"]
SUMMARY_COLUMNS = ["theme", "reference", "target", "verdict", "stands", "variants", "where_not"]
SEEDS = 3
MORE_MENTIONS = (2, 3)


@dataclass(frozen=True)
class Variant:
    """One way to run the analysis again.

    Attributes
    ----------
    name : str
    documents : tuple of Document
    themes : tuple of Theme
    tokenizer : Finder
    keep : tuple of bool
        Which leaf sections of the full analysis the documents have.
    counting : Counting or None
    seed : int
    """

    name: str
    documents: tuple[Document, ...]
    themes: tuple[Theme, ...]
    tokenizer: Finder
    keep: tuple[bool, ...]
    counting: Counting | None = None
    seed: int = 1


def robustness(
    documents: Sequence[Document],
    themes: Sequence[Theme],
    tokenizers: Mapping[str, Finder],
    labels: pd.Series,
    *,
    n_resamples: int = 1999,
    seed: int = 1,
) -> pd.DataFrame:
    """Rerun the shifts under other choices and say where each verdict stands.

    The variants: each further tokenizer (other engines, dictionaries or stop lists), two and three mentions instead of
    one, overlapping terms counted for one theme only, further seeds, each document left out whose group has others, and each theme without its strongest term.

    Parameters
    ----------
    documents : sequence of Document
    themes : sequence of Theme
    tokenizers : mapping of str to PolicyTokenizer
        The first is that of the analysis; each further one is a variant.
    labels : Series of str
        Group of each leaf section.
    n_resamples, seed : int

    Returns
    -------
    DataFrame
        One row per theme, pair and variant: verdict (of the analysis), variant, verdict_variant, stands.
    """
    analysed = tuple(document for document in documents if document.analysed)
    base, *others = _variants(analysed, tuple(themes), tokenizers, [str(label) for label in labels], seed)
    keys = ["theme", "reference", "target"]
    expected = _verdicts(base, labels, None, n_resamples)
    pairs = list(dict.fromkeys(zip(expected["reference"], expected["target"], strict=True)))
    frames = []
    for variant in others:
        found = _verdicts(variant, labels, pairs, n_resamples).rename(columns={"verdict": "verdict_variant"})
        frames.append(expected.merge(found, on=keys).assign(variant=variant.name))
    table = pd.concat(frames, ignore_index=True)
    return table.assign(stands=table["verdict"] == table["verdict_variant"])[COLUMNS]


def robustness_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return in how many variants each verdict stands, and in which it does not.

    Returns
    -------
    DataFrame
        Columns theme, reference, target, verdict, stands, variants, where_not (names joined by `;`).
    """
    records = [
        (*keys, int(rows["stands"].sum()), len(rows), ";".join(rows.loc[~rows["stands"], "variant"]))
        for keys, rows in table.groupby(["theme", "reference", "target", "verdict"], sort=False)
    ]
    return pd.DataFrame.from_records(records, columns=SUMMARY_COLUMNS)


def _verdicts(
    variant: Variant, labels: pd.Series, pairs: list[tuple[str, str]] | None, n_resamples: int
) -> pd.DataFrame:
    kept = labels[list(variant.keep)].reset_index(drop=True)
    measures = measure(variant.documents, variant.themes, variant.tokenizer, kept, counting=variant.counting)
    table = verdicts(shifts(measures, pairs=pairs, n_resamples=n_resamples, seed=variant.seed))
    return table[["theme", "reference", "target", "verdict"]]


def _variants(
    documents: tuple[Document, ...],
    themes: tuple[Theme, ...],
    tokenizers: Mapping[str, Finder],
    labels: Sequence[str],
    seed: int,
) -> Iterator[Variant]:
    first, *further = tokenizers
    rows = section_rows(documents)
    every = (True,) * len(rows)
    base = Variant("base", documents, themes, tokenizers[first], every, seed=seed)
    yield base
    for name in further:
        yield Variant(f"tokenizer {name}", documents, themes, tokenizers[name], every, seed=seed)
    for k in MORE_MENTIONS:
        yield Variant(f"at least {k} mentions", documents, themes, base.tokenizer, every, Counting(min_mentions=k), seed)
    yield Variant("exclusive counting", documents, themes, base.tokenizer, every, Counting(exclusive=True), seed)
    for step in range(1, SEEDS + 1):
        yield Variant(f"seed {seed + step}", documents, themes, base.tokenizer, every, seed=seed + step)
    of_group = pd.DataFrame({"group": labels, "doc_id": rows["doc_id"].to_numpy()})
    company = of_group.groupby("group")["doc_id"].nunique()
    for document in documents:
        groups = set(of_group.loc[of_group["doc_id"] == document.doc_id, "group"]) - {""}
        if groups and all(company[group] > 1 for group in groups):
            kept = tuple(doc_id != document.doc_id for doc_id in rows["doc_id"])
            left = tuple(d for d in documents if d.doc_id != document.doc_id)
            yield Variant(f"without {document.doc_id}", left, themes, base.tokenizer, kept, seed=seed)
    reduced = themes
    for theme, term in strongest_terms(places(documents, themes, base.tokenizer), themes).items():
        reduced = without_term(reduced, theme, term)
    yield Variant("without the strongest term", documents, reduced, base.tokenizer, every, seed=seed)
