"""Figures of themes: what changed between groups, and through which lens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from topics.names import (
    GRADES,
    LENSES,
    SHARES,
    VERDICT_SIGNS,
    VERDICTS,
    code_of,
    lens_with_measure,
    units_of,
)
from topics.plots.pieces import (
    check_columns,
    empty_figure,
    fitting,
    group_legend,
    heat_map,
    joined,
    matrix,
    more,
    named,
    note,
    ordered,
    verdict_with_sign,
)
from topics.plots.style import (
    BLUE,
    GREY,
    INK,
    MARKERS,
    NARROW,
    NORMAL,
    PAGE,
    PALE,
    SMALL,
    VERMILION,
    clean,
    drawn,
    ems,
    ems_in,
    fit_height,
    new_figure,
    palette,
    shorten,
    words,
    wrap,
)

MAX_THEMES, MAX_GROUPS, MAX_PAIRS = 30, 8, 3
MAX_CELL_ROWS, MAX_CELL_GROUPS = 40, 24
LABEL_ROOM, CELL, NARROW_CELL = (
    2.6,
    0.6,
    0.3,
)  # cm: labels of themes, the narrowest cell with a number, and without
_MENTION_LENSES = {"rate", "section_share", "text_share", "heading_chapter", "heading_item"}
ABSENT = GRADES["absent"]
# Verdicts whose signs a narrow figure explains; arrows explain themselves.
_EXPLAINED = ("no_clear_change", "lenses_disagree", "too_few_sections", "not_comparable")
_SIGNS = dict(zip(MARKERS, "●■▲◆▼✚✖◀", strict=True))
_TINTS = {"rises": VERMILION, "falls": BLUE}
_UNTESTED = {
    "too_few_sections",
    "not_comparable",
    "not_mentioned",
    "described",
}  # verdicts that no test stands behind


@drawn
def plot_shifts(
    shifts: pd.DataFrame, themes: pd.DataFrame, *, lens: str, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw each theme's emphasis in each group with its interval, and the verdict on each pair of
    groups.

    Parameters
    ----------
    shifts : DataFrame
        Columns of shifts.csv; may be empty where nothing can be compared. Three pairs of which
        something was tested get a column of verdicts each: the first group against the last, after
        the last two others of the table.
    themes : DataFrame
        Columns of themes.csv.
    lens : str
        The lens to draw, a value of the column `lens`; it is named under the axis.
    lang : str
        `zh` or `en`.
    width : float
        In cm: 17 for a page, 8.5 for a column.

    Returns
    -------
    Figure
        Themes with the largest rise from the first group to the last on top, at most 30 and as many
        as fit on a page, with the last eight groups; themes that are zero in every group are
        counted in the note. A figure that says so where the lens has no row.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(themes, ("theme", "group", "lens", "value", "low", "high"), "themes")
    check_columns(
        shifts,
        (
            "theme",
            "reference",
            "target",
            "lens",
            "difference",
            "verdict",
            "unit",
            "n_target",
            "n_reference",
        ),
        "shifts",
    )
    values, changes = themes[themes["lens"] == lens], shifts[shifts["lens"] == lens]
    if values["value"].isna().all():
        return empty_figure(width, lang, named(lens, LENSES, lang))
    changes = _silent_named(values, changes, lens)
    narrow = width < NARROW
    every = ordered(values["group"])
    widest, pairs, groups = (
        _widest(changes, every),
        _chosen_pairs(changes, every),
        every[-MAX_GROUPS:],
    )
    ranked, told = _themes_by_change(values, changes, widest), _told(values)
    rows = [row for row in ranked if row in told]
    styles = palette(groups)
    step = max(0.62, 0.17 * len(groups) + 0.15)
    shown = rows[: min(MAX_THEMES, fitting(step, 5))]
    figure = new_figure(
        width, title=words(lang, "议题重心：", "Emphasis: ") + _axis_name(lens, lang)
    )
    axes = figure.add_subplot()
    _dots(axes, values, shown, styles)
    _theme_axis(axes, shown, 5 if narrow else 9)
    _value_axis(axes, lens, values)
    axes.set_xlabel(wrap(_axis_name(lens, lang), ems_in(0.5 * width, NORMAL), lines=3))
    named_verdicts = {
        verdict: VERDICT_SIGNS[verdict] if narrow else verdict_with_sign(verdict, lang)
        for verdict in VERDICTS
    }
    named_verdicts["not_mentioned"] = "0" if narrow else ABSENT.in_(lang)
    _verdict_columns(
        axes, [_of_pair(changes, pair) for pair in pairs], shown, styles, named_verdicts
    )
    hidden = (
        len(ranked) - len(rows),
        len(rows) - len(shown),
        len(every) - len(groups),
        len(_pairs(changes)) - len(pairs),
    )
    group_legend(axes, styles, _group_names(changes, groups, lang), width=width, above=16)
    note(figure, _shifts_note(changes, hidden, lang, signs=narrow), width)
    fit_height(figure, [axes], [step * len(shown)])
    return figure


def _silent_named(values: pd.DataFrame, changes: pd.DataFrame, lens: str) -> pd.DataFrame:
    """Call themes that neither group mentions so, and not without clear change: there is nothing to
    compare.
    """
    if lens not in _MENTION_LENSES:
        return changes
    zero = values.loc[values["value"] == 0, ["theme", "group"]].astype(str)
    unsaid = set(zip(zero["theme"], zero["group"], strict=True))
    sides = zip(
        *(changes[name].astype(str) for name in ("theme", "reference", "target")), strict=True
    )
    silent = [{(theme, reference), (theme, target)} <= unsaid for theme, reference, target in sides]
    return changes.assign(
        verdict=changes["verdict"].mask(np.array(silent, dtype=bool), "not_mentioned")
    )


def _pairs(changes: pd.DataFrame) -> list[tuple[str, str]]:
    return list(
        dict.fromkeys(
            zip(changes["reference"].astype(str), changes["target"].astype(str), strict=True)
        )
    )


def _widest(changes: pd.DataFrame, groups: Sequence[str]) -> tuple[str, str] | None:
    """Return the pair of the first group and the last one where the table has it, else the last
    pair of the table.
    """
    pairs = _pairs(changes)
    return (
        (groups[0], groups[-1])
        if (groups[0], groups[-1]) in pairs
        else pairs[-1]
        if pairs
        else None
    )


def _chosen_pairs(changes: pd.DataFrame, groups: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs whose verdicts are shown, as many as fit: the latest of those with a test,
    and last the widest.
    """
    tested = _pairs(changes[~changes["verdict"].map(code_of).isin(_UNTESTED)])
    widest = _widest(changes, groups)
    if widest not in tested:
        return tested[-MAX_PAIRS:]
    return [*[pair for pair in tested if pair != widest][-(MAX_PAIRS - 1) :], widest]


