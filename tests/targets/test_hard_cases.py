"""Sentences that a list of all numbers gets wrong; all invented."""

import pytest

from tests.targets.texts import plan, read, short
from topics.targets import find_quantities


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("民办园普惠学位比例提高到八成五。", [("85", "%", "target")]),
        ("林地、草地两类合计不低于四成。", [("40", "%", "target")]),
        ("力争五年内主导产业产值翻一番。", [("5", "年", "horizon"), ("1", "番", "target")]),
        ("到2026年，地区生产总值达到1.35万 亿元。", [("1350000000000", "元", "target")]),
        ("新增电动公交车1,250辆。", [("1250", "辆", "target")]),
        ("网上可办率达百分之九十八点五。", [("98.5", "%", "target")]),
        ("造林３２．５万亩。", [("325000", "亩", "target")]),
        ("改造三千二百万平方米旧房。", [("32000000", "平方米", "target")]),
        ("建成充电桩3万余个。", [("30000", "个", "target")]),
        ("婴儿死亡率控制在千分之六以内。", [("6", "‰", "target")]),
        ("安排专项资金2.4亿元支持旧房改造。", [("240000000", "元", "budget")]),
        ("不得新建80米以上住宅。", [("80", "米", "limit")]),
        ("建筑面积超过3万平方米的项目应当报市政府审批。", [("30000", "平方米", "threshold")]),
        ("在100万人口以上城市推广。", [("1000000", "人", "class")]),
        ("扩大3岁以下婴幼儿托位。", [("3", "岁", "class")]),
        ("支持30个重点镇先行先试。", [("30", "个", "scope")]),
        ("承包期再延长30年。", [("30", "年", "term")]),
        ("连续居住满3年的，可以申请。", [("3", "年", "condition")]),
        ("经过4年的努力，体系基本建成。", [("4", "年", "horizon")]),
        ("打造30分钟通勤圈。", [("30", "分钟", "named")]),
        (
            "县城20分钟到高速公路入口覆盖率达到95%。",
            [("20", "分钟", "parameter"), ("95", "%", "target")],
        ),
        ("去年年末，城区绿化覆盖率为41.2%。", [("41.2", "%", "baseline")]),
    ],
)
def test_value_unit_and_kind(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert short(sentence, "value", "unit", "kind") == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "弘扬“5·20”精神，办好G20会议，创建5A级景区。",
        "开通120急救和12345热线，总结第三批试点，争取进入前十。",
        "改造2003年底前建成的小区。",
        "打造一个枢纽、两个廊道。",
        "推进5G网络和“1+6”体系建设，治理PM2.5。",
        "落实《2021—2035年国土空间规划》和云政发〔2024〕12号文件。",
        "“十五五”时期，开展一网通办、一刻钟便民服务，照顾一老一小。",
        "4月15日前，各区报送第二轮方案。",
        "有的地方三心二意，上千群众反映，千家万户盼望。",
    ],
)
def test_what_only_looks_like_a_number(sentence: str) -> None:
    assert find_quantities(plan(sentence)) == []


def test_two_values_of_one_unit() -> None:
    rows = short("失业率、病死率较上年下降1.6个、0.8个百分点。", "indicator", "value", "unit")
    assert rows == [("失业率下降", "1.6", "个百分点"), ("病死率下降", "0.8", "个百分点")]


def test_numbers_are_shared_out_in_order() -> None:
    rows = short(
        "供水、供气和供热普及率分别达到88%、92%和97%以上。", "indicator", "value", "relation"
    )
    assert rows == [
        ("供水普及率", "88", "equal"),
        ("供气普及率", "92", "equal"),
        ("供热普及率", "97", "at_least"),
    ]


def test_deadlines_are_shared_out_in_order() -> None:
    rows = short("到2027年、2030年绿化覆盖率分别达到42%、45%。", "indicator", "value", "deadline")
    assert rows == [("绿化覆盖率", "42", "2027"), ("绿化覆盖率", "45", "2030")]


def test_from_and_to_are_two_values() -> None:
    first, second = read("服务事项由二十三类扩至三十一类。")
    assert (first["kind"], first["value"]) == ("baseline", "23")
    assert (second["kind"], second["value"], second["baseline_value"]) == ("target", "31", "23")


