"""What a quantity is: a target, or one of eleven things that are none; rules in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Callable

from topics.targets.context import REVIEW, Context
from topics.targets.quantities import Quantity
from topics.targets.units import measure_of
from topics.targets.wordlists import one_of

KINDS = (
    *("target", "budget", "baseline", "limit", "threshold", "class"),
    *("scope", "term", "horizon", "condition", "parameter", "named"),
)
_CIRCLE = re.compile(
    "[\u4e00-\u9fff]{0,6}?圈|(?:不打烊|自助|在线|值守|营业|值班|便利店|开放|服务热线|政务服务)"
)
_HORIZON_BEFORE = re.compile(
    "(?:经过|用|利用|力争|争取|未来|今后|近|过去|最近|再用|花|奋斗|连续|前|后|间|每|每隔|约)(?:了)?$"
)
_HORIZON_AFTER = re.compile(
    "(?:左右)?(?:的)?(?:内|之内|时间|努力|来|以来|间|期间|奋斗|行动|攻坚|后|前|中)|(?:左右)?[，]?(?:基本|实现)"
)
_TERM = re.compile(
    "延长|期限|为期|有效期|任期|承包期|试行|保护期|过渡期|合同期|年限|租期|学制|保质期|时效|周期|届满|免租|期为?$"
)
_TERM_AFTER = re.compile(
    "不变|内(?:不得|免|可|按|受理|办结|发|完成备案|结案|答复)|有效|期(?![间货])|免[租税费]|以内(?:办|答)"
)
_CLASS_NOUNS = one_of("class_nouns")
_CLASS_AFTER = re.compile(f"(?:的|\\([^)]{{0,8}}\\))?[\u4e00-\u9fff]{{0,3}}?{_CLASS_NOUNS}|为主")
_LIMIT = re.compile("不得|严禁|禁止|严格限制|不准|不允许|不许|严守|坚守|守住|牢牢守住|不予|暂不")
_RED_LINE = re.compile("[\u4e00-\u9fff]{0,6}(?:红线|底线|上限)")
_RULE_AFTER = re.compile(
    "[^，。；]{0,24}(?:审批|批准|许可|备案|报批|处罚|罚款|奖励|补助|免征|减征|减免|方可|应当|可以|暂停|暂缓|予以|给予|一律|不再|实行|鼓励|门槛|纳入|享受)"
)
_RULE_BEFORE = re.compile("(?:^|[，。；、])?(?:对|凡|如|若|因|对于|当)")
_SAID_BOUND = re.compile("(?:超过|不足|低于|高于|达到|满|不满|少于|多于|大于|小于|不到)(?:了)?$")
_ATTRIBUTE = re.compile("[^，。；、]{1,16}?(?:率|比例|比重|覆盖面|达标|可达)[^，。；、]{0,8}$")
_PARAMETER_AFTER = re.compile(
    "(?:的)?(?:范围|半径|一遇|标准(?!化)|间隔|口径|核定|以内的|车程|服务半径|距离|步行)"
)
_BY = re.compile("(?:按|按照|依照|参照|以|距|每隔|距离)[^，。；到]{0,12}$")
_MONEY_SPENT = re.compile(
    "安排|投入|拨付|下达|补助|补贴|奖补|预算|资金|支出|经费|投资|国债|债券|赤字|专项|基金|筹集|筹措|拨款|转移支付|工程款|发放|消费券|出资|奖励"
)
_MONEY_MADE = re.compile(
    "产值|收入|生产总值|营收|利润|税收|进出口|交易额|销售额|零售|增加值|外资|GDP|总量|成交额|产业|储备|标准|节约|产出|价格|储蓄|存款|电价|固定资产投资|贷款|融资|信贷"
)
_COUNT_SCOPE = re.compile(
    "(?:支持|在|对|推动|选择|选定|确定|围绕|面向|推进|依托|针对|抓好|实施|用好|办好|聚焦|指导|遴选|谋划|督促|组织|包含|完善|涉及|开展|带动|包括|列出|抓|推|重点|跟踪|强化|扶持|选取|选|以)$"
)
_SCOPE_AFTER = re.compile("[^，。；]{0,16}(?:试点|示范任务|试验|任务)$|[^，。；]{0,10}等")
_OUTCOME = re.compile(
    "率|建成|新建|新增|达到|增至|开工|竣工|投产|完成|培训|培育|改造|达|提高|不少于|不低于|以上"
)
_ADJUSTED = re.compile("缩短|压缩|压减|控制|减至|降|提高|增加|延长|达到|达|实现")


def kind_of(quantity: Quantity, context: Context) -> str:
    """Return the one kind of a quantity: the first of the rules that holds, else a target.

    What looks back is a baseline. A named thing, a class of cities or people, a rule with its
    threshold, a limit, a duration and a parameter of another number are what they are, whatever the
    tense of their section.
    """
    return next((kind for kind, holds in _RULES if holds(quantity, context)), "target")


def _family(quantity: Quantity) -> str:
    return measure_of(quantity.unit).family


def _lasts(quantity: Quantity) -> bool:
    return _family(quantity) in {"years", "time"}


def _is_named(quantity: Quantity, context: Context) -> bool:
    quoted = context.left.count("“") > context.left.count("”")
    lasts = _lasts(quantity) or _family(quantity) == "length"
    if quoted and "”" in context.right and len(context.right.partition("”")[0]) <= 8:
        return quantity.relation == "equal" and quantity.direction == "level"
    return lasts and bool(_CIRCLE.match(context.right))


def _is_horizon(quantity: Quantity, context: Context) -> bool:
    if (
        _family(quantity) != "years"
        or _TERM.search(context.left[-8:])
        or _TERM_AFTER.match(context.right)
    ):
        return False
    return bool(
        _HORIZON_BEFORE.search(context.left)
        or _HORIZON_AFTER.match(context.right)
        or not (
            quantity.relation in {"at_most", "less_than"} and _ADJUSTED.search(context.left[-6:])
        )
    )


def _is_term(quantity: Quantity, context: Context) -> bool:
    if not _lasts(quantity) or quantity.baseline is not None:
        return False
    said = _TERM.search(context.left[-8:]) or _TERM_AFTER.match(context.right)
    within = quantity.text.endswith("内") and not _ADJUSTED.search(context.left[-6:])
    return bool(said or within) and "以上" not in quantity.text


def _is_class(quantity: Quantity, context: Context) -> bool:
    family = _family(quantity)
    if _LIMIT.search(context.left):
        return False
    if family in {"percent", "points", "ratio", "doubling", "person times"} or "/" in family:
        return False
    if family == "age":
        return "寿命" not in context.left
    if (
        quantity.direction != "level"
        or quantity.per
        or quantity.relation not in {"at_least", "at_most", "less_than", "more_than", "range"}
    ):
        return False
    if family in {
        "people",
        "money",
        "area",
        "length",
        "years",
        "power",
        "voltage",
        "mass",
        "volume",
    }:
        suffixed = re.search("[上下内]$", quantity.text) or quantity.relation == "range"
        done = re.search(
            "(?:培训|新增|引进|招收|完成|吸纳|减少|建成|改造|打造|安排|投入|改善|达到)[^，。、]{0,8}$",
            context.left,
        )
        return bool(suffixed and _CLASS_AFTER.match(context.right) and not done)
    return False


def _is_limit(quantity: Quantity, context: Context) -> bool:
    said = _LIMIT.search(context.left) and _family(quantity) != "years"
    return bool(said or _RED_LINE.match(context.right)) and quantity.direction == "level"


def _is_threshold(quantity: Quantity, context: Context) -> bool:
    bound = _SAID_BOUND.search(context.left) or re.search("[上下]$", quantity.text)
    if not bound or quantity.direction != "level":
        return False
    listed = re.match("、[^，。；]{0,24}(?:超过|低于|不足|以上|以下)", context.right)
    rule = context.right.startswith("的") or listed or re.match("(?:且|并|时)", context.right)
    ruled = _RULE_AFTER.match(context.right) and (rule or _SAID_BOUND.search(context.left))
    return bool(
        ruled or (rule and context.right.startswith("的") and _RULE_BEFORE.search(context.before))
    )


def _is_condition(quantity: Quantity, context: Context) -> bool:
    if not _lasts(quantity):
        return False
    bound = "以上" in quantity.text or re.search(
        "(?:连续|满|累计|不少于)[^，。；]{0,6}$", context.left
    )
    follows = re.match("(?:的|和|且|并|、|，|或)", context.right)
    return bool(bound and follows)


def _is_parameter(quantity: Quantity, context: Context) -> bool:
    if _family(quantity) in {"years", "time", "length"} and re.match(
        "一遇|范围|半径|车程|步行", context.right
    ):
        return True
    if quantity.per or quantity.direction != "level":
        return False
    attribute = re.match(
        "[^，。；、]{1,16}?(?:率|比例|比重|覆盖面)[^，。；、]{0,6}\\d", context.right
    )
    if attribute and _family(quantity) in {"time", "length"}:
        return True
    return bool(_PARAMETER_AFTER.match(context.right) and _BY.search(context.left))


def _is_baseline(quantity: Quantity, context: Context) -> bool:
    return quantity.opens or context.role == REVIEW


def _is_budget(quantity: Quantity, context: Context) -> bool:
    if _family(quantity) not in {"money", "dollars"} or quantity.per:
        return False
    near = context.left[-14:]
    made, spent = (
        list(_MONEY_MADE.finditer(near)),
        list(_MONEY_SPENT.finditer(near + context.right[:8])),
    )
    if not spent:
        spent = list(_MONEY_SPENT.finditer(context.before[-40:]))
        return bool(spent) and not made
    return not made or max(m.start() for m in made) < max(m.start() for m in spent)


def _is_scope(quantity: Quantity, context: Context) -> bool:
    family = _family(quantity)
    counted = family in {
        "个",
        "家",
        "所",
        "项",
        "件",
        "条",
        "类",
        "种",
        "座",
        "省",
        "市",
        "县",
        "省份",
        "村",
        "区",
        "镇",
        "国",
        "片",
    }
    if (
        not counted
        or quantity.direction != "level"
        or not re.match("[\u4e00-\u9fff“]", context.right)
    ):
        return False
    if quantity.relation not in {"equal", "about", "more_than"}:
        return False
    return bool(
        _COUNT_SCOPE.search(context.left)
        or (re.search("(?:完成|等)$", context.left) and _SCOPE_AFTER.match(context.right))
    )


_RULES: tuple[tuple[str, Callable[[Quantity, Context], bool]], ...] = (
    ("named", _is_named),
    ("parameter", _is_parameter),
    ("condition", _is_condition),
    ("class", _is_class),
    ("limit", _is_limit),
    ("term", _is_term),
    ("horizon", _is_horizon),
    ("threshold", _is_threshold),
    ("baseline", _is_baseline),
    ("budget", _is_budget),
    ("scope", _is_scope),
)  # fmt: skip
