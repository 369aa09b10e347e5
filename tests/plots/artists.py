"""What figures drawn on a sheet hold: lines and patches by their names, texts by their places."""

from collections.abc import Callable
from io import StringIO

from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from tests.plots.test_plots import check_labels, texts
from topics.plots.save import svg_text
from topics.plots.style import MISSING, undrawable


def lines(figure: Figure, name: str) -> list[Line2D]:
    return [line for axes in figure.axes for line in axes.lines if line.get_label() == name]


def patches(figure: Figure, begin: str) -> list[Patch]:
    found = [patch for axes in figure.axes for patch in axes.patches]
    return [patch for patch in found if str(patch.get_label()).startswith(begin)]


def words_at(figure: Figure) -> dict[str, tuple[float, float]]:
    """Return the text of every label, without line breaks, with its place in cm."""
    return {text.get_text().replace("\n", ""): text.get_position() for text in texts(figure)}


def said(figure: Figure) -> str:
    return "".join(text.get_text().replace("\n", "") for text in texts(figure))


def lightness(colour: object) -> float:
    """Return the luma of a colour between 0 and 1, as a grey print shows it."""
    red, green, blue = to_rgb(colour)  # type: ignore[arg-type]
    return 0.299 * red + 0.587 * green + 0.114 * blue


def check_sheet(figure: Figure) -> None:
    """Labels are apart, inside and can be drawn; so are lines and patches inside the figure."""
    check_labels(figure)
    assert undrawable([said(figure)]) == []
    assert MISSING not in said(figure)
    assert figure.get_figheight() * 2.54 <= 24.01
    drawn_artists = [artist for axes in figure.axes for artist in (*axes.lines, *axes.patches)]
    outside = [
        artist.get_label()
        for artist in drawn_artists
        for box in [artist.get_window_extent()]
        if box.x0 < -2 or box.y0 < -2 or box.x1 > figure.bbox.x1 + 2 or box.y1 > figure.bbox.y1 + 2
    ]
    assert outside == []


def same_bytes(plot: Callable[[], Figure]) -> bool:
    first, again = (StringIO(svg_text(plot(), prefix="图")).getvalue() for _ in range(2))
    return first == again
