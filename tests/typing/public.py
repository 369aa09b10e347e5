"""The public names as a type checker sees them: `mypy` reads this file, nothing runs it.

Names are taken from `topics` itself, so that its lazy attributes keep their types.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import assert_type

import pandas as pd
from matplotlib.figure import Figure

import topics
from topics.answer.sentence import Answer
from topics.compare import Comparison
from topics.corpus import outline
from topics.dfm import section_rows
from topics.emphasis import measure, verdicts
from topics.emphasis.lenses import Measures
from topics.keyness import keyness
from topics.keywords import keywords
from topics.report.findings.analysis import Analysis
from topics.report.findings.gather import analyse
from topics.report.write import write_report
from topics.themes import ThemeMatch
from topics.viz import Cloud, plot_keywords
from topics.vocabulary.audit import audit
from topics.words.span import Span


def reader(folder: Path) -> None:
    assert_type(topics.__version__, str)
    assert_type(topics.read_corpus(folder), list[topics.Document])
    assert_type(topics.read_corpus(["一.txt", folder], topics.ReadOptions()), list[topics.Document])
    document = assert_type(topics.parse_text("一、总体要求", doc_id="甲"), topics.Document)
    assert_type(document.text, str)
    assert_type(document.sections, tuple[topics.Section, ...])
    assert_type(outline(document), str)


def words(documents: Sequence[topics.Document]) -> None:
    tokenizer = topics.PolicyTokenizer(stopwords=None)
    assert_type(tokenizer.tokenize("城市更新"), list[str])
    assert_type(tokenizer("城市更新"), list[str])
    assert_type(tokenizer.spans("城市更新"), list[Span])
    assert_type(tokenizer.occurrences("城市更新", ["城市"]), list[Span])
    assert_type(tokenizer.tokenize_all(["城市更新"]), list[list[str]])
    assert_type(tokenizer.signature, str)
    assert_type(audit(tokenizer, ["城市更新"]), pd.DataFrame)
    dfm = assert_type(topics.build_dfm(documents, tokenizer.tokenize), topics.Dfm)
    labels = assert_type(topics.group_labels(dfm.rows), pd.Series)
    assert_type(dfm.group_by(labels), topics.Dfm)
    assert_type(keywords(dfm, level="group", labels=labels), pd.DataFrame)
    assert_type(keyness(dfm, labels, pairs=[("2022", "2024")]), pd.DataFrame)
    # The modules at the top are their functions, to a type checker as to a caller.
    assert_type(topics.keywords(dfm, level="document"), pd.DataFrame)
    assert_type(topics.keyness(dfm, labels), pd.DataFrame)
    found = assert_type(topics.compare(documents[0], "乙.txt"), Comparison)
    assert_type(found.links, pd.DataFrame)
    assert_type(found.text("en"), str)


def emphasis(documents: Sequence[topics.Document], tokenizer: topics.PolicyTokenizer) -> None:
    themes = assert_type(topics.read_themes(["themes.toml"]), tuple[topics.Theme, ...])
    matcher = topics.ThemeMatcher(themes, tokenizer)
    assert_type(matcher("城市更新"), list[str])
    assert_type(matcher.matches("城市更新"), list[ThemeMatch])
    rows = section_rows(documents)
    measures = assert_type(measure(documents, themes, tokenizer, rows["year"]), Measures)
    assert_type(topics.theme_shares(measures), pd.DataFrame)
    table = assert_type(topics.shifts(measures), pd.DataFrame)
    assert_type(verdicts(table), pd.DataFrame)


def models(dfm: topics.Dfm) -> None:
    model = assert_type(topics.fit_topics(dfm, 4), topics.TopicModel)
    assert_type(model.top_terms(10), list[list[str]])
    assert_type(topics.choose_topics(dfm), pd.DataFrame)
    assert_type(topics.topic_shares(model), pd.DataFrame)
    estimator = assert_type(topics.TopicEstimator(4).fit(dfm.counts), topics.TopicEstimator)
    assert_type(estimator.model_, topics.TopicModel)


def study(folder: Path) -> None:
    one = topics.Study([folder], topics.Settings())
    assert_type(one.facts, pd.DataFrame)
    assert_type(one.evidence, pd.DataFrame)
    assert_type(one.word_changes, pd.DataFrame)
    assert_type(one.answer(lang="en"), Answer)
    assert_type(topics.Study("folder").cloud("2024"), Cloud)
    assert_type(one.report(folder), Path)
    analysis = assert_type(analyse(one), Analysis)
    assert_type(write_report(analysis, folder), Path)


def figures(table: pd.DataFrame) -> None:
    cloud = assert_type(topics.word_cloud({"城市更新": 3.0}), Cloud)
    assert_type(cloud.figure, Figure)
    assert_type(plot_keywords(table), Figure)
