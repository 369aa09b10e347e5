"""Where in the documents the numbers of the heading lenses and of the strength of wording come
from.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from topics.corpus.document import Document
from topics.emphasis.lenses import Counting
from topics.emphasis.strength import read_strength
from topics.themes import Finder, Theme

HEADING_COLUMNS = ["theme", "unit", "doc_id", "path", "heading", "start", "end"]
GRADED_COLUMNS = ["theme", "doc_id", "start", "end", "strong"]


def heading_places(
    documents: Sequence[Document],
    themes: Sequence[Theme],
    tokenizer: Finder,
    *,
    counting: Counting | None = None,
) -> pd.DataFrame:
    """Return every heading that mentions a theme, as the lenses `heading_chapter` and
    `heading_item` count them.

    Returns
    -------
    DataFrame
        One row per theme and heading: theme, unit (`chapter` or `item`), doc_id, path, heading, and
        start and end of the first mention in the heading.

    Examples
    --------
    >>> from topics.corpus.document import Section
    >>> from topics.tokenize import PolicyTokenizer
    >>> document = Document("甲", "提升安全韧性",
    ...     (Section("甲", "一", 1, "提升安全韧性", 6, 6, leaf=True),))
    >>> found = heading_places([document], [Theme("韧性", ("安全韧性",))], PolicyTokenizer())
    >>> list(found.itertuples(index=False, name=None))
    [('韧性', 'chapter', '甲', '一', '提升安全韧性', 2, 6)]
    """
    matcher = (counting or Counting()).matcher(themes, tokenizer)
    records = []
    for document in documents:
        for section in document.sections if document.analysed and document.leaves else ():
            first = (
                {match.theme: match for match in reversed(matcher.matches(section.heading))}
                if section.heading
                else {}
            )
            unit = "chapter" if section.level == 1 else "item"
            records += [
                (
                    theme,
                    unit,
                    document.doc_id,
                    section.path,
                    section.heading,
                    found.start,
                    found.end,
                )
                for theme, found in sorted(first.items())
            ]
    return pd.DataFrame(records, columns=HEADING_COLUMNS)


def graded_places(
    documents: Sequence[Document],
    themes: Sequence[Theme],
    tokenizer: Finder,
    *,
    counting: Counting | None = None,
) -> pd.DataFrame:
    """Return every graded word in a sentence that mentions a theme, as the lens `strength` counts
    them.

    Returns
    -------
    DataFrame
        One row per theme and word: theme, doc_id, start, end (in the document's text), strong.

    Examples
    --------
    >>> from topics.corpus.document import Section
    >>> from topics.emphasis.strength import Strength
    >>> from topics.tokenize import PolicyTokenizer
    >>> document = Document("甲", "必须提升韧性。鼓励创新。",
    ...     (Section("甲", "一", 1, "", 0, 12, leaf=True),))
    >>> counting = Counting(strength=Strength(("必须",), ("鼓励",)))
    >>> graded_places([document], [Theme("韧性", ("韧性",))], PolicyTokenizer(),
    ...     counting=counting).values.tolist()
    [['韧性', '甲', 0, 2, True]]
    """
    counting = counting or Counting()
    matcher, lexicon = counting.matcher(themes, tokenizer), counting.strength or read_strength()
    records = []
    for document in documents:
        for leaf in document.leaves if document.analysed else ():
            text = document.section_text(leaf)
            matches = matcher.matches(text)
            for start, end in lexicon.sentences(text) if matches else ():
                mentioned = sorted({match.theme for match in matches if start <= match.start < end})
                words = [
                    (leaf.start + start + a, leaf.start + start + b, strong)
                    for a, b, strong in lexicon.places(text[start:end])
                ]
                records += [
                    (theme, document.doc_id, *word) for theme in mentioned for word in words
                ]
    return pd.DataFrame(records, columns=GRADED_COLUMNS)
