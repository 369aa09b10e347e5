"""How often a damaged copy is taken for another version, and a version for a copy. `python -m benchmarks.copies --folder FOLDER`.

From each text two kinds of pairs are made: with a copy that is damaged as files are (characters misread, punctuation and
script changed, lines lost, the end lost, phrases of an advertisement put in), and with a version that is changed as revisions
change a text (names replaced throughout, figures, articles put in and struck out, sentences reworded). Neither has a date.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from topics.corpus import parse_text
from topics.corpus.document import Document
from topics.corpus.duplicates import mark_duplicates
from topics.corpus.script import SIMPLIFIED, TRADITIONAL
from topics.resources import resource

Change = Callable[[list[str], random.Random], list[str]]
CN = "零一二三四五六七八九"
NAMES = [
    ("工商行政管理部门", "市场监督管理部门"), ("卫生行政部门", "卫生健康主管部门"), ("国土资源", "自然资源"), ("环境保护部门", "生态环境主管部门"),
    ("有关部门", "有关主管部门"), ("主管部门", "行政管理机关"), ("单位", "组织"), ("人民政府", "人民委员会"), ("建设", "发展"), ("管理", "监督"),
]  # fmt: skip
ADS = ["乐动安卓app", "星空官网下载", "点击领取红包", "kok体育登录", "棋牌游戏大厅", "加微信领资料"]
REWORDED = [
    "应当依法及时处理", "经县级以上地方批准", "不得擅自变更用途", "按照国家有关规定执行", "由本级机关责令改正", "予以公开并接受监督", "可以委托专业机构承担",
    "统筹安排所需资金", "建立健全长效机制", "鼓励社会力量参与", "定期开展考核评估", "实行分级分类指导",
]  # fmt: skip


def chinese(number: int) -> str:
    tens, ones = divmod(number % 100, 10)
    small = (CN[tens] if tens > 1 or number > 99 else "") + ("十" if tens else "") + (CN[ones] if ones else "")
    hundreds = number // 100
    return (f"{CN[hundreds]}百{'' if tens or not ones else '零'}" if hundreds else "") + (small or ("" if hundreds else "零"))


def renumbered(lines: list[str]) -> list[str]:
    """Number the articles anew."""
    count = 0
    result = []
    for line in lines:
        match = re.match("第[一二三四五六七八九十百零]+条", line)
        count += bool(match)
        result.append(f"第{chinese(count)}条{line[match.end() :]}" if match else line)
    return result


def cut(lines: list[str], rng: random.Random, new: list[str], times: int) -> list[str]:
    """Put new words in the place of as many characters of the text."""
    lines = [*lines]
    long = [index for index, line in enumerate(lines) if len(line) > 30]
    for words in rng.sample(new, min(times, len(new))):
        if long:
            index = rng.choice(long)
            at = rng.randrange(8, len(lines[index]) - 12)
            size = rng.randint(0, 8)
            lines[index] = lines[index][:at] + words + lines[index][at + size :]
    return lines


def rename(lines: list[str], rng: random.Random) -> list[str]:
    text = "\n".join(lines)
    there = [pair for pair in NAMES if 2 <= text.count(pair[0]) <= 40]
    return text.replace(*rng.choice(there)).split("\n") if there else cut(lines, rng, REWORDED, 6)


def figures(lines: list[str], rng: random.Random) -> list[str]:
    text = "\n".join(lines)
    places = list(re.finditer("(?<=[^第一二三四五六七八九十百千])[一二三四五六七八九](?=[十百千万年日个])|[2-9](?=\\d{0,3}[%万亿年])", text))
    for match in rng.sample(places, min(len(places), rng.randint(4, 8))):
        digits = CN[1:] if match[0] in CN else "123456789"
        new = rng.choice([digit for digit in digits if digit != match[0]])
        text = text[: match.start()] + new + text[match.end() :]
    return text.split("\n") if len(places) >= 4 else cut(lines, rng, REWORDED, 6)


def put_in(lines: list[str], rng: random.Random) -> list[str]:
    articles = [index for index, line in enumerate(lines) if re.match("第[一二三四五六七八九十百零]+条", line)]
    if len(articles) < 6:
        return cut(lines, rng, REWORDED, 6)
    at = rng.choice(articles[2:-2])
    return renumbered([*lines[:at], f"第一条　{'，'.join(rng.sample(REWORDED, 4))}。", *lines[at:]])


def strike_out(lines: list[str], rng: random.Random) -> list[str]:
    articles = [index for index, line in enumerate(lines) if re.match("第[一二三四五六七八九十百零]+条", line)]
    if len(articles) < 6:
        return cut(lines, rng, REWORDED, 6)
    at = rng.randrange(2, len(articles) - 2)
    return renumbered([*lines[: articles[at]], *lines[articles[at + 1] :]])


def reword(lines: list[str], rng: random.Random) -> list[str]:
    return cut(lines, rng, REWORDED, rng.randint(5, 10))


def misread(lines: list[str], rng: random.Random) -> list[str]:
    share = rng.choice([0.001, 0.005, 0.02])
    others = [char for line in lines for char in line if "\u4e00" <= char <= "\u9fff"]
    return ["".join(rng.choice(others) if "\u4e00" <= c <= "\u9fff" and rng.random() < share else c for c in line) for line in lines]


def half_width(lines: list[str], _: random.Random) -> list[str]:
    return [line.translate(str.maketrans("，；：（）", ",;:()")) for line in lines]


def traditional(lines: list[str], _: random.Random) -> list[str]:
    return [line.translate(str.maketrans(SIMPLIFIED, TRADITIONAL)) for line in lines]


def lose_lines(lines: list[str], rng: random.Random) -> list[str]:
    lost = set(rng.sample(range(1, len(lines)), min(len(lines) - 2, rng.randint(1, 3))))
    return [line for index, line in enumerate(lines) if index not in lost]


def lose_end(lines: list[str], rng: random.Random) -> list[str]:
    return lines[: int(len(lines) * rng.uniform(0.88, 1))]


def advertise(lines: list[str], rng: random.Random) -> list[str]:
    return cut(lines, rng, ADS, rng.randint(1, 5))


def advertise_one(lines: list[str], rng: random.Random) -> list[str]:
    return cut(lines, rng, [rng.choice(ADS)] * 4, rng.randint(2, 4))


VERSION: list[Change] = [rename, figures, put_in, strike_out, reword]
DAMAGE: list[Change] = [misread, half_width, traditional, lose_lines, lose_end, advertise, advertise_one]


def undated(lines: list[str], name: str, title: str) -> Document:
    document = parse_text("\n".join(lines), doc_id=name)
    return replace(document, title=title, number="", date="", published="", effective="", period="")


def told_apart(one: list[str], other: list[str], rng: random.Random) -> bool:
    names = rng.sample(["甲", "乙"], 2)
    pair = [undated(one, names[0], "条例"), undated(other, names[1], "条例")]
    return all(document.status != "duplicate" for document in mark_duplicates(pair))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=None, help="folder of .txt and .md files (default: the sample corpus)")
    parser.add_argument("--texts", type=int, default=60, help="texts of the folder (default 60)")
    args = parser.parse_args()
    folder = args.folder or resource("samples")
    files = sorted(file for file in folder.rglob("*") if file.suffix in {".txt", ".md"})
    texts = []
    for file in random.Random(1).sample(files, min(args.texts, len(files))):
        text = parse_text(re.sub("(?m)^#+ *|\\*\\*", "", file.read_text("utf-8", "replace")), doc_id=file.stem).text
        if len(text) > 1500:
            texts.append(text.split("\n"))
    for title, changes, versions in (("versions", VERSION, True), ("damaged copies", DAMAGE, False)):
        for change in [*changes, None]:
            rng = random.Random(7)
            wrong = 0
            for lines in texts:
                other = lines
                for step in [change] if change else rng.sample(changes, 2):
                    other = step(other, rng)
                wrong += told_apart(lines, other, rng) != versions
            name = change.__name__ if change else "two of these"
            print(f"{title:15s} {name:15s} {wrong:3d} of {len(texts)} taken for {'copies' if versions else 'versions'}")


if __name__ == "__main__":
    main()
