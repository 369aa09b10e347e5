"""The word clouds of a report, and the table of their words: what had no room stands there."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.figure import Figure

from topics import viz
from topics.study import Study

WORDS = 80
COLUMNS = ["figure", "word", "weight", "size", "placed", "reason"]

Named = tuple[str, viz.Cloud, str]  # name of the figure, cloud, caption


def clouds(study: Study) -> tuple[dict[str, tuple[Figure, str]], pd.DataFrame]:
    """Draw one cloud per document, one per group, and one of the first group against the last.

    Returns
    -------
    drawn : dict of str to (Figure, str)
        Figure and caption by name.
    words : DataFrame
        The words of each cloud, those without room too, with the columns of clouds.csv.
    """
    style = viz.CloudStyle(n=WORDS, lang=study.settings.lang)
    drawn, tables = {}, [pd.DataFrame(columns=COLUMNS)]
    for name, cloud, caption in (*_by_rate(study, style), *_comparison(study, style)):
        words = cloud.words[cloud.words["placed"] | (cloud.words["reason"] == "room")]
        hidden = int((~words["placed"]).sum())
        told = _say(study, f"；{hidden}个词放不下，见 clouds.csv", f"; {hidden} words had no room and stand in clouds.csv")
        drawn[name] = cloud.figure, caption + (told if hidden else "")
        tables.append(words.assign(figure=name)[COLUMNS])
    return drawn, pd.concat([table for table in tables if len(table)] or tables, ignore_index=True)


def _by_rate(study: Study, style: viz.CloudStyle) -> Iterator[Named]:
    """Draw the words of each document and of each group; a word has its place and colour in all of a kind."""
    names = study.dfm.rows["doc_id"].map(study.document_names)
    for kind, labels in (("document", names), ("group", study.labels)):
        size = study.dfm.group_by(labels).rows.set_index("group")["n_chars"]
        counts = study.weights(labels)
        weights = {name: {w: n / size[name] * 10_000 for w, n in words.items()} for name, words in counts.items() if size[name]}
        if kind == "group" and len(weights) == len(study.analysed):
            continue  # each group is one document
        for number, (name, cloud) in enumerate(viz.word_clouds(weights, style=style).items(), 1):
            caption = _say(study, f"{name} 的词云（面积与每万汉字次数成正比）", f"Words of {name} (area by rate)")
            yield f"cloud_{kind}_{number}", cloud, caption


def _comparison(study: Study, style: viz.CloudStyle) -> Iterator[Named]:
    """Draw the words of the last group against those of the first."""
    groups = list(dict.fromkeys(study.groups.values()))
    if len(groups) < 2:
        return
    counts, first, last = study.weights(study.labels), groups[0], groups[-1]
    cloud = viz.comparison_cloud(counts.get(last, {}), counts.get(first, {}), names=(last, first), style=style)
    zh = f"{first} 与 {last} 的对比词云（左为 {first} 占比更高的词，右为 {last}；面积与占比之差成正比）"
    en = f"Words of {first} (left) against {last} (right), area by the difference of their shares"
    yield "comparison_cloud", cloud, _say(study, zh, en)


def _say(study: Study, zh: str, en: str) -> str:
    return zh if study.settings.lang == "zh" else en
