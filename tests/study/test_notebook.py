"""The package as a notebook uses it: short reprs, pictures, one call for each thing."""

import ast
import inspect
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

import topics
from tests.support import ROOT
from topics import Document, Settings, Study, parse_text, read_corpus, word_cloud
from topics.dfm import Dfm, dfm_from_tokens
from topics.model import TopicModel, TopicOptions, fit_topics

PLAN = """某县{year}年重点任务

一、总体要求
坚持以人为本，推进新型城镇化。
二、重点任务
（一）实施城市更新。改造老旧小区，完善地下管网。
（二）{task}。
"""
LONGEST = 160  # characters of a repr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("语料")
    for year, task in (("2020", "发展县城"), ("2024", "增强安全韧性，健全防洪排涝设施")):
        (corpus / f"{year}.txt").write_text(PLAN.format(year=year, task=task), encoding="utf-8")
    return corpus


@pytest.fixture(scope="module")
def model() -> TopicModel:
    texts = [["防洪", "排涝", "<管网>"], ["落户", "户籍", "社保"]] * 10
    rows = pd.DataFrame({"doc_id": "甲", "path": [f"段{n}" for n in range(20)]})
    options = TopicOptions(n_chains=2, n_null=2, iterations=20, workers=1)
    return fit_topics(dfm_from_tokens(texts, rows), 2, options=options)


def test_reprs_are_short_and_say_what_it_is(folder: Path, model: TopicModel) -> None:
    study = Study(folder)
    cloud = word_cloud({"城市更新": 9.0, "韧性": 4.0})
    document = parse_text(PLAN.format(year="2020", task="发展县城") * 50, doc_id="长" * 90)
    shown = {
        "Study": repr(study),
        "Document": repr(document),
        "Dfm": repr(study.dfm),
        "TopicModel": repr(model),
        "Cloud": repr(cloud),
    }
    for name, text in shown.items():
        assert text.startswith(f"{name}(")
        assert len(text) <= LONGEST
        assert "\n" not in text
    assert repr(study) != shown["Study"]  # read by now
    assert "2 documents" in repr(study)
    assert "2 topics of 20 rows × 6 features" in shown["TopicModel"]
    assert shown["Cloud"] == "Cloud(2 of 2 words: 城市更新、韧性 …)"


def test_html_is_escaped(model: TopicModel) -> None:
    document = Document("甲", title="<script>alert(1)</script>", source="a&b")
    dfm = dfm_from_tokens([["<b>"]], pd.DataFrame({"doc_id": ["<i>"]}))
    study = Study([document])
    for shown in (document, dfm, study, model):
        html = shown._repr_html_()
        assert not re.search(r"<(script|管网)|<i>|<td><b>|<th><b>", html)
        assert html.count("<table") == html.count("</table>") >= 1
    assert "&lt;script&gt;" in document._repr_html_()
    assert "&lt;管网&gt;" in model._repr_html_()


def test_a_study_that_is_shown_reads_nothing(tmp_path: Path) -> None:
    study = Study(tmp_path / "没有", Settings(by="issuer"))
    assert "issuer" in study._repr_html_()
    assert repr(study) == "Study('没有', files='not read yet', by='issuer')"


def test_a_cloud_is_a_picture() -> None:
    cloud = word_cloud(pd.Series({"城市更新": 9, "韧性": 4}))
    assert Image.open(io.BytesIO(cloud._repr_png_())).format == "PNG"
    assert list(cloud.words["word"]) == ["城市更新", "韧性"]
    plain = word_cloud({"城市更新": 9, "韧性": 4})
    pd.testing.assert_frame_equal(cloud.words, plain.words)
    with pytest.raises(ValueError, match="'韧性' has two weights"):
        word_cloud(pd.Series([1, 2], index=["韧性", "韧性"]))


