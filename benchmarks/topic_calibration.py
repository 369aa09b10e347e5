"""How often the judgments of topic models are right, on corpora whose truth is known: the number of
topics, stability, shares.

    python benchmarks/topic_calibration.py [--runs 4] [--only choice,stability,shares,noise]

Corpora are drawn from LDA itself: words fall off as in text (Zipf), topics share the frequent ones
and differ in the rest, sections differ in length. Text without topics is the same with all tokens
dealt out again at random; `noise` draws text without topics, some of it bursty (each section draws
its own distribution of words). Nothing is timed. One run of everything takes about three minutes of
one core.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm
from topics.lda.matrix import shuffle
from topics.lda.measures import match
from topics.model import TopicOptions, choose_topics, fit_topics, topic_shares

N_WORDS, CONCENTRATION = (
    2000,
    100.0,
)  # of a topic around the words of all: some 0.6 Hellinger between topics
SIZES = (
    (100, 120, 5),
    (100, 120, 8),
    (200, 120, 6),
    (200, 120, 12),
    (400, 100, 8),
    (400, 100, 15),
)  # sections, tokens, K


def planted(n: int, length: int, n_topics: int, seed: int) -> tuple[Dfm, np.ndarray, np.ndarray]:
    """Draw a corpus; return it with the planted phi and theta."""
    rng = np.random.default_rng(seed)
    base = 1 / np.arange(1, N_WORDS + 1)
    phi = rng.dirichlet(CONCENTRATION * base / base.sum() + 1e-4, size=n_topics)
    theta = rng.dirichlet(0.1 * n_topics * rng.dirichlet(np.full(n_topics, 5.0)), size=n)
    lengths = np.maximum(10, rng.lognormal(np.log(length), 0.5, n).astype(int))
    counts = csr_array(
        np.array(
            [rng.multinomial(size, share @ phi) for size, share in zip(lengths, theta, strict=True)]
        )
    )
    return as_dfm(counts).trim(min_termfreq=3, min_docfreq=2), phi, theta


def as_dfm(counts: csr_array) -> Dfm:
    """Name rows and columns by their numbers; the rows are dealt to five documents."""
    n = counts.shape[0]
    rows = pd.DataFrame(
        {"doc_id": [str(i % 5) for i in range(n)], "path": [str(i) for i in range(n)]}
    )
    return Dfm(counts, tuple(f"{column:05d}" for column in range(counts.shape[1])), rows)


def dealt_again(dfm: Dfm, seed: int) -> Dfm:
    """Return the same tokens without any topics."""
    return Dfm(shuffle(dfm.counts, seed), dfm.features, dfm.rows)


def choice(runs: int) -> Iterator[dict[str, object]]:
    """Choose the number of topics where it is known, and where there are none."""
    for n, length, n_topics in SIZES:
        for seed in range(runs):
            dfm, _, _ = planted(n, length, n_topics, seed)
            for text, matrix in {"planted": dfm, "shuffled": dealt_again(dfm, seed)}.items():
                table = choose_topics(matrix, seed=seed)
                chosen = table[table["chosen"]].iloc[0]
                yield {
                    "what": "choice",
                    "text": text,
                    "sections": n,
                    "tokens": length,
                    "topics": n_topics,
                    "seed": seed,
                    "chosen": int(chosen["n_topics"]),
                    "candidates": table["n_topics"].tolist(),
                    "best": int(table.loc[table["heldout"].idxmax(), "n_topics"]),
                }


def stability(runs: int) -> Iterator[dict[str, object]]:
    """Count the topics that are called stable, at the planted number of topics."""
    for n, length, n_topics in SIZES[:4]:
        for seed in range(runs):
            dfm, _, _ = planted(n, length, n_topics, seed)
            for text, matrix in {"planted": dfm, "shuffled": dealt_again(dfm, seed)}.items():
                model = fit_topics(matrix, n_topics, seed=seed)
                yield {
                    "what": "stability",
                    "text": text,
                    "sections": n,
                    "tokens": length,
                    "topics": n_topics,
                    "seed": seed,
                    "stable": int(model.stable.sum()),
                    "null": round(model.null, 3),
                }


def shares(runs: int) -> Iterator[dict[str, object]]:
    """Count the intervals of documents' shares that hold the mean planted for all, topics fitted
    and matched to the truth.
    """
    n, length, n_topics = SIZES[0]
    for seed in range(runs):
        dfm, phi, theta = planted(n, length, n_topics, seed)
        model = fit_topics(dfm, n_topics, seed=seed)
        order = match(model.phi, _onto(phi, dfm.features))
        tokens = np.asarray(dfm.counts.sum(axis=1)).ravel()
        truth = (tokens @ theta / tokens.sum())[
            order
        ]  # of all sections: documents are random fifths of them
        table = topic_shares(model).query("level == 'document'")
        inside = (table["low"] <= truth[table["topic"] - 1]) & (
            truth[table["topic"] - 1] <= table["high"]
        )
        yield {
            "what": "shares",
            "text": "planted",
            "sections": n,
            "tokens": length,
            "topics": n_topics,
            "seed": seed,
            "intervals": len(table),
            "covered": int(inside.sum()),
        }


def noise(runs: int) -> Iterator[dict[str, object]]:
    """Count the topics that are called stable where there are none, words evenly or unevenly used,
    repeats even or in bursts.
    """
    options = TopicOptions(n_chains=4, iterations=100, n_null=4)
    for n, length, n_words, n_topics in ((80, 40, 300, 6), (80, 100, N_WORDS, 4)):
        for burst in (0.0, 100.0):
            for seed in range(runs):
                model = fit_topics(
                    topicless(n, length, n_words, burst=burst, seed=seed),
                    n_topics,
                    seed=1,
                    options=options,
                )
                yield {
                    "what": "noise",
                    "text": "bursty" if burst else "even",
                    "sections": n,
                    "tokens": length,
                    "topics": n_topics,
                    "seed": seed,
                    "stable": int(model.stable.sum()),
                    "null": round(model.null, 3),
                }


def topicless(n: int, length: int, n_words: int, *, burst: float, seed: int) -> Dfm:
    """Draw sections from one distribution of words, or each from its own draw of Dirichlet(burst ×
    that distribution).
    """
    rng = np.random.default_rng(seed)
    words = 1 / np.arange(1, n_words + 1) if n_words == N_WORDS else rng.dirichlet(np.ones(n_words))
    words = words / words.sum()
    lengths = np.maximum(10, rng.lognormal(np.log(length), 0.4, n).astype(int))
    rows = [
        rng.multinomial(size, _bursts(rng, words, burst) if burst else words) for size in lengths
    ]
    return as_dfm(csr_array(np.array(rows))).trim(min_termfreq=3, min_docfreq=2)


def _bursts(rng: np.random.Generator, words: np.ndarray, burst: float) -> np.ndarray:
    drawn = rng.gamma(np.maximum(burst * words, 1e-12))
    return drawn / drawn.sum()


def _onto(phi: np.ndarray, features: tuple[str, ...]) -> np.ndarray:
    kept = phi[:, [int(feature) for feature in features]]
    return kept / kept.sum(axis=1, keepdims=True)


PARTS: dict[str, Callable[[int], Iterator[dict[str, object]]]] = {
    "choice": choice,
    "stability": stability,
    "shares": shares,
    "noise": noise,
}


def main() -> int:
    """Print one line per corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=4, help="corpora of each size (default 4)")
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args()
    for name in options.only.split(","):
        for line in PARTS[name](options.runs):
            sys.stdout.write("  ".join(f"{key} {value}" for key, value in line.items()) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
