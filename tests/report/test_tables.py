"""The tables keep their contract, and no cell of theirs does anything."""

from __future__ import annotations

import csv
import html
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.report.fake import analysis
from topics.corpus.parsing.parse import parse_text
from topics.report.findings.contract import column_notes, contract, faults
from topics.report.findings.gather import agencies_table
from topics.report.inert import csv_text, markdown_text, visible
from topics.report.writers.tables import write_csv, write_workbook

# As docs/tables.md promises, these files and columns are never renamed.
DESIGNED = {
    "documents": (
        "doc_id title number issuer date year genre n_chars n_sections duplicate_of source status"
        " reasons declared"
    ),
    "sections": "doc_id path level heading leaf n_chars n_tokens line_first line_last",
    "cleaning": "doc_id line kind text",
    "agencies": "doc_id path agency written open_list scope",
    "keywords": "level group rank feature count tf_idf",
    "keyness": (
        "target reference feature n_target n_reference size_target size_reference rate_target"
        " rate_reference g2 log_ratio lrc log_odds z p q unit sections_target sections_reference"
    ),
    "topics": (
        "topic label prevalence coherence exclusivity stability top_terms frex_terms quotation"
        " quotation_path"
    ),
    "topic_shares": "level group topic share low high",
    "topic_choice": "n_topics coherence exclusivity heldout stability chosen",
    "themes": "theme group lens value low high n",
    "shifts": (
        "theme reference target lens difference ratio low high p q unit n_target n_reference"
        " verdict"
    ),
}


def read_back(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", DESIGNED)
def test_no_designed_column_is_missing(name: str) -> None:
    assert set(DESIGNED[name].split()) <= set(contract()[name]["columns"])


def test_faults_name_table_column_and_number() -> None:
    tables = dict(analysis().tables)
    assert faults(tables) == []
    gone = {name: frame for name, frame in tables.items() if name != "themes"}
    assert faults(gone) == ["themes: missing"]
    optional = {name: frame for name, frame in tables.items() if name != "keyness"}
    assert faults(optional) == []
    holed = tables["cleaning"].assign(line=[None, *range(5)])
    assert faults({**tables, "cleaning": holed}) == [
        "cleaning.line: 1 missing values in a column that must be full"
    ]
    assert faults({**tables, "extra": holed}) == ["extra: not in docs/tables.md"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", "=cmd|'/c calc'!A1"],
)
def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path, text: str) -> None:
    write_csv(pd.DataFrame({"词": [text], "n": [-1.5]}), tmp_path / "t.csv")
    assert read_back(tmp_path / "t.csv") == [["词", "n"], [f"'{text}", "-1.5"]]


def test_numbers_stay_numbers_and_gaps_are_empty(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"a": [-0.1, None], "year": pd.array([2020, None], dtype="Int64"), "leaf": [True, False]}
    )
    write_csv(frame, tmp_path / "t.csv")
    assert read_back(tmp_path / "t.csv") == [
        ["a", "year", "leaf"],
        ["-0.1", "2020", "True"],
        ["", "", "False"],
    ]


def test_excel_knows_the_encoding_and_each_record_is_a_line(tmp_path: Path) -> None:
    write_csv(pd.DataFrame({"text": ["一行\r\n二行\r三行", "NA"]}), tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "text\n一行↵二行↵三行\nNA\n"


@given(st.text())
def test_any_text_is_one_inert_cell(text: str) -> None:
    cell = csv_text(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
    assert not set(cell) & set("\r\n\x00\u202e\ufeff")
    cell.encode("utf-8")


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["C", "Z"], exclude_characters="=+-@＝＋－＠"),
        min_size=1,
    )
)
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert csv_text(text) == text


