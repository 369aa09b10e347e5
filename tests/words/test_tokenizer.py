"""The tokenizer's contract: options, copies, processes, other programs."""

import copy
import json
import pickle
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from topics import PolicyTokenizer
from topics.words.wordlists import WordListError

TEXT = "“十四五”时期，深入推进城市更新，Ⅰ型大城市常住人口增长2.5%，2024年7月28日印发。"


def test_options_decide_what_counts():
    assert PolicyTokenizer()(TEXT) == ["“十四五”", "城市更新", "Ⅰ型大城市", "常住人口", "增长"]
    assert "深入" in PolicyTokenizer(stopwords=None)(TEXT)
    assert PolicyTokenizer(numbers=True)(TEXT)[-2:] == ["2.5%", "2024年7月28日"]
    assert PolicyTokenizer(min_length=4)(TEXT) == ["“十四五”", "城市更新", "Ⅰ型大城市", "常住人口"]
    assert (
        PolicyTokenizer()("人地钱挂钩")
        == ["人地钱挂钩"]
        != PolicyTokenizer(dictionary=(), only=True)("人地钱挂钩")
    )
    assert PolicyTokenizer(pos=("v",), dictionary=(), only=True)("增长迅猛的城市") == ["增长"]


@pytest.mark.parametrize("nested", ["longest", "every"])
def test_what_is_too_long_for_a_word_is_none_and_costs_no_neighbour(nested):
    tokenizer = PolicyTokenizer(nested=nested, numbers=True)
    longest = "Q" * 64
    assert tokenizer(f"城市更新 {longest} 韧性")[1] == longest
    for endless in ("Q" * 200_000, "7" * 200_000, "a-" * 100_000 + "a"):
        found = tokenizer(f"城市更新 {endless} 韧性")
        assert (found[0], found[-1]) == ("城市更新", "韧性")
        assert max(map(len, found)) <= 64
        assert len(tokenizer.segment(endless)) >= 1


def test_stop_word_layers_switch():
    text = "推进以及教育部"
    assert PolicyTokenizer(stopwords=None)(text) == ["推进", "以及", "教育部"]
    assert PolicyTokenizer(stopwords="function")(text) == ["推进", "教育部"]
    assert PolicyTokenizer(stopwords=("function", "agencies"))(text) == ["推进"]
    assert PolicyTokenizer(stopwords=("function", "教育部"))(text) == ["推进"]
    assert PolicyTokenizer()(text) == []


def test_files_and_words_name_lists(tmp_path):
    terms, stop = tmp_path / "terms.txt", tmp_path / "stop.txt"
    terms.write_text("稻田画 300 n\n", encoding="utf-8")
    stop.write_text("好看\n", encoding="utf-8")
    expected = ["稻田画"]
    assert (
        PolicyTokenizer(dictionary=str(terms), only=True, stopwords=str(stop))("好看的稻田画")
        == expected
    )
    assert (
        PolicyTokenizer(dictionary=[terms], only=True, stopwords=[stop])("好看的稻田画") == expected
    )
    assert (
        PolicyTokenizer(dictionary=["稻田画"], only=True, stopwords=["好看"])("好看的稻田画")
        == expected
    )


def test_nested_counting_both_ways():
    text = "农业转移人口市民化"
    assert PolicyTokenizer()(text) == ["农业转移人口市民化"]
    every = PolicyTokenizer(nested="every")
    assert every(text) == ["农业转移人口市民化", "农业转移人口", "农业", "转移", "人口", "市民化"]
    assert all(text[span.start : span.end] == span.token for span in every.spans(text))


def test_occurrences_are_not_crossed_and_include_nested_ones():
    tokenizer = PolicyTokenizer()

    def found(text, *terms):
        return [(span.token, span.start) for span in tokenizer.occurrences(text, terms)]

    assert found("城市群一体化", "城市群") == [("城市群", 0)]
    assert found("城市群众", "城市群") == []
    assert found("增强安全韧性和韧性", "韧性", "安全韧性") == [
        ("安全韧性", 2),
        ("韧性", 4),
        ("韧性", 7),
    ]
    assert found("商事登记便利", "商事登记便利") == [("商事登记便利", 0)]
    assert found("稻田画展", "稻田画") == [("稻田画", 0)]  # a term that the dictionary lacks
    assert found('“十四五”和"十四五"', "“十四五”") == [("“十四五”", 0), ("“十四五”", 6)]
    assert found("15G和5GHz和5G", "5G") == [("5G", 9)]
    assert found("II型大城市和I型大城市", "Ⅰ型大城市") == [("Ⅰ型大城市", 7)]
    assert found("XXII届", "XXII届") == [("XXII届", 0)]
    assert found("５Ｇ网络", "5Ｇ") == [("5G", 0)]
    assert found("", "城市群") == found("城市群") == found("城市群", "") == []
    assert [span.start for span in tokenizer.occurrences("韧性", (term for term in ["韧性"]))] == [
        0
    ]


