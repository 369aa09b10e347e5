"""Theme files are read strictly; themes are matched with their places."""

from pathlib import Path

import pytest

from tests.support import ROOT
from tests.toys import PlainFinder
from topics.themes import Theme, ThemeError, ThemeMatcher, members, read_themes, without_term
from topics.tokenize import PolicyTokenizer


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ThemeError) as error:
        read_themes([write(tmp_path / "t.toml", text)])
    return str(error.value).splitlines()


def test_the_themes_that_ship() -> None:
    themes = read_themes([ROOT / "dictionary" / "themes.toml"])
    names = {theme.name for theme in themes}
    assert names >= {
        "安全韧性",
        "产业",
        "潜力地区",
        "城市群",
        "城乡融合",
        "边境",
        "城市更新",
        "住房保障",
        "绿色低碳",
        "智慧城市",
        "县城",
        "社会治理",
    }
    assert len(names) >= 12
    assert all(theme.note or theme.parent for theme in themes)


def test_every_term_that_ships_can_be_found_by_the_tokenizer() -> None:
    tokenizer = PolicyTokenizer()
    themes = read_themes([ROOT / "dictionary" / "themes.toml"])
    assert len(themes) > 5
    for theme in themes:
        text = "，".join(theme.terms)
        found = [match.term for match in ThemeMatcher([theme], tokenizer).matches(text)]
        assert found == list(theme.terms), theme.name


def test_names_with_and_without_quotes(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.toml",
        '[themes.安全韧性]\nterms = ["韧性"]\n'
        '[themes."产业"]\nterms = ["产业"]\nparent = "安全韧性"\n',
    )
    assert read_themes([path]) == (
        Theme("安全韧性", ("韧性",)),
        Theme("产业", ("产业",), parent="安全韧性"),
    )


def test_two_files_add_up_and_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    one = write(tmp_path / "a.toml", '[themes."甲"]\nterms = ["韧性"]\nnote = "先"\n')
    two = write(tmp_path / "b.toml", '\ufeff[themes."甲"]\nterms = ["韧性", "安全"]\n')
    assert read_themes([one, two]) == (Theme("甲", ("韧性", "安全"), note="先"),)


def test_all_faults_at_once_with_line_value_and_remedy(tmp_path: Path) -> None:
    text = (
        '[themes.甲]\nterms = ["韧性", "韧性", 3, "安 全"]\nweight = 2\n[themes.乙]\nparent ='
        ' "丙"\n[other]\n'
    )
    assert faults(tmp_path, text) == [
        "t.toml:6: unknown key 'other'; put it into a table [themes.\"名称\"]",
        "t.toml:3: theme '甲': unknown key 'weight'; there are terms, without, parent, note",
        "t.toml:2: theme '甲': term '韧性' stands twice; delete one",
        "t.toml:1: theme '甲': term 3 is no text; put it in quotes",
        (
            "t.toml:2: theme '甲': term '安 全' is empty, too long or holds a space; use 1 to 32"
            " characters without spaces"
        ),
        "t.toml: theme '乙': parent '丙' is no theme; there are: 乙",
        (
            "t.toml: theme '乙' has no terms; write terms = [\"词\"] or name it as the parent of"
            " another"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[themes.甲\n", "t.toml:1: no valid TOML"),
        ("themes = 3\n", "no themes; write a table"),
        ("", "no themes; write a table"),
        ('[themes]\n"甲" = "韧性"\n', "theme '甲' is no table"),
        ('[themes.甲]\nterms = "韧性"\n', "terms = '韧性' is no list"),
        ('[themes.甲]\nterms = ["韧性"]\nparent = "甲"\n', "theme '甲' is above itself"),
        ('[themes.甲]\nterms = ["' + "长" * 33 + '"]\n', "too long"),
        ("x = " + "[" * 5000, "t.toml:1: "),
    ],
)
def test_other_faults(tmp_path: Path, text: str, message: str) -> None:
    assert message in "\n".join(faults(tmp_path, text))


MANY = range(501)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" + ".a" * 20_000 + " = 1\n", "a key of more than 8 parts, nested too deeply, line 1"),
        ('\n"甲"' + ' . "甲"' * 8 + " = 1\n", "nested too deeply, line 2"),
        ('x = {a = "\\"", ' + "a." * 9 + 'a = 1, b = "\\""}\n', "nested too deeply, line 1"),
        ("".join(f'[themes."t{n}"]\nterms=["x{n}"]\n' for n in MANY), "501 themes; 500 are"),
        (
            "".join(f'[themes."t{n}"]\nterms=["x{n}"]\nparent="t{n + 1}"\n' for n in range(12)),
            "'t0' has more than 8 parents one above the other",
        ),
        (f'[themes."甲"]\nterms = ["乙"]\nparent = "{"丙" * 90_000}"\n', "丙…' is no theme"),
        ("".join(f"k{n} = 1\n" for n in MANY), "… and 492 faults more"),
    ],
)
def test_what_explodes_is_told_in_short(tmp_path: Path, text: str, message: str) -> None:
    found = "\n".join(faults(tmp_path, text))
    assert message in found
    assert len(found) < 2_000


