"""The page of a comparison alone: documents side by side, without a report around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from topics.corpus.document import Document
from topics.report.chapters.compare import compare
from topics.report.chapters.source import Source
from topics.report.findings.analysis import Analysis
from topics.report.findings.compared import compare_figures
from topics.report.findings.gather import plain_sections
from topics.report.writers.drawings import save_figures
from topics.report.writers.page import render_page
from topics.settings import Settings
from topics.version import __version__


def write_side_by_side(
    documents: Sequence[Document],
    links: pd.DataFrame,
    changes: pd.DataFrame,
    settings: Settings,
    path: Path,
) -> None:
    """Write one page that shows pairs of documents side by side.

    Parameters
    ----------
    documents : sequence of Document
    links, changes : DataFrame
        What `link_sections` and `sentence_changes` returned for the pairs, joined.
    settings : Settings
        Of which the language counts.
    path : Path
    """
    compared = {*links["doc_id_reference"], *links["doc_id_target"]}
    shown = tuple(document for document in documents if document.doc_id in compared)
    tables = {
        "links": links,
        "sentence_changes": changes,
        "sections": plain_sections(shown),
    }
    drawn = dict(compare_figures(tables, {}, settings.lang))
    analysis = Analysis(
        name=" → ".join(document.doc_id for document in shown[:: max(len(shown) - 1, 1)]),
        settings=settings,
        documents=shown,
        groups={},
        tables=tables,
        matches=pd.DataFrame(columns=["theme", "term", "doc_id", "start", "end"]),
        token_places=pd.DataFrame(columns=["feature", "doc_id", "start", "end"]),
        figures={name: figure for name, (figure, _) in drawn.items()},
        captions={name: caption for name, (_, caption) in drawn.items()},
        manifest={"topics": __version__},
    )
    source = Source(analysis)
    with TemporaryDirectory() as folder:
        drawings = save_figures(analysis, Path(folder))
    page = render_page(source, (compare(source),), drawings, files=False)
    path.write_text(page, encoding="utf-8", newline="\n")
