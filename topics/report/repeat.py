"""Repeating a report from its manifest: the same settings, the same inputs, and what came out
differently.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from topics.given import MOST_TOLD, brief, read_given
from topics.report.folder import FORMAT
from topics.report.inert import visible
from topics.settings import Settings, frozen

FILES = (
    "dictionary",
    "stopwords",
    "themes",
)  # the manifest has their names; the user gives them again
PLACES = ("metadata", "background", "strength")
CONDITIONS = {
    "tokenizer": "words and stop words",
    "themes": "themes",
    "background": "background",
    "font": "font",
}
PARTS = {"settings": dict, "inputs": list, "files": dict}


def read_manifest(path: str | Path) -> dict[str, Any]:
    """Read the manifest of a report.

    Raises
    ------
    ValueError
        If the file is none; the message says what to name.
    """
    try:
        manifest = json.loads(read_given(path).decode())
        json.dumps(manifest, ensure_ascii=False).encode()  # no halves of surrogate pairs
    except (ValueError, RecursionError):
        manifest = None
    known = isinstance(manifest, dict) and manifest.get("format") == FORMAT
    if not known or not _is_whole(manifest):
        raise ValueError(
            f"{path}: not the manifest of a report; name the manifest.json in a report's folder"
        )
    return dict(manifest)


def _is_whole(manifest: dict[str, Any]) -> bool:
    return all(isinstance(manifest.get(name), kind) for name, kind in PARTS.items()) and all(
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), str) for name in ("doc_id", "sha256"))
        for entry in manifest["inputs"]
    )


def settings_of(manifest: Mapping[str, Any], given: Settings) -> Settings:
    """Return the settings of a manifest, with the files that the user named now.

    Raises
    ------
    ValueError
        If the report used other files than those given; the message names them.
    """
    recorded = dict(manifest["settings"])
    for name in (*FILES, *PLACES):
        old, new = recorded.pop(name, None) or [], getattr(given, name) or []
        wanted = [old] if isinstance(old, str) else old
        if not (isinstance(wanted, list) and all(isinstance(file, str) for file in wanted)):
            raise ValueError(
                f"--from: {name} is {brief(repr(old))}, no name of a file; take an unchanged"
                " manifest.json"
            )
        named = [Path(path).name for path in ([new] if isinstance(new, str) else new)]
        if wanted != named:
            listed = visible("、".join(map(brief, wanted[:MOST_TOLD]))) or "none"
            raise ValueError(
                f"--from: the report was made with --{name} {listed}, not"
                f" {'、'.join(named) or 'none'}; give the same"
            )
    known: dict[str, Any] = {
        name: frozen(value)
        for name, value in recorded.items()
        if name in Settings.__dataclass_fields__
    }
    try:
        return replace(given, **known)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"--from: the manifest's settings cannot be used: {brief(str(error))}; take an"
            " unchanged manifest.json"
        ) from None


def changed_inputs(manifest: Mapping[str, Any], fresh: Mapping[str, Any]) -> list[str]:
    """Return the documents whose bytes are not those of the manifest, and what came or went."""
    old, new = (
        {entry["doc_id"]: entry["sha256"] for entry in one["inputs"]} for one in (manifest, fresh)
    )
    return sorted(doc_id for doc_id in {*old, *new} if old.get(doc_id) != new.get(doc_id))


def changed_conditions(manifest: Mapping[str, Any], fresh: Mapping[str, Any]) -> list[str]:
    """Return what differs besides the documents, in words: versions, word lists, themes,
    background, font.

    Examples
    --------
    >>> changed_conditions({"versions": {"topics": "1.0"}, "font": "a"},
    ...     {"versions": {"topics": "1.1"}, "font": "a"})
    ['topics 1.0 → 1.1']
    """
    recorded = manifest.get("versions")
    old, new = recorded if isinstance(recorded, dict) else {}, fresh["versions"]
    found = [
        f"{name} {visible(str(old.get(name, '?')))} → {new[name]}"
        for name in new
        if old.get(name) != new[name]
    ]
    return found + [
        words for name, words in CONDITIONS.items() if manifest.get(name) != fresh.get(name)
    ]


def differences(manifest: Mapping[str, Any], fresh: Mapping[str, Any], name: str) -> list[str]:
    """Say before a report is repeated why it may come out differently; `name` is that of the
    manifest.
    """
    found = {
        f"not the documents of {name}": changed_inputs(manifest, fresh),
        f"not what {name} was made with": changed_conditions(manifest, fresh),
    }
    return [f"{what}: {'、'.join(changed)}" for what, changed in found.items() if changed]


def changed_files(manifest: Mapping[str, Any], fresh: Mapping[str, Any]) -> list[str]:
    """Return the files of a report that came out differently."""
    old, new = manifest["files"], fresh["files"]
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
