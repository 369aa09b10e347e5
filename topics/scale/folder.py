"""The folder that a count fills, whichever engine counts: whose it is, its last tables, its
manifest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from topics.processes.lock import claim
from topics.scale import store, tables
from topics.scale.spec import Spec
from topics.scale.worker import write_parquet

FORMAT = "topics.counts/1"
LOCK = ".lock"
OURS = ("batches", "documents", "keywords", "manifest.json", LOCK)


def require_ours(out: Path) -> None:
    """Refuse a folder that holds something that no count wrote.

    Raises
    ------
    FileExistsError
    """
    if out.exists() and (
        not out.is_dir() or (any(out.iterdir()) and not any((out / name).exists() for name in OURS))
    ):
        raise FileExistsError(
            f"{out}: exists and holds something else; name a new folder with --out"
        )


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Keep other runs out of the folder, which is made if need be.

    Raises
    ------
    FileExistsError
        If another run is counting into it.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("a+b") as file:
        if not claim(file):
            raise FileExistsError(
                f"{out}: another run is counting into this folder; wait for it or name another one"
                " with --out"
            )
        yield


def gather_keywords(sums: duckdb.DuckDBPyConnection, out: Path, ranked: Path, n: int) -> None:
    """Write the keywords of documents, which lie in `ranked`, and of groups as one table."""
    write_parquet(tables.group_keywords(out, n), ranked / "groups.parquet")
    files = str(ranked / "*.parquet").replace("'", "''")
    query = f"""SELECT * FROM read_parquet('{files}') ORDER BY "level", "group", "rank" """
    store.copy(sums, query, out / "keywords.parquet")
    shutil.rmtree(out / "keywords")


def finish(out: Path, spec: Spec, totals: Mapping[str, int], **options: object) -> dict[str, Any]:
    """Write the tables that follow from those of integers, and the manifest last: where it stands,
    all is there.

    `options` are the settings on which tables depend.
    """
    _write_floats(out)
    manifest = {
        "format": FORMAT,
        "spec": spec.key,
        "tokenizer": spec.signature,
        **options,
        "totals": dict(totals),
        "tables": {path.name: _table_hash(path) for path in sorted(out.glob("*.parquet"))},
    }
    temporary = out / "manifest.json.tmp"
    temporary.write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    temporary.replace(out / "manifest.json")
    return manifest


def _write_floats(out: Path) -> None:
    """Write keyness and theme shares from the tables of integers."""
    for name, frame in (
        ("keyness", tables.keyness(out)),
        ("theme_shares", tables.theme_shares(out)),
    ):
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
        # pandas 2 and 3 have other types of text
        plain = [
            pa.field(f.name, pa.string() if pa.types.is_large_string(f.type) else f.type)
            for f in table.schema
        ]
        write_parquet(table.cast(pa.schema(plain)), out / f"{name}.parquet")


def _table_hash(path: Path) -> str:
    """Return the SHA-256 of the rows of a table, in their order; how they are packed does not
    matter.
    """
    digest = hashlib.sha256()
    with pq.ParquetFile(path) as file:
        digest.update(
            str([(column.name, str(column.type)) for column in file.schema_arrow]).encode()
        )
        for batch in file.iter_batches(batch_size=10_000):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                digest.update(repr(row).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
