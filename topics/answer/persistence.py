"""How much neighbouring years resemble each other, and which shapes come of that alone."""

from __future__ import annotations

import numpy as np

from topics.answer.contrasts import Contrasts, best_scores, best_shapes, standardise
from topics.answer.evidence_options import EvidenceOptions
from topics.stats.resampling import Floats

OPTIONS = EvidenceOptions()


def autoregressive(rho: float, n: int, size: int, rng: np.random.Generator) -> Floats:
    """Simulate stationary series in which each value is ρ times the last and noise.

    Returns
    -------
    ndarray of shape (n, size)
        One series a column, of variance 1.
    """
    noise = rng.standard_normal((n, size))
    noise[1:] *= np.sqrt(1 - rho**2)
    for year in range(1, n):  # a filter of scipy's says the same; its import takes two seconds
        noise[year] += rho * noise[year - 1]
    return noise


def residual_autocorrelation(x: Floats, shapes: Contrasts) -> Floats:
    """Return the lag-1 autocorrelation of each column, freed from its best shape."""
    z = standardise(x)
    best, score = best_shapes(x, shapes)
    rest = z - shapes.weights[best].T * score
    total = (rest**2).sum(axis=0)
    product = (rest[1:] * rest[:-1]).sum(axis=0)
    return np.asarray(np.where(total > 1e-12, product / np.maximum(total, 1e-12), 0.0))


def persistence(
    x: Floats,
    shapes: Contrasts,
    rng: np.random.Generator,
    options: EvidenceOptions = OPTIONS,
) -> float:
    """Estimate one autocorrelation for a corpus: the median over its themes.

    Fitting the best shape takes resemblance away with it; the loss is read from simulated series of
    autocorrelation 0 and .6, and made good by linear interpolation.

    Parameters
    ----------
    x : ndarray of shape (n_documents, n_themes)
    shapes : Contrasts
    rng : numpy.random.Generator
    options : EvidenceOptions

    Returns
    -------
    float
        In [0, .9].
    """
    size, high = options.n_persistence, options.ar_high
    none, much = (
        float(np.median(residual_autocorrelation(series, shapes)))
        for series in (
            autoregressive(rho, len(x), size, stream)
            for rho, stream in zip((0.0, high), rng.spawn(2), strict=True)
        )
    )
    varies = standardise(x).any(axis=0)
    if not varies.any() or much <= none:
        return 0.0
    seen = float(np.median(residual_autocorrelation(x[:, varies], shapes)))
    return float(np.clip(high * (seen - none) / (much - none), 0.0, options.ar_most))


def persistence_p(
    scores: Floats,
    shapes: Contrasts,
    rho: float,
    rng: np.random.Generator,
    options: EvidenceOptions = OPTIONS,
) -> Floats:
    """Return how often series of this persistence without any change reach each score.

    Parameters
    ----------
    scores : ndarray of shape (n_themes,)
        M of each theme.
    shapes : Contrasts
    rho : float
    rng : numpy.random.Generator
    options : EvidenceOptions

    Returns
    -------
    ndarray of shape (n_themes,)
        p, the observed series included.
    """
    n = shapes.weights.shape[1]
    drawn = np.sort(best_scores(autoregressive(rho, n, options.n_ar, rng), shapes))
    below = np.searchsorted(drawn, scores * (1 - 1e-9), side="left")
    return np.asarray((1 + len(drawn) - below) / (1 + len(drawn)))
