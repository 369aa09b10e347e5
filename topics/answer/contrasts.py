"""The shapes that a series is searched for: a line, steps, periods."""

from __future__ import annotations

from math import comb
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from topics.answer.evidence_options import EvidenceOptions
from topics.stats.resampling import CHUNK, Floats

Ints = npt.NDArray[np.int64]
OPTIONS = EvidenceOptions()
NAMES = {
    ("line", True): "rises",
    ("line", False): "falls",
    ("step", True): "step_up",
    ("step", False): "step_down",
    ("window", True): "wave",
    ("window", False): "dip",
}


class Contrasts(NamedTuple):
    """Shapes of a series of n documents.

    Attributes
    ----------
    weights : ndarray of shape (n_shapes, n)
        Each centred and of unit length, so that under exchange all have the same variance.
    kinds : tuple of str
        `line`, `step` or `window`.
    starts, stops : ndarray of int, of shape (n_shapes,)
        First document inside the shape, and the one after the last.
    """

    weights: Floats
    kinds: tuple[str, ...]
    starts: Ints
    stops: Ints

    def inside(self, shape: int) -> npt.NDArray[np.bool_]:
        """Return which documents lie inside: the later half of a line, the time since a step, a
        period.
        """
        return np.asarray(self.weights[shape] > 1e-12)

    def outside(self, shape: int) -> npt.NDArray[np.bool_]:
        """Return which documents lie outside; the middle of a line is on neither side."""
        return np.asarray(self.weights[shape] < -1e-12)


def contrasts(times: Floats, options: EvidenceOptions = OPTIONS) -> Contrasts:
    """Return the line, and the steps and periods that could be improbable by themselves.

    A step needs L documents on each side with 2/C(n, L) ≤ .05; a period L to n/2 documents, not at
    an end, with (n − L + 1)/C(n, L) ≤ .05. Shorter ones could never be improbable.

    Parameters
    ----------
    times : ndarray of shape (n,)
        Years, in order.
    options : EvidenceOptions

    Returns
    -------
    Contrasts

    Examples
    --------
    >>> found = contrasts(np.arange(14.0))
    >>> [found.kinds.count(kind) for kind in ("line", "step", "window")]
    [1, 11, 40]
    """
    n, least = len(times), options.contrast_p
    lengths = [k for k in range(1, n // 2 + 1) if 2 / comb(n, k) <= least]
    steps = [(cut, n) for cut in range(min(lengths), n - min(lengths) + 1)] if lengths else []
    periods = [
        (start, start + k)
        for k in range(1, n // 2 + 1)
        if (n - k + 1) / comb(n, k) <= least
        for start in range(1, n - k)
    ]
    places = np.arange(n)
    rows = [
        np.asarray(times, dtype=np.float64),
        *(
            ((places >= start) & (places < stop)).astype(np.float64)
            for start, stop in steps + periods
        ),
    ]
    centred = np.array([row - row.mean() for row in rows])
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    bounds = np.array([(0, n), *steps, *periods], dtype=np.int64)
    kinds = ("line", *["step"] * len(steps), *["window"] * len(periods))
    return Contrasts(centred / np.maximum(length, 1e-12), kinds, bounds[:, 0], bounds[:, 1])


def standardise(x: Floats) -> Floats:
    """Return each column less its mean, over its standard deviation; 0 where it is constant."""
    centred = x - x.mean(axis=0)
    spread = centred.std(axis=0, ddof=1) if len(x) > 1 else np.zeros(x.shape[1])
    constant = spread <= 1e-9 * (1 + np.abs(x).max(axis=0, initial=0.0))
    return np.asarray(np.where(constant, 0.0, centred / np.where(constant, 1.0, spread)))


def best_shapes(x: Floats, shapes: Contrasts) -> tuple[Ints, Floats]:
    """Return the best shape of each column and its signed score c·x/s; of equals the simplest."""
    scores = shapes.weights @ standardise(x)
    best = np.round(np.abs(scores), 9).argmax(axis=0)
    return best, scores[best, np.arange(x.shape[1])]


def best_scores(x: Floats, shapes: Contrasts) -> Floats:
    """Return M = max |c·x|/s of each column."""
    return np.asarray(np.abs(shapes.weights @ standardise(x)).max(axis=0, initial=0.0))


def shuffled_scores(
    x: Floats, shapes: Contrasts, rng: np.random.Generator, n_orders: int
) -> Floats:
    """Return M of each column, as observed and with the documents in random order.

    All columns share the orders, which depend on the number of documents alone.

    Parameters
    ----------
    x : ndarray of shape (n_documents, n_themes)
    shapes : Contrasts
    rng : numpy.random.Generator
    n_orders : int

    Returns
    -------
    ndarray of shape (1 + n_orders, n_themes)
        The observed M first.
    """
    n, k = x.shape
    z = standardise(x)
    orders = rng.permuted(np.tile(np.arange(n), (n_orders, 1)), axis=1)
    found = np.empty((1 + n_orders, k))
    found[0] = best_scores(x, shapes)
    rows = max(1, CHUNK // max(len(shapes.weights) * max(k, n), 1))
    for start in range(0, n_orders, rows):
        weights = shapes.weights[:, orders[start : start + rows]]
        scores = weights.reshape(-1, n) @ z
        scores = scores.reshape(len(shapes.weights), weights.shape[1], k)
        found[1 + start : 1 + start + rows] = np.maximum(scores.max(axis=0), -scores.min(axis=0))
    return found
