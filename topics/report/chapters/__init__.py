"""The parts of a report, in the order in which they answer."""

from __future__ import annotations

from topics.report.chapters.answer import answer
from topics.report.chapters.changes import changes
from topics.report.chapters.compare import compare
from topics.report.chapters.content import Part
from topics.report.chapters.counting import agencies, counting, repeat
from topics.report.chapters.documents import documents, each_document
from topics.report.chapters.phrases import phrases
from topics.report.chapters.source import Source
from topics.report.chapters.targets import targets
from topics.report.chapters.topic import topics
from topics.report.chapters.words import keyness, keywords
from topics.report.findings.analysis import Analysis


def build(analysis: Analysis) -> tuple[Part, ...]:
    """Return all parts of the report in the language of its settings."""
    source = Source(analysis)
    makers = (
        answer,
        compare,
        phrases,
        targets,
        documents,
        each_document,
        topics,
        keywords,
        keyness,
        agencies,
        changes,
        counting,
        repeat,
    )
    parts = [make(source) for make in makers]
    return tuple(part for part in parts if part.blocks or part.parts)
