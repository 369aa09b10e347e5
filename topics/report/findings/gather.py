"""From a study to everything that its report shows."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from importlib.metadata import version
from itertools import accumulate
from platform import python_version
from typing import Any

import pandas as pd

from topics.corpus.document import Document, count_han
from topics.corpus.language.agency_names import successor
from topics.dfm import Dfm, section_labels
from topics.model import TooFewSections, TopicFitError
from topics.report.findings.analysis import Analysis
from topics.report.findings.clouds import clouds
from topics.report.findings.concordance import Concordance
from topics.report.findings.figures import figures
from topics.report.findings.notes import notes
from topics.report.findings.shown import features_shown, phrases_shown
from topics.report.speech.remarks import remarks, said
from topics.resources import resource
from topics.study import Study
from topics.tokenize import Span
from topics.version import __version__

LIBRARIES = (
    "numpy",
    "scipy",
    "pandas",
    "rjieba",
    "tomotopy",
    "scikit-learn",
    "matplotlib",
    "wordcloud",
)
LEVELS = ("document", "section", "year")


def analyse(
    study: Study,
    *,
    tell: Callable[[str], None] = lambda _: None,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> Analysis:
    """Compute all tables and figures of a report.

    Parameters
    ----------
    study : Study
    tell : callable, str -> None, optional
        Told what is being done after the study's own stages.
    advance : callable, (int, int) -> None, optional
        Told how much of that is done, and of how much.

    Returns
    -------
    Analysis

    Raises
    ------
    CorpusError
        If nothing can be read. Whatever else cannot be computed is left out, and a note says why.
    """
    tables, failures = _tables(study)
    tell("finding the passages")
    matches = study.places[["theme", "term", "doc_id", "start", "end"]]
    names = ["theme", "term"]
    tables["theme_mentions"] = Concordance.of(study.analysed).kwic(matches, names)
    tell("drawing the figures")
    drawn = figures(study, tables, advance)
    tell("drawing the clouds")
    clouded, tables["clouds"] = clouds(study, topics="topics" in tables, advance=advance)
    drawn |= clouded
    return Analysis(
        name=study.name,
        settings=study.settings,
        documents=study.documents,
        groups=study.groups,
        tables=tables,
        figures={name: figure for name, (figure, _) in drawn.items()},
        captions={name: caption for name, (_, caption) in drawn.items()},
        matches=matches,
        token_places=token_places(study.analysed, study.spans, features_shown(tables)),
        heading_places=study.heading_places,
        unpaired_sections=study.unpaired_sections,
        answer=study.answer(),
        graded_places=study.graded_places,
        target_places=study.target_places,
        phrase_places=phrases_shown(study.ledger.places, tables),
        no_lives=study.ledger.reason,
        notes=notes(study, failures),
        manifest=manifest(study),
        fictional=study.fictional,
    )


def manifest(study: Study) -> dict[str, Any]:
    """Return the signature of a study: all that can change a number."""
    model, background = study.__dict__.get("model"), study.background
    return {
        "topics": __version__,
        "name": study.name,
        "command": "python -m topics report",
        "settings": study.settings.as_dict(),
        "versions": versions(),
        "tokenizer": study.tokenizer.signature,
        "background": None if background is None else _background(background),
        "themes": {"n": len(study.themes), "sha256": _hash(repr(study.themes))},
        "font": _hash(resource("fonts/TopicsSansSC-Regular.otf").read_bytes()),
        "model": model.signature if model else None,
        "model_settings": dict(model.settings) if model else None,
        "inputs": [
            {"doc_id": d.doc_id, "source": d.source, "sha256": d.sha256, "status": d.status}
            for d in study.documents
        ],
    }


def _background(background: Dfm) -> dict[str, Any]:
    """Describe the background by what counts: a changed word changes the hash."""
    counts = background.counts.sorted_indices()
    content = b"".join(
        part.astype("<i8").tobytes() for part in (counts.indptr, counts.indices, counts.data)
    )
    return {
        "n_documents": int(background.rows["doc_id"].nunique()),
        "n_sections": background.n_rows,
        "n_tokens": int(counts.sum()),
        "sha256": _hash("\n".join(background.features).encode() + content),
        "used_for": ["topics: phi", "keyness: prior of log_odds and z", "keywords: prior of z"],
    }


def versions() -> dict[str, str]:
    """Return the versions that can change a number."""
    return {"topics": __version__, "python": python_version()} | {
        name: version(name) for name in LIBRARIES
    }


def _tables(study: Study) -> tuple[dict[str, pd.DataFrame], list[Exception]]:
    tables = {
        "documents": documents_table(study.documents, study.settings.lang),
        "sections": sections_table(study),
        "cleaning": cleaning_table(study.documents, study.settings.lang),
        "agencies": agencies_table(study.documents),
        "keywords": _in_time(
            pd.concat([study.keywords(level) for level in LEVELS], ignore_index=True), study
        ),
        "keyness": study.keyness,
        "facts": study.facts,
        "chapters": study.chapters,
        "words_change": study.word_changes,
        "links": study.links,
        "sentence_changes": study.sentence_changes,
        "reuse": study.reuse,
        "targets": study.targets,
        "target_series": study.target_series,
        "formulations": study.formulations,
        "formulation_counts": study.formulation_counts,
        "substitutions": study.substitutions,
        "chains": study.chains,
        "evidence": study.evidence,
        "series": study.series,
        "word_series": study.word_series,
        "themes": study.theme_shares,
        "shifts": study.shifts,
        "cooccurrence": study.cooccurrence,
        "document_map": study.document_map,
        "verdicts": study.verdicts,
        "guards": study.guards,
        "decomposition": study.decomposition,
        "trend": study.trend,
        "power": study.power,
        "theme_terms": study.theme_terms,
        "first_appearances": study.first_appearances,
    }
    failures: list[Exception] = []
    try:
        tables |= {
            "topics": study.topics,
            "topic_shares": _in_time(study.topic_shares, study),
            "topic_choice": study.topic_choice,
        }
        tables |= {
            "typical_sections": study.typical_sections,
            "topic_similarity": study.topic_similarity,
        }
    except (TooFewSections, TopicFitError, ValueError) as error:
        failures.append(error)
    return tables, failures


def _in_time(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Put the groups of each level in the order of their first documents; within a group nothing
    moves.
    """
    order = [*(document.doc_id for document in study.analysed), *study.groups.values()]
    place = {name: number for number, name in reversed(list(enumerate(order)))}
    section = {label: number for number, label in enumerate(section_labels(study.dfm.rows))}
    keys = [
        (LEVELS.index(level), (section if level == "section" else place).get(group, len(order)))
        for level, group in zip(table["level"], table["group"], strict=True)
    ]
    return table.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def documents_table(documents: tuple[Document, ...], lang: str) -> pd.DataFrame:
    """Describe every input file, one row each, with the reader's remarks in the language of the
    report.
    """
    records = [
        {
            "doc_id": d.doc_id,
            "title": d.title,
            "number": d.number,
            "issuer": d.issuer,
            "date": d.date,
            "year": d.year,
            "genre": d.genre,
            "n_chars": count_han(d.text) if d.analysed else 0,
            "n_sections": len(d.leaves) if d.analysed else 0,
            "duplicate_of": d.duplicate_of,
            "resembles": "；".join(d.resembles),
            "source": d.source,
            "status": d.status,
            "reasons": remarks(d.reasons, lang),
            "declared": "；".join(d.declared),
            "conflicts": remarks(d.conflicts, lang),
            "published": d.published,
            "effective": d.effective,
            "year_from": d.year_from,
            "period": d.period,
            "sha256": d.sha256,
        }
        for d in documents
    ]
    return pd.DataFrame(records).astype({"year": "Int64"})


