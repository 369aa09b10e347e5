"""Keyness as a table: columns, tests by sections, reasons where there is none."""

from math import comb

import numpy as np
import pandas as pd
import pytest

from topics.dfm import Dfm, dfm_from_tokens
from topics.keyness import Prior, keyness
from topics.stats.association import g2, log_odds

CONTRACT = [
    "target",
    "reference",
    "feature",
    "n_target",
    "n_reference",
    "size_target",
    "size_reference",
    "rate_target",
    "rate_reference",
    "g2",
    "log_ratio",
    "lrc",
    "log_odds",
    "z",
    "p",
    "q",
    "unit",
    "sections_target",
    "sections_reference",
]


def corpus(
    rates: dict[str, tuple[float, ...]], *, sections: int = 30, documents: int = 1, seed: int = 1
) -> tuple[Dfm, pd.Series]:
    """One group per column of rates, each of so many sections with 40 words of filler."""
    rng = np.random.default_rng(seed)
    tokens, records = [], []
    for group in range(len(next(iter(rates.values())))):
        for section in range(sections):
            row = ["城市"] * 40
            for word, mean in rates.items():
                row += [word] * int(rng.poisson(mean[group]))
            tokens.append(row)
            records.append(
                {
                    "doc_id": f"{group}-{section % documents}",
                    "path": str(section),
                    "n_chars": 100,
                    "group": f"g{group}",
                }
            )
    rows = pd.DataFrame(records)
    return dfm_from_tokens(tokens, rows.drop(columns="group")), rows["group"]


def test_columns_and_counts() -> None:
    dfm, labels = corpus({"韧性": (0.2, 1.5), "产业": (1.0, 1.0)})
    table = keyness(dfm, labels, n_resamples=499)
    assert table.columns.to_list()[: len(CONTRACT)] == CONTRACT
    row = table.set_index("feature").loc["韧性"]
    column = dfm.features.index("韧性")
    counts = dfm.counts.toarray()[:, column]
    assert row["n_target"] == counts[30:].sum()
    assert row["size_target"] == dfm.rows["n_tokens"][30:].sum()
    assert row["rate_target"] == pytest.approx(counts[30:].sum() / 3000 * 10_000)
    assert row["sections_target"] == (counts[30:] > 0).sum()
    assert row["g2"] == pytest.approx(
        float(g2(row["n_target"], row["n_reference"], row["size_target"], row["size_reference"]))
    )
    assert table["g2"].is_monotonic_decreasing


def test_planted_word_is_found_and_the_others_are_not() -> None:
    dfm, labels = corpus({"韧性": (0.2, 1.5), "产业": (1.0, 1.0)})
    table = keyness(dfm, labels, n_resamples=1999).set_index("feature")
    assert table.loc["韧性", "q"] < 0.05
    assert table.loc["产业", "q"] > 0.05


def test_one_against_the_rest() -> None:
    dfm, labels = corpus({"韧性": (0.2, 1.5, 0.2)})
    table = keyness(dfm, labels, pairs=[("*", "g1")], n_resamples=99).set_index("feature")
    assert (
        table.loc["韧性", "n_reference"]
        == dfm.counts.toarray()[np.r_[0:30, 60:90], dfm.features.index("韧性")].sum()
    )


def test_five_documents_a_side_make_documents_the_unit() -> None:
    dfm, labels = corpus({"韧性": (0.5, 1.0)}, documents=5)
    assert set(keyness(dfm, labels, n_resamples=99)["unit"]) == {"document"}


def test_reasons_instead_of_p() -> None:
    dfm, labels = corpus({"韧性": (0.5, 1.0)}, sections=8)
    table = keyness(dfm, labels)
    assert table["p"].isna().all()
    assert set(table["note"]) == {"too_few_units"}
    dfm, labels = corpus({"韧性": (0.03, 0.03), "产业": (1, 1)}, seed=0)  # in three sections
    row = keyness(dfm, labels, n_resamples=99).set_index("feature").loc["韧性"]
    assert (row["note"], pd.isna(row["p"])) == ("few_mentions", True)


def test_prior_from_a_background_and_of_a_size() -> None:
    dfm, labels = corpus({"韧性": (0.5, 1.0), "产业": (1, 1)})
    background = pd.Series({"城市": 900, "产业": 90, "韧性": 10})
    table = keyness(dfm, labels, n_resamples=9, prior=Prior(background, size=100)).set_index(
        "feature"
    )
    a = table.loc[["城市", "产业", "韧性"]]
    delta, z = log_odds(
        a["n_target"], a["n_reference"], a["size_target"], a["size_reference"], [90, 9, 1]
    )
    assert a["log_odds"].to_list() == pytest.approx(delta)
    assert a["z"].to_list() == pytest.approx(z)


def test_more_features_than_one_block() -> None:
    dfm, labels = corpus({f"词{number}": (0.5, 0.5) for number in range(300)})
    assert keyness(dfm, labels, n_resamples=99)["p"].notna().sum() > 256


def test_unknown_groups_and_empty_vocabulary() -> None:
    dfm, labels = corpus({"韧性": (0.5, 1.0)})
    with pytest.raises(ValueError, match="no group 'g7' to compare; there are: g0, g1"):
        keyness(dfm, labels, pairs=[("g0", "g7")])
    assert keyness(dfm.select([]), labels).empty
    assert keyness(dfm, pd.Series(["甲"] * dfm.n_rows)).empty


def test_a_strong_prior_holds_rare_words_back() -> None:
    dfm, labels = corpus({"韧性": (0.0, 0.2), "产业": (1, 1.3)})
    weak, strong = (
        keyness(dfm, labels, n_resamples=9, prior=Prior(size=size)).set_index("feature")["z"]
        for size in (1, 100_000)
    )
    assert abs(strong["韧性"]) < abs(weak["韧性"])


def test_no_p_is_below_the_chance_that_all_sections_fall_on_one_side() -> None:
    """Five sections of one side hold the word, and that side's sections are shorter: lengths alone
    must not decide.
    """
    n = 36
    tokens = [["词"] * (i < 5) + ["甲"] * (30 + i % 7) for i in range(n)] + [
        ["甲"] * (60 + i % 7) for i in range(n)
    ]
    rows = pd.DataFrame(
        {"doc_id": ["甲"] * n + ["乙"] * n, "path": [str(i) for i in range(2 * n)], "n_chars": 100}
    )
    labels = pd.Series(["2020"] * n + ["2024"] * n)
    table = keyness(dfm_from_tokens(tokens, rows), labels, n_resamples=1999).set_index("feature")
    assert table.loc["词", "p"] >= comb(n, 5) / comb(2 * n, 5) * (1 - 1e-9)


def test_units_ordinals_and_enumerators_have_no_row() -> None:
    tokens = [["万套", "第四条", "一是", "产业"]] * 3 + [["住房"]] * 3
    rows = pd.DataFrame(
        {"doc_id": list("甲甲甲乙乙乙"), "path": list("一二三一二三"), "n_chars": [8] * 6}
    )
    labels = pd.Series(["2022"] * 3 + ["2020"] * 3)
    table = keyness(dfm_from_tokens(tokens, rows), labels, n_resamples=9)
    assert sorted(table["feature"]) == ["产业", "住房"]
    assert table["size_target"].eq(12).all()  # they still count for the size
