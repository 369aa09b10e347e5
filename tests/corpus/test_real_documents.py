"""The facts about the five real documents hold: structure, metadata, agencies, joined words,
counts.
"""

import json
from collections import Counter
from functools import lru_cache

import pytest

from tests.support import SHARED, needs_shared
from topics.corpus.document import Document
from topics.corpus.parsing.parse import parse_text

pytestmark = needs_shared

NAMES = {
    "000": "000_67fce47d3b0e3f9b.txt",
    "001": "001_7abef52efe597af5.txt",
    "002": "002_0938f6c266ca18c5.txt",
    "003": "003_856612d104b4bd74.txt",
    "004": "004_b898a70140ef84b9.txt",
}
GROUPS = {"2020": "003", "2022": "000", "145": "002", "2024": "004"}


@lru_cache
def facts() -> dict:
    return json.loads((SHARED / "corpus" / "facts.json").read_text(encoding="utf-8"))


@lru_cache
def read(key: str) -> Document:
    source = (SHARED / "corpus" / NAMES[key]).read_text(encoding="utf-8")
    return parse_text(source, doc_id=key)


def sections_at(document: Document, level: int) -> list[str]:
    return [
        section.path
        for section in document.sections
        if section.level == level and not section.path.endswith("0")
    ]


@pytest.mark.parametrize("key", ["000", "002", "003", "004"])
def test_metadata(key: str) -> None:
    fact = facts()["documents"][NAMES[key]]
    document = read(key)
    assert document.title == fact["title"]
    assert document.genre == fact["genre"]
    assert document.number == fact.get("number", "")
    assert document.issuer == fact.get("issuer", "")
    assert document.date == fact.get("date", "")
    assert document.published == fact.get("published", "")


def test_what_the_text_does_not_say_stays_unknown() -> None:
    assert (read("002").number, read("002").date, read("002").issuer, read("002").year) == (
        "",
        "",
        "",
        None,
    )


def test_polluted_copy() -> None:
    fact = facts()["documents"][NAMES["001"]]
    document = read("001")
    markers = "".join(change.text for change in document.changes if change.kind == "marker")
    assert markers == "@@" * fact["at_markers"]
    assert document.number == ""
    assert document.title == read("000").title
    assert [section.path for section in document.sections] == [
        section.path for section in read("000").sections
    ]
    assert "," not in document.text
    assert "(" not in document.text
    assert fact["injected"] in document.text


@pytest.mark.parametrize("key", ["000", "002", "003"])
def test_chapters_and_items_numbered_through(key: str) -> None:
    fact = facts()["documents"][NAMES[key]]
    document = read(key)
    assert len(sections_at(document, 1)) == fact["chapters"]
    items = [path for path in sections_at(document, 2) if "（" in path]
    assert len(items) == fact["items"]


def test_five_year_plan_with_repeated_headings() -> None:
    fact = facts()["documents"][NAMES["004"]]
    document = read("004")
    assert len(sections_at(document, 1)) == fact["chapters"]
    headings = Counter(
        f"{section.path.split('/')[-1]}{section.heading}"
        for section in document.sections
        if section.level == 2
    )
    for heading, count in fact["repeated_headings"].items():
        assert headings[heading] == count
    paren = [
        section
        for section in document.sections
        if section.path.count("/") == 1 and "（" in section.path
    ]
    assert len(paren) == fact["paren_headings"]
    numbered = [
        section
        for section in document.sections
        if section.level == 3 and not section.path.endswith("/0")
    ]
    assert len(numbered) == fact["numbered_items"]


@pytest.mark.parametrize("key", list(NAMES))
def test_leaves_tile_the_text(key: str) -> None:
    document = read(key)
    assert "".join(document.section_text(leaf) for leaf in document.leaves) == document.text
    assert len({section.path for section in document.sections}) == len(document.sections)


@pytest.mark.parametrize("key", ["000", "002", "003", "004"])
def test_agency_lists(key: str) -> None:
    fact = facts()["documents"][NAMES[key]]
    document = read(key)
    assert (
        sum(change.kind == "agency_list" for change in document.changes)
        == fact["agency_parentheses"]
    )
    without = [path.removesuffix("/0") for path in fact.get("items_without_agencies", [])]
    carried = {mention.path.split("/")[-1] for mention in document.agencies}
    assert carried.isdisjoint(without)


def test_document_wide_clause() -> None:
    wide = [mention for mention in read("000").agencies if mention.scope == "document"]
    assert [(mention.agency, mention.path) for mention in wide] == [("省级有关部门", "")]


def test_agency_names() -> None:
    by_written = {
        mention.written: mention.agency for key in ("000", "003") for mention in read(key).agencies
    }
    for group in facts()["agency_aliases"]:
        assert len({by_written[name] for name in group if name in by_written}) <= 1
    assert by_written["应急部"] == by_written["应急管理部"]
    assert by_written["有关省级部门"] == by_written["省级有关部门"]
    for name in facts()["agency_names_containing_he"]:
        assert name in by_written
    assert {"重庆市有关部门", "四川省有关部门"} <= set(by_written.values())


@pytest.mark.parametrize("key", ["002", "004"])
def test_page_numbers_and_watermarks(key: str) -> None:
    fact = facts()["documents"][NAMES[key]]
    kinds = {"page_number": [], "watermark": []}
    for change in read(key).changes:
        if change.kind in kinds:
            kinds[change.kind].append(change.text)
    assert kinds["page_number"] == fact["page_number_lines"]
    assert len(kinds["watermark"]) == fact["watermarks"]


def test_abridgement_is_logged() -> None:
    shown = [change.text for change in read("004").changes if change.kind == "front_matter"]
    assert facts()["documents"][NAMES["004"]]["abridged"] in shown


@pytest.mark.parametrize("term", ["安全韧性", "韧性", "潜力地区", "城市群", "产业", "城乡融合"])
def test_counts_after_joining(term: str) -> None:
    """The counts were taken with headings and front matter, so both are counted here."""
    expected = facts()["counts_after_join_agency_lists_removed"][term]
    found = {}
    for group, key in GROUPS.items():
        front = [change.text for change in read(key).changes if change.kind == "front_matter"]
        found[group] = (read(key).text + "\n".join(front)).count(term)
    assert found == expected


def test_words_split_by_lines_are_whole() -> None:
    entries = [entry for entry in facts()["words_split_by_line_wrap"] if "joined" in entry]
    assert entries
    for entry in entries:
        document = read(entry["file"])
        lists = [change.text for change in document.changes if change.kind == "agency_list"]
        word = entry.get("term") or entry["split"].replace("|", "")
        assert (document.text + "".join(lists)).count(word) == entry["joined"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("002", "加强塑料污染"),
        ("004", "政治优势、组织优势"),
        ("002", "城市发展方式"),
        ("003", "“十四五”"),
        ("002", "（2021—2035年）"),
    ],
)
def test_words_cut_by_pages_and_brackets(key: str, words: str) -> None:
    assert words in read(key).text


@pytest.mark.parametrize("key", list(NAMES))
def test_every_character_is_traced(key: str) -> None:
    source = (SHARED / "corpus" / NAMES[key]).read_text(encoding="utf-8")
    document = read(key)
    same = sum(source[document.origin.source(at)] == char for at, char in enumerate(document.text))
    changed = sum(len(change.text) for change in document.changes if change.kind == "punctuation")
    breaks = document.text.count("\n")
    assert same >= len(document.text) - changed - breaks
