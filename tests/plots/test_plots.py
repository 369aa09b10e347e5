"""Figures show the numbers of their tables: read from the artists, not from pixels."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from tests.plots import tables
from topics.emphasis.lenses import LENSES as OUR_LENSES
from topics.names import LENSES, MEASURES, VERDICT_SIGNS, VERDICTS
from topics.plots.boxes import covered, overlapping, push_apart
from topics.plots.style import BLUE, VERMILION, drawing, palette
from topics.viz import (
    plot_agencies,
    plot_barcode,
    plot_cooccurrence,
    plot_document_map,
    plot_keyness,
    plot_keywords,
    plot_shifts,
    plot_theme_heatmap,
    plot_topic_choice,
    plot_topic_shares,
    plot_topic_terms,
    plot_word_shift,
)

FIGURES: dict[str, Callable[[float, str], Figure]] = {
    "shifts": lambda width, lang: plot_shifts(
        tables.shifts(), tables.themes(), lens="rate", width=width, lang=lang
    ),
    "share": lambda width, lang: plot_shifts(
        tables.shifts(), tables.themes(), lens="section_share", width=width, lang=lang
    ),
    "heatmap": lambda width, lang: plot_theme_heatmap(tables.themes(), width=width, lang=lang),
    "keywords": lambda width, lang: plot_keywords(tables.keywords(), width=width, lang=lang),
    "shares": lambda width, lang: plot_topic_shares(
        tables.topic_shares(), tables.topics(), width=width, lang=lang
    ),
    "strips": lambda width, lang: plot_topic_shares(
        tables.topic_shares(), level="section", width=width, lang=lang
    ),
    "topic_terms": lambda width, lang: plot_topic_terms(tables.topics(), width=width, lang=lang),
    "topic_choice": lambda width, lang: plot_topic_choice(
        tables.topic_choice(), width=width, lang=lang
    ),
    "keyness": lambda width, lang: plot_keyness(tables.keyness(), width=width, lang=lang),
    "word_shift": lambda width, lang: plot_word_shift(tables.word_shift(), width=width, lang=lang),
    "agencies": lambda width, lang: plot_agencies(tables.agencies(), width=width, lang=lang),
    "cooccurrence": lambda width, lang: plot_cooccurrence(
        tables.cooccurrence(), width=width, lang=lang
    ),
    "document_map": lambda width, lang: plot_document_map(
        tables.document_map(), width=width, lang=lang
    ),
    "barcode": lambda width, lang: plot_barcode(
        tables.theme_mentions(), tables.sections(), width=width, lang=lang
    ),
}


def texts(figure: Figure) -> list[Text]:
    """The texts that are drawn: no empty ones, and no labels of ticks beyond the axis."""
    with drawing():
        figure.draw_without_rendering()
    beyond = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = axis.get_major_ticks()
            beyond |= {
                tick.label1
                for tick in ticks
                if not axes.axison or not low <= tick.get_loc() <= high
            }
    found = [text for text in figure.findobj(Text) if isinstance(text, Text) and text not in beyond]
    return [text for text in found if text.get_text() and text.get_visible()]


def shown(figure: Figure) -> set[str]:
    return {text.get_text().replace("\n", "") for text in texts(figure)}


def segments(axes: Axes) -> list[np.ndarray]:
    return [
        segment for lines in axes.collections for segment in lines.get_segments() if len(segment)
    ]


def check_labels(figure: Figure) -> None:
    """All labels have 7 points or more, stand inside the figure and do not overlap."""
    labels = texts(figure)
    assert min(text.get_fontsize() for text in labels) >= 7
    edge = figure.bbox
    boxes = {text: text.get_window_extent() for text in labels}
    for text, box in boxes.items():
        assert box.x0 >= -3, text
        assert box.x1 <= edge.x1 + 3, text
        assert box.y0 >= -3, text
        assert box.y1 <= edge.y1 + 3, text
    for first, second in combinations(boxes.values(), 2):
        overlap = (
            min(first.x1, second.x1) - max(first.x0, second.x0),
            min(first.y1, second.y1) - max(first.y0, second.y0),
        )
        assert min(overlap) < 7, (
            first,
            second,
        )  # pixels at 300 dpi; a box is a little larger than its ink


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [8.5, 17.0])
@pytest.mark.parametrize("name", FIGURES)
def test_labels_are_readable_inside_and_apart(name: str, width: float, lang: str) -> None:
    figure = FIGURES[name](width, lang)
    check_labels(figure)
    assert figure.get_figwidth() * 2.54 == pytest.approx(width)


def test_shifts_draw_every_value_with_its_interval() -> None:
    figure = plot_shifts(tables.shifts(), tables.themes(), lens="rate")
    (axes,) = figure.axes
    table = tables.themes().query("lens == 'rate'")
    dots = sorted(float(x) for line in axes.lines for x in line.get_xdata())
    assert dots == pytest.approx(sorted(table["value"]))
    bars = sorted((segment[0, 0], segment[1, 0]) for segment in segments(axes))
    assert [low for low, _ in bars] == pytest.approx(sorted(table["low"]))
    assert [high - low for low, high in bars] == pytest.approx(
        [low * 0.5 for low, _ in bars]
    )  # 0.8 v to 1.2 v


def test_shifts_name_lens_groups_units_and_verdicts() -> None:
    words = shown(plot_shifts(tables.shifts(), tables.themes(), lens="rate"))
    assert "议题重心：提及频率（次/万汉字）" in words
    assert {"2020 重点任务 (n = 28 条目)", "2024 行动计划 (n = 24 条目)"} <= words
    assert {"↑ 上升", "↓ 下降", "无明确变化"} <= words


@pytest.mark.parametrize(("width", "sign"), [(17.0, "均未提及"), (8.0, "0")])
def test_shifts_say_where_neither_group_mentions_a_theme(width: float, sign: str) -> None:
    themes = tables.themes()
    themes.loc[
        (themes["theme"] == "产业发展") & themes["group"].isin(tables.GROUPS[:2]),
        ["value", "low", "high"],
    ] = 0
    for table, expected in ((themes, 1), (tables.themes(), 0)):
        figure = plot_shifts(tables.shifts(), table, lens="rate", width=width)
        assert [text.get_text() for text in figure.axes[0].texts].count(sign) == expected


def test_a_theme_that_no_group_mentions_is_counted_and_not_drawn() -> None:
    themes = tables.themes()
    themes.loc[themes["theme"] == "产业发展", ["value", "low", "high"]] = 0
    for figure in (plot_shifts(tables.shifts(), themes, lens="rate"), plot_theme_heatmap(themes)):
        assert "产业发展" not in shown(figure)
        assert any("未画各组均为零的1个议题" in text for text in shown(figure))
    themes["value"] = 0.0
    assert "产业发展" in shown(plot_shifts(tables.shifts(), themes, lens="rate"))


def test_pairs_without_any_test_have_no_column_of_verdicts() -> None:
    table = tables.shifts().query("lens == 'rate'").assign(verdict="too_few_sections")
    figure = plot_shifts(table, tables.themes(), lens="rate")
    assert not [text for text in shown(figure) if "→" in text or text == "样本不足"]
    assert any("各对组样本都不足，未作检验" in text for text in shown(figure))
    first = table["target"] == tables.GROUPS[1]
    heads = [
        text
        for text in shown(
            plot_shifts(
                table.assign(verdict=table["verdict"].mask(first, "rises")),
                tables.themes(),
                lens="rate",
            )
        )
        if "→" in text
    ]
    assert heads == ["●→■"]


def test_eight_groups_have_eight_markers() -> None:
    assert (
        len({marker for _, marker in palette([str(year) for year in range(2017, 2025)]).values()})
        == 8
    )


def test_the_first_group_against_the_last_is_always_drawn() -> None:
    """Of five pairs three are drawn: the last two of the table and, at the right, the widest,
    wherever it stands in it.
    """
    one = tables.shifts().query("target == @tables.GROUPS[1] and lens == 'rate'")
    a, b, c, d = tables.GROUPS
    for pairs in (
        [(a, c), (b, d), (a, b), (c, d), (a, d)],
        [(a, d), (a, c), (b, d), (a, b), (c, d)],
    ):
        table = pd.concat(
            [one.assign(reference=reference, target=target) for reference, target in pairs]
        )
        figure = plot_shifts(table, tables.themes(), lens="rate")
        check_labels(figure)
        heads = [text for text in texts(figure) if "→" in text.get_text()]
        marks = dict(zip(tables.GROUPS, "●■▲◆", strict=True))
        drawn = [
            text.get_text() for text in sorted(heads, key=lambda text: text.get_window_extent().x0)
        ]
        assert drawn == [
            f"{marks[first]}→{marks[last]}" for first, last in ((a, b), (c, d), (a, d))
        ]
        assert any("另有2对组的判断见数据表" in text for text in shown(figure))


def test_shifts_put_the_largest_rise_on_top() -> None:
    (axes,) = plot_shifts(tables.shifts(), tables.themes(), lens="rate").axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "产业发展",
        "安全韧性",
        "城乡融合",
    ]


def test_shifts_without_any_pair_draw_the_groups_alone() -> None:
    (axes,) = plot_shifts(tables.shifts().iloc[:0], tables.themes(), lens="rate").axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "产业发展",
        "城乡融合",
        "安全韧性",
    ]


def test_missing_intervals_and_values_draw_no_bar_and_no_dot() -> None:
    table = tables.themes()
    table[["low", "high"]] = np.nan
    table.loc[table["theme"] == "安全韧性", "value"] = np.nan
    (axes,) = plot_shifts(tables.shifts(), table, lens="rate").axes
    assert {float(segment[1, 0] - segment[0, 0]) for segment in segments(axes)} == {0.0}
    dots = [float(x) for line in axes.lines for x in line.get_xdata() if not np.isnan(x)]
    assert len(dots) == 8


def test_themes_beyond_the_limit_are_told() -> None:
    rows = [(f"议题{number}", "2024", "rate", 1.0, 0.5, 1.5, 3) for number in range(45)]
    table = pd.DataFrame(rows, columns=["theme", "group", "lens", "value", "low", "high", "n"])
    assert "横线为95%区间；另有15个议题见数据表" in shown(
        plot_shifts(tables.shifts().iloc[:0], table, lens="rate")
    )
    assert "另有5个议题见数据表" in shown(plot_theme_heatmap(table))


def test_the_heat_map_writes_each_value() -> None:
    figure = plot_theme_heatmap(tables.themes())
    words = shown(figure)
    for value in tables.themes().query("lens == 'rate'")["value"]:
        assert f"{value:.1f}" in words
    assert "提及条目占比（%）" in words


def test_keywords_keep_equal_words_apart_and_values_as_given() -> None:
    table = tables.keywords()
    table["feature"] = "韧性"
    first = plot_keywords(table).axes[0]
    assert [label.get_text() for label in first.get_yticklabels()] == ["韧性"] * 3
    assert first.lines[0].get_xdata().tolist() == pytest.approx([1, 1 / 2, 1 / 3])
    assert first.lines[0].get_ydata().tolist() == [0, 1, 2]


def test_keywords_of_chosen_groups_only() -> None:
    figure = plot_keywords(tables.keywords(), groups=["2024年行动计划"])
    assert len(figure.axes) == 1
    assert "另有1组见数据表" in "".join(shown(figure))


def test_a_heading_that_returns_stays_in_the_strip_of_its_document() -> None:
    paths = ("一", "一#2/（一）", "一#2/（一）#2", "二")
    shares = pd.DataFrame(
        [("section", f"甲#{path}", 1, 0.9) for path in paths],
        columns=["level", "group", "topic", "share"],
    )
    figure = plot_topic_shares(
        shares, level="section", sections=pd.DataFrame({"doc_id": "甲", "path": paths})
    )
    (axes,) = figure.axes
    assert axes.get_title(loc="left") == "甲"
    assert [label.get_text() for label in axes.get_xticklabels()] == ["一", "一#2", "二"]


def test_topic_shares_stand_in_the_cell_of_their_topic_and_document() -> None:
    (axes,) = plot_topic_shares(tables.topic_shares(), tables.topics()).axes
    values = {
        (int(text.get_position()[0]), int(text.get_position()[1])): text.get_text()
        for text in axes.texts
    }
    assert values == {(0, 0): "70", (0, 1): "30", (1, 0): "25", (1, 1): "75"}
    assert [label.get_text() for label in axes.get_xticklabels()] == ["甲", "乙"]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "1.产业·创新",
        "2.防洪·排涝·管网",
    ]


def test_section_strips_keep_reading_order_and_mark_chapters() -> None:
    figure = plot_topic_shares(tables.topic_shares(), level="section")
    first = figure.axes[0]
    corners = [patch.get_path().vertices.reshape(-1, 5, 2)[:, 0] + 0.5 for patch in first.patches]
    # Shares 0.9, 0.1, 0.5 and 0.1, 0.9, 0.5 of three sections (x) and two topics (y): classes from
    # 0.1, 0.5 and 0.7.
    assert [sorted(map(tuple, cells.tolist())) for cells in corners] == [
        [(0, 1), (1, 0)],
        [(2, 0), (2, 1)],
        [(0, 0), (1, 1)],
    ]
    assert [label.get_text() for label in first.get_xticklabels()] == ["一", "二"]


def test_the_barcode_puts_mentions_where_they_stand() -> None:
    (axes,) = plot_barcode(
        tables.theme_mentions(), tables.sections(), themes=["安全韧性", "产业发展"]
    ).axes
    chapters, lines = axes.lines[:2], axes.lines[2:]
    strokes = [line.get_xdata()[::3].tolist() for line in lines]
    # 400 characters: line 1 of lines 1-2 of the first 50; lines 8 and 5 of lines 5-8 of the last
    # 200.
    assert strokes == [pytest.approx([12.5 / 400, 375 / 400]), pytest.approx([225 / 400])]
    assert [float(line.get_xdata()[0]) for line in chapters] == [0.0, 0.5]


def test_the_barcode_says_how_many_themes_it_leaves_out() -> None:
    mentions = tables.theme_mentions()
    left_out = mentions["theme"].nunique() - 1
    assert left_out
    figure = plot_barcode(mentions, tables.sections(), themes=[mentions["theme"].iloc[0]])
    assert any(f"另有{left_out}个议题见数据表" in text for text in shown(figure))


@pytest.mark.parametrize(
    "figure",
    [
        plot_shifts(tables.shifts(), tables.themes(), lens="no such lens"),
        plot_theme_heatmap(tables.themes().iloc[:0]),
        plot_keywords(tables.keywords().iloc[:0]),
        plot_topic_shares(tables.topic_shares(), level="year"),
        plot_barcode(tables.theme_mentions().iloc[:0], tables.sections()),
        plot_topic_terms(tables.topics().iloc[:0]),
        plot_topic_choice(tables.topic_choice().iloc[:0]),
        plot_keyness(tables.keyness().iloc[:0]),
        plot_word_shift(tables.word_shift().iloc[:0]),
        plot_agencies(tables.agencies().iloc[:0]),
        plot_cooccurrence(tables.cooccurrence().iloc[:0]),
        plot_document_map(tables.document_map().iloc[:0]),
    ],
)
def test_an_empty_table_gives_a_figure_that_says_so(figure: Figure) -> None:
    assert any(text.get_text().startswith("没有可画的数据") for text in figure.texts)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(
        ValueError,
        match=r"^keywords: no column tf_idf; there are: level, group, rank, feature, count$",
    ):
        plot_keywords(tables.keywords().drop(columns="tf_idf"))


def test_no_table_is_changed() -> None:
    table = tables.themes()
    plot_shifts(tables.shifts(), table, lens="rate")
    pd.testing.assert_frame_equal(table, tables.themes())


def test_every_lens_and_verdict_of_the_tables_has_words() -> None:
    assert set(LENSES) == set(MEASURES) == set(OUR_LENSES)
    assert set(VERDICTS) == set(VERDICT_SIGNS)


def test_keyness_draws_both_directions_and_fills_what_is_significant() -> None:
    (axes,) = plot_keyness(tables.keyness()).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "韧性",
        "管网",
        "边境",
        "落户",
    ]
    dots = axes.collections[-1]
    assert dots.get_offsets()[:, 0].tolist() == pytest.approx([1.5, 1.9, -0.9, -1.2])
    assert [to_hex(colour) for colour in dots.get_facecolors()] == [
        VERMILION.lower(),
        "#ffffff",
        "#ffffff",
        BLUE.lower(),
    ]
    assert {"12 : 1", "6 : 0", "0 : 2", "1 : 9"} <= {text.get_text() for text in axes.texts}


def test_keyness_and_word_shift_refuse_two_pairs() -> None:
    two = pd.concat([tables.keyness(), tables.keyness().assign(target="2022")])
    with pytest.raises(
        ValueError, match=r"^keyness: the table holds 2 pairs of groups; select the rows of one$"
    ):
        plot_keyness(two)


def test_word_shift_draws_contributions_by_size_and_says_how_much_they_cover() -> None:
    figure = plot_word_shift(tables.word_shift(), n=3)
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["韧性", "城镇化", "产业"]
    assert axes.collections[-1].get_offsets()[:, 0].tolist() == pytest.approx(
        [25, -22.5806452, -20.9677419]
    )
    assert "所列各词占全部贡献的69%" in "".join(shown(figure))  # (0.25 + 0.2258 + 0.2097) / 1


def test_topic_terms_write_prevalence_and_both_lists() -> None:
    words = shown(plot_topic_terms(tables.topics()))
    assert {
        "60%",
        "40%",
        "产业 创新 园区",
        "园区 产业 创新",
        "防洪 排涝 管网",
        "管网 防洪 排涝",
    } <= words


@pytest.mark.parametrize(("lang", "word"), [("zh", "不稳定"), ("en", "unstable")])
def test_unstable_topics_are_grey_last_and_called_so(lang: str, word: str) -> None:
    judged = tables.topics().assign(stability=[0.2, 0.9], null=0.35, stable=[False, True])
    figure = plot_topic_terms(judged, lang=lang)
    check_labels(figure)
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["2", "1"]
    assert any(word in text and "0.35" in text for text in shown(figure))
    for level in ("document", "section"):
        figure = plot_topic_shares(tables.topic_shares(), judged, level=level, lang=lang)
        check_labels(figure)
        first, second = figure.axes[0].get_yticklabels()
        assert word in first.get_text()
        assert word not in second.get_text()
        assert first.get_color() != second.get_color()


def test_a_borderline_topic_is_called_so_and_is_not_grey() -> None:
    judged = tables.topics().assign(standing=["borderline", "stable"])
    assert any("临界" in text for text in shown(plot_topic_terms(judged)))
    figure = plot_topic_shares(tables.topic_shares(), judged, level="document")
    first, second = figure.axes[0].get_yticklabels()
    assert "临界" in first.get_text()
    assert first.get_color() == second.get_color()


def test_topics_without_a_verdict_are_not_called_unstable() -> None:
    unknown = tables.topics().assign(stability=float("nan"), null=float("nan"), stable=False)
    assert shown(plot_topic_terms(unknown)) == shown(plot_topic_terms(tables.topics()))


def test_topic_choice_marks_the_chosen_number_and_leaves_out_what_was_not_measured() -> None:
    figure = plot_topic_choice(tables.topic_choice())
    drawn = {axes.get_title(loc="left"): axes for axes in figure.axes if axes.get_visible()}
    assert set(drawn) == {"一致性（NPMI）", "排他性", "稳定性"}
    assert [line.get_xdata().tolist() for line in drawn["稳定性"].lines] == [[4, 8, 12], [8]]


def places(figure: Figure) -> list[dict[str, tuple[float, float]]]:
    return [
        {text.get_text().replace("\n", ""): text.get_position() for text in axes.texts}
        for axes in figure.axes
    ]


def test_agencies_keep_their_places_in_all_groups() -> None:
    first, second = places(plot_agencies(tables.agencies()))
    assert set(first) == {"公安部", "国家发展改革委", "工业和信息化部"}
    assert set(second) == {"公安部", "中国国家铁路集团有限公司"}
    assert first["公安部"] == second["公安部"]


def test_agencies_can_be_grouped() -> None:
    (only,) = places(plot_agencies(tables.agencies(), groups={"甲": "2020", "乙": "2020"}))
    assert len(only) == 4


def test_links_are_as_wide_as_the_items_that_agencies_share() -> None:
    figure = plot_agencies(tables.agencies(), groups={"甲": "2020"})
    widths = sorted(
        line.get_linewidth() for line in figure.axes[0].lines if len(line.get_xdata()) == 2
    )
    assert widths == pytest.approx([0.3 + 1.9 / 2, 0.3 + 1.9 / 2, 0.3 + 1.9])  # one item, one, two


def test_cooccurrence_limits_terms_to_those_in_most_sections() -> None:
    first, *_ = places(plot_cooccurrence(tables.cooccurrence(), n=2))
    assert set(first) == {"城市更新", "户籍"}


def test_the_document_map_keeps_proportions_and_names_every_point() -> None:
    figure = plot_document_map(tables.document_map())
    (axes,) = figure.axes
    points = np.array(
        [line.get_xydata()[0] for line in axes.lines if line.get_marker() != "None"][:4]
    )
    drawn, true = (
        np.linalg.norm(array[:, None] - array[None], axis=2)
        for array in (points, tables.document_map()[["x", "y"]].to_numpy())
    )
    np.testing.assert_allclose(drawn / drawn.max(), true / true.max(), atol=1e-9)
    assert {"甲", "乙", "丙", "丁"} <= shown(figure)


def test_the_legend_of_the_map_has_the_order_of_the_rows() -> None:
    rows = tables.document_map().assign(group=["十三五", "十四五", "十四五", "2024"])
    legend = plot_document_map(rows).axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["十三五", "十四五", "2024"]


def test_boxes_part_where_there_is_room_and_are_told_where_there_is_none() -> None:
    rng = np.random.default_rng(1)
    centres, sizes = rng.uniform(0, 10, (40, 2)), np.tile([1.4, 0.5], (40, 1))
    moved = push_apart(centres, sizes, (10, 10))
    assert not overlapping(moved, sizes).any()
    assert ((moved >= sizes / 2) & (moved <= 10 - sizes / 2)).all()
    crowded = push_apart(centres, sizes * 4, (10, 10))
    left = [number for number in range(40) if number not in covered(crowded, sizes * 4)]
    assert 0 < len(left) < 40
    assert not overlapping(crowded[left], sizes[left] * 4).any()


def test_fixed_boxes_stay() -> None:
    centres = np.array([[5.0, 5.0], [5.1, 5.0]])
    moved = push_apart(centres, np.ones((2, 2)), (10, 10), fixed=1)
    assert moved[0].tolist() == [5.0, 5.0]
    assert moved[1].tolist() == pytest.approx([6.0, 5.0])


@pytest.mark.parametrize(
    "text",
    ["$x$ \\frac{$", "<b>&", "_下划线", "\u202eabc", "\x00", "", "😀한", "a" * 300, "字" * 300],
)
def test_hostile_names_are_drawn_as_text(text: str) -> None:
    themes, shifts, keywords = tables.themes(), tables.shifts(), tables.keywords()
    for table in (themes, shifts):
        table["theme"] = table["theme"].replace("安全韧性", text)
    themes["group"] = themes["group"].replace("2020 重点任务", text)
    shifts["reference"] = text
    keywords["feature"] = text
    keywords["group"] = text
    for figure in (
        plot_shifts(shifts, themes, lens="rate"),
        plot_theme_heatmap(themes),
        plot_keywords(keywords),
    ):
        assert texts(figure)


def crowd() -> dict[str, pd.DataFrame]:
    """Tables of a large corpus: 60 groups and documents, 120 themes, 50 topics."""
    groups, names = (
        [f"{1960 + n} 年度重点任务" for n in range(60)],
        [f"议题第{n}号" for n in range(120)],
    )
    themes = pd.DataFrame(
        [
            (name, group, "rate", 1.0 + n % 7, 0.5, 9.0, 3)
            for n, name in enumerate(names)
            for group in groups
        ],
        columns=["theme", "group", "lens", "value", "low", "high", "n"],
    )
    shares = pd.DataFrame(
        [
            (level, f"文件{d}{tail}", k, 1 / 50, 0.0, 0.1)
            for level, tail in (("document", ""), ("section", "#一"))
            for d in range(60)
            for k in range(50)
        ],
        columns=["level", "group", "topic", "share", "low", "high"],
    )
    topics = pd.DataFrame(
        {
            "topic": range(50),
            "label": "甲、乙、丙",
            "prevalence": 0.02,
            "top_terms": "城市 更新",
            "frex_terms": "韧性",
        }
    )
    keywords = pd.DataFrame(
        [("document", f"文件{d}", r, f"词{r}", 3, 1 / r) for d in range(60) for r in range(1, 21)],
        columns=["level", "group", "rank", "feature", "count", "tf_idf"],
    )
    return {"themes": themes, "shares": shares, "topics": topics, "keywords": keywords}


@pytest.mark.parametrize(
    "name", ["shifts", "heatmap", "keywords", "shares", "strips", "terms", "agencies"]
)
def test_a_large_corpus_still_gives_a_page_that_says_what_is_missing(name: str) -> None:
    tables_ = crowd()
    agencies = pd.DataFrame(
        {
            "doc_id": [f"文件{n % 60}" for n in range(600)],
            "path": "一",
            "agency": [f"第{n % 97}局" for n in range(600)],
        }
    )
    figure = {
        "shifts": lambda: plot_shifts(tables.shifts().iloc[:0], tables_["themes"], lens="rate"),
        "heatmap": lambda: plot_theme_heatmap(tables_["themes"]),
        "keywords": lambda: plot_keywords(tables_["keywords"]),
        "shares": lambda: plot_topic_shares(tables_["shares"], tables_["topics"]),
        "strips": lambda: plot_topic_shares(tables_["shares"], tables_["topics"], level="section"),
        "terms": lambda: plot_topic_terms(tables_["topics"]),
        "agencies": lambda: plot_agencies(agencies),
    }[name]()
    check_labels(figure)
    assert figure.get_figheight() * 2.54 <= 24.01
    assert "见数据表" in "".join(shown(figure))
