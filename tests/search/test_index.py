"""What is found stands where it is said to stand, and counts are those of a plain search."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.search import judged, measure
from tests.search.corpus import PLANS, documents
from tests.support import SHARED, needs_shared
from topics.corpus import Document, count_han, parse_text
from topics.search import COUNT_COLUMNS, ROW_COLUMNS, Index, by_year
from topics.search.query import plain
from topics.search.ranking import Bigrams, Bm25, Lsa, Ranking, RankOptions

PIECES = [
    piece[start : start + n]
    for text in PLANS.values()
    for piece in re.findall(r"\w+", text)
    for n in (1, 2, 3, 5)
    for start in range(len(piece) - n + 1)
]
WORDS = st.sampled_from(sorted({*PIECES, "没有", "ｇｉｓ"}))


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(documents())


def addresses(frame) -> list[str]:
    return [f"{row.doc_id}:{row.path}" for row in frame.itertuples()]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=WORDS)
def test_counts_are_those_of_a_plain_search(index: Index, word: str) -> None:
    counted = index.counts(f'"{word}"')
    expected = {one.doc_id: plain(one.text).count(plain(word)) for one in documents()}
    assert dict(zip(counted["doc_id"], counted["n"], strict=True)) == expected
    held = {row.doc_id for row in index.search(f'"{word}"', 99, sentences=True).itertuples()}
    assert held == {doc_id for doc_id, n in expected.items() if n}


def test_counts_by_hand(index: Index) -> None:
    counted = index.counts("韧性 资金")
    assert list(counted.columns) == COUNT_COLUMNS
    n = {(row.word, row.doc_id): (row.n, row.n_sections) for row in counted.itertuples()}
    assert n["韧性", "丙"] == (4, 2)
    assert n["韧性", "甲"] == (0, 0)
    assert n["资金", "丁"] == (1, 1)
    chars = {row.doc_id: row.n_chars for row in counted.itertuples()}
    assert chars == {one.doc_id: count_han(one.text) for one in documents()}
    years = by_year(counted)
    assert years.loc[years["word"] == "韧性", ["year", "n"]].values.tolist() == [
        [2020, 0],
        [2022, 2],
        [2024, 4],
    ]
    row = years.iloc[1]
    assert row["rate"] == pytest.approx(2 * 10_000 / row["n_chars"], abs=1e-3)


def test_every_row_can_be_found_in_its_source(index: Index) -> None:
    rows = [*index.search("韧性 资金", 99, sentences=True).itertuples()]
    rows += [*index.search("管网", 99).itertuples()]
    assert len(rows) > 10
    for row in rows:
        lines = PLANS[row.doc_id].splitlines()
        assert row.sentence in " ".join(lines[row.line - 1].split())


def test_sections_with_more_of_the_words_come_first(index: Index) -> None:
    found = index.search("韧性 资金", 99)
    assert list(found.columns) == ROW_COLUMNS
    assert found.iloc[0]["words"].count("、") == 1
    held = [len(words.split("、")) if words else 0 for words in found["words"]]
    assert held == sorted(held, reverse=True)
    assert set(addresses(found)[:2]) == {"丙:一", "丙:二/（一）"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("韧性 year:2024", {"丙:一", "丙:二/（一）"}),
        ("韧性 year:2020-2022", {"乙:一", "乙:二/（一）"}),
        ("韧性 path:二", {"乙:二/（一）", "丙:二/（一）"}),
        ("资金 issuer:住房局", {"丁:第二条"}),
        ("韧性 genre:办法", {"丁:第一条"}),
        ("韧性 doc:乙 doc:丁", {"乙:一", "乙:二/（一）", "丁:第一条"}),
        ("韧性 资金 -城市 -居住", {"甲:二/（一）", "丙:二/（一）", "丁:第二条"}),
        ("韧性 NEAR/3 资金", set()),
        ("资金 NEAR/4 韧性", {"丙:一"}),
        ('"排水管网" "更新"', {"乙:二/（一）", "丙:二/（一）"}),
        ("gis", {"乙:二/（三）"}),
    ],
)
def test_conditions_leave_what_fits(index: Index, query: str, expected: set[str]) -> None:
    assert set(addresses(index.search(query, 99, sentences=True))) == expected


@pytest.mark.parametrize("condition", ["-城市", "NEAR/8 资金", "year:2024", "path:二", '"排水"'])
def test_a_condition_more_finds_no_more(index: Index, condition: str) -> None:
    def rows(query: str) -> set[tuple[str, str]]:
        found = index.search(query, 99, sentences=True)
        return set(zip(found["doc_id"], found["sentence"], strict=True))

    wide = rows("韧性 资金") | rows("韧性 排水")
    assert rows(f"韧性 {condition}") <= wide
    counted = index.counts("韧性"), index.counts(f"韧性 {condition}")
    total = [frame.loc[frame["word"] == "韧性", "n"].sum() for frame in counted]
    assert 0 <= total[1] <= total[0]


def test_first_is_by_time_and_unknown_time_is_last(index: Index) -> None:
    found = index.search("何时提出韧性", 99)
    assert found["doc_id"].drop_duplicates().tolist() == ["乙", "丙", "丁"]
    assert addresses(found)[0] == "乙:一"
    assert found["words"].eq("韧性").all()


def test_how_much_is_answered_by_numbers_first(index: Index) -> None:
    found = index.search("管网多少", 3, sentences=True)
    assert found.iloc[0]["sentence"].endswith("新建管网42公里。")
    assert index.search("管网 目标", 3).iloc[0]["sentence"].endswith("新建管网42公里。")


def test_sections_like_one_are_its_counterparts(index: Index) -> None:
    assert set(addresses(index.like("2020:二/（一）", n=2))) == {"乙:二/（一）", "丙:二/（一）"}
    assert addresses(index.like("甲:二/（二）"))[0] == "乙:二/（二）"
    assert addresses(index.like("2022:二/(三)", "year:2024"))[0] == "丙:二/（二）"
    assert "甲:二/（一）" not in addresses(index.like("甲:二/（一）", n=99))
    assert not any(one.startswith("甲:二/") for one in addresses(index.like("甲:二", n=99)))


def test_the_order_and_copies_of_documents_change_nothing(index: Index) -> None:
    copy = replace(documents()[1], doc_id="乙二", status="duplicate", duplicate_of="乙")
    other = Index([*reversed(documents()), copy, Document("空"), Document("坏", status="skipped")])
    for query in ("韧性 资金", "首次提到管网", "改善寄宿学校"):
        assert other.search(query).equals(index.search(query))
    assert other.counts("韧性").equals(index.counts("韧性"))
    assert other.like("乙:二/（一）").equals(index.like("乙:二/（一）"))


def test_one_more_mention_counts_one_more(index: Index) -> None:
    text = PLANS["甲"].replace("教师轮岗到村。", "教师轮岗到村。提升校舍韧性。")
    changed = [
        replace(parse_text(text, doc_id="甲"), date=one.date) if one.doc_id == "甲" else one
        for one in documents()
    ]
    before, after = index.counts("韧性"), Index(changed).counts("韧性")
    assert (after["n"] - before["n"]).tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("2024", "names no document; write document:path or year:path, such as 2020:"),
        ("2031:一", "names no document"),
        ("甲:九", "甲 has no section 九; there are: 一、"),
    ],
)
def test_an_address_that_names_nothing_lists_what_there_is(
    index: Index, address: str, said: str
) -> None:
    with pytest.raises(ValueError, match=r"'.*'") as error:
        index.like(address)
    assert said in str(error.value)


def test_a_year_of_two_documents_names_neither(index: Index) -> None:
    twice = Index([*documents(), replace(documents()[0], doc_id="戊")])
    with pytest.raises(ValueError, match="2 documents are of 2020; write one of 戊:一、甲:一"):
        twice.like("2020:一")
    with pytest.raises(ValueError, match="a section stands in the place of the words"):
        index.like("甲:一", "韧性")


@pytest.mark.parametrize("nothing", [[], [Document("空")], [Document("坏", status="skipped")]])
def test_without_text_there_is_nothing_to_search(nothing: list[Document]) -> None:
    with pytest.raises(ValueError, match=r"no text to search: .* documents were read"):
        Index(nothing).search("韧性")


@pytest.mark.parametrize("query", ["元宇宙", "x9", "hello world"])
def test_what_is_nowhere_is_found_nowhere(index: Index, query: str) -> None:
    assert index.search(query).empty
    assert index.search(query, sentences=True).empty
    assert index.counts(query)["n"].sum() == 0


def test_what_is_written_otherwise_is_found_by_its_wording(index: Index) -> None:
    found = index.search("改善乡村学校的寄宿条件", 2)
    assert set(addresses(found)) == {"甲:二/（二）", "乙:二/（二）"}
    assert found["words"].eq("").all()


@pytest.mark.parametrize("n_texts", [1, 2, 11, 12, 40])
def test_a_text_is_most_like_itself_in_corpora_of_any_size(n_texts: int) -> None:
    texts = ["".join(map(chr, range(0x4E00 + 9 * i, 0x4E06 + 9 * i))) for i in range(n_texts)]
    features = Bigrams(texts)
    for i in {0, n_texts // 2, n_texts - 1}:
        cosine = Lsa(features, RankOptions(texts=1)).scores(texts[i])
        assert cosine.argmax() == i
        assert cosine[i] == pytest.approx(1, abs=1e-6)
        assert Bm25(features).scores(texts[i]).argmax() == i


@pytest.mark.parametrize("texts", [["管网更新"] * 30, [""] * 20, ["水"] * 20])
def test_texts_that_are_all_alike_or_empty_have_finite_scores(texts: list[str]) -> None:
    features = Bigrams(texts)
    for ranking in (Lsa(features), Bm25(features)):
        scores = ranking.scores("管网")
        assert len(scores) == len(texts)
        assert abs(scores).max() <= 10


def test_bm25_by_hand() -> None:
    """Two texts of three and one bigrams: idf = ln(1 + 1.5/1.5), K = 1.2(0.25 + 0.75·3/2)."""
    scores = Bm25(Bigrams(["管网更新", "学校"])).scores("管网")
    idf, length = 0.6931471805599453, 1.2 * (0.25 + 0.75 * 3 / 2)
    assert scores.tolist() == pytest.approx([idf * 2.2 / (1 + length), 0], abs=1e-8)


@needs_shared
def test_counterparts_that_a_person_judged_are_among_the_first_five() -> None:
    units, questions = judged(SHARED, whole=False)
    ranking = Ranking(units.features)
    found = measure(units, questions, lambda text: ranking.scores(text)[0])
    first, of_five, mean = map(float, found.split())
    assert len(questions) == 110
    assert first >= 0.75
    assert of_five >= 0.95
    assert mean >= 0.85
