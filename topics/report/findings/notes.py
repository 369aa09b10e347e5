"""What a reader must know before the first number: how far claims reach, what else differs, what is
missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from topics.emphasis.guards import in_english
from topics.model import TooFewSections, TooFewWords, TopicFitError
from topics.report.findings.clouds import MOST
from topics.report.findings.compared import left_out as not_compared
from topics.report.speech.remarks import remarks, said
from topics.study import Study

ASPECTS = {
    "issuer": ("发文机关不同", "issuers differ"),
    "genre": ("文种不同", "genres differ"),
    "horizon": ("规划期长短不同", "horizons differ"),
    "section_length": ("条目平均篇幅（汉字）相差较大", "mean lengths of sections differ"),
    "length": ("篇幅（汉字）相差一倍以上", "lengths differ more than twofold"),
    "responsibility_lists": (
        "仅一侧有责任单位清单的份数",
        "one side alone has responsibility lists",
    ),
}
INFERRED = frozenset({"number", "published", "title", "file"})  # where a year may come from
MOST_CHARACTERS = 40  # that a note lists
TREATED = ("genre", "horizon")  # where one side treats matters that the other does not


def notes(study: Study, failures: Sequence[Exception]) -> tuple[str, ...]:
    """Return the sentences, each once, in the language of the report."""
    zh = study.settings.lang == "zh"
    failed = [_without_topics(failure, zh=zh) for failure in failures]
    background = _background(study, fitted=not failures, zh=zh)
    left_out = (
        *(said(remark, study.settings.lang) for remark in study.remarks),
        *_left_out(study, zh=zh),
        *not_compared(study),
        *_without_glyph(study, zh=zh),
        *_without_cloud(study, zh=zh),
    )
    said = (
        *_reach(study, zh=zh),
        *_differences(study, zh=zh),
        *background,
        *left_out,
        *failed,
    )
    return tuple(dict.fromkeys(said))


def _without_topics(failure: Exception, *, zh: bool) -> str:
    """Say why there is no topic model; what only a library can say stays in its words."""
    if not zh:
        return f"no topic model: {failure}"
    if isinstance(failure, TooFewSections):
        fewer = f"或用 --topics 指定至多 {failure.most} 个主题" if failure.most else ""
        return (
            f"未拟合主题模型：{failure.n_topics} 个主题至少需要 {failure.needed} 个有词的条目，现有"
            f" {failure.n_sections} 个；"
            f"请增加文件{fewer}。"
        )
    if isinstance(failure, TooFewWords):
        return (
            "未拟合主题模型：各条不同的词太少，没有可留作检验的，无法自动选定主题数；"
            "请用 --topics 指定，或增加文件。"
        )
    if not isinstance(failure, TopicFitError):
        remedy = "请增加文件或减少停用词"
    elif failure.began:
        remedy = "请换用其他引擎（--engine）或减少主题数（--topics）"
    else:
        remedy = "请释放内存、减少进程数或重新安装 topics"
    return f"未拟合主题模型，{remedy}；程序的说明：{failure}"


def _reach(study: Study, *, zh: bool) -> Iterator[str]:
    """Say what a claim of change is about."""
    if (study.shifts["unit"] == "section").any():
        yield (
            "变化只就这些文件而言（检验以条目为单位），不能推论到其他文件。"
            if zh
            else "Every change is one within these documents (tests exchange leaf sections) and"
            " says nothing of others."
        )


def _differences(study: Study, *, zh: bool) -> Iterator[str]:
    """Say what else differs between compared groups, a sentence for all pairs that differ in the
    same.
    """
    table = study.guards
    alike: dict[str, list[str]] = {}
    for (reference, target), rows in table[table["aspect"].isin(ASPECTS)].groupby(
        ["reference", "target"], sort=False
    ):
        named = [
            (
                f"{ASPECTS[aspect][0]}（{one} / {other}）"
                if zh
                else (
                    f"{ASPECTS[aspect][1]} ({in_english(aspect, one)} /"
                    f" {in_english(aspect, other)})"
                )
            )
            for aspect, one, other in zip(
                rows["aspect"], rows["value_reference"], rows["value_target"], strict=True
            )
        ]
        alike.setdefault(("、" if zh else ", ").join(named), []).append(f"{reference} → {target}")
    for joined, pairs in alike.items():
        yield (
            f"{'、'.join(pairs)}：{joined}，差异未必出自年份。"
            if zh
            else f"{', '.join(pairs)}: {joined}; years may not be the cause."
        )
    if table["aspect"].isin(TREATED).any():
        yield (
            "文种或规划期不同的各对，可用 python -m topics shift --shared 只比较两侧都有的条目。"
            if zh
            else (
                "Where genre or horizon differ, python -m topics shift --shared compares only the"
                " sections that both sides have."
            )
        )


def _background(study: Study, *, fitted: bool, zh: bool) -> Iterator[str]:
    """Say which numbers rest on the background."""
    if study.background is None:
        return
    n = study.background.rows["doc_id"].nunique()
    if zh:
        topics = (
            "主题数、主题的词及其一致性、排他性与稳定性由语料与背景共同得出，主题占比、"
            "典型条目与引文只出自语料；"
            if fitted
            else ""
        )
        yield f"用了 {n} 份背景文件：{topics}显著词对数几率比的先验取自背景；其余数字与背景无关。"
    else:
        topics = (
            "the number of topics, their words and how coherent, exclusive and stable these are"
            " come from both, shares, typical sections and quotations are the corpus's own; "
        )
        yield (
            f"{n} background documents: {topics if fitted else ''}the prior of the log-odds is"
            " theirs; no other number rests on them."
        )


def _left_out(study: Study, *, zh: bool) -> Iterator[str]:
    """Say which files were not read, which copies were set aside, which declarations contradict the
    text, which dates are unknown.
    """
    for document in study.documents:
        reasons = remarks(document.reasons, study.settings.lang)
        if document.status == "skipped":
            yield (
                f"未能读取：{document.source}（{reasons}）"
                if zh
                else f"not read: {document.source} ({reasons})"
            )
        elif document.status == "duplicate":
            copy, kept = document.doc_id, document.duplicate_of
            yield (
                f"{copy} 与 {kept} 是同一文件，只计一份。"
                if zh
                else f"{copy} is a copy of {kept} and was set aside."
            )
        for other in document.resembles:
            if document.doc_id < other:  # once for each pair
                yield _look(document.doc_id, other, zh=zh)
        for text in document.conflicts:
            yield f"{document.doc_id}{'：' if zh else ': '}{said(text, study.settings.lang)}"
    if study.settings.by == "year":
        yield from _years_in_doubt(study, zh=zh)
    yield from _without_group(study, zh=zh)


def _look(one: str, other: str, *, zh: bool) -> str:
    """Ask to look at two documents that may be one."""
    if zh:
        return (
            f"{one} 与 {other} 文字相近，无法判断是同一文件还是先后版本，两份都计数，"
            "请核对（不同之处列在 cleaning.csv）；"
            "如是同一文件，请用 --exclude 排除一份；如是先后版本，请在 corpus.csv 中分别注明日期。"
        )
    return (
        f"{one} and {other} are much alike, and nothing tells whether they are one document or two"
        " versions: both are counted; please look (cleaning.csv lists where they differ). If they"
        " are one, leave one out by --exclude; if not, declare their dates in corpus.csv."
    )


def _years_in_doubt(study: Study, *, zh: bool) -> Iterator[str]:
    """Say which documents have no year, and which have one from elsewhere than their date."""
    inferred = [document.doc_id for document in study.analysed if document.year_from in INFERRED]
    if inferred:
        names = ("、" if zh else ", ").join(inferred)
        yield (
            "成文日期不明，年份取自发文字号、发布日期、标题或文件名"
            f"（见 documents 表 year_from）：{names}；可在 corpus.csv 中声明。"
            if zh
            else (
                "date unknown, year taken from the number, the day of publication, the title or the"
                f" file's name (year_from in documents): {names}; declare it in corpus.csv."
            )
        )


def _without_group(study: Study, *, zh: bool) -> Iterator[str]:
    """Say which documents have no group."""
    names, by = "、".join(study.left_out), study.settings.by
    if names and by == "year":
        yield (
            f"年份不明，未进入各年的比较：{names}；可在 corpus.csv 中声明。"
            if zh
            else f"year unknown, left out of the comparison of years: {names}; declare it in"
            " corpus.csv."
        )
    elif names:
        yield (
            f"“{by}”不明，未进入各组的比较：{names}；可在 corpus.csv 中声明。"
            if zh
            else f"'{by}' unknown, left out of the comparison of groups: {names}; declare it in"
            " corpus.csv."
        )


def _without_glyph(study: Study, *, zh: bool) -> Iterator[str]:
    """Say which characters of words, headings and names the figures cannot draw."""
    from topics.viz import undrawable  # noqa: PLC0415 (notes alone need no figures)

    names = [*study.document_names.values(), *(theme.name for theme in study.themes)]
    headings = [
        section.heading
        for document in study.analysed
        for section in document.sections
        if section.level == 1
    ]
    agencies = [mention.agency for document in study.analysed for mention in document.agencies]
    if missing := undrawable([*study.dfm.features, *names, *headings, *agencies]):
        some = " ".join(missing[:MOST_CHARACTERS]) + (
            " …" if len(missing) > MOST_CHARACTERS else ""
        )
        yield (
            f"图用的字体没有这些字符，图中以 □ 代替：{some}"
            if zh
            else f"the font of the figures lacks these characters, which they show as □: {some}"
        )


def _without_cloud(study: Study, *, zh: bool) -> Iterator[str]:
    """Say which documents and groups have no word cloud of their own."""
    n, groups, by = len(study.analysed), len(set(study.groups.values())), study.settings.by
    if n > MOST:
        yield (
            f"文件共 {n} 份，报告不逐份画词云；python -m topics cloud … --by document 可逐份画出。"
            if zh
            else (
                f"{n} documents: none has a word cloud of its own; python -m topics cloud … --by"
                " document draws each."
            )
        )
    if groups > MOST:
        yield (
            f"共 {groups} 组，词云只画最近 {MOST} 组；"
            f"python -m topics cloud … --by {by} 可逐组画出。"
            if zh
            else (
                f"{groups} groups: the latest {MOST} have word clouds; python -m topics cloud …"
                f" --by {by} draws each."
            )
        )
