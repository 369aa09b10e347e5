"""Figures of words: keywords of each group, keyness between two groups, the words behind a word
shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from topics.plots.pieces import check_columns, empty_figure, fitting, joined, more, note, ordered
from topics.plots.style import (
    BLUE,
    CM,
    GREY,
    PAGE,
    PALE,
    SMALL,
    VERMILION,
    clean,
    drawn,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    weight,
    words,
    wrap,
)

MAX_PANELS, PANEL_WIDTH, ROW = 12, 5.4, 0.34  # panels per figure; cm


@drawn
def plot_keywords(
    keywords: pd.DataFrame,
    *,
    level: str = "document",
    n: int = 20,
    groups: Sequence[str] | None = None,
    lang: str = "zh",
    width: float = PAGE,
) -> Figure:
    """Draw the keywords of each group by their typicality, one panel per group.

    Parameters
    ----------
    keywords : DataFrame
        Columns of keywords.csv.
    level : str
        `document`, `section` or `year`.
    n : int
        Keywords per group at most.
    groups : sequence of str, optional
        Which groups; by default those of the table in its order, at most 12 and as many as fit on a
        page. The note says how many are not drawn.
    lang : str
        `zh` or `en`.
    width : float
        In cm.

    Returns
    -------
    Figure
        A figure that says so where the level has no row. Where nothing is typical of anything, as
        with a single document, the words stand by their tf-idf.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(keywords, ("level", "group", "rank", "feature", "count", "tf_idf"), "keywords")
    table = keywords[(keywords["level"] == level) & (keywords["rank"] <= n)]
    everything = ordered(table["group"])
    wanted = everything if groups is None else [group for group in groups if group in everything]
    if not wanted:
        return empty_figure(width, lang)
    n_rows = int(table.groupby("group").size().max())
    shown = wanted[
        : min(MAX_PANELS, max(1, int(width / PANEL_WIDTH)) * fitting(ROW * n_rows + 1.5, 1.5))
    ]
    has_scores = "typical" in table and table["typical"].notna().any()
    score = "typical" if has_scores else "tf_idf"
    name = {"typical": ("典型度", "typicality"), "tf_idf": ("TF-IDF", "tf-idf")}[score]
    figure = new_figure(width, title=words(lang, f"关键词（{name[0]}）", f"Keywords ({name[1]})"))
    highest = float(table[score].max())
    for panel, group in zip(_panels(figure, len(shown)), shown, strict=True):
        rows = table[table["group"].astype(str) == group].sort_values("rank", kind="stable")
        axes = panel.add_subplot()
        _ranked(
            axes,
            rows["feature"].tolist(),
            rows[score].to_numpy(dtype=float),
            _of_which(rows, "count", "inside"),
        )
        axes.set_ylim(n_rows - 0.4, -0.6)
        axes.set_xlim(0, max(highest, 1e-9) * 1.2)
        title = wrap(group, ems_in(PANEL_WIDTH, SMALL) - 2)
        panel.suptitle(title, x=0.02, ha="left", fontsize=SMALL, fontweight=weight(title))
    text = words(
        lang,
        f"横轴为{name[0]}，右侧数字为出现次数（括号内为其中在更长的词里的）",
        f"Axis: {name[1]}; numbers: occurrences (in brackets: of which inside longer words)",
    )
    note(
        figure, joined(lang, text, more(lang, len(everything) - len(shown), "组", "groups")), width
    )
    first_column = figure.axes[:: _n_columns(figure, len(shown))]
    fit_height(figure, first_column, [ROW * n_rows] * len(first_column))
    return figure


def _n_columns(figure: Figure, n: int) -> int:
    """Return how many of n panels fit side by side."""
    return min(n, max(1, int(figure.get_figwidth() / CM / PANEL_WIDTH)))


def _panels(figure: Figure, n: int) -> list[SubFigure]:
    """Lay out n panels in equal columns."""
    columns = _n_columns(figure, n)
    return list(figure.subfigures(ceil(n / columns), columns, squeeze=False).ravel()[:n])


def _ranked(
    axes: Axes, labels: Sequence[str], values: npt.NDArray[np.float64], numbers: Sequence[str]
) -> None:
    """Draw ranked values as dots on lines from zero, first on top; equal labels keep their own
    rows.
    """
    y = np.arange(len(labels))
    axes.hlines(y, 0, values, color=PALE, linewidth=2.5)
    axes.plot(values, y, linestyle="", marker="o", color=BLUE, markersize=4)
    for row, (value, number) in enumerate(zip(values, numbers, strict=True)):
        axes.annotate(
            number,
            (value, row),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=GREY,
        )
    axes.set_yticks(y, [shorten(label, 9) for label in labels])
    axes.locator_params(axis="x", nbins=4)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


