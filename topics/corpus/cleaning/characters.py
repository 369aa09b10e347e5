"""Characters that do not belong in a text: invisible ones, radicals, full-width digits."""

from __future__ import annotations

from topics.corpus.cleaning.traced import Edit, TracedText
from topics.corpus.language.characters import (
    FULL_WIDTH,
    INVISIBLE,
    RADICAL,
    RADICALS,
    RARE_SPACE,
    SOFT_HYPHEN,
    UNKNOWN,
    WIDTH,
    ZERO,
)


def repair_characters(text: TracedText) -> TracedText:
    """Remove invisible characters, repair radicals and full-width digits, and report what cannot be
    known.
    """
    found = text.text
    unknown = [(m.start(), "suspicious", _named(m[0])) for m in UNKNOWN.finditer(found)]
    text = text.noted(unknown) if unknown else text
    text = text.edited(
        Edit(m.start(), m.end(), "-", "suspicious", _named(m[0]))
        for m in SOFT_HYPHEN.finditer(found)
    )
    edits = [
        Edit(m.start(), m.end(), "", "suspicious", _named(m[0]))
        for m in INVISIBLE.finditer(text.text)
    ]
    text = text.edited(edits) if edits else text
    for pattern, table, kind in ((RADICAL, RADICALS, "radical"), (FULL_WIDTH, WIDTH, "width")):
        text = text.edited(
            Edit(m.start(), m.end(), m[0].translate(table), kind)
            for m in pattern.finditer(text.text)
        )
    text = text.edited(
        Edit(m.start(), m.end(), " " * len(m[0])) for m in RARE_SPACE.finditer(text.text)
    )
    return text.edited(Edit(m.start(), m.end(), "〇", "width") for m in ZERO.finditer(text.text))


def _named(chars: str) -> str:
    """Name characters that would not show by their code points."""
    shown = " ".join(f"U+{ord(char):04X}" for char in chars[:8])
    return shown if len(chars) <= 8 else f"{shown} … ({len(chars)})"
