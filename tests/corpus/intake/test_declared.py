"""corpus.csv: what it may say, what it must not, and how it meets what the text says."""

import datetime as dt

import pytest
import xlsxwriter

from topics.corpus import ReadOptions, read_corpus
from topics.corpus.document import Document
from topics.corpus.intake.declared import apply_declared, declared_date
from topics.corpus.intake.find import find_files, read_bytes
from topics.corpus.intake.worker import read_table
from topics.corpus.messages import CorpusError
from topics.dfm import group_labels, section_rows

ROWS = "file,title,date,region\n甲.txt,云川市行动计划,2024年7月28日,东部\n乙.txt,,2022,西部\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("甲.txt", "乙.txt", "子/丙.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("推进城市更新。", "utf-8")
    return tmp_path


def declare(folder, text="", encoding="utf-8", paths=(), date="2020-01-01"):
    if text:
        (folder / "corpus.csv").write_bytes(text.encode(encoding))
    inputs = find_files(paths or [folder])
    documents = [Document(file.doc_id, text="文", date=date) for file in inputs.files]
    tables = [
        (file, read_table(read_bytes(file.path, 10**6), file.name)) for file in inputs.metadata
    ]
    return {d.doc_id: d for d in apply_declared(documents, inputs.files, tables)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_that_spreadsheets_write(folder, encoding):
    found = declare(folder, ROWS, encoding)
    assert (found["甲"].title, found["甲"].date, dict(found["甲"].extra)) == (
        "云川市行动计划",
        "2024-07-28",
        {"region": "东部"},
    )


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters(folder, delimiter):
    assert declare(folder, ROWS.replace(",", delimiter))["甲"].date == "2024-07-28"


def test_declared_values_win_are_marked_and_conflicts_are_listed(folder):
    found = declare(folder, ROWS)
    assert found["甲"].declared == ("title", "date")
    assert found["甲"].conflicts == ("成文日期：corpus.csv 为“2024-07-28”，文中为“2020-01-01”",)
    assert found["乙"].declared == ("date",)
    assert found["丙"].declared == ()


def test_files_by_path_stem_and_doc_id_and_chinese_column_names(folder):
    found = declare(
        folder, "文件,发文字号,成文日期\n子/丙.txt,云政发〔2024〕1号,2024-01-02\n甲,,2023-05\n"
    )
    assert (found["丙"].number, found["甲"].date) == ("云政发〔2024〕1号", "2023-05")


def test_a_spreadsheet(folder):
    book = xlsxwriter.Workbook(folder / "corpus.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["file", "date", "region"])
    sheet.write_row(1, 0, ["甲.txt", "2024-07-28", 3])
    sheet.write(2, 0, "乙.txt")
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_datetime(2, 1, dt.datetime(2022, 6, 21), as_date)  # noqa: DTZ001
    book.close()
    found = declare(folder, date="")
    assert (found["甲"].date, dict(found["甲"].extra), found["乙"].date) == (
        "2024-07-28",
        {"region": "3"},
        "2022-06-21",
    )


def test_all_faults_are_told_at_once_with_line_value_and_remedy(folder):
    text = (
        "file,date,title\n甲.txt,2024-13-01,好\n丁.txt,,无此文件\n乙.txt,去年,\n,2024-01-01,没有文件\n甲.txt,2024-01-01,又一行\n"
        "子/丙.txt,2024-01-01,a,b\n"
    )
    with pytest.raises(CorpusError) as error:
        declare(folder, text)
    assert str(error.value).split("\n") == [
        "corpus.csv:2: date '2024-13-01' is no date; write it as 2024-07-28",
        "corpus.csv:4: date '去年' is no date; write it as 2024-07-28",
        "corpus.csv:5: no file named; fill in the column 'file' or delete the row",
        "corpus.csv:7: 4 cells but 3 columns; put a value that holds a comma in quotes",
        "corpus.csv:6: '甲.txt' was declared before at corpus.csv:2; keep one of the two rows",
    ]
    with pytest.raises(
        CorpusError,
        match=r"corpus.csv:2: no file '丁.txt' among the documents \(there are .*甲.txt",
    ):
        declare(folder, "file,title\n丁.txt,无此文件\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,date\n甲.txt,2024\n", "corpus.csv:1: no column 'file' among name, date; add one"),
        (
            "file,title,title\n甲.txt,a,b\n",
            "corpus.csv:1: column 'title' occurs 2 times; rename one",
        ),
        (
            "file,heading\n甲.txt,2024\n",
            "corpus.csv:1: column 'heading' has a name that the tables use themselves; rename it",
        ),
        ("\n", "corpus.csv:1: no column 'file' among no columns; add one"),
        ('file,title\n甲.txt,"没有收尾\n', "corpus.csv: not a table"),
    ],
)
def test_faults_of_the_head(folder, text, message):
    with pytest.raises(CorpusError) as error:
        declare(folder, text)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    "cell", [f'"{"长" * 131_073}"', f'"没有收尾的引号{"，文" * 70_000}'], ids=["long", "open"]
)
def test_a_cell_that_is_too_long_is_named_by_its_line(folder, cell):
    with pytest.raises(CorpusError) as error:
        declare(folder, f"file,title\n甲.txt,题\n乙.txt,{cell}\n")
    assert (
        str(error.value)
        == "corpus.csv:3: a cell has more than 131,072 characters; close its quotation mark, or"
        " shorten it"
    )


