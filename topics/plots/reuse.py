"""Figure of reuse: how much of each document also stands in each other one."""

from __future__ import annotations

import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from topics.plots.pieces import (
    check_columns,
    empty_figure,
    fitting,
    heat_map,
    joined,
    matrix,
    more,
    note,
    ordered,
)
from topics.plots.style import (
    PAGE,
    SMALL,
    drawn,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    words,
    wrap,
)

ROW, COLUMN = 0.62, 1.15  # cm of a cell


@drawn
def plot_reuse(
    reuse: pd.DataFrame, *, share: str = "share_8", lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw which share of each document (row) also stands in each source (column).

    Parameters
    ----------
    reuse : DataFrame
        Columns of reuse.csv.
    share : str
        The column drawn.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        Percentages; a dash where the source is later or the same.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(reuse, ("source", "doc_id", share), "reuse")
    if reuse.empty:
        return empty_figure(width, lang)
    sources, documents = ordered(reuse["source"]), ordered(reuse["doc_id"])
    columns = sources[: max(1, int(width * 0.7 / COLUMN))]
    rows = documents[: fitting(ROW)]
    run = share.rpartition("_")[2]
    title = words(lang, "共有文字的比例", "Share of text that both have")
    figure = new_figure(width, title=title)
    axes = figure.subplots()
    values = 100 * matrix(reuse, rows, columns, ("doc_id", "source", share))
    heat_map(axes, values, Normalize(0, max(float(reuse[share].max()) * 100, 1e-9)), ".0f")
    room = width - width * 0.28
    names = [wrap(name, max(ems_in(room / len(columns), SMALL), 3), lines=3) for name in columns]
    axes.set_xticks(range(len(columns)), names)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), [shorten(row, ems_in(width * 0.24, SMALL)) for row in rows])
    text = words(
        lang,
        f"行文件的汉字中，见于列文件的{run}字以上相同片段所占百分比；共有文字可能另有来源",
        f"Percent of the row's Han characters in runs of {run} or more that the column holds;"
        " shared wording may come from a third text",
    )
    hidden = (
        more(lang, len(documents) - len(rows), "份文件", "documents"),
        more(lang, len(sources) - len(columns), "份来源文件", "sources"),
    )
    note(figure, joined(lang, text, *hidden), width)
    fit_height(figure, [axes], [ROW * len(rows)])
    return figure
