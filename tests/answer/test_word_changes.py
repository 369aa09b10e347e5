"""Words and formulations: places, candidates, folding, grades and what is shown."""

import numpy as np
import pandas as pd
import pytest

from tests.answer.making import plan
from topics.answer.candidates import candidates, count_places, cut
from topics.answer.formulations import count_runs, covered
from topics.answer.options import FactOptions
from topics.answer.word_changes import COLUMNS, word_changes
from topics.answer.word_counts import count_words
from topics.corpus import read_corpus
from topics.corpus.document import Document
from topics.dfm import build_dfm, group_labels, leaf_texts, section_rows
from topics.resources import resource
from topics.tokenize import PolicyTokenizer

TOKENIZER = PolicyTokenizer()


def changes(*documents: Document, options: FactOptions | None = None, **more) -> pd.DataFrame:
    counts = count_words(
        documents,
        TOKENIZER,
        group_labels(section_rows(documents)),
        vocabulary=build_dfm(documents, TOKENIZER).features,
        options=options,
    )
    return word_changes(counts, options=options, **more)


def of(table: pd.DataFrame, feature: str) -> pd.Series:
    chosen = table[table["feature"] == feature]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_measures_numbers_and_enumerators_are_no_candidates() -> None:
    left_out = [
        "万套",
        "亿美元",
        "个百分点",
        "第四条",
        "一是",
        "二要",
        "其二",
        "5G",
        "2025年",
        "业",
        "GDP",
    ]
    assert candidates([*left_out, "产业", "产业", "“十四五”"]) == ("“十四五”", "产业")


def test_places_are_words_several_words_and_parts_of_one() -> None:
    sections = [cut("常住人口城镇化率提高，城市群众参与城市群建设。", TOKENIZER)]
    words = ["城市", "城市群", "城镇化", "常住人口", "人口城镇化", "众参"]
    counts = count_places(sections, words).toarray()[0]
    # 城市群众: 群众 is a word that crosses 城市群
    assert dict(zip(words, counts.tolist(), strict=True)) == {
        "城市": 2,
        "城市群": 1,
        "城镇化": 1,
        "常住人口": 1,
        "人口城镇化": 1,  # inside 常住人口城镇化率, one term of the dictionary
        "众参": 0,
    }


def test_places_of_a_word_do_not_overlap() -> None:
    assert count_places([["人", "人", "人", "人", "人"]], ["人人"]).toarray().tolist() == [[2]]
    assert count_places([], ["产业"]).shape == (0, 1)
    assert count_places([["产业"]], []).shape == (1, 0)


def test_places_are_those_of_occurrences_where_the_terms_are_in_the_dictionary() -> None:
    documents = [d for d in read_corpus(resource("samples/jichuan")) if d.analysed]
    texts = leaf_texts(documents)
    words = candidates(set(build_dfm(documents, TOKENIZER).features) & TOKENIZER.terms)
    found = count_places([cut(text, TOKENIZER) for text in texts], words).toarray()
    expected = np.zeros_like(found)
    column = {word: at for at, word in enumerate(words)}
    for row, text in enumerate(texts):
        ends: dict[str, int] = {}
        for place in TOKENIZER.occurrences(text, words):
            if ends.get(place.token, 0) <= place.start:
                expected[row, column[place.token]] += 1
                ends[place.token] = place.end
    assert found.sum() > 500
    # `occurrences` also tries the text without the dictionary, where a term hid another
    assert (found <= expected).all()
    assert expected.sum() - found.sum() <= 0.005 * found.sum()


def test_a_new_word_a_gone_word_and_where_they_stand() -> None:
    table = changes(
        plan("2020", ("", ["发展农业。", "支持农业。", "保护农业。"])),
        plan("2022", ("", ["发展产业，壮大产业。", "支持产业。", "保护产业。"])),
    )
    new, gone = of(table, "产业"), of(table, "农业")
    assert (new["kind"], new["grade"], new["spread"], bool(new["shown"])) == (
        "word",
        "new",
        "spread",
        True,
    )
    assert (new["mentions_target"], new["sections_target"], new["excess"]) == (4, 3, 4.0)
    assert new["score"] == pytest.approx(3 * 2 * 0.6)  # sections × √excess × (2 + 1) / 5
    assert new["places"] == "2022#1/1；2022#1/2；2022#1/3"
    assert (gone["grade"], gone["ratio"], gone["excess"]) == ("gone", 0.0, -3.0)
    assert (gone["first_doc"], gone["last_doc"], gone["places"][:4]) == ("2020", "2020", "2020")