def _told(values: pd.DataFrame) -> set[str]:
    """Return the themes that some group mentions; all where none does."""
    mentioned = values.loc[values["value"].fillna(0) != 0, "theme"]
    return set((mentioned if len(mentioned) else values["theme"]).astype(str))


def _of_pair(changes: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    return changes[
        (changes["reference"].astype(str) == pair[0]) & (changes["target"].astype(str) == pair[1])
    ]


def _themes_by_change(
    values: pd.DataFrame, changes: pd.DataFrame, pair: tuple[str, str] | None
) -> list[str]:
    """Order themes by the difference of a pair, largest first; by name where that is unknown or
    equal.
    """
    names = sorted(set(values["theme"].astype(str)))
    if pair is None:
        return names
    rows = _of_pair(changes, pair)
    difference = dict(
        zip(rows["theme"].astype(str), rows["difference"].fillna(-np.inf), strict=True)
    )
    return sorted(names, key=lambda name: (-difference.get(name, -np.inf), name))


def _dots(
    axes: Axes, values: pd.DataFrame, rows: Sequence[str], styles: dict[str, tuple[str, str]]
) -> None:
    """Draw one dot with its interval per theme and group, groups of a theme below each other."""
    offsets = np.linspace(-0.32, 0.32, len(styles)) if len(styles) > 1 else np.zeros(1)
    for row in range(1, len(rows), 2):
        axes.axhspan(row - 0.5, row + 0.5, color=PALE, alpha=0.45, linewidth=0)
    for offset, (group, (colour, marker)) in zip(offsets, styles.items(), strict=True):
        low, value, high = (
            matrix(values, rows, [group], ("theme", "group", name))[:, 0]
            for name in ("low", "value", "high")
        )
        y = np.arange(len(rows)) + offset
        axes.hlines(
            y,
            np.where(np.isnan(low), value, low),
            np.where(np.isnan(high), value, high),
            color=colour,
            linewidth=1,
        )
        axes.plot(
            value,
            y,
            linestyle="",
            marker=marker,
            color=colour,
            markeredgecolor="white",
            markeredgewidth=0.4,
            clip_on=False,
        )


def _theme_axis(axes: Axes, rows: Sequence[str], limit: float) -> None:
    """Name the themes at the left, the first on top."""
    axes.set_yticks(range(len(rows)), [wrap(row, limit) for row in rows], fontsize=SMALL + 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _axis_name(lens: str, lang: str) -> str:
    """Name a lens, with what it is counted in where the axis is not in percent."""
    return named(lens, LENSES, lang) if lens in SHARES else lens_with_measure(lens, lang)


def _value_axis(axes: Axes, lens: str, values: pd.DataFrame) -> None:
    """Draw the axis of values: shares in percent, from zero where no value is negative."""
    if lens in SHARES:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g}%"))
    axes.margins(x=0.02)
    lowest, highest = values[["value", "low"]].min().min(), values[["value", "high"]].max().max()
    if 0 <= lowest <= highest / 2:  # years do not start at zero
        axes.set_xlim(left=0)
    if lens == "first_year":
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="x")


