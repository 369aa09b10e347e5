"""Tables of a topic model: what the topics mean, where they stand, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaincinv, ndtri, stdtrit

from topics.corpus.document import Document
from topics.dfm import SECTION_MARK, section_labels
from topics.lda.fits import Floats
from topics.lda.topic_model import TopicModel

CONFIDENCE = 0.95
QUOTATION_LENGTH = 120
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


def topics_table(model: TopicModel, documents: Sequence[Document]) -> pd.DataFrame:
    """Describe the topics, one row each, in the columns of topics.csv.

    Parameters
    ----------
    model : TopicModel
    documents : sequence of Document
        Those that the model was fitted to; quotations come from them.

    Returns
    -------
    DataFrame
        topic, label, prevalence, coherence, exclusivity, stability, null (stability that shuffled
        text reaches), stable, standing (`stable`, `borderline`,
        `unstable`), theme (that seeded it), top_terms, frex_terms, lift_terms (joined by
        spaces), quotation (the sentence of the most typical section with the most of the topic's
        terms), quotation_path (doc_id#path).
    """
    typical = typical_sections(model, n=1)
    texts = {
        (document.doc_id, section.path): document.section_text(section)
        for document in documents
        for section in document.leaves
    }
    top, frex, lift = model.top_terms(), model.frex_terms(), model.lift_terms()
    quoted = list(zip(typical["doc_id"], typical["path"], strict=True))
    return pd.DataFrame(
        {
            "topic": range(1, model.n_topics + 1),
            "label": model.labels(),
            "prevalence": model.prevalence,
            "coherence": model.coherence,
            "exclusivity": model.exclusivity,
            "stability": model.stability,
            "null": model.null,
            "stable": model.stable,
            "standing": model.standing,
            "theme": model.names,
            "top_terms": [" ".join(words) for words in top],
            "frex_terms": [" ".join(words) for words in frex],
            "lift_terms": [" ".join(words) for words in lift],
            "quotation": [
                quote(texts.get((doc_id, path), ""), [*words, *more])
                for (doc_id, path), words, more in zip(quoted, top, frex, strict=True)
            ],
            "quotation_path": [f"{doc_id}{SECTION_MARK}{path}" for doc_id, path in quoted],
        }
    )


def quote(text: str, terms: Sequence[str]) -> str:
    """Return the sentence of a text that holds most of the terms, cut after 120 characters.

    >>> quote("推进城市更新。完善防洪排涝体系。", ["防洪", "排涝"])
    '完善防洪排涝体系。'
    """
    sentences = [match.group().strip() for match in SENTENCE.finditer(text)]
    best = max(sentences, key=lambda s: sum(term in s for term in set(terms)), default="")
    return best if len(best) <= QUOTATION_LENGTH else best[: QUOTATION_LENGTH - 1] + "…"


def typical_sections(model: TopicModel, *, n: int = 3) -> pd.DataFrame:
    """List the n sections in which each topic has its largest share: topic, rank, doc_id, path,
    share.

    Sections of the background are left out, and those without words. A short section cannot come
    first by one word, since its shares stay near the prior.
    """
    own = np.flatnonzero(_weights(model) > 0)
    order = np.argsort(-model.theta[own], axis=0, kind="stable")[:n]
    rows = model.rows.iloc[own]
    records = [
        {
            "topic": topic + 1,
            "rank": rank + 1,
            "doc_id": rows["doc_id"].iloc[row],
            "path": rows["path"].iloc[row],
            "share": model.theta[own[row], topic],
        }
        for topic in range(model.n_topics)
        for rank, row in enumerate(order[:, topic])
    ]
    return pd.DataFrame(records)


def topic_shares(model: TopicModel, labels: Mapping[str, pd.Series] | None = None) -> pd.DataFrame:
    """Add up the shares of the topics by document, by section and by further labels, with 95 %
    intervals.

    A share weights sections by their tokens. Two variances enter its interval: that of theta
    between the fits, and in groups of several sections that between sections, as if they were drawn
    from many alike (ratio estimator, Cochran 1977, section 6.3). The interval is that of a binomial
    share with the same variance (Korn & Graubard 1998), which never leaves [0, 1].

    Parameters
    ----------
    model : TopicModel
    labels : mapping of str to Series, optional
        For each further level, such as `{"year": group_labels(dfm.rows)}`, one label per row; empty
        ones stay out.

    Returns
    -------
    DataFrame
        level, group, topic, share, low, high. The group of a section is `doc_id#path`. Sections
        without words and those of the background have no row.
    """
    rows = model.rows
    levels = {"document": rows["doc_id"], "section": section_labels(rows), **(labels or {})}
    parts = [_level_shares(model, level, series) for level, series in levels.items()]
    return pd.concat(parts, ignore_index=True)


def _level_shares(model: TopicModel, level: str, labels: pd.Series) -> pd.DataFrame:
    if len(labels) != len(model.rows):
        raise ValueError(
            f"{len(labels)} labels of {level} for {len(model.rows)} rows; give one per row"
        )
    weight = _weights(model)
    keys = labels.map(lambda label: "" if pd.isna(label) else str(label)).to_numpy(dtype=object)
    groups = [str(group) for group in dict.fromkeys(keys[weight > 0]) if group]
    if level not in {"document", "section"}:
        groups.sort()
    blank = np.zeros((3, 0))
    share, low, high = np.concatenate(
        [
            blank,
            *(_interval(model, np.flatnonzero((keys == group) & (weight > 0))) for group in groups),
        ],
        axis=1,
    )
    return pd.DataFrame(
        {
            "level": level,
            "group": np.repeat(np.array(groups, dtype=object), model.n_topics),
            "topic": np.tile(np.arange(1, model.n_topics + 1), len(groups)),
            "share": share,
            "low": low,
            "high": high,
        }
    )


def _weights(model: TopicModel) -> Floats:
    """Tokens of the reported rows; zero for the background."""
    own = ~model.rows["background"].to_numpy(dtype=bool)
    return np.where(own, model.rows["tokens"].to_numpy(dtype=np.float64), 0.0)


def _interval(model: TopicModel, members: npt.NDArray[np.intp]) -> Floats:
    """Return share, low and high of each topic in a group of rows, of shape (3, n_topics)."""
    weight = _weights(model)[members, None] / _weights(model)[members].sum()
    theta = model.theta[members]
    share = (weight * theta).sum(axis=0)
    fits = (weight * model.draws[:, members].astype(np.float64)).sum(axis=1)
    between_fits, n_fits, n = fits.var(axis=0, ddof=1), len(fits), len(members)
    if n == 1:
        return korn_graubard(share, between_fits, np.full(len(share), n_fits - 1.0))
    between_rows = n / (n - 1) * (weight**2 * (theta - share) ** 2).sum(axis=0)
    total = between_fits + between_rows
    parts = between_fits**2 / (n_fits - 1) + between_rows**2 / (n - 1)
    freedom = np.where(
        parts > 0, total**2 / np.where(parts > 0, parts, 1), n - 1.0
    )  # Welch–Satterthwaite
    return korn_graubard(share, total, freedom)


def korn_graubard(share: Floats, variance: Floats, freedom: Floats) -> Floats:
    """Return share, low and high: the exact binomial interval of a sample that has the same
    variance.

    The effective sample size is p(1 − p)/variance, times (z/t)² for the degrees of freedom of the
    variance (Korn & Graubard 1998, Survey Methodology 24: 193–201).

    >>> korn_graubard(np.array([0.5]), np.array([0.0025]), np.array([1e9])).round(3).tolist()
    [[0.5], [0.398], [0.602]]
    """
    tail = (1 - CONFIDENCE) / 2
    shrink = (ndtri(tail) / stdtrit(freedom, tail)) ** 2
    size = np.clip(share * (1 - share) / np.maximum(variance, 1e-12) * shrink, 1.0, 1e9)
    hits = share * size
    low = betaincinv(hits, size - hits + 1, tail)
    high = betaincinv(hits + 1, size - hits, 1 - tail)
    return np.stack([share, np.minimum(low, share), np.maximum(high, share)])
