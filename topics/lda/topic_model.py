"""What a fitted topic model is: distributions with names, saved and loaded without running
anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.dfm import Dfm, dfm_from_tokens
from topics.lda.consensus import fold_in
from topics.lda.fits import Floats
from topics.lda.labels import topic_labels
from topics.lda.matrix import onto_features
from topics.lda.measures import frex, top_columns

FORMAT = "topics.TopicModel/1"
# Distance of a topic's stability to the bound within which another seed may judge otherwise: with
# six seeds and two corpora no topic was stable with one and unstable with another (docs/models.md).
BORDER = 0.12
FACTS, ARRAYS = "model.json", "model.npz"

NUMBERS = (
    "phi",
    "theta",
    "alpha",
    "draws",
    "prevalence",
    "coherence",
    "exclusivity",
    "stability",
)
DOCFREQ = "docfreq"  # may be missing from a model saved before labels needed it


@dataclass(frozen=True, repr=False)
class TopicModel:
    """Topics of a corpus, numbered from 1 by prevalence, and how far each can be trusted.

    Attributes
    ----------
    phi : ndarray of shape (n_topics, n_features)
        p(word | topic); each row adds up to 1.
    theta : ndarray of shape (n_rows, n_topics)
        Share of each topic in each row of the dfm, in its order; each row adds up to 1. A row
        without features has the shares of the prior and weighs nothing anywhere.
    alpha : ndarray of shape (n_topics,)
        Dirichlet prior of theta.
    draws : ndarray of shape (n_chains, n_rows, n_topics), float32
        Theta of each fit, its topics aligned: their spread is the uncertainty of theta.
    prevalence : ndarray of shape (n_topics,)
        Share of the tokens of the rows that are not background.
    coherence, exclusivity : ndarray of shape (n_topics,)
        Mean NPMI within rows and summed FREX, both of the ten most probable words.
    stability : ndarray of shape (n_topics,)
        Mean share of the ten most probable words that return with another seed.
    null : float
        Stability that topics of shuffled text do not exceed, 19 times in 20.
    features : tuple of str
    rows : DataFrame of shape (n_rows, 4)
        doc_id, path, tokens (those among the features), background (whether the row only helped to
        fit).
    names : tuple of str
        Theme that seeded the topic; empty for a free topic.
    settings : mapping
        What produced the model.
    docfreq : ndarray of shape (n_features,), optional
        Rows that hold each feature, those of the background left out.
    """

    phi: Floats
    theta: Floats
    alpha: Floats
    draws: npt.NDArray[np.float32]
    prevalence: Floats
    coherence: Floats
    exclusivity: Floats
    stability: Floats
    null: float
    features: tuple[str, ...]
    rows: pd.DataFrame
    names: tuple[str, ...]
    settings: Mapping[str, Any]
    docfreq: Floats | None = None

    def __repr__(self) -> str:
        shape = f"{len(self.rows):,} rows × {len(self.features):,} features"
        engine = f"engine={self.settings.get('engine')!r}, seed={self.settings.get('seed')}"
        return f"TopicModel({self.n_topics} topics of {shape}, {engine})"

    def _repr_html_(self) -> str:
        """Show the topics by their words, their share, and how surely they would come back."""
        table = pd.DataFrame(
            {
                "topic": range(1, self.n_topics + 1),
                "label": self.labels(),
                "words": ["、".join(words) for words in self.top_terms()],
                "prevalence": [f"{share:.1%}" for share in self.prevalence],
                "stability": [f"{share:.2f}" for share in self.stability],
                "stable": self.stable,
            }
        )
        return f"<b>{escape(repr(self))}</b>{table.to_html(index=False)}"

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.names)

    @property
    def stable(self) -> npt.NDArray[np.bool_]:
        """Whether each topic returns more surely than topics of shuffled text, of shape
        (n_topics,).
        """
        return self.stability > self.null

    @property
    def standing(self) -> tuple[str, ...]:
        """`stable`, `unstable`, or `borderline` where another seed may say otherwise."""
        near = np.abs(self.stability - self.null) < BORDER
        return tuple(
            "borderline" if close else "stable" if stable else "unstable"
            for close, stable in zip(near, self.stable, strict=True)
        )

    @property
    def signature(self) -> str:
        """Engine, number of topics and a hash of settings, features and numbers."""
        facts = json.dumps([self.settings, self.features], sort_keys=True)
        digest = hashlib.sha256(facts.encode("utf-8", "backslashreplace"))
        for array in (self.phi, self.theta):
            digest.update(np.ascontiguousarray(array).tobytes())
        return f"{self.settings['engine']}:{self.n_topics}:{digest.hexdigest()[:16]}"

    def top_terms(self, n: int = 10) -> list[list[str]]:
        """Return the n most probable words of each topic."""
        return self._terms(self.phi, n)

    def frex_terms(self, n: int = 10) -> list[list[str]]:
        """Return the n words of each topic that are both frequent in it and exclusive to it."""
        return self._terms(frex(self.phi), n)

    def lift_terms(self, n: int = 10) -> list[list[str]]:
        """Return the n words of each topic whose probability most exceeds their probability
        overall.
        """
        return self._terms(self.phi / (self.prevalence[:, None] * self.phi).sum(axis=0), n)

    def _terms(self, scores: Floats, n: int) -> list[list[str]]:
        return [[self.features[column] for column in row] for row in top_columns(scores, n)]

    def labels(self) -> list[str]:
        """Name each topic: by its theme if it was seeded, otherwise by three words that are both
        probable in it and typical of it, as `topics.lda.labels` ranks them.
        """
        tokens = self.rows["tokens"].to_numpy(dtype=np.float64)
        words = topic_labels(
            self.phi,
            self.prevalence,
            self.features,
            n_tokens=float(tokens[~self.rows["background"].to_numpy(dtype=bool)].sum()),
            docfreq=self.docfreq,
        )
        return [name or "、".join(best) for name, best in zip(self.names, words, strict=True)]

    def transform(self, texts: Dfm | Sequence[Sequence[str]]) -> Floats:
        """Estimate the topic shares of unseen rows; words that the model does not know are left
        out.

        Parameters
        ----------
        texts : Dfm or sequence of sequence of str
            A matrix, or the tokens of each row, made by the tokenizer and the dictionaries of the
            model's own text.

        Returns
        -------
        ndarray of shape (n_rows, n_topics)
            A row without a word that the model knows has the shares of the prior; `known_share`
            tells which these are.
        """
        return fold_in(onto_features(_as_dfm(texts), self.features), self.phi, self.alpha)

    def known_share(self, texts: Dfm | Sequence[Sequence[str]]) -> Floats:
        """Return the share of each row's tokens that the model knows, which `transform` rests on.

        Low shares say that the text is of another kind, or was tokenized in another way than the
        model's own.

        Returns
        -------
        ndarray of shape (n_rows,)
            In [0, 1]; 0 for a row without tokens.
        """
        dfm = _as_dfm(texts)
        known, tokens = (
            np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
            for counts in (onto_features(dfm, self.features), dfm.counts)
        )
        return np.asarray(known / np.maximum(1, tokens))

    def save(self, folder: str | Path) -> None:
        """Write the model into a folder as `model.json` and `model.npz`."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ARRAYS).open("wb") as stream:
            names = (*NUMBERS, *(() if self.docfreq is None else (DOCFREQ,)))
            np.savez(stream, **{name: getattr(self, name) for name in names})
        facts = {
            "format": FORMAT,
            "null": self.null,
            "features": self.features,
            "rows": self.rows.to_dict(orient="list"),
            "names": self.names,
            "settings": dict(self.settings),
        }
        text = json.dumps(facts, allow_nan=False, indent=1)
        (folder / FACTS).write_text(text + "\n", encoding="utf-8")


def _as_dfm(texts: Dfm | Sequence[Sequence[str]]) -> Dfm:
    return (
        texts
        if isinstance(texts, Dfm)
        else dfm_from_tokens(texts, pd.DataFrame(index=range(len(texts))))
    )
