"""The parts of a report, in the order in which they answer."""

from __future__ import annotations

from topics.report.analysis import Analysis
from topics.report.content import Part
from topics.report.parts.changes import changes
from topics.report.parts.counting import agencies, counting, repeat
from topics.report.parts.documents import documents, each_document
from topics.report.parts.source import Source
from topics.report.parts.topic import topics
from topics.report.parts.words import keyness, keywords


def build(analysis: Analysis) -> tuple[Part, ...]:
    """Return all parts of the report in the language of its settings."""
    source = Source(analysis)
    makers = (
        changes,
        documents,
        each_document,
        topics,
        keywords,
        keyness,
        agencies,
        counting,
        repeat,
    )
    parts = [make(source) for make in makers]
    return tuple(part for part in parts if part.blocks or part.parts)
