"""Rows that no table should hold, and some that only look so."""

from pathlib import Path

REFUSED = {"空值", "坏字节", "代理", "坏日期", "标记"}
GOOD = "一、城市更新\n推进城市更新。\n".encode()


def write_rows(path: Path, n_bytes: int) -> Path:
    """Write texts as bytes, as some tables hold them; `n_bytes` are those of the ones that repeat a
    character.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = {
        "好": GOOD,
        "空值": None,
        "零字节": GOOD.replace("推".encode(), b"\0"),
        "坏字节": GOOD + b"\xff\xfe",
        "代理": GOOD + b"\xed\xa0\x80",
        "一字": "城".encode() * (n_bytes // 3),
        "无标点": "推进城市更新".encode() * (n_bytes // 18),
        "换行": b"\n" * n_bytes + GOOD,
        "坏日期": GOOD,
        "标记": b"<script>alert(1)</script>=cmd|' /C calc'!A0",
    }
    dates = {"坏日期": "二〇二六年十三月", "好": "2024-05-01"}
    columns = {
        "doc_id": [*texts],
        "text": [*texts.values()],
        "date": [dates.get(name) for name in texts],
    }
    pq.write_table(
        pa.table(
            columns,
            pa.schema([("doc_id", pa.string()), ("text", pa.binary()), ("date", pa.string())]),
        ),
        path,
    )
    return path
