"""Words whose neighbours decide what they are: negations, and military ranks, mostly none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import compress

from topics.words.special import is_plain

NEGATIONS = frozenset("不非无未")
NEGATION = "\ufff9"  # stands for a negation among tokens until the next word is known
# 整治中|将拆除, 基础上|将建设: ordinary words of the engine that plans hardly ever mean.
RANKS = ("中将", "上将")
_BEFORE_RANK = frozenset(
    [
        "授予",
        "晋升",
        "晋升为",
        "晋为",
        "授",
        "海军",
        "空军",
        "陆军",
        "武警",
        "火箭军",
        "军衔",
        "退役",
        "开国",
        "大将",
        "上将",
        "中将",
        "少将",
        "为",
        "被",
        "任",
        "的",
        "和",
        "、",
    ]
)
_AFTER_RANK = frozenset(["军衔", "衔", "级", "和", "与", "及", "等", "以上", "以下", "、"])


def attach_negations(
    words: list[str], ends: Callable[[str], bool], joins: Callable[[str], bool]
) -> list[str]:
    """Put the 不, 非, 无, 未 with which a word `ends` in front of the word that follows, where that
    `joins`.

    What is left of the first word stays, an empty string too, so that the number of words stays. A
    plan that says 不平衡 does not speak of 平衡.

    >>> attach_negations(["发展", "不", "平衡"], "不".__eq__, lambda word: True)
    ['发展', '', '不平衡']
    """
    found = [at for at in compress(range(len(words) - 1), map(ends, words)) if joins(words[at + 1])]
    if found:
        words = list(words)
        for at in reversed(found):
            words[at], words[at + 1] = words[at][:-1], words[at][-1] + words[at + 1]
    return words


def has_rank(text: str) -> bool:
    """Say whether a text holds a word that may be a military rank."""
    return any(rank in text for rank in RANKS)


def part_ranks(words: Iterable[str]) -> list[str]:
    """Part 中将 and 上将 into 中|将 and 上|将 where they stand between two words and not for a
    rank.

    >>> part_ranks(["整治", "中将", "拆除"]), part_ranks(["授予", "中将", "军衔"])
    (['整治', '中', '将', '拆除'], ['授予', '中将', '军衔'])
    """
    given = ["", *words, ""]
    parted: list[str] = []
    for before, word, after in zip(given, given[1:], given[2:], strict=False):
        plain = before and after and is_plain(before) and is_plain(after)
        if word in RANKS and plain and before not in _BEFORE_RANK and after not in _AFTER_RANK:
            parted += word
        else:
            parted.append(word)
    return parted
