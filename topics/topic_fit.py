"""Fitting topics: many fits with different seeds, one consensus, and what agreement noise would reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from topics.consensus import align, fold_in, null_bound, pooled_alpha, stability
from topics.dfm import Dfm
from topics.engines import ENGINES, Chain, Floats, Ints, Task
from topics.matrix import as_parts, content_order, shuffle
from topics.measures import exclusivity, npmi, top_columns
from topics.topic_model import TopicModel
from topics.workers import Progress, WorkerPool

MIN_SECTIONS = 10
SECTIONS_PER_TOPIC = 3

_PACKAGES = {"tomotopy": "tomotopy", "gensim": "gensim"}  # the others are scikit-learn's
_SEEDABLE = ("tomotopy", "gensim")
_CHAINS, _NULL, _DEAL = 1, 2, 3  # purposes of seeds


class TooFewSections(ValueError):  # noqa: N818 - the name is the message
    """The corpus has too few sections for so many topics.

    Attributes
    ----------
    n_sections, needed : int
    """

    def __init__(self, n_sections: int, n_topics: int) -> None:
        self.n_sections = n_sections
        self.needed = sections_needed(n_topics)
        fewer = f"ask for at most {n_sections // SECTIONS_PER_TOPIC} topics or "
        super().__init__(
            f"{n_topics} topics need at least {self.needed} sections with words, and there are {n_sections}; "
            f"{fewer if n_sections >= MIN_SECTIONS else ''}add documents"
        )


@dataclass(frozen=True)
class TopicOptions:
    """How topics are fitted. `workers` and `progress` change the time it takes, never the result.

    Attributes
    ----------
    n_chains : int
        Fits whose consensus is the model; at least 2.
    iterations : int
        Sweeps of each fit (gensim makes a twentieth as many passes, scikit-learn's LDA a tenth).
    alpha, eta : float
        Dirichlet parameters to start with: per topic in a section, per word in a topic. tomotopy learns an asymmetric
        alpha from there.
    seed_weight : float
        Prior count of each seeded word in its topic.
    n_null : int
        Fits to shuffled text; at least 2.
    workers : int, optional
        Processes; by default the cores at hand.
    progress : callable, optional
        Called with (fits done, fits in all).
    """

    n_chains: int = 8
    iterations: int = 400
    alpha: float = 0.1
    eta: float = 0.01
    seed_weight: float = 1.0
    n_null: int = 4
    workers: int | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        for name, least in {"n_chains": 2, "iterations": 1, "n_null": 2, "workers": 1}.items():
            value = getattr(self, name)
            if value is None and name == "workers":
                continue
            if not isinstance(value, int) or value < least:
                raise ValueError(f"{name} is {value!r}; it must be a whole number of at least {least}")
        for name in ("alpha", "eta", "seed_weight"):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"{name} is {getattr(self, name)!r}; it must be a positive number")


def sections_needed(n_topics: int) -> int:
    """Return the number of sections that so many topics take."""
    return max(MIN_SECTIONS, SECTIONS_PER_TOPIC * n_topics)


def derive_seed(seed: int, purpose: int, n_topics: int, number: int) -> int:
    """Return the seed of one fit, by a fixed rule that every platform computes alike.

    >>> derive_seed(0, 1, 10, 0), derive_seed(0, 1, 10, 1)
    (1010000, 1010001)
    """
    return (seed * 1_000_000_007 + purpose * 1_000_000 + n_topics * 1_000 + number) % (2**31 - 1)


def fit_topics(
    dfm: Dfm,
    n_topics: int,
    *,
    seed: int = 0,
    engine: str = "tomotopy",
    seeded: Mapping[str, Sequence[str]] | None = None,
    options: TopicOptions | None = None,
) -> TopicModel:
    """Find the topics of a corpus, the same every time, and how surely each would come back.

    Fits with different seeds are aligned and averaged; fits to the same tokens dealt out at random show what agreement
    noise reaches. The order of the rows does not matter.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections; trim rare words first. A boolean column `background` marks rows that help to fit but
        are not reported (`join_background` makes it).
    n_topics : int
        At least 2.
    seed : int
    engine : {"tomotopy", "gensim", "sklearn-lda", "sklearn-nmf"}
    seeded : mapping of str to sequence of str, optional
        Themes and their terms; each gets a topic of its own. Terms that are no feature stand in
        `settings["seeds_missing"]`.
    options : TopicOptions, optional

    Raises
    ------
    TooFewSections
        If the rows cannot carry so many topics.
    ValueError
        If an argument is out of range.
    TopicFitError
        If an engine fails.

    Examples
    --------
    >>> from topics.dfm import dfm_from_tokens
    >>> texts = [["防洪", "排涝", "管网"], ["落户", "户籍", "社保"]] * 10
    >>> rows = pd.DataFrame({"doc_id": "甲", "path": [f"段{i}" for i in range(20)]})
    >>> model = fit_topics(dfm_from_tokens(texts, rows), 2, options=TopicOptions(n_chains=2, n_null=2))
    >>> sorted(sorted(terms) for terms in model.top_terms(3))
    [['户籍', '社保', '落户'], ['排涝', '管网', '防洪']]
    """
    options = options or TopicOptions()
    seeds, missing = _seed_columns(dfm, seeded or {}, engine)
    order = fitted_rows(dfm, n_topics, seed=seed, engine=engine)
    if len(seeds) > n_topics:
        raise ValueError(f"{len(seeds)} themes cannot seed {n_topics} topics; ask for at least {len(seeds)}")
    counts = csr_array(dfm.counts[order])
    task = Task("corpus", engine, n_topics, 0, options.iterations, options.alpha, options.eta,
                tuple(seeds.values()), options.seed_weight)  # fmt: skip
    tasks = with_seeds(task, seed, _CHAINS, options.n_chains)
    tasks += with_seeds(replace(task, corpus="null"), seed, _NULL, options.n_null)
    null = shuffle(counts, derive_seed(seed, _DEAL, n_topics, 0))
    with WorkerPool({"corpus": as_parts(counts), "null": as_parts(null)}, options.workers) as pool:
        fits = pool.run(tasks, options.progress)
    chains, nulls = fits[: options.n_chains], fits[options.n_chains :]
    settings = _settings(seed, engine, options) | {"seeds": {k: len(v) for k, v in seeds.items()},
                                                   "seeds_missing": missing}  # fmt: skip
    names = (*seeds, *[""] * (n_topics - len(seeds)))
    return _assemble(dfm, order, chains, null_bound(_stability(nulls, len(seeds))), names, settings)


def fitted_rows(dfm: Dfm, n_topics: int, *, seed: int, engine: str) -> Ints:
    """Return the rows to fit, in an order that only their content decides, or refuse what no engine can fit.

    Raises
    ------
    TooFewSections, ValueError
    """
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}; there are: {', '.join(ENGINES)}")
    if not isinstance(seed, int) or seed < 0:
        raise ValueError(f"seed is {seed!r}; it must be a whole number of at least 0")
    if not isinstance(n_topics, int) or n_topics < 2:
        raise ValueError(f"n_topics is {n_topics!r}; it must be a whole number of at least 2")
    order = content_order(dfm.counts)
    own = order[~_background(dfm)[order]]
    if len(own) == 0 or len(order) < sections_needed(n_topics):
        raise TooFewSections(len(order) if len(own) else 0, n_topics)
    n_words = int((dfm.docfreq > 0).sum())
    if n_words < n_topics:
        raise ValueError(
            f"{n_topics} topics need at least {n_topics} different words, and there are {n_words}; "
            "trim less or remove fewer stop words"
        )
    return order


def with_seeds(task: Task, seed: int, purpose: int, n: int) -> list[Task]:
    """Repeat a task with n derived seeds."""
    return [replace(task, seed=derive_seed(seed, purpose, task.n_topics, i)) for i in range(n)]


def consensus(chains: Sequence[Chain], n_fixed: int = 0) -> tuple[Floats, Floats, Ints]:
    """Return phi and alpha of the consensus of fits, and the order of each fit's topics in it."""
    phi, order = align([chain.phi for chain in chains], n_fixed)
    return phi, pooled_alpha(chains, order), order


def _stability(chains: Sequence[Chain], n_fixed: int) -> Floats:
    phis = [chain.phi for chain in chains]
    return stability(phis, align(phis, n_fixed)[1])


def _assemble(
    dfm: Dfm,
    order: Ints,
    chains: Sequence[Chain],
    null: float,
    names: tuple[str, ...],
    settings: dict[str, object],
) -> TopicModel:
    n_fixed = sum(name != "" for name in names)
    phi, alpha, topics = consensus(chains, n_fixed)
    rows = _rows(dfm)
    theta = fold_in(dfm.counts, phi, alpha)
    weight = rows["tokens"].to_numpy(dtype=np.float64) * ~rows["background"].to_numpy()
    prevalence = (weight[:, None] * theta).sum(axis=0) / weight.sum()
    by_prevalence = np.argsort(-prevalence, kind="stable")
    draws = np.tile(alpha / alpha.sum(), (len(chains), dfm.n_rows, 1))
    for draw, chain, columns in zip(draws, chains, topics, strict=True):
        draw[order] = chain.theta[:, columns]
    phi = phi[by_prevalence]
    counts = csr_array(dfm.counts[order])
    return TopicModel(
        phi=phi,
        theta=theta[:, by_prevalence],
        alpha=alpha[by_prevalence],
        draws=draws[:, :, by_prevalence].astype(np.float32),
        prevalence=prevalence[by_prevalence],
        coherence=npmi(top_columns(phi), counts),
        exclusivity=exclusivity(phi),
        stability=stability([chain.phi for chain in chains], topics)[by_prevalence],
        null=null,
        features=dfm.features,
        rows=rows,
        names=tuple(names[topic] for topic in by_prevalence),
        settings=settings,
    )


def _rows(dfm: Dfm) -> pd.DataFrame:
    blank = pd.Series("", index=dfm.rows.index)
    tokens = np.asarray(dfm.counts.sum(axis=1), dtype=np.int64).ravel()
    return pd.DataFrame({
        "doc_id": dfm.rows.get("doc_id", dfm.rows.get("group", blank)).astype(str),
        "path": dfm.rows.get("path", blank).astype(str),
        "tokens": tokens,
        "background": _background(dfm),
    })


def _background(dfm: Dfm) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if "background" not in dfm.rows:
        return np.zeros(dfm.n_rows, dtype=bool)
    return dfm.rows["background"].to_numpy(dtype=bool)


def _seed_columns(
    dfm: Dfm, seeded: Mapping[str, Sequence[str]], engine: str
) -> tuple[dict[str, tuple[int, ...]], dict[str, list[str]]]:
    if seeded and engine not in _SEEDABLE:
        raise ValueError(f"{engine} cannot be seeded; use one of: {', '.join(_SEEDABLE)}")
    used = np.flatnonzero(dfm.docfreq)
    position = {dfm.features[column]: int(column) for column in used}
    found, missing = {}, {}
    for name, terms in sorted(seeded.items()):
        found[name] = tuple(sorted(position[term] for term in set(terms) & set(position)))
        missing[name] = sorted(set(terms) - set(position))
    return {k: v for k, v in found.items() if v}, {k: v for k, v in missing.items() if v}


def _settings(seed: int, engine: str, options: TopicOptions) -> dict[str, object]:
    package = _PACKAGES.get(engine, "scikit-learn")
    return {
        "engine": engine,
        "version": f"{package} {version(package)}",
        "seed": seed,
        "n_chains": options.n_chains,
        "iterations": options.iterations,
        "alpha": options.alpha,
        "eta": options.eta,
        "seed_weight": options.seed_weight,
        "n_null": options.n_null,
    }
