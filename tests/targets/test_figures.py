"""Figures of targets show their tables: read from the artists."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from tests.targets.texts import plan
from topics.plots.save import svg_text
from topics.plots.style import GREY
from topics.plots.target_counts import plot_target_counts
from topics.plots.target_series import plot_target_series
from topics.targets import classify, series

BODIES = (
    "力争绿地率达到38%。供水漏损率控制在12%以内。改造小区30个。",
    "去年绿地率达到37%。绿地率达到40%。供水漏损率控制在11%以内。改造小区45个。",
    "绿地率不低于41%。供水漏损率控制在9.5%以内。安排资金3亿元。",
)
PLANS = [plan(body, 2020 + n, f"方案{2020 + n}") for n, body in enumerate(BODIES)]
TARGETS = pd.concat([classify(one) for one in PLANS], ignore_index=True)
SERIES = series(TARGETS, PLANS)
FIGURES = {
    "series": lambda width, lang: plot_target_series(SERIES, width=width, lang=lang),
    "counts": lambda width, lang: plot_target_counts(TARGETS, width=width, lang=lang),
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_in_both_widths_and_languages(name: str, width: float, lang: str) -> None:
    figure = FIGURES[name](width, lang)
    assert figure.get_figwidth() == pytest.approx(width / 2.54)
    assert figure.get_figheight() <= 24.01 / 2.54
    assert svg_text(figure, prefix=name) == svg_text(FIGURES[name](width, lang), prefix=name)


def test_marks_stand_at_year_and_value_and_say_how() -> None:
    figure = plot_target_series(SERIES)
    axes = next(one for one in figure.axes if one.get_title(loc="left").startswith("绿地率"))
    marks = [line for line in axes.lines if line.get_marker() not in {"", "None", None}]
    seen = {
        (int(line.get_xdata()[0]), float(line.get_ydata()[0]), line.get_marker()) for line in marks
    }
    assert seen == {(2020, 38.0, "o"), (2020, 37.0, "o"), (2021, 40.0, "o"), (2022, 41.0, "^")}
    (soft,) = [line for line in marks if to_hex(line.get_markerfacecolor()) == "#ffffff"]
    assert float(soft.get_ydata()[0]) == 38.0
    (done,) = [line for line in marks if to_hex(line.get_color()) == GREY.lower()]
    assert float(done.get_ydata()[0]) == 37.0


def test_cells_hold_the_numbers_of_quantities() -> None:
    figure = plot_target_counts(TARGETS)
    (axes,) = figure.axes
    numbers = [int(text.get_text()) for text in axes.texts if text.get_text() != "–"]
    assert sum(numbers) == len(TARGETS)


def test_one_document_is_drawn_by_chapter() -> None:
    text = "改造小区3个。\n二、保障措施\n安排资金2亿元。"
    figure = plot_target_counts(classify(plan(text)))
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["一", "二"]


def test_nothing_to_draw_is_said() -> None:
    for figure in (plot_target_series(SERIES[:0]), plot_target_counts(TARGETS[:0])):
        assert "没有可画的数据" in figure.texts[0].get_text()


@pytest.mark.parametrize("plot", [plot_target_series, plot_target_counts])
def test_a_missing_column_is_named(plot) -> None:
    with pytest.raises(ValueError, match="no column"):
        plot(pd.DataFrame({"unit": ["个"]}))
