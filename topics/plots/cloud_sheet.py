"""Several word clouds on one page: the words of topics or chapters, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from topics.plots.cloud import Cloud, CloudStyle, check_weights, free_cells, table_of, write_words
from topics.plots.packing import Layout
from topics.plots.pieces import TITLE_ROOM, empty_figure, fitting, joined, more, sheet_note
from topics.plots.style import (
    CM,
    GREY,
    SMALL,
    drawn,
    ems_in,
    new_figure,
    shorten,
    weight,
    words,
)

NOTE, HEAD, GAP = 0.6, 0.6, 0.4  # cm: the note, the name of a cloud, the space between clouds
NARROWEST = 5.0  # cm: a narrower cloud holds too few words
PANEL = CloudStyle(n=30, height=4.0)


@drawn
def cloud_sheet(
    groups: Mapping[str, Mapping[str, float]], *, title: str = "", style: CloudStyle = PANEL
) -> Cloud:
    """Draw a small cloud per group on one page; a word has the same colour in all, each cloud has
    its own scale.

    Parameters
    ----------
    groups : mapping of str to mapping of str to float
        Name of each cloud → weights of its words.
    title : str
        Stands above the clouds; say there what the weight is.
    style : CloudStyle
        `width` is that of the page; `height`, `n` and `mask` are those of each cloud.

    Returns
    -------
    Cloud
        The figure, and the table of all words with the column `group` in front. A figure is at most
        24 cm high: the words of clouds beyond that have `page` as their reason, and the note says
        how many clouds they are.

    Raises
    ------
    ValueError
        If a weight is negative or not finite; the message names group and word.

    Examples
    --------
    >>> sheet = cloud_sheet({"主题1": {"产业": 0.3, "园区": 0.1}, "主题2": {"防洪": 0.2}},
    ...     title="主题词（概率）")
    >>> sheet.words[["group", "word", "placed"]].to_numpy().tolist()
    [['主题1', '产业', True], ['主题1', '园区', True], ['主题2', '防洪', True]]
    """
    for group, weights in groups.items():
        check_weights(weights, group)
    columns = max(1, min(len(groups), int(style.width / NARROWEST)))
    own = replace(style, width=style.width / columns - GAP)
    step = HEAD + style.height + GAP
    shown = list(groups)[: columns * fitting(step, TITLE_ROOM + NOTE)]
    if not shown:
        return Cloud(empty_figure(style.width, style.lang), _table({}, None, own, ""))
    figure = new_figure(style.width, TITLE_ROOM + step * -(-len(shown) // columns) + NOTE, title)
    figure.set_layout_engine("none")
    tables = []
    for number, group in enumerate(shown):
        layout = Layout.of(groups[group], own.n, free_cells(own))
        tables.append(_table(groups[group], layout, own, group))
        corner = (
            number % columns * (own.width + GAP) + GAP / 2,
            TITLE_ROOM + number // columns * step,
        )
        _name(figure, group, corner, own.width)
        write_words(figure, tables[-1], layout, (corner[0], corner[1] + HEAD))
    tables += [_table(groups[group], None, own, group) for group in list(groups)[len(shown) :]]
    whole = pd.concat(tables, ignore_index=True)
    _say(figure, whole, len(groups) - len(shown), style)
    return Cloud(figure, whole)


def _table(
    weights: Mapping[str, float], layout: Layout | None, style: CloudStyle, group: str
) -> pd.DataFrame:
    """Return the words of one cloud; without a layout none of them has a place."""
    table = table_of(weights, layout or Layout({}, {}, 1.0, 1.0), style)
    if layout is None:
        table["reason"] = table["reason"].where(table["reason"] == "zero", "page")
    table.insert(0, "group", group)
    return table


def _name(figure: Figure, group: str, corner: tuple[float, float], width: float) -> None:
    """Write the name of a cloud over a thin line."""
    across, down = figure.get_figwidth() / CM, figure.get_figheight() / CM
    label = shorten(group, ems_in(width, SMALL))
    figure.text(
        corner[0] / across,
        1 - corner[1] / down,
        label,
        va="top",
        fontsize=SMALL,
        fontweight=weight(label),
    )
    line = 1 - (corner[1] + HEAD - 0.15) / down
    figure.add_artist(
        Line2D(
            [corner[0] / across, (corner[0] + width) / across],
            [line, line],
            color=GREY,
            linewidth=0.5,
        )
    )


def _say(figure: Figure, table: pd.DataFrame, n_more: int, style: CloudStyle) -> None:
    """Say under the clouds how many words and clouds had no room."""
    hidden = int((table["reason"] == "room").sum())
    no_room = (
        words(
            style.lang,
            f"{hidden}个词放不下，见数据表",
            f"{hidden} words had no room; they are in the table",
        )
        if hidden
        else ""
    )
    sheet_note(
        figure,
        joined(style.lang, no_room, more(style.lang, n_more, "幅词云", "clouds")),
        style.width,
    )
