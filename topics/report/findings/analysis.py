"""What one analysis found, as the writers of the report receive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from topics.answer.sentence import Answer
from topics.corpus.document import Document
from topics.emphasis.decomposition import UNPAIRED_COLUMNS
from topics.emphasis.lens_places import GRADED_COLUMNS, HEADING_COLUMNS
from topics.phrases.tables import PLACE_COLUMNS
from topics.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """Everything that a report shows; the writers compute nothing but its form.

    Attributes
    ----------
    name : str
        Name of the report, which is that of the input folder.
    settings : Settings
    documents : tuple of Document
        Every input file, the skipped ones and the duplicates too.
    quoted : tuple of Document
        Where there are no documents because the corpus does not fit in memory: those that the page
        quotes from.
    groups : mapping of str to str
        The group label of each analysed or quoted document, by `doc_id`; documents without a label
        are absent.
    tables : mapping of str to DataFrame
        By file stem, with the columns of `docs/tables.md`.
    figures : mapping of str to Figure
        In the order of the page. The beginning of a name tells the part of the page (see
        `topics.report.writers.page.PARTS`).
    captions : mapping of str to str
        Caption of each figure, without its number.
    matches : DataFrame
        One row per mention of a theme: theme, term, doc_id, start, end (offsets in
        `Document.text`).
    heading_places : DataFrame
        One row per heading that mentions a theme: theme, unit, doc_id, path, heading, start, end
        (in the heading).
    graded_places : DataFrame
        One row per graded word in a sentence that mentions a theme: theme, doc_id, start, end,
        strong.
    target_places : DataFrame
        One row per quantity, as in targets.csv: name, doc_id, start, end.
    unpaired_sections : DataFrame
        One row per pair and section without a counterpart on the other side: reference, target,
        part, doc_id, path.
    token_places : DataFrame
        One row per occurrence of a feature that some table shows: feature, doc_id, start, end.
    phrase_places : DataFrame
        One row per place of a formulation that some table shows: phrase, doc_id, start, end.
    no_lives : str
        Why the ledger of formulations cannot tell lives; empty where it can.
    answer : Answer or None
        What changed, in sentences; None on a page that shows two documents side by side alone.
    notes : tuple of str
        What the reader must know first: guards of the comparison, warnings, skipped files.
    manifest : mapping
        The signature; `topics.report.findings.methods` lists the keys it reads. Plain data that
        JSON can hold.
    fictional : bool
        Whether the documents are the invented sample, which is then said wherever it shows.
    """

    name: str
    settings: Settings
    documents: tuple[Document, ...]
    quoted: tuple[Document, ...] = ()
    groups: Mapping[str, str]
    tables: Mapping[str, pd.DataFrame]
    matches: pd.DataFrame
    token_places: pd.DataFrame
    manifest: Mapping[str, Any]
    heading_places: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=HEADING_COLUMNS)
    )
    graded_places: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=GRADED_COLUMNS)
    )
    target_places: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["name", "doc_id", "start", "end"])
    )
    unpaired_sections: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=UNPAIRED_COLUMNS)
    )
    phrase_places: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=PLACE_COLUMNS))
    no_lives: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    captions: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None
    notes: tuple[str, ...] = ()
    fictional: bool = False
