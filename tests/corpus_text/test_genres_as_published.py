"""Kinds of documents as they are published: what each says of itself, and its tree."""

from topics.corpus.document import Document
from topics.corpus.parse import parse_text


def paths(document: Document) -> list[str]:
    return [section.path for section in document.sections]


def test_a_list_of_annexes_is_no_heading_and_no_text() -> None:
    document = parse_text(
        "云川市人民政府关于印发云川市城市更新方案的通知\n云政发〔2023〕45号\n各区县人民政府：\n《云川市城市更新方案》已经市政府同意，现印发给你们，请认真贯彻执行。\n"
        "附件：1.云川市城市更新方案\n2.云川市内涝治理方案\n3.任务分工表\n云川市人民政府\n2023年6月7日\n"
        "附件1\n云川市城市更新方案\n一、总体要求\n补齐设施短板。\n二、任务\n（一）改造。建设管网。\n附件2\n云川市内涝治理方案\n一、总体要求\n疏浚河道。\n二、任务\n（一）排水。建设泵站。\n",
        doc_id="甲",
    )
    assert paths(document) == ["附件1", "附件1/一", "附件1/二", "附件1/二/（一）", "附件2", "附件2/一", "附件2/二", "附件2/二/（一）"]
    assert "任务分工表" not in document.text
    assert (document.number, document.issuer, document.date) == ("云政发〔2023〕45号", "云川市人民政府", "2023-06-07")


def test_an_article_that_nothing_counts_on_is_no_heading() -> None:
    document = parse_text("云川市交通行动计划\n一、建设轨道\n（一）线网。建设线网。\n第二条线路开通运营。\n（二）枢纽。建设枢纽。\n二、优化公交\n（三）线路。优化线路。\n", doc_id="甲")
    assert paths(document) == ["一", "一/（一）", "一/（二）", "二", "二/（三）"]


def test_a_bulletin_and_a_reading_have_titles() -> None:
    bulletin = parse_text("云川市2022年国民经济和社会发展统计公报\n云川市统计局\n2023年3月20日\n一、综合\n经济运行平稳。\n二、农业\n粮食增产。\n", doc_id="甲")
    assert (bulletin.title, bulletin.genre, bulletin.issuer) == ("云川市2022年国民经济和社会发展统计公报", "公报", "云川市统计局")
    assert parse_text("《云川市更新方案》政策解读\n一、背景\n补齐短板。\n二、内容\n改造管网。\n", doc_id="甲").title == "《云川市更新方案》政策解读"


def test_the_report_of_a_head_of_government_is_that_of_the_government() -> None:
    text = "政府工作报告\n——1985年3月27日在第六届全国人民代表大会第三次会议上\n{}\n各位代表：\n一、过去一年\n经济增长。\n二、今年任务\n继续改革。\n"
    assert parse_text(text.format("国务院总理　赵某某"), doc_id="甲").issuer == "国务院"
    assert parse_text(text.format("云川市市长　李某"), doc_id="甲").issuer == "云川市人民政府"


def test_a_regulation_is_dated_by_its_passing_not_by_its_approval() -> None:
    passed = "（2022年1月20日云川市人民代表大会常务委员会第十次会议通过　2022年3月25日云川省人民代表大会常务委员会第三十次会议批准）"
    assert parse_text(f"云川市供水条例\n{passed}\n第一条　为了供水，制定本条例。\n第二条　本条例适用于本市。\n", doc_id="甲").date == "2022-01-20"
