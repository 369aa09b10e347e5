"""The word clouds of a report, and the table of their words: what had no room stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from topics import viz
from topics.report.findings.cloud_weights import chapters, draw_comparison, probabilities, rates
from topics.study import Study

WORDS = 80  # in the clouds of documents and groups
# documents, and groups, with a cloud each: more have no room for words that keep their places
MOST = 12
MOST_CHAPTERED = 6  # documents whose chapters are drawn
COLUMNS = ["figure", "group", "word", "weight", "size", "placed", "reason"]


class Named(NamedTuple):
    """A figure of words: its name in the report, the cloud, its caption."""

    name: str
    cloud: viz.Cloud
    caption: str


def clouds(
    study: Study, *, topics: bool, advance: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[dict[str, tuple[Figure, str]], pd.DataFrame]:
    """Draw one cloud per document, one per group, the first group against the last, and pages of
    chapters and topics.

    Of more than `MOST` documents none has a cloud of its own, of more groups the latest have;
    `topics cloud --by` draws all.

    Parameters
    ----------
    study : Study
    topics : bool
        Whether there is a topic model.
    advance : callable, (int, int) -> None, optional
        Told how many kinds of clouds are drawn and how many there are.

    Returns
    -------
    drawn : dict of str to (Figure, str)
        Figure and caption by name.
    words : DataFrame
        The words of each cloud, those without room too, with the columns of clouds.csv.
    """
    drawn, tables = {}, [pd.DataFrame(columns=COLUMNS)]
    makers = (_by_rate, _comparison, _chapters, *([_topics] if topics else []))
    for name, cloud, caption in _made(makers, study, advance):
        words = cloud.words[cloud.words["placed"] | cloud.words["reason"].isin(["room", "page"])]
        hidden = int((~words["placed"]).sum())
        told = _say(
            study,
            f"；{hidden}个词放不下，见 clouds.csv",
            f"; {hidden} words had no room and stand in clouds.csv",
        )
        drawn[name] = cloud.figure, caption + (told if hidden else "")
        tables.append(words.assign(figure=name, group=words.get("group", ""))[COLUMNS])
    return drawn, pd.concat([table for table in tables if len(table)] or tables, ignore_index=True)


def _made(
    makers: Sequence[Callable[[Study], Iterator[Named]]],
    study: Study,
    advance: Callable[[int, int], None],
) -> Iterator[Named]:
    for number, make in enumerate(makers):
        advance(number, len(makers))
        yield from make(study)


def _by_rate(study: Study) -> Iterator[Named]:
    """Draw the words of each document, if they are few, and of each of the latest groups.

    A word has its place and colour in all of a kind.
    """
    style = viz.CloudStyle(n=WORDS, lang=study.settings.lang)
    documents, groups = study.dfm.rows["doc_id"].map(study.document_names), study.labels
    latest = list(dict.fromkeys(study.groups.values()))[-MOST:]
    kinds = {"document": documents} if len(study.analysed) <= MOST else {}
    if not kinds or len(set(study.groups.values())) < len(
        study.groups
    ):  # else each group is one document
        kinds["group"] = groups.where(groups.isin(latest), "")
    for kind, labels in kinds.items():
        for number, (name, cloud) in enumerate(
            viz.word_clouds(rates(study, labels), style=style).items(), 1
        ):
            caption = _say(
                study,
                f"{name} 的词云（面积与每万汉字次数成正比）",
                f"Words of {name} (area by rate)",
            )
            yield Named(f"cloud_{kind}_{number}", cloud, caption)


def _comparison(study: Study) -> Iterator[Named]:
    """Draw the words of the last group against those of the first."""
    groups = list(dict.fromkeys(study.groups.values()))
    if len(groups) < 2:
        return
    style = viz.CloudStyle(n=WORDS, lang=study.settings.lang)
    first, last = groups[0], groups[-1]
    cloud = draw_comparison(study, (first, last), style)
    zh = (
        f"{first} 与 {last} 的对比词云"
        f"（左为 {first} 占比更高的词，右为 {last}；面积与占比之差成正比）"
    )
    en = f"Words of {first} (left) against {last} (right), area by the difference of their shares"
    yield Named("comparison_cloud", cloud, _say(study, zh, en))


def _chapters(study: Study) -> Iterator[Named]:
    """Draw the chapters of each document that has some, a document a page."""
    names = chapters(study)
    style = viz.CloudStyle(n=26, height=3.2, lang=study.settings.lang)
    parted = [
        document
        for document in study.analysed
        if len(set(names[study.dfm.rows["doc_id"] == document.doc_id])) > 1
    ]
    for number, document in enumerate(parted[:MOST_CHAPTERED], 1):
        own = names.where(study.dfm.rows["doc_id"] == document.doc_id, "")
        name = study.document_names[document.doc_id]
        title = _say(
            study,
            f"{name} 各章的词（每万汉字次数）",
            f"{name}: words of each chapter (per 10,000 characters)",
        )
        caption = _say(
            study,
            f"{name} 各章的词云（面积与每万汉字次数成正比，各章自有尺度）",
            f"Words of the chapters of {name} (area by rate, each chapter to its own scale)",
        )
        yield Named(
            f"cloud_chapters_{number}",
            viz.cloud_sheet(rates(study, own), title=title, style=style),
            caption,
        )


def _topics(study: Study) -> Iterator[Named]:
    """Draw the words of all topics on a page."""
    style = viz.CloudStyle(
        n=26, height=3.4, lang=study.settings.lang
    )  # five rows of three on a page
    title = _say(
        study, "各主题的词（词在主题中的概率）", "Words of each topic (probability in the topic)"
    )
    caption = _say(
        study,
        "各主题的词云（面积与词在主题中的概率成正比，各主题自有尺度）",
        "Words of the topics (area by probability, each topic to its own scale)",
    )
    yield Named(
        "topic_clouds", viz.cloud_sheet(probabilities(study), title=title, style=style), caption
    )


def _say(study: Study, zh: str, en: str) -> str:
    return zh if study.settings.lang == "zh" else en