def test_stop_words_may_not_remove_terms():
    with pytest.raises(WordListError) as caught:
        PolicyTokenizer(
            dictionary=["城市群", "韧性"], only=True, stopwords=["城市群", "韧性", "推进"]
        )("甲")
    assert (
        str(caught.value)
        == "the stop words would remove 2 terms of the dictionary or the themes: 城市群、韧性; "
        "take them off the stop list or pass insist=True"
    )
    with pytest.raises(WordListError, match=r"1 terms .*: 防灾"):
        PolicyTokenizer(dictionary=(), only=True, stopwords=["防灾"], protect=["防灾"])("甲")
    assert (
        PolicyTokenizer(dictionary=["城市群"], only=True, stopwords=["城市群"], insist=True)(
            "城市群"
        )
        == []
    )
    assert (
        PolicyTokenizer(dictionary=["某某局 100 nt"], only=True, stopwords=["某某局"])("某某局")
        == []
    )  # an agency


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"nested": "both"}, "nested: 'both' does not exist; write longest or every"),
        ({"min_length": 0}, "min_length: 0 is no length; write a whole number from 1"),
        ({"pos": "n"}, "pos: 'n' is one string; write ('n',)"),
        ({"engine": "hanlp"}, "engine: 'hanlp' does not exist; write auto, rjieba or jieba"),
        (
            {"stopwords": ["functions"]},
            (
                "stopwords: 'functions' is no layer; there are function, boilerplate, agencies;"
                " give a file as a Path"
            ),
        ),
    ],
)
def test_wrong_options_are_told(options, message):
    with pytest.raises(ValueError, match=r"^") as caught:
        PolicyTokenizer(**options)("甲")
    assert str(caught.value) == message


def test_wrong_word_lists_are_told():
    with pytest.raises(
        FileNotFoundError,
        match=r"城市群: no such file; a single word is given in a list: \['城市群'\]",
    ):
        PolicyTokenizer(dictionary="城市群")("甲")
    with pytest.raises(
        TypeError, match="a word list holds 7, a int; write words as str and files as Path"
    ):
        PolicyTokenizer(stopwords=[7])("甲")


def test_a_frequency_decides_against_a_crossing_word_but_never_splits_the_term():
    assert PolicyTokenizer(dictionary=["城市群 1"], only=True)("城市群") == ["城市群"]
    assert PolicyTokenizer(dictionary=["城市群 10000000"], only=True)("城市群众") == ["城市群"]


def test_no_text_is_told():
    with pytest.raises(
        TypeError, match=r"a PolicyTokenizer reads str, not float \(nan\); leave missing texts out"
    ):
        PolicyTokenizer()(float("nan"))


def test_parameters_are_frozen():
    tokenizer = PolicyTokenizer(min_length=3)
    with pytest.raises(
        AttributeError, match="'min_length' is frozen; make a new PolicyTokenizer or use set_params"
    ):
        tokenizer.min_length = 1
    with pytest.raises(AttributeError, match="frozen"):
        tokenizer.anything = 1
    with pytest.raises(ValueError, match="no parameter 'length'; there are: dictionary, "):
        tokenizer.set_params(length=2)
    assert tokenizer.set_params(min_length=2) is tokenizer
    assert tokenizer("城市的道路") == PolicyTokenizer()("城市的道路")


def test_copies_are_equal_and_small():
    tokenizer = PolicyTokenizer(dictionary=["稻田画"], only=True, min_length=1)
    tokenizer("甲")
    for twin in (
        copy.copy(tokenizer),
        copy.deepcopy(tokenizer),
        pickle.loads(pickle.dumps(tokenizer)),
    ):
        assert twin == tokenizer
        assert hash(twin) == hash(tokenizer)
        assert twin.signature == tokenizer.signature
        assert twin("稻田画展") == tokenizer("稻田画展")
    assert len(pickle.dumps(tokenizer)) < 1000
    assert tokenizer != PolicyTokenizer(min_length=1)
    assert tokenizer != "PolicyTokenizer"
    assert repr(tokenizer) == "PolicyTokenizer(dictionary=['稻田画'], only=True, min_length=1)"


