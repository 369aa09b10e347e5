"""Corpora with planted topics, made by a fixed rule."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics.dfm import Dfm, dfm_from_tokens

THEMES = {
    "安全": [
        "防洪",
        "排涝",
        "管网",
        "应急",
        "韧性",
        "内涝",
        "预警",
        "抢险",
        "消防",
        "隐患",
        "巡查",
        "堤防",
    ],
    "落户": [
        "户籍",
        "落户",
        "居住证",
        "社保",
        "随迁",
        "子女",
        "就业",
        "租房",
        "参保",
        "常住",
        "迁移",
        "户口",
    ],
    "产业": [
        "园区",
        "企业",
        "创新",
        "制造",
        "集群",
        "研发",
        "招商",
        "产能",
        "专利",
        "融资",
        "税收",
        "龙头",
    ],
    "绿色": [
        "减排",
        "碳达峰",
        "绿地",
        "公园",
        "湿地",
        "节能",
        "光伏",
        "垃圾",
        "分类",
        "回收",
        "水质",
        "造林",
    ],
}
GENERAL = ["推进", "加强", "完善", "建设", "发展", "工作", "机制", "体系", "提升", "支持"]


def planted_tokens(
    n_rows: int,
    n_tokens: int,
    *,
    seed: int,
    general: float = 0.3,
    themes: Sequence[str] = tuple(THEMES),
) -> tuple[list[list[str]], np.ndarray]:
    """Return the tokens of rows, each mostly on one theme, and the planted shares of the themes in
    each row.
    """
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(len(themes), 0.2), size=n_rows)
    rows = []
    for share in shares:
        picks = rng.choice(len(themes), size=n_tokens, p=share)
        rows.append(
            [
                (
                    str(rng.choice(GENERAL))
                    if rng.random() < general
                    else str(rng.choice(THEMES[themes[pick]]))
                )
                for pick in picks
            ]
        )
    return rows, shares


def as_dfm(tokens: Sequence[Sequence[str]], n_documents: int = 4) -> Dfm:
    """Count tokens; the rows are dealt to documents one after the other."""
    rows = pd.DataFrame(
        {
            "doc_id": [f"文件{i % n_documents}" for i in range(len(tokens))],
            "path": [f"段{i}" for i in range(len(tokens))],
            "year": pd.array([2020 + i % n_documents for i in range(len(tokens))], dtype="Int64"),
        }
    )
    return dfm_from_tokens(tokens, rows)
