"""Clouds: sizes say weights, words keep places, none is lost."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from topics.plots.cloud import (
    Cloud,
    CloudStyle,
    comparison_cloud,
    read_mask,
    word_cloud,
    word_clouds,
)
from topics.plots.cloud_sheet import cloud_sheet
from topics.plots.style import drawing

WEIGHTS = {
    "城市更新": 40,
    "韧性": 30,
    "管网": 20,
    "海绵城市": 20,
    "防洪排涝": 11,
    "A-1": 10,
    "县城": 9,
    "产业": 5,
    "创新": 1,
}


def test_every_word_placed_is_drawn_once_at_its_size() -> None:
    cloud = word_cloud(WEIGHTS, style=CloudStyle(width=8.5, height=6))
    assert cloud.words["placed"].all()
    drawn = sorted(
        (text.get_text(), text.get_fontsize())
        for text in cloud.figure.texts
        if text.get_text() in WEIGHTS
    )
    assert drawn == sorted(zip(cloud.words["word"], cloud.words["size"], strict=True))


def darkest(cloud: Cloud) -> int:
    """Draw every word in half-transparent black: where two share ink it is darker than 127."""
    for text in cloud.figure.texts:
        text.set(color="black", alpha=0.5)
    canvas = FigureCanvasAgg(cloud.figure)
    with drawing():
        canvas.draw()
    return int(np.asarray(canvas.buffer_rgba())[..., :3].min())


def test_no_two_words_share_ink() -> None:
    words = {f"词{chr(0x4E00 + number)}语": 1 + number % 17 for number in range(80)}
    cloud = word_cloud(words)
    assert cloud.words["placed"].all()
    assert darkest(cloud) > 110


def test_words_on_top_of_each_other_would_be_seen() -> None:
    cloud = word_cloud({"韧性": 2, "产业": 1})
    first = next(text for text in cloud.figure.texts if text.get_text() == "韧性")
    with drawing():
        cloud.figure.text(*first.get_position(), "产业", fontsize=first.get_fontsize())
    assert darkest(cloud) < 90


def test_area_is_proportional_to_weight() -> None:
    table = word_cloud(WEIGHTS).words.set_index("word")
    assert table.loc["城市更新", "size"] / table.loc["A-1", "size"] == pytest.approx(
        2.0
    )  # sqrt(40 / 10)
    assert table["size"].min() >= 7


def test_a_word_keeps_its_place_and_colour_across_years() -> None:
    clouds = word_clouds(
        {"2020": {"韧性": 1, "产业": 9, "县城": 2}, "2024": {"韧性": 8, "产业": 3}}
    )
    first, second = (clouds[year].words.set_index("word") for year in ("2020", "2024"))
    shared = ["韧性", "产业"]
    assert first.loc[shared, ["x", "y", "colour"]].equals(second.loc[shared, ["x", "y", "colour"]])
    assert first.loc["产业", "size"] > second.loc["产业", "size"]


def test_words_without_room_are_listed() -> None:
    words = {f"很长的词语编号{chr(0x4E00 + number)}": 1.0 for number in range(60)}
    cloud = word_cloud(words, style=CloudStyle(width=5, height=3))
    assert len(cloud.words) == 60
    hidden = int((~cloud.words["placed"]).sum())
    assert hidden > 0
    assert set(cloud.words["reason"]) == {"", "room"}
    assert any(f"{hidden}个词放不下，见数据表" == text.get_text() for text in cloud.figure.texts)


def test_a_word_wider_than_the_figure_is_listed_and_the_others_drawn() -> None:
    table = word_cloud({"长" * 200: 5, "韧性": 3}).words.set_index("word")
    assert table.loc["长" * 200, "reason"] == "room"
    assert table.loc["韧性", "size"] > 30  # one long word does not make all others small


def test_words_that_look_the_same_are_drawn_once_and_make_the_others_no_smaller() -> None:
    words = {"서울": 9.0, "韧性": 4.0, "한국": 1.0}  # no glyphs: two boxes each
    table = word_cloud(words).words.set_index("word")
    alone = word_cloud({"서울": 9.0, "韧性": 4.0}).words.set_index("word")
    assert table["reason"].to_dict() == {"서울": "", "韧性": "", "한국": "room"}
    assert table.loc["서울", "size"] == alone.loc["서울", "size"] > 30


def test_words_beyond_the_limit_are_listed_as_such() -> None:
    table = word_cloud({"甲": 3, "丙": 2, "乙": 2, "丁": 0}, style=CloudStyle(n=2)).words.set_index(
        "word"
    )
    assert table["reason"].to_dict() == {"甲": "", "丙": "", "乙": "limit", "丁": "zero"}


def test_order_of_the_words_changes_nothing() -> None:
    backwards = dict(reversed(list(WEIGHTS.items())))
    assert word_cloud(WEIGHTS).words.equals(word_cloud(backwards).words)


def test_a_mask_keeps_words_inside() -> None:
    mask = np.zeros((2, 2), dtype=bool)
    mask[:, 1] = True
    table = word_cloud({"韧性": 3, "产业": 2, "县城": 1}, style=CloudStyle(mask=mask)).words
    assert table["placed"].all()
    assert (table["x"] > 8.5).all()


def test_a_mask_is_read_from_a_picture(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (4, 2), "white")
    picture.putpixel((0, 0), (0, 0, 0, 255))
    picture.putpixel((1, 0), (0, 0, 0, 0))  # dark, but transparent
    picture.save(tmp_path / "shape.png")
    assert read_mask(tmp_path / "shape.png").tolist() == [[True, False, False, False], [False] * 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cannot be read as a picture"),
        (b"GIF89a\xff\xff", "cannot be read as a picture"),
        (b"<svg/>", "cannot be read as a picture"),
    ],
)
def test_a_file_that_is_no_picture_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        read_mask(tmp_path / "a.png")


def test_a_pale_picture_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    Image.new("L", (3, 3), 255).save(tmp_path / "a.png")
    with pytest.raises(
        ValueError, match=r"nothing in it is dark; words stand where the picture is dark$"
    ):
        read_mask(tmp_path / "a.png")
    with pytest.raises(ValueError, match=r"No such file or directory"):
        read_mask(tmp_path / "b.png")


def test_a_character_without_ink_breaks_nothing() -> None:
    assert word_cloud({"\u2800": 3, "韧性": 2}).words["placed"].all()


def test_comparison_puts_each_word_on_the_side_where_its_share_is_larger() -> None:
    cloud = comparison_cloud(
        {"韧性": 6, "产业": 2}, {"产业": 6, "韧性": 1, "县城": 1}, names=("2024", "2020")
    )
    table = cloud.words.set_index("word")
    # Shares 6/8 and 1/8, 2/8 and 6/8, 0 and 1/8; half their difference is the distance from their
    # mean.
    assert table["weight"].to_dict() == pytest.approx(
        {"韧性": 0.3125, "产业": -0.25, "县城": -0.0625}
    )
    assert table.loc["韧性", "x"] > 8.5 > table.loc["产业", "x"]


@pytest.mark.parametrize("weights", [{}, {"韧性": 0}, {"\x00": 3}])
def test_nothing_to_draw_says_so(weights: dict[str, float]) -> None:
    cloud = word_cloud(weights)
    assert any(text.get_text() == "没有可画的词" for text in cloud.figure.texts)
    assert not cloud.words["placed"].any()


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_no_amount_is_refused(value: float) -> None:
    with pytest.raises(
        ValueError, match=rf"^2024: weight {value} of '韧性': give each word a number from 0 up$"
    ):
        word_cloud({"韧性": value}, title="2024")


def test_colours_can_be_given() -> None:
    table = word_cloud(
        {"韧性": 1, "产业": 1}, style=CloudStyle(colours={"韧性": "#000000"})
    ).words.set_index("word")
    assert table.loc["韧性", "colour"] == "#000000"


def test_a_sheet_has_a_cloud_per_group_with_its_own_scale() -> None:
    groups = {"1. 产业": {"产业": 0.4, "园区": 0.1}, "2. 防洪": {"防洪": 0.04, "产业": 0.01}}
    sheet = cloud_sheet(groups, title="主题词")
    words = sheet.words.set_index(["group", "word"])
    assert words["placed"].all()
    assert words.loc[("1. 产业", "产业"), "size"] == words.loc[("2. 防洪", "防洪"), "size"]
    assert words.loc[("1. 产业", "产业"), "colour"] == words.loc[("2. 防洪", "产业"), "colour"]
    shown = [text.get_text() for text in sheet.figure.texts]
    assert [text for text in shown if text in groups] == list(groups)
    assert Counter(text for text in shown if text in words.index.get_level_values("word")) == {
        "产业": 2,
        "园区": 1,
        "防洪": 1,
    }


def test_words_of_a_sheet_stay_inside_their_own_cloud() -> None:
    groups = {
        f"{number}. 主题": {
            f"{char}城市更新": 30 - place for place, char in enumerate("甲乙丙丁戊己庚辛壬癸")
        }
        for number in range(1, 8)
    }
    sheet = cloud_sheet(groups)
    renderer = FigureCanvasAgg(sheet.figure).get_renderer()
    heads = [
        text.get_window_extent(renderer) for text in sheet.figure.texts if text.get_text() in groups
    ]
    words = [
        text.get_window_extent(renderer)
        for text in sheet.figure.texts
        if "城市更新" in text.get_text()
    ]
    assert len(words) == sheet.words["placed"].sum()
    for box in words:
        assert 0 <= box.x0 < box.x1 <= sheet.figure.bbox.width
        assert not any(box.overlaps(head) for head in heads)


def test_clouds_beyond_the_page_are_told_and_listed() -> None:
    groups = {f"{number}. 主题": {"产业": 1.0, "园区": 0.0} for number in range(1, 30)}
    sheet = cloud_sheet(groups)
    assert sheet.figure.get_figheight() * 2.54 <= 24.01
    drawn = sum(text.get_text() in groups for text in sheet.figure.texts)
    assert set(sheet.words["group"]) == set(groups)
    assert (sheet.words["reason"] == "page").sum() == len(groups) - drawn > 0
    assert any(f"另有{len(groups) - drawn}幅词云" in text.get_text() for text in sheet.figure.texts)


def test_a_sheet_of_nothing_says_so() -> None:
    sheet = cloud_sheet({})
    assert "没有可画的数据" in sheet.figure.texts[0].get_text()
    assert sheet.words.empty


def test_equal_words_are_made_small_before_any_is_left_out() -> None:
    words = {f"{a}{b}城市更新": 1.0 for a in "甲乙丙" for b in "子丑寅卯"}
    cloud = word_cloud(words, style=CloudStyle(width=5.3, height=3.2))
    assert cloud.words["placed"].all()
    assert (cloud.words["size"] >= 7).all()
