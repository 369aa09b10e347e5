"""Chapters that have no numbers, and what a chapter says after its last item."""

import pytest

from topics.corpus import parse_text
from topics.corpus.formats.html.page import read_html
from topics.corpus.parsing.headings.unmarked import _above


def sections(text: str) -> list[str]:
    found = parse_text(text, doc_id="甲").sections
    return [s.path for s in found if s.path != "0" and not s.path.endswith("/0")]


def leaf(text: str, path: str) -> str:
    document = parse_text(text, doc_id="甲")
    return next(document.section_text(s).strip() for s in document.sections if s.path == path)


CLOSINGS = (
    "这些成绩来之不易，是全县上下共同努力的结果。",
    "经费由县财政统筹安排。\n年终由县政府督查室组织考核。",
)


@pytest.mark.parametrize("form", ["（{}）", "{}、", "——"])
@pytest.mark.parametrize("closing", CLOSINGS)
def test_the_last_item_ends_with_its_paragraph(form: str, closing: str) -> None:
    numbers = [form.format(n) for n in "一二三"]
    outer = ("第一章　工作", "第二章　保障") if form == "{}、" else ("一、工作", "二、保障")
    items = [f"{n}修好水渠。全县修渠{k}公里。" for k, n in enumerate(numbers, 7)]
    text = "枫溪县水利方案\n" + "\n".join(
        (outer[0], "主要抓好三件事。", *items, closing, outer[1], "落实经费。")
    )
    chapter = "第一章" if form == "{}、" else "一"
    last = {"（{}）": "（三）", "{}、": "三", "——": "——3"}[form]
    assert leaf(text, f"{chapter}/{last}") == items[-1]
    assert leaf(text, f"{chapter}/末") == closing


def test_items_of_several_paragraphs_keep_them_until_the_chapter_looks_back() -> None:
    items = [f"（{n}）修渠。全县修渠。\n管护由村组负责，按月巡查。" for n in "一二三"]
    text = "枫溪县水利方案\n一、工作\n" + "\n".join(items) + "\n{}二、保障\n落实经费。"
    assert leaf(text.format(""), "一/（三）") == items[-1]
    assert leaf(text.format("以上三项工作由县水务局负责。\n"), "一/（三）") == items[-1]
    assert leaf(text.format("以上三项工作由县水务局负责。\n"), "一/末").startswith("以上")


def test_what_stays_with_the_last_item() -> None:
    own = (
        "枫溪县水利方案\n一、工作\n（一）修渠\n全县修渠。\n"
        "（二）管护\n落实人员。\n补助按季发放。\n二、保障\n落实经费。"
    )
    assert leaf(own, "一/（二）").endswith("补助按季发放。")
    below = (
        "枫溪县水利方案\n一、工作\n（一）修渠。修渠。\n"
        "（二）管护。措施如下：\n1.巡查。\n2.维修。\n二、保障\n落实经费。"
    )
    assert "一/（二）/2" in sections(below)
    articles = (
        "枫溪县水利办法\n第一条　为了管水，制定本办法。\n第二条　用水应当节约。\n浪费的，予以批评。"
    )
    assert sections(articles) == ["第一条", "第二条"]


@pytest.mark.parametrize("form", ["（{}）", "{}、", "{}."])
def test_chapters_without_numbers_where_the_count_begins_anew(form: str) -> None:
    def items(*names: str) -> list[str]:
        signs = "123" if form == "{}." else "一二三"
        return [
            f"{form.format(n)}{name}\n全县{name}，成效明显。"
            for n, name in zip(signs, names, strict=False)
        ]

    text = "\n".join(
        (
            "枫溪县农业报告",
            "去年农业情况",
            "去年风调雨顺，粮食丰收，农民增收。",
            *items("粮食生产", "畜牧养殖"),
            "今年农业打算",
            *items("春耕备耕", "水利建设", "农技推广"),
            "几点要求",
            "各乡镇要加强领导，明确责任，抓好落实，确保完成任务。",
        )
    )
    tops = [path for path in sections(text) if "/" not in path]
    assert tops == ["去年农业情况", "今年农业打算", "几点要求"]
    assert len(sections(text)) == 8


@pytest.mark.parametrize(
    "text",
    [
        "枫溪县物资清单\n一、种类\n储备下列物资：\n沙袋\n水泵\n二、要求\n及时补齐。\n三、检查\n每年一次。",
        "枫溪县农业报告\n一、去年\n（一）粮食\n丰收。\n（二）畜牧\n增产。\n二、今年\n（一）春耕\n备种。\n（二）水利\n修渠。",
    ],
)
def test_lines_of_a_list_and_numbered_chapters_make_no_others(text: str) -> None:
    assert [path for path in sections(text) if "/" not in path] in (
        ["一", "二", "三"],
        ["一", "二"],
    )


def test_chapters_of_one_mark_stand_side_by_side() -> None:
    text = "去年回顾\n一、粮食\n丰收。\n明年工作安排\n一、春耕\n备种。\n自身建设\n加强学习。"
    levels = {text.index(line): 2 for line in ("去年回顾", "明年工作安排", "自身建设")}
    headings = {text[:at].count("\n") + 1: level for at, level in levels.items()}
    found = parse_text(text, doc_id="甲", kind="md", headings=headings).sections
    assert [s.path for s in found if s.level == 1] == ["去年回顾", "明年工作安排", "自身建设"]


def test_the_title_of_a_page_is_that_of_a_document_without_one() -> None:
    page = (
        "<html><head><title>{}</title></head><body><div>"
        "<p>各乡镇要抓好春耕，备足种子、化肥和农机具，不误农时。</p>"
        "<p>一、时间。三月上旬开始。</p></div></body></html>"
    )
    assert read_html(page.format("关于做好春耕备耕工作的通知")).text.startswith(
        "关于做好春耕备耕工作的通知"
    )
    assert "枫溪县" not in read_html(page.format("枫溪县人民政府")).text


class Watched(list):
    """A list that counts how often it is asked for an element."""

    asked = 0

    def __getitem__(self, index):
        Watched.asked += 1
        return super().__getitem__(index)


def test_the_name_above_a_count_is_found_without_reading_all() -> None:
    names = Watched(range(0, 1_000_000, 100))
    starts = Watched(range(50, 1_000_000, 100))
    assert _above(500_050, names, starts) == 500_000
    assert _above(500_000, names, starts) is None  # an item stands between
    assert _above(0, names, starts) is None
    assert Watched.asked < 200
