"""Tables of a topic model, on a model made by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from topics.corpus.document import Document, Section
from topics.lda.topic_model import TopicModel
from topics.lda.topic_tables import (
    QUOTATION_LENGTH,
    korn_graubard,
    quote,
    topic_shares,
    topics_table,
    typical_sections,
)

TEXTS = {
    "段1": "推进户籍改革。放开落户限制，户籍制度和落户政策衔接。",
    "段2": "完善防洪体系。提高防洪和排涝能力。",
    "段3": "其他。",
}


def make_document(doc_id: str) -> Document:
    sections, start = [], 0
    for path, text in TEXTS.items():
        sections.append(Section(doc_id, path, 1, "", start, start + len(text), leaf=True))
        start += len(text)
    return Document(doc_id, "".join(TEXTS.values()), tuple(sections))


@pytest.fixture
def model() -> TopicModel:
    theta = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.8, 0.2], [0.1, 0.9], [0.3, 0.7]])
    rows = pd.DataFrame(
        {
            "doc_id": ["甲", "甲", "甲", "乙", "乙", "丙"],
            "path": ["段1", "段2", "段3", "段1", "段2", "段1"],
            "tokens": [10, 30, 0, 20, 20, 50],
            "background": [False, False, False, False, False, True],
        }
    )
    shift = np.array([-0.05, 0.0, 0.05])[:, None, None] * np.array([1, -1])
    return TopicModel(
        phi=np.array([[0.45, 0.35, 0.1, 0.1], [0.05, 0.05, 0.5, 0.4]]),
        theta=theta,
        alpha=np.array([0.1, 0.1]),
        draws=(theta + shift).astype(np.float32),
        prevalence=np.array([0.4125, 0.5875]),
        coherence=np.array([0.2, 0.3]),
        exclusivity=np.array([8.0, 9.0]),
        stability=np.array([0.9, 0.2]),
        null=0.3,
        features=("户籍", "落户", "防洪", "排涝"),
        rows=rows,
        names=("", "安全韧性"),
        settings={"engine": "by hand"},
    )


def test_topics_table_names_quotes_and_warns(model: TopicModel):
    table = topics_table(model, [make_document("甲"), make_document("乙")])
    assert table["topic"].tolist() == [1, 2]
    assert table["label"].iloc[1] == "安全韧性"
    assert table["top_terms"].iloc[0] == "户籍 落户 防洪 排涝"
    assert table["stable"].tolist() == [True, False]
    assert table["quotation_path"].tolist() == ["甲#段1", "乙#段2"]
    assert table["quotation"].iloc[0] == "放开落户限制，户籍制度和落户政策衔接。"
    assert not table.isna().any(axis=None)


@pytest.mark.parametrize("noise", [0.0, 0.05, -0.05])
def test_a_topic_that_another_seed_may_judge_otherwise_is_borderline(
    model: TopicModel, noise: float
):
    near = np.array([0.40, 0.30, 0.55, 0.15])
    judged = replace(model, stability=near + noise, null=0.35).standing
    assert judged == ("borderline", "borderline", "stable", "unstable")


def test_a_document_that_is_not_at_hand_leaves_the_quotation_empty(model: TopicModel):
    assert topics_table(model, [])["quotation"].tolist() == ["", ""]


def test_quotations_are_verbatim_and_short():
    text = "甲" * 300
    assert quote(text, ["甲"]) == "甲" * (QUOTATION_LENGTH - 1) + "…"
    assert quote("", ["甲"]) == ""
    assert quote("一。二。", ["三"]) == "一。"


def test_typical_sections_are_own_sections_with_words(model: TopicModel):
    table = typical_sections(model, n=2)
    assert table.query("topic == 2")[["rank", "doc_id", "path"]].to_numpy().tolist() == [
        [1, "乙", "段2"],
        [2, "甲", "段2"],
    ]


def test_shares_weight_sections_by_tokens(model: TopicModel):
    table = topic_shares(
        model, {"year": pd.Series(["2020", "2020", "2020", "2024", pd.NA, "2024"])}
    )
    share = table.set_index(["level", "group", "topic"])["share"]
    assert share["document", "甲", 1] == pytest.approx((10 * 0.9 + 30 * 0.2) / 40)
    assert share["section", "乙#段2", 2] == pytest.approx(0.9)
    assert share["year", "2024", 1] == pytest.approx(0.8)
    assert table["group"].drop_duplicates().tolist() == [
        "甲",
        "乙",
        "甲#段1",
        "甲#段2",
        "乙#段1",
        "乙#段2",
        "2020",
        "2024",
    ]
    assert table.groupby(["level", "group"])["share"].sum().tolist() == pytest.approx([1.0] * 8)
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()
    assert table["low"].min() >= 0
    assert table["high"].max() <= 1


def test_labels_of_another_length_are_refused(model: TopicModel):
    with pytest.raises(ValueError, match="1 labels of year for 6 rows; give one per row"):
        topic_shares(model, {"year": pd.Series(["2020"])})


def test_korn_graubard_is_the_exact_binomial_interval_for_simple_sampling():
    # 18 hits in 60: p(1 - p)/n with known variance gives back n, so the interval is Clopper and
    # Pearson's
    share = np.array([0.3])
    _, low, high = korn_graubard(share, share * 0.7 / 60, np.array([1e12]))[:, 0]
    assert low == pytest.approx(beta.ppf(0.025, 18, 43), abs=1e-6)
    assert high == pytest.approx(beta.ppf(0.975, 19, 42), abs=1e-6)


def test_an_interval_of_no_spread_is_a_point_and_of_full_spread_is_everything():
    share = np.array([0.3])
    none = korn_graubard(share, np.array([0.0]), np.array([7.0]))[:, 0]
    full = korn_graubard(share, np.array([0.21]), np.array([1.0]))[:, 0]
    assert none == pytest.approx([0.3] * 3, abs=1e-4)
    assert full[1] < 0.01
    assert full[2] > 0.95


@pytest.mark.slow
def test_intervals_cover_the_shares_that_sections_are_drawn_from():
    # sections of one year drawn from Dirichlet shares of known mean; theta known up to a shared
    # error of the fits
    rng = np.random.default_rng(1)
    truth, hits = np.array([0.5, 0.3, 0.2]), 0
    for _ in range(300):
        theta = rng.dirichlet(truth * 2, size=30)
        draws = np.stack([np.abs(theta + rng.normal(0, 0.01, theta.shape)) for _ in range(8)])
        rows = pd.DataFrame(
            {
                "doc_id": "甲",
                "path": [str(i) for i in range(30)],
                "tokens": rng.integers(20, 60, 30),
                "background": False,
            }
        )
        model = TopicModel(
            phi=np.full((3, 3), 1 / 3),
            theta=theta,
            alpha=truth,
            draws=(draws / draws.sum(axis=2, keepdims=True)),
            prevalence=truth,
            coherence=truth,
            exclusivity=truth,
            stability=truth,
            null=0.0,
            features=("甲", "乙", "丙"),
            rows=rows,
            names=("", "", ""),
            settings={"engine": "by hand"},
        )
        year = topic_shares(model, {"year": pd.Series(["2020"] * 30)}).query("level == 'year'")
        hits += int(((year["low"] <= truth) & (truth <= year["high"])).sum())
    assert 0.93 <= hits / 900 <= 0.985
