"""Figures of series show when themes rose and fell, and nothing without evidence."""

import pytest
from matplotlib.figure import Figure

from tests.plots.artists import check_sheet, lightness, lines, patches, said, same_bytes, words_at
from tests.plots.change_tables import YEARS, many_shapes, series, yearly
from topics.plots.small_lines import PERIOD
from topics.plots.style import BLUE, INK, VERMILION
from topics.viz import plot_series, plot_series_change

PLOTS = [plot_series, plot_series_change]


def at_year(figure: Figure, year: int) -> float:
    """Return where a year stands, read off the labels of 2011 and 2025."""
    places = words_at(figure)
    first, last = places["2011"][0], places["'25"][0]
    return first + (last - first) * (year - 2011) / 14


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize(
    ("n", "width", "lang"),
    [(1, 8.5, "en"), (1, 17.0, "zh"), (5, 8.5, "en"), (5, 17.0, "zh"), (60, 8.5, "zh")],
)
def test_any_number_of_rows_looks_right(plot, n: int, width: float, lang: str) -> None:
    shapes = many_shapes(n)
    figure = plot(series(shapes=shapes), yearly(shapes=shapes), lang=lang, width=width)
    check_sheet(figure)
    there = {name.replace(" ", "") for name in words_at(figure)}
    shown = sum(name.replace(" ", "") in there for name, *_ in shapes)
    assert shown == n if n <= 5 else 10 <= shown < n
    told = f"另有{n - shown}个议题见数据表" if lang == "zh" else f"{n - shown} more themes"
    assert (told.replace(" ", "") in said(figure).replace(" ", "")) == (shown < n)
    assert "…" not in said(figure)


@pytest.mark.parametrize("plot", PLOTS)
def test_groups_follow_each_other_from_above(plot) -> None:
    places = words_at(plot(series(), yearly()))
    names = [name for name in places if name[:2] in {"上升", "一度", "下降"} and "起" not in name]
    order = sorted([*names, "数字经济", "脱贫攻坚", "三农"], key=lambda name: places[name][1])
    assert [name[:4] for name in order] == [
        *(names[0][:4], "数字经济", names[1][:4], "脱贫攻坚", names[2][:4], "三农")
    ]


def test_best_evidence_comes_first_in_lines_and_largest_ratio_in_arrows() -> None:
    lined, arrowed = (words_at(plot(series(), yearly())) for plot in PLOTS)
    assert lined["安全韧性"][1] < lined["新质生产力"][1]
    assert arrowed["新质生产力"][1] < arrowed["数字经济"][1] < arrowed["安全韧性"][1]


def test_the_period_found_is_grey_and_means_are_dashed() -> None:
    figure = plot_series(series(), yearly())
    boxes = [patch.get_window_extent() for patch in patches(figure, "period")]
    assert len(boxes) == 4  # a line over all years has none
    slot = at_year(figure, 2012) - at_year(figure, 2011)
    wave = patches(figure, "period")[2]
    assert wave.get_x() == pytest.approx(at_year(figure, 2016) - slot / 2)
    assert wave.get_x() + wave.get_width() == pytest.approx(at_year(figure, 2021) + slot / 2)
    means = lines(figure, "mean")
    assert len(means) == 1 + 2 + 2 + 3 + 2
    assert {line.is_dashed() for line in means} == {True}


def test_a_missing_year_is_a_dotted_gap() -> None:
    figure = plot_series(series(), yearly())
    gaps = lines(figure, "gap")
    assert len(gaps) == 5
    assert {line.get_linestyle() for line in gaps} == {":"}
    ends = [at_year(figure, 2019), at_year(figure, 2021)]
    assert list(gaps[0].get_xdata()) == pytest.approx(ends)
    assert len(lines(figure, "line")) == 5 * (len(YEARS) - 2)
    assert "缺2020年（点线处）" in said(figure)
    assert "点线" not in said(plot_series(series(), yearly().query("group > 2020")))


def test_each_row_has_its_own_scale_and_prints_its_highest_year() -> None:
    figure = plot_series(series(), yearly())
    heights = [max(line.get_ydata()) - min(line.get_ydata()) for line in lines(figure, "years")]
    low = [1.9 / 14, 4.5 / 11, 0, 6.4 / 18, 31 / 53]
    assert heights == pytest.approx([0.42 * (1 - share) for share in low])
    assert {"14", "11", "0.9", "18", "53"} <= set(words_at(figure))


@pytest.mark.parametrize("plot", PLOTS)
def test_shapes_without_evidence_or_size_are_not_drawn(plot) -> None:
    table = series()
    table.loc[0, "evidence"] = "unclear"
    table.loc[1, "grade"] = "slight"
    table.loc[3, "spread"] = "one_section"
    table.loc[4, ["rate_inside", "rate_outside"]] = [60.0, 53.0]  # a fall that rose
    figure = plot(table, yearly())
    assert "数字经济" not in said(figure)
    assert "新质生产力" in words_at(figure)
    assert not {"安全韧性", "脱贫攻坚", "三农"} & set(words_at(figure))
    assert "幅度小或靠一份文件：安全韧性 4.5→11（2021起）、脱贫攻坚" in said(figure)
    assert "下降" not in said(figure)


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("width", [8.5, 17.0])
def test_an_empty_figure_says_so(plot, width: float) -> None:
    for table in (series().iloc[:0], series().assign(evidence="unclear")):
        figure = plot(table, yearly(), width=width)
        check_sheet(figure)
        assert "没有议题的起落大到可以列出并有弱以上的证据" in said(figure)


def test_arrows_go_from_before_to_since() -> None:
    figure = plot_series_change(series(), yearly())
    assert {"2021起", "逐年", "2016–2021", "1.9→14", "×7.4", "÷1.7", "强"} <= set(words_at(figure))
    heads = patches(figure, "head")[-5:]
    ways = [head.get_xy()[1, 0] > head.get_xy()[0, 0] for head in heads]
    assert ways == [True] * 4 + [False]


def test_groups_that_are_no_years_stand_side_by_side() -> None:
    names = {year: f"第{number}届" for number, year in enumerate(YEARS, start=1)}
    table = series()
    for column in ("from", "to"):
        table[column] = table[column].map(lambda year: names.get(year, names[2025]))
    course = yearly().assign(group=yearly()["group"].map(names))
    figure = plot_series(table, course)
    check_sheet(figure)
    assert lines(figure, "gap") == []
    assert "第11届起上升" not in said(figure)
    assert "第10届起上升" in said(figure)  # 2021 is the tenth of the fourteen


@pytest.mark.parametrize("plot", PLOTS)
def test_bytes_repeat_and_tables_stay(plot) -> None:
    table, course = series(), yearly()
    assert same_bytes(lambda: plot(table, course))
    assert table.equals(series())
    assert course.equals(yearly())


def test_lines_stand_out_from_the_period_in_grey() -> None:
    contrasts = [lightness(PERIOD) - lightness(colour) for colour in (VERMILION, BLUE, INK)]
    assert min(contrasts) > 0.4
    assert 1 - lightness(PERIOD) > 0.05


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="series: no column evidence; there are: theme"):
        plot_series(series().drop(columns="evidence"), yearly())
