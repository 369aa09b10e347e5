"""An analysis that was made up: three invented documents, counted for real, with invented
statistics.
"""

from __future__ import annotations

import re

import pandas as pd
from matplotlib.figure import Figure

from topics.answer.sentence import Answer, Piece, Sentence
from topics.compare import link_sections, neighbours, reuse, sentence_changes
from topics.corpus.document import AgencyMention, Change, Document, OffsetMap, Section, count_han
from topics.emphasis.decomposition import UNPAIRED_COLUMNS
from topics.report.findings.analysis import Analysis
from topics.report.findings.compared import compare_figures
from topics.report.findings.concordance import Concordance
from topics.settings import Settings

THEMES = {
    "安全韧性": ["安全韧性", "防洪", "排涝"],
    "产业发展": ["产业", "园区"],
    "落户": ["落户", "户籍"],
}
FEATURES = ["城市更新", "安全韧性", "防洪", "排涝", "产业", "园区", "落户", "户籍", "管网"]
LENSES = ["rate", "section_share", "text_share", "heading_item"]
PLANS = {
    "云江2020": (
        "2020-03-10",
        [
            (
                "一",
                "放宽落户限制",
                "全面放开户籍限制。推进人口落户，优化户籍服务。城区落户条件进一步放宽。",
            ),
            ("二", "培育特色产业", "支持园区建设。发展特色产业，打造产业集群。产业项目优先保障。"),
        ],
    ),
    "云江2022": (
        "2022-04-02",
        [
            ("一", "有序推进落户", "继续推进落户。完善户籍配套政策。"),
            ("二", "实施城市更新", "推进城市更新，改造老旧管网。完善排涝设施，补齐防洪短板。"),
        ],
    ),
    "云江2024": (
        "2024-05-20",
        [
            ("一", "做强产业园区", "做强产业，做优园区。产业协作区加快建设。"),
            (
                "二",
                "提升安全韧性",
                "实施城市更新和安全韧性提升行动。加强防洪排涝，更新管网。安全韧性水平明显提升。",
            ),
        ],
    ),
}


def plan(doc_id: str, date: str, chapters: list[tuple[str, str, str]]) -> Document:
    """Build one document whose chapters are leaves of two sentences or more."""
    text, sections = "", []
    for path, heading, body in chapters:
        start = len(text)
        text += f"{heading}\n{body}\n"
        sections.append(Section(doc_id, path, 1, heading, start, len(text), leaf=True))
    lines = tuple([0, *(match.end() for match in re.finditer("\n", text))][:-1])
    return Document(
        doc_id,
        text,
        tuple(sections),
        title=f"{date[:4]}年云江市新型城镇化重点任务",
        number=f"云发〔{date[:4]}〕7号",
        issuer="云江市人民政府",
        date=date,
        genre="年度重点任务",
        source=f"plans/{doc_id}.txt",
        status="repaired",
        reasons=("删除页码1处",),
        declared=("issuer",),
        agencies=(
            AgencyMention("一", "公安局", "市公安局", "lead", open_list=True, scope="section"),
        ),
        changes=(Change(3, "page_number", "— 1 —"), Change(4, "agency_list", "（市公安局等负责）")),
        origin=OffsetMap((0,), (0,), lines),
        sha256="0" * 64,
    )


def documents() -> tuple[Document, ...]:
    kept = [plan(doc_id, date, chapters) for doc_id, (date, chapters) in PLANS.items()]
    twin = Document(
        "副本",
        source="plans/副本.txt",
        status="duplicate",
        duplicate_of="云江2022",
        date="2022-04-02",
    )
    bad = Document("坏", source="plans/坏.pdf", status="skipped", reasons=("没有文字层",))
    return (*kept, twin, bad)


def mentions(docs: tuple[Document, ...], words: dict[str, str], names: list[str]) -> pd.DataFrame:
    """Find every occurrence of words; `words` maps the word to the value of the first column."""
    rows = [
        (
            *((owner, word) if len(names) == 2 else (owner,)),
            document.doc_id,
            match.start(),
            match.end(),
        )
        for word, owner in words.items()
        for document in docs
        for match in re.finditer(re.escape(word), document.text)
    ]
    return pd.DataFrame(rows, columns=[*names, "doc_id", "start", "end"])


