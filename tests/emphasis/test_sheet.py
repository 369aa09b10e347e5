"""Sampled sentences, their judgment, strength of wording, and themes suggested by a corpus."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from tests.toys import PlainFinder, document
from topics.dfm import dfm_from_tokens
from topics.emphasis.coverage import places
from topics.emphasis.sheet import (
    SheetError,
    precision,
    read_sheet,
    sentence_at,
    sentence_sheet,
    wilson,
)
from topics.emphasis.strength import Strength, read_strength
from topics.emphasis.suggest import npmi, proposed_themes, suggest_themes, themes_toml
from topics.themes import Theme, read_themes

THEMES = [Theme("韧性", ("韧性",)), Theme("产业", ("产业",))]


def test_sampled_sentences_have_their_places() -> None:
    documents = [document("甲", [f"第{k}段增强韧性；培育产业。" for k in range(30)])]
    sheet = sentence_sheet(places(documents, THEMES, PlainFinder()), documents, n=5)
    assert sheet["theme"].value_counts().to_dict() == {"韧性": 5, "产业": 5}
    assert sheet.loc[sheet["theme"] == "韧性", "sentence"].str.contains("增强【韧性】；").all()
    again = sentence_sheet(places(documents, THEMES, PlainFinder()), documents, n=5)
    pd.testing.assert_frame_equal(sheet, again)
    assert len(sentence_sheet(places(documents, THEMES, PlainFinder()), documents, n=99)) == 60


def test_a_sentence_ends_at_its_mark_or_line() -> None:
    assert sentence_at("加快\n建设韧性城市\n产业", 5, 7) == "建设【韧性】城市"
    assert sentence_at("韧性", 0, 2) == "【韧性】"


def test_precision_has_wilsons_interval() -> None:
    sheet = pd.DataFrame(
        {"theme": ["甲"] * 20 + ["乙"] * 2, "judged": ["是"] * 17 + ["否"] * 3 + ["", None]}
    )
    table = precision(sheet)
    assert table["theme"].to_list() == ["甲"]
    oracle = binomtest(17, 20).proportion_ci(method="wilson")
    assert (table["low"][0], table["high"][0]) == pytest.approx((oracle.low, oracle.high))
    assert (table["judged"][0], table["right"][0], table["precision"][0]) == (20, 17, 0.85)


def test_wilson_at_the_ends_stays_between_zero_and_one() -> None:
    low, high = wilson(np.array([0.0, 10.0]), np.array([10.0, 10.0]))
    assert low[0] == 0.0
    assert high[1] == pytest.approx(1.0)
    assert high[1] <= 1.0
    assert high[0] > 0.2


def test_unknown_judgments_are_all_named() -> None:
    with pytest.raises(SheetError) as error:
        precision(pd.DataFrame({"theme": ["甲"] * 3, "judged": ["是", "也许", "x"]}))
    assert str(error.value).splitlines() == [
        "row 3: judgment '也许' is unknown; write 是 or 否, or leave it empty",
        "row 4: judgment 'x' is unknown; write 是 or 否, or leave it empty",
    ]


def test_numbers_that_a_spreadsheet_made_are_read() -> None:
    assert precision(pd.DataFrame({"theme": ["甲"] * 2, "judged": [1.0, 0.0]}))[
        "right"
    ].to_list() == [1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_sheet_comes_back_from_a_spreadsheet(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(
        "theme,sentence,judged\n安全韧性,“增强城市【韧性】，防治内涝。"
        "”,是\n安全韧性,增强体质的【韧性】练习。,否\n",
        encoding=encoding,
    )
    assert precision(read_sheet(path))["precision"].to_list() == [0.5]


def test_a_sheet_without_judgments_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("theme,sentence\n安全韧性,增强韧性。\n", encoding="utf-8")
    with pytest.raises(SheetError, match="no column judged; fill in the sheet"):
        read_sheet(path)


def test_strength_of_the_lexicon_that_ships() -> None:
    lexicon = read_strength()
    assert {"全面", "大力", "加快", "必须", "严禁"} <= set(lexicon.strong)
    assert {"探索", "鼓励", "稳妥"} <= set(lexicon.weak)
    assert lexicon.count("必须严禁新建，鼓励探索") == (2, 2)
    assert Strength(("全面取消",), ("全面",)).count("全面取消") == (1, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("strong = [", "no TOML in UTF-8"),
        ('strong = ["必须"]', "'weak' is no list of words"),
        ('strong = ["必须"]\nweak = ["必须"]', "必须 in both lists; delete one"),
    ],
)
def test_faults_of_a_strength_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "strength.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"strength\.toml: ") as error:
        read_strength(path)
    assert message in str(error.value)


# --- suggestions ---


def planted_words() -> list[list[str]]:
    rng = np.random.default_rng(3)
    kinds = (
        ["防洪", "排涝", "管网", "内涝"],
        ["产业", "园区", "集群", "龙头"],
        ["学校", "医院", "养老", "托育"],
    )
    return [["城市", *rng.choice(kinds[k % 3], 3, replace=False)] for k in range(90)]


def test_planted_themes_are_suggested() -> None:
    texts = planted_words()
    table = suggest_themes(dfm_from_tokens(texts, pd.DataFrame({"n_chars": [8] * len(texts)})))
    found = {frozenset(terms) for terms in table.groupby("theme")["term"].apply(list)}
    assert found == {
        frozenset({"防洪", "排涝", "管网", "内涝"}),
        frozenset({"产业", "园区", "集群", "龙头"}),
        frozenset({"学校", "医院", "养老", "托育"}),
    }


def test_shuffled_words_suggest_no_cohesion() -> None:
    rng = np.random.default_rng(1)
    texts = [
        list(rng.choice(["防洪", "产业", "学校", "边境", "住房", "绿色"], 3, replace=False))
        for _ in range(200)
    ]
    table = suggest_themes(dfm_from_tokens(texts, pd.DataFrame({"n_chars": [6] * 200})))
    assert table.empty or table["cohesion"].max() < 0.2


def test_suggestions_can_be_read_back(tmp_path: Path) -> None:
    texts = planted_words()
    themes = proposed_themes(
        suggest_themes(dfm_from_tokens(texts, pd.DataFrame({"n_chars": [8] * len(texts)})))
    )
    path = tmp_path / "own.toml"
    path.write_text(
        themes_toml([*themes, Theme('引"号\\', ("“十四五”",), parent=themes[0].name)]),
        encoding="utf-8",
    )
    assert read_themes([path])[:3] == themes


def test_no_words_no_suggestions() -> None:
    assert suggest_themes(dfm_from_tokens([["城市"], []], pd.DataFrame({"n_chars": [2, 0]}))).empty


def test_npmi_by_bouma() -> None:
    # Bouma 2009: 1 always together, 0 independent, −1 never
    both = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]], dtype=float)
    values = npmi(both)
    assert values[0, 1] == pytest.approx(1)
    assert values[0, 2] == pytest.approx(0)
    assert values[0, 3] == -1


def test_places_procedure_and_common_words_make_no_theme() -> None:
    rng = np.random.default_rng(4)
    mixed = ["防洪", "管网", "内涝", "广东省", "深圳", "责令", "直辖市", "取消", "万套"]
    texts = [["城市", *rng.permutation(mixed)[:8]] for _ in range(30)] + [["城市"]] * 70
    table = suggest_themes(dfm_from_tokens(texts, pd.DataFrame({"n_chars": [9] * 100})))
    assert set(table["term"]) == {"防洪", "管网", "内涝"}


def test_a_theme_is_named_by_its_most_exclusive_term() -> None:
    smart = [["智能制造", "工业互联网", "数字化车间", "产品"]] * 20
    other = [["产品", f"词{n}"] for n in range(10)]
    texts = [*smart, *other, *[["城市"]] * 70]
    table = suggest_themes(dfm_from_tokens(texts, pd.DataFrame({"n_chars": [9] * 100})))
    assert set(table["theme"]) == {"工业互联网"}
    assert "产品" in set(table["term"])
