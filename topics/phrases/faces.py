"""The three kinds of evidence for a change of formulations, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from topics.phrases.ledger import in_time, ledger
from topics.phrases.modifiers import find_modifiers
from topics.phrases.options import OPTIONS, PhraseOptions
from topics.phrases.reading import Reading, folded, shown
from topics.phrases.tables import Points
from topics.tokenize import PolicyTokenizer

if TYPE_CHECKING:
    from topics.corpus import Document

MODIFIER_COLUMNS = [
    *("head", "modifier", "kind", "verb", "group", "doc_id", "path", "line", "quotation"),
]


def set_phrases(
    documents: Sequence[Document],
    *,
    tokenizer: PolicyTokenizer | None = None,
    options: PhraseOptions = OPTIONS,
) -> pd.DataFrame:
    r"""Return the set phrases of some documents with their lives, best first.

    A set phrase is a run of words inside a clause, of 5 to 32 characters, that stands in two
    documents, three times in one, or in quotation marks, and that cannot be lengthened without
    losing a place. Agencies, places, 《titles》 and numbers alone are none; the number of a
    congress is a slot.

    Returns
    -------
    DataFrame
        Columns `FORMULATION_COLUMNS`. `new` is always new among these documents.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from topics.corpus import parse_text
    >>> texts = ("一、要求\n坚持以人为核心的发展。\n", "一、要求\n突出以人为核心的发展。\n")
    >>> pair = [replace(parse_text(text, doc_id=f"方案{year}"), date=f"{year}-03-01")
    ...     for text, year in zip(texts, (2031, 2033))]
    >>> set_phrases(pair)[["phrase", "n", "first_year", "status"]].values.tolist()
    [['以人为核心的发展', 2, 2031, 'kept']]
    """
    found = ledger(documents, tokenizer or _tokenizer(), options=options).formulations
    return found[found["kind"].isin(["set", "quoted"])].reset_index(drop=True)


def modifiers(
    documents: Sequence[Document],
    head: str,
    *,
    tokenizer: PolicyTokenizer | None = None,
    groups: Mapping[str, str] | None = None,
    options: PhraseOptions = OPTIONS,
) -> pd.DataFrame:
    r"""Return what stands before a head at each of its places, in the order of time.

    Returns
    -------
    DataFrame
        head, modifier (may be empty), kind (`frame`: 以…为…的; `of`: …的; `list`: names before the
        head; or empty), verb (the verbs before), group, doc_id, path, line, quotation.

    Raises
    ------
    ValueError
        If the head is no stretch of a clause.

    Examples
    --------
    >>> from topics.corpus import parse_text
    >>> document = parse_text("一、要求\n加快实施以人为核心的乡村战略。\n", doc_id="甲")
    >>> modifiers([document], "乡村战略")[["modifier", "kind", "verb"]].values.tolist()
    [['以人为核心的', 'frame', '加快实施']]
    """
    if not (wanted := folded(head)):
        raise ValueError(f"head {head!r}: give a word or phrase without marks, such as 城镇化战略")
    dated, undated = in_time(documents)
    reading = Reading([*dated, *undated], tokenizer or _tokenizer())
    points = Points.of(dated, undated, groups)
    records = []
    for one in find_modifiers(reading, [wanted], options):
        place = reading.place(one.at, one.length)
        written = reading.written(one.at, one.length)
        label = points.labels[reading.number_of(one.at)]
        records.append(
            (
                *(head, shown(written[: len(one.text)]), one.kind, one.verb, label),
                *(place.document.doc_id, place.path, place.line, place.quotation),
            )
        )
    return pd.DataFrame(records, columns=MODIFIER_COLUMNS)


def chains(
    documents: Sequence[Document],
    *,
    heads: Sequence[str] = (),
    tokenizer: PolicyTokenizer | None = None,
    options: PhraseOptions = OPTIONS,
) -> pd.DataFrame:
    r"""Return the formulations that follow each other in time: modifiers of a head, the verbs
    before it, words exchanged in a clause.

    Returns
    -------
    DataFrame
        Columns `CHAIN_COLUMNS`, one row per step and document.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from topics.corpus import parse_text
    >>> texts = ("一、户籍\n试行居住地登记户口制度。\n", "一、户籍\n推行居住地登记户口制度。\n")
    >>> pair = [replace(parse_text(text, doc_id=f"方案{year}"), date=f"{year}-03-01")
    ...     for text, year in zip(texts, (2031, 2033))]
    >>> chains(pair)[["step", "group", "phrase"]].values.tolist()
    [[1, '2031', '试行居住地登记户口制度'], [2, '2033', '推行居住地登记户口制度']]
    """
    found = ledger(documents, tokenizer or _tokenizer(), heads=heads, options=options)
    return found.chains


@cache
def _tokenizer() -> PolicyTokenizer:
    return PolicyTokenizer(stopwords=None)