@given(st.text(alphabet=st.sampled_from("*_`[]()<>#|~$!&\\:@-+=.1w城\n"), max_size=20))
def test_markdown_of_any_text_holds_no_markup(text: str) -> None:
    shown = markdown_text(text)
    rest = re.sub(r"&#\d+;", "·", shown)
    assert not set(rest) & set("\\`*{}|~$@^\n")
    assert not re.search(
        r"<[a-z/!?]|\]\(|\]\[|\]:|\[\[|:[^\s·]|&\w+;", rest
    )  # tags, links, addresses, entities
    assert not re.match(
        r"[#>:]|\[[ xX]\]|[-+=]+( |$)|\d+[.)]( |$)", shown
    )  # a heading, a quotation, a rule, an item of a list
    assert html.unescape(shown) == " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Table 1: rate",
        "p <0.001",
        "[0.1, 0.3]",
        "a > b",
        "AT&T",
        "too_few_units",
        "C#语言",
        "注意!",
    ],
)
def test_signs_that_markdown_does_not_interpret_stay(text: str) -> None:
    assert markdown_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "http://a.b",
        "<b>",
        "[x](y)",
        "[x]: y",
        "[ ] x",
        "# x",
        "> x",
        "a*b*",
        "_a_",
        "$x$",
        "&lt;",
        ":smile:",
        "a|b",
        "a][",
    ],
)
def test_signs_that_markdown_interprets_do_not(text: str) -> None:
    assert markdown_text(text) != text
    assert html.unescape(markdown_text(text)) == text


@pytest.mark.parametrize("text", ["8.9", "+1.4 [−0.2, 3.0]", "-1", "2024年", "=1", "3)个"])
def test_numbers_stay_readable_in_markdown(text: str) -> None:
    assert html.unescape(markdown_text(text)) == text
    assert "&#" not in markdown_text(text).replace("&#91;", "").replace("&#93;", "")


@pytest.mark.parametrize(
    "text", ["1. 城市", "12) 城市", "1.", "- 城市", "+", "---", "===", "- - -"]
)
def test_what_begins_a_list_a_rule_or_a_heading_is_inert(text: str) -> None:
    assert markdown_text(text).startswith("&#")
    assert html.unescape(markdown_text(text)) == text


def test_what_nobody_sees_is_written_out() -> None:
    assert visible("a\x00b\u202ec\ud800") == "a‹U+0000›b‹U+202E›c‹U+D800›"
    assert visible("甲\r\n乙\t丙") == "甲\n乙\t丙"


def test_the_workbook_runs_nothing_and_loses_nothing(tmp_path: Path) -> None:
    words = ["=1+1", "http://example.org", "007", "城\x01市", "\u202e", "长" * 40_000]
    frame = pd.DataFrame({"词": words, "n": [1.5, None, float("inf"), 2, 3, 4]})
    write_workbook({"keywords": frame}, tmp_path / "t.xlsx", lang="zh")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if "sheet" in name)
        assert "<f>" not in sheets
        assert "hyperlink" not in sheets
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    assert book.sheet_names == ["说明", "keywords"]
    rows = book.get_sheet_by_name("keywords").to_python()
    assert [row[0] for row in rows[1:5]] == ["=1+1", "http://example.org", "007", "城‹U+0001›市"]
    assert len(rows[6][0]) == 32_767  # what a cell can hold
    assert rows[6][0].endswith("…")
    assert [row[1] for row in rows[1:4]] == [1.5, "", ""]


def test_a_table_without_columns_is_an_empty_sheet(tmp_path: Path) -> None:
    tables = {"facts": pd.DataFrame(), "keywords": pd.DataFrame({"word": ["城市"]})}
    write_workbook(tables, tmp_path / "t.xlsx", lang="en")
    book = CalamineWorkbook.from_path(tmp_path / "t.xlsx")
    assert [len(book.get_sheet_by_name(name).to_python()) for name in tables] == [0, 2]


def test_the_workbook_repeats_byte_for_byte(tmp_path: Path) -> None:
    tables = analysis().tables
    for name in ("a", "b"):
        write_workbook(tables, tmp_path / f"{name}.xlsx", lang="en")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_is_explained(lang: str) -> None:
    tables = analysis().tables
    notes = column_notes(tables, lang=lang)
    assert len(notes) == sum(len(frame.columns) for frame in tables.values())
    assert (notes.map(len) > 0).all().all()


def test_agencies_are_followed_through_the_reforms():
    document = parse_text("一、任务\n改造管网。（银监会、市住建局负责）", doc_id="甲")
    table = agencies_table((document,))
    assert table[["agency", "today"]].to_numpy().tolist() == [
        ["银监会", "金融监管总局"],
        ["市住房城乡建设局", "市住房城乡建设局"],
    ]