def test_a_row_about_a_file_that_was_not_asked_for_is_no_fault(folder):
    (folder / "corpus.csv").write_text(ROWS, "utf-8")
    assert (
        declare(folder, paths=[folder / "甲.txt", folder / "corpus.csv"])["甲"].date == "2024-07-28"
    )
    assert (
        declare(folder, paths=[folder / "甲.txt"])["甲"].date == "2024-07-28"
    )  # it lies beside the file


@pytest.mark.parametrize("form", ["{outside}", "../外/戊.txt", "./../外/戊.txt", "子", "无/甲.txt"])
def test_a_row_that_meets_no_document_is_a_fault_however_it_is_written(folder, form):
    outside = folder.parent / "外"
    outside.mkdir(exist_ok=True)
    (outside / "戊.txt").write_text("关于更新的通知\n推进城市更新。", "utf-8")
    name = form.format(outside=outside / "戊.txt")
    with pytest.raises(CorpusError) as error:
        declare(folder, f"file,date\n{name},2024\n")
    assert str(error.value).startswith(f"corpus.csv:2: no file '{name}' among the documents")


def test_a_row_may_name_a_document_by_its_whole_path_or_from_its_own_folder(folder):
    for name in (folder / "甲.txt", f"../{folder.name}/甲.txt", "子/../甲.txt"):
        found = declare(folder, f"file,date\n{name},2024-07-28\n")
        assert found["甲"].date == "2024-07-28"


def test_names_that_no_system_takes_are_told_in_short(folder):
    for name in ("长" * 300, "甲\0.txt", "/" + "a/" * 3000):
        with pytest.raises(CorpusError) as error:
            declare(folder, f"file,date\n{name},2024\n")
        assert "no file" in str(error.value)
        assert len(str(error.value)) < 600


def test_many_faults_are_told_by_the_first_ten_and_their_number(folder):
    for row in ("无{n}.txt,2024", "甲.txt,2024-99"):
        rows = "\n".join(row.format(n=n) for n in range(5_000))
        with pytest.raises(CorpusError) as error:
            declare(folder, f"file,date\n{rows}\n")
        told = str(error.value).split("\n")
        assert len(told) == 11
        assert told[0].startswith("corpus.csv:2: ")
        assert told[-1].endswith("faults more; correct these first")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file" + ",x" * 200_000 + "\n", "corpus.csv:1: 200,001 columns; 200 are allowed, "),
        ("file,title\n甲.txt" + "," * 900_000, "corpus.csv:2: 900,001 cells; 200 columns "),
    ],
)
def test_more_columns_than_any_table_has_are_refused_before_they_are_read(folder, text, message):
    with pytest.raises(CorpusError) as error:
        declare(folder, text)
    assert str(error.value).startswith(message)
    assert len(str(error.value)) < 100


def test_two_hundred_columns_and_a_cell_of_many_commas_are_read(folder):
    head, cells = ",".join(f"c{n}" for n in range(199)), ",".join(str(n) for n in range(198))
    documents = declare(folder, f'file,{head}\n甲.txt,{cells},"{"," * 50_000}"\n')
    extra = next(document.extra for document in documents.values() if document.extra)
    assert (len(extra), len(extra["c198"])) == (199, 50_000)


def test_a_spreadsheet_that_is_none(folder):
    (folder / "corpus.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(CorpusError, match=r"corpus\.xlsx: 不是可读的电子表格"):
        declare(folder)


def test_a_metadata_file_that_the_user_names_may_lie_anywhere(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("别处") / "说明.csv"
    path.write_text("file,date\n甲.txt,2024-07-28\n", "utf-8")
    found = {d.doc_id: d for d in read_corpus(folder, ReadOptions(metadata=path, duplicates=False))}
    assert (found["甲"].date, found["甲"].declared) == ("2024-07-28", ("date",))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-7-8", "2024-07-08"),
        ("2024/07/08", "2024-07-08"),
        ("2024.7.8", "2024-07-08"),
        ("２０２４年７月", "2024-07"),
        ("2024年", "2024"),
        ("2024-07-28 00:00:00", "2024-07-28"),
    ],
)
def test_dates(text, iso):
    assert declared_date(text) == iso


