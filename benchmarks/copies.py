"""How often a damaged copy is taken for another version, and a version for a copy.

`python -m benchmarks.copies --folder FOLDER`.

From each text pairs are made: with a copy that is damaged as files are, by recognition of print,
retyping, lost lines, websites and advertisements; and with a version that is changed as revisions
change a text, by words and clauses that are as well-formed as those they replace. None has a date
or a number. Where a folder holds two versions of a text (files whose names differ in brackets
only), some of the places in which they differ make further versions, as revisions really are.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.texts import arguments, plain, sources
from topics.corpus import parse_text
from topics.corpus.copies.duplicates import mark_duplicates
from topics.corpus.copies.shingles import gaps, shingle
from topics.corpus.document import Document
from topics.corpus.language.script import SIMPLIFIED, TRADITIONAL

CN = "零一二三四五六七八九"
ARTICLE = re.compile("(?m)^第[一二三四五六七八九十百零]+条")
HAN = re.compile("[\u4e00-\u9fff]")
CLAUSE = re.compile("(?<=[，；])[^，。；：、\n（）“”《》0-9]{5,18}(?=[，。；])")
FIGURE = re.compile(
    r"(?<=[^第一二三四五六七八九十百千])[一二三四五六七八九](?=[十百千万年日个])|(?<![\d.])[2-9](?=\d{0,3}[%万亿年])"
)
# The names of agencies and things, which reforms replace throughout.
NAMES = [
    ("工商行政管理部门", "市场监督管理部门"),
    ("卫生行政部门", "卫生健康主管部门"),
    ("国土资源", "自然资源"),
    ("环境保护部门", "生态环境主管部门"),
    ("有关部门", "有关主管部门"),
    ("主管部门", "行政管理机关"),
    ("单位", "组织"),
    ("人民政府", "人民委员会"),
    ("建设", "发展"),
    ("管理", "监督"),
]
# Words that mean about the same, one of which a revision puts in the place of the other here and
# there.
SYNONYMS = [
    ("应当", "必须"),
    ("有关", "相关"),
    ("以及", "和"),
    ("依法", "依照法律规定"),
    ("加强", "强化"),
    ("规定", "要求"),
    ("促进", "推动"),
    ("按照", "根据"),
    ("鼓励", "支持和鼓励"),
    ("县级以上", "设区的市级以上"),
    ("批准", "审核批准"),
    ("公布", "向社会公开"),
    ("或者", "及其"),
    ("完善", "健全"),
    ("人民生活", "群众生活"),
    ("继续", "进一步"),
    ("积极", "主动"),
    ("重点", "优先"),
    ("统一", "集中统一"),
    ("农民", "农业经营者"),
    ("企业", "市场主体"),
    ("保护", "保护和合理利用"),
    ("提高", "提升"),
    ("任何单位", "任何组织"),
    ("情节严重", "情节特别严重"),
    ("申请", "书面申请"),
    ("定期", "每年"),
]
ADS = [
    "乐动安卓app",
    "星空官网下载",
    "点击领取红包",
    "kok体育登录",
    "棋牌游戏大厅",
    "加微信领资料",
    "www.ty88.com",
    "澳门彩票平台",
    "手机真人娱乐",
    "贷款秒到账",
]
FURNITURE = [
    "责任编辑：王小明",
    "扫一扫在手机打开当前页",
    "相关解读：一图读懂",
    "上一篇：关于召开座谈会的通知",
    "分享到微信朋友圈",
    "来源：市政府办公室",
]
LOOK_ALIKES = [
    "未末",
    "末未",
    "己已",
    "曰日",
    "人入",
    "大太",
    "土士",
    "干千",
    "天夫",
    "贷货",
    "候侯",
    "徐涂",
    "牧收",
    "治冶",
    "微徵",
    "拆折",
    "析折",
    "券卷",
    "侍待",
    "准淮",
    "辨辩",
    "衰哀",
    "科料",
    "间问",
    "拨拔",
    "权杈",
    "杆秆",
    "技枝",
    "村材",
    "厂广",
    "力刀",
    "万方",
    "王玉",
    "今令",
    "白自",
    "目日",
    "右石",
    "失矢",
    "市巿",
    "庆厌",
    "设没",
    "该核",
    "城域",
    "域城",
    "建健",
    "划刘",
    "体休",
    "任仟",
    "位拉",
    "制刹",
    "部陪",
    "院阮",
    "区匹",
    "政玫",
    "府俯",
    "规现",
    "现规",
    "法洁",
    "理埋",
    "管菅",
    "员贝",
    "责贵",
    "保侏",
    "标际",
    "际标",
    "社杜",
    "县具",
    "住往",
    "场扬",
    "服眼",
    "务夯",
    "机杌",
    "构枸",
    "项顶",
    "顶项",
    "农衣",
    "业亚",
    "企金",
    "品晶",
    "全仝",
    "民氏",
    "主王",
    "利和",
    "使便",
    "受爱",
    "官宫",
    "密蜜",
    "审宙",
    "常党",
    "查杳",
    "正止",
    "水永",
    "活话",
    "消硝",
    "清请",
    "情清",
    "请清",
    "生牛",
    "由田",
    "监临",
    "种神",
    "第弟",
    "等筹",
    "组祖",
    "统绕",
    "给绐",
    "置署",
    "职织",
    "育盲",
    "草革",
    "行仃",
    "要耍",
    "征怔",
    "许计",
    "计许",
    "诉诈",
    "资贷",
]
TYPED = [
    ("其他", "其它"),
    ("账", "帐"),
    ("制定", "制订"),
    ("权利", "权力"),
    ("部署", "布署"),
    ("做好", "作好"),
    ("份", "分"),
    ("须", "需"),
    ("即", "既"),
    ("像", "象"),
    ("的", "地"),
    ("地", "的"),
    ("得", "的"),
    ("截至", "截止"),
    ("监管", "监管理"),
    ("必须", "必需"),
    ("以至", "以致"),
    ("法人", "法入"),
]
NEAR = 12  # characters at least between two changes


@dataclass(frozen=True, slots=True)
class Edit:
    """Other words for `text[start:end]`."""

    start: int
    end: int
    new: str


Change = Callable[[str, str, random.Random], str]
"""From a text, another text of the folder and a source of chance: the changed text, or the same
where nothing can be changed.
"""


def edited(text: str, edits: Iterable[Edit], count: int, rng: random.Random) -> str:
    """Make as many of the edits, drawn by chance and apart from each other."""
    chosen: list[Edit] = []
    for edit in rng.sample(drawn := list(edits), len(drawn)):
        if len(chosen) < count and all(
            edit.start > other.end + NEAR or other.start > edit.end + NEAR for other in chosen
        ):
            chosen.append(edit)
    for edit in sorted(chosen, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def chinese(number: int) -> str:
    tens, ones = divmod(number % 100, 10)
    small = (
        (CN[tens] if tens > 1 or number > 99 else "")
        + ("十" if tens else "")
        + (CN[ones] if ones else "")
    )
    hundreds = number // 100
    return (f"{CN[hundreds]}百{'' if tens or not ones else '零'}" if hundreds else "") + (
        small or ("" if hundreds else "零")
    )


def renumbered(lines: list[str]) -> str:
    """Number the articles anew."""
    numbers = iter(range(1, len(lines) + 1))
    return "\n".join(ARTICLE.sub(lambda _: f"第{chinese(next(numbers))}条", line) for line in lines)


def articles(text: str) -> tuple[list[str], list[int]]:
    lines = text.split("\n")
    found = [index for index, line in enumerate(lines) if ARTICLE.match(line)]
    return lines, found[2:-2] if len(found) > 6 else []


def paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if 40 < len(line) < 200 and not ARTICLE.match(line)]


def rename(text: str, _: str, rng: random.Random) -> str:
    there = [pair for pair in NAMES if 3 <= text.count(pair[0]) <= 40]
    return text.replace(*rng.choice(there)) if there else text


def figures(text: str, _: str, rng: random.Random) -> str:
    def other(match: re.Match[str]) -> Edit:
        return Edit(
            match.start(),
            match.end(),
            rng.choice([d for d in (CN[1:] if match[0] in CN else "123456789") if d != match[0]]),
        )

    return (
        edited(text, map(other, FIGURE.finditer(text)), rng.randint(4, 8), rng)
        if len(FIGURE.findall(text)) > 8
        else text
    )


def put_in(text: str, other: str, rng: random.Random) -> str:
    lines, found = articles(text)
    new = paragraphs(other)
    if not found or not new:
        return text
    at = rng.choice(found)
    return renumbered([*lines[:at], f"第一条　{rng.choice(new)}", *lines[at:]])


def strike_out(text: str, _: str, rng: random.Random) -> str:
    lines, found = articles(text)
    if not found:
        return text
    at = rng.choice(found)
    return renumbered([*lines[:at], *lines[at + 1 :]])


def amend(text: str, other: str, rng: random.Random) -> str:
    """Word one or two paragraphs anew."""
    lines, new = text.split("\n"), paragraphs(other)
    long = [index for index, line in enumerate(lines) if len(line) > 40]
    for at, line in zip(
        rng.sample(long, min(len(long), rng.randint(1, 2))),
        rng.sample(new, min(2, len(new))),
        strict=False,
    ):
        number = ARTICLE.match(lines[at])
        lines[at] = f"{number[0]}　{line}" if number else line
    return "\n".join(lines)


def rewordings(text: str, other: str, rng: random.Random) -> Iterator[Edit]:
    """Yield a synonym for each word that has one, and clauses put in, taken out and replaced by
    those of another text.
    """
    for old, new in SYNONYMS:
        if places := list(re.finditer(old, text)):
            place = rng.choice(places)
            yield Edit(place.start(), place.end(), new)
    clauses = CLAUSE.findall(other)
    for place in rng.sample(found := list(CLAUSE.finditer(text)), min(len(found), 24)):
        new = rng.choice(clauses) if clauses else ""
        yield rng.choice(
            [
                Edit(place.start(), place.end(), new),
                Edit(place.start(), place.start(), f"{new}，"),
                Edit(place.start() - 1, place.end(), ""),
            ]
        )


def reword(text: str, other: str, rng: random.Random) -> str:
    return edited(text, rewordings(text, other, rng), rng.randint(5, 10), rng)


def reword_little(text: str, other: str, rng: random.Random) -> str:
    return edited(text, rewordings(text, other, rng), rng.randint(3, 4), rng)


def reword_once(text: str, other: str, rng: random.Random) -> str:
    return edited(text, rewordings(text, other, rng), rng.randint(1, 2), rng)


def spoiled(text: str, rng: random.Random, new: Callable[[str], str]) -> str:
    share = rng.choice([0.001, 0.005, 0.02])
    return "".join(new(char) if HAN.match(char) and rng.random() < share else char for char in text)


def misread(text: str, _: str, rng: random.Random) -> str:
    chars = HAN.findall(text)
    return spoiled(text, rng, lambda _: rng.choice(chars))


def look_alike(text: str, _: str, rng: random.Random) -> str:
    """Misread characters as those that look like them, digits too: up to one in a hundred."""
    seen: dict[str, list[str]] = defaultdict(list)
    for pair in [*LOOK_ALIKES, "0O", "1l", "38", "56", "17", "08", "一－", "二三", "八人"]:
        seen[pair[0]].append(pair[1])
    share = rng.choice([0.002, 0.01, 0.04])
    return "".join(
        rng.choice(seen[char]) if char in seen and rng.random() < share else char for char in text
    )


def retype(text: str, _: str, rng: random.Random) -> str:
    """Mistype words, leave characters out and double them."""
    edits = [
        Edit(m.start(), m.end(), new)
        for old, new in TYPED
        for m in list(re.finditer(old, text))[:3]
    ]
    places = rng.sample(range(1, len(text)), min(20, len(text) - 1))
    edits += [Edit(place, place + 1, rng.choice(["", text[place] * 2])) for place in places]
    return edited(text, edits, rng.randint(1, 8), rng)


def half_width(text: str, _: str, __: random.Random) -> str:
    return text.translate(str.maketrans("，；：（）", ",;:()"))


def traditional(text: str, _: str, __: random.Random) -> str:
    return text.translate(str.maketrans(SIMPLIFIED, TRADITIONAL))


def lose_paragraphs(text: str, _: str, rng: random.Random) -> str:
    lines = text.split("\n")
    lost = set(rng.sample(range(1, len(lines)), min(len(lines) - 2, rng.randint(1, 3))))
    return "\n".join(line for index, line in enumerate(lines) if index not in lost)


def lose_lines(text: str, _: str, rng: random.Random) -> str:
    """Lose wrapped lines, as at the border of pages, or double them."""
    width = rng.randint(22, 44)
    edits = [
        Edit(at, at + width, rng.choice(["", text[at : at + width] * 2]))
        for at in range(width, len(text) - width, width)
    ]
    return edited(text, edits, rng.randint(1, 4), rng)


def lose_end(text: str, _: str, rng: random.Random) -> str:
    lines = text.split("\n")
    return "\n".join(lines[: int(len(lines) * rng.uniform(0.88, 1))])


def furnish(text: str, _: str, rng: random.Random) -> str:
    """Put what websites write around a text before it, behind it and between."""
    lines = text.split("\n")
    for words in rng.sample(FURNITURE, rng.randint(1, 4)):
        lines.insert(rng.choice([0, len(lines), rng.randrange(len(lines))]), words)
    return "\n".join(lines)


def advertise(text: str, _: str, rng: random.Random) -> str:
    edits = [
        Edit(at, at + rng.randint(0, 8), words)
        for words in ADS
        for at in rng.sample(range(8, len(text) - 20), 3)
    ]
    return edited(text, edits, rng.randint(1, 6), rng)


def advertise_one(text: str, _: str, rng: random.Random) -> str:
    """Put one advertisement in the place of a word, throughout."""
    words = Counter(
        re.findall("(?=(城市|企业|社会|经济|人民政府|部门|机构|单位|技术|服务|建设|管理))", text)
    )
    there = [word for word, count in sorted(words.items()) if 2 <= count <= 30]
    return text.replace(rng.choice(there), rng.choice(ADS)) if there else text


VERSION: list[Change] = [
    rename,
    figures,
    put_in,
    strike_out,
    amend,
    reword,
    reword_little,
    reword_once,
]
DAMAGE: list[Change] = [
    misread,
    look_alike,
    retype,
    half_width,
    traditional,
    lose_paragraphs,
    lose_lines,
    lose_end,
    furnish,
    advertise,
    advertise_one,
]


def undated(text: str, name: str) -> Document:
    document = parse_text(text, doc_id=name)
    return replace(
        document, title="条例", number="", date="", published="", effective="", period=""
    )


def answer(one: str, other: str, rng: random.Random) -> str:
    """Return what becomes of a pair: copy, unclear, version, or `apart` where nothing is said."""
    names = rng.sample(["甲", "乙"], 2)
    marked = mark_duplicates([undated(one, names[0]), undated(other, names[1])])
    if any(document.status == "duplicate" for document in marked):
        return "copy"
    said = [reason for document in marked for reason in document.reasons]
    if any(document.resembles for document in marked):
        return "unclear"
    return "version" if any(reason.startswith("与") for reason in said) else "apart"


def real_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of which a folder holds two versions."""
    versions: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(folder.rglob("*.md")):
        versions[file.stem.split("(")[0]].append(file)
    for files in versions.values():
        if len(files) == 2:
            one, other = (parse_text(plain(file), doc_id=file.stem).text for file in files)
            yield one, other