def test_a_word_inside_a_longer_one_is_not_new() -> None:
    table = changes(plan("2020", ("", ["产业园区。"] * 3)), plan("2022", ("", ["产业转型。"] * 3)))
    assert "产业" not in set(table["feature"])


def test_characters_that_stand_on_the_other_side_are_not_new() -> None:
    # 市辖区 is crossed by words there, but a reader who searches finds it
    table = changes(
        plan("2020", ("", ["特大城市辖区。", "山区。", "水库。"])),
        plan("2022", ("", ["优化市辖区。"] * 3)),
    )
    assert "市辖区" not in set(table["feature"])
    table = changes(plan("2020", ("", ["山区。"] * 3)), plan("2022", ("", ["优化市辖区。"] * 3)))
    assert of(table, "市辖区")["grade"] == "new"


def test_a_part_is_folded_into_the_longer_word_that_carries_it() -> None:
    table = changes(
        plan("2020", ("", ["水库。"] * 4)),
        plan(
            "2022", ("", ["农业转移人口，转移，农业。", *["农业转移人口。"] * 2, "农业转移人口。"])
        ),
    )
    assert of(table, "农业转移人口")["folded_into"] == ""
    assert of(table, "转移")["folded_into"] == "农业转移人口"
    assert of(table, "转移")["mentions_target"] == 5
    assert not of(table, "转移")["shown"]


def test_a_word_is_not_folded_into_one_that_carries_less_than_half_of_it() -> None:
    table = changes(
        plan("2020", ("", ["水库。"] * 4)),
        plan("2022", ("", ["农业转移人口。农业，农业。", *["农业转移人口。农业，农业。"] * 3])),
    )
    # 4 of 12 mentions
    assert (of(table, "农业")["mentions_target"], of(table, "农业")["folded_into"]) == (12, "")


def test_a_word_is_not_folded_into_one_that_moves_the_other_way() -> None:
    table = changes(
        plan("2020", ("", ["产业园区。"] * 4 + ["水库大坝。"] * 8)),
        plan("2022", ("", ["水库大坝。"] * 2 + ["培育产业。"] * 10)),
    )
    assert of(table, "产业园区")["grade"] == "gone"
    assert (of(table, "产业")["grade"], of(table, "产业")["folded_into"]) == ("much_more", "")


def test_one_section_does_not_reach_what_is_shown() -> None:
    table = changes(
        plan("2020", ("", ["产业。", *["水库。"] * 6])),
        plan("2022", ("", [f"{'产业，' * 9}", "产业。", "产业。", *["水库。"] * 4])),
    )
    found = of(table, "产业")
    assert (found["grade"], found["spread"], bool(found["shown"])) == (
        "much_more",
        "one_section",
        False,
    )


def test_formulations_stand_three_times_in_three_sections_of_one_side() -> None:
    text = "落实以人为本的新型城镇化战略。"
    table = changes(plan("2020", ("", ["水库。"] * 3)), plan("2022", ("", [text] * 3)))
    found = table[table["kind"] == "formulation"]
    assert found["feature"].tolist() == ["以人为本的新型城镇化战略"]
    assert found["grade"].tolist() == ["new"]
    twice = changes(plan("2020", ("", ["水库。"] * 3)), plan("2022", ("", [text] * 2)))
    assert "formulation" not in set(twice["kind"])
    elsewhere = changes(plan("2020", ("", [text])), plan("2022", ("", [text] * 3)))
    assert "formulation" not in set(elsewhere["kind"])


def test_a_run_crosses_no_mark_no_number_and_no_section() -> None:
    sections = [["产业", "，", "园区"], ["产业", "5", "园区"], ["产业"], ["园区"]] * 3
    assert count_runs(sections, ["产业", "园区"])[0] == ()
    runs, counts = count_runs([["产业", "园区"]] * 3, ["产业", "园区"])
    assert (runs, counts.toarray().ravel().tolist()) == (("产业园区",), [1, 1, 1])


