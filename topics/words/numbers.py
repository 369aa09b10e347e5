"""Numbers as policy texts write them: digits or numerals with their magnitude and measure word.

第十五条, 300余家, 50多万人, 三点五个, 2024年7月28日 are each one number. What looks like one and
has a meaning of its own is none: 三大攻坚战 and 千家万户 because a longer word holds the numeral,
二元结构 and 百年 because they are listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

NUMERALS = "〇○零一二三四五六七八九十百千万亿两"
DIGITS = "〇○零一二三四五六七八九"
# Characters that a number may begin with beside the Arabic digits.
HEADS = "第一二三四五六七八九十百千万亿两几数多半"

# Measure words, the longer before the shorter; sources: the measure words 量词 of Chinese school
# grammar, the legal units of measurement (国务院 1984) and the units of statistical bulletins.
_LONG = [
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "千瓦时",
    "摄氏度",
    "百分点",
    "公里",
    "公顷",
    "公斤",
    "公升",
    "千米",
    "厘米",
    "毫米",
    "微米",
    "海里",
    "千克",
    "毫克",
    "微克",
    "毫升",
    "千瓦",
    "兆瓦",
    "吉瓦",
    "千伏",
    "标箱",
    "美元",
    "欧元",
    "日元",
    "港元",
    "人次",
    "车次",
    "架次",
    "班次",
    "场次",
    "户次",
    "件次",
    "家次",
    "批次",
    "分钟",
    "秒钟",
    "小时",
    "季度",
    "世纪",
    "周年",
    "周岁",
    "部分",
    "个月",
]
_SHORT = (
    "个项名位条款章节届次批期轮家户人座所处台套辆架艘部本册篇份件张枚颗粒株棵头只匹尾支组对副幅场"
    "回遍趟起例宗笔种类倍成折元吨斤克亩米尺里升度月日天周岁秒号楼层栋幢间室门片块段道根盏口页行句字瓦"
)
# These count whatever follows: 个|人, 项|目标 are meant more often than 个人, 项目.
SURE_MEASURES = frozenset("个项名座")
_YEAR = "年(?![度代限均龄])"
MEASURE = f"(?:{'|'.join(_LONG)}|{_YEAR}|[{_SHORT}])"
_ABOUT = "[余多来几]"
_LARGE = "(?:[万亿]|百(?!分点)|千(?![瓦米克伏]))"
# What stands behind digits: 余家, 多万人, 万亩, 条.
AFTER_DIGITS = f" ?(?:{_ABOUT}?{_LARGE}+{_ABOUT}?{MEASURE}?|{_ABOUT}?{MEASURE})"
_PART = f"(?:点[{NUMERALS}]+|分之[{NUMERALS}]+(?:点[{NUMERALS}]+)?)"
# Behind a numeral that only says how many about fewer measure words make a number, since 数据,
# 多元, 半岛 are words.
_ROUGH = (
    f"(?<=数)(?:[十百千万亿]+{_ABOUT}?{MEASURE}?|[年月日天个次名种项家起例])"
    f"|(?<=多)(?:[万亿]{MEASURE}?|[年次个种项名家起日天月处人])|(?<=半)[年月天日个]"
)
DATES = "|".join(
    (
        rf"(?<=[一二])[{DIGITS}]{{3}}{_YEAR}(?:[一二三四五六七八九十]{{1,3}}月(?:[一二三四五六七八九十]{{1,3}}日)?)?",
        rf"(?<=[0-9])(?:[0-9]{{3}}{_YEAR}(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?|[0-9]?月[0-9]{{1,2}}日)",
    )
)
# The numbers that begin with a Han character, by what follows the first one.
_FIRST = "一二三四五六七八九十百千万亿两几"
HAN_NUMBERS = "|".join(
    (
        rf"(?<=第)[{NUMERALS}0-9]+{MEASURE}",
        rf"(?<=[{_FIRST}])[{NUMERALS}]*(?:{_PART}{_LARGE}*{MEASURE}?|{_ABOUT}?{_LARGE}*{MEASURE})",
        _ROUGH,
    )
)

# Words that are written as a number and are none.
_WORDS = frozenset("一起 一度 一元 二元 三元 百年 千年 万年 百家 万家 零件".split())  # noqa: SIM905 — easier to read
_NUMBER = re.compile(
    rf"[0-9]+(?:[.,:/][0-9]+)*(?:[%‰℃]|{AFTER_DIGITS})?"
    rf"|(?:[0-9]{{4}}|[{DIGITS}]{{2,4}})年[0-9十月日{DIGITS}]*|[0-9]{{1,2}}月[0-9]{{1,2}}日"
    rf"|第?[几{NUMERALS}0-9]+(?:{_PART}{_LARGE}*{MEASURE}?|{_ABOUT}?{_LARGE}*{MEASURE}?)"
    rf"|[数多半](?:{_ROUGH})|[余多来][万亿]+{MEASURE}?|余(?!款){MEASURE}"
)
_PIECES = re.compile(
    rf"((?>[0-9]+(?:[.,:/][0-9]+)*)(?: ?{_LARGE}+)?|第?[{NUMERALS}几数多半0-9]+{_PART}?)"
    rf"( ?)({_ABOUT}?{_LARGE}*{MEASURE})"
)
_MEASURE_END = re.compile(f"{MEASURE}$")
_DIGITS = re.compile(rf"([0-9]+(?:[.,:/][0-9]+)*)(?: ?{_ABOUT}?{_LARGE}+{_ABOUT}?)?")
_HAN_DIGIT = str.maketrans("0123456789", "一一一一一一一一一一")


def is_number(token: str) -> bool:
    """Say whether a token is a number or a date, with or without a measure word.

    >>> [is_number(word) for word in ("第十五条", "300余家", "余家", "第三产业", "二元")]
    [True, True, True, False, False]
    """
    return token not in _WORDS and _NUMBER.fullmatch(token) is not None


def number_parts(number: str) -> tuple[str, ...]:
    """Part a number from what stands behind it: about how many, and of what.

    >>> number_parts("50多万人"), number_parts("3.5万亩"), number_parts("300 人")
    (('50', '多万人'), ('3.5万', '亩'), ('300', ' ', '人'))
    """
    parts = _PIECES.fullmatch(number)
    return (number,) if parts is None else tuple(filter(None, parts.groups()))


def shorter_numbers(number: str) -> Iterator[str]:
    """Yield a number and, where it begins with digits, what is left without its measure word and
    without its magnitude; a measure word may be the beginning of another word.

    >>> list(shorter_numbers("10万人")), list(shorter_numbers("三个"))
    (['10万人', '10万', '10'], ['三个'])
    """
    yield number
    digits = _DIGITS.match(number)
    if digits is None:
        return
    for end in (digits.end(), digits.end(1)):
        if end < len(number):
            yield number[:end]


def measure_of(number: str) -> str:
    """Return the measure word with which a number ends, or nothing.

    >>> measure_of("二十四小时"), measure_of("300余家"), measure_of("10万")
    ('小时', '家', '')
    """
    found = _MEASURE_END.search(number)
    return found[0] if found else ""


@lru_cache(maxsize=4096)
def short_number(number: str) -> str:
    """Return a number among Han characters as the engine may know it: its first numeral with what
    stands behind.

    >>> (short_number("第一百二十条"), short_number("300余家"), short_number("四个"),
    ...  short_number("10万"))
    ('第一条', '一余家', '四个', '一万')
    """
    if len(measure_of(number)) > 1 and number[0] not in "0123456789":
        return number  # 二十四小时, because the engine has 二小
    if digits := _DIGITS.match(number):
        return "一" + number[digits.end(1) :].strip()
    parts = _PIECES.fullmatch(number)
    if parts is None:
        return number
    return parts[1][: 2 if number[0] == "第" else 1].translate(_HAN_DIGIT) + parts[3]
