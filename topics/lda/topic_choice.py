"""Choosing the number of topics: four measures side by side, and the rule that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm
from topics.lda.consensus import Consensus, fold_in
from topics.lda.consensus_search import SPLIT, TopicOptions, derive_seed, find_consensus
from topics.lda.fits import Floats
from topics.lda.matrix import as_parts, damped, withhold_words
from topics.lda.measures import exclusivity, log_likelihood, npmi, top_columns, umass
from topics.lda.topic_fit import RULES as FIT_RULES
from topics.lda.topic_fit import fitted_rows
from topics.lda.workers import WorkerPool


@dataclass(frozen=True, slots=True)
class ChoiceRules:
    """Among which numbers of topics the choice is made, and on what; all chosen.

    Attributes
    ----------
    withheld : float
        Share of each section's distinct words on which a fit is judged.
    candidates : int
        Numbers of topics that are tried, at most.
    fewest : int
        The smallest of them.
    most : int
        The largest of them, whatever the size of the corpus.
    """

    withheld: float = 0.2
    candidates: int = 6
    fewest: int = 4
    most: int = 60


RULES = ChoiceRules()


class TooFewWords(ValueError):  # noqa: N818 - the name is the message
    """The sections have too few different words for any to be held back and predicted."""

    def __init__(self) -> None:
        super().__init__(
            "the number of topics cannot be chosen: the sections have too few different words to"
            " hold any back; name it with --topics, or add documents"
        )


def default_candidates(n_sections: int) -> list[int]:
    """Return up to six numbers of topics, from 4 to the root of the number of sections.

    >>> default_candidates(250)
    [4, 6, 9, 11, 14, 16]
    """
    most = min(
        RULES.most, max(RULES.fewest + 2, round(n_sections**0.5)), n_sections // FIT_RULES.per_topic
    )
    return sorted(
        {round(k) for k in np.linspace(min(RULES.fewest, most), most, RULES.candidates).tolist()}
    )


def choose_topics(
    dfm: Dfm,
    candidates: Sequence[int] | None = None,
    *,
    seed: int = 1,
    engine: str = "tomotopy",
    options: TopicOptions | None = None,
) -> pd.DataFrame:
    """Compare numbers of topics and choose one.

    A fifth of the distinct words of each section is withheld, with all their tokens, the consensus
    is fitted to the rest, and the withheld tokens are predicted. (A word that is said once in a
    section is soon said again, whatever the topic; if single tokens were withheld, what is left of
    a word would give it away, and a topic for every section would seem best.) Candidates that
    predict them as well as the best one, up to one standard error of the difference, stay in; of
    these the one with the best sum of ranks in coherence, exclusivity and stability is chosen, the
    smaller of equals.

    Parameters
    ----------
    dfm : Dfm
        As for `fit_topics`.
    candidates : sequence of int, optional
        By default up to six, from 4 to the root of the number of sections.
    seed, engine, options
        As for `fit_topics`.

    Returns
    -------
    DataFrame
        One row per candidate: n_topics, coherence (mean NPMI), umass (mean), exclusivity (mean),
        heldout (ln p per withheld token; repeats count less, as in `fit_topics`), heldout_se
        (standard error of its difference from the best), stability (mean), chosen.

    Raises
    ------
    TooFewSections
        If the sections cannot carry the smallest candidate. Larger candidates that they cannot
        carry are refused, too.
    TooFewWords
        If no section has words enough for one to be withheld.
    ValueError, TopicFitError
        As `fit_topics`.
    """
    options, seed = options or TopicOptions(), int(seed)
    fitted = fitted_rows(dfm, min(candidates or [2]), seed=seed, engine=engine)
    sizes = sorted({int(size) for size in candidates or default_candidates(len(fitted))})
    fitted_rows(dfm, sizes[-1], seed=seed, engine=engine)
    counts = damped(csr_array(dfm.counts[fitted]))
    kept, withheld = withhold_words(counts, RULES.withheld, derive_seed(seed, SPLIT, 0, 0))
    if not withheld.nnz:
        raise TooFewWords
    tasks = [options.task(engine, n_topics) for n_topics in sizes]
    with WorkerPool({"corpus": as_parts(kept)}, options.workers) as pool:
        found, _ = find_consensus(pool, tasks, seed=seed, options=options)
    measured = [_measure(kept, withheld, model) for model in found]
    table = pd.DataFrame([facts for facts, _ in measured]).assign(n_topics=sizes)
    return _chosen(table, np.array([likelihood for _, likelihood in measured]), withheld)


def _measure(
    kept: csr_array, withheld: csr_array, found: Consensus
) -> tuple[dict[str, float], Floats]:
    tops = top_columns(found.phi)
    facts = {
        "coherence": npmi(tops, kept).mean(),
        "umass": (
            umass(tops, kept, below=1.0).mean()
        ),  # a word may be among the withheld tokens alone
        "exclusivity": exclusivity(found.phi).mean(),
        "stability": found.stability.mean(),
    }
    return facts, log_likelihood(withheld, fold_in(kept, found.phi, found.alpha), found.phi)


def _chosen(table: pd.DataFrame, likelihood: np.ndarray, withheld: csr_array) -> pd.DataFrame:
    """Apply the rule; `likelihood` is the mean ln p of each row under each candidate."""
    tokens = np.asarray(withheld.sum(axis=1), dtype=np.float64).ravel()
    heldout = (likelihood * tokens).sum(axis=1) / tokens.sum()
    behind = (likelihood[heldout.argmax()] - likelihood) * tokens  # per row, against the best
    mean = behind.sum(axis=1, keepdims=True) / tokens.sum()
    spread = ((behind - mean * tokens) ** 2).sum(axis=1)
    n = int((tokens > 0).sum())
    error = np.sqrt(spread * n / max(1, n - 1)) / tokens.sum()
    level = heldout.max() - heldout <= error
    ranks = table.loc[level, ["coherence", "exclusivity", "stability"]].rank().sum(axis=1)
    best = ranks.idxmax()  # the first of equals has fewest topics
    table = table.assign(heldout=heldout, heldout_se=error, chosen=table.index == best)
    return table[
        [
            "n_topics",
            "coherence",
            "umass",
            "exclusivity",
            "heldout",
            "heldout_se",
            "stability",
            "chosen",
        ]
    ]
