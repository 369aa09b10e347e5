"""Metadata from where documents say them; front matter is not analysed; unknown stays empty."""

import pytest

from topics.corpus.document import Document
from topics.corpus.language.document_numbers import document_number
from topics.corpus.parsing.parse import parse_text

BODY = "一、总体要求\n推进城市更新。\n二、保障措施\n压实责任。"


def read(head: str, tail: str = "") -> Document:
    return parse_text(f"{head}\n{BODY}\n{tail}", doc_id="甲")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("国发〔2024〕17号", "国发〔2024〕17号"),
        ("发改规划[2022] 371 号", "发改规划〔2022〕371号"),
        ("云政办函（2021）3号", "云政办函〔2021〕3号"),
        ("云建【2020】第12号", "云建〔2020〕12号"),
        ("（皖政办秘〔2021〕82号）", "皖政办秘〔2021〕82号"),
        ("省政府令第 3 号", "省政府令第3号"),
        ("云川市人民政府令第三十号", "云川市人民政府令第三十号"),
        ("公告 2023 年第 5 号", "公告2023年第5号"),
        ("2023年第5号", ""),
        ("见国发〔2024〕17号文", ""),
        ("房间12号", ""),
    ],
)
def test_forms_of_a_document_number(written: str, number: str) -> None:
    assert document_number(written, whole=True) == number


def test_notice_with_a_plan() -> None:
    document = read(
        "云川市人民政府关于印发《云川市城市更新实施方案（2021-2025年）》的通知\n云政发〔2021〕3号\n各区县人民政府，"
        "市直各单位：\n"
        "现将《云川市城市更新实施方案（2021-2025年）》印发给你们，请认真贯彻执行。"
        "\n云川市人民政府\n2021年2月1日\n"
        "云川市城市更新实施方案\n（2021-2025年）"
    )
    assert document.title == "云川市城市更新实施方案（2021-2025年）"
    assert (document.number, document.issuer, document.date) == (
        "云政发〔2021〕3号",
        "云川市人民政府",
        "2021-02-01",
    )
    assert (document.genre, document.period) == ("实施方案", "2021—2025")
    assert document.text == BODY
    assert [change.kind for change in document.changes if change.kind == "front_matter"] == [
        "front_matter"
    ] * 8


def test_notice_that_is_the_text() -> None:
    document = read(
        "云川市水务局关于做好防汛工作的通知\n各区县水务局：",
        "云川市水务局\n2024年5月6日\n（此件公开发布）",
    )
    assert (document.title, document.genre) == ("云川市水务局关于做好防汛工作的通知", "通知")
    assert (document.issuer, document.date) == ("云川市水务局", "2024-05-06")
    assert document.text == BODY


def test_joint_issuers() -> None:
    document = read(
        "财政部 国家税务总局\n关于支持城市更新的公告\n财政部 税务总局公告2023年第5号",
        "财政部\n国家税务总局\n2023年8月1日",
    )
    assert document.issuer == "财政部；国家税务总局"
    assert document.number == "财政部税务总局公告2023年第5号"


def test_order_with_a_regulation() -> None:
    document = parse_text(
        "云川省人民政府令\n第 3 号\n《云川省城市更新办法》已经2023年4月3日省人民政府常务会议通过，"
        "现予公布，自2023年6月1日起施行。\n省长 李某某\n"
        "2023年4月20日\n云川省城市更新办法\n第一条 为了更新，制定本办法。\n第二条"
        " 本办法自2023年6月1日起施行。",
        doc_id="甲",
    )
    assert (document.title, document.number, document.issuer) == (
        "云川省城市更新办法",
        "云川省人民政府令第3号",
        "云川省人民政府",
    )
    assert (document.date, document.effective, document.genre) == (
        "2023-04-20",
        "2023-06-01",
        "办法",
    )


def test_regulation_with_its_history() -> None:
    document = parse_text(
        "城市更新条例\n2001年7月1日国务院令第310号公布\n2013年12月7日《国务院关于清理城市建设法规的决定》第一次修订\n2001年9月1日"
        " 施行\n"
        "第一条 为了更新，制定本条例。\n第二条 全国各地适用本条例。",
        doc_id="甲",
    )
    assert (document.number, document.issuer) == ("国务院令第310号", "国务院")
    assert (document.date, document.published, document.effective) == (
        "2013-12-07",
        "2001-07-01",
        "2001-09-01",
    )