def test_signature_follows_the_content_of_files(tmp_path):
    path = tmp_path / "terms.txt"
    path.write_text("稻田画\n", encoding="utf-8")
    first = PolicyTokenizer(dictionary=path, only=True)
    before = first.signature
    path.write_text("稻田花\n", encoding="utf-8")
    assert PolicyTokenizer(dictionary=path, only=True).signature != before
    assert first.signature == before  # what a tokenizer has read it keeps


def test_sklearn_clones_and_uses_it():
    from sklearn.base import clone
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import Pipeline

    tokenizer = PolicyTokenizer(dictionary=["稻田画"], only=True)
    assert clone(tokenizer) == tokenizer
    vectorizer = TfidfVectorizer(analyzer=PolicyTokenizer())
    vectorizer.fit(["城市更新和城市更新", "城市群"])
    assert list(vectorizer.get_feature_names_out()) == ["城市更新", "城市群"]
    clone(Pipeline([("tfidf", vectorizer)]))


def test_pandas_joblib_gensim_use_it():
    import joblib
    import pandas as pd

    tokenizer = PolicyTokenizer()
    texts = ["城市更新", "都市圈和城市群"]
    wanted = [["城市更新"], ["都市圈", "城市群"]]
    assert pd.Series(texts).map(tokenizer).tolist() == wanted
    assert joblib.Parallel(n_jobs=2)(joblib.delayed(tokenizer)(text) for text in texts) == wanted


def test_spacy_uses_it():
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import Doc

    tokenizer = PolicyTokenizer()
    nlp = spacy.blank("xx")

    def tokenize(text):
        spans = tokenizer.segment(text)
        words = [text[span.start : span.end] for span in spans]
        return Doc(
            nlp.vocab, words=words, spaces=[text[span.end : span.end + 1] == " " for span in spans]
        )

    nlp.tokenizer = tokenize
    text = "推进城市更新和5G 网络 GDP 增长"
    assert [token.text for token in nlp(text)] == [
        "推进",
        "城市更新",
        "和",
        "5G 网络",
        "GDP",
        "增长",
    ]
    assert nlp(text).text == text


def test_threads_agree():
    tokenizer = PolicyTokenizer(dictionary=["稻田画", "线程词"], only=True)
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(tokenizer(TEXT * 50))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert all(result == results[0] for result in results)


@pytest.mark.parametrize("engine", ["auto", "jieba"])
def test_many_texts_on_many_cores_give_the_same(engine):
    tokenizer = PolicyTokenizer(engine=engine)
    texts = [TEXT * (n % 3) + "城市群" for n in range(40)] + ["改革" * 100_000, "", "城市更新"]
    assert tokenizer.tokenize_all(texts, workers=2) == [tokenizer(text) for text in texts]
    assert tokenizer.tokenize_all([], workers=2) == []
    with pytest.raises(ValueError, match="workers: 0 is too few; write a whole number from 1"):
        tokenizer.tokenize_all(texts, workers=0)


@pytest.mark.parametrize("engine", ["auto", "jieba"])
@pytest.mark.parametrize("place", [0, 3])
def test_a_text_that_is_none_is_told_from_every_thread(place, engine):
    texts = ["改革" * 50_000] * 4
    texts[place] = None
    with pytest.raises(
        TypeError, match=r"reads str, not NoneType \(None\); leave missing texts out"
    ):
        PolicyTokenizer(engine=engine).tokenize_all(texts, workers=2)


def run(code, *flags):
    result = subprocess.run(
        [sys.executable, *flags, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_a_fresh_process_says_nothing_and_imports_nothing_heavy():
    code = (
        "import json, sys; from topics import PolicyTokenizer; tokens ="
        " PolicyTokenizer()('推进城市更新');print(json.dumps([tokens, sorted({'pandas', 'numpy',"
        " 'sklearn', 'jieba'} & set(sys.modules))]))"
    )
    assert run(code) == [["城市更新"], []]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_tokens_do_not_depend_on_what_ran_before(seed, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", seed)
    code = (
        "import json, warnings; warnings.simplefilter('ignore'); import jieba, rjieba;"
        " jieba.setLogLevel(60);jieba.add_word('进城市', 10**8); rjieba.add_word('进城市', 10**8,"
        " None);from topics import"
        " PolicyTokenizer;print(json.dumps([PolicyTokenizer(engine=e)('推进城市更新改造工程') for e"
        " in ('rjieba', 'jieba')]))"
    )
    fast, reference = run(code)
    assert fast == reference == ["城市更新", "改造", "工程"]