@drawn
def plot_keyness(
    keyness: pd.DataFrame, *, n: int = 15, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw the words that mark the target against the reference, and the other way round.

    Parameters
    ----------
    keyness : DataFrame
        Columns of keyness.csv, of one pair of groups.
    n : int
        Words in each direction at most: those with the largest |G²|.
    lang, width
        As in `plot_keywords`.

    Returns
    -------
    Figure
        The position is the log odds ratio with its prior; a filled dot has q < 0.05, and the
        numbers are the occurrences in target and reference.

    Raises
    ------
    ValueError
        If the table lacks a column, or holds more than one pair.
    """
    check_columns(
        keyness,
        ("target", "reference", "feature", "n_target", "n_reference", "g2", "log_odds", "q"),
        "keyness",
    )
    pairs = keyness[["reference", "target"]].drop_duplicates()
    if len(pairs) > 1:
        raise ValueError(
            f"keyness: the table holds {len(pairs)} pairs of groups; select the rows of one"
        )
    rows = _both_ends(keyness, min(n, fitting(ROW) // 2))
    if rows.empty:
        return empty_figure(width, lang)
    reference, target = (clean(name) for name in pairs.iloc[0])
    figure = new_figure(
        width,
        title=words(
            lang, f"显著词：{target} 相对 {reference}", f"Key words: {target} against {reference}"
        ),
    )
    axes = figure.add_subplot()
    _diverging(
        axes,
        rows["feature"].tolist(),
        rows["log_odds"].to_numpy(dtype=float),
        rows["q"].to_numpy(dtype=float) < 0.05,
    )
    numbers = [_of_which(rows, f"n_{side}", f"inside_{side}") for side in ("target", "reference")]
    for row, pair in enumerate(zip(*numbers, strict=True)):
        axes.annotate(
            " : ".join(pair),
            (1, row),
            (4, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=GREY,
            annotation_clip=False,
        )
    axes.set_xlabel(words(lang, "对数几率比（带先验）", "Log odds ratio (with prior)"))
    zh = (
        f"右侧多见于 {target}，左侧多见于 {reference}；实心：q < 0.05；"
        "数字为两组出现次数（括号内为其中在更长的词里的）"
    )
    en = (
        f"Right: more in {target}; left: more in {reference}. Filled: q < 0.05. Numbers:"
        " occurrences in both (in brackets: of which inside longer words)"
    )
    note(figure, words(lang, zh, en), width)
    fit_height(figure, [axes], [ROW * len(rows) + 0.3])
    return figure


def _of_which(rows: pd.DataFrame, count: str, inside: str) -> list[str]:
    """Return "n (m)": n occurrences, of which m inside longer words; "n" where there are none."""
    held = rows[inside].fillna(0) if inside in rows else [0] * len(rows)
    return [f"{n + m:g} ({m:g})" if m else f"{n:g}" for n, m in zip(rows[count], held, strict=True)]


def _both_ends(keyness: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the n rows with the largest and the n with the smallest signed G², largest first; ties
    by the word.
    """
    ordered_rows = keyness.sort_values(["g2", "feature"], ascending=[False, True], kind="stable")
    up, down = (
        ordered_rows[ordered_rows["g2"] > 0].head(n),
        ordered_rows[ordered_rows["g2"] < 0].tail(n),
    )
    return pd.concat([up, down])


def _diverging(
    axes: Axes,
    labels: Sequence[str],
    values: npt.NDArray[np.float64],
    filled: npt.NDArray[np.bool_],
) -> None:
    """Draw values as dots on lines from zero to either side, coloured by direction."""
    y = np.arange(len(labels))
    colours = [VERMILION if value >= 0 else BLUE for value in values]
    faces = [colour if full else "white" for colour, full in zip(colours, filled, strict=True)]
    axes.hlines(y, 0, values, color=PALE, linewidth=2.5)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.scatter(values, y, s=18, zorder=3, edgecolors=colours, facecolors=faces, linewidths=1)
    axes.set_yticks(y, [shorten(label, 9) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


@drawn
def plot_word_shift(
    shift: pd.DataFrame, *, n: int = 30, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw how much each word contributes to the difference between two texts.

    Parameters
    ----------
    shift : DataFrame
        Columns target, reference, feature and contribution (from `topics.stats.word_shift`):
        positive where the word is more frequent in the target. It is drawn as a share of the sum of
        all absolute contributions.
    n : int
        Words at most: those with the largest absolute contribution.
    lang, width
        As in `plot_keywords`.

    Returns
    -------
    Figure
        The note says which share of the sum of all absolute contributions the words shown make up.

    Raises
    ------
    ValueError
        If the table lacks a column, or holds more than one pair.
    """
    check_columns(shift, ("target", "reference", "feature", "contribution"), "word_shift")
    pairs = shift[["reference", "target"]].drop_duplicates()
    if len(pairs) > 1:
        raise ValueError(
            f"word_shift: the table holds {len(pairs)} pairs of groups; select the rows of one"
        )
    sizes = shift["contribution"].abs()
    order = shift.assign(size=sizes).sort_values(
        ["size", "feature"], ascending=[False, True], kind="stable"
    )
    rows = order[order["size"] > 0].head(min(n, fitting(ROW)))
    if rows.empty:
        return empty_figure(width, lang)
    reference, target = (clean(name) for name in pairs.iloc[0])
    figure = new_figure(
        width,
        title=words(lang, f"词移：{reference} → {target}", f"Word shift: {reference} → {target}"),
    )
    axes = figure.add_subplot()
    values = rows["contribution"].to_numpy(dtype=float) / sizes.sum() * 100
    _diverging(axes, rows["feature"].tolist(), values, np.ones(len(rows), dtype=np.bool_))
    axes.set_xlabel(words(lang, "对差异的贡献（%）", "Contribution to the difference (%)"))
    covered = f"{rows['size'].sum() / sizes.sum():.0%}"
    zh = f"右侧在 {target} 中更多，左侧在 {reference} 中更多；所列各词占全部贡献的{covered}"
    en = (
        f"Right: more in {target}; left: more in {reference}. The words shown make up {covered} of"
        " all contributions"
    )
    note(figure, words(lang, zh, en), width)
    fit_height(figure, [axes], [ROW * len(rows) + 0.3])
    return figure
