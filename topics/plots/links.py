"""Figure of links: which section of one document stands in another, as ribbons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path

from topics.names import LINK_SHAPES
from topics.plots.pieces import (
    LINE,
    NOTE_ROOM,
    TITLE_ROOM,
    check_columns,
    empty_figure,
    joined,
    legend_above,
    sheet,
    sheet_note,
)
from topics.plots.style import (
    GREEN,
    GREY,
    INK,
    NARROW,
    PAGE,
    PALE,
    SHADES,
    SKY,
    SMALL,
    TALLEST,
    VERMILION,
    drawn,
    ems_in,
    new_figure,
    shorten,
    words,
)

MOST = 80  # sections a side; beyond that chapters are drawn
BAR, FREE = 0.35, 0.3  # cm: width of a bar; how far one without a link stands aside
LEAST, GAP = LINE * 0.9, 0.06  # cm: a line of type; between two bars
CROWDED = 0.75  # part of the height from which lines of type leave no room to tell sizes apart
# Colour and hatch of each shape: the colours differ in lightness, and where they do not, the hatch
# does.
STYLES: Mapping[str, tuple[str, str]] = {
    "same": (SHADES[5], ""),
    "kept": (SHADES[4], ""),
    "reworded": (SKY, ""),
    "rewritten": (SHADES[1], ""),
    "split": (GREEN, "///"),
    "merged": (VERMILION, "\\\\\\"),
    "regrouped": ("#A3508A", "xxx"),
}
ALONE: Mapping[str, Any] = {
    "facecolor": "white",
    "edgecolor": INK,
    "hatch": "---",
    "linewidth": 0.5,
}
ENDS, SIZES = ("path_reference", "path_target"), ("n_chars_reference", "n_chars_target")
COLUMNS = ("reference", "target", *ENDS, *SIZES, "certainty", "shape")


@dataclass(frozen=True, slots=True)
class _Bar:
    """A section, or a chapter: its label, and where it stands, in cm from below."""

    label: str
    top: float
    height: float
    linked: bool


@drawn
def plot_links(
    links: pd.DataFrame, sections: pd.DataFrame, *, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw two documents as columns of sections, and a ribbon from each to what became of it.

    Parameters
    ----------
    links : DataFrame
        Columns of links.csv, one pair of documents; weak links are not drawn. Where there is a
        column href, a ribbon, and a bar without one, leads there.
    sections : DataFrame
        Columns of sections.csv (doc_id, path, heading, leaf, n_chars), in the order of the texts.
    lang, width
        As in `plot_shifts`.

    Returns
    -------
    Figure
        The height of a bar is its number of Han characters. Sections without a link stand free:
        dropped on the left, new on the right. With more than 80 sections on a side the bars are
        chapters.

    Raises
    ------
    ValueError
        If a table lacks a column, or the links are those of several pairs.
    """
    check_columns(links, (*COLUMNS, "doc_id_reference", "doc_id_target"), "links")
    check_columns(sections, ("doc_id", "path", "heading", "leaf", "n_chars"), "sections")
    if links.empty:
        return empty_figure(width, lang)
    if len(pairs := links[["doc_id_reference", "doc_id_target"]].drop_duplicates()) > 1:
        raise ValueError(f"links of {len(pairs)} pairs of documents: a figure shows one pair")
    leaves = [_leaves(sections, str(name)) for name in pairs.iloc[0]]
    ribbons = links[links["certainty"].isin(["sure", "likely"])]
    by_chapter = max(map(len, leaves)) > MOST
    if by_chapter:
        leaves, ribbons = _chapters(leaves, sections, ribbons)
    head = TITLE_ROOM + (1.3 if width < NARROW else 0.7)
    rows = max(map(len, leaves))
    height = min(max(rows * LINE * 1.15 + 1, 6.0), TALLEST - head - NOTE_ROOM)
    title = words(lang, "条目对应关系", "What became of each section")
    figure = new_figure(width, head + NOTE_ROOM + height, title)
    figure.set_layout_engine("none")
    axes = sheet(figure, (0.2, NOTE_ROOM), (width - 0.4, height))
    bars = _all_bars(leaves, ribbons, height - LINE * 1.6, lang)
    hrefs = _hrefs(links) if "href" in links and not by_chapter else [{}, {}]
    names = [str(links[name].iloc[0]) for name in ("reference", "target")]
    inner = _columns(axes, bars, names, hrefs)
    shown = _ribbons(axes, bars, ribbons, inner)
    _legend(axes, [*shown, *_alone(bars)], lang, width)
    sheet_note(figure, _note(lang, bars, by_chapter=by_chapter), width)
    return figure


