"""Lines of a page that are no paragraphs: in word processors, short texts, at the end of a page."""

import pytest

from topics.corpus import parse_text
from topics.corpus.cleaning.clean import clean

HEADING = "一、扎实推进农田水利建设，持续改善灌溉条件，努力提高粮食综合生产能力"
PARAGRAPHS = (
    "去冬今春，全县整修干渠二十四公里，新打机井三百眼，清淤山塘九十座，受益农田六万亩，群众投工三十万个。",
    "各乡镇把水利建设作为农闲时节的头等大事，主要领导靠前指挥，技术人员驻点指导，确保工程质量和施工安全。",
    "下一步要抓好管护，明确责任，落实经费，定期巡查，及时维修，做到有人建、有人管、有人用，长期发挥效益。",
)


def lines(text: str, width: int, indent: str = "") -> list[str]:
    text = indent + text
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("width", [20, 22, 27, 31])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_paragraphs_of_a_word_processor_that_are_lines_of_a_page(width: int, indent: str) -> None:
    paragraphs = (HEADING, *PARAGRAPHS)
    page = [line for text in paragraphs for line in lines(text, width, indent)]
    document = parse_text("枫溪县水利工作汇报\n" + "\n".join(page), doc_id="甲", kind="docx")
    for text in PARAGRAPHS:
        assert text in document.text
    assert [section.heading for section in document.sections][:1] == [HEADING[2:]]


@pytest.mark.parametrize(
    "paragraphs",
    [
        PARAGRAPHS,
        [f"枫溪县第{n}水厂改造、扩建和管网配套工程" for n in "一二三四五六七八"],
        ["粮食、油料", "蔬菜、水果", "畜禽、水产", "林木、花卉", "中药材"] * 3,
        ["总体要求", PARAGRAPHS[0], "重点任务", PARAGRAPHS[1], "保障措施", PARAGRAPHS[2]],
    ],
)
def test_paragraphs_of_a_word_processor_stay_paragraphs(paragraphs: list[str]) -> None:
    assert clean("\n".join(paragraphs), wrapped=False).text == "\n".join(paragraphs)


@pytest.mark.parametrize(
    ("second", "joined"),
    [("务，先干渠后支渠。", True), ("另，先干渠后支渠。", False), ("先干渠，后支渠。", False)],
)
def test_a_first_line_without_a_comma_whose_last_word_ends_below(second: str, joined: bool) -> None:
    """The first line of a paragraph is short by its indent, which a web page lost."""
    first = "坚持把整修渠道作为水利建设的首要任"  # 17 of 22 characters
    page = [line for text in PARAGRAPHS * 2 for line in lines(text, 22)]
    text = clean("\n".join([*page, first, second])).text
    assert (first + second in text) == joined


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("width", range(15, 46))
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_short_texts_of_any_width(n: int, width: int, between: str) -> None:
    text = between.join("\n".join(lines(paragraph, width)) for paragraph in PARAGRAPHS[:n])
    full = between == "\n" and any(len(p) % width == 0 for p in PARAGRAPHS[: n - 1])
    found = clean(text).text
    assert found.replace("\n", "") == "".join(PARAGRAPHS[:n])
    assert full or found == "\n".join(PARAGRAPHS[:n])


def test_short_texts_that_are_not_wrapped_stay() -> None:
    text = "枫溪县春耕动员会\n时间、地点另行通知\n参加人员：各乡镇长\n会议由县长主持。"
    assert clean(text).text == text


@pytest.mark.parametrize("short", [0, 1, 2, 3])
def test_the_last_line_of_a_page_may_be_short(short: int) -> None:
    pages = []
    for paragraph in PARAGRAPHS * 2:
        first = paragraph[: 24 - short]
        pages += ["\n".join([first, f"— {len(pages) + 1} —", *lines(paragraph[24 - short :], 24)])]
    body = "\n".join("\n".join(lines(paragraph, 24)) for paragraph in PARAGRAPHS * 3)
    assert clean(body + "\n" + "\n".join(pages)).text == "\n".join(
        (*PARAGRAPHS * 3, *PARAGRAPHS * 2)
    )


def test_a_place_that_seems_cut_and_was_not_joined_is_listed() -> None:
    text = "\n".join(
        (
            *PARAGRAPHS,
            "全县上下团结一心，真抓实干，克服旱灾影响，取得了粮食增产和农民",
            "春耕备耕进展顺利。",
        )
    )
    kinds = [(c.kind, c.text) for c in clean(text, wrapped=False).changes()]
    assert kinds == [("unjoined", "了粮食增产和农民⏎春耕备耕进展顺利")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "全县产业协调发展，结构不断优化，其中一、",
            "二、三产业增加值分别增长百分之三和百分之五，农民",
        ),
        (
            "违反本办法第三条、第五条第二款、第六条、",
            "第七条规定的，由县水务局责令改正，并处以罚款；情",
        ),
    ],
)
def test_a_number_after_a_mark_of_enumeration_is_no_heading(first: str, second: str) -> None:
    body = "\n".join("\n".join(lines(paragraph, len(first))) for paragraph in PARAGRAPHS)
    rest = "\n".join(lines(second, len(first)))
    assert first + second in clean(f"{body}\n{first}\n{rest}节严重的，从重处理。").text


def test_a_list_inside_a_paragraph_and_a_list_of_items() -> None:
    inside = (
        "今年要办好五件实事：（1）整修干渠二十公里。（2）新打机井九十眼，配套水泵和电力。"
        "（3）清淤山塘六十座，加固堤坝十二处，保障下游安全度汛。（4）建设高标准农田三万亩。"
        "（5）培训管水员二百名，逐级落实巡查责任。"
    )
    body = "\n".join("\n".join(lines(paragraph, 21)) for paragraph in PARAGRAPHS)
    for width in (21,):
        wrapped = "\n".join(lines(inside, width))
        assert clean(f"{body}\n{wrapped}").text.endswith(inside)
    items = inside.replace("（", "\n（").split("\n")
    listed = "\n".join("\n".join(lines(item, 21)) for item in items)
    assert clean(f"{body}\n{listed}").text.endswith("\n".join(items))
