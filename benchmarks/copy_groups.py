"""Groups of copies and of versions, of 2 to 40: how many versions are dropped and copies kept.

    python -m benchmarks.copy_groups FOLDER --texts 20

Copies differ by the lines in which a website says where they come from, by a few characters lost and
by paragraphs left out; versions grow by clauses, by a chapter at the end or in the middle, and have a
number or a date of their own. Each group is judged as one folder, with the names drawn by chance.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from benchmarks.copies import FURNITURE, furnish, lose_end, undated
from benchmarks.texts import arguments, sources
from topics.corpus.copies.duplicates import mark_duplicates
from topics.corpus.document import Document
from topics.corpus.parsing.parse import parse_text

SIZES = (2, 5, 10, 20, 40)


def copy(text: str, rng: random.Random) -> str:
    """Return a copy as another website has it."""
    lines = [f"来源：{rng.choice(FURNITURE)}{rng.randint(1, 99)}", text]
    changed = rng.choice(
        [lambda: "\n".join(lines), lambda: "\n".join(reversed(lines)),
         lambda: furnish(text, "", rng), lambda: lose_end(text, "", rng)]
    )()  # fmt: skip
    at = rng.randrange(10, len(changed) - 10)
    return changed[:at] + changed[at + rng.randint(0, 1) :]


def version(text: str, other: str, step: int, rng: random.Random) -> str:
    """Return a later version: it grows in one of three ways."""
    lines, new = text.split("\n"), [line for line in other.split("\n") if len(line) > 30]
    more = [new[(step + n) % len(new)] for n in range(max(1, len(lines) // 3))] if new else []
    way = rng.randrange(3)
    if way == 0:
        return "\n".join([*lines, *more])
    if way == 1:
        return "\n".join([*lines[: len(lines) // 2], *more, *lines[len(lines) // 2 :]])
    return "\n".join(
        part
        for n, line in enumerate(lines)
        for part in ([line, more[n // 3]] if n % 3 == 0 and n // 3 < len(more) else [line])
    )


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
            group = shuffled([undated(copy(text, rng), "x") for _ in range(size)], rng)
            found["copies"] += size - 1
            found["kept"] += sum(document.analysed for document in mark_duplicates(group)) - 1
        for index, text in enumerate(texts):
            rounds = min(size, 8)
            group = [
                replace(undated(text if n == 0 else version(text, texts[index - 1], 7 * n, rng), "x"),
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
