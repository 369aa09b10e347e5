"""The consensus: alignment, the spectral start, fold-in, stability, and what it is for: it beats
its parts.
"""

import numpy as np
import pytest
from scipy.sparse import csr_array

from benchmarks.topic_models import cosine_agreement, withhold
from tests.lda.planted import THEMES, as_dfm, planted_tokens
from topics.lda.consensus import align, align_to, fold_in, null_bound, stability
from topics.lda.consensus_search import TopicOptions, derive_seed
from topics.lda.fits import Task
from topics.lda.matrix import as_parts, content_order
from topics.lda.measures import log_likelihood, top_columns
from topics.lda.spectral import spectral_topics, varimax
from topics.lda.workers import WorkerPool
from topics.model import fit_topics


def scattered(rng: np.random.Generator, n: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return n noisy copies of a model with their topics permuted, and the permutations."""
    truth = rng.dirichlet(np.full(40, 0.1), size=6)
    orders = [rng.permutation(6) for _ in range(n)]
    copies = [0.9 * truth + 0.1 * rng.dirichlet(np.full(40, 0.1), size=6) for _ in range(n)]
    return [copy[order] for copy, order in zip(copies, orders, strict=True)], orders


def test_alignment_undoes_permutations():
    phis, orders = scattered(np.random.default_rng(1), 5)
    _, found = align(phis)
    shown = [order[columns] for order, columns in zip(orders, found, strict=True)]
    assert all((columns == shown[0]).all() for columns in shown)


def test_alignment_leaves_named_topics_where_they_are():
    phis, _ = scattered(np.random.default_rng(1), 5)
    _, found = align(phis, n_fixed=2)
    assert found[:, :2].tolist() == [[0, 1]] * 5
    assert np.sort(found, axis=1).tolist() == [list(range(6))] * 5


def test_the_mean_of_aligned_fits_is_a_model():
    phis, _ = scattered(np.random.default_rng(2), 4)
    phi, order = align(phis)
    assert phi.sum(axis=1) == pytest.approx(1)
    assert (align_to(phi, phis) == order).all()


def test_stability_of_identical_and_of_disjoint_fits():
    phi = np.eye(3).repeat(10, axis=1) / 10  # three topics of ten words each
    order = np.arange(3)[None].repeat(3, axis=0)
    assert stability([phi, phi, phi], order).tolist() == [1, 1, 1]
    assert stability([phi, phi[[1, 2, 0]], phi[[2, 0, 1]]], order).tolist() == [0, 0, 0]


def test_seeds_do_not_make_a_topic_stable():
    # topic 1 always leads with its twelve seeds; behind them the fits share half of ten words
    first = np.r_[np.full(12, 9.0), np.full(10, 1.0), np.zeros(5)] + 1e-3
    second = np.r_[np.full(12, 9.0), np.full(5, 1.0), np.zeros(5), np.full(5, 1.0)] + 1e-3
    other = np.r_[np.zeros(12), np.ones(15)] + 1e-3
    phis = [
        np.array([one, other]) / np.array([[one.sum()], [other.sum()]]) for one in (first, second)
    ]
    order = np.array([[0, 1], [0, 1]])
    assert stability(phis, order).tolist() == [1, 1]
    assert stability(phis, order, [range(12)]).tolist() == [0.5, 1]


def test_null_bound_is_a_prediction_bound():
    # normal scores: the largest of ten new ones stays below in 19 of 20 sets
    rng = np.random.default_rng(3)
    sets = rng.normal(0.3, 0.05, size=(2000, 3, 10))
    exceeded = np.mean([old_and_new[2].max() > null_bound(old_and_new[:2]) for old_and_new in sets])
    assert 0.03 <= exceeded <= 0.07


def test_fold_in_by_hand():
    # one token of a word that only topic 1 has: expected counts (1, 0), alpha (.5, .5) -> shares
    # (.75, .25)
    counts = csr_array(np.array([[1, 0], [0, 0]]))
    phi = np.array([[1.0 - 1e-12, 1e-12], [1e-12, 1.0 - 1e-12]])
    theta = fold_in(counts, phi, np.array([0.5, 0.5]))
    assert theta[0] == pytest.approx([0.75, 0.25])
    assert theta[1] == pytest.approx([0.5, 0.5])


def test_fold_in_does_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch):
    dfm = as_dfm([*planted_tokens(30, 20, seed=3)[0], [], ["防洪"]])
    phi = np.random.default_rng(0).dirichlet(np.ones(len(dfm.features)), size=3)
    whole = fold_in(dfm.counts, phi, np.full(3, 0.1))
    monkeypatch.setattr("topics.lda.consensus.BLOCK", 30)
    assert fold_in(dfm.counts, phi, np.full(3, 0.1)).tobytes() == whole.tobytes()
    assert fold_in(dfm.counts[:0], phi, np.full(3, 0.1)).shape == (0, 3)


def test_fold_in_recovers_planted_shares():
    tokens, shares = planted_tokens(60, 400, seed=3, general=0)
    dfm = as_dfm(tokens)
    phi = (
        np.array([[float(word in words) for word in dfm.features] for words in THEMES.values()])
        + 1e-9
    )
    theta = fold_in(dfm.counts, phi / phi.sum(axis=1, keepdims=True), np.full(4, 0.1))
    assert np.abs(theta - shares).max() < 0.1


def test_varimax_finds_a_rotation_to_simple_structure():
    rng = np.random.default_rng(4)
    simple = np.kron(np.eye(3), np.ones((20, 1))) + rng.normal(0, 0.01, (60, 3))
    turned = simple @ np.linalg.qr(rng.normal(size=(3, 3)))[0]
    rotation = varimax(turned)
    assert rotation.T @ rotation == pytest.approx(np.eye(3), abs=1e-9)
    found = np.abs(turned @ rotation)
    assert np.sort(found, axis=1)[:, :2].max() < 0.1


def test_the_spectral_start_finds_planted_topics():
    dfm = as_dfm(planted_tokens(80, 40, seed=1, general=0)[0])
    tops = [
        {dfm.features[c] for c in row}
        for row in top_columns(spectral_topics(as_parts(dfm.counts), 4))
    ]
    assert len(THEMES) == len(tops) == 4
    for words in THEMES.values():
        assert max(len(top & set(words)) for top in tops) == 10


def test_the_spectral_start_of_too_few_words_is_still_a_model():
    dfm = as_dfm([["安全", "韧性"]] * 20)
    phi = spectral_topics(as_parts(dfm.counts), 4)
    assert phi.shape == (4, 2)
    assert phi.sum(axis=1) == pytest.approx(1)


def test_seeds_differ_by_purpose_number_and_size():
    seeds = {
        derive_seed(s, p, k, n)
        for s in range(3)
        for p in range(1, 6)
        for k in (4, 30)
        for n in range(20)
    }
    assert len(seeds) == 3 * 5 * 2 * 20
    assert max(seeds) < 2**31


def test_the_consensus_predicts_better_than_all_fits_but_the_luckiest_and_independent_runs_agree():
    counts = as_dfm(planted_tokens(150, 30, seed=8, general=0.5)[0]).counts
    kept, withheld = withhold(csr_array(counts[content_order(counts)]), 0.2, 1)
    dfm = as_dfm([[]] * kept.shape[0])
    dfm = type(dfm)(kept, tuple(str(c) for c in range(kept.shape[1])), dfm.rows)
    options = TopicOptions(n_chains=4, iterations=200, n_null=2)
    models = [fit_topics(dfm, 8, seed=seed, options=options) for seed in (1, 2)]
    with WorkerPool({"corpus": as_parts(kept)}) as pool:
        chains = pool.run(
            [Task("corpus", "tomotopy", 8, seed, 200, 0.1, 0.01) for seed in range(6)]
        )

    def heldout(phi: np.ndarray, alpha: np.ndarray) -> float:
        return float(
            (log_likelihood(withheld, fold_in(kept, phi, alpha), phi) * withheld.sum(axis=1)).sum()
        )

    singles = sorted(heldout(chain.phi, chain.alpha) for chain in chains)
    assert min(heldout(model.phi, model.alpha) for model in models) > singles[-2]
    between = [cosine_agreement(chains[i].phi, chains[i + 1].phi) for i in range(5)]
    assert cosine_agreement(models[0].phi, models[1].phi) > max(0.9, *between)