def test_a_study_takes_a_path_paths_or_documents(folder: Path) -> None:
    one, many = Study(str(folder)), Study([folder / "2020.txt", folder / "2024.txt"])
    read = Study(read_corpus(folder))
    assert one.name == folder.name
    assert read.name == "corpus"
    assert not read.fictional
    for study in (many, read):
        pd.testing.assert_frame_equal(study.dfm.rows, one.dfm.rows)
    with pytest.raises(ValueError, match="documents and paths together"):
        Study([folder, one.documents[0]])


def test_a_study_draws_a_cloud_of_all_or_of_a_group(folder: Path) -> None:
    study = Study(folder)
    assert set(study.cloud("2024").words["word"]) < set(study.cloud().words["word"])
    assert "防洪排涝" in set(study.cloud("2024", weight="tf_idf").words["word"])
    with pytest.raises(ValueError, match="no group '1999'; there are: 2020, 2024"):
        study.cloud("1999")
    with pytest.raises(ValueError, match="weight is 'size'"):
        study.cloud(weight="size")


def test_a_study_writes_its_report(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.report.fake import analysis
    from topics.report.findings import gather

    monkeypatch.setattr(gather, "analyse", lambda *_, **__: analysis())
    out = Study(folder).report(tmp_path / "报告")
    assert (out / "index.html").is_file()
    (tmp_path / "满").mkdir()
    (tmp_path / "满" / "我的.txt").touch()
    with pytest.raises(RuntimeError, match="holds files but no report"):
        Study(folder).report(tmp_path / "满")


def test_modules_at_the_top_are_called_like_their_functions(folder: Path) -> None:
    from topics.keywords import keywords

    study = Study(folder)
    table = topics.keywords(study.dfm, level="document", n=3)
    pd.testing.assert_frame_equal(table, keywords(study.dfm, level="document", n=3))
    assert topics.keywords.keywords is keywords
    assert inspect.signature(topics.keywords) == inspect.signature(keywords)
    marked = topics.keyness(study.dfm, study.labels, pairs=[("2020", "2024")], n_resamples=9)
    assert {"feature", "log_odds"} <= set(marked.columns)
    found = topics.compare(folder / "2020.txt", folder / "2024.txt")
    assert "2020" in repr(found)
    assert len(repr(found)) <= LONGEST
    assert set(found.links["shape"]) >= {"same"}
    assert found.text("en") != found.text() == str(found)
    assert "<p>" in found._repr_html_()


def defaults_of(name: str) -> dict[str, str]:
    """Where a parameter of this name has which default, anywhere in the package."""
    found = {}
    for path in sorted((ROOT / "topics").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            given = node.args
            pairs = [
                *zip(given.kwonlyargs, given.kw_defaults, strict=True),
                *zip(given.args[::-1], given.defaults[::-1], strict=False),
            ]
            for argument, default in pairs:
                if argument.arg == name and default is not None:
                    found[f"{path.relative_to(ROOT)}: {node.name}"] = ast.unparse(default)
    return found


def test_there_is_one_seed_and_one_number_of_resamples() -> None:
    seeds = defaults_of("seed")
    assert len(seeds) > 12
    assert set(seeds.values()) == {str(Settings.seed)}
    resamples = defaults_of("n_resamples")
    assert len(resamples) > 5
    fewer = {place for place, value in resamples.items() if value != str(Settings.n_resamples)}
    assert fewer == {"topics/emphasis/robustness.py: robustness"}  # a hundred variants of it


def test_the_dfm_shows_its_most_frequent_features() -> None:
    rows = pd.DataFrame({"doc_id": ["甲", "乙"], "path": ["一", "一"]})
    dfm: Dfm = dfm_from_tokens([["城市", "更新"], ["城市"]], rows)
    (table,) = pd.read_html(io.StringIO(dfm._repr_html_()), flavor="lxml")
    assert list(table.columns) == ["doc_id", "path", "城市", "更新"]
    assert table["城市"].tolist() == [1, 1]
    assert repr(dfm) == "Dfm(2 rows × 2 features, 3 tokens)"
