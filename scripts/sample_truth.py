"""State what is true of the sample corpus, counted from the clean originals by plain substring
search.

Used by damage_samples.py. It imports nothing of the package, so that the package's own results can
be compared with it. The rules are those of docs/samples.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

THEMES = {
    "安全韧性": (
        "安全韧性",
        "韧性",
        "防洪",
        "排涝",
        "内涝",
        "管网",
        "应急",
        "避险",
        "防灾",
        "减灾",
        "隐患",
        "预警",
        "海绵城市",
    ),
    "城乡融合": ("城乡融合",),
    "特色小镇": ("特色小镇",),
    "公共服务": ("公共服务",),
    "县城": ("县城",),
}
LENSES = ("rate", "section_share", "heading_chapter", "heading_item")
# (theme, reference, target) -> what was planted, lens by lens
PLANTED = {
    ("安全韧性", "jichuan-2020", "jichuan-2024"): ("rises", "rises", "rises", "rises"),
    ("安全韧性", "jichuan-2020", "jichuan-2022"): ("rises", "rises", "flat", "rises"),
    ("安全韧性", "jichuan-2022", "jichuan-2024"): ("rises", "rises", "rises", "rises"),
    ("城乡融合", "jichuan-2020", "jichuan-2024"): ("falls", "falls", "falls", "falls"),
    ("特色小镇", "jichuan-2020", "jichuan-2024"): ("falls", "falls", "flat", "falls"),
    ("公共服务", "jichuan-2020", "jichuan-2024"): ("flat", "flat", "flat", "flat"),
    ("公共服务", "jichuan-2020", "jichuan-2022"): ("flat", "flat", "flat", "flat"),
    ("县城", "jichuan-2020", "jichuan-2024"): ("rises", "falls", "rises", "flat"),
}
# Quantities as a person reads them: document -> (words, value, unit, kind); values without their
# magnitude. What became of some: (words of the indicator, reference, target) -> change.
QUANTITIES = {
    "jichuan-2020": (
        ("全市常住人口286万人", "2860000", "人", "baseline"),
        ("市级财政安排2600万元", "26000000", "元", "budget"),
        ("新增公共停车泊位3000个", "3000", "个", "target"),
        ("改造老城供水支线18公里", "18", "公里", "target"),
        ("首批入市地块不少于五宗", "5", "宗", "target"),
        ("腾退闲置厂房十二万平方米", "120000", "平方米", "target"),
        ("暂不新建单体超过三千万元的信息系统", "30000000", "元", "limit"),
        ("接收随迁子女超过四成的民办学校", "40", "%", "threshold"),
    ),
    "jichuan-2022-plan": (
        ("绕城公路通车里程由31公里", "31", "公里", "baseline"),
        ("户籍人口城镇化率提高到52%", "52", "%", "target"),
        ("空气质量优良天数比率不低于90%", "90", "%", "target"),
        ("城乡居民收入比降到1.95以内", "1.95", "", "target"),
        ("农村自来水普及率达到95%", "95", "%", "target"),
        ("每年开放不少于六万人次", "60000", "人次", "target"),
        ("三条主链产值达到980亿元", "98000000000", "元", "target"),
        ("新增养老床位五千张", "5000", "张", "target"),
    ),
    "jichuan-2022": (
        ("去年全市城镇新增就业3.4万人", "34000", "人", "baseline"),
        ("居住证持有人连续居住满三年的", "3", "年", "condition"),
        ("市级财政奖补资金提高到4100万元", "41000000", "元", "budget"),
        ("改造老旧小区41个", "41", "个", "target"),
        ("公共供水漏损率降到9.5%", "9.5", "%", "target"),
        ("六十岁以上居民", "60", "岁", "class"),
        ("农村自来水普及率达到93%", "93", "%", "target"),
        ("轮候时间控制在四个月以内", "4", "个月", "target"),
    ),
    "jichuan-2024": (
        ("常住人口城镇化率达到61.5%左右", "61.5", "%", "target"),
        ("清单由十一类扩至十四类", "14", "类", "target"),
        ("接收随迁子女的比例提高到九成三", "93", "%", "target"),
        ("三类合计不低于四成", "40", "%", "target"),
        ("站点周边五百米范围内", "500", "米", "parameter"),
        ("用两年左右时间补齐", "2", "年", "horizon"),
        ("设立安全韧性专项资金3.8亿元", "380000000", "元", "budget"),
        ("对空置率超过三成的写字楼", "30", "%", "threshold"),
    ),
}
TARGET_SERIES = {
    ("农村自来水普及率", "jichuan-2022-plan", "jichuan-2022"): "interim",
    ("新增城镇就业", "jichuan-2022-plan", "jichuan-2024"): "interim",
    ("新增学位", "jichuan-2020", "jichuan-2024"): "raised",
    ("供水管", "jichuan-2022", "jichuan-2024"): "raised",
}
# Words whose joins the damage must cut; also the ones that are counted line by line and joined.
VOCABULARY = (
    *THEMES["安全韧性"],
    "公共服务",
    "城乡融合",
    "特色小镇",
    "县城",
    "常住人口",
    "城镇化",
    "都市圈",
    "老旧小区",
    "城市更新",
    "保障性租赁住房",
    "产业园区",
    "产业集群",
    "随迁子女",
    "养老",
    "医院",
    "职业培训",
    "农业转移人口",
    "居住证",
    "落户",
    "轨道",
    "公交",
    "停车",
    "学位",
    "物业",
    "网格员",
    "数据",
    "智慧",
    "光伏",
    "充电",
    "湿地",
    "历史建筑",
    "物流",
    "住房",
    "社区",
    "企业",
    "项目",
    "用地",
    "人才",
    "乡镇",
    "村庄",
    "学校",
    "教师",
    "医保",
    "参保",
)

CHAPTER = re.compile(r"^([一二三四五六七八九十]+)、")
ITEM = re.compile(r"^(（[一二三四五六七八九十]+）)")
NUMBERED = re.compile(r"^(\d+)\.")
DASH = re.compile(r"^(——)")
AGENCIES = re.compile(r"（[^（）]*(?:负责|配合)[^（）]*）$")
FORMS = ((CHAPTER, 1), (ITEM, 2), (NUMBERED, 3), (DASH, 4))
PAGE_NUMBER = re.compile(r"[—-] \d+ [—-]")
WATERMARK = "霁川政策资料库"
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇]")


@dataclass
class Leaf:
    """A leaf section: its path, its paragraphs (headings that open it included) and the headings
    among them.
    """

    path: str
    paragraphs: list[str]


def body(text: str) -> list[str]:
    """Return the paragraphs after the title that stands over the body."""
    lines = text.splitlines()
    titles = [i for i, line in enumerate(lines) if line.endswith("（虚构示例）")]
    return lines[titles[-1] + 1 :]


def heading(paragraph: str) -> tuple[int, str, str] | None:
    """Return level, number and words of the heading that a paragraph is or begins with."""
    for form, level in FORMS:
        if found := form.match(paragraph):
            words = paragraph[found.end() :].split("。", maxsplit=1)[0]
            return level, found[1], words
    return None


def leaves(paragraphs: list[str]) -> list[Leaf]:
    """Divide a body into leaf sections; they tile it."""
    found = [Leaf("0", [])]
    address: list[tuple[int, str]] = []
    dashes = 0
    for at, paragraph in enumerate(paragraphs):
        head = heading(paragraph)
        if head is None:
            found[-1].paragraphs.append(paragraph)
            continue
        level, number, _ = head
        dashes = dashes + 1 if number == "——" else 0
        address = [*((n, a) for n, a in address if n < level), (level, f"{number}{dashes or ''}")]
        path = "/".join(a for _, a in address)
        if has_children(paragraphs, at, level):
            path += "/0"
        if only_headings(
            found[-1]
        ):  # nothing between two headings: the outer one opens the inner one's section
            found[-1].path = path
            found[-1].paragraphs.append(paragraph)
        else:
            found.append(Leaf(path, [paragraph]))
    return found


def has_children(paragraphs: list[str], at: int, level: int) -> bool:
    """Say whether the next heading lies deeper."""
    following = (heading(p) for p in paragraphs[at + 1 :])
    head = next((h for h in following if h), None)
    return head is not None and head[0] > level


def only_headings(leaf: Leaf) -> bool:
    """Say whether a section holds headings alone, without a sentence."""
    return bool(leaf.paragraphs) and all(heading(p) and "。" not in p for p in leaf.paragraphs)


def count(theme: str, text: str) -> int:
    """Count the terms of a theme in a text: longest first, from the left, without overlap."""
    terms = sorted(THEMES[theme], key=lambda t: (-len(t), t))
    return len(re.findall("|".join(terms), text))


def measure(text: str) -> dict[str, dict[str, float]]:
    """Return the values of each theme in each lens for one document."""
    analysed = [AGENCIES.sub("", p) for p in body(text)]
    sections = ["\n".join(leaf.paragraphs) for leaf in leaves(analysed)]
    heads = [h for p in analysed if (h := heading(p))]
    by_level = {
        "chapter": [words for level, _, words in heads if level == 1],
        "item": [words for level, _, words in heads if level > 1],
    }
    han = len(HAN.findall("".join(analysed)))
    values = {}
    for theme in THEMES:
        n = count(theme, "\n".join(analysed))
        with_it = sum(count(theme, s) > 0 for s in sections)
        in_heads = {
            name: sum(count(theme, w) > 0 for w in words) for name, words in by_level.items()
        }
        values[theme] = {
            "count": n,
            "rate": round(10_000 * n / han, 2),
            "sections": with_it,
            "section_share": round(with_it / len(sections), 4),
            **{f"headings_{name}": n for name, n in in_heads.items()},
            **{
                f"heading_{name}": round(n / len(by_level[name]), 4) for name, n in in_heads.items()
            },
        }
    return values


def structure(text: str) -> dict[str, object]:
    """Return the facts of one document's structure."""
    paragraphs = body(text)
    heads = [h for p in paragraphs if (h := heading(p))]
    lists = {h[1]: bool(AGENCIES.search(p)) for p in paragraphs if (h := heading(p)) and h[0] == 2}
    parentheses = sum(bool(AGENCIES.search(p)) for p in paragraphs)
    return {
        "chapters": sum(h[0] == 1 for h in heads),
        "items": sum(h[0] == 2 for h in heads),
        "numbered_items": sum(h[0] == 3 for h in heads),
        "dashes": sum(h[0] == 4 for h in heads),
        "headings": len(heads),
        "agency_parentheses": parentheses,
        "items_without_agencies": (
            [n for n, has in lists.items() if not has] if any(lists.values()) else []
        ),
        "leaf_paths": [leaf.path for leaf in leaves(paragraphs)],
        "han_analysed": len(HAN.findall("".join(AGENCIES.sub("", p) for p in paragraphs))),
        "han_of_agency_lists": sum(
            len(HAN.findall("".join(AGENCIES.findall(p)))) for p in paragraphs
        ),
    }


