"""Small documents with chapters and items, and what the facts start from."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tests.toys import PlainFinder
from topics.answer.sides import Side
from topics.answer.theme_counts import ThemeCounts, theme_counts
from topics.corpus.document import Document, Section
from topics.dfm import group_labels, section_rows
from topics.emphasis.coverage import places
from topics.emphasis.lens_places import heading_places
from topics.themes import Theme

Chapter = tuple[str, Sequence[str]]


def plan(year: str, *chapters: Chapter, name: str = "", **fields) -> Document:
    """Make a plan: chapters with a heading line and paragraphs; `标题：` opens an item."""
    doc_id, text, sections = name or year, "", []
    for number, (heading, paragraphs) in enumerate(chapters, start=1):
        path, start = str(number), len(text)
        line = f"{heading}\n" if heading else ""
        chapter = len(sections)
        text += line
        sections.append(Section(doc_id, path, 1, heading, start, start, leaf=False))
        for at, paragraph in enumerate(paragraphs, start=1):
            begin = start if at == 1 else len(text)  # the first leaf opens with the chapter's line
            own = len(text)
            item = paragraph.partition("：")[0] if "：" in paragraph else ""
            text += paragraph
            sections.append(Section(doc_id, f"{path}/{at}", 2, item, begin, len(text), True, own))
        sections[chapter] = Section(doc_id, path, 1, heading, start, len(text), leaf=not paragraphs)
    return Document(doc_id, text, tuple(sections), date=f"{year}-01-01", **fields)


def counted(documents: Sequence[Document], *themes: Theme, by: Sequence[str] = ()) -> ThemeCounts:
    labels = pd.Series(by, dtype=object) if by else group_labels(section_rows(documents))
    return theme_counts(
        documents,
        themes,
        labels,
        places=places(documents, themes, PlainFinder()),
        headings=heading_places(documents, themes, PlainFinder()),
    )


def side(mentions, sections, chars=5_000, top=(0, 0), *, n_sections=20) -> Side:
    """One side of a pair with one feature; `top` are mentions and characters of its strongest
    section.
    """
    of = np.array
    return Side(
        chars=chars,
        n_sections=n_sections,
        mentions=of([mentions]),
        sections=of([sections]),
        covered=of([0]),
        top_mentions=of([top[0]]),
        top_chars=of([top[1]]),
        top_row=of([0 if mentions else -1]),
    )