def sections_table(study: Study) -> pd.DataFrame:
    """Describe every section of the analysed documents, parents before children."""
    leaf_tokens = dict(
        zip(
            zip(study.dfm.rows["doc_id"], study.dfm.rows["path"], strict=True),
            study.dfm.rows["n_tokens"],
            strict=True,
        )
    )
    records = []
    for document in study.analysed:
        leaves = document.leaves  # in the order of the text, which they tile
        starts = [leaf.start for leaf in leaves]
        totals = [0, *accumulate(int(leaf_tokens[document.doc_id, leaf.path]) for leaf in leaves)]
        for section in document.sections:
            first, last = bisect_left(starts, section.start), bisect_left(starts, section.end)
            records.append(
                {
                    "doc_id": document.doc_id,
                    "path": section.path,
                    "level": section.level,
                    "heading": section.heading,
                    "leaf": section.leaf,
                    "n_chars": count_han(document.section_text(section)),
                    "n_tokens": totals[last] - totals[first],
                    "line_first": document.line(section.heading_start),
                    "line_last": document.line(max(section.start, section.end - 1)),
                }
            )
    return pd.DataFrame(records)


def plain_sections(documents: Sequence[Document]) -> pd.DataFrame:
    """Describe the sections of documents as figures need them: doc_id, path, heading, leaf,
    n_chars.
    """
    records = [
        (d.doc_id, s.path, s.heading, s.leaf, count_han(d.section_text(s)))
        for d in documents
        for s in d.sections
    ]
    return pd.DataFrame(records, columns=["doc_id", "path", "heading", "leaf", "n_chars"])


def cleaning_table(documents: tuple[Document, ...], lang: str) -> pd.DataFrame:
    """List every span that cleaning removed or changed, with remarks in the report's language."""
    records = [
        (d.doc_id, change.line, change.kind, said(change.text, lang))
        for d in documents
        for change in d.changes
    ]
    return pd.DataFrame(records, columns=["doc_id", "line", "kind", "text"])


def agencies_table(documents: tuple[Document, ...]) -> pd.DataFrame:
    """List every agency of every responsibility list in the analysed documents."""
    names = ["path", "agency", "written", "open_list", "scope", "role"]
    records = [
        (d.doc_id, *(getattr(mention, name) for name in names), successor(mention.agency))
        for d in documents
        if d.analysed
        for mention in d.agencies
    ]
    return pd.DataFrame(records, columns=["doc_id", *names, "today"])


def token_places(
    documents: Sequence[Document], spans: Sequence[Sequence[Span]], features: Collection[str]
) -> pd.DataFrame:
    """Return where some features stand.

    Parameters
    ----------
    documents : sequence of Document
    spans : sequence of sequence of Span
        The tokens of each of their leaf sections.
    features : collection of str

    Returns
    -------
    DataFrame
        feature, doc_id, start, end (in the document's text).
    """
    leaves = [(document.doc_id, leaf) for document in documents for leaf in document.leaves]
    records = [
        (span.token, doc_id, leaf.start + span.start, leaf.start + span.end)
        for (doc_id, leaf), row in zip(leaves, spans, strict=True)
        for span in row
        if span.token in features
    ]
    return pd.DataFrame(records, columns=["feature", "doc_id", "start", "end"])


def _hash(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
