"""Places of the words of a cloud: the largest sizes at which wordcloud finds room for them all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt
from random import Random
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.font_manager import FontProperties
from PIL import Image, ImageDraw, ImageFont
from wordcloud.query_integral_image import query_integral_image

from topics.plots.style import CM, FALLBACK, FAMILY, SMALL, clean, ems, font_path, weight
from topics.plots.text_metrics import ink

Grid = npt.NDArray[np.bool_]
CELL = 0.02  # cm: a pixel of wordcloud
GAP = 0.05  # cm between words
MARGIN = 12  # cells on either side of the middle of a comparison
LARGEST = 60.0  # points
STEP = 0.92  # from one size to the next that is tried
FULL = 0.8  # part of the room that words never cover: wordcloud gets to little more than half
RETRIES = 8
SPACE = 3  # cells around a word, half of them before it
SEED = 0


class Place(NamedTuple):
    """Where the middle of a word stands, in cm from the top left."""

    x: float
    y: float


class Shape(NamedTuple):
    """Ink of a word at one point: left, bottom, right, top, in points from the start of its base
    line.
    """

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
    def of(
        cls,
        weights: Mapping[str, float],
        n: int,
        free: Grid,
        *,
        right: Collection[str] | None = None,
    ) -> Layout:
        """Find the largest size at which all words fit; at the smallest, those that do not fit have
        no place.

        Parameters
        ----------
        weights : mapping of str to float
        n : int
            Words at most.
        free : ndarray of bool, of shape (n_rows, n_columns)
            Cells of a fifth of a millimetre that words may cover.
        right : collection of str, optional
            These words stand in the right half, the others in the left.
        """
        ranked = sorted(
            (word for word in weights if weights[word] > 0 and clean(word)),
            key=lambda w: (-weights[w], w),
        )
        del ranked[n:]
        shapes = {word: _shape(clean(word)) for word in ranked}
        top = max((weights[word] for word in ranked), default=1.0)
        widest = free.shape[1] // (1 if right is None else 2) - 2 * MARGIN
        unlike: dict[str, str] = {}
        for word in ranked:
            unlike.setdefault(clean(word), word)  # of words that look the same, the first is drawn
        possible = [word for word in unlike.values() if _box(shapes[word], SMALL)[1] <= widest]
        sides = [(possible, free)] if right is None else _halves(possible, free, right)
        size = LARGEST
        while size > SMALL:
            points = {word: scaled(weights[word], top, size) for word in possible}
            places = _place(sides, shapes, points)
            if len(places) == len(possible):
                return cls(places, shapes, size, top)
            size *= STEP
        size = (
            2 * SMALL
        )  # some have no room at any size: leave them out, and let sizes still tell weights
        points = {word: scaled(weights[word], top, size) for word in possible}
        return cls(_place(sides, shapes, points, retries=RETRIES), shapes, size, top)


def scaled(value: float, top: float, size: float) -> float:
    """Return the size of a word in points: area proportional to weight, at least 7."""
    return max(SMALL, size * sqrt(value / top))


@lru_cache(maxsize=4096)
def _shape(label: str) -> Shape:
    """Measure the ink of a word; the same words stand in many clouds."""
    font = FontProperties(family=[FAMILY, FALLBACK], weight=weight(label))
    borders = ink(label, font)
    return Shape(*borders) if borders else Shape(0.0, 0.0, ems(label), 1.0)  # no white space


def _box(shape: Shape, size: float) -> tuple[int, int]:
    """Return height and width of a word in cells, with the gap around it."""
    height, width = (
        (shape.top - shape.bottom) * size / 72 / CM,
        (shape.right - shape.left) * size / 72 / CM,
    )
    return int(np.ceil((height + 2 * GAP) / CELL)), int(np.ceil((width + 2 * GAP) / CELL))


def _ink(words: Sequence[str], shapes: Mapping[str, Shape], sizes: Mapping[str, float]) -> float:
    """Return how many cells the ink of words covers, each a rectangle."""
    areas = (
        ((shape := shapes[word]).right - shape.left) * (shape.top - shape.bottom) * sizes[word] ** 2
        for word in words
    )
    return sum(areas) / (72 * CM * CELL) ** 2


def _halves(
    ranked: Sequence[str], free: Grid, right: Collection[str]
) -> list[tuple[list[str], Grid]]:
    """Split words and cells into a left and a right half, with a margin between them."""
    column, middle = np.arange(free.shape[1]), free.shape[1] / 2
    return [
        ([word for word in ranked if word not in right], free & (column < middle - MARGIN)),
        ([word for word in ranked if word in right], free & (column >= middle + MARGIN)),
    ]


def _place(
    sides: Sequence[tuple[Sequence[str], Grid]],
    shapes: Mapping[str, Shape],
    points: Mapping[str, float],
    *,
    retries: int = 0,
) -> dict[str, Place]:
    """Find a place for each word at exactly its size; without retries, give up at the first word
    without room.
    """
    places: dict[str, Place] = {}
    for words, free in sides:
        if not retries and _ink(words, shapes, points) > FULL * free.sum():
            return {}
        found = _fitted(
            words, {word: ceil(points[word] / 72 / CM / CELL) for word in words}, free, retries
        )
        if not retries and len(found) < len(words):
            return {}
        places |= found
    return places


def _fitted(
    words: Sequence[str], sizes: Mapping[str, int], free: Grid, retries: int
) -> dict[str, Place]:
    """Let wordcloud place words; leave out those for which there is no room.

    wordcloud stops at a word that does not fit. It is dropped and the rest placed anew; after
    `retries` rounds the words before the first that does not fit stay.
    """
    chosen = list(words)
    for rest in range(retries, -1, -1):
        found = _placed(chosen, sizes, free)
        failed = next((number for number, word in enumerate(chosen) if word not in found), None)
        if failed is None:
            return found
        if not rest:
            return {word: found[word] for word in chosen[:failed]}
        del chosen[failed]
    return {}


@lru_cache(maxsize=64)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """Open a font once per size: its file is large."""
    return ImageFont.truetype(path, size)


def _placed(chosen: Sequence[str], sizes: Mapping[str, int], free: Grid) -> dict[str, Place]:
    """Return the places of the words that wordcloud sets at their size, up to the first for which
    it has no room.
    """
    if not chosen:
        return {}
    # Regular has more characters; a bold word is hardly larger, and the margin holds the
    # difference.
    path = str(
        font_path("Bold" if all(weight(clean(word)) == "bold" for word in chosen) else "Regular")
    )
    room, picture, random = _Room(free), Image.new("L", free.shape[::-1]), Random(SEED)
    pencil, places = ImageDraw.Draw(picture), {}
    for word in chosen:
        label, font = clean(word), _font(path, sizes[word])
        random.random()  # wordcloud draws whether a word lies or stands; ours all lie
        width, height = _extent(label, path, sizes[word])
        found = query_integral_image(room.covered, height + SPACE, width + SPACE, random)
        if found is None:
            break
        top, left = found[0] + SPACE // 2, found[1] + SPACE // 2
        pencil.text((left, top), label, fill="white", font=ImageFont.TransposedFont(font))
        room.cover(np.asarray(picture), top, left)
        x0, y0, x1, y1 = font.getbbox(label)  # its ink begins at the place
        places[word] = Place((left + (x1 - x0) / 2) * CELL, (top + (y1 - y0) / 2) * CELL)
    return places


@lru_cache(maxsize=4096)
def _extent(label: str, path: str, size: int) -> tuple[int, int]:
    """Return width and height of a word in cells: of its ink, and what is left of it."""
    font = ImageFont.TransposedFont(_font(path, size))  # its ink begins at the place
    right, bottom = ImageDraw.Draw(Image.new("L", (1, 1))).textbbox(
        (0, 0), label, font, anchor="lt"
    )[2:]
    return int(right), int(bottom)


class _Room:
    """Cells that are taken, summed up from the top left: a rectangle is free if its sum is 0."""

    def __init__(self, free: Grid) -> None:
        self._fixed = ~free
        self.covered = _summed(self._fixed)

    def cover(self, picture: npt.NDArray[np.uint8], top: int, left: int) -> None:
        """Add the words of a picture that stand below and to the right of a place."""
        taken = (picture[top:, left:] > 0) | self._fixed[top:, left:]
        sums = _summed(taken)
        if top:
            sums += self.covered[top - 1, left:]
        if left:
            sums += self.covered[top:, left - 1, np.newaxis]
        if top and left:
            sums -= self.covered[top - 1, left - 1]
        self.covered[top:, left:] = sums


def _summed(cells: Grid) -> npt.NDArray[np.uint32]:
    return cells.cumsum(axis=1, dtype=np.uint32).cumsum(axis=0, dtype=np.uint32)