def _leaves(sections: pd.DataFrame, document: str) -> pd.DataFrame:
    rows = sections[(sections["doc_id"].astype(str) == document) & sections["leaf"].astype(bool)]
    return rows[["path", "heading", "n_chars"]].astype({"path": str})


def _chapters(
    leaves: Sequence[pd.DataFrame], sections: pd.DataFrame, ribbons: pd.DataFrame
) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """Sum sections and links over the chapters; the shape is that of most of the links."""
    headings = dict(zip(sections["path"].astype(str), sections["heading"], strict=True))
    summed = []
    for side in leaves:
        chapter = pd.Series(_first(side["path"]), side.index, dtype=object, name="path")
        sizes = side.groupby(chapter, sort=False)["n_chars"].sum().reset_index()
        named = sizes.assign(heading=[headings.get(path, "") for path in sizes["path"]])
        summed.append(named[["path", "heading", "n_chars"]])
    joined_up = ribbons.assign(**{name: _first(ribbons[name]) for name in ENDS})
    groups = joined_up.groupby(list(ENDS), sort=False)
    shapes = groups["shape"].agg(lambda names: names.mode().iloc[0])
    return summed, pd.concat([shapes, groups[list(SIZES)].sum()], axis=1).reset_index()


def _first(paths: pd.Series) -> list[str]:
    return [str(path).partition("/")[0] for path in paths]


def _all_bars(
    leaves: Sequence[pd.DataFrame], ribbons: pd.DataFrame, height: float, lang: str
) -> list[dict[str, _Bar]]:
    """Place the bars of both sides: as high as they have characters, and as far apart as lines of
    type where there is room for all.
    """
    crowded = max(map(len, leaves)) * (LEAST + GAP) > CROWDED * height
    least = 0.0 if crowded else LEAST
    scale = min(_scale(side["n_chars"].tolist(), height, least) for side in leaves)
    placed = []
    for side, name in zip(leaves, ENDS, strict=True):
        linked, top, bars = set(ribbons[name]), height, {}
        for path, heading, size in side.itertuples(index=False):
            room = max(size * scale, least)
            bars[path] = _Bar(
                _label(path, heading, lang),
                top - (room - size * scale) / 2,
                size * scale,
                path in linked,
            )
            top -= room + GAP
        placed.append(bars)
    return placed


def _label(path: str, heading: str, lang: str) -> str:
    chapter, _, last = path.rpartition("/")
    if last == "0":
        return f"{chapter} {words(lang, '（引言）', '(introduction)')}".strip()
    return f"{last} {heading}".strip()


def _scale(sizes: Sequence[float], height: float, least: float) -> float:
    """Return the cm of a character with which bars, and their lines of type, fill a height."""
    low, high = 0.0, height / max(sum(sizes), 1)
    for _ in range(40):
        middle = (low + high) / 2
        taken = sum(max(size * middle, least) + GAP for size in sizes)
        low, high = (middle, high) if taken <= height else (low, middle)
    return low


def _hrefs(links: pd.DataFrame) -> list[dict[str, str]]:
    """Return where each section without a link leads, on both sides."""
    alone = (links[links["shape"] == shape] for shape in ("dropped", "new"))
    return [
        dict(zip(rows[end], rows["href"], strict=True))
        for rows, end in zip(alone, ENDS, strict=True)
    ]


def _columns(
    axes: Axes,
    bars: Sequence[dict[str, _Bar]],
    names: Sequence[str],
    hrefs: Sequence[Mapping[str, str]],
) -> tuple[float, float]:
    """Draw the bars with their labels; return where the ribbons begin and end."""
    width, height = axes.get_xlim()[1], axes.get_ylim()[1]
    room = min(width * 0.33, 5.2)
    lefts = room, width - room - BAR
    for number, (side, left) in enumerate(zip(bars, lefts, strict=True)):
        outward, align = ((-1, "right"), (1, "left"))[number]
        edge = left if number == 0 else left + BAR
        axes.text(
            edge, height - 0.1, shorten(names[number], 12), ha=align, va="top", fontsize=SMALL
        )
        last = height
        for path, bar in side.items():
            shift = 0 if bar.linked else outward * FREE
            axes.add_patch(_rectangle(bar, left + shift)).set_url(hrefs[number].get(path))
            middle = bar.top - bar.height / 2
            if last - middle < LEAST:
                continue  # no room for the label; the table has it
            last = middle
            axes.text(
                edge + shift + outward * 0.1,
                middle,
                shorten(bar.label, ems_in(room - FREE - 0.2, SMALL)),
                ha=align,
                va="center",
                fontsize=SMALL,
                color=INK if bar.linked else GREY,
            )
    return lefts[0] + BAR, lefts[1]


