"""Copies of one document, parts of larger ones, and what only looks like a copy."""

import random
from dataclasses import replace

import pytest

from tests.support import SHARED, needs_shared
from topics.corpus import ReadOptions, read_corpus
from topics.corpus.copies.candidates import Buckets, candidates
from topics.corpus.copies.duplicates import mark_duplicates
from topics.corpus.copies.shingles import containment, gaps, shingle
from topics.corpus.document import Change, Document
from topics.corpus.language.script import SIMPLIFIED, TRADITIONAL

WORDS = [
    "推进",
    "城市",
    "更新",
    "完善",
    "排水",
    "防涝",
    "体系",
    "改造",
    "老旧",
    "小区",
    "建设",
    "韧性",
    "智慧",
    "社区",
    "优化",
    "公共",
    "服务",
    "设施",
    "提升",
    "治理",
    "能力",
    "加强",
    "历史",
    "文化",
    "保护",
    "统筹",
    "区域",
    "协调",
    "发展",
    "健全",
    "住房",
    "保障",
    "制度",
    "扩大",
    "就业",
    "渠道",
    "支持",
    "产业",
    "转型",
    "培育",
    "创新",
    "平台",
    "促进",
    "绿色",
    "低碳",
    "出行",
    "落实",
    "责任",
    "分工",
]


