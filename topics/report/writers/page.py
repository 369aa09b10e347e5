"""The page: one self-contained HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from topics.report.chapters.content import Part
from topics.report.chapters.source import Source
from topics.report.inert import visible
from topics.report.writers.drawings import slug
from topics.report.writers.evidence import evidence, script_json
from topics.report.writers.letters import share_glyphs
from topics.report.writers.searchable import letters_of
from topics.resources import resource

TEMPLATES = Path(__file__).with_name("templates")
SEARCH_MARK = "// (search.js)"
HASH_MARK, STYLE_MARK = "(hash of the style)", "(style)"
FONT = "Topics Page"
FONT_RULE = (
    "@font-face{{font-family:'{name}';src:url(data:font/woff;base64,{data}) format('woff')}}"
)
SPEECH_FOR_SCRIPT = (
    "filter",
    "copy",
    "copied",
    "sort",
    "close",
    "sentences_of",
    "shown_of",
    "shown_first",
    "shown_chosen",
    "sections_of",
    "headings_of",
    "graded_of",
    "topic_sections",
    "mentions",
    "strong",
    "weak",
    "nothing_found",
    "nothing_chosen",
    "line",
    "colon",
    "separator",
    "see_theme",
    "see_term",
    "see_feature",
    "see_phrase",
    "see_holding",
    "see_new",
    "see_dropped",
    "see_chapter",
    "see_item",
    "see_graded",
    "see_topic",
    "see_section",
    "see_agency",
    "see_cleaning",
    "see_link",
    "see_quantity",
    "link_of",
    "beside",
    "see_word",
    "find_sentences",
    "find_word",
    "find_nothing",
    "find_all",
    "find_wrong",
    "find_part",
    "find_chosen",
    "find_rate",
    "find_count",
    "find_year",
    "find_document",
    "find_chart",
    "find_bar",
    "find_no_years",
    "find_see",
)


def render_page(
    source: Source, parts: tuple[Part, ...], drawings: Mapping[str, str], *, files: bool = True
) -> str:
    """Return the page; `drawings` are the `<svg>` elements of the figures, which `files` says stand
    beside it, too.

    The script and the style carry their hashes in the Content-Security-Policy, so that nothing else
    runs. The font is the subset of ours that the page's characters need.
    """
    data = script_json({"say": _script_speech(source), **(held := evidence(source))})
    script = _script()
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8").strip()
    letters, shared = share_glyphs(drawings)
    pictures = {
        name: Markup(drawing) for name, drawing in shared.items()
    }  # made by us a moment ago
    fields: dict[str, Any] = {
        "say": source.say,
        "analysis": source.analysis,
        "parts": parts,
        "pictures": pictures,
        "numbers": _Numbers(),
        "hash_mark": HASH_MARK,
        "style_mark": STYLE_MARK,
        "files": {name: slug(name) for name in pictures} if files else {},
        "letters": Markup(letters),
        "data": Markup(data),
        "script": Markup(script),
        "script_hash": _hash(script),
    }
    page = _environment().get_template("index.html.j2").render(**fields)
    style = _font_rule(page + style + letters_of(held["rest"])) + style
    # Both marks stand in the head before any text of a document.
    return page.replace(HASH_MARK, _hash(style), 1).replace(STYLE_MARK, style, 1) + "\n"


def _script() -> str:
    """Return the script of the page, with that of its search in its place."""
    page, search = (
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.js", "search.js")
    )
    return page.replace(SEARCH_MARK, search.strip(), 1).strip()


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
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode(
        "ascii"
    )


def _font_rule(text: str) -> str:
    """Return the rule that embeds the subset of our font for the characters of a text; nothing
    without the font.
    """
    try:
        path = resource("fonts/TopicsSansSC-Regular.otf")
    except FileNotFoundError:
        return ""
    data = base64.b64encode(_subset(path, frozenset(text))).decode("ascii")
    return FONT_RULE.format(name=FONT, data=data)


def _subset(path: Path, characters: frozenset[str]) -> bytes:
    from fontTools import subset  # noqa: PLC0415 (half a second that only the page needs)

    options = subset.Options(
        flavor="woff",
        hinting=False,
        layout_features=[],
        name_IDs=[],
        notdef_outline=True,
        recalc_timestamp=False,
        with_zopfli=False,
    )
    with subset.load_font(str(path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(map(ord, characters)))
        subsetter.subset(font)
        with io.BytesIO() as buffer:
            subset.save_font(font, buffer, options)
            return buffer.getvalue()
