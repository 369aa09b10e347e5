"""The cut itself: offsets, engines, long runs, terms that no engine can hold."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import SHARED, needs_shared
from topics import PolicyTokenizer
from topics.words.segmenter import RUN, Segmenter, load_segmenter
from topics.words.special import SEPARATORS, normalise, without_unseen
from topics.words.wordlists import Entry

WORDS = [
    "城市群",
    "商事登记",
    "市民化",
    "人地钱挂钩",
    "“十四五”",
    "Ⅰ型大城市",
    "Ⅱ型大城市",
    "1小时通勤圈",
    "5G",
    "PM2.5",
    "国发〔2024〕17号",
    "“1+N”政策体系",
    "R&D经费",
    "平急两用",
    "一刻钟便民生活圈",
    "城市更新",
    "市域（郊）铁路",
]
ENTRIES = [Entry(word) for word in WORDS]

# Text as it comes: words of the field, marks, numbers, Latin, and whatever else Unicode has.
pieces = st.sampled_from(
    [
        *WORDS,
        "发展",
        "改革",
        "。",
        "，",
        "\n",
        " ",
        "2014-2020",
        "COVID-19",
        "5G-A",
        "2022年3月",
        "10.5%",
        "二〇二二年",
    ]
)
wild = st.text(st.characters(exclude_categories=()), max_size=8)  # lone surrogates too
han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6)
marks = st.sampled_from([*SEPARATORS, *"+#&._%-～－﹒"])
texts = st.lists(
    st.one_of(
        pieces,
        han,
        wild,
        marks,
        st.sampled_from(["\x00", "\ufffc", "\ud800", "〇", "鿿", "㐀", "𠀀"]),
    ),
    max_size=12,
).map("".join)


@pytest.fixture(scope="module", params=["rjieba", "jieba"])
def each(request):
    return load_segmenter(ENTRIES, request.param)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_words_join_to_the_text(text):
    segmenter = load_segmenter(ENTRIES)
    normal = normalise(text)
    assert len(normal) == len(text)
    assert "".join(segmenter.cut(normal)) == normal


@given(texts)
@settings(max_examples=400, deadline=None)
def test_both_engines_cut_alike(text):
    fast, reference = (
        load_segmenter(ENTRIES, engine).cut(normalise(text)) for engine in ("rjieba", "jieba")
    )
    assert fast == reference


@given(texts)
@settings(max_examples=300, deadline=None)
def test_the_fast_path_is_the_filtered_cut(text):
    for options in ({}, {"numbers": True}, {"stopwords": None, "min_length": 1, "numbers": True}):
        tokenizer = PolicyTokenizer(dictionary=WORDS, only=True, **options)
        assert tokenizer.tokenize(text) == [span.token for span in tokenizer.spans(text)]


@given(texts)
@settings(max_examples=300, deadline=None)
def test_spans_and_gaps_join_to_the_text(text):
    tokenizer = PolicyTokenizer(dictionary=WORDS, only=True)
    for spans in (tokenizer.spans(text), tokenizer.segment(text)):
        joined, end = "", 0
        for span in spans:
            assert end <= span.start < span.end
            joined += text[end : span.start] + text[span.start : span.end]
            end = span.end
        assert joined + text[end:] == text
    seen = "".join(text[span.start : span.end] for span in tokenizer.segment(text))
    assert without_unseen(seen)[0] == re.sub(r"\s", "", without_unseen(text)[0])


@pytest.mark.slow
@needs_shared
@pytest.mark.parametrize("folder", ["pkulaw_exports", "regulations", "work_reports"])
def test_both_engines_cut_the_background_alike(folder):
    fast, reference = (PolicyTokenizer(engine=engine) for engine in ("rjieba", "jieba"))
    files = sorted((SHARED / "background" / folder).glob("*"))[:40]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert fast.segment(text) == reference.segment(text), path.name


def test_a_term_is_whole_unless_a_word_crosses_it(each):
    assert each.cut("提高城市群众生活水平") == ["提高", "城市", "群众", "生活", "水平"]
    assert each.cut("长三角城市群一体化") == ["长三角", "城市群", "一体化"]
    assert each.cut("提供商事登记") == ["提供", "商事登记"]


@pytest.mark.parametrize("word", WORDS)
def test_every_term_is_whole_alone_and_between_marks(each, word):
    assert each.cut(word) == [word]
    assert each.cut(f"，{word}。") == ["，", word, "。"]


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("I型大城市", "Ⅰ型大城市"),
        ("II型大城市", "Ⅱ型大城市"),
        ('"十四五"', "“十四五”"),
        ("「十四五」", "“十四五”"),
        ("国发[2024]17号", "国发〔2024〕17号"),
        ("国发（2024）17号", "国发〔2024〕17号"),
        ("５Ｇ", "5G"),
        ("R＆D经费", "R&D经费"),
        ("市域(郊)铁路", "市域（郊）铁路"),
        ("1 小时通勤圈", "1小时通勤圈"),
        ("II 型大城市", "Ⅱ型大城市"),
        ("R&D 经费", "R&D经费"),
        ("国发〔2024〕17 号", "国发〔2024〕17号"),
    ],
)
def test_a_term_is_found_in_its_other_writings(written, term):
    spans = PolicyTokenizer(dictionary=WORDS, only=True).spans(f"按照{written}要求")
    assert [(span.token, span.start, span.end) for span in spans if span.token == term] == [
        (term, 2, 2 + len(written))
    ]


@pytest.mark.parametrize(
    "text", ["11小时通勤圈", "5GHz", "PM2.55", "市域（郊）铁路局", "1小时通勤圈子"]
)
def test_a_term_is_not_found_inside_a_longer_number_or_word(each, text):
    assert not set(each.cut(text)) & {"1小时通勤圈", "5G", "PM2.5", "市域（郊）铁路"}


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
def test_terms_of_any_characters_are_found_side_by_side(engine):
    terms = ["#", "Ⅱ", "市场5G", "国情2号", "发3展", "20条", "T+0", "甲－乙"]
    segmenter = load_segmenter([Entry(term) for term in terms], engine)
    found = [
        segmenter.canonical(word)
        for word in segmenter.cut(
            normalise("国家发展#市场Ⅱ发3展国情 2号市场5G，II、20条20条件T+0甲—乙")
        )
    ]
    assert found == [
        "国家",
        "发展",
        "#",
        "市场",
        "Ⅱ",
        "发3展",
        "国情2号",
        "市场5G",
        "，",
        "Ⅱ",
        "、",
        "20条",
        "20",
        "条件",
        "T+0",
        "甲-乙",
    ]


def test_long_runs_without_a_mark_keep_their_terms(each):
    run = "城市更新" + "平急两用" * 700
    words = each.cut(run)
    assert "".join(words) == run
    assert words.count("平急两用") == 700


@pytest.mark.parametrize(
    "text",
    ["哈" * 50_000, "城市更新" * 10_000, "改革，" + "发展" * 9_000 + "。" + "试点，" * 9_000],
)
def test_the_engine_sees_no_long_run_and_little_twice(text):
    segmenter = Segmenter(ENTRIES, "rjieba")
    cut, seen = segmenter._cut, []
    segmenter._cut = lambda part: seen.append(part) or cut(part)
    segmenter.cut(text)
    runs = [run for part in seen for run in re.findall("[\u4e00-\u9fd5]+", part)]
    assert max(map(len, runs)) <= 2 * RUN  # jieba's time is quadratic in this length
    assert sum(map(len, seen)) <= 1.5 * len(text)


def test_user_programs_cannot_change_our_words():
    import jieba

    before = load_segmenter(ENTRIES, "jieba").cut("杭研大厦的城市更新")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = {"杭研": 0}, 1, True
    tokenizer.del_word("杭研")  # fills a list that all of jieba shares
    try:
        assert (
            load_segmenter([*ENTRIES, Entry("另一词")], "jieba").cut("杭研大厦的城市更新") == before
        )
    finally:
        jieba.finalseg.Force_Split_Words.discard("杭研")


def test_no_cache_file_is_read_or_written(tmp_path, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(b"poison")
    assert load_segmenter([Entry("城市群"), Entry("又一词")], "jieba").cut("城市群") == ["城市群"]
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == b"poison"
