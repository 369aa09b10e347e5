"""Topics as an estimator of scikit-learn."""

import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import check_estimator

from topics import TopicEstimator
from topics.dfm import Dfm
from topics.model import TopicOptions, fit_topics

COUNTS = np.array([[2, 1, 1, 0, 0, 0], [0, 0, 0, 1, 2, 1]] * 8)


@pytest.fixture(scope="module")
def fitted() -> TopicEstimator:
    return TopicEstimator(2, n_chains=2, iterations=20, workers=1).fit(COUNTS)


def test_it_is_the_model_of_fit_topics(fitted: TopicEstimator) -> None:
    from scipy.sparse import csr_array

    dfm = Dfm(csr_array(COUNTS), tuple("abcdef"), pd.DataFrame(index=range(16)))
    options = TopicOptions(n_chains=2, iterations=20, workers=1)
    model = fit_topics(dfm, 2, options=options)
    np.testing.assert_array_equal(fitted.components_, model.phi)
    np.testing.assert_allclose(fitted.transform(COUNTS), model.theta)


def test_shares_tell_the_two_kinds_of_rows_apart(fitted: TopicEstimator) -> None:
    shares = fitted.transform(COUNTS)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert len({tuple(row) for row in shares.argmax(axis=1).reshape(-1, 2)}) == 1
    assert list(fitted.get_feature_names_out()) == ["topic1", "topic2"]


def test_a_pipeline_gives_a_table(fitted: TopicEstimator) -> None:
    frame = pd.DataFrame(COUNTS, columns=list("abcdef"))
    steps = make_pipeline(
        FunctionTransformer(lambda table: table, feature_names_out="one-to-one"),
        TopicEstimator(2, n_chains=2, iterations=20, workers=1),
    ).set_output(transform="pandas")
    shares = steps.fit_transform(frame)
    assert list(shares.columns) == ["topic1", "topic2"]
    np.testing.assert_allclose(shares.to_numpy(), fitted.transform(COUNTS))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (-COUNTS, "Negative values in data passed to TopicEstimator"),
        (COUNTS[:, :1], "n_features = 1: 2 topics need as many features"),
        (COUNTS[:1], "1 sample"),
        (COUNTS[:4], "2 topics need at least 10 sections"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(table: np.ndarray, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        TopicEstimator(2, workers=1).fit(table)


@pytest.mark.slow
def test_it_passes_the_checks_of_scikit_learn() -> None:
    # Skipped there: the array API, which needs an environment variable. The checks fit fractions,
    # which are rounded to counts.
    told = check_estimator(
        TopicEstimator(2, n_chains=2, iterations=10, workers=1), on_skip=None, on_fail=None
    )
    assert len(told) > 40
    assert {check["check_name"] for check in told if check["status"] != "passed"} <= {
        "check_array_api_input"
    }