def test_metadata_table_with_spaced_labels() -> None:
    document = read(
        " 索 引 号： 0001/2024-5 主题分类： 城乡建设\n发文机关： 云川市政府 成文日期： 2024年 07月"
        " 28日\n"
        "标 题： 云川市政府关于印发城市更新行动方案的通知\n发文字号： 云政〔2024〕7号 发布日期："
        " 2024年 07月 31日\n有 效 性： 有效"
    )
    assert (document.title, document.number) == ("城市更新行动方案", "云政〔2024〕7号")
    assert (document.issuer, document.date, document.published) == (
        "云川市政府",
        "2024-07-28",
        "2024-07-31",
    )
    assert document.text == BODY


def test_labels_above_their_values() -> None:
    document = read(
        "发文机关：\n云川市政府\n成文日期：\n2024年7月28日\n"
        "标　　题：\n云川市政府关于城市更新的意见"
    )
    assert (document.issuer, document.date, document.title) == (
        "云川市政府",
        "2024-07-28",
        "云川市政府关于城市更新的意见",
    )


def test_government_work_report() -> None:
    document = read(
        "云川市2024年政府工作报告\n——2024年1月15日在云川市第十届人民代表大会第三次会议上\n云川市市长"
        " 李某\n各位代表："
    )
    assert (document.genre, document.date, document.period) == (
        "政府工作报告",
        "2024-01-15",
        "2024",
    )
    assert document.text == BODY


def test_dates_in_chinese_numerals() -> None:
    assert read("关于城市更新的意见", "云川市人民政府\n二〇二四年七月二十八日").date == "2024-07-28"
    assert read("关于城市更新的意见", "云川市人民政府\n二○二四年七月二十八日").date == "2024-07-28"


def test_unknown_is_unknown() -> None:
    document = parse_text(
        "到2035年建成现代化城市。\n2021年以来成效显著，依据《国家规划（2021—2035年）》推进。",
        doc_id="甲",
    )
    unknown = (
        document.title,
        document.number,
        document.issuer,
        document.date,
        document.genre,
        document.period,
    )
    assert unknown == ("",) * 6
    assert document.year is None


@pytest.mark.parametrize(
    ("title", "genre", "period"),
    [
        ("2022年新型城镇化重点任务", "年度重点任务", "2022"),
        ("“十四五”新型城镇化实施方案", "五年实施方案", "2021—2025"),
        ("新型城镇化战略五年行动计划", "五年行动计划", ""),
        ("云川市第十四个五年规划和二〇三五年远景目标纲要", "纲要", "2021—2025"),
        ("国家新型城镇化规划（2014－2020年）", "规划", "2014—2020"),
        ("云川市2023年政府工作报告", "政府工作报告", "2023"),
        ("城市更新条例", "条例", ""),
        ("城市更新管理办法（试行）", "办法", ""),
        ("关于推进城市更新的指导意见", "指导意见", ""),
        ("2024年度城市更新工作要点", "年度工作要点", "2024"),
    ],
)
def test_genre_and_period(title: str, genre: str, period: str) -> None:
    document = read(title)
    assert (document.title, document.genre, document.period) == (title, genre, period)


def test_the_contents_are_no_text() -> None:
    document = read("云川市城市更新规划\n目 录\n一、总体要求 1\n二、保障措施 3")
    assert document.text == BODY


def test_web_page_around_a_document() -> None:
    document = read(
        "当前位置：首页 > 政策文件\n关于城市更新的意见\n来源：办公室 发布时间：2024-01-20"
        " 浏览次数：12\n【字体：大 中 小】 打印",
        "分享到：\n上一篇：无\n网站地图",
    )
    assert (document.text, document.title, document.published) == (
        BODY,
        "关于城市更新的意见",
        "2024-01-20",
    )
    assert sum(change.kind == "furniture" for change in document.changes) == 6


def test_legal_database_header() -> None:
    document = read(
        "【法宝引证码】 CLI.12.1\n原文链接：https://example.org/a\n关于城市更新的意见\n关于城市更新的意见"
    )
    assert (document.title, document.text) == ("关于城市更新的意见", BODY)


