"""What a report holds, in which order, and that it repeats."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from tests.report.fake import analysis, documents, plan
from tests.support import ROOT
from topics.report.chapters import build
from topics.report.chapters.documents import each_document
from topics.report.chapters.source import Source
from topics.report.chapters.topic import topics
from topics.report.chapters.words import keyness, keywords
from topics.report.findings.analysis import Analysis
from topics.report.findings.shown import features_shown
from topics.report.write import write_report
from topics.report.writers.evidence import evidence
from topics.settings import Settings

ORDER = [
    "answer",
    "compare",
    "documents",
    "each",
    "topics",
    "keywords",
    "keyness",
    "agencies",
    "changes",
    "counting",
    "repeat",
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(analysis(), tmp_path_factory.mktemp("reports") / "云江")


@pytest.fixture(scope="module")
def page(report: Path) -> str:
    return (report / "index.html").read_text(encoding="utf-8")


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_a_report_is_these_files(report: Path) -> None:
    held = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    assert {
        "index.html",
        "report.md",
        "manifest.json",
        "tables.xlsx",
        "figures/emphasis.svg",
        "figures/emphasis.png",
    } <= held
    assert {f"tables/{name}.csv" for name in analysis().tables} <= held


def test_parts_answer_in_order(page: str) -> None:
    assert [tag["id"] for tag in Tags(page).named("section")] == ORDER


def test_the_policy_allows_our_script_and_style_alone(page: str) -> None:
    policy = next(tag["content"] for tag in Tags(page).named("meta") if tag.get("http-equiv")) or ""
    assert policy.startswith("default-src 'none'; ")
    for kind, text in (
        ("script", re.search(r"<script>(.*?)</script>", page, re.DOTALL)),
        ("style", re.search(r"<style>(.*?)</style>", page, re.DOTALL)),
    ):
        assert text is not None
        digest = base64.b64encode(hashlib.sha256(text[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_the_page_refers_to_nothing_outside_its_folder(page: str, report: Path) -> None:
    found = Tags(page).found
    assert found
    for tag, attributes in found:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "xlink:href"):
            address = attributes.get(name) or ""
            assert (
                address.startswith(("#", "data:image/"))
                or (tag == "a" and (report / address).is_file())
                or not address
            )


def test_every_link_inside_the_page_has_its_place(page: str) -> None:
    tags = Tags(page)
    places = {attributes["id"] for _, attributes in tags.found if "id" in attributes}
    inner = {
        address[1:]
        for link in tags.named("a")
        if (address := link.get("href") or link.get("xlink:href") or "").startswith("#")
    }
    assert {address for address in inner if not address.startswith(("see/", "view/"))} <= places
    ids = [attributes["id"] for _, attributes in tags.found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_manifest_names_what_was_made(report: Path) -> None:
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["topics"] == "0.1.0"
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((report / name).read_bytes()).hexdigest() == digest


def test_the_same_bytes_again(report: Path, tmp_path: Path) -> None:
    again = write_report(analysis(), tmp_path / "again")
    paths = [path for path in report.rglob("*") if path.is_file()]
    assert paths
    for path in paths:
        assert path.read_bytes() == (again / path.relative_to(report)).read_bytes(), path.name


def test_the_number_of_sentences_is_the_number_shown() -> None:
    source = Source(analysis())
    held = evidence(source)
    group_of = [document[3] for document in held["docs"]]
    assert len(source.table("keyness"))
    for row in source.table("keyness").itertuples():
        for n, group in ((row.n_target, row.target), (row.n_reference, row.reference)):
            places = held["places"]["feature"].get(row.feature, [])
            leaves = [held["leaves"][held["sentences"][place[0]][0]] for place in places]
            assert n == sum(group_of[leaf[0]] == group for leaf in leaves)


def test_the_number_of_mentions_of_a_term_is_the_number_shown() -> None:
    source = Source(analysis())
    held = evidence(source)
    group_of = [document[3] for document in held["docs"]]
    assert len(source.table("theme_terms"))
    for row in source.table("theme_terms").itertuples():
        places = held["places"]["term"][f"{row.theme}：{row.term}"]
        leaves = [held["leaves"][held["sentences"][place[0]][0]] for place in places]
        assert row.mentions == sum(group_of[leaf[0]] == row.group for leaf in leaves)


def test_a_place_is_where_its_word_stands() -> None:
    held = evidence(Source(analysis()))
    assert held["places"]["feature"]
    for feature, places in held["places"]["feature"].items():
        for sentence, offset, length, _ in places:
            assert held["sentences"][sentence][1][offset : offset + length] == feature


def test_a_large_corpus_carries_the_sentences_that_are_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = evidence(Source(analysis()))
    monkeypatch.setattr("topics.report.writers.evidence.WHOLE_TEXT", 10)
    monkeypatch.setattr("topics.report.writers.evidence.MOST_PLACES", 10)
    monkeypatch.setattr("topics.report.writers.evidence.FEW_PLACES", 1)
    monkeypatch.setattr("topics.report.writers.evidence.TOPIC_SECTIONS", 0)
    less = evidence(Source(analysis(tables=analysis().tables | {"topic_shares": pd.DataFrame()})))
    assert 0 < len(less["sentences"]) < len(whole["sentences"])
    assert less["totals"]["feature"]["产业"] == len(whole["places"]["feature"]["产业"])
    for feature, places in less["places"]["feature"].items():
        for sentence, offset, length, _ in places:
            assert less["sentences"][sentence][1][offset : offset + length] == feature


def test_many_documents_do_not_swell_the_page(tmp_path: Path) -> None:
    many = tuple(
        plan(f"文件{n}", "2024-05-20", [("一", "标题", "实施城市更新。")]) for n in range(60)
    )
    base = analysis()
    rows = [base.tables["documents"].iloc[[0]].assign(doc_id=document.doc_id) for document in many]
    tables = {**base.tables, "documents": pd.concat(rows, ignore_index=True)}
    groups = {document.doc_id: "2024" for document in many}
    out = write_report(
        analysis(documents=many, groups=groups, tables=tables, figures={}), tmp_path / "many"
    )
    tags = Tags((out / "index.html").read_text(encoding="utf-8"))
    folded = [tag["id"] or "" for tag in tags.named("details")]
    assert sum(name.startswith("doc-") for name in folded) == 40
    places = {attributes["id"] for _, attributes in tags.found if "id" in attributes}
    links = {
        (link.get("href") or "")[1:]
        for link in tags.named("a")
        if (link.get("href") or "").startswith("#doc-")
    }
    assert links <= places
    text = (out / "report.md").read_text(encoding="utf-8")
    assert "只逐份列出前40份文件；其余20份见 tables 文件夹。" in text
    assert "只列出前 20 行，完整结果见 tables/documents.csv" in text


def test_many_sections_do_not_swell_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapters = [(str(number), f"标题{number}", "实施城市更新。") for number in range(7)]
    base, document = analysis(), plan("长文", "2024-05-20", chapters)
    row = base.tables["sections"].iloc[[0]].assign(doc_id="长文")
    tables = {
        **base.tables,
        "sections": pd.concat([row.assign(path=path) for path, *_ in chapters], ignore_index=True),
    }
    monkeypatch.setattr(import_module("topics.report.chapters.documents"), "MOST_SECTIONS", 3)
    out = write_report(
        analysis(documents=(document,), groups={"长文": "2024"}, tables=tables, figures={}),
        tmp_path / "long",
    )
    tags = Tags((out / "index.html").read_text(encoding="utf-8"))
    assert [row["id"] for row in tags.named("tr") if (row.get("id") or "").startswith("doc-")] == [
        "doc-1-1",
        "doc-1-2",
        "doc-1-3",
    ]
    assert "只列出前 3 行，完整结果见 tables/sections.csv" in (out / "report.md").read_text(
        encoding="utf-8"
    )
    assert len(pd.read_csv(out / "tables" / "sections.csv")) == 7


def test_the_words_shown_are_those_whose_places_are_wanted() -> None:
    source = Source(analysis())
    wanted = features_shown(source.analysis.tables)
    asked: set[str] = set()
    source.feature_sight = lambda feature, **_: asked.add(feature)  # type: ignore[method-assign, assignment, return-value]
    for make in (keyness, keywords, topics, each_document):
        make(source)
    assert asked == wanted


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_speaks_one_language(tmp_path: Path, lang: str) -> None:
    out = write_report(analysis(settings=Settings(lang=lang), fictional=True), tmp_path / lang)
    text = (out / "report.md").read_text(encoding="utf-8")
    assert ("虚构" in text) == (lang == "zh")
    assert ("invented" in text) == (lang == "en")
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in (out / "index.html").read_text(
        encoding="utf-8"
    )


def test_markdown_says_what_the_page_says(report: Path) -> None:
    text = (report / "report.md").read_text(encoding="utf-8")
    source = Source(analysis())
    for part in build(source.analysis):
        assert f"## {part.title}\n" in text
    assert "| 安全韧性 |" in text
    assert "![议题强调的变化（每万字次数）](figures/emphasis.png)" in text
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (report / target).is_file()


def test_tables_and_figures_bear_the_same_number_everywhere(report: Path, page: str) -> None:
    def clean(text: str) -> str:
        return re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)

    html = [
        (n, clean(text))
        for n, text in re.findall(r"<figcaption><b>([图表]\d+)</b> ([^<]*?) ?(?=<)", page)
    ]
    markdown = [
        (n, clean(text))
        for n, text in re.findall(
            r"^\*\*([图表]\d+)\*\* (.*)$", (report / "report.md").read_text("utf-8"), re.MULTILINE
        )
    ]
    word = [
        tuple(p.text.split("　", 1))
        for p in Document(str(report / "report.docx")).paragraphs
        if re.match(r"[图表]\d+　", p.text)
    ]
    assert html == markdown == word
    assert len(html) > 20


def test_unstable_topics_are_called_so_everywhere(tmp_path: Path) -> None:
    made = analysis()
    judged = made.tables["topics"].assign(
        stability=[0.2, 0.8], null=0.31, stable=[False, True], standing=["unstable", "stable"]
    )
    out = write_report(analysis(tables={**made.tables, "topics": judged}), tmp_path / "out")
    word = Document(str(out / "report.docx"))
    texts = {
        "page": html.unescape((out / "index.html").read_text(encoding="utf-8")),
        "markdown": html.unescape((out / "report.md").read_text(encoding="utf-8")),
        "docx": "\n".join(
            [*(p.text for p in word.paragraphs), *(c.text for t in word.tables for c in t._cells)]
        ),
    }
    for name, text in texts.items():
        assert "2个主题中1个" in text, name
        assert "1（产业 园区 落户）" in text, name
        assert "产业 园区 落户（不稳定）" in re.sub(r"<[^>]*>", "", text), name
        assert "0.31" in text, name
    order = re.findall(r'id="topic-(\d)"', texts["page"])
    assert order == ["2", "1"]


def test_a_topic_near_the_bound_is_called_borderline_and_neither_stable_nor_not() -> None:
    made = analysis()
    near = made.tables["topics"].assign(
        stability=[0.33, 0.8], null=0.31, stable=True, standing=["borderline", "stable"]
    )
    part = topics(Source(analysis(tables={**made.tables, "topics": near})))
    said = next(block.text for block in part.blocks if "个主题中" in getattr(block, "text", ""))
    assert said.startswith("2个主题中1个比打乱文本所能达到的更稳定。临界的")
    assert "不稳定" not in said
    assert "临界" in {
        cell.text
        for block in part.blocks
        for row in getattr(block, "rows", ())
        for cell in row.cells
    }


def test_both_languages_have_the_same_strings() -> None:
    strings = tomllib.loads(
        (ROOT / "topics" / "report" / "speech" / "strings.toml").read_text(encoding="utf-8")
    )
    for part in ("column", "code"):
        assert strings["zh"].pop(part).keys() == strings["en"].pop(part).keys()
    assert strings["zh"].keys() == strings["en"].keys()
    for name, text in strings["zh"].items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(
            re.findall(r"\{(\w+)\}", strings["en"][name])
        ), name


def test_one_document_is_a_report_without_comparison(tmp_path: Path) -> None:
    one = documents()[:1]
    empty = pd.DataFrame()
    tables = {
        name: frame
        for name, frame in analysis().tables.items()
        if name not in {"keyness", "shifts", "topics", "topic_shares", "topic_choice"}
    }
    tables["themes"] = tables["themes"][tables["themes"]["group"] == "2020"]
    tables["cleaning"] = empty
    tables["agencies"] = empty
    out = write_report(
        analysis(documents=one, groups={"云江2020": "2020"}, tables=tables, figures={}),
        tmp_path / "one",
    )
    text = (out / "report.md").read_text(encoding="utf-8")
    assert "没有拟合主题模型" in text
    assert "nan" not in text.lower()


HOSTILE = [
    "<script>document.title='x'</script>",
    "</style><img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "$x^$",
    "=cmd()",
    "\u202eevil",
    "'\"><svg onload=alert(1)>",
    "{{7*7}}",
    "${7*7}",
    "]]>",
    "<!--",
    "-->",
    "|a|b|",
    "[x](y)",
    "a/b,c#d?e%f",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "\x00\x07",
    "\ud800",
]


def hostile() -> Analysis:
    """Return an analysis with hostile texts in names, titles, headings, bodies, terms and notes."""
    body = "。".join(HOSTILE)
    bad = plan(
        "<b>坏</b>/../=1", "2024-05-20", [("一", HOSTILE[0], body), ("二", HOSTILE[1], HOSTILE[2])]
    )
    bad = replace(
        bad, title=HOSTILE[0], source="x\n<script>.txt", number=HOSTILE[4], issuer=HOSTILE[1]
    )
    base = analysis()
    docs = (*base.documents[:2], bad, *base.documents[3:])
    tables = dict(base.tables)
    for name in ("documents", "keywords", "topic_shares", "sections", "cleaning", "agencies"):
        frame = tables[name].copy()
        for column in frame.select_dtypes(include=["object", "string"]).columns:
            frame[column] = frame[column].map(
                lambda v: v.replace("云江2024", bad.doc_id) if isinstance(v, str) else v
            )
        tables[name] = frame
    at_2024 = tables["documents"]["doc_id"] == bad.doc_id
    for column, value in (
        ("title", bad.title),
        ("source", bad.source),
        ("number", bad.number),
        ("issuer", bad.issuer),
    ):
        tables["documents"].loc[at_2024, column] = value.encode("utf-8", "replace").decode()
    for name in ("keyness", "keywords"):
        tables[name] = tables[name].assign(
            feature=[HOSTILE[i % 17] for i in range(len(tables[name]))]
        )
    for name in ("themes", "shifts"):
        tables[name] = tables[name].assign(
            theme=[HOSTILE[(i // 4) % 3] for i in range(len(tables[name]))]
        )
    tables["cleaning"] = tables["cleaning"].assign(
        text=[HOSTILE[i % 17] for i in range(len(tables["cleaning"]))]
    )
    starts = [bad.text.find(word) for word in HOSTILE]
    places = pd.DataFrame(
        {
            "feature": HOSTILE,
            "doc_id": bad.doc_id,
            "start": starts,
            "end": [s + len(w) for s, w in zip(starts, HOSTILE, strict=True)],
        },
        dtype=object,
    )
    matches = places.rename(columns={"feature": "theme"}).assign(term="x")
    groups = {"云江2020": "2020", "云江2022": "2022", bad.doc_id: "2024"}
    del tables["theme_mentions"]
    return replace(
        base,
        name="<i>坏</i>",
        documents=docs,
        tables=tables,
        matches=matches,
        token_places=places,
        groups=groups,
        notes=tuple(HOSTILE[:18]),
        captions={"emphasis": HOSTILE[1]},
    )


def test_hostile_text_is_text(tmp_path: Path) -> None:
    out = write_report(hostile(), tmp_path / "坏")
    page = (out / "index.html").read_text(encoding="utf-8")
    tags = Tags(page)
    assert len(tags.named("script")) == 2
    assert len(tags.named("style")) == 1
    assert not [
        tag for tag in tags.named("img") if not (tag["src"] or "").startswith("data:image/png")
    ]
    assert not [
        name for _, attributes in tags.found for name in attributes if name.startswith("on")
    ]
    assert "\u202e" not in page
    assert "‹U+202E›evil" in page
    assert "{{7*7}}" in page
    markdown = (out / "report.md").read_text(encoding="utf-8")
    assert "<script" not in markdown
    assert "[x](y)" not in markdown
    assert "$" not in markdown
    for path in (out / "tables").iterdir():
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            assert not line.startswith(("=", "+", "-", "@"))
            assert ",=" not in line
