"""A document's fault is a row of the quarantine, whatever it is; the others are counted."""

import pytest

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: scale)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
import pyarrow.parquet as pq

from tests.scale.hostile import REFUSED, write_rows
from topics.scale.core import count_batch
from topics.scale.run import CountSettings, count


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
