"""Word clouds that can be compared: a size says a weight, a word keeps its place and colour, nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from topics.style import (
    BLUE,
    CM,
    COLOURS,
    FALLBACK,
    FAMILY,
    GREY,
    PAGE,
    SMALL,
    VERMILION,
    clean,
    drawn,
    new_figure,
    shorten,
    weight,
    words,
)

Grid = npt.NDArray[np.bool_]
CELL = 0.05  # cm: places are searched on a grid of half a millimetre
GAP = 0.05  # cm between words
TITLE_HEIGHT, NOTE_HEIGHT = 0.8, 0.5  # cm above and below the words
LARGEST = 60.0  # points


@dataclass(frozen=True, kw_only=True)
class CloudStyle:
    """How a cloud looks.

    Attributes
    ----------
    n : int
        Words at most: those with the largest weights, ties by the word.
    width, height : float
        In cm; the height without title and note.
    mask : ndarray of bool, of shape (n_rows, n_columns), optional
        True where words may stand, in any resolution; it is stretched over the figure.
    colours : mapping of str to str, optional
        Colour of a word; others get one that depends on the word alone.
    lang : str
        `zh` or `en`.
    """

    n: int = 100
    width: float = PAGE
    height: float = 8.5
    mask: Grid | None = None
    colours: Mapping[str, str] | None = None
    lang: str = "zh"


class Cloud(NamedTuple):
    """A figure, and the table of all words: word, weight, size (points), x, y (cm from top left), colour, placed, reason.

    `reason` says why a word is not placed: `zero` weight or nothing to draw, beyond the `limit`, or no `room`.
    """

    figure: Figure
    words: pd.DataFrame


class Place(NamedTuple):
    """Where the middle of a word stands, in cm from the top left."""

    x: float
    y: float


class Shape(NamedTuple):
    """Ink of a word at one point: left, bottom, right, top, in points from the start of its base line."""

    left: float
    bottom: float
    right: float
    top: float


def word_cloud(weights: Mapping[str, float], *, title: str = "", style: CloudStyle | None = None) -> Cloud:
    """Draw one word cloud.

    The size of a word is proportional to the square root of its weight, so that its area is proportional to the weight;
    no word is smaller than 7 points. The largest size is the one at which all words fit.

    Parameters
    ----------
    weights : mapping of str to float
        Counts, tf-idf or keyness; words with weight 0 are not drawn.
    title : str
        Stands above the cloud; say there what the weight is.
    style : CloudStyle, optional

    Returns
    -------
    Cloud
        The figure, and the table of all words given, largest weight first; `placed` is false for those not drawn.

    Raises
    ------
    ValueError
        If a weight is negative or not finite; the message names the word.

    Examples
    --------
    >>> cloud = word_cloud({"城市更新": 9, "韧性": 4, "管网": 1}, title="2024（次数）")
    >>> cloud.words[["word", "weight", "placed"]].to_string(index=False).split()
    ['word', 'weight', 'placed', '城市更新', '9.0', 'True', '韧性', '4.0', 'True', '管网', '1.0', 'True']
    """
    return word_clouds({title: weights}, style=style)[title]


@drawn
def word_clouds(groups: Mapping[str, Mapping[str, float]], *, style: CloudStyle | None = None) -> dict[str, Cloud]:
    """Draw one cloud per group; a word has the same place and colour in all, and sizes compare across them.

    Parameters
    ----------
    groups : mapping of str to mapping of str to float
        Title of each cloud → weights of its words. Sizes are relative to the largest weight of all groups.
    style : CloudStyle, optional
        `n` limits the words of all groups together, by their largest weight.

    Returns
    -------
    dict of str to Cloud
    """
    style = style or CloudStyle()
    for group, weights in groups.items():
        _check(weights, group)
    largest: dict[str, float] = {}
    for weights in groups.values():
        for word, value in weights.items():
            largest[word] = max(value, largest.get(word, 0.0))
    layout = _Layout.of(largest, style)
    return {group: _draw(weights, layout, title=group, style=style) for group, weights in groups.items()}


@drawn
def comparison_cloud(
    target: Mapping[str, float], reference: Mapping[str, float], *, names: tuple[str, str], style: CloudStyle | None = None
) -> Cloud:
    """Draw the words of two groups against each other: those of the reference left, those of the target right.

    A word stands on the side where its share of all weights is larger; its size is the difference from the mean of the two
    shares, as in `comparison.cloud` of the R package wordcloud.

    Parameters
    ----------
    target, reference : mapping of str to float
        Counts of words.
    names : tuple of str
        Names of target and reference.
    style : CloudStyle, optional
        `n` words at most in all.

    Returns
    -------
    Cloud
        `weight` is half the difference of the shares: positive on the target's side, negative on the reference's.

    Examples
    --------
    >>> cloud = comparison_cloud({"韧性": 3, "产业": 1}, {"产业": 4}, names=("2024", "2020"))
    >>> dict(zip(cloud.words["word"], cloud.words["weight"]))
    {'产业': -0.375, '韧性': 0.375}
    """
    style = style or CloudStyle()
    _check(target, names[0])
    _check(reference, names[1])
    totals = sum(target.values()) or 1.0, sum(reference.values()) or 1.0
    halves = {
        word: (target.get(word, 0.0) / totals[0] - reference.get(word, 0.0) / totals[1]) / 2 for word in {*target, *reference}
    }
    layout = _Layout.of({word: abs(half) for word, half in halves.items()}, style, right={w for w, h in halves.items() if h > 0})
    tinted = CloudStyle(**{**style.__dict__, "colours": {w: VERMILION if h > 0 else BLUE for w, h in halves.items()}})
    cloud = _draw({word: abs(half) for word, half in halves.items()}, layout, title="", style=tinted)
    for name, x, side, colour in ((names[1], 0.01, "left", BLUE), (names[0], 0.99, "right", VERMILION)):
        label = shorten(f"← {clean(name)}" if side == "left" else f"{clean(name)} →", 26)
        cloud.figure.text(x, 1 - 0.1 * CM / cloud.figure.get_figheight(), label, ha=side, va="top", color=colour, fontweight=weight(label))
    table = cloud.words.assign(weight=[halves[word] for word in cloud.words["word"]])
    return Cloud(cloud.figure, table)


@dataclass(frozen=True)
class _Layout:
    """Places of the words, their shapes, and which size the largest weight has in points."""

    places: Mapping[str, Place]
    shapes: Mapping[str, Shape]
    size: float
    top: float

    def reason(self, word: str, value: float) -> str:
        """Say why a word is not drawn; nothing if it is."""
        if value <= 0 or not clean(word):
            return "zero"
        if word not in self.shapes:
            return "limit"
        return "" if word in self.places else "room"

    @classmethod
    def of(cls, weights: Mapping[str, float], style: CloudStyle, *, right: Collection[str] | None = None) -> _Layout:
        """Find the largest size at which all words fit; at the smallest, those that do not fit have no place.

        With `right`, these words stand in the right half and the others in the left.
        """
        ranked = sorted((word for word in weights if weights[word] > 0 and clean(word)), key=lambda w: (-weights[w], w))
        del ranked[style.n :]
        shapes = {word: _shape(word) for word in ranked}
        top = max((weights[word] for word in ranked), default=1.0)
        sides = [(ranked, _free(style))] if right is None else _halves(ranked, _free(style), right)
        size = LARGEST
        while True:
            boxes = {word: _box(shapes[word], _size(weights[word], top, size)) for word in ranked}
            places = {word: place for part, free in sides for word, place in _place(part, boxes, free).items()}
            if len(places) == len(ranked) or size < 2 * SMALL:
                return cls(places, shapes, size, top)
            size *= 0.92


def _check(weights: Mapping[str, float], group: str) -> None:
    """Refuse weights that no size can show."""
    if bad := sorted(word for word, value in weights.items() if not isfinite(value) or value < 0):
        where = f"{group}: " if group else ""
        raise ValueError(f"{where}weight {weights[bad[0]]} of '{bad[0]}': give each word a number from 0 up")


def _size(value: float, top: float, size: float) -> float:
    """Return the size of a word in points: area proportional to weight, at least 7."""
    return max(SMALL, size * sqrt(value / top))


def _shape(word: str) -> Shape:
    label = clean(word)
    font = FontProperties(family=[FAMILY, FALLBACK], weight=weight(label))
    box = TextPath((0, 0), label, size=100, prop=font).get_extents()
    return Shape(*(float(value) / 100 for value in (box.x0, box.y0, box.x1, box.y1)))


def _box(shape: Shape, size: float) -> tuple[int, int]:
    """Return height and width of a word in cells, with the gap around it."""
    height, width = (shape.top - shape.bottom) * size / 72 / CM, (shape.right - shape.left) * size / 72 / CM
    return int(np.ceil((height + 2 * GAP) / CELL)), int(np.ceil((width + 2 * GAP) / CELL))


def _free(style: CloudStyle) -> Grid:
    """Return which cells of the figure words may cover: the mask, stretched to the grid."""
    n_rows, n_columns = round(style.height / CELL), round(style.width / CELL)
    if style.mask is None:
        return np.ones((n_rows, n_columns), dtype=np.bool_)
    mask = np.asarray(style.mask, dtype=np.bool_)
    if mask.ndim != 2 or not mask.any():
        raise ValueError(f"mask of shape {mask.shape}: give two dimensions, True where words may stand")
    rows = np.arange(n_rows) * mask.shape[0] // n_rows
    columns = np.arange(n_columns) * mask.shape[1] // n_columns
    return mask[np.ix_(rows, columns)]


def _halves(ranked: Sequence[str], free: Grid, right: Collection[str]) -> list[tuple[list[str], Grid]]:
    """Split words and cells into a left and a right half."""
    is_right = np.arange(free.shape[1]) >= free.shape[1] // 2
    return [
        ([word for word in ranked if word not in right], free & ~is_right),
        ([word for word in ranked if word in right], free & is_right),
    ]


def _place(ranked: Sequence[str], boxes: Mapping[str, tuple[int, int]], free: Grid) -> dict[str, Place]:
    """Put each word in turn at the free place nearest to the middle; leave out those for which there is none."""
    free = free.copy()
    rows, columns = np.nonzero(free)
    if not len(rows):
        return {}
    middle = ((rows.min() + rows.max() + 1) / 2, (columns.min() + columns.max() + 1) / 2)
    stretch = (np.ptp(columns) + 1) / (np.ptp(rows) + 1)  # an ellipse in a wide figure
    places = {}
    for word in ranked:
        height, width = boxes[word]
        corner = _nearest(free, (height, width), middle, stretch)
        if corner is not None:
            free[corner[0] : corner[0] + height, corner[1] : corner[1] + width] = False
            places[word] = Place((corner[1] + width / 2) * CELL, (corner[0] + height / 2) * CELL)
    return places


def _nearest(free: Grid, box: tuple[int, int], middle: tuple[float, float], stretch: float) -> tuple[int, int] | None:
    """Return the top left cell of the free box nearest to the middle, the first in reading order of equals."""
    height, width = box
    if height > free.shape[0] or width > free.shape[1]:
        return None
    taken = np.zeros((free.shape[0] + 1, free.shape[1] + 1), dtype=np.int64)
    taken[1:, 1:] = (~free).cumsum(axis=0).cumsum(axis=1)
    inside = taken[height:, width:] - taken[:-height, width:] - taken[height:, :-width] + taken[:-height, :-width]
    if not (inside == 0).any():
        return None
    down = (np.arange(inside.shape[0]) + height / 2 - middle[0]) * stretch
    across = np.arange(inside.shape[1]) + width / 2 - middle[1]
    distance = np.where(inside == 0, down[:, None] ** 2 + across[None, :] ** 2, np.inf)
    row, column = divmod(int(distance.argmin()), inside.shape[1])
    return row, column


def _draw(weights: Mapping[str, float], layout: _Layout, *, title: str, style: CloudStyle) -> Cloud:
    """Write the words at their places, and the table of all of them."""
    records = [_record(word, weights[word], layout, style) for word in sorted(weights, key=lambda w: (-weights[w], w))]
    table = pd.DataFrame(records, columns=["word", "weight", "size", "x", "y", "colour", "placed", "reason"])
    height = style.height + TITLE_HEIGHT + NOTE_HEIGHT
    figure = new_figure(style.width, height, title)
    figure.set_layout_engine("none")
    figure.set_figheight(height * CM)
    for word, size, x, y, colour in table.loc[table["placed"], ["word", "size", "x", "y", "colour"]].itertuples(index=False):
        shape, label = layout.shapes[word], clean(word)
        left = (x - (shape.left + shape.right) / 2 * size / 72 / CM) / style.width
        base = 1 - (y + TITLE_HEIGHT + (shape.bottom + shape.top) / 2 * size / 72 / CM) / height
        figure.text(left, base, label, fontsize=size, color=colour, fontweight=weight(label), ha="left", va="baseline")
    _report(figure, table, style)
    return Cloud(figure, table)


def _record(word: str, value: float, layout: _Layout, style: CloudStyle) -> tuple[object, ...]:
    """Return one row of the table of words."""
    if reason := layout.reason(word, value):
        return word, float(value), np.nan, np.nan, np.nan, "", False, reason
    colour = (style.colours or {}).get(word, COLOURS[crc32(word.encode("utf-8", "replace")) % 5])
    return word, float(value), _size(value, layout.top, layout.size), *layout.places[word], colour, True, ""


def _report(figure: Figure, table: pd.DataFrame, style: CloudStyle) -> None:
    """Say in the corner how many words had no room, or that there are none."""
    hidden = int((table["reason"] == "room").sum())
    if not table["placed"].any():
        text = words(style.lang, "没有可画的词", "No words to draw")
        figure.text(0.5, 0.45, text, ha="center", color=GREY)
    elif hidden:
        text = words(style.lang, f"{hidden}个词放不下，见数据表", f"{hidden} words had no room; they are in the table")
        figure.text(0.995, 0.01, text, ha="right", va="bottom", color=GREY, fontsize=SMALL)
