"""Which words may belong to a suggested theme."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from topics.resources import resource
from topics.words.nominal import is_known, is_nominal
from topics.words.subjects import begins_with_an_adverb, generic_words, names_a_subject

# What makes of a place's name a place, and common nouns that end like one.
SUFFIXES = "省|市|县|区|州|盟|旗|镇|乡|地区|自治区|自治州|特别行政区"
LOCAL = re.compile("[\u4e00-\u9fff]{2,3}[省市县区州盟旗镇乡]")
COMMON = re.compile(
    ".*(?:[城新园街社山矿林牧景湾学灾港片厂校库湖海郊辖]区|地区|试验区|示范区|保护区|合作区|开发区|高新区|经开区|自贸区|产业区|集聚区|功能区|规划区"
    "|城市|都市|超市|直辖市|股市|夜市|县城|大县|强县|小镇|城镇|中心镇|重点镇|建制镇|特大镇|强镇|重镇|下乡|返乡|入乡|兴乡|各[省市县区州盟旗镇乡])"
)


def may_belong(word: str) -> bool:
    """Say whether a word may belong to a suggested theme: it names a thing, and is no place, no
    level of administration and no turn of procedure (`dictionary/no_themes.toml`).

    Examples
    --------
    >>> [may_belong(word) for word in ("防洪", "城市更新", "取消", "广东省", "直辖市", "责令")]
    [True, True, False, False, False, False]
    """
    return (
        names_a_subject(word)
        and not begins_with_an_adverb(word)
        and word not in _no_themes() | generic_words()
        and is_nominal(word)
        and not is_place(word)
    )


def is_place(word: str) -> bool:
    """Say whether a word is the proper name of a place: one of the list, with or without 省 or 市,
    or a word that no dictionary has and that ends like a district.

    Examples
    --------
    >>> [is_place(word)
    ...     for word in ("深圳市", "内蒙古自治区", "长三角", "云岭县", "县城", "示范区")]
    [True, True, True, True, False, False]
    """
    bare = re.sub(f"(?:{SUFFIXES})$", "", word)
    if word in _places() or bare in _places():
        return True
    return bool(LOCAL.fullmatch(word)) and not is_known(word) and not COMMON.fullmatch(word)


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    text = resource("dictionary/no_themes.toml").read_text(encoding="utf-8")
    return {name: list(words) for name, words in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _no_themes() -> frozenset[str]:
    return frozenset([*_table()["formulae"], *_table()["levels"]])


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(_table()["places"])
