"""Which words may stand at the head of a list: units, ordinals and enumerators name no subject."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from topics.corpus.document import count_han
from topics.resources import resource

_NUMERALS = "0-9０-９〇零一二三四五六七八九十百千万亿两几多%％"
_UNITS = (
    "个|家|户|套|人|人次|名|项|件|条|座|所|次|天|年|月|日|岁|元|美元|斤|公斤|千克|吨|公里|平方公里|米|平方米|立方米|亩|公顷|千瓦(?:时)?|倍"
    "|个?百分点|期|辆|部|张|份"
)
MEASURE = re.compile(rf"[第约近超逾]?[{_NUMERALS}]*(?:{_UNITS})")
# 十三五 is a plan, 五四 and 九一八 are days: without 十, 百 … a row of numerals is no number.
NUMERAL = re.compile(
    rf"(?!十[一二三四五六七八九]五$)(?=.*[0-9０-９〇零十百千万亿几多%％])[约近超逾]?[{_NUMERALS}]+"
    rf"(?:分之[{_NUMERALS}]+)?|百分之[{_NUMERALS}]*"
)
ORDINAL = re.compile(rf"第[{_NUMERALS}]+(?:{_UNITS}|[章节款编目届批次轮位类种阶步])?")
ENUMERATOR = re.compile(
    r"[一二三四五六七八九十]{1,3}[是要]|其[一二三四五六七八九十]|首先|其次|再次|最后|一方面|另一方面"
)
DIGIT = re.compile(r"[0-9０-９]")
KNOWN = 65_536  # words remembered: each table asks for the same ones, group by group
ADVERBS = (  # none that also begins a name: 充分 (充分就业), 基本 (基本工资), 总体, 特别
    *("进一步", "大力", "继续", "不断", "切实", "着力", "努力", "稳步", "扎实", "更加", "更好"),
    *("持续", "稳妥", "逐步", "坚决", "认真", "广泛", "严格", "始终", "必须", "尽快", "及时"),
    *("深入", "全力", "尤其", "已经", "正在", "仍然", "依然", "日益", "明显", "显著", "大幅"),
)


@lru_cache(maxsize=KNOWN)
def heads_a_list(word: str) -> bool:
    """Say whether a word may head a list: no number, measure, ordinal or enumerator may.

    A ranking by any score puts 万套 or 第四条 first in some document, and the reader learns
    nothing.

    Examples
    --------
    >>> [heads_a_list(word) for word in ("万套", "个百分点", "第四条", "第二", "一是", "二十")]
    [False, False, False, False, False, False]
    >>> [heads_a_list(word) for word in ("第三方", "第一产业", "三农", "双一流", "5G")]
    [True, True, True, True, True]
    """
    return not any(kind.fullmatch(word) for kind in (MEASURE, NUMERAL, ORDINAL, ENUMERATOR))


def names_a_subject(word: str) -> bool:
    """Say whether a word may name a subject: two Han characters, no digit, and fit for a list.

    Examples
    --------
    >>> [names_a_subject(word) for word in ("产业", "“十四五”", "5G", "水", "其二")]
    [True, True, False, False, False]
    """
    return count_han(word) >= 2 and not DIGIT.search(word) and heads_a_list(word)


@lru_cache(maxsize=KNOWN)
def begins_with_an_adverb(word: str) -> bool:
    """Say whether a word is an adverb, or one with two characters or more behind it.

    Such words say how something is done: 大力发展, 继续推进. 着力点 is a noun of its own.

    Examples
    --------
    >>> [begins_with_an_adverb(word) for word in ("大力发展", "继续", "着力点", "特别行政区")]
    [True, True, False, False]
    """
    return any(word.startswith(adverb) and len(word) - len(adverb) != 1 for adverb in ADVERBS)


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Return the words that say that something is done or how it is called, not what it is about.

    They are the list `light` of `dictionary/headings.toml`.

    >>> sorted(generic_words() & {"工作", "建设", "住房"})
    ['工作', '建设']
    """
    text = resource("dictionary/headings.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["light"])
