"""Fitting topics: what is refused, and how a consensus of fits becomes a `TopicModel`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from numbers import Integral

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm
from topics.lda.consensus import Consensus, fold_in, null_bound, own_stability
from topics.lda.consensus_search import (
    DEAL,
    NULL,
    TopicOptions,
    derive_seed,
    find_consensus,
    with_seeds,
)
from topics.lda.engines import ENGINES
from topics.lda.fits import Floats, Ints
from topics.lda.matrix import as_parts, content_order, damped, shuffle
from topics.lda.measures import exclusivity, npmi, top_columns
from topics.lda.topic_model import TopicModel
from topics.lda.workers import WorkerPool


@dataclass(frozen=True, slots=True)
class FitRules:
    """What a fit needs and what noise it is held against; all chosen.

    Attributes
    ----------
    sections : int
        Sections with words, at least.
    per_topic : int
        Sections with words for each topic, at least.
    shuffled : int
        Times that the tokens are dealt out anew to see what noise reaches.
    """

    sections: int = 10
    per_topic: int = 3
    shuffled: int = 2


RULES = FitRules()

_PACKAGES = {"tomotopy": "tomotopy", "gensim": "gensim"}  # the others are scikit-learn's
_SEEDABLE = ("tomotopy", "gensim")


class TooFewSections(ValueError):  # noqa: N818 - the name is the message
    """The corpus has too few sections for so many topics.

    Attributes
    ----------
    n_sections, n_topics, needed : int
    most : int
        Topics that so many sections allow; 0 if none.
    """

    def __init__(self, n_sections: int, n_topics: int) -> None:
        self.n_sections, self.n_topics = n_sections, n_topics
        self.needed = sections_needed(n_topics)
        self.most = n_sections // RULES.per_topic if n_sections >= RULES.sections else 0
        fewer = f"ask for at most {self.most} topics or " if self.most else ""
        super().__init__(
            f"{n_topics} topics need at least {self.needed} sections with words, and there are"
            f" {n_sections}; {fewer}add documents"
        )


def sections_needed(n_topics: int) -> int:
    """Return the number of sections that so many topics take."""
    return max(RULES.sections, RULES.per_topic * n_topics)


def fit_topics(
    dfm: Dfm,
    n_topics: int,
    *,
    seed: int = 1,
    engine: str = "tomotopy",
    seeded: Mapping[str, Sequence[str]] | None = None,
    options: TopicOptions | None = None,
) -> TopicModel:
    """Find the topics of a corpus, the same every time, and how surely each would come back.

    Many fits become one consensus (`topics.lda.consensus_search`); fits to the same tokens, dealt
    out at random, show what agreement noise reaches. Repeats of a word in a row count less than its
    first mention (`topics.lda.matrix.damped`). The order of the rows does not matter.

    Parameters
    ----------
    dfm : Dfm
        Rows are leaf sections; trim rare words first. A boolean column `background` marks rows that
        help to fit but are not reported (`join_background` makes it).
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
    >>> model = fit_topics(dfm_from_tokens(texts, rows), 2,
    ...     options=TopicOptions(n_chains=2, n_null=2))
    >>> sorted(sorted(terms) for terms in model.top_terms(3))
    [['户籍', '社保', '落户'], ['排涝', '管网', '防洪']]
    """
    options = options or TopicOptions()
    seeds, missing = _seed_columns(dfm, seeded or {}, engine)
    order = fitted_rows(dfm, n_topics, seed=seed, engine=engine)
    n_topics, seed = int(n_topics), int(seed)  # numpy's integers are no JSON
    if len(seeds) > n_topics:
        raise ValueError(
            f"{len(seeds)} themes cannot seed {n_topics} topics; ask for at least {len(seeds)}"
        )
    counts, columns = csr_array(dfm.counts[order]), list(seeds.values())
    task = replace(options.task(engine, n_topics), prior=_seed_prior(dfm, seeds, n_topics, options))
    shuffled = {
        f"shuffled {i}": shuffle(counts, derive_seed(seed, DEAL, n_topics, i))
        for i in range(RULES.shuffled)
    }
    nulls = [
        run
        for name in shuffled
        for run in with_seeds(replace(task, corpus=name), seed, NULL, options.n_null)
    ]
    corpora = {
        name: as_parts(damped(matrix)) for name, matrix in {"corpus": counts, **shuffled}.items()
    }
    with WorkerPool(corpora, options.workers) as pool:
        (found,), noise = find_consensus(
            pool, [task], nulls, seed=seed, seeds=columns, options=options
        )
    scores = [
        own_stability(noise[i : i + options.n_null], columns)
        for i in range(0, len(noise), options.n_null)
    ]
    settings = _settings(seed, engine, options)
    settings |= {
        "seeds": {name: len(terms) for name, terms in seeds.items()},
        "seeds_missing": missing,
    }
    names = (*seeds, *[""] * (n_topics - len(seeds)))
    return _assemble(
        dfm, order, found, null_bound(np.array(scores)), names=names, settings=settings
    )


def fitted_rows(dfm: Dfm, n_topics: int, *, seed: int, engine: str) -> Ints:
    """Return the rows to fit, in an order that only their content decides, or refuse what no engine
    can fit.

    Raises
    ------
    TooFewSections, ValueError
    """
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}; there are: {', '.join(ENGINES)}")
    if engine == "gensim" and find_spec("gensim") is None:
        raise ValueError(
            "the engine gensim is not installed (it has no wheels beyond Python 3.13): install the"
            " package gensim, or take another engine"
        )
    if not isinstance(seed, Integral) or seed < 0:
        raise ValueError(f"seed is {seed!r}; it must be a whole number of at least 0")
    if not isinstance(n_topics, Integral) or n_topics < 2:
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


def _assemble(
    dfm: Dfm,
    order: Ints,
    found: Consensus,
    null: float,
    *,
    names: tuple[str, ...],
    settings: dict[str, object],
) -> TopicModel:
    rows = _rows(dfm)
    theta = fold_in(dfm.counts, found.phi, found.alpha)
    weight = np.where(rows["background"], 0.0, rows["tokens"].to_numpy(dtype=np.float64))
    prevalence = (weight[:, None] * theta).sum(axis=0) / weight.sum()
    ranked = np.argsort(-prevalence, kind="stable")
    draws = np.tile(found.alpha / found.alpha.sum(), (len(found.thetas), dfm.n_rows, 1))
    draws[:, order] = found.thetas
    phi = found.phi[ranked]
    return TopicModel(
        phi=phi,
        theta=theta[:, ranked],
        alpha=found.alpha[ranked],
        draws=draws[:, :, ranked].astype(np.float32),
        prevalence=prevalence[ranked],
        coherence=npmi(top_columns(phi), csr_array(dfm.counts[order])),
        exclusivity=exclusivity(phi),
        stability=found.stability[ranked],
        null=null,
        features=dfm.features,
        rows=rows,
        names=tuple(names[topic] for topic in ranked),
        settings=settings,
        docfreq=dfm.filter_rows(~rows["background"].to_numpy()).docfreq.astype(np.float64),
    )


def _rows(dfm: Dfm) -> pd.DataFrame:
    blank = pd.Series("", index=dfm.rows.index)
    tokens = np.asarray(dfm.counts.sum(axis=1), dtype=np.int64).ravel()
    return pd.DataFrame(
        {
            "doc_id": dfm.rows.get("doc_id", dfm.rows.get("group", blank)).astype(str),
            "path": dfm.rows.get("path", blank).astype(str),
            "tokens": tokens,
            "background": _background(dfm),
        }
    )


def _seed_prior(
    dfm: Dfm, seeds: Mapping[str, tuple[int, ...]], n_topics: int, options: TopicOptions
) -> Floats | None:
    if not seeds:
        return None
    prior = np.full((n_topics, len(dfm.features)), options.eta)
    for topic, columns in enumerate(seeds.values()):
        prior[topic, list(columns)] = options.seed_weight
    return prior


def _background(dfm: Dfm) -> npt.NDArray[np.bool_]:
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
        "rounds": options.rounds,
        "n_null": options.n_null,
    }
