"""Places for labels: boxes in cm that do not overlap."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
ROUNDS = 400


def push_apart(centres: Floats, sizes: Floats, room: tuple[float, float], fixed: int = 0) -> Floats:
    """Move boxes as little as their overlaps ask, until none is left or 400 rounds have passed.

    Parameters
    ----------
    centres, sizes : ndarray of shape (n_boxes, 2)
        Middle, and width and height, in cm.
    room : tuple of float
        Width and height of the sheet; boxes stay inside.
    fixed : int
        The first `fixed` boxes do not move: the others give way.

    Returns
    -------
    ndarray of shape (n_boxes, 2)
        New centres.

    Examples
    --------
    >>> push_apart(np.array([[2.0, 1.0], [2.5, 1.0]]), np.ones((2, 2)), (5, 2)).round(2).tolist()
    [[1.75, 1.0], [2.75, 1.0]]
    """
    half = sizes / 2
    movable = np.arange(len(centres)) >= fixed
    low, high = half, np.maximum(np.asarray(room) - half, half)
    places = np.where(movable[:, None], np.clip(centres, low, high), centres)
    for number in range(ROUNDS):
        # A box between two others cannot move along their line: now and then all move across it.
        push = _pushes(places, half, movable, across=number % 8 == 7)
        if not push.any():
            break
        places = np.where(movable[:, None], np.clip(places + push, low, high), places)
    return places


def overlapping(centres: Floats, sizes: Floats) -> npt.NDArray[np.bool_]:
    """Tell for each pair whether its boxes share more than a hair, of shape (n_boxes, n_boxes)."""
    depth = (sizes[:, None] + sizes[None]) / 2 - np.abs(centres[:, None] - centres[None])
    return np.asarray((depth > 1e-3).all(axis=2) & ~np.eye(len(centres), dtype=np.bool_))


def _pushes(
    places: Floats, half: Floats, movable: npt.NDArray[np.bool_], *, across: bool
) -> Floats:
    """Return how far each box should move: away from those it overlaps, along the axis where less
    (`across`: more) is needed.
    """
    gap = places[:, None] - places[None]
    depth = half[:, None] + half[None] - np.abs(gap)
    overlap = (depth > 1e-6).all(axis=2) & ~np.eye(len(places), dtype=np.bool_)
    sideways = (depth[..., 0] <= depth[..., 1]) != across
    # Boxes in the same place part by their number.
    tie = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None])
    direction = np.where(gap == 0, tie[..., None], np.sign(gap))
    share = np.where(movable[None], 0.5, 1.0)  # the other one does its half unless it is fixed
    amount = np.where(overlap, share, 0.0)[..., None] * depth * direction
    amount *= np.stack([sideways, ~sideways], axis=2)
    # The furthest push of each side counts: the sum would throw a crowded box too far.
    return np.asarray(amount.max(axis=1, initial=0) + amount.min(axis=1, initial=0))


def covered(centres: Floats, sizes: Floats) -> list[int]:
    """Return which boxes to leave out, last ones first, so that none of the rest overlap."""
    pairs = overlapping(centres, sizes)
    left_out: list[int] = []
    for number in range(len(centres)):
        kept = [other for other in range(number) if other not in left_out]
        if pairs[number, kept].any():
            left_out.append(number)
    return left_out
