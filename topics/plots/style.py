"""How every figure looks: font, colours, sizes, and labels that can be drawn."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font

from topics.plots.text_metrics import MeasuringCanvas
from topics.resources import resource

P = ParamSpec("P")
R = TypeVar("R")

FAMILY = "Topics Sans SC"
FALLBACK = "DejaVu Sans"  # ships with matplotlib; for scripts that the Chinese font lacks
SMALL, NORMAL, TITLE = 7.0, 8.0, 9.0  # points at print size
PAGE = 17.0  # cm; the width of a printed page, twice that of a column
NARROW = 12.0  # below this width labels are set shorter
TALLEST = 24.0  # cm; an A4 page less its margins and a caption
CM = 1 / 2.54
DPI = 300  # of the PNG

# Okabe & Ito (2008): told apart by colour-blind readers. Text and lines use those with a contrast
# of 3:1 on white.
BLUE, VERMILION, GREEN, SKY = "#0072B2", "#D55E00", "#009E73", "#56B4E9"
INK, GREY, PALE = "#222222", "#767676", "#E6E6E6"
COLOURS = (
    BLUE,
    VERMILION,
    GREEN,
    "#A3508A",
    "#7A5200",
    INK,
)  # their purple and orange are too pale for text: darkened
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<")
# White to dark blue: lightness falls evenly, so that it reads the same in grey.
SHADES = ("#FFFFFF", "#D3E4F1", "#9CC3E0", "#5C9DCB", "#2574A9", "#0B4778", "#08264A")

LABELS = 16_384  # whose drawable form is remembered: the same ones are measured again and again
LONGEST = 2_000  # characters of a label; more than any page shows (chosen, not fitted)
MISSING = "□"  # U+25A1 stands for a character without a glyph

_OWN = {
    "font.family": [FAMILY, FALLBACK],
    "font.size": NORMAL,
    "text.parse_math": False,  # a document may hold $x$
    "text.color": INK,
    "axes.labelsize": NORMAL,
    "axes.labelcolor": INK,
    "axes.titlesize": NORMAL,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.formatter.use_mathtext": False,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "grid.color": PALE,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.0,
    "lines.markersize": 4.5,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "figure.titlesize": TITLE,
    "figure.titleweight": "bold",
    "figure.dpi": DPI,  # labels are measured as they will be drawn
    "savefig.dpi": DPI,
    "svg.fonttype": "path",  # draws on a machine without any Chinese font
    "svg.hashsalt": "topics",
    "pdf.fonttype": 3,
}
# Settings of the machine, not of the drawing: another program's choice stays.
_MACHINE = (
    "backend",
    "backend_fallback",
    "interactive",
    "toolbar",
    "webagg.",
    "tk.",
    "figure.hooks",
    "savefig.directory",
)


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with our settings on matplotlib's defaults, whatever matplotlibrc says, and put the
    caller's back.
    """
    _register_fonts()
    ours: dict[Any, Any] = {
        name: value for name, value in mpl.rcParamsDefault.items() if not name.startswith(_MACHINE)
    } | _OWN
    with mpl.rc_context(ours):
        yield


def drawn(plot: Callable[P, R]) -> Callable[P, R]:
    """Make a function draw with our settings."""

    @functools.wraps(plot)
    def with_style(*args: P.args, **kwargs: P.kwargs) -> R:
        with drawing():
            return plot(*args, **kwargs)

    return with_style


def new_figure(width: float, height: float = TALLEST, title: str = "") -> Figure:
    """Return an empty figure of a size in cm with a title at its left; axes are laid out so that
    labels fit.

    Where the height depends on the labels, start with the tallest and call `fit_height` at the end.

    Raises
    ------
    ValueError
        If the width is not between 5 and 50 cm.
    """
    if not 5 <= width <= 50:
        raise ValueError(
            f"width {width:g}: a figure is 5 to 50 cm wide; a column has 8.5, a page 17"
        )
    figure = Figure(figsize=(width * CM, min(height, TALLEST) * CM))
    MeasuringCanvas(figure)
    figure.set_layout_engine("constrained", h_pad=0.04, w_pad=0.04, hspace=0.04, wspace=0.04)
    if title:
        figure.suptitle(
            wrap(title, ems_in(width - 0.4, TITLE)), x=0.01, ha="left", fontweight=weight(title)
        )
    return figure


def fit_height(figure: Figure, panels: Iterable[Axes], heights: Sequence[float]) -> None:
    """Give panels that stand below each other their heights in cm, whatever titles, labels and
    notes take besides.

    Then the layout is fixed, so that every format shows the same.
    """
    stacked = list(panels)
    for _ in range(3):  # a new height moves titles and notes a little
        lay_out(figure)
        now = sum(axes.get_window_extent().height for axes in stacked) / figure.dpi / CM
        height = min(figure.get_figheight() / CM + sum(heights) - now, TALLEST)
        if abs(height - figure.get_figheight() / CM) < 0.05:
            break
        figure.set_figheight(height * CM)
    else:
        lay_out(figure)
    figure.set_layout_engine("none")


def lay_out(figure: Figure) -> None:
    """Place the axes of a figure so that their labels fit."""
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.execute(figure)


def font_path(style: str = "Regular") -> Path:
    """Return the file of the font that ships: `Regular` or `Bold`."""
    return resource(f"fonts/TopicsSansSC-{style}.otf")


@functools.cache
def _register_fonts() -> None:
    for style in ("Regular", "Bold"):
        fontManager.addfont(font_path(style))


