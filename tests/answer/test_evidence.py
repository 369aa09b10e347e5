"""Evidence of a pair: exact on small cases, unmoved by what does not belong to it."""

from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
import pytest

from tests.toys import PlainFinder, document
from topics.answer.evidence import COLUMNS, evidence, pair_tests
from topics.answer.evidence_options import EvidenceOptions
from topics.answer.exchange import PairCounts, exchange_units, untested
from topics.answer.power import called_level
from topics.answer.relabel import damped, exchanged, relabellings
from topics.answer.strata import counterpart_strata
from topics.answer.yardstick import pair_yardstick, yardstick
from topics.dfm import section_rows
from topics.emphasis import measure
from topics.emphasis.counterparts import counterparts
from topics.stats.resampling import Units, generator
from topics.themes import Theme

QUICK = EvidenceOptions(n_resamples=499, n_power=50, n_yardstick=99)
THEMES = (
    Theme("产业", ("产业",)),
    Theme("城市群都市圈", ("城市群", "都市圈")),
    Theme("城市群", ("城市群",), parent="城市群都市圈"),
    Theme("户籍", ("户籍",)),
)
PARENTS = {theme.name: theme.parent for theme in THEMES}


def counts(n: tuple[int, int], themes: int = 3, seed: int = 1) -> PairCounts:
    rng = np.random.default_rng(seed)
    total = sum(n)
    chars = rng.integers(80, 400, total).astype(float)
    mentions = rng.negative_binomial(0.5, 0.25, (total, themes)).astype(float)
    target = np.arange(total) < n[0]
    return PairCounts(mentions, chars, target, target.astype(np.int64))


def plan(name: str, date: str, n: int, words: list[str]):
    texts = [f"第{k}条推进建设。" + words[k % len(words)] * (1 + k % 3) for k in range(n)]
    return document(name, texts, date=date)


@pytest.fixture(scope="module")
def documents():
    return [
        plan("早", "2020-01-01", 24, ["城市群发展。", "户籍改革。", "修路。", "绿化。"]),
        plan("晚", "2024-01-01", 26, ["产业升级。", "产业园。", "都市圈。", "户籍制度。"]),
    ]


def measured(documents, themes=THEMES):
    rows = section_rows(documents)
    return measure(documents, themes, PlainFinder(), rows["year"].astype(str))


def t_by_hand(y: np.ndarray, c: np.ndarray, target: np.ndarray) -> float:
    values, variance = [], []
    for side in (target, ~target):
        a, n, m = y[side], c[side], side.sum()
        r = a.sum() / n.sum()
        values.append(r)
        variance.append(m / (m - 1) * ((a - r * n) ** 2).sum() / n.sum() ** 2)
    return (values[0] - values[1]) / np.sqrt(sum(variance))


def test_p_is_that_of_all_divisions() -> None:
    rng = np.random.default_rng(4)
    c = rng.integers(80, 300, 9).astype(float)
    y = damped(rng.integers(0, 6, 9).astype(float))
    target = np.arange(9) < 4
    observed = t_by_hand(y, c, target)
    every = [
        abs(t_by_hand(y, c, np.isin(np.arange(9), chosen))) for chosen in combinations(range(9), 4)
    ]
    exact = np.mean([t >= abs(observed) - 1e-9 for t in every])
    units = Units(y[:, None], c[:, None], np.array([0]))
    drawn = np.abs(exchanged(units, target, generator(1), 8000)[:, 0])
    assert drawn[0] == pytest.approx(abs(observed))
    assert (drawn >= drawn[0] - 1e-9).mean() == pytest.approx(exact, abs=0.02)
    assert 0.02 < exact < 0.98


def test_the_statistic_is_the_damped_rate() -> None:
    pair = counts((30, 25))
    table = pair_tests(pair, np.arange(3), generator(1), QUICK)
    expected = [t_by_hand(damped(column), pair.chars, pair.target) for column in pair.mentions.T]
    assert table["t"].to_numpy() == pytest.approx(expected)
    assert set(table["statistic"]) == {"damped_rate"}