def test_a_rate_of_growth_is_no_level() -> None:
    (growth,) = read("规模以上工业增加值年均增长7%以上。")
    (level,) = read("工业增加值占比达到7%以上。")
    assert (growth["direction"], growth["relation"], growth["per"]) == ("up", "at_least", "年")
    assert level["direction"] == "level"
    assert growth["indicator"].endswith("增长")


def test_what_follows_a_comma_does_not_soften_a_number_before() -> None:
    rows = short("经济增长6%左右，在实际工作中取得更好结果。", "relation", "hardness")
    assert rows == [("about", 1)]


@pytest.mark.parametrize(
    ("sentence", "per", "value"),
    [
        ("每千名老人拥有护理床位52张。", "千名老人", "52"),
        ("每个街道配建不少于3所（含分校）小学。", "街道", "3"),
        ("人均公园绿地面积达到14.5平方米。", "人", "14.5"),
        ("地级市至少建成2个实验室。", "地级市", "2"),
    ],
)
def test_the_base_is_kept_apart(sentence: str, per: str, value: str) -> None:
    assert short(sentence, "per", "value") == [(per, value)]


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("不低于90%", "at_least"),
        ("达到90%以上", "at_least"),
        ("超过90%", "more_than"),
        ("控制在9%以内", "at_most"),
        ("下降到9%", "at_most"),
        ("低于9%", "less_than"),
        ("达到90%左右", "about"),
        ("接近90%", "near"),
        ("达到90%", "equal"),
        ("提高3个百分点", "up_by"),
        ("下降3%", "down_by"),
    ],
)
def test_relations(words: str, relation: str) -> None:
    assert short(f"设施使用率{words}。", "relation") == [(relation,)]


@pytest.mark.parametrize("mark", ["至", "-", "—", "～"])
def test_a_range_has_two_ends(mark: str) -> None:
    (row,) = read(f"客流量保持在300万{mark}500万人次。")
    assert (row["low"], row["high"], row["value"], row["relation"]) == (
        *("3000000", "5000000", ""),
        "range",
    )


@pytest.mark.parametrize(
    ("words", "hardness"),
    [
        ("确保绿地率达到40%", 3),
        ("绿地率不低于40%", 3),
        ("绿地率达到40%", 2),
        ("力争绿地率达到40%", 1),
    ],
)
def test_hardness(words: str, hardness: int) -> None:
    assert short(f"{words}。", "hardness") == [(hardness,)]


@pytest.mark.parametrize(
    ("body", "deadline", "said"),
    [
        ("到2027年底，绿地率达到40%。", "2027", "sentence"),
        ("到2027年绿地率达到40%。", "2027", "clause"),
        ("三年内绿地率达到40%。", "2028", "clause"),
        ("今年绿地率达到40%。", "2025", "clause"),
        ("“十五五”末绿地率达到40%。", "2030", "clause"),
        ("到2028年，城市更美。绿地率达到40%。", "2028", "section"),
        ("绿地率达到40%。", "2025", "period"),
        ("与2020年相比，绿地率达到40%。", "2025", "period"),
    ],
)
def test_deadlines(body: str, deadline: str, said: str) -> None:
    row = read(body)[-1]
    assert (row["deadline"], row["deadline_from"]) == (deadline, said)


def test_a_section_that_looks_back_reports() -> None:
    body = "新建公园12个。\n二、2024年工作回顾\n新建公园9个。\n三、2025年重点任务\n新建公园15个。"
    assert short(body, "kind", "value") == [("target", "12"), ("baseline", "9"), ("target", "15")]


def test_a_value_that_no_decimal_states_has_twelve_places() -> None:
    (row,) = read("森林覆盖率稳定在三分之二。")
    assert row["value"] == "0.666666666667"


def test_every_quantity_has_one_kind_and_its_sentence() -> None:
    body = "新建学校12所，安排资金3亿元。\n去年新建9所。"
    rows = read(body)
    assert len(rows) == 3
    for row in rows:
        assert row["value_text"] in row["quotation"]


def test_a_long_line_of_digits_and_numerals_is_read_in_linear_steps() -> None:
    from topics.targets.numbers import _NUMBER

    text = "一" * 20_000 + "1" * 20_000 + "，1" * 20_000
    assert sum(len(match[0]) for match in _NUMBER.finditer(text)) <= len(text)
