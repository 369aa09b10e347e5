"""Kinds of documents as they are published: what each says of itself, and its tree."""

from topics.corpus.document import Document
from topics.corpus.parsing.parse import parse_text


def paths(document: Document) -> list[str]:
    return [section.path for section in document.sections]


def test_a_list_of_annexes_is_no_heading_and_no_text() -> None:
    document = parse_text(
        "云川市人民政府关于印发云川市城市更新方案的通知\n云政发〔2023〕45号\n各区县人民政府：\n《云川市城市更新方案》已经市政府同意，"
        "现予印发，请遵照办理。"
        "\n附件：1.云川市城市更新方案\n2.云川市内涝治理方案\n3.任务分工表\n云川市人民政府\n2023年6月7日\n附件1\n云川市城市更新方案\n一、"
        "总体要求\n补齐设施短板。\n二、任务\n（一）改造。建设管网。"
        "\n附件2\n云川市内涝治理方案\n一、总体要求\n疏浚河道。\n二、任务\n（一）排水。建设泵站。\n",
        doc_id="甲",
    )
    assert paths(document) == [
        "附件1",
        "附件1/一",
        "附件1/二",
        "附件1/二/（一）",
        "附件2",
        "附件2/一",
        "附件2/二",
        "附件2/二/（一）",
    ]
    assert "任务分工表" not in document.text
    assert (document.number, document.issuer, document.date) == (
        "云政发〔2023〕45号",
        "云川市人民政府",
        "2023-06-07",
    )


def test_an_article_that_nothing_counts_on_is_no_heading() -> None:
    document = parse_text(
        "云川市交通行动计划\n一、建设轨道\n（一）线网。建设线网。\n第二条线路开通运营。"
        "\n（二）枢纽。建设枢纽。\n二、优化公交\n（三）线路。优化线路。\n",
        doc_id="甲",
    )
    assert paths(document) == ["一", "一/（一）", "一/（二）", "二", "二/（三）"]


def test_a_bulletin_and_a_reading_have_titles() -> None:
    bulletin = parse_text(
        "云川市2022年国民经济和社会发展统计公报\n云川市统计局\n2023年3月20日\n一、"
        "综合\n经济运行平稳。\n二、农业\n粮食增产。\n",
        doc_id="甲",
    )
    assert (bulletin.title, bulletin.genre, bulletin.issuer) == (
        "云川市2022年国民经济和社会发展统计公报",
        "公报",
        "云川市统计局",
    )
    assert (
        parse_text(
            "《云川市更新方案》政策解读\n一、背景\n补齐短板。\n二、内容\n改造管网。\n", doc_id="甲"
        ).title
        == "《云川市更新方案》政策解读"
    )


def test_the_report_of_a_head_of_government_is_that_of_the_government() -> None:
    text = (
        "政府工作报告\n——1985年3月27日在全国人大会议上\n{}\n各位代表：\n一、过去一年\n经济增长。"
        "\n二、今年任务\n继续改革。\n"
    )
    assert parse_text(text.format("国务院总理　赵某某"), doc_id="甲").issuer == "国务院"
    assert parse_text(text.format("云川市市长　李某"), doc_id="甲").issuer == "云川市人民政府"


def test_a_regulation_is_dated_by_its_passing_not_by_its_approval() -> None:
    passed = "（2022年1月20日云川市人大第十次会议通过　2022年3月25日云川省人大第三十次会议批准）"
    assert (
        parse_text(
            f"云川市供水条例\n{passed}\n"
            "第一条　为了供水，制定本条例。\n第二条　本条例适用于本市。\n",
            doc_id="甲",
        ).date
        == "2022-01-20"
    )


def test_a_long_history_of_amendments_above_a_table_of_contents() -> None:
    history = (
        "（1995年9月28日云川省人大第十七次会议通过　"
        "根据2010年7月29日云川省人大第十六次会议"
        "《关于修改十二件省内环境法规的决定》第一次修正　"
        "根据2015年5月28日云川省人大第四次会议《修改若干法规的决定》第二次修正　"
        "根据2019年11月29日云川省人大第十四次会议"
        "《修改〈云川省城市绿化条例〉等法规的决定》第三次修正）"
    )
    assert len(history) > 160
    contents = "目　　录\n第一章　总　　则\n第二章　附　　则\n"
    text = (
        "第一章　总　　则\n第一条　为了绿化城市，制定本条例。"
        "\n第二章　附　　则\n第二条　本条例自1996年1月1日起施行。\n"
    )
    document = parse_text(f"云川省城市绿化条例\n{history}\n{contents}{text}", doc_id="甲")
    assert paths(document) == ["第一章", "第一章/第一条", "第二章", "第二章/第二条"]
    assert (document.date, document.effective) == ("2019-11-29", "1996-01-01")


def test_an_order_of_a_ministry_applies_from_the_day_it_was_signed() -> None:
    document = parse_text(
        "中华人民共和国住房和城乡建设部令\n第57号\n《城市更新管理办法》已经2023年3月1日第2次部务会议审议通过，"
        "现予公布，自公布之日起施行。"
        "\n部长　李某\n2023年3月10日\n城市更新管理办法\n第一条　为了规范城市更新，制定本办法。"
        "\n第二条　本办法自公布之日起施行。\n",
        doc_id="甲",
    )
    assert (document.issuer, document.date, document.effective) == (
        "住房和城乡建设部",
        "2023-03-10",
        "2023-03-10",
    )


def test_the_number_of_an_announcement_on_a_line_of_its_own() -> None:
    text = (
        "{}\n2023年第5号\n为支持更新，现就有关事项公告如下：\n一、范围\n推进更新。\n二、"
        "期限\n执行三年。\n云川市税务局\n2023年3月1日\n"
    )
    assert (
        parse_text(text.format("云川市税务局公告"), doc_id="甲").number
        == "云川市税务局公告2023年第5号"
    )
    assert (
        parse_text(text.format("云川市税务局关于更新税收政策的公告"), doc_id="甲").number
        == "2023年第5号"
    )
