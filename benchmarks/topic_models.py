"""Topic models side by side: time, held-out likelihood, coherence, exclusivity, agreement between
two seeds.

    python benchmarks/topic_models.py [FOLDER ...] [--topics 30] [--rows 8000] [--seeds 3] [--only
    fast,tomotopy-200]

Reads `.txt` and `.md` files (by default the background texts beside the checkout), makes rows of 80
tokens, withholds one row in ten, fits every model with several seeds on the rest and prints one
table. Of a withheld row half of the tokens are shown and the others predicted, for all models by
the same fold-in. NPMI and exclusivity are of the ten most probable words, NPMI within the rows
fitted and (`npmi new`) within the withheld ones; agreement, over all pairs of seeds, is the mean
cosine of matched topics, and the share of top words in common; `sd` is the standard deviation
between seeds. All numbers are of one run on one machine: compare rows, not runs. `times` is against
one tomotopy fit of 200 iterations; on two idle cores half of `cpu times` is its lower bound. topica
is measured where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm, dfm_from_tokens
from topics.lda.consensus import align, fold_in, pooled_alpha
from topics.lda.consensus_search import FAST, THOROUGH, TopicOptions, with_seeds
from topics.lda.engines import fit_chain
from topics.lda.fits import Chain, Task
from topics.lda.matrix import as_parts
from topics.lda.measures import exclusivity, log_likelihood, match, npmi, overlap, top_columns
from topics.lda.workers import WorkerPool
from topics.model import fit_topics
from topics.tokenize import PolicyTokenizer

BACKGROUND = Path(__file__).resolve().parents[2] / "shared" / "background"
ROW_LENGTH = 80

Model = tuple[np.ndarray, np.ndarray]  # phi, alpha


def read_rows(folders: list[Path], limit: int) -> Dfm:
    """Cut files into rows of 80 tokens; rows never cross a file."""
    tokenizer = PolicyTokenizer()
    files = sorted(
        path for folder in folders for path in folder.rglob("*") if path.suffix in {".txt", ".md"}
    )
    rows: list[list[str]] = []
    for path in files:
        tokens = tokenizer.tokenize(path.read_bytes().decode("utf-8", "ignore"))
        cuts = range(0, len(tokens) + 1, ROW_LENGTH)
        rows += [tokens[a:b] for a, b in pairwise(cuts)]
    rng = np.random.default_rng(0)
    rows = [rows[i] for i in sorted(rng.permutation(len(rows))[:limit])]
    table = pd.DataFrame({"doc_id": "benchmark", "path": [str(i) for i in range(len(rows))]})
    return dfm_from_tokens(rows, table).trim(min_termfreq=5, min_docfreq=3)


def one_chain(train: Dfm, n_topics: int, seed: int, *, engine: str, iterations: int) -> Model:
    """Fit one model by one engine, in this process."""
    task = Task("corpus", engine, n_topics, seed, iterations, 0.1, 0.01)
    chain = fit_chain(as_parts(train.counts), task)
    return chain.phi, chain.alpha


def fit_tomotopy(train: Dfm, n_topics: int, seed: int, *, iterations: int) -> Model:
    import tomotopy  # warns on import

    model = tomotopy.LDAModel(k=n_topics, alpha=0.1, eta=0.01, seed=seed)
    for document in as_words(train):
        model.add_doc(document)
    model.train(iterations, workers=1)
    phi = np.full((n_topics, len(train.features)), 1e-9)
    phi[:, [int(word) for word in model.used_vocabs]] = [
        model.get_topic_word_dist(k) for k in range(n_topics)
    ]
    return phi / phi.sum(axis=1, keepdims=True), np.asarray(model.alpha, dtype=np.float64)


def as_words(train: Dfm) -> list[list[str]]:
    """Return the rows as lists of column numbers."""
    counts = train.counts
    return [
        [str(c) for c in np.repeat(counts.indices[a:b], counts.data[a:b])]
        for a, b in pairwise(counts.indptr)
    ]


def run_chains(train: Dfm, tasks: list[Task]) -> list[Chain]:
    with WorkerPool({"corpus": as_parts(train.counts)}) as pool:
        return pool.run(tasks)


def plain_average(train: Dfm, n_topics: int, seed: int) -> Model:
    """Align and average eight fits of 200 iterations, and nothing else."""
    task = Task("corpus", "tomotopy", n_topics, 0, 200, 0.1, 0.01)
    chains = run_chains(train, with_seeds(task, seed, 1, 8))
    phi, order = align([chain.phi for chain in chains])
    return phi, pooled_alpha(chains, order)


def consensus(train: Dfm, n_topics: int, seed: int, *, options: TopicOptions) -> Model:
    """Fit what this package reports, with stability and null."""
    model = fit_topics(train, n_topics, seed=seed, options=options)
    return model.phi, model.alpha


def fit_topica(train: Dfm, n_topics: int, seed: int) -> Model:
    import topica  # not a dependency

    model = topica.LDA(n_topics, seed=seed)
    model.fit(as_words(train), iters=500, keep_theta_draws=False)
    phi = np.full((n_topics, len(train.features)), 1e-9)
    phi[:, [int(word) for word in model.vocabulary]] = model.topic_word
    return phi / phi.sum(axis=1, keepdims=True), np.asarray(model.alpha)


MODELS: dict[str, Callable[[Dfm, int, int], Model]] = {
    "gensim": partial(one_chain, engine="gensim", iterations=200),
    "scikit-learn": partial(one_chain, engine="sklearn-lda", iterations=300),
    "tomotopy-200": partial(fit_tomotopy, iterations=200),
    "tomotopy-1000": partial(fit_tomotopy, iterations=1000),
    "topica-500": fit_topica,
    "average-of-8": plain_average,
    "fast": partial(consensus, options=FAST),
    "thorough": partial(consensus, options=THOROUGH),
}


def withhold(counts: csr_array, share: float, seed: int) -> tuple[csr_array, csr_array]:
    """Split the tokens of each row at random into those shown and those to predict."""
    row = np.repeat(np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr)), counts.data)
    tokens, length = (
        np.repeat(counts.indices, counts.data),
        np.bincount(row, minlength=counts.shape[0]),
    )
    order = np.lexsort((np.random.default_rng(seed).random(len(tokens)), row))
    rank = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    hidden = rank < np.floor(length * share)[row]
    shown, withheld = (
        csr_array(
            (np.ones(mask.sum(), dtype=np.int64), (row[mask], tokens[order][mask])),
            shape=counts.shape,
        )
        for mask in (~hidden, hidden)
    )
    for part in (shown, withheld):
        part.sum_duplicates()
    return shown, withheld


def agreement(left: np.ndarray, right: np.ndarray) -> float:
    """Return the mean share of top words that matched topics have in common."""
    return float(overlap(left, right[match(left, right)]).mean())


def cosine_agreement(left: np.ndarray, right: np.ndarray) -> float:
    """Return the mean cosine of matched topics."""
    right = right[match(left, right)]
    norms = np.sqrt((left**2).sum(axis=1) * (right**2).sum(axis=1))
    return float(((left * right).sum(axis=1) / norms).mean())


def cpu_seconds() -> float:
    """Return the processor time of this process and of the workers that have ended."""
    return sum(os.times()[:4])


def measure(name: str, train: Dfm, held: Dfm, n_topics: int, n_seeds: int) -> dict[str, object]:
    """Fit a model with several seeds and measure it."""
    started, cpu = time.perf_counter(), cpu_seconds()
    fits = [MODELS[name](train, n_topics, seed) for seed in range(1, n_seeds + 1)]
    seconds = (time.perf_counter() - started) / n_seeds
    cpu = (cpu_seconds() - cpu) / n_seeds
    shown, hidden = withhold(held.counts, 0.5, seed=0)
    tokens = np.asarray(hidden.sum(axis=1)).ravel()
    heldout = [
        (log_likelihood(hidden, fold_in(shown, phi, alpha), phi) * tokens).sum() / tokens.sum()
        for phi, alpha in fits
    ]
    coherence = [npmi(top_columns(phi), train.counts).mean() for phi, _ in fits]
    pairs = [(one, other) for (one, _), (other, _) in combinations(fits, 2)]
    return {
        "model": name,
        "seconds": seconds,
        "cpu": cpu,
        "heldout": np.mean(heldout),
        "heldout sd": np.std(heldout, ddof=1),
        "npmi": np.mean(coherence),
        "npmi sd": np.std(coherence, ddof=1),
        "npmi new": np.mean([npmi(top_columns(phi), held.counts).mean() for phi, _ in fits]),
        "exclusivity": np.mean([exclusivity(phi).mean() for phi, _ in fits]),
        "agreement": np.mean([cosine_agreement(one, other) for one, other in pairs]),
        "top words": np.mean([agreement(one, other) for one, other in pairs]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=[BACKGROUND])
    parser.add_argument("--topics", type=int, default=30)
    parser.add_argument("--rows", type=int, default=8000)
    parser.add_argument(
        "--seeds", type=int, default=3, help="fits of each model, at least 2 (default 3)"
    )
    parser.add_argument("--only", default=",".join(MODELS))
    options = parser.parse_args()
    dfm = read_rows(options.folders, options.rows)
    dfm = dfm.filter_rows(np.asarray(dfm.counts.sum(axis=1)).ravel() > 0)
    test = np.random.default_rng(0).permutation(dfm.n_rows) < dfm.n_rows // 10
    train, held = dfm.filter_rows(~test), dfm.filter_rows(test)
    print(
        f"{train.n_rows} rows, {int(train.counts.sum())} tokens, {len(train.features)} words, K ="
        f" {options.topics}"
    )
    table = []
    for name in options.only.split(","):
        if name.startswith("topica") and importlib.util.find_spec("topica") is None:
            print("topica is not installed: left out")
            continue
        table.append(measure(name, train, held, options.topics, max(2, options.seeds)))
        print(
            "  ".join(
                f"{k} {v:.3f}" if isinstance(v, float) else f"{v:14s}" for k, v in table[-1].items()
            ),
            flush=True,
        )
    result = pd.DataFrame(table)
    if "tomotopy-200" in set(result["model"]):
        base = result.loc[result["model"] == "tomotopy-200", "seconds"].iloc[0]
        result.insert(2, "times", result["seconds"] / base)
        base = result.loc[result["model"] == "tomotopy-200", "cpu"].iloc[0]
        result.insert(4, "cpu times", result["cpu"] / base)
    print(result.to_string(index=False, float_format="%.3f"))


if __name__ == "__main__":
    main()
