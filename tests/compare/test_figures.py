"""Figures of comparison show their tables: read from the artists."""

import re
from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle

from tests.compare.planted import halves, in_chapters, plan, sample_items
from topics.compare import link_sections, reuse
from topics.corpus import Document, count_han
from topics.plots.change_bars import plot_change_bars
from topics.plots.links import BAR, plot_links
from topics.plots.reuse import plot_reuse
from topics.plots.save import svg_text

ITEMS = sample_items()
OLD = plan(in_chapters(ITEMS[:20]), doc_id="旧方案")
NEW = plan(in_chapters([*halves(ITEMS[12]), *ITEMS[2:12], *ITEMS[13:26]]), doc_id="新方案")
LINKS = link_sections(OLD, NEW)


def sections(*documents: Document) -> pd.DataFrame:
    rows = [
        (one.doc_id, part.path, part.heading, part.leaf, count_han(one.section_text(part)))
        for one in documents
        for part in one.sections
    ]
    return pd.DataFrame(rows, columns=["doc_id", "path", "heading", "leaf", "n_chars"])


FIGURES: dict[str, Callable[[float, str], Figure]] = {
    "links": lambda width, lang: plot_links(LINKS, sections(OLD, NEW), width=width, lang=lang),
    "bars": lambda width, lang: plot_change_bars(LINKS, sections(NEW), width=width, lang=lang),
    "reuse": lambda width, lang: plot_reuse(reuse([OLD, NEW]), width=width, lang=lang),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_in_both_widths_and_languages(name: str, width: float, lang: str) -> None:
    figure = FIGURES[name](width, lang)
    assert figure.get_figwidth() == pytest.approx(width / 2.54)
    assert figure.get_figheight() <= 24.01 / 2.54
    assert svg_text(figure, prefix=name) == svg_text(FIGURES[name](width, lang), prefix=name)


def test_a_ribbon_for_each_link_and_a_bar_for_each_section() -> None:
    axes = FIGURES["links"](17, "zh").axes[0]
    ribbons = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(ribbons) == LINKS["certainty"].isin(["sure", "likely"]).sum()
    assert len(bars) == len(OLD.leaves) + len(NEW.leaves)
    free = [bar for bar in bars if bar.get_hatch()]
    assert len(free) == LINKS["shape"].isin(["new", "dropped"]).sum() > 0
    sizes = [count_han(OLD.section_text(leaf)) for leaf in OLD.leaves]
    heights = [bar.get_height() for bar in bars[: len(sizes)]]
    scale = heights[0] / sizes[0]
    assert heights == pytest.approx([size * scale for size in sizes])
    assert {bar.get_width() for bar in bars} == {BAR}


def test_bars_do_not_leave_the_sheet_or_overlap() -> None:
    axes = FIGURES["links"](17, "zh").axes[0]
    left = [p for p in axes.patches if isinstance(p, Rectangle)][: len(OLD.leaves)]
    assert min(bar.get_y() for bar in left) >= 0
    assert all(
        upper.get_y() >= lower.get_y() + lower.get_height() for upper, lower in pairwise(left)
    )


def test_ribbons_and_free_bars_lead_where_the_table_says() -> None:
    led = LINKS.assign(href=[f"#see/link/1.{n}" for n in range(1, len(LINKS) + 1)])
    text = svg_text(plot_links(led, sections(OLD, NEW)), prefix="links")
    counted = led[led["certainty"] != "weak"]
    assert sorted(re.findall(r'xlink:href="(#see[^"]*)"', text)) == sorted(counted["href"])
    assert "target=" not in text
    ids = set(re.findall(r'\bid="([^"]*)"', text))
    hatches = set(re.findall(r"url\(#([^)]*)\)", text))
    assert hatches
    assert hatches <= ids


def test_more_than_eighty_sections_are_drawn_by_chapters() -> None:
    many = [f"{ITEMS[n % 40]}第{n}批次。" for n in range(90)]
    old, new = plan(in_chapters(many), doc_id="旧"), plan(in_chapters(many[5:]), doc_id="新")
    axes = plot_links(link_sections(old, new), sections(old, new)).axes[0]
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert len(bars) == 10


def test_parts_of_a_chapter_sum_to_one() -> None:
    axes = FIGURES["bars"](17, "zh").axes[0]
    n_chapters = len({path.partition("/")[0] for path in LINKS["path_target"]} - {""})
    widths = [bar.get_width() for bar in axes.patches]
    assert len(widths) == 3 * n_chapters
    sums = [sum(widths[row::n_chapters]) for row in range(n_chapters)]
    assert sums == pytest.approx([1] * n_chapters)


def test_the_heat_map_holds_the_shares() -> None:
    table = reuse([OLD, NEW])
    axes = plot_reuse(table).axes[0]
    values = axes.collections[0].get_array().compressed()
    assert sorted(values) == pytest.approx(sorted(100 * table["share_8"]))


def test_refusals_and_empty_tables() -> None:
    with pytest.raises(ValueError, match="links: no column shape"):
        plot_links(LINKS.drop(columns="shape"), sections(OLD, NEW))
    twice = pd.concat([LINKS, LINKS.assign(doc_id_target="另一份")])
    with pytest.raises(ValueError, match="links of 2 pairs of documents"):
        plot_links(twice, sections(OLD, NEW))
    for figure in (plot_links(LINKS[:0], sections(OLD)), plot_change_bars(LINKS[:0])):
        assert "没有可画的数据" in [text.get_text() for text in figure.texts]
