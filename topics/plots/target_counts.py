"""Figure of quantities: how many of each kind a document or chapter has."""

from __future__ import annotations

import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from topics.names import QUANTITY_KINDS, name_of
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
    ems,
    ems_in,
    fit_height,
    new_figure,
    shorten,
    words,
)

ROW = 0.62  # cm of a cell


@drawn
def plot_target_counts(targets: pd.DataFrame, *, lang: str = "zh", width: float = PAGE) -> Figure:
    """Draw how many quantities of each kind (column) each document (row) states.

    Parameters
    ----------
    targets : DataFrame
        Columns of targets.csv; documents in the order in which they are to stand.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        Numbers in cells; of a single document one row per chapter.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(targets, ("doc_id", "path", "kind"), "targets")
    if targets.empty:
        return empty_figure(width, lang)
    names = targets["doc_id"].astype(str)
    alone = len(set(names)) == 1
    rows = targets["path"].astype(str).str.partition("/")[0] if alone else names
    table = (
        targets.assign(row=rows).groupby(["row", "kind"], sort=False).size().reset_index(name="n")
    )
    every = ordered(rows)
    kept = every[: fitting(ROW)]
    kinds = [kind for kind in QUANTITY_KINDS if kind in set(targets["kind"])]
    figure = new_figure(width, title=words(lang, "文件中的数量", "Quantities by kind"))
    axes = figure.subplots()
    values = matrix(table, kept, kinds, ("row", "kind", "n"))
    heat_map(axes, values, Normalize(0, max(float(table["n"].max()), 1.0)), ".0f")
    room = ems_in(width * 0.7 / len(kinds), SMALL)
    labels = [name_of(kind, QUANTITY_KINDS, lang) for kind in kinds]
    upright = any(ems(label) > room for label in labels)
    axes.set_xticks(range(len(kinds)), labels, rotation=90 if upright else 0)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(kept)), [shorten(row, ems_in(width * 0.24, SMALL)) for row in kept])
    text = words(
        lang,
        "每个数量只属一类；只有目标、限制与资金对将来有约束",
        "Each quantity is of one kind; targets, limits and budgets alone bind the future",
    )
    hidden = more(lang, len(every) - len(kept), "行", "rows")
    note(figure, joined(lang, text, hidden), width)
    fit_height(figure, [axes], [ROW * len(kept)])
    return figure
