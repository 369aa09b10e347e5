"""The page in a real browser, opened from a file without a network."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.report.conftest import Opened
from tests.report.test_report import HOSTILE, hostile
from topics.compare import link_sections, sentence_changes
from topics.corpus import parse_text
from topics.report.side import write_side_by_side
from topics.report.write import write_report
from topics.settings import Settings

Opener = Callable[..., Opened]
Reports = dict[str, Path]

VISIBLE_ROWS = (
    "rows => rows.filter(row => row.checkVisibility()).map(row => row.cells[0].textContent.trim())"
)


def shown(opened: Opened, selector: str) -> list[str]:
    return opened.page.locator(selector).evaluate_all(VISIBLE_ROWS)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_opens_quietly_in_our_font_and_fits(
    open_page: Opener, reports: Reports, lang: str, width: int
) -> None:
    opened = open_page(reports[lang], width=width)
    page = opened.go()
    assert page.title().startswith("云江")
    assert page.evaluate(
        "document.fonts.ready.then(fonts => [...fonts].map(font => font.status))"
    ) == ["loaded"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.quiet(), opened.complaints


def test_every_character_of_the_page_is_in_the_font_that_it_carries(
    open_page: Opener, reports: Reports
) -> None:
    page = open_page(reports["zh"]).go()
    script = """async () => {
      await document.fonts.ready;
      const data = document.getElementById('data').textContent;
      const text = [...new Set(document.body.innerText + data)].join('');
      const canvas = document.createElement('canvas').getContext('2d');
      const width = (family, char) => {
        canvas.font = `40px ${family}`;
        return canvas.measureText(char).width;
      };
      const bitmap = (family, char) => {
        const pen = new OffscreenCanvas(60, 60).getContext('2d');
        pen.font = `40px ${family}`; pen.fillText(char, 5, 45);
        return pen.getImageData(0, 0, 60, 60).data.join();
      };
      return [...text].filter(char => char.trim()
        && bitmap('"Topics Page", monospace', char) === bitmap('monospace', char)
        && bitmap('"Topics Page", serif', char) === bitmap('serif', char));
    }"""
    assert page.evaluate(script) == []


def test_a_click_on_a_head_sorts(open_page: Opener, reports: Reports) -> None:
    opened = open_page(reports["zh"])
    page = opened.go("#doc-1")
    table = page.locator("#doc-1 table").first
    head = table.locator("thead th").nth(2)

    def counts() -> list[int]:
        """Return the counts; 5（1） are five of which one is inside longer words."""
        texts = table.locator("tbody td:nth-child(3)").all_inner_texts()
        return [int(text.partition("（")[0]) for text in texts]

    before = counts()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert counts() == sorted(before)
    assert table.locator("thead th").nth(1).get_attribute("aria-sort") == "none"


def test_numbers_sort_as_numbers_and_gaps_go_last(open_page: Opener, reports: Reports) -> None:
    opened = open_page(reports["zh"])
    page = opened.go("#view/changes/2020~2024/rate")
    table = page.locator("#changes figure[data-pair='2020~2024'] table").first
    ratio = table.locator("thead th").nth(5)
    ratio.get_by_role("button").click()
    rows = table.locator("tbody tr:visible td:nth-child(6)").all_inner_texts()
    assert rows[-1] == "—"
    numbers = [float(text) for text in rows if text != "—"]
    assert numbers == sorted(numbers, reverse=True)


def test_the_filter_leaves_what_fits(open_page: Opener, reports: Reports) -> None:
    opened = open_page(reports["zh"])
    page = opened.go("#view/keyness/2020~2024/")
    figure = page.locator("#keyness figure[data-pair='2020~2024']")
    box = figure.get_by_role("searchbox")
    box.fill("防")
    rows = "#keyness figure[data-pair='2020~2024'] tbody tr"
    assert shown(opened, rows) == ["防洪"]
    box.fill("防 不存在")
    assert shown(opened, rows) == []
    box.fill("")
    assert len(shown(opened, rows)) > 5


def test_copy_gives_a_table_that_a_spreadsheet_takes(open_page: Opener, reports: Reports) -> None:
    opened = open_page(reports["zh"])
    page = opened.go("#doc-1")
    page.evaluate(
        """() => { window.copied = null;
      const clipboard = { writeText: async text => { window.copied = text; } };
      Object.defineProperty(navigator, 'clipboard', { value: clipboard }); }"""
    )
    page.locator("#doc-1 figure").first.get_by_role("button", name="复制").click()
    lines = page.evaluate("window.copied").split("\n")
    assert lines[0] == "名次\t词\t次数\t条目\t典型度"
    assert lines[1].startswith("1\t产业\t5\t1\t")


def test_pair_and_lens_choose_rows_and_stay_in_the_address(
    open_page: Opener, reports: Reports
) -> None:
    opened = open_page(reports["zh"])
    page = opened.go()
    form = page.locator("#changes form")
    form.locator("select[name=pair]").select_option("2020~2022")
    form.locator("select[name=lens]").select_option("heading_item")
    assert page.url.endswith("#view/changes/2020~2022/heading_item")
    figures = page.locator("#changes figure[data-pair]:visible")
    assert figures.evaluate_all("all => all.map(one => one.dataset.pair)") == ["2020~2022"]
    lenses = figures.locator("tbody tr:visible").evaluate_all(
        "rows => [...new Set(rows.map(row => row.dataset.lens))]"
    )
    assert lenses == ["heading_item"]
    assert page.locator("#keyness form select").input_value() == "2020~2022"

    again = open_page(reports["zh"]).go(page.url[page.url.index("#") :])
    assert again.locator("#changes select[name=lens]").input_value() == "heading_item"
    assert again.locator("#changes figure[data-pair]:visible").count() == 1


def test_a_number_opens_as_many_sentences_as_it_says(open_page: Opener, reports: Reports) -> None:
    opened = open_page(reports["zh"])
    page = opened.go("#view/keyness/2020~2024/")
    row = page.locator("#keyness figure[data-pair='2020~2024'] tbody tr", has_text="安全韧性")
    link = row.locator("td").first.locator("a")
    number = int(link.inner_text())
    link.click()
    drawer = page.get_by_role("dialog")
    assert drawer.get_by_role("heading").inner_text() == f"词\u3000安全韧性\u30002024：{number} 处"
    items = drawer.get_by_role("listitem")
    assert items.count() == number
    assert items.locator("mark").all_inner_texts() == ["安全韧性"] * number
    assert "第 3 行" in items.first.inner_text()
    assert "二 提升安全韧性" in items.first.inner_text()
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert "#see" not in page.url
    assert opened.quiet(), opened.complaints


def test_a_number_opens_what_its_lens_counts(open_page: Opener, reports: Reports) -> None:
    page = open_page(reports["zh"]).go("#view/changes/2020~2024/")
    rows = page.locator("figure[data-pair='2020~2024'] tbody tr[data-lens]", has_text="产业发展")
    kinds = {
        row.get_attribute("data-lens"): row.locator("td").nth(1).locator("a").get_attribute("href")
        for row in rows.all()
    }
    assert {lens: href.split("/")[1] for lens, href in kinds.items() if href} == {
        "rate": "theme",
        "section_share": "holding",
        "text_share": "holding",
        "heading_item": "item",
    }


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("#see/theme/安全韧性/2024//", "实施城市更新和安全韧性提升行动。"),
        ("#see/theme/%E5%AE%89%E5%85%A8%E9%9F%A7%E6%80%A7/2024//", "安全韧性水平明显提升。"),
        ("#see/feature/园区//云江2020/二", "支持园区建设。"),
        ("#see/holding/产业发展/2020//", "2 个条目中的 1 个"),
        ("#see/new/安全韧性/2020,2024//", "安全韧性水平明显提升。"),
        ("#see/dropped/落户/2020,2024//", "推进人口落户，优化户籍服务。"),
        ("#see/dropped/产业发展/2020,2024//", "没有可显示的原文"),
        ("#see/chapter/安全韧性/2024//", "2 个标题中的 1 个"),
        ("#see/chapter/安全韧性/2024//", "提升安全韧性\n2024年"),
        ("#see/chapter/安全韧性/2020//", "没有可显示的原文"),
        ("#see/graded/产业发展/2024//", "1 个分级词中 1 个为强措辞"),
        ("#see/graded/产业发展/2020//", "弱\u3000支持园区建设。"),
        ("#see/topic/1/2024//", "40.0%"),
        ("#see/section///云江2022/二", "改造老旧管网"),
        ("#see/agency/公安局///", "市公安局"),
        ("#see/cleaning/page_number//云江2020/", "— 1 —"),
        ("#see/cleaning/page_number//云江2020/", "清洗\u3000页码\u3000"),
        ("#see/theme/没有这个///", "没有可显示的原文"),
    ],
)
def test_an_address_opens_the_sentences(
    open_page: Opener, reports: Reports, address: str, words: str
) -> None:
    opened = open_page(reports["zh"])
    page = opened.go(address)
    assert words in page.get_by_role("dialog").inner_text()
    assert opened.quiet(), opened.complaints


@pytest.mark.parametrize(
    "address",
    [
        "#see",
        "#see/nothing/x",
        "#see/theme/%",
        "#view/x/%",
        "#%",
        "#nowhere",
        "#see/constructor/x",
        "#see/theme/constructor///",
        "#see/cleaning/toString//constructor/",
        "#view/changes/constructor/constructor",
    ],
)
def test_a_broken_address_does_no_harm(open_page: Opener, reports: Reports, address: str) -> None:
    opened = open_page(reports["zh"])
    opened.go(address)
    assert opened.quiet(), opened.complaints


def test_an_address_opens_a_folded_document_at_its_section(
    open_page: Opener, reports: Reports
) -> None:
    page = open_page(reports["zh"]).go("#doc-3-2")
    row = page.locator("#doc-3-2")
    assert row.is_visible()
    assert "提升安全韧性" in row.inner_text()
    page.wait_for_function(
        "document.querySelector('#doc-3-2').getBoundingClientRect().top < innerHeight"
    )


def test_a_ribbon_opens_both_sentences(open_page: Opener, reports: Reports) -> None:
    opened = open_page(reports["zh"])
    page = opened.go("#compare")
    ribbon = page.locator("#figure-links_3 svg a").last  # drawn after the bars
    address = ribbon.get_attribute("xlink:href")
    assert ribbon.get_attribute("target") is None
    ribbon.click()
    assert page.url.endswith(address)
    dialog = page.get_by_role("dialog")
    for side, year in ((".side.del .where", "2020"), (".side.ins .where", "2024")):
        places = dialog.locator(side).all_inner_texts()
        assert places
        assert all(f"{year}年云江市新型城镇化重点任务" in place for place in places)
    assert dialog.locator("del, ins").count() > 0
    assert opened.quiet(), opened.complaints


@pytest.mark.parametrize("width", [1280, 390])
def test_a_row_of_the_links_opens_its_section(
    open_page: Opener, reports: Reports, width: int
) -> None:
    opened = open_page(reports["zh"], width=width)
    page = opened.go("#compare")
    table = page.locator("#compare-3 figure.grid table").first
    row = table.locator("tbody tr", has_text="新增").first
    link = row.locator("a").nth(1)
    heading = link.inner_text().split()[-1]
    link.click()
    drawer = page.get_by_role("dialog")
    assert "新增" in drawer.get_by_role("heading").inner_text()
    assert drawer.locator("ins").count() > 0
    assert drawer.locator("del").count() == 0
    assert heading in drawer.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.quiet(), opened.complaints


def test_a_mention_in_a_new_section_leads_to_both_sides(
    open_page: Opener, reports: Reports
) -> None:
    page = open_page(reports["zh"]).go("#see/section//2024/云江2024/二")
    page.get_by_role("dialog").get_by_role("link", name="对照 2020 → 2024").first.click()
    assert "#see/link/3." in page.url
    assert page.get_by_role("dialog").locator("li.both").count() > 0


def test_hostile_sentences_stay_text(open_page: Opener, tmp_path: Path) -> None:
    body = "".join(f"更新老旧管网{word}并培训骑手。" for word in HOSTILE if word.isprintable())
    old = parse_text(f"一、任务\n（一）更新老旧管网。{body}\n", doc_id="旧<b>")
    new = parse_text(f"一、任务\n（一）新建口袋公园。{body[::-1]}\n", doc_id="新<i>")
    links = link_sections(old, new)
    path = tmp_path / "index.html"
    changes = sentence_changes(old, new, links)
    write_side_by_side([old, new], links, changes, Settings(), path)
    opened = open_page(path)
    page = opened.go("#see/link/1.1")
    assert "<script>" in page.get_by_role("dialog").inner_text()
    assert page.locator("dialog script, dialog img, dialog svg").count() == 0
    assert opened.quiet(), opened.complaints


def test_the_keyboard_reaches_everything(open_page: Opener, reports: Reports) -> None:
    page = open_page(reports["zh"]).go()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#changes tbody a[href^='#see']").first.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    drawer.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#changes tbody a')")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_screen_reader_finds_names_for_all(
    open_page: Opener, reports: Reports, lang: str
) -> None:
    page = open_page(reports[lang]).go()
    assert page.evaluate("document.documentElement.lang").startswith(lang)
    levels = page.locator("h1, h2, h3").evaluate_all(
        "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    nameless = """() => [...document.querySelectorAll(
        'button, input, select, a, [role=img], [role=region], nav, dialog')]
      .filter(one => !(one.textContent.trim() || one.ariaLabel || one.labels?.length
        || one.getAttribute('aria-labelledby')))
      .map(one => one.outerHTML)"""
    assert page.evaluate(nameless) == []
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every(t => [...t.tHead.rows[0].cells].every(c =>"
        " c.scope))"
    )


def test_print_shows_all_and_hides_the_tools(open_page: Opener, reports: Reports) -> None:
    page = open_page(reports["zh"]).go()
    opened = page.locator("details[open]").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    hidden = """() => [...document.querySelectorAll(
        'main tr, main p, main pre, main figure, main h3, main li')]
      .filter(one => !one.checkVisibility()).map(one => one.textContent.slice(0, 30))"""
    assert page.evaluate(hidden) == []
    assert not page.locator(".tools").first.is_visible()
    assert not page.locator("form.choice").first.is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == opened
    assert page.pdf()[:5] == b"%PDF-"


def test_no_column_is_one_character_wide_on_paper(open_page: Opener, reports: Reports) -> None:
    page = open_page(reports["zh"], width=680).go()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    narrow = """() => [...document.querySelectorAll('main td, main tbody th')]
      .filter(cell => !cell.classList.contains('num') && cell.textContent.trim().length > 3)
      .filter(cell => cell.clientWidth < 3.5 * parseFloat(getComputedStyle(cell).fontSize))
      .map(cell => cell.textContent)"""
    assert page.evaluate(narrow) == []
    breaks = "all => [...new Set(all.map(one => getComputedStyle(one).breakAfter))]"
    assert page.locator(".picture figcaption").evaluate_all(breaks) == [
        "auto"
    ]  # else a row of figures could not break anywhere


def test_figures_keep_their_letters_readable_on_a_phone(
    open_page: Opener, reports: Reports
) -> None:
    page = open_page(reports["zh"], width=390).go()
    boxes = page.locator(".picture svg").evaluate_all(
        "all => all.map(one => [one.getBoundingClientRect().width, one.parentElement.clientWidth])"
    )
    assert boxes
    assert all(
        drawn >= 640 and room <= 390 for drawn, room in boxes
    )  # 7 points of a figure of 17 cm are 9 pixels there
    assert page.evaluate(
        "[...document.querySelectorAll('.wide')].every(one => getComputedStyle(one).overflowX ==="
        " 'auto')"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_everything_is_there(browser: object, reports: Reports) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(reports["zh"].as_uri())
    assert (
        page.locator("figure[data-pair]:visible").count()
        == page.locator("figure[data-pair]").count()
    )
    assert not page.locator("form.choice").first.is_visible()
    context.close()


def test_hostile_text_shows_as_text(open_page: Opener, tmp_path: Path) -> None:
    opened = open_page(write_report(hostile(), tmp_path / "坏") / "index.html")
    page = opened.go()
    assert page.title().startswith("<i>坏</i>")
    notes = page.locator(".notes li").all_inner_texts()
    assert notes[0] == HOSTILE[0]
    assert notes[1] == HOSTILE[1]
    assert "$x^$" in notes
    assert "=cmd()" in notes
    assert "‹U+202E›evil" in notes
    for word in HOSTILE[:18]:
        page.evaluate(
            "word => { location.hash = `#see/feature/${encodeURIComponent(word)}///`; }", word
        )
        page.wait_for_timeout(30)
    page.evaluate(
        "word => { location.hash = `#see/feature/${encodeURIComponent(word)}///`; }", HOSTILE[0]
    )
    drawer = page.get_by_role("dialog")
    drawer.locator("mark").first.wait_for()
    assert drawer.locator("mark").first.inner_text() == HOSTILE[0]
    assert page.locator("main img[src=x], main svg[onload], dialog script").count() == 0
    assert opened.quiet(), opened.complaints
