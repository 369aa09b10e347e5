"""What a quantity measures: the noun phrase before it, or behind it where a verb governs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from topics.corpus.language.patterns import any_of
from topics.targets.context import Context
from topics.targets.quantities import Quantity

# Words that stand between what is measured and its number.
_RELATION = any_of(
    "达到 达 超过 突破 高于 低于 不低于 不高于 不少于 不超过 不多于 不足 至少 最多 接近 近 约 大约 左右 逼近 为 是 在 有 共 共有 到 至 控制在 控制 保持在 稳定在 维持在 "
    "提高到 提高至 提升到 提升至 增加到 增加至 增至 增长到 扩大到 扩大至 扩至 扩展到 上升到 上升至 下降到 下降至 降低到 降低至 降到 降至 减少到 减少至 减到 减至 "
    "缩小到 缩小至 缩短到 缩短至 压缩到 压缩至 压减到 压减至 延长到 延长至 调整为 调整到 拓展到 覆盖到 定为 预期为 不突破 不得超过 不得低于 提升 完成 实现 拥有 配备 布局".split()
)
_CHANGES = any_of(
    "提高 增长 增加 上升 上涨 下降 降低 减少 缩小 缩短 回落 下调 压减 增产 减排 减 增 净增 再增 多增 提升".split()
)
_ADVERBS = any_of(
    "力争 争取 确保 努力 也 都 再 要 将 分别 基本 稳步 平均 实际 进一步 累计 全年 年均 每年 年内 预期 预计 总体 同步 同比 逐步 拟 可 就 每 平均每年 其中 先 不断 "
    "比上年 比去年 较上年 较去年 大幅 明显 同期 总计 合计 共计 一共 全部 仍 还 目标 预期目标 调控目标 左右 初步 顺利 提前 至少 比上年预算 比去年预算 率先 高质量 基本实现 以".split()
)
_PER = "每[十百千万亿]*[\u4e00-\u9fff]{0,6}(?:居民|人口|老年?人|学生|儿童|[户人县村名个亩年月日天秒])"
_TAIL = re.compile(rf"(?:{_RELATION}|{_ADVERBS}|了|(?<!人)均|，?各(?=$)|(?:由|从)[^，。由从]{{0,12}}|[比较](?:上|去)年(?:初?预[算计]|执行)?数?|比[^，。、]{{1,9}}年|{_PER})\s?$")
CHANGES = re.compile(_CHANGES)
_CHANGE_TAIL = re.compile(rf"(?P<change>{_CHANGES})(?:速度|幅度)?$")
_LEAD = re.compile(
    r"(?!预期寿命)(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|[一二三四五六七八九]是(?:要)?|(?:到|在|至|从)?(?:19|20)\d{2}年(?:底|末|\d{1,2}月)?(?:以?前)?|到?本世纪末|今年底?|明年|全年|年内|年底|本年"
    r"|今后[一二三四五十\d]+年内?|[一二三五十\d]+年内?|“[^”]{2,4}”(?:期间|时期|末|以来)|全国|全市|全省|全区|全县|我国|我省|我市|我县|"
    rf"{_PER}|(?:地级市|设区市|各?[市县区]|各?乡镇)至少|{_ADVERBS}|使|把|将|并|对|同时|其中|以及|和|及|与|新的一年|通过|(?:中央)?提出(?:今年)?|着力|加快|积极|大力|深入|全面|扎实|主要|按照|按|有|地(?!级|区|方|铁|下|表|震|质|面|块|市|理)|为)"
)
# Verbs that say that something is done, not what: left out of the name.
_LIGHT = "(?:" + "|".join(
    "开展 实现 完成 推进 推动 支持 实施 组织 打造 形成 做好 促进 建成(?!区) 建设(?!用地|规模|资金|项目|投资) 培育(?!期) 筹集 筹建 设立 安排 达到 列出 布局 规划(?!面积) 发展 在 投用 选择 督促 建立 拥有 落实 取消 不得 "
    "严格限制 严守 坚守 守住 拟 抓好 办好 继续 再 稳妥 扩大到 投入 吸纳 吸引 督促 放宽 完善".split()
) + ")"
_VERB = re.compile(rf"^(?:{_LIGHT})")
_ONLY_VERB = re.compile(
    "^(?:经过|改善|新建|新增|改造|更新|培训|解决|淘汰|关停|减少|增加|惠及|覆盖|资助|救助|修复|治理|扩建|扩招|配建|更换|盘活|招收|扶持|创建|开通|建造|整治|清理|消除|引进|引导|延长|扩大|打通|新开工?|新改扩建|新建改造|新改建|改扩建|腾退|筹措|发放|减轻|提高|退出|再解决|投放|完善|带动|落地|超过|取消|授权)*$"
)
_RIGHT_END = re.compile(
    r"率先|提供|的?任务$|建设$|，|(?:和|、|及|与)?\d|目标|开展|推动|推进|加快|达到|实现|进行了|进行|纳入|完成|作为|在(?!城|校|岗|职|线|册|建)|，|不动摇|全部|试点范围|成为|(?<=.)(?:全面)?取消|落实|布置"
)
_FUNCTION = re.compile(
    r"[的了在和与及等、“”（）()《》\s\d.%每各共]|全国|全市|全省|我国|我市|我省|我县|本市|本省|地级及以上|比例|水平|总量|人均|数量|累计|平均"
)
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?:省|自治区|(?<![城都])市|县)(?=[\u4e00-\u9fff]{2})(?!域|民|场|政|级|间|内|外|城|区)")
_SPLIT = re.compile("、|和|与|以及|(?<!普)及(?![格时率])")
_SHARED_TAIL = re.compile(rf"(?:[较比](?:上|去)年|同比|均|各)?(?:{_CHANGES})?(?:{_RELATION})?$")
_ITEM = re.compile(r"[\d一二三四五六七八九十百千万亿]+[\u4e00-\u9fff%]{1,4}(?:以上|以内|左右|以下)?$")
_REACHED = re.compile("通达|到达|可达|办结|直达")
LONG = 20  # characters of a name that is taken for a list, and of a clause that may name one (chosen)


def indicator_of(
    quantity: Quantity, context: Context, previous: str
) -> tuple[str, bool]:
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
    match = re.match("[^用。；]{0,24}(用于[^，。；]{2,16})", context.sentence[len(context.before) :])
    return match[1] if match else ""


def _continues(context: Context) -> bool:
    """Return whether a number follows another of the same words: 7.7%和6.8%."""
    return bool(re.search(r"[\d%\u4e00-\u9fff](?:、|和|与|至)$", context.left)) and not context.right


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
    return text[: match.start()].strip(" ”“（）") if match and match.start() else text.strip(" ”“（）")


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
    ending = re.search("[\u4e00-\u9fff]{2}(?:率|量|数|比重|比例|面积)$|排放量$|参保人数$", parts[-1])
    if ending:
        parts = [part if part.endswith(ending[0][-1]) else part + ending[0] for part in parts]
    return parts
