"""Topics as scikit-learn has estimators, for pipelines and searches."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from topics.dfm import Dfm
from topics.lda.consensus_search import TopicOptions
from topics.lda.fits import Floats
from topics.lda.topic_fit import fit_topics


class TopicEstimator(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Topics with the interface of scikit-learn: counts in, shares of topics out.

    Parameters
    ----------
    n_topics : int
    engine : {"tomotopy", "gensim", "sklearn-lda", "sklearn-nmf"}
    seed : int
    n_chains, iterations : int
        As in `TopicOptions`.
    workers : int, optional
        Processes; by default one per core. Results do not depend on it.

    Attributes
    ----------
    model_ : TopicModel
        The model, with its stability, labels and tables.
    components_ : ndarray of shape (n_topics, n_features)
        p(word | topic), the model's phi.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Where `fit` was given a DataFrame.

    Notes
    -----
    X holds counts: whole numbers from 0 up, one row per section. Fractions are rounded to the
    nearest count. A model needs ten rows with words, and three for each topic.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[2, 1, 1, 0, 0, 0], [0, 0, 0, 1, 2, 1]] * 8)
    >>> topics = TopicEstimator(2, n_chains=2, workers=1).fit(X)
    >>> topics.transform(X).shape, list(topics.get_feature_names_out())
    ((16, 2), ['topic1', 'topic2'])
    """

    def __init__(
        self,
        n_topics: int = 2,
        *,
        engine: str = "tomotopy",
        seed: int = 1,
        n_chains: int = TopicOptions.n_chains,
        iterations: int = TopicOptions.iterations,
        workers: int | None = None,
    ) -> None:
        self.n_topics = n_topics
        self.engine = engine
        self.seed = seed
        self.n_chains = n_chains
        self.iterations = iterations
        self.workers = workers

    def fit(self, X: Any, y: object = None) -> Self:  # noqa: ARG002, N803 (scikit-learn's names)
        """Fit topics to counts.

        Parameters
        ----------
        X : array, sparse matrix or DataFrame of shape (n_rows, n_features)
        y : ignored

        Raises
        ------
        ValueError
            If X holds anything but counts, or is too small for so many topics.
        """
        counts = self._counts(X, reset=True)
        if counts.shape[1] < self.n_topics:
            raise ValueError(
                f"n_features = {counts.shape[1]}: {self.n_topics} topics need as many features"
            )
        if counts.shape[0] == 1:
            raise ValueError("1 sample: topics need ten rows with words, and three for each topic")
        options = TopicOptions(
            n_chains=self.n_chains, iterations=self.iterations, workers=self.workers
        )
        self.model_ = fit_topics(
            _dfm(counts), self.n_topics, seed=self.seed, engine=self.engine, options=options
        )
        self.components_ = self.model_.phi
        return self

    def transform(self, X: Any) -> Floats:  # noqa: N803
        """Return the share of each topic in each row, of shape (n_rows, n_topics); each row adds up
        to 1.

        Parameters
        ----------
        X : array, sparse matrix or DataFrame of shape (n_rows, n_features)
        """
        check_is_fitted(self)
        return self.model_.transform(_dfm(self._counts(X, reset=False)))

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the columns of `transform`: `topic1`, `topic2` and so on."""
        check_is_fitted(self)
        names = [f"topic{number}" for number in range(1, self.model_.n_topics + 1)]
        return np.array(names, dtype=object)

    @property
    def _n_features_out(self) -> int:
        return self.model_.n_topics

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        return tags

    def _counts(self, table: Any, *, reset: bool) -> csr_array:
        found = validate_data(
            self, table, reset=reset, accept_sparse="csr", dtype=np.float64, ensure_min_samples=1
        )
        counts = csr_array(found)
        if counts.nnz and counts.data.min() < 0:
            raise ValueError("Negative values in data passed to TopicEstimator: give counts")
        counts = csr_array(np.rint(counts).astype(np.int64))
        counts.eliminate_zeros()
        counts.sort_indices()
        return counts


def _dfm(counts: csr_array) -> Dfm:
    features = tuple(f"{column:08d}" for column in range(counts.shape[1]))
    return Dfm(counts, features, pd.DataFrame(index=range(counts.shape[0])))
