"""What stands above the text and below it, where furniture of a page or a line end divides it."""

import pytest

from topics.corpus import parse_text

TEXT = "一、回顾\n全县经济平稳，粮食增产，民生改善。\n二、安排\n今年抓好春耕和水利。"
REPORT = "各位代表：\n现在，我代表县人民政府，向大会报告工作。\n" + TEXT


def read(text: str):
    return parse_text(text, doc_id="甲")


@pytest.mark.parametrize(
    "head",
    [
        (
            "——2023年2月6日在枫溪县第四届人民代表大会第三次会议上\n"
            "来源：枫溪日报\n时间：2023-02-15\n枫溪县县长　王某某"
        ),
        "——2023年2月6日在枫溪县第四届\n人民代表大会第三次会议上\n县长　王某某\n".replace(
            "县长　", "枫溪县县长　"
        ),
        "2023年2月6日在枫溪县第四届\n人民代表大会第三次\n会议上\n枫溪县县长　王某某",
        "——2023年\n2月6日在枫溪县第四届人民代表大会第三次会议上\n枫溪县县长　王某某",
        (
            "2023-02-15 08:30\n来源：枫溪日报\n"
            "（2023年2月6日在枫溪县第四届人民代表大会第三次会议上）\n"
            "枫溪县人民政府县长　王某某"
        ),
        (
            "——2023年2月6日在枫溪县第四届人民代表大会第三次会议上\n"
            "【打印】\n枫溪县县长　王某某\n【关闭】"
        ),
    ],
)
def test_a_report_tells_its_day_and_who_gave_it(head: str) -> None:
    document = read(f"政府工作报告\n{head}\n{REPORT}")
    assert (document.title, document.date, document.issuer) == (
        "政府工作报告",
        "2023-02-06",
        "枫溪县人民政府",
    )
    assert "会议上" not in document.text
    assert "王某某" not in document.text


def test_lines_beside_furniture_stay_apart_and_sentences_across_it_join() -> None:
    apart = read(
        f"枫溪县春耕方案\n（2023—2025年）\n来源：县政府办\n为抓好春耕，制定本方案。\n{TEXT}"
    )
    assert (apart.title, apart.period) == ("枫溪县春耕方案（2023—2025年）", "2023—2025")
    assert apart.text.startswith("为抓好春耕，制定本方案。")
    joined = read(
        f"枫溪县春耕方案\n为抓好春耕，备足种子、化肥和\n分享到：\n农机具，制定本方案。\n{TEXT}"
    )
    assert "化肥和农机具" in joined.text


def test_a_signature_with_its_day_on_two_lines() -> None:
    document = read(f"枫溪县春耕方案\n{TEXT}\n枫溪县人民政府\n2023年\n2月6日")
    assert (document.date, document.issuer) == ("2023-02-06", "枫溪县人民政府")
    assert "2月6日" not in document.text


def test_the_issuer_below_the_title_and_an_agency_that_heads_a_passage() -> None:
    document = read(f"枫溪县春耕方案\n枫溪县农业农村局\n{TEXT}\n2023年2月6日")
    assert (document.issuer, document.date) == ("枫溪县农业农村局", "2023-02-06")
    duties = read(
        "枫溪县部门职责清单\n枫溪县农业农村局\n负责春耕。\n枫溪县水务局\n负责灌溉。\n枫溪县气象局\n负责预报。"
    )
    assert duties.issuer == ""
    assert "枫溪县农业农村局" in duties.text


@pytest.mark.parametrize(
    "sentence",
    [
        "1998年7月2日，枫溪河大水，县城被淹三天，群众转移四万人。",
        "2016年5月8日启动试点以来，全县建成书屋九十间，添书三万册。",
        "2021年3月12日是第四十三个植树节，全县植树五万株。",
        "2020年6月1日，县政府常务会议审议通过了春耕方案，并部署了灌溉工作。",
    ],
)
def test_a_day_in_a_sentence_is_no_day_of_the_document(sentence: str) -> None:
    for text in (
        f"{sentence}\n此后年年兴修水利。\n{TEXT}",
        f"枫溪县水利发展报告\n{sentence}\n{TEXT}",
    ):
        document = read(text)
        assert document.date == ""
        assert sentence in document.text


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("（2018年9月3日枫溪县第三届人民代表大会第五次会议通过）", "2018-09-03"),
        ("2018年9月3日枫溪县人民政府令第12号公布", "2018-09-03"),
        ("（2018年9月3日）", "2018-09-03"),
        ("2018年9月3日枫溪县人大常委会通过。", "2018-09-03"),
        ("2018年9月3日　枫溪县人民政府", "2018-09-03"),
        (
            (
                "（2014年5月8日枫溪县人大常委会通过　"
                "根据2018年9月3日\n枫溪县人大常委会《关于修改条例的决定》修正）"
            ),
            "2018-09-03",
        ),
    ],
)
def test_a_day_below_the_title_is_that_of_the_document(line: str, date: str) -> None:
    document = read(
        f"枫溪县古树保护条例\n{line}\n第一条　为了保护古树，制定本条例。\n第二条　古树应当挂牌。"
    )
    assert document.date == date
    assert document.text.startswith("第一条")


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("枫溪县人民政府办公室关于贯彻农田水利条例", "加强灌区管理工作的通知"),
        ("枫溪县人民政府关于公布政府信息公开目录", "和办事指南的通告"),
        ("枫溪县水务局关于落实防汛应急预案", "做好今年度汛工作的指导意见"),
        ("枫溪县贯彻农田水利条例", "实施办法"),
    ],
)
def test_a_title_goes_on_after_a_word_for_a_kind(first: str, rest: str) -> None:
    document = read(f"{first}\n{rest}\n枫政发〔2023〕4号\n各乡镇人民政府：\n{TEXT}")
    assert document.title == first + rest


def test_a_title_ends_above_a_second_one_and_above_a_heading() -> None:
    two = "枫溪县人民政府关于印发枫溪县春耕方案的通知\n枫政发〔2023〕4号\n枫溪县春耕方案\n" + TEXT
    assert read(two).title == "枫溪县春耕方案"
    assert (
        read(f"枫溪县关于春耕的意见\n重点任务\n抓好春耕，备足种子。\n{TEXT}").title
        == "枫溪县关于春耕的意见"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "下面，我就做好今年春耕工作讲几点意见",
        "受县人民政府委托，现向会议作春耕工作报告",
        "同志们，今天会议的主要任务是部署春耕工作安排",
        "为贯彻全县农业会议部署",
        "会议听取了汇报，审议了春耕方案",
    ],
)
def test_a_sentence_is_no_title(sentence: str) -> None:
    document = read(f"{sentence}\n{TEXT}")
    assert document.title == ""
    assert sentence in document.text
