"""The best one-to-one assignment of pairs, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

LARGEST = 4_000_000  # cells of a group beyond which the best pair is taken first (memory: 32 MB)


@dataclass(frozen=True, slots=True)
class Edge:
    """A possible pair: places, similarity, and what it is worth (similarity, less for distance)."""

    old: int
    new: int
    value: float
    worth: float


def assign(edges: Sequence[Edge], least: float) -> list[Edge]:
    """Choose pairs, none of whose sides is taken twice, with the greatest sum of (worth − least).

    Groups that share nothing are solved one by one (Hungarian method); in a group of more than
    2,000 × 2,000 the best pair is taken first instead.

    Examples
    --------
    >>> edges = [Edge(0, 0, 0.9, 0.9), Edge(0, 1, 0.8, 0.8), Edge(1, 0, 0.8, 0.8)]
    >>> [(edge.old, edge.new) for edge in assign(edges, 0.3)]
    [(0, 1), (1, 0)]
    """
    return sorted(
        (edge for group in _groups(edges) for edge in _chosen(group, least)),
        key=lambda edge: (edge.old, edge.new),
    )


def _groups(edges: Sequence[Edge]) -> list[list[Edge]]:
    if not edges:
        return []
    n_old = max(edge.old for edge in edges) + 1
    size = n_old + max(edge.new for edge in edges) + 1
    places = [edge.old for edge in edges], [n_old + edge.new for edge in edges]
    graph = coo_array((np.ones(len(edges)), places), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    groups: dict[int, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(int(label[edge.old]), []).append(edge)
    return list(groups.values())


def _chosen(edges: list[Edge], least: float) -> list[Edge]:
    if len(edges) == 1:
        return edges
    rows = {old: i for i, old in enumerate(dict.fromkeys(edge.old for edge in edges))}
    columns = {new: j for j, new in enumerate(sorted({edge.new for edge in edges}))}
    if len(rows) * len(columns) > LARGEST:
        return _greedy(edges)
    gain = np.zeros((len(rows), len(columns)))
    at = {}
    for edge in edges:
        place = rows[edge.old], columns[edge.new]
        gain[place], at[place] = max(edge.worth - least, 0.0), edge
    taken = zip(
        *(side.tolist() for side in linear_sum_assignment(gain, maximize=True)), strict=True
    )
    return [at[place] for place in taken if place in at]


def _greedy(edges: list[Edge]) -> list[Edge]:
    used: tuple[set[int], set[int]] = set(), set()
    chosen = []
    for edge in sorted(edges, key=lambda edge: (-edge.worth, edge.old, edge.new)):
        if edge.old not in used[0] and edge.new not in used[1]:
            chosen.append(edge)
            used[0].add(edge.old)
            used[1].add(edge.new)
    return chosen