def test_sums_of_roots_are_exact() -> None:
    roots = damped(np.arange(400.0))
    assert roots.sum() == roots[::-1].sum() == sum(sorted(roots, reverse=True))
    assert np.abs(roots - np.sqrt(np.arange(400))).max() < 1 / 8192 + 1e-12


def test_no_p_is_below_the_chance_that_all_sections_fall_on_one_side() -> None:
    mentions = np.zeros((60, 1))
    mentions[[3, 9, 12, 17]] = 1  # all in the target, and long ones
    chars = np.where(mentions[:, 0] > 0, 900.0, 100.0)
    target = np.arange(60) < 20
    pair = PairCounts(mentions, chars, target, target.astype(np.int64))
    table = pair_tests(pair, np.array([0]), generator(1), EvidenceOptions(n_power=0))
    assert table.loc[0, "p"] == pytest.approx(comb(20, 4) / comb(60, 4))
    few = replace(pair, mentions=np.where(np.arange(60)[:, None] == 3, 5.0, 0.0))
    assert untested(exchange_units(few)) == ["one_unit"]


def test_no_theme_changes_the_p_of_another() -> None:
    pair, codes = counts((30, 28), themes=5), np.array([0, 1, 1, 2, 3])
    whole = pair_tests(pair, codes, generator(2), QUICK)
    one = pair_tests(
        replace(pair, mentions=pair.mentions[:, [4, 2, 1]]),
        np.array([0, 1, 1]),
        generator(2),
        QUICK,
    )
    columns = ["t", "p", "p_family"]
    pd.testing.assert_frame_equal(
        whole.loc[[4, 2, 1], columns].reset_index(drop=True), one[columns]
    )


def test_the_order_of_files_and_themes_changes_nothing(documents) -> None:
    first = evidence(measured(documents), PARENTS, options=QUICK)
    other = evidence(measured(documents[::-1], THEMES[::-1]), PARENTS, options=QUICK)
    assert list(first.columns) == COLUMNS
    pd.testing.assert_frame_equal(first, other.iloc[::-1].reset_index(drop=True))
    assert first["p"].notna().any()


def test_one_pair_has_one_row_a_theme_and_its_parent(documents) -> None:
    table = evidence(measured(documents), PARENTS, options=QUICK).set_index("theme")
    assert list(table.index) == [theme.name for theme in THEMES]
    assert table.loc["城市群", "parent"] == "城市群都市圈"
    assert table.loc["城市群", "p_family"] == table.loc["城市群都市圈", "p_family"]
    assert table.loc["产业", "t"] > 0
    assert (table["reference"] == "2020").all()
    assert (table["n_reference"] == 24).all()
    assert (table["n_target"] == 26).all()
    both = table.loc[table["p"].notna(), ["power_2", "power_3"]].to_numpy()
    assert ((both >= 0) & (both <= 1)).all()


def test_what_is_not_tested_says_why(documents) -> None:
    short = [documents[0], plan("晚", "2024-01-01", 19, ["产业升级。"])]
    table = evidence(measured(short), PARENTS, options=QUICK).set_index("theme")
    assert set(table["grade"]) == {"untestable"}
    assert table.loc["产业", "note"] == "too_few_units"
    enough = [documents[0], plan("晚", "2024-01-01", 20, ["产业升级。"])]
    table = evidence(measured(enough), PARENTS, options=QUICK).set_index("theme")
    assert table.loc["产业", "note"] == ""
    absent = (*THEMES, Theme("边境", ("边境",)))
    table = evidence(measured(documents, absent), PARENTS, options=QUICK).set_index("theme")
    assert table.loc["边境", "note"] == "no_mentions"
    assert np.isnan(table.loc["边境", "q"])


def test_no_variance_and_an_empty_side_say_so() -> None:
    pair = counts((25, 25))
    even = replace(pair, mentions=np.ones_like(pair.mentions))
    assert set(untested(exchange_units(even))) == {"no_variance"}
    empty = replace(pair, target=np.ones(50, dtype=bool), documents=np.ones(50, dtype=np.int64))
    table = pair_tests(empty, np.arange(3), generator(1), QUICK)
    assert set(table["note"]) == {"no_units"}


