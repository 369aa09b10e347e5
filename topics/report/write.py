"""Write a report: the page, the same in Markdown, figures, tables and the signature, as one whole
folder.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from topics.report.chapters import build
from topics.report.chapters.content import Part
from topics.report.chapters.source import Source
from topics.report.findings.analysis import Analysis
from topics.report.findings.bounds import bounded_tables
from topics.report.findings.contract import in_order
from topics.report.folder import MANIFEST, manifest_text, replace_folder
from topics.report.writers.docx import for_print, write_docx
from topics.report.writers.drawings import save_figures
from topics.report.writers.markdown import render_markdown
from topics.report.writers.page import render_page
from topics.report.writers.tables import write_csv, write_workbook

FILES = 4  # steps after the figures: the page, the Word document, the tables, the workbook


def write_report(
    analysis: Analysis, out: str | Path, *, advance: Callable[[int, int], None] | None = None
) -> Path:
    """Write a report into a folder and return the folder.

    A failure leaves the last report as it was.

    Parameters
    ----------
    analysis : Analysis
    out : str or Path
        A report of ours, an empty folder, or nothing yet.
    advance : callable, (int, int) -> None, optional
        Told how many figures and files are written and how many there are.

    Raises
    ------
    ReportError
        If the folder holds something else, another run is writing it, or the disk cannot take it.
    """
    source = Source(analysis)
    parts = build(analysis)
    return replace_folder(
        Path(out),
        lambda folder: _fill(folder, source, parts, advance or (lambda _done, _total: None)),
    )


def _fill(
    folder: Path, source: Source, parts: tuple[Part, ...], advance: Callable[[int, int], None]
) -> None:
    analysis = source.analysis
    n_figures = len(analysis.figures)
    steps = ((done, n_figures + FILES) for done in range(n_figures, n_figures + FILES))
    (folder / "figures").mkdir()
    prints: dict[str, Future[bytes]] = {}
    thread = ThreadPoolExecutor(1)  # pictures are made smaller outside the interpreter's lock
    try:
        drawings = save_figures(
            analysis,
            folder / "figures",
            advance=lambda done, _: advance(done, n_figures + FILES),
            saved=lambda name, png: prints.setdefault(name, thread.submit(for_print, png)),
        )
        advance(*next(steps))
        _write(folder / "index.html", render_page(source, parts, drawings))
        _write(folder / "report.md", render_markdown(source, parts))
        advance(*next(steps))
        write_docx(source, parts, folder, prints)
    finally:
        thread.shutdown(cancel_futures=True)
    advance(*next(steps))
    (folder / "tables").mkdir()
    tables, cut = bounded_tables(
        {name: in_order(name, frame) for name, frame in analysis.tables.items()}
    )
    for name, frame in tables.items():
        write_csv(frame, folder / "tables" / f"{name}.csv")
    advance(*next(steps))
    write_workbook(tables, folder / "tables.xlsx", lang=analysis.settings.lang)
    told = {"bounded_tables": cut} if cut else {}
    _write(folder / MANIFEST, manifest_text(folder, {**analysis.manifest, **told}))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
