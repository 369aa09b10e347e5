"""Figure of change: how much of each chapter is the same, reworded or new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from topics.plots.pieces import (
    check_columns,
    empty_figure,
    fitting,
    joined,
    legend_above,
    more,
    note,
    ordered,
)
from topics.plots.style import (
    INK,
    PAGE,
    SHADES,
    SMALL,
    drawn,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    words,
)

ROW = 0.55  # cm
# Dark to light: the same in grey.
PARTS: Mapping[str, tuple[str, str, str]] = {
    "share_same": ("相同", "same", SHADES[5]),
    "share_reworded": ("改写", "reworded", SHADES[3]),
    "share_new": ("新增", "new", SHADES[1]),
}


@drawn
def plot_change_bars(
    links: pd.DataFrame,
    sections: pd.DataFrame | None = None,
    *,
    lang: str = "zh",
    width: float = PAGE,
) -> Figure:
    """Draw for each chapter of the newer document which parts of its text are the same, reworded
    and new.

    Parameters
    ----------
    links : DataFrame
        Columns of links.csv, one pair of documents. Shares of a chapter are means of those of its
        sections, weighted by Han characters.
    sections : DataFrame, optional
        Columns of sections.csv (doc_id, path, heading), which name the chapters.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    needed = ("path_target", "heading_target", "n_chars_target", *PARTS)
    check_columns(links, needed, "links")
    shares = _by_chapter(links)
    if shares.empty:
        return empty_figure(width, lang)
    shown = shares.head(fitting(ROW))
    title = words(lang, "各章文字的新旧构成", "What is new in each chapter")
    figure = new_figure(width, title=title)
    axes = figure.subplots()
    left = np.zeros(len(shown))
    for name, (_, _, colour) in PARTS.items():
        value = shown[name].to_numpy(dtype=float)
        look: dict[str, Any] = {"color": colour, "edgecolor": INK, "linewidth": 0.3}
        axes.barh(range(len(shown)), value, left=left, height=0.7, **look)
        left = left + value
    headings = _headings(links, sections)
    names = [
        shorten(_named(path, headings, lang), ems_in(width * 0.3, SMALL))
        for path in shown["chapter"]
    ]
    axes.set_yticks(range(len(shown)), names)
    axes.set(xlim=(0, 1), ylim=(len(shown) - 0.4, -0.6))
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g}%"))
    axes.set_xlabel(words(lang, "占该章汉字数的比例", "Share of the chapter's Han characters"))
    handles = [
        Patch(facecolor=colour, edgecolor=INK, linewidth=0.3) for *_, colour in PARTS.values()
    ]
    labels = [words(lang, chinese, english) for chinese, english, _ in PARTS.values()]
    legend_above(axes, handles, labels, width=width, above=2)
    hidden = more(lang, len(shares) - len(shown), "章", "chapters")
    formulas = words(lang, "套语不计", "Formulas are not counted")
    note(figure, joined(lang, formulas, hidden), width)
    fit_height(figure, [axes], [ROW * len(shown)])
    return figure


def _by_chapter(links: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of each chapter of the target, in the order of the text where the links
    tell it.
    """
    rows = links[links["path_target"].astype(str) != ""].drop_duplicates("path_target")
    rows = rows.dropna(subset=list(PARTS)).assign(chapter=_chapter(rows["path_target"]))
    sums = [
        {"chapter": chapter}
        | {
            name: np.average(part[name], weights=np.maximum(part["n_chars_target"], 1))
            for name in PARTS
        }
        for chapter in _in_order(ordered(rows["chapter"]))
        if len(part := rows[rows["chapter"] == chapter])
    ]
    return pd.DataFrame(sums, columns=["chapter", *PARTS])


def _headings(links: pd.DataFrame, sections: pd.DataFrame | None) -> dict[str, str]:
    if sections is None:
        return {}
    rows = sections[sections["doc_id"].isin(links["doc_id_target"].unique())]
    return dict(zip(rows["path"].astype(str), rows["heading"].astype(str), strict=True))


def _named(chapter: str, headings: Mapping[str, str], lang: str) -> str:
    if chapter == "0":
        return words(lang, "引言", "introduction")
    return f"{chapter} {headings.get(chapter, '')}".strip()


def _chapter(paths: pd.Series) -> pd.Series:
    return pd.Series([str(path).partition("/")[0] for path in paths], paths.index, dtype=object)


def _in_order(chapters: list[str]) -> list[str]:
    """Put chapters that are numbered in the order of their numbers; others stay."""
    return sorted(chapters, key=_number)


def _number(chapter: str) -> float:
    digits = {char: value for value, char in enumerate("零一二三四五六七八九")}
    name = chapter.strip("第章部分篇编节 ")
    if name.isdecimal():
        return float(name)
    if not name or any(char not in digits and char != "十" for char in name):
        return float("inf")
    tens, _, ones = name.rpartition("十") if "十" in name else ("零", "", name)
    return 10 * digits.get(tens or "一", 0) + digits.get(ones, 0)
