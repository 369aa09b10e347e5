"""What a word weighs in the cloud of a document, chapter, topic or group."""

from __future__ import annotations

import pandas as pd

from topics import viz
from topics.names import STANDINGS, name_of
from topics.study import Study
from topics.words.subjects import heads_a_list

Weights = dict[str, dict[str, float]]

UNITS = {
    "count": ("每万汉字次数", "per 10,000 characters"),
    "tf_idf": ("TF-IDF", "tf-idf"),
    "keyness": ("相对其余各组的 G²", "G² against all others"),
    "probability": ("词在主题中的概率", "probability in the topic"),
}


def draw_each(study: Study, by: str, weight: str, style: viz.CloudStyle) -> dict[str, viz.Cloud]:
    """Draw one cloud per document, section (chapter), topic, or group of what the study groups by.

    Parameters
    ----------
    study : Study
    by : str
        `document`, `section`, `topic`, or else the groups of the study.
    weight : {"count", "tf_idf", "keyness"}
        Counts are per 10,000 Han characters, so that sizes compare; the words of topics weigh their
        probability.
    style : CloudStyle

    Returns
    -------
    dict of str to Cloud
        By the name of the document, chapter, topic or group. Documents and groups share one layout
        and one scale; chapters and topics, which share few words, have their own.
    """
    unit = UNITS["probability" if by == "topic" else weight][0 if style.lang == "zh" else 1]
    weights = weights_of(study, by, weight)
    titles = {
        name: f"{name}（{unit}）" if style.lang == "zh" else f"{name} ({unit})" for name in weights
    }
    if by in {"section", "topic"}:
        return {
            name: viz.word_cloud(words, title=titles[name], style=style)
            for name, words in weights.items()
        }
    drawn = viz.word_clouds({titles[name]: words for name, words in weights.items()}, style=style)
    return {name: drawn[titles[name]] for name in weights}


def draw_comparison(study: Study, pair: tuple[str, str], style: viz.CloudStyle) -> viz.Cloud:
    """Draw the words of two groups (reference, target) against each other.

    Raises
    ------
    ValueError
        If there is no such group; the message lists those that there are.
    """
    counts, (reference, target) = study.weights(study.labels), pair
    known = set(study.groups.values())
    if unknown := [name for name in pair if name not in known]:
        raise ValueError(
            f"--compare: no year named {'、'.join(unknown)}; there are:"
            f" {'、'.join(sorted(known)) or 'none'}"
        )
    return viz.comparison_cloud(
        counts.get(target, {}), counts.get(reference, {}), names=(target, reference), style=style
    )


def weights_of(study: Study, by: str, weight: str) -> Weights:
    """Return the weights of the words of each document, section (chapter), topic or group."""
    if by == "topic":
        return probabilities(study)
    labels = study.labels
    if by in {"document", "section"}:
        labels = study.dfm.rows["doc_id"].map(study.document_names)
    if by == "section":
        labels = labels + " " + chapters(study)
    if weight == "keyness":
        return distinctive(study, labels)
    return rates(study, labels) if weight == "count" else study.weights(labels, weight)


def rates(study: Study, labels: pd.Series) -> Weights:
    """Return the occurrences per 10,000 Han characters of each group in the order of the text; one
    without a character is left out.
    """
    size = study.dfm.group_by(labels).rows.set_index("group")["n_chars"]
    counts = study.weights(labels)
    order = [name for name in dict.fromkeys(labels) if name in counts and size[name]]
    return {
        name: {word: n / size[name] * 10_000 for word, n in counts[name].items()} for name in order
    }


def distinctive(study: Study, labels: pd.Series) -> Weights:
    """Return G² of the words that stand out in each group against all others.

    Raises
    ------
    ValueError
        If there are no two groups.
    """
    from topics.keyness import keyness  # noqa: PLC0415 (only where asked for)

    groups = sorted({label for label in labels if label})
    if len(groups) < 2:
        raise ValueError(
            f"keyness: {len(groups)} group ({', '.join(groups)}); a group stands out against"
            " others, give two or more"
        )
    table = keyness(
        study.dfm,
        labels,
        pairs=[("*", group) for group in groups],
        n_resamples=1,
        seed=study.settings.seed,
    )
    above = table[table["g2"] > 0]
    return {
        str(group): dict(zip(rows["feature"], rows["g2"], strict=True))
        for group, rows in above.groupby("target")
    }


def probabilities(study: Study) -> Weights:
    """Return p(word | topic) by number and label of the topic; the name of an unstable topic says
    so.
    """
    model, topics = study.model, study.topics
    lang = study.settings.lang
    opening, closing = ("（", "）") if lang == "zh" else (" (", ")")
    marks = [
        "" if code == "stable" else f"{opening}{name_of(code, STANDINGS, lang)}{closing}"
        for code in topics["standing"]
    ]
    names = [
        f"{n}. {label}{mark}"
        for n, label, mark in zip(topics["topic"], topics["label"], marks, strict=True)
    ]
    return {
        name: {
            word: float(p)
            for word, p in zip(model.features, row, strict=True)
            if heads_a_list(word)
        }
        for name, row in zip(names, model.phi, strict=True)
    }


def chapters(study: Study) -> pd.Series:
    """Name the chapter of each leaf section by its number and heading; what stands before the first
    one is called so.
    """
    headings = {
        (document.doc_id, section.path): section.heading
        for document in study.analysed
        for section in document.sections
        if section.level == 1
    }
    rows = study.dfm.rows
    keys = [
        (doc_id, str(path).split("/", maxsplit=1)[0])
        for doc_id, path in zip(rows["doc_id"], rows["path"], strict=True)
    ]
    before = "开头" if study.settings.lang == "zh" else "beginning"
    names = [
        before if path == "0" else f"{path} {headings.get((doc_id, path), '')}".strip()
        for doc_id, path in keys
    ]
    return pd.Series(names, rows.index, dtype=object)
