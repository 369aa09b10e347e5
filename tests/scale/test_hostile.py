"""A document's fault is a row of the quarantine, whatever it is; the others are counted."""

import contextlib
import os

import pytest

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: scale)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
import pyarrow.parquet as pq

from tests.scale.hostile import REFUSED, write_rows
from topics.corpus import CorpusError, Limits, ReadOptions
from topics.scale.core import count_batch
from topics.scale.run import CountSettings, count
from topics.scale.size import parquet_files
from topics.scale.sources import open_source


def test_hostile_rows_are_counted_or_quarantined(spec, tmp_path) -> None:
    corpus = write_rows(tmp_path / "documents.parquet", 60_000)
    manifest = count([corpus], tmp_path / "counts", spec, settings=CountSettings(workers=1))
    refused = pq.read_table(tmp_path / "counts" / "quarantine.parquet").to_pylist()
    assert {row["doc_id"] for row in refused} == REFUSED
    assert all(row["error"] for row in refused)
    terms = {
        row["term"]: row["tf"]
        for row in pq.read_table(tmp_path / "counts" / "vocabulary.parquet").to_pylist()
    }
    assert terms["城市更新"] == 2 + 2 + 2 + 60_000 // 18
    assert manifest["totals"]["documents"] == 5


def test_bytes_that_are_no_text_are_laid_at_their_documents_door(spec) -> None:
    """Engines pass strings on as they come; pyarrow finds out when it reads them."""
    texts = ["推进城市更新。".encode(), b"\xff\xfe", "城市更新。".encode()]
    names = ["甲".encode(), "乙".encode(), b"\xff"]
    columns = [pa.array(values, pa.binary()).view(pa.string()) for values in (names, texts)]
    rows = count_batch(pa.RecordBatch.from_arrays(columns, ["doc_id", "text"]), spec).to_pylist()
    assert [(row["doc_id"], row["tfs"]) for row in rows] == [("甲", [1]), ("乙", []), ("\\xff", [])]
    assert "0xff in position 0" in rows[1]["error"]


def a_table(path, *texts, name="d"):
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"doc_id": f"{name}{n}", "text": text} for n, text in enumerate(texts)]
    pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd")
    return path


def rows_of(folder, spec, limits=None):
    options = ReadOptions(limits=limits) if limits else ReadOptions()
    batches = open_source([folder], options, spec).batches
    return [row for batch in batches for row in batch.to_pylist()]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_tables_are_found_as_documents_are(spec, tmp_path) -> None:
    """Subfolders are read; links, pipes and hidden folders are not, and what is not has its row."""
    folder = tmp_path / "tables"
    a_table(folder / "a.parquet", "城市更新。", name="a")
    a_table(folder / "sub" / "b.parquet", "城市更新。", name="b")
    a_table(folder / ".hidden" / "c.parquet", "城市更新。", name="c")
    os.mkfifo(folder / "pipe.parquet")
    (folder / "link.parquet").symlink_to(folder / "a.parquet")
    rows = rows_of(folder, spec)
    assert sorted(row["doc_id"] for row in rows if not row["error"]) == ["a0", "b0"]
    refused = {row["doc_id"] for row in rows if row["error"]}
    assert refused == {"tables/link.parquet", "tables/pipe.parquet"}
    (folder / "plan.txt").write_text("城市更新。", encoding="utf-8")
    assert [path.name for path in parquet_files(folder)] == ["a.parquet"]


def test_a_table_that_unfolds_and_one_long_text_are_refused(spec, tmp_path) -> None:
    limits = Limits(expanded_bytes=1_000_000, file_bytes=50_000)
    bomb = a_table(tmp_path / "bomb.parquet", "城" * 1_000_000)
    with pytest.raises(CorpusError, match=r"column 'text' unfolds [0-9,]+ bytes into 3,0"):
        open_source([bomb], ReadOptions(limits=limits), spec)
    long = a_table(tmp_path / "long.parquet", "城" * 20_000, "城市更新。")
    first, second = rows_of(long, spec, limits)
    assert (first["text"], second["text"], second["error"]) == (None, "城市更新。", None)
    assert "60000" in first["error"]


def test_flipped_bytes_are_the_tables_fault(spec, tmp_path) -> None:
    whole = a_table(tmp_path / "t.parquet", *(f"推进城市更新{n}。" for n in range(50))).read_bytes()
    told = 0
    for place in range(4, len(whole), 97):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        path = tmp_path / "broken.parquet"
        path.write_bytes(broken)
        with contextlib.suppress(CorpusError):
            rows_of(path, spec)
            continue
        told += 1
    assert told > 5
