"""Sizes of texts and outlines of letters, measured once: the same labels are laid out, fitted and
drawn again and again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.backend_bases import FigureCanvasBase, RendererBase
from matplotlib.backends.backend_agg import get_hinting_flag
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Bbox

TEXTS = 32_768  # labels whose size is remembered: those of the largest report fit twice
GLYPHS = 8_192  # letters whose outline is remembered: more than a page of Chinese has
INCH = 72.0  # points

Outline = tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]
Size = tuple[float, float, float]


class Heights(NamedTuple):
    """What the font file says of its lines, in units of which an em has `em`."""

    em: int
    gap: int
    ascent: int
    descent: int


@dataclass(frozen=True)
class Glyph:
    """The shape of a letter at the size of `Outlines`."""

    name: str
    outline: Outline

    @cached_property
    def borders(self) -> Bbox | None:
        """What the ink covers; None of a blank."""
        points, codes = self.outline
        return Path(points, codes).get_extents() if len(points) else None


class Letter(NamedTuple):
    """A shape and where it stands in a text."""

    glyph: Glyph
    x: float
    y: float


class Measure(RendererBase):
    """Measures texts as the picture of `dpi` dots per inch will draw them, and draws nothing."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__()
        self.width, self.height, self.dpi = width, height, dpi

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the picture in dots."""
        return self.width, self.height

    def points_to_pixels(self, points: float) -> float:
        """Return a length in dots."""
        return points * self.dpi / INCH

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Size:
        """Return width, height and descent of a line in dots."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return _hinted(s, prop.copy(), self.dpi, get_hinting_flag())

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, ...]:
        return line_heights(prop, self.dpi)


class MeasuringCanvas(FigureCanvasBase):
    """What a figure is laid out on: it holds no picture."""

    def get_renderer(self) -> Measure:
        """Return what measures the texts of the figure."""
        return Measure(*self.get_width_height(physical=True), self.figure.dpi)


class Outlines(TextToPath):
    """Turns texts into outlines; each text is shaped once for all sizes."""

    def _get_font(self, prop: FontProperties) -> FT2Font:
        font = get_font(font_files(prop))
        font.set_size(self.FONT_SCALE, self.DPI)
        return font

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> Size:
        """Return width, height and descent of a line in points."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        scale = prop.get_size_in_points() / self.FONT_SCALE
        width, height, descent = _unhinted(s, font_files(prop))
        return width * scale, height * scale, descent * scale

    def get_glyphs_with_font(
        self,
        font: FT2Font,
        s: str,
        glyph_map: dict[str, Outline] | None = None,
        return_new_glyphs_only: bool = False,
        *,
        features: tuple[str, ...] | None = None,
        language: Any = None,
    ) -> tuple[list[tuple[str, float, float, float]], dict[str, Outline], list[Any]]:
        """Return the letters of a text with their places, and outlines of those not yet known."""
        known = {} if glyph_map is None else glyph_map
        new: dict[str, Outline] = {} if return_new_glyphs_only else known
        placed = []
        for glyph, x, y in _shaped(font, s, features, language):
            placed.append((glyph.name, x, y, 1.0))
            if glyph.name not in known:
                new[glyph.name] = glyph.outline
        return placed, new, []


OUTLINES = Outlines()


def font_files(prop: FontProperties) -> tuple[Any, ...]:
    """Return the files of a font and of those that stand in for its missing letters."""
    if (own := prop.get_file()) is not None:
        return (own,)
    return _files(tuple(prop.get_family()), prop.get_style(), prop.get_weight(), prop.get_stretch())


@lru_cache(maxsize=64)
def _files(
    families: tuple[str, ...], style: str, weight: str | int, stretch: str | int
) -> tuple[Any, ...]:
    found = []
    for family in families:
        prop = FontProperties(family=[family], style=style, weight=weight, stretch=stretch)
        try:
            found.append(fontManager.findfont(prop, fallback_to_default=False))
        except ValueError:  # another program's choice: its other families may be there
            continue
    return tuple(found) or (fontManager.findfont(FontProperties()),)


def line_heights(prop: FontProperties, dpi: float) -> tuple[float | None, ...]:
    """Return ascent, descent and gap of a line in dots; None where the font does not say."""
    heights = _heights(font_files(prop))
    if heights is None:
        return None, None, None
    scale = 1 / heights.em * prop.get_size_in_points() * dpi / INCH
    return heights.ascent * scale, -heights.descent * scale, heights.gap * scale


@lru_cache(maxsize=64)
def _heights(files: tuple[Any, ...]) -> Heights | None:
    font = get_font(files)
    names = {
        "OS/2": ("sTypoLineGap", "sTypoAscender", "sTypoDescender"),
        "hhea": ("lineGap", "ascent", "descent"),
    }
    for table, fields in names.items():
        if (found := font.get_sfnt_table(table)) is not None:
            return Heights(font.get_sfnt_table("head")["unitsPerEm"], *(found[f] for f in fields))
    return None


@lru_cache(maxsize=TEXTS)
def _hinted(text: str, prop: FontProperties, dpi: float, flags: LoadFlags) -> Size:
    font = get_font(font_files(prop))
    font.clear()
    font.set_size(prop.get_size_in_points(), dpi)
    return _size(font, text, flags)


@lru_cache(maxsize=TEXTS)
def _unhinted(text: str, files: tuple[Any, ...]) -> Size:
    font = get_font(files)
    font.set_size(Outlines.FONT_SCALE, Outlines.DPI)
    return _size(font, text, LoadFlags.NO_HINTING)


def _size(font: FT2Font, text: str, flags: LoadFlags) -> Size:
    font.set_text(text, 0.0, flags=flags)
    width, height = font.get_width_height()
    return width / 64.0, height / 64.0, font.get_descent() / 64.0  # from 26.6 fixed point


@lru_cache(maxsize=TEXTS)
def _shaped(
    font: FT2Font, text: str, features: tuple[str, ...] | None, language: Any
) -> tuple[Letter, ...]:
    """Return the letters of a text at the size of `Outlines`."""
    items = font._layout(text, LoadFlags.NO_HINTING, features=features, language=language)
    names = [OUTLINES._get_glyph_repr(item.ft_object, item.glyph_index) for item in items]
    return tuple(
        Letter(_glyph(name, item.ft_object, item.glyph_index), item.x, item.y)
        for name, item in zip(names, items, strict=True)
    )


@lru_cache(maxsize=GLYPHS)
def _glyph(name: str, font: FT2Font, index: int) -> Glyph:
    font.load_glyph(index, flags=LoadFlags.NO_HINTING)
    return Glyph(name, font.get_path())


def ink(text: str, prop: FontProperties) -> tuple[float, float, float, float] | None:
    """Return the borders of what a text draws at one point: left, bottom, right, top, in points
    from the start of its base line; None where it draws nothing.
    """
    font = OUTLINES._get_font(prop)
    boxes = [
        (letter.x + box.x0, letter.y + box.y0, letter.x + box.x1, letter.y + box.y1)
        for letter in _shaped(font, text, None, None)
        if (box := letter.glyph.borders) is not None
    ]
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    scale = Outlines.FONT_SCALE
    return min(left) / scale, min(bottom) / scale, max(right) / scale, max(top) / scale
