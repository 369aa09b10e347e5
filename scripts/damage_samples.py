"""Make the sample corpus: damage the clean originals the way real policy files are damaged.

    python scripts/damage_samples.py            write samples/jichuan/*.txt and samples/truth.toml
    python scripts/damage_samples.py --check    say whether what is there is what would be written

The originals in tests/data/samples_clean hold one paragraph a line. Nothing here is drawn at random
without a fixed seed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from sample_truth import VOCABULARY, truth_toml

ROOT = Path(__file__).resolve().parents[1]
CLEAN, SAMPLES = ROOT / "tests" / "data" / "samples_clean", ROOT / "samples" / "jichuan"
WATERMARK = "本文档由霁川政策资料库（虚构网站）整理转载，版权归原发布单位所有，如有疑问请联系站长！"
HAN = r"[\u4e00-\u9fff]"
NOT_FIRST = set("，。、；：？！）》”〕％%…")
NOT_LAST = set("（《“〔")
UNIT = re.compile(r"[0-9A-Za-z.%]+|.")


@dataclass(frozen=True)
class Damage:
    """How one file is damaged.

    Attributes
    ----------
    width : int
        Han characters in a visual line.
    page : int
        Visual lines on a page, at least.
    number : str
        Form of the page number, `{}` for the figure; empty for a page break without one.
    watermarked : tuple of int
        Pages after which the watermark stands.
    spaced : str
        Where a space is put: `before` digits, `after` them, or `both`.
    paragraph_end : str
        What the converter left at the end of a paragraph.
    single : tuple of int
        Visual lines, counted from 0, followed by no blank line but by a line that begins with a
        blank.
    """

    width: int
    page: int
    number: str = ""
    watermarked: tuple[int, ...] = ()
    spaced: str = "both"
    paragraph_end: str = ""
    single: tuple[int, ...] = ()


DAMAGE = {
    "jichuan-2020": Damage(width=31, page=26, paragraph_end=" ", single=(2, 9, 40, 87)),
    "jichuan-2022": Damage(width=44, page=30, number="- {} -", single=(1, 60)),
    "jichuan-2022-plan": Damage(
        width=28, page=24, number="— {} —", watermarked=(3, 7), spaced="after"
    ),
    "jichuan-2024": Damage(
        width=86, page=18, number="— {} —", watermarked=(4,), spaced="before", single=(30,)
    ),
}
COPY_OF, COPY = "jichuan-2022", "jichuan-2022-copy"
REPLACED, INJECTED, MARKER = "天使投资引导基金", "星河畅玩app", "##"
COPY_SKIPS = 2  # the notice's title and number
HALF_WIDTH = str.maketrans("，（）：；", ",():;")


FACTS: dict[str, dict[str, object]] = {
    "jichuan-2020": {
        "file": "jichuan-2020.txt",
        "title": "2020年霁川市城镇化提质和城乡融合发展重点任务（虚构示例）",
        "number": "霁发改规划〔2020〕46号",
        "issuer": "霁川市发展和改革委员会",
        "date": "2020-04-21",
        "genre": "年度重点任务",
        "region": "霁川市",
    },
    "jichuan-2022": {
        "file": "jichuan-2022.txt",
        "title": "2022年霁川市新型城镇化建设重点任务（虚构示例）",
        "number": "霁发改规划〔2022〕19号",
        "issuer": "霁川市发展和改革委员会",
        "date": "2022-03-28",
        "genre": "年度重点任务",
        "region": "霁川市",
    },
    "jichuan-2022-copy": {
        "file": "jichuan-2022-copy.txt",
        "duplicate_of": COPY_OF,
        "missing": ["title line", "霁发改规划〔2022〕19号"],
        "marker": MARKER,
        "replaces": REPLACED,
        "injected": INJECTED,
    },
    "jichuan-2022-plan": {
        "file": "jichuan-2022-plan.txt",
        "title": "霁川市“十四五”新型城镇化实施方案（虚构示例）",
        "number": "霁政发〔2022〕6号",
        "issuer": "霁川市人民政府",
        "date": "2022-01-27",
        "declared": ["number", "issuer", "date"],
        "genre": "五年实施方案",
        "region": "霁川市",
    },
    "jichuan-2024": {
        "file": "jichuan-2024.txt",
        "title": "2024年霁川市新型城镇化高质量发展重点任务（虚构示例）",
        "number": "霁政办发〔2024〕23号",
        "issuer": "霁川市人民政府办公室",
        "date": "2024-05-16",
        "published": "2024-05-21",
        "abridged": "（本文有删减）",
        "genre": "年度重点任务",
        "region": "霁川市",
    },
}


def space_digits(text: str, where: str) -> str:
    """Put a space between Han characters and digits."""
    if where in {"before", "both"}:
        text = re.sub(rf"({HAN})(?=[0-9])", r"\1 ", text)
    if where in {"after", "both"}:
        text = re.sub(rf"(?<=[0-9%])({HAN})", r" \1", text)
    return text


def columns(text: str) -> float:
    """Return the width of a text in Han characters; ASCII is half as wide."""
    return sum(0.5 if ch.isascii() else 1 for ch in text)


def wrap(paragraph: str, width: int) -> list[str]:
    """Break a paragraph into visual lines; numbers stay whole, closing marks never begin a line."""
    lines, line = [], ""
    units = UNIT.findall(paragraph)
    for unit in units:
        full = columns(line + unit) > width
        if full and unit not in NOT_FIRST and unit != " " and line[-1] not in NOT_LAST:
            lines.append(line)
            line = ""
        line += unit
    return [*lines, line]


def cuts_word(line: str, following: str) -> bool:
    """Say whether a term of the vocabulary runs across the end of a line."""
    return any(
        line.endswith(term[:i]) and following.startswith(term[i:])
        for term in VOCABULARY
        for i in range(1, len(term))
    )


def page_breaks(lines: list[str], page: int) -> dict[int, int]:
    """Return the lines after which a page ends, with the page's number.

    A page ends with the first line from the nominal end on, within a third of a page, that ends
    inside a word; where none does, with the nominal one.
    """
    breaks: dict[int, int] = {}
    start = 0
    while start + page < len(lines):
        ends = range(start + page - 1, min(start + page + page // 3, len(lines) - 1))
        last = next((at for at in ends if cuts_word(lines[at], lines[at + 1])), ends[0])
        breaks[last] = len(breaks) + 1
        start = last + 1
    return breaks


def gap(page: int, damage: Damage) -> str:
    """Return what stands between two pages."""
    if not damage.number:
        return "\n\n\n\n"
    mark = f"{WATERMARK}\n\n\n\n" if page in damage.watermarked else ""
    return f"\n\n{mark}{damage.number.format(page)}\n\n"


def damage_text(text: str, damage: Damage) -> str:
    """Return a document as a converter would have left it: wrapped, paged and spaced."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        wrapped = wrap(space_digits(paragraph, damage.spaced), damage.width)
        lines += [*wrapped[:-1], wrapped[-1] + damage.paragraph_end]
    breaks = page_breaks(lines, damage.page)
    out = []
    for at, line in enumerate(lines):
        end = gap(breaks[at], damage) if at in breaks else "\n " if at in damage.single else "\n\n"
        out.append(line + end)
    return "".join(out)


