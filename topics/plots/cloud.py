"""Word clouds that can be compared: a size says a weight, a word keeps its place and colour,
nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from PIL import Image, UnidentifiedImageError

from topics.plots.packing import CELL, Grid, Layout, scaled
from topics.plots.save import figure_png
from topics.plots.style import (
    BLUE,
    CM,
    COLOURS,
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

TITLE_HEIGHT, NOTE_HEIGHT = 0.8, 0.5  # cm above and below the words
MASK_PIXELS = 20_000_000


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
    """A figure, and the table of all words: word, weight, size (points), x, y (cm from top left),
    colour, placed, reason.

    `reason` says why a word is not placed: `zero` weight or nothing to draw, beyond the `limit`, or
    no `room`.
    """

    figure: Figure
    words: pd.DataFrame

    def __repr__(self) -> str:
        placed = self.words[self.words["placed"]]
        first = "、".join(map(str, placed["word"].head(3)))
        return f"Cloud({len(placed)} of {len(self.words)} words: {first} …)"

    def _repr_png_(self) -> bytes:
        """Return the picture as notebooks show it."""
        return figure_png(self.figure)


def word_cloud(
    weights: Mapping[str, float] | pd.Series,
    *,
    title: str = "",
    style: CloudStyle | None = None,
) -> Cloud:
    """Draw one word cloud.

    The size of a word is proportional to the square root of its weight, so that its area is
    proportional to the weight; no word is smaller than 7 points. The largest size is the one at
    which all words fit.

    Parameters
    ----------
    weights : mapping of str to float, or Series with the words as its index
        Counts, tf-idf or keyness; words with weight 0 are not drawn.
    title : str
        Stands above the cloud; say there what the weight is.
    style : CloudStyle, optional

    Returns
    -------
    Cloud
        The figure, and the table of all words given, largest weight first; `placed` is false for
        those not drawn.

    Raises
    ------
    ValueError
        If a weight is negative or not finite; the message names the word.

    Examples
    --------
    >>> cloud = word_cloud({"城市更新": 9, "韧性": 4, "管网": 1}, title="2024（次数）")
    >>> cloud.words[["word", "weight", "placed"]].to_string(index=False).split()
    ['word', 'weight', 'placed', '城市更新', '9.0', 'True', '韧性', '4.0', 'True', '管网', '1.0',
    'True']
    """
    if isinstance(weights, pd.Series):
        if weights.index.has_duplicates:
            twice = weights.index[weights.index.duplicated()][0]
            raise ValueError(f"'{twice}' has two weights; add them up: weights.groupby(level=0)")
        weights = {str(word): value for word, value in weights.items()}
    return word_clouds({title: weights}, style=style)[title]


@drawn
def word_clouds(
    groups: Mapping[str, Mapping[str, float]], *, style: CloudStyle | None = None
) -> dict[str, Cloud]:
    """Draw one cloud per group; a word has the same place and colour in all, and sizes compare
    across them.

    Parameters
    ----------
    groups : mapping of str to mapping of str to float
        Title of each cloud → weights of its words. Sizes are relative to the largest weight of all
        groups.
    style : CloudStyle, optional
        `n` limits the words of all groups together, by their largest weight.

    Returns
    -------
    dict of str to Cloud
    """
    style = style or CloudStyle()
    for group, weights in groups.items():
        check_weights(weights, group)
    largest: dict[str, float] = {}
    for weights in groups.values():
        for word, value in weights.items():
            largest[word] = max(value, largest.get(word, 0.0))
    layout = Layout.of(largest, style.n, free_cells(style))
    return {
        group: _draw(weights, layout, title=group, style=style) for group, weights in groups.items()
    }


@drawn
def comparison_cloud(
    target: Mapping[str, float],
    reference: Mapping[str, float],
    *,
    names: tuple[str, str],
    style: CloudStyle | None = None,
) -> Cloud:
    """Draw the words of two groups against each other: those of the reference left, those of the
    target right.

    A word stands on the side where its share of all weights is larger; its size is the difference
    from the mean of the two shares, as in `comparison.cloud` of the R package wordcloud.

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
        `weight` is half the difference of the shares: positive on the target's side, negative on
        the reference's.

    Examples
    --------
    >>> cloud = comparison_cloud({"韧性": 3, "产业": 1}, {"产业": 4}, names=("2024", "2020"))
    >>> dict(zip(cloud.words["word"], cloud.words["weight"]))
    {'产业': -0.375, '韧性': 0.375}
    """
    style = style or CloudStyle()
    check_weights(target, names[0])
    check_weights(reference, names[1])
    totals = sum(target.values()) or 1.0, sum(reference.values()) or 1.0
    halves = {
        word: (target.get(word, 0.0) / totals[0] - reference.get(word, 0.0) / totals[1]) / 2
        for word in {*target, *reference}
    }
    sizes, right = (
        {word: abs(half) for word, half in halves.items()},
        {word for word, half in halves.items() if half > 0},
    )
    layout = Layout.of(sizes, style.n, free_cells(style), right=right)
    tinted = replace(style, colours={word: VERMILION if word in right else BLUE for word in halves})
    cloud = _draw(sizes, layout, title="", style=tinted)
    for name, x, side, colour in (
        (names[1], 0.01, "left", BLUE),
        (names[0], 0.99, "right", VERMILION),
    ):
        label = shorten(f"← {clean(name)}" if side == "left" else f"{clean(name)} →", 26)
        cloud.figure.text(
            x,
            1 - 0.1 * CM / cloud.figure.get_figheight(),
            label,
            ha=side,
            va="top",
            color=colour,
            fontweight=weight(label),
        )
    table = cloud.words.assign(weight=[halves[word] for word in cloud.words["word"]])
    return Cloud(cloud.figure, table)


def read_mask(path: str | Path) -> Grid:
    """Read the shape of a cloud from a picture: words stand where it is dark and opaque.

    Returns
    -------
    ndarray of bool, of shape (n_rows, n_columns)
        For `CloudStyle(mask=…)`.

    Raises
    ------
    ValueError
        If the file is no picture, has more than 20 million pixels, or is pale all over.
    """
    try:
        with Image.open(path, formats=("PNG", "JPEG", "GIF", "BMP", "WEBP")) as picture:
            if picture.width * picture.height > MASK_PIXELS:
                raise ValueError(
                    f"{path}: {picture.width} × {picture.height} pixels; make the mask smaller"
                )
            layers = np.asarray(picture.convert("LA"))
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"{path}: cannot be read as a picture ({error}); give a PNG or JPEG, dark where words"
            " may stand"
        ) from error
    mask = (layers[..., 0] < 128) & (layers[..., 1] >= 128)
    if not mask.any():
        raise ValueError(f"{path}: nothing in it is dark; words stand where the picture is dark")
    return mask


def check_weights(weights: Mapping[str, float], group: str) -> None:
    """Refuse weights that no size can show."""
    if bad := sorted(word for word, value in weights.items() if not isfinite(value) or value < 0):
        where = f"{group}: " if group else ""
        raise ValueError(
            f"{where}weight {weights[bad[0]]} of '{bad[0]}': give each word a number from 0 up"
        )


def free_cells(style: CloudStyle) -> Grid:
    """Return which cells of the figure words may cover: the mask, stretched to the grid."""
    n_rows, n_columns = round(style.height / CELL), round(style.width / CELL)
    if style.mask is None:
        return np.ones((n_rows, n_columns), dtype=np.bool_)
    mask = np.asarray(style.mask, dtype=np.bool_)
    if mask.ndim != 2 or not mask.any():
        raise ValueError(
            f"mask of shape {mask.shape}: give two dimensions, True where words may stand"
        )
    rows = np.arange(n_rows) * mask.shape[0] // n_rows
    columns = np.arange(n_columns) * mask.shape[1] // n_columns
    return mask[np.ix_(rows, columns)]


def _draw(weights: Mapping[str, float], layout: Layout, *, title: str, style: CloudStyle) -> Cloud:
    """Write the words at their places, and the table of all of them."""
    table = table_of(weights, layout, style)
    height = style.height + TITLE_HEIGHT + NOTE_HEIGHT
    figure = new_figure(style.width, height, title)
    figure.set_layout_engine("none")
    figure.set_figheight(height * CM)
    write_words(figure, table, layout, (0, TITLE_HEIGHT))
    _report(figure, table, style)
    return Cloud(figure, table)


def table_of(weights: Mapping[str, float], layout: Layout, style: CloudStyle) -> pd.DataFrame:
    """Return the table of all words of one cloud, largest weight first."""
    records = [
        _record(word, weights[word], layout, style)
        for word in sorted(weights, key=lambda w: (-weights[w], w))
    ]
    return pd.DataFrame(
        records, columns=["word", "weight", "size", "x", "y", "colour", "placed", "reason"]
    )


def write_words(
    figure: Figure, table: pd.DataFrame, layout: Layout, corner: tuple[float, float]
) -> None:
    """Write the words that have a place; `corner` is that of the cloud, in cm from the top left of
    the figure.
    """
    width, height = figure.get_figwidth() / CM, figure.get_figheight() / CM
    for word, size, x, y, colour in table.loc[
        table["placed"], ["word", "size", "x", "y", "colour"]
    ].itertuples(index=False):
        shape, label = layout.shapes[word], clean(word)
        left = (corner[0] + x - (shape.left + shape.right) / 2 * size / 72 / CM) / width
        base = 1 - (corner[1] + y + (shape.bottom + shape.top) / 2 * size / 72 / CM) / height
        figure.text(
            left,
            base,
            label,
            fontsize=size,
            color=colour,
            fontweight=weight(label),
            ha="left",
            va="baseline",
        )


def _record(word: str, value: float, layout: Layout, style: CloudStyle) -> tuple[object, ...]:
    """Return one row of the table of words."""
    if reason := layout.reason(word, value):
        return word, float(value), np.nan, np.nan, np.nan, "", False, reason
    colour = (style.colours or {}).get(word, COLOURS[crc32(word.encode("utf-8", "replace")) % 5])
    return (
        word,
        float(value),
        scaled(value, layout.top, layout.size),
        *layout.places[word],
        colour,
        True,
        "",
    )


def _report(figure: Figure, table: pd.DataFrame, style: CloudStyle) -> None:
    """Say in the corner how many words had no room, or that there are none."""
    hidden = int((table["reason"] == "room").sum())
    if not table["placed"].any():
        text = words(style.lang, "没有可画的词", "No words to draw")
        figure.text(0.5, 0.45, text, ha="center", color=GREY)
    elif hidden:
        text = words(
            style.lang,
            f"{hidden}个词放不下，见数据表",
            f"{hidden} words had no room; they are in the table",
        )
        figure.text(0.995, 0.01, text, ha="right", va="bottom", color=GREY, fontsize=SMALL)
