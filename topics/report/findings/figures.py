"""Which figures a report has, each with its caption, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd
from matplotlib.figure import Figure

from topics import viz
from topics.dfm import section_labels
from topics.emphasis.lenses import LENSES
from topics.names import lens_with_measure
from topics.report.findings.compared import compare_figures
from topics.report.findings.phrased import phrase_figures
from topics.report.findings.shown import by_pair
from topics.study import Study

Captioned = tuple[Figure, str]

HEADLINE_LENSES = ("rate", "section_share")


def figures(
    study: Study,
    tables: Mapping[str, pd.DataFrame],
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, Captioned]:
    """Draw all figures of a report but the clouds.

    Parameters
    ----------
    study : Study
    tables : mapping of str to DataFrame
        As in `topics.report.findings.analysis.Analysis`.
    advance : callable, (int, int) -> None, optional
        Told how many kinds of figures are drawn and how many there are.

    Returns
    -------
    dict of str to (Figure, str)
        Figure and caption by name.
    """
    drawn: dict[str, Captioned] = {}
    names = study.document_names
    rows = study.dfm.rows
    called = dict(
        zip(
            section_labels(rows),
            section_labels(rows.assign(doc_id=rows["doc_id"].map(names))),
            strict=True,
        )
    )
    drawn.update(compare_figures(tables, names, study.settings.lang))
    drawn.update(phrase_figures(tables, study.settings.lang))
    tables = {name: _with_names(table, names, called) for name, table in tables.items()}
    makers = (answer_figures, _targets, _emphasis, _documents, _words, _topics, _agencies)
    for number, make in enumerate(makers):
        advance(number, len(makers))
        drawn.update(make(study, tables))
    return drawn


def _with_names(
    table: pd.DataFrame, names: Mapping[str, str], sections: Mapping[str, str]
) -> pd.DataFrame:
    """Call documents by the names of figures, in `doc_id` and groups of documents and sections."""
    if "doc_id" in table:
        table = table.assign(doc_id=table["doc_id"].map(lambda doc_id: names.get(doc_id, doc_id)))
    if {"level", "group"} <= set(table.columns):
        places = zip(table["level"], table["group"], strict=True)
        table = table.assign(
            group=[
                (sections if level == "section" else names).get(group, group)
                for level, group in places
            ]
        )
    return table


def _say(study: Study, zh: str, en: str) -> str:
    return zh if study.settings.lang == "zh" else en


def answer_figures(
    study: Study, tables: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[str, Captioned]]:
    """Yield the figures of the answer: a series or a pair, and the words over the years."""
    lang, facts = study.settings.lang, tables["facts"]
    rates = study.theme_rates
    if len(tables["series"]):
        figure = viz.plot_series_change(tables["series"], rates, lang=lang)
        yield "series_change", (figure, _say(study, "议题在各年的升降", "Themes over the years"))
        figure = viz.plot_series(tables["series"], rates, lang=lang)
        yield "series", (figure, _say(study, "议题的逐年频率", "Rate of each theme by year"))
    elif len(facts):
        widest = facts[
            (facts["reference"] == study.pairs[-1][0]) & (facts["target"] == study.pairs[-1][1])
        ]
        figure = viz.plot_change(
            widest, tables["evidence"], rates, in_time=study.in_time, lang=lang
        )
        yield "change", (figure, _say(study, "什么加重、什么减轻", "What gained and lost weight"))
    if tables["word_series"]["shown"].astype(bool).any():
        shown = tables["word_series"].rename(columns={"word": "feature"})
        shown = shown[shown["shown"].astype(bool)]
        figure = viz.plot_word_years(shown, study.word_rates(list(shown["feature"])), lang=lang)
        yield "words_by_year", (figure, _say(study, "词语的兴替", "Words that came and went"))


def _targets(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Captioned]]:
    lang, series = study.settings.lang, tables["target_series"]
    if (series[series["value"].notna()].groupby("series").size() > 1).any():
        figure = viz.plot_target_series(series, lang=lang)
        yield "target_series", (figure, _say(study, "指标的前后数值", "Targets over the documents"))
    if len(tables["targets"]):
        figure = viz.plot_target_counts(tables["targets"], lang=lang)
        yield "target_counts", (figure, _say(study, "各文件的数量与类别", "Quantities by kind"))


def _emphasis(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Captioned]]:
    lang, themes = study.settings.lang, tables["themes"]
    yield from headline_figures(tables["shifts"], themes, lang)
    kept = themes["lens"].map(lambda name: name not in LENSES or LENSES[name].tested).astype(bool)
    tested = themes[kept]  # where no date is known there are no groups, and the table has no rows
    figure = viz.plot_theme_heatmap(tested, lang=lang)
    yield "theme_lenses", (figure, _say(study, "议题、组与口径", "Themes by group and lens"))
    figure = viz.plot_barcode(tables["theme_mentions"], tables["sections"], lang=lang)
    yield (
        "barcode",
        (figure, _say(study, "议题在各文件中出现的位置", "Where themes stand in each document")),
    )


def headline_figures(
    shifts: pd.DataFrame, themes: pd.DataFrame, lang: str
) -> Iterator[tuple[str, Captioned]]:
    """Draw the emphasis of the themes in each group, a figure per headline lens."""
    for name in HEADLINE_LENSES:
        if (themes["lens"] == name).any():
            lens = lens_with_measure(name, lang)
            caption = (
                f"各组的议题强调程度：{lens}，线段为 95% 区间"
                if lang == "zh"
                else f"Emphasis by group: {lens}, 95 % intervals"
            )
            yield (
                f"emphasis_{name}",
                (viz.plot_shifts(shifts, themes, lens=name, lang=lang), caption),
            )


def keyness_figures(keyness: pd.DataFrame, lang: str) -> Iterator[tuple[str, Captioned]]:
    """Draw the words that mark one group against another, a figure per pair in the report."""
    for number, (reference, target, words) in enumerate(by_pair(keyness), 1):
        caption = (
            f"显著词：{target} 相对 {reference}"
            if lang == "zh"
            else f"Key words: {target} against {reference}"
        )
        yield f"keyness_{number}", (viz.plot_keyness(words, lang=lang), caption)


def _documents(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Captioned]]:
    if len(tables["document_map"]) > 2:
        place = {
            group: number for number, group in enumerate(dict.fromkeys(study.groups.values()))
        }  # in time
        rows = tables["document_map"].sort_values(
            "group", key=lambda groups: groups.map(place), kind="stable"
        )
        figure = viz.plot_document_map(rows, lang=study.settings.lang)
        yield (
            "document_map",
            (
                figure,
                _say(study, "文件之间用词的远近", "How far apart the documents are in their words"),
            ),
        )


def _words(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Captioned]]:
    lang = study.settings.lang
    figure = viz.plot_keywords(tables["keywords"], level="document", lang=lang)
    yield (
        "keywords_document",
        (figure, _say(study, "各文件的关键词", "Keywords of each document")),
    )
    if not tables["cooccurrence"].empty:
        figure = viz.plot_cooccurrence(tables["cooccurrence"], lang=lang)
        yield (
            "cooccurrence",
            (
                figure,
                _say(study, "各组词的共现网络（关联强度）", "Words that stand together, by group"),
            ),
        )
    yield from keyness_figures(tables["keyness"], lang)


def _topics(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Captioned]]:
    if "topics" not in tables:
        return
    lang, topics, shares = study.settings.lang, tables["topics"], tables["topic_shares"]
    for level, zh, en in (
        ("document", "各文件的主题占比", "Topics in each document"),
        ("section", "主题沿各文件的分布", "Topics along each document"),
    ):
        yield (
            f"topics_{level}",
            (
                viz.plot_topic_shares(
                    shares, topics, level=level, sections=tables["sections"], lang=lang
                ),
                _say(study, zh, en),
            ),
        )
    yield (
        "topic_terms",
        (
            viz.plot_topic_terms(topics, lang=lang),
            _say(study, "各主题的代表词", "Terms of each topic"),
        ),
    )
    if not tables["topic_choice"].empty:
        figure = viz.plot_topic_choice(tables["topic_choice"], lang=lang)
        yield (
            "topic_choice",
            (figure, _say(study, "主题数的选择", "Choice of the number of topics")),
        )


def _agencies(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Captioned]]:
    if not tables["agencies"].empty:
        names = study.document_names
        groups = {names[doc_id]: group for doc_id, group in study.groups.items()}
        figure = viz.plot_agencies(tables["agencies"], groups=groups, lang=study.settings.lang)
        yield (
            "agencies",
            (
                figure,
                _say(study, "责任单位及其共同出现", "Agencies and their joint responsibility"),
            ),
        )
