"""The figure of words over the years shows when each came and went."""

import pytest

from tests.plots.artists import (
    check_sheet,
    lightness,
    lines,
    patches,
    said,
    same_bytes,
    words_at,
)
from tests.plots.change_tables import YEARS, many_shapes, series, yearly
from topics.viz import plot_word_years

WORDS = [
    ("高质量发展", "step_up", 2018, 2025, 4.0, 0.0, "strong"),
    ("法治化", "rises", 2011, 2025, 3.0, 0.5, "moderate"),
    ("一带一路", "step_up", 2014, 2025, 2.0, 0.5, "moderate"),
    ("疫情防控", "wave", 2021, 2023, 5.0, 0.0, "strong"),
    ("结构调整", "step_down", 2017, 2025, 0.5, 3.0, "weak"),
]


def tables(shapes: list[tuple]) -> tuple:
    return series("feature", shapes), yearly("feature", shapes)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("n", [1, 12, 80])
def test_any_number_of_rows_looks_right(n: int, width: float, lang: str) -> None:
    shapes = many_shapes(n)
    figure = plot_word_years(*tables(shapes), lang=lang, width=width)
    check_sheet(figure)
    there = {name.replace(" ", "") for name in words_at(figure)}
    shown = sum(name.replace(" ", "") in there for name, *_ in shapes)
    assert shown == n if n <= 12 else 20 <= shown < n
    told = f"另有{n - shown}个词见数据表" if lang == "zh" else f"{n - shown} more words"
    assert (told.replace(" ", "") in said(figure).replace(" ", "")) == (shown < n)
    assert "…" not in said(figure)


def test_words_are_grouped_and_ordered_by_their_start() -> None:
    places = words_at(plot_word_years(*tables(WORDS)))
    names = ["兴起", "法治化", "一带一路", "高质量发展", "一度盛行", "疫情防控", "淡出", "结构调整"]
    assert sorted(names, key=lambda name: places[name][1]) == names
    assert {"逐年↑", "2014↑", "2018↑", "2021–23", "2017↓"} <= set(places)


def test_equal_starts_are_ordered_by_the_middle_of_their_mentions() -> None:
    shapes = [("甲词语", *WORDS[0][1:]), ("乙词语", *WORDS[0][1:])]
    table, counts = tables(shapes)
    late = (counts["feature"] == "甲词语") & (counts["group"] >= 2023)
    places = words_at(plot_word_years(table, counts.assign(rate=counts["rate"] + 9.0 * late)))
    assert places["乙词语"][1] < places["甲词语"][1]


def test_a_cell_is_the_darker_the_nearer_to_the_highest_year() -> None:
    figure = plot_word_years(*tables(WORDS))
    cells = {str(cell.get_label()): cell.get_facecolor() for cell in patches(figure, "法治化")}
    shades = [lightness(cells[f"法治化 {year}"][:3]) for year in YEARS]
    assert len(shades) == 14
    assert shades == sorted(shades, reverse=True)
    assert shades[0] - shades[-1] > 0.5
    (none,) = {cell.get_facecolor() for cell in patches(figure, "高质量发展 2011")}
    assert none == (1, 1, 1, 1)


def test_a_rare_word_differs_from_none() -> None:
    table, counts = tables(WORDS)
    counts.loc[counts["group"] == 2012, "rate"] = 0.01
    figure = plot_word_years(table, counts)
    once, none = (patches(figure, f"疫情防控 {year}")[0] for year in (2012, 2011))
    assert lightness(none.get_facecolor()[:3]) - lightness(once.get_facecolor()[:3]) > 0.04


def test_mentions_stand_in_the_cells_of_a_page_alone() -> None:
    wide, narrow = (plot_word_years(*tables(WORDS), width=width) for width in (17, 8.5))
    assert "10" in words_at(wide)  # 5 per 10,000 in a text of 20,000 characters
    assert "10" not in words_at(narrow)
    assert "格内为次数" in said(wide)
    assert "格内" not in said(narrow)


def test_a_missing_year_is_a_dotted_line() -> None:
    figure = plot_word_years(*tables(WORDS))
    (line,) = lines(figure, "missing")
    assert line.get_linestyle() == ":"
    left, right = (patches(figure, f"疫情防控 {year}")[0].get_x() for year in (2019, 2021))
    assert left < line.get_xdata()[0] < right
    assert "缺2020年（点线处）" in said(figure)


@pytest.mark.parametrize("width", [8.5, 17.0])
def test_an_empty_figure_says_so(width: float) -> None:
    table, counts = tables(WORDS)
    figure = plot_word_years(table.assign(evidence="unclear"), counts, width=width)
    check_sheet(figure)
    assert "没有词语的起落大到可以列出并有弱以上的证据" in said(figure)


def test_bytes_repeat_and_tables_stay() -> None:
    table, counts = tables(WORDS)
    assert same_bytes(lambda: plot_word_years(table, counts))
    assert table.equals(tables(WORDS)[0])
    assert counts.equals(tables(WORDS)[1])


def test_a_missing_column_is_named() -> None:
    table, counts = tables(WORDS)
    with pytest.raises(ValueError, match="counts: no column mentions; there are: feature"):
        plot_word_years(table, counts.drop(columns="mentions"))