def prose(seed, n_words=900):
    choice = random.Random(seed).choice
    sentences = ["".join(choice(WORDS) for _ in range(9)) for _ in range(n_words // 9)]
    return "。\n".join(sentences) + "。"


def document(name, text, **fields):
    return Document(name, text=text, **fields)


def status(documents):
    return {d.doc_id: d.duplicate_of or d.status for d in mark_duplicates(documents)}


TEXT = prose(1)
OTHERS = [document(f"他{seed}", prose(seed)) for seed in range(2, 8)]


def test_a_second_copy_is_marked_and_the_first_name_kept():
    assert status([document("b", TEXT), *OTHERS, document("a", TEXT)]) == {
        "b": "a",
        "a": "ok",
        **{d.doc_id: "ok" for d in OTHERS},
    }


@pytest.mark.parametrize(
    "copy",
    [
        TEXT.translate(str.maketrans(SIMPLIFIED, TRADITIONAL)),
        TEXT.translate(str.maketrans("，。", ",.")),
        TEXT.replace("\n", ""),
        " ".join(TEXT),
        TEXT[: len(TEXT) * 9 // 10],
        "".join(c for i, c in enumerate(TEXT) if i % 40),
        TEXT.replace("公共服务", "公共服务（点此下载安卓app）"),
    ],
    ids=["script", "punctuation", "one line", "spaces", "cut", "lost characters", "advertisement"],
)
def test_a_copy_is_found_whatever_was_done_to_it(copy):
    marked = status([document("a", TEXT), document("b", copy), *OTHERS])
    assert sorted((marked.pop("a"), marked.pop("b"))) in (["a", "ok"], ["b", "ok"])
    assert set(marked.values()) == {"ok"}


def test_a_part_of_a_larger_file_gives_way_to_it():
    whole = f"{prose(11)}\n{TEXT}\n{prose(12)}"
    marked = {
        d.doc_id: d
        for d in mark_duplicates(
            [document("部分", TEXT, date="2024-01-01"), document("汇编", whole, date="2020-01-01")]
        )
    }
    assert marked["部分"].duplicate_of == "汇编"
    assert "包含在" in marked["部分"].reasons[0]
    assert marked["汇编"].status == "ok"


def test_the_better_copy_is_kept():
    damaged = document("a", TEXT, changes=(Change(1, "marker", "@@"),))
    assert status([damaged, document("b", TEXT)]) == {"a": "b", "b": "ok"}
    assert status([document("a", TEXT), document("b", TEXT, number="云政发〔2024〕3号")]) == {
        "a": "b",
        "b": "ok",
    }
    assert status([document("a", TEXT[:-30]), document("b", TEXT)]) == {"a": "b", "b": "ok"}


def test_differing_spans_are_listed_on_the_copy():
    at = TEXT.index("公共服务")
    injected = TEXT[:at] + "乐享安装包" + TEXT[at + 4 :]
    shorter = TEXT[:at] + TEXT[at + 4 :]
    marked = mark_duplicates([document("a", TEXT), document("b", injected), document("c", shorter)])
    found = {d.doc_id: [c.text for c in d.changes if c.kind == "suspicious"] for d in marked}
    assert found["b"] == ["乐享安装包（保留的一份作：公共服务）"]
    assert len(found["c"]) == 1
    assert found["c"][0].startswith("（缺少：")
    assert found["a"] == []


@pytest.mark.parametrize("name", ["date", "number", "period", "effective"])
def test_versions_stay_with_a_note(name):
    revised = TEXT.replace("低碳", "零碳")
    old, new = (
        document("a", TEXT, **{name: "2018-10-26"}),
        document("b", revised, **{name: "2022-12-30"}),
    )
    marked = mark_duplicates([old, new])
    assert [d.status for d in marked] == ["ok", "ok"]
    assert all("先后版本" in d.reasons[0] and "2018-10-26" in d.reasons[0] for d in marked)


def test_equal_texts_are_copies_though_their_dates_differ():
    assert (
        status([document("a", TEXT, date="2018-10-26"), document("b", TEXT, date="2022-12-30")])[
            "b"
        ]
        == "a"
    )


def test_revisions_without_dates_are_told_by_long_passages_of_their_own():
    lines = TEXT.split("\n")
    old = [*lines[:40], f"原有条款{prose(21, 27)}", *lines[40:]]
    new = [*lines[:40], f"新增条款{prose(22, 27)}", *lines[40:]]
    assert status([document("a", "\n".join(old)), document("b", "\n".join(new))]) == {
        "a": "ok",
        "b": "ok",
    }


ARTICLES = [
    f"第{number}条　{sentence}"
    for number, sentence in zip("一二三四五六七八九", TEXT.split("\n"), strict=False)
]
LAW = "\n".join([*ARTICLES, *TEXT.split("\n")[9:]])


def changed(places, *pairs):
    """Put other words at some places of the text, far from each other."""
    text = TEXT
    for place, (old, new) in zip(places, pairs, strict=True):
        at = text.index(old, place)
        text = f"{text[:at]}{new}{text[at + len(old) :]}"
    return text


REVISED = {
    "a name throughout": TEXT.replace("住房", "居所条件"),
    "figures": (
        "投资三千元。\n".join(TEXT.split("。\n")),
        "投资五千元。\n".join(TEXT.split("。\n")),
    ),
    "articles struck out": (
        LAW,
        LAW.replace(f"{ARTICLES[5]}\n", "")
        .replace("第七条", "第六条")
        .replace("第八条", "第七条")
        .replace("第九条", "第八条"),
    ),
    "the last article but one struck out": (
        "\n".join([*TEXT.split("\n")[9:], *ARTICLES]),
        "\n".join(
            [*TEXT.split("\n")[9:], *ARTICLES[:-2], ARTICLES[-1].replace("第九条", "第八条")]
        ),
    ),
    "words at five places": changed(
        range(100, 1600, 300),
        ("城市", "乡镇和街道"),
        ("更新", "依法管理"),
        ("排水", "环境保护"),
        ("建设", "统一规划"),
        ("发展", "进步和稳定"),
    ),
}


@pytest.mark.parametrize("revised", REVISED.values(), ids=REVISED)
def test_revisions_without_dates_are_told_by_what_revisions_change(revised):
    old, new = revised if isinstance(revised, tuple) else (TEXT, revised)
    assert status([document("a", old), document("b", new), *OTHERS]) == {
        "a": "ok",
        "b": "ok",
        **{d.doc_id: "ok" for d in OTHERS},
    }


@pytest.mark.parametrize(
    "damaged",
    [
        changed(
            range(100, 1900, 300),
            *[(word, "星空棋牌官网") for word in ("城市", "更新", "排水", "建设", "发展", "公共")],
        ),
        changed(
            range(100, 1900, 300),
            ("城市", "澳门新葡京官网"),
            ("更新", "彩票送彩金"),
            ("排水", "棋牌大厅"),
            ("建设", "免费领取红包"),
            ("发展", "星空app下载"),
            ("公共", "贷款秒到账"),
        ),
        changed(
            range(100, 1900, 300),
            ("城市", "域市"),
            ("更新", "更薪"),
            ("排水", "徘水"),
            ("建设", "健设"),
            ("发展", "发屐"),
            ("公共", "公其"),
        ),
        changed(range(100, 700, 300), ("城市", "城镇"), ("更新", "改造更新")),
        "\n".join(line for index, line in enumerate(TEXT.split("\n")) if index not in {11, 37, 60}),
        TEXT.replace("公共", "澳门棋牌"),
        "\n".join([*TEXT.split("\n")[:31], TEXT.split("\n")[30], *TEXT.split("\n")[31:]]),
    ],
    ids=[
        "one advertisement",
        "many advertisements",
        "misread",
        "two words",
        "lost lines",
        "one throughout",
        "a line twice",
    ],
)
def test_damage_makes_no_version(damaged):
    marked = status([document("a", TEXT), document("b", damaged)])
    assert sorted(marked.values()) in (["a", "ok"], ["b", "ok"])


PHRASE = changed([900], ("公共服务", "社会保障政策"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TEXT, PHRASE),
        (TEXT, changed([300, 1200], ("城市", "农村"), ("加强", "削弱"))),
        (f"{TEXT}\n投资三千元，期限六年。", f"{TEXT}\n投资五千元，期限八年。"),
    ],
    ids=["a phrase", "two words", "two figures"],
)
def test_what_may_be_a_copy_or_a_version_is_counted_and_named(old, new):
    marked = mark_duplicates([document("a", old), document("b", new), *OTHERS])
    assert {d.status for d in marked} == {"ok"}
    assert [d.resembles for d in marked[:2]] == [("b",), ("a",)]
    assert all("--exclude" in d.reasons[0] and "corpus.csv" in d.reasons[0] for d in marked[:2])
    assert {d.resembles for d in marked[2:]} == {()}


def test_where_such_a_pair_differs_is_listed_once():
    better, worse = mark_duplicates(
        [document("a", TEXT, number="云政发〔2024〕3号"), document("b", PHRASE)]
    )
    assert better.changes == ()
    assert [(change.kind, change.text) for change in worse.changes] == [
        ("differs", "社会保障政策（“a”作：公共服务）")
    ]


def test_dates_that_differ_decide_what_is_unclear():
    marked = mark_duplicates(
        [document("a", TEXT, date="2018-10-26"), document("b", PHRASE, date="2022-12-30")]
    )
    assert {d.resembles for d in marked} == {()}
    assert all("2018-10-26" in d.reasons[0] for d in marked)


def test_a_copy_that_gives_way_is_not_asked_about():
    marked = {
        d.doc_id: d
        for d in mark_duplicates(
            [
                document("a", TEXT),
                document("b", PHRASE),
                document("c", TEXT),
                document("d", PHRASE[:-90]),
            ]
        )
    }
    assert {name: d.duplicate_of for name, d in marked.items()} == {
        "a": "",
        "b": "",
        "c": "a",
        "d": "b",
    }
    assert (marked["a"].resembles, marked["b"].resembles) == (("b",), ("a",))


def test_documents_from_one_template_are_not_copies():
    text = "。\n".join(f"{sentence}，{{}}人民政府负责" for sentence in TEXT.split("。\n"))
    one = document("a", text.replace("{}", "云川市"), title="关于云川市总体规划的批复")
    other = document("b", text.replace("{}", "临江市"), title="关于临江市总体规划的批复")
    assert set(status([one, other]).values()) == {"ok"}


def test_order_of_documents_changes_nothing():
    documents = [
        document("a", TEXT),
        document("b", TEXT[:-200]),
        document("c", TEXT[100:]),
        document("d", PHRASE),
        *OTHERS,
    ]
    expected = sorted(mark_duplicates(documents), key=lambda d: d.doc_id)
    for seed in range(5):
        shuffled = documents[:]
        random.Random(seed).shuffle(shuffled)
        assert sorted(mark_duplicates(shuffled), key=lambda d: d.doc_id) == expected


def test_chains_of_copies_end_at_one_kept_document():
    texts = [f"{TEXT}\n{prose(30 + n, 90 * n)}" for n in range(8)]
    marked = mark_duplicates([document(str(n), text) for n, text in enumerate(texts)])
    kept = {d.doc_id for d in marked if d.status == "ok"}
    assert kept
    assert all(d.duplicate_of in kept for d in marked if d.status == "duplicate")


def test_empty_and_skipped_documents_are_passed_through():
    documents = [
        document("空", ""),
        document("短", "好"),
        document("又短", "好"),
        Document("坏", status="skipped", reasons=("坏了",)),
    ]
    marked = mark_duplicates(documents)
    assert [d.status for d in marked] == ["ok", "duplicate", "ok", "skipped"] or [
        d.status for d in marked
    ] == [
        "ok",
        "ok",
        "duplicate",
        "skipped",
    ]


def test_containment_is_exact():
    one, other = shingle("推进城市更新改造"), shingle("完善，推进城市更新改造体系")
    assert containment(one, other) == 1.0
    assert containment(other, one) == pytest.approx(
        4 / 8
    )  # 8 shingles of 12 characters, 4 of them shared


def test_gaps_of_any_edit_cover_exactly_what_differs():
    letters = TEXT.replace("\n", "").replace("。", "")
    for seed in range(20):
        rng = random.Random(seed)
        at, length = rng.randrange(50, 1500), rng.randrange(0, 12)
        inserted = "".join(rng.choice("甲乙丙丁戊己庚辛") for _ in range(rng.randrange(1, 12)))
        edited = letters[:at] + inserted + letters[at + length :]
        one, other = shingle(edited), shingle(letters)
        rebuilt, last = "", 0
        for gap in gaps(one, other):
            rebuilt += edited[last : gap.start] + letters[gap.other_start : gap.other_end]
            last = gap.end
        assert rebuilt + edited[last:] == letters


def test_a_passage_that_all_share_does_not_make_all_meet():
    shared = prose(99, 90)
    texts = [f"{shared}\n{prose(1000 + number, 180)}" for number in range(200)]
    assert (
        len(candidates(Buckets.of([shingle(text) for text in texts], range(200))))
        < 0.05 * 200 * 199 / 2
    )


@needs_shared
def test_the_polluted_copy_among_the_real_documents():
    marked = {
        d.doc_id[:3]: d
        for d in read_corpus(SHARED / "corpus")
        if d.analysed or d.status == "duplicate"
    }
    assert marked["001"].duplicate_of == marked["000"].doc_id
    assert {key for key, d in marked.items() if d.status == "duplicate"} == {"001"}
    spans = [c.text for c in marked["001"].changes if c.kind == "suspicious"]
    assert spans == ["乐动安卓app（保留的一份作：政务服务）"]


@pytest.mark.slow
@needs_shared
def test_versions_of_real_regulations_stay():
    documents = read_corpus(SHARED / "background/regulations", ReadOptions(duplicates=False))
    assert {d.status for d in mark_duplicates(documents)} <= {"ok", "repaired"}
    undated = [replace(d, date="", number="", effective="", period="") for d in documents]
    pairs = [d.doc_id for d in mark_duplicates(undated) if d.status == "duplicate"]
    assert (
        len(pairs) <= 1
    )  # 农业技术推广法 changed 0.8 % of its text, which no rule without dates can see


def grown(text):
    """Return a text with a sentence more after every fourth of its paragraphs."""
    return "\n".join(
        line + (f"{prose(700 + n, 36)}" if n % 4 == 0 else "")
        for n, line in enumerate(text.split("\n"))
    )


@pytest.mark.parametrize("name", ["date", "number", "period", "effective"])
@pytest.mark.parametrize(
    "longer", [grown(TEXT), f"{TEXT}\n{prose(50, 500)}"], ids=["all over", "end"]
)
def test_a_version_that_grew_by_half_is_no_whole_of_the_older_one(name, longer):
    old = document("a", TEXT, title="云川市绿化条例", **{name: "2017"})
    new = document("b", longer, title="云川市绿化条例", **{name: "2023"})
    marked = mark_duplicates([old, new])
    assert [d.status for d in marked] == ["ok", "ok"]
    assert all("先后版本" in d.reasons[0] for d in marked)


def test_years_of_titles_tell_two_plans_apart():
    old = document("a", TEXT, title="云川市2022年养老服务工作要点")
    new = document("b", TEXT[:-60], title="云川市2023年养老服务工作要点")
    assert status([old, new]) == {"a": "ok", "b": "ok"}
    assert status([old, replace(new, title="养老服务工作要点")]) == {"a": "ok", "b": "a"}


def test_a_much_longer_text_with_additions_all_over_is_named_and_not_dropped():
    marked = mark_duplicates([document("a", TEXT), document("b", grown(TEXT))])
    assert [d.status for d in marked] == ["ok", "ok"]
    assert all("措辞" in d.reasons[0] for d in marked)
    lines = TEXT.split("\n")
    longer = "\n".join([*lines[:50], *prose(60, 400).split("\n"), *lines[50:]])
    marked = mark_duplicates([document("a", TEXT), document("b", longer)])
    assert [d.status for d in marked] == ["ok", "ok"]
    assert {d.resembles for d in marked} == {("a",), ("b",)}
    assert all("多出" in d.reasons[0] for d in marked)


def test_an_excerpt_in_one_piece_is_a_part_wherever_it_stood():
    lines = TEXT.split("\n")
    for first in (0, 20, 50):
        excerpt = "\n".join(lines[first : first + 50])
        assert status([document("全", TEXT), document("节选", excerpt)])["节选"] == "全"


def test_equal_texts_with_two_numbers_or_declared_dates_are_two_documents():
    def pair(**fields):
        return [document(name, TEXT, **{key: value[n] for key, value in fields.items()})
                for n, name in enumerate("ab")]  # fmt: skip

    numbers = ("云政发〔2023〕3号", "云政发〔2024〕5号")
    assert set(status(pair(number=numbers)).values()) == {"ok"}
    dates = {"date": ("2023-01-05", "2024-01-08"), "declared": (("date",), ("date",))}
    assert set(status(pair(**dates)).values()) == {"ok"}
    assert status(pair(date=dates["date"], declared=(("date",), ())))["b"] == "a"
    years = {"declared_year": ("2023", "2024"), "declared": (("year",), ("year",))}
    assert set(status(pair(**years)).values()) == {"ok"}
    assert status(pair(declared_year=("2023", "2023")))["b"] == "a"
    assert status(pair(declared_year=("2023", "")))["b"] == "a"
    assert status(pair(declared_year=("2023", ""), date=("", "2024-01-08")))["a"] == "b"
    mixed = pair(declared_year=("2023", ""), date=("", "2024-01-08"), declared=((), ("date",)))
    assert set(status(mixed).values()) == {"ok"}


def test_declared_years_tell_versions_apart_that_differ_in_words():
    years = [
        document(name, text, declared_year=year, declared=("year",))
        for name, text, year in (
            ("a", TEXT, "2023"),
            ("b", TEXT.replace("发展", "建设", 1), "2024"),
        )
    ]
    assert set(status(years).values()) == {"ok"}
    assert "年份" in mark_duplicates(years)[0].reasons[0]


SOURCE_LINES = [f"{prose(900 + n, 9)[:8]}网　{2001 + n}年转发" for n in range(40)]


@pytest.mark.parametrize("count", [2, 5, 20, 40])
def test_any_number_of_copies_that_differ_in_a_line_are_one_document(count):
    copies = [document(f"{n:02d}", f"{SOURCE_LINES[n]}\n{TEXT}") for n in range(count)]
    random.Random(count).shuffle(copies)
    marked = mark_duplicates([*copies, *OTHERS])
    assert [d.status for d in marked[:count]].count("ok") == 1
    assert {d.status for d in marked[count:]} == {"ok"}


def test_copies_of_several_versions_join_their_own_version_only():
    years = range(2010, 2018)
    documents = [
        document(f"{year}-{copy}",
                 f"来源：{SOURCE_LINES[(7 * year + copy) % 40][: 3 + copy]}\n{version}",
                 date=f"{year}-03-01")
        for year in years
        for version in [TEXT.replace("低碳", f"第{year}号规定")]
        for copy in range(5)
    ]  # fmt: skip
    found = status(documents)
    kept = [name for name, state in found.items() if state == "ok"]
    assert sorted(name[:4] for name in kept) == [str(year) for year in years]
    assert all(len(set(d.reasons)) == len(d.reasons) for d in mark_duplicates(documents))
    joined = {(name[:4], state[:4]) for name, state in found.items() if state != "ok"}
    assert joined == {(str(year), str(year)) for year in years}


def test_an_undated_copy_does_not_join_two_dated_versions():
    old = document("旧", TEXT, date="2018-01-01")
    new = document("新", f"{TEXT[:-1]}，另行通知。", date="2022-01-01")
    assert {status([old, new, document("抄", f"转载\n{TEXT}")])[name] for name in "旧新"} == {"ok"}
