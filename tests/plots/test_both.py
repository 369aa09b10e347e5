"""A figure that is drawn once looks as matplotlib would draw it for each format."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure

from tests.plots.tables import keywords, shifts, themes
from topics.plots.both import drawn_once
from topics.plots.style import DPI, drawing, new_figure
from topics.viz import plot_keywords, plot_shifts

FIGURES = {
    "keywords": lambda: plot_keywords(keywords()),
    "shifts": lambda: plot_shifts(shifts(), themes(), lens="rate"),
}


def saved(figure: Figure, name: str) -> bytes:
    with drawing(), io.BytesIO() as buffer:
        figure.savefig(buffer, format=name, metadata={"Date": None} if name == "svg" else None)
        return buffer.getvalue()


@pytest.mark.parametrize("name", FIGURES)
def test_svg_is_that_of_matplotlib(name: str) -> None:
    with drawing():
        text, _ = drawn_once(FIGURES[name](), dpi=DPI)
    assert text == saved(FIGURES[name](), "svg").decode()


@pytest.mark.parametrize("name", FIGURES)
def test_the_picture_is_that_of_matplotlib_but_for_parts_of_a_dot(name: str) -> None:
    with drawing():
        _, pixels = drawn_once(FIGURES[name](), dpi=DPI)
    assert pixels is not None
    own = np.frombuffer(saved(FIGURES[name](), "rgba"), dtype=np.uint8).reshape(pixels.shape)
    assert np.abs(pixels.astype(int) - own).mean() < 3
    assert abs(float((pixels < 128).mean()) - float((own < 128).mean())) < 0.001


def test_a_figure_with_a_picture_in_it_is_drawn_in_its_own_dots() -> None:
    figure = new_figure(8.5, 4)
    figure.add_subplot().imshow(np.eye(2), aspect="auto")
    with drawing():
        text, pixels = drawn_once(figure, dpi=DPI)
    assert "<image" in text
    assert pixels is not None
    assert pixels.shape[1] == int(figure.get_figwidth() * DPI)
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) >= 2


def test_a_figure_does_not_hold_on_to_its_picture() -> None:
    figure = FIGURES["keywords"]()
    with drawing():
        drawn_once(figure, dpi=DPI)
    texts = figure.findobj(lambda artist: getattr(artist, "_renderer", None) is not None)
    assert texts
    assert not any(hasattr(artist._renderer, "_picture") for artist in texts)
