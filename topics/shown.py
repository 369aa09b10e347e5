"""How objects show themselves in a notebook: a short line, and a small table of HTML in which
everything is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

LONGEST = 40  # characters of a value in a line; chosen


def line(name: str, *facts: object, **named: object) -> str:
    """Return the one-line form of an object; what is empty is left out, what is long is cut.

    >>> line("Document", "甲", title="某县规划", year=None)
    "Document('甲', title='某县规划')"
    """
    parts = [_short(fact) for fact in facts]
    parts += [f"{key}={_short(value)}" for key, value in named.items() if value not in ("", None)]
    return f"{name}({', '.join(parts)})"


def _short(value: object) -> str:
    if isinstance(value, str) and len(value) > LONGEST:
        value = f"{value[: LONGEST - 1]}…"
    return repr(value)


def html_facts(title: str, facts: Mapping[str, object], body: str = "") -> str:
    """Return a title and a table of facts as HTML, and below them what is HTML already.

    >>> html_facts("甲 <b>", {"n": 3})
    '<b>甲 &lt;b&gt;</b><table><tr><th>n</th><td>3</td></tr></table>'
    """
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
        for name, value in facts.items()
        if value not in ("", None)
    )
    return f"<b>{escape(title)}</b><table>{rows}</table>{body}"