@pytest.mark.parametrize(
    "text", ["2023-02-29", "20240728", "7月28日", "2024-7-8-9", "约2024年", ""]
)
def test_what_is_no_date(text):
    with pytest.raises(ValueError):  # noqa: PT011 (the caller writes the sentence)
        declared_date(text)


def test_a_declared_year_stands_before_the_text_and_a_wrong_one_is_named(folder):
    found = declare(folder, "文件,年份\n甲.txt,1998年\n乙.txt,2020\n")
    assert (found["甲"].year, found["甲"].year_from) == (1998, "declared")
    assert found["甲"].conflicts == ("年份：corpus.csv 为“1998”，文中为“2020”",)
    assert (found["乙"].year, found["乙"].conflicts) == (2020, ())
    with pytest.raises(
        CorpusError, match=r"corpus\.csv:2: year '去年' is no year; write it as 2024"
    ):
        declare(folder, "file,year\n甲.txt,去年\n")


@pytest.mark.parametrize(
    ("declared", "date", "conflicts"), [("2017", "2017-03-05", 0), ("2017-03", "2017-03-05", 0)]
)
def test_a_declared_year_or_month_is_no_conflict_with_a_day_of_it(
    folder, declared, date, conflicts
):
    found = declare(folder, f"file,date\n甲.txt,{declared}\n", date=date)["甲"]
    assert (found.date, len(found.conflicts)) == (date, conflicts)


def test_a_declared_year_conflicts_with_a_day_of_another(folder):
    found = declare(folder, "file,date\n甲.txt,2017\n", date="2018-03-05")["甲"]
    assert (found.date, len(found.conflicts)) == ("2017", 1)


def test_columns_may_have_the_names_that_researchers_use(folder):
    text = "file,level,status,source,text\n甲.txt,省级,有效,官网,全\n乙.txt,市级,废止,书,摘\n"
    (folder / "corpus.csv").write_text(text, "utf-8")
    documents = read_corpus(folder, ReadOptions(duplicates=False))
    (first,) = (d for d in documents if d.doc_id == "甲")
    assert dict(first.extra) == {"level": "省级", "status": "有效", "source": "官网", "text": "全"}
    assert first.analysed
    assert first.source.endswith("甲.txt")
    rows = section_rows(documents)
    assert set(rows["level"].dropna()) == {"省级", "市级"}
    assert rows["section_level"].tolist() == [1] * len(rows)
    assert set(group_labels(rows, "level")) == {"省级", "市级", ""}


MASTER = "file,date\n甲.txt,2024-07-28\n{rest}"


def read_with_master(folder, tmp_path_factory, rest):
    path = tmp_path_factory.mktemp("总表") / "corpus.csv"
    path.write_text(MASTER.format(rest=rest), "utf-8")
    said = []
    found = read_corpus(folder, ReadOptions(metadata=path, duplicates=False), note=said.append)
    return {document.doc_id: document for document in found}, said


def test_rows_of_a_master_that_are_about_other_files_are_one_remark(folder, tmp_path_factory):
    rest = "".join(f"别处/{year}年规划.txt,{year}\n" for year in range(2010, 2020))
    found, said = read_with_master(folder, tmp_path_factory, rest)
    assert found["甲"].date == "2024-07-28"
    assert [remark.code for remark in said] == ["rows_elsewhere"]
    assert said[0].fields["count"] == 10
    assert "别处/2010年规划.txt" in said[0]
    assert len(said[0]) < 200


def test_without_a_listener_the_remark_is_a_warning(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("总表") / "总表.csv"
    path.write_text(MASTER.format(rest="远.txt,2020\n"), "utf-8")
    with pytest.warns(UserWarning, match=r"总表\.csv：有1行写的文件不在这次的输入中"):
        read_corpus(folder, ReadOptions(metadata=path, duplicates=False))


def test_a_misspelt_row_of_a_master_stays_a_fault(folder, tmp_path_factory):
    (folder / "城市更新行动2022.txt").write_text("推进城市更新。", "utf-8")
    with pytest.raises(CorpusError, match=r"corpus\.csv:3: no file '城市更新行勤2022\.txt'"):
        read_with_master(folder, tmp_path_factory, "城市更新行勤2022.txt,2022\n")
    # the plan of another year is another file
    assert read_with_master(folder, tmp_path_factory, "城市更新行动2021.txt,2021\n")[1]


def test_a_master_of_nothing_here_is_a_fault(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("总表") / "corpus.csv"
    path.write_text("file,date\n远.txt,2020\n", "utf-8")
    with pytest.raises(CorpusError, match=r"no file '远\.txt'"):
        read_corpus(folder, ReadOptions(metadata=path))
