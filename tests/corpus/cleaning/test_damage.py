"""For any damage injected into a clean text, cleaning gives the text back and the map leads to the
right place.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.damage import (
    FULL,
    HALF,
    Damaged,
    insert,
    is_han,
    paged,
    replace,
    undamaged,
    wrap,
)
from topics.corpus.cleaning.clean import clean
from topics.corpus.cleaning.intruders import find_markers
from topics.corpus.parsing.parse import parse_text

CLAUSES = [
    "推进城市更新和老旧小区改造",
    "健全居住地办理各类社会保障制度",
    "加快建设现代化都市圈",
    "提高城市安全韧性",
    "支持有条件的地区先行先试",
    "完善排水防涝设施",
    "到2025年建成120个示范项目",
    "户籍人口城镇化率提高到45.4%",
    "深化“放管服”改革",
    "落实《城市更新条例》有关要求",
    "因地制宜发展特色产业（含文化旅游）",
    "统筹县域生产、生活、生态空间",
    "推动第五代移动通信（5G）网络全覆盖",
    "加强细颗粒物（PM2.5）治理",
]
NUMERALS = "一二三四五六七八九"
SEEDS = st.integers(0, 2**32)


def plan(rng: random.Random) -> str:
    """Make a plan: chapters with a heading of their own and items that run in."""
    lines = []
    for chapter in range(rng.randint(2, 4)):
        lines.append(f"{NUMERALS[chapter]}、{rng.choice(CLAUSES[:6])}")
        for item in range(rng.randint(2, 4)):
            clauses = rng.choices(CLAUSES, k=rng.randint(6, 14))
            sentences = ["，".join(clauses[i : i + 3]) + "。" for i in range(0, len(clauses), 3)]
            lines.append(f"（{NUMERALS[item]}）重点任务。{''.join(sentences)}")
    return "\n".join(lines)


def fitted(text: str, width: int) -> str:
    """Lengthen paragraphs whose last line would be full, since nobody can tell those from lines
    that run on.
    """
    lines = []
    for line in text.split("\n"):
        while len(line) % width in {0, 1, width - 1, width - 2} and len(line) > width:
            line = line[:-1] + "等" + line[-1]  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def assert_restored(damaged: Damaged, text: str) -> None:
    source = damaged.text
    cleaned = clean(source)
    assert cleaned.text == text
    origin, places = cleaned.origin(), damaged.places()
    for offset, char in enumerate(text):
        if char != "\n":
            assert origin.source(offset) == places[offset]
            assert origin.line(offset) == source[: places[offset]].count("\n") + 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS, st.integers(18, 60), st.booleans(), st.sampled_from(["\n", "\n\n"]))
def test_wrapped_at_any_width(seed: int, width: int, hang: bool, inside: str) -> None:
    rng = random.Random(seed)
    text = plan(rng)
    text = fitted(text, width)
    damaged = Damaged(
        [
            cell
            for line in wrap(undamaged(text), width, hang=hang, inside=inside, between=inside)
            for cell in line
        ]
    )
    assert_restored(damaged, text)


@pytest.mark.parametrize("width", [10, 12])
def test_most_lines_of_a_narrow_column_are_rejoined(width: int) -> None:
    """A column so narrow has headings and items as wide as itself, so that some breaks stay."""
    text = fitted(plan(random.Random(3)), width)
    lines = wrap(undamaged(text), width, hang=False, inside="\n", between="\n")
    source = Damaged([cell for line in lines for cell in line]).text
    broken, paragraphs = source.count("\n"), text.count("\n")
    left = clean(source).text.count("\n")
    assert broken > 2 * paragraphs
    assert abs(left - paragraphs) < 0.25 * (broken - paragraphs)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    SEEDS,
    st.integers(20, 50),
    st.sampled_from([("\n", "\n\n", ""), ("\n", "\n", "\u3000\u3000"), ("\n\n", "\n\n", "    ")]),
)
def test_blank_lines_and_indents_divide(seed: int, width: int, style: tuple[str, str, str]) -> None:
    """Where blank lines or indents stand between paragraphs only, even a full last line ends its
    paragraph.
    """
    rng = random.Random(seed)
    text = plan(rng)
    inside, between, indent = style
    damaged = Damaged(
        [
            cell
            for line in wrap(undamaged(text), width, inside=inside, between=between, indent=indent)
            for cell in line
        ]
    )
    assert_restored(damaged, text)


FOOTERS = [
    "— {page} —",
    "- {page} -",
    "第{page}页 共{pages}页",
    "第 {page} 页",
    "{page}/{pages}",
    "{page}",
    "·{page}·",
    "－{page}－",
    "【{page}】",
    "P.{page}",
    "页码：{page}",
    "共{pages}页，第{page}页",
    "*{page}*",
    "（{page}）",
]
HEADERS = ["", "云川市人民政府文件", "云川市城市更新行动计划"]
NOTICES = [
    "",
    "本文由网友整理上传，若有异议请告知本站，本站将及时处理！",
    "更多政策请访问云川政策网",
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    SEEDS,
    st.integers(20, 44),
    st.integers(6, 12),
    st.sampled_from(FOOTERS),
    st.sampled_from(HEADERS),
    st.sampled_from(NOTICES),
)
def test_pages(seed: int, width: int, size: int, footer: str, header: str, notice: str) -> None:
    rng = random.Random(seed)
    text = plan(rng)
    text = fitted(text, width)
    lines = wrap(undamaged(text), width)
    if len(lines) <= 4 * size:
        text = fitted("\n".join([text] * 3), width)
        lines = wrap(undamaged(text), width)
    assert_restored(paged(lines, size=size, footer=footer, header=header, extra=notice), text)


MARKS = [
    "云川市档案馆",
    "Yunchuan City Plan",
    "www.example.gov.cn",
    "云川市更新计划 — {page} —",
    "云川市更新计划　第{page}页",
]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS, st.integers(20, 44), st.sampled_from(MARKS))
def test_watermarks_and_headers_without_page_numbers(seed: int, width: int, mark: str) -> None:
    rng = random.Random(seed)
    text = fitted("\n".join(plan(rng) for _ in range(6)), width)
    assert_restored(paged(wrap(undamaged(text), width), size=8, footer=mark), text)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS, st.sampled_from(["@@", "##", "&&", "□□", "^_^", "◆", "~~", "<b>", "$$", "¤", "@#"]))
def test_markers_found_by_frequency(seed: int, marker: str) -> None:
    rng = random.Random(seed)
    text = plan(rng)
    damaged = insert(
        undamaged(text), marker, 0.15, rng, lambda before, after: is_han(before) and after != "\n"
    )
    assert_restored(damaged, text)


@settings(max_examples=16, deadline=None, derandomize=True)
@given(SEEDS, st.sampled_from(["xqz", "QQQ", "Ж", "%%", "..", "(?)", "[1]", "http://a.cn/"]))
def test_strings_that_divide_words_are_markers(seed: int, marker: str) -> None:
    rng = random.Random(seed)
    text = "\n".join(plan(rng) for _ in range(4))
    damaged = insert(
        undamaged(text), marker, 0.05, rng, lambda before, after: is_han(before) and is_han(after)
    )
    assert_restored(damaged, text)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS, st.sampled_from([" ", "\u3000", "\u00a0", "  "]))
def test_spaces_between_han_and_digits(seed: int, space: str) -> None:
    rng = random.Random(seed)
    text = plan(rng)

    def fits(before: str, after: str) -> bool:
        return (
            after != "\n"
            and (is_han(before) != is_han(after) or is_han(before))
            and (before + after).isalnum()
        )

    assert_restored(insert(undamaged(text), space, 0.1, rng, fits), text)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS)
def test_half_width_punctuation_and_full_width_digits(seed: int) -> None:
    rng = random.Random(seed)
    text = plan(rng)
    assert_restored(replace(undamaged(text), HALF, 1.0, rng), text)
    assert_restored(replace(undamaged(text), FULL, 1.0, rng), text)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS, st.sampled_from(["\x00", "\u200b", "\ufeff", "\u202e", "\u2060", "\u00ad"]))
def test_invisible_characters_are_reported(seed: int, char: str) -> None:
    rng = random.Random(seed)
    text = plan(rng)
    soft = char == "\u00ad"  # which stands for a dash between digits
    damaged = insert(
        undamaged(text),
        char,
        0.05,
        rng,
        lambda before, after: after != "\n" and not (soft and (before + after).isdigit()),
    )
    assert_restored(damaged, text)
    kinds = [change.kind for change in clean(damaged.text).changes()]
    assert kinds.count("suspicious") == damaged.text.count(char)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS, st.integers(20, 50))
def test_all_damage_at_once(seed: int, width: int) -> None:
    rng = random.Random(seed)
    text = plan(rng)
    text = fitted("\n".join([text] * 2), width)
    lines = wrap(undamaged(text), width)
    damaged = paged(lines, size=9, footer="— {page} —", extra="本文来源于网络，仅供学习参考")
    damaged = insert(
        damaged, "@@", 0.1, rng, lambda before, after: is_han(before) and is_han(after)
    )
    damaged = replace(damaged, HALF, 0.5, rng)
    assert_restored(damaged, text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.text(
        alphabet=(
            "一二（）()、。，．.1234年月日城市更新@"
            ' \u3000\n\r\u2028\x0c\t\x00\u200b《》“”"：;部局负责等—-#|'
        ),
        max_size=300,
    )
)
def test_any_text_is_cleaned_without_loss_of_place(source: str) -> None:
    document = parse_text(source, doc_id="甲")
    assert "".join(document.section_text(leaf) for leaf in document.leaves) == document.text
    origin = document.origin
    places = [origin.source(offset) for offset in range(len(document.text))]
    assert all(0 <= place < len(source) for place in places)
    assert places == sorted(places)
    assert len({section.path for section in document.sections}) == len(document.sections)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(SEEDS)
def test_clean_text_stays_as_it_is(seed: int) -> None:
    rng = random.Random(seed)
    text = plan(rng)
    cleaned = clean(text)
    assert cleaned.text == text
    assert cleaned.changes() == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_line_ends_count_as_lines(end: str) -> None:
    cleaned = clean(f"一、总体要求{end}{end}推进更新。{end}二、组织实施")
    assert cleaned.text == "一、总体要求\n推进更新。\n二、组织实施"
    assert [cleaned.origin().line(at) for at in (0, 7, 13)] == [1, 3, 4]


def test_a_real_paragraph_break_stays_one() -> None:
    lines = [
        "推动老旧小区改造，完善配套设施，提升居住环境质",
        "量，建设宜居城市。",
        "各区要加强组织领导，压实工作责任，强化督促检查，",
        "确保任务落实。",
    ]
    assert clean("\n".join(lines)).text == "".join(lines[:2]) + "\n" + "".join(lines[2:])


@settings(max_examples=10, deadline=None, derandomize=True)
@given(SEEDS, st.integers(20, 28), st.integers(36, 50), st.booleans())
def test_parts_wrapped_at_different_widths(
    seed: int, narrow: int, wide: int, narrow_first: bool
) -> None:
    """Only where the width changes may a paragraph or two be judged by the other part's shape."""
    rng = random.Random(seed)
    widths = (narrow, wide) if narrow_first else (wide, narrow)
    first, second = (fitted("\n".join(plan(rng) for _ in range(12)), width) for width in widths)
    lines = [*wrap(undamaged(first), widths[0]), *wrap(undamaged(second), widths[1])]
    got = clean("".join(char for line in lines for char, _ in line)).text.split("\n")
    paragraphs = f"{first}\n{second}".split("\n")
    assert sum(paragraph not in got for paragraph in paragraphs) <= 3


