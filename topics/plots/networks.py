"""Figures of networks: terms that occur together, agencies that act together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from topics.plots.boxes import Floats, covered, push_apart
from topics.plots.pieces import (
    LINE,
    NOTE_ROOM,
    TITLE_ROOM,
    check_columns,
    empty_figure,
    joined,
    more,
    ordered,
    sheet,
    sheet_note,
)
from topics.plots.springs import spring_layout
from topics.plots.style import (
    BLUE,
    CM,
    INK,
    NARROW,
    NORMAL,
    PAGE,
    SMALL,
    drawn,
    ems,
    ems_in,
    new_figure,
    shorten,
    words,
    wrap,
)

MAX_NODES, LINKS_PER_NODE, MAX_PANELS = 40, 3, 4
HEAD = 0.5  # cm above a panel
LENGTH = 2.2  # of a link at rest, times the side of the square that a node has to itself (chosen)
DOT = 0.42  # diameter of the largest node in cm


@dataclass(frozen=True)
class Network:
    """Nodes with their counts and links with their weights, of one group."""

    nodes: Mapping[str, float]
    links: Mapping[tuple[str, str], float]


@drawn
def plot_cooccurrence(
    cooccurrence: pd.DataFrame, *, n: int = MAX_NODES, lang: str = "zh", width: float = PAGE
) -> Figure:
    """Draw which terms occur together, one panel per group; a term has the same place in all.

    Parameters
    ----------
    cooccurrence : DataFrame
        Columns group, first, second (terms), n_first, n_second, n_both (sections that hold them)
        and strength (association strength: how many times more often than by chance).
    n : int
        Terms at most, 40 or fewer: those in most sections of all groups. In half-page panels 25 at
        most.
    lang : str
        `zh` or `en`.
    width : float
        In cm.

    Returns
    -------
    Figure
        At most four groups; the strongest links, three per term.

    Raises
    ------
    ValueError
        If the table lacks a column.

    References
    ----------
    van Eck & Waltman (2009), JASIST 60(8), 1635-1651: association strength.
    """
    check_columns(
        cooccurrence,
        ("group", "first", "second", "n_first", "n_second", "strength"),
        "cooccurrence",
    )
    networks = {}
    for group in ordered(cooccurrence["group"]):
        rows = cooccurrence[cooccurrence["group"].astype(str) == group]
        nodes = dict(zip(rows["first"], rows["n_first"], strict=True)) | dict(
            zip(rows["second"], rows["n_second"], strict=True)
        )
        networks[group] = Network(
            nodes,
            dict(
                zip(zip(rows["first"], rows["second"], strict=True), rows["strength"], strict=True)
            ),
        )
    note = words(
        lang,
        "圆的面积：含该词的条目数；线的粗细：关联强度",
        "Area: sections that hold the term; line: association strength",
    )
    return _draw(
        networks,
        (words(lang, "词的共现", "Terms that occur together"), note),
        n=n,
        lang=lang,
        width=width,
    )


@drawn
def plot_agencies(
    agencies: pd.DataFrame,
    *,
    groups: Mapping[str, str] | None = None,
    n: int = 30,
    lang: str = "zh",
    width: float = PAGE,
) -> Figure:
    """Draw which agencies are responsible together, one panel per group; an agency has the same
    place in all.

    Parameters
    ----------
    agencies : DataFrame
        Columns of agencies.csv.
    groups : mapping of str to str, optional
        doc_id → group, such as its year; by default each document is a group.
    n : int
        Agencies at most: those named in most items. In half-page panels 25 at most.
    lang, width
        As in `plot_cooccurrence`.

    Returns
    -------
    Figure
        At most four groups; the links with most items, three per agency.

    Raises
    ------
    ValueError
        If the table lacks a column.
    """
    check_columns(agencies, ("doc_id", "path", "agency"), "agencies")
    labels = (
        agencies["doc_id"]
        .astype(str)
        .map(lambda name: name if groups is None else groups.get(name, ""))
    )
    networks = {group: _joint(agencies[labels == group]) for group in ordered(labels) if group}
    zh, en = (
        "圆的面积：所负责的条目数；线的粗细：共同负责的条目数",
        "Area: items it is responsible for; line: items shared",
    )
    title = words(lang, "责任单位及其协作", "Agencies and what they share")
    return _draw(networks, (title, words(lang, zh, en)), n=n, lang=lang, width=width)


def _joint(agencies: pd.DataFrame) -> Network:
    """Count the items of each agency and of each pair of agencies."""
    nodes: Counter[str] = Counter()
    links: Counter[tuple[str, str]] = Counter()
    for _, rows in agencies.fillna({"path": ""}).groupby(["doc_id", "path"], sort=True):
        names = sorted(set(rows["agency"].astype(str)))
        nodes.update(names)
        links.update(combinations(names, 2))
    return Network(nodes, links)


def _draw(
    networks: Mapping[str, Network], texts: tuple[str, str], *, n: int, lang: str, width: float
) -> Figure:
    """Draw one panel per network with a common layout."""
    shown = list(networks)[:MAX_PANELS]
    columns = 2 if len(shown) > 2 and width >= NARROW else 1
    room = (width / columns - 0.3, _panel_height(len(shown), columns))
    names = _largest(
        [networks[group] for group in shown], min(n, MAX_NODES if room[0] > NARROW else 25)
    )
    if not names:
        return empty_figure(width, lang)
    places, bare = _layout([networks[group] for group in shown], names, room)
    lines = ceil(len(shown) / columns)
    height = TITLE_ROOM + NOTE_ROOM + lines * (room[1] + HEAD)
    figure = new_figure(width, height, texts[0])
    figure.set_layout_engine("none")
    for number, group in enumerate(shown):
        row, column = divmod(number, columns)
        bottom = height - TITLE_ROOM - (row + 1) * (room[1] + HEAD)
        axes = sheet(figure, (column * width / columns + 0.15, bottom), room)
        axes.set_title(shorten(group, ems_in(room[0], NORMAL) - 1), fontsize=NORMAL)
        _panel(axes, networks[group], places, bare)
    hidden = more(lang, len(networks) - len(shown), "组", "groups")
    unnamed = (
        words(lang, f"{len(bare)}个名称因无处可放未写", f"{len(bare)} names had no room")
        if bare
        else ""
    )
    sheet_note(figure, joined(lang, texts[1], hidden, unnamed), width)
    return figure


def _panel_height(n: int, columns: int) -> float:
    """Return the height of a panel in cm: four fit on a page, two to a row or not."""
    if columns == 2:
        return 8.0
    return 9.0 if n < 3 else 5.0


def _largest(networks: Sequence[Network], n: int) -> list[str]:
    """Return the n nodes with the largest counts in all networks together, ties by name."""
    total: Counter[str] = Counter()
    for network in networks:
        for name, count in network.nodes.items():
            total[name] += count  # type: ignore[assignment]
    return sorted(total, key=lambda name: (-total[name], name))[:n]


def _label(name: str) -> str:
    """Set a name in two lines of about the same length where it is longer than seven characters."""
    length = ems(name)
    return wrap(name, 7 if length <= 7 else min(length / 2 + 0.6, 8))


def _size(label: str) -> tuple[float, float]:
    """Return width and height in cm of a node with its label below it."""
    lines = label.split("\n")
    return max(DOT, max(map(ems, lines)) * SMALL / 72 / CM) + 0.12, DOT + len(lines) * LINE + 0.06


def _layout(
    networks: Sequence[Network], names: Sequence[str], room: tuple[float, float]
) -> tuple[dict[str, Floats], set[str]]:
    """Place the nodes once for all networks; linked nodes near each other, no label on another.

    Returns the places, and the nodes whose label found no room.
    """
    number = {name: place for place, name in enumerate(sorted(names))}
    weights = np.zeros((len(names), len(names)))
    for network in networks:
        top = max(network.links.values(), default=1.0)
        for (first, second), weight in sorted(_strongest(network, names).items()):
            weights[number[first], number[second]] += weight / top
    raw = spring_layout(weights + weights.T, LENGTH / np.sqrt(len(names)))
    points = raw[[number[name] for name in names]]
    sizes = np.array([_size(_label(name)) for name in names])
    # Ranks fill the sheet: a few nodes without links would else squeeze all others into its middle.
    unit = (points.argsort(axis=0).argsort(axis=0) + 0.5) / len(points)
    centres = push_apart(sizes / 2 + unit * np.maximum(np.asarray(room) - sizes, 0), sizes, room)
    bare = {names[place] for place in covered(centres, sizes)}
    return dict(zip(names, centres, strict=True)), bare


def _strongest(network: Network, names: Sequence[str]) -> dict[tuple[str, str], float]:
    """Return the strongest links among nodes, three per node; ties by name."""
    inside = set(names)
    links = {
        pair: weight
        for pair, weight in network.links.items()
        if inside.issuperset(pair) and weight > 0
    }
    order = sorted(links, key=lambda pair: (-links[pair], pair))
    return {pair: links[pair] for pair in order[: LINKS_PER_NODE * len(names)]}


def _panel(axes: Axes, network: Network, places: Mapping[str, Floats], bare: set[str]) -> None:
    """Draw the nodes that a group has, with the strongest links between them."""
    names = [name for name in places if network.nodes.get(name, 0) > 0]
    dots = {name: places[name] + [0, (_size(_label(name))[1] - DOT) / 2 - 0.03] for name in names}
    links = _strongest(network, names)
    top = max(links.values(), default=1.0)
    for (first, second), weight in links.items():
        ends = np.array([dots[first], dots[second]])
        axes.plot(
            *ends.T,
            color="#9A9A9A",
            linewidth=0.3 + 1.9 * weight / top,
            alpha=0.55,
            zorder=1,
            solid_capstyle="round",
        )
    most = max((network.nodes[name] for name in names), default=1.0)
    for name in names:
        diameter = DOT * np.sqrt(max(network.nodes[name] / most, 0.06)) * CM * 72
        axes.plot(
            *dots[name],
            marker="o",
            color=BLUE,
            markersize=diameter,
            markeredgecolor="white",
            markeredgewidth=0.5,
            zorder=2,
        )
        if name not in bare:
            label = axes.text(
                dots[name][0],
                dots[name][1] - DOT / 2,
                _label(name),
                ha="center",
                va="top",
                fontsize=SMALL,
                color=INK,
                zorder=3,
            )
            label.set_linespacing(1.1)
