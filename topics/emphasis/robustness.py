"""Robustness: in how many variants of the analysis a verdict stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
MENTIONS = (1, 2, 3)


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
    counting : Counting
    seed : int
    """

    name: str
    documents: tuple[Document, ...]
    themes: tuple[Theme, ...]
    tokenizer: Finder
    keep: tuple[bool, ...]
    counting: Counting
    seed: int = 1


def robustness(  # noqa: PLR0913 — those of `measure`, and of the tests
    documents: Sequence[Document],
    themes: Sequence[Theme],
    tokenizers: Mapping[str, Finder],
    labels: pd.Series,
    *,
    counting: Counting | None = None,
    n_resamples: int = 1999,
    seed: int = 1,
) -> pd.DataFrame:
    """Rerun the shifts under other choices and say where each verdict stands.

    The variants: each further tokenizer (other engines or dictionaries), other least numbers of
    mentions from one to three, overlapping terms counted the other way (for one theme only, or for
    each), further seeds, each document left out whose group has others, and each theme without its
    strongest term. Stop lists are no variant: mentions are found before any token is filtered.

    Parameters
    ----------
    documents : sequence of Document
    themes : sequence of Theme
    tokenizers : mapping of str to PolicyTokenizer
        The first is that of the analysis; each further one is a variant.
    labels : Series of str
        Group of each leaf section.
    counting : Counting, optional
        That of the analysis.
    n_resamples, seed : int

    Returns
    -------
    DataFrame
        One row per theme, pair and variant: verdict (of the analysis), variant, verdict_variant,
        stands.
    """
    analysed = tuple(document for document in documents if document.analysed)
    first = next(iter(tokenizers.values()))
    every = (True,) * len(labels)
    base = Variant("base", analysed, tuple(themes), first, every, counting or Counting(), seed)
    keys = ["theme", "reference", "target"]
    expected = _verdicts(base, labels, None, n_resamples)
    pairs = list(dict.fromkeys(zip(expected["reference"], expected["target"], strict=True)))
    frames = []
    for variant in _variants(base, tokenizers, [str(label) for label in labels]):
        found = _verdicts(variant, labels, pairs, n_resamples).rename(
            columns={"verdict": "verdict_variant"}
        )
        frames.append(expected.merge(found, on=keys).assign(variant=variant.name))
    table = pd.concat(frames, ignore_index=True)
    return table.assign(stands=table["verdict"] == table["verdict_variant"])[COLUMNS]


def robustness_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return in how many variants each verdict stands, and in which it does not.

    Returns
    -------
    DataFrame
        Columns theme, reference, target, verdict, stands, variants, where_not (names joined by
        `;`).
    """
    records = [
        (
            *keys,
            int(rows["stands"].sum()),
            len(rows),
            ";".join(rows.loc[~rows["stands"], "variant"]),
        )
        for keys, rows in table.groupby(["theme", "reference", "target", "verdict"], sort=False)
    ]
    return pd.DataFrame.from_records(records, columns=SUMMARY_COLUMNS)


def _verdicts(
    variant: Variant, labels: pd.Series, pairs: list[tuple[str, str]] | None, n_resamples: int
) -> pd.DataFrame:
    kept = labels[list(variant.keep)].reset_index(drop=True)
    measures = measure(
        variant.documents, variant.themes, variant.tokenizer, kept, counting=variant.counting
    )
    table = verdicts(shifts(measures, pairs=pairs, n_resamples=n_resamples, seed=variant.seed))
    return table[["theme", "reference", "target", "verdict"]]


def _variants(
    base: Variant, tokenizers: Mapping[str, Finder], labels: Sequence[str]
) -> Iterator[Variant]:
    for name in list(tokenizers)[1:]:
        yield replace(base, name=f"tokenizer {name}", tokenizer=tokenizers[name])
    counting = base.counting
    for k in MENTIONS:
        if k != counting.min_mentions:
            yield replace(
                base, name=f"at least {k} mentions", counting=replace(counting, min_mentions=k)
            )
    other = "inclusive" if counting.exclusive else "exclusive"
    yield replace(
        base, name=f"{other} counting", counting=replace(counting, exclusive=not counting.exclusive)
    )
    for step in range(1, SEEDS + 1):
        yield replace(base, name=f"seed {base.seed + step}", seed=base.seed + step)
    yield from _without_documents(base, labels)
    reduced = base.themes
    for theme, term in strongest_terms(
        places(base.documents, base.themes, base.tokenizer), base.themes
    ).items():
        reduced = without_term(reduced, theme, term)
    yield replace(base, name="without the strongest term", themes=reduced)


def _without_documents(base: Variant, labels: Sequence[str]) -> Iterator[Variant]:
    """Leave out each document whose groups have others."""
    doc_ids = section_rows(base.documents)["doc_id"].to_numpy()
    of_group = pd.DataFrame({"group": labels, "doc_id": doc_ids})
    company = of_group.groupby("group")["doc_id"].nunique()
    for document in base.documents:
        groups = set(of_group.loc[of_group["doc_id"] == document.doc_id, "group"]) - {""}
        if groups and all(company[group] > 1 for group in groups):
            kept = tuple(doc_id != document.doc_id for doc_id in doc_ids)
            left = tuple(d for d in base.documents if d.doc_id != document.doc_id)
            yield replace(base, name=f"without {document.doc_id}", documents=left, keep=kept)
