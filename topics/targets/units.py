"""Units of quantities: what each measures, and how much of its family's first unit it is."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from topics.corpus.language.patterns import any_of
from topics.targets.wordlists import one_of, words

# family → unit → how many of the family's first unit. Sources: the legal units of measurement
# (国务院 1984; 15亩 are one hectare) and the units of statistical bulletins.
FAMILIES: dict[str, dict[str, str]] = {
    "percent": {"%": "1", "‰": "1/10", "％": "1"},
    "points": {"个百分点": "1", "百分点": "1", "个千分点": "1/10"},
    "ratio": {"": "1", "倍": "1"},
    "doubling": {"番": "1"},
    "money": {"元": "1", "块钱": "1", "元人民币": "1"},
    "dollars": {"美元": "1"},
    "area": {
        "亩": "1",
        "公顷": "15",
        "平方公里": "1500",
        "平方千米": "1500",
        "平方米": "3/2000",
        "㎡": "3/2000",
    },
    "length": {
        "米": "1",
        "公里": "1000",
        "千米": "1000",
        "里": "500",
        "海里": "1852",
        "km": "1000",
    },
    "mass": {
        "吨": "1",
        "公斤": "1/1000",
        "千克": "1/1000",
        "斤": "1/2000",
        "克": "1/1000000",
        "吨标准煤": "1",
        "吨标煤": "1",
        "微克": "1/1000000000000",
        "毫克": "1/1000000000",
    },
    "volume": {"立方米": "1", "方": "1", "升": "1/1000", "立方": "1", "m³": "1"},
    "power": {"千瓦": "1", "兆瓦": "1000", "吉瓦": "1000000", "MW": "1000", "GW": "1000000"},
    "voltage": {"千伏": "1", "千伏安": "1", "kV": "1"},
    "energy": {"千瓦时": "1", "千瓦小时": "1", "度": "1", "度电": "1", "kWh": "1"},
    "time": {
        "天": "1",
        "日": "1",
        "个工作日": "1",
        "工作日": "1",
        "小时": "1/24",
        "个小时": "1/24",
        "分钟": "1/1440",
        "秒": "1/86400",
        "毫秒": "1/86400000",
        "周": "7",
    },
    "years": {"年": "1", "周年": "1", "个月": "1/12", "个季度": "1/4"},
    "age": {"岁": "1", "周岁": "1"},
    "temperature": {"℃": "1", "摄氏度": "1"},
    "people": {"人": "1", "名": "1", "位": "1"},
    "person times": {"人次": "1", "人天": "1"},
    "transport": {"吨公里": "1", "人公里": "1", "标箱": "1", "TEU": "1", "架次": "1", "班次": "1"},
    "computing": {"P": "1", "EFLOPS": "1000", "EB": "1"},
}
# What is counted one by one; each is a family of its own, as 家 and 个 are not the same things.
COUNTED = words("counted")
COMPOSED = one_of("composed")
_AREA = FAMILIES["area"]
OF_FAMILY = {
    unit: (family, Fraction(factor))
    for family, units in FAMILIES.items()
    for unit, factor in units.items()
}
# Nouns that count only behind digits, where no word goes on: 12县, not 12市民.
NOUNS = frozenset(words("nouns"))
WORDS = any_of([*filter(None, OF_FAMILY), *COUNTED])
UNIT = re.compile(
    rf"(?P<unit>{WORDS})"
    rf"(?P<by>(?:[·/每]|／){COMPOSED}(?:[·/]{COMPOSED})?)?"
)


class Measure(NamedTuple):
    """What a unit measures: its family and how much of the family's first unit it is."""

    family: str
    factor: Fraction


def measure_of(unit: str) -> Measure:
    """Return the family of a unit and its factor; a unit that is only counted is its own family.

    Examples
    --------
    >>> measure_of("公顷"), measure_of("吨/日").family, measure_of("家").family
    (Measure(family='area', factor=Fraction(15, 1)), 'mass/日', '家')
    """
    head, slash, per = unit.partition("/")
    family, factor = OF_FAMILY.get(head, (head, Fraction(1)))
    return Measure(f"{family}{slash}{per}", factor)
