"""What `report` says at its end: the answer in short, and which documents were left out and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from topics.cli.catalogue import said
from topics.report.inert import text_width

if TYPE_CHECKING:
    from topics.report.findings.analysis import Analysis

WIDEST = 200  # cells of a line: two and a half rows of a terminal; chosen
MOST_NAMED = 20  # documents that are named one by one; the rest are counted


def short_answer(analysis: Analysis) -> list[str]:
    """Return the answer in at most three lines, in the language of the report."""
    lang = analysis.settings.lang
    mark = "：" if lang == "zh" else ": "
    lines = analysis.answer.brief() if analysis.answer else ()
    return [_cut(f"{line.title}{mark}{line.text}" if line.title else line.text) for line in lines]


def _cut(text: str) -> str:
    """End a long line after one of its items, with a sign that there are more.

    >>> _cut("安全韧性上升。")
    '安全韧性上升。'
    """
    if text_width(text) <= WIDEST:
        return text
    ends = [
        found.start()
        for found in re.finditer(r"[；。、]|[;.,] ", text)
        if text_width(text[: found.start()]) <= WIDEST - 2
    ]
    return f"{text[: ends[-1]].rstrip()} …" if ends else text


def left_out_and_why(analysis: Analysis) -> list[str]:
    """Return a line for each document that is in no comparison, in the language of the report."""
    from topics.report.speech.remarks import remarks

    lang, by = analysis.settings.lang, analysis.settings.by
    lines = []
    for document in analysis.documents:
        name = document.title or document.doc_id
        if document.status == "skipped":
            lines.append(f"left out: {document.source}: {remarks(document.reasons, lang)}")
        elif document.status == "duplicate":
            lines.append(f"left out: {name}: a copy of {document.duplicate_of}")
        elif document.analysed and not analysis.groups.get(document.doc_id):
            what = "its year" if by == "year" else f"'{by}'"
            lines.append(f"left out: {name}: {what} is unknown; declare it in corpus.csv")
    more = len(lines) - MOST_NAMED
    if more > 0:
        lines = [*lines[:MOST_NAMED], f"left out: {more} more; see the table of documents"]
    return [said(line, lang) for line in lines]
