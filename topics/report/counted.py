"""The report of a corpus that does not fit in memory: what counts can tell, and a note that names
what they cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from topics import viz
from topics.dfm import leaf_texts
from topics.emphasis.lenses import LENSES
from topics.model import TooFewSections, TopicFitError
from topics.report.chapters.words import COUNTED_ROWS
from topics.report.findings.analysis import Analysis
from topics.report.findings.figures import (
    Captioned,
    answer_figures,
    headline_figures,
    keyness_figures,
)
from topics.report.findings.gather import token_places, versions
from topics.report.findings.shown import features_shown
from topics.study.counted import SAMPLE, CountedStudy

WORDS = 80  # of a cloud


def analyse_counts(study: CountedStudy) -> Analysis:
    """Compute the tables and figures that counts can tell.

    Parameters
    ----------
    study : CountedStudy

    Returns
    -------
    Analysis
        Without documents; the page quotes from `quoted`, and says so.
    """
    tables, failures = _tables(study)
    drawn = dict(_figures(study, tables))
    return Analysis(
        name=study.name,
        settings=study.settings,
        documents=(),
        groups=study.groups,
        quoted=study.quoted,
        tables=tables,
        figures={name: figure for name, (figure, _) in drawn.items()},
        captions={name: caption for name, (_, caption) in drawn.items()},
        matches=study.quoted_places[["theme", "term", "doc_id", "start", "end"]],
        token_places=token_places(
            study.quoted,
            [study.tokenizer.spans(text) for text in leaf_texts(study.quoted)],
            features_shown(tables),
        ),
        answer=study.answer(),
        notes=tuple(_notes(study, failures)),
        manifest=_manifest(study),
    )


def documents_table(study: CountedStudy) -> pd.DataFrame:
    """Describe every document, one row each, in the columns of documents.csv."""
    counted = study.counted
    blank = (
        "title",
        "number",
        "duplicate_of",
        "resembles",
        "source",
        "declared",
        "conflicts",
        "published",
        "effective",
        "year_from",
        "period",
        "sha256",
    )
    return counted[["doc_id", "issuer", "year", "genre", "n_chars", "n_sections"]].assign(
        **dict.fromkeys(blank, ""),
        date=counted["year"].map(lambda year: "" if pd.isna(year) else str(year)),
        status=counted["reason"].map(lambda reason: "skipped" if reason else "ok"),
        reasons=counted["reason"],
    )


def _tables(study: CountedStudy) -> tuple[dict[str, pd.DataFrame], list[Exception]]:
    tables = {
        "documents": documents_table(study),
        "keywords": study.group_keywords,
        "keyness": _strongest(study.keyness),
        "themes": study.theme_shares,
        "shifts": study.shifts,
        "verdicts": study.verdicts,
        "trend": study.trend,
        "facts": study.facts,
        "words_change": study.word_changes,
        "evidence": study.evidence,
        "series": study.series,
        "word_series": study.word_series,
        "guards": study.guards,
    }
    try:
        shares = study.topic_shares
        tables |= {
            "topics": study.topics,
            "topic_shares": shares[shares["level"] == "year"],
            "topic_choice": study.topic_choice,
        }
    except (TooFewSections, TopicFitError, ValueError) as error:
        return tables, [error]
    return tables, []


def _strongest(table: pd.DataFrame) -> pd.DataFrame:
    """Take the words of each pair with the largest |G²|, in the order of the table."""
    if table.empty:
        return table
    rank = (
        table["g2"]
        .abs()
        .round(9)
        .groupby([table["reference"], table["target"]])
        .rank(method="first", ascending=False)
    )
    return table[rank <= COUNTED_ROWS].reset_index(drop=True)


def _figures(
    study: CountedStudy, tables: dict[str, pd.DataFrame]
) -> Iterator[tuple[str, Captioned]]:
    lang, shifts, themes = study.settings.lang, tables["shifts"], tables["themes"]
    zh = lang == "zh"
    yield from answer_figures(study, tables)
    if not shifts.empty:
        yield from headline_figures(shifts, themes, lang)
    tested = themes[themes["lens"].map(lambda name: name not in LENSES or LENSES[name].tested)]
    if not tested.empty:
        yield (
            "theme_lenses",
            (
                viz.plot_theme_heatmap(tested, lang=lang),
                "议题、组与口径" if zh else "Themes by group and lens",
            ),
        )
    yield from keyness_figures(tables["keyness"], lang)
    if "topics" in tables:
        yield (
            "topic_terms",
            (
                viz.plot_topic_terms(tables["topics"], lang=lang),
                "各主题的代表词" if zh else "Terms of each topic",
            ),
        )
    rates = {group: words for group, words in study.group_rates(WORDS).items() if words}
    style = viz.CloudStyle(n=WORDS, lang=lang)
    for number, (group, cloud) in enumerate(
        viz.word_clouds(rates, style=style).items() if rates else (), 1
    ):
        caption = (
            f"{group} 的词云（面积与每万汉字次数成正比）"
            if zh
            else f"Words of {group} (area by rate)"
        )
        yield f"cloud_group_{number}", (cloud.figure, caption)


def _notes(study: CountedStudy, failures: list[Exception]) -> Iterator[str]:
    zh, folder = study.settings.lang == "zh", study.folder.name
    totals, sizes = study.manifest["totals"], _sizes(study)
    n = min(SAMPLE, int(totals["documents"]))
    if zh:
        yield (
            f"语料超出内存分析的规模，本报告由流式计数得出（全部计数在 {folder}）：不含章节、"
            "责任单位、清洗记录、标题与措辞口径、"
            "显著词的检验和各种稳健性表；副本未去除，重复几次计几次；点开数字所见的句子是示例，"
            "取自各组提及各议题最多的文件。"
        )
        yield (
            "检验以文件为单位，"
            f"重抽样{study.settings.n_resamples}次；主题模型拟合于按名称散列值抽取的 {n} 份文件。"
        )
        listed = "、".join(
            f"{group}（{count:,}份、{chars:,}汉字）" for group, count, chars in sizes
        )
        yield f"各组：{listed}。"
    else:
        yield (
            "The corpus is larger than what is analysed in memory; this report is made from counts"
            f" (all of them in {folder}): no sections, agencies or cleaning, no lenses of headings"
            " and wording, no tests of key words, no tables of robustness; copies count as often"
            " as they come; the sentences behind a number are examples, from the documents of each"
            " group that mention each theme most."
        )
        yield (
            f"Tests have documents as units, with {study.settings.n_resamples} resamples; topics"
            f" are fitted to {n} documents chosen by the hashes of their names."
        )
        listed = ", ".join(
            f"{group} ({count:,} documents, {chars:,} Han characters)"
            for group, count, chars in sizes
        )
        yield f"Groups: {listed}."
    if totals["quarantined"]:
        yield (
            f"{totals['quarantined']} 处未计入，原因见 {folder}/quarantine.parquet。"
            if zh
            else f"{totals['quarantined']} were not counted; {folder}/quarantine.parquet says why."
        )
    if unknown := int(((study.counted["group"] == "") & (study.counted["reason"] == "")).sum()):
        yield (
            f"{unknown:,} 份文件的组别不明，未进入比较。"
            if zh
            else f"The group of {unknown:,} documents is unknown; they are left out of comparisons."
        )
    for failure in failures:
        yield f"未拟合主题模型：{failure}" if zh else f"no topic model: {failure}"


def _sizes(study: CountedStudy) -> list[tuple[str, int, int]]:
    """Return each group with its documents and Han characters."""
    chars: dict[str, list[int]] = {group: [] for group in study.measures.groups}
    for group, n_chars in zip(study.counted["group"], study.counted["n_chars"], strict=True):
        if group:
            chars[group].append(int(n_chars))
    return [(group, len(known), sum(known)) for group, known in chars.items()]


def _manifest(study: CountedStudy) -> dict[str, Any]:
    """Return the signature: in the place of the files the hashes of the tables of counts."""
    model = study.__dict__.get("model")
    counts = study.manifest
    return {
        "topics": versions()["topics"],
        "name": study.name,
        "command": "python -m topics report",
        "settings": study.settings.as_dict(),
        "versions": versions(),
        "tokenizer": study.tokenizer.signature,
        "background": None,
        "themes": {"n": len(study.themes), "sha256": counts["spec"]},
        "model": model.signature if model else None,
        "model_settings": dict(model.settings) if model else None,
        "inputs": [],
        "counts": (
            {name: counts[name] for name in ("format", "spec", "totals", "tables")}
            | {"sample": SAMPLE}
        ),
    }
