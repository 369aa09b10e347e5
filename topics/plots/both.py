"""Draws a figure once, as SVG and as a picture: laying out its parts costs more than drawing them
twice.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.path import Path
from matplotlib.transforms import (
    Affine2D,
    Transform,
    TransformedBbox,
    TransformedPath,
)

from topics.plots.text_metrics import INCH, OUTLINES, font_files, line_heights

Pixels = npt.NDArray[np.uint8]


class SvgRenderer(RendererSVG):
    """Writes SVG; each letter and each text is turned into outlines once for all figures."""

    def __init__(self, figure: Figure, stream: io.StringIO) -> None:
        width, height = figure.get_size_inches() * INCH
        super().__init__(width, height, stream, image_dpi=INCH, metadata={"Date": None})
        self._text2path = OUTLINES

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, ...]:
        return line_heights(prop, INCH)


class BothRenderer(SvgRenderer):
    """Writes SVG, and draws the same with dots of `1 / dpi` inch."""

    def __init__(self, figure: Figure, stream: io.StringIO, dpi: int) -> None:
        super().__init__(figure, stream)
        size = figure.get_size_inches() * dpi
        self._picture = _Picture(*size, dpi)
        self._larger = Affine2D().scale(dpi / INCH)
        self._times = dpi / INCH

    def taken(self) -> Pixels:
        """Return the picture, of shape (height, width, 4): red, green, blue, alpha; and let go of
        it, as every text of a figure holds on to what drew it.
        """
        pixels = np.asarray(self._picture.buffer_rgba())
        del self._picture
        return pixels

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Draw a path."""
        super().draw_path(gc, path, transform, rgbFace)
        self._picture.draw_path(self._scaled(gc), path, self._enlarged(transform), rgbFace)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Draw a mark at each point of a path."""
        super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        enlarged = self._enlarged(marker_trans), path, self._enlarged(trans)
        self._picture.draw_markers(self._scaled(gc), marker_path, *enlarged, rgbFace)

    def draw_text(  # noqa: PLR0913, PLR0917 (matplotlib's)
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Draw a line of text."""
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
        place = x * self._times, y * self._times
        self._picture.draw_text(self._scaled(gc), *place, s, prop, angle, ismath, mtext)

    def _enlarged(self, transform: Transform) -> Transform:
        return Affine2D(transform.get_matrix()) + self._larger

    def _scaled(self, gc: GraphicsContextBase) -> GraphicsContextBase:
        """Return the same strokes, which are in points, within borders in dots."""
        larger = self._picture.new_gc()
        larger.copy_properties(gc)
        if (border := gc.get_clip_rectangle()) is not None:
            larger.set_clip_rectangle(TransformedBbox(border, self._larger))
        path, transform = gc.get_clip_path()
        if path is not None and transform is not None:
            larger.set_clip_path(TransformedPath(path, transform + self._larger))
        return larger


class _Picture(RendererAgg):
    def _prepare_font(self, font_prop: FontProperties) -> Any:
        font = get_font(font_files(font_prop))
        font.clear()
        font.set_size(font_prop.get_size_in_points(), self.dpi)
        return font


def drawn_once(figure: Figure, *, dpi: int | None = None) -> tuple[str, Pixels | None]:
    """Return a figure as SVG and, for a number of dots per inch, as a picture.

    The figure is as it was, save for its layout, which is fixed.
    """
    if figure.axes and (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
    stream = io.StringIO()
    renderer = SvgRenderer(figure, stream) if dpi is None else BothRenderer(figure, stream, dpi)
    _draw(figure, renderer, INCH)
    renderer.finalize()
    return stream.getvalue(), renderer.taken() if isinstance(renderer, BothRenderer) else None


def _picture(figure: Figure, dpi: int) -> Pixels:
    renderer = _Picture(*figure.get_size_inches() * dpi, dpi)
    _draw(figure, renderer, dpi)
    return np.asarray(renderer.buffer_rgba())


def _draw(figure: Figure, renderer: RendererBase, dpi: float) -> None:
    before = figure.dpi
    try:
        figure.set_layout_engine("none")
        figure.dpi = dpi
        figure.draw(renderer)
    finally:
        figure.dpi = before
