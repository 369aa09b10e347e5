"""Measures of topics against other programs, printed values and values by hand."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from topics.lda.measures import (
    exclusivity,
    frex,
    hellinger,
    log_likelihood,
    match,
    npmi,
    overlap,
    top_columns,
    umass,
)

# A fixed model of 3 topics and 8 words; values computed with R's stm 1.3 (exclusivity, calcfrex,
# semanticCoherence).
PHI = np.array(
    [
        [0.30, 0.25, 0.15, 0.10, 0.08, 0.06, 0.04, 0.02],
        [0.02, 0.04, 0.06, 0.08, 0.10, 0.15, 0.25, 0.30],
        [0.10, 0.20, 0.05, 0.25, 0.05, 0.20, 0.05, 0.10],
    ]
)
ROWS = [{1, 2, 3}, {1, 2, 4}, {6, 7, 8}, {2, 4, 6}, {1, 3, 8}, {5, 7, 8}]
COUNTS = csr_array(np.array([[int(word in row) for word in range(1, 9)] for row in ROWS]))

# gensim's nine mini-documents (Deerwester et al. 1990, table 2) and two topics.
TEXTS = [
    "human interface computer",
    "survey user computer system response time",
    "eps user interface system",
    "system human system eps",
    "user response time",
    "trees",
    "graph trees",
    "graph minors trees",
    "graph minors survey",
]
WORDS = sorted({word for text in TEXTS for word in text.split()})
MINI = csr_array(np.array([[text.split().count(word) for word in WORDS] for text in TEXTS]))
TOPICS = [["human", "computer", "system", "interface"], ["graph", "minors", "trees", "eps"]]
TOPIC_COLUMNS = np.array([[WORDS.index(word) for word in topic] for topic in TOPICS])


def test_exclusivity_is_that_of_stm():
    expected = [2.616915423, 2.525889756, 2.622979693]
    assert exclusivity(PHI, n=3) == pytest.approx(expected, abs=1e-9)


def test_frex_orders_words_as_stm_does():
    tops = top_columns(frex(PHI, weight=0.5), 3) + 1
    assert [set(row) for row in tops.tolist()] == [{1, 2, 3}, {7, 8, 5}, {4, 6, 2}]


def test_umass_is_mimnos_sum_in_order_of_probability():
    # stm's smoothing .01; topic 1 as stm prints it, topic 3 by Mimno's order (stm pools the words
    # instead)
    scores = umass(top_columns(PHI, 3), COUNTS, smoothing=0.01, below=0.01)
    assert scores[0] == pytest.approx(-1.899600461, abs=1e-9)
    assert scores[2] == pytest.approx(-1.780, abs=5e-4)


def test_umass_is_gensims_up_to_its_epsilon_and_mean():
    pytest.importorskip("gensim", reason="it has no wheels beyond Python 3.13")

    # gensim 4.4.0 prints -.7607246986 -13.4493064617: means over the 6 pairs, with 1e-12 added to
    # shares of documents
    scores = umass(TOPIC_COLUMNS, MINI, smoothing=9e-12) / 6
    assert scores == pytest.approx([-0.7607246986, -13.4493064617], abs=1e-9)


def test_npmi_is_gensims_with_whole_documents_as_windows():
    pytest.importorskip("gensim", reason="it has no wheels beyond Python 3.13")
    import gensim.corpora
    from gensim.models.coherencemodel import CoherenceModel

    dictionary = gensim.corpora.Dictionary([text.split() for text in TEXTS])
    model = CoherenceModel(
        topics=TOPICS[:1],
        texts=[text.split() for text in TEXTS],
        dictionary=dictionary,
        coherence="c_npmi",
        window_size=100,
        processes=1,
    )
    assert npmi(TOPIC_COLUMNS[:1], MINI)[0] == pytest.approx(model.get_coherence(), abs=1e-9)


def test_npmi_by_hand():
    # words 1 and 2 share 1 of 4 rows; p1 = p2 = 1/2: ln(1/4 / 1/4) = 0. Words 1 and 3 never meet:
    # -1. 2 and 3: 0.
    counts = csr_array(np.array([[3, 1, 0], [1, 0, 0], [0, 2, 1], [0, 0, 1]]))
    assert npmi(np.array([[0, 1]]), counts)[0] == pytest.approx(0.0)
    assert npmi(np.array([[0, 2]]), counts)[0] == -1.0
    assert npmi(np.array([[0, 1, 2]]), counts)[0] == pytest.approx(-1 / 3)


def test_npmi_at_its_ends():
    everywhere = csr_array(np.array([[1, 1], [1, 1]]))
    assert npmi(np.array([[0, 1]]), everywhere)[0] == 1.0
    assert npmi(np.array([[0]]), everywhere)[0] == 0.0


def test_hellinger_by_hand():
    # sqrt(1 - (sqrt(.5 * .5) + 0)) between (.5, .5) and (1, 0) is sqrt(1 - sqrt(.5))
    distance = hellinger(np.array([[0.5, 0.5]]), np.array([[1.0, 0.0], [0.5, 0.5]]))
    assert distance.tolist() == [[pytest.approx((1 - 0.5**0.5) ** 0.5), pytest.approx(0.0)]]


def test_match_undoes_a_permutation():
    order = np.array([2, 0, 1])
    assert match(PHI, PHI[order]).tolist() == np.argsort(order).tolist()
    assert overlap(PHI, PHI[order][match(PHI, PHI[order])]).tolist() == [1, 1, 1]


def test_ties_go_to_the_first_word():
    assert top_columns(np.array([[0.25, 0.25, 0.25, 0.25]]), 2).tolist() == [[0, 1]]


def test_log_likelihood_by_hand():
    counts = csr_array(np.array([[2, 1], [0, 0]]))
    theta, phi = np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([[0.9, 0.1], [0.5, 0.5]])
    expected = (2 * np.log(0.7) + np.log(0.3)) / 3
    assert log_likelihood(counts, theta, phi).tolist() == [pytest.approx(expected), 0.0]