def metadata_table(text: str) -> tuple[str, str]:
    """Return the table at the head of a page, its labels spaced as government sites do, and what
    follows it.
    """
    first, issuer, title, number, rest = text.split("\n", 4)
    first = first.replace("索引号：", " 索 引 号： ").replace("主题分类：", "　主题分类： ")
    issuer = issuer.replace("发文机关：", "发文机关： ").replace("成文日期：", "　成文日期： ")
    title = title.replace("标题：", "标　　题： ")
    number = number.replace("发文字号：", "发文字号： ").replace("发布日期：", "　发布日期： ")
    table = f"{first}\n\n{issuer}\n\n{title}\n\n{number}"
    return f"{space_digits(table, 'both')}\n\n", rest


def pollute(text: str) -> str:
    """Return the copy that a scraper made: no title and number, markers inside words, half-width
    marks, an advertisement.
    """
    draw = random.Random(20220328)
    paragraphs = text.splitlines()[COPY_SKIPS:]
    lines = []
    for paragraph in paragraphs:
        changed = paragraph.replace(REPLACED, INJECTED).translate(HALF_WIDTH)
        # a marker follows some Han characters; two in a row happen, as in the files this imitates
        marked = re.sub(
            HAN,
            lambda m: m[0] + MARKER * (draw.random() < 0.12) + MARKER * (draw.random() < 0.01),
            changed,
        )
        lines.append("  " + marked)
    return "\n\n".join(lines) + "\n"


def build() -> dict[Path, str]:
    """Return every generated file with its text."""
    clean = {doc_id: (CLEAN / f"{doc_id}.txt").read_text(encoding="utf-8") for doc_id in DAMAGE}
    files = {}
    for doc_id, text in clean.items():
        head, body = metadata_table(text) if text.startswith("索引号") else ("", text)
        files[doc_id] = head + damage_text(body, DAMAGE[doc_id])
    files[COPY] = pollute(clean[COPY_OF])
    out = {SAMPLES / f"{doc_id}.txt": text for doc_id, text in files.items()}
    out[SAMPLES.parent / "truth.toml"] = truth_toml(clean, files, FACTS)
    return out


def main() -> int:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a file differs"
    )
    check = parser.parse_args().check
    stale = [
        p for p, text in build().items() if not p.exists() or p.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if not check:
            path.write_text(build()[path], encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.relative_to(ROOT)}: {'differs' if check else 'written'}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main())
