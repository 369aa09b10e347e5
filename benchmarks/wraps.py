"""How often wrapped lines are rejoined wrongly. `python -m benchmarks.wraps --folder FOLDER`.

Paragraphs of real texts are wrapped at widths from 18 to 60, without blank lines or indents that
would show where they end, and cleaned. A break is lost where two paragraphs become one: mostly the
last line of the first was exactly full. A break is false where one paragraph becomes two. Then the
first half of each text is wrapped at one width and the second at another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import accumulate

from benchmarks.texts import arguments, sources
from topics.corpus.cleaning.clean import clean

Wrap = Callable[[str, int], list[str]]
CLOSERS = frozenset("，。、；：？！”’）》】")


def wrapped(paragraph: str, width: int, *, columns: bool, hang: bool) -> list[str]:
    """Break a paragraph into lines of `width` Han characters; `columns` keeps Latin words whole,
    which are half as wide.
    """
    lines = [""]
    for unit in re.findall(r"[!-~]+|.", paragraph) if columns else paragraph:
        taken = sum(1 if columns and char <= "\x7f" else 2 for char in lines[-1] + unit)
        if lines[-1] and taken > 2 * width and not (hang and unit[0] in CLOSERS):
            lines.append("")
        lines[-1] += unit
    return lines


LAYOUTS: dict[str, Wrap] = {
    "characters": lambda text, width: wrapped(text, width, columns=False, hang=False),
    "characters, marks hang": lambda text, width: wrapped(text, width, columns=False, hang=True),
    "columns": lambda text, width: wrapped(text, width, columns=True, hang=False),
    "columns, marks hang": lambda text, width: wrapped(text, width, columns=True, hang=True),
}


def ends(paragraphs: list[str]) -> set[int]:
    """Return where paragraphs end, white space aside."""
    return set(
        accumulate(len(re.sub(r"\s", "", paragraph)) for paragraph in paragraphs if paragraph)
    )


def errors(paragraphs: list[str], lines: list[str], between: str) -> tuple[int, int]:
    """Count breaks that were lost and false ones."""
    true, found = ends(paragraphs), ends(clean(between.join(lines)).text.split("\n"))
    return len(true - found), len(found - true)


def report(name: str, counts: list[tuple[int, int]], n_paragraphs: int) -> None:
    lost, false = (sum(count) / n_paragraphs for count in zip(*counts, strict=True))
    print(
        f"{name:44s} {n_paragraphs:6d} paragraphs: {lost:6.2%} of breaks lost, {false:6.2%} false"
    )


def main() -> None:
    args = arguments(__doc__, texts=30).parse_args()
    texts = [
        clean(source).text.split("\n") for source in sources(args.folder, args.texts, args.seed)
    ]
    texts = [[paragraph for paragraph in text if paragraph.strip()][:120] for text in texts]
    total = sum(map(len, texts))
    for name, wrap in LAYOUTS.items():
        for between in ("\n", "\n\n"):
            rng = random.Random(args.seed)
            widths = [rng.randint(18, 60) for _ in texts]
            counts = [
                errors(
                    text, [line for paragraph in text for line in wrap(paragraph, width)], between
                )
                for text, width in zip(texts, widths, strict=True)
            ]
            report(f"{name}{', every line apart' if between != chr(10) else ''}", counts, total)
    for first, second in ((30, 45), (45, 30), (24, 60), (28, 32)):
        counts = []
        for text in texts:
            half = len(text) // 2
            places = [
                (paragraph, first if index < half else second)
                for index, paragraph in enumerate(text)
            ]
            counts.append(
                errors(
                    text, [line for place in places for line in LAYOUTS["characters"](*place)], "\n"
                )
            )
        report(f"characters, {first} and then {second} wide", counts, total)


if __name__ == "__main__":
    main()
