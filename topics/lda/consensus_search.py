"""The search for a consensus: a start without chance, rounds of fits around it, and random starts
as its witnesses.

Averaging fits from random starts blurs what they disagree on and keeps the accidents of the
alignment. Instead

1. a spectral guess (no random number in it) marks where the topics are;
2. in each round, fits from different seeds take the last guess as a weak prior, so their topics
stay aligned, and the
   mean of their samples is the next guess; it predicts unseen words better than any of them;
3. fits from random starts, which know nothing of all this, are aligned to the result; how far their
top words agree is
   the stability of each topic.

Engines that take no prior, and seeded models, start from the aligned mean of the random starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from topics.lda.consensus import Consensus, Seeds, align, align_to, pooled_alpha, stability
from topics.lda.engines import START
from topics.lda.fits import Chain, Floats, Task
from topics.lda.workers import Progress, WorkerPool

CHAINS, NULL, DEAL, REFINE, SPLIT = range(1, 6)  # purposes of seeds
REFINED = "tomotopy"  # the engine whose consensus is refined
PRIOR_SHARE = 0.05  # weight of a guess, as a share of the tokens of an average topic
REFINE_ITERATIONS = 75


@dataclass(frozen=True)
class TopicOptions:
    """How topics are fitted. `workers` and `progress` change the time it takes, never the result.

    Attributes
    ----------
    n_chains : int
        Fits from random starts, and fits of each round of refinement; at least 2.
    iterations : int
        Sweeps of each fit from a random start (gensim makes a twentieth as many passes,
        scikit-learn's LDA a tenth).
    rounds : int
        Rounds of refinement (tomotopy only).
    alpha, eta : float
        Dirichlet parameters to start with: per topic in a section, per word in a topic. tomotopy
        learns an asymmetric alpha from there.
    seed_weight : float
        Prior count of each seeded word in its topic.
    n_null : int
        Fits from random starts to shuffled text, each time it is shuffled (twice); at least 2.
    workers : int, optional
        Processes; by default the cores at hand.
    progress : callable, optional
        Called with (fits done, fits in all).
    """

    n_chains: int = 8
    iterations: int = 200
    rounds: int = 1
    alpha: float = 0.1
    eta: float = 0.01
    seed_weight: float = 1.0
    n_null: int = 6
    workers: int | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        for name, least in {
            "n_chains": 2,
            "iterations": 1,
            "rounds": 0,
            "n_null": 2,
            "workers": 1,
        }.items():
            value = getattr(self, name)
            if value is None and name == "workers":
                continue
            if not isinstance(value, int) or value < least:
                raise ValueError(
                    f"{name} is {value!r}; it must be a whole number of at least {least}"
                )
        for name in ("alpha", "eta", "seed_weight"):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"{name} is {getattr(self, name)!r}; it must be a positive number")

    def task(self, engine: str, n_topics: int) -> Task:
        """Return a fit from a random start, its seed still to be set."""
        return Task("corpus", engine, n_topics, 0, self.iterations, self.alpha, self.eta)


FAST = TopicOptions(n_chains=4, iterations=100, rounds=1, n_null=2)  # for large corpora
THOROUGH = TopicOptions(n_chains=6, iterations=200, rounds=2, n_null=4)


def derive_seed(seed: int, purpose: int, n_topics: int, number: int) -> int:
    """Return the seed of one fit, by a fixed rule that every platform computes alike.

    >>> derive_seed(0, 1, 10, 0), derive_seed(0, 1, 10, 1)
    (1010000, 1010001)
    """
    return (seed * 1_000_000_007 + purpose * 1_000_000 + n_topics * 1_000 + number) % (2**31 - 1)


def with_seeds(task: Task, seed: int, purpose: int, n: int, first: int = 0) -> list[Task]:
    """Repeat a task with n derived seeds."""
    return [
        replace(task, seed=derive_seed(seed, purpose, task.n_topics, first + i)) for i in range(n)
    ]


def find_consensus(
    pool: WorkerPool,
    tasks: Sequence[Task],
    nulls: Sequence[Task] = (),
    *,
    seed: int,
    seeds: Seeds = (),
    options: TopicOptions,
) -> tuple[list[Consensus], list[Chain]]:
    """Find the consensus of each task.

    Parameters
    ----------
    pool : WorkerPool
    tasks : sequence of Task
        One per model, all of one engine; their seeds are set here.
    nulls : sequence of Task
        Further fits, run beside the first ones and returned as they are.
    seed : int
    seeds : sequence of sequence of int
        Columns that seeded the first topics.
    options : TopicOptions
    """
    n, n_fixed = options.n_chains, len(seeds)
    rounds = options.rounds if tasks[0].engine == REFINED else 0
    starts = [replace(task, engine=START) for task in tasks] if rounds and not n_fixed else []
    runs = [run for task in tasks for run in with_seeds(task, seed, CHAINS, n)]
    total = len(runs) * (1 + rounds) + len(starts) + len(nulls)
    fits = pool.run([*runs, *starts, *nulls], _part(options.progress, 0, total))
    done, noise = len(fits), fits[len(runs) + len(starts) :]
    witnesses = _groups(fits[: len(runs)], n)
    guesses = [_averaged(group, n_fixed) for group in witnesses]
    if starts:
        begun = fits[len(runs) : len(runs) + len(starts)]
        guesses = [replace(guess, phi=fit.phi) for guess, fit in zip(guesses, begun, strict=True)]
    for number in range(rounds):
        runs = [
            run
            for task, guess in zip(tasks, guesses, strict=True)
            for run in with_seeds(_around(task, guess.phi, pool), seed, REFINE, n, number * n)
        ]
        fits = pool.run(runs, _part(options.progress, done, total))
        done += len(fits)
        guesses = [_mean(group) for group in _groups(fits, n)]
    found = [_judged(guess, group, seeds) for guess, group in zip(guesses, witnesses, strict=True)]
    return found, noise


def _groups(fits: Sequence[Chain], size: int) -> list[Sequence[Chain]]:
    return [fits[first : first + size] for first in range(0, len(fits), size)]


@dataclass(frozen=True)
class _Guess:
    phi: Floats
    alpha: Floats
    thetas: Floats


def _averaged(chains: Sequence[Chain], n_fixed: int) -> _Guess:
    phi, order = align([chain.phi for chain in chains], n_fixed)
    thetas = [chain.theta[:, topics] for chain, topics in zip(chains, order, strict=True)]
    return _Guess(phi, pooled_alpha(chains, order), np.array(thetas))


def _mean(chains: Sequence[Chain]) -> _Guess:
    """Average fits whose topics a common prior has aligned."""
    phi, alpha = (np.mean([getattr(c, name) for c in chains], axis=0) for name in ("phi", "alpha"))
    return _Guess(phi, alpha, np.array([chain.theta for chain in chains]))


def _around(task: Task, phi: Floats, pool: WorkerPool) -> Task:
    """Return the task with a guess added to its prior."""
    per_topic = pool.n_tokens(task.corpus) / task.n_topics
    prior = task.eta if task.prior is None else task.prior
    return replace(task, prior=prior + PRIOR_SHARE * per_topic * phi, iterations=REFINE_ITERATIONS)


def _judged(guess: _Guess, witnesses: Sequence[Chain], seeds: Seeds) -> Consensus:
    phis = [chain.phi for chain in witnesses]
    order = align_to(guess.phi, phis, len(seeds))
    return Consensus(guess.phi, guess.alpha, guess.thetas, stability(phis, order, seeds))


def _part(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)