def test_long_texts_and_many_dots_that_are_no_keys_stay_right(tmp_path: Path) -> None:
    file = write(
        tmp_path / "t.toml",
        '[themes."甲"]\nnote = "见 a.b.c.d.e.f.g.h.i.j.k 1.2.3.4.5.6.7.8.9"  # a.b.c.d.e.f.g.h.i\n'
        'terms = ["乙"]\n'
        + "".join(f'[themes."{n}"]\nterms = ["词{n}"]\nparent = "{n + 1}"\n' for n in range(7))
        + '[themes."7"]\nterms = ["词7"]\n',
    )
    assert [theme.parent for theme in read_themes([file])] == ["", *"1234567", ""]


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('[themes.甲]\nterms = ["韧性"]\n'.encode("gb18030"))
    with pytest.raises(ThemeError) as error:
        read_themes([tmp_path / "gbk.toml", tmp_path / "none.toml", tmp_path])
    first, second, third = str(error.value).splitlines()
    assert "gbk.toml:1: byte 8 is no UTF-8; save the file as UTF-8" in first
    assert "none.toml: cannot be read" in second
    assert "cannot be read" in third


def test_overlapping_terms_of_one_theme_count_once() -> None:
    matcher = ThemeMatcher([Theme("安全", ("安全韧性", "韧性", "城市安全"))], PlainFinder())
    assert [(m.term, m.start) for m in matcher.matches("城市安全韧性，韧性。")] == [
        ("城市安全", 0),  # 安全韧性 and 韧性 overlap it or each other: one mention
        ("韧性", 7),
    ]
    apart = matcher.matches("城市安全、安全韧性。")
    assert [(m.term, m.start) for m in apart] == [("城市安全", 0), ("安全韧性", 5)]
    assert [(m.term, m.start) for m in matcher.matches("增强安全韧性。")] == [("安全韧性", 2)]


def test_themes_are_counted_apart_unless_exclusive() -> None:
    # quanteda#2476: with nested_scope = "dictionary" only ID is found
    themes = [Theme("IN", ("印度",)), Theme("ID", ("印度尼西亚",))]
    text = "印度尼西亚的首都是雅加达"
    assert ThemeMatcher(themes, PlainFinder())(text) == ["IN", "ID"]
    assert ThemeMatcher(themes, PlainFinder(), counting="exclusive")(text) == ["ID"]


def test_a_parent_counts_the_terms_of_its_children_once() -> None:
    themes = [
        Theme("上", ("城市",)),
        Theme("中", ("城市群",), parent="上"),
        Theme("下", ("都市圈",), parent="中"),
    ]
    assert members(themes)["上"] == {"城市", "城市群", "都市圈"}
    assert ThemeMatcher(themes, PlainFinder())("城市群和都市圈") == ["上", "中", "上", "下", "中"]


def test_a_circle_of_parents_ends() -> None:
    assert members([Theme("甲", ("一",), parent="乙"), Theme("乙", ("二",), parent="甲")])[
        "甲"
    ] == {"一", "二"}


def test_terms_and_themes() -> None:
    themes = [Theme("韧性", ("“十四五”规划",))]
    assert ThemeMatcher(themes, PolicyTokenizer(), level="term")("落实“十四五”规划。") == [
        "“十四五”规划"
    ]


def test_leaving_a_term_out() -> None:
    assert without_term([Theme("甲", ("一", "二")), Theme("乙", ("一",))], "甲", "一") == (
        Theme("甲", ("二",)),
        Theme("乙", ("一",)),
    )


def test_terms_do_not_count_inside_those_left_out() -> None:
    theme = Theme("改革", ("改革",), without=("发展改革委",))
    assert [
        m.start for m in ThemeMatcher([theme], PlainFinder()).matches("发展改革委深化改革。")
    ] == [7]
    both = [theme, Theme("机构", ("发展改革委",))]
    assert ThemeMatcher(both, PlainFinder())("发展改革委深化改革。") == ["机构", "改革"]
    above = [Theme("上", ("探索",)), Theme("改革", ("改革",), parent="上", without=("发展改革委",))]
    assert ThemeMatcher(above, PlainFinder())("发展改革委") == []


def test_what_is_left_out_is_read_and_joined(tmp_path: Path) -> None:
    one = write(tmp_path / "a.toml", '[themes.甲]\nterms = ["改革"]\nwithout = ["发展改革委"]\n')
    two = write(tmp_path / "b.toml", '[themes.甲]\nterms = []\nwithout = ["改革委"]\n')
    assert read_themes([one, two])[0].without == ("发展改革委", "改革委")
    assert (
        "without = '改革委' is no list"
        in faults(tmp_path, '[themes.甲]\nterms = ["改革"]\nwithout = "改革委"\n')[0]
    )
