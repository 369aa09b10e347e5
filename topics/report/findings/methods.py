"""How the numbers were made: a paragraph to paste, a signature to repeat it by, works to cite."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from topics.emphasis.lenses import LENSES
from topics.model import TopicOptions
from topics.names import LENSES as NAMES
from topics.names import name_of
from topics.report.findings.analysis import Analysis
from topics.report.speech.speech import Speech

ENGINES = {
    "tomotopy": ("blei2003", "griffiths2004", "tomotopy"),
    "gensim": ("blei2003", "hoffman2010", "rehurek2010"),
    "sklearn-lda": ("blei2003", "hoffman2010", "pedregosa2011"),
    "sklearn-nmf": ("lee1999", "pedregosa2011"),
}
ENTRY = re.compile(r"^@\w+\{(\w+),.*?^\}$", re.MULTILINE | re.DOTALL)


def methods_paragraph(analysis: Analysis, lang: str) -> str:
    """Return the methods paragraph in a language: segmenter, dictionary, stop lists, tests, model,
    seeds, versions.
    """
    say = Speech(lang)
    facts = _facts(analysis, say)
    sentences = [say(f"methods_{part}", **facts) for part in _used(analysis)]
    return ("" if lang == "zh" else " ").join(sentences)


def signature(manifest: Mapping[str, Any]) -> str:
    """Return one line that names all that can change a number.

    Examples
    --------
    >>> signature({"versions": {"topics": "0.1.0", "rjieba": "0.2.2"}, "settings": {"seed": 1},
    ...     "model": None})
    'topics:0.1.0|rjieba:0.2.2|seed:1'
    """
    parts = [f"{name}:{version}" for name, version in manifest.get("versions", {}).items()]
    parts += [
        f"{name}:{_short(value)}"
        for name, value in manifest.get("settings", {}).items()
        if name != "lang" and value not in (None, [])
    ]
    parts += [str(manifest[name]) for name in ("tokenizer", "model") if manifest.get(name)]
    if background := manifest.get("background"):
        parts.append(f"background:{background['n_documents']}:{background['sha256'][:12]}")
    if themes := manifest.get("themes"):
        parts.append(f"themes:{themes['n']}:{themes['sha256'][:12]}")
    return "|".join(parts)


def bibliography(analysis: Analysis) -> str:
    """Return a BibTeX entry for each method that the report used."""
    entries = references()
    keys = ["topics", "jieba"]
    cited = {
        "keywords": ("monroe2008", "sparckjones1972"),
        "keyness": ("dunning1993", "monroe2008", "evert2022"),
    }
    for table, names in cited.items():
        keys += names if _has(analysis, table) else ()
    if _has(analysis, "shifts") or _has(analysis, "keyness"):
        keys += [
            "cochran1977",
            "janssen1997",
            "phipson2010",
            "welch1947" if _welch(analysis) else "hall1988",
            "benjamini1995",
        ]
    if _has(analysis, "topics"):
        keys += (*ENGINES.get(analysis.settings.engine, ()), "bouma2009", "bischof2012", "korn1998")
    keys += ("hunter2007",) if analysis.figures else ()
    version = str(analysis.manifest.get("topics", ""))
    return "\n\n".join(entries[key] for key in dict.fromkeys(keys)).replace("VERSION", version)


def references() -> dict[str, str]:
    """Return the entries of `references.bib` by key."""
    text = Path(__file__).with_name("references.bib").read_text(encoding="utf-8")
    return {match[1]: match[0] for match in ENTRY.finditer(text)}


def _has(analysis: Analysis, table: str) -> bool:
    return table in analysis.tables and not analysis.tables[table].empty


def _used(analysis: Analysis) -> list[str]:
    parts = [
        "corpus",
        *(["counted"] if analysis.manifest.get("counts") else []),
        "with_agencies" if analysis.settings.keep_agencies else "agencies",
        "words",
        "keywords",
    ]
    if _has(analysis, "themes"):
        parts.append("themes")
    if _has(analysis, "shifts"):
        parts.append("shifts" if analysis.tables["shifts"]["p"].notna().any() else "untested")
    if _has(analysis, "keyness"):
        parts.append(
            "keyness" if analysis.tables["keyness"]["q"].notna().any() else "keyness_counted"
        )
    if _has(analysis, "topics"):
        parts.append("topics")
        parts += ["choice"] if _has(analysis, "topic_choice") else []
    if analysis.manifest.get("background"):
        parts += ["background"] if _has(analysis, "topics") else []
        parts += ["background_prior"] if _has(analysis, "keyness") else []
    return [*parts, "versions"]


def _facts(analysis: Analysis, say: Speech) -> dict[str, object]:
    manifest, settings, tables = analysis.manifest, analysis.settings, analysis.tables
    documents = tables["documents"]
    kept = documents[documents["status"].isin(["ok", "repaired"])]
    words = dict(
        part.split("=", 1) for part in str(manifest.get("tokenizer", "")).split("|") if "=" in part
    )
    model = manifest.get("model_settings") or {}
    background = manifest.get("background") or {"n_documents": 0, "n_sections": 0}
    versions, defaults = manifest.get("versions", {}), TopicOptions()
    return {
        "n_documents": say.number(len(kept)),
        "n_chars": say.number(kept["n_chars"].sum()),
        "n_sections": say.number(kept["n_sections"].sum()),
        "n_duplicates": say.number(int((documents["status"] == "duplicate").sum())),
        "engine": words.get("engine", "jieba"),
        "dictionary": _list(words.get("dictionary", "")),
        "stopwords": _list(words.get("stopwords", "")),
        "min_length": words.get("min_length", "1"),
        "layers": (
            say("separator").join(
                say.code(f"layer_{layer}") for layer in settings.layers_in_force or ["none"]
            )
        ),
        "by": (
            say.code(f"by_{settings.by}")
            if settings.by in {"year", "issuer", "genre", "region"}
            else settings.by
        ),
        "lenses": say("separator").join(
            name_of(lens, NAMES, say.lang) for lens in _tested(analysis)
        ),
        "n_themes": manifest.get("themes", {}).get("n", 0),
        "resamples": say.number(settings.n_resamples),
        "seed": settings.seed,
        "unit": _units(tables.get("shifts"), say),
        "interval": say("interval_welch" if _welch(analysis) else "interval_bootstrap"),
        "keyness_unit": _units(tables.get("keyness"), say),
        "n_topics": len(tables["topics"]) if "topics" in tables else 0,
        "topic_engine": settings.engine,
        "topic_version": versions.get(
            {"tomotopy": "tomotopy", "gensim": "gensim"}.get(settings.engine, "scikit-learn"), ""
        ),
        "n_chains": model.get("n_chains", defaults.n_chains),
        "iterations": model.get("iterations", defaults.iterations),
        "candidates": (
            say("separator").join(str(n) for n in tables["topic_choice"]["n_topics"])
            if _has(analysis, "topic_choice")
            else ""
        ),
        "background_documents": say.number(background["n_documents"]),
        "background_sections": say.number(background["n_sections"]),
        "sample": (manifest.get("counts") or {}).get("sample", 0),
        "versions": (
            say("separator").join(f"{name} {version}" for name, version in versions.items())
        ),
        "dictionary_hash": words.get("dictionary", "").partition(":")[2],
        "stopwords_hash": words.get("stopwords", "").partition(":")[2],
    }


def _list(text: str) -> str:
    """Return the number of entries from `640:17b50a433bc2`."""
    return text.partition(":")[0] or "0"


def _units(table: pd.DataFrame | None, say: Speech) -> str:
    if table is None or table.empty:
        return ""
    tested = table.loc[table["p"].notna(), "unit"].dropna()
    return say("separator").join(say.code(str(unit)) for unit in dict.fromkeys(tested)) or say.code(
        "section"
    )


def _tested(analysis: Analysis) -> list[str]:
    """Return the lenses that the emphasis of themes was measured through, without those that only
    describe.
    """
    table = analysis.tables.get("themes")
    held = set() if table is None else set(table["lens"])
    return [name for name, lens in LENSES.items() if lens.tested and name in held]


def _welch(analysis: Analysis) -> bool:
    """Whether intervals are Welch's: documents are the unit, fewer than twenty on a side
    (docs/emphasis.md).
    """
    if not _has(analysis, "shifts"):
        return False
    shifts = analysis.tables["shifts"]
    by_document = shifts[shifts["unit"] == "document"]
    return bool((by_document[["documents_target", "documents_reference"]].min(axis=1) < 20).any())


def _short(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
