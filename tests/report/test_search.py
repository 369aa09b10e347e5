"""The search box of the page finds and counts what the index does, offline, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tests.report.conftest import Opened
from tests.report.fake import analysis
from tests.report.test_report import hostile
from topics.report.chapters.source import Source
from topics.report.findings.analysis import Analysis
from topics.report.findings.concordance import Concordance
from topics.report.writers import evidence as evidence_module
from topics.report.writers import searchable
from topics.report.writers.evidence import evidence
from topics.report.writers.page import render_page
from topics.search import Index, by_year
from topics.settings import Settings

Opener = Callable[..., Opened]
Pages = dict[str, Path]

QUERIES = (
    "落户",
    "产业 园区",
    '"城市更新" 管网',
    "落户 -户籍",
    "防洪 NEAR/4 排涝",
    "排涝 NEAR/0 防洪",
    "产业 year:2020-2022",
    "更新 path:二",
    "推进 doc:2022 doc:2024",
    "产业 issuer:云江市 genre:重点任务",
    "落户，优化",
    "＂产业＂ ，做优",
)


def page_alone(analysed: Analysis) -> str:
    return render_page(Source(analysed), (), {})


@pytest.fixture(scope="module")
def whole() -> Analysis:
    """Return the invented analysis without its figures."""
    return replace(analysis(), figures={}, captions={})


@pytest.fixture(scope="module")
def pages(whole: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Write the page without parts in each language."""
    folder = tmp_path_factory.mktemp("pages")
    found = {lang: folder / lang / "index.html" for lang in ("zh", "en")}
    for lang, path in found.items():
        path.parent.mkdir()
        path.write_text(page_alone(replace(whole, settings=Settings(lang=lang))), encoding="utf-8")
    return found


@pytest.fixture
def part(whole: Analysis, monkeypatch: pytest.MonkeyPatch) -> Analysis:
    """Return an analysis of which the page carries three mentions and no other sentences."""
    monkeypatch.setattr(evidence_module, "WHOLE_TEXT", 0)
    return replace(
        whole,
        tables={**whole.tables, "topic_shares": pd.DataFrame()},
        matches=whole.matches.iloc[:3],
        token_places=whole.token_places.iloc[:0],
        graded_places=whole.graded_places.iloc[:0],
    )


def found_rows(page) -> list[tuple[str, int]]:
    """Return the sentences in the drawer with their lines."""
    texts = page.locator("#drawer-body li").evaluate_all(
        "all => all.map(one => [one.firstChild.parentNode.textContent,"
        " one.querySelector('.where').textContent])"
    )
    return sorted(
        (text.removesuffix(place), int(re.search(r"第 (\d+) 行", place)[1]))
        for text, place in texts
    )


def sentences(index: Index, query: str) -> list[tuple[str, int]]:
    rows = index.search(query, 99, sentences=True)
    return sorted(zip(rows["sentence"], rows["line"], strict=True))


@pytest.fixture(scope="module")
def index(whole: Analysis) -> Index:
    return Index(whole.documents)


def test_it_finds_and_counts_what_the_index_does(
    open_page: Opener, pages: Pages, index: Index
) -> None:
    opened = open_page(pages["zh"])
    page = opened.go()
    shown, wanted = {}, {}
    for query in QUERIES:
        page.get_by_role("searchbox", name="在全部原文中查找词句").fill(query)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="全部", exact=False).click()
        lines = page.locator("#found .facts li").all_inner_texts()
        shown[query] = [int(re.search(r"：(\d+) 处", line)[1]) for line in lines], found_rows(page)
        page.keyboard.press("Escape")
        sums = index.counts(query).groupby("word", sort=False)["n"].sum()
        wanted[query] = sums.tolist(), sentences(index, query)
    assert all(rows for _, rows in wanted.values())
    assert shown == wanted
    assert opened.quiet(), opened.complaints