def test_an_item_whose_number_begins_with_1_is_no_first_item() -> None:
    """After a line that is full and ends with a list of agencies, 18﹒ begins an item."""
    items = [
        f"{number}﹒加快管网更新，推进老旧小区改造，提升服务水平。（市住建局）"
        for number in range(16, 20)
    ]
    lines = [line for item in items for line in (item[:16], item[16:])]
    assert len({len(line) for line in lines}) == 1
    assert clean("\n".join(lines)).text.split("\n") == items


def test_the_log_of_a_number_written_digit_by_digit_grows_with_its_length() -> None:
    cleaned = clean(f"投资{'1 ' * 500}元。")
    assert cleaned.text == f"投资{'1' * 500}元。"
    assert sum(len(change.text) for change in cleaned.changes()) < 4 * 1000


def test_a_text_full_of_symbols_has_its_commonest_markers_taken_out() -> None:
    """Each kind is looked for at every place, so their number is bounded."""
    signs = "@#$^&*~`"
    rare = (
        "".join(f"城{one}{two}{three}市" for one in signs for two in signs for three in signs) * 6
    )
    markers = find_markers(rare + "更@@新" * 20)
    assert "@@" in markers
    assert len(markers) == 50


BODY = (
    "云川市地处两江交汇处，是区域中心城市，近年来持续推进更新和城乡融合，取得了较为明显的成效，"
    "居民生活品质稳步提升。坚持规划引领，补齐设施短板。"
)


def wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def test_odd_and_even_pages_are_numbered_in_two_ways_below_two_headers() -> None:
    lines = wrapped(BODY * 5, 22)
    damaged = []
    for page, at in enumerate(range(0, len(lines), 3), 1):
        damaged += [
            *(["云川市公报" if page % 2 else "更新要点 2023年第3期"] if page > 1 else []),
            *lines[at : at + 3],
            f"— {page} —" if page % 2 else f"{page}",
        ]
    assert clean("\n".join(damaged)).text == BODY * 5


def test_a_marker_that_a_line_end_divides() -> None:
    rng = random.Random(6)
    with_markers = "".join(
        character + ("xqz" if is_han(character) and rng.random() < 0.1 else "")
        for character in BODY * 4
    )
    assert any(line.endswith(("x", "xq")) for line in wrapped(with_markers, 30))
    assert clean("\n".join(wrapped(with_markers, 30))).text == BODY * 4


def test_a_text_with_a_space_behind_every_character() -> None:
    text = "到2025年，新增停车位2.6万个，探索“投资+建设”模式，推进5G等设施建设。"
    assert clean(" ".join(text)).text == text


@pytest.mark.parametrize(
    "line",
    [
        "云川市人民政府门户网站",
        "微信里点“发现”，扫一下",
        "A+ A A-",
        "1.任务分工表.docx",
        "附件：任务分工表.pdf（12KB）",
        "（责任编辑：张某）",
        "北大法宝 www.pkulaw.com",
    ],
)
def test_what_a_web_page_adds(line: str) -> None:
    assert [change.kind for change in clean(f"{line}\n一、总体要求\n{BODY}").changes()] == [
        "furniture"
    ]


def test_who_is_responsible_stands_at_the_end_of_a_text_and_at_the_foot_of_a_page() -> None:
    assert clean(f"一、任务\n{BODY}\n主办单位：市水务局").text.endswith("市水务局")
    assert clean(f"一、任务\n{BODY}\n主办：云川市政府办公室\n云ICP备12345678号").text.endswith(BODY)


def test_a_date_inside_a_sentence_and_a_number_that_a_line_end_divides() -> None:
    text = "第七条　本条例自2018年10月1日起施行，工业总产值平均每年约增长7.5%。" + BODY
    lines = wrapped(
        "第七条　本条例自2018年10月1日起施行，工业总产值平均每年约增长７．５％。" + BODY, 18
    )
    assert lines[0].endswith("日")
    assert lines[1].endswith("．")
    assert clean("\n".join(lines)).text == text


def test_a_word_in_small_letters_is_no_marker() -> None:
    places = [
        "在城市更新app中",
        "推进城乡app融合",
        "补齐设施app短板",
        "居民生活app品质",
        "区域中心app城市",
        "坚持规划app引领",
    ]
    text = BODY + "。".join(places) + "。"
    assert clean(text).text == text