def agencies(text: str) -> dict[str, list[str]]:
    """Return the responsibility list of each section: `name:role`, where role is joint, lead or
    support.
    """
    found = {}
    for leaf in leaves(body(text)):
        mentions = []
        for listed in AGENCIES.findall("".join(leaf.paragraphs[-1:])):
            for part in listed.strip("（）").split("。")[0].split("，"):
                role = (
                    "lead"
                    if part.endswith("牵头")
                    else "support"
                    if part.endswith("配合")
                    else "joint"
                )
                names = re.sub(r"等?(?:负责|牵头|配合)$", "", part).replace(
                    "望津区和枫浦区政府", "望津区政府、枫浦区政府"
                )
                mentions += [f"{name}:{role}" for name in names.split("、")]
        if mentions:
            found[leaf.path] = mentions
    return found


def cut_words(clean: str, damaged: str) -> dict[str, list[int]]:
    """Return the words that line ends cut: occurrences line by line, and in the clean text."""
    lines = damaged.split("\n")
    counts = {
        w: [sum(line.count(w) for line in lines), clean.count(w)] for w in sorted(set(VOCABULARY))
    }
    return {w: pair for w, pair in counts.items() if pair[0] < pair[1]}


def gaps(clean: str, damaged: str) -> dict[str, object]:
    """Return page numbers, watermarks, and what stands on both sides of a page's end inside a
    sentence.
    """
    lines = [line for line in damaged.split("\n") if line.strip()]
    joins = []
    for at, line in enumerate(lines):
        if PAGE_NUMBER.fullmatch(line):
            before = at - 2 if WATERMARK in lines[at - 1] else at - 1
            sides = lines[before].replace(" ", "")[-4:], lines[at + 1].replace(" ", "")[:4]
            joins += ["|".join(sides)] if "".join(sides) in clean else []
    numbers = [line for line in lines if PAGE_NUMBER.fullmatch(line)]
    watermarks = sum(WATERMARK in line for line in lines)
    return {"page_numbers": numbers, "watermarks": watermarks, "page_joins": joins}


