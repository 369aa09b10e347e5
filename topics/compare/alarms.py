"""What a reader must not miss in a reworded sentence: other numbers, opposite directions, another
force.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache

from topics.resources import resource

_SCALE = "[十百千万亿]*"
_CHINESE = "[一二三四五六七八九十百千万亿零〇两]"
_BEFORE = "不低于|不少于|不高于|不超过|不突破|至少|超过|突破|高于|低于|达到|约|近"
_BEHIND = "以上|以下|以内|之内|左右|以外"
_UNIT = r"个?百分点|[%％‰℃]|[\u4e00-\u9fff]"
# 一 alone is an article more often than a number: 一批, 一体化, 统一.
_FIGURE = re.compile(
    rf"(?P<before>{_BEFORE})?(?:(?P<digits>\d+(?:[.．,，]\d+)*){_SCALE}|百分之{_CHINESE}+(?:点{_CHINESE}+)?"
    rf"|(?<![第统同唯专])(?P<words>[二三四五六七八九十百两]{_CHINESE}*|一[十百千万]{_CHINESE}*)(?=[个项类家年月日倍成户套座所条人处批件次级%％米元亩吨]|公[里顷]|平方)"
    rf"|翻[一两]番|一半)(?P<unit>{_UNIT})?(?P<behind>{_BEHIND})?"
)
_REFERENCE = re.compile(r"第[（(]?[一二三四五六七八九十百千零\d]+[）)]?(?:编|章|节|条|款|项|部分)")
_WIDE = str.maketrans("０１２３４５６７８９％．，", "0123456789%.,")
OPPOSITES = (
    ("放宽", "收紧"),
    ("放开", "限制"),
    ("放开", "管控"),
    ("鼓励", "限制"),
    ("鼓励", "禁止"),
    ("允许", "禁止"),
    ("扩大", "缩小"),
    ("扩大", "稳定"),
    ("扩大", "压减"),
    ("扩大", "控制"),
    ("增加", "减少"),
    ("增加", "压减"),
    ("新增", "压减"),
    ("提高", "降低"),
    ("提升", "降低"),
    ("加快", "放缓"),
    ("加快", "稳妥"),
    ("推进", "暂停"),
    ("开展", "停止"),
    ("全面", "基本"),
    ("全面", "部分"),
    ("取消", "恢复"),
    ("取消", "保留"),
    ("加大", "减少"),
    ("以上", "以下"),
    ("不低于", "不高于"),
    ("不少于", "不超过"),
    ("高于", "低于"),
    ("应当", "可以"),
    ("必须", "可以"),
)
# How far a measure has been taken, from trying to doing it everywhere.
STEPS = ("研究", "探索", "试点", "试行", "推行", "推开", "全面推行", "全面推开", "普遍推行")
TRIALS = 4  # of these are trials; alone they leave room, as weak words do


def figures(sentence: str) -> Counter[str]:
    """Count the numbers of a sentence, each with its relation and unit; references to articles are
    none.

    Examples
    --------
    >>> sorted(figures("依照第三条，300万以上城市不少于2所，比重达到百分之八，统一办理一批。"))
    ['300万以上', '不少于2所', '达到百分之八']
    """
    text = _REFERENCE.sub("", sentence).translate(_WIDE)
    found: Counter[str] = Counter()
    for match in _FIGURE.finditer(text):
        whole = match[0]
        if match["unit"] and not match["behind"]:
            behind = text[match.end() - 1 : match.end() + 1]
            if behind in {"以上", "以下", "以内", "之内", "左右"}:
                whole = whole[:-1] + behind
        found[whole] += 1
    return found


def numbers_differ(old: str, new: str) -> bool:
    """Tell whether two sentences hold different numbers, or the same with another relation.

    Examples
    --------
    >>> numbers_differ("取消300万以上城市的限制", "取消300万以下城市的限制")
    True
    >>> numbers_differ("依照第三条处罚", "依照第五条处罚")
    False
    """
    return figures(old) != figures(new)


def direction_differs(old: str, new: str) -> bool:
    """Tell whether a word of one direction gives way to one of the opposite direction.

    Examples
    --------
    >>> direction_differs("扩大职业院校招生规模", "稳定职业院校招生规模")
    True
    """
    gone, come = _change(old, new, {word for pair in OPPOSITES for word in pair})
    return any(
        (one in gone and other in come) or (other in gone and one in come)
        for one, other in OPPOSITES
    )


def force(old: str, new: str, *, replaced: bool = False) -> str:
    """Say whether the wording became `stronger` or `weaker`; empty where neither or both.

    Graded words are those of `dictionary/strength.toml`, and the steps from trying a measure to
    taking it everywhere. With `replaced`, for sentences that have only a part in common, a word
    counts only where the other sentence lost or gained one, too.

    Examples
    --------
    >>> force("试行居住地登记户口", "推行居住地登记户口"), force("必须公开", "鼓励公开")
    ('stronger', 'weaker')
    """
    before, after = _step(old), _step(new)
    steps = after - before if before and after else 0
    strong, weak = _graded()
    if steps:
        strong, weak = strong - set(STEPS), weak - set(STEPS)
    gone, come = _change(old, new, strong | weak)
    if replaced and not (gone and come):
        gone, come = Counter(), Counter()
    more = sum(come[word] for word in strong) + sum(gone[word] for word in weak)
    less = sum(gone[word] for word in strong) + sum(come[word] for word in weak)
    up, down = more > 0 or steps > 0, less > 0 or steps < 0
    return "" if up == down else "stronger" if up else "weaker"


def _step(text: str) -> int:
    """Return the highest step that a sentence names, 0 if none."""
    return max((i for i, word in enumerate(STEPS, 1) if word in text), default=0)


def _change(old: str, new: str, words: set[str]) -> tuple[Counter[str], Counter[str]]:
    """Count the words that went and those that came, the longest at each place."""
    pattern = _pattern(tuple(sorted(words, key=lambda word: (-len(word), word))))
    before, after = Counter(pattern.findall(old)), Counter(pattern.findall(new))
    return before - after, after - before


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


@cache
def _graded() -> tuple[set[str], set[str]]:
    table = tomllib.loads(resource("dictionary/strength.toml").read_text(encoding="utf-8-sig"))
    return set(table["strong"]), set(table["weak"]) | set(STEPS[:TRIALS])
