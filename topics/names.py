"""What lenses, verdicts, units, notes, grades and marks are called, in Chinese and English, once.

Tables hold codes such as `section_share`; figures, pages and the command line say them by these
names. Each is a mapping from the code to `Words`, in the order in which a legend lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """A name in both languages.

    Examples
    --------
    >>> Words("上升", "rises").in_("en")
    'rises'
    """

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """Return the name in a language, `zh` or `en`."""
        return self.zh if lang == "zh" else self.en


# Ways to measure emphasis, and what their values are counted in.
LENSES = {
    "rate": Words("提及频率", "rate of mentions"),
    "section_share": Words("提及条目占比", "share of sections"),
    "text_share": Words("提及条目篇幅占比", "share of text"),
    "heading_chapter": Words("章标题占比", "share of chapter headings"),
    "heading_item": Words("条目标题占比", "share of item headings"),
    "topic_share": Words("所引主题占比", "share of its seeded topic"),
    "strength": Words("强措辞占比", "share of strong wording"),
    "first_year": Words("首次出现", "first appearance"),
}
MEASURES = {
    "rate": Words("次/万汉字", "per 10,000 Han characters"),
    "section_share": Words("占全部条目", "leaf sections that mention it, of all"),
    "text_share": Words("占全部汉字", "Han characters of sections that mention it, of all"),
    "heading_chapter": Words("占全部章标题", "chapter headings that name it, of all"),
    "heading_item": Words("占全部条目标题", "headings below chapters that name it, of all"),
    "topic_share": Words("占全部词次", "tokens of the topic that it seeds, of all"),
    "strength": Words("占全部分级词", "strong ones among graded words"),
    "first_year": Words("年份", "year"),
}
# Lenses whose values lie in [0, 1].
SHARES = frozenset(LENSES) - {"rate", "first_year"}

# What one lens, or all lenses of a theme together, say of a change.
RISES = "rises"
FALLS = "falls"
NO_CLEAR_CHANGE = "no_clear_change"
LENSES_DISAGREE = "lenses_disagree"
TOO_FEW_SECTIONS = "too_few_sections"
NOT_COMPARABLE = "not_comparable"
DESCRIBED = "described"
VERDICTS = {
    RISES: Words("上升", "rises"),
    FALLS: Words("下降", "falls"),
    NO_CLEAR_CHANGE: Words("无明确变化", "no clear change"),
    LENSES_DISAGREE: Words("口径不一致", "lenses disagree"),
    TOO_FEW_SECTIONS: Words("样本不足", "too few sections"),
    NOT_COMPARABLE: Words("不可比", "not comparable"),
    DESCRIBED: Words("仅描述", "described only"),
}
# The same in one character, for narrow columns.
VERDICT_SIGNS = {
    RISES: "↑",
    FALLS: "↓",
    NO_CLEAR_CHANGE: "–",
    LENSES_DISAGREE: "≠",
    TOO_FEW_SECTIONS: "…",
    NOT_COMPARABLE: "×",
    DESCRIBED: "·",
}
NOT_MENTIONED = Words("两侧均未提及", "mentioned by neither side")

# Why a number is missing: the codes of the column `note`.
NOTES = {
    "too_few_units": Words(
        "每侧不足20个单元，不作检验", "fewer than 20 units on a side: not tested"
    ),
    "thin_group": Words(
        "多数组以文件为单位检验，此组文件不足5份，不作检验",
        "documents are the units of most groups, and this one has fewer than five: not tested",
    ),
    "one_unit": Words("只有一条提及，无从检验", "a single section mentions it: cannot be tested"),
    "few_mentions": Words(
        "提及过少，任何分布都达不到5%的显著水平",
        "too few mentions for any split of them to reach 5 %",
    ),
    "no_mentions": NOT_MENTIONED,
    "no_units": Words("一侧没有可计数的单元", "one side has nothing to count over"),
    "no_variance": Words("各单元数值相同，无法给出区间", "all units are alike: no interval"),
    "no_reference": Words("基准为零，无法求比值", "the reference is zero: no ratio"),
    "descriptive": Words("描述性指标，不作检验", "a description, not tested"),
    "no_difference": Words(
        "差异小于其标准误，剩余比例没有意义",
        "a difference below its standard error: no share of it can remain",
    ),
}

# What is counted over or exchanged in a test; the English of several ends in -s.
UNITS = {
    "section": Words("条目", "section"),
    "document": Words("文件", "document"),
    "chapter": Words("章标题", "chapter heading"),
    "item": Words("条目标题", "item heading"),
    "graded_word": Words("分级词", "graded word"),
    "group": Words("组", "group"),
}

# What makes up the difference of the rate between two documents.
PARTS = {
    "new": Words("新增条目", "new sections"),
    "dropped": Words("取消条目", "dropped sections"),
    "heavier": Words("篇幅变化", "weight of sections"),
    "reworded": Words("改写", "rewording"),
}

# The themes that ship, for readers of English; their own names stand in dictionary/themes.toml.
THEMES = {
    "安全韧性": "safety and resilience",
    "产业": "industry",
    "潜力地区": "areas of potential",
    "城市群都市圈": "city clusters and metropolitan areas",
    "城市群": "city clusters",
    "都市圈": "metropolitan areas",
    "县城": "county towns",
    "城乡融合": "urban–rural integration",
    "边境": "border regions",
    "农业转移人口市民化": "migrants to citizens",
    "户籍制度": "household registration",
    "公共服务": "public services",
    "城市更新": "urban renewal",
    "住房保障": "housing",
    "绿色低碳": "green and low-carbon",
    "智慧城市": "smart cities",
    "社会治理": "social governance",
    "改革要素": "reform and resources",
    "交通基础设施": "transport",
    "历史文化": "historic culture",
}
# How large a change between two documents is: facts, without a test.
GRADES = {
    "absent": Words("均未提及", "in neither"),
    "new": Words("新出现", "new"),
    "gone": Words("不再出现", "gone"),
    "mentioned": Words("初见", "first mentioned"),
    "unmentioned": Words("未再提", "no longer mentioned"),
    "length": Words("篇幅所致", "by length alone"),
    "much_more": Words("大幅上升", "much more"),
    "much_less": Words("大幅下降", "much less"),
    "more": Words("上升", "more"),
    "less": Words("下降", "less"),
    "steady": Words("持平", "steady"),
    "slight": Words("略有变化", "slightly changed"),
}
# Those that are a shift, and of these the large ones.
LARGE = frozenset({"new", "gone", "much_more", "much_less"})
SHIFTS = LARGE | {"more", "less"}
# What a change rests on.
SPREADS = {
    "spread": Words("遍及多条", "spread over sections"),
    "one_section": Words("去掉一条即不成立", "rests on one section"),
    "own_item": Words("仅一条专条", "an item of its own only"),
    "headings_only": Words("仅见于标题", "in headings only"),
}
# Headings of its own that a theme gained or lost.
MARKS = {
    "chapter_gained": Words("＋章", "+ch."),
    "chapter_lost": Words("－章", "−ch."),
    "item_gained": Words("＋条", "+item"),
    "item_lost": Words("－条", "−item"),
}
MARKS_IN_WORDS = {
    "chapter_gained": Words("得到以其命名的章", "a chapter named for it gained"),
    "chapter_lost": Words("失去以其命名的章", "a chapter named for it lost"),
    "item_gained": Words("得到专条", "an item of its own gained"),
    "item_lost": Words("失去专条", "its own item lost"),
}
# The same where the two sides do not follow each other in time.
MARKS_WITHOUT_TIME = {
    "chapter_gained": Words("有以其命名的章", "has a chapter named for it"),
    "chapter_lost": Words("没有以其命名的章", "has no chapter named for it"),
    "item_gained": Words("有专条", "has an item of its own"),
    "item_lost": Words("没有专条", "has no item of its own"),
}
# How improbable so large a difference is if nothing changed; and the same under a heading that
# says evidence.
EVIDENCE = {
    "strong": Words("证据强", "evidence strong"),
    "moderate": Words("证据中", "evidence moderate"),
    "weak": Words("证据弱", "evidence weak"),
    "unclear": Words("不足以区分", "unclear"),
    "untestable": Words("无从检验", "untestable"),
}
# Grades that carry a statement, and those that are evidence at all; the best first.
FIRM = ("strong", "moderate")
CALLED = (*FIRM, "weak")
SHORT_EVIDENCE = EVIDENCE | {
    "strong": Words("强", "strong"),
    "moderate": Words("中", "moderate"),
    "weak": Words("弱", "weak"),
}
# The course of a theme or word over the years; {start} and {end} are the years of the table.
SHAPES = {
    "rises": Words("逐年上升", "rises steadily"),
    "falls": Words("逐年下降", "falls steadily"),
    "step_up": Words("{start}起上升", "up since {start}"),
    "step_down": Words("{start}起下降", "down since {start}"),
    "wave": Words("{start}–{end}高位", "high {start}–{end}"),
    "dip": Words("{start}–{end}低位", "low {start}–{end}"),
}
SHORT_SHAPES = {
    "rises": Words("逐年", "steadily"),
    "falls": Words("逐年", "steadily"),
    "step_up": Words("{start}起", "{start} on"),
    "step_down": Words("{start}起", "{start} on"),
    "wave": Words("{start}–{end}", "{start}–{end}"),
    "dip": Words("{start}–{end}", "{start}–{end}"),
}
# Whether a topic returns with another seed; borderline where another seed may say otherwise.
STANDINGS = {
    "stable": Words("稳定", "stable"),
    "borderline": Words("临界", "borderline"),
    "unstable": Words("不稳定", "unstable"),
}
# What became of a section between two documents, and of a sentence.
LINK_SHAPES = {
    "same": Words("相同", "same"),
    "kept": Words("基本保留", "kept"),
    "reworded": Words("改写", "reworded"),
    "rewritten": Words("重写", "rewritten"),
    "split": Words("拆分", "split"),
    "merged": Words("合并", "merged"),
    "regrouped": Words("重组", "regrouped"),
    "dropped": Words("删去", "dropped"),
    "new": Words("新增", "new"),
}
SENTENCE_STATUSES = {
    "same": Words("相同", "same"),
    "reworded": Words("改写", "reworded"),
    "partly": Words("部分相同", "partly the same"),
    "new": Words("新增", "new"),
    "dropped": Words("删去", "dropped"),
}
ALARMS = {
    "numbers_differ": Words("数字有别", "numbers differ"),
    "direction_differs": Words("方向相反", "opposite direction"),
    "stronger": Words("力度增强", "stronger"),
    "weaker": Words("力度减弱", "weaker"),
}
CERTAINTIES = {
    "sure": Words("确定", "sure"),
    "likely": Words("很可能", "likely"),
    "weak": Words("弱（不计）", "weak (not counted)"),
}

# What became of a formulation, by the end or at a point in time; what it is; what a chain follows.
LIVES = {
    "from_first": Words("首份已有", "there from the first document on"),
    "new": Words("首见", "new"),
    "kept": Words("沿用", "kept"),
    "back": Words("重现", "back"),
    "absent": Words("暂缺", "absent"),
    "gone": Words("不再出现", "gone"),
    "not_comparable": Words("无对应条目，不可比", "no place for it, not comparable"),
}
FORMULATIONS = {
    "set": Words("固定说法", "set phrase"),
    "quoted": Words("引号内说法", "in quotation marks"),
    "modifier": Words("限定语与中心语", "modifier with its head"),
    "asked": Words("指定说法", "asked for"),
}
MODIFIER_KINDS = {
    "frame": Words("以…为…式", "frame: taking … as …"),
    "of": Words("一般限定语", "words with 'of'"),
    "list": Words("并列", "list of names"),
}
CHAINS = {
    "modifier": Words("中心语的限定语", "modifier of a head"),
    "verb": Words("中心语前的动词", "verb before a head"),
    "substitution": Words("同一分句的换词", "words exchanged in a clause"),
}


# What a quantity is, how it stands to its number, and what became of it in a later document.
QUANTITY_KINDS = {
    "target": Words("目标", "target"),
    "limit": Words("限制", "limit"),
    "budget": Words("资金", "budget"),
    "baseline": Words("已达到", "reached"),
    "scope": Words("范围", "scope"),
    "class": Words("分类", "class"),
    "threshold": Words("门槛", "threshold"),
    "condition": Words("条件", "condition"),
    "term": Words("期限规定", "term"),
    "horizon": Words("时段", "horizon"),
    "parameter": Words("参数", "parameter"),
    "named": Words("名称", "name"),
}
RELATIONS = {
    "at_least": Words("不低于", "at least"),
    "more_than": Words("超过", "more than"),
    "at_most": Words("不超过", "at most"),
    "less_than": Words("低于", "less than"),
    "about": Words("左右", "about"),
    "near": Words("接近", "near"),
    "equal": Words("等于", "equal"),
    "range": Words("区间", "range"),
    "up_by": Words("增加", "up by"),
    "down_by": Words("减少", "down by"),
}
# The same in one character, before a number.
RELATION_SIGNS = {
    "at_least": "≥",
    "more_than": ">",
    "at_most": "≤",
    "less_than": "<",
    "about": "≈",
    "near": "→",
    "up_by": "＋",
    "down_by": "－",
}
TARGET_CHANGES = {
    "new": Words("新提", "new"),
    "baseline": Words("现状", "baseline"),
    "raised": Words("提高", "raised"),
    "lowered": Words("降低", "lowered"),
    "kept": Words("不变", "kept"),
    "interim": Words("阶段值", "interim step"),
    "deadline_moved": Words("期限变动", "deadline moved"),
    "relation_changed": Words("措辞变动", "relation changed"),
    "achieved": Words("已实现", "achieved"),
    "reported": Words("报告现值", "reported"),
    "quality_only": Words("仅定性", "words only"),
    "dropped": Words("未再提", "not repeated"),
    "explicitly_absent": Words("明显缺席", "explicitly absent"),
}
# How bindingly a target is said, by its words, or as the text calls it.
FORCES = {
    "3": Words("刚性", "binding words"),
    "2": Words("一般", "plain words"),
    "1": Words("柔性", "soft words"),
    "binding": Words("约束性", "binding"),
    "expected": Words("预期性", "expected"),
}


def name_of(code: str, names: Mapping[str, Words], lang: str) -> str:
    """Return the name of a code in a language; a code that is not among the names stays as it is.

    Examples
    --------
    >>> name_of("section_share", LENSES, "zh"), name_of("mine", LENSES, "zh")
    ('提及条目占比', 'mine')
    """
    return names[code].in_(lang) if code in names else code


def theme_name(theme: str, lang: str) -> str:
    """Return the name of a theme: in English with that of a shipped theme before it.

    Examples
    --------
    >>> theme_name("产业", "en"), theme_name("产业", "zh"), theme_name("灯会", "en")
    ('industry 产业', '产业', '灯会')
    """
    return f"{THEMES[theme]} {theme}" if lang != "zh" and theme in THEMES else theme


def names_of(codes: str, names: Mapping[str, Words], lang: str) -> str:
    """Return the names of codes that are joined by `;`, each once.

    Examples
    --------
    >>> names_of("rate;section_share", LENSES, "en")
    'rate of mentions; share of sections'
    """
    found = dict.fromkeys(code for code in codes.split(";") if code)
    return ("；" if lang == "zh" else "; ").join(name_of(code, names, lang) for code in found)


def lens_with_measure(code: str, lang: str) -> str:
    """Return the name of a lens with what its values are counted in.

    Examples
    --------
    >>> lens_with_measure("rate", "zh")
    '提及频率（次/万汉字）'
    >>> lens_with_measure("rate", "en")
    'rate of mentions (per 10,000 Han characters)'
    """
    if code not in LENSES:
        return code
    name, measure = LENSES[code].in_(lang), MEASURES[code].in_(lang)
    return f"{name}（{measure}）" if lang == "zh" else f"{name} ({measure})"


def units_of(code: str, lang: str) -> str:
    """Return the name of several units.

    Examples
    --------
    >>> units_of("item", "en"), units_of("item", "zh")
    ('item headings', '条目标题')
    """
    name = name_of(code, UNITS, lang)
    return name if lang == "zh" or code not in UNITS else f"{name}s"


def code_of(value: object) -> str:
    """Return a value of a table as a code: `too few sections` and `too_few_sections` are one.

    Examples
    --------
    >>> code_of("too few sections")
    'too_few_sections'
    """
    return str(value).strip().replace(" ", "_")