def test_runs_begin_and_end_with_a_word_of_the_vocabulary() -> None:
    sections = [["推进", "产业", "的", "园区", "建设"]] * 3
    assert count_runs(sections, ["产业", "园区"])[0] == ("产业的园区",)
    assert count_runs(sections, ["产业", "园区"], without=["产业的园区"])[0] == ()
    assert count_runs(sections[:2], ["产业", "园区"])[0] == ()


def test_runs_have_two_to_six_tokens_and_four_to_fourteen_characters() -> None:
    words = ["甲", "乙乙", "丙丙", "丁丁", "戊戊", "己己", "庚庚庚庚庚庚"]
    runs = set(count_runs([words] * 3, words)[0])
    assert "甲乙乙" not in runs  # three characters
    assert "乙乙丙丙" in runs
    assert "甲乙乙丙丙丁丁戊戊己己" in runs  # six tokens
    assert "丙丙丁丁戊戊己己庚庚庚庚庚庚" in runs  # fourteen characters
    assert "乙乙丙丙丁丁戊戊己己庚庚庚庚庚庚" not in runs  # sixteen


def test_a_run_is_dropped_where_a_longer_one_covers_four_fifths_of_it() -> None:
    assert covered({"产业园区": 5, "特色产业园区": 4}, 0.8) == {"产业园区"}
    assert covered({"产业园区": 6, "特色产业园区": 4}, 0.8) == set()


def test_ten_of_a_list_are_shown_and_all_stand_in_the_table() -> None:
    names = [f"{a}{b}产业" for a in "甲乙丙丁" for b in "子丑寅"]
    tokenizer = PolicyTokenizer(dictionary=tuple(names), stopwords=None)
    documents = [
        plan("2020", ("", ["水库。" * 30] * 3)),
        plan("2022", ("", ["。".join(names)] * 3)),
    ]
    counts = count_words(
        documents, tokenizer, group_labels(section_rows(documents)), vocabulary=names
    )
    table = word_changes(counts)
    words = table[table["kind"] == "word"]
    assert words["feature"].tolist() == sorted(names)  # equal scores: by code point
    assert words["shown"].tolist() == [True] * 10 + [False] * 2


def test_a_swapped_pair_has_the_same_words() -> None:
    documents = (
        plan("2020", ("", ["发展农业和水库。"] * 4 + ["治理污水。"] * 9)),
        plan("2022", ("", ["发展产业和水库。"] * 9 + ["治理污水。"] * 4)),
    )
    there = changes(*documents, pairs=[("2020", "2022")])
    back = changes(*documents, pairs=[("2022", "2020")])
    assert len(there) > 3
    assert set(zip(there["feature"], -there["excess"], strict=True)) == set(
        zip(back["feature"], back["excess"], strict=True)
    )


def test_the_order_of_files_changes_nothing() -> None:
    documents = (
        plan("2020", ("", ["发展农业。"] * 4)),
        plan("2022", ("", ["发展产业园区。"] * 4), name="乙"),
        plan("2022", ("", ["治理污水。"] * 4), name="甲"),
    )
    pd.testing.assert_frame_equal(changes(*documents), changes(*documents[::-1]))


@pytest.mark.parametrize(
    "documents",
    [[], [Document("空")], [plan("2020", ("", ["产业。"]))], [plan("2020"), plan("2022")]],
)
def test_without_a_pair_or_words_there_are_no_changes(documents: list[Document]) -> None:
    table = changes(*documents)
    assert table.empty
    assert list(table.columns) == list(COLUMNS)


def test_documents_of_one_section_have_words_that_change() -> None:
    table = changes(plan("2020", ("", ["水库。"])), plan("2022", ("", ["产业，" * 5 + "水库。"])))
    assert "产业" not in set(table["feature"])  # new asks for three sections
    table = changes(
        plan("2020", ("", ["产业，" + "水库。" * 9])), plan("2022", ("", ["产业，" * 9 + "水库。"]))
    )
    assert of(table, "产业")["spread"] == "one_section"