def _verdict_columns(
    axes: Axes,
    pairs: Sequence[pd.DataFrame],
    rows: Sequence[str],
    styles: dict[str, tuple[str, str]],
    names: dict[str, str],
) -> None:
    """Write a column of verdicts right of the axes for each pair, headed by the marks of its two
    groups.
    """
    place = {row: number for number, row in enumerate(rows)}
    left = 10.0
    for pair in pairs:
        verdicts = [code_of(verdict) for verdict in pair["verdict"]]
        texts = [names.get(verdict, clean(verdict)) for verdict in verdicts]
        for theme, verdict, text in zip(pair["theme"].astype(str), verdicts, texts, strict=True):
            if theme in place:
                tint = _TINTS.get(verdict)
                axes.annotate(
                    text,
                    (1, place[theme]),
                    (left, 0),
                    xycoords=("axes fraction", "data"),
                    textcoords="offset points",
                    va="center",
                    fontsize=SMALL,
                    color=tint or GREY,
                    fontweight="bold" if tint else "normal",
                    annotation_clip=False,
                )
        head = "→".join(
            _SIGNS[styles[str(name)][1]] if str(name) in styles else shorten(name, 5)
            for name in pair[["reference", "target"]].iloc[0]
        )
        axes.annotate(
            head,
            (1, 1),
            (left, 3),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=SMALL,
            color=INK,
            annotation_clip=False,
        )
        left += max(map(ems, [*texts, head])) * SMALL + 8


def _group_names(changes: pd.DataFrame, groups: Sequence[str], lang: str) -> list[str]:
    """Label each group with the number of units behind it, where the table of shifts says it."""
    sizes = dict(zip(changes["reference"].astype(str), changes["n_reference"], strict=True))
    sizes |= dict(zip(changes["target"].astype(str), changes["n_target"], strict=True))
    unit = units_of(code_of(changes["unit"].iloc[0]), lang) if len(changes) else ""
    return [
        (
            f"{shorten(group, 18)} (n = {sizes[group]} {unit})"
            if group in sizes
            else shorten(group, 18)
        )
        for group in groups
    ]


def _shifts_note(
    changes: pd.DataFrame, hidden: tuple[int, int, int, int], lang: str, *, signs: bool
) -> str:
    """Say how many themes, groups and pairs the figure leaves to the table and why, and what the
    signs mean.
    """
    silent, themes, groups, pairs = hidden
    all_pairs = pairs > 0 and pairs == len(_pairs(changes))
    said = {VERDICT_SIGNS[verdict]: VERDICTS[verdict] for verdict in _EXPLAINED} | {"0": ABSENT}
    meaning = words(lang, "　", ", ").join(
        f"{sign} {name.in_(lang)}" for sign, name in said.items()
    )
    untested = words(
        lang, "各对组样本都不足，未作检验", "too few units in every pair: nothing was tested"
    )
    return joined(
        lang,
        words(lang, "横线为95%区间", "Bars: 95 % intervals") if not all_pairs else "",
        meaning if signs and len(changes) and not all_pairs else "",
        untested if all_pairs else more(lang, pairs, "对组的判断", "verdicts on pairs"),
        _silent_note(silent, lang),
        more(lang, themes, "个议题", "themes"),
        more(lang, groups, "组", "groups"),
    )


