"""What the words of topics say: word tables, similarity of topics, change of words inside a topic,
a test for readers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from topics.dfm import Dfm
from topics.lda.fits import Floats
from topics.lda.matrix import onto_features
from topics.lda.measures import frex, hellinger, top_columns
from topics.lda.topic_model import TopicModel

SHRINKAGE = 50.0  # tokens: how much a group must say before its words leave the topic's
INTRUSION_WORDS = 5


def topic_words(model: TopicModel, *, n: int = 20) -> pd.DataFrame:
    """List the words of each topic in three orders.

    Returns
    -------
    DataFrame
        topic, order (`probability`, `frex`, `lift`), rank, feature, phi, frex, lift (phi over the
        word's probability in the corpus).
    """
    scores = {
        "probability": model.phi,
        "frex": frex(model.phi),
        "lift": model.phi / (model.prevalence[:, None] * model.phi).sum(axis=0),
    }
    records = [
        {
            "topic": topic + 1,
            "order": order,
            "rank": rank + 1,
            "feature": model.features[column],
            "phi": model.phi[topic, column],
            "frex": scores["frex"][topic, column],
            "lift": scores["lift"][topic, column],
        }
        for order, values in scores.items()
        for topic, columns in enumerate(top_columns(values, n).tolist())
        for rank, column in enumerate(columns)
    ]
    return pd.DataFrame(records)


def topic_similarity(model: TopicModel) -> pd.DataFrame:
    """Compare the topics with each other: topic, other, similarity (1 − Hellinger distance of their
    words).
    """
    similarity = 1 - hellinger(model.phi, model.phi)
    topic, other = np.triu_indices(model.n_topics, k=1)
    return pd.DataFrame(
        {"topic": topic + 1, "other": other + 1, "similarity": similarity[topic, other]}
    )


def word_shift(
    model: TopicModel, dfm: Dfm, labels: pd.Series, *, reference: str, target: str, n: int = 10
) -> pd.DataFrame:
    """Show which words a topic gained and lost between two groups of sections.

    Each token is divided among the topics as the model sees it; a group's words of a topic are
    those parts, drawn towards those of all sections by 50 tokens, so that a group that hardly
    speaks of the topic shows no shift. The shift of a word is the difference of its shares (the
    proportion shift of Gallagher et al. 2021, eq. 2).

    Parameters
    ----------
    model : TopicModel
    dfm : Dfm
        The matrix that the model was fitted to.
    labels : Series
        One label per row.
    reference, target : str
    n : int
        Words per topic, those with the largest shift either way.

    Returns
    -------
    DataFrame
        topic, reference, target, rank, feature, share_reference, share_target, shift,
        tokens_reference, tokens_target (expected tokens of the topic in the group).

    Raises
    ------
    ValueError
        If no row has one of the labels.
    """
    own = ~model.rows["background"].to_numpy(dtype=bool)
    members = [_members(labels, group) & own for group in (reference, target)]
    for group, rows in zip((reference, target), members, strict=True):
        if not rows.any():
            known = ", ".join(sorted(set(labels.dropna().astype(str)) - {""})) or "none"
            raise ValueError(f"no section is labelled '{group}'; there are: {known}")
    whole, words_before, words_after = (
        _expected_words(model, dfm, rows) for rows in (own, *members)
    )
    whole /= whole.sum(axis=1, keepdims=True)
    size_before, size_after = words_before.sum(axis=1), words_after.sum(axis=1)
    before, after = (_drawn(words, whole) for words in (words_before, words_after))
    shift = after - before
    records = [
        {
            "topic": topic + 1,
            "reference": reference,
            "target": target,
            "rank": rank + 1,
            "feature": model.features[column],
            "share_reference": before[topic, column],
            "share_target": after[topic, column],
            "shift": shift[topic, column],
            "tokens_reference": size_before[topic],
            "tokens_target": size_after[topic],
        }
        for topic, columns in enumerate(top_columns(np.abs(shift), n).tolist())
        for rank, column in enumerate(columns)
    ]
    return pd.DataFrame(records)


def _members(labels: pd.Series, group: str) -> npt.NDArray[np.bool_]:
    return np.asarray(labels.astype(str) == group, dtype=bool)


def _expected_words(model: TopicModel, dfm: Dfm, rows: npt.NDArray[np.bool_]) -> Floats:
    """Return how many tokens of each word belong to each topic in some rows, of shape (n_topics,
    n_features).
    """
    members = np.flatnonzero(rows)
    counts = csr_array(onto_features(dfm, model.features)[members])
    row = np.repeat(members, np.diff(counts.indptr))
    parts = model.theta[row] * model.phi.T[counts.indices]
    parts *= (counts.data / parts.sum(axis=1))[:, None]
    gather = csr_array(
        (np.ones(len(row)), (counts.indices, np.arange(len(row)))),
        shape=(len(model.features), len(row)),
    )
    return np.asarray(gather @ parts).T


def _drawn(words: Floats, whole: Floats) -> Floats:
    """Return the shares of a group's words, drawn towards those of all sections."""
    return np.asarray((words + SHRINKAGE * whole) / (words.sum(axis=1, keepdims=True) + SHRINKAGE))


def word_intrusion(model: TopicModel, *, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a sheet on which a person marks the word that does not belong, and its key.

    Each item shows the five most probable words of a topic and one that is a top word of another
    topic but among the less probable half in this one (Chang et al. 2009). Topics whose intruder
    readers find are topics for people, too.

    Returns
    -------
    sheet : DataFrame
        item, word_1 … word_6, answer (empty, to be filled in).
    key : DataFrame
        item, topic, intruder.
    """
    rng = np.random.default_rng(seed)
    tops = top_columns(model.phi, max(INTRUSION_WORDS, 10))
    sheet, key = [], []
    for item, topic in enumerate(rng.permutation(model.n_topics).tolist(), start=1):
        shown = tops[topic, :INTRUSION_WORDS].tolist()
        rare = model.phi[topic] <= np.median(model.phi[topic])
        others = np.setdiff1d(np.delete(tops, topic, axis=0), shown)
        candidates = others[rare[others]] if rare[others].any() else others
        if not len(candidates):
            continue  # two topics of the same few words: nothing could intrude
        intruder = int(rng.choice(candidates))
        words = [model.features[column] for column in rng.permutation([*shown, intruder]).tolist()]
        sheet.append(
            {"item": item, **{f"word_{i + 1}": word for i, word in enumerate(words)}, "answer": ""}
        )
        key.append({"item": item, "topic": topic + 1, "intruder": model.features[intruder]})
    return pd.DataFrame(sheet), pd.DataFrame(key, columns=["item", "topic", "intruder"])
