"""Groups of copies and of versions, of 2 to 40: how many versions are dropped and copies kept.

    python -m benchmarks.copy_groups FOLDER --texts 20

Copies differ by the lines in which a website says where they come from, by a few characters lost
and by paragraphs left out; versions grow by clauses, by a chapter at the end or in the middle, and
have a number or a date of their own. Each group is judged as one folder, with the names drawn by
chance.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from benchmarks.copies import lose_end, undated
from benchmarks.texts import arguments, sources
from topics.corpus.copies.duplicates import mark_duplicates
from topics.corpus.document import Document
from topics.corpus.parsing.parse import parse_text

SIZES = (2, 5, 10, 20, 40)


PLACES = ["云川日报", "临川网", "市政务公开栏", "县档案馆", "法规汇编", "区司法局", "省情资料库"]


def copy(text: str, rng: random.Random) -> Document:
    """Return a copy as another website has it: a line of its own, or text lost, and a character."""
    line = f"{rng.choice(PLACES)}{2000 + rng.randint(1, 24)}年第{rng.randint(1, 99)}期刊载"
    changed = rng.choice(
        [lambda: f"{line}\n{text}", lambda: f"{text}\n{line}", lambda: lose_end(text, "", rng)]
    )()
    at = rng.randrange(40, len(changed) - 40)
    return replace(undated(text, "x"), text=changed[:at] + changed[at + rng.randint(0, 1) :])


def version(text: str, other: str, step: int, rng: random.Random) -> str:
    """Return a version that grew by about half: at the end, in the middle, or all over."""
    lines, new = text.split("\n"), [line for line in other.split("\n") if len(line) > 30]
    new = new[step % len(new) :] + new[: step % len(new)]
    more: list[str] = []
    while sum(map(len, more)) < 0.45 * len(text):
        more.append(new[len(more) % len(new)])
    way = rng.randrange(3)
    if way == 0:
        return "\n".join([*lines, *more])
    if way == 1:
        return "\n".join([*lines[: len(lines) // 2], *more, *lines[len(lines) // 2 :]])
    each = max(1, len(lines) // len(more))
    parts = [[line, *more[n // each : n // each + (n % each == 0)]] for n, line in enumerate(lines)]
    return "\n".join(part for pair in parts for part in pair)


def shuffled(documents: list[Document], rng: random.Random) -> list[Document]:
    """Give the documents names by chance and put them in another order."""
    names = rng.sample(range(1000), len(documents))
    named = [
        replace(document, doc_id=f"{name:03d}")
        for name, document in zip(names, documents, strict=True)
    ]
    rng.shuffle(named)
    return named


def main() -> None:
    args = arguments(__doc__, texts=20).parse_args()
    texts = [
        parse_text(source, doc_id="text").text
        for source in sources(args.folder, args.texts, args.seed)
    ]
    texts = [text for text in texts if len(text) > 1500]
    for size in SIZES:
        rng = random.Random(args.seed + size)
        found: Counter[str] = Counter()
        for text in texts:
            group = shuffled([copy(text, rng) for _ in range(size)], rng)
            found["copies"] += size - 1
            found["kept"] += sum(document.analysed for document in mark_duplicates(group)) - 1
        for index, text in enumerate(texts):
            rounds = min(size, 8)
            group = [
                replace(
                    undated(text if n == 0 else version(text, texts[index - 1], 7 * n, rng), "x"),
                    number=f"云政发〔{2000 + n}〕{n + 1}号")
                for n in range(rounds)
            ]  # fmt: skip
            found["versions"] += rounds
            found["dropped"] += sum(
                not document.analysed for document in mark_duplicates(shuffled(group, rng))
            )
        print(
            f"groups of {size:2d}: "
            + "  ".join(
                f"{name} {found[name]}" for name in ("copies", "kept", "versions", "dropped")
            )
        )


if __name__ == "__main__":
    main()
