"""What no formulation is: lists of agencies or places, and runs that begin or end in the middle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from topics.corpus.document import count_han
from topics.corpus.language.agency_endings import is_signer
from topics.corpus.language.agency_names import is_known
from topics.phrases.reading import ITEM, SLOT
from topics.words.nominal import DEEDS, is_name
from topics.words.subjects import begins_with_an_adverb, generic_words, heads_a_list
from topics.words.wordgraph import word_tags

# Parts of speech (jieba's): particles, conjunctions; at the end prepositions and adverbs, too.
_NEVER_FIRST = ("u", "c", "y", "e", "f")
_NEVER_LAST = ("uj", "ul", "uz", "uv", "c", "p", "d", "r", "ug")
_OPEN = frozenset([*"的地得和与及或等了着过", "以及", ITEM])
_NOT_LAST = frozenset(
    [
        *"以把由向为在对将被从到于是要应能会不",
        *("必须", "应当", "可以", "能够", "没有", "进行", "予以", "加以"),
    ]
)
_NOT_FIRST = frozenset("是了也都还又就并而则上中下为与从由将对被给")
_VERBS = frozenset({"v", "d", "ad", "vd"})
# Adjectives for jieba; plans use them with an object: 健全机制, 稳定规模.
_ALSO_VERBS = frozenset({"健全", "稳定", "规范", "丰富", "繁荣", "活跃", "壮大", "明确", "充实"})
# Endings of bodies alone; 时间银行 and 服务中心 are things that plans set up.
_BODIES = ("委员会", "委", "部", "局", "厅", "署", "办公室", "政府", "管委会", "领导小组")
_PLACES = ("ns",)
_PARTS = re.compile(r"[、和与及]|以及")
IDIOM = 4  # characters of an idiom, such as 以人为本
_SEVERAL_PLACES = re.compile("[两二三四五六七八九十][省市区县乡镇州]$")  # 岚山、临江两县
_NUMBER = re.compile(r"[0-9a-z%％.]+|[一二三四五六七八九十百千万亿两]+[个项条类家户座处所]?")


@lru_cache(maxsize=100_000)
def begins_well(word: str) -> bool:
    """Tell whether a formulation may begin with a word: with 以 or 推进, not with 的, 和 or 、.

    >>> begins_well("以"), begins_well("的"), begins_well("、")
    (True, False, False)
    """
    if word in _OPEN or word in _NOT_FIRST or not _is_word(word):
        return False
    return not word_tags().get(word, "n").startswith(_NEVER_FIRST)


@lru_cache(maxsize=100_000)
def ends_well(word: str) -> bool:
    """Tell whether a formulation may end with a word: not with 的, 和, 以 or 更加.

    >>> ends_well("建设"), ends_well("以"), ends_well("和")
    (True, False, False)
    """
    if word in _OPEN or word in _NOT_LAST or not _is_word(word):
        return False
    return not word_tags().get(word, "n").startswith(_NEVER_LAST)


def _is_word(word: str) -> bool:
    return bool(count_han(word)) or word == SLOT or word.isalnum()


def has_name(words: Sequence[str]) -> bool:
    """Tell whether one of the words names a thing that is more than 工作 or 措施; of words that are
    verbs, too, it takes two.

    >>> has_name(("进一步", "提高")), has_name(("进一步", "提高", "城镇化", "质量"))
    (False, True)
    """
    names = [word for word in words if _names(word)]
    return len(names) > 1 or any(word_tags().get(word, "n") != "vn" for word in names)


@lru_cache(maxsize=100_000)
def _names(word: str) -> bool:
    tag = word_tags().get(word, "n")
    idiom = tag in {"l", "i"} and len(word) >= IDIOM
    fit = count_han(word) >= 2 and word not in generic_words() and not begins_with_an_adverb(word)
    return fit and (idiom or is_name(word)) and not _is_name(word)


@lru_cache(maxsize=100_000)
def is_verb(word: str) -> bool:
    """Tell whether a word is a verb, or an adverb before one: 推进, 加快.

    >>> is_verb("推进"), is_verb("城市")
    (True, False)
    """
    if len(word) == 4 and word_tags().get(word, "n") not in {"v", "n"}:  # 建立健全
        return is_verb(word[:2]) and is_verb(word[2:])
    deed = word_tags().get(word, "n") in _VERBS and word not in DEEDS
    return deed or word in _ALSO_VERBS


def is_deed(word: str) -> bool:
    """Tell whether a word can be the verb before a list: 建设 is a noun, too.

    >>> is_deed("建设"), is_deed("宜居")
    (True, False)
    """
    return is_verb(word) or word_tags().get(word, "n") == "vn"


def may_be_head(text: str) -> bool:
    """Tell whether a phrase may be a head: no list, and no number in front.

    >>> may_be_head("城镇化战略"), may_be_head("两座排涝泵站"), may_be_head("路灯、管网")
    (True, False, False)
    """
    return ITEM not in text and not _NUMBER.match(text)


def is_formulation(text: str) -> bool:
    """Tell whether a phrase says something beyond the names of agencies, places and numbers.

    Examples
    --------
    >>> [is_formulation(text) for text in ("以人为核心的新型城镇化", "北京、上海和广州")]
    [True, False]
    >>> is_formulation("教育部、民政部和财政部"), is_formulation("2024年12月")
    (False, False)
    """
    if _SEVERAL_PLACES.search(text):
        return False
    items = [item for item in _PARTS.split(text) if item]
    left = [item for item in items if not _is_name(item)]
    return bool(left) and count_han(_NUMBER.sub("", "".join(left))) >= 3


@lru_cache(maxsize=100_000)
def _is_name(item: str) -> bool:
    """Tell whether an item of a list is an agency or a place."""
    if word_tags().get(item, "").startswith(_PLACES) or not heads_a_list(item):
        return True
    return is_known(item) or (item.endswith(_BODIES) and is_signer(item))
