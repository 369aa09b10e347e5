"""The year of a document: which of the things that say it comes first, and which say none."""

import pytest

from topics.corpus import parse_text
from topics.corpus.document import Document
from topics.corpus.language.genres import period_of_title

KNOWN = {
    "declared_year": "2019",
    "date": "2020-05-01",
    "number": "云政发〔2021〕3号",
    "published": "2022-01-02",
    "period": "2023",
    "source": "报告/2024.txt",
}
ORDER = ("declared", "date", "number", "published", "title", "file")


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_what_says_the_year_has_an_order(first):
    document = Document("甲", **dict(list(KNOWN.items())[first:]))
    assert (document.year, document.year_from) == (2019 + first, ORDER[first])


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2011政府工作报告.txt", 2011),
        ("政府工作报告(2009年).docx", 2009),
        ("云政发〔2016〕8号.pdf", 2016),
        ("20180312_通知.txt", 2018),
        ("report-2013.final.txt", 2013),
        ("2021-2025年规划.txt", None),  # two years
        ("12015.txt", None),  # a longer number
        ("2035远景.txt", None),
        ("第3018号.txt", None),
        ("2014/报告.txt", None),  # a folder is no name of a file
    ],
)
def test_the_year_of_a_file_name(name, year):
    assert Document("甲", source=name).year == year


def test_a_title_and_an_edition_say_a_year():
    report = (
        "2025年枫溪县政府工作报告\n各位代表：\n"
        "现在，我代表县人民政府，向大会报告工作。\n一、回顾\n经济平稳。"
    )
    law = "枫溪县绿化条例（2019年修正）\n第一条　为了绿化，制定本条例。\n第二条　植树应当适时。"
    assert [
        (d.year, d.year_from) for text in (report, law) if (d := parse_text(text, doc_id="甲"))
    ] == [
        (2025, "title"),
        (2019, "title"),
    ]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("枫溪县一九五五年水利计划", "1955"),
        ("枫溪县一九五八年至一九六二年造林规划", "1958—1962"),
        ("枫溪县二○○六年工作要点", "2006"),
        ("枫溪县第二个五年计划", "1958—1962"),
        ("枫溪县“三五”计划", "1966—1970"),
        ("枫溪县第十二个五年规划", "2011—2015"),
        ("枫溪县“八五”普法规划", "2021—2025"),
        ("枫溪县三年行动计划（2023—25年）", "2023—2025"),
        ("关于做好2023年春耕工作的通知", "2023"),
        ("关于申办2031年全国冬运会的批复", ""),
        ("关于承办2030年亚运会的批复", ""),
        ("枫溪县2035年远景规划编制方案", ""),
        ("枫溪县森林条例（2019年修订）", ""),
    ],
)
def test_the_years_that_a_title_covers(title, period):
    assert period_of_title(title) == period
