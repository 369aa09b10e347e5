"""The figures as files, and as drawings for the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from topics.plots.save import save_figure
from topics.report.findings.analysis import Analysis
from topics.report.speech.speech import Speech

PATH = re.compile(r'(?<= d=")[^"]*')
# A shape that opens two sections side by side: a screen reader needs its name.
LINK = re.compile(r'<a xlink:href="#see/link/([^"]*)"')
# Strokes that follow each other with the same looks.
STROKES = re.compile(r'<path d="[^"]*"( [^>]*fill="none"[^>]*)/>(?:<path d="[^"]*"\1/>)+')


def slug(name: str) -> str:
    """Return a name that every file system takes: letters, digits, Han, - and _, at most 40
    characters.

    >>> slug("cloud_2022 重点任务/a")
    'cloud_2022_重点任务_a'
    """
    return re.sub(r"[^\w-]+", "_", name)[:40] or "_"


def save_figures(
    analysis: Analysis,
    folder: Path,
    *,
    advance: Callable[[int, int], None] | None = None,
    saved: Callable[[str, Path], object] | None = None,
) -> dict[str, str]:
    """Write every figure in every format and return the drawings (`<svg>` elements) by name.

    `advance` is told how many figures are written and how many there are, `saved` the name and the
    PNG of each.
    """
    named = rf'\g<0> aria-label="{Speech(analysis.settings.lang)("see_link")} \1"'
    formats = ("svg", "png", "pdf") if analysis.settings.pdf else ("svg", "png")
    drawings = {}
    for n_written, (name, figure) in enumerate(analysis.figures.items()):
        if advance is not None:
            advance(n_written, len(analysis.figures))
        svg, png, *_ = save_figure(
            figure, folder / slug(name), formats=formats, title=analysis.captions.get(name, "")
        )
        if saved is not None:
            saved(name, png)
        text = svg.read_text(encoding="utf-8")
        tight = STROKES.sub(_merged, PATH.sub(_tight, text[text.index("<svg") :].strip()))
        drawings[name] = LINK.sub(named, tight)
    return drawings


def _tight(match: re.Match[str]) -> str:
    """Drop the spaces around the commands of a path; `M 0 1 L 2 3` says the same as `M0 1L2 3`."""
    return re.sub(r" ?([A-Za-z]) ?", r"\1", match[0])


def _merged(match: re.Match[str]) -> str:
    """Draw strokes that look alike as one path."""
    return f'<path d="{"".join(re.findall(PATH, match[0]))}"{match[1]}/>'
