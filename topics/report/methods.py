"""How the numbers were made, in a paragraph to paste, a signature to repeat it and references to cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from topics.report.analysis import Analysis
from topics.report.speech import Speech


def methods_paragraph(analysis: Analysis, lang: str) -> str:
    """Return the methods paragraph in a language."""
    return Speech(lang)("title", name=analysis.name)


def signature(manifest: Mapping[str, Any]) -> str:
    """Return the one line that names what can change a number."""
    versions = manifest.get("versions", {})
    return "|".join(f"{name}:{version}" for name, version in versions.items())


def bibliography(analysis: Analysis) -> str:
    """Return a BibTeX entry for each method that the report used."""
    return ""
