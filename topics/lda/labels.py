"""Labels of topics: words both probable in a topic and typical of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from topics.lda.fits import Floats
from topics.stats.typical import distinct
from topics.words.subjects import (
    begins_with_an_adverb,
    generic_words,
    heads_a_list,
    names_a_subject,
)


@dataclass(frozen=True)
class LabelOptions:
    """What makes a word a label; all numbers are chosen, none was fitted.

    Attributes
    ----------
    n_words : int
        Words of a label.
    min_tokens : float
        Occurrences of the word that the topic must own.
    min_lift : float
        How many times the share of the topic in the word's occurrences must exceed the topic's
        share in all.
    sections_scale : float
        Leaf sections after which the spread of a word counts 63 %.
    full_length : int
        Characters from which a word counts in full.
    """

    n_words: int = 3
    min_tokens: float = 5.0
    min_lift: float = 2.0
    sections_scale: float = 5.0
    full_length: int = 4


DEFAULT = LabelOptions()


def topic_labels(
    phi: Floats,
    prevalence: Floats,
    features: Sequence[str],
    *,
    n_tokens: float,
    docfreq: Floats | None = None,
    options: LabelOptions = DEFAULT,
) -> list[list[str]]:
    """Return the words that name each topic, best first.

    The score of word w in topic k is φ^½ · (φ/p)^½ · min(1, (length + 1)/5) · (1 − e^(−d/5)), φ its
    probability in the topic, p in all and d its leaf sections. Words come first that name a subject
    (`topics.words.subjects`), are not generic (工作, 建设), stand five times in the topic, and
    there twice as often as the size of the topic lets expect; of words that contain each other the
    better one stays. A topic with fewer than three such words is filled up with the next best.

    Parameters
    ----------
    phi : ndarray of shape (n_topics, n_features)
    prevalence : ndarray of shape (n_topics,)
    features : sequence of str
    n_tokens : float
        Tokens of the rows that prevalence speaks of.
    docfreq : ndarray of shape (n_features,), optional
        Leaf sections that hold each word; unknown, they do not count.

    Returns
    -------
    list of list of str
        At most `n_words` per topic.

    Examples
    --------
    >>> phi = np.array([[0.5, 0.3, 0.1, 0.1, 0.0], [0.4, 0.0, 0.2, 0.1, 0.3]])
    >>> words = ("发展", "污染防治", "防治", "万套", "义务教育")
    >>> topic_labels(phi, np.array([0.4, 0.6]), words, n_tokens=1000)
    [['污染防治'], ['义务教育', '防治']]
    """
    lengths = np.array([len(word) for word in features], dtype=np.float64)
    weight = np.minimum(1.0, (lengths + 1) / (options.full_length + 1))
    if docfreq is not None:
        weight = weight * (1 - np.exp(-docfreq / options.sections_scale))
    overall = np.maximum(prevalence @ phi, np.finfo(float).tiny)
    score = phi / np.sqrt(overall) * weight
    marks = (phi * prevalence[:, None] * n_tokens >= options.min_tokens) & (
        phi >= options.min_lift * overall
    )
    grade = np.array([_grade(word) for word in features])
    return [
        _best(score[topic], 2 * grade + marks[topic], features, options.n_words)
        for topic in range(len(phi))
    ]


def _best(
    score: Floats, grade: npt.NDArray[np.int64], features: Sequence[str], n: int
) -> list[str]:
    """Return the n best words of the highest grades; those of the lowest only if no others are."""
    order = [int(i) for i in np.lexsort((-score, -grade)) if score[i] > 0]
    able = [i for i in order if grade[i] >= 4] or [i for i in order if grade[i] >= 2] or order
    words = [features[i] for i in able]
    return [words[place] for place in distinct(words, n)]


def _grade(word: str) -> int:
    """Return 2 for a word that names a subject, 1 for one that a list may hold, 0 otherwise."""
    if not names_a_subject(word):
        return int(heads_a_list(word))
    return 1 if begins_with_an_adverb(word) or word in generic_words() else 2