def test_signature_before_an_annex_and_imprint_at_the_end() -> None:
    document = parse_text(
        "云川市水务局关于防汛的通知\n一、要求\n压实责任。\n云川市水务局\n2024年5月6日\n附件1\n一、"
        "清单\n物资。\n"
        "抄送：市委办公室。\n云川市水务局办公室2024年5月7日印发",
        doc_id="甲",
    )
    assert document.text == "一、要求\n压实责任。\n附件1\n一、清单\n物资。"
    assert document.date == "2024-05-06"


@pytest.mark.parametrize(
    ("head", "title", "genre"),
    [
        ("关于发布有关目录的公告", "关于发布有关目录的公告", "公告"),
        (
            "财政部关于发布有关产品目录的公告\n财政部公告2024年第3号",
            "财政部关于发布有关产品目录的公告",
            "公告",
        ),
        ("云川市关于公布城市更新试点名单的通知", "云川市关于公布城市更新试点名单的通知", "通知"),
        ("云川市关于印发城市更新产业目录的通知", "云川市关于印发城市更新产业目录的通知", "通知"),
        ("云川市关于印发《城市更新产业目录》的通知\n各区：", "城市更新产业目录", "目录"),
        (
            "云川市关于公布城市更新产业目录的通知\n各区：\n2024年3月1日\n城市更新产业目录",
            "城市更新产业目录",
            "目录",
        ),
        ("云川市人民政府关于印发城市更新行动方案的通知\n各区：", "城市更新行动方案", "行动方案"),
        ("云川市住房城乡建设局关于发布《城市更新技术规程》的公告", "城市更新技术规程", "规程"),
    ],
)
def test_title_and_genre_are_the_notices_unless_it_names_another_text(
    head: str, title: str, genre: str
) -> None:
    document = read(head)
    assert (document.title, document.genre) == (title, genre)


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
@pytest.mark.parametrize("place", ["before", "below the title", "after"])
@pytest.mark.parametrize(
    "line",
    [
        "发布日期：2024年3月1日",
        "发布日期: 2024/3/1",
        "发布时间：2024-03-01 10:20 来源：云川市住建局 浏览：33次",
        "发布于 2024-03-01",
        "【发布日期】2024.03.01",
        "2024-03-01 来源：云川日报",
        "时间：2024-03-01 10:20:00 来源：云川日报",
        "发布日期：二〇二四年三月一日",
    ],
)
def test_the_day_of_publication_is_known_wherever_its_line_is_taken_from(
    kind: str, place: str, line: str
) -> None:
    title = "云川市城市更新行动计划"
    text = {
        "before": f"{line}\n{title}\n{BODY}",
        "below the title": f"{title}\n{line}\n{BODY}",
        "after": f"{title}\n{BODY}\n{line}",
    }[place]
    document = parse_text(text, doc_id="甲", kind=kind)
    assert (document.published, document.title, document.text) == ("2024-03-01", title, BODY)
    number = text.split("\n").index(line) + 1
    assert {"furniture", "front_matter"} & {
        change.kind for change in document.changes if change.line == number
    }


def test_a_day_in_the_text_is_not_that_of_publication() -> None:
    document = read(
        "云川市城市更新行动计划", "时间：2024年3月1日9时\n到2024年3月1日，来源于城市更新。"
    )
    assert (document.published, document.date) == ("", "")
    assert document.text.endswith("来源于城市更新。")


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("中共中央办公厅 国务院办公厅关于城市更新的意见", "中共中央办公厅；国务院办公厅"),
        ("中共云川市委　云川市人民政府关于城市更新的意见", "中共云川市委；云川市人民政府"),
        ("省发展改革委 省财政厅  省水利厅\n关于城市更新的通知", "省发展改革委；省财政厅；省水利厅"),
        ("云川市人民政府 办公厅关于城市更新的意见", "云川市人民政府办公厅"),
        ("住房 城乡建设部关于城市更新的意见", "住房城乡建设部"),
        ("民 政 部 关于城市更新的意见", "民政部"),
    ],
)
def test_a_space_between_agencies_keeps_them_apart(line: str, issuer: str) -> None:
    assert read(line).issuer == issuer


