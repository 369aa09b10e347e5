"""Guards: what else differs between compared groups, so that no shift is read as what it is not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from topics.corpus.document import Document, count_han
from topics.corpus.language.kinds import HORIZONS
from topics.dfm import section_rows
from topics.emphasis.groups import check_pairs, group_genres, ordered_groups

LENGTH_RATIO = 2.0  # groups whose text differs by more are named
SECTION_RATIO = 1.5  # the same for the mean length of their sections
COLUMNS = [
    "reference",
    "target",
    "aspect",
    "value_reference",
    "value_target",
    "message_zh",
    "message_en",
]
ASPECTS = {
    "issuer": (
        "发文机关",
        "issuers",
        "立场与职权不同，用词差异未必是重点变化",
        "offices differ, and wording with them",
    ),
    "genre": (
        "文种",
        "genres",
        "文种不同，比较的可能是文种而不是年份",
        "genres may be compared instead of years",
    ),
    "horizon": (
        "规划期",
        "horizons",
        "长期规划与年度任务的详略不同",
        "long plans and yearly tasks differ in detail",
    ),
    "length": (
        "篇幅（汉字）",
        "length (Han characters)",
        "篇幅相差一倍以上，请看频率与占比，不看次数",
        "read rates, not counts",
    ),
    "section_length": (
        "每个叶节的平均汉字数",
        "Han characters per leaf section",
        "条目长短不同会影响提及条目占比，请以提及频率和提及条目篇幅占比为准",
        "longer sections mention more; read rate and share of text",
    ),
    "documents": (
        "文件数",
        "documents",
        "一侧只有一份文件，其个别特点会被当作整组的特点",
        "one document stands for a group",
    ),
    "responsibility_lists": (
        "责任分工名单",
        "responsibility lists",
        "一侧有、一侧没有责任单位名单",
        "one side lists agencies",
    ),
}


def guards(
    documents: Sequence[Document],
    labels: pd.Series,
    *,
    pairs: Sequence[tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Name what differs between the groups of each comparison besides their emphasis.

    Parameters
    ----------
    documents : sequence of Document
    labels : Series of str
        The group of each leaf section.
    pairs : sequence of (reference, target), optional
        By default those of `topics.emphasis.groups.default_pairs`.

    Returns
    -------
    DataFrame
        One row per pair and aspect that differs: reference, target, aspect (`issuer`, `genre`,
        `horizon`, `length`, `section_length`, `documents`, `responsibility_lists`),
        value_reference, value_target, message_zh, message_en. No row: nothing was found to differ.
    """
    rows = section_rows(documents).assign(group=[str(label) for label in labels])
    groups = ordered_groups(documents, rows["group"])
    of_document = {document.doc_id: document for document in documents if document.analysed}
    members = {
        group: [
            of_document[doc_id]
            for doc_id in dict.fromkeys(rows.loc[rows["group"] == group, "doc_id"])
        ]
        for group in groups
    }
    profiles = {group: _profile(found) for group, found in members.items()}
    return differing(profiles, check_pairs(pairs, groups, group_genres(rows)))


def differing(
    profiles: Mapping[str, Mapping[str, str]], pairs: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """Return the table of `guards` from what each group has of every aspect.

    Parameters
    ----------
    profiles : mapping of str to mapping of str to str
        By group and aspect; an empty value is not known, and differs from nothing.
    pairs : sequence of (reference, target)
    """
    records = [
        _record(reference, target, aspect, profiles[reference][aspect], profiles[target][aspect])
        for reference, target in pairs
        for aspect in ASPECTS
        if _differs(aspect, profiles[reference][aspect], profiles[target][aspect])
    ]
    return pd.DataFrame.from_records(records, columns=COLUMNS)


def horizon(document: Document) -> str:
    """Return how many years a document plans for: by its period, or by what its genre says; empty
    where unknown.

    >>> horizon(Document("甲", genre="五年实施方案")), horizon(Document("乙", period="2021—2025"))
    ('5年', '5年')
    """
    if found := re.fullmatch(r"(\d{4})(?:—(\d{4}))?", document.period):
        return f"{int(found[2] or found[1]) - int(found[1]) + 1}年"
    return next(
        (years for word, years in HORIZONS.items() if word in document.genre), document.period
    )


def in_english(aspect: str, value: str) -> str:
    """Write what a group has of an aspect for an English reader; names stay as the documents have
    them.

    >>> in_english("horizon", "1年；中长期"), in_english("issuer", "少年宫")
    ('1 y; medium and long term', '少年宫')
    """
    if aspect != "horizon":
        return value
    years = re.sub(r"(\d+)年", r"\1 y", value).replace("；", "; ")
    return years.replace("中长期", "medium and long term")


def _profile(documents: Sequence[Document]) -> dict[str, str]:
    def values(found: set[str]) -> str:
        return "；".join(sorted(found - {""}))

    length = sum(count_han(document.text) for document in documents)
    return {
        "issuer": values({document.issuer for document in documents}),
        "genre": values({document.genre for document in documents}),
        "horizon": values({horizon(document) for document in documents}),
        "length": str(length),
        "section_length": str(
            round(length / max(sum(len(document.leaves) for document in documents), 1))
        ),
        "documents": str(len(documents)),
        "responsibility_lists": str(sum(bool(document.agencies) for document in documents)),
    }


def _differs(aspect: str, reference: str, target: str) -> bool:
    if aspect in {"length", "section_length"}:
        low, high = sorted((int(reference), int(target)))
        return high > (LENGTH_RATIO if aspect == "length" else SECTION_RATIO) * low
    if aspect == "documents":
        return "1" in {reference, target}
    if aspect == "responsibility_lists":
        return (reference == "0") != (target == "0")
    return bool(reference and target and reference != target)


def _record(
    reference: str, target: str, aspect: str, value_reference: str, value_target: str
) -> dict[str, str]:
    zh, en, why_zh, why_en = ASPECTS[aspect]
    return {
        "reference": reference,
        "target": target,
        "aspect": aspect,
        "value_reference": value_reference,
        "value_target": value_target,
        "message_zh": (
            f"{zh}：{reference} 为 {value_reference}，{target} 为 {value_target}；{why_zh}"
        ),
        "message_en": (
            f"{en}: {reference} has {in_english(aspect, value_reference)},"
            f" {target} has {in_english(aspect, value_target)}; {why_en}"
        ),
    }
