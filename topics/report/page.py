"""The page: one self-contained HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from topics.plots.save import svg_text
from topics.report.content import Part, Picture
from topics.report.evidence import evidence, script_json
from topics.report.inert import visible
from topics.report.parts.source import Source
from topics.resources import resource
from topics.style import drawing

TEMPLATES = Path(__file__).with_name("templates")
SVG_LIMIT = 220_000  # a longer drawing goes into the page as pixels
SCREEN_DPI = 144
FONT = "Topics Page"
FONT_RULE = "@font-face{{font-family:'{name}';src:url(data:font/woff;base64,{data}) format('woff')}}"
SPEECH_FOR_SCRIPT = (
    "filter", "copy", "copied", "sort", "close", "sentences_of", "shown_of", "nothing_found", "line", "colon", "separator",
    "all_lenses", "pair", "lens",
)  # fmt: skip


def render_page(source: Source, parts: tuple[Part, ...]) -> str:
    """Return the page.

    The script and the style carry their hashes in the Content-Security-Policy, so that nothing else runs. The font is
    the subset of ours that the page's characters need.
    """
    data = script_json({"say": _script_speech(source), **evidence(source)})
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8").strip()
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8").strip()
    pictures = {name: Markup(_picture(name, figure)) for name, figure in source.analysis.figures.items()}
    fields: dict[str, Any] = {
        "say": source.say, "analysis": source.analysis, "parts": parts, "pictures": pictures, "numbers": _Numbers(),
        "files": {name: slug(name) for name in pictures},
        "data": Markup(data), "script": Markup(script), "script_hash": _hash(script),
    }  # fmt: skip
    template = _environment().get_template("index.html.j2")
    draft = template.render(**fields, style="", style_hash="")
    style = _font_rule(draft + style) + style
    fields["numbers"] = _Numbers()
    return template.render(**fields, style=Markup(style), style_hash=_hash(style)) + "\n"


class _Numbers:
    """Counts figures and tables in the order in which the template shows them."""

    def __init__(self) -> None:
        self._last = {"figure": 0, "table": 0}

    def next(self, kind: str) -> int:
        self._last[kind] += 1
        return self._last[kind]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )


def _script_speech(source: Source) -> dict[str, str]:
    return {name: source.say(name) for name in SPEECH_FOR_SCRIPT}


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _picture(name: str, figure: Figure) -> str:
    svg = svg_text(figure, prefix=name)
    if len(svg) <= SVG_LIMIT:
        return svg
    with drawing(), io.BytesIO() as buffer:
        figure.savefig(buffer, format="png", dpi=SCREEN_DPI, metadata={"Software": None})
        data = base64.b64encode(buffer.getvalue()).decode("ascii")
    width = round(figure.get_figwidth() * 96)
    return f'<img src="data:image/png;base64,{data}" width="{width}" alt="">'


def _font_rule(text: str) -> str:
    """Return the rule that embeds the subset of our font for the characters of a text; nothing without the font."""
    try:
        path = resource("fonts/TopicsSansSC-Regular.otf")
    except FileNotFoundError:
        return ""
    data = base64.b64encode(_subset(path, frozenset(text))).decode("ascii")
    return FONT_RULE.format(name=FONT, data=data)


def _subset(path: Path, characters: frozenset[str]) -> bytes:
    from fontTools import subset  # noqa: PLC0415 (half a second that only the page needs)

    options = subset.Options(
        flavor="woff", hinting=False, layout_features=[], name_IDs=[], notdef_outline=True, recalc_timestamp=False,
        with_zopfli=False,
    )  # fmt: skip
    with subset.load_font(str(path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(map(ord, characters)))
        subsetter.subset(font)
        with io.BytesIO() as buffer:
            subset.save_font(font, buffer, options)
            return buffer.getvalue()


def slug(name: str) -> str:
    """Return a name that every file system takes: letters, digits, Han, - and _, at most 40 characters.

    >>> slug("cloud_2022 重点任务/a")
    'cloud_2022_重点任务_a'
    """
    return re.sub(r"[^\w-]+", "_", name)[:40] or "_"


__all__ = ["Picture", "render_page", "slug"]