def quantities(clean: dict[str, str]) -> list[str]:
    """Return what is planted of quantities, whose words must stand in the originals."""
    out: list[str] = []
    for doc_id, rows in QUANTITIES.items():
        for words, value, unit, kind in rows:
            if clean[doc_id].count(words) != 1:
                message = f"{doc_id}: {words} stands there {clean[doc_id].count(words)} times"
                raise ValueError(message)
            facts = {"document": doc_id, "words": words, "value": value, "unit": unit}
            out += ["", "[[quantities]]", *pairs({**facts, "kind": kind})]
    for (indicator, reference, target), change in TARGET_SERIES.items():
        facts = {"indicator": indicator, "reference": reference, "target": target}
        out += ["", "[[target_series]]", *pairs({**facts, "change": change})]
    return out


def truth_toml(
    clean: dict[str, str], damaged: dict[str, str], declared: dict[str, dict[str, object]]
) -> str:
    """Return the text of truth.toml."""
    values = {doc_id: measure(text) for doc_id, text in clean.items()}
    out = [
        (
            "# Written by scripts/damage_samples.py from the clean originals. What the numbers"
            " mean: docs/samples.md"
        ),
        "# Everything here is fictional.",
        *table(
            "lenses",
            {
                "rate": "occurrences per 10,000 Han characters of the analysed text",
                "section_share": "share of leaf sections with at least one occurrence",
                "heading_chapter": "share of chapter headings with at least one occurrence",
                "heading_item": "share of headings below chapters with at least one occurrence",
            },
        ),
    ]
    for doc_id, facts in declared.items():
        rest = (
            {**structure(clean[doc_id]), **gaps(clean[doc_id], damaged[doc_id])}
            if doc_id in clean
            else {}
        )
        out += table(f'documents."{doc_id}"', {**facts, **rest})
        if doc_id in clean:
            if named := agencies(clean[doc_id]):
                out += table(f'documents."{doc_id}".agencies', named)
            out += table(
                f'documents."{doc_id}".cut_words', cut_words(clean[doc_id], damaged[doc_id])
            )
    for theme, terms in THEMES.items():
        out += table(f'themes."{theme}"', {"terms": list(terms)})
        for doc_id, measured in values.items():
            out += table(f'themes."{theme}".values."{doc_id}"', measured[theme])
    for (theme, reference, target), directions in PLANTED.items():
        for lens, direction in zip(LENSES, directions, strict=True):
            before, after = values[reference][theme][lens], values[target][theme][lens]
            out += [
                "",
                "[[shifts]]",
                *pairs(
                    {
                        "theme": theme,
                        "reference": reference,
                        "target": target,
                        "lens": lens,
                        "direction": direction,
                        "difference": round(after - before, 4),
                    }
                ),
            ]
    out += quantities(clean)
    return "\n".join(out) + "\n"


def table(name: str, values: dict[str, object]) -> list[str]:
    """Return the lines of a TOML table."""
    return ["", f"[{name}]", *pairs(values)]


def pairs(values: dict[str, object]) -> list[str]:
    """Return the lines of keys and values; TOML wants quotes round keys in Han."""
    return [f"{k if k.isascii() else quoted(k)} = {value(v)}" for k, v in values.items()]


def value(v: object) -> str:
    """Return a value in TOML."""
    if isinstance(v, list):
        return "[" + ", ".join(value(x) for x in v) + "]"
    return quoted(v) if isinstance(v, str) else repr(v)


def quoted(text: str) -> str:
    """Return a basic string of TOML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
