"""Short lines that come back: what is stamped on a text goes, what belongs to it stays."""

import pytest

from topics.corpus.cleaning.noise import find_noise
from topics.corpus.parsing.parse import parse_text

TASKS = ["疏浚城郊排洪沟渠，降低积水风险", "增设街角休憩座椅，方便老人歇脚",
         "更换小区单元门禁，守护居民安全", "修补人行道板破损，畅通步行空间"]  # fmt: skip
DONE = ["六月底前疏浚沟渠四十条，清淤两万方", "八月底前增设座椅六百把，覆盖五个街道",
        "十月底前更换门禁九百套，惠及三万户", "年底前修补道板七千平方米，消除隐患"]  # fmt: skip
BODY = (
    "坚持先地下后地上，统筹供水排水燃气管网改造，同步实施道路整治和绿化提升，减少重复开挖，"
    "由行业主管部门编制年度计划，明确建设时序和资金来源，报市人民政府批准后组织实施，"
    "并将完成情况纳入目标考核，对进度滞后的单位予以约谈，对成效突出的集体和个人给予表扬。"
)


def watermarks(lines, **options):
    found = find_noise(lines, **options)
    return [lines[i] for i, kind in found.items() if kind in {"watermark", "running_header"}]


@pytest.mark.parametrize("label", ["工作目标", "牵头部门", "推进措施", "完成时限"])
@pytest.mark.parametrize(
    "number", ["一、二、三、四、", "", "1.2.3.4."], ids=["Han", "none", "digits"]
)
def test_a_label_below_each_heading_stays(label, number):
    marks = [number[n : n + 2] for n in range(0, 8, 2)]
    lines = ["云川市民生实事方案"]
    for mark, task, done in zip(marks, TASKS, DONE, strict=True):
        lines += [f"{mark}{task}", label, done]
    assert watermarks(lines) == []


@pytest.mark.parametrize("kind", ["txt", "html", "docx", "md"])
def test_a_label_is_not_joined_to_the_heading_above(kind):
    lines = ["云川市民生实事方案"]
    for mark, task, done in zip("一二三四", TASKS, DONE, strict=True):
        lines += [f"{mark}、{task}", "完成时限", f"{done}。"]
    document = parse_text("\n".join(lines), doc_id="a", kind=kind)
    assert document.text.split("\n") == lines[1:]
    assert [section.heading for section in document.sections if section.level == 1] == TASKS


def test_halves_of_headings_are_joined_where_lines_are_full():
    lines = []
    for half in ("供水保障能力", "垃圾分类水平", "河道管护质量"):
        lines += [f"{BODY[:25]}提升{half[:4]}", "共建美丽城市"]
        lines += [BODY[at : at + 31] for at in range(0, 124, 31)] + [f"{BODY[:8]}。"]
    assert "\n共建美丽城市" not in parse_text("\n".join(lines), doc_id="a").text


def test_the_second_half_of_headings_stays():
    lines = []
    for mark, half in zip(
        "一二三四", ("供水保障", "垃圾分类", "河道治理", "园林养护"), strict=True
    ):
        lines += [
            f"{mark}、在{half}上见真章，开创城市",
            "管理新局面",
            f"{DONE[0]}。",
            f"{BODY[:40]}。",
        ]
        lines += [f"在{half}上求突破，努力开创城市", "精细化新局面", f"{BODY[:44]}。"]
    assert watermarks(lines) == []


def test_annexes_and_tables_at_the_head_of_pages_stay():
    for name in ("附件", "附表", "附录", "表", "专栏"):
        lines = []
        for n in range(1, 5):
            lines += [f"{name}{n}", f"{TASKS[n - 1][:8]}清单", f"{DONE[n - 1]}。", f"— {n} —"]
        assert watermarks(lines) == []


def test_cells_of_a_pasted_table_stay():
    lines = ["序号", "项目名称", "建设内容", "项目类别", "责任单位"]
    for n, (task, done) in enumerate(zip(TASKS * 2, DONE * 2, strict=True), 1):
        lines += [str(n), f"{task}项目", done, "续建改造类", "市水务局" if n % 2 else "市城管局"]
    assert find_noise(lines) == {}
    lines = [line for n in range(4) for line in (TASKS[n], "续建改造类", f"{DONE[n]}，由街道负责")]
    assert watermarks(lines) == []


@pytest.mark.parametrize(
    "mark", ["云川法规资料网", "仅限内部传阅", "ycwk2024.com 整理", "云川市档案馆藏"]
)
@pytest.mark.parametrize("width", [22, 30, 41])
def test_what_is_stamped_inside_sentences_goes(mark, width):
    body = "".join(BODY[at:] + BODY[:at] for at in (0, 31, 67, 103))
    lines = [body[at : at + width] for at in range(0, len(body), width)]
    stamped = []
    for n, line in enumerate(lines):
        stamped += [line, mark] if n % 4 == 1 else [line]
    assert watermarks(stamped) == [mark] * stamped.count(mark)


def test_a_header_beside_page_numbers_goes_and_a_header_that_is_a_subheading_stays():
    lines = [
        part for n in range(4) for part in (BODY[n * 30 : n * 30 + 30], f"— {n} —", "云川公报")
    ]
    assert watermarks(lines) == ["云川公报"] * 4


def test_paragraphs_of_a_word_file_or_a_web_page_are_never_cut():
    text = "\n".join(f"{BODY[n * 9 : n * 9 + 34]}\n云川法规资料网" for n in range(5))
    assert "云川法规资料网" not in parse_text(text, doc_id="a", kind="txt").text
    for kind in ("docx", "rtf", "html"):
        assert parse_text(text, doc_id="a", kind=kind).text.count("云川法规资料网") == 5
