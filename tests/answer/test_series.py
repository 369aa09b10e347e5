"""Series: exact on small cases, shapes that were planted, and what is left out."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from tests.toys import PlainFinder, document
from topics.answer.contrasts import best_scores, best_shapes, contrasts, shuffled_scores
from topics.answer.evidence_options import EvidenceOptions
from topics.answer.persistence import autoregressive, persistence, persistence_p
from topics.answer.series import COLUMNS, series
from topics.answer.word_series import WORD_COLUMNS, word_series
from topics.answer.yearly import Yearly, transformed, yearly
from topics.dfm import section_rows
from topics.emphasis import measure
from topics.stats.resampling import generator
from topics.themes import Theme

QUICK = EvidenceOptions(n_resamples=999, n_word_orders=499, n_ar=499, n_persistence=200)


def years(counts: np.ndarray, chars: float = 10_000, first: int = 2001) -> Yearly:
    n, k = counts.shape
    return Yearly(
        tuple(f"题{i}" for i in range(k)),
        tuple(str(first + i) for i in range(n)),
        np.arange(first, first + n, dtype=float),
        counts.astype(float),
        np.full(n, float(chars)),
    )


def planted(n: int = 14) -> Yearly:
    rng = np.random.default_rng(2)
    place = np.arange(n)
    rates = [
        np.where(place >= 9, 60, 12),
        np.where((place >= 5) & (place < 9), 60, 12),
        10 + 4 * place,
        np.where(place >= 6, 10, 45),
        *[np.full(n, 20)] * 6,
    ]
    return years(rng.poisson(np.array(rates).T))


@pytest.mark.parametrize(
    ("n", "steps", "windows", "first_cut", "shortest"),
    [(8, 3, 0, 3, 0), (10, 7, 9, 2, 4), (14, 11, 40, 2, 3), (20, 17, 0, 2, 0)],
)
def test_shapes_that_could_never_be_improbable_are_left_out(
    n: int, steps: int, windows: int, first_cut: int, shortest: int
) -> None:
    found = contrasts(np.arange(float(n)))
    kinds = np.array(found.kinds)
    assert (kinds == "step").sum() == steps
    assert found.starts[kinds == "step"].min() == first_cut
    lengths = (found.stops - found.starts)[kinds == "window"]
    if n < 20:
        assert (kinds == "window").sum() == windows
        assert lengths.min(initial=n) == (shortest or n)
    else:
        assert lengths.min() == 3  # 18/1140 = .016, and 2 documents 19/190 = .10
        assert lengths.max() == 10


def test_all_shapes_have_one_variance_under_exchange() -> None:
    shapes = contrasts(np.array([1990.0, 1991, 1993, 1994, 1995, 1998, 1999, 2001]))
    assert shapes.weights.sum(axis=1) == pytest.approx(0, abs=1e-12)
    assert (shapes.weights**2).sum(axis=1) == pytest.approx(1)
    x = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    orders = np.array(list(permutations(range(8))))
    variances = (x[orders] @ shapes.weights.T).var(axis=0)
    assert variances == pytest.approx(x.var(ddof=1))


def test_p_is_that_of_all_orders() -> None:
    x = np.array([2.0, 3, 1, 2, 4, 6, 5, 3])[:, None]
    shapes = contrasts(np.arange(8.0))
    orders = np.array(list(permutations(range(8))))
    z = (x[:, 0] - x.mean()) / x.std(ddof=1)
    every = np.abs(z[orders] @ shapes.weights.T).max(axis=1)
    exact = (every >= best_scores(x, shapes)[0] - 1e-9).mean()
    drawn = shuffled_scores(x, shapes, generator(1), 8000)[:, 0]
    assert (drawn >= drawn[0] - 1e-9).mean() == pytest.approx(exact, abs=0.015)
    assert 0.01 < exact < 0.5


def test_planted_shapes_are_named_with_their_years() -> None:
    table = series(planted(), {}, options=QUICK).table.set_index("theme")
    assert table.loc[["题0", "题1", "题2", "题3"], "shape"].tolist() == [
        "step_up",
        "wave",
        "rises",
        "step_down",
    ]
    assert table.loc[["题0", "题1", "题3"], "from"].tolist() == ["2010", "2006", "2007"]
    assert table.loc[["题0", "题1", "题3"], "to"].tolist() == ["2014", "2009", "2014"]
    assert table.loc["题1", "grade"] == "much_more"
    assert table.loc["题1", "spread"] == "spread"
    assert (table.loc[["题0", "题1", "题2", "题3"], "evidence"] != "unclear").all()
    assert list(table.reset_index().columns) == COLUMNS


def test_sizes_are_pooled_rates() -> None:
    data = planted()
    table = series(data, {}, options=QUICK).table.set_index("theme")
    inside = data.counts[9:, 0].sum() / data.chars[9:].sum() * 1e4
    outside = data.counts[:9, 0].sum() / data.chars[:9].sum() * 1e4
    assert table.loc["题0", "rate_inside"] == pytest.approx(inside)
    assert table.loc["题0", "rate_outside"] == pytest.approx(outside)
    assert table.loc["题0", "ratio"] == pytest.approx(inside / outside)


def test_a_shape_is_printed_only_with_evidence() -> None:
    table = series(planted(), {}, options=QUICK).table
    none = table[table["evidence"].isin(["unclear", "untestable"])]
    assert len(none) > 0
    assert set(none["shape"]) == set(none["from"]) == set(none["grade"]) == {""}
    assert none["rate_inside"].isna().all()


def test_one_document_does_not_make_a_spread_shape() -> None:
    counts = np.full((14, 1), 4)
    counts[8:12] = [[40], [5], [5], [5]]
    table = series(years(counts), {}, options=replace(QUICK, weak_p=1.0, persistence_p=1.0)).table
    assert table.loc[0, "spread"] == "one_document"


def test_no_theme_changes_the_p_of_another() -> None:
    data = planted()
    parents = {"题1": "题0"}
    whole = series(data, parents, options=QUICK).table.set_index("theme")
    picked = [5, 1, 0]
    part = replace(data, names=tuple(data.names[i] for i in picked), counts=data.counts[:, picked])
    other = series(part, parents, options=QUICK).table.set_index("theme")
    assert other["p"].tolist() == whole.loc[other.index, "p"].tolist()
    assert other["stat"].to_numpy() == pytest.approx(whole.loc[other.index, "stat"].to_numpy())


def test_the_same_input_gives_the_same_table() -> None:
    one, other = (series(planted(), {}, options=QUICK).table for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_themes_without_mentions_are_not_tested() -> None:
    data = planted()
    empty = replace(data, counts=np.where(np.arange(10) == 4, 0.0, data.counts))
    table = series(empty, {}, options=QUICK).table.set_index("theme")
    assert table.loc["题4", "evidence"] == "untestable"
    assert table.loc["题4", "documents"] == 0
    assert table.loc["题4", "first"] == ""
    nothing = series(replace(data, counts=data.counts * 0), {}, options=QUICK).table
    assert set(nothing["evidence"]) == {"untestable"}


def test_first_and_last_mention() -> None:
    counts = np.zeros((9, 2))
    counts[[2, 5], 0] = 3
    counts[:, 1] = range(9)
    table = series(years(counts), {}, options=QUICK).table.set_index("theme")
    assert table.loc["题0", ["first", "last", "documents"]].tolist() == ["2003", "2006", 2]


def test_fewer_than_eight_documents_are_no_series() -> None:
    found = series(years(np.ones((7, 2))), {})
    assert found.reason == "too_few_documents"
    assert found.table.empty
    assert list(found.table.columns) == COLUMNS
    assert word_series(years(np.ones((7, 2)))).reason == "too_few_documents"
    assert series(planted(), {}, reason="mixed_genres").reason == "mixed_genres"


def test_equal_shapes_are_named_by_the_simplest() -> None:
    x = np.arange(8.0)[:, None]
    best, score = best_shapes(x, contrasts(np.arange(8.0)))
    assert best.tolist() == [0]
    assert score[0] == pytest.approx(np.sqrt(7))


def measured(documents):
    rows = section_rows(documents)
    themes = [Theme("产业", ("产业",)), Theme("户籍", ("户籍",))]
    return measure(documents, themes, PlainFinder(), rows["year"].fillna(0).astype(str))


def test_documents_of_a_year_are_pooled_if_of_one_genre() -> None:
    made = [
        document(f"{year}-{k}", ["产业升级。" * (k + 1)], date=f"{year}-01-01", genre="规划")
        for year in (2003, 2001, 2002)
        for k in range(2)
    ]
    data, reason = yearly(measured(made))
    assert reason == ""
    assert data.labels == ("2001", "2002", "2003")
    assert data.times.tolist() == [2001, 2002, 2003]
    assert data.counts[:, 0].tolist() == [3, 3, 3]
    assert data.chars.tolist() == [12, 12, 12]
    mixed = [*made, document("x", ["产业。"], date="2001-05-01", genre="通知")]
    assert yearly(measured(mixed))[1] == "mixed_genres"


def test_groups_without_a_year_are_left_out() -> None:
    made = [document("a", ["产业。"], date=""), document("b", ["产业。"], date="2001-01-01")]
    data, reason = yearly(measured(made))
    assert data.labels == ("2001",)
    assert reason == ""
    assert yearly(measured(made[:1]))[1] == "undated"


def test_words_can_be_counted_instead_of_themes() -> None:
    made = [
        document(str(year), ["产业升级。", "户籍。"], date=f"{year}-01-01") for year in (2002, 2001)
    ]
    words = csr_array(np.array([[1, 0, 2], [0, 0, 1], [5, 0, 0], [0, 4, 0]]))
    data, reason = yearly(measured(made), ("甲", "乙", "丙"), words)
    assert reason == ""
    assert data.names == ("甲", "乙", "丙")
    assert data.counts.tolist() == [[5, 4, 0], [1, 0, 3]]


def test_the_scale_is_that_of_anscombe() -> None:
    data = years(np.array([[4.0]]), chars=20_000)
    assert transformed(data).item() == pytest.approx(2 * np.sqrt(4.375 / 2))


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6])
def test_persistence_is_freed_from_the_bias_of_fitting(rho: float) -> None:
    shapes = contrasts(np.arange(14.0))
    x = autoregressive(rho, 14, 400, generator(3))
    assert persistence(x, shapes, generator(4)) == pytest.approx(rho, abs=0.12)


def test_simulated_series_have_the_variance_and_the_memory_asked_for() -> None:
    x = autoregressive(0.6, 30, 4000, generator(5))
    assert x.var(axis=1) == pytest.approx(1, abs=0.12)
    assert (x[1:] * x[:-1]).mean() == pytest.approx(0.6, abs=0.03)


def test_persistence_makes_a_score_less_improbable() -> None:
    shapes, score = contrasts(np.arange(14.0)), np.array([2.9, 3.2])
    free = persistence_p(score, shapes, 0.0, generator(1))
    held = persistence_p(score, shapes, 0.6, generator(1))
    assert (held > free).all()
    assert (free[1] < free[0]) & (held[1] < held[0])
    assert persistence_p(np.array([99.0]), shapes, 0.3, generator(1)).item() == 1 / 2000


def words() -> Yearly:
    rng = np.random.default_rng(6)
    place = np.arange(14)
    since = np.where(place >= 8, 30, 0)
    names = ("农业转移人口", "转移", "乡村振兴", "数据", "算力", "发展", "偶见")
    rates = [since, since + 1, since, np.where(place >= 8, 30, 10), since, [40] * 14, [0] * 14]
    counts = rng.poisson(np.array(rates).T).astype(float)
    counts[:, 4] = np.where(place >= 8, 5, 2)  # ratio 2.5 of a short word
    return replace(years(counts), names=names)


def test_words_are_shown_by_rule() -> None:
    table = word_series(words(), options=QUICK).table.set_index("word")
    assert list(table.reset_index().columns) == WORD_COLUMNS
    assert table.loc["农业转移人口", "shown"]
    assert table.loc["乡村振兴", "shown"]
    assert table.loc["转移", "folded_into"] == "农业转移人口"
    assert not table.loc["转移", "shown"]
    assert not table.loc["发展", "shown"]
    assert "偶见" not in table.index  # ten mentions are needed
    assert table.loc["乡村振兴", "documents_higher"] == 6


def test_short_words_need_a_dictionary_or_a_large_ratio() -> None:
    without = word_series(words(), options=QUICK).table.set_index("word")
    assert not without.loc["数据", "shown"]
    assert 2 < without.loc["数据", "ratio"] < 4
    known = word_series(words(), dictionary={"数据"}, options=QUICK).table.set_index("word")
    assert known.loc["数据", "shown"]


def test_the_persistence_of_the_corpus_can_be_given() -> None:
    table = word_series(words(), rho=0.25, options=QUICK).table
    assert set(table["persistence"]) == {0.25}