def test_joint_signatures_on_one_line() -> None:
    document = read("关于城市更新的通知", "云川市住房城乡建设局　云川市财政局\n2024年3月1日")
    assert (document.issuer, document.date) == ("云川市住房城乡建设局；云川市财政局", "2024-03-01")
    assert document.text == BODY


def test_a_title_that_was_broken_in_the_middle() -> None:
    document = read(
        "云川市人民政府关于进一步加强城市\n更新和城乡融合发展工作的实施意见\n云政发〔2024〕3号"
    )
    assert (document.title, document.number) == (
        "云川市人民政府关于进一步加强城市更新和城乡融合发展工作的实施意见",
        "云政发〔2024〕3号",
    )
    assert document.text == BODY


def test_front_matter_in_traditional_script() -> None:
    document = parse_text(
        f"雲川市人民政府\n關於推進都市更新的實施辦法\n發布日期：2024年3月1日\n{BODY}", doc_id="甲"
    )
    assert (document.title, document.issuer, document.genre) == (
        "雲川市人民政府關於推進都市更新的實施辦法",
        "雲川市人民政府",
        "办法",
    )
    assert (document.published, document.text) == ("2024-03-01", BODY)


def test_a_proposal_as_a_news_agency_prints_it() -> None:
    document = parse_text(
        "中共云川市委关于编制全市建设第十五个五年规划的建议\n（2025年10月23日中国共产党云川市委员会第四次全体会议通过）\n"
        f"新华社北京10月28日电\n{BODY}",
        doc_id="甲",
    )
    assert (document.issuer, document.date, document.genre, document.period) == (
        "中共云川市委",
        "2025-10-23",
        "建议",
        "2026—2030",
    )
    assert document.text == BODY


# --- when a document was signed, printed, published, and which year that makes ---


@pytest.mark.parametrize(
    ("tail", "date", "published"),
    [
        ("云川市水务局\n2024年7月28日", "2024-07-28", ""),
        ("云川市水务局 2024年7月28日", "2024-07-28", ""),
        ("云川市水务局（章）\n2024年7月28日", "2024-07-28", ""),
        ("云川市水务局\n2024年7月", "2024-07", ""),
        ("云川市水务局\n2024.7.28", "2024-07-28", ""),
        ("云川市水务局\n二0二四年七月二十八日", "2024-07-28", ""),
        (
            "云川市水务局\n2024年7月28日\n抄送：市委办公室。\n云川市水务局办公室2024年7月31日印发",
            "2024-07-28",
            "2024-07-31",
        ),
        ("抄送：市委办公室。\n云川市水务局办公室\n2024年7月31日印发", "", "2024-07-31"),
    ],
)
def test_dates_below_the_text(tail: str, date: str, published: str) -> None:
    document = read("云川市水务局关于做好防汛工作的通知\n各区县水务局：", tail)
    assert (document.date, document.published, document.issuer) == (date, published, "云川市水务局")
    assert document.text == BODY


def test_what_only_looks_like_a_signature_is_text() -> None:
    for line in ("各项任务完成时限为2024年7月28日", "推进城市更新，截至2024年7月", "2024年7月"):
        assert read("关于城市更新的意见", line).text == f"{BODY}\n{line}"


def test_a_month_below_the_title() -> None:
    document = read("云川市城市更新规划\n（二〇二四年三月）")
    assert (document.date, document.year, document.text) == ("2024-03", 2024, BODY)


@pytest.mark.parametrize(
    ("head", "year", "source"),
    [
        ("发布日期：2025-01-02\n云川市城市更新规划", 2025, "published"),
        ("发布日期：2025-01-02\n云川市城市更新规划\n云政发〔2024〕3号", 2024, "number"),
        ("云川市水务局公告 2023 年第 5 号\n关于防汛的公告", 2023, "number"),
        ("成文日期：2024年12月28日 发布日期：2025-01-02\n云川市城市更新规划", 2024, "date"),
        ("云川市城市更新规划", None, ""),
    ],
)
def test_what_tells_the_year(head: str, year: int | None, source: str) -> None:
    document = read(head)
    assert (document.year, document.year_from) == (year, source)
