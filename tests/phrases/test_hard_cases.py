"""What is easily taken for a new formulation, and what easily passes for an old one."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.phrases.planted import dated
from topics.phrases import Ledger, ledger, modifiers, set_phrases
from topics.phrases.clauses import slots
from topics.phrases.naming import is_formulation
from topics.phrases.reading import Reading
from topics.tokenize import PolicyTokenizer

TOKENIZER = PolicyTokenizer(stopwords=None)


def told(*texts: str, **asked: object) -> Ledger:
    """Keep the ledger of some texts, one plan every two years from 2031."""
    plans = [dated(f"{text}\n", 2031 + 2 * number) for number, text in enumerate(texts)]
    return ledger(plans, TOKENIZER, **asked)  # type: ignore[arg-type]


def life(found: Ledger, phrase: str) -> list[str]:
    return found.counts.loc[found.counts["phrase"] == phrase, "status"].tolist()


def test_a_frame_is_found_inside_a_longer_clause() -> None:
    plan = dated("一、要求\n坚持以渔民为核心的发展思想，办好实事。\n", 2031)
    rows = modifiers([plan], "发展思想", tokenizer=TOKENIZER)
    assert rows[["modifier", "kind", "verb"]].to_numpy().tolist() == [
        ["以渔民为核心的", "frame", "坚持"]
    ]


def test_a_list_that_grows_is_one_exchange_of_names() -> None:
    old, new = "健全巡河、清淤、补水三项机制", "健全巡河、清淤、补水、护岸四项机制"
    assert slots(old, new, TOKENIZER) == [
        ("", "护岸", "巡河、清淤、补水＿四项机制"),
        ("三项", "四项", "巡河、清淤、补水、护岸＿机制"),
    ]


def test_another_order_of_a_list_is_no_change() -> None:
    assert slots("打造古雅、灵秀水城", "打造灵秀、古雅水城", TOKENIZER) == []
    assert slots("修复荷塘浮桥、柳岸石阶", "修复柳岸石阶、荷塘浮桥", TOKENIZER) == []
    found = told("一、水城\n打造古雅、灵秀水城。", "一、水城\n打造灵秀、古雅水城。")
    assert found.chains.empty
    assert found.substitutions.empty


def test_lost_quotation_marks_change_nothing() -> None:
    found = told("一、服务\n推行“一码通城”。", "一、服务\n推行一码通城。")
    rows = found.formulations.set_index("phrase")
    assert rows.loc["一码通城", ["kind", "n", "status"]].tolist() == ["quoted", 2, "kept"]


def test_an_abbreviation_is_counted_by_itself_and_in_the_full_name() -> None:
    found = told(
        "一、试点\n建设渔业共富示范区。\n二、其他\n示范区要先行。",
        "一、试点\n示范区再扩围。",
        asked=["示范区", "渔业共富示范区"],
    )
    rows = found.formulations.set_index("phrase")
    assert rows.loc["示范区", "n"] == 3
    assert rows.loc["渔业共富示范区", "last_year"] == 2031


def test_a_word_put_in_is_an_exchange_with_an_empty_side() -> None:
    assert slots("加快建设沿江渔港", "加快高标准建设沿江渔港", TOKENIZER) == [
        ("", "高标准", "加快＿建设沿江渔港")
    ]
    found = told("一、渔港\n加快建设沿江渔港。", "一、渔港\n加快高标准建设沿江渔港。")
    assert found.substitutions[["old", "new"]].to_numpy().tolist() == [["", "高标准"]]


def test_lists_of_places_and_agencies_are_no_formulations() -> None:
    names = ("教育部、民政部、财政部", "北京、上海和广州", "2031年12月", "市发展改革委员会")
    assert not any(is_formulation(name) for name in names)
    text = "一、任务\n首批：北京、上海、广州。会同：教育部、民政部、财政部。"
    assert told(text, text).formulations["phrase"].tolist() == []


def test_titles_do_not_count() -> None:
    text = "一、任务\n落实《霖州渔港建设三年规划》，落实《霖州渔港建设三年规划》要求。"
    assert told(text, text, text).formulations.empty


def test_a_chapter_that_is_gone_takes_its_formulations_with_it() -> None:
    kept = "一、渔港\n疏浚航道，修缮码头，添置浮标，更新灯塔。\n"
    gone = "二、书场\n开办评话学堂，培养弹词新人，推行乡音书场联盟，录制老艺人唱段。"
    found = told(kept + gone, kept + gone, kept)
    assert life(found, "推行乡音书场联盟") == ["from_first", "kept", "not_comparable"]
    row = found.formulations.set_index("phrase").loc["推行乡音书场联盟"]
    assert row["status"] == "not_comparable"


def test_a_phrase_inside_a_longer_one_counts_too() -> None:
    found = told("一、任务\n启动渔港更新行动。", "一、任务\n推进渔港更新。", asked=["渔港更新"])
    rows = found.counts[found.counts["phrase"] == "渔港更新"]
    assert rows["n"].tolist() == [1, 1]
    assert rows["status"].tolist() == ["from_first", "kept"]


def test_a_heading_counts_and_is_told_apart() -> None:
    text = "一、任务\n（一）推行河湖联治责任制。巡查排口，推行河湖联治责任制。"
    counts = told(text, text).counts
    rows = counts[counts["phrase"] == "推行河湖联治责任制"]
    assert rows["n"].tolist() == [2, 2]
    assert rows["headings"].tolist() == [1, 1]


def test_the_number_of_a_congress_is_a_slot() -> None:
    found = told(
        "一、要求\n认真领会党的十九届五中全会精神，办好实事。",
        "一、要求\n认真领会党的二十大和二十届三中全会精神，补齐短板。",
    )
    rows = found.formulations
    assert rows["phrase"].tolist() == ["认真领会党的{届次}精神"]
    assert rows["status"].tolist() == ["kept"]
    assert found.substitutions.empty


@pytest.mark.parametrize("written", ["三大提升行动", "一大批项目", "第五届渔业博览会", "十大工程"])
def test_other_numbers_are_no_congress(written: str) -> None:
    reading = Reading([dated(f"一、任务\n办好{written}。\n", 2031)], TOKENIZER)
    assert written in reading.text


def test_traditional_script_and_wide_figures_are_the_same_phrase() -> None:
    found = told("一、任務\n推進漁港數字化改造。", "一、任务\n推进渔港数字化改造。")
    assert life(found, "推進漁港數字化改造") == ["from_first", "kept"]


def test_one_document_and_documents_without_years_have_no_lives() -> None:
    text = "一、任务\n推行河湖联治责任制。二是推行河湖联治责任制。三是推行河湖联治责任制。\n"
    one = ledger([dated(text, 2031)], TOKENIZER)
    assert (one.reason, len(one.formulations)) == ("one_document", 1)
    plans = [dated(text, year) for year in (2031, 2033)]
    undated = ledger([replace(plan, date="") for plan in plans], TOKENIZER)
    assert undated.reason == "no_years"
    assert set(undated.formulations["status"]) == {""}
    assert undated.formulations["first_year"].isna().all()
    assert undated.chains.empty
    assert undated.undated == ("霖州2031", "霖州2033")


def test_nothing_at_all_gives_empty_tables() -> None:
    empty = ledger([], TOKENIZER)
    assert empty.reason == "no_text"
    assert [len(table) for table in (empty.formulations, empty.counts, empty.chains)] == [0, 0, 0]


def test_set_phrases_do_not_begin_or_end_inside_a_word() -> None:
    texts = ("一、任务\n提升渔民生活品质水平。\n", "一、任务\n改善渔民生活品位格调。\n")
    found = set_phrases([dated(text, year) for text, year in zip(texts, (2031, 2033), strict=True)])
    assert not [phrase for phrase in found["phrase"] if phrase.endswith("品")]


def test_the_first_of_many_documents_of_a_year_is_the_earliest_by_date() -> None:
    text = "一、任务\n推行河湖联治责任制。\n"
    plans = [
        replace(dated(text, 2031), doc_id=f"丙{month}", date=f"2031-{month:02d}-01")
        for month in (9, 3, 6)
    ]
    found = ledger(plans, TOKENIZER, groups={plan.doc_id: "2031" for plan in plans})
    assert found.formulations["first_doc"].tolist() == ["丙3"]
    assert found.formulations["scope"].tolist() == [0]
    assert pd.isna(found.counts["share"]).all()  # three documents are too few for a share


def test_a_group_of_five_documents_has_a_share_with_its_interval() -> None:
    texts = ["一、任务\n推行河湖联治责任制。\n"] * 2 + ["一、任务\n修缮码头。\n"] * 3
    plans = [
        replace(dated(text, 2031), doc_id=f"丙{number}", date=f"2031-0{number + 1}-01")
        for number, text in enumerate(texts)
    ]
    found = ledger(plans, TOKENIZER, groups={plan.doc_id: "2031" for plan in plans})
    row = found.counts.iloc[0]
    # Wilson's interval of 2 of 5, by R: prop.test(2, 5, correct = FALSE)
    assert (row["share"], round(row["low"], 4), round(row["high"], 4)) == (0.4, 0.1176, 0.7693)
