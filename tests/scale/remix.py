"""A corpus of any size: paragraphs of the samples, and of the shared background where it is there,
dealt out again.
"""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support import ROOT, SHARED

GENRES = ("年度重点任务", "五年实施方案")
ROWS = 500  # documents per row group


def paragraphs() -> list[str]:
    """Return the paragraphs of all sources, in an order that the file names decide."""
    folders = [
        ROOT / "samples" / "jichuan",
        SHARED / "background" / "regulations",
        SHARED / "background" / "work_reports",
    ]
    files = [
        file
        for folder in folders
        for file in sorted(folder.glob("*"))
        if file.suffix in {".txt", ".md"}
    ]
    lines = [
        line.strip()
        for file in files
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    return sorted({line for line in lines if len(line) > 20})


def documents(n_bytes: int, seed: int = 1) -> Iterator[dict[str, str | None]]:
    """Yield documents of 2 to 12 kB with headings, a date (one in ten without) and a genre,
    `n_bytes` in all.
    """
    rng, pool = random.Random(seed), paragraphs()
    made = number = 0
    while made < n_bytes:
        size, parts, held = rng.randint(2_000, 12_000), [], 0
        while held < size:
            new = [rng.choice(pool)]
            if len(parts) % 5 == 0:
                new.insert(
                    0, f"{'一二三四五六七八九十'[len(parts) // 5 % 10]}、推进第{len(parts)}项工作"
                )
            parts += new
            held += sum(len(part.encode()) for part in new)
        year = 2018 + number % 7
        text = "\n".join(parts) + "\n"
        yield {
            "doc_id": f"d{number:07d}",
            "text": text,
            "date": None if number % 10 == 9 else f"{year}-0{1 + number % 9}-01",
            "genre": GENRES[number % 2] if year in {2020, 2022} else GENRES[0],
        }
        made += len(text.encode())
        number += 1


def write_corpus(path: Path, n_bytes: int, seed: int = 1, rows: int = ROWS) -> Path:
    """Write such a corpus as Parquet, in groups of so many rows; it is never all in memory."""
    return write_rows(path, documents(n_bytes, seed), rows)


def write_rows(path: Path, records: Iterable[dict[str, str | None]], rows: int = ROWS) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in ("doc_id", "text", "date", "genre")])
    with pq.ParquetWriter(path, schema) as writer:
        held = []
        for document in records:
            held.append(document)
            if len(held) == rows:
                writer.write_table(pa.Table.from_pylist(held, schema))
                held = []
        writer.write_table(pa.Table.from_pylist(held, schema))
    return path
