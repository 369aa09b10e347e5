"""What a reader says about a file, in the language of the report."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from topics.corpus.messages import Remark, joined


def said(remark: str, lang: str) -> str:
    """Return a remark of a reader in the language of the report; any other text stays as it is.

    Parameters
    ----------
    remark : Remark or str
    lang : str
        `zh` or `en`.

    Examples
    --------
    >>> from topics.corpus import messages
    >>> said(messages.TOO_LONG.format(limit=500), "en")
    'the text is longer than the limit of 500 characters; divide it'
    """
    if lang == "zh" or not isinstance(remark, Remark):
        return str(remark)
    fields = {name: _field(value, lang) for name, value in remark.fields.items()}
    return english()[remark.code].format_map(joined(fields, ", "))


def remarks(about: Iterable[str], lang: str) -> str:
    """Return all that a reader says about a file as one text.

    >>> from topics.corpus import messages
    >>> remarks([messages.RULES["length"], messages.RULES["script"]], "en")
    'it has more text; it is in simplified script'
    """
    return ("；" if lang == "zh" else "; ").join(said(remark, lang) for remark in about)


@cache
def english() -> dict[str, str]:
    """Return the English sentence of each code, its fields still open."""
    table = tomllib.loads(Path(__file__).with_name("reader.toml").read_text(encoding="utf-8"))
    sentences = {code: value for code, value in table.items() if isinstance(value, str)}
    for kind, several in table.items():
        if isinstance(several, dict):
            sentences |= {f"{kind}.{name}": sentence for name, sentence in several.items()}
    return sentences


def _field(value: object, lang: str) -> object:
    if isinstance(value, tuple):
        return tuple(_field(part, lang) for part in value)
    return said(value, lang) if isinstance(value, Remark) else value
