"""Places of a phrase are those of a plain search; runs are those of counting every substring."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from tests.phrases.planted import dated
from tests.support import SHARED, needs_shared
from topics.corpus import read_corpus
from topics.phrases import chains, ledger
from topics.phrases.life import Links, exposed, statuses
from topics.phrases.reading import Reading
from topics.phrases.runs import maximal_runs
from topics.phrases.successors import joined
from topics.tokenize import PolicyTokenizer

TOKENIZER = PolicyTokenizer(stopwords=None)
LETTERS = "甲乙丙丁\n"
KNOWN = (  # well-known phrases of work reports, chosen before looking
    *("改革开放", "四个现代化", "四项基本原则", "安定团结", "经济特区", "沿海开放城市"),
    *("农业联产承包责任制", "计划生育", "精神文明建设", "社会主义市场经济", "宏观调控"),
    *("国有企业改革", "现代企业制度", "科教兴国", "可持续发展", "依法治国", "西部大开发"),
    *("扩大内需", "积极的财政政策", "稳健的货币政策", "下岗职工", "最低生活保障", "再就业"),
    *("粮食安全", "退耕还林", "小康社会", "三农", "社会主义新农村", "科学发展观"),
    *("和谐社会", "以人为本", "自主创新", "节能减排", "循环经济", "新型农村合作医疗"),
    *("义务教育", "一国两制", "和平共处五项原则", "霸权主义", "世界贸易组织", "国际金融危机"),
    *("住房公积金", "廉租住房", "食品安全", "高新技术产业"),
)


def by_hand(words: list[str]) -> set[tuple[str, ...]]:
    """Find the maximal repeated runs by counting every run of every length."""
    clauses = " ".join(words).split("\n")
    counts: Counter[tuple[str, ...]] = Counter()
    for clause in clauses:
        inside = clause.split()
        for size in range(1, len(inside) + 1):
            counts.update(tuple(inside[at : at + size]) for at in range(len(inside) - size + 1))
    return {
        run
        for run, n in counts.items()
        if n > 1
        and not any(
            counts[longer] == n
            for longer in counts
            if len(longer) == len(run) + 1 and run in (longer[1:], longer[:-1])
        )
    }


@pytest.mark.parametrize("seed", range(8))
def test_maximal_runs_are_those_of_counting_every_run(seed: int) -> None:
    words = random.Random(seed).choices(LETTERS, weights=(3, 3, 2, 1, 2), k=60)
    found = {tuple(words[at : at + size]) for at, size in maximal_runs(words)}
    assert found == by_hand(words)
    assert found


def test_a_phrase_is_found_at_every_place_of_a_plain_search() -> None:
    rng = random.Random(7)
    text = "".join(rng.choices("河湖港湾，", k=3000))
    reading = Reading([dated(f"一、正文\n{text}。\n", 2031)], TOKENIZER)
    for size in (1, 2, 4, 5, 7):
        wanted = "".join(rng.choices("河湖港湾", k=size))
        places = [at for at in range(len(reading.text)) if reading.text.startswith(wanted, at)]
        assert reading.find(wanted).tolist() == places


def test_rare_characters_beyond_the_basic_plane_are_not_mixed_up() -> None:
    reading = Reading([dated("一、正文\n建设𠮷河渔港，建设河渔港湾。\n", 2031)], TOKENIZER)
    assert len(reading.find("建设河渔港")) == 1


def test_a_life_by_hand() -> None:
    assert statuses([True, False, True], [True, False, True]) == [
        "from_first",
        "not_comparable",
        "kept",
    ]
    assert statuses([False, False], [False, True]) == ["", ""]


def test_a_place_is_handed_on_from_document_to_document() -> None:
    links = Links({(0, 1): {"一": {"二"}}, (1, 2): {"二": {"三"}}, (1, 0): {}, (2, 1): {}})
    assert exposed({0: {"一"}}, 4, links) == [True, True, True, False]
    assert exposed({}, 2, links) == [False, False]


def test_paths_do_not_depend_on_the_order_of_steps() -> None:
    assert sorted(joined({2: 3, 1: 2})) == sorted(joined({1: 2, 2: 3})) == [[1, 2, 3]]


@needs_shared
def test_first_appearances_in_the_work_reports_are_those_of_a_plain_search() -> None:
    reports = [d for d in read_corpus([SHARED / "background" / "work_reports"]) if d.analysed]
    reports.sort(key=lambda document: document.year or 0)
    assert len(KNOWN) >= 40
    reading = Reading(reports, TOKENIZER)
    plain = {
        phrase: next((d.year for d in reports if phrase in _bare(d.text)), None) for phrase in KNOWN
    }
    first = {
        phrase: reports[reading.number_of(int(places[0]))].year
        for phrase in KNOWN
        if len(places := reading.find(phrase))
    }
    assert first == {phrase: year for phrase, year in plain.items() if year}
    assert len(first) >= 40


def _bare(text: str) -> str:
    """Leave out what a reader does not see as a part of a phrase: spaces and quotation marks."""
    return "".join(char for char in text if char not in "“”‘’\"' \t\u3000")


@needs_shared
def test_the_chains_of_the_real_plans_are_found() -> None:
    plans = {d.doc_id[:3]: d for d in read_corpus([SHARED / "corpus"]) if d.analysed}
    from dataclasses import replace

    plans["002"] = replace(plans["002"], date="2022-06-21")  # as its notice says
    found = ledger(list(plans.values()), TOKENIZER)
    steps = {
        (rows["kind"].iloc[0], tuple(dict.fromkeys(rows["phrase"])))
        for _, rows in found.chains.groupby("chain")
    }
    heads = {kind: [row for kind_, row in steps if kind_ == kind] for kind in ("modifier", "verb")}
    war = "新型城镇化战略"
    (modified,) = [row for row in heads["modifier"] if row[0].endswith(war)]
    assert [text.removesuffix(f"的{war}")[:6] for text in modified] == [
        "以促进人的城",
        "以人为核心",
        "以人为本",
    ]
    (verbs,) = [row for row in heads["verb"] if row[0].endswith(war)]
    assert [text[:4] for text in verbs] == ["加快实施", "深入推进", "深入实施"]
    county = [row for row in heads["modifier"] if "县城为重要载体" in row[0]]
    assert [len(one) - len(other) for one, other in map(tuple, pairwise(county[0]))] == [2]
    swaps = {(row.old, row.new) for row in found.substitutions.itertuples()}
    assert {("试行", "推行"), ("扩大", "稳定"), ("推进", "探索"), ("合理", "")} <= swaps
    (city,) = [row for row in found.substitutions.itertuples() if "智慧＿城市" in row.anchor]
    assert len(city.old.split("、")) == 3
    assert city.new == ""
    assert not chains(list(plans.values())[:1], tokenizer=TOKENIZER)["chain"].any()
