"""Places of the words of a cloud: the largest sizes at which all find room, each word nearest to the middle."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from topics.style import CM, FALLBACK, FAMILY, SMALL, clean, ems, weight

Grid = npt.NDArray[np.bool_]
CELL = 0.05  # cm: places are searched on a grid of half a millimetre
GAP = 0.05  # cm between words
MARGIN = 5  # cells on either side of the middle of a comparison
LARGEST = 60.0  # points


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


@dataclass(frozen=True)
class Layout:
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
    def of(cls, weights: Mapping[str, float], n: int, free: Grid, *, right: Collection[str] | None = None) -> Layout:
        """Find the largest size at which all words fit; at the smallest, those that do not fit have no place.

        Parameters
        ----------
        weights : mapping of str to float
        n : int
            Words at most.
        free : ndarray of bool, of shape (n_rows, n_columns)
            Cells of half a millimetre that words may cover.
        right : collection of str, optional
            These words stand in the right half, the others in the left.
        """
        ranked = sorted((word for word in weights if weights[word] > 0 and clean(word)), key=lambda w: (-weights[w], w))
        del ranked[n:]
        shapes = {word: _shape(word) for word in ranked}
        top = max((weights[word] for word in ranked), default=1.0)
        possible = [word for word in ranked if _box(shapes[word], SMALL)[1] <= free.shape[1] // (1 if right is None else 2) - 2 * MARGIN]
        sides = [(possible, free)] if right is None else _halves(possible, free, right)
        size = LARGEST
        while True:
            boxes = {word: _box(shapes[word], scaled(weights[word], top, size)) for word in possible}
            places = {word: place for part, cells in sides for word, place in _place(part, boxes, cells).items()}
            if len(places) == len(possible) or size < 2 * SMALL:
                return cls(places, shapes, size, top)
            size *= 0.92


def scaled(value: float, top: float, size: float) -> float:
    """Return the size of a word in points: area proportional to weight, at least 7."""
    return max(SMALL, size * sqrt(value / top))


def _shape(word: str) -> Shape:
    """Measure the ink of a word."""
    label = clean(word)
    font = FontProperties(family=[FAMILY, FALLBACK], weight=weight(label))
    points, codes = text_to_path.get_text_path(font, label)
    if not len(points):  # a blank that is no white space
        return Shape(0.0, 0.0, ems(label), 1.0)
    box = Path(points, codes).get_extents()
    return Shape(*(float(value) / text_to_path.FONT_SCALE for value in (box.x0, box.y0, box.x1, box.y1)))


def _box(shape: Shape, size: float) -> tuple[int, int]:
    """Return height and width of a word in cells, with the gap around it."""
    height, width = (shape.top - shape.bottom) * size / 72 / CM, (shape.right - shape.left) * size / 72 / CM
    return int(np.ceil((height + 2 * GAP) / CELL)), int(np.ceil((width + 2 * GAP) / CELL))


def _halves(ranked: Sequence[str], free: Grid, right: Collection[str]) -> list[tuple[list[str], Grid]]:
    """Split words and cells into a left and a right half, with a margin between them."""
    column, middle = np.arange(free.shape[1]), free.shape[1] / 2
    return [
        ([word for word in ranked if word not in right], free & (column < middle - MARGIN)),
        ([word for word in ranked if word in right], free & (column >= middle + MARGIN)),
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
