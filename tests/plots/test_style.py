"""The font covers what Chinese documents hold, and labels are made fit to draw."""

from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.ttLib import TTFont

from topics.plots.style import (
    clean,
    drawing,
    ems,
    font_path,
    new_figure,
    palette,
    shorten,
    undrawable,
    weight,
    words,
    wrap,
)

CONTROLS = "\x00\x1b\u202e\u200b\ufeff"


def encodable(codec: str) -> set[int]:
    found = set()
    for code in (*range(0x20, 0x7F), *range(0xA0, 0xFFFF)):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


@pytest.mark.parametrize(("style", "codec"), [("Regular", "gbk"), ("Bold", "gb2312")])
def test_the_font_covers_its_character_set(style: str, codec: str) -> None:
    with TTFont(font_path(style)) as font:
        covered = set(font.getBestCmap())
    assert encodable(codec) - covered <= {0x2252}  # ≒ is the one that the source lacks


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_font_covers_the_standard_table_and_symbols(style: str) -> None:
    lines = Path(__file__).with_name("standard_table.txt").read_text(encoding="utf-8").splitlines()
    table = {ord(char) for line in lines if not line.startswith("#") for char in line}
    assert len(table) == 1467  # with GB2312, tested above, these make the 8,105
    assert len([code for code in table if code > 0xFFFF]) == 196
    with TTFont(font_path(style)) as font:
        covered = set(font.getBestCmap())
    assert table <= covered
    assert {ord(char) for char in "①②⑩㈠℃㎡ⅠⅫ—…·《》〔〕“”‘’□→−αжか"} <= covered


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_font_bears_our_name_alone(style: str) -> None:
    with TTFont(font_path(style)) as font:
        names = {record.nameID: str(record) for record in font["name"].names}
        cff = font["CFF "].cff
        inside = [cff.fontNames[0], cff.topDictIndex[0].FullName, cff.topDictIndex[0].FamilyName]
    shown = [names[number] for number in (1, 3, 4, 6)] + inside
    assert not [name for name in shown if "Noto" in name or "Source" in name]
    assert names[1] == "Topics Sans SC"


def test_the_licence_stands_beside_the_font() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in font_path().with_name("OFL.txt").read_text(
        encoding="utf-8"
    )


def test_labels_lose_control_characters_and_show_missing_glyphs() -> None:
    assert clean(f"城市{CONTROLS}更新\r\n\t한") == "城市更新 □"
    assert clean("\ud800") == "□"


def test_missing_glyphs_are_told() -> None:
    assert undrawable([f"城市更新{CONTROLS}", "대한대", "𬭯㎡"]) == ["대", "한"]


def test_rare_characters_are_not_set_bold() -> None:
    assert (weight("城市更新"), weight("臺灣")) == ("bold", "normal")


@pytest.mark.parametrize("limit", [4, 7.5, 20])
@pytest.mark.parametrize(
    "text",
    [
        "云川市城市更新办公室关于印发《2022年老旧小区改造任务》的通知",
        "Implementation plan 2022",
        "甲",
        "",
    ],
)
def test_wrapped_lines_are_no_wider_than_the_limit(text: str, limit: float) -> None:
    lines = wrap(text, limit, lines=3).split("\n")
    assert len(lines) <= 3
    assert max(map(ems, lines)) <= limit
    if "…" not in "".join(lines):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_shortened_labels_say_so() -> None:
    assert shorten("新型城镇化", 5) == "新型城镇化"
    assert shorten("新型城镇化建设", 5) == "新型城镇…"


def test_labels_without_end_are_cut() -> None:
    endless = "Q城" * 500_000
    assert shorten(endless, 9) == "Q城" * 5 + "…"  # 5 · 1.58 = 7.9 em, and no room for one more Q
    assert len(clean(endless)) == 2_000
    assert wrap(endless, 9).count("\n") == 1
    assert clean("城" * 2_000) == "城" * 2_000


def test_groups_differ_in_colour_or_marker() -> None:
    styles = palette([str(number) for number in range(24)])
    assert len(set(styles.values())) == 24


def test_the_settings_of_the_caller_come_back_and_do_not_count() -> None:
    with mpl.rc_context({"font.size": 31, "text.usetex": False, "axes.facecolor": "red"}):
        with drawing():
            assert (mpl.rcParams["font.size"], mpl.rcParams["axes.facecolor"]) == (8.0, "white")
        assert (mpl.rcParams["font.size"], mpl.rcParams["axes.facecolor"]) == (31, "red")


def test_bad_width_and_language_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^width 2: a figure is 5 to 50 cm wide; a column has 8\.5, a page 17$"
    ):
        new_figure(2, 5)
    with pytest.raises(ValueError, match=r"^lang 'fr': figures speak 'zh' or 'en'$"):
        words("fr", "甲", "a")
