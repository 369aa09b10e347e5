"""The figures as files, and as drawings that share their letters in one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from topics.plots.save import save_figure
from topics.report.analysis import Analysis

# A letter as the writer of figures leaves it: drawn once per figure, used by its id.
GLYPH = re.compile(r'<path id="([^"]+)" (d="[^"]*" transform="scale\(0\.015625\)") />')
USE = re.compile(r'xlink:href="#([^"]+)"')
PATH = re.compile(r'(?<= d=")[^"]*')
GROUP = re.compile(r'<g id="[^"]*"')
STEP = re.compile(r'<use transform="translate\(([-\d.]+) ([-\d.]+)\)"')
# Strokes that follow each other with the same looks.
STROKES = re.compile(r'<path d="[^"]*"( [^>]*fill="none"[^>]*)/>(?:<path d="[^"]*"\1/>)+')
UNITS = re.compile(r"-?\d+")
EMPTY = re.compile(r"<defs ?/>|<defs></defs>|<g ?/>|<g></g>")


def slug(name: str) -> str:
    """Return a name that every file system takes: letters, digits, Han, - and _, at most 40 characters.

    >>> slug("cloud_2022 重点任务/a")
    'cloud_2022_重点任务_a'
    """
    return re.sub(r"[^\w-]+", "_", name)[:40] or "_"


def save_figures(analysis: Analysis, folder: Path, *, advance: Callable[[int, int], None] | None = None) -> dict[str, str]:
    """Write every figure in every format and return the drawings (`<svg>` elements) by name.

    `advance` is told how many figures are written and how many there are.
    """
    formats = ("svg", "png", "pdf") if analysis.settings.pdf else ("svg", "png")
    drawings = {}
    for n_written, (name, figure) in enumerate(analysis.figures.items()):
        if advance is not None:
            advance(n_written, len(analysis.figures))
        svg, *_ = save_figure(figure, folder / slug(name), formats=formats, title=analysis.captions.get(name, ""))
        text = svg.read_text(encoding="utf-8")
        drawings[name] = STROKES.sub(_merged, PATH.sub(_tight, text[text.index("<svg") :].strip()))
    return drawings


def share_glyphs(drawings: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Let the drawings of a page use one set of letters.

    Returns
    -------
    letters : str
        An `<svg>` element without size that holds each letter once.
    drawings : dict of str to str
        The drawings without letters of their own.

    Examples
    --------
    >>> letter = '<defs><path id="{}-a" d="M 0 0" transform="scale(0.015625)" /></defs><use xlink:href="#{}-a" />'
    >>> letters, shared = share_glyphs({"甲": letter.format("甲", "甲"), "乙": letter.format("乙", "乙")})
    >>> shared["甲"] == shared["乙"] == '<use href="#g0" />'
    True
    >>> letters.count("<path")
    1
    """
    numbers: dict[str, int] = {}
    shared = {}
    for name, drawing in drawings.items():
        ids = {match[1]: numbers.setdefault(match[2], len(numbers)) for match in GLYPH.finditer(drawing)}
        shared[name] = USE.sub(partial(_renamed, ids), _bare(GLYPH.sub("", drawing)))
    letters = "".join(f'<path id="g{number}" {_coarse(shape)}/>' for shape, number in numbers.items())
    return f'<svg class="letters" width="0" height="0" aria-hidden="true"><defs>{letters}</defs></svg>', shared


def _coarse(shape: str) -> str:
    """Draw a letter on 640 units to the em instead of 6,400: a page shows no more.

    >>> _coarse('d="M1779 -83C4 0 1 2 3 4z" transform="scale(0.015625)"')
    'd="M178 -8C0 0 0 0 0 0z" transform="scale(0.15625)"'
    """
    outline, _, rest = shape.partition('" transform')
    return UNITS.sub(lambda match: str(round(int(match[0]) / 10)), outline) + f'" transform{rest.replace("0.015625", "0.15625")}'


def _bare(drawing: str) -> str:
    """Drop what a page has no use for: names of groups, empty elements, long ways to say where a letter stands."""
    drawing = STEP.sub(r'<use x="\1" y="\2"', GROUP.sub("<g", drawing)).replace(' y="0"', "")
    while (shorter := EMPTY.sub("", drawing)) != drawing:
        drawing = shorter
    return drawing


def _tight(match: re.Match[str]) -> str:
    """Drop the spaces around the commands of a path; `M 0 1 L 2 3` says the same as `M0 1L2 3`."""
    return re.sub(r" ?([A-Za-z]) ?", r"\1", match[0])


def _merged(match: re.Match[str]) -> str:
    """Draw strokes that look alike as one path."""
    return f'<path d="{"".join(re.findall(PATH, match[0]))}"{match[1]}/>'


def _renamed(ids: Mapping[str, int], match: re.Match[str]) -> str:
    return f'href="#g{ids[match[1]]}"' if match[1] in ids else match[0]
