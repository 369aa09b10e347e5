"""The texts from which benchmarks of the reader make their cases."""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from topics.resources import resource

_MARKUP = re.compile(r"(?m)^#+ *|\*\*|<!--.*?-->")


def arguments(description: str | None, *, texts: int) -> argparse.ArgumentParser:
    """Return a parser of the arguments that say which texts are taken."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=resource("samples"),
        help="folder of .txt and .md files (default: the sample corpus)",
    )
    parser.add_argument(
        "--texts", type=int, default=texts, help=f"texts of the folder (default {texts})"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="which texts, and what becomes of them (default 1)"
    )
    return parser


def sources(folder: Path, n_texts: int, seed: int) -> list[str]:
    """Return as many texts of a folder, drawn by a seed, without the marks of Markdown."""
    files = sorted(file for file in folder.rglob("*") if file.suffix in {".txt", ".md"})
    drawn = random.Random(seed).sample(files, min(n_texts, len(files)))
    return [plain(file) for file in drawn]


def plain(file: Path) -> str:
    """Return the text of a file without the marks of Markdown."""
    return _MARKUP.sub("", file.read_text("utf-8", "replace"))