def _silent_note(n: int, lang: str) -> str:
    """Say how many themes are left out because they are zero everywhere; nothing if none."""
    return (
        words(
            lang,
            f"未画各组均为零的{n}个议题",
            f"{n} themes that are zero in every group are not drawn",
        )
        if n
        else ""
    )


@drawn
def plot_theme_heatmap(themes: pd.DataFrame, *, lang: str = "zh", width: float = PAGE) -> Figure:
    """Draw every theme in every group through every lens; each lens has its own scale, from zero to
    its maximum.

    Parameters
    ----------
    themes : DataFrame
        Columns of themes.csv.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        One panel per lens; at most 40 themes and as many as fit on a page, those with the largest
        mean of the first lens on top, those that are zero everywhere only counted; the last 24
        groups.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(themes, ("theme", "group", "lens", "value"), "themes")
    kinds = [
        lens for lens in ordered(themes["lens"]) if lens != "first_year"
    ]  # a year is no amount
    lenses = [lens for lens in kinds if themes.loc[themes["lens"] == lens, "value"].notna().any()]
    if not lenses:
        return empty_figure(width, lang)
    every, ranked = ordered(themes["group"]), _most_prominent(themes[themes["lens"] == lenses[0]])
    told = _told(themes[themes["lens"].isin(lenses)])
    rows = [row for row in ranked if row in told]
    groups = every[-MAX_CELL_GROUPS:]
    columns, lines, n_shown = _panels(len(lenses), len(groups), width, CELL)
    if n_shown < len(rows):  # rather all themes than their numbers, which stand in the table
        columns, lines, n_shown = _panels(len(lenses), len(groups), width, NARROW_CELL)
    shown = rows[:n_shown]
    figure = new_figure(width, title=words(lang, "各口径下的议题", "Themes through each lens"))
    panels = figure.subplots(lines, columns, sharey=True, squeeze=False)
    room = ems_in((width - LABEL_ROOM) / columns, SMALL) - 0.5
    for axes, lens in zip(panels.flat, lenses, strict=False):
        values = matrix(themes[themes["lens"] == lens], shown, groups, ("theme", "group", "value"))
        values = values * 100 if lens in SHARES else values
        top = max(float(np.nanmax(values)), 1e-9)
        numbers = ".0f" if lens in SHARES or top >= 100 else ".1f"
        heat_map(axes, values, Normalize(0, top), numbers if room / len(groups) > 1.7 else "")
        roomy = room / len(groups) > 2.6  # for two lines of a label
        axes.set_xticks(
            range(len(groups)),
            [wrap(group, 5) if roomy else shorten(group, 10) for group in groups],
            rotation=90,
        )
        title = _axis_name(lens, lang) + (words(lang, "（%）", " (%)") if lens in SHARES else "")
        axes.set_title(wrap(title, room, lines=4), fontsize=SMALL)
    for axes in panels.flat[len(lenses) :]:
        axes.set_visible(False)
    for axes in panels[:, 0]:
        axes.set_yticks(range(len(shown)), [shorten(row, 9) for row in shown])
    hidden = (
        more(lang, len(rows) - len(shown), "个议题", "themes"),
        more(lang, len(every) - len(groups), "组", "groups"),
    )
    note(figure, joined(lang, _silent_note(len(ranked) - len(rows), lang), *hidden), width)
    fit_height(figure, panels[:, 0], [0.43 * len(shown)] * lines)
    return figure


def _panels(n_lenses: int, n_groups: int, width: float, cell: float) -> tuple[int, int, int]:
    """Return how many panels stand side by side and below each other, and how many themes fit into
    each.

    >>> _panels(5, 12, 17.0, 0.6), _panels(5, 12, 17.0, 0.3)
    ((1, 5, 4), (3, 2, 20))
    """
    columns = min(n_lenses, max(1, int((width - LABEL_ROOM) / (cell * n_groups + 0.2))))
    lines = -(-n_lenses // columns)
    return columns, lines, min(MAX_CELL_ROWS, fitting(0.43 * lines, 3 * lines))


def _most_prominent(values: pd.DataFrame) -> list[str]:
    """Order themes by their mean value over the groups, largest first, ties and unknown by name."""
    mean = (
        values.assign(theme=values["theme"].astype(str))
        .groupby("theme")["value"]
        .mean()
        .fillna(-np.inf)
    )
    return sorted(mean.index, key=lambda name: (-mean[name], name))
