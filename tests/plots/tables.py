"""Toy tables in the columns of docs/tables.md."""

import pandas as pd

THEMES = ("安全韧性", "城乡融合", "产业发展")
GROUPS = ("2020 重点任务", "2022 实施方案", "2022 重点任务", "2024 行动计划")


def themes() -> pd.DataFrame:
    rows = [
        (
            theme,
            group,
            lens,
            base * scale + step,
            (base * scale + step) * 0.8,
            (base * scale + step) * 1.2,
            9,
        )
        for theme, base in zip(THEMES, (2.0, 9.0, 5.0), strict=True)
        for step, group in enumerate(GROUPS)
        for lens, scale in (("rate", 1.0), ("section_share", 0.02))
    ]
    table = pd.DataFrame(rows, columns=["theme", "group", "lens", "value", "low", "high", "n"])
    share = table["lens"] == "section_share"
    table.loc[share, ["value", "low", "high"]] = table.loc[share, ["value", "low", "high"]] / 10
    return table


def shifts() -> pd.DataFrame:
    rows = [
        (
            theme,
            GROUPS[0],
            target,
            lens,
            difference,
            1.1,
            difference - 1,
            difference + 1,
            0.01,
            0.02,
            "section",
            24,
            28,
            verdict,
        )
        for lens in ("rate", "section_share")
        for target in GROUPS[1:]
        for theme, difference, verdict in zip(
            THEMES, (1.0, -2.0, 3.0), ("rises", "falls", "no_clear_change"), strict=True
        )
    ]
    names = (
        "theme reference target lens difference ratio low high p q unit n_target n_reference"
        " verdict"
    )
    return pd.DataFrame(rows, columns=names.split())


def keywords() -> pd.DataFrame:
    rows = [
        ("document", document, rank, word, 10 - rank, 1 / rank)
        for document in ("2020年重点任务", "2024年行动计划")
        for rank, word in enumerate(("城市更新", "韧性", "管网"), start=1)
    ]
    return pd.DataFrame(rows, columns=["level", "group", "rank", "feature", "count", "tf_idf"])


def topics() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "topic": [1, 2],
            "label": ["产业·创新", "防洪·排涝·管网"],
            "prevalence": [0.6, 0.4],
            "coherence": [0.1, 0.2],
            "exclusivity": [0.7, 0.8],
            "stability": [0.9, 0.5],
            "top_terms": ["产业 创新 园区", "防洪 排涝 管网"],
            "frex_terms": ["园区 产业 创新", "管网 防洪 排涝"],
        }
    )


def topic_shares() -> pd.DataFrame:
    rows = [
        ("document", document, topic, share, share - 0.1, share + 0.1)
        for document, first in (("甲", 0.7), ("乙", 0.25))
        for topic, share in ((1, first), (2, 1 - first))
    ]
    rows += [
        ("section", f"{document}#{path}", topic, share, float("nan"), float("nan"))
        for document in ("甲", "乙")
        for path, first in (("一/（一）", 0.9), ("一/（二）", 0.1), ("二/（一）", 0.5))
        for topic, share in ((1, first), (2, 1 - first))
    ]
    return pd.DataFrame(rows, columns=["level", "group", "topic", "share", "low", "high"])


def sections() -> pd.DataFrame:
    rows = [
        ("甲", "一", 1, False, 200, 1, 4),
        ("甲", "一/（一）", 2, True, 50, 1, 2),
        ("甲", "一/（二）", 2, True, 150, 3, 4),
        ("甲", "二", 1, True, 200, 5, 8),
    ]
    return pd.DataFrame(
        rows, columns=["doc_id", "path", "level", "leaf", "n_chars", "line_first", "line_last"]
    )


def theme_mentions() -> pd.DataFrame:
    rows = [
        ("安全韧性", "韧性", "甲", "一/（一）", 1),
        ("安全韧性", "韧性", "甲", "二", 8),
        ("产业发展", "产业", "甲", "二", 5),
    ]
    return pd.DataFrame(rows, columns=["theme", "term", "doc_id", "path", "line"])


def keyness() -> pd.DataFrame:
    rows = [
        ("2024", "2020", "韧性", 12, 1, 9.1, 1.5, 0.01),
        ("2024", "2020", "管网", 6, 0, 6.0, 1.9, 0.20),
        ("2024", "2020", "城市", 30, 31, 0.0, 0.0, 0.9),
        ("2024", "2020", "落户", 1, 9, -7.5, -1.2, 0.04),
        ("2024", "2020", "边境", 0, 2, -2.0, -0.9, float("nan")),
    ]
    names = "target reference feature n_target n_reference g2 log_odds q"
    return pd.DataFrame(rows, columns=names.split())


def word_shift() -> pd.DataFrame:
    # Proportion shift of two toy texts as shifterator prints it, normalised: the numbers of
    # statistics/test_word_shift.py.
    values = {
        "产业": -0.209677419,
        "地下管网": 0.064516129,
        "城镇化": -0.225806452,
        "安全": 0.185483871,
        "落户": -0.064516129,
        "韧性": 0.25,
    }
    return pd.DataFrame(
        {
            "target": "2024",
            "reference": "2020",
            "feature": values.keys(),
            "contribution": values.values(),
        }
    )


def topic_choice() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "n_topics": [4, 8, 12],
            "coherence": [0.1, 0.2, 0.15],
            "exclusivity": [0.5, 0.6, 0.7],
            "heldout": [float("nan")] * 3,
            "stability": [0.9, 0.8, 0.4],
            "chosen": [False, True, False],
        }
    )


def agencies() -> pd.DataFrame:
    named = {
        ("甲", "一/（一）"): ("公安部", "国家发展改革委"),
        ("甲", "一/（二）"): ("公安部", "国家发展改革委", "工业和信息化部"),
        ("乙", "一/（一）"): ("公安部",),
        ("乙", "二"): ("中国国家铁路集团有限公司", "公安部"),
    }
    rows = [(doc_id, path, agency) for (doc_id, path), names in named.items() for agency in names]
    return pd.DataFrame(rows, columns=["doc_id", "path", "agency"])


def cooccurrence() -> pd.DataFrame:
    rows = [
        (group, first, second, 10 + step, 8, 4, strength)
        for step, group in enumerate(GROUPS)
        for first, second, strength in (
            ("城市更新", "老旧小区改造", 3.0),
            ("城市更新", "韧性", 1.5),
            ("户籍", "落户", 4.0),
        )
    ]
    return pd.DataFrame(
        rows, columns=["group", "first", "second", "n_first", "n_second", "n_both", "strength"]
    )


def document_map() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "doc_id": ["甲", "乙", "丙", "丁"],
            "group": ["2020", "2022", "2022", "2024"],
            "x": [0.0, 1.0, 1.0, 3.0],
            "y": [0.0, 1.0, 1.01, 0.0],
        }
    )