def test_the_chart_has_the_rates_of_the_years_and_its_bars_open_their_sentences(
    open_page: Opener, pages: Pages, index: Index
) -> None:
    page = open_page(pages["zh"]).go("#find/落户")
    labels = page.locator(".by-year a").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    years = by_year(index.counts("落户"))
    wanted = [
        f"{row.year} 年：{row.n} 处（每万汉字次数 {row.rate:.1f}）"
        for row in years[years["n"] > 0].itertuples()
    ]
    assert labels == wanted
    assert len(labels) > 1
    bar = page.locator(".by-year a").first
    bar.focus()
    page.keyboard.press("Enter")
    assert found_rows(page) == sentences(index, f"落户 year:{labels[0][:4]}")
    page.keyboard.press("Escape")
    assert "#find/" in page.url
    assert page.locator("#found .facts").is_visible()


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "看不懂“foo:bar”"), ("en", "“foo:bar” cannot be read")],
)
def test_a_query_that_cannot_be_read_is_told_how_to_write_it(
    open_page: Opener, pages: Pages, lang: str, said: str
) -> None:
    opened = open_page(pages[lang])
    page = opened.go("#find/foo:bar")
    assert said in page.locator("#found").inner_text()
    for wrong in ('"落户', "NEAR/3 落户", "year:2024", "，", "落户 year:24"):
        page.locator("#find-box").fill(wrong)
        page.keyboard.press("Enter")
        assert page.locator("#found .remark").is_visible()
    assert opened.quiet(), opened.complaints


def test_markup_in_a_query_stays_text(open_page: Opener, pages: Pages) -> None:
    opened = open_page(pages["zh"])
    page = opened.go()
    page.locator("#find-box").fill("<img src=x onerror=alert(1)> constructor __proto__:1a %E4")
    page.keyboard.press("Enter")
    assert page.locator("#found img").count() == 0
    page.locator("#find-box").fill("<b>落户</b> 落户 100%")
    page.keyboard.press("Enter")
    assert page.locator("#found .facts li").all_inner_texts()[0].startswith("“<b>落户</b>”")
    assert page.locator("#found b").count() == 0
    assert opened.quiet(), opened.complaints


def test_hostile_documents_are_found_as_text(open_page: Opener, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(page_alone(replace(hostile(), figures={}, captions={})), encoding="utf-8")
    opened = open_page(path)
    page = opened.go("#find/onerror")
    page.get_by_role("link", name="全部").click()
    assert page.locator("#drawer-body mark").first.inner_text() == "onerror"
    assert page.locator("img").count() == 0
    assert opened.quiet(), opened.complaints


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_fits_a_telephone_and_is_not_printed(open_page: Opener, pages: Pages, lang: str) -> None:
    page = open_page(pages[lang], width=390).go("#find/落户 产业 园区")
    assert page.locator(".by-year svg").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(media="print")
    assert not page.locator("#found").is_visible()
    assert not page.locator("form.find").is_visible()


def test_a_page_with_a_part_of_the_text_unpacks_the_rest(
    open_page: Opener, part: Analysis, tmp_path: Path, index: Index
) -> None:
    path = tmp_path / "index.html"
    path.write_text(page_alone(part), encoding="utf-8")
    opened = open_page(path)
    page = opened.go("#find/进一步")
    assert all("进一步" not in text for _, text, _ in evidence(Source(part))["sentences"])
    page.get_by_text("“进一步”：1 处").wait_for()
    page.get_by_role("link", name="全部").click()
    assert found_rows(page) == sentences(index, "进一步") != []
    assert opened.quiet(), opened.complaints


def test_what_is_packed_is_the_whole_text_in_its_order(part: Analysis) -> None:
    held = evidence(Source(part))
    carried = iter(held["sentences"])
    packed = json.loads(searchable.letters_of(held["rest"]))
    assert 0 in packed
    assert any(packed)
    together = [tuple(one) if one else next(carried) for one in packed]
    concordance = Concordance.of(part.documents)
    assert [text for _, text, _ in together] == [
        sentence.text.strip("\n") for sentence in concordance.sentences
    ]
    assert next(carried, None) is None


def test_too_much_text_is_left_out_and_said(
    open_page: Opener, part: Analysis, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(searchable, "MOST_BYTES", 10)
    path = tmp_path / "index.html"
    path.write_text(page_alone(replace(part, settings=Settings(lang="en"))), encoding="utf-8")
    page = open_page(path).go("#find/落户")
    said = page.locator("#found").inner_text()
    assert "topics search looks through all of it" in said
    assert "per 10,000" not in said  # of a part there is no rate