def _rectangle(bar: _Bar, left: float) -> Rectangle:
    look = {"facecolor": GREY, "edgecolor": "none"} if bar.linked else ALONE
    return Rectangle((left, bar.top - bar.height), BAR, max(bar.height, 0.03), **look)


def _ribbons(
    axes: Axes,
    bars: Sequence[dict[str, _Bar]],
    ribbons: pd.DataFrame,
    inner: tuple[float, float],
) -> list[str]:
    """Draw the ribbons, each with its part of both bars, and return the shapes that occur."""
    rows = ribbons[ribbons[ENDS[0]].isin(list(bars[0])) & ribbons[ENDS[1]].isin(list(bars[1]))]
    hrefs = rows["href"] if "href" in rows else [None] * len(rows)
    ends = zip(rows["shape"], hrefs, _parts(bars, rows, 0), _parts(bars, rows, 1), strict=True)
    for shape, href, left, right in ends:
        colour, hatch = STYLES.get(shape, (PALE, ""))
        outline = _outline(inner, left, right)
        axes.add_patch(
            PathPatch(
                outline, facecolor=colour, edgecolor="white", hatch=hatch, linewidth=0.3, alpha=0.75
            )
        ).set_url(href or None)
    return [shape for shape in STYLES if (rows["shape"] == shape).any()]


def _parts(
    bars: Sequence[dict[str, _Bar]], ribbons: pd.DataFrame, side: int
) -> list[tuple[float, float]]:
    """Divide each bar of a side among its ribbons, by the characters at their other ends, in the
    order of these; return top and bottom for each ribbon.
    """
    path, other, size = (
        ribbons[name].tolist() for name in (ENDS[side], ENDS[1 - side], SIZES[1 - side])
    )
    of: dict[str, list[int]] = {}
    for number in sorted(range(len(path)), key=lambda number: -bars[1 - side][other[number]].top):
        of.setdefault(path[number], []).append(number)
    found = {}
    for name, numbers in of.items():
        bar, total = bars[side][name], sum(max(size[number], 1) for number in numbers)
        top = bar.top
        for number in numbers:
            part = bar.height * max(size[number], 1) / total
            found[number] = (top, top - part)
            top -= part
    return [found[number] for number in range(len(path))]


def _outline(
    inner: tuple[float, float], left: tuple[float, float], right: tuple[float, float]
) -> Path:
    """Return a band between two columns that leaves both level."""
    middle = sum(inner) / 2
    points = [
        (inner[0], left[0]),
        (middle, left[0]),
        (middle, right[0]),
        (inner[1], right[0]),
        (inner[1], right[1]),
        (middle, right[1]),
        (middle, left[1]),
        (inner[0], left[1]),
        (inner[0], left[0]),
    ]
    curve = [Path.CURVE4] * 3
    return Path(points, [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def _alone(bars: Sequence[dict[str, _Bar]]) -> list[str]:
    names = ("dropped", "new")
    return [
        name
        for name, side in zip(names, bars, strict=True)
        if any(not bar.linked for bar in side.values())
    ]


def _legend(axes: Axes, shapes: Sequence[str], lang: str, width: float) -> None:
    if not shapes:
        return
    handles = [
        Patch(facecolor=STYLES[shape][0], hatch=STYLES[shape][1], edgecolor="white", alpha=0.75)
        if shape in STYLES
        else Patch(**ALONE)
        for shape in shapes
    ]
    labels = [LINK_SHAPES[shape].in_(lang) for shape in shapes]
    legend_above(axes, handles, labels, width=width, above=2)


def _note(lang: str, bars: Sequence[dict[str, _Bar]], *, by_chapter: bool) -> str:
    n_alone = [sum(not bar.linked for bar in side.values()) for side in bars]
    unit = words(lang, "章" if by_chapter else "条目", "chapters" if by_chapter else "sections")
    height = words(lang, "条形高度为汉字数", "Height: Han characters")
    counts = words(
        lang,
        f"左侧{len(bars[0])}个{unit}，{n_alone[0]}个无对应；右侧{len(bars[1])}个，{n_alone[1]}个无对应",
        f"left {len(bars[0])} {unit}, {n_alone[0]} without a link; right {len(bars[1])},"
        f" {n_alone[1]}",
    )
    return joined(lang, height, counts)
