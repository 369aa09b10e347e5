"""Places for the nodes of a network: all push each other away, links pull together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SEED = 1
STEPS = 300  # the nodes of the largest sheet stand still before (tried)
FIRST = 0.1  # longest first step, as a part of the sheet: Fruchterman and Reingold's tenth
NEAR = 0.01  # nodes closer than this push no harder
STILL = 1e-4  # mean step of a node at which the layout is done


def spring_layout(weights: Floats, length: float) -> Floats:
    """Place nodes so that linked ones stand near each other.

    Each two nodes push with length²/distance, each link pulls with weight · distance²/length; steps
    grow shorter evenly.

    Parameters
    ----------
    weights : ndarray of shape (n_nodes, n_nodes)
        Of the links, symmetric; 0 where there is none.
    length : float
        Of a link at rest, where the nodes begin within a square of side 1.

    Returns
    -------
    ndarray of shape (n_nodes, 2)
        Within -1 and 1, around 0.

    References
    ----------
    Fruchterman and Reingold (1991), Graph drawing by force-directed placement. Software: Practice
    and Experience 21, 1129-1164.

    Examples
    --------
    >>> chain = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=float)
    >>> first, middle, last = spring_layout(chain, 1.0)
    >>> bool(np.linalg.norm(first - last) > np.linalg.norm(first - middle))
    True
    """
    n = len(weights)
    if n < 2:
        return np.zeros((n, 2))
    places: Floats = np.random.RandomState(SEED).rand(n, 2)
    longest = float(np.ptp(places, axis=0).max()) * FIRST
    shorter = longest / (STEPS + 1)
    for _ in range(STEPS):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.linalg.norm(apart, axis=-1), NEAR)
        force = np.einsum(
            "ijk,ij->ik", apart, length**2 / distance**2 - weights * distance / length
        )
        step = force * (longest / np.maximum(np.linalg.norm(force, axis=-1), NEAR))[:, None]
        places += step
        longest -= shorter
        if np.linalg.norm(step) / n < STILL:
            break
    places -= places.mean(axis=0)
    return np.asarray(places / np.abs(places).max())
