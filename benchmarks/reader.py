"""How fast text is cleaned and parsed, and whether the time grows as the text does.

Run `python -m benchmarks.reader` (about two minutes on one core), or with `--size 5` for a glance,
or with `--folder FOLDER` to take other texts than the sample. It repeats the texts to the given
size in MB and parses them, as documents one by one and as a single document, and reports processor
seconds, and the seconds for a MB over those at a fifth of the size: 1 where the cost is linear, 5
where it is quadratic. Then it doubles inputs that are hostile to line-based code and reports the
ratio of the two times, which is near 2 where the cost is linear and near 4 where it is quadratic.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from topics.corpus.parsing.parse import parse_text
from topics.resources import resource

HOSTILE: dict[str, Callable[[int], str]] = {
    "one-character lines": lambda n: "城\n" * n,
    "one long line": lambda n: "城市更新推进" * n,
    "no punctuation, wrapped": lambda n: ("推进城市更新工作要点" * 3 + "\n") * (n // 10),
    "headings only": lambda n: "".join(
        f"（{'一二三四五六七八九'[i % 9]}）标题\n" for i in range(n // 5)
    ),
    "chapters only": lambda n: "一、标题\n正文。\n" * (n // 5),
    "opening brackets": lambda n: "（城市(" * n,
    "spaces between characters": lambda n: "城 " * n,
    "one long run of spaces": lambda n: f"城{' ' * n}市",
    "markers": lambda n: "城@@市" * (n // 2),
    "page numbers": lambda n: "".join(
        f"推进城市更新的工作要\n— {i % 10000} —\n" for i in range(n // 5)
    ),
    "plain numbers": lambda n: "12\n" * (n // 3),
    "repeated header": lambda n: "城市更新规划\n推进城市更新的工作要点和\n" * (n // 10),
    "agency lists": lambda n: "（市住建局负责）" * (n // 4),
    "zero-width characters": lambda n: "城\u200b市" * (n // 2),
    "tabs": lambda n: "城\t市\t更\n" * (n // 4),
    "digits one by one": lambda n: f"城{'1 ' * (n // 2)}市",
    "many kinds of markers": lambda n: "".join(
        f"城{''.join('@#$^&*~`'[i >> bits & 7] for bits in (0, 3, 6, 9))}市" for i in range(n // 6)
    ),
    "table of contents": lambda n: (
        "目录\n" + "".join(f"{'一二三四五六七八九'[i % 9]}、标题\n" for i in range(n // 5))
    ),
}


def seconds(text: str) -> float:
    """Return the CPU time of one parse, which other programs on the machine do not change."""
    start = time.process_time()
    parse_text(text, doc_id="x")
    return time.process_time() - start


def corpus(folder: Path) -> list[str]:
    return [
        path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))
    ]


def one_by_one(texts: list[str], megabytes: float) -> float:
    """Return the seconds for a MB, over documents parsed one by one until `megabytes` are read."""
    read, spent, index = 0.0, 0.0, 0
    while read < megabytes:
        text = texts[index % len(texts)]
        spent += seconds(text)
        read += len(text.encode()) / 1e6
        index += 1
    return spent / read


def as_one(texts: list[str], megabytes: float) -> float:
    """Return the seconds for a MB of a single document of about `megabytes`."""
    joined = "\n".join(texts)
    size = len(joined.encode()) / 1e6
    times = max(1, round(megabytes / size))
    return seconds(joined * times) / (times * size)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--size", type=float, default=50, help="megabytes of ordinary text (default 50)"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=None,
        help="folder of .txt files (default: the sample corpus)",
    )
    parser.add_argument(
        "--scale", type=int, default=100_000, help="size of the hostile inputs (default 100000)"
    )
    args = parser.parse_args()
    texts = corpus(args.folder or resource("samples"))
    for name, cost in (("documents one by one", one_by_one), ("one document", as_one)):
        fifth, whole = cost(texts, args.size / 5), cost(texts, args.size)
        print(
            f"{args.size:g} MB, {name}: {args.size * whole:5.1f} s; a MB costs {whole / fifth:4.2f}"
            f" times that of {args.size / 5:g} MB"
        )
    for name, make in HOSTILE.items():
        once = min(seconds(make(args.scale)) for _ in range(2))
        twice = min(seconds(make(2 * args.scale)) for _ in range(2))
        print(f"{name:28s} {once:7.2f} s, doubled × {twice / once:4.2f}")


if __name__ == "__main__":
    main()