@functools.cache
def _glyphs(style: str) -> frozenset[int]:
    fallback = (
        Path(mpl.get_data_path())
        / "fonts"
        / "ttf"
        / f"DejaVuSans{'-Bold' if style == 'Bold' else ''}.ttf"
    )
    return frozenset(
        code for path in (font_path(style), fallback) for code in FT2Font(str(path)).get_charmap()
    )


def undrawable(texts: Iterable[str]) -> list[str]:
    """List the characters of texts that have no glyph, sorted; figures show □ in their place.

    Control characters are not listed: they have no shape and are left out of labels.

    Examples
    --------
    >>> undrawable(["城市更新", "서울"])
    ['서', '울']
    """
    glyphs = _glyphs("Regular")
    return sorted({char for text in texts for char in _visible(text) if ord(char) not in glyphs})


@functools.lru_cache(maxsize=LABELS)
def weight(text: str) -> str:
    """Return `bold` if the bold font has every character of a text, else `normal`: it holds fewer
    rare characters.
    """
    return "bold" if all(ord(char) in _glyphs("Bold") for char in clean(text)) else "normal"


@functools.lru_cache(maxsize=LABELS)
def clean(text: object) -> str:
    r"""Return a label that can be drawn: one line, no control characters, □ for a character without
    a glyph; of a text that no page can show, the beginning.

    Examples
    --------
    >>> clean("城市\n更新\x00 한")
    '城市 更新 □'
    """
    glyphs, whole = _glyphs("Regular"), str(text)
    shown = whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"
    return "".join(char if ord(char) in glyphs else MISSING for char in _visible(shown))


def _visible(text: str) -> str:
    """Turn white space into single spaces, drop control and format characters (categories Cc and
    Cf).
    """
    spaced = " ".join(text.split())
    return "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf"})


def ems(text: str) -> float:
    """Return the width of a text in em: 1 for a full-width character, 0.58 for another.

    >>> ems("2024年")
    3.32
    """
    return round(sum(map(_em, text)), 2)


def _em(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.58


def ems_in(width: float, size: float) -> float:
    """Return how many em of a font size fit into a width in cm."""
    return width * CM * 72 / size


def shorten(text: object, limit: float) -> str:
    """Return a clean label of at most `limit` em, with … where it was cut.

    >>> shorten("新型城镇化建设重点任务", 6)
    '新型城镇化…'
    """
    label = clean(text)
    if ems(label) <= limit:
        return label
    room, kept = round(limit - 1, 2), 0
    for width in accumulate(map(_em, label)):
        if round(width, 2) > room:
            break
        kept += 1
    return label[:kept].rstrip() + "…"


def wrap(text: object, limit: float, lines: int = 2) -> str:
    r"""Break a label into at most `lines` lines of `limit` em each; … where even they do not
    suffice.

    Lines break at spaces if that is enough, else between any two characters but inside a Latin
    word.

    >>> wrap("2022 重点任务", 4)
    '2022\n重点任务'
    """
    label = clean(text)
    units, glue = label.split(" "), " "
    rows = _fill(units, limit, glue)
    if len(rows) > lines or any(ems(row) > limit for row in rows):
        units, glue = _pieces(label), ""
        rows = _fill(units, limit, glue)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], "".join(rows[lines - 1 :])]
        return "\n".join(shorten(row, max(limit, 2)) for row in rows)
    return "\n".join(shorten(row, max(limit, 2)) for row in _balanced(units, limit, glue, rows))


def _balanced(units: Sequence[str], limit: float, glue: str, rows: list[str]) -> list[str]:
    """Make the lines about equally long, without another one: no single character on the last."""
    narrow = sum(map(ems, rows)) / len(rows)
    while len(rows) > 1 and narrow < limit:
        even = _fill(units, narrow, glue)
        if len(even) == len(rows) and max(map(ems, even)) <= limit:
            return even
        narrow += 0.25
    return rows


def _fill(units: Sequence[str], limit: float, glue: str) -> list[str]:
    """Put as many units on each line as fit."""
    rows: list[str] = []
    for unit in units:
        if rows and ems((rows[-1] + glue + unit).rstrip()) <= limit:
            rows[-1] += glue + unit
        else:
            rows.append(unit)
    return [row.strip() for row in rows]


def _pieces(text: str) -> list[str]:
    """Split a label where a line may break: not in a Latin word, before closing or after opening
    punctuation.
    """
    pieces: list[str] = []
    for char in text:
        last = pieces[-1][-1] if pieces else " "
        joins = char.isascii() and last.isascii() and last != " "
        closing = char == " " or unicodedata.category(char) in {"Pe", "Pf", "Po"}
        if pieces and (joins or closing or unicodedata.category(last) in {"Ps", "Pi"}):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def palette(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give each name a colour and a marker: the same for the same list, no marker twice among 8
    names, no pair twice among 24.

    >>> palette(["2022", "2024"])
    {'2022': ('#0072B2', 'o'), '2024': ('#D55E00', 's')}
    """
    unique = list(dict.fromkeys(names))
    return {
        name: (COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)])
        for number, name in enumerate(unique)
    }


def words(lang: str, chinese: str, english: str) -> str:
    """Choose the wording of a language.

    Raises
    ------
    ValueError
        If the language is neither `zh` nor `en`.
    """
    if lang not in {"zh", "en"}:
        raise ValueError(f"lang '{lang}': figures speak 'zh' or 'en'")
    return chinese if lang == "zh" else english
