"""Figures of change: what gained and what lost weight between two documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from topics.names import MARKS, SHIFTS, code_of
from topics.plots.arrows import Arrow, RootScale, draw_arrow, draw_root_axis
from topics.plots.change_words import PairWords, is_told
from topics.plots.figures_of_rates import label, strength
from topics.plots.grouped_rows import Column, Frame, Group, Row, grouped_sheet, rows_that_fit
from topics.plots.pieces import check_columns, ordered
from topics.plots.style import PAGE, clean, drawn, words

_FACTS = (
    *("theme", "reference", "target", "grade", "spread", "mark", "ratio"),
    *("sections_reference", "sections_target", "rate_reference", "rate_target"),
)


@drawn
def plot_change(
    facts: pd.DataFrame,
    evidence: pd.DataFrame,
    rates: pd.DataFrame | None = None,
    *,
    in_time: bool = True,
    lang: str = "zh",
    width: float = PAGE,
) -> Figure:
    """Draw what gained and what lost weight from one document or group to another.

    An open dot is the first, bars are those between, the head of the arrow is the last. The fill of
    the head says how strong the evidence is, a thick line that several sections bear the
    difference.

    Parameters
    ----------
    facts : DataFrame
        Columns of facts.csv: theme, reference, target, grade, spread, mark, sections_reference,
        sections_target, rate_reference, rate_target, ratio. Of several pairs the first group
        against the last is drawn where the table has that pair, else its last pair: for another
        one give its rows alone.
    evidence : DataFrame
        Columns theme, reference, target, grade; themes without a row count as not testable.
    rates : DataFrame, optional
        Columns theme, group, rate; groups in the order of time. Those between the two become bars.
    in_time : bool
        False where the two do not follow each other, such as regions: then words are "higher" and
        "lower", and a square stands for the head.
    lang : str
        `zh` or `en`.
    width : float
        In cm: 17 for a page, 8.5 for a column, which holds fewer columns of numbers.

    Returns
    -------
    Figure
        One row per theme that shifted or won or lost a chapter or item of its own, sorted by the
        ratio; the others in a line below. Where not all fit on a page, those with a chapter or with
        evidence come first, and the note says how many are missing.

    Raises
    ------
    ValueError
        If a table lacks a column.
    """
    check_columns(facts, _FACTS, "facts")
    check_columns(evidence, ("theme", "reference", "target", "grade"), "evidence")
    if rates is not None:
        check_columns(rates, ("theme", "group", "rate"), "rates")
    groups = [label(group) for group in ordered(rates["group"])] if rates is not None else []
    sides = _chosen(facts, groups)
    grades = _grades(evidence, sides)
    records: list[dict[str, Any]] = [
        {
            **{str(name): value for name, value in row.items()},
            "evidence": grades.get(clean(row["theme"]), "untestable"),
        }
        for row in _of_pair(facts, sides).to_dict("records")
    ]
    records.sort(key=lambda row: (-strength(row["ratio"]), clean(row["theme"])))
    shifted = [
        row for row in records if code_of(row["grade"]) in SHIFTS or code_of(row["mark"]) in MARKS
    ]
    between = _between(groups, sides) if in_time else []
    texts = PairWords(sides, lang, width, in_time)
    rest = [row for row in records if row not in shifted]
    frame = texts.frame(shifted, between, rest, 0)
    kept = _fitting(shifted, frame)
    if len(kept) < len(shifted):
        frame = texts.frame(kept, between, rest, len(shifted) - len(kept))
    return _draw(kept, frame, texts, _middle(rates, between))


def _chosen(facts: pd.DataFrame, groups: Sequence[str]) -> tuple[str, str]:
    """Return the pair of the first group and the last where the table has it, else its last one."""
    pairs = list(zip(map(label, facts["reference"]), map(label, facts["target"]), strict=True))
    if groups and (groups[0], groups[-1]) in pairs:
        return groups[0], groups[-1]
    return pairs[-1] if pairs else ("", "")


def _of_pair(table: pd.DataFrame, sides: tuple[str, str]) -> pd.DataFrame:
    return table[
        (table["reference"].map(label) == sides[0]) & (table["target"].map(label) == sides[1])
    ]


def _grades(evidence: pd.DataFrame, sides: tuple[str, str]) -> dict[str, str]:
    rows = _of_pair(evidence, sides)
    return dict(zip(map(clean, rows["theme"]), map(code_of, rows["grade"]), strict=True))


def _between(groups: Sequence[str], sides: tuple[str, str]) -> list[str]:
    if not set(sides) <= set(groups):
        return []
    first, last = sorted(groups.index(side) for side in sides)
    return list(groups[first + 1 : last])


def _middle(rates: pd.DataFrame | None, between: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """Return the rates of each theme in the documents between."""
    found: dict[str, tuple[float, ...]] = {}
    if rates is None or not between:
        return found
    columns = (rates[name] for name in ("theme", "group", "rate"))
    for theme, group, rate in zip(*columns, strict=True):
        if label(group) in between and pd.notna(rate):
            found[clean(theme)] = (*found.get(clean(theme), ()), float(rate))
    return found


def _gains(row: Mapping[str, Any]) -> bool:
    """Return whether a theme gained: by its rates, where they are equal by its mark."""
    if row["rate_target"] != row["rate_reference"]:
        return bool(row["rate_target"] > row["rate_reference"])
    return code_of(row["mark"]).endswith("gained")


def _fitting(rows: list[dict[str, Any]], frame: Frame) -> list[dict[str, Any]]:
    """Keep as many rows as fit on a page, those with a mark or evidence first, in their order."""
    ranked = sorted(rows, key=lambda row: not is_told(row))
    names = [clean(row["theme"]) for row in ranked]
    kept = ranked[: rows_that_fit(names, frame, 2)]
    return [row for row in rows if row in kept]


def _draw(
    rows: Sequence[Mapping[str, Any]],
    frame: Frame,
    texts: PairWords,
    middle: Mapping[str, tuple[float, ...]],
) -> Figure:
    sides = [[row for row in rows if _gains(row)], [row for row in rows if not _gains(row)]]
    arrows = [
        Arrow(
            row["rate_reference"],
            row["rate_target"],
            middle.get(clean(row["theme"]), ()),
            row["evidence"],
            code_of(row["spread"]) if code_of(row["grade"]) in SHIFTS else "",
        )
        for side in sides
        for row in side
    ]
    groups = [
        Group(
            heading,
            tuple(Row(clean(row["theme"]), texts.cells(row), bold=is_told(row)) for row in side),
        )
        for heading, side in zip(texts.headings(), sides, strict=True)
    ]
    return draw_arrows(
        frame,
        groups,
        texts.columns(),
        arrows,
        axis=rate_axis(texts.lang),
        pointed=texts.in_time,
    )


def rate_axis(lang: str) -> str:
    """Name the axis of rates."""
    return words(
        lang,
        "提及频率（次/万汉字，平方根刻度）",
        "mentions per 10,000 Han characters (root scale)",
    )


def draw_arrows(
    frame: Frame,
    groups: Sequence[Group],
    columns: Sequence[Column],
    arrows: Sequence[Arrow],
    *,
    axis: str,
    pointed: bool,
) -> Figure:
    """Draw a sheet with an arrow in each row over an axis named `axis`."""
    sheet = grouped_sheet(frame, groups, columns)
    if not arrows:
        return sheet.figure
    top = max(rate for arrow in arrows for rate in (arrow.first, arrow.last, *arrow.middle))
    scale = RootScale(sheet.left + 0.15, sheet.right - 0.15, max(top, 1e-9))
    draw_root_axis(sheet.axes, scale, (sheet.top, sheet.bottom), axis)
    for place, arrow in zip(sheet.places, arrows, strict=True):
        draw_arrow(sheet.axes, arrow, place.y, scale, pointed=pointed)
    return sheet.figure
