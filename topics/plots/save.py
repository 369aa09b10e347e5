"""Writes figures to files: the same bytes each time, and SVG that a page may hold under a strict
policy.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure
from matplotlib.layout_engine import PlaceHolderLayoutEngine

from topics.plots.both import drawn_once
from topics.plots.png import png_bytes
from topics.plots.style import DPI, clean, drawing

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HOLDERS = (f"{{{_SVG}}}g", f"{{{_SVG}}}defs")
_FORMATS = ("svg", "png", "pdf")
_REFERENCE = re.compile(
    r"(?:^|(?<=url\())#([^)\s/]+)(?![^)\s])"
)  # not an address such as #see/link
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
# What matplotlib's style sheet says once for all elements, as attributes of the root.
_INHERITED = {"stroke-linejoin": "round", "stroke-linecap": "butt"}


def save_figure(
    figure: Figure, path: str | Path, *, formats: Sequence[str] = ("svg", "png"), title: str = ""
) -> list[Path]:
    """Write a figure once per format and return the paths.

    SVG holds its text as paths, so that it draws without any Chinese font; PNG has 300 dpi. A
    second call writes the same bytes: no date, fixed ids.

    Parameters
    ----------
    figure : Figure
        What a `plot_…` function or `word_cloud` returned.
    path : str or Path
        Path without suffix, such as `figures/emphasis`; its folder exists.
    formats : sequence of str
        Among `svg`, `png` and `pdf`.
    title : str
        What a screen reader says of the SVG; by default the figure's own title.

    Raises
    ------
    ValueError
        If a format is none of these.

    Examples
    --------
    >>> import tempfile
    >>> from topics.plots.style import new_figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in save_figure(new_figure(8.5, 4), f"{folder}/安全韧性")]
    ['安全韧性.svg', '安全韧性.png']
    """
    if unknown := [name for name in formats if name not in _FORMATS]:
        raise ValueError(f"format '{unknown[0]}': figures are written as {', '.join(_FORMATS)}")
    base = Path(path)
    paths = [base.with_name(f"{base.name}.{name}") for name in formats]
    for name, file in zip(formats, paths, strict=True):
        if name == "pdf":
            file.write_bytes(_pdf(figure))
    if {"svg", "png"} & set(formats):
        with drawing():
            text, pixels = drawn_once(figure, dpi=DPI if "png" in formats else None)
        for name, file in zip(formats, paths, strict=True):
            if name == "svg":
                own = _own_svg(text, base.name, clean(title) or _own_title(figure))
                file.write_text(
                    f'<?xml version="1.0" encoding="utf-8"?>\n{own}\n',
                    encoding="utf-8",
                    newline="\n",
                )
            elif name == "png" and pixels is not None:
                file.write_bytes(png_bytes(pixels, dpi=DPI))
    return paths


def svg_text(figure: Figure, *, prefix: str, title: str = "") -> str:
    """Return a figure as an `<svg>` element that can stand inside a page.

    All ids begin with `prefix`, so that several can stand in one page. There is no style sheet and
    no `style` attribute, which a strict Content-Security-Policy would block: each property is an
    attribute of its own. There are no comments and no metadata.

    Examples
    --------
    >>> from topics.plots.style import new_figure
    >>> svg_text(new_figure(8.5, 4), prefix="云图", title="词云").endswith("</svg>")
    True
    """
    with drawing():
        text, _ = drawn_once(figure)
    return _own_svg(text, prefix, clean(title) or _own_title(figure))


def _own_svg(text: str, prefix: str, label: str) -> str:
    """Give the SVG of matplotlib ids of ours, attributes for styles, and a name."""
    root = ET.fromstring(text)  # made by matplotlib a moment ago
    marks = f"{re.sub(r'[^0-9A-Za-z_-]', lambda match: f'u{ord(match[0]):x}', prefix)}-"
    _drop(root, {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"})
    values = (value for element in root.iter() for value in element.attrib.values())
    used = dict.fromkeys(reference for value in values for reference in _REFERENCE.findall(value))
    names = {reference: f"{marks}{number}" for number, reference in enumerate(used)}
    for element in root.iter():
        _tidy(element, names)
    _flatten(root)
    root.attrib |= {**_INHERITED, "role": "img"}
    if label:
        heading = ET.Element(f"{{{_SVG}}}title")
        heading.text = label
        root.insert(0, heading)
    return _serialised(root)


def _own_title(figure: Figure) -> str:
    """Return the figure's title on one line."""
    return clean(figure.get_suptitle())


def figure_png(figure: Figure) -> bytes:
    """Return a figure as PNG, as it is written."""
    with drawing():
        _, pixels = drawn_once(figure, dpi=DPI)
    if pixels is None:
        raise AssertionError("a picture was asked for")
    return png_bytes(pixels, dpi=DPI)


def _pdf(figure: Figure) -> bytes:
    """Return a figure as PDF without date or version."""
    with drawing(), io.BytesIO() as buffer:
        if isinstance(figure.get_layout_engine(), PlaceHolderLayoutEngine):
            figure.set_layout_engine(
                None
            )  # the layout is fixed; for an engine matplotlib would draw everything twice
        metadata = {"CreationDate": None, "Producer": None}
        figure.savefig(buffer, format="pdf", metadata=metadata)
        return buffer.getvalue()


def _drop(root: ET.Element, tags: set[str]) -> None:
    """Remove elements of the named tags, wherever they stand."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)


def _tidy(element: ET.Element, names: Mapping[str, str]) -> None:
    """Give ids their new names and drop those without use, turn the style attribute into
    attributes, round numbers.
    """
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        name, value = declaration.split(":", 1)
        element.set(name.strip(), value.strip())
    element.attrib.pop("target", None)  # links lead inside the page, not to a new one
    if "id" in element.attrib and element.attrib["id"] not in names:
        del element.attrib["id"]
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, names[value])
        elif name in {"d", "x", "y", "transform", "points"}:
            element.set(name, _rounded(value))
        elif name in {f"{{{_XLINK}}}href", "clip-path"} or value.startswith("url("):
            element.set(name, _REFERENCE.sub(lambda match: f"#{names[match[1]]}", value))
    element.tail = None
    if element.text and not element.text.strip():
        element.text = None


def _flatten(parent: ET.Element) -> None:
    """Replace groups that say nothing by what they hold."""
    children: list[ET.Element] = []
    for child in parent:
        _flatten(child)
        empty = child.tag in _HOLDERS and not len(child)
        plain = child.tag == _HOLDERS[0] and not child.attrib
        children.extend(child if plain else [] if empty else [child])
    parent[:] = children


def _rounded(value: str) -> str:
    """Round the coordinates of an attribute; scales of glyphs keep their digits."""
    if "scale" in value:
        return " ".join(value.split())
    return " ".join(
        _NUMBER.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), value).split()
    )


def _serialised(root: ET.Element) -> str:
    """Write the element with the usual prefixes, without touching the registry of the process."""
    text = ET.tostring(_plain(root), encoding="unicode")
    return text.replace("<svg ", f'<svg xmlns="{_SVG}" xmlns:xlink="{_XLINK}" ', 1)


def _plain(element: ET.Element) -> ET.Element:
    """Spell out the names that carry a namespace: `{…svg}path` as `path`, `{…xlink}href` as
    `xlink:href`.
    """
    for node in element.iter():
        node.tag = str(node.tag).replace(f"{{{_SVG}}}", "")
        for name in [name for name in node.attrib if name.startswith(f"{{{_XLINK}}}")]:
            node.set(name.replace(f"{{{_XLINK}}}", "xlink:"), node.attrib.pop(name))
    return element
