"""Which pairs of documents a report shows side by side, and their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from topics import viz
from topics.compare.summary import numbered
from topics.report.findings.shown import MOST_PAIRS
from topics.study import Study

MOST_TEXT = 300_000  # characters of compared sentences that the page carries (chosen: a megabyte)
MOST_DRAWN = 3  # pairs with figures, the last ones
SIDES = ("source", "doc_id")
KEYS = ["doc_id_reference", "doc_id_target"]


@dataclass(frozen=True)
class Comparison:
    """Two documents side by side.

    Attributes
    ----------
    number : int
        From 1, in the order of the tables.
    reference, target : str
        What they are called.
    documents : (str, str)
        Their `doc_id`.
    links : DataFrame
        Rows of links.csv, with the columns `group` and `href` (where the page shows the group).
    changes : DataFrame
        Rows of sentence_changes.csv.
    """

    number: int
    reference: str
    target: str
    documents: tuple[str, str]
    links: pd.DataFrame
    changes: pd.DataFrame


def address(number: int, group: int) -> str:
    """Return where the page shows a group of linked sections side by side.

    >>> address(2, 17)
    '#see/link/2.17'
    """
    return f"#see/link/{number}.{group}"


def comparisons(tables: Mapping[str, pd.DataFrame]) -> list[Comparison]:
    """Return the pairs that a report shows: the last ones of the tables, at most `MOST_PAIRS`, and
    no more than its page can carry, but one at least.
    """
    links, changes = tables.get("links"), tables.get("sentence_changes")
    if links is None or changes is None or links.empty:
        return []
    sentences = dict(iter(changes.groupby(KEYS, sort=False)))
    every = list(links.groupby(KEYS, sort=False))
    chosen: list[Comparison] = []
    room = MOST_TEXT
    for number in range(len(every), max(len(every) - MOST_PAIRS, 0), -1):
        (old, new), rows = every[number - 1]
        told = sentences[old, new]
        room -= int(sum(told[f"text_{side}"].str.len().sum() for side in ("reference", "target")))
        if chosen and room < 0:
            break
        rows = numbered(rows)
        hrefs = [address(number, group) if group else "" for group in rows["group"]]
        names = str(rows["reference"].iloc[0]), str(rows["target"].iloc[0])
        chosen.append(
            Comparison(number, *names, (str(old), str(new)), rows.assign(href=hrefs), told)
        )
    return chosen[::-1]


def left_out(study: Study) -> Iterator[str]:
    """Say which pairs and documents the tables of a comparison leave out."""
    zh = study.settings.lang == "zh"
    n_all, n_pairs = len(study.all_compared), len(study.compared)
    n_documents, n_reused = len(study.comparable), len(study.reused)
    if n_pairs < n_all:
        yield (
            f"逐条对照：同文种先后文件共 {n_all} 对，只比较最近的 {n_pairs} 对；"
            "其余可用 compare 命令逐对比较。"
            if zh
            else (
                f"Side by side: of {n_all} pairs of neighbouring documents the latest {n_pairs} are"
                " compared; the command compare takes any two files."
            )
        )
    if n_reused < n_documents:
        yield (
            f"共有文字：{n_documents} 份文件中只比较最近的 {n_reused} 份（reuse.csv）。"
            if zh
            else f"Shared wording: the latest {n_reused} of {n_documents} documents (reuse.csv)."
        )
    if n_documents < len(study.analysed):
        names = [d.doc_id for d in study.analysed if d not in study.comparable][:MOST_PAIRS]
        yield (
            f"未列入逐条对照（不是中文或没有文字）：{'、'.join(names)}。"
            if zh
            else f"Not compared side by side (not in Chinese, or without text): {', '.join(names)}."
        )


def compare_figures(
    tables: Mapping[str, pd.DataFrame], names: Mapping[str, str], lang: str
) -> Iterator[tuple[str, tuple[Figure, str]]]:
    """Draw the links and the bars of change of the last pairs, and the heat map of reuse."""
    zh = lang == "zh"
    for shown in comparisons(tables)[-MOST_DRAWN:]:
        pair = f"{shown.reference} → {shown.target}"
        figure = viz.plot_links(shown.links, tables["sections"], lang=lang)
        caption = f"条目的去向：{pair}" if zh else f"What became of each section: {pair}"
        yield f"links_{shown.number}", (figure, caption)
        figure = viz.plot_change_bars(shown.links, tables["sections"], lang=lang)
        caption = f"各章有多少是新的：{pair}" if zh else f"How much of each chapter is new: {pair}"
        yield f"link_shares_{shown.number}", (figure, caption)
    reuse = tables.get("reuse")
    if reuse is not None and len(reuse):
        called = reuse.assign(
            **{side: reuse[side].map(lambda name: names.get(name, name)) for side in SIDES}
        )
        caption = "文件之间共有的文字" if zh else "Wording that documents share"
        yield "reuse", (viz.plot_reuse(called, lang=lang), caption)
