"""What reading costs: isolation, deep pages and many documents, as ratios of one run.

`python -m benchmarks.reading_costs`.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from topics.corpus import ReadOptions, read_corpus
from topics.corpus.copies.duplicates import mark_duplicates
from topics.corpus.document import Document
from topics.corpus.formats.html.page import read_html
from topics.corpus.intake.worker import read_document

WORDS = [
    "推进",
    "城市",
    "更新",
    "完善",
    "排水",
    "防涝",
    "体系",
    "改造",
    "老旧",
    "小区",
    "建设",
    "韧性",
    "社区",
    "优化",
    "公共",
    "服务",
    "设施",
    "提升",
    "治理",
    "能力",
]
ALONE = ReadOptions(workers=1, duplicates=False)


def prose(seed: int, n_sentences: int) -> str:
    choice = random.Random(seed).choice
    return "".join("".join(choice(WORDS) for _ in range(12)) + "。\n" for _ in range(n_sentences))


def seconds(function: Callable[[], object], times: int = 3) -> float:
    """Return the least time of several."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return min(taken)


def isolation() -> float:
    """Return the time of 200 files in a process of their own, over that in this one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(200):
            (folder / f"{number}.txt").write_text(prose(number, 200), "utf-8")
        files = sorted(folder.iterdir())
        apart = seconds(lambda: read_corpus(folder, ALONE))
        here = seconds(
            lambda: [
                read_document(file.read_bytes(), file.name, file.stem, file.name, ALONE)
                for file in files
            ]
        )
    return apart / here


def twice(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return the time for twice the size over that for the size: 2 if linear, 4 if quadratic."""
    return seconds(make(2 * size)) / seconds(make(size))


def duplicates(count: int) -> Callable[[], object]:
    documents = [Document(str(number), text=prose(number, 40)) for number in range(count)]
    documents += [
        Document(f"copy {number}", text=documents[number].text) for number in range(0, count, 10)
    ]
    return lambda: mark_duplicates(documents)


def deep_page(depth: int) -> Callable[[], object]:
    page = "<div>" * depth + "<p>推进城市更新。" * depth + "</b></i>" * depth
    return lambda: read_html(page)


if __name__ == "__main__":
    print(
        f"reading in a process of its own costs {isolation():.2f} times reading in this one (200"
        " files of 15 kB)"
    )
    print(
        f"twice the documents take {twice(duplicates, 1000):.2f} times as long to be searched for"
        " copies (1,100 and 2,200)"
    )
    print(
        f"a page twice as deep takes {twice(deep_page, 10_000):.2f} times as long (10,000 and"
        " 20,000 elements)"
    )
