"""How often the reader is right about title, year, date and articles, on laws whose file names say
them.

    python benchmarks/fields.py FOLDER      # of files such as 森林法(2019-12-28).md

Names are hidden from the reader. Documents are split by the hash of their names: look at the faults
of `seen` while mending, and report `held out`.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

from topics.corpus import ReadOptions, parse_text
from topics.corpus.formats.read import read_source
from topics.corpus.parsing.parse import headings_of

NAME = re.compile(r"(?P<title>.+?)\((?P<day>\d{4}-\d{2}-\d{2})\)$")
ARTICLE = re.compile(r"(?m)^\s*第[一二三四五六七八九十百零〇]+条(?=[\s　])")


def half(name: str) -> str:
    """Return the half in which a document is: `seen` or `held out`."""
    return "held out" if hashlib.sha256(name.encode()).digest()[0] % 2 else "seen"


def judge(path: Path) -> dict[str, bool | None]:
    """Return whether each field is right; None where the reader says nothing."""
    said = NAME.match(path.stem)
    source = read_source(path.read_bytes(), path.name, ReadOptions())
    document = parse_text(source.text, doc_id="x", kind=source.kind, headings=headings_of(source))
    articles = sum(section.path.split("/")[-1].endswith("条") for section in document.sections)
    days = {document.date, document.published, document.effective}
    return {
        "title": (said["title"] in document.title) if document.title else None,
        "year": str(document.year) in {day[:4] for day in (*days, said["day"])}
        if document.year
        else None,
        "date": (said["day"] in days) if any(days) else None,
        "genre": True if document.genre else None,
        "articles": articles == len(ARTICLE.findall(document.text)),
    }


def main() -> None:
    """Print precision and recall of each field, for both halves."""
    counts: dict[str, Counter[tuple[str, bool | None]]] = {"seen": Counter(), "held out": Counter()}
    for path in sorted(Path(sys.argv[1]).rglob("*.md")):
        if NAME.match(path.stem):
            counts[half(path.stem)].update(judge(path).items())
    for name, found in counts.items():
        for field in dict.fromkeys(field for field, _ in found):
            right, wrong, silent = (found[field, value] for value in (True, False, None))
            print(
                f"{name:9} {field:9} precision {right / max(right + wrong, 1):.3f}"
                f" recall {right / max(right + wrong + silent, 1):.3f} n {right + wrong + silent}"
            )


if __name__ == "__main__":
    main()
