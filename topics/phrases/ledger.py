"""The ledger of formulations: every one with its life, what it gave way to, and the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from topics.compare.pairs import order_of
from topics.compare.units import comparable_units
from topics.phrases.clauses import Exchange, clauses, exchanges
from topics.phrases.life import Links, link_documents
from topics.phrases.modifiers import Modifier, find_modifiers, heads_of_frames
from topics.phrases.naming import may_be_head
from topics.phrases.options import OPTIONS, PhraseOptions
from topics.phrases.reading import Reading, folded
from topics.phrases.sets import Phrase, find_set_phrases, size
from topics.phrases.successors import Chain, exchange_chains, modifier_chains
from topics.phrases.tables import (
    PLACE_COLUMNS,
    Points,
    chain_table,
    count_table,
    formulation_table,
    name_in,
    swap_table,
)

if TYPE_CHECKING:
    from topics.corpus import Document
    from topics.tokenize import PolicyTokenizer

ONE_DOCUMENT, NO_YEARS, NO_TEXT = "one_document", "no_years", "no_text"


@dataclass(frozen=True)
class Ledger:
    """Formulations with their lives.

    Attributes
    ----------
    formulations, counts, substitutions, chains : DataFrame
        Columns of formulations.csv, formulation_counts.csv, substitutions.csv and chains.csv.
    places : DataFrame
        One row per place: phrase, doc_id, start, end (in the document's text).
    reason : str
        Why nothing can be said of lives: `one_document`, `no_years` (none of the documents, or one
        alone, has a year), `no_text`; empty where it can.
    undated : tuple of str
        `doc_id` of the documents without a year, which have no place in time.
    """

    formulations: pd.DataFrame
    counts: pd.DataFrame
    substitutions: pd.DataFrame
    chains: pd.DataFrame
    places: pd.DataFrame
    reason: str = ""
    undated: tuple[str, ...] = ()


def ledger(  # noqa: PLR0913 — what a ledger may be asked for, by name
    documents: Sequence[Document],
    tokenizer: PolicyTokenizer,
    *,
    groups: Mapping[str, str] | None = None,
    links: pd.DataFrame | None = None,
    background: Sequence[Document] = (),
    heads: Sequence[str] = (),
    asked: Sequence[str] = (),
    options: PhraseOptions = OPTIONS,
) -> Ledger:
    """Keep the ledger of the formulations of some documents.

    Parameters
    ----------
    documents : sequence of Document
        In any order; those that do not enter the counts are left out.
    tokenizer : PolicyTokenizer
        Cuts the text, so that no formulation begins or ends inside a word.
    groups : mapping of str to str, optional
        The point in time of each document, by `doc_id`, such as its year; by default each document
        is one, called by its year where no other has it, else by its `doc_id`.
    links : DataFrame, optional
        Links between sections that are there already, as `link_sections` returns them.
    background : sequence of Document, optional
        Where the first appearance of each formulation is looked up, too.
    heads : sequence of str, optional
        Heads whose modifiers are asked for; by default all terms and set phrases are heads.
    asked : sequence of str, optional
        Phrases whose lives are asked for, whether or not they are found.
    options : PhraseOptions, optional

    Returns
    -------
    Ledger
    """
    dated, undated = in_time(documents)
    reading = Reading([*dated, *undated], tokenizer)
    points = Points.of(dated, undated, groups)
    reason = _reason(dated, undated)
    links_of, swapped = Links({}), {}
    if not reason:
        links_of = link_documents(dated, links, options)
        swapped = _swapped(reading, len(dated), links_of, options)
    found = find_set_phrases(reading, options)[: options.most]
    modified = list(find_modifiers(reading, heads or _heads(reading, found, options), options))
    chains: list[Chain] = []
    if not reason:
        within = [one for one in modified if reading.number_of(one.at) < len(dated)]
        always = frozenset(filter(None, map(folded, heads)))
        chains = modifier_chains(reading, within, links_of, always=always, options=options)
        chains += exchange_chains(swapped, options)
    phrases = _all_phrases(reading, found, modified, chains, [*map(folded, asked)])
    counts = count_table(reading, phrases, points, links_of, options)
    first = _first(background, phrases, tokenizer)
    return Ledger(
        formulation_table(reading, phrases, points, counts, chains, first),
        counts.drop(columns="key"),
        swap_table(swapped, points),
        chain_table(reading, chains, points),
        _places(reading, phrases),
        reason,
        tuple(document.doc_id for document in undated),
    )


def in_time(documents: Iterable[Document]) -> tuple[list[Document], list[Document]]:
    """Return the comparable documents with a year, in the order of time, and those without."""
    usable = [one for one in documents if one.analysed and comparable_units(one)]
    dated = sorted((one for one in usable if one.year), key=order_of)
    return dated, [one for one in usable if not one.year]


def _reason(dated: Sequence[Document], undated: Sequence[Document]) -> str:
    if not dated and not undated:
        return NO_TEXT
    if len(dated) + len(undated) == 1:
        return ONE_DOCUMENT
    return "" if len(dated) > 1 else NO_YEARS


def _heads(reading: Reading, found: Sequence[Phrase], options: PhraseOptions) -> list[str]:
    """Return the terms and set phrases whose modifiers are looked at."""
    least, most = options.head
    phrases = {
        phrase.text
        for phrase in found
        if len(set(reading.document_of(phrase.places).tolist())) >= options.documents
    }
    terms = {folded(term) for term in reading.tokenizer.subject_terms if least <= len(term) <= most}
    framed = {text for text in heads_of_frames(reading) if least <= size(text) <= most}
    fit = {text for text in phrases if least <= size(text) <= most and may_be_head(text)}
    return sorted(fit | framed | {term for term in terms if term and len(reading.find(term)) > 1})


def _swapped(
    reading: Reading, n: int, links: Links, options: PhraseOptions
) -> dict[tuple[int, int], list[Exchange]]:
    """Return what was exchanged in each clause against the latest document that has its like."""
    said = {number: clauses(reading, number) for number in {i for i, _ in links.of}}
    found: dict[tuple[int, int], list[Exchange]] = {}
    for j in range(n):
        open_clauses = said.get(j, [])
        for i in range(j - 1, -1, -1):
            if (i, j) not in links.of:
                continue
            told = list(
                exchanges(said[i], open_clauses, links.between(i, j), reading.tokenizer, options)
            )
            done = {one.clauses[1].text for one in told} | {clause.text for clause in said[i]}
            open_clauses = [clause for clause in open_clauses if clause.text not in done]
            found[i, j] = told
    return found


def _all_phrases(
    reading: Reading,
    found: Sequence[Phrase],
    modified: Sequence[Modifier],
    chains: Sequence[Chain],
    asked: Sequence[str],
) -> list[Phrase]:
    """Return set phrases, what was asked for, and modifiers with their heads, each text once."""
    heads = {one.phrase: one.head for one in modified if one.kind}
    in_chains = {node.text for chain in chains if chain.kind == "modifier" for node in chain.nodes}
    by_text = {phrase.text: phrase for phrase in found}
    for text in sorted(in_chains):
        score = by_text[text].score if text in by_text else 0.0
        by_text[text] = Phrase(text, "modifier", reading.find(text), score, heads[text])
    for text in filter(None, asked):
        score = by_text[text].score if text in by_text else 0.0
        by_text[text] = Phrase(text, "asked", reading.find(text), score)
    return list(by_text.values())


def _first(
    background: Sequence[Document], phrases: Sequence[Phrase], tokenizer: PolicyTokenizer
) -> dict[str, int]:
    """Return the year of the first document of the background that has each phrase."""
    dated, _ = in_time(background)
    reading = Reading(dated, tokenizer)
    years = [document.year or 0 for document in dated]
    places = {phrase.text: reading.find(phrase.text) for phrase in phrases}
    return {
        text: years[reading.number_of(int(found[0]))]
        for text, found in places.items()
        if len(found)
    }


def _places(reading: Reading, phrases: Sequence[Phrase]) -> pd.DataFrame:
    records = [
        (name_in(reading, phrase), *reading.span(at, phrase.text))
        for phrase in phrases
        for at in phrase.places.tolist()
    ]
    return pd.DataFrame(records, columns=PLACE_COLUMNS)
