"""What a reader must know before the first number: files left out, what differs between the groups, what could not be had."""

from __future__ import annotations

from topics.study import Study


def notes(study: Study, failures: list[str]) -> tuple[str, ...]:
    """Return the sentences, in the language of the report."""
    zh = study.settings.lang == "zh"
    skipped = [d for d in study.documents if d.status == "skipped"]
    found = [
        f"未能读取：{d.source}（{'；'.join(d.reasons)}）" if zh else f"not read: {d.source} ({'; '.join(d.reasons)})"
        for d in skipped
    ]
    for d in study.analysed:
        found += [f"{d.doc_id}：{c}" if zh else f"{d.doc_id}: {c}" for c in d.conflicts]
    unknown = [d.doc_id for d in study.analysed if study.settings.by == "year" and d.year is None]
    if unknown:
        names = "、".join(unknown)
        found.append(
            f"成文日期不明，未进入年份比较：{names}；可在 corpus.csv 中声明"
            if zh
            else f"date unknown, left out of the comparison of years: {names}; declare it in corpus.csv"
        )
    return tuple(found + failures)
