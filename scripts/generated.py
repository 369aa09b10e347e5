"""Pages and pictures that are written from the code: write one, or say that it is not current."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def settle(path: Path, text: str) -> int:
    """Write a generated file; with `--check` compare it instead. Return an exit code."""
    if "--check" not in sys.argv[1:]:
        path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print(f"{path.relative_to(ROOT)} is not current: run scripts/check.py --fix", file=sys.stderr)
    return 1
