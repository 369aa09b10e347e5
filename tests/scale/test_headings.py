"""Headings that only a file's marks tell are the sections of the streaming count, too."""

import pytest

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra: scale)")
pytest.importorskip("duckdb", reason="duckdb is not installed (extra: scale)")
import pyarrow.parquet as pq

from topics import read_corpus
from topics.scale.run import CountSettings, count
from topics.scale.spec import make_spec


def test_marked_headings(tmp_path) -> None:
    (tmp_path / "甲.md").write_text(
        "# 云川这五年\n\n## 总体要求\n推进城市更新。\n\n## 重点任务\n改造老旧小区。\n",
        encoding="utf-8",
    )
    (tmp_path / "乙.txt").write_text("一、目标\n推进城市更新。\n", encoding="utf-8")
    count([tmp_path], tmp_path / "counts", make_spec(), settings=CountSettings(workers=1))
    rows = [
        row
        for file in (tmp_path / "counts" / "batches").iterdir()
        for row in pq.read_table(file).to_pylist()
    ]
    in_memory = [
        (d.doc_id, leaf.path) for d in read_corpus(tmp_path / "甲.md") for leaf in d.leaves
    ]
    assert in_memory == [("甲", "总体要求"), ("甲", "重点任务")]
    assert sorted((row["doc_id"], row["path"]) for row in rows) == sorted(
        [*in_memory, ("乙", "一")]
    )