def tables(  # noqa: C901, PLR0912 (one table after the other)
    docs: tuple[Document, ...], matches: pd.DataFrame, places: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    groups = {d.doc_id: str(d.year) for d in docs if d.analysed}
    found: dict[str, list[dict[str, object]]] = {
        name: []
        for name in (
            "documents",
            "sections",
            "cleaning",
            "agencies",
            "keywords",
            "keyness",
            "topics",
            "topic_shares",
            "topic_choice",
            "themes",
            "shifts",
        )
    }
    for d in docs:
        found["documents"].append(
            {
                "doc_id": d.doc_id,
                "title": d.title,
                "number": d.number,
                "issuer": d.issuer,
                "date": d.date,
                "year": d.year,
                "genre": d.genre,
                "n_chars": count_han(d.text),
                "n_sections": len(d.leaves),
                "duplicate_of": d.duplicate_of,
                "resembles": "；".join(d.resembles),
                "source": d.source,
                "status": d.status,
                "reasons": "；".join(d.reasons),
                "declared": "；".join(d.declared),
                "conflicts": "",
                "published": "",
                "effective": "",
                "year_from": "date",
                "period": "",
                "sha256": d.sha256,
            }
        )
        for s in d.sections:
            body = d.section_text(s)
            found["sections"].append(
                {
                    "doc_id": d.doc_id,
                    "path": s.path,
                    "level": s.level,
                    "heading": s.heading,
                    "leaf": s.leaf,
                    "n_chars": count_han(body),
                    "n_tokens": len(body) // 2,
                    "line_first": d.line(s.start),
                    "line_last": d.line(s.end - 1),
                }
            )
        found["cleaning"] += [
            {"doc_id": d.doc_id, "line": c.line, "kind": c.kind, "text": c.text} for c in d.changes
        ]
        found["agencies"] += [
            {
                "doc_id": d.doc_id,
                "path": a.path,
                "agency": a.agency,
                "written": a.written,
                "open_list": a.open_list,
                "scope": a.scope,
                "role": a.role,
                "today": a.agency,
            }
            for a in d.agencies
        ]
    counts = places.groupby(["doc_id", "feature"]).size()
    for level, label in (
        ("document", "{0}"),
        ("year", "{1}"),
        ("section", "{0} 一"),
        ("section", "{0} 二"),
    ):
        for doc_id, group in groups.items():
            ranked = counts[doc_id].sort_values(ascending=False, kind="stable")
            found["keywords"] += [
                {
                    "level": level,
                    "group": label.format(doc_id, group),
                    "rank": rank,
                    "feature": feature,
                    "count": int(count),
                    "inside": rank % 2,
                    "sections": 1,
                    "tf_idf": count / 7,
                    "z": count / 2,
                    "typical": count / 5,
                }
                for rank, (feature, count) in enumerate(ranked.items(), 1)
            ]
    pairs = [("2020", "2022"), ("2020", "2024"), ("2022", "2024")]
    of_group = {group: doc_id for doc_id, group in groups.items()}
    size = {
        group: len(next(d for d in docs if d.doc_id == doc_id).text)
        for group, doc_id in of_group.items()
    }
    for reference, target in pairs:
        for feature in FEATURES:
            a, b = (int(counts.get((of_group[g], feature), 0)) for g in (target, reference))
            found["keyness"].append(
                {
                    "target": target,
                    "reference": reference,
                    "feature": feature,
                    "n_target": a,
                    "n_reference": b,
                    "inside_target": 0,
                    "inside_reference": 2,
                    "size_target": size[target],
                    "size_reference": size[reference],
                    "rate_target": a / size[target] * 1e4,
                    "rate_reference": b / size[reference] * 1e4,
                    "g2": float(a - b),
                    "log_ratio": None,
                    "lrc": (a - b) / 5,
                    "log_odds": (a - b) / 3,
                    "z": (a - b) / 2.0,
                    "p": 0.04,
                    "q": 0.2,
                    "unit": "section",
                    "sections_target": min(a, 2),
                    "sections_reference": min(b, 2),
                    "dp": 0.5,
                    "tf_idf_difference": 0.1,
                    "note": "",
                }
            )
    theme_counts = matches.groupby(["doc_id", "theme"]).size()
    for theme in THEMES:
        for group, doc_id in of_group.items():
            n = int(theme_counts.get((doc_id, theme), 0))
            for lens in LENSES:
                value = n / size[group] * 1e4 if lens == "rate" else min(1.0, n / 5)
                found["themes"].append(
                    {
                        "theme": theme,
                        "group": group,
                        "lens": lens,
                        "value": value,
                        "low": value * 0.5,
                        "high": value * 1.5,
                        "n": 2,
                        "unit": "section",
                        "mentions": n,
                        "n_with": 1,
                        "note": "",
                    }
                )
        for reference, target in pairs:
            for lens in LENSES:
                a, b = (int(theme_counts.get((of_group[g], theme), 0)) for g in (target, reference))
                verdict = "rises" if a > b else "falls" if a < b else "no_clear_change"
                found["shifts"].append(
                    {
                        "theme": theme,
                        "reference": reference,
                        "target": target,
                        "lens": lens,
                        "difference": float(a - b),
                        "ratio": a / b if b else None,
                        "low": a - b - 1.5,
                        "high": a - b + 1.5,
                        "p": 0.012,
                        "q": 0.036,
                        "unit": "section",
                        "n_target": 2,
                        "n_reference": 2,
                        "verdict": verdict,
                        "value_target": float(a),
                        "value_reference": float(b),
                        "ratio_low": None,
                        "ratio_high": None,
                        "t": 1.0,
                        "p_max": 0.1,
                        "mentions_target": a,
                        "mentions_reference": b,
                        "with_target": 1,
                        "with_reference": 1,
                        "documents_target": 1,
                        "documents_reference": 1,
                        "note": "" if a and b else "no_reference",
                        "theme_verdict": verdict,
                    }
                )
    for topic, terms in ((1, "产业 园区 落户"), (2, "防洪 排涝 管网")):
        found["topics"].append(
            {
                "topic": topic,
                "label": terms,
                "prevalence": 0.7 - 0.2 * topic,
                "coherence": 0.1,
                "exclusivity": 0.6,
                "stability": 0.8,
                "top_terms": terms,
                "frex_terms": terms,
                "quotation": "加强防洪排涝，更新管网。",
                "quotation_path": "云江2024#二",
                "null": 0.3,
                "stable": True,
                "standing": "stable",
                "theme": "",
                "lift_terms": terms,
            }
        )
        for doc_id, group in groups.items():
            for level, name in (
                ("document", doc_id),
                ("year", group),
                ("section", f"{doc_id}#一"),
                ("section", f"{doc_id}#二"),
            ):
                found["topic_shares"].append(
                    {
                        "level": level,
                        "group": name,
                        "topic": topic,
                        "share": 0.4 + 0.2 * (topic - 1),
                        "low": 0.3,
                        "high": 0.8,
                    }
                )
    by_term = matches.groupby(["theme", "term", "doc_id"]).size()
    for (theme, term, doc_id), n in by_term.items():
        found.setdefault("theme_terms", []).append(
            {
                "theme": theme,
                "term": term,
                "group": groups[doc_id],
                "mentions": n,
                "share": 0.5,
                "sections": 1,
            }
        )
    for theme, term in dict.fromkeys((theme, term) for theme, term, _ in by_term.index):
        doc_id = min(doc_id for a, b, doc_id in by_term.index if (a, b) == (theme, term))
        found.setdefault("first_appearances", []).append(
            {
                "theme": theme,
                "term": term,
                "year": int(groups[doc_id]),
                "date": PLANS[doc_id][0],
                "doc_id": doc_id,
                "path": "一",
            }
        )
    for theme in THEMES:
        for part, contribution in (
            ("new", 3.0),
            ("dropped", -1.5),
            ("heavier", 0.0),
            ("reworded", 0.2),
        ):
            found.setdefault("decomposition", []).append(
                {
                    "theme": theme,
                    "reference": "2020",
                    "target": "2024",
                    "part": part,
                    "contribution": contribution,
                    "sections": 1,
                }
            )
        found.setdefault("trend", []).append(
            {
                "theme": theme,
                "lens": "rate",
                "slope": 1.2,
                "t": 1.0,
                "p": 0.2,
                "q": 0.3,
                "p_max": 0.4,
                "unit": "section",
                "n": 6,
                "groups": "2020;2022;2024",
                "verdict": "no_clear_change",
                "note": "",
            }
        )
    found["topic_choice"] = [
        {
            "n_topics": k,
            "coherence": 0.1,
            "exclusivity": 0.5,
            "heldout": -6.0,
            "stability": 0.7,
            "chosen": k == 2,
            "umass": -2.0,
            "heldout_se": 0.1,
        }
        for k in (2, 3)
    ]
    return {name: pd.DataFrame(rows) for name, rows in found.items()}


def compared(docs: tuple[Document, ...]) -> dict[str, pd.DataFrame]:
    """Compare neighbouring documents, as the report does."""
    pairs = neighbours(docs)
    links = [link_sections(*pair) for pair in pairs]
    return {
        "links": pd.concat(links, ignore_index=True),
        "sentence_changes": pd.concat([sentence_changes(*pair) for pair in pairs]),
        "reuse": reuse([document for document in docs if document.analysed]),
    }


def headings(docs: tuple[Document, ...]) -> pd.DataFrame:
    """Find the headings that mention a theme."""
    rows = [
        (
            theme,
            "chapter",
            document.doc_id,
            section.path,
            section.heading,
            found.start(),
            found.end(),
        )
        for document in docs
        for section in document.sections
        for theme, terms in THEMES.items()
        if (found := re.search("|".join(terms), section.heading))
    ]
    return pd.DataFrame(
        rows, columns=["theme", "unit", "doc_id", "path", "heading", "start", "end"]
    )


def graded(docs: tuple[Document, ...], matches: pd.DataFrame) -> pd.DataFrame:
    """Find 加快 (strong) and 支持 (weak) in the sentences that mention a theme."""
    rows = []
    for document in docs:
        for sentence in re.finditer("[^。]+。", document.text):
            inside = matches[
                (matches["doc_id"] == document.doc_id) & matches["start"].between(*sentence.span())
            ]
            rows += [
                (
                    theme,
                    document.doc_id,
                    sentence.start() + word.start(),
                    sentence.start() + word.end(),
                    word[0] == "加快",
                )
                for theme in sorted(set(inside["theme"]))
                for word in re.finditer("加快|支持", sentence[0])
            ]
    return pd.DataFrame(rows, columns=["theme", "doc_id", "start", "end", "strong"])


def picture(label: str) -> Figure:
    figure = Figure(figsize=(5, 3))
    axes = figure.add_subplot()
    axes.plot([2020, 2022, 2024], [1, 2, 4], marker="o")
    axes.set_ylabel(label)
    return figure


def analysis(**changes: object) -> Analysis:
    docs = documents()
    matches = mentions(
        docs, {term: theme for theme, terms in THEMES.items() for term in terms}, ["theme", "term"]
    )
    places = mentions(docs, {feature: feature for feature in FEATURES}, ["feature"])
    found = tables(docs, matches, places)
    found["theme_mentions"] = Concordance.of(docs).kwic(matches, ["theme", "term"])
    found |= compared(docs)
    drawn = {
        name: figure
        for name, (figure, _) in dict(compare_figures(found, {}, "zh")).items()
        if name == "links_3"
    }
    fields: dict[str, object] = {
        "name": "云江",
        "settings": Settings(),
        "documents": docs,
        "groups": {d.doc_id: str(d.year) for d in docs if d.analysed},
        "tables": found,
        "matches": matches,
        "token_places": places,
        "heading_places": headings(docs),
        "graded_places": graded(docs, matches),
        "figures": {"emphasis": picture("rate"), "keywords": picture("tf-idf"), **drawn},
        "answer": Answer((Sentence("headline", "", (Piece("安全韧性加重。"),)),)),
        "unpaired_sections": pd.DataFrame(
            [
                ("2020", "2024", "dropped", "云江2020", "一"),
                ("2020", "2024", "new", "云江2024", "二"),
            ],
            columns=UNPAIRED_COLUMNS,
        ),
        "captions": {
            "emphasis": "议题强调的变化（每万字次数）",
            "keywords": "各文件关键词",
            "links_3": "条目的去向：2020 → 2024",
        },
        "notes": (
            "每组只有1份文件：区间只说明这些文件内部的条目差异。",
            "跳过：plans/坏.pdf（没有文字层）",
        ),
        "manifest": {
            "topics": "0.1.0",
            "command": "python -m topics report plans",
            "versions": {"jieba": "0.42.1", "tomotopy": "0.14.0", "scikit-learn": "1.9.1"},
            "settings": Settings().as_dict(),
            "themes": {"n": 3, "sha256": "c" * 64},
            "model": "tomotopy:2:abc",
            "tokenizer": (
                "PolicyTokenizer|dictionary=640:aaaaaaaaaaaa|stopwords=900:bbbbbbbbbbbb|min_length=2|engine=rjieba-0.2.2"
            ),
            "inputs": [{"doc_id": d.doc_id, "source": d.source, "sha256": d.sha256} for d in docs],
        },
    }
    return Analysis(**(fields | changes))  # type: ignore[arg-type]