def test_documents_are_the_units_from_five_a_side() -> None:
    pair = counts((50, 50))
    five = replace(pair, documents=np.arange(100) // 10)
    table = pair_tests(five, np.arange(3), generator(1), QUICK)
    assert set(table["scope"]) == {"documents"}
    assert set(table["statistic"]) == {"rate"}
    assert (table["n_target"] == 5).all()
    four = replace(pair, documents=np.where(pair.target, np.arange(100) // 13, 9))
    assert exchange_units(four).scope == "sections"
    sums = [pair.mentions[ten : ten + 10].sum(axis=0) for ten in range(0, 100, 10)]
    assert exchange_units(five).mentions.tolist() == np.array(sums).tolist()


def test_labels_are_exchanged_within_strata_only() -> None:
    target = np.array([True, False, True, False, False, True])
    strata = np.array([7, 7, 2, 2, 2, 5])
    drawn = np.vstack(list(relabellings(target, generator(1), 300, strata=strata)))
    for stratum in (2, 5, 7):
        assert set(drawn[:, strata == stratum].sum(axis=1)) == {target[strata == stratum].sum()}
    assert len(np.unique(drawn, axis=0)) == 6  # 3 divisions of the class 2 by 2 of the class 7


def test_each_division_is_as_likely_as_another() -> None:
    target = np.arange(5) < 2
    drawn = np.vstack(list(relabellings(target, generator(1), 5000)))
    number = np.unique(drawn, axis=0, return_counts=True)[1]
    assert len(number) == 10
    assert number.min() > 400
    assert number.max() < 600


def test_counterparts_are_classes_of_two(documents) -> None:
    pair = [documents[0], replace(documents[0], doc_id="晚", date="2022-01-01")]
    measures = measured(pair)
    strata = counterpart_strata(measures, counterparts(pair, measures), ("2020", "2022"))
    assert (strata == np.tile(np.arange(1, 25), 2)).all()
    table = evidence(measures, PARENTS, options=QUICK, strata={("2020", "2022"): strata})
    assert (table["p"].dropna() == 1).all()


def test_the_yardstick_knows_a_planted_change_from_chance() -> None:
    pair = counts((40, 40), themes=8)
    null = pair_yardstick(pair, generator(1), QUICK)
    assert null.p > 0.05
    mentions = pair.mentions.copy()
    mentions[:40, :5] = mentions[:40, :5] * 2 + 2
    planted = pair_yardstick(replace(pair, mentions=mentions), generator(1), QUICK)
    assert planted.observed >= 5
    assert planted.p <= 0.02
    assert planted.mean < planted.observed


def test_the_yardstick_of_few_sections_has_no_p(documents) -> None:
    short = [documents[0], plan("晚", "2024-01-01", 10, ["产业升级。"])]
    found = yardstick(measured(short), ("2020", "2024"), options=QUICK)
    assert found.observed >= 1
    assert found.n == 0
    assert np.isnan(found.p)


def test_power_is_of_the_rule() -> None:
    q, families = np.array([0.1, 0.3, 0.1, 0.9]), np.array([0, 0, 1, 2])
    assert called_level(q, families, level=0.2, single=0.05) == 0.05
    many = np.arange(40)
    assert called_level(np.full(40, 0.9), many, level=0.2, single=0.05) == pytest.approx(0.005)
    table = pair_tests(counts((60, 60)), np.arange(3), generator(1), QUICK)
    assert (table["power_3"] >= table["power_2"]).all()
    assert table["power_3"].max() > 0.3


def test_no_pairs_give_an_empty_table(documents) -> None:
    table = evidence(measured(documents), PARENTS, pairs=[])
    assert list(table.columns) == COLUMNS
    assert table.empty


def test_an_unknown_group_is_named(documents) -> None:
    with pytest.raises(ValueError, match="no group '1999' to compare; there are: 2020, 2024"):
        evidence(measured(documents), PARENTS, pairs=[("1999", "2020")])
