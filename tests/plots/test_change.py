"""The figure of change shows who gained and lost, by how much, and how sure that is."""

from itertools import pairwise
from math import sqrt

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from tests.plots.artists import (
    check_sheet,
    lightness,
    lines,
    patches,
    said,
    same_bytes,
    words_at,
)
from tests.plots.change_tables import THEMES, evidence, facts, many, rates
from topics.plots.arrows import RootScale
from topics.plots.style import BLUE, VERMILION
from topics.viz import plot_change

GAINED = ["潜力地区", "产业", "安全韧性", "公共服务", "都市圈"]
LOST = ["边境", "城市群", "社会治理"]


def draw(lang: str = "zh", width: float = 17, *, in_time: bool = True) -> Figure:
    return plot_change(facts(), evidence(), rates(), in_time=in_time, lang=lang, width=width)


def of(themes: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return facts()[facts()["theme"].isin(themes)], evidence(), rates()


def rate_at(figure: Figure, x: float) -> float:
    """Read a place off the axis, from its ticks at 0 and 100."""
    places = words_at(figure)
    zero, hundred = places["0"][0], places["100"][0]
    return ((x - zero) / (hundred - zero)) ** 2 * 100


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("in_time", [True, False])
def test_nothing_overlaps_or_leaves_the_figure(width: float, lang: str, in_time: bool) -> None:
    check_sheet(draw(lang, width, in_time=in_time))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("n", [1, 14, 60])
def test_any_number_of_rows_looks_right(n: int, width: float, lang: str) -> None:
    figure = plot_change(*many(n), lang=lang, width=width)
    check_sheet(figure)
    shown = len(lines(figure, "first")) - 1  # one stands in the legend
    told = f"另有{n - shown}个议题见数据表" if lang == "zh" else f"{n - shown} more themes"
    assert (told.replace(" ", "") in said(figure).replace(" ", "")) == (shown < n)
    assert shown == n if n <= 14 else 20 <= shown < n
    assert "…" not in said(figure)


def test_rows_are_grouped_and_sorted_by_their_ratio() -> None:
    places = words_at(draw())
    order = sorted([*GAINED, *LOST, "加重", "减轻"], key=lambda name: places[name][1])
    assert order == ["加重", *GAINED, "减轻", *LOST]
    steps = [places[low][1] - places[high][1] for high, low in pairwise(GAINED)]
    assert steps == pytest.approx([0.5] * 4)


def test_dots_bars_and_heads_stand_at_their_rates() -> None:
    figure = draw()
    order = {theme: three for theme, three, *_ in THEMES}
    expected = [order[theme] for theme in (*GAINED, *LOST)]
    dots = [rate_at(figure, line.get_xdata()[0]) for line in lines(figure, "first")[1:]]
    bars = [rate_at(figure, line.get_xdata()[0]) for line in lines(figure, "middle")[1:]]
    assert dots == pytest.approx([three[0] for three in expected], abs=1e-6)
    assert bars == pytest.approx([three[1] for three in expected], abs=1e-6)
    heads = patches(figure, "head")[-len(expected) :]
    tips = [rate_at(figure, head.get_xy()[1, 0]) for head in heads]
    assert tips == pytest.approx([three[2] for three in expected], abs=1e-6)
    ways = [head.get_xy()[1, 0] > head.get_xy()[0, 0] for head in heads]
    assert ways == [True] * 5 + [False] * 3


def test_the_head_is_filled_by_the_evidence() -> None:
    figure = draw()
    count = len(GAINED) + len(LOST)
    heads = dict(zip((*GAINED, *LOST), patches(figure, "head")[-count:], strict=True))
    fills = {theme: to_hex(head.get_facecolor(), keep_alpha=True) for theme, head in heads.items()}
    assert fills["产业"] == to_hex(VERMILION).lower() + "ff"  # strong
    assert {fills[theme] for theme in ("潜力地区", "安全韧性", "城市群", "社会治理")} == {
        "#ffffffff"
    }
    assert fills["边境"].endswith("00")  # untestable: open
    halves = {round(half.get_xy()[1, 1], 3) for half in patches(figure, "half")[1:]}
    assert halves == {round(heads[theme].get_xy()[1, 1], 3) for theme in ("潜力地区", "城市群")}
    assert heads["社会治理"].get_linewidth() > heads["城市群"].get_linewidth()
    greys = [heads["安全韧性"].get_edgecolor(), heads["社会治理"].get_edgecolor()]
    assert [to_hex(grey) for grey in greys] == ["#767676", BLUE.lower()]


def test_the_line_says_whether_more_than_one_section_bears_it() -> None:
    figure = draw()
    thick = lines(figure, "line spread")[1:]  # one stands in the legend
    assert len(thick) == 5
    dashed = lines(figure, "line one_section")[1:] + lines(figure, "line own_item")
    assert len(dashed) == 2
    assert {line.is_dashed() for line in dashed} == {True}
    assert max(line.get_linewidth() for line in dashed) < thick[0].get_linewidth() / 2


def test_columns_hold_the_numbers_of_the_table() -> None:
    wide, narrow = words_at(draw()), words_at(draw(width=8.5))
    assert {"＋章", "－条", "0→22", "新", "0→7", "13→71", "×5.5", "6→15", "÷22", "强"} <= set(wide)
    assert {"＋章", "－条", "新", "×5.5", "÷22"} <= set(narrow)
    assert not {"0→22", "6→15", "条目"} & set(narrow)
    assert {"+ch.", "−item", "new", "gone", "moderate", "untestable"} <= set(words_at(draw("en")))


def test_what_did_not_shift_stands_below() -> None:
    text = said(draw())
    assert "变化不大：改革要素 124→92、交通 53→58" in text
    assert "篇幅所致：智慧城市 24→15" in text
    assert "初见或未再提，次数很少：民族 0→1.5" in text
    assert "国防" not in text
    assert "变化不大：改革要素 124→92、交通 53→58" in said(draw(width=8.5))


def test_without_time_nothing_rises_or_falls() -> None:
    zh, en = said(draw(in_time=False)), said(draw("en", in_time=False))
    assert "2024较高" in zh
    assert "2024较低" in zh
    assert [
        word for word in ("加重", "减轻", "上升", "下降", "得到", "失去", "→") if word in zh
    ] == []
    assert "Higher in 2024" in en
    assert [word for word in ("ained", "lost", "Lost", "rise", "gone", "→") if word in en] == []
    squares = patches(draw(in_time=False), "head")
    assert {len(square.get_xy()) for square in squares} <= {4, 5}  # no triangle


@pytest.mark.parametrize("width", [8.5, 17.0])
def test_a_figure_without_shifts_says_so_in_words(width: float) -> None:
    still = plot_change(*of(["交通", "改革要素"]), width=width)
    assert "没有议题的幅度大到可以列出" in said(still)
    assert "改革要素 124→92" in said(still)
    check_sheet(still)
    empty = plot_change(facts().iloc[:0], evidence(), width=width)
    assert "没有可比的议题" in said(empty)
    check_sheet(empty)


def test_a_theme_stands_where_its_rate_went_whatever_its_mark() -> None:
    table, judged, course = of(["都市圈"])
    places = words_at(plot_change(table.assign(mark="chapter_lost"), judged, course))
    assert "加重" in places
    assert "减轻" not in places


def test_the_first_group_against_the_last_is_drawn() -> None:
    other = facts().assign(reference="2022", rate_reference=999.0)
    table = pd.concat([facts(), other], ignore_index=True)
    assert same_bytes(lambda: plot_change(table, evidence(), rates()))
    assert "999" not in said(plot_change(table, evidence(), rates()))
    assert "999" in said(plot_change(other, evidence(), rates()))


def test_years_read_as_numbers_are_the_same_groups() -> None:
    numbers = [
        table.astype(dict.fromkeys({"reference", "target", "group"} & set(table), "int64"))
        for table in (facts(), evidence(), rates())
    ]
    assert words_at(plot_change(*numbers)) == words_at(draw())


def test_tables_are_not_changed_and_bytes_repeat() -> None:
    tables = [facts(), evidence(), rates()]
    assert same_bytes(lambda: plot_change(*tables))
    assert all(
        before.equals(after)
        for before, after in zip(tables, [facts(), evidence(), rates()], strict=True)
    )


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="facts: no column mark; there are: theme"):
        plot_change(facts().drop(columns="mark"), evidence())


def test_what_colours_say_differs_in_grey() -> None:
    assert abs(lightness(VERMILION) - lightness(BLUE)) > 0.1


def test_the_axis_is_a_square_root_from_zero() -> None:
    scale = RootScale(2, 12, 400)
    assert (scale.at(0), scale.at(100), scale.at(400)) == (2, 7, 12)
    assert scale.at(9) - 2 == pytest.approx(10 * sqrt(9 / 400))


def test_a_short_arrow_keeps_its_head_on_its_side() -> None:
    table, judged, course = of(["都市圈", "公共服务"])
    table = table.assign(rate_target=table["rate_reference"] * 1.001)
    figure = plot_change(table, judged, course[course["group"] != "2022"])
    dots = {line.get_ydata()[0]: line.get_xdata()[0] for line in lines(figure, "first")[1:]}
    heads = patches(figure, "head")[-2:]
    assert [head.get_xy()[1, 0] > dots[head.get_xy()[1, 1]] for head in heads] == [True, True]
    assert [head.get_xy()[0, 0] >= dots[head.get_xy()[1, 1]] for head in heads] == [True, True]
