"""What a document says of an indicator to which it gives no number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from topics.corpus.document import Document
from topics.targets.chains import Chain
from topics.targets.context import PLAN, plain_text, sentences
from topics.targets.options import SeriesOptions

_QUALITY = re.compile(
    "(?:稳步|明显|显著|持续|进一步|不断|大幅|逐步|较大幅度|有效|稳定|平稳|较快|加快)"
    "(?:提高|提升|增长|增加|改善|下降|降低|扩大|缩小|减少|优化|加强)"
    "|保持[^，。；]{0,6}(?:稳定|合理|基本)|继续(?:提高|提升|增长|下降|改善|扩大)"
)
NEAR = 12  # characters between an indicator and the words about it (chosen)


def absent(
    chains: Sequence[Chain], documents: Sequence[Document], options: SeriesOptions
) -> Iterator[tuple[Chain, str, str]]:
    """Yield the series to which the latest of some documents gives no number, with what it gives
    instead and its words: `quality_only`, or where the last document of its genre had a number
    `dropped` or `explicitly_absent`.
    """
    document = documents[-1]
    ahead = _ahead(document)
    genre = [one.doc_id for one in documents if one.genre == document.genre and one.genre]
    for chain in chains:
        here = chain.rows[-1].doc_id == document.doc_id
        if chain.binds and chain.last.doc_id == document.doc_id:
            continue
        if not (chain.binds or here):
            continue
        if quality := _quality(ahead, chain.last.indicator):
            yield chain, "quality_only", quality
        elif not here and (change := _dropped(chain, document, genre, options)):
            yield chain, change, ""


def _dropped(chain: Chain, document: Document, genre: Sequence[str], options: SeriesOptions) -> str:
    before = {one.doc_id for one in chain.rows if one.kind != "baseline"} & set(genre)
    if len(genre) < 2 or genre[-2] not in before:
        return ""
    yearly = document.genre.startswith("年度") or document.genre == "政府工作报告"
    return "explicitly_absent" if yearly and len(before) >= options.least_before else "dropped"


def _ahead(document: Document) -> str:
    """Return the sentences of a document that look ahead."""
    text = plain_text(document)
    return "".join(text[one.start : one.end] for one in sentences(document) if one.role == PLAN)


def _quality(text: str, indicator: str) -> str:
    """Return how a text speaks of an indicator without a number; empty where it does not."""
    if len(indicator) < 3 or indicator not in text:
        return ""
    for match in re.finditer(re.escape(indicator), text):
        clause = re.split("[，。；\n]", text[match.end() : match.end() + 24])[0]
        if re.search(r"\d", clause):
            continue
        said = _QUALITY.search(clause)
        if said and said.start() <= NEAR:
            return said[0]
    return ""
