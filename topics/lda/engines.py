"""One fit of a topic model by one engine: counts in, topic-word and section-topic distributions
out.

This module runs inside worker processes, so at import it loads numpy alone; each engine is imported
where it is used.
"""

# ruff: noqa: PLC0415 - a worker loads the engine that it runs, no other

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from topics.lda.fits import Chain, Counts, Floats, Task

ENGINES = ("tomotopy", "gensim", "sklearn-lda", "sklearn-nmf")
START = "start"  # not an engine of the user: the point that a consensus starts from
CHUNK = 25  # iterations between two looks at the outside world; the same bits as one long run
BURN_IN = 0.5  # the share of a Gibbs chain that is thrown away before its samples are averaged


def fit_chain(counts: Counts, task: Task) -> Chain:
    """Fit one model; the same counts and task give the same bytes."""
    return _FITTERS[task.engine](counts, task)


def _fit_tomotopy(counts: Counts, task: Task) -> Chain:
    import tomotopy

    model = tomotopy.LDAModel(k=task.n_topics, alpha=task.alpha, eta=task.eta, seed=task.seed)
    words = [
        str(column) for column in range(counts.n_features)
    ]  # numbers: no text reaches native code
    for start, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        columns = np.repeat(counts.indices[start:end], counts.data[start:end])
        model.add_doc([words[column] for column in columns])
    if task.prior is not None:
        used = np.bincount(counts.indices, minlength=counts.n_features) > 0
        for column in np.flatnonzero(used & (task.prior != task.eta).any(axis=0)).tolist():
            model.set_word_prior(words[column], task.prior[:, column].tolist())
    samples = []
    for done in range(0, task.iterations, CHUNK):
        model.train(
            min(CHUNK, task.iterations - done), workers=1, parallel=tomotopy.ParallelScheme.NONE
        )
        if done + CHUNK > BURN_IN * task.iterations:
            samples.append(np.array([model.get_topic_word_dist(k) for k in range(task.n_topics)]))
    phi = np.full((task.n_topics, counts.n_features), 0.0)
    phi[:, [int(word) for word in model.used_vocabs]] = np.mean(samples, axis=0, dtype=np.float64)
    theta = np.array([document.get_topic_dist() for document in model.docs], dtype=np.float64)
    return Chain(_smooth(phi), _normalise(theta), np.asarray(model.alpha, dtype=np.float64))


def _fit_gensim(counts: Counts, task: Task) -> Chain:
    from gensim.models import LdaModel

    bags = _bags(counts)
    model = LdaModel(
        bags,
        num_topics=task.n_topics,
        id2word={column: str(column) for column in range(counts.n_features)},
        random_state=task.seed,
        passes=max(1, task.iterations // 20),
        alpha=np.full(task.n_topics, task.alpha),
        eta=task.eta if task.prior is None else task.prior,
        dtype=np.float64,
        eval_every=None,
    )
    gamma, _ = model.inference(bags)
    return Chain(
        _smooth(model.get_topics()), _normalise(gamma), np.asarray(model.alpha, dtype=np.float64)
    )


def _bags(counts: Counts) -> list[list[tuple[int, int]]]:
    return [
        list(zip(counts.indices[start:end].tolist(), counts.data[start:end].tolist(), strict=True))
        for start, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True)
    ]


def _fit_sklearn_lda(counts: Counts, task: Task) -> Chain:
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(
        task.n_topics,
        doc_topic_prior=task.alpha,
        topic_word_prior=task.eta,
        max_iter=max(5, task.iterations // 10),
        learning_method="batch",
        random_state=task.seed,
        n_jobs=1,
    )
    theta = model.fit_transform(_matrix(counts))
    return Chain(_smooth(model.components_), _normalise(theta), np.full(task.n_topics, task.alpha))


def _fit_sklearn_nmf(counts: Counts, task: Task) -> Chain:
    from sklearn.decomposition import NMF

    model = NMF(
        task.n_topics,
        init="random",
        solver="mu",
        beta_loss="kullback-leibler",  # the likelihood of counts, so phi and theta are shares
        max_iter=max(5, task.iterations),
        tol=0.0,
        random_state=task.seed,
    )
    weights = model.fit_transform(_matrix(counts))
    sizes = model.components_.sum(axis=1)
    return Chain(
        _smooth(model.components_), _normalise(weights * sizes), np.full(task.n_topics, task.alpha)
    )


def _matrix(counts: Counts):  # type: ignore[no-untyped-def]
    from scipy.sparse import csr_matrix

    shape = (counts.n_rows, counts.n_features)
    return csr_matrix((counts.data.astype(np.float64), counts.indices, counts.indptr), shape=shape)


def _normalise(rows: npt.ArrayLike) -> Floats:
    """Divide each row by its sum; a row of zeros becomes uniform."""
    rows = np.asarray(rows, dtype=np.float64)
    total = rows.sum(axis=1, keepdims=True)
    return np.where(total > 0, rows / np.where(total > 0, total, 1), 1 / rows.shape[1])


def _smooth(phi: npt.ArrayLike) -> Floats:
    """Return shares without zeros: a word that the fit never saw gets the smallest share of its
    topic.
    """
    phi = _normalise(phi)
    least = np.where(phi > 0, phi, np.inf).min(axis=1, keepdims=True)
    return _normalise(np.maximum(phi, np.minimum(least, 1e-6)))


def _start(counts: Counts, task: Task) -> Chain:
    from topics.lda.spectral import spectral_topics

    uniform = np.full((counts.n_rows, task.n_topics), 1 / task.n_topics)
    return Chain(
        spectral_topics(counts, task.n_topics), uniform, np.full(task.n_topics, task.alpha)
    )


_FITTERS = {
    START: _start,
    "tomotopy": _fit_tomotopy,
    "gensim": _fit_gensim,
    "sklearn-lda": _fit_sklearn_lda,
    "sklearn-nmf": _fit_sklearn_nmf,
}
