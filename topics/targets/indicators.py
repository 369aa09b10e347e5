"""What a quantity measures: the noun phrase before it, or behind it where a verb governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topics.targets.context import Context
from topics.targets.quantities import Quantity
from topics.targets.wordlists import one_of, patterns

# Words that stand between what is measured and its number.
_LINKS = one_of("links")
_CHANGES = one_of("changes")
_ADVERBS = one_of("adverbs")
_PER = (
    "每[十百千万亿]*[\u4e00-\u9fff]{0,6}(?:居民|人口|老年?人|学生|儿童|[户人县村名个亩年月日天秒])"
)
_TAIL = re.compile(
    rf"(?:{_LINKS}|{_ADVERBS}|了|(?<!人)均|，?各(?=$)|(?:由|从)[^，。由从]{{0,12}}"
    rf"|[比较](?:上|去)年(?:初?预[算计]|执行)?数?|比[^，。、]{{1,9}}年|{_PER})\s?$"
)
CHANGES = re.compile(_CHANGES)
_CHANGE_TAIL = re.compile(rf"(?P<change>{_CHANGES})(?:速度|幅度)?$")
_LEAD = re.compile(
    rf"(?!预期寿命)(?:{patterns('openings')}|{_PER}|{_ADVERBS}|{patterns('openings_after')})"
)
# Verbs that say that something is done, not what: left out of the name.
_LIGHT = patterns("light_verbs")
_VERB = re.compile(rf"^(?:{_LIGHT})")
_ONLY_VERB = re.compile(f"^{patterns('verbs')}*$")
_RIGHT_END = re.compile(patterns("ends"))
_FUNCTION = re.compile(patterns("not_in_keys"))
_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{2,4}?(?:省(?![级内])|自治区|(?<![城都])市(?![场政级域民内外])|县(?![城域级]))"
    r"(?=[\u4e00-\u9fff]{2})"
)
_SPLIT = re.compile("、|和|与|以及|(?<!普)及(?![格时率])")
_SHARED_TAIL = re.compile(rf"(?:[较比](?:上|去)年|同比|均|各)?(?:{_CHANGES})?(?:{_LINKS})?$")
_ITEM = re.compile(
    r"[\d一二三四五六七八九十百千万亿]+[\u4e00-\u9fff%]{1,4}(?:以上|以内|左右|以下)?$"
)
_REACHED = re.compile("通达|到达|可达|办结|直达")
# Characters of a name that is taken for a list, and of a clause that may name one (chosen).
LONG = 20


def indicator_of(quantity: Quantity, context: Context, previous: str) -> tuple[str, bool]:
    """Return the noun phrase that is measured, and whether it is that of the number before.

    Parameters
    ----------
    quantity : Quantity
    context : Context
    previous : str
        The indicator of the quantity before it in the sentence; empty where there is none.

    Notes
    -----
    The words between the clause border and the number, without verbs that only link (达到,
    控制在); where nothing but a verb is left, the words behind the number, with that verb; where
    nothing at all is, what the number before measures. A rate of change keeps its verb, so that it
    is never taken for a level.
    """
    left = context.left.replace(f"每个{quantity.per}", "").replace(f"每{quantity.per}", "")
    left, change = _bare(_after_list(left if quantity.per else context.left), quantity)
    name = _led(left)
    if len(name) > LONG:
        name = _led(_SPLIT.split(name)[-1]) or name
    if re.fullmatch("[人户]均|", name) and (outer := _clause_before(context)):
        return _named(outer, change), False
    if name and not _ONLY_VERB.match(name):
        reached = _REACHED.match(context.right)
        return _named(name + (reached[0] if reached else ""), change), False
    if name or (not change and not _continues(context)):
        right = _right(context.right)
        if right:
            return _named((name or "") + right, ""), False
    if previous:
        base = _CHANGE_TAIL.sub("", previous) if change else previous
        return _named(base, change), True
    return _named(name or _right(context.right) or _used_for(context), change), False


def _after_list(left: str) -> str:
    """Return what a list whose items have numbers of their own leaves for its last number."""
    if re.search(r"\d[^，]*[和与及、]$", left):
        return ""
    head, mark, last = left.rpartition("、")
    return last if mark and _ITEM.search(head) else left


def _clause_before(context: Context) -> str:
    """Return the clause before, where it names something and has no number: 养老金，人均增长…."""
    clauses = re.split("[，；：]", context.before)
    if len(clauses) < 2 or context.right or len(clauses[-2]) > LONG:
        return ""
    name = _led(clauses[-2])
    return "" if re.search(r"\d|[一二三四五六七八九十百千万亿]{2,}", clauses[-2]) else name


def _used_for(context: Context) -> str:
    """Return what money without a name is for: 安排40亿元，用于补助….."""
    match = re.match(
        "[^用。；]{0,24}(用于[^，。；]{2,16})", context.sentence[len(context.before) :]
    )
    return match[1] if match else ""


def _continues(context: Context) -> bool:
    """Return whether a number follows another of the same words: 7.7%和6.8%."""
    return (
        bool(re.search(r"[\d%\u4e00-\u9fff](?:、|和|与|至)$", context.left)) and not context.right
    )


def _bare(left: str, quantity: Quantity) -> tuple[str, str]:
    """Strip the words that link from the end; return the rest and the verb of a change."""
    change = ""
    for _ in range(8):
        stripped = _TAIL.sub("", left)
        verb = _CHANGE_TAIL.search(stripped) if quantity.direction != "level" else None
        if verb and not change:
            change = verb["change"]
            stripped = stripped[: verb.start()]
        if stripped == left:
            break
        left = stripped
    return left, change


def _led(name: str) -> str:
    for _ in range(8):
        shorter = _VERB.sub("", _LEAD.sub("", name, count=1) if _LEAD.match(name) else name)
        if shorter == name:
            break
        name = shorter
    return name.strip(" ：:，、“”的")


def _right(right: str) -> str:
    """Return the noun phrase behind a number, up to the verb of what is said about it."""
    text = re.sub("^(?:[（(][^）)]{0,8}[）)]|[的内 ])+", "", right)
    match = _RIGHT_END.search(text)
    return (
        text[: match.start()].strip(" ”“（）") if match and match.start() else text.strip(" ”“（）")
    )


def _named(name: str, change: str) -> str:
    name = name.strip("的，、 ")
    return f"{name}{change}" if change and not name.endswith(change) else name


def key_of(indicator: str) -> str:
    """Return the words of an indicator by which it is known in another document.

    Examples
    --------
    >>> key_of("全市农村自来水普及率"), key_of("云川市城镇登记失业率")
    ('农村自来水普及率', '城镇登记失业率')
    """
    plain = _FUNCTION.sub("", _PLACE.sub("", indicator))
    return plain or indicator


def pairs(key: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a key, by which two keys are compared.

    Examples
    --------
    >>> sorted(pairs("绿地率"))
    ['地率', '绿地']
    """
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset({key})


def shared_out(left: str, n: int) -> Sequence[str]:
    """Return the n last parts of a list that 分别 shares out, or all of one with as many parts as
    numbers; nothing where there are fewer.

    Examples
    --------
    >>> shared_out("供水、供气和供热普及率分别达到", 3)
    ['供水普及率', '供气普及率', '供热普及率']
    """
    head, mark, _ = left.rpartition("分别")
    if not mark:
        head = _SHARED_TAIL.sub("", left)
    parts = [part for part in _SPLIT.split(_led(head)) if part]
    if len(parts) < n or (not mark and len(parts) != n):
        return []
    parts = parts[-n:]
    ending = re.search(
        "[\u4e00-\u9fff]{2}(?:率|量|数|比重|比例|面积)$|排放量$|参保人数$", parts[-1]
    )
    if ending:
        parts = [part if part.endswith(ending[0][-1]) else part + ending[0] for part in parts]
    return parts