def revised(one: str, other: str, rng: random.Random, count: int) -> str:
    """Make some of the changes, a paragraph at most, by which one version of a text became the
    other.
    """
    texts = shingle(one), shingle(other)
    edits = [
        Edit(
            int(texts[0].places[gap.start]),
            (
                int(texts[0].places[gap.end - 1]) + 1
                if gap.start < gap.end
                else int(texts[0].places[gap.start])
            ),
            texts[1].span(other, gap.other_start, gap.other_end),
        )
        for gap in gaps(*texts)
        if gap.start < len(texts[0].places)
        and max(gap.end - gap.start, gap.other_end - gap.other_start) < 200
    ]
    return edited(one, edits, count, rng)


def made(texts: Sequence[str], changes: Sequence[Sequence[Change]], seed: int) -> list[str]:
    """Return what becomes of pairs, each side of which was changed in one of the given ways; of
    texts that have what can be changed.
    """
    rng = random.Random(seed)
    answers = []
    for index, text in enumerate(texts):
        sides = [
            rng.choice(ways)(text, texts[index - 1], rng) if ways else text for ways in changes
        ]
        if sides[1] != text:
            answers.append(answer(sides[0], sides[1], rng))
    return answers


def show(kind: str, name: str, answers: Sequence[str]) -> None:
    counts = Counter(answers)
    print(
        f"{kind:15s} {name:18s} "
        + "  ".join(f"{what} {counts[what]:3d}" for what in ("copy", "unclear", "version", "apart"))
        + f"  of {len(answers)}"
    )


def main() -> None:
    args = arguments(__doc__, texts=60).parse_args()
    texts = [
        parse_text(source, doc_id="text").text
        for source in sources(args.folder, args.texts, args.seed)
    ]
    texts = [text for text in texts if len(text) > 1500]
    for change in VERSION:
        show("versions", change.__name__, made(texts, [[], [change]], args.seed))
    show("versions", "and damaged", made(texts, [DAMAGE, VERSION], args.seed))
    for change in DAMAGE:
        show("damaged copies", change.__name__, made(texts, [[], [change]], args.seed))
    show("damaged copies", "both damaged", made(texts, [DAMAGE, DAMAGE], args.seed))
    rng = random.Random(args.seed)
    for count in (2, 4, 8, 16):
        pairs = [pair for pair in real_pairs(args.folder) for _ in range(8)]
        if pairs:
            show(
                "real revisions",
                f"{count} places",
                [answer(one, revised(one, other, rng, count), rng) for one, other in pairs],
            )


if __name__ == "__main__":
    main()
